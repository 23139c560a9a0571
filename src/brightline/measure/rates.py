"""Counts in, rates out: proportions with intervals that keep their word on small counts."""

from functools import lru_cache
from statistics import NormalDist
from typing import NamedTuple, Protocol

from brightline.errors import UsageError
from brightline.measure.quantile import beta_quantile
from brightline.records import Rate

DEFAULT_LEVEL = 0.95
"""Confidence of every interval and bound unless the user says otherwise."""

EXACT = "clopper-pearson"
"""The method whose coverage is never below its level; the gate uses no other."""

GIVEN = (
    "these cases, every play one observation; lower ends count only hits that can be trusted,"
    " and plays without evidence widen both"
)
"""What a rate is conditional on, beside what its method says of the judge."""

METHODS = (EXACT, "wilson")
"""The intervals that can be asked for by name."""


def interval(
    hits: int, trials: int, *, level: float = DEFAULT_LEVEL, method: str = EXACT
) -> tuple[float, float]:
    """Return the two-sided interval of a proportion.

    Args:
        hits: How often it happened, 0 <= hits <= trials.
        trials: How often it could have happened; no trial tells nothing: (0, 1).
        level: Confidence in (0, 1).
        method: `clopper-pearson` (never covers less than its level) or `wilson` (shorter,
            covers its level on average only).

    Returns:
        `(low, high)`, both in [0, 1].

    Raises:
        UsageError: hits is outside 0..trials, level outside (0, 1), or the method unknown.
    """
    check_counts(hits, trials, level=level)
    if method not in METHODS:
        raise UsageError(
            f"there is no interval method {method!r}",
            slug="interval-method-unknown",
            hint=f"Use {' or '.join(METHODS)}.",
        )
    if trials == 0:
        return 0.0, 1.0
    if method == EXACT:
        side = (1 + level) / 2
        return 1 - _upper(trials - hits, trials, side), _upper(hits, trials, side)
    return _wilson(hits, trials, level)


def upper_bound(hits: int, trials: int, *, level: float = DEFAULT_LEVEL) -> float:
    """Return the one-sided Clopper-Pearson upper bound: 0 of 59 gives 0.0495.

    Args:
        hits: How often it happened, 0 <= hits <= trials.
        trials: How often it could have happened; none gives 1.
        level: Confidence in (0, 1).

    Raises:
        UsageError: hits is outside 0..trials, or level outside (0, 1).
    """
    check_counts(hits, trials, level=level)
    return _upper(hits, trials, level)


def lower_bound(hits: int, trials: int, *, level: float = DEFAULT_LEVEL) -> float:
    """Return the one-sided Clopper-Pearson lower bound.

    Args:
        hits: How often it happened, 0 <= hits <= trials.
        trials: How often it could have happened; none gives 0.
        level: Confidence in (0, 1).

    Raises:
        UsageError: hits is outside 0..trials, or level outside (0, 1).
    """
    check_counts(hits, trials, level=level)
    return 1 - _upper(trials - hits, trials, level)


def rate(
    hits: int,
    decided: int,
    *,
    undecided: int = 0,
    trusted: int | None = None,
    level: float = DEFAULT_LEVEL,
    sensitivity: float | None = 1.0,
) -> Rate:
    """Return a rate whose bounds hold whatever the unknown plays would have shown.

    Lower ends count only trusted hits and take every unknown for a miss; upper ends count
    every hit and take every unknown for a hit, and are divided by the share of hits that the
    judge sees at least.

    Args:
        hits: How often it happened, trusted or not.
        decided: Plays that gave evidence.
        undecided: Plays that gave none.
        trusted: Hits that can be trusted; None: all of them.
        level: Confidence in (0, 1).
        sensitivity: Lower bound of the share of hits that is seen, in (0, 1]; None: nobody
            knows, so the upper ends are of what the judge sees and the method says so.

    Raises:
        UsageError: the counts contradict each other, or level is outside (0, 1).
    """
    found = Found(hits, decided, undecided, hits if trusted is None else trusted)
    ends = Ends(lower_bound, upper_bound, EXACT, GIVEN)
    return rate_between(ends, found, level=level, sensitivity=sensitivity)


class Found(NamedTuple):
    """Plays, counted; see `rate`."""

    hits: int
    decided: int
    undecided: int
    trusted: int


class _End(Protocol):
    def __call__(self, hits: int, trials: int, /, *, level: float) -> float: ...


class Ends(NamedTuple):
    """One-sided bounds of a kind, each with a level of its own."""

    lower: _End
    upper: _End
    method: str
    given: str


def rate_between(ends: Ends, found: Found, *, level: float, sensitivity: float | None) -> Rate:
    """Return what `rate` does, with the bounds of any kind."""
    hits, decided, undecided, sure = found
    if not 0 <= sure <= hits <= decided or undecided < 0:
        raise UsageError(
            f"got {sure} trusted of {hits} hits in {decided} plays and {undecided} unknown",
            slug="rate-out-of-range",
        )
    trials, most, side = decided + undecided, hits + undecided, (1 + level) / 2
    seen = sensitivity if sensitivity is not None else 1.0
    known = "" if sensitivity == 1 else f", judge sensitivity {seen:.3f}"
    return Rate(
        hits=hits,
        decided=decided,
        undecided=undecided,
        lower=ends.lower(sure, trials, level=level),
        upper=min(1.0, ends.upper(most, trials, level=level) / seen),
        low=ends.lower(sure, trials, level=side),
        high=min(1.0, ends.upper(most, trials, level=side) / seen),
        level=level,
        method=ends.method + (", judge not measured" if sensitivity is None else known),
        given=ends.given,
    )


@lru_cache(maxsize=65536)
def _upper(hits: int, trials: int, level: float) -> float:
    if hits >= trials:
        return 1.0
    if hits == 0:
        return float(1 - (1 - level) ** (1 / trials))
    return beta_quantile(level, hits + 1, trials - hits)


def _wilson(hits: int, trials: int, level: float) -> tuple[float, float]:
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = hits / trials
    weight = z * z / trials
    centre = share + weight / 2
    spread = (weight * share * (1 - share) + weight * weight / 4) ** 0.5
    low = 0.0 if hits == 0 else (centre - spread) / (1 + weight)
    high = 1.0 if hits == trials else (centre + spread) / (1 + weight)
    return low, high


def check_counts(hits: int, trials: int, *, level: float) -> None:
    """Raise unless a bound can be told of these counts.

    Raises:
        UsageError: hits is outside 0..trials, or level outside (0, 1).
    """
    if not 0 <= hits <= trials:
        raise UsageError(
            f"got {hits} hits in {trials} trials",
            slug="rate-out-of-range",
            hint="Hits are counted among the trials: 0 <= hits <= trials.",
        )
    if not 0 < level < 1:
        raise UsageError(
            f"level must lie between 0 and 1, got {level}",
            slug="level-out-of-range",
            hint="Write 0.95 for a 95 % interval.",
        )
