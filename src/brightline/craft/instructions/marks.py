"""A line of a system prompt in, whether it is a heading, and what list mark it bears, out."""

import re
from collections.abc import Sequence

from brightline.craft.instructions.context import Context, context_of, heading_says, is_bare
from brightline.craft.instructions.sentences import plain
from brightline.craft.later import later

MAX_HEADING = 90
"""Characters of a heading at most; longer lines are prose."""

MAX_CAPITALS = 10
"""Words of a heading in capital letters at most."""

MAX_TITLE = 7
"""Words of a numbered title at most."""

MIN_LETTERS, SHORT = 4, 3
"""Letters of a heading in capitals at least, and of a word that needs no capital in a title."""

_SPACE = later(r"[ \t]*")
_PICTURE = (
    "(?:[\u203c\u2049\u2139\u2600-\u27bf\u2b1b\u2b1c\u2b50\u2b55\U0001f000-\U0001faff]"
    "[\ufe0f\u200d\u2640\u2642\U0001f3fb-\U0001f3ff]*)+"
)
MARK = later(
    "(?P<mark>"
    + _PICTURE
    + r"|(?:[-*+\u2022\u2023\u25e6\u2043\u00b7\u25aa\u25cf\u25ba\u2013\u2014\u2192\u21d2\u27a4"
    r"\u00bb\u203a]"
    r"|\[[ xX]\]|\(?\d{1,3}(?:\.\d{1,3})*[.)](?=\s)|\d{1,3}(?:\.\d{1,3})+(?=\s)"
    r"|\(?[a-zA-Z]\)|\(?[ivx]{1,5}[.)]|[a-z]\.|\u00a7+ ?\d+(?:\.\d+)*[.:)]?|(?:[Rr]ule|RULE"
    r"|Step|Article|Section|Clause|Policy|Part) (?:\d+(?:\.\d+)*|[A-Z]|[IVX]+)(?:[.:)]"
    r"| [-\u2013])"
    r"|[A-Z]{1,3}-?\d{1,3}[.:])(?=\s))\s*(?=\S)"
)
_HASH = later(r"#{1,6}\s+(.+?)\s*#*$")
_BOLD = later(r"(?:\*\*|__)([^*_]+?)(?:\*\*|__)\s*:?|\[([^\[\]]{2,60})\]|=+ *([^=]+?) *=+")
_UNDERLINE = later(r"(?:=|-|~){3,}\s*")
DENY_MARKS = frozenset(
    "\u2717\u2718\u274c\u26d4\u2716\U0001f6ab\U0001f645\U0001f6d1\U0001f44e\U0001f534"
    "\U0001f6b7\U0001f6ad"
)
ALLOW_MARKS = frozenset("\u2713\u2714\u2705\U0001f44d\U0001f7e2\U0001f197")


def indent_of(raw: str) -> int:
    """Return how many blanks a line begins with."""
    found = _SPACE.match(raw)
    return found.end() if found else 0


def heading_of(body: str, after: str, *, alone: bool) -> tuple[float, str]:
    """Return the level and the words of a heading; no words for another line.

    Args:
        body: The line.
        after: The line behind it.
        alone: No paragraph is open before it.
    """
    hashed = _HASH.fullmatch(body)
    if hashed is not None and len(body) <= 2 * MAX_HEADING:
        return float(body.index(" ")), plain(hashed[1])
    if len(body) > MAX_HEADING or body.endswith((".", "!", "?", ";", ",")):
        return 0.0, ""
    bold = _BOLD.fullmatch(body)
    if alone and _UNDERLINE.fullmatch(after) and not MARK.match(body):
        return (1.0 if after.startswith("=") else 2.0), plain(body)
    if bold is not None or (alone and _titles(body, after)):
        return 7.0, plain((bold[1] or bold[2] or bold[3]) if bold else body)
    return (6.5, plain(_NUMBER.sub("", body))) if _is_capital(body) else (0.0, "")


def _titles(body: str, after: str) -> bool:
    """Say whether a short line right above a list is its title: `What you do`, `Limits`."""
    words = body.split()
    known = is_bare(body) or context_of(body) in _TITLED
    return (
        known
        and len(words) <= MOST_WORDS
        and body[:1].isupper()
        and not MARK.match(body)
        and MARK.match(after) is not None
        and not body.endswith((":", ")", '"'))
        and not heading_says(body)
    )


MOST_WORDS = 5
"""Words of a plain title above a list."""

_TITLED = frozenset(set(Context) - {Context.NONE, Context.CONDITION, Context.ALLOW})


_NUMBER = later(r"^(?:[IVXLC]+|\d+(?:\.\d+)*|[A-Z])[.):]\s+")


def _is_capital(body: str) -> bool:
    letters = [character for character in body if character.isalpha()]
    capital = all(one.upper() == one and one.lower() != one for one in letters)
    return capital and len(letters) >= MIN_LETTERS and len(body.split()) <= MAX_CAPITALS


def title_of(lines: Sequence[str], index: int, said: str) -> str:
    """Return the words of a numbered line that is the title of what follows it.

    Args:
        lines: Those of the prompt.
        index: Of the line.
        said: The line behind its mark.
    """
    words = plain(said).rstrip(": ")
    ended = said.rstrip().endswith((".", "!", "?", ";", ","))
    if not words or ended or len(words.split()) > MAX_TITLE or heading_says(words):
        return ""
    if not _NUMBERED.match(lines[index]) or not _leads(lines, index):
        return ""
    titled = all(word[:1].isupper() or len(word) <= SHORT for word in words.split())
    bold = _BOLD.fullmatch(said.strip()) is not None
    opens = _opens_numbers(lines, index)
    return words if titled or bold or opens or is_bare(words) else ""


def _opens_numbers(lines: Sequence[str], index: int) -> bool:
    """Say whether the next line is numbered beneath this one: `2. Matters`, `2.1 Tax`."""
    here = re.match(r"\s*(\d+(?:\.\d+)*)[.)]?\s", lines[index])
    following = next((one for one in lines[index + 1 :] if one.strip()), "")
    return here is not None and following.lstrip().startswith(f"{here[1]}.")


_NUMBERED = later(r"\s*(?:\d|[IVX]+[.)]|\u00a7|[A-Z][.)]|Section|Article)")


def _leads(lines: Sequence[str], index: int) -> bool:
    """Say whether what follows a numbered line is no sibling of it."""
    raw = lines[index]
    following = next((one for one in lines[index + 1 :] if one.strip()), "")
    here = MARK.match(raw, indent_of(raw))
    sibling = MARK.match(following, indent_of(following))
    if not following or here is None:
        return False
    if sibling is None:
        return indent_of(following) > indent_of(raw) or not following.lstrip().startswith("#")
    deeper = _depth(sibling) > _depth(here) or indent_of(following) > indent_of(raw)
    return deeper or sibling["mark"][:1].isdigit() != here["mark"][:1].isdigit()


def _depth(mark: re.Match[str]) -> int:
    return mark["mark"].rstrip(".)").count(".")
