"""Strata of a window in, its breach rate out: an estimate, and a ceiling that trusts nobody.

The judge only sorts exchanges into strata; what counts is what people read in each, drawn at
random. So a bad judge makes the numbers wide, and never wrong.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from brightline.errors import UsageError
from brightline.measure.rates import DEFAULT_LEVEL
from brightline.records import Stratum, WindowRate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draws = NDArray[np.float64]

METHOD = "stratified, melded; ceiling hypergeometric"

DRAWS = 20_000
"""Draws of the interval: its ends move by less than a fiftieth of it from seed to seed."""

SHARE_OF_LARGEST = 0.9
"""Part of the ceiling's error that is left to the stratum with most unread exchanges: it is
where the bound comes from, and the others are small or nearly all read."""

SHARE_OF_SAMPLING = 0.1
"""Part of it that is left to the step from the judged exchanges to all that were seen."""

NEGLIGIBLE = 1e-17
"""A term of a sum below this share of it changes no digit."""


def window_rate(
    strata: Sequence[Stratum], *, seen: int, level: float = DEFAULT_LEVEL
) -> WindowRate:
    """Return the share of breaches among all exchanges of a window.

    The estimate is the stratified mean (Cochran, Sampling Techniques, 1977, ch. 5). Its
    interval melds the exact confidence distributions of the strata (Fay, Proschan and
    Brittain, Biometrics 2015), with what nobody read drawn from them. The ceiling adds up exact
    hypergeometric upper bounds whose errors sum to `1 - level` (Bonferroni), so it holds
    whatever judge and screen did. What a person could not settle counts as a breach in upper
    ends, and as none in lower ones.

    Args:
        strata: Of the exchanges that were judged; these are all that were seen, or a simple
            random sample of them.
        seen: Exchanges of the window.
        level: Confidence in (0, 1).

    Raises:
        UsageError: the counts contradict each other.
    """
    judged = sum(stratum.size for stratum in strata)
    read = sum(stratum.read for stratum in strata)
    _check(strata, judged=judged, seen=seen)
    told = WindowRate(
        estimate=None,
        low=None,
        high=None,
        ceiling=None,
        level=level,
        seen=seen,
        judged=judged,
        read=read,
        method=METHOD,
    )
    if not read:
        return told
    low, high = _interval(strata, judged=judged, seen=seen, level=level)
    return told.model_copy(
        update={
            "estimate": _estimate(strata, judged),
            "low": low,
            "high": high,
            "ceiling": _ceiling(strata, judged=judged, seen=seen, level=level),
        }
    )


def most_breaches(
    breaches: int, *, read: int, size: int, error: float
) -> int:  # inverse of a hypergeometric tail
    """Return the largest number of breaches in a stratum that what was read does not exclude.

    Args:
        breaches: Among those that were read.
        read: Exchanges that were drawn at random and read.
        size: All exchanges of the stratum.
        error: Probability with which the true number may lie above.
    """
    low, high = breaches, size - (read - breaches)
    while low < high:
        middle = (low + high + 1) // 2
        if _tail(breaches, read=read, breaches=middle, size=size) > error:
            low = middle
        else:
            high = middle - 1
    return low


def _check(strata: Sequence[Stratum], *, judged: int, seen: int) -> None:
    for stratum in strata:
        if not stratum.breaches + stratum.unclear <= stratum.read <= stratum.size:
            raise UsageError(
                f"stratum {stratum.name!r} has {stratum.size} exchanges, {stratum.read} of them"
                f" read, {stratum.breaches} breaches and {stratum.unclear} unclear",
                slug="rate-out-of-range",
            )
    if judged > seen:
        raise UsageError(
            f"{judged} exchanges were judged, of {seen} that were seen",
            slug="rate-out-of-range",
        )


def _estimate(strata: Sequence[Stratum], judged: int) -> float | None:
    total = 0.0
    for stratum in strata:
        settled = stratum.read - stratum.unclear
        if stratum.size and not settled:
            return None
        if stratum.size:
            total += stratum.size * stratum.breaches / settled
    return total / judged


def _interval(
    strata: Sequence[Stratum], *, judged: int, seen: int, level: float
) -> tuple[float, float]:
    import numpy as np  # noqa: PLC0415 - only where it is needed

    luck = np.random.default_rng(0)
    lows, highs = np.zeros(DRAWS), np.zeros(DRAWS)
    for stratum in strata:
        most = stratum.breaches + stratum.unclear
        lows += stratum.breaches + _unread(luck, stratum, stratum.breaches, above=0)
        highs += most + _unread(luck, stratum, most, above=1)
    rest = seen - judged
    if rest:
        lows += _beyond(luck, lows, judged=judged, rest=rest, above=0)
        highs += _beyond(luck, highs, judged=judged, rest=rest, above=1)
    side = (1 - level) / 2
    return float(np.quantile(lows, side)) / seen, float(np.quantile(highs, 1 - side)) / seen


def _unread(
    luck: "np.random.Generator", stratum: Stratum, breaches: int, *, above: int
) -> "Draws":
    """Draw how many breaches nobody read: from the lower or the upper exact distribution."""
    rest = stratum.size - stratum.read
    shares = _shares(luck, breaches, stratum.read - breaches, above=above)
    return luck.binomial(rest, shares).astype(float)


def _beyond(
    luck: "np.random.Generator", found: "Draws", *, judged: int, rest: int, above: int
) -> "Draws":
    """Draw how many breaches are among the exchanges that nobody judged."""
    import numpy as np  # noqa: PLC0415 - only where it is needed

    first = np.maximum(found + above, 0.0)
    second = np.maximum(judged - found + 1 - above, 0.0)
    shares = np.where(
        first > 0, luck.beta(np.maximum(first, 1e-9), np.maximum(second, 1e-9)), 0
    )
    return luck.binomial(rest, shares).astype(float)


def _shares(luck: "np.random.Generator", hits: int, misses: int, *, above: int) -> "Draws":
    """Draw from one end of Clopper and Pearson's confidence distribution of a proportion."""
    import numpy as np  # noqa: PLC0415 - only where it is needed

    first, second = hits + above, misses + 1 - above
    if not first:
        return np.zeros(DRAWS)
    return luck.beta(first, second, DRAWS) if second else np.ones(DRAWS)


