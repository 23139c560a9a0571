"""Counts by rule and technique in, what each cell's rate likely is out.

Three plays of a cell say little of it. The other cells of its rule and of its technique say
more: on the log-odds scale a cell is taken for the sum of a level, its rule, its technique and
something of its own, each normal around 0 (empirical Bayes on rows and columns). How wide each
of the three spreads is is not known either, so all of a grid of widths count, each by how well
it explains the counts. The posterior of a cell is found by expectation propagation (Minka
2001), which at counts near 0 keeps its skew where a Laplace approximation loses it.
"""

import itertools
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brightline.records import Cell, Likely, Rate

Array = NDArray[np.float64]

FEWEST = 4
"""Cells below which there is nothing to borrow from."""

LEVEL_AT, LEVEL_WIDTH = -3.0, 2.5
"""Log-odds of a rate before any play: two thirds lie between 0.4 and 38 %."""

WIDTHS = (0.3, 0.8, 1.6)
"""Standard deviations of rules and of techniques that are tried, in log-odds."""

OWN_WIDTHS = (0.3, 0.8, 1.6, 3.2)
"""The same of cells: a product may have a hole in one cell that no other has."""

WIDTH_SCALE = 1.5
"""A width is thought as likely as a normal of this one, cut at 0, says."""

ROUNDS, SETTLED = 30, 1e-3
"""Rounds of expectation propagation at most, and the change below which it has ended."""

MODE_STEPS = 5
"""Newton's steps to a mode; more would change no integral."""

RISK_KEPT = 0.6
"""Part of the risk that the intervals are read at: that spreads and sums are normal is itself a
guess. Simulated in docs/statistics.md, on worlds where it is wrong too."""

POINTS = 12
"""Points at which an integral is taken."""

READ, REACH = 161, 8
"""Points at which a posterior is read, and how many deviations it is read to either side."""

NEGLIGIBLE = 1e-4
"""Share of a model below which it is left out."""

METHOD = "row and column on log-odds, empirical Bayes"
GIVEN = (
    "these cases, as the judge sees them; that rules and techniques add up on log-odds but for"
    " what is a cell's own; covers on average over the cells, not in each"
)


class _Widths(NamedTuple):
    """Variances of a grid of models, each of shape (models, 1, 1)."""

    rules: Array
    techniques: Array
    cells: Array
    weight: Array
    """Logarithm of how likely each is before any play."""


class _Sites(NamedTuple):
    """What the counts say of each cell, as normal factors: precision, and precision x mean."""

    precision: Array
    pull: Array


class _Counts(NamedTuple):
    """Hits and plays by rule and technique; no play where there is no cell."""

    hits: Array
    plays: Array


class _Rest(NamedTuple):
    """What all other cells say of a cell's log-odds, by model: a normal."""

    mean: Array
    precision: Array


class _Tilted(NamedTuple):
    """A cell's posterior with its true counts in place of its factor."""

    mean: Array
    variance: Array
    log_mass: Array


class _Found(NamedTuple):
    """Models that were fitted, each with its share; they sum to 1."""

    rest: _Rest
    own: _Tilted
    share: Array


def with_likely(cells: Sequence[Cell], rules: Collection[str]) -> tuple[Cell, ...]:
    """Return cells, each with the likely rate of its probes where some of them were decided.

    Args:
        cells: Of a run whose number of plays was fixed in advance.
        rules: Those whose probes must be refused; the cells of others stay as they are.
    """
    told = likely_rates(
        {
            (cell.rule_id, cell.technique): cell.under_refusal
            for cell in cells
            if cell.rule_id in rules
        }
    )
    return tuple(
        cell.model_copy(update={"likely": told.get((cell.rule_id, cell.technique))})
        for cell in cells
    )


def likely_rates(seen: Mapping[tuple[str, str], Rate]) -> dict[tuple[str, str], Likely]:
    """Return the likely rate of every cell in which something was decided.

    Args:
        seen: Rates by rule and technique; cells without a decided play stay out of it.

    Returns:
        Empty where fewer than four cells are left. Plays without evidence count as misses for
        the lower ends and as hits for the upper ones.
    """
    kept = {key: seen[key] for key in sorted(seen) if seen[key].decided}
    if len(kept) < FEWEST:
        return {}
    rules, techniques = (sorted({key[side] for key in kept}) for side in (0, 1))
    place = {key: (rules.index(key[0]), techniques.index(key[1])) for key in kept}
    level = min(rate.level for rate in kept.values())
    hits, plays, unknown = np.zeros((3, len(rules), len(techniques)))
    for key, at in place.items():
        rate = kept[key]
        hits[at], plays[at], unknown[at] = rate.hits, rate.decided, rate.undecided
    mean, low, high = _posterior(_Counts(hits, plays), level)
    if unknown.any():
        low = _posterior(_Counts(hits, plays + unknown), level)[1]
        high = _posterior(_Counts(hits + unknown, plays + unknown), level)[2]
    return {
        key: Likely(
            estimate=_rounded(mean[at]),
            low=_rounded(min(low[at], mean[at])),
            high=_rounded(max(high[at], mean[at])),
            level=level,
            plays=kept[key].decided,
            cells=len(kept),
            method=METHOD,
            given=GIVEN,
        )
        for key, at in place.items()
    }


