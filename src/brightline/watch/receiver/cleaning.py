"""A value of an attribute in, the same without personal data and secrets out.

Attributes often hold JSON as text, sometimes JSON in JSON. It is opened before it is cleaned:
the letter of an escape before an address would else be taken for a part of it.
"""

import json
import re
from collections.abc import Mapping, Sequence

from brightline.watch.otlp import SESSIONS, USERS
from brightline.watch.redact import Finder, pseudonym, redact_text
from brightline.watch.redact.names import Conversation

MOST_OPENED = 8
"""How often JSON is opened inside of JSON."""

LONG_NUMBER = 1_000_000
"""From here on a number may be one of a card, an account or a telephone."""

SHORT = 16
"""Letters of a word that can hold nothing: most values are the name of a role or a type."""

SHORT_LINE = 200
"""Characters of a value of which its key may say what it is."""

PLAIN = frozenset(
    {"role", "type", "content", "text", "parts", "finish_reason", "stop_reason", "object"}
)
"""Keys that say nothing of what stands under them; most there are."""

_KEY = re.compile(r"[A-Za-z_][\w.\-]*", re.ASCII)
_NAMES = frozenset({*SESSIONS, *USERS})


class Cleaner:
    """Cleans values with one secret."""

    def __init__(self, salt: bytes, *, also: Sequence[Finder] = ()) -> None:
        """Begin.

        Args:
            salt: See `watch.redact`.
            also: More finders, as one of names, for values of several words: one of a single
                word is a role, a type or the name of a model.
        """
        self._salt = salt
        self._also = also
        self._heard: Sequence[Finder] = also

    def attributes(self, held: Mapping[str, object]) -> dict[str, object]:
        """Return attributes with their values cleaned, and sessions and users as pseudonyms."""
        self._heard = (Conversation(self._also),) if self._also else ()
        return {
            key: pseudonym(value, self._salt)
            if key in _NAMES and isinstance(value, str) and value
            else self.value(value)
            for key, value in held.items()
        }

    def value(self, value: object) -> object:
        """Return a plain value, cleaned to its depths."""
        return self._value(value, MOST_OPENED)

    def _value(self, value: object, may_open: int) -> object:
        if isinstance(value, str):
            return self._text(value, may_open)
        if isinstance(value, list):
            return [self._value(one, may_open) for one in value]
        if isinstance(value, dict):
            return {self._key(key): self._under(key, of, may_open) for key, of in value.items()}
        return self._number(value) if isinstance(value, int | float) else value

    def _under(self, key: str, value: object, may_open: int) -> object:
        """Return a value, cleaned as what its key says it is: of a number that may be all."""
        clean = self._value(value, may_open)
        if key in PLAIN or isinstance(value, bool) or clean != value:
            return clean
        if isinstance(value, str) and len(value) <= SHORT_LINE and _is_bare(value):
            head, tail = f'"{key}": "', '"'
        elif isinstance(value, int | float):
            head, tail = f'"{key}": ', ""
        else:
            return clean
        told = f"{head}{value}{tail}"
        found = redact_text(told, self._salt).text
        if found == told:
            return clean
        whole = found.startswith(head) and found.endswith(tail)
        return found[len(head) : len(found) - len(tail)] if whole else found

    def _number(self, value: float) -> float | str:
        if abs(value) < LONG_NUMBER:
            return value
        told = repr(value)
        clean = redact_text(told, self._salt).text
        return value if clean == told else clean

    def _text(self, text: str, may_open: int) -> str:
        if len(text) <= SHORT and text.isascii() and text.isalpha():
            return text
        text = printable(text)
        if may_open and text.lstrip()[:1] in {"[", "{"}:
            try:
                clean = self._value(json.loads(text), may_open - 1)
                return json.dumps(clean, ensure_ascii=False, separators=_written(text))
            except (ValueError, RecursionError):
                pass
        also = self._heard if " " in text.strip() else ()
        return redact_text(text, self._salt, also=also).text

    def _key(self, key: str) -> str:
        return key if _KEY.fullmatch(key) else redact_text(printable(key), self._salt).text


def _is_bare(text: str) -> bool:
    """Tell whether a text stands in JSON as it is."""
    return text.isprintable() and '"' not in text and "\\" not in text


def _written(text: str) -> tuple[str, str]:
    """Return how the parts of JSON are kept apart, so that it is written as it was."""
    spaced = '": ' in text
    return (", " if spaced or '", ' in text else ",", ": " if spaced else ":")


def printable(text: str) -> str:
    """Return a text that can be written as UTF-8: JSON may hold halves of characters."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
