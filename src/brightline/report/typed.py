"""Words that name commands in, their lines out: no command is broken, so it can be copied.

A line break in a command that is pasted into a shell runs its first half. So a command that
does not fit goes to the next line as a whole, and one that fits no line runs over its end:
there the terminal breaks it, and knows that it is one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.text import Text

from brightline.report import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions, RenderResult

_HELD = "\ue000"
"""Stands for a space within a command while lines are broken."""


class Typed(NamedTuple):
    """Words with commands, as rich draws them; no table nor padding may stand around them."""

    words: str
    style: str = ""
    label: str = ""
    """What stands before the first line; the others are as far to the right."""
    label_style: str = ""

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines, as narrow as commands allow."""
        held = "".join(
            piece.replace(" ", _HELD) if typed else piece
            for typed, piece in wording.commands(self.words)
        )
        for number, line in enumerate(_lines(held, options.max_width - len(self.label))):
            lead = self.label if not number else " " * len(self.label)
            words = line.replace(_HELD, " ")
            yield Text.assemble(
                (lead, self.label_style), (words, self.style), no_wrap=True, overflow="ignore"
            )


def _lines(words: str, room: int) -> Iterator[str]:
    line = ""
    for word in words.split():
        if line and cell_len(line) + 1 + cell_len(word) > room:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def whole(label: str, command: str) -> Text:
    """Return one command behind its label, on one line whatever its length."""
    return Text(f"{label}{command}", no_wrap=True, overflow="ignore")
