"""What was watched in, text for a terminal out: a sentence first, then what is behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from brightline.report.clean import one_line
from brightline.report.terminal import GATE_STYLES, heading
from brightline.report.watched import wording
from brightline.report.watched.found import ranked
from brightline.report.watched.noting import notes
from brightline.report.wording import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from rich.console import Console, RenderableType

    from brightline.records import Watched

_MOST_CLUSTERS = 10


def show(shown: Watched, console: Console, *, now: datetime) -> None:
    """Print a window to a console, with colour where the console has it.

    Args:
        shown: A scan, or a window of it.
        console: The caller's: its width, colours and NO_COLOR are kept.
        now: The moment.
    """
    width = min(console.width, 140)
    for block in _blocks(shown, now):
        console.print(block, width=width, soft_wrap=False, highlight=False)


def _blocks(shown: Watched, now: datetime) -> Iterator[RenderableType]:
    scan = shown.scan
    name = f"{one_line(scan.policy.name, limit=80)}  ·  scan {one_line(scan.id)}"
    yield Text(f"{name}  ·  {wording.window_words(shown)}", "dim")
    yield Text()
    yield Text.assemble(
        (f" {wording.headline(shown)} ", GATE_STYLES[shown.gate]),
        "  ",
        (sentence(wording.verdict(shown)), "bold"),
    )
    yield from map(Text, notes(shown))
    if shown.alarms:
        yield heading("Alarms")
        yield _alarms(shown)
    if shown.rises:
        yield heading(wording.RISEN)
        yield _rises(shown)
        yield Text(wording.RISEN_MORE, "dim")
    if shown.seen:
        yield heading("How often each rule was broken, of all exchanges")
        yield _rules(shown)
        if more := wording.more_rules(shown):
            yield Text(more, "dim")
    if shown.clusters:
        yield heading("What looks like a breach, like ones together")
        yield from _clusters(shown)
    yield Text()
    yield _facts(
        ("Seen", f"{wording.covered(shown)}."),
        ("Age", f"{wording.age_words(shown, now)}."),
        ("Judge", one_line(scan.judge)),
        *([("Next", Text(one_line(shown.next), "bold"))] if shown.next else []),
    )


def _alarms(shown: Watched) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    for rule in wording.ringing(shown):
        table.add_row(
            Text(wording.moment(rule.first)),
            Text(one_line(rule.alarms[0].name), "bold"),
            Text(wording.ringing_words(rule)),
        )
    return table


def _rises(shown: Watched) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    for rule in wording.risen(shown):
        table.add_row(Text(one_line(rule.rule_id), "bold"), Text(wording.risen_words(rule)))
    return table


def _rules(shown: Watched) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    names = ("rule", "breaches", "flagged", "judged", "how often")
    table.add_row(*(Text(name, "dim") for name in names))
    for rule in sorted(shown.rules, key=lambda one: (-one.breaches, -one.flagged)):
        undecided = f" ({rule.undecided:,} undecided)" if rule.undecided else ""
        table.add_row(
            Text(one_line(rule.rule_id), "bold" if rule.flagged or rule.breaches else ""),
            Text(f"{rule.breaches:,}" if shown.read else "-", justify="right"),
            Text(f"{rule.flagged:,}", justify="right"),
            Text(f"{rule.judged:,}{undecided}"),
            Text(wording.rate_words(rule.rate)),
        )
    return table


def _clusters(shown: Watched) -> Iterator[RenderableType]:
    findings = {one.id: one for one in shown.findings}
    table = Table.grid(padding=(0, 2, 0, 0))
    for cluster in ranked(shown.clusters, findings)[:_MOST_CLUSTERS]:
        of = [findings[name] for name in cluster.findings]
        table.add_row(
            Text(f"{len(of):,}×", justify="right"),  # noqa: RUF001 - a times sign is meant
            Text(cluster.findings[0], "dim"),
            Text(one_line(cluster.rule_id), "bold"),
            Text(wording.label_of(cluster, of[0])),
            Text(wording.read_words(of)),
        )
    yield table
    if (more := len(shown.clusters) - _MOST_CLUSTERS) > 0:
        yield Text(f"and {more} more; all of them are on the page: --html PATH", "dim")


def _facts(*facts: tuple[str, str | Text]) -> RenderableType:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim")
    for name, value in facts:
        table.add_row(Text(name), value if isinstance(value, Text) else Text(value))
    return Group(table)
