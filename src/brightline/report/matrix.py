"""Rules and techniques in, the matrix of both out, for a terminal of any width."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group
from rich.text import Text

from brightline.report import outlook, wording
from brightline.report.clean import shorten
from brightline.report.places import blanks_of, columns_of, holes_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType

    from brightline.records import Cell, Summary

HOLE = "·"
SEARCHED = "s"
_LABEL_MIN, _LABEL_MAX = 14, 28


def matrix(summary: Summary, width: int) -> RenderableType:
    """Return the matrix of a run, with breaches of judged probes in its cells.

    Args:
        summary: The run.
        width: Columns of the terminal.
    """
    rows, columns = [rule.rule_id for rule in summary.rules], columns_of(summary)
    blanks = blanks_of(summary)
    cells = {(cell.rule_id, cell.technique): _words(cell) for cell in summary.cells}
    cells |= dict.fromkeys(holes_of(summary), Text(HOLE, "dim"))
    cells |= dict.fromkeys(blanks, Text())
    legend = [f"{HOLE} not tested", "? no verdict yet, widens the interval"]
    if any(cell.weak for cell in summary.cells):
        legend.append(f"{outlook.WEAK} above its tolerance, corrected for all cells")
    if any(wording.only_searched(cell) for cell in summary.cells):
        legend.append(f"{SEARCHED} searched only, in no rate")
    if blanks:
        legend.append("blank: no probe")
    return Group(grid(rows, columns, cells, width=width), Text("   ".join(legend), "dim"))


def grid(
    rows: Sequence[str],
    names: Sequence[str],
    cells: Mapping[tuple[str, str], Text],
    *,
    width: int,
) -> RenderableType:
    """Return a table whose columns are numbered, in as many parts as the width needs.

    Args:
        rows: Names of the rows.
        names: Names of the columns, told below the table.
        cells: What stands at a row and a column; a hole where nothing does.
        width: Columns of the terminal.
    """
    column = 1 + max([len(str(len(names))), *(cell_len(cell.plain) for cell in cells.values())])
    longest = min(max(map(len, rows)), _LABEL_MAX)
    label, fitting = _measure(longest, column, count=len(names), width=width)
    blocks: list[RenderableType] = []
    for first in range(0, len(names), fitting):
        part = range(first, min(first + fitting, len(names)))
        blocks.append(_heads(part, label=label, column=column))
        for name in rows:
            row = Text(shorten(name, label).ljust(label))
            for at in part:
                cell = cells.get((name, names[at]), Text(HOLE, "dim"))
                row.append(" " * (column - cell_len(cell.plain))).append_text(cell)
            blocks.append(row)
        blocks.append(Text())
    blocks.append(_legend(names, width))
    return Group(*blocks)


def _measure(longest: int, column: int, *, count: int, width: int) -> tuple[int, int]:
    """Return the width of the row labels and how many columns stand in one part."""
    room = width - column * count
    if room >= min(longest, _LABEL_MIN):
        return min(longest, room), max(count, 1)
    label = min(longest, max(width // 3, _LABEL_MIN))
    parts = -(-count // max((width - label) // column, 1))
    return label, -(-count // parts)


def _heads(part: range, *, label: int, column: int) -> Text:
    return Text(" " * label + "".join(f"{at + 1:>{column}}" for at in part), "dim")


def _words(cell: Cell) -> Text:
    if wording.only_searched(cell):
        return Text(SEARCHED, "dim")
    words = wording.cell_words(cell.under_refusal) + (outlook.WEAK if cell.weak else "")
    style = "bold red" if cell.under_refusal.hits else "yellow" if "?" in words else ""
    return Text(words, style)


def _legend(names: Sequence[str], width: int) -> Text:
    """Return number and name of each column, as many to a line as fit."""
    entries = [f"{at} {shorten(name, 32)}" for at, name in enumerate(names, 1)]
    step = min(max((cell_len(entry) for entry in entries), default=0) + 3, width)
    across = max(width // step, 1) if step else 1
    lines = [
        "".join(entry + " " * (step - cell_len(entry)) for entry in entries[at : at + across])
        for at in range(0, len(entries), across)
    ]
    return Text("\n".join(line.rstrip() for line in lines), "dim")
