"""Sentences and requests in, a row of numbers per reply out: shares, places, echoes."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brightline.judge.acts import Sentences, all_cues, for_grader
from brightline.judge.lexicon import (
    ACTS,
    AGREE,
    APOLOGISE,
    ASK,
    DELIVER,
    DISCLAIM,
    DONE,
    IDENTITY,
    NORM,
    REDIRECT,
    REFUSE,
)
from brightline.judge.words import Indices, Words, contains, mix, tokenise

Floats = NDArray[np.float64]

MANY_WORDS = 40
"""Above this many words a text is simply long: larger products write longer, and so what."""

BUCKETS = 1 << 15
"""Columns of the hashed n-grams."""

_BACKWARD = (REFUSE, APOLOGISE, NORM, IDENTITY, REDIRECT, ASK)
"""Acts that hand nothing over."""
_NAMED = tuple(
    cue.name for cue in all_cues() if "_" not in cue.name[:3] and cue.act != "grader"
)

_UNKNOWN = np.uint64(0x1)
_ECHOED = np.uint64(0x2)
_NUMBER = np.uint64(0x3)


class Reading(NamedTuple):
    """All that is known of many replies before anything is weighed."""

    rows: Floats
    """One row per reply, columns as in `names`."""
    words: Words
    echo: NDArray[np.bool_]
    """Which words stand in the request too."""
    owner: Indices
    """Which reply each word belongs to."""
    place: Indices
    """Which sentence of its reply each word stands in, from 0."""


def names() -> tuple[str, ...]:
    """Return the names of the columns."""
    per_act = ("share", "any", "first", "opens", "closes", "count")
    acts = tuple(f"{act}.{kind}" for act in ACTS for kind in per_act)
    return (*acts, *(f"cue.{name}" for name in _NAMED), *_EXTRA)


_EXTRA = (
    "words", "sentences", "content", "echo_of_reply", "novel", "coverage", "coverage.refusing",
    "coverage.plain", "coverage.first", "plain.share", "plain.novel", "plain.first",
    "plain.echo", "after_refusal", "after_refusal.novel", "before_refusal", "deliver.novel",
    "deliver.echo", "numbers", "echo_run", "acts_only", "backward.share", "refuse_deliver",
)  # fmt: skip


def measure(sentences: Sentences, requests: Sequence[str], count: int) -> Reading:
    """Return what can be counted of replies, each against its request.

    Args:
        sentences: Of all replies.
        requests: The plain request behind each reply, folded.
        count: How many replies there are; one may have no sentence.
    """
    told = for_grader(sentences)
    words = tokenise(sentences.raw)
    keep = ~told[words.sentence]
    words = Words(
        words.sentence[keep],
        words.full[keep],
        words.stem[keep],
        words.content[keep],
        words.number[keep],
    )
    owner = sentences.owner[words.sentence]
    first = np.searchsorted(sentences.owner, np.arange(count))
    place = np.arange(len(sentences.owner)) - first[sentences.owner]
    asked = _Requests(requests)
    echoed = asked.find(words, owner)
    table = _Table(sentences, words, echoed >= 0, count=count, place=place)
    rows = np.hstack([table.acts(), table.named(), table.other(asked, echoed)])
    return Reading(rows, words, echoed >= 0, owner, place[words.sentence])


class _Requests:
    """The content words of requests, and which of them a reply takes up."""

    def __init__(self, requests: Sequence[str]) -> None:
        words = tokenise([request.encode() for request in requests])
        keys = mix(words.stem, words.sentence.astype(np.uint64))[words.content]
        self.keys, where = np.unique(keys, return_index=True)
        self.owner = words.sentence[words.content][where]
        self.count = len(requests)

    def find(self, words: Words, owner: Indices) -> Indices:
        """Return for each word the request word that it repeats, -1 if none."""
        if not len(self.keys):
            return np.full(len(owner), -1)
        keys = mix(words.stem, owner.astype(np.uint64))
        place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where((self.keys[place] == keys) & words.content, place, -1)

    def coverage(self, found: Indices) -> Floats:
        """Return the share of each request's words that are among those found."""
        hit = np.zeros(len(self.keys), dtype=np.bool_)
        hit[found[found >= 0]] = True
        total = np.bincount(self.owner, minlength=self.count)
        return np.bincount(self.owner, weights=hit, minlength=self.count) / np.maximum(total, 1)


