"""Counts in, whether they show a rate within or above a tolerance out: exact tests.

An upper bound is within a tolerance exactly where so few hits would be rare at that rate, and a
lower bound above it where so many would be.
"""

import math
from collections.abc import Callable, Iterable
from typing import NamedTuple

RISK = 0.05
"""One less the confidence of every claim."""

LOW_BETS = ((0.3, 0.10), (0.5, 0.15), (0.7, 0.15), (0.85, 0.20), (1.0, 0.40))
HIGH_BETS = ((0.03, 0.10), (0.08, 0.20), (0.17, 0.30), (0.35, 0.25), (0.6, 0.15))
"""Shares of the capital that a run that stops early stakes, and how the capital is split."""


class Side(NamedTuple):
    """The plays of one side of a rule, counted."""

    plays: int
    hits: int
    unknown: int
    sure: int
    """Hits that can be trusted."""
    sees: float | None = 1.0
    """Share of hits that is noticed at least; None: nobody knows."""
    missed: tuple[int, int] | None = None
    """Labelled breaches that the judge overlooked, of so many; None: too few, or no matter."""
    alarms: tuple[int, int] | None = None
    """Labelled sound replies that it called breaches, of so many; None: as above."""


def is_within(side: Side, tolerance: float, *, stops: bool) -> bool:
    """Tell whether the rate is shown to be at most a tolerance; unknown plays count as hits.

    Args:
        side: The counts.
        tolerance: In (0, 1).
        stops: Whether plays ended when they had shown enough.
    """
    most, plays = side.hits + side.unknown, side.plays
    if not plays or most > plays * tolerance:  # then so few hits are as likely as not
        return False
    missed, total = side.missed or (0, 0)
    if stops:
        share = 1 - _limit(missed, total) if side.missed else side.sees or 0.0
        line, risk = tolerance * share, RISK / 2 if side.missed else RISK
        bets = [(part, 1 - bet, (1 - line * (1 - bet)) / (1 - line)) for bet, part in LOW_BETS]
        return line > 0 and _worth(most, plays, bets) >= -math.log(risk)
    if side.missed:
        seen = (total - missed, missed + 1)
        return (
            missed < total and _mean(seen, lambda s: _tail(most, plays, tolerance * s)) <= RISK
        )
    return _tail(most, plays, tolerance * (side.sees or 1.0)) <= RISK


def is_above(side: Side, tolerance: float, *, stops: bool) -> bool:
    """Tell whether the rate is shown to be above a tolerance; only trusted hits count.

    Args:
        side: The counts.
        tolerance: In (0, 1).
        stops: Whether plays ended when they had shown enough.
    """
    sure, plays = side.sure, side.plays
    wrong, total = side.alarms or (0, 0)
    if not sure:
        return False
    if stops:
        false, risk = (_limit(wrong, total), RISK / 2) if side.alarms else (0.0, RISK)
        line = false + tolerance * (1 - false)
        bets = [(part, 1 + bet * (1 - line) / line, 1 - bet) for bet, part in HIGH_BETS]
        return line < 1 and _worth(sure, plays, bets) >= -math.log(risk)
    if side.alarms and wrong < total:
        shape = (wrong + 1, total - wrong)
        few = _mean(shape, lambda f: _tail(sure - 1, plays, f + tolerance * (1 - f)))
        return 1 - few < RISK
    return not side.alarms and 1 - _tail(sure - 1, plays, tolerance) < RISK


def _tail(hits: int, plays: int, rate: float) -> float:
    """Return the probability of at most so many hits at a rate."""
    if hits >= plays or rate <= 0:
        return 1.0
    if rate >= 1:
        return 0.0
    ways, yes, no = math.lgamma(plays + 1), math.log(rate), math.log1p(-rate)
    return math.fsum(
        math.exp(
            ways - math.lgamma(k + 1) - math.lgamma(plays - k + 1) + k * yes + (plays - k) * no
        )
        for k in range(hits + 1)
    )


def _limit(hits: int, plays: int) -> float:
    """Return the rate at which at most so many hits have half the risk."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _tail(hits, plays, middle) > RISK / 2 else (low, middle)
    return high


def _mean(shape: tuple[int, int], of: Callable[[float], float]) -> float:
    """Return the mean of a function of a share that follows a beta distribution."""
    points = [(number + 0.5) / 2000 for number in range(2000)]
    logs = [(shape[0] - 1) * math.log(x) + (shape[1] - 1) * math.log1p(-x) for x in points]
    top = max(logs)
    weights = [math.exp(each - top) for each in logs]
    pairs = ((w, x) for w, x in zip(weights, points, strict=True) if w > 1e-12)
    return math.fsum(w * of(x) for w, x in pairs) / math.fsum(weights)


def _worth(hits: int, plays: int, bets: Iterable[tuple[float, float, float]]) -> float:
    """Return the logarithm of what bets are worth: a part, its factor at a hit, at a miss."""
    logs = [
        math.log(part) + (hits and hits * math.log(hit)) + (plays - hits) * math.log(miss)
        for part, hit, miss in bets
        if hit or not hits
    ]
    top = max(logs)
    return top + math.log(sum(math.exp(each - top) for each in logs))
