"""A text and edits of it in, the text with them out: nothing outside of them moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Keys and list positions from the top of a policy."""


@dataclass(frozen=True, slots=True)
class SetText:
    """A value of a policy is to say something else; what it says now stands there as `old`."""

    path: Path
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class AddKey:
    """A rule is to have a key that it lacks."""

    path: Path
    """Of the rule."""
    key: str
    value: str
    """One line of text."""


@dataclass(frozen=True, slots=True)
class AddLine:
    """A prompt is to say one thing more."""

    after: int
    """The line of the prompt below whose block it goes; 0 for the end."""
    text: str


Mend: TypeAlias = SetText | AddKey | AddLine


@dataclass(frozen=True, slots=True)
class Splice:
    """Characters `start` to `end` of a text are to read `new`."""

    start: int
    end: int
    new: str


def spliced(text: str, splices: Sequence[Splice]) -> str:
    """Return a text with splices, none of which overlaps another; all else is as it was."""
    for one in sorted(splices, key=lambda one: one.start, reverse=True):
        text = text[: one.start] + one.new + text[one.end :]
    return text


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows to insert into a text."""

    at: int
    """How many rows of the text stand above."""
    rows: tuple[str, ...]


def paragraph(text: str, sentences: Sequence[str], *, after: int, wide: int = 92) -> Rows:
    """Return a paragraph as the rows that it adds to a prompt, an empty one above.

    Args:
        text: The prompt.
        sentences: What it says.
        after: The line below whose block it goes, from 1; 0 for the end of the text.
        wide: Characters of a line at most.
    """
    rows = text.split("\n")
    last = len(rows)
    while last and not rows[last - 1].strip():
        last -= 1
    at = _block_end(rows, after) if 0 < after <= last else last
    return Rows(at, ("", *_wrapped(" ".join(sentences), wide)))


def with_rows(text: str, added: Rows, *, indent: str = "", above: int = 0) -> str:
    """Return a text with rows more, and every other character as it was.

    Args:
        text: The text, with either kind of line end.
        added: The rows, as of a part of the text.
        indent: What stands before each of them that is not empty.
        above: Rows of the text before that part.
    """
    rows = text.split("\n")
    end = "\r" if "\r\n" in text else ""
    at = above + added.at
    new = [f"{indent}{row}{end}" if row else end for row in added.rows]
    if at >= len(rows):  # the last row has no end
        rows[-1] += end
        new[-1] = new[-1].removesuffix(end) if end else new[-1]
    rows[at:at] = new
    return "\n".join(rows)


def _block_end(rows: Sequence[str], after: int) -> int:
    """Return the number of the last line of the block around a line; never within a fence."""
    fenced = sum(row.lstrip().startswith(("```", "~~~")) for row in rows[:after]) % 2
    at = after
    while at < len(rows) and (fenced or rows[at].strip()):
        if rows[at].lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        at += 1
    return at


def _wrapped(text: str, wide: int) -> list[str]:
    rows, row = [], ""
    for word in text.split():
        if row and len(row) + 1 + len(word) > wide:
            rows.append(row)
            row = word
        else:
            row = f"{row} {word}" if row else word
    return [*rows, row] if row else rows
