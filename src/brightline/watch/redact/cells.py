"""A text in, what tables, forms and code in it put under a name out, each with that name.

A finder looks for a word before a value. In a table the word is the head of a column, in a
statement of SQL it stands in another list, in code it is half of a name: here it is put before
the value again, as a sentence would have it.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from brightline.watch.redact.finding import Finder, Found, compiled


class Cell(NamedTuple):
    """A value, and what it is called."""

    name: str
    start: int
    end: int


_LONGEST = 200
"""Characters of a value."""
_ELEMENT = re.compile(
    r"<([^\W\d][\w.:-]{1,39})(?:\s[^<>\n]{0,120})?>(?:\s{0,20}<!\[CDATA\[)?\s{0,20}([^<>\s][^<>]{0,198})</"
)
_TABLE = re.compile(r"<t[hd](?:\s[^<>]{0,80})?>([^<>]{1,200})</t[hd]>|</tr>|</table>")
"""A cell of a table of HTML, or the end of a row or of the table."""
_PAIR = re.compile(
    r"""[\[(]\s{0,20}["']([^"'\n]{2,40})["']\s{0,3},\s{0,20}["']([^"'\n]{3,200})["']"""
)
_CALL = re.compile(
    r"\b(?:set|with|put|add|update|new\s)_?([A-Z]\w{1,39})\(\s{0,3}[\"']([^\"'\n]{3,200})[\"']"
)
_SET = (
    r"(?:^|[^A-Za-z0-9_])(_{0,2}[A-Za-z][A-Za-z0-9]{0,20}(?:[a-z][A-Z]"
    r"|[_-])[A-Za-z0-9_-]{1,30})"
    r"[\"'\]]{0,2}\s{0,2}(?::=|=>|[:=])\s{0,2}[\"'`]?([^\s\"'`][^\"'\n]{2,198})"
)
"""A name of several words: one word is found where it stands."""
_TABBED = r"(?m)(?:^|\t)([\pL_][\pL\pN_ .-]{1,39})\t([^\t\n]{3,200})"
_INSERT = (
    r"(?i)\binsert\s+into\s+[^\s(]{1,80}\s*\(([^()]{2,400})\)\s*values\s*"
    r"((?:\([^()]*\)\s*,?\s*)+)"
)
_TUPLE = re.compile(r"\(([^()]*)\)")
_PARTS = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|[^,'\"]+")
_FIELDS = {sign: re.compile(rf'"[^"\n]*"|[^{sign}\n]*') for sign in (";", "|", "\t", ",")}
_HEAD = re.compile(r"(?=.{2,40}$)[^0-9]+(?:[0-9]{1,2}[^0-9]*)?")
_RULE = re.compile(r"[\s|:+-]+")


def labelled(wanted: str, finders: tuple[Finder, ...]) -> Callable[[str], Iterator[Found]]:
    """Return a finder of what others find in values once their name stands before them.

    Args:
        wanted: Matches the names that they look for.
        finders: What they are.
    """

    @lru_cache(maxsize=4096)
    def is_wanted(name: str) -> bool:
        return bool(compiled(wanted).search(name))

    def find(text: str) -> Iterator[Found]:
        for cell in _cells(text):
            name = _spoken(cell.name)
            if not is_wanted(name):
                continue
            lead = f"{name}: "
            told = lead + text[cell.start : cell.end]
            for finder in finders:
                for one in finder(told):
                    start = one.start - len(lead)
                    if start >= 0:
                        end = one.end - len(lead) + cell.start
                        yield one._replace(start=start + cell.start, end=end)

    return find


def _cells(text: str) -> Iterator[Cell]:
    if "</" in text:
        yield from _matched(_ELEMENT, text)
        yield from _rows(text)
    if "[" in text or "(" in text:
        yield from _matched(_PAIR, text)
        yield from _matched(_CALL, text)
    if "=" in text or ":" in text:
        yield from _matched(compiled(_SET), text)
    if "\t" in text:
        yield from _matched(compiled(_TABBED), text)
    for match in compiled(_INSERT).finditer(text):
        yield from _inserted(match)
    yield from _columns(text)


def _matched(pattern: re.Pattern[str], text: str) -> Iterator[Cell]:
    for match in pattern.finditer(text):
        yield Cell(match[1], *match.span(2))


def _rows(text: str) -> Iterator[Cell]:
    """Yield the cells of tables of HTML, under the heads of their columns."""
    heads: list[str] = []
    row: list[tuple[int, int]] = []
    for match in _TABLE.finditer(text):
        if match[1]:
            row.append(match.span(1))
        elif len(row) > 1:
            if len(row) != len(heads):
                heads = [text[start:end].strip() for start, end in row]
            else:
                for name, (start, end) in zip(heads, row, strict=True):
                    yield Cell(name, *_bare(text, start, end))
            row = []
        if match[0].startswith("</table"):
            heads = []


def _inserted(match: re.Match[str]) -> Iterator[Cell]:
    names = [name.strip(' \n\t`"[]') for name in match[1].split(",")]
    for row in _TUPLE.finditer(match[2]):
        parts = [one for one in _PARTS.finditer(row[1]) if one[0].strip()]
        for name, part in zip(names, parts, strict=False):
            start = match.start(2) + row.start(1) + part.start()
            yield Cell(name, *_bare(match.string, start, start + len(part[0])))


def _columns(text: str) -> Iterator[Cell]:
    """Yield the values of tables whose lines are cut by one sign, below their heads."""
    lines = [match.span() for match in re.finditer(r"[^\n]+", text)]
    heads: list[str] = []
    sign = ""
    for (start, end), (after, _) in pairwise([*lines, (len(text) + 2, 0)]):
        line = text[start:end]
        if not heads:
            sign = next((one for one in _FIELDS if one in line), "")
            fields = _fields(line, sign) if sign else []
            told = [line[begin:stop].strip() for begin, stop in fields]
            if len(told) > 1 and all(map(_HEAD.fullmatch, told)):
                heads = told
        elif not _RULE.fullmatch(line):
            fields = _fields(line, sign)
            if len(fields) == len(heads):
                for name, (begin, stop) in zip(heads, fields, strict=True):
                    if stop - begin <= _LONGEST:
                        yield Cell(name, start + begin, start + stop)
            else:
                heads = []
        if after > end + 1:
            heads = []


def _fields(line: str, sign: str) -> list[tuple[int, int]]:
    """Return where the fields of a line stand, without the blanks and quotes around them."""
    found: list[tuple[int, int]] = []
    at = 0
    while at <= len(line):
        match = _FIELDS[sign].match(line, at)
        end = match.end() if match else len(line)
        end = end if end == len(line) or line[end] == sign else line.find(sign, end)
        end = len(line) if end < 0 else end
        found.append(_bare(line, at, end))
        at = end + 1
    if sign == "|":
        # A row of Markdown begins and ends with the sign.
        found = found[bool(found[0][0] == found[0][1]) :]
        found = found[: -1 if found and found[-1][0] == found[-1][1] else None]
    return found


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a value stands without blanks and one pair of quotes around it."""
    while start < end and text[start] in " \t\n":
        start += 1
    while end > start and text[end - 1] in " \t\n\r":
        end -= 1
    if end - start > 1 and text[start] == text[end - 1] and text[start] in "\"'`":
        return start + 1, end - 1
    return start, end


def _spoken(name: str) -> str:
    """Return a name as words: `birthDate` and `birth_date` are a birth date."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.split(r"[\s_.-]+", split)).strip()
