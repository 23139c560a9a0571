"""The limits of a prompt in, the words by which it speaks of them all out.

`The Code:` stands over a list: where such a word comes back in another sentence, that sentence
is about the limits.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence, Set as AbstractSet

from brightline.craft.later import later
from brightline.craft.lint.concepts import FRAME, NOT, PEOPLE, ROLE, RULES, read, stem
from brightline.craft.plain_words import EMPTY, FAINT
from brightline.records import Instruction, InstructionKind

_WORD = later(r"[a-z][a-z'-]{2,}")
_COUNTED = later(
    r"\b(?:the|these|those|my|her|his|our|its)\s+(?:same\s+)?(?:two|three|four|five|six|seven"
    r"|points?|things?|won'?ts?|don'?ts?|no'?s)\b|\b(?:two|three|four|five) (?:things|matters"
    r"|points|rules)\b|\(?\d\)? (?:to|and|or|through) \(?\d\)?"
    r"|\([a-z]\)\s?(?:to|[\u2013-]|and|or)\s?\([a-z]\)|\b(?:clause|section|article|paragraph"
    r"|point|rule|chapter)s? (?:\d|[ivx]+\b)|\bunder (?:\d|[ivx]+\b)"
    r"|\bone of (?:the|those|these)\b|\b(?:any|one|some|none|all|each) of (?:it|them|this|that"
    r"|these|those)\b|\bthe (?:above|foregoing|aforesaid|list|table|rows?|lines?)\b|\bsuch a"
    r" case"
    r"\b",
    re.IGNORECASE,
)
"""What points at several limits at once."""
_NO_NAMES = frozenset(map(stem, f"{EMPTY} {FAINT} important note critical".split()))


def names_of(limits: Sequence[Instruction], others: Iterable[Instruction]) -> frozenset[str]:
    """Return the stems of the words by which a prompt calls its limits as a whole.

    Args:
        limits: What it forbids.
        others: All that it says; what it is and does for whom names no limit.
    """
    titles = Counter(one.section for one in limits)
    labels = Counter(found["label"] for one in limits if (found := _LABEL.match(one.text)))
    above = {one.lead for one in limits}
    above |= {one for one in titles if len(titles) <= TITLES or read(one).names & RULES}
    above |= {one for one, times in labels.items() if times > 1 or read(one).names & RULES}
    told = " ".join(above)
    spoken = (one for one in others if one.kind in _OF_ITSELF)
    own = {stem(word) for one in spoken for word in _words(one.text)}
    return frozenset({stem(word) for word in _words(told)}) - _NO_NAMES - own


TITLES = 2
"""Titles over limits up to which each may name them all; of more, each names its matter."""

_OF_ITSELF = frozenset({InstructionKind.IDENTITY, InstructionKind.TASK})
_LABEL = later(r"(?P<label>[A-Za-z][\w' -]{1,24}):\s")


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower().replace("\u2019", "'"))


def speaks_of_limits(text: str, names: AbstractSet[str]) -> bool:
    """Say whether a sentence names the limits as a whole: by their own name, or counted."""
    if _COUNTED.search(text):
        return True
    said = read(text)
    if said.names & RULES and not said.names & (FRAME | ROLE | PEOPLE | NOT):
        return True
    return any(
        stem in names
        and (at == 0 or said.stems[at - 1] in _BEFORE or said.stems[at - 1] in names)
        for at, stem in enumerate(said.stems)
    )


_BEFORE = frozenset(
    map(
        stem,
        [
            "the",
            "these",
            "this",
            "those",
            "any",
            "no",
            "a",
            "an",
            "our",
            "my",
            "her",
            "his",
            "your",
            "every",
            "each",
        ],
    )
)
"""Before a name: `the Code`, and not `stop a medicine` below `Where it stops`."""


def tasks_of(instructions: Iterable[Instruction]) -> frozenset[str]:
    """Return the stems of what a prompt says that the product does, without common words."""
    told = (
        one
        for one in instructions
        if one.kind is InstructionKind.TASK or _YOU_DO.match(one.text)
    )
    found = {word for one in told for word in read(one.text).stems if len(word) > LETTERS}
    return frozenset(found) - _COMMON


_YOU_DO = later(
    r"\W*(?:you|i|we) (?!(?:are|am|do|can|may|must|should|never|not|have|say|know|don't|can't"
    r"|won't|cannot)\b)[a-z]+\b(?!.*\b(?:not|never|no|nobody|nothing)\b)",
    re.IGNORECASE,
)
"""`You rent canoes and teach knots.`"""

LETTERS = 3
"""Letters up to which a word says nothing of a task."""

_COMMON = frozenset(map(stem, f"{EMPTY} {FAINT} help explain tell say when with".split()))
