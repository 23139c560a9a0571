"""Plays in, the wider interval for other requests of the same kind out."""

from collections.abc import Mapping

from brightline.measure.quantile import beta_quantile, t_quantile
from brightline.measure.rates import DEFAULT_LEVEL
from brightline.records import Beyond

FEW = 15
"""Clusters with a hit (or without one) below which a spread between clusters is not trusted.

With fewer, the plain Korn-Graubard interval covers as little as .83 where it says .95
(20 requests of 48 plays, 2 %); counting each request as one play then keeps the promise.
"""

METHOD = "korn-graubard, clusters by request"
GIVEN = "requests drawn like these, put in the same ways"


def of_clusters(clusters: Mapping[str, list[int]], *, level: float = DEFAULT_LEVEL) -> Beyond:
    """Return the interval from counts by objective.

    Args:
        clusters: For each objective: hits that are sure, hits and unknowns, plays.
        level: Confidence in (0, 1).
    """
    rows = [clusters[name] for name in sorted(clusters)]
    return Beyond(
        low=_end([(sure, plays) for sure, _, plays in rows], level)[0],
        high=_end([(most, plays) for _, most, plays in rows], level)[1],
        clusters=len(rows),
        plays=sum(plays for *_, plays in rows),
        level=level,
        method=METHOD,
        given=GIVEN,
    )


def _end(rows: list[tuple[int, int]], level: float) -> tuple[float, float]:
    hits = sum(hit for hit, _ in rows)
    total = sum(plays for _, plays in rows)
    share = hits / total
    worth = _worth(rows, share, level)
    alpha = (1 - level) / 2
    many, few = share * worth, worth - share * worth
    low = beta_quantile(alpha, many, few + 1) if hits else 0.0
    high = beta_quantile(1 - alpha, many + 1, few) if hits < total else 1.0
    return low, high


def _worth(rows: list[tuple[int, int]], share: float, level: float) -> float:
    """Return how many independent plays these are worth, at least one for each cluster.

    Clusters of unequal size count for fewer (Kish 1965): with 64 of which half are six times as
    large as the others, the interval covered .938 where it said .95.
    """
    count, total = len(rows), sum(plays for _, plays in rows)
    even = total * total / sum(plays * plays for _, plays in rows)
    with_hit = sum(hit > 0 for hit, _ in rows)
    with_miss = sum(hit < plays for hit, plays in rows)
    if min(with_hit, with_miss) * even / count < FEW:
        return even
    spread = sum((hit - share * plays) ** 2 for hit, plays in rows)
    variance = spread * count / (count - 1) / total**2
    if variance == 0:
        return total
    side = (1 + level) / 2
    penalty = (t_quantile(side, total - 1) / t_quantile(side, even - 1)) ** 2
    return min(total, share * (1 - share) / variance * penalty)
