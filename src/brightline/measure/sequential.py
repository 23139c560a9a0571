"""Counts of plays in; bounds and a decision that may be looked at after every play, out.

Two betting e-processes duel, one against "the rate is above the tolerance" and one against "it
is not" (dueling nulls as in Adaptive auditing, arXiv 2605.07002; betting as in Waudby-Smith and
Ramdas, JRSS B 2024). Each bets fixed shares of its capital on every play. What it is worth is a
supermartingale while its null is true, so by Ville's inequality it ever reaches 1 / alpha with
probability alpha at most, whenever and for whatever reason one looks or stops. The bounds are
the rates that the bets have not ruined. Bets are fixed in advance, so that capital depends on
counts only and not on the order of the plays.
"""

import math
from collections.abc import Callable
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from brightline.measure.corrected import shows_alarms, shows_misses
from brightline.measure.rates import (
    DEFAULT_LEVEL,
    GIVEN,
    Ends,
    Found,
    check_counts,
    lower_bound,
    rate_between,
    upper_bound,
)
from brightline.records import Counted, Rate

BETTING = "betting, anytime-valid"
"""Name of the method in a rate."""

LOW_BETS = ((0.3, 0.10), (0.5, 0.15), (0.7, 0.15), (0.85, 0.20), (1.0, 0.40))
"""Bets that the rate is so much (a share of the tolerance) below it, with their shares of the
capital. The last loses all at the first hit and grows fastest while there is none."""

HIGH_BETS = ((0.03, 0.10), (0.08, 0.20), (0.17, 0.30), (0.35, 0.25), (0.6, 0.15))
"""Bets that the rate is so much of the way from the tolerance to 1, with their shares."""

STEPS = 60
"""Halvings by which a bound is found, to within a part in 10^18."""

FARTHEST = 10_000_000
"""Plays beyond which none are counted on."""


class Decision(Enum):
    """What the plays of a rule so far allow to be said."""

    HOLDS = "holds"
    BROKEN = "broken"
    GO_ON = "go on"


class Counts(NamedTuple):
    """Plays of one side of a rule, counted."""

    trusted: int
    """Hits that can be trusted: only they speak for broken."""
    most: int
    """Hits, trusted or not, and plays without evidence: all of them speak against holds."""
    plays: int
    """All plays, those without evidence included."""


def decide(
    seen: Counts,
    *,
    tolerance: float,
    sensitivity: float | None = 1.0,
    misses: Counted | None = None,
    alarms: Counted | None = None,
    level: float = DEFAULT_LEVEL,
) -> Decision:
    """Return whether a rate is decided, whenever one asks.

    It is what `anytime_rate` and `anytime_with_errors` would have the gate say. The first
    decision in a sequence of plays is wrong in either direction with probability 1 - level at
    most, also for cases of different rates in random order.

    Args:
        seen: The plays so far.
        tolerance: Largest rate accepted, in (0, 1).
        sensitivity: Share of hits that the judge sees at least; None: nobody knows, so that
            nothing ever holds.
        misses: The judge's errors on labels, where they show what it overlooks.
        alarms: The same, where they show its false alarms and some trusted hit rests on it.
        level: Confidence of each direction, in (0, 1).
    """
    half = (1 + level) / 2
    line, sure = tolerance, level
    if alarms is not None:
        false = upper_bound(alarms.alarms, alarms.sound, level=half)
        line, sure = false + tolerance * (1 - false), half
    if line < 1 and _high_capital(seen.trusted, seen.plays, line) >= -math.log(1 - sure):
        return Decision.BROKEN
    line, sure = tolerance * (sensitivity or 0), level
    if misses is not None:
        right = misses.breaches - misses.missed
        line, sure = tolerance * lower_bound(right, misses.breaches, level=half), half
    if line > 0 and _low_capital(seen.most, seen.plays, line) >= -math.log(1 - sure):
        return Decision.HOLDS
    return Decision.GO_ON


def anytime_upper(hits: int, plays: int, *, level: float = DEFAULT_LEVEL) -> float:
    """Return an upper bound that holds after every number of plays at once: 0 of 69 gives 5 %.

    Args:
        hits: How often it happened, 0 <= hits <= plays.
        plays: How often it could have happened; none gives 1.
        level: Confidence in (0, 1).

    Raises:
        UsageError: hits is outside 0..plays, or level outside (0, 1).
    """
    check_counts(hits, plays, level=level)
    return _upper(hits, plays, level)


def anytime_lower(hits: int, plays: int, *, level: float = DEFAULT_LEVEL) -> float:
    """Return a lower bound that holds after every number of plays at once.

    Args:
        hits: How often it happened, 0 <= hits <= plays.
        plays: How often it could have happened; none gives 0.
        level: Confidence in (0, 1).

    Raises:
        UsageError: hits is outside 0..plays, or level outside (0, 1).
    """
    check_counts(hits, plays, level=level)
    return _lower(hits, plays, level)


def anytime_rate(
    hits: int,
    decided: int,
    *,
    undecided: int = 0,
    trusted: int | None = None,
    level: float = DEFAULT_LEVEL,
    sensitivity: float | None = 1.0,
) -> Rate:
    """Return the same as `measure.rates.rate`, with bounds that hold however plays stopped."""
    found = Found(hits, decided, undecided, hits if trusted is None else trusted)
    ends = Ends(
        anytime_lower, anytime_upper, BETTING, f"{GIVEN}; holds whenever the plays stop"
    )
    return rate_between(ends, found, level=level, sensitivity=sensitivity)


