"""Numbers of replies in, what boosted trees say of each out, a whole batch at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from brightline.judge.features import Floats
from brightline.judge.lines import UNIT


@dataclass(frozen=True, kw_only=True)
class Trees:
    """Boosted trees that ask the same at each level, so that a leaf is a number in binary."""

    feature: NDArray[np.int64]
    """Which column is looked at; one row per level, one column per tree."""
    limit: NDArray[np.float32]
    """A value above it sets the bit of its level; infinite where a tree is shallower."""
    value: NDArray[np.int32]
    """What the leaves of each tree add, in units; the last axis is the outcome."""
    bias: NDArray[np.float64]


class Forest:
    """Trees of several heads, asked in one go.

    Many trees ask the same: each question is answered once, for all replies, and a tree takes
    its answers by whole rows. So three times the trees cost little more.
    """

    def __init__(self, *heads: Trees) -> None:
        levels = max(len(head.feature) for head in heads)
        feature = np.hstack([_deepened(head.feature, levels, 0) for head in heads])
        limit = np.hstack([_deepened(head.limit, levels, np.inf) for head in heads])
        asked = feature.ravel().astype(np.uint64) << np.uint64(32)
        asked |= limit.ravel().astype(np.float32).view(np.uint32)
        _, first, place = np.unique(asked, return_index=True, return_inverse=True)
        self._feature = feature.ravel()[first].astype(np.int64)
        self._limit = limit.ravel()[first].astype(np.float32)[:, None]
        self._place = place.reshape(feature.shape)
        self._heads = heads
        self._flat = [head.value.reshape(-1, head.value.shape[-1]) for head in heads]
        self._sizes = [head.value.shape[1] for head in heads]
        self._counts = [head.value.shape[0] for head in heads]

    def odds(self, rows: NDArray[np.float32]) -> list[Floats]:
        """Return for each head the log-odds of each outcome, one row per reply."""
        above = (np.ascontiguousarray(rows.T)[self._feature] > self._limit).view(np.uint8)
        leaf = above[self._place[0]]
        for level, place in enumerate(self._place[1:], start=1):
            leaf |= above[place] << level
        found: list[Floats] = []
        low = 0
        for head, flat, size, count in zip(
            self._heads, self._flat, self._sizes, self._counts, strict=True
        ):
            at = leaf[low : low + count] + np.arange(0, count * size, size)[:, None]
            total = flat[at].sum(axis=0, dtype=np.int64)
            found.append(np.asarray(total / UNIT + head.bias, dtype=np.float64))
            low += count
        return found


def _deepened(levels: NDArray[np.generic], wanted: int, filler: float) -> NDArray[np.generic]:
    more = np.full((wanted - len(levels), levels.shape[1]), filler)
    return np.vstack([levels, more])
