"""Exchanges and what was said of some in, how suspicious the others are by that out.

Two exchanges are as alike as the words, and pairs of neighbours, that they share, each weighed
by how rare it is (TF-IDF, cosine); request and reply are compared apart. Who declined once in
words of its own declines so again: a reply that was read as a no clears what has that reply,
and not who asks the same and is given it.
"""

import re
import zlib
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

BUCKETS = 2048
"""Counters for words and pairs; two that share one only look more common."""

MOST_LETTERS = 600
"""Of a request or a reply, that are compared."""

LOWERED, RAISED = 4.0, 2.4
"""Log-odds that an exchange loses, or gains, for being the same as one that was read."""

AGAIN = 3.0
"""Log-odds that one loses behind another that is the same and comes before it, unread."""

_WORD = re.compile(r"[^\W\d_]+|\d+")


class Told(StrEnum):
    """What was said of an exchange."""

    BREACH = "breach"
    DECLINED = "declined"
    """It falls under a rule, and was not handed over."""
    ALLOWED = "allowed"
    """No rule forbids it."""


class Learned(NamedTuple):
    """What was learned of each exchange."""

    odds: NDArray[np.float64]
    """Log-odds with what was said of others."""
    nearest: NDArray[np.int64]
    """Which exchange that was read as a breach it is most like; -1 where it is like none."""


class Resembling:
    """Exchanges that are compared with each other."""

    def __init__(self, requests: Sequence[str], replies: Sequence[str]) -> None:
        """Args: requests: of each exchange. replies: of each, in the same order."""
        self._requests = _vectors(requests)
        self._replies = _vectors(replies)
        self._like: dict[int, tuple[Floats, Floats]] = {}
        """Of what was read: how like it each request and each reply is."""

    def learned(self, odds: NDArray[np.float64], said: Sequence[tuple[int, Told]]) -> Learned:
        """Return how suspicious each is with what was said of some.

        Args:
            odds: Log-odds of each before.
            said: Places of exchanges that were read, and what was said of each.
        """
        high, low = np.zeros(len(odds), np.float32), np.zeros(len(odds), np.float32)
        nearest = np.full(len(odds), -1, np.int64)
        for place, told in said:
            asked, replied = self._likeness(place)
            both = (asked + replied) / 2
            if told is Told.BREACH:
                nearest[both > high] = place
                high = np.maximum(high, both)
            elif told is Told.DECLINED:
                low = np.maximum(low, replied)
            else:
                low = np.maximum(low, np.maximum(asked, both))
        return Learned(odds + RAISED * high - LOWERED * low, nearest)

    def _likeness(self, place: int) -> tuple[Floats, Floats]:
        if place not in self._like:
            self._like[place] = (
                self._requests @ self._requests[place],
                self._replies @ self._replies[place],
            )
        return self._like[place]

    def spread(self, odds: NDArray[np.float64], places: Sequence[int]) -> list[int]:
        """Return places in the order to read them: one of each kind before a second.

        Args:
            odds: Log-odds of each exchange.
            places: Those to order.
        """
        at = np.array(places, np.int64)
        left = odds[at].copy()
        asked, replied = self._requests[at], self._replies[at]
        both = (asked @ asked.T + replied @ replied.T) / 2
        like = np.zeros(len(at), np.float32)
        order: list[int] = []
        for _ in places:
            first = int(np.argmax(left - AGAIN * like))
            order.append(places[first])
            left[first] = -np.inf
            like = np.maximum(like, both[first])
        return order


def _vectors(texts: Sequence[str]) -> Floats:
    """Return a row of length one for each text; zeros for one without a word."""
    rows = np.zeros((len(texts), BUCKETS), np.float32)
    for row, text in zip(rows, texts, strict=True):
        words = [
            "0" if word.isdigit() else word
            for word in _WORD.findall(text[:MOST_LETTERS].casefold())
        ]
        pairs = (f"{one} {other}" for one, other in pairwise(words))
        for said in (*words, *pairs):
            row[zlib.crc32(said.encode("utf-8", "surrogatepass")) % BUCKETS] = 1
    rows *= np.log(1 + len(texts) / np.maximum(rows.sum(axis=0), 1))
    lengths = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    return np.asarray(rows / np.maximum(lengths, 1e-6), np.float32)
