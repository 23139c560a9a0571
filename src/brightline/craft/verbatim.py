"""A rule and a line in, whether the line is the rule word for word, or nearly, out."""

from functools import lru_cache

from brightline.craft.instructions.sentences import sentences
from brightline.craft.later import later
from brightline.craft.stance import is_negated

NEARLY = 0.8
"""Share of the words of the longer of two texts that both have, in all but their wording."""

LEAST = 3
"""Words of a text at least."""

_WORD = later(r"[a-z0-9]+")


def says_same(rule: str, line: str) -> bool:
    """Tell whether a line holds a rule, or one sentence of it, in its very words.

    Args:
        rule: Its text, of one sentence or several.
        line: An instruction of a prompt.
    """
    for said, negated in _told(line):
        for words, against in _sentences(rule):
            longer = max(len(said), len(words))
            if (
                negated is against
                and min(len(said), len(words)) >= NEARLY * longer  # else it holds too few
                and len(said & words) >= NEARLY * longer
            ):
                return True
    return False


@lru_cache(maxsize=4096)
def _told(line: str) -> tuple[tuple[frozenset[str], bool], ...]:
    """Return what a line says: a row says each cell of its topic, and all of them."""
    topic, *cells = line.split(" | ")
    texts = (line, *(f"{topic}: {cell.partition(': ')[2] or cell}" for cell in cells))
    return tuple(told for told in map(_said, texts) if len(told[0]) >= LEAST)


def _words(text: str) -> frozenset[str]:
    plain = text.lower().replace("\u2019", "'").replace("'", "")
    return frozenset(_WORD.findall(plain))


@lru_cache(maxsize=4096)
def _said(text: str) -> tuple[frozenset[str], bool]:
    return _words(text), is_negated(text)


@lru_cache(maxsize=1024)
def _sentences(rule: str) -> tuple[tuple[frozenset[str], bool], ...]:
    parts = (rule, *(text for _, text in sentences(rule)))
    return tuple(_said(text) for text in dict.fromkeys(parts))
