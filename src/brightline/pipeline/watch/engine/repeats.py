"""Hashes of ids in, part by part, the places of those that came before out."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

SHELF = 1 << 24
"""Hashes that are sorted at once, about."""

_HASH = np.dtype([("low", "<u8"), ("high", "<u2")])


def repeats_in(parts: Sequence[bytes]) -> list[frozenset[int]]:
    """Return of each part which of its ids came before, in it or in a part before it.

    It takes ten bytes an id, those of the parts themselves, and some 0.7 GB for a moment.

    Args:
        parts: Hashes of the ids of each part, as workers give them, in order.
    """
    hashes = [np.frombuffer(part, _HASH) for part in parts]
    ends = np.cumsum([0, *map(len, hashes)])
    shelves = max(1, -(-int(ends[-1]) // SHELF))
    again = [
        _again(*_shelf(hashes, ends, shelf=shelf, shelves=shelves)) for shelf in range(shelves)
    ]
    found = np.sort(np.concatenate(again))
    edges = np.searchsorted(found, ends)
    return [
        frozenset((found[start:end] - begin).tolist())
        for (start, end), begin in zip(pairwise(edges), ends, strict=False)
    ]


def _shelf(
    hashes: Sequence[NDArray[np.void]], ends: NDArray[np.intp], *, shelf: int, shelves: int
) -> tuple[NDArray[np.void], NDArray[np.intp]]:
    """Return some of the hashes, all that are equal among them, and their places."""
    some: list[NDArray[np.void]] = [np.empty(0, _HASH)]
    places = [np.empty(0, np.intp)]
    for part, begin in zip(hashes, ends, strict=False):
        inside = np.flatnonzero(part["high"] % shelves == shelf)
        some.append(part[inside])
        places.append(inside + begin)
    return np.concatenate(some), np.concatenate(places)


def _again(some: NDArray[np.void], places: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the places at which an id stands that stood before."""
    order = np.lexsort((places, some["high"], some["low"]))
    ranked = some[order]
    found: NDArray[np.intp] = places[order[1:][ranked[1:] == ranked[:-1]]]
    return found
