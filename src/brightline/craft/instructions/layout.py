"""The text of a system prompt in, its pieces with their places and headings out."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from brightline.craft.instructions.context import heading_says, is_bare
from brightline.craft.instructions.language import is_english
from brightline.craft.instructions.marks import (
    ALLOW_MARKS,
    DENY_MARKS,
    MARK,
    heading_of,
    indent_of,
    title_of,
)
from brightline.craft.instructions.objects import Held, held_in
from brightline.craft.instructions.pieces import Piece, answered
from brightline.craft.instructions.sentences import plain, sentences
from brightline.craft.instructions.tables import cells_of, in_words, is_side
from brightline.craft.instructions.wraps import Wraps
from brightline.craft.later import later

LIKELY = 32
"""The same for a line that the next one goes on from with a small letter."""

WRAPPED = 60
"""Characters from which on a line without an end may go on in the next one."""

_KEY = later(r"[\w-]{2,24}:(?:\s|$)")
"""A key of YAML, which begins something new."""

_LABELLED = later(r"[A-Z][\w' ]{1,23}:(?:\s|$)")
"""A title with what it holds: `What you do: book a porter`."""

_FENCE = later(r"(?:```|~~~)\s*([\w+-]*)\s*$")
_CLOSES = later(r"```+|~~~+")
_CODE = frozenset({"json", "yaml", "python", "py", "js", "sql", "bash", "sh", "html", "toml"})
_TAG = later(r"<(/?)([A-Za-z][\w.:-]*)((?:\s[^<>]*)?)>")
_RULER = later(r"\|?[\s:|+-]+\|?")
_STARTS = later(
    r"(?:never|always|do|don'?t|you|if|when|only|please|no|not|be|avoid|refuse|decline|use|keep"
    r"|answer|give|ask|offer|the|this|your|for|in|as|it|they|users?|never)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Layout:
    """A prompt in pieces; each line with a letter is in a piece or a heading."""

    pieces: tuple[Piece, ...]
    headings: frozenset[int]
    """Lines that only introduce others: headings, tags, fences, leads that say nothing else."""


@dataclass(slots=True)
class _Block:
    """Lines that belong together: a paragraph, an item or a row."""

    parts: list[tuple[int, int, str]]
    """Line, column from 1, text."""
    indent: int
    form: str
    mark: str = ""
    lead: str = ""
    headings: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reader:
    """What is open while the lines go by."""

    lines: list[str]
    wraps: Wraps
    blocks: list[_Block] = field(default_factory=list)
    introduce: set[int] = field(default_factory=set)
    levels: list[tuple[float, str]] = field(default_factory=list)
    tags: list[tuple[str, int]] = field(default_factory=list)
    items: list[tuple[int, str]] = field(default_factory=list)
    """Open items by indent: the parents of deeper ones."""
    lead: tuple[int, str] | None = None
    """Indent and words of what introduces the list that comes."""
    open: _Block | None = None
    columns: list[str] = field(default_factory=list)
    """Titles of the table that is open."""


def lay_out(text: str) -> Layout:
    """Return the pieces of a prompt in its own order."""
    lines = text.split("\n")
    reader = _Reader(lines, Wraps(tuple(lines)))
    held = held_in(text)
    if held:
        reader.blocks = [_held(one) for one in held]
        reader.introduce.update(range(1, len(reader.lines) + 1))
    index = len(reader.lines) if held else 0
    while index < len(reader.lines):
        index = _line(reader, index)
    pieces = answered([piece for block in reader.blocks for piece in _pieces(block)])
    kept: list[Piece] = []
    for piece, after in pairwise([*pieces, None]):
        if piece is None:
            continue
        leads = after is not None and after.lead == piece.text and after.line > piece.line
        foreign = leads and not is_english(piece.text)
        if leads and (foreign or is_bare(piece.text)):
            reader.introduce.update(range(piece.line, piece.end_line + 1))
        else:
            kept.append(piece)
    covered = {line for one in kept for line in range(one.line, one.end_line + 1)}
    return Layout(tuple(kept), frozenset(reader.introduce - covered))


def _held(one: Held) -> _Block:
    """Return a text of a JSON value as an item under its keys."""
    text = " ".join(one.text.split())
    form = "row" if one.row else "item"
    return _Block([(one.line, one.column, text)], 0, form, headings=one.keys)


def _line(reader: _Reader, index: int) -> int:  # noqa: PLR0911 - one way out for each form
    """Read one line, or the lines of one form, and return which comes next."""
    raw = reader.lines[index]
    body = raw.strip()
    if not any(character.isalnum() for character in body):
        reader.open = None
        if not _RULER.fullmatch(body):
            reader.columns = []
        return index + 1
    fence = _FENCE.match(body)
    if fence is not None:
        return _fenced(reader, index, fence[1])
    if _tagged(reader, index):
        return index + 1
    if body.startswith("|"):
        _row(reader, index)
        return index + 1
    reader.columns = []
    if _headed(reader, index):
        return index + 1
    mark = MARK.match(raw, indent_of(raw))
    if mark is not None:
        _item(reader, index, mark)
    else:
        _prose(reader, index)
    return index + 1


def _here(reader: _Reader) -> tuple[str, ...]:
    tags = [name for name, _ in reader.tags]
    return (*tags, *(text for _, text in reader.levels))


def _fenced(reader: _Reader, index: int, language: str) -> int:
    """Read a fence: code is one piece, anything else is read like the rest."""
    reader.open = None
    reader.introduce.add(index + 1)
    if language.casefold() not in _CODE:
        return index + 1
    end = index + 1
    while end < len(reader.lines) and not _CLOSES.fullmatch(reader.lines[end].strip()):
        end += 1
    if end == len(reader.lines):
        return index + 1  # it never closes: nothing behind it is lost as code
    parts = [(at + 1, 1, reader.lines[at]) for at in range(index, min(end, len(reader.lines)))]
    reader.blocks.append(_Block(parts, 0, "code", headings=_here(reader)))
    return end + 1


def _tagged(reader: _Reader, index: int) -> bool:
    """Open and close the tags of a line; say whether nothing else stands in it."""
    raw = reader.lines[index]
    found = list(_TAG.finditer(raw))
    if not found or not (raw.lstrip().startswith("<") or raw.rstrip().endswith(">")):
        return False
    rest = _TAG.sub(lambda tag: " " * len(tag[0]), raw)
    reader.open = None
    reader.introduce.add(index + 1)
    opened = [tag for tag in found if not tag[1] and not tag[3].rstrip().endswith("/")]
    closed = [tag for tag in found if tag[1]]
    for tag in opened:
        named = re.search(r"=\s*[\"']([^\"']+)", tag[3])
        words = re.sub(r"[_.:-]+", " ", tag[2]) + (f" {named[1]}" if named else "")
        reader.tags.append((words, len(reader.levels)))
        reader.lead = None
        reader.items.clear()
    if rest.strip():
        reader.lines[index] = rest
        _rest_of_tag(reader, index)
    for _ in closed[: len(reader.tags)]:
        _, depth = reader.tags.pop()
        del reader.levels[depth:]
        reader.lead = None
        reader.items.clear()
        reader.open = None
    return True


def _rest_of_tag(reader: _Reader, index: int) -> None:
    if not any(character.isalnum() for character in reader.lines[index]):
        return
    mark = MARK.match(reader.lines[index], indent_of(reader.lines[index]))
    if mark is not None:
        _item(reader, index, mark)
    else:
        _prose(reader, index)
        if reader.open is not None:
            reader.open.form = "item"


def _row(reader: _Reader, index: int) -> None:
    """Read a row of a table: its titles introduce, each further row is one piece."""
    raw = reader.lines[index]
    reader.open = None
    if not any(character.isalnum() for character in raw):
        return
    after = reader.lines[index + 1].strip() if index + 1 < len(reader.lines) else ""
    cells = [cell.strip() for cell in raw.strip().strip("|").split("|")]
    if "-" in after and _RULER.fullmatch(after):
        reader.columns = cells
        reader.introduce.add(index + 1)
        return
    cells = [in_words(cell) for cell in cells]
    start = len(raw) - len(raw.lstrip(" |\t")) + 1
    for said, side in cells_of(reader.columns, cells):
        here = (*_here(reader), side) if side else _here(reader)
        form = "item" if side else "row"
        mark = is_side(side)
        block = _Block([(index + 1, start, said)], 0, form, "deny" * (mark == "deny"), "", here)
        reader.blocks.append(block)


def _headed(reader: _Reader, index: int) -> bool:
    """Open a heading, if the line is one."""
    body = reader.lines[index].strip()
    after = reader.lines[index + 1].strip() if index + 1 < len(reader.lines) else ""
    level, words = heading_of(body, after, alone=reader.open is None)
    if not words:
        return False
    while reader.levels and reader.levels[-1][0] >= level:
        reader.levels.pop()
    asks = words.endswith("?")
    if asks or heading_says(words):
        part = (index + 1, indent_of(reader.lines[index]) + 1, words)
        form = "question" if asks else "heading"
        reader.blocks.append(_Block([part], 0, form, headings=_here(reader)))
    reader.levels.append((level, words))
    reader.introduce.add(index + 1)
    reader.open = None
    reader.lead = None
    reader.items.clear()
    return True


def _item(reader: _Reader, index: int, mark: re.Match[str]) -> None:
    """Open a list item under its parent or the lead of its list."""
    raw = reader.lines[index]
    indent = indent_of(raw)
    while reader.items and reader.items[-1][0] >= indent:
        reader.items.pop()
    lead = reader.items[-1][1] if reader.items else ""
    if not lead and reader.lead is not None:
        lead = reader.lead[1]
    said = raw[mark.end() :].rstrip()
    sign = mark["mark"][:1]
    title = title_of(reader.lines, index, said)
    if title:
        level = 8.0 + indent / 100
        while reader.levels and reader.levels[-1][0] >= level:
            reader.levels.pop()
        reader.levels.append((level, title))
        reader.introduce.add(index + 1)
        reader.open = None
        reader.lead = None
        return
    block = _Block(
        [(index + 1, mark.end() + 1, said)],
        indent,
        "item",
        mark="deny" if sign in DENY_MARKS else "allow" if sign in ALLOW_MARKS else "",
        lead=lead,
        headings=_here(reader),
    )
    reader.blocks.append(block)
    reader.open = block
    reader.items.append((indent, plain(said).rstrip(": ")))


def _prose(reader: _Reader, index: int) -> None:
    """Go on with the open block, or open a paragraph."""
    raw = reader.lines[index]
    indent = indent_of(raw)
    body = raw.strip()
    part = (index + 1, indent + 1, body)
    block = reader.open
    if block is not None and _goes_on(block, part, reader.wraps):
        block.parts.append(part)
        if reader.items and block.form == "item":
            said = plain(" ".join(text for _, _, text in block.parts)).rstrip(": ")
            reader.items[-1] = (reader.items[-1][0], said)
    else:
        parent = [item for item in reader.items if item[0] < indent]
        lead = parent[-1][1] if parent else ""
        if not parent:
            reader.items.clear()
        block = _Block([part], indent, "prose", lead=lead, headings=_here(reader))
        reader.blocks.append(block)
        reader.open = block
    if body.endswith(":") and block.form == "prose":
        last = list(sentences(" ".join(text for _, _, text in block.parts)))
        reader.lead = (indent, plain(last[-1][1]).rstrip(": ")) if last else None
    elif block.form == "prose":
        reader.lead = None


def _goes_on(block: _Block, part: tuple[int, int, str], wraps: Wraps) -> bool:
    """Say whether a line, with its number and column, belongs to the block before it."""
    _, column, body = part
    line, _, before = block.parts[-1]
    small = block.form == "prose" and block.parts[0][2][:1].islower()
    titled = _LABELLED.match(body) is not None and not before.endswith(",")
    if titled or before.endswith(":") or (small and len(before) < WRAPPED):
        return False  # what introduces, and notes, one on a line
    if block.form == "item" and column - 1 > block.indent:
        return True
    comma = before.endswith(",")
    if wraps.noted:
        return comma or (_KEY.match(body) is None and wraps.broken(line - 1))
    ended = before.endswith((".", "!", "?"))
    if body[:1].islower() and not ended and (comma or len(before) >= LIKELY):
        return _KEY.match(body) is None
    begins = block.form != "prose" if ended or before.endswith(";") else _STARTS.match(body)
    return len(before) >= WRAPPED and not begins and wraps.broken(line - 1)


def _pieces(block: _Block) -> Iterator[Piece]:
    """Yield the sentences of a block, each with its place."""
    joined = " ".join(text for _, _, text in block.parts)
    starts: list[int] = []
    at = 0
    for _, _, text in block.parts:
        starts.append(at)
        at += len(text) + 1
    whole = Piece(
        line=block.parts[0][0],
        column=block.parts[0][1],
        end_line=block.parts[-1][0],
        text=plain(joined),
        headings=block.headings,
        lead=block.lead,
        form=block.form,
        mark=block.mark,
    )
    if block.form in {"code", "row"}:
        if whole.text:
            yield whole
        return
    for start, said in sentences(joined):
        text = _unquoted(plain(said).rstrip(": ").lstrip("\u2192\u21d2\u27a4 "))
        if not text:
            continue
        first = _part(starts, start)
        last = _part(starts, start + len(said) - 1)
        yield replace(
            whole,
            line=block.parts[first][0],
            column=block.parts[first][1] + start - starts[first],
            end_line=block.parts[last][0],
            text=text,
            first=start == 0,
        )


_QUOTED = later(r"\"((?!I\b|We\b|Sorry|Unfortunately|My\b)[^\"]{3,})\",?")


def _unquoted(text: str) -> str:
    """Return an entry of a list of JSON without its quotes; what it says keeps them."""
    found = _QUOTED.fullmatch(text)
    return found[1] if found is not None else text


def _part(starts: list[int], offset: int) -> int:
    return bisect_right(starts, offset) - 1
