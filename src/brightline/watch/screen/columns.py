"""Likenesses in, the columns that a screen's network reads out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from brightline.watch.screen.parts import Parts
from brightline.watch.screen.words import ONE, RAREST, Bytes, Floats, Ints, Known

LOCAL = (
    "refuse", "refuse two", "refuse back", "refuse in", "answer", "answer two", "answer back",
    "text", "text back", "text in", "instead", "beyond", "topic", "has refuse", "has answer",
    "depends", "inside", "cohesion", "elsewhere", "near refuse", "near refuse two",
    "near answer", "near text", "near instead", "near beyond",
)  # fmt: skip
"""What is measured of a part of a text and a rule."""

SHARED = (
    "does", "does not", "any answer", "any refuse", "any text", "line", "line most",
    "line whole", "words", "strange", "parts", "whole", "foreign", "news", "topic",
    "rules topic", "near does", "near does not", "near any answer", "near any refuse",
    "near any text",
)  # fmt: skip
"""What is measured of a part of a text and the policy."""

TOLD = (
    "replied", "words", "declines", "hands over", "does", "near does", "foreign", "news",
    "echo",
)  # fmt: skip
"""What is measured of a reply and the policy; `echo` is how near it lies to the request."""

FINE = 1_000
"""Length of a vector where it is compared: FINE squared is below 2**24."""

TOP = 200
"""The largest number that a feature can have; likenesses are of `ONE`."""


def fill_news(shared: NDArray[np.int16], parts: Parts, known: Known, *, nearest: Bytes) -> None:
    """Write how many words a part has, and how much of it the policy never speaks of."""
    strange = np.add.reduceat(known.strange[parts.rows].astype(np.int32), parts.place)
    foreign, news = news_of(parts, known, nearest)
    shared[:, SHARED.index("foreign")] = foreign
    shared[:, SHARED.index("news")] = news
    shared[:, SHARED.index("words")] = words_of(parts)
    shared[:, SHARED.index("strange")] = strange * ONE // parts.sizes


def news_of(parts: Parts, known: Known, nearest: Bytes) -> tuple[Floats, Ints]:
    """Return which share of each part the policy never speaks of, and how much that is."""
    weight = known.weight[parts.rows]
    total = np.maximum(np.add.reduceat(weight, parts.place), 1).astype(np.float32)
    far = (ONE - nearest).astype(np.int32) * weight
    news = np.add.reduceat(far, parts.place)
    return (news / total).astype(np.float32), np.minimum(news // (RAREST * 5), TOP)


def words_of(parts: Parts) -> Ints:
    """Return how many words each part has, as it is measured."""
    return np.minimum(parts.sizes, 60) * 2


def fill_line(shared: NDArray[np.int16], parts: Parts, said: NDArray[np.float64]) -> None:
    """Write what the line says of each part, of its text at most, and of the whole text."""
    score = line_score(said)
    most = np.maximum.reduceat(score, parts.first)
    last = np.append(parts.first[1:], len(score)) - 1
    count = np.diff(np.append(parts.first, len(score)))
    shared[:, SHARED.index("line")] = score
    shared[:, SHARED.index("line most")] = most[parts.text]
    shared[:, SHARED.index("line whole")] = score[last][parts.text]
    shared[:, SHARED.index("parts")] = np.minimum(count, 20)[parts.text] * 5
    shared[last, SHARED.index("whole")] = ONE * (count > 1)


def line_score(said: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what a line says as it is measured: `ONE` tells nothing."""
    return np.clip(np.round(said) + ONE, 0, TOP)


def nearness(some: NDArray[np.float64], others: NDArray[np.float64]) -> Floats:
    """Return how near rows lie to others, in whole hundredths; 0 for what points away.

    Rows become whole numbers of length `FINE`: sums of their products are exact.
    """
    found = unit(some, FINE).astype(np.float32) @ unit(others, FINE).astype(np.float32).T
    np.clip(found, 0, FINE * FINE, out=found)
    found *= np.float32(ONE / (FINE * FINE))
    return np.asarray(np.floor(found, out=found))


def unit(rows: NDArray[np.float64], size: int = ONE) -> NDArray[np.int16]:
    """Return rows as whole numbers, their length `size`."""
    return np.asarray(np.round(rows / length(rows)[:, None] * size).astype(np.int16))


def length(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how long rows are, 1 at least."""
    return np.asarray(np.sqrt(np.maximum((rows * rows).sum(axis=1), 1)))


def best_of(found: Floats, groups: Sequence[Ints]) -> Floats:
    """Return the best of each group of columns; 0 for a group of none."""
    best = np.zeros((len(found), len(groups)), np.float32)
    there = [at for at, columns in enumerate(groups) if len(columns) == 1]
    best[:, there] = found[:, [groups[at][0] for at in there]]
    for at, columns in enumerate(groups):
        if len(columns) > 1:
            best[:, at] = found[:, columns].max(axis=1)
    return best


def best_two_of(found: Floats, groups: Sequence[Ints]) -> Floats:
    """Return the mean of the best two of each group; of one, half of it."""
    best = np.zeros((len(found), len(groups)), np.float32)
    for at, columns in enumerate(groups):
        if len(columns) == 1:
            best[:, at] = found[:, columns[0]] / 2
        elif len(columns):
            two = np.partition(found[:, columns], -2, axis=1)[:, -2:]
            best[:, at] = (two[:, 0] + two[:, 1]) / 2
    return best
