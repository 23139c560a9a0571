"""JSON text in, a value out that means the same to every reader and is safe to store."""

import json
import re
from typing import Never

MAX_DEPTH = 64
MAX_DIGITS = 400
"""Digits of a number; beyond it Python itself refuses or stalls."""

_STRING_OR_BRACKET = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]', re.DOTALL)
"""Never gives back what it took, and takes a string that does not end whole: linear in time."""

_SURROGATE = re.compile("[\ud800-\udfff]")


class JsonProblemError(Exception):
    """What is wrong with a JSON text, and where.

    Attributes:
        slug: Stable name of the problem.
        line: From 1.
        column: From 1.
    """

    def __init__(self, message: str, *, slug: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.slug = slug
        self.line = line
        self.column = column


def parse_json(content: bytes) -> object:
    """Return the value of a JSON text; lone surrogates in it become U+FFFD.

    Raises:
        JsonProblemError: it is not UTF-8, not JSON, holds a key twice, NaN or an endless
            number, or is nested more than 64 deep.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = f"0x{content[error.start]:02X}"
        raise JsonProblemError(
            f"the byte {byte} at offset {error.start} is not UTF-8", slug="json-not-utf8"
        ) from error
    _check_depth(text)
    try:
        found = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_no_constant,
            parse_int=_int,
            parse_float=_float,
        )
    except json.JSONDecodeError as error:
        raise JsonProblemError(
            f"this is not JSON: {error.msg.lower()}",
            slug="json-syntax",
            line=error.lineno,
            column=error.colno,
        ) from error
    return _storable(found)


def _check_depth(text: str) -> None:
    """Count brackets outside strings, so that no text can exhaust the parser's stack."""
    depth = 0
    for match in _STRING_OR_BRACKET.finditer(text):
        first = match.group()[0]
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(first, 0)
        if depth > MAX_DEPTH:
            raise JsonProblemError(
                f"values are nested more than {MAX_DEPTH} deep",
                slug="json-too-deep",
                line=text.count("\n", 0, match.start()) + 1,
                column=match.start() - text.rfind("\n", 0, match.start()),
            )


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        name = str(_storable(key))
        if name in found:
            raise JsonProblemError(
                f"the key {json.dumps(name[:60])} stands twice in one object",
                slug="json-duplicate-key",
            )
        found[name] = _storable(value)
    return found


def _storable(value: object) -> object:
    """Return a value without lone surrogates, which no database and no terminal takes."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_storable(item) for item in value]
    return value


def _no_constant(name: str) -> Never:
    raise JsonProblemError(f"{name} is not a JSON value", slug="json-not-a-number")


def _int(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise JsonProblemError("a number has too many digits", slug="json-number")
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if value in {float("inf"), float("-inf")}:
        raise JsonProblemError("a number is too large", slug="json-number")
    return value
