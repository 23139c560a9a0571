"""A policy held against its prompt in, two columns of it out, joined by line numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from brightline.records import Carried, Lack
from brightline.report.clean import one_line
from brightline.words import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rich.console import RenderableType

    from brightline.records import HeldAgainst, Policy, PromptLine, RuleHeld

BESIDE = 80
"""Columns of a terminal from which on the two stand beside each other."""

_STYLES = {
    "conflict": "bold red",
    "missing": "bold yellow",
    "in part": "yellow",
    "carried": "cyan",
    "no rule": "bold yellow",
}
_MARK = 9
"""Columns of the longest mark, and one between."""


def columns(
    policy: Policy, held: HeldAgainst, *, names: tuple[str, str], width: int
) -> RenderableType:
    """Return rules on the left, the prompt's lines that carry them on the right.

    Conflicts come first, then what is missing, carried in part, and carried; last the lines
    that no rule covers.

    Args:
        policy: Whose rules they are.
        held: What each carries of the other.
        names: What the policy and the prompt are called.
        width: Columns of the terminal; below `BESIDE` lines stand under their rule.
    """
    if not held.english:
        return Text(f"{summary(held)}.")
    rows = list(_rows(policy, held))
    heads = (Text(one_line(names[0]), "bold"), Text(one_line(names[1]), "bold"))
    body = _beside(rows, heads, width) if width >= BESIDE else _below(rows, heads)
    return Group(Text(f"{summary(held)}."), Text(), body)


def summary(held: HeldAgainst) -> str:
    """Return in one line how many rules and lines are carried, missing and in conflict."""
    if not held.english:
        return "not read: the prompt is not in English, so nothing is said of its lines"
    kinds = [one.carried for one in held.rules]
    told = [f"{kinds.count(Carried.FULLY)} of {counted(len(kinds), 'rule')} carried"]
    if some := kinds.count(Carried.PARTLY):
        told.append(f"{some} in part")
    told.append(f"{kinds.count(Carried.MISSING)} missing")
    bare = sum(not line.rules for line in held.lines)
    told.append(f"{bare} of {len(held.lines)} lines that limit covered by no rule")
    told.append(counted(len(held.conflicts), "conflict"))
    return ", ".join(told)


class _Row:
    """What stands on one height: a mark, a rule and lines of the prompt."""

    def __init__(self, mark: str, left: list[Text], right: list[Text]) -> None:
        self.mark = Text(mark, _STYLES[mark])
        self.left = left
        self.right = right


def _rows(policy: Policy, held: HeldAgainst) -> Iterator[_Row]:
    texts = {rule.id: rule.text for rule in policy.rules}
    for one in held.conflicts:
        yield _Row(
            "conflict", [_rule(one.rule_id, texts), Text(one.clash.value)], [_line(one.at)]
        )
    told = {one.rule_id for one in held.conflicts}
    for rule in sorted(held.rules, key=lambda one: _ORDER.index(one.carried)):
        if rule.carried is Carried.MISSING and rule.rule_id in told:
            continue  # its conflict says already what the prompt has instead
        left = [_rule(rule.rule_id, texts)]
        if rule.lacks:
            left.append(Text(_lacks(rule)))
        right = [_line(at) for at in rule.lines[:_MOST]]
        if more := sorted({at.line for at in rule.lines[_MOST:]}):
            right.append(Text(f"also {', '.join(map(str, more))}", "dim"))
        yield _Row(rule.carried.value, left, right or [Text("no line", "dim")])
    for line in held.lines:
        if not line.rules:
            yield _Row("no rule", [], [_line(line.at)])


_ORDER = (Carried.MISSING, Carried.PARTLY, Carried.FULLY)
_MOST = 3
"""Lines of a rule that are shown with their text."""


def _beside(rows: Iterable[_Row], heads: tuple[Text, Text], width: int) -> RenderableType:
    table = Table.grid(padding=(0, 1), expand=True)
    table.width = width
    table.add_column(width=_MARK)
    table.add_column(ratio=1)
    table.add_column(width=1)
    table.add_column(ratio=1)
    table.add_row(Text(), heads[0], Text(), heads[1])
    for row in rows:
        joint = Text(_JOINTS.get(row.mark.plain, "\N{BOX DRAWINGS LIGHT HORIZONTAL}"), "dim")
        table.add_row(row.mark, Group(*row.left), joint, Group(*row.right))
    return table


_JOINTS = {"conflict": "\N{MULTIPLICATION X}", "missing": " ", "no rule": " "}


def _below(rows: Iterable[_Row], heads: tuple[Text, Text]) -> RenderableType:
    parts: list[RenderableType] = [Text(" / ").join(heads)]
    for row in rows:
        first, *more = row.left or [Text()]
        parts.append(Text.assemble(row.mark, "  ", first))
        parts += [Padding(each, (0, 0, 0, 2)) for each in more]
        parts += [Padding(each, (0, 0, 0, 4)) for each in row.right]
    return Group(*parts)


def _rule(rule_id: str, texts: Mapping[str, str]) -> Text:
    return Text.assemble((one_line(rule_id), "bold"), f"  {one_line(texts.get(rule_id, ''))}")


def _line(at: PromptLine) -> Text:
    return Text.assemble((f"{at.line}", "bold"), f"  {one_line(at.text)}")


def _lacks(rule: RuleHeld) -> str:
    words = f" ({one_line(', '.join(rule.words))})" if rule.words else ""
    told = [lack.value + (words if lack is Lack.MATTER else "") for lack in rule.lacks]
    return f"lacks {' and '.join(told)}"
