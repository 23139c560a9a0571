"""Runs of digits in, the cards, numbers of persons and phones in them out."""

import re
from collections.abc import Iterator

from brightline.watch.redact import phones, words
from brightline.watch.redact.checks import luhn
from brightline.watch.redact.finding import Found, Kind, is_fraction
from brightline.watch.redact.ids import LONGEST, SHAPES, Id
from brightline.watch.redact.papers import ANY_WORDS
from brightline.watch.redact.runs import Run, runs

_CARDS = frozenset({"4 4 4 4", "4 6 5", "4 6 4", "4 4 4 4 3", "4 4 4 3", "4 4 4 2"})
_MAESTRO = frozenset({"5018", "5020", "5038", "5893", "6304", "6759", "6761", "6762", "6763"})
_ANY_ID = re.compile(rf"(?i)(?<![a-z])(?:{ANY_WORDS})")


def find_numbers(text: str) -> Iterator[Found]:
    """Yield the cards, numbers of persons and phone numbers of a text."""
    for run in runs(text):
        at = rest = 0
        while at < len(run.groups):
            size, kind = _card(run, at), Kind.CARD
            if not size:
                size, kind = _id(run, at), Kind.NATIONAL_ID
            if size:
                yield from phones.find(run, rest, at)
                start, end = run.groups[at][0], run.groups[at + size - 1][1]
                yield Found(start, end, kind, run.digits(at, size))
                rest = at + size
            at += size or 1
        yield from phones.find(run, rest, at)


def _card(run: Run, at: int) -> int:
    """Return how many groups from one on are a card's number; 0 for none."""
    for size in (5, 4, 3, 1):
        digits = run.digits(at, size) if at + size <= len(run.groups) else ""
        if not 12 <= len(digits) <= 19 or digits[0] == "0" or not luhn(digits):
            continue
        lead = words.before(run.text, run.groups[at][0])
        if words.CARD.search(lead) and not words.OTHER_CARD.search(lead):
            return size
        if _is_issued(digits) and _is_card_alone(run, at, size):
            return size
    return 0


def _is_card_alone(run: Run, at: int, size: int) -> bool:
    """Tell whether digits that could be a card's are written as one, and as nothing else."""
    shape = run.shape(at, size)
    if is_fraction(run.text, run.groups[at][0]):
        return False
    if size == 1:
        return shape != "13" and not words.says_other(run.text, run.groups[at][0])
    shape = re.sub(" +", " ", re.sub(" *- *", "-", shape))
    signs = set(shape) - set("0123456789")
    # More groups of four before or behind: numbers of parcels are written so.
    around = [run.shape(one, 1) for one in (at - 1, at + size) if 0 <= one < len(run.groups)]
    return len(signs) == 1 and re.sub("[.-]", " ", shape) in _CARDS and "4" not in around


def _is_issued(digits: str) -> bool:
    """Tell whether a number begins as those of the card networks do, at their lengths."""
    size, four = len(digits), int(digits[:4])
    if digits[0] == "4":
        return size in {13, 16, 19}
    if (
        5100 <= four <= 5599
        or 2200 <= four <= 2205
        or 2221 <= four <= 2720
        or four in _NATIONAL
    ):
        return size == 16
    if digits[:2] in {"34", "37"}:
        return size == 15
    if digits[:2] in {"36", "38", "39"} or 3000 <= four <= 3059 or four == 3095:
        return size in {14, 16}
    known = digits[:2] in {"35", "60", "62", "64", "65"} or digits[:4] in _MAESTRO
    return known and 16 <= size <= 19


_NATIONAL = frozenset(
    {5019, 5041, 5061, 5066, 5067, 5078, 5081, 5085, 5090, 6062, 6363, 6364, 6366, 6370, 6376}
    | {6521, 6522, 8171, 8600, 9792, 9860}
)
"""Of Denmark, Brazil, Nigeria, India, Turkey, Uzbekistan and others."""


def _id(run: Run, at: int) -> int:
    """Return how many groups from one on are the number of a person; 0 for none."""
    for size in range(min(LONGEST, len(run.groups) - at), 0, -1):
        shape = run.shape(at, size)
        for one in SHAPES.get(shape, ()):
            if one.check(run.digits(at, size)) and _is_told(run, at, (size, shape, one)):
                return size
    return 0


def _is_told(run: Run, at: int, known: tuple[int, str, Id]) -> bool:
    """Tell whether a word says whose number it is, or its shape alone does."""
    size, shape, one = known
    start, end = run.groups[at][0], run.groups[at + size - 1][1]
    whole = size == len(run.groups)
    near = words.before(run.text, start) + "\n" + words.after(run.text, end)
    if one.words.search(near) or (whole and _ANY_ID.search(near)):
        return True
    return whole and shape in one.alone and not words.says_other(run.text, start)
