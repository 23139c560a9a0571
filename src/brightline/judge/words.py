"""Sentences in UTF-8 in, their words out as numbers: hashed all at once, never word by word."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Indices = NDArray[np.int64]
Flags = NDArray[np.bool_]

STEM_BYTES = 6
"""Words that begin with the same letters count as the same word: essay, essays."""

_BASE = 0x9E3779B97F4A7C15
_MIX = np.uint64(0xC2B2AE3D27D4EB4F)
_SHIFT = np.uint64(29)
_SIEVE_BITS = 18

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
    content: Flags
    """Whether a word carries meaning of its own: not a function word, not a letter."""
    number: Flags
    capital: Flags
    """Whether its first letter is an ASCII capital."""

    def part(self, low: int, high: int) -> "Words":
        """Return the words from one place to another."""
        return Words(
            self.sentence[low:high],
            self.full[low:high],
            self.stem[low:high],
            self.content[low:high],
            self.number[low:high],
            self.capital[low:high],
        )


def tokenise(raw: Sequence[bytes]) -> Words:
    """Return the words of sentences, with the index of the sentence that each stands in."""
    buffer = np.frombuffer(b" ".join([*raw, b""]), dtype=np.uint8)
    kind = _kinds()[buffer]
    inside = kind > 0
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    if len(inside) and inside[0]:
        edges = np.concatenate([np.zeros(1, dtype=edges.dtype), edges])
    start, end = edges[0::2], edges[1::2]
    lengths = np.fromiter(map(len, raw), dtype=np.int64, count=len(raw))
    bounds = np.cumsum(lengths + 1)
    full, stem = _hashes(_lower()[buffer], start, end)
    first = kind[start]
    number = first == _DIGIT
    content = ((end - start > 2) & ~sieved(_stop_sieve(), full)) | number
    counts = np.searchsorted(start, bounds)
    sentence = np.repeat(np.arange(len(raw)), np.diff(counts, prepend=0))
    return Words(sentence, full, stem, content, number, first == _CAPITAL)


def sieve(hashes: Hashes, bits: int = _SIEVE_BITS) -> Flags:
    """Return a table that knows these hashes, and mistakes about one in fifty others."""
    table = np.zeros(1 << bits, dtype=np.bool_)
    table[_slots(hashes, bits)] = True
    return table


def sieved(table: Flags, hashes: Hashes) -> Flags:
    """Tell for each hash whether a sieve lets it pass."""
    found: Flags = table[_slots(hashes, len(table).bit_length() - 1)]
    return found


def _slots(hashes: Hashes, bits: int) -> Indices:
    slots: Indices = (hashes >> np.uint64(64 - bits)).astype(np.int64)
    return slots


def mix(hashes: Hashes, other: Hashes) -> Hashes:
    """Return one hash per pair."""
    joined = (hashes ^ (other * _MIX)) * np.uint64(_BASE)
    joined ^= joined >> _SHIFT
    return joined


@cache
def _stop_sieve() -> Flags:
    """Return a sieve of the function words of English."""
    buffer = np.frombuffer(_FUNCTION_WORDS.encode() + b" ", dtype=np.uint8)
    inside = (_kinds()[buffer] > 0).astype(np.int8)
    edges = np.diff(inside, prepend=np.int8(0), append=np.int8(0))
    return sieve(_hashes(buffer, np.flatnonzero(edges == 1), np.flatnonzero(edges == -1))[0])


def _hashes(buffer: NDArray[np.uint8], start: Indices, end: Indices) -> tuple[Hashes, Hashes]:
    """Return the hash of each word and of its stem.

    A word's hash is a sum over its bytes of value x base^place, taken from one running sum over
    the whole buffer and then shifted back by base^-start: exact, wherever the word stands.
    """
    if not len(start):
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint64)
    powers, back = _powers(_room(len(buffer)))
    running = np.zeros(len(buffer) + 1, dtype=np.uint64)
    value = buffer + np.uint64(1)
    value *= powers[: len(buffer)]
    np.cumsum(value, out=running[1:])
    base = running[start]
    shift = back[start]
    full = (running[end] - base) * shift
    cut = np.minimum(end, start + STEM_BYTES)
    stem = (running[cut] - base) * shift
    return _spread(full), _spread(stem)


def _spread(hashes: Hashes) -> Hashes:
    """Return hashes whose upper bits depend on every letter."""
    spread = (hashes ^ (hashes >> np.uint64(32))) * np.uint64(0xD6E8FEB86659FD93)
    return spread ^ (spread >> np.uint64(32))


def _room(size: int) -> int:
    """Return a size to prepare for: few different ones, so that each is prepared once."""
    return max(1 << 14, 1 << size.bit_length())


@cache
def _powers(count: int) -> tuple[Hashes, Hashes]:
    powers = np.full(count, _BASE, dtype=np.uint64)
    powers[0] = 1
    back = np.full(count, pow(_BASE, -1, 1 << 64), dtype=np.uint64)
    back[0] = 1
    return np.cumprod(powers), np.cumprod(back)


_LETTER, _CAPITAL, _DIGIT = 1, 2, 3


@cache
def _kinds() -> NDArray[np.uint8]:
    """Return what each byte is: 0 between words, else a letter, a capital, a digit."""
    table = np.zeros(256, dtype=np.uint8)
    for code in b"abcdefghijklmnopqrstuvwxyz'":
        table[code] = _LETTER
    for code in b"ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        table[code] = _CAPITAL
    for code in b"0123456789":
        table[code] = _DIGIT
    table[128:] = _LETTER
    return table


@cache
def _lower() -> NDArray[np.uint8]:
    return np.frombuffer(bytes(range(256)).lower(), dtype=np.uint8)
