"""Texts in, the leader that each is like out: MinHash proposes, a comparison decides."""

import re
from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

WINDOW = 5
"""Bytes of a shingle: they fit one number whole, so that no two shingles are confused."""

BANDS, ROWS = 12, 5
"""At .9 alike all but one pair in 50,000 share a band; at .5 two in three do not."""

DIGITS = re.compile(r"\S*\d\S*")


class Leaders:
    """The first text of each group, found again by what it shares with another."""

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self._factors = _odd_numbers(BANDS * ROWS)
        self._bands: defaultdict[tuple[int, bytes], list[int]] = defaultdict(list)
        self._texts: list[str] = []
        self._marks: list[Hashes] = []

    def place(self, text: str) -> int:
        """Return the group of a text; one that is like no leader becomes one."""
        shingles = _shingles(text)
        mark = _mark(shingles, self._factors)
        rows = mark.reshape(BANDS, ROWS)
        keys = [(band, row.tobytes()) for band, row in enumerate(rows)]
        near = sorted({leader for key in keys for leader in self._bands.get(key, ())})
        for leader in near:
            if self._is_like(leader, text, shingles=shingles, mark=mark):
                return leader
        for key in keys:
            self._bands[key].append(len(self._texts))
        self._texts.append(text)
        self._marks.append(mark)
        return len(self._texts) - 1

    def _is_like(self, leader: int, text: str, *, shingles: Hashes, mark: Hashes) -> bool:
        # An estimate a fifth below the threshold is five of its standard errors away.
        if float(np.mean(self._marks[leader] == mark)) < self._threshold - 0.2:
            return False
        other = self._texts[leader]
        if sorted(DIGITS.findall(other)) != sorted(DIGITS.findall(text)):
            return False
        theirs = _shingles(other)
        shared = len(np.intersect1d(theirs, shingles, assume_unique=True))
        return shared >= self._threshold * (len(theirs) + len(shingles) - shared)


def _shingles(text: str) -> Hashes:
    """Return the distinct runs of five bytes, each as one number; short texts are padded."""
    data = text.encode("utf-8", "surrogatepass").ljust(WINDOW, b"\0")
    values = np.frombuffer(data, dtype=np.uint8).astype(np.uint64)
    count = len(values) - WINDOW + 1
    packed = np.zeros(count, dtype=np.uint64)
    for place in range(WINDOW):
        packed |= values[place : place + count] << np.uint64(8 * place)
    return np.unique(packed)


def _mark(shingles: Hashes, factors: Hashes) -> Hashes:
    """Return the smallest hash of the shingles under each factor."""
    mixed = shingles * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(31)
    smallest = np.full(len(factors), np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(mixed), 4096):  # a long text must not need much memory
        part = mixed[start : start + 4096, None] * factors[None, :]
        smallest = np.minimum(smallest, part.min(axis=0))
    return smallest


def _odd_numbers(count: int) -> Hashes:
    """Return fixed odd 64-bit numbers without a pattern (SplitMix64)."""
    numbers: list[int] = []
    state, mask = 0, (1 << 64) - 1
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & mask
        value = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & mask
        value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & mask
        numbers.append((value ^ (value >> 31)) | 1)
    return np.array(numbers, dtype=np.uint64)
