"""A text in, its runs of digits out: groups that one number can be written in."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from brightline.watch.redact.finding import compiled, joins

FIRST = r"\d(?:[ ./()-]{0,3}\d){6}"
"""What every run has in it: seven digits, no more than three characters between two."""
_RUN = r"[+(]{0,2}\d(?:[ ./()-]{0,3}\d){6,}"
_DIGITS = re.compile(r"[0-9]+")
_TIME_BEFORE, _TIME_AFTER = re.compile(r"[0-9]:$"), re.compile(r":[0-9]{2}")


class Run(NamedTuple):
    """Digits in groups, in a text."""

    text: str
    start: int
    """Where the first group begins, or a plus or parenthesis before it."""
    groups: tuple[tuple[int, int], ...]
    """Where each starts and ends in the text."""

    def shape(self, first: int, size: int) -> str:
        """Return the sizes of some groups with what stands between them."""
        told, last = "", -1
        for start, end in self.groups[first : first + size]:
            told += (self.text[last:start] if told else "") + str(end - start)
            last = end
        return told

    def digits(self, first: int, size: int) -> str:
        """Return the digits of some groups."""
        return "".join(self.text[start:end] for start, end in self.groups[first : first + size])


def runs(text: str) -> Iterator[Run]:
    """Yield the runs of a text, less what is part of a word or a time of day."""
    for match in compiled(_RUN).finditer(text):
        start, end = match.span()
        groups = [one.span() for one in _DIGITS.finditer(text, start, end)]
        if text[start].isdigit() and (
            (joins(text[start - 1 : start]) and text[start - 2 : start] != "%B")
            or _TIME_BEFORE.search(text, start - 2, start)
        ):
            groups.pop(0)
        worded = joins(text[end : end + 1]) and text[end] not in "xX"
        if groups and (worded or _TIME_AFTER.match(text, end)):
            groups.pop()
        if groups:
            begun = start if groups[0][0] <= start + 2 else groups[0][0]
            yield Run(text, begun, tuple(groups))
