"""Words in order in, what a small convolutional network says of each reply out.

Lines add words up wherever they stand; the network reads them in a row. Every sum is of whole
numbers below 2**24, so that a reply is judged the same alone and in any batch.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brightline.judge.features import Floats, Reading
from brightline.judge.meaning import rows_of
from brightline.judge.words import Flags, Hashes, Indices, Words

HEAD, TAIL = 192, 64
"""Words that are read at the beginning and at the end of a longer reply."""
ASKED = 32
"""Last words of a request that are read."""
EDGE = 12
"""Words at either end of a reply that count once more alone."""
BUCKETS = 4096
"""Of words with a vector of the network's own; 0 stands for none."""
MARKS = ("echo", "content", "number", "capital", "opens", "unknown")
"""What is marked of each word; `opens` its sentence."""
ONE = 32
"""What a mark is written as."""
FULL = 255
"""Above it a layer tells nothing apart."""
FINE = 256
"""Steps to one in the last layer."""

Small = NDArray[np.float32]


class Stream(NamedTuple):
    """The words of many texts, one after the other."""

    first: Indices
    """Where each text begins; one more at the end."""
    row: Indices
    """Of each word in the table of English, counted from 1; 0 where it is not there."""
    bucket: Indices
    marks: NDArray[np.uint8]
    """One row a word, a column each of `MARKS`: 0 or 1."""


class Streams(NamedTuple):
    """Replies and their requests as the network takes them."""

    said: Stream
    asked: Stream


def streams(reading: Reading) -> Streams:
    """Return replies and requests as streams of words."""
    numbers = np.arange(len(reading.first))
    said = _Placed.of(reading.owner[reading.words.sentence], numbers)
    asked = _Placed.of(reading.asked.sentence, numbers)
    none = np.zeros(len(reading.asked.full), dtype=np.bool_)
    ends = (said.place < HEAD) | (said.back <= TAIL)
    return Streams(
        said.stream(reading.words, reading.echo, ends),
        asked.stream(reading.asked, none, asked.back <= ASKED),
    )


class _Placed(NamedTuple):
    """Where each word stands in its text."""

    first: Indices
    """Where each text begins; one more at the end."""
    place: Indices
    """From its beginning, 0 for the first word."""
    back: Indices
    """From its end, 1 for the last word."""

    @classmethod
    def of(cls, owner: Indices, numbers: Indices) -> "_Placed":
        """Return where words stand, by their texts and all numbers of texts and one more."""
        first = np.searchsorted(owner, numbers)
        at = np.arange(len(owner))
        return cls(first, at - first[owner], first[owner + 1] - at)

    def stream(self, words: Words, echo: Flags, read: Flags) -> Stream:
        """Return the words that are read."""
        row = rows_of(words) + 1
        opens = np.diff(words.sentence, prepend=-1) != 0
        flags = (echo, words.content, words.number, words.capital, opens, row == 0)
        before = np.concatenate([[0], np.cumsum(read)])
        return Stream(
            first=before[self.first],
            row=row[read],
            bucket=buckets(words.full[read]),
            marks=np.stack(flags, axis=1)[read].astype(np.uint8),
        )


def buckets(full: Hashes) -> Indices:
    """Return which vector of the network's own each word has: from 1."""
    found: Indices = ((full >> np.uint64(40)) % np.uint64(BUCKETS - 1)).astype(np.int64) + 1
    return found


class Layer(NamedTuple):
    """Whole weights, and what makes sums over them numbers again."""

    weight: NDArray[np.int8]
    """Of each place that is looked at, each column in and each column out."""
    scale: Floats
    """Sums are multiplied by it, one for each column out."""
    bias: Floats


