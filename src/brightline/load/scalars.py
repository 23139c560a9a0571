"""One scalar in, a value of the expected type out; YAML's own guesses are problems."""

import math
import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from brightline.load.nodes import Items, Node, Scalar, Table
from brightline.load.problems import Problems, shown

if TYPE_CHECKING:
    from collections.abc import Callable


class Broken:
    """Stands for a value whose problem is noted."""


BROKEN = Broken()

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,3})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHARE = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,12})?)\s*%")

_READ_AS = {
    "bool": "true or false",
    "null": "nothing",
    "int": "a number",
    "float": "a number",
    "timestamp": "a date",
    "value": "a reference",
    "merge": "a reference",
}
"""How a reader of YAML 1.1 takes unquoted text, by the last part of its tag."""


def read_text(node: Scalar, problems: Problems) -> str | Broken:
    """Return the text of a scalar, unless YAML would take it for something else."""
    if not node.text.strip():
        return _note_empty(node, problems)
    kind = guessed(node)
    if not kind:
        return node.text
    problems.add(
        f"unquoted, YAML reads {shown(node.text)} as {_READ_AS[kind]}, not as text",
        slug="ambiguous-text",
        place=node.place,
        hint=f'Quote it: "{node.text}".' if len(node.text) < 40 else "Put it into quotes.",
    )
    return BROKEN


def read_bool(node: Scalar, problems: Problems) -> bool | Broken:
    """Return true or false, of which YAML 1.1 knows twenty-two spellings and we know two."""
    if node.plain and node.text in {"true", "false"}:
        return node.text == "true"
    if not node.text.strip():
        return _note_empty(node, problems)
    quoted = node.text in {"true", "false"}
    problems.add(
        f"{shown(node.text)} {'in quotes is text' if quoted else 'is neither true nor false'}",
        slug="bad-bool",
        place=node.place,
        hint="Remove the quotes." if quoted else "Write true or false.",
    )
    return BROKEN


def read_number(
    node: Scalar, problems: Problems, *, whole: bool, share: bool
) -> float | Broken:
    """Return a number, for a share also one with a percent sign, as a share of 1."""
    if not node.text.strip():
        return _note_empty(node, problems)
    percent = _SHARE.fullmatch(node.text) if share else None
    if percent is not None:
        return float(percent[1]) / 100
    if _NUMBER.fullmatch(node.text) and (share or node.plain):
        value = float(node.text)
        if not whole and math.isfinite(value):
            return value
        if whole and node.text.lstrip("-").isdigit():
            return int(node.text)
    wanted = "a share" if share else ("a whole number" if whole else "a number")
    problems.add(
        f"{shown(node.text)} is not {wanted}",
        slug="bad-number",
        place=node.place,
        hint="Write a share such as 2% or 0.02."
        if share
        else f"Write {wanted} without quotes.",
    )
    return BROKEN


def read_date(node: Scalar, problems: Problems) -> str | Broken:
    """Return a date of the calendar as text."""
    try:
        if _DATE.fullmatch(node.text):
            return date.fromisoformat(node.text).isoformat()
    except ValueError:
        pass  # The calendar has no such day: said below, as for any other text.
    problems.add(
        f"{shown(node.text)} is not a date of the calendar",
        slug="bad-date",
        place=node.place,
        hint="Write it as YYYY-MM-DD, e.g. 2026-11-03.",
    )
    return BROKEN


def read_free(node: Node, problems: Problems) -> object:
    """Return a value of no declared type as JSON would have it."""
    if isinstance(node, Items):
        items = [read_free(item, problems) for item in node.items]
        return BROKEN if any(isinstance(item, Broken) for item in items) else items
    if isinstance(node, Table):
        found = {key: read_free(value, problems) for key, (_, value) in node.entries.items()}
        return BROKEN if any(isinstance(v, Broken) for v in found.values()) else found
    return BROKEN if node.broken else _read_free_scalar(node, problems)


def _read_free_scalar(node: Scalar, problems: Problems) -> object:
    if not guessed(node):
        return node.text
    words = {"true": True, "false": False, "null": None}
    if node.text in words:
        return words[node.text]
    if _NUMBER.fullmatch(node.text) and math.isfinite(float(node.text)):
        return int(node.text) if node.text.lstrip("-").isdigit() else float(node.text)
    return _note_guess(node, problems)


def guessed(node: Scalar) -> str:
    """Return what YAML 1.1 would turn an unquoted scalar into, empty for text."""
    if not node.plain:
        return ""
    tag = _resolver()(node.text)
    kind = tag.rpartition(":")[2]
    return kind if kind in _READ_AS else ""


@cache
def _resolver() -> "Callable[[str], str]":
    from yaml import ScalarNode
    from yaml.resolver import Resolver

    resolver: Any = Resolver()  # PyYAML's stubs leave `resolve` untyped.

    def resolve(text: str) -> str:
        return str(resolver.resolve(ScalarNode, text, (True, False)))

    return resolve


def _note_empty(node: Scalar, problems: Problems) -> Broken:
    problems.add(
        "the text here is empty" if not node.plain else "nothing stands after the key",
        slug="empty-value",
        place=node.place,
        hint="Write a value, or remove the line.",
    )
    return BROKEN


def _note_guess(node: Scalar, problems: Problems) -> Broken:
    kind = guessed(node)
    instead = {
        "bool": "Write true or false, or put it into quotes.",
        "null": "Write null, or put it into quotes.",
    }
    problems.add(
        f"unquoted, YAML reads {shown(node.text)} as {_READ_AS[kind]}",
        slug="ambiguous-text",
        place=node.place,
        hint=instead.get(kind, "Put it into quotes, or write a plain decimal number."),
    )
    return BROKEN
