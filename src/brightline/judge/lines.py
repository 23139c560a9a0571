"""Words in, weighted n-grams with the topic taken out: what each sentence sounds like."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brightline.judge.features import Floats, Reading
from brightline.judge.words import Flags, Hashes, Indices, mix, sieved

BUCKETS = 1 << 16
"""Places for the hashed n-grams; place 0 holds nothing."""
UNIT = 1 << 16
"""Weights are whole multiples of 1/65536: sums of them are exact, in any order and batch."""
LONGEST_GRAM = 3

_UNKNOWN = np.uint64(0x9FB21C651E98DF25)
_ECHOED = np.uint64(0xA0761D6478BD642F)
_NUMBER = np.uint64(0xE7037ED1A0B428DB)
_STEP = np.uint64(0xD6E8FEB86659FD93)
_START = np.uint64(0x8EBC6AF09C88C6E3 * 0xD6E8FEB86659FD93 & (1 << 64) - 1)
"""The mark that opens a sentence, one step on."""
_LAST = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(48)

_PER_LINE = ("whole", "first", "second", "last", "most", "least", "share")
STRANGE = ("strange.words", "strange.pairs")


class Grams(NamedTuple):
    """Hashed n-grams: the word that each begins with, and its place in the table."""

    at: Indices
    bucket: Indices


def line_names(heads: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the columns of `line_rows`, `strange_rows` and lines over meaning."""
    lines = (f"line.{head}.{kind}" for head in heads for kind in _PER_LINE)
    return (*lines, *STRANGE, *(f"meaning.{head}" for head in heads))


def grams(reading: Reading, vocabulary: Flags) -> list[Grams]:
    """Return hashed word n-grams within sentences, with the topic taken out.

    A word of the request becomes "echoed", a number "number", a word that is not in the
    vocabulary "unknown": so "I can't tell you the (echoed)" means the same in every product.
    The first words of a sentence are there once more behind a mark.

    Args:
        reading: What `measure` found.
        vocabulary: Sieve of the words that are kept.
    """
    words = reading.words
    ids = np.where(sieved(vocabulary, words.full), words.full, _UNKNOWN)
    ids[reading.echo] = _ECHOED
    ids[words.number] = _NUMBER
    found: list[Grams] = []
    chain = ids
    every = np.arange(len(ids))
    for size in range(1, LONGEST_GRAM + 1):
        if size > 1:
            chain = chain[:-1] * _STEP + ids[size - 1 :]
        bucket = _bucket(chain)
        bucket[words.sentence[: len(chain)] != words.sentence[size - 1 :]] = 0
        found.append(Grams(every[: len(chain)], bucket))
    begin = reading.begin[:-1][reading.begin[1:] > reading.begin[:-1]]
    chain = _START + ids[begin]
    found.append(Grams(begin, _bucket(chain)))
    longer = begin[begin + 1 < len(ids)]
    longer = longer[words.sentence[longer] == words.sentence[longer + 1]]
    found.append(Grams(longer, _bucket((_START + ids[longer]) * _STEP + ids[longer + 1])))
    return found


def _bucket(chain: Hashes) -> Indices:
    spread = (chain ^ (chain >> np.uint64(31))) * _LAST
    bucket: Indices = np.maximum((spread >> _SHIFT).astype(np.int64), 1)
    return bucket


def gram_counts(reading: Reading) -> Indices:
    """Return how many n-grams each sentence holds."""
    length = reading.begin[1:] - reading.begin[:-1]
    counts: Indices = (
        length
        + np.maximum(length - 1, 0)
        + np.maximum(length - 2, 0)
        + (length > 0)
        + (length > 1)
    )
    return counts


def line_rows(reading: Reading, found: list[Grams], table: NDArray[np.int32]) -> Floats:
    """Return what lines of weights say of whole replies and of their sentences.

    Args:
        reading: What `measure` found.
        found: Its n-grams.
        table: Weights in units, one row per bucket, two columns: one per head.
    """
    pairs = np.ascontiguousarray(table).view(np.int64).ravel()
    summed = np.zeros((len(reading.words.full) + 1, 2), dtype=np.int64)
    for at, bucket in found:
        weight = pairs[bucket].view(np.int32).reshape(-1, 2)
        if len(at) and len(at) == at[-1] - at[0] + 1:
            summed[at[0] + 1 : at[-1] + 2] += weight
        else:
            summed[at + 1] += weight
    np.cumsum(summed, axis=0, out=summed)
    at = summed[reading.begin]
    units = (at[1:] - at[:-1]).T
    return _aggregate(reading, units, gram_counts(reading))


def _aggregate(reading: Reading, units: Indices, counts: Indices) -> Floats:
    """Return whole replies and their sentences, for every head: the columns of one, then on."""
    first = reading.first
    score = units / UNIT / np.sqrt(np.maximum(counts, 1))
    running = np.zeros((2 * len(units) + 1, len(counts) + 1), dtype=np.int64)
    np.cumsum(np.vstack([units, score > 0, counts[None]]), axis=1, out=running[:, 1:])
    at = running[:, first]
    summed = at[:, 1:] - at[:, :-1]
    heads = len(units)
    rows = np.zeros((heads, len(_PER_LINE), len(first) - 1))
    rows[:, 0] = summed[:heads] / UNIT / np.sqrt(np.maximum(summed[-1], 1))
    live = np.flatnonzero(first[1:] > first[:-1])
    if len(live):
        begin, end = first[live], first[live + 1]
        rows[:, 1, live] = score[:, begin]
        rows[:, 2, live] = score[:, np.minimum(begin + 1, end - 1)]
        rows[:, 3, live] = score[:, end - 1]
        rows[:, 4, live] = np.maximum.reduceat(score, begin, axis=1)
        rows[:, 5, live] = np.minimum.reduceat(score, begin, axis=1)
        rows[:, 6, live] = summed[heads : 2 * heads, live] / (end - begin)
    return rows.reshape(-1, len(first) - 1)


def strange_rows(reading: Reading, seen: Flags, seen_pairs: Flags) -> Floats:
    """Return the share of words, and of neighbours, that no reply in training had.

    Args:
        reading: What `measure` found.
        seen: Sieve of words.
        seen_pairs: Sieve of neighbours, hashed by `neighbours`.
    """
    words = reading.words
    odd = ~sieved(seen, words.full) & ~words.number & ~reading.echo
    pairs, same = neighbours(reading)
    apart = ~sieved(seen_pairs, pairs) & same
    texts = reading.begin[reading.first]
    running = np.zeros((2, len(odd) + 1), dtype=np.int64)
    np.cumsum(odd, out=running[0, 1:])
    if len(apart):
        np.cumsum(apart, out=running[1, 1:-1])
        running[1, -1] = running[1, -2]
    at = running[:, texts]
    length = np.maximum(texts[1:] - texts[:-1], 4)
    return np.asarray((at[:, 1:] - at[:, :-1]) / length, dtype=np.float64)


def neighbours(reading: Reading) -> tuple[Hashes, Flags]:
    """Return a hash for each word with the next, and whether both are in one sentence."""
    words = reading.words
    full = np.where(words.number, _NUMBER, words.full)
    same = words.sentence[1:] == words.sentence[:-1]
    return mix(full[:-1], full[1:]), same