@dataclass(frozen=True, kw_only=True)
class Network:
    """What was learned of words in a row.

    Two convolutions over the reply and one over the request, the largest and the mean of each
    column, then one hidden layer (after Kim, Convolutional Neural Networks for Sentence
    Classification, EMNLP 2014).
    """

    english: NDArray[np.int8]
    """What is kept of the vectors of the table of English, a row a word; the first is empty."""
    own: NDArray[np.int8]
    """The network's own vectors, one row a bucket; the first is empty."""
    first: Layer
    second: Layer
    asked: Layer
    hidden: Layer
    last: Layer

    def odds(self, read: Streams) -> Floats:
        """Return the log-odds of each outcome, one row per reply."""
        count = len(read.said.first) - 1
        size = self.last.weight.shape[2]
        found = [np.zeros((0, size))]
        for low, high in _runs(read.said.first):
            found.append(self._odds(_some(read.said, low, high), _some(read.asked, low, high)))
        return np.vstack(found).reshape(count, size)

    def _odds(self, said: Stream, asked: Stream) -> Floats:
        one = _convolved(self._words(said) @ self._taps[0], self.first, said.first, apart=1)
        both = one + _convolved(one @ self._taps[1], self.second, said.first, apart=2)
        reply = _pooled(both, said.first, (slice(None), slice(EDGE), slice(-EDGE, None)))
        sought = _convolved(
            self._words(asked) @ self._taps[2], self.asked, asked.first, apart=1
        )
        request = _pooled(sought, asked.first, (slice(None),))
        size = both.shape[1]
        seen = np.hstack(
            [
                reply,
                request,
                np.rint(request[:, :size] * reply[:, :size] / FULL),
                np.rint(ONE * np.log1p(np.diff(said.first)))[:, None],
            ]
        )
        hidden = np.rint(FINE * np.maximum(_weighed(seen, self.hidden), 0))
        return _weighed(hidden, self.last)

    def _words(self, stream: Stream) -> Small:
        """Return each word as the first layers take it."""
        marks = stream.marks.astype(np.float32) * ONE
        return np.hstack([self._english[stream.row], self._own[stream.bucket], marks])

    @cached_property
    def _english(self) -> Small:
        return self.english.astype(np.float32)

    @cached_property
    def _own(self) -> Small:
        return self.own.astype(np.float32)

    @cached_property
    def _taps(self) -> tuple[Small, ...]:
        """The weights of the convolutions, those of each place side by side."""
        layers = (self.first, self.second, self.asked)
        return tuple(np.hstack(list(layer.weight)).astype(np.float32) for layer in layers)


RUN = 2_048
"""Words that go through the layers at once: few enough for the cache."""


def _runs(first: Indices) -> list[tuple[int, int]]:
    """Return texts that go through the layers together."""
    runs, low = [], 0
    for high in range(1, len(first)):
        if high == len(first) - 1 or first[high + 1] - first[low] > RUN:
            runs.append((low, high))
            low = high
    return runs


def _some(stream: Stream, low: int, high: int) -> Stream:
    words = slice(stream.first[low], stream.first[high])
    return Stream(
        stream.first[low : high + 1] - stream.first[low],
        stream.row[words],
        stream.bucket[words],
        stream.marks[words],
    )


def _convolved(sums: Small, layer: Layer, first: Indices, *, apart: int) -> Small:
    """Return a layer whose sums at each of its three places stand side by side.

    Args:
        sums: Of each word, for the word that many places behind it, for itself, and before it.
        layer: What makes them numbers again.
        first: Where each text begins: its words look no further.
        apart: How far a word looks to both sides.
    """
    size = sums.shape[1] // 3
    for step in range(apart):
        ends, begins = first[1:] - 1 - step, first[:-1] + step
        sums[ends[ends >= 0], :size] = 0
        sums[begins[begins < len(sums)], 2 * size :] = 0
    found = sums[:, size : 2 * size].copy()
    found[apart:] += sums[:-apart, :size]
    found[:-apart] += sums[apart:, 2 * size :]
    found *= layer.scale.astype(np.float32)
    found += layer.bias.astype(np.float32)
    np.rint(found, out=found)
    clipped: Small = np.clip(found, 0, FULL, out=found)
    return clipped


_ONES = np.ones(HEAD + TAIL, dtype=np.float32)


def _pooled(rows: Small, first: Indices, parts: tuple[slice, ...]) -> Floats:
    """Return the mean of each column over each text, behind the largest of its parts."""
    size = rows.shape[1]
    found = np.zeros((len(first) - 1, size * (len(parts) + 1)))
    for at, (low, high) in enumerate(pairwise(first.tolist())):
        if low < high:
            text = rows[low:high]
            for place, part in enumerate(parts):
                found[at, place * size : (place + 1) * size] = np.maximum.reduce(text[part])
            found[at, -size:] = _ONES[: high - low] @ text / (high - low)
    return np.rint(found, out=found)


def _weighed(rows: Floats, layer: Layer) -> Floats:
    found: Floats = (rows @ layer.weight[0].astype(np.float64)) * layer.scale + layer.bias
    return found
