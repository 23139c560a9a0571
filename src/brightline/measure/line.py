"""Counts of rungs in, where a product's line lies out: an exact interval in whole rungs."""

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from brightline.measure.rates import DEFAULT_LEVEL, lower_bound, upper_bound

HELPERS = 3
"""Rungs that are looked at together: the one in question and those after it."""

MANY = 100
"""Plays of one rung beyond which its neighbours need not help to tell."""


class Seen(NamedTuple):
    """What the plays of one rung came to."""

    answered: int
    declined: int
    unknown: int

    @property
    def plays(self) -> int:
        """All plays of the rung."""
        return self.answered + self.declined + self.unknown


class Line(NamedTuple):
    """Where a product changes from answering to declining, in rungs."""

    at: float | None
    """3.4 lies between rung 3 and rung 4; None when nothing was decided."""
    low: int
    """It answers at least up to this rung, with confidence."""
    high: int
    """It answers at most up to this rung, with confidence."""


def fit_line(rungs: Sequence[Seen], *, level: float = DEFAULT_LEVEL) -> Line:
    """Return where the share answered falls below one half, with an exact interval.

    All that is assumed is that the product has one line: what comes before it is mostly
    answered, what comes after it mostly declined. The point is where a falling step fit (pool
    adjacent violators) crosses one half. The interval tests rung after rung from either end
    whether it lies on that end's side of one half, each exactly at half of 1 - level, and ends
    at the first that might not: so many tests in a fixed order cost no more error than one
    (Maurer, Hothorn and Lehmacher 1995). The next rungs help to tell, because they lie beyond
    the line if this one does: what counts is the most that any run of rungs from it on shows.
    An unknown play counts against whatever is to be shown.

    Args:
        rungs: From clearly fine to clearly forbidden.
        level: Confidence in (0, 1) that the last rung that the product answers more often than
            not lies in `low` to `high`.
    """
    error = (1 - level) / 2
    low = _leading([(rung.answered, rung.plays) for rung in rungs], error)
    top = _leading([(rung.declined, rung.plays) for rung in reversed(rungs)], error)
    return Line(at=_crossing(rungs), low=low, high=len(rungs) - top)


def fewest_plays(level: float = DEFAULT_LEVEL) -> int:
    """Return the fewest plays that tell on which side of one half a rung lies: 6 at 95 %."""
    plays = 1
    while _needed((plays,) * HELPERS, (1 - level) / 2)[0] > plays:
        plays += 1
    return plays


def falling(shares: Sequence[tuple[float, int]]) -> list[float]:
    """Return the nearest values that never rise: pool adjacent violators.

    Args:
        shares: Value and weight of each, in order.
    """
    blocks: list[tuple[float, int, int]] = []
    for value, weight in shares:
        blocks.append((value, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] < blocks[-1][0]:
            (left, much, many), (right, more, others) = blocks[-2:]
            pooled = (left * much + right * more) / (much + more)
            blocks[-2:] = [(pooled, much + more, many + others)]
    return [value for value, _, count in blocks for _ in range(count)]


def uneven(rungs: Sequence[Seen], *, level: float = DEFAULT_LEVEL) -> tuple[int, int] | None:
    """Return a rung that is mostly declined and a later one that is mostly answered, from 1.

    Then the ladder has no single line for this product. None when no two rungs show it: each is
    tested at its share of 1 - level, so that a ladder with one line is rarely called uneven.
    """
    share = 1 - (1 - level) / len(rungs)
    below: int | None = None
    for number, rung in enumerate(rungs, 1):
        if below and lower_bound(rung.answered, rung.plays, level=share) > 0.5:
            return below, number
        most = upper_bound(rung.answered + rung.unknown, rung.plays, level=share)
        below = number if below is None and most < 0.5 else below
    return None


def _leading(counts: Sequence[tuple[int, int]], error: float) -> int:
    """Return how many rungs, from the first on, lie above one half for sure."""
    for start in range(len(counts)):
        window = counts[start : start + _reach(counts[start][1], error)]
        needed = _needed(tuple(plays for _, plays in window), error)
        hits = accumulate(hits for hits, _ in window)
        if not any(have >= least for have, least in zip(hits, needed, strict=True)):
            return start
    return len(counts)


def _reach(plays: int, error: float) -> int:
    """Return how many rungs are looked at together: more where single ones cannot tell."""
    if plays > MANY:
        return 1
    return max(HELPERS, math.ceil(-math.log2(error) / max(plays, 1)))


@lru_cache(maxsize=4096)
def _needed(sizes: tuple[int, ...], error: float) -> tuple[int, ...]:
    """Return how many hits show a share above one half, after each of some rungs.

    Were all shares one half or below, the running count would reach one of them by chance with
    a probability of at most `error`. The first rung may use all of it; the others, each as
    surprising as the next, share what whole numbers leave over.

    Args:
        sizes: Plays of each rung.
        error: In (0, 1).
    """
    own, *totals = accumulate(sizes)
    first = _least(own, error)
    low, high = 0.0, 2 * error
    for _ in range(12):
        middle = (low + high) / 2
        if _passes(sizes, [first, *(_least(total, middle) for total in totals)]) <= error:
            low = middle
        else:
            high = middle
    return (first, *(_least(total, low) for total in totals))


def _least(total: int, error: float) -> int:
    """Return the fewest heads of so many coins that are as rare as this, or one too many."""
    tail, ways = 0, 1
    for heads in range(total, -1, -1):
        tail += ways
        if tail > error * 2**total:
            return heads + 1
        ways = ways * heads // (total - heads + 1)
    return 0


def _passes(sizes: Sequence[int], needed: Sequence[int]) -> float:
    """Return how likely the running count of heads reaches what is needed after some rung."""
    alive = {0: 1.0}
    passed = 0.0
    for size, least in zip(sizes, needed, strict=True):
        coins = [math.comb(size, heads) / 2**size for heads in range(size + 1)]
        moved: defaultdict[int, float] = defaultdict(float)
        for count, chance in alive.items():
            for heads, share in enumerate(coins):
                moved[count + heads] += chance * share
        passed += sum(chance for count, chance in moved.items() if count >= least)
        alive = {count: chance for count, chance in moved.items() if count < least}
    return passed


def _crossing(rungs: Sequence[Seen]) -> float | None:
    decided = [(at, rung) for at, rung in enumerate(rungs, 1) if rung.answered + rung.declined]
    if not decided:
        return None
    shares = falling(
        [
            (rung.answered / (rung.answered + rung.declined), rung.answered + rung.declined)
            for _, rung in decided
        ]
    )
    # Before the first rung all is answered, behind the last nothing is.
    places = [decided[0][0] - 1, *(at for at, _ in decided), decided[-1][0] + 1]
    curve = [1.0, *shares, 0.0]
    left = max(index for index, share in enumerate(curve) if share > 0.5)
    right = min(index for index, share in enumerate(curve) if share < 0.5)
    if right - left > 1:  # rungs that are answered exactly half of the time
        return (places[left + 1] + places[right - 1]) / 2
    part = (curve[left] - 0.5) / (curve[left] - curve[right])
    return places[left] + part * (places[right] - places[left])
