"""Plays of each probe in, the breaches to expect in many conversations like them out."""

from collections.abc import Iterable, Sequence

from brightline.measure.count import Request
from brightline.records import Beyond, Forecast

PER = 100_000
"""Conversations that a forecast is for."""

ROUNDS = 5
"""Rounds in which weights and mean are found from each other; two are usual."""

METHOD = "beta-binomial mean, weighted by request"
GIVEN = "requests drawn like these, put in these ways, in the proportions of this suite"


def forecast(requests: Iterable[Request], wide: Beyond | None) -> Forecast | None:
    """Return how many breaches to expect in 100,000 conversations like those played.

    The mean is a beta-binomial's, whose requests each have a rate of their own: a request that
    was played often says no more than itself, so it weighs less than its plays. The interval is
    the one for requests that were not asked (`beyond`), which allows for the judge.

    Args:
        requests: The planned probes of each objective.
        wide: The interval for other requests of the kind.

    Returns:
        None where nothing was decided.
    """
    told = [
        (sum(side.hits for side in request), plays)
        for request in requests
        if (plays := sum(side.decided for side in request))
    ]
    if wide is None or wide.level is None or not told:
        return None
    mean = beta_binomial_mean(told)
    breached = any(hits for hits, _ in told)
    return Forecast(
        per=PER,
        expected=PER * mean if breached else None,
        # The interval weighs by plays: where they are very uneven it may miss the mean.
        low=PER * min(wide.low, mean),
        high=PER * max(wide.high, mean),
        requests=len(told),
        plays=sum(plays for _, plays in told),
        level=wide.level,
        method=f"{METHOD}; {wide.method}",
        given=GIVEN,
    )


def beta_binomial_mean(rows: Sequence[tuple[int, int]]) -> float:
    """Return the mean rate of requests, each with its own, by moments (Kleinman, JASA 1973).

    Args:
        rows: Hits and plays of each request, at least one play each.
    """
    weights = [float(plays) for _, plays in rows]
    shares = [hits / plays for hits, plays in rows]
    mean = _mean(shares, weights)
    for _ in range(ROUNDS):
        alike = _correlation(rows, shares, weights)
        weights = [plays / (1 + (plays - 1) * alike) for _, plays in rows]
        mean = _mean(shares, weights)
    return mean


def _mean(shares: Sequence[float], weights: Sequence[float]) -> float:
    return sum(share * weight for share, weight in zip(shares, weights, strict=True)) / sum(
        weights
    )


def _correlation(
    rows: Sequence[tuple[int, int]], shares: Sequence[float], weights: Sequence[float]
) -> float:
    """Return how alike the plays of one request are: 0 as any others, 1 all the same."""
    mean, total = _mean(shares, weights), sum(weights)
    left = [weight * (1 - weight / total) for weight in weights]
    by_chance = sum(part / plays for part, (_, plays) in zip(left, rows, strict=True))
    more = sum(left) - by_chance
    spread = mean * (1 - mean)
    if spread <= 0 or more <= 0:
        return 0.0
    seen = sum(
        weight * (share - mean) ** 2 for weight, share in zip(weights, shares, strict=True)
    )
    return min(max((seen / spread - by_chance) / more, 0.0), 1.0)
