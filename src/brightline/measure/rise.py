"""Suspicion of exchanges in their order in, how surely it is higher than it was before out.

What is suspect is not known to be a breach. But as long as nothing changes, each exchange is as
likely as any before it to be the most suspect so far: that needs no trust in judge or screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from brightline.measure.alarm import LOG_FULL

RUN_LENGTH = 1_000_000
"""Exchanges between two by chance on average, at least, over all rules.

More than of alarms: a product that keeps its policy is far below what alarms accept, and here
unchanged traffic is always at the edge.
"""

TOPS = (0.002, 0.01, 0.05)
"""The most suspect share of all so far: bets are made that it becomes more frequent."""

TIMES = (1.5, 2.0, 4.0, 8.0, 16.0)
"""How much more frequent."""

AT_ONCE = 2_048
"""Exchanges that are ranked together at most: some megabytes."""

_BETS = [(top, times) for top in TOPS for times in TIMES]
_TOP = np.array([top for top, _ in _BETS])
_WON = np.log([times for _, times in _BETS])
_LOST = np.log([(1 - times * top) / (1 - top) for top, times in _BETS])

Floats = NDArray[np.float64]


class Luck(Protocol):
    """What draws, as numpy's generators do."""

    def random(self, size: tuple[int, ...], /) -> Floats:
        """Return numbers from 0 up to 1."""
        ...


class Steps(NamedTuple):
    """A `Rise` after each of several steps; the first axis of both is the step."""

    past: NDArray[np.int64]
    sums: Floats


@dataclass(slots=True)
class Rise:
    """Listens to several rules at once: how suspect each exchange is among all before it.

    The rank of an exchange among itself and those before it, equal ones in an order that is
    drawn, is uniform and independent of the ranks before it while all are exchangeable (Vovk,
    Gammerman and Shafer, Algorithmic Learning in a Random World; Vovk, arXiv 2006.02329). Bets
    that high ranks become frequent are then fair, and a Shiryaev-Roberts sum of them an
    e-detector, as in `alarm.Detector`: the expected number of exchanges before `values`
    reaches R is at least R, for each rule.
    """

    past: NDArray[np.int64]
    """Rule x level: exchanges so far."""
    sums: Floats
    """Rule x bet: what the bets have come to, each as a logarithm; -inf is nothing."""

    @property
    def values(self) -> Floats:
        """Return what the bets on each rule have come to."""
        return values_of(self.sums)

    def hear(self, levels: NDArray[np.int64], luck: Luck) -> None:
        """Take up the next exchanges, in their order.

        Args:
            levels: Exchange x rule: how suspect each is, from 0, below the levels of `past`.
            luck: Draws the order of those that are equally suspect.
        """
        for start in range(0, len(levels), AT_ONCE):
            part = levels[start : start + AT_ONCE]
            steps = self.after(part, luck.random(part.shape), [len(part)])
            self.past, self.sums = steps.past[-1], steps.sums[-1]

    def after(self, levels: NDArray[np.int64], drawn: Floats, ends: Sequence[int]) -> "Steps":
        """Return what it would come to after each of several steps; nothing is taken up.

        Args:
            levels: As in `hear`, of at most `AT_ONCE` exchanges or so.
            drawn: Exchange x rule, from 0 up to 1: orders those that are equally suspect.
            ends: After how many exchanges each step ends, in their order.
        """
        last = np.asarray(ends) - 1
        here = levels[:, :, None] == np.arange(self.past.shape[1])
        so_far = self.past + np.cumsum(here, axis=0)
        reached = np.cumsum(so_far, axis=2)
        total = reached[:, :, -1]
        place = levels[:, :, None]
        above = total - np.take_along_axis(reached, place, axis=2)[:, :, 0]
        alike = np.take_along_axis(so_far, place, axis=2)[:, :, 0]
        rank = (above + drawn * alike) / total
        gain = np.where(rank[:, :, None] <= _TOP, _WON, _LOST)
        run = np.cumsum(gain, axis=0)
        # A bet that begins at an exchange has lost and won nothing of what came before it.
        begun = np.logaddexp.accumulate(gain - run, axis=0)[last]
        sums = run[last] + np.logaddexp(self.sums, begun)
        return Steps(so_far[last], np.minimum(sums, LOG_FULL))

    def restart(self, rules: Sequence[int]) -> None:
        """Bet anew on some rules; what they were before stays known."""
        self.sums[list(rules)] = -np.inf


def values_of(sums: Floats) -> Floats:
    """Return what the bets of `Rise.sums` have come to; the last axis is the bet."""
    return np.asarray(np.exp(np.minimum(sums, LOG_FULL)).mean(axis=-1))


def nothing_heard(rules: int, levels: int) -> Rise:
    """Return what has heard nothing yet."""
    return Rise(np.zeros((rules, levels), np.int64), np.full((rules, len(_BETS)), -np.inf))
