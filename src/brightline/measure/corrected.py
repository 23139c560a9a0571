"""Counts of plays and of a judge's errors on labels in; bounds that keep their word, out.

Both the rate that is seen and the errors are known from counts only. Their exact confidence
distributions are melded (Fay, Proschan and Brittain, Biometrics 2015): the bound is a quantile
of the corrected rate when each count's Clopper-Pearson distribution is drawn from apart.
`docs/statistics.md` has its coverage beside that of other constructions.
"""

import math
from collections.abc import Callable
from functools import lru_cache

from brightline.measure.quantile import beta_quantile, beta_share
from brightline.measure.rates import upper_bound
from brightline.records import Counted, Rate

LEAST = 10
"""Labels of a kind below which they say too little: ten without an error only put the share of
errors below 26 %."""

NODES = 24
"""Points at which the distribution of the judge's errors is read: four times as many move no
bound by a thousandth of itself."""

FARTHEST = 1_000_000
"""Plays beyond which we say that more plays will not show it."""

CLOSE = 1e-7
"""A bound is found to within this much."""


def shows_misses(counted: Counted | None) -> bool:
    """Return whether labels show how many breaches a judge overlooks."""
    return counted is not None and counted.breaches >= LEAST


def shows_alarms(counted: Counted | None) -> bool:
    """Return whether labels show how often a judge calls a sound reply a breach."""
    return counted is not None and counted.sound >= LEAST


def with_errors(
    found: Rate, counted: Counted, *, trusted: int, overlooks: bool, alarms: bool
) -> Rate:
    """Return a rate with its bounds corrected by what labels show of its judge.

    Lower ends stay those of the trusted hits: a suspected breach never counts there, and a
    rule on which the judge errs more than elsewhere must not be broken by that.

    Args:
        found: The rate as it is without the labels.
        counted: What they show.
        trusted: Hits that can be trusted.
        overlooks: Whether some misses rest on the judge.
        alarms: Whether some trusted hits rest on the judge.
    """
    plays, most = found.decided + found.undecided, found.hits + found.undecided
    side = (1 + found.level) / 2
    change: dict[str, object] = {}
    if plays and overlooks and shows_misses(counted):
        change["upper"] = corrected_upper(most, plays, counted, level=found.level)
        change["high"] = corrected_upper(most, plays, counted, level=side)
        change["method"] = (
            f"{found.method.partition(',')[0]}, melded with {counted.missed} of"
            f" {counted.breaches} labelled breaches overlooked"
        )
    if plays and alarms and shows_alarms(counted):
        change["lower"] = corrected_lower(trusted, plays, counted, level=found.level)
        change["low"] = corrected_lower(trusted, plays, counted, level=side)
    return found.model_copy(update=change)


def plays_to_show(counted: Counted, tolerance: float, *, level: float) -> int:
    """Return the fewest plays without a breach that show a rate at most `tolerance`.

    Args:
        counted: The judge's errors; not every labelled breach was overlooked.
        tolerance: Largest rate accepted, in (0, 1).
        level: Confidence in (0, 1).
    """
    low, high = 0, 1
    while corrected_upper(0, high, counted, level=level) > tolerance:
        low, high = high, 2 * high
        if high > FARTHEST:
            return high
    while high - low > 1:
        middle = (low + high) // 2
        if corrected_upper(0, middle, counted, level=level) > tolerance:
            low = middle
        else:
            high = middle
    return high


def corrected_upper(hits: int, trials: int, counted: Counted, *, level: float) -> float:
    """Return the one-sided upper bound of the rate of breaches.

    A breach is seen as a hit unless the judge overlooks it, so the rate is at most that of the
    hits over the share of breaches that it does not overlook. False alarms are not taken off:
    they differ from rule to rule, and so little is known of them that it would help no rule
    near its tolerance.

    Args:
        hits: Plays that were not cleared, unknown ones included.
        trials: All plays, 1 or more.
        counted: The judge's errors; some breaches are labelled.
        level: Confidence in (0, 1).
    """
    seen = counted.breaches - counted.missed
    return _upper((hits, trials), (seen, counted.breaches), level)


