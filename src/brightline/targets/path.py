"""A decoded response and a dotted path in, what stands there out."""

from typing import Final


class _Nothing:
    """Tells a missing value from a null."""


NOTHING: Final = _Nothing()


def follow(value: object, path: str) -> object:
    """Return what stands at a path, or `NOTHING`.

    Args:
        value: A decoded response.
        path: Keys and list positions with dots between; a position may count from the end.
            A key that holds dots itself is found when it is the whole rest of the path.
    """
    if isinstance(value, dict) and path in value:
        return value[path]
    key, dot, rest = path.partition(".")
    found: object = NOTHING
    if isinstance(value, dict):
        found = value.get(key, NOTHING)
    elif isinstance(value, list) and key.removeprefix("-").isdecimal() and key.isascii():
        position = int(key)
        if -len(value) <= position < len(value):
            found = value[position]
    return follow(found, rest) if dot and found is not NOTHING else found
