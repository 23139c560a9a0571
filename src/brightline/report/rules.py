"""A summary in, each rule with its rates drawn against its tolerance out, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from brightline.records import Gate, Trend
from brightline.report import comparison, refusals, wording
from brightline.report.clean import one_line
from brightline.report.scale import position
from brightline.report.typed import Typed
from brightline.words import plain_percent

if TYPE_CHECKING:
    from rich.console import RenderableType

    from brightline.records import Rate, Report, RuleRefusals, RuleSummary, Summary

_STYLES = {Gate.HOLDS: "bold cyan", Gate.BROKEN: "bold red", Gate.UNPROVEN: "bold yellow"}
_MARKS = {Gate.HOLDS: "✓", Gate.BROKEN: "✗", Gate.UNPROVEN: "?"}
_BAR_WIDTH = 28


def rules(report: Report, width: int) -> RenderableType:
    """Return one block per rule, broken ones first: verdict, both rates, what to do.

    Args:
        report: The run.
        width: Columns of the terminal; below 80 the bars stand on lines of their own.
    """
    order = (Gate.BROKEN, Gate.UNPROVEN, Gate.HOLDS)
    ranked = sorted(report.summary.rules, key=lambda rule: order.index(rule.gate))
    blocks: list[RenderableType] = [_scale_line()]
    for rule in ranked:
        blocks.append(_head(rule, allowed=rule.rule_id in report.summary.allowed_unproven))
        blocks.append(_rate("under", rule.under_refusal, rule.tolerance, width=width))
        blocks.append(_rate("over", rule.over_refusal, rule.over_tolerance, width=width))
        blocks += _refusals(refusals.of_rule(report, rule.rule_id))
        if rule.gate is not Gate.HOLDS:
            blocks += _advice(rule, report)
    if words := wording.lower_words(wording.rates_of(report.summary.rules)):
        blocks.append(Text(words, "dim"))
    return Group(*blocks)


def changes(summary: Summary) -> RenderableType:
    """Return what moved against the baseline, a line each, and how many rules did not."""
    lines: list[RenderableType] = [Text(f"{comparison.headline(summary)}.")]
    for row in comparison.rows(summary):
        if row.trend != Trend.SAME.value:
            place = row.rule + (f" under {row.technique}" if row.technique else "")
            lines.append(Text(f"{row.trend}: {place}, {row.words}"))
    lines += [Text(line, "dim") for line in comparison.notes(summary.comparison)]
    return Group(*lines)


def bar(rate: Rate, tolerance: float | None) -> Text:
    """Return a rate as a line: `━` the gate's bounds, `─` interval, `●` rate, `┃` tolerance."""
    cells = [" "] * _BAR_WIDTH
    last = _BAR_WIDTH - 1
    if rate.decided or rate.undecided:
        for low, high, sign in ((rate.low, rate.high, "─"), (rate.lower, rate.upper, "━")):
            first, final = round(position(low) * last), round(position(high) * last)
            cells[first : final + 1] = sign * (final + 1 - first)
    if tolerance is not None:
        cells[round(position(tolerance) * last)] = "┃"
    point = rate.point()
    if point is not None:
        cells[round(position(point) * last)] = "●"
    return Text.assemble(("▕", "dim"), "".join(cells), ("▏", "dim"))


def _scale_line() -> Text:
    return Text(
        "● rate  ━ bounds of the gate  ─ interval  ┃ tolerance; 0 to 100 %, small rates larger",
        "dim",
    )


def _head(rule: RuleSummary, *, allowed: bool) -> Text:
    state = f"{_MARKS[rule.gate]} {rule.gate.value}"
    return Text.assemble(
        (f"{state:<11}", _STYLES[rule.gate]),
        (rule.rule_id, "bold"),
        (f"  {rule.severity.value}", "dim"),
        ("  allowed to stay unproven" if allowed and rule.gate is Gate.UNPROVEN else "", "dim"),
    )


def _rate(name: str, rate: Rate, tolerance: float | None, *, width: int) -> RenderableType:
    limit = f", tolerance {plain_percent(tolerance)}" if tolerance is not None else ""
    tested = rate.decided or rate.undecided
    words = Text(f"{wording.rate_words(rate)}{limit if tested else ''}")
    label = (f"{name:<6}", "dim")
    if not tested:
        return Padding(Text.assemble(label, (words.plain, "dim")), (0, 0, 0, 2))
    drawn = bar(rate, tolerance)
    if width >= 80:
        return Padding(Text.assemble(label, drawn, "  ", words), (0, 0, 0, 2))
    return Padding(
        Group(Text.assemble(label, drawn), Padding(words, (0, 0, 0, 6))), (0, 0, 0, 2)
    )


def _refusals(found: RuleRefusals | None) -> list[RenderableType]:
    if found is None:
        return []
    said = Text.assemble(("refusals  ", "dim"), refusals.words(found))
    if lacking := refusals.missing_words(found):
        said.append(f"; {lacking}", "dim")
    return [Padding(said, (0, 0, 0, 2))]


def _advice(rule: RuleSummary, report: Report) -> list[RenderableType]:
    lines: list[RenderableType] = [Padding(Text(one_line(rule.reason)), (0, 0, 0, 2))]
    if rule.next:
        words = one_line(wording.advice(rule, report))
        lines.append(Typed(words, "bold", label="  → ", label_style="bold"))
    return lines
