"""Sizes of a window's strata and a number of readings in, how many to read of each out."""

import math
from collections.abc import Sequence

BULK = 0.5
"""Share of the readings that goes to the bulk, at least: the guaranteed ceiling comes from them
alone, however good the judge is at finding the rest."""

FIRST = 0.75
"""Share of the others that each stratum takes of what those before it left."""


def allocate(sizes: Sequence[int], readings: int) -> tuple[int, ...]:
    """Return how many exchanges of each stratum to read, drawn at random within it.

    Args:
        sizes: Exchanges of each stratum, the most suspicious first, the bulk last.
        readings: How many a person has time for.
    """
    total = min(readings, sum(sizes))
    *suspects, bulk = sizes
    left = total - min(bulk, math.ceil(BULK * total))
    given = [0] * len(suspects)
    for at, size in enumerate(suspects):
        wanted = left if at == len(suspects) - 1 else round(FIRST * left)
        given[at] = min(size, wanted)
        left -= given[at]
    for at, size in enumerate(suspects):  # what one could not take goes to one that can
        more = min(size - given[at], left)
        given[at] += more
        left -= more
    return (*given, min(bulk, total - sum(given)))
