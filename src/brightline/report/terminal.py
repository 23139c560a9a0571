"""A report in, text for a terminal out: the decision first, then what stands behind it."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from brightline.records import Gate
from brightline.report import boundary, hierarchy, leading, outlook, reading, spoken, wording
from brightline.report.asking import LABELS, OURS, fitted
from brightline.report.clean import clean, one_line
from brightline.report.excerpt import pieces
from brightline.report.matrix import HOLE, matrix
from brightline.report.places import not_tested_words, told_holes
from brightline.report.rules import changes, rules
from brightline.report.typed import Typed, whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import RenderableType

    from brightline.records import Hierarchy, Report, Span, Summary

WIDTH = 100
"""Columns of `render`, which knows no terminal."""

GATE_STYLES = {
    Gate.HOLDS: "bold white on dark_cyan",
    Gate.BROKEN: "bold white on dark_red",
    Gate.UNPROVEN: "bold black on gold3",
}
_ASKED_CHARACTERS, _SHOWN_CHARACTERS = 300, 360


def render(report: Report) -> str:
    """Return the report as plain text of 100 columns, without colour or control characters.

    Args:
        report: A measured run.
    """
    return "".join(f"{line}\n" for line in drawn(partial(show, report)))


def drawn(draw: Callable[[Console], None]) -> list[str]:
    """Return the lines that something draws on a console without colour, 100 columns wide."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=WIDTH,
        color_system=None,
        force_terminal=False,
        force_jupyter=False,
        legacy_windows=False,
        _environ={},
    )
    draw(console)
    return [line.rstrip() for line in out.getvalue().split("\n")[:-1]]


def show(report: Report, console: Console) -> None:
    """Print the report to a console, with colour where the console has it.

    Args:
        report: A measured run.
        console: The caller's: its width, colours and NO_COLOR are kept.
    """
    width = min(console.width, 140)
    for block in _blocks(report, width):
        console.print(block, width=width, soft_wrap=False, highlight=False, crop=False)


def _blocks(report: Report, width: int) -> Iterator[RenderableType]:
    summary = report.summary
    yield _decision(report)
    found = reading.worst(report)
    if found:
        yield heading(_worstheading(found))
        yield from (exchange(item, number) for number, item in enumerate(found, 1))
    if summary.boundaries:
        yield heading("Where the line lies: what the product answered, rung by rung")
        yield from (line for item in summary.boundaries for line in boundary.lines(item))
    if summary.rules:
        yield heading("Rule by technique: breaches of judged probes")
        yield matrix(summary, width)
        yield heading("Each rule against its tolerance")
        yield rules(report, width)
        yield from _outlook(summary)
    if report.hierarchy:
        yield heading("Who is obeyed")
        yield from _obeyed(report.hierarchy)
    if summary.changes:
        yield heading("Against the baseline")
        yield changes(summary)
    yield from _not_tested(summary)
    yield _footer(report)


def _decision(report: Report) -> RenderableType:
    summary, run = report.summary, report.provenance
    top = Text.assemble(
        (f" {wording.WORDS[summary.gate]} ", GATE_STYLES[summary.gate]),
        "  ",
        (one_line(wording.sentence(summary.reason)), "bold"),
    )
    name = Text(f"{one_line(summary.policy_name, limit=80)}  ·  run {clean(run.run_id)}", "dim")
    lines: list[RenderableType] = [name, Text(), top]
    bound = leading.bound_sentence(summary)
    if bound:
        lines.append(Text(one_line(bound)))
    if also := leading.also_sentence(summary):
        lines.append(Text(one_line(also, limit=400)))
    lines.append(Text(f"{wording.sentence(wording.judged_words(summary))}"))
    if languages := spoken.words(report):
        lines.append(Text(one_line(languages)))
    review = wording.review_words(report)
    if review:
        lines.append(Typed(f"{review}: {clean(wording.about(report, 'review'))}"))
    return Group(*lines)


def _worstheading(found: tuple[reading.Finding, ...]) -> str:
    if all(item.kind == "over-refusal" for item in found):
        return "Declined, but should have been answered"
    if all(item.kind == "undecided" for item in found):
        return "Undecided, for a person to settle"
    count = {1: "The worst exchange", 2: "The two worst exchanges"}
    return count.get(len(found), "The three worst exchanges")


