"""Bytes of a response in, plain JSON values out: the one gate through which all of them go."""

import json
import re
from typing import Never

from brightline.errors import TargetError
from brightline.records import Fault
from brightline.targets.failures import failed

_SURROGATE = re.compile("[\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


class _NotJsonError(ValueError):
    """A word that Python's reader takes and JSON does not know."""


def _refuse(word: str) -> Never:
    raise _NotJsonError(f"{word} is not JSON")


_decode = json.JSONDecoder(parse_constant=_refuse).decode


def read_json(content: bytes, *, hint: str = "", charset: str = "") -> object:
    """Return the value of a JSON text.

    Where a key stands twice the last one wins, as everywhere.  A lone surrogate becomes
    U+FFFD: no database, terminal or file takes it.

    Args:
        content: UTF-8, with or without a byte order mark, or else in the charset named.
        hint: What the caller would have people look at when it is not JSON.
        charset: What the response says that it is written in; empty where it does not.

    Raises:
        TargetError: it is not JSON, or nested too deep to read.
    """
    try:
        text = _text(content, charset)
        found = _decode(text)
    except UnicodeDecodeError as error:
        other = charset.lower() not in {"", "utf-8", "utf8"}
        reason = "it is not UTF-8" + (f", nor {charset[:40]}" if other else "")
        told = "Have the product write UTF-8, or name in Content-Type what it writes."
        raise _malformed(reason, told) from error
    except RecursionError as error:
        raise _malformed("it is nested too deep", hint) from error
    except ValueError as error:
        raise _malformed(_reason(content, error), hint) from error
    if "\\ud" in text or "\\uD" in text:
        return _without_surrogates(found)
    return found


def storable(text: str) -> str:
    """Return a text with U+FFFD in place of every lone surrogate."""
    return text if text.isascii() else _SURROGATE.sub(_REPLACEMENT, text)


def _text(content: bytes, charset: str) -> str:
    """Return bytes as text: UTF-8 where they are, since many servers name another by default.

    Raises:
        UnicodeDecodeError: they are neither.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if not charset:
            raise
        return _declared(content, charset)
    # In UTF-16 plain English is UTF-8 too, with a NUL after each letter.
    return _declared(content, charset) if "\0" in text and charset else text


def _declared(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset).removeprefix("\ufeff")
    except (LookupError, UnicodeError):
        return content.decode("utf-8-sig")


def _reason(content: bytes, error: ValueError) -> str:
    start = content[:64].lstrip().lower()
    if not start:
        return "it is empty"
    if start.startswith(b"<"):
        return "it is a page, not JSON"
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON ({error.msg.lower()} at character {error.pos})"
    if isinstance(error, _NotJsonError):
        return str(error)
    return "it holds a number that is too long"


def _malformed(reason: str, hint: str) -> TargetError:
    return failed(Fault.MALFORMED, f"the response cannot be read: {reason}", hint=hint)


def _without_surrogates(value: object) -> object:
    """Replace in place of every text; the depth is bounded by the reader's own."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {storable(key): _without_surrogates(item) for key, item in value.items()}
    return value