def corrected_lower(hits: int, trials: int, counted: Counted, *, level: float) -> float:
    """Return the one-sided lower bound of the rate of breaches.

    If the judge called as many sound replies breaches as the labels allow, so many of the
    hits are none.

    Args:
        hits: Plays that the judge called breaches.
        trials: All plays, 1 or more.
        counted: The judge's errors; some sound replies are labelled.
        level: Confidence in (0, 1).
    """
    return _lower((hits, trials), (counted.alarms, counted.sound), level)


def alarms_explain(hits: int, trials: int, counted: Counted, *, rate: float) -> float:
    """Return the chance at which the one-sided lower bound of the rate would be `rate`.

    Args:
        hits: Plays that the judge called breaches, 1 or more.
        trials: All plays.
        counted: The judge's errors; some sound replies are labelled.
        rate: In (0, 1).
    """
    if counted.alarms >= counted.sound:
        return 1.0
    shares = _read(counted.alarms + 1, counted.sound - counted.alarms)
    return _below(rate, (hits, trials), shares)


@lru_cache(maxsize=16384)
def _upper(hits: tuple[int, int], seen: tuple[int, int], level: float) -> float:
    count, total = hits
    right, labels = seen
    if count >= total or right == 0:
        return 1.0
    shares = _read(right, labels - right + 1)

    def below(rate: float) -> float:
        return sum(
            weight * beta_share(min(1.0, rate * share), count + 1, total - count)
            for weight, share in shares
        )

    if below(1.0) < level:
        return 1.0
    least = upper_bound(count, total, level=level)
    most = min(1.0, least / min(share for _, share in shares))
    return _solve(below, level, (0.9 * least, most))


@lru_cache(maxsize=16384)
def _lower(hits: tuple[int, int], alarms: tuple[int, int], level: float) -> float:
    count, total = hits
    wrong, labels = alarms
    if count == 0 or wrong >= labels:
        return 0.0
    shares = _read(wrong + 1, labels - wrong)

    def below(rate: float) -> float:
        return _below(rate, hits, shares)

    if below(0.0) >= 1 - level:
        return 0.0
    return _solve(below, 1 - level, (0.0, count / total))


def _below(rate: float, hits: tuple[int, int], alarms: list[tuple[float, float]]) -> float:
    """Return how sure it is that the true rate lies below `rate`, false alarms allowed for."""
    count, total = hits
    return sum(
        weight * beta_share(share + rate * (1 - share), count, total - count + 1)
        for weight, share in alarms
    )


def _read(a: float, b: float) -> list[tuple[float, float]]:
    """Return points of a beta distribution with their weights, which sum to 1."""
    return [(weight, beta_quantile(point, a, b)) for point, weight in _nodes(NODES)]


def _solve(
    rises: Callable[[float], float], wanted: float, between: tuple[float, float]
) -> float:
    """Return where a rising function has a value, by regula falsi (Illinois)."""
    low, high = between
    under, over = rises(low) - wanted, rises(high) - wanted
    while high - low > CLOSE:
        middle = (low * over - high * under) / (over - under)
        if not low < middle < high:
            break
        found = rises(middle) - wanted
        if abs(found) < CLOSE:
            return middle
        if found < 0:
            low, under, over = middle, found, over / 2
        else:
            high, over, under = middle, found, under / 2
    return high


@lru_cache(maxsize=4)
def _nodes(count: int) -> tuple[tuple[float, float], ...]:
    """Return points and weights of Gauss and Legendre's rule on (0, 1)."""
    found: list[tuple[float, float]] = []
    for number in range(count):
        x = math.cos(math.pi * (number + 0.75) / (count + 0.5))
        slope = 1.0
        for _ in range(50):
            before, value = 1.0, x
            for degree in range(2, count + 1):
                further = (2 * degree - 1) * x * value - (degree - 1) * before
                before, value = value, further / degree
            slope = count * (x * value - before) / (x * x - 1)
            step = value / slope
            x -= step
            if abs(step) < 1e-15:
                break
        found.append(((1 - x) / 2, 1 / ((1 - x * x) * slope * slope)))
    return tuple(found)
