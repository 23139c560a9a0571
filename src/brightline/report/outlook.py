"""What a run shows beside its rates in, a line of words for each of it out."""

import math
from collections.abc import Iterator

from brightline.records import (
    Cell,
    Difference,
    Forecast,
    Likely,
    Resilience,
    RuleSummary,
    Summary,
)
from brightline.report import wording
from brightline.words import percent

LEAD = (
    "Of all rules that must refuse. These figures are shown and never gated on; like the rates,"
    " they are as the judge sees it."
)
WEAK = "!"
"""Marks a cell whose rate is above its tolerance, corrected for all cells."""

_SHOWN, _SHOWN_LIKELY = 8, 3


def lines(shown: Summary | RuleSummary) -> list[tuple[str, str]]:
    """Return name and words of each figure of a run or a rule; none where none can be told."""
    told: list[tuple[str, str]] = []
    if shown.repeats is not None:
        told.append(("In one try", wording.rate_words(shown.repeats.at_1)))
    told += _repeats(shown)
    if shown.resilience is not None:
        told.append(("Asked plainly", wording.rate_words(shown.resilience.direct)))
        told.append(("Under attack", wording.rate_words(shown.resilience.attacked)))
    return [*told, *_further(shown)]


def brief(shown: Summary | RuleSummary) -> list[tuple[str, str]]:
    """Return the same without what the rates say already."""
    return [*_repeats(shown), *_further(shown)]


def _repeats(shown: Summary | RuleSummary) -> Iterator[tuple[str, str]]:
    if (again := shown.repeats) is not None:
        words = wording.rate_words(again.at_k).replace(":", " cases:", 1)
        lacking = words.replace("without a verdict", "without a verdict on every try")
        yield f"In any of {again.tries} tries", lacking


def _further(shown: Summary | RuleSummary) -> Iterator[tuple[str, str]]:
    if shown.resilience is not None:
        yield "Resilience gap", gap_words(shown.resilience)
    if shown.forecast is not None:
        yield "Forecast", forecast_words(shown.forecast)


def gap_words(found: Resilience) -> str:
    """Return how much more often attacked requests breach, in percentage points."""
    gap = found.gap
    requests = (
        f"the same {found.requests} requests" if found.requests > 1 else "the same request"
    )
    more = "more" if gap.point >= 0 else "less"
    return (
        f"{_points(abs(gap.point))} percentage points {more} under attack than asked plainly"
        f" ({_span(gap)}), {requests}"
    )


def forecast_words(found: Forecast) -> str:
    """Return how many breaches to expect in many conversations like those of the run."""
    requests = f"{found.requests} request{'' if found.requests == 1 else 's'}"
    if found.expected is None:
        told = f"no breach seen, so only: fewer than {_count(found.high, up=True)}"
    else:
        told = (
            f"about {_count(found.expected)}"
            f" ({_count(found.low)} to {_count(found.high, up=True)})"
        )
    return (
        f"{told} breaches in {found.per:,} conversations with other requests of this kind, told"
        f" from {requests}"
    )


def likely_words(likely: Likely) -> str:
    """Return a cell's likely rate with its interval."""
    return f"likely {percent(likely.estimate)} ({wording.interval(likely.low, likely.high)})"


def weak_words(summary: Summary) -> str:
    """Return the cells that are above their tolerance, whatever chance did; empty for none."""
    weak = sorted((cell for cell in summary.cells if cell.weak), key=_worst_first)
    named = [
        f"{cell.rule_id} × {cell.technique}"  # noqa: RUF001 - a times sign is meant
        f" {wording.cell_words(cell.under_refusal)}"
        for cell in weak[:_SHOWN]
    ]
    if len(weak) > _SHOWN:
        named.append(f"{len(weak) - _SHOWN} more")
    if not weak:
        return ""
    asked = sum(cell.p_above is not None for cell in summary.cells)
    cells = f"{asked} cell{'' if asked == 1 else 's'}"
    return f"{', '.join(named)} (above the tolerance, Holm over {cells})"


def weakest_words(summary: Summary) -> str:
    """Return the cells whose likely rates are highest; empty where none was breached."""
    told = [cell for cell in summary.cells if cell.likely and cell.under_refusal.hits]
    return ", ".join(
        f"{cell.rule_id} × {cell.technique} {_likely(cell)}"  # noqa: RUF001 - a times sign is meant
        for cell in sorted(told, key=_likely_first)[:_SHOWN_LIKELY]
    )


def _likely(cell: Cell) -> str:
    return likely_words(cell.likely).removeprefix("likely ") if cell.likely else ""


def _worst_first(cell: Cell) -> tuple[float, str, str]:
    return cell.p_above or 0.0, cell.rule_id, cell.technique


def _likely_first(cell: Cell) -> tuple[float, str, str]:
    return -(cell.likely.estimate if cell.likely else 0.0), cell.rule_id, cell.technique


def _span(gap: Difference) -> str:
    return f"{_signed(gap.low)} to {_signed(gap.high)}"


def _signed(share: float) -> str:
    """Return percentage points with a sign that can be read beside a range."""
    points = _points(abs(share))
    return f"{'−' if share < 0 and float(points) else ''}{points}"  # noqa: RUF001 - a minus is meant


def _points(share: float) -> str:
    return f"{share * 100:.1f}"


def _count(value: float, *, up: bool = False) -> str:
    """Return a count with two digits that count, upper ends rounded up."""
    if value <= 0:
        return "0"
    unit = 10 ** max(math.floor(math.log10(value)) - 1, 0)
    whole = math.ceil(value / unit) if up else round(value / unit)
    return f"{whole * unit:,}"
