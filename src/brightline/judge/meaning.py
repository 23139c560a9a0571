"""Words in, where replies and requests lie and what lines over that say out.

Lines over n-grams know the words of training; a word that none of it had still lies near words
that it had. Every number is whole, so a sum is the same in any order and batch.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brightline.english import ENDINGS, shipped_table
from brightline.judge.features import Floats, Reading
from brightline.judge.text import WINDOW
from brightline.judge.words import STEM_BYTES, Hashes, Indices, Words, tokenise

LENGTH = 127
"""Of the vector of a text."""

PRODUCT = 16
"""What products of two vectors are divided by: they are then about as large as vectors are."""

MEANT = 1 << 20
"""Weights are whole multiples of one by this."""

_ONES = np.ones(WINDOW, dtype=np.float32)
_PARTS = 7
_PAIRS = 3


class Vectors(NamedTuple):
    """Vectors of the common words of English."""

    stem: Hashes
    """Of their first letters, as in `Words`, in order."""
    row: Indices
    """Of each the row of the most common word that begins so."""
    vector: NDArray[np.float32]
    """Where words lie, times how much they pull: whole numbers."""


def meaning_rows(reading: Reading) -> Floats:
    """Return where each reply lies, and where it lies from its request.

    The whole, its first and its last sentence and the request are sums of their words' vectors;
    then come products and differences of these. One row a reply, one bias column less than
    the weights of `meant`.
    """
    low, high = reading.first[:-1], reading.first[1:]
    begin, end = reading.begin[low], reading.begin[high]
    some = high > low
    second = reading.begin[np.where(some, low + 1, low)]
    last = reading.begin[np.where(some, high - 1, high)]
    bounds = np.searchsorted(reading.asked.sentence, np.arange(len(low) + 1))
    said = _Sums(reading.words)
    whole, opening, closing = said(begin, end), said(begin, second), said(last, end)
    asked = _Sums(reading.asked)(bounds[:-1], bounds[1:])
    whole, opening, closing, asked = (_unit(part) for part in (whole, opening, closing, asked))
    pairs = ((asked, whole), (asked, opening), (opening, closing))
    return np.hstack(
        [
            whole,
            opening,
            closing,
            np.rint(asked * whole / PRODUCT),
            np.rint(asked * opening / PRODUCT),
            np.abs(asked - whole),
            asked,
            np.stack([np.rint((one * two).sum(axis=1) / LENGTH) for one, two in pairs], axis=1),
        ]
    )


def columns() -> int:
    """Return how many numbers `meaning_rows` gives of a reply."""
    return int(_PARTS * vectors().vector.shape[1] + _PAIRS)


def meant(rows: Floats, weights: NDArray[np.int32]) -> Floats:
    """Return what lines over meaning say of each reply.

    Args:
        rows: What `meaning_rows` found.
        weights: One row a column, the last one the bias; one column a line.
    """
    found: Floats = (rows @ weights[:-1].astype(np.float64) + weights[-1]) / MEANT
    return found


def rows_of(words: Words) -> Indices:
    """Return the row of each word in the table of English, -1 where it is not there."""
    known = vectors()
    place = np.minimum(np.searchsorted(known.stem, words.stem), len(known.stem) - 1)
    found: Indices = np.where(
        (known.stem[place] == words.stem) & ~words.number, known.row[place], -1
    )
    return found


class _Sums:
    """Adds up the vectors of stretches of words."""

    def __init__(self, words: Words) -> None:
        rows = rows_of(words)
        self._at = np.flatnonzero(rows >= 0)
        self._vectors = vectors().vector[rows[self._at]]

    def __call__(self, begin: Indices, end: Indices) -> Floats:
        """Return one row for the words from each begin to its end."""
        low, high = np.searchsorted(self._at, begin), np.searchsorted(self._at, end)
        found = np.zeros((len(begin), self._vectors.shape[1]))
        for row, (first, last) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
            if last > first:  # sums stay below 2**24 in a window of text, so they are exact
                found[row] = _ONES[: last - first] @ self._vectors[first:last]
        return found


def _unit(sums: Floats) -> Floats:
    length = np.sqrt((sums * sums).sum(axis=1, keepdims=True))
    unit: Floats = np.rint(sums * (LENGTH / np.maximum(length, 1)))
    return unit


@cache
def vectors() -> Vectors:
    """Return the vectors of the shipped table, by stems as the judge cuts them."""
    english = shipped_table()
    stems = [(word.encode(), row) for word, row in english.place.items()]
    stems.reverse()  # of words that begin alike the most common is written last, and stays
    endings = [ending.encode() for ending in ENDINGS]
    # The judge cuts after so many letters, and of a shorter word it keeps the ending.
    short = [one for one in stems if len(one[0]) < STEM_BYTES]
    rows = {(word + ending)[:STEM_BYTES]: row for word, row in short for ending in endings}
    rows |= {word[:STEM_BYTES]: row for word, row in stems}
    found = tokenise(list(rows))
    order = np.argsort(found.stem)
    return Vectors(
        found.stem[order],
        np.array(list(rows.values()))[found.sentence[order]],
        english.vectors * english.force[:, None].astype(np.float32),
    )
