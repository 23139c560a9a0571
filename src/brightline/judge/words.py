"""Sentences in UTF-8 in, their words out as numbers: hashed all at once, never word by word."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Indices = NDArray[np.int64]

STEM_BYTES = 6
"""Words that begin with the same letters count as the same word: essay, essays."""

_BASE = 0x9E3779B97F4A7C15
_MIX = np.uint64(0xC2B2AE3D27D4EB4F)
_SHIFT = np.uint64(29)

_FUNCTION_WORDS = (
    "a an the and or but if so as at by for from in into of off on onto out over to up"
    " with about is are was were be been being am do does did done have has had having"
    " will would shall should can could may might must i me my mine we us our you your"
    " yours he him his she her it its they them their this that these those there here"
    " what which who whom whose when where why how not no yes all any some each every one"
    " ones more most much many very too also just only than then now let get got give"
    " gives given make makes made tell tells told write say says please sorry help can't"
    " cannot don't i'm i'll i'd it's that's you're let's sure want like need know think"
    " way thing things something anything instead before after because"
)


class Words(NamedTuple):
    """The words of many sentences, in order."""

    sentence: Indices
    full: Hashes
    stem: Hashes
    content: NDArray[np.bool_]
    """Whether a word carries meaning of its own: not a function word, not a letter."""
    number: NDArray[np.bool_]


def tokenise(raw: Sequence[bytes]) -> Words:
    """Return the words of sentences, with the index of the sentence that each stands in."""
    buffer = np.frombuffer(b" ".join([*raw, b""]), dtype=np.uint8)
    kind = _kinds()[buffer]
    inside = (kind > 0).astype(np.int8)
    edges = np.diff(inside, prepend=np.int8(0), append=np.int8(0))
    start = np.flatnonzero(edges == 1)
    end = np.flatnonzero(edges == -1)
    lengths = np.fromiter((len(item) + 1 for item in raw), dtype=np.int64, count=len(raw))
    bounds = np.cumsum(lengths)
    full, stem = _hashes(buffer, start, end)
    number = kind[start] == _DIGIT if len(start) else np.zeros(0, dtype=np.bool_)
    content = (end - start > 2) & ~contains(stop_words(), full) | number
    return Words(np.searchsorted(bounds, start, side="right"), full, stem, content, number)


def hash_words(words: Sequence[str]) -> Hashes:
    """Return the full hashes of single words, sorted: what `contains` looks into."""
    found = tokenise([word.encode() for word in words])
    return np.unique(found.full)


def contains(table: Hashes, hashes: Hashes) -> NDArray[np.bool_]:
    """Tell for each hash whether a sorted table holds it."""
    if not len(table):
        return np.zeros(len(hashes), dtype=np.bool_)
    place = np.minimum(np.searchsorted(table, hashes), len(table) - 1)
    found: NDArray[np.bool_] = table[place] == hashes
    return found


def mix(hashes: Hashes, other: Hashes) -> Hashes:
    """Return one hash per pair."""
    joined = (hashes ^ (other * _MIX)) * np.uint64(_BASE)
    return joined ^ (joined >> _SHIFT)


@cache
def stop_words() -> Hashes:
    """Return the function words of English, hashed."""
    found = _hash_plain(_FUNCTION_WORDS)
    return np.unique(found)


def _hash_plain(words: str) -> Hashes:
    buffer = np.frombuffer(words.encode() + b" ", dtype=np.uint8)
    inside = (_kinds()[buffer] > 0).astype(np.int8)
    edges = np.diff(inside, prepend=np.int8(0), append=np.int8(0))
    return _hashes(buffer, np.flatnonzero(edges == 1), np.flatnonzero(edges == -1))[0]


def _hashes(buffer: NDArray[np.uint8], start: Indices, end: Indices) -> tuple[Hashes, Hashes]:
    """Return the hash of each word and of its stem.

    A word's hash is a sum over its bytes of value x base^place, taken from one running sum over
    the whole buffer and then shifted back by base^-start: exact, wherever the word stands.
    """
    if not len(start):
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint64)
    count = len(buffer) + 1
    powers = np.full(count, _BASE, dtype=np.uint64)
    powers[0] = 1
    np.cumprod(powers, out=powers)
    back = np.full(count, pow(_BASE, -1, 1 << 64), dtype=np.uint64)
    back[0] = 1
    np.cumprod(back, out=back)
    running = np.zeros(count, dtype=np.uint64)
    np.cumsum((buffer.astype(np.uint64) + np.uint64(1)) * powers[:-1], out=running[1:])
    full = (running[end] - running[start]) * back[start]
    cut = np.minimum(end, start + STEM_BYTES)
    stem = (running[cut] - running[start]) * back[start]
    return full ^ (full >> _SHIFT), stem ^ (stem >> _SHIFT)


_DIGIT = 2


@cache
def _kinds() -> NDArray[np.uint8]:
    """Return what each byte is: 0 between words, 1 a letter, 2 a digit."""
    table = np.zeros(256, dtype=np.uint8)
    for code in b"abcdefghijklmnopqrstuvwxyz'":
        table[code] = 1
    for code in b"0123456789":
        table[code] = _DIGIT
    table[128:] = 1
    return table