def _rounded(share: float) -> float:
    # The last digits hang on the machine's linear algebra; they are no information.
    return round(float(share), 5)


def _posterior(counts: _Counts, level: float) -> tuple[Array, Array, Array]:
    """Return mean, lower and upper end of the rate of each cell."""
    found = _fit(counts)
    centre, spread = _moments(found)
    points = centre[..., None] + spread[..., None] * np.linspace(-REACH, REACH, READ)
    heights = np.zeros_like(points)
    for share, mean, precision in zip(found.share, *found.rest, strict=True):
        if share > NEGLIGIBLE:
            log = _log_posterior(points, counts, _Rest(mean, precision))
            rises = np.exp(log - log.max(axis=-1, keepdims=True))
            heights += share * rises / rises.sum(axis=-1, keepdims=True)
    heights /= heights.sum(axis=-1, keepdims=True)
    side = RISK_KEPT * (1 - level) / 2
    low, high = (_quantile(points, heights, share) for share in (side, 1 - side))
    return (heights * _rate(points)).sum(axis=-1), low, high


def _quantile(points: Array, heights: Array, share: float) -> Array:
    """Return the rate below which a share of each cell's posterior lies."""
    sums = heights.cumsum(axis=-1) - heights / 2
    at = np.clip((sums < share).sum(axis=-1), 1, points.shape[-1] - 1)[..., None]
    below, above = (np.take_along_axis(sums, at - back, -1)[..., 0] for back in (1, 0))
    left, right = (np.take_along_axis(points, at - back, -1)[..., 0] for back in (1, 0))
    part = np.clip((share - below) / np.maximum(above - below, 1e-12), 0, 1)
    return _rate(left + part * (right - left))


def _rate(odds: Array) -> Array:
    found: Array = 1 / (1 + np.exp(-odds))
    return found


def _log_posterior(points: Array, counts: _Counts, rest: _Rest) -> Array:
    """Return the logarithm of a cell's posterior, up to a constant, at log-odds `points`."""
    apart = points - rest.mean[..., None]
    found: Array = (
        counts.hits[..., None] * points
        - counts.plays[..., None] * np.logaddexp(0, points)
        - apart * apart * rest.precision[..., None] / 2
    )
    return found


def _fit(counts: _Counts) -> _Found:
    """Return what all cells but its own say of each cell, under each model of the grid."""
    widths = _grid()
    shape = (len(widths.weight), *counts.hits.shape)
    sites = _Sites(np.zeros(shape), np.zeros(shape))
    rest, evidence = _without_own(sites, widths)
    own = _tilted(counts, rest)
    for _ in range(ROUNDS):
        before, sites = sites, _sites(own, rest)
        rest, evidence = _without_own(sites, widths)
        own = _tilted(counts, rest)
        if _moved(before, sites) < SETTLED:
            break
    weight = widths.weight + evidence + _site_evidence(own.log_mass, sites, rest)
    share = np.exp(weight - weight.max())
    return _Found(rest, own, share / share.sum())


def _sites(own: _Tilted, rest: _Rest) -> _Sites:
    """Return the normal factors that give each cell the mean and variance that it has."""
    return _Sites(
        np.maximum(1 / own.variance - rest.precision, 1e-9),
        own.mean / own.variance - rest.mean * rest.precision,
    )


def _moved(before: _Sites, after: _Sites) -> float:
    return max(
        float((np.abs(new - old) / (1 + np.abs(new))).max())
        for old, new in zip(before, after, strict=True)
    )


def _grid() -> _Widths:
    grid = np.array(list(itertools.product(WIDTHS, WIDTHS, OWN_WIDTHS)))
    squares = (grid**2)[:, :, None, None]
    prior = -(grid**2).sum(axis=1) / 2 / WIDTH_SCALE**2
    return _Widths(squares[:, 0], squares[:, 1], squares[:, 2], prior)


