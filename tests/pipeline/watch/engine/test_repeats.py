"""Every id that came before is found, and no other, however many are sorted at once."""

import pytest
from hypothesis import given, settings, strategies as st

from brightline.pipeline.watch.engine import repeats
from brightline.pipeline.watch.engine.repeats import repeats_in
from brightline.pipeline.watch.engine.work import HASH_BYTES

HASHES = st.one_of(
    st.integers(0, 12).map(lambda number: number.to_bytes(HASH_BYTES)),
    st.integers(0, 3).map(lambda number: bytes(8) + number.to_bytes(2)),
    st.binary(min_size=HASH_BYTES, max_size=HASH_BYTES),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(HASHES, max_size=12), max_size=6), st.integers(1, 20))
def test_ids_that_came_before(parts: list[list[bytes]], shelf: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(repeats, "SHELF", shelf)
        found = repeats_in([b"".join(part) for part in parts])

    before: set[bytes] = set()
    for part, again in zip(parts, found, strict=True):
        for at, one in enumerate(part):
            assert (at in again) == (one in before)
            before.add(one)


def test_no_part_has_no_repeats() -> None:
    assert repeats_in([]) == []
    assert repeats_in([b"", b""]) == [frozenset(), frozenset()]