def _ceiling(strata: Sequence[Stratum], *, judged: int, seen: int, level: float) -> float:
    step = SHARE_OF_SAMPLING * (1 - level) if seen > judged else 0.0
    error = 1 - level - step
    unread = [stratum.size - stratum.read for stratum in strata]
    open_ = [at for at, rest in enumerate(unread) if rest]
    largest = max(open_, key=unread.__getitem__, default=-1)
    total = 0
    for at, stratum in enumerate(strata):
        most = stratum.breaches + stratum.unclear
        if at in open_:
            share = SHARE_OF_LARGEST if at == largest else 1 - SHARE_OF_LARGEST
            split = 1.0 if len(open_) == 1 else share / (1 if at == largest else len(open_) - 1)
            most = most_breaches(
                most, read=stratum.read, size=stratum.size, error=error * split
            )
        total += most
    if seen > judged:
        total = most_breaches(total, read=judged, size=seen, error=step)
    return total / seen


def _tail(found: int, *, read: int, breaches: int, size: int) -> float:
    """Return how likely at most so many of the breaches are among those that were read."""
    least = max(0, read - (size - breaches))
    if found >= min(read, breaches):
        return 1.0
    if found < least:
        return 0.0
    mode = (read + 1) * (breaches + 1) // (size + 2)
    if found < mode:
        return _sum(found, -1, least, read=read, breaches=breaches, size=size)
    # From the mode down the terms grow beyond all numbers: those above are the fewer.
    most = min(read, breaches)
    return 1 - _sum(found + 1, 1, most, read=read, breaches=breaches, size=size)


def _sum(start: int, step: int, end: int, *, read: int, breaches: int, size: int) -> float:
    """Add up how likely each number is, from one away from the mode, as long as it matters."""
    log = (
        _log_choose(breaches, start)
        + _log_choose(size - breaches, read - start)
        - _log_choose(size, read)
    )
    term = total = 1.0
    rest = size - breaches - read
    for count in range(start, end, step):
        if step < 0:
            term *= count * (rest + count)
            term /= (breaches - count + 1) * (read - count + 1)
        else:
            term *= (breaches - count) * (read - count)
            term /= (count + 1) * (rest + count + 1)
        total += term
        if term < NEGLIGIBLE * total:
            break
    return total * math.exp(log)


def _log_choose(of: int, chosen: int) -> float:
    return math.lgamma(of + 1) - math.lgamma(chosen + 1) - math.lgamma(of - chosen + 1)
