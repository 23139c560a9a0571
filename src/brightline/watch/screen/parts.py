"""The words of texts in, their parts out: each sentence, then the whole."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brightline.watch.screen.words import Ints

BUCKETS = 1 << 13
"""How many different words and pairs of neighbours the line over them tells apart."""

MOST_PARTS = 24
"""Sentences of a text that are read each; the rest only in the whole."""


class Parts(NamedTuple):
    """The parts of a batch of texts, as stretches of rows of words."""

    rows: Ints
    place: Ints
    """Where each part begins in rows."""
    sizes: Ints
    text: Ints
    """Of each part: which text it is of."""
    first: Ints
    """Of each text: its first part."""

    @property
    def last(self) -> Ints:
        """Of each text: its last part, which is the whole."""
        return np.append(self.first[1:], len(self.place)) - 1


def cut(found: Sequence[int], sizes: Sequence[int]) -> Parts:
    """Return each text's sentences and then the whole, where that is more than one sentence."""
    rows: list[int] = []
    place: list[int] = []
    owner: list[int] = []
    first: list[int] = []
    end = 0
    for text, size in enumerate(sizes):
        said = found[end : end + size]
        end += size
        first.append(len(place))
        parts = _sentences(said) if -1 in said else [said or [0]]
        if len(parts) > 1:
            parts = [*parts[:MOST_PARTS], [word for part in parts for word in part]]
        for part in parts:
            place.append(len(rows))
            owner.append(text)
            rows += part
    places = np.array(place, np.int64)
    lengths = np.diff(np.append(places, len(rows)))
    return Parts(np.array(rows), places, lengths, np.array(owner), np.array(first, np.int64))


def uncut(found: Sequence[int], sizes: Sequence[int]) -> Parts:
    """Return each text as one part, its last."""
    words = np.array(found, np.int64)
    owner = np.repeat(np.arange(len(sizes)), sizes)[words >= 0]
    count = np.bincount(owner, minlength=len(sizes))
    kept = np.zeros(len(owner) + int((count == 0).sum()), np.int64)
    each = np.maximum(count, 1)
    place = np.cumsum(each) - each
    kept[np.repeat(count > 0, each)] = words[words >= 0]
    every = np.arange(len(sizes))
    return Parts(kept, place, each, every, every)


def _sentences(said: Sequence[int]) -> list[list[int]]:
    parts: list[list[int]] = [[]]
    for word in said:
        if word >= 0:
            parts[-1].append(word)
        elif parts[-1]:
            parts.append([])
    found = [part for part in parts if part]
    return found or [[0]]


def most_of(table: NDArray[np.int8], parts: Parts) -> NDArray[np.int8]:
    """Return of each part and column the largest that a word of it has. Word x column in."""
    return np.asarray(_folded(np.maximum, table, parts, kind=np.int8))


def sum_of(table: NDArray[np.int16], parts: Parts) -> NDArray[np.int32]:
    """Return of each part and column the sum over its words. Word x column in."""
    return np.asarray(_folded(np.add, table, parts, kind=np.int32))


def _folded(
    fold: np.ufunc, table: NDArray[np.signedinteger], parts: Parts, *, kind: type[np.generic]
) -> NDArray[np.generic]:
    """Return the fold of each part's rows: word by word, over all parts that are long enough.

    A whole whose sentences all stand before it is folded from them.
    """
    count = parts.last - parts.first
    made = np.flatnonzero((count > 1) & (count <= MOST_PARTS) & _complete(parts))
    direct = np.ones(len(parts.place), np.bool_)
    direct[parts.last[made]] = False
    order = np.flatnonzero(direct)
    order = order[np.argsort(-parts.sizes[order], kind="stable")]
    place, sizes = parts.place[order], parts.sizes[order]
    found = table[parts.rows[place]].astype(kind)
    long_enough = np.searchsorted(-sizes, -np.arange(sizes[0]), side="left")
    for at in range(1, int(sizes[0])):
        some = found[: long_enough[at]]
        fold(some, table[parts.rows[place[: len(some)] + at]], out=some)
    whole = np.zeros((len(parts.place), table.shape[1]), kind)
    whole[order] = found
    if len(made):
        ends = np.stack([parts.first[made], parts.last[made]], axis=1).ravel()
        whole[parts.last[made]] = fold.reduceat(whole, ends, axis=0)[::2]
    return whole


def _complete(parts: Parts) -> NDArray[np.bool_]:
    """Tell of each text whether its sentences together are as long as the whole."""
    reached = np.concatenate([[0], np.cumsum(parts.sizes)])
    before = reached[parts.last] - reached[parts.first]
    return np.asarray(before == parts.sizes[parts.last])


def pair_buckets(code: NDArray[np.uint32]) -> Ints:
    """Return the bucket of each word and the one before it; the first has none before it."""
    before = np.concatenate([code[:1], code[:-1]]).astype(np.uint64)
    mixed = before * np.uint64(31) + code.astype(np.uint64) * np.uint64(17) + np.uint64(7)
    return (mixed % np.uint64(BUCKETS)).astype(np.int64)


def on_line(
    parts: Parts, code: NDArray[np.uint32], line: NDArray[np.int32]
) -> NDArray[np.float64]:
    """Return what a line over words and pairs says of each part.

    Args:
        parts: Of a batch.
        code: Of each of their words, as in `Known`.
        line: Weight of each bucket.
    """
    pair = line[pair_buckets(code)]
    pair[parts.place] = 0  # the pair that ends in a part's first word is of two parts
    total = np.add.reduceat(line[code % BUCKETS] + pair, parts.place)
    return np.asarray(total / np.sqrt(2.0 * parts.sizes))
