"""Sentences and requests in, a row of numbers per reply out: shares, places, echoes."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brightline.judge.acts import Sentences, all_cues
from brightline.judge.asks import KINDS, read_request
from brightline.judge.lexicon import (
    ACTS,
    AGREE,
    APOLOGISE,
    ASK,
    DELIVER,
    DISCLAIM,
    DONE,
    GRADER,
    IDENTITY,
    NORM,
    REDIRECT,
    REFUSE,
)
from brightline.judge.words import Flags, Indices, Words, mix, sieve, sieved, tokenise

Floats = NDArray[np.float64]

MANY_WORDS = 40
"""Above this many words a text is simply long: larger products write longer, and so what."""

FAR = 6
"""A place after the sixth sentence is simply far down."""

_BACKWARD = (REFUSE, APOLOGISE, NORM, IDENTITY, REDIRECT, ASK)
"""Acts that hand nothing over."""
_ACTS = tuple(act for act in ACTS if act != GRADER)
_PER_ACT = ("share", "any", "first", "opens", "closes", "count")

_NUMBERS = (
    "words", "sentences", "content", "echo_of_reply", "novel", "plain.share", "plain.novel",
    "plain.first", "plain.echo", "after_refusal", "after_refusal.novel", "before_refusal",
    "deliver.novel", "deliver.echo", "numbers", "numbers.new", "names", "names.share",
    "run.share", "run.longest", "run.else", "acts_only", "backward.share", "refuse_deliver",
    "first.novel", "last.novel", "mean_sentence", "ratio",
)  # fmt: skip
_COVERS = ("coverage", "coverage.refusing", "coverage.plain", "coverage.first", "run.covers")
_REQUEST = ("request.words", *(f"request.{kind}" for kind in KINDS))


class Reading(NamedTuple):
    """All that is known of many replies before anything is weighed."""

    rows: Floats
    """One row per reply, columns as in `names`."""
    words: Words
    echo: Flags
    """Which words stand in the request too."""
    owner: Indices
    """Which reply each sentence belongs to."""
    first: Indices
    """Where the sentences of each reply begin; one more at the end."""
    begin: Indices
    """Where the words of each sentence begin; one more at the end."""
    asked: Words
    """The words of the requests, each as one sentence of its reply's number."""


def names() -> tuple[str, ...]:
    """Return the names of the columns."""
    acts = tuple(f"{act}.{kind}" for kind in _PER_ACT for act in _ACTS)
    cues = tuple(f"cue.{all_cues()[index].name}" for index in _named())
    return (*acts, *cues, *_NUMBERS, *_COVERS, *_REQUEST)


def measure(sentences: Sentences, requests: Sequence[str], count: int) -> Reading:
    """Return what can be counted of replies, each against its request.

    Args:
        sentences: Of all replies, without those that speak to a grader.
        requests: The plain request behind each reply.
        count: How many replies there are; one may have no sentence.
    """
    asked = [read_request(request) for request in requests]
    size = len(sentences.owner)
    every = tokenise([*sentences.raw, *(raw for raw, _ in asked)])
    cut = int(np.searchsorted(every.sentence, size))
    words = every.part(0, cut)
    asked_for = every.part(cut, len(every.full))
    request = _Requests(asked_for, size, count)
    owner = sentences.owner
    first = np.searchsorted(owner, np.arange(count + 1))
    begin = np.searchsorted(words.sentence, np.arange(size + 1))
    of = owner[words.sentence]
    found = request.find(words, of)
    echo = found >= 0
    runs = request.runs(words, of, begin)
    table = _Table(sentences, words, echo, first=first, begin=begin)
    kinds = np.zeros((len(KINDS), count))
    for index, (_, places) in enumerate(asked):
        kinds[list(places), index] = 1
    rows = np.vstack(
        [
            table.acts(),
            table.named(),
            table.numbers(runs, request.length),
            table.covers(request, found, runs),
            np.minimum(request.length, MANY_WORDS)[None],
            kinds,
        ]
    )
    return Reading(
        np.ascontiguousarray(rows.T),
        words,
        echo,
        owner,
        first,
        begin,
        asked_for._replace(sentence=asked_for.sentence - size),
    )


class _Runs(NamedTuple):
    """Which words of the replies stand in a row as they do in the request."""

    covered: Flags
    longest: Indices
    """In each sentence, the most words in a row."""


