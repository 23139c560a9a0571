"""Ids that came before are known, however many there are, in a few bytes each."""

import random

import pytest

from brightline.watch import ids as module
from brightline.watch.ids import Ids, hash_of


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


def test_hashes_that_came_before_are_told_by_their_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "YOUNG", 50)
    luck = random.Random(4)  # noqa: S311 - a test
    ids, known = Ids(b"key"), Ids(b"key")

    for _ in range(30):
        names = [f"trace {luck.randrange(400)}" for _ in range(40)]
        hashes = b"".join(hash_of(name, b"key") for name in names)
        before = {place for place, name in enumerate(names) if not known.add(name)}
        assert ids.came_before(hashes) == before
