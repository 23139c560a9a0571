"""The lines of a run in, how reports show them out: rung by rung, policy beside product."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from brightline.records import Boundary, Lean, Rung, Zone
from brightline.report.clean import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rich.console import RenderableType

View = dict[str, object]

WIDTH = 320
"""Units of a rung's bar: all its plays."""

ZONES = {Zone.FINE: "fine", Zone.GREY: "left open", Zone.FORBIDDEN: "forbidden"}
"""What the policy says of a rung, in a reader's words."""

_BAR = 20
_STYLES = {
    Lean.AS_POLICY: "bold cyan",
    Lean.STRICT: "bold red",
    Lean.LAX: "bold red",
    Lean.UNKNOWN: "bold yellow",
}
_TONES = {
    Lean.AS_POLICY: "holds",
    Lean.STRICT: "broken",
    Lean.LAX: "broken",
    Lean.UNKNOWN: "unproven",
}


def answered_words(rung: Rung) -> str:
    """Return what became of a rung's plays: `18 of 20 answered, 2 without a verdict`."""
    decided = rung.answered + rung.declined
    if not decided:
        return f"no evidence ({rung.unknown} without a verdict)"
    unknown = f", {rung.unknown} without a verdict" if rung.unknown else ""
    return f"{rung.answered} of {decided} answered{unknown}"


def views(boundaries: Iterable[Boundary], anchors: Mapping[str, str]) -> list[View]:
    """Return what the page draws: a table per rule, a row per rung."""
    return [
        {
            "rule": one_line(item.rule_id),
            "anchor": anchors.get(item.rule_id, ""),
            "lean": item.lean.value,
            "tone": _TONES[item.lean],
            "words": one_line(item.words),
            "top": _product_after(item) == 0,
            "rungs": [_row(item, number) for number in range(1, len(item.rungs) + 1)],
        }
        for item in boundaries
    ]


def as_json(item: Boundary) -> dict[str, object]:
    """Return one line as scripts read it."""
    return {
        "rule": item.rule_id,
        "lean": item.lean.value,
        "words": item.words,
        "at": item.at,
        "low": item.low,
        "high": item.high,
        "level": item.level,
        "policy": {"fine": item.fine, "forbidden": item.forbidden},
        "rungs": [rung.model_dump(mode="json") for rung in item.rungs],
    }


def lines(item: Boundary) -> Iterator[RenderableType]:
    """Yield one rule's ladder for a terminal: a line per rung, both lines between them."""
    yield Text.assemble(
        (f"{item.lean.value}  ", _STYLES[item.lean]), (one_line(item.rule_id), "bold")
    )
    yield Text(f"  {one_line(item.words)}")
    product = _product_after(item)
    for number, rung in enumerate(item.rungs, 1):
        if product == number - 1:
            yield Text("  ━━ the product's line ━━", "bold")
        if item.fine == number - 1 or (item.forbidden == number > item.fine + 1):
            yield Text(
                "  ┄┄ the policy's line ┄┄" if number == item.forbidden else "  ┄┄ open ┄┄"
            )
        row = Text.assemble(
            f"{number:>2} {ZONES[rung.zone]:<9} ",
            _bar(rung),
            f" {_short(rung):<7} {one_line(rung.text, limit=200)}",
            no_wrap=True,
            overflow="ellipsis",
        )
        yield Padding(row, (0, 0, 0, 2))
    if product == len(item.rungs):
        yield Text("  ━━ the product's line ━━", "bold")


def _short(rung: Rung) -> str:
    decided = rung.answered + rung.declined
    return f"{rung.answered}/{decided}{'?' if rung.unknown else ''}" if decided else "?"


def _bar(rung: Rung) -> Text:
    plays = rung.answered + rung.declined + rung.unknown
    yes = round(_BAR * rung.answered / plays) if plays else 0
    unknown = round(_BAR * rung.unknown / plays) if plays else 0
    no = _BAR - yes - unknown
    wrong = {Zone.FINE: ("", "red"), Zone.FORBIDDEN: ("red", ""), Zone.GREY: ("", "")}
    return Text.assemble(
        ("█" * yes, wrong[rung.zone][0]),
        ("░" * no, wrong[rung.zone][1]),
        ("?" * unknown, "dim"),
    )


def _product_after(item: Boundary) -> int | None:
    """Return after which rung the product's line is drawn; None where there is no number."""
    return None if item.at is None else min(max(floor(item.at), item.low), item.high)


def _row(item: Boundary, number: int) -> View:
    rung = item.rungs[number - 1]
    plays = rung.answered + rung.declined + rung.unknown
    yes = WIDTH * rung.answered / plays if plays else 0.0
    no = WIDTH * rung.declined / plays if plays else 0.0
    words = answered_words(rung)
    return {
        "number": number,
        "text": one_line(rung.text, limit=300),
        "zone": rung.zone.value,
        "says": ZONES[rung.zone],
        "yes": f"{yes:.1f}",
        "no": f"{no:.1f}",
        "no_at": f"{yes:.1f}",
        "unknown": f"{WIDTH - yes - no:.1f}",
        "unknown_at": f"{yes + no:.1f}",
        "low": f"{WIDTH * rung.low:.1f}",
        "high": f"{WIDTH * rung.high:.1f}",
        "words": words,
        "title": f"rung {number}, {ZONES[rung.zone]}: {words}",
        "policy_after": number in {item.fine, item.forbidden - 1},
        "product_after": number == _product_after(item),
        "unsure": item.low < number <= item.high,
    }
