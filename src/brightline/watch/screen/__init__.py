"""Exchanges in, how likely each is a breach of each rule of a policy out.

It reads what the user wrote and how the reply begins: it names the rules that a judge should
look at and leaves the rest of the traffic unread. It is fast, it errs, and no promise rests on
it: what it leaves is sampled at random, and the guaranteed ceiling needs no trust in it.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brightline.english import shipped_table
from brightline.records import Exchange, Expected, Policy
from brightline.watch.screen.columns import LOCAL, SHARED, TOLD
from brightline.watch.screen.heard import OPENING, Heard, heard_in
from brightline.watch.screen.likeness import Likeness, Lines, Rows, Said, said_by
from brightline.watch.screen.verbatim import Verbatim
from brightline.watch.screen.words import LONGEST, ONE, shipped

Scores = NDArray[np.float32]

BATCH = 512
"""Exchanges measured together at most."""

LETTERS = 40_000
"""Characters measured together, but for a text that is longer alone: about 50 MB of numbers."""

PREVALENCE = 0.03
"""Share of the traffic that is a breach, as scores take it."""

VERBATIM = 4.9
"""Least log-odds of a request that stands among what must be refused: a score of .8.

So much the networks themselves give half of such requests, where they learned the policy (the
packs: .81); where they did not, from .04 to .9.
"""

_STEP = 64
"""How many shades of log-odds are told apart between one whole number and the next."""

_FARTHEST = 12
"""Log-odds beyond which a score does not move."""


class Net(NamedTuple):
    """A small network of whole numbers, so that every machine finds the same."""

    inner: NDArray[np.float32]
    inner_bias: NDArray[np.float32]
    outer: NDArray[np.float32]
    outer_bias: NDArray[np.float32]

    def log_odds(self, rows: Rows, rules_meaning: NDArray[np.int16]) -> NDArray[np.float32]:
        """Return part x rule, in units of 1 / `UNIT`."""
        parts, rules, wide = rows.local.shape
        deep = rows.meaning.shape[1]
        sizes = [wide, len(SHARED), len(TOLD), deep]
        local, shared, told, meaning, ruled = np.split(self.inner, np.cumsum(sizes))
        hidden = rows.local.reshape(-1, wide).astype(np.float32) @ local
        hidden = hidden.reshape(parts, rules, -1)
        each = rows.shared.astype(np.float32) @ shared + self.inner_bias
        each += rows.meaning.astype(np.float32) @ meaning
        hidden += each[:, None]
        hidden += rules_meaning.astype(np.float32) @ ruled
        alone = self._odds(hidden.copy())
        if not rows.told.any():
            return alone
        heard = rows.told.astype(np.float32) @ told
        hidden += np.repeat(heard, np.diff(np.append(rows.first, parts)), axis=0)[:, None]
        return np.maximum(alone, self._odds(hidden))  # no reply makes a request less suspect

    def _odds(self, hidden: NDArray[np.float32]) -> NDArray[np.float32]:
        np.clip(hidden, 0, MOST * SHRINK, out=hidden)
        hidden *= 1 / SHRINK
        np.floor(hidden, out=hidden)
        odds = hidden.reshape(-1, hidden.shape[2]) @ self.outer + self.outer_bias
        return np.asarray(odds.reshape(hidden.shape[:2]), np.float32)


INNER_UNIT = 16_384
SHRINK = 256
OUTER_UNIT = 256
UNIT = INNER_UNIT // SHRINK * OUTER_UNIT
MOST = 2_000
"""The largest a hidden number gets: sums of whole numbers below 2**24 are exact."""


class Screen:
    """Scores exchanges under one policy."""

    def __init__(self, policy: Policy, *, reviewed: Iterable[Said] = ()) -> None:
        """Args: policy: names the rules. reviewed: what people said of real requests."""
        kept = shipped()
        self._rules = len(policy.rules)
        said = (*said_by(policy), *reviewed)
        self._likeness = Likeness(said, policy, shipped_table())
        self._verbatim = Verbatim(said, shipped_table(), self._likeness.watched)
        self._lines = Lines(*(kept[name].astype(np.int32) for name in Lines._fields))
        self._net = Net(*(kept[name].astype(np.float32) for name in Net._fields))

    def score(self, exchanges: Sequence[Exchange]) -> Scores:
        """Return how suspect each exchange is under each rule, 0 to 1, rules as in the policy.

        A score ranks; it is no rate. Times the judge's probability that the thing was
        delivered, it orders suspects. Under a rule that only allows it is 0. The same exchange
        has the same score in any company and on any machine.
        """
        return self.score_heard([heard_in(exchange) for exchange in exchanges])

    def score_texts(self, texts: Sequence[str]) -> Scores:
        """Return the same for what users wrote, whatever they were told."""
        return self.score_heard([Heard(text) for text in texts])

    def score_heard(self, heard: Sequence[Heard]) -> Scores:
        """Return the same for what is read of exchanges."""
        found = np.zeros((len(heard), self._rules), np.float32)
        watched = self._likeness.watched
        if not len(watched):
            return found
        for start, end in _batches(heard):
            rows = self._likeness.measure(heard[start:end], self._lines)
            odds = self._net.log_odds(rows, self._likeness.meaning)
            odds[_cleared(rows.local)] = -_FARTHEST * UNIT
            most = np.maximum.reduceat(odds, rows.first, axis=0)
            named = self._verbatim.among(heard[start:end], rows)
            most[named] = np.maximum(most[named], VERBATIM * UNIT)
            found[start:end, watched] = _share(most)
        return found


def cut_at(scores: Scores, share: float) -> float:
    """Return the least score from which on at most a share of the traffic is named.

    Args:
        scores: Exchange x rule, of a random sample of the traffic.
        share: In (0, 1].
    """
    most = np.sort(scores.max(axis=1, initial=0))[::-1]
    room = int(len(most) * share)
    if room >= len(most):
        return 0.0
    return float(np.nextafter(most[room], np.float32(2)))


def from_review(policy: Policy, rule_id: str, text: str, *, expected: Expected) -> Said:
    """Return what a review taught: a request that falls under a rule, or does not after all.

    Raises:
        ValueError: no rule of the policy has this id.
    """
    places = [at for at, rule in enumerate(policy.rules) if rule.id == rule_id]
    if not places:
        raise ValueError(f"no rule has the id {rule_id!r}")
    return Said(places[0], "refuse" if expected is Expected.REFUSE else "answer", text)


def _batches(heard: Sequence[Heard]) -> Iterator[tuple[int, int]]:
    """Yield where each batch begins and ends."""
    start = letters = 0
    for at, one in enumerate(heard):
        size = min(len(one.asked), LONGEST) + min(len(one.answered), OPENING)
        if at - start >= BATCH or (letters + size > LETTERS and at > start):
            yield start, at
            start, letters = at, 0
        letters += size
    if heard:
        yield start, len(heard)


def _cleared(local: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Tell of each part and rule whether it stands, word by word, among what is answered."""
    refuse, answer, back, near = (
        local[:, :, LOCAL.index(name)]
        for name in ("refuse", "answer", "answer back", "near answer")
    )
    return np.asarray((back == ONE) & (near >= ONE - 1) & (answer > refuse))


def _share(odds: NDArray[np.float32]) -> Scores:
    place = np.clip(np.round(odds * (_STEP / UNIT)), -_FARTHEST * _STEP, _FARTHEST * _STEP)
    return _shares()[place.astype(np.int64) + _FARTHEST * _STEP]


@cache
def _shares() -> Scores:
    steps = range(-_FARTHEST * _STEP, _FARTHEST * _STEP + 1)
    rarer = (1 - PREVALENCE) / PREVALENCE
    return np.array([1 / (1 + rarer * math.exp(-step / _STEP)) for step in steps], np.float32)
