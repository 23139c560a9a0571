"""Paired differences in, how likely chance alone makes so large a sum of them out."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import NormalDist

from brightline.measure.quantile import beta_share

PARTS = 60
"""A share of plays is told in so many parts: exact up to 6 plays a case, and for 10 and 12."""

MOST_STEPS = 2_000_000
"""Work up to which the distribution is exact; above it are thousands of differences, whose sum
is normal."""

FEW = 1_000
"""Differences of one size up to which their distribution is summed up in whole numbers."""


def in_parts(before: float, after: float) -> int:
    """Return how far a share moved; what moved as far the other way gives the same with `-`."""
    return round(PARTS * (after - before))


def flips_p_value(differences: Iterable[int]) -> float:
    """Return how likely a sum of differences at least this high is if each may be turned round.

    Before and after of a unit that did not change could as well be the other way round, so each
    difference may have either sign (Fisher's permutation test by sign flips). Where all have
    one size this is the exact one-sided test of McNemar.

    Args:
        differences: One for each unit, after less before, in units of one size.
    """
    moved = [one for one in differences if one]
    if not moved:
        return 1.0
    unit = math.gcd(*moved)
    sizes = Counter(abs(one) // unit for one in moved)
    total = sum(moved) // unit
    if len(sizes) == 1:
        ((size, count),) = sizes.items()
        return _at_least((count + total // size) // 2, count)
    reach = sum(size * count for size, count in sizes.items())
    if reach * len(moved) > MOST_STEPS:
        spread = math.sqrt(sum(size * size * count for size, count in sizes.items()))
        return 1 - NormalDist().cdf((total - 1) / spread)  # half a step of the lattice back
    return _tail(sizes, total, reach)


def draw_hits(hits: int, plays: int, kept: int, *, luck: float) -> int:
    """Return how many of the hits are among so many plays, drawn without putting back.

    Args:
        hits: Of all plays.
        plays: How many there are.
        kept: How many are drawn, at most all.
        luck: In [0, 1); must not know the hits.
    """
    if kept == plays or not hits:
        return hits
    ways = math.comb(plays, kept) * luck
    most = min(hits, kept)
    for drawn in range(max(0, kept - (plays - hits)), most):
        ways -= math.comb(hits, drawn) * math.comb(plays - hits, kept - drawn)
        if ways < 0:
            return drawn
    return most


def _at_least(heads: int, coins: int) -> float:
    """Return the chance of so many heads or more."""
    if heads <= 0:
        return 1.0
    if coins > FEW:
        return beta_share(0.5, heads, coins - heads + 1)
    return sum(math.comb(coins, count) for count in range(heads, coins + 1)) / (1 << coins)


def _tail(sizes: Mapping[int, int], total: int, reach: int) -> float:
    """Return the chance that signed differences sum up to the total or more."""
    # With every sign turned to minus the sum is -reach; each plus adds twice its size.
    chances = [1.0]
    for size, count in sorted(sizes.items()):
        for _ in range(count):
            longer = [0.5 * chance for chance in chances] + [0.0] * size
            for place, chance in enumerate(chances):
                longer[place + size] += 0.5 * chance
            chances = longer
    return math.fsum(chances[(total + reach) // 2 :])