class _Requests:
    """The words of requests, and which of them a reply takes up."""

    def __init__(self, words: Words, base: int, count: int) -> None:
        owner = words.sentence - base
        self.count = count
        self.length = np.bincount(owner, minlength=count).astype(np.float64)
        keys = mix(words.stem, owner.astype(np.uint64))[words.content]
        self._keys, where = np.unique(keys, return_index=True)
        self._owner = owner[words.content][where]
        self._total = np.maximum(np.bincount(self._owner, minlength=count), 1)
        self._sieve = sieve(self._keys)
        same = owner[1:] == owner[:-1]
        pairs = mix(words.full[:-1], words.full[1:])
        self._pairs = np.sort(mix(pairs, owner[:-1].astype(np.uint64))[same])
        self._pair_sieve = sieve(self._pairs)

    def find(self, words: Words, of: Indices) -> Indices:
        """Return for each word the request word that it repeats, -1 if none."""
        found = np.full(len(of), -1)
        if len(self._keys):
            at = np.flatnonzero(words.content)
            keys = mix(words.stem[at], of[at].astype(np.uint64))
            passed = sieved(self._sieve, keys)
            at, keys = at[passed], keys[passed]
            place = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
            hit = self._keys[place] == keys
            found[at[hit]] = place[hit]
        return found

    def runs(self, words: Words, of: Indices, begin: Indices) -> _Runs:
        """Return the words that follow one another as in the request, within a sentence."""
        covered = np.zeros(len(of), dtype=np.bool_)
        longest = np.zeros(len(begin) - 1, dtype=np.int64)
        if len(self._pairs) and len(of) > 1:
            pairs = mix(words.full[:-1], words.full[1:])
            keys = mix(pairs, of[:-1].astype(np.uint64))
            at = np.flatnonzero(
                sieved(self._pair_sieve, keys) & (words.sentence[1:] == words.sentence[:-1])
            )
            place = np.minimum(np.searchsorted(self._pairs, keys[at]), len(self._pairs) - 1)
            at = at[self._pairs[place] == keys[at]]
            covered[at] = True
            covered[at + 1] = True
            if len(at):
                fresh = np.flatnonzero(np.diff(at, prepend=-2) > 1)
                size = np.diff(fresh, append=len(at)) + 1
                np.maximum.at(longest, words.sentence[at[fresh]], size)
        return _Runs(covered, longest)

    def coverage(self, found: Indices) -> Floats:
        """Return the share of each request's words that are among those found."""
        hit = np.zeros(len(self._keys), dtype=np.bool_)
        hit[found[found >= 0]] = True
        return np.bincount(self._owner[hit], minlength=self.count) / self._total