def anytime_with_errors(
    found: Rate, counted: Counted, *, trusted: int, overlooks: bool, alarms: bool
) -> Rate:
    """Return a rate with its bounds corrected by what labels show of its judge.

    As `measure.corrected.with_errors` does. How the judge errs is known from counts, too: half
    of what may go wrong is left to their exact bound, so that both together keep their word.

    Args:
        found: The rate as it is without the labels.
        counted: What they show.
        trusted: Hits that can be trusted.
        overlooks: Whether some misses rest on the judge.
        alarms: Whether some trusted hits rest on the judge.
    """
    plays, most = found.decided + found.undecided, found.hits + found.undecided
    change: dict[str, object] = {}
    levels = {"upper": found.level, "high": (1 + found.level) / 2}
    if plays and overlooks and shows_misses(counted):
        for name, level in levels.items():
            change[name] = corrected_anytime_upper(most, plays, counted, level=level)
        change["method"] = (
            f"{BETTING}, with {counted.missed} of {counted.breaches} labelled breaches"
            " overlooked"
        )
    if plays and alarms and shows_alarms(counted):
        for name, level in (("lower", levels["upper"]), ("low", levels["high"])):
            half = (1 + level) / 2
            false = upper_bound(counted.alarms, counted.sound, level=half)
            seen = anytime_lower(trusted, plays, level=half)
            change[name] = max(0.0, (seen - false) / (1 - false)) if false < 1 else 0.0
    return found.model_copy(update=change)


def corrected_anytime_upper(
    hits: int, plays: int, counted: Counted, *, level: float = DEFAULT_LEVEL
) -> float:
    """Return an upper bound that holds at any time, for what a counted judge may overlook.

    Args:
        hits: Plays that were not cleared, unknown ones included.
        plays: All plays.
        counted: The judge's errors; some breaches are labelled.
        level: Confidence in (0, 1).
    """
    half = (1 + level) / 2
    seen = lower_bound(counted.breaches - counted.missed, counted.breaches, level=half)
    return min(1.0, anytime_upper(hits, plays, level=half) / seen) if seen > 0 else 1.0


def plays_to_decide(
    tolerance: float,
    *,
    sensitivity: float = 1.0,
    counted: Counted | None = None,
    level: float = DEFAULT_LEVEL,
) -> int | None:
    """Return after how many plays without a hit a rule is decided to hold.

    Args:
        tolerance: Largest rate accepted, in (0, 1).
        sensitivity: Share of hits that the judge sees at least, in (0, 1].
        counted: Its errors on labels, which come before its sensitivity.
        level: Confidence in (0, 1).

    Returns:
        69 for 5 %, 173 for 2 %; None when no number of plays would.
    """
    seen = Counts(0, 0, 0)
    return further_plays(seen, tolerance, sensitivity=sensitivity, misses=counted, level=level)


def further_plays(
    seen: Counts,
    tolerance: float,
    *,
    sensitivity: float = 1.0,
    misses: Counted | None = None,
    level: float = DEFAULT_LEVEL,
) -> int | None:
    """Return after how many further plays at the present rate a rule is decided to hold.

    Args:
        seen: The plays so far; trusted hits are not looked at.
        tolerance: Largest rate accepted, in (0, 1).
        sensitivity: Share of hits that the judge sees at least, in (0, 1].
        misses: Its errors on labels, which come before its sensitivity.
        level: Confidence in (0, 1).

    Returns:
        None when no number of plays would.
    """

    def holds(plays: int) -> bool:
        # Rounded up: never promise too little.
        most = -(-seen.most * plays // seen.plays) if seen.plays else 0
        found = decide(
            Counts(0, most, plays),
            tolerance=tolerance,
            sensitivity=sensitivity,
            misses=misses,
            level=level,
        )
        return found is Decision.HOLDS

    low, high = seen.plays, seen.plays + 1
    while not holds(high):
        low, high = high, seen.plays + 2 * (high - seen.plays)
        if high > FARTHEST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high - seen.plays


@lru_cache(maxsize=65536)
def _upper(hits: int, plays: int, level: float) -> float:
    if hits == plays:
        return 1.0
    ruin = -math.log(1 - level)
    # What the low bets are worth rises with the rate that they are against.
    return _edge(lambda rate: _low_capital(hits, plays, rate) >= ruin)[1]


@lru_cache(maxsize=65536)
def _lower(hits: int, plays: int, level: float) -> float:
    if hits == 0:
        return 0.0
    ruin = -math.log(1 - level)
    return _edge(lambda rate: _high_capital(hits, plays, rate) < ruin)[0]


def _low_capital(hits: int, plays: int, rate: float) -> float:
    """Return the logarithm of what the low bets against a rate in (0, 1) are worth."""
    parts = []
    for bet, share in LOW_BETS:
        if bet == 1 and hits:
            continue
        lost = hits * math.log1p(-bet) if hits else 0.0
        won = (plays - hits) * (math.log1p(-rate * (1 - bet)) - math.log1p(-rate))
        parts.append(math.log(share) + lost + won)
    return _log_sum(parts)


def _high_capital(hits: int, plays: int, rate: float) -> float:
    """Return the logarithm of what the high bets against a rate in (0, 1) are worth."""
    return _log_sum(
        [
            math.log(share)
            + hits * math.log1p(bet * (1 - rate) / rate)
            + (plays - hits) * math.log1p(-bet)
            for bet, share in HIGH_BETS
        ]
    )


def _log_sum(parts: list[float]) -> float:
    most = max(parts)
    return most + math.log(sum(math.exp(part - most) for part in parts))


def _edge(above: Callable[[float], bool]) -> tuple[float, float]:
    """Return two rates, next to each other, between which `above` becomes true."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        if middle in {low, high} or middle == 0:
            break
        low, high = (low, middle) if above(middle) else (middle, high)
    return low, high
