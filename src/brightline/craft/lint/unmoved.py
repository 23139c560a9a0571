"""An instruction in, whether what comes the limits' way leaves them as they are, out.

Beside the concepts of `said`, three ways of saying so that need no word of effect: to say a
thing of itself (`a no is a no`), to say no still, and to name the limits by the prompt's own
word for them.
"""

import re
from collections.abc import Set as AbstractSet

from brightline.craft.later import later
from brightline.craft.lint import concepts as c
from brightline.craft.lint.concepts import Sentence, read
from brightline.craft.lint.named import speaks_of_limits
from brightline.craft.lint.said import holds_by_words, is_act
from brightline.records import Instruction, InstructionKind

_ITSELF = later(
    r"\b(?P<what>[a-z][\w']+)(?:,? (?:who|that|which|somebody|someone|people|users?|you|on|from"
    r"|in)\b[^.;:!?|]{0,40}?|,? for \w+)?,?\s(?:is|are|be|means?|stays?|remains?|r|=)[\s,]+"
    r"(?:(?:just|only|still|always|for \w+|but)[ ,]+){0,2}(?:(?:an?|the|her|his|my)\s)?"
    r"(?:[a-z]+\s)?(?P=what)s?\b",
    re.IGNORECASE,
)
_STILL = later(
    r"\bstill (?:an? |the |say |says |be )?(?:no|nope|not|never|there|won'?t|don'?t"
    r"|doesn'?t|can'?t|cannot|refuse\w*|declin\w*|hold\w*|stand\w*|appl\w*|on|off"
    r"|bound|shut|closed|out)\b"
    r"|(?:^|[.,:;!?)\u2013\u2014>-]\s*)(?:then |and |but |it'?s |it is )?(?:still )?"
    r"(?:an? |the |your )?(?:same )?no(?:pe)?[.!]*$"
    r"|\b(?:stays?|remains?|gets?|hears?|means?) (?:an? |the |on |your |by your )?"
    r"(?:same |still )?no\b"
    r"|\b(?:same|original) (?:no|answer|repl(?:y|ies)|response|result|treatment|rights?"
    r"|outcome|limits?|lines?)\b"
    r"|\b(?:stays?|remains?) (?:shut|closed|off|on|put|where|out|there)\b"
    r"|\b(?:you|it|she|he|i) (?:don'?t|do not|won'?t|will not) (?:budge|move|change"
    r"|either|crumble|cave|give)\b"
    r"|\bis out\b|\bwhere (?:they|it) w(?:ere|as)\b|\bor not, no\b"
    r"|\b(?:as|like) (?:any(?:one|body)?|every(?:one|body)?|the) ?(?:other|others|else"
    r"|rest|plain)\b|\bany other (?:user|customer|guest|caller|person|one|member"
    r"|visitor|request)\b|\bwhat others (?:get|hear)\b|\ball (?:one|the same)\b"
    r"|\b(?:has|have|gets?|carr(?:y|ies)|earns?|wins?|buys?|brings?|confers?|opens?)"
    r" (?:no|nothing|nobody)\b"
    r"|^\W*(?:same|nor|neither|not even|likewise|ditto|so do|so does|so are)\b",
    re.IGNORECASE,
)
"""Of something that is a no, or the same, or where it was."""
_QUOTES = later(r"[\"'\u201c\u201d\u2018\u2019*`]")
_LOOSE = frozenset({InstructionKind.TASK, InstructionKind.MANNER, InstructionKind.PROCEDURE})

_CLAIMS = later(
    r"\b(?:say\w*|said|writ\w+|claim\w*|sign\w*|pretend\w*|insist\w*|state[sd]?|assert\w*"
    r"|swear\w*|announc\w*|introduc\w*|pos(?:es?|ing)|present\w*|typ(?:es?|ed|ing)|describ\w+"
    r"|description|becomes?|arriv\w+|turns? up|call\w*|speak\w*)\b[^.;?!]{0,28}?\b(?:(?:that )?"
    r"(?:he|she|they|it|one|who|we)(?:'s|'re|'m|'ve)?\b(?= (?:is|are|was|were|am|works?|owns?"
    r"|runs?|comes?|belongs?|made|speaks?|has|have)\b)|themselves|himself|herself|itself"
    r"|as (?:an?|the)\b|to be\b|from (?:us|me|head|the|ops)\b|saying so)"
    r"|[\"'\u201c\u2018]I(?:'m| am| work| run| own| speak| made| come)\b|\bself-(?:reported"
    r"|declared|described|styled|proclaimed|appointed)\b|\b(?:purport|alleg|so-called"
    r"|would-be)\w*\b|\bwho (?:is )?(?:typing|writing|asking|at the (?:keyboard|other end))\b"
    r"|\bwhether (?:an?|the|some|one|it) ?(?:user|caller|guest|customer|person|one)? ?is\b"
    r"|\bby saying so\b|\bnot verif\w+|\bsees? faces?\b",
    re.IGNORECASE,
)
"""Somebody says who he is; so does a message of itself."""

