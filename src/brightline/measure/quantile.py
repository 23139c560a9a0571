"""A probability in, the point of a beta or t distribution out: exact intervals stand on it."""

import math
from functools import lru_cache
from statistics import NormalDist

ENOUGH = 1e-14
"""Relative change of a continued fraction below which it has settled."""

TINY = 1e-300
"""Stands for zero where a continued fraction would divide by it."""

CLOSE = 1e-6
"""Relative length of a step after which the next would change nothing: they cube."""

STEPS = 200
"""Steps at most; three are usual, and bisection alone needs about sixty."""


@lru_cache(maxsize=65536)
def beta_quantile(share: float, a: float, b: float) -> float:
    """Return x such that a Beta(a, b) variable lies below x with probability `share`.

    Halley's method, kept inside a bracket that halves whenever a step would leave it.

    Args:
        share: In (0, 1).
        a: First shape, positive; need not be whole.
        b: Second shape, positive.
    """
    low, high = 0.0, 1.0
    x = _first_guess(share, a, b)
    log_scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    for _ in range(STEPS):
        front = math.exp(a * math.log(x) + b * math.log1p(-x) + log_scale)
        error = _beta_share(x, a, b, front=front) - share
        if error < 0:
            low = x
        else:
            high = x
        step = _halley(
            x,
            error=error,
            slope=front / (x * (1 - x)),
            bend=(a - 1) / x - (b - 1) / (1 - x),
        )
        if low < step < high:
            if abs(step - x) <= CLOSE * min(x, 1 - x):
                return step
        else:
            step = (low + high) / 2
            if high - low <= 1e-15 * high:
                return step
        x = step
    return x


def beta_share(x: float, a: float, b: float) -> float:
    """Return the probability that a Beta(a, b) variable lies below x.

    Args:
        x: In [0, 1].
        a: First shape, positive; need not be whole.
        b: Second shape, positive.
    """
    if not 0 < x < 1:
        return float(x >= 1)
    log_scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(a * math.log(x) + b * math.log1p(-x) + log_scale)
    return _beta_share(x, a, b, front=front)


def t_quantile(share: float, freedom: float) -> float:
    """Return the point of Student's t below which a variable lies with probability `share`.

    Args:
        share: In (0.5, 1): only upper points are asked for.
        freedom: Degrees of freedom, positive.
    """
    # t**2 / (freedom + t**2) follows Beta(1/2, freedom/2).
    x = beta_quantile(2 * share - 1, 0.5, freedom / 2)
    return math.sqrt(freedom * x / (1 - x))


def _halley(x: float, *, error: float, slope: float, bend: float) -> float:
    """Return the next point of Halley's method; -1 where the curve is flat.

    Args:
        x: Where we are.
        error: Value of the function there.
        slope: Its first derivative.
        bend: Its second derivative over its first.
    """
    if slope <= 0:
        return -1.0
    newton = error / slope
    return x - newton / min(2.0, max(0.5, 1 - newton * bend / 2))


def _first_guess(share: float, a: float, b: float) -> float:
    """Return a normal guess at the quantile, kept away from both ends."""
    total = a + b
    z = NormalDist().inv_cdf(share)
    mean = a / total
    spread = math.sqrt(a * b / (total + 1)) / total
    skewed = mean + z * spread + (z * z - 1) * (b - a) / (3 * total * total)
    edge = 0.05 * min(mean, 1 - mean)
    return min(max(skewed, edge), 1 - edge)


def _beta_share(x: float, a: float, b: float, *, front: float) -> float:
    """Return the regularised incomplete beta function at x.

    Args:
        x: In (0, 1).
        a: First shape.
        b: Second shape.
        front: x**a * (1-x)**b / B(a, b), which the caller has anyway.
    """
    # The fraction converges fast only on the near side of the mean.
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """Return the continued fraction of the incomplete beta function (modified Lentz)."""
    upper = 1.0
    lower = 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = lower
    for m in range(1, 20_000):
        middle = a + 2 * m
        even = m * (b - m) * x / ((middle - 1) * middle)
        lower = 1 / _not_zero(1 + even * lower)
        upper = _not_zero(1 + even / upper)
        value *= lower * upper
        odd = -(a + m) * (a + b + m) * x / (middle * (middle + 1))
        lower = 1 / _not_zero(1 + odd * lower)
        upper = _not_zero(1 + odd / upper)
        change = lower * upper
        value *= change
        if -ENOUGH < change - 1 < ENOUGH:
            break
    return value


def _not_zero(value: float) -> float:
    return value or TINY
