"""A summary in, which places of its matrix are holes out: the same in every report."""

from collections.abc import Iterable, Iterator
from itertools import product

from brightline.records import Hole, Summary
from brightline.words import counted

WHOLE = "*"
"""Stands in a hole for every technique of its rule."""

_NAMED = 12


def told_holes(holes: Iterable[Hole]) -> Iterator[tuple[str, str]]:
    """Yield why something is not tested, each reason once, and the first places of it."""
    groups: dict[str, list[str]] = {}
    for hole in holes:
        groups.setdefault(hole.why, []).append(f"{hole.rule_id} × {hole.technique}")  # noqa: RUF001 - a times sign is meant
    for why, cells in groups.items():
        more = len(cells) - _NAMED
        yield why, ", ".join(cells[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def columns_of(summary: Summary) -> tuple[str, ...]:
    """Return the matrix's columns: the suite's techniques, then others that were played."""
    others = {cell.technique for cell in summary.cells} - set(summary.techniques)
    return (*summary.techniques, *sorted(others))


def holes_of(summary: Summary) -> frozenset[tuple[str, str]]:
    """Return rule and technique of each place where a hole is named and no probe was played."""
    named = {(hole.rule_id, hole.technique) for hole in summary.not_tested}
    return frozenset(
        place
        for place in _unplayed(summary)
        if not named.isdisjoint({place, (place[0], WHOLE)})
    )


def blanks_of(summary: Summary) -> frozenset[tuple[str, str]]:
    """Return the other places without a probe: their column has none for their rule."""
    return _unplayed(summary) - holes_of(summary)


def _unplayed(summary: Summary) -> frozenset[tuple[str, str]]:
    played = {
        (cell.rule_id, cell.technique)
        for cell in summary.cells
        if cell.under_refusal.decided or cell.under_refusal.undecided or cell.searched
    }
    rows = [rule.rule_id for rule in summary.rules]
    return frozenset(product(rows, columns_of(summary))) - played


def not_tested_words(summary: Summary, sign: str = "") -> str:
    """Return how much was not tested, each place once; empty where nothing is named.

    Args:
        summary: The run.
        sign: How the matrix shows a hole; empty where the report has no matrix.
    """
    drawn = holes_of(summary)
    rows = {rule.rule_id for rule in summary.rules}
    others = {
        (hole.rule_id, hole.technique)
        for hole in summary.not_tested
        if (hole.rule_id, hole.technique) not in drawn
        and not (hole.technique == WHOLE and hole.rule_id in rows)
    }
    rules = sum(technique == WHOLE for _, technique in others)
    aside = len(others) - rules
    if drawn and sign:
        cells = f"{counted(len(drawn), 'cell')}, shown as {sign}"
        cells += f", and {aside:,} more" if aside else ""
    else:
        cells = counted(len(drawn) + aside, "cell") if drawn or aside else ""
    whole = counted(rules, "whole rule") if rules else ""
    return ", and ".join(part for part in (cells, whole) if part)
