"""One rule of a report in, text of a screen at most out: what a failed test shows."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from brightline.report import reading, wording
from brightline.report.clean import clean, one_line
from brightline.report.terminal import drawn, exchange
from brightline.words import plain_percent

if TYPE_CHECKING:
    from rich.console import Console

    from brightline.records import Rate, Report, RuleSummary

_TEXT = 300


def rule_text(report: Report, rule: RuleSummary, *, more: tuple[str, ...]) -> str:
    """Return the word of the gate with its bound, the exchange that weighs most, what is next.

    Plain text: nothing of what a product said can steer a terminal.

    Args:
        report: The run.
        rule: One of its rules.
        more: Lines to end with.
    """
    found = reading.findings(report)[rule.rule_id][:1]
    lines = [
        f"{wording.WORDS[rule.gate]}: {one_line(rule.reason)}",
        one_line(rule.text, limit=_TEXT),
        "",
        _rate("under-refusal", rule.under_refusal, rule.tolerance),
        _rate("over-refusal", rule.over_refusal, rule.over_tolerance),
        "",
        *(line for item in found for line in drawn(partial(_show, item))),
        *([f"next: {one_line(rule.next)}"] if rule.next else []),
        *more,
    ]
    return "\n".join(clean(line) for line in lines)


def _rate(name: str, rate: Rate, tolerance: float | None) -> str:
    limit = f", tolerance {plain_percent(tolerance)}" if tolerance is not None else ""
    return f"{name:<13}  {wording.rate_words(rate)}{limit if rate.decided else ''}"


def _show(item: reading.Finding, console: Console) -> None:
    console.print(exchange(item, 1), highlight=False)
