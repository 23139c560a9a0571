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

NAMES = (*LOCAL, *SHARED)

TOP = 200
"""The largest number that a feature can have; likenesses are of `ONE`."""


def fill_news(shared: NDArray[np.int16], parts: Parts, known: Known, *, nearest: Bytes) -> None:
    """Write how many words a part has, and how much of it the policy never speaks of."""
    weight = known.weight[parts.rows]
    total = np.maximum(np.add.reduceat(weight, parts.place), 1).astype(np.float32)
    far = (ONE - nearest).astype(np.int32) * weight
    news = np.add.reduceat(far, parts.place)
    strange = np.add.reduceat(known.strange[parts.rows].astype(np.int32), parts.place)
    shared[:, SHARED.index("foreign")] = news / total
    shared[:, SHARED.index("news")] = np.minimum(news // (RAREST * 5), TOP)
    shared[:, SHARED.index("words")] = np.minimum(parts.sizes, 60) * 2
    shared[:, SHARED.index("strange")] = strange * ONE // parts.sizes


def fill_line(shared: NDArray[np.int16], parts: Parts, said: NDArray[np.float64]) -> None:
    """Write what the line says of each part, of its text at most, and of the whole text."""
    score = np.clip(np.round(said) + ONE, 0, TOP)
    most = np.maximum.reduceat(score, parts.first)
    last = np.append(parts.first[1:], len(score)) - 1
    count = np.diff(np.append(parts.first, len(score)))
    shared[:, SHARED.index("line")] = score
    shared[:, SHARED.index("line most")] = most[parts.text]
    shared[:, SHARED.index("line whole")] = score[last][parts.text]
    shared[:, SHARED.index("parts")] = np.minimum(count, 20)[parts.text] * 5
    shared[last, SHARED.index("whole")] = ONE * (count > 1)


def nearness(some: NDArray[np.float64], others: NDArray[np.float64]) -> Floats:
    """Return how near rows lie to others, in whole hundredths; 0 for what points away."""
    lengths = np.outer(length(some), length(others))
    return np.floor(np.clip(some @ others.T / lengths, 0, 1) * ONE).astype(np.float32)


def unit(rows: NDArray[np.float64]) -> NDArray[np.int16]:
    """Return rows as whole numbers, their length `ONE`."""
    return np.asarray(np.round(rows / length(rows)[:, None] * ONE).astype(np.int16))


def length(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how long rows are, 1 at least."""
    return np.asarray(np.sqrt(np.maximum((rows * rows).sum(axis=1), 1)))


def best_of(found: Floats, groups: Sequence[Ints]) -> Floats:
    """Return the best of each group of columns; 0 for a group of none."""
    best = np.zeros((len(found), len(groups)), np.float32)
    for at, columns in enumerate(groups):
        if len(columns):
            best[:, at] = found[:, columns].max(axis=1)
    return best


def best_two_of(found: Floats, groups: Sequence[Ints]) -> Floats:
    """Return the mean of the best two of each group; of one, half of it."""
    best = np.zeros((len(found), len(groups)), np.float32)
    for at, columns in enumerate(groups):
        if len(columns) == 1:
            best[:, at] = found[:, columns[0]] / 2
        elif len(columns):
            best[:, at] = np.sort(found[:, columns], axis=1)[:, -2:].mean(axis=1)
    return best
