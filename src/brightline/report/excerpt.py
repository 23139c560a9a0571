"""A reply and the spans a judge saw in it in, pieces out: the words that decided are marked."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from brightline.records import Span
from brightline.words import counted

DELIVERING = frozenset({"deliver", "marker"})
"""Acts that give the user what was asked for."""

DECLINING = frozenset({"refuse", "apologise", "norm", "redirect", "block"})
"""Acts that keep it from the user."""


class Piece(NamedTuple):
    """A stretch of text as it is shown."""

    text: str
    """Still foreign: the reporter cleans and escapes it."""
    kind: str
    """`plain`, `delivers`, `declines`, or `cut` for our own note of what is left out."""
    act: str = ""


def pieces(text: str, spans: Sequence[Span], *, limit: int) -> tuple[Piece, ...]:
    """Return text in pieces, at most about limit characters of it.

    When the deciding words stand beyond the limit, the start and the words are kept and
    what lies between is counted.

    Args:
        text: The reply as it came.
        spans: What the judge saw; offsets outside of text are cut to it.
        limit: Characters kept at most.
    """
    marked = _tidy(spans, text)
    windows = _windows(len(text), marked, limit)
    return tuple(_walk(text, marked, windows))


def side(act: str) -> str:
    """Return whether an act delivers, declines, or does neither (`plain`)."""
    if act in DELIVERING:
        return "delivers"
    return "declines" if act in DECLINING else "plain"


def _tidy(spans: Sequence[Span], text: str) -> list[Span]:
    """Keep the spans that say something, in order, without overlaps or blanks at their end."""
    tidy: list[Span] = []
    end = 0
    for span in sorted(spans, key=lambda item: (item.start, -item.end, item.act)):
        start = max(span.start, end)
        stop = start + len(text[start : span.end].rstrip())
        if start < stop and side(span.act) != "plain":
            tidy.append(Span(start=start, end=stop, act=span.act))
            end = stop
    return tidy


def _windows(size: int, marked: Sequence[Span], limit: int) -> list[tuple[int, int]]:
    if size <= limit:
        return [(0, size)]
    head = limit // 2
    decisive = [span for span in marked if side(span.act) == "delivers"] or list(marked)
    if not decisive or decisive[0].start < head:
        return [(0, limit)]
    lead = limit // 8
    start = max(head, min(decisive[0].start - lead, size - head))
    return (
        [(0, start + head)] if start == head else [(0, head), (start, min(start + head, size))]
    )


def _walk(
    text: str, marked: Sequence[Span], windows: Sequence[tuple[int, int]]
) -> Iterator[Piece]:
    shown = 0
    for start, stop in windows:
        yield from _omitted(start - shown)
        at = start
        for span in marked:
            first, last = max(span.start, at), min(span.end, stop)
            if first >= last:
                continue
            if at < first:
                yield Piece(text[at:first], "plain")
            yield Piece(text[first:last], side(span.act), span.act)
            at = last
        if at < stop:
            yield Piece(text[at:stop], "plain")
        shown = stop
    yield from _omitted(len(text) - shown, last=True)


def _omitted(count: int, *, last: bool = False) -> Iterator[Piece]:
    if count > 0:
        words = (
            counted(count, "more character")
            if last
            else f"{counted(count, 'character')} left out"
        )
        yield Piece(f" … {words} " if last else f" … {words} … ", "cut")
