"""Ids in, whether each came before out: some ten bytes for each of many millions.

An id is known by 76 bits of a keyed hash. Among ten million of them one in a billion scans
takes two for the same, whoever wrote them.
"""

from array import array
from bisect import bisect_left
from hashlib import blake2b
from itertools import groupby
from secrets import token_bytes

import numpy as np

_SHELVES = 4_096
_SHELF_BITS = 12
_HASH_BITS = 64
_KEY_BYTES = 32

HASH_BYTES = 10
"""Of an id, as it is sent."""

YOUNG = 100_000
"""Ids that are held as they come, until they are sorted in, at least."""

_SELDOM = 64
"""And this part of the others: so that of many each is moved a few times."""


def hash_of(name: str, key: bytes) -> bytes:
    """Return the keyed hash by which an id is known."""
    data = name.encode("utf-8", "surrogatepass")
    return blake2b(data, key=key, digest_size=HASH_BYTES).digest()


class Ids:
    """Remembers ids.

    The newest are a set; the others are sorted numbers on shelves, by the first twelve bits of
    each, so that sorting in takes little room and finding takes a few steps.
    """

    def __init__(self, key: bytes | None = None) -> None:
        """Begin with none; the key is of the hash, drawn where none is given."""
        self._key = token_bytes(_KEY_BYTES) if key is None else key
        self._young: set[int] = set()
        self._old = 0
        self._shelves = [array("Q") for _ in range(_SHELVES)]

    def add(self, name: str) -> bool:
        """Take up an id, and tell whether it is new."""
        return self._is_new(hash_of(name, self._key))

    def came_before(self, hashes: bytes) -> frozenset[int]:
        """Take up ids, and return the places of those that are not new.

        Args:
            hashes: Of each what `hash_of` says under the same key.
        """
        return frozenset(
            place
            for place in range(len(hashes) // HASH_BYTES)
            if not self._is_new(hashes[place * HASH_BYTES : (place + 1) * HASH_BYTES])
        )

    def _is_new(self, hashed: bytes) -> bool:
        number = int.from_bytes(hashed) >> (8 * HASH_BYTES - _SHELF_BITS - _HASH_BITS)
        if number in self._young:
            return False
        shelf = self._shelves[number >> _HASH_BITS]
        low = number & _LOW
        at = bisect_left(shelf, low)
        if at < len(shelf) and shelf[at] == low:
            return False
        self._young.add(number)
        if len(self._young) >= max(YOUNG, self._old // _SELDOM):
            self._old += len(self._young)
            self._sort_in()
        return True

    def _sort_in(self) -> None:
        numbers = sorted(self._young)
        self._young = set()
        for place, lows in groupby(numbers, key=_HASH_BITS.__rrshift__):
            new = np.fromiter((number & _LOW for number in lows), np.uint64)
            merged = np.concatenate((np.frombuffer(self._shelves[place], np.uint64), new))
            merged.sort(kind="stable")
            # A new array of just its size: one that grows in place leaves holes behind.
            self._shelves[place] = array("Q", merged.tobytes())


_LOW = (1 << _HASH_BITS) - 1
