"""Any text or record in, text that every database can hold out; and back again."""

import json
import re
from typing import TypeVar

from brightline.records import Record

ESCAPE = "\ue000"
"""Private-use character that starts an escape; it is escaped itself, so nothing is lost."""

_UNSAFE = re.compile("[\x00\ud800-\udfff\ue000]")
_ESCAPED = re.compile("\ue000([0-9a-f]{4})")
_LONE = re.compile("[\ud800-\udfff]")

AnyRecord = TypeVar("AnyRecord", bound=Record)


def escape(text: str) -> str:
    """Return text without NUL and lone surrogates, which PostgreSQL and UTF-8 cannot hold.

    Equal texts stay equal and different ones different, so escaped texts can be compared.
    """
    return _UNSAFE.sub(_escaped, text) if _UNSAFE.search(text) else text


def unescape(text: str) -> str:
    """Return what `escape` was given."""
    return _ESCAPED.sub(_plain, text) if ESCAPE in text else text


def to_json(record: Record) -> str:
    """Return a record as JSON, in which a NUL is already written as an escape.

    A lone surrogate is no character; it becomes U+FFFD here, as it does where replies arrive.
    """
    try:
        return record.model_dump_json()
    except ValueError:
        loose = json.dumps(record.model_dump(mode="python"), default=str, ensure_ascii=False)
        return _LONE.sub("\ufffd", loose)


def from_json(kind: type[AnyRecord], text: str) -> AnyRecord:
    """Return the record that `to_json` was given.

    Raises:
        ValueError: the text is no such record.
    """
    return kind.model_validate_json(text)


def _escaped(found: re.Match[str]) -> str:
    return f"{ESCAPE}{ord(found[0]):04x}"


def _plain(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))