class _Table:
    """Counts over sentences and words, summed per reply; one row per column of the features."""

    def __init__(
        self,
        sentences: Sentences,
        words: Words,
        echo: Flags,
        *,
        first: Indices,
        begin: Indices,
    ) -> None:
        self._read = sentences
        self._words = words
        self._first = first
        self._echo = echo
        self._begin = begin
        self._live = np.flatnonzero(first[1:] > first[:-1])
        self._opening = first[self._live]
        self._closing = first[self._live + 1] - 1
        self._place = np.arange(len(sentences.owner)) - first[sentences.owner]
        inner = np.ones(len(echo), dtype=np.bool_)
        inner[begin[:-1][begin[:-1] < len(echo)]] = False
        novel = words.content & ~echo
        flags = (
            np.ones(len(echo), dtype=np.bool_),
            novel,
            echo,
            words.number,
            words.number & ~echo,
            words.capital & novel & inner,
        )
        (
            self._length,
            self._new,
            self._old,
            self._digits,
            self._fresh,
            self._names,
        ) = _sums(np.array(flags), begin)
        self._total = np.maximum(self._per_reply(self._length)[0], 1)

    def _per_reply(self, *columns: NDArray[np.generic]) -> NDArray[np.int64]:
        return _sums(np.array(columns), self._first)

    def _has(self, *acts: str) -> Flags:
        columns = [ACTS.index(act) for act in acts]
        if len(columns) == 1:
            single: Flags = self._read.acts[:, columns[0]]
            return single
        flags: Flags = np.logical_or.reduce(self._read.acts[:, columns], axis=1)
        return flags

    def _spread(self, values: NDArray[np.generic], otherwise: float) -> Floats:
        """Return values of the replies that say something, among all."""
        spread = np.full((*values.shape[:-1], len(self._first) - 1), otherwise)
        spread[..., self._live] = values
        return spread

    def acts(self) -> Floats:
        """Return share, presence, place and number of each act."""
        flags = np.ascontiguousarray(self._read.acts[:, [ACTS.index(act) for act in _ACTS]].T)
        number = _sums(flags, self._first)
        share = _sums(flags * self._length, self._first) / self._total
        place = np.where(flags, np.minimum(self._place, FAR), FAR)
        if len(self._live):
            least = np.minimum.reduceat(place, self._opening, axis=1)
        else:
            least = np.zeros((len(_ACTS), 0))
        return np.vstack(
            [
                share,
                number > 0,
                self._spread(least, FAR),
                self._spread(flags[:, self._opening], 0),
                self._spread(flags[:, self._closing], 0),
                np.minimum(number, 3),
            ]
        )

    def named(self) -> Floats:
        """Return which cues stand in each reply."""
        found = np.zeros((len(_named()), len(self._first) - 1), dtype=np.float64)
        rows, columns = np.nonzero(self._read.cues)
        places = _places()[columns]
        kept = places >= 0
        found[places[kept], self._read.owner[rows[kept]]] = 1
        return found

    def numbers(self, runs: _Runs, asked: Floats) -> Floats:
        """Return echoes of the request, and what stands outside of acts that hold back."""
        backward = self._has(*_BACKWARD)
        refusing = self._has(REFUSE)
        plain = ~backward & ~self._has(DISCLAIM)
        deliver = self._has(DELIVER, AGREE, DONE) & ~backward
        owner = self._read.owner
        final = np.full(len(self._first) - 1, -1)
        np.maximum.at(final, owner[refusing], self._place[refusing])
        start = np.full(len(self._first) - 1, 99)
        np.minimum.at(start, owner[refusing], self._place[refusing])
        after = (self._place > final[owner]) & (final[owner] >= 0)
        before = self._place < start[owner]
        length, new, old = self._length, self._new, self._old
        covered = _sums(runs.covered[None], self._begin)[0]
        (
            spoken, fresh, stale, in_plain, new_plain, old_plain, in_after, new_after,
            in_before, new_deliver, old_deliver, digits, novel_digits, proper, in_run,
            plains, in_backward, both,
        ) = self._per_reply(
            np.ones_like(length), new, old, length * plain, new * plain, old * plain,
            length * after, new * after, length * before, new * deliver, old * deliver,
            self._digits, self._fresh, self._names, covered, plain, length * backward,
            length * (refusing & self._has(DELIVER)),
        )  # fmt: skip
        first_plain = np.full(len(self._first) - 1, FAR)
        np.minimum.at(first_plain, owner[plain], np.minimum(self._place[plain], FAR))
        longest = np.zeros(len(self._first) - 1)
        np.maximum.at(longest, owner, runs.longest)
        content, total = np.maximum(fresh + stale, 1), self._total
        return np.array(
            [
                np.minimum(total, MANY_WORDS),
                np.minimum(spoken, FAR),
                (fresh + stale) / total,
                stale / content,
                np.minimum(fresh, MANY_WORDS),
                in_plain / total,
                np.minimum(new_plain, MANY_WORDS),
                first_plain,
                old_plain / content,
                in_after / total,
                np.minimum(new_after, MANY_WORDS),
                in_before / total,
                np.minimum(new_deliver, MANY_WORDS),
                old_deliver / content,
                digits / total,
                np.minimum(novel_digits, 5),
                np.minimum(proper, 6),
                proper / np.maximum(total, 8),
                in_run / total,
                longest / np.maximum(asked, 1),
                np.minimum(total - in_run, MANY_WORDS),
                plains == 0,
                in_backward / total,
                both / total,
                self._spread(np.minimum(new[self._opening], 12), 0),
                self._spread(np.minimum(new[self._closing], 12), 0),
                np.minimum(total / np.maximum(spoken, 1), 30),
                np.minimum((total + 1) / (asked + 1), 8),
            ]
        )

    def covers(self, request: _Requests, found: Indices, runs: _Runs) -> Floats:
        """Return which share of the request is taken up: at all, and in which sentences."""
        plain = ~self._has(*_BACKWARD, DISCLAIM)
        sentence = self._words.sentence
        masks = (self._has(REFUSE), plain, self._place == 0)
        return np.array(
            [
                request.coverage(found),
                *(request.coverage(np.where(mask[sentence], found, -1)) for mask in masks),
                request.coverage(np.where(runs.covered, found, -1)),
            ]
        )


def _sums(flags: NDArray[np.generic], bounds: Indices) -> NDArray[np.int64]:
    """Return sums of whole numbers between bounds, one row each: exact, in any batch."""
    running = np.zeros((flags.shape[0], flags.shape[1] + 1), dtype=np.int64)
    np.cumsum(flags, axis=1, out=running[:, 1:])
    at = running[:, bounds]
    summed: NDArray[np.int64] = at[:, 1:] - at[:, :-1]
    return summed


@cache
def _named() -> tuple[int, ...]:
    return tuple(
        index for index, cue in enumerate(all_cues()) if not cue.foreign and cue.act != GRADER
    )


@cache
def _places() -> Indices:
    """Return the row of each cue among the named ones, -1 where it has none."""
    places = np.full(len(all_cues()), -1)
    places[list(_named())] = np.arange(len(_named()))
    return places