def _without_own(sites: _Sites, widths: _Widths) -> tuple[_Rest, Array]:
    """Return each cell's normal posterior without its own factor, and the normal evidence.

    A cell's own part is integrated out first, so that only one level, the rules and the
    techniques are left to solve for.
    """
    models, rows, columns = sites.precision.shape
    shrink = 1 / (1 + sites.precision * widths.cells)
    strength, pull = sites.precision * shrink, sites.pull * shrink
    size = 1 + rows + columns
    row, column = slice(1, 1 + rows), slice(1 + rows, size)
    prior = np.empty((models, size))
    prior[:, 0] = 1 / LEVEL_WIDTH**2
    prior[:, row], prior[:, column] = 1 / widths.rules[..., 0], 1 / widths.techniques[..., 0]
    matrix = np.zeros((models, size, size))
    matrix[:, 0, row] = matrix[:, row, 0] = strength.sum(axis=2)
    matrix[:, 0, column] = matrix[:, column, 0] = strength.sum(axis=1)
    matrix[:, row, column], matrix[:, column, row] = strength, strength.transpose(0, 2, 1)
    every = np.arange(size)
    matrix[:, every, every] = prior + np.concatenate(
        [strength.sum(axis=(1, 2))[:, None], strength.sum(axis=2), strength.sum(axis=1)], axis=1
    )
    right = np.concatenate(
        [pull.sum(axis=(1, 2))[:, None], pull.sum(axis=2), pull.sum(axis=1)], axis=1
    )
    right[:, 0] += LEVEL_AT / LEVEL_WIDTH**2
    inverse = np.linalg.inv(matrix)
    solved = (inverse @ right[..., None])[..., 0]
    own = np.diagonal(inverse, axis1=1, axis2=2)
    both = own[:, 0, None, None] + own[:, row, None] + own[:, None, column]
    both = both + 2 * (
        inverse[:, 0, row, None] + inverse[:, 0, None, column] + inverse[:, row, column]
    )
    total = solved[:, 0, None, None] + solved[:, row, None] + solved[:, None, column]
    mean = shrink * (total + widths.cells * sites.pull)
    variance = shrink * widths.cells + shrink**2 * both
    precision = 1 / variance - sites.precision
    evidence = (
        (right * solved).sum(axis=1)
        + (sites.pull * pull * widths.cells).sum(axis=(1, 2))
        - np.linalg.slogdet(matrix)[1]
        + np.log(prior).sum(axis=1)
        + np.log(shrink).sum(axis=(1, 2))
    ) / 2
    return _Rest((mean / variance - sites.pull) / precision, precision), evidence


def _tilted(counts: _Counts, rest: _Rest) -> _Tilted:
    """Return the moments of each cell's posterior, by Gauss and Hermite around its mode."""
    nodes, shares = np.polynomial.hermite_e.hermegauss(POINTS)
    mode = rest.mean
    for _ in range(MODE_STEPS):
        rate = _rate(mode)
        bend = counts.plays * rate * (1 - rate) + rest.precision
        slope = counts.hits - counts.plays * rate - (mode - rest.mean) * rest.precision
        mode = mode + np.clip(slope / bend, -2, 2)
    rate = _rate(mode)
    # Wider than the curvature at the mode, because the lower tail is long.
    bend = counts.plays * rate * (1 - rate) + rest.precision
    spread = (bend * rest.precision) ** -0.25
    points = mode[..., None] + spread[..., None] * nodes
    log = _log_posterior(points, counts, rest) + nodes**2 / 2 + np.log(shares)
    top = log.max(axis=-1, keepdims=True)
    parts = np.exp(log - top)
    mass = parts.sum(axis=-1)
    mean = (parts * points).sum(axis=-1) / mass
    variance = (parts * (points - mean[..., None]) ** 2).sum(axis=-1) / mass
    scale = np.log(spread) + np.log(rest.precision / 2 / np.pi) / 2
    return _Tilted(mean, variance, np.log(mass) + top[..., 0] + scale)


def _site_evidence(log_mass: Array, sites: _Sites, rest: _Rest) -> Array:
    """Return what the counts add to the evidence beside their normal factors."""
    mean, precision = rest
    whole = precision + sites.precision
    pulled = (mean * precision + sites.pull) ** 2 / whole - mean**2 * precision
    factor = (pulled - np.log(whole / precision)) / 2
    found: Array = (log_mass - factor).sum(axis=(1, 2))
    return found


def _moments(found: _Found) -> tuple[Array, Array]:
    """Return mean and deviation of each cell's log-odds over all models."""
    own, share = found.own, found.share[:, None, None]
    centre = (share * own.mean).sum(axis=0)
    spread = (share * (own.variance + (own.mean - centre) ** 2)).sum(axis=0)
    return centre, np.sqrt(spread)
