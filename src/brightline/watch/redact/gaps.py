"""What stands between a word and a value in, whether the one announces the other.

People and programs put anything there: a verb of their language, quotes, dots, tags, a line
break, the name of a field. What ends it is the same everywhere: another name with its colon,
another number, too many words, a sentence that ends and goes on about something else.
"""

import re
from collections.abc import Iterator

from brightline.watch.redact.finding import compiled

REACH = 110
"""Characters between a word and what it announces, at most."""
MOST_WORDS = 7
_ELEMENT = re.compile(r"</?[A-Za-z][^<>]{0,80}>|<!\[CDATA\[|\]\]>")
_LINK = re.compile(r"[:=»\u2192\u21d2]+>?|[-=]>")
_WORD = re.compile(r"[^\W\d_]+")
_STOPS = re.compile(r"[0-9\0}]|\);|\*/|/\*|\n\s*\n\s*\n")
"""Another number, what was taken out already, the end of a statement or a comment."""
_ENDS = re.compile(r"[.!?\u3002]\s+|\n")
_MARKUP = frozenset(
    {
        "value",
        "val",
        "content",
        "text",
        "string",
        "str",
        "answer",
        "data",
        "type",
        "input",
        "is",
    }
    | {"wert", "valor", "valeur", "valore", "it", "s", "a", "no", "nr", "number", "n", "num"}
    | {
        "nummer",
        "numéro",
        "número",
        "numero",
        "numer",
        "b",
        "strong",
        "td",
        "dd",
        "span",
        "key",
    }
    | {
        "from",
        "some",
        "of",
        "new",
        "into",
        "varchar",
        "optional",
        "date",
        "v",
        "val",
        "current",
    }
    | {"name", "label", "field", "system", "use", "the", "de", "und", "and", "my"}
)
"""Words of forms and code that may stand behind a colon, before the value."""
_INFLECTED = re.compile(r"[^\W\d_A-Z]{1,6}(?=[^\w.(-]|$)|'s\b")
"""What a language may put at the end of a word."""
_NAMED_ON = re.compile(r"(?:[_-][^\W\d_]{1,14}|[A-Z][a-z]{1,12}){1,3}(?![\w(.-])")
"""How a name goes on in code."""
_MOST_BEHIND, _MOST_ENDS = 3, 3
"""Words between the end of a sentence and the value; ends of sentences and lines."""


def words_between(gap: str) -> list[str] | None:
    """Return the words between a name and its value, or None where they do not belong together.

    Args:
        gap: What stands between them.
    """
    stopped = len(gap) > REACH or _STOPS.search(gap)
    read = None if stopped else _behind_name(_ELEMENT.sub(" ", gap))
    if read is None or not _is_linked(read):
        return None
    words = _WORD.findall(read)
    ends = list(_ENDS.finditer(read))
    new = ends and len(_WORD.findall(read, ends[-1].end())) > _MOST_BEHIND
    return None if len(words) > MOST_WORDS or len(ends) > _MOST_ENDS or new else words


def _behind_name(gap: str) -> str | None:
    """Return what stands behind the whole name, or None where another name begins with it."""
    if not gap[:1].isalpha() and gap[:1] not in {"_", "-"}:
        return gap
    if _NAMED_ON.match(gap):
        return gap.replace("_", " ")
    if ending := _INFLECTED.match(gap):
        return gap[ending.end() :]
    return gap if gap[0] == "-" else None


def _is_linked(gap: str) -> bool:
    """Tell whether no other name with its colon stands in a gap."""
    parts = _LINK.split(gap)
    if len(parts) == 1:
        return True
    behind = [word.casefold() for part in parts[1:] for word in _WORD.findall(part)]
    quoted = '"' in gap or "'" in gap
    return len(parts) <= 2 + quoted and _MARKUP.issuperset(behind)


def reached(text: str, word: str, value: str) -> Iterator[tuple[int, re.Match[str], list[str]]]:
    """Yield the first value behind each word that belongs to it.

    Args:
        text: Where to look.
        word: A pattern of what announces values.
        value: A pattern of values; its first group is the value.

    Yields:
        Where the word ends, the match of a value in what follows, the words between.
    """
    for match in compiled(word).finditer(text):
        end = match.end()
        found = compiled(value).search(text[end : end + REACH + 80])
        if found is None:
            continue
        words = words_between(text[end : end + found.start(1)])
        if words is not None:
            yield end, found, words
