"""Hashes of ids in, part by part, the places of those that came before out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from brightline.pipeline.watch.engine.work import HASH_BYTES

SHELF = 1 << 24
"""Hashes that are sorted at once, about: 0.7 GB while they are."""

_HASH = np.dtype([("low", "<u8"), ("high", "<u2")])


def repeats_in(parts: Sequence[bytes]) -> list[frozenset[int]]:
    """Return of each part which of its ids came before, in it or in a part before it.

    It takes ten bytes an id, and some more for a moment.

    Args:
        parts: Hashes of the ids of each part, `HASH_BYTES` each, in order.
    """
    counts = [len(one) // HASH_BYTES for one in parts]
    ends = np.cumsum([0, *counts])
    every = np.frombuffer(b"".join(parts), _HASH)
    shelves = max(1, -(-len(every) // SHELF))
    again = [
        _again(every, np.flatnonzero(every["high"] % shelves == shelf))
        for shelf in range(shelves)
    ]
    found = np.sort(np.concatenate(again))
    edges = np.searchsorted(found, ends)
    return [
        frozenset((found[start:end] - begin).tolist())
        for start, end, begin in zip(edges, edges[1:], ends, strict=False)
    ]


def _again(every: NDArray[np.void], places: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the places at which an id stands that stood before."""
    some = every[places]
    order = np.lexsort((places, some["high"], some["low"]))
    ranked = some[order]
    same = ranked[1:] == ranked[:-1]
    found: NDArray[np.intp] = places[order[1:][same]]
    return found
