"""A decoded response and a dotted path in, what stands there out."""

from typing import Final


class _Nothing:
    """Tells a missing value from a null."""


NOTHING: Final = _Nothing()

EACH = "*"

DEEPEST, MOST_PARTS = 8, 4
"""Levels, and parts of a list, that are looked through for text."""


def follow(value: object, path: str) -> object:
    """Return what stands at a path, or `NOTHING`.

    Args:
        value: A decoded response.
        path: Keys and list positions with dots between; a position may count from the end, and
            `*` is every item of a list: what stands at the rest of the path in each of them,
            as a list. A key that holds dots itself is found when it is the whole rest.
    """
    if isinstance(value, dict) and path in value:
        return value[path]
    key, dot, rest = path.partition(".")
    found: object = NOTHING
    if isinstance(value, dict):
        found = value.get(key, NOTHING)
    elif isinstance(value, list) and key == EACH:
        return _in_each(value, rest)
    elif isinstance(value, list) and key.removeprefix("-").isdecimal() and key.isascii():
        position = int(key)
        if -len(value) <= position < len(value):
            found = value[position]
    return follow(found, rest) if dot and found is not NOTHING else found


def _in_each(items: list[object], rest: str) -> object:
    found: list[object] = []
    for item in items:
        one = follow(item, rest) if rest else item
        if one is not NOTHING and one is not None:
            found += one if isinstance(one, list) else [one]
    return found or NOTHING


def texts_in(value: object, path: str = "", *, deep: int = DEEPEST) -> dict[str, int]:
    """Return the paths at which text stands, each with how long it is.

    Args:
        value: A decoded response.
        path: Where it stood itself; empty for the whole.
        deep: Levels that are looked into.
    """
    if isinstance(value, str):
        return {path: len(value)} if path and value.strip() else {}
    parts: list[tuple[object, object]] = []
    if isinstance(value, dict):
        parts = list(value.items())
    elif isinstance(value, list):
        parts = list(enumerate(value[:MOST_PARTS]))
    found: dict[str, int] = {}
    for key, part in parts if deep else []:
        found |= texts_in(part, f"{path}.{key}" if path else str(key), deep=deep - 1)
    return found
