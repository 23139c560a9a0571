"""Text of a user's in, the same text as YAML out: what it means to YAML is taken from it."""

import json
from collections.abc import Sequence

from brightline.craft.later import later

_PLAIN = later(r"[A-Za-z][A-Za-z0-9.'()-]*(?:,? [A-Za-z0-9'()-]+)*[.?]?")
"""Text that means nothing to YAML ..."""

_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""... but for these."""


def items(texts: Sequence[str], *, indent: int) -> str:
    """Return texts as a list, one on a line."""
    return "\n".join(f"{' ' * indent}- {scalar(text)}" for text in texts)


def scalar(text: str) -> str:
    """Return a text on one line as a value."""
    plain = _PLAIN.fullmatch(text) and text.casefold() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)


def cleaned(texts: Sequence[str]) -> list[str]:
    """Return texts on one line each, without empty ones and repeats."""
    lines = [one_line(text) for text in texts]
    return list({text.casefold(): text for text in lines if text}.values())


def one_line(text: str) -> str:
    """Return text on one line, without what could not stand in a file."""
    return " ".join(printable(text).split())


def printable(text: str) -> str:
    """Return a text without what could not stand in a file."""
    return "".join(c if c.isprintable() else " " for c in text)


def prompt_text(system_prompt: str) -> str:
    """Return a system prompt as a value of several lines, kept to the letter."""
    lines = [printable(line) for line in system_prompt.splitlines()]
    # The digit says how far the text is indented, whatever its own first line begins with.
    body = "\n".join(f"  {line}" if line.strip() else "" for line in lines)
    return f"|2\n{body}"