def exchange(item: reading.Finding, number: int) -> RenderableType:
    """Return what was asked and said, shortened and cleaned, with why it counts."""
    judgement = item.evidence.judgement
    verdict = wording.MEANINGS[judgement.verdict] if judgement else "no reply"
    said_so = verdict if verdict == item.kind else f"{item.kind}: {verdict}"
    head = Text.assemble(
        (f"{number}  ", "bold"),
        (item.rule.rule_id, "bold"),
        f"  {one_line(item.evidence.case.technique)}  ",
        (f"{said_so}, {wording.by_words(item)}", "dim"),
    )
    lines: list[RenderableType] = [head]
    for put, room in fitted(reading.asked(item.evidence), _ASKED_CHARACTERS):
        lines.append(_labelled(LABELS[put.who], _put(put, room)))
    lines.append(_labelled("said", _reply(reading.answered(item.evidence))))
    if judgement and judgement.reason:
        lines.append(_labelled("why", Text(one_line(judgement.reason, limit=200), "dim")))
    lines.append(Text())
    return Group(*lines)


def _put(said: reading.Said, limit: int) -> Text:
    lead = f"({OURS}) " if said.who == "script" else ""
    note = f" ({said.note})" if said.note else ""
    return Text.assemble((lead, "dim"), one_line(said.text.strip(), limit=limit), (note, "dim"))


def _reply(said: reading.Said) -> Text:
    text = Text()
    for piece in pieces(said.text.strip(), _shifted(said), limit=_SHOWN_CHARACTERS):
        words = _squeezed(piece.text)
        if piece.kind == "delivers":
            text.append(f"⟦{words}⟧", "bold reverse")
        elif piece.kind == "declines":
            text.append(words, "underline")
        else:
            text.append(words, "dim" if piece.kind == "cut" else "")
    if said.note:
        text.append(f"{' ' if text else ''}({one_line(said.note, limit=200)})", "dim")
    return text


def _shifted(said: reading.Said) -> tuple[Span, ...]:
    """Move the spans with the text when blank space before it is dropped."""
    lead = len(said.text) - len(said.text.lstrip())
    return tuple(
        span.model_copy(
            update={"start": max(span.start - lead, 0), "end": max(span.end - lead, 0)}
        )
        for span in said.spans
    )


def _squeezed(words: str) -> str:
    """Squeeze one piece of a line; the space at its ends joins it to its neighbours."""
    left = " " if words[:1].isspace() else ""
    right = " " if words[-1:].isspace() and words.strip() else ""
    return f"{left}{one_line(words)}{right}"


def _labelled(label: str, text: Text) -> RenderableType:
    line = Text.assemble((f"{label:<6}", "dim"), text)
    return Padding(line, (0, 0, 0, 3))


def _outlook(summary: Summary) -> Iterator[RenderableType]:
    told = outlook.lines(summary)
    if weak := outlook.weak_words(summary):
        told.append(("Weak cells", weak))
    if likely := outlook.weakest_words(summary):
        told.append(("Likely weakest", likely))
    if told:
        yield heading("What to expect")
        wide = max(len(name) for name, _ in told)
        for name, words in told:
            table = Table.grid(padding=(0, 2, 0, 0))
            table.add_column(min_width=wide, style="dim")
            table.add_column()
            table.add_row(Text(name), Text(one_line(words, limit=1000)))
            yield table


def _obeyed(found: Hierarchy) -> Iterator[RenderableType]:
    for line in hierarchy.columns(found):
        yield Text(clean(line.rstrip()))


def _not_tested(summary: Summary) -> Iterator[RenderableType]:
    if not summary.not_tested:
        return
    yield heading(f"Not tested: {not_tested_words(summary, sign=HOLE)}")
    for why, listed in told_holes(summary.not_tested):
        yield Text.assemble(f"{one_line(why)}: ", (one_line(listed), "dim"))


def _footer(report: Report) -> RenderableType:
    summary, run = report.summary, report.provenance
    lines: list[RenderableType] = [Text()]
    if summary.allowed_unproven:
        allowed = one_line(", ".join(summary.allowed_unproven))
        lines.append(Text(f"Allowed to stay unproven: {allowed}"))
    lines.append(Text(f"Judge   {one_line(run.judge)}: {wording.card_words(report.card)}"))
    if report.judging:
        lines.append(Text(f"Judging {one_line(wording.judging_words(report.judging))}"))
    if words := wording.order_words(summary.order):
        lines.append(Text(f"First   {one_line(words)}"))
    if words := wording.marker_words(report):
        lines.append(Text(f"Markers {one_line(words, limit=400)}"))
    if words := wording.searched_words(summary):
        lines.append(Text(f"Search  {one_line(words)}"))
    lines.append(Typed(one_line(leading.next_step(report)), "bold", label="Next    "))
    lines.append(whole("Repeat  ", one_line(run.command)))
    lines.append(Text(f"Exit code of the gate: {report.exit_code}"))
    return Group(*lines)


def heading(words: str) -> RenderableType:
    """Return words with a line under them."""
    return Group(Text(), Text(words, "bold"), Text("─" * len(words), "dim"))
