"""Ids that came before are known, however many there are, in a few bytes each."""

import random

import pytest

from brightline.watch import ids as module
from brightline.watch.ids import Ids


def test_an_id_is_new_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "YOUNG", 50)
    luck = random.Random(3)  # noqa: S311 - a test
    names = [f"trace {luck.randrange(400)}" for _ in range(2_000)] + ["", "\ud800", "ü"] * 2
    known: set[str] = set()
    ids = Ids()

    for name in names:
        assert ids.add(name) is (name not in known)
        known.add(name)


def test_what_is_kept_of_an_id_is_eight_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "YOUNG", 20_000)
    ids = Ids()

    for number in range(20_000):
        ids.add(str(number))

    assert sum(len(shelf) * shelf.itemsize for shelf in ids._shelves) == 8 * 20_000
    assert not ids._young
