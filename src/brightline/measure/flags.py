"""Cells and their chances at their rules' tolerances in, those that are weak for sure out."""

from collections.abc import Sequence

from brightline.measure.corrected import alarms_explain, shows_alarms
from brightline.measure.coverage import Tally
from brightline.measure.holm import holm
from brightline.measure.quantile import beta_share
from brightline.records import Cell, Counted


def chance_at(tolerance: float, tally: Tally, counted: Counted | None) -> float:
    """Return how likely so many trusted hits or more are if the rate is the tolerance.

    Exact, and where labels show the judge's false alarms with these allowed for: a cell is
    called weak at a level just when its lower bound at that level is above the tolerance.

    Args:
        tolerance: Of the cell's rule, in (0, 1).
        tally: The planned probes of the cell; plays without evidence count as misses.
        counted: The judge's errors on labels.
    """
    plays = tally.decided + tally.unknown
    if not tally.trusted:
        return 1.0
    if tally.trusted_judged and counted is not None and shows_alarms(counted):
        return alarms_explain(tally.trusted, plays, counted, rate=tolerance)
    return beta_share(tolerance, tally.trusted, plays - tally.trusted + 1)


def flagged(
    cells: Sequence[Cell], chances: dict[tuple[str, str], float], *, level: float
) -> tuple[Cell, ...]:
    """Return cells with those marked whose rate is above the tolerance, together at `level`.

    Args:
        cells: All of a run.
        chances: By rule and technique, of the cells that are asked about.
        level: Confidence in (0, 1) that no marked cell is within its tolerance.
    """
    corrected = holm(chances)
    return tuple(
        cell.model_copy(update={"p_above": p_value, "weak": p_value < 1 - level})
        if (p_value := corrected.get((cell.rule_id, cell.technique))) is not None
        else cell
        for cell in cells
    )