_ORDERED = later(
    r"\bwhat (?:it|they|he|she|that|the \w+) (?:says?|asks?|wants?|tells?|demands?)\b"
    r"|[\"\u201c\u2018'][^\"\u201d]*\b(?:ignore|forget|disregard|AI,|give|you must|system)\b"
    r"|\b(?:boss(?:es|ing)?|orders?|tells?|directs?|pushe?s?) (?:you|it|him|her) ?(?:around"
    r"|about)?"
    r"\b|\bcall(?:s|ing)? the shots\b|\bpull(?:s|ing)? (?:your|my|its) strings\b|\bobey\w*\b"
    r"|\bdecides?\b|\bact(?:s|ed|ing)? on\b|\b(?:carr(?:y|ied)|follow(?:ed)?) (?:it |them "
    r"|this )?"
    r"(?:out|up)?\b|\bexecut\w+|\bsteer\w*|\bcaptain|\bmarching\b|\binstruct\w*|\bcommand\w*"
    r"|\bdirecti(?:on|ve)s?\b|\borders?\b|\bimperatives?\b|\bspeaking\b",
    re.IGNORECASE,
)


LONGEST = 45
"""Words of a sentence at most: in a longer one words meet that have nothing to do together."""

WAYS = (c.FRAME, c.ROLE, c.SOURCE, c.AGAIN)
"""What comes the limits' way."""


def stands(one: Instruction, way: int, names: AbstractSet[str]) -> bool:
    """Say whether an instruction names something in the limits' way, and that they stand.

    Args:
        one: The instruction.
        way: Which concept comes their way: a frame, a role, asking again, or what is read.
        names: The words by which the prompt speaks of its limits.
    """
    said = read(one.text)
    if len(said.stems) > LONGEST or not _names(said, way, one.text) or is_act(one):
        return False
    if way == c.SOURCE:
        return _orders_nothing(said, one)
    if _says_itself(one.text) or _STILL.search(one.text):
        return True
    if holds_by_words(said, way) and (one.kind not in _LOOSE or said.denies(c.MOVES)):
        return True
    sure = bool(said.names & (c.NOT | c.STEADY | c.SAME | c.HEEDLESS | c.REFUSED))
    return sure and one.kind not in _LOOSE and speaks_of_limits(one.text, names)


def _names(said: Sentence, way: int, text: str) -> bool:
    """Say whether a sentence names what comes the limits' way."""
    if way == c.SOURCE:
        return any(not at or said.stems[at - 1] not in _OWN for at in said.where(way))
    roles = sum(1 for _ in said.where(way))
    if roles > 1 or (roles and (way != c.ROLE or said.names & (c.CLAIM | c.PEOPLE))):
        return True
    in_words = {c.FRAME: _AS_IF, c.AGAIN: _FROM_TO, c.ROLE: _CLAIMS}[way]
    return in_words.search(text) is not None


_OWN = frozenset({"thi", "thes", "abov", "our"})
"""Before `page` or `document`: of the prompt itself."""

_AS_IF = later(
    r"[\"'\u201c\u2018](?:as an? |just |let'?s |in theory|theoretical|hypothetical|imagine"
    r"|pretend|asking for|for an? |what would|if you were|you'?re an? )",
    re.IGNORECASE,
)
"""How somebody frames what he asks for, quoted."""
_FROM_TO = later(
    r"\b(?:first|one|once|1|monday|message 1|start)\b[^.;]{0,40}\b(?:last|tenth|nth|hundredth"
    r"|twent\w+|fift\w+|ninet\w+|hundreds?|thousands?|end|rest|\d{2,})\b",
    re.IGNORECASE,
)


def _says_itself(text: str) -> bool:
    """Say whether a text says a thing of itself: `a no is a no`."""
    return _ITSELF.search(_QUOTES.sub("", text)) is not None


def _orders_nothing(said: Sentence, one: Instruction) -> bool:
    """Say whether a text that is read is no more than a text, or gives no orders."""
    if one.kind in _LOOSE and not said.names & c.NOT:
        return False
    if _says_itself(one.text):
        return True
    unheeded = said.names & (c.NOT | c.HEEDLESS) or said.denies(c.MOVES)
    return bool(unheeded) and _ORDERED.search(one.text) is not None
