"""A reply as it is read, cut into sentences, in; which of them are items of lists out.

Assistants of today say no in a sentence and put what they can do into a list: each item is an
offer of the sentence that leads to the list, and says so in no word of its own.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

PICTURES = "\u2600-\u27bf\U0001f300-\U0001faff"
"""Emoji, as part of a character class."""

_ITEM = re.compile(rf"[ \t]*(?:[-*+•·▪◦‣{PICTURES}]|\(?\d{{1,2}}[.)])(?=\s)\s*[*_]*")
_HEADED = re.compile(r"\s*(?:#{1,6} |[*_]{2}[^\n]*[*_]{2}\s*$)")
_MARKS = "#*_> \t\n"


class Item(NamedTuple):
    """A sentence that belongs to an item of a list."""

    lead: int
    """Number of the sentence that leads to the list."""
    first: int
    """Number of the sentence with which the item begins."""
    start: int
    """Where the sentence begins to speak, behind the mark of the item."""


def items(text: str, bounds: Sequence[tuple[int, int]]) -> dict[int, Item]:
    """Return the sentences that stand in lists, by their numbers.

    Args:
        text: As it is read.
        bounds: Where each sentence begins and ends, with the space behind it.
    """
    found: dict[int, Item] = {}
    lead: int | None = None
    first: int | None = None
    for number, (low, high) in enumerate(bounds):
        if _begins_line(text, low):
            mark = _ITEM.match(text, low, high)
            if mark is None and not _indented(text, low):
                lead = first = None
            elif mark is not None and lead is not None:
                # A number with its full stop is a sentence of its own: the item follows it.
                alone = not text[mark.end() : high].strip()
                first = number + 1 if alone else number
                if not alone:
                    found[number] = Item(lead, first, mark.end())
                continue
        if first is not None and lead is not None:
            found[number] = Item(lead, first, low)
        else:
            lead = number if _leads(text[low:high]) else None
    return found


def _begins_line(text: str, low: int) -> bool:
    while low and text[low - 1] in " \t":
        low -= 1
    return not low or text[low - 1] == "\n"


def _indented(text: str, low: int) -> bool:
    return text[low - 1 : low] in {" ", "\t"}


def _leads(sentence: str) -> bool:
    return bool(_HEADED.match(sentence)) or sentence.strip(_MARKS).endswith(":")