class _Table:
    """Counts over sentences and words, summed per reply."""

    def __init__(
        self,
        sentences: Sentences,
        words: Words,
        echo: NDArray[np.bool_],
        *,
        count: int,
        place: Indices,
    ) -> None:
        self._read = sentences
        self._words = words
        self._count = count
        self._place = place
        size = len(sentences.owner)
        self._echo = echo
        self._novel = words.content & ~echo
        self._length = np.bincount(words.sentence, minlength=size).astype(np.float64)
        self._new = np.bincount(words.sentence, weights=self._novel, minlength=size)
        self._old = np.bincount(words.sentence, weights=echo, minlength=size)
        self._spoken = self._per_reply(~for_grader(sentences))
        self._total = np.maximum(self._per_reply(self._length), 1)
        self._last = np.maximum(np.bincount(sentences.owner, minlength=count) - 1, 0)

    def _per_reply(self, values: NDArray[np.generic]) -> Floats:
        summed: Floats = np.bincount(
            self._read.owner, weights=values, minlength=self._count
        ).astype(np.float64)
        return summed

    def _first(self, flags: NDArray[np.bool_]) -> Indices:
        """Return where in each reply the first such sentence stands; far away if nowhere."""
        first = np.full(self._count, 99)
        np.minimum.at(first, self._read.owner[flags], self._place[flags])
        return first

    def _has(self, *acts: str) -> NDArray[np.bool_]:
        columns = [ACTS.index(act) for act in acts]
        flags: NDArray[np.bool_] = np.any(self._read.acts[:, columns], axis=1)
        return flags

    def acts(self) -> Floats:
        """Return share, presence, place and number of each act."""
        columns: list[Floats] = []
        last = self._place == self._last[self._read.owner]
        for act in ACTS:
            flags = self._has(act)
            number = self._per_reply(flags)
            columns += [
                self._per_reply(self._length * flags) / self._total,
                (number > 0).astype(np.float64),
                np.minimum(self._first(flags), 6).astype(np.float64),
                self._per_reply(flags & (self._place == 0)),
                self._per_reply(flags & last),
                np.minimum(number, 3),
            ]
        return np.column_stack(columns)

    def named(self) -> Floats:
        """Return which cues stand in each reply."""
        wanted = [index for index, cue in enumerate(all_cues()) if cue.name in _NAMED]
        found = np.zeros((self._count, len(wanted)), dtype=np.float64)
        rows, columns = np.nonzero(self._read.cues[:, wanted])
        found[self._read.owner[rows], columns] = 1
        return found

    def other(self, asked: _Requests, echoed: Indices) -> Floats:
        """Return echoes of the request, and what stands outside of acts that hold back."""
        backward = self._has(*_BACKWARD)
        refusing = self._has(REFUSE)
        plain = ~self._has(*_BACKWARD, DISCLAIM) & ~for_grader(self._read)
        deliver = self._has(DELIVER, AGREE, DONE) & ~backward
        owner = self._read.owner
        final = np.full(self._count, -1)
        np.maximum.at(final, owner[refusing], self._place[refusing])
        after = (self._place > final[owner]) & (final[owner] >= 0)
        before = self._place < self._first(refusing)[owner]
        content = self._per_reply(self._new + self._old)
        sentence = self._words.sentence
        cover = [
            asked.coverage(np.where(mask[sentence], echoed, -1))
            for mask in (np.ones_like(plain), refusing, plain, self._place == 0)
        ]
        columns = [
            np.minimum(self._total, MANY_WORDS),
            np.minimum(self._spoken, 6),
            content / self._total,
            self._per_reply(self._old) / np.maximum(content, 1),
            self._capped(self._new),
            *cover,
            self._per_reply(self._length * plain) / self._total,
            self._capped(self._new * plain),
            np.minimum(self._first(plain), 6).astype(np.float64),
            self._per_reply(self._old * plain) / np.maximum(content, 1),
            self._per_reply(self._length * after) / self._total,
            self._capped(self._new * after),
            self._per_reply(self._length * before) / self._total,
            self._capped(self._new * deliver),
            self._per_reply(self._old * deliver) / np.maximum(content, 1),
            self._numbers(),
            self._run(),
            (self._per_reply(plain) == 0).astype(np.float64),
            self._per_reply(self._length * backward) / self._total,
            self._per_reply(self._length * (refusing & self._has(DELIVER))) / self._total,
        ]
        return np.column_stack(columns)

    def _capped(self, values: NDArray[np.generic]) -> Floats:
        return np.minimum(self._per_reply(values), MANY_WORDS)

    def _numbers(self) -> Floats:
        by_sentence = np.bincount(
            self._words.sentence, weights=self._words.number, minlength=len(self._read.owner)
        )
        return self._per_reply(by_sentence) / self._total

    def _run(self) -> Floats:
        """Return the share of words that follow a word of the request and are one too."""
        pairs = np.zeros(len(self._echo), dtype=np.bool_)
        pairs[1:] = self._echo[1:] & self._echo[:-1]
        by_sentence = np.bincount(
            self._words.sentence, weights=pairs, minlength=len(self._read.owner)
        )
        return self._per_reply(by_sentence) / self._total


def grams(reading: Reading, vocabulary: NDArray[np.uint64]) -> tuple[Indices, Indices]:
    """Return hashed word n-grams with the topic taken out, as (reply, bucket) pairs.

    A word of the request becomes "echoed", a number "number", a word that is not in the
    vocabulary "unknown": so "I can't tell you the (echoed)" means the same in every product.

    Args:
        reading: What `measure` found.
        vocabulary: Sorted hashes of the words that are kept.
    """
    words = reading.words
    ids = np.where(contains(vocabulary, words.full), words.full, _UNKNOWN)
    ids = np.where(words.number, _NUMBER, np.where(reading.echo, _ECHOED, ids))
    owners: list[Indices] = []
    buckets: list[Indices] = []
    zone = np.minimum(reading.place, 1).astype(np.uint64)
    chain = mix(ids, np.full(len(ids), 7, dtype=np.uint64))
    for size in range(1, _LONGEST_GRAM + 1):
        if size > 1:
            chain = mix(chain[:-1], ids[size - 1 :])
        same = reading.owner[: len(chain)] == reading.owner[size - 1 :]
        hashed = chain[same]
        owner = reading.owner[: len(chain)][same]
        for salted in (hashed, mix(hashed, zone[: len(chain)][same] + np.uint64(11))):
            owners.append(owner)
            buckets.append((salted >> np.uint64(40)).astype(np.int64) & (BUCKETS - 1))
    return np.concatenate(owners), np.concatenate(buckets)


_LONGEST_GRAM = 3
