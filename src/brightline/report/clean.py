"""Foreign text in, the same text out with everything that could steer a reader made visible.

What a product says is hostile until proven otherwise: it can move a cursor, turn the reading
direction, hide letters or be no Unicode at all. Every reporter passes every foreign text
through here; what each format needs on top (escaping) is the reporter's own.
"""

import re
from collections.abc import Callable

from brightline.words import counted

_HIDDEN = (
    "\x00-\x1f\x7f-\x9f"  # C0 with ESC, DEL, C1 with the 8-bit CSI
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # drawn as nothing
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f"  # zero-width, line separators, bidi
    "\u2800\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb"  # blanks, selectors, BOM
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"  # lone surrogates, noncharacters
    "\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"  # tag characters and the long row of variation selectors
)
_LINE = re.compile(f"([{_HIDDEN}])\\1*")
_SIGN = re.compile(f"[{_HIDDEN}]")
_SPACE = re.compile(r"[ \t\r\n]+")
_NEWLINE = re.compile(r"\r\n?")
_RUN = 4
"""Equal hidden characters in a row that are written once with their number."""

_JOINED = re.compile(
    "[\u0600-\u06ff\u0750-\u077f\u08a0-\u0dff\ufb50-\ufdff\ufe70-\ufefc"
    "\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"
)
"""Arabic, Indic and emoji: between two of these a joiner is spelling, not hiding."""


def clean(text: str, *, limit: int | None = None) -> str:
    """Return text for one line: line ends and tabs are made visible too.

    Args:
        text: Anything, lone surrogates and NUL included.
        limit: Characters kept at most; what is left out is counted behind them.
    """
    kept, more = _cut(text, limit)
    return _LINE.sub(_show, kept) + more


def clean_block(text: str, *, limit: int | None = None) -> str:
    """Return text for a block: line ends stay, tabs become spaces.

    Args:
        text: Anything, lone surrogates and NUL included.
        limit: Characters kept at most; what is left out is counted behind them.
    """
    kept, more = _cut(_NEWLINE.sub("\n", text), limit)
    lines = kept.expandtabs(4).split("\n")
    return "\n".join(_LINE.sub(_show, line) for line in lines) + more


def one_line(text: str, *, limit: int | None = None) -> str:
    """Return text squeezed into one line: spaces and line ends in a row become one space."""
    return clean(_SPACE.sub(" ", text).strip(" "), limit=limit)


def shorten(text: str, width: int) -> str:
    """Return a cleaned name no longer than width, its end replaced by an ellipsis."""
    line = one_line(text)
    return line if len(line) <= width else line[: max(width - 1, 0)] + "…"


def left_out(count: int) -> str:
    """Return how many characters are not shown, in words."""
    return f"… {counted(count, 'more character')}"


def written_out(text: str, spell: Callable[[str], str]) -> str:
    """Return text with each sign that is not seen, or moves others, as `spell` writes it.

    Args:
        text: Anything.
        spell: Takes one such sign.
    """
    return _SIGN.sub(lambda one: one[0] if _is_spelling(one) else spell(one[0]), text)


def _cut(text: str, limit: int | None) -> tuple[str, str]:
    if limit is None or len(text) <= limit:
        return text, ""
    return text[:limit], left_out(len(text) - limit)


def _show(match: re.Match[str]) -> str:
    count = match.end() - match.start()
    if count == 1 and _is_spelling(match):
        return match.group()
    name = f"U+{ord(match.group(1)):04X}"
    return f"<{name} ×{count}>" if count >= _RUN else f"<{name}>" * count  # noqa: RUF001 - a times sign is meant


def _is_spelling(match: re.Match[str]) -> bool:
    if match.group() not in "\u200c\u200d":
        return False
    before, after = match.start() - 1, match.end()
    text = match.string
    if before < 0 or after >= len(text):
        return False
    return bool(_JOINED.match(text[before]) and _JOINED.match(text[after]))
