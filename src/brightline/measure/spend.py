"""Hits and plays by rule and technique in, the cell where the next call is best spent out.

Weak spots come in rows and columns: a rule that the product keeps badly, a wrapping that opens
doors. So the logit of a cell's rate is taken for a sum of four parts: a mean, one for its rule,
one for its technique and one of its own, each shrunk towards nothing as far as the counts leave
it open. Thompson sampling (Biometrika 1933) draws each part from its posterior (Laplace). The
draws are narrowed, for a run is short: a third of the calls is uniform and explores anyway.

Holes also stand alone: one rule, one technique, and nothing that points there. A sum of rows
and columns does not see those, and goes on where it has been before it has looked everywhere.
So every play takes something off its cell, which sends the search in breadth first, and so do
the calls that its next play costs, which leaves long scripts for later. The cell that comes
out highest is next. What is found like that is a finding, and no rate.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Table = NDArray[np.float64]

UNIFORM, OF = 3, 10
"""So many of so many calls are uniform at least: rates stay honest, and cells are found that
no row or column points to."""

MEAN, MEAN_SPREAD = -3.0, 1.0
"""What the mean of the logits is taken for before the first play, a rate of 5 %, and its
variance."""

RULES, TECHNIQUES, OWN = 1.4, 1.0, 0.3
"""Variances of the parts of rules, of techniques and of single cells."""

WIDTH, OWN_WIDTH = 0.15, 0.05
"""Spread of the draws as a share of the posterior's: of means, rules and techniques, and of
single cells, of which one play teaches next to nothing."""

FADES = 0.5
"""What every play that a cell had takes off its logit. With 0 holes that stand alone are not
found; from 1 on fewer of those are that a row or column points to."""

UNSURE = 0.5
"""Part of that which a play without evidence does not take: it showed nothing, so its cell is
as good as before; but what the judge cannot tell once it often cannot tell again."""

CALLS = 0.5
"""Part of the logarithm of its calls that is taken off a cell's logit. A script of four turns
costs four calls (1 would count them in full), but it also asks more often (0 would take that
for just as good)."""

SWEEPS = 12
"""Rounds in which the four parts are fitted in turn; more change no cell's rank."""

STEP = 1.0
"""Longest step of a part in one round: one hit in one play must not throw it far off."""


class Open(NamedTuple):
    """A cell that may be chosen."""

    row: int
    column: int
    used: int = 0
    """Its planned plays that were given out, whatever became of them."""
    unsure: int = 0
    """Plays of it that gave no evidence."""
    calls: int = 1
    """What its next play costs at most."""


def wants_uniform(uniform: int, calls: int) -> bool:
    """Return whether the next call must be a uniform one, so that enough of all calls are.

    Args:
        uniform: Calls so far that are the first ones of the uniform order.
        calls: All calls so far.
    """
    return uniform * OF < (calls + 1) * UNIFORM


def weakest(
    hits: Sequence[Sequence[int]],
    plays: Sequence[Sequence[int]],
    *,
    open_to: Sequence[Open],
    seed: int,
    number: int,
) -> tuple[int, int]:
    """Return the cell, as row and column, that the next call is spent on.

    The same arguments give the same cell, so that a run that was killed goes on as it would
    have.

    Args:
        hits: Breaches by rule (row) and technique (column).
        plays: Plays, of the same shape.
        open_to: Cells that may be chosen; one or more.
        seed: Of the run.
        number: Calls before this one.
    """
    import numpy as np  # noqa: PLC0415 - only where it is needed

    drawn = _draw(
        np.array(hits, dtype=float),
        np.array(plays, dtype=float),
        np.random.default_rng([seed & 0xFFFFFFFF, number]),
    )

    def worth(cell: Open) -> tuple[float, int, int]:
        logit = drawn[cell.row, cell.column]
        logit -= FADES * (cell.used - UNSURE * cell.unsure) + CALLS * math.log(cell.calls)
        return logit, -cell.row, -cell.column

    best = max(open_to, key=worth)
    return best.row, best.column


def _draw(hits: "Table", plays: "Table", rng: "np.random.Generator") -> "Table":
    """Return a draw of every cell's logit from the posterior."""
    import numpy as np  # noqa: PLC0415 - only where it is needed

    shapes = ((1, 1), (len(hits), 1), (1, hits.shape[1]), hits.shape)
    priors = (MEAN_SPREAD, RULES, TECHNIQUES, OWN)
    parts = [np.zeros(shape) for shape in shapes]
    parts[0] += MEAN
    for _ in range(SWEEPS):
        for at, (part, prior) in enumerate(zip(parts, priors, strict=True)):
            centre = MEAN if at == 0 else 0.0
            weight, error = _slopes(sum(parts[1:], parts[0]), hits, plays)
            step = (_onto(error, part) - (part - centre) / prior) / (
                _onto(weight, part) + 1 / prior
            )
            parts[at] = part + np.clip(step, -STEP, STEP)
    total = sum(parts[1:], parts[0])
    weight, _ = _slopes(total, hits, plays)
    for part, prior, width in zip(parts, priors, (WIDTH, WIDTH, WIDTH, OWN_WIDTH), strict=True):
        spread = 1 / np.sqrt(_onto(weight, part) + 1 / prior)
        total = total + width * spread * rng.standard_normal(part.shape)
    return total


def _slopes(logit: "Table", hits: "Table", plays: "Table") -> "tuple[Table, Table]":
    """Return the weight of each cell, and how far its hits are from what is expected."""
    import numpy as np  # noqa: PLC0415 - only where it is needed

    rate = 1 / (1 + np.exp(-logit))
    return plays * rate * (1 - rate), hits - plays * rate


def _onto(cells: "Table", part: "Table") -> "Table":
    """Return the sum of the cells that share each number of a part."""
    axes = tuple(axis for axis in (0, 1) if part.shape[axis] == 1 and cells.shape[axis] != 1)
    found: Table = cells.sum(axis=axes, keepdims=True) if axes else cells
    return found
