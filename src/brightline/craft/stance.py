"""A statement in, its clauses with what each wants of a request out."""

import re
from dataclasses import dataclass
from functools import lru_cache

from brightline.craft.later import later
from brightline.records import Stance


@dataclass(frozen=True, slots=True)
class Part:
    """One clause of a statement."""

    text: str
    stance: Stance | None
    """None: it is neither an order nor a permission."""
    main: bool
    """Whether it is the statement's own: not an exception, nor the other side of a `but`."""


_NOT = (
    r"n[o']t|not|never|no|none|cannot|can't|won't|don't|doesn't|mustn't|shouldn't|isn't|aren't"
    r"|nothing|nobody|nor|neither|at most|no more"
)
_DECLINE = (
    r"refus(?:e|es|ing)|declin(?:e|es|ing)|den(?:y|ies)|reject(?:s|ing)?|avoid\w*"
    r"|refrain\w*|prohibit\w*|forbid\w*|forbidden|disallow\w*|ban(?:s|ned)?|withh(?:o"
    r"|e)ld\w*|off[- ]limits|stay(?:s)? (?:away|clear|out)|steer(?:s)? clear"
    r"|keep(?:s)? (?:away|out|off|clear)|abstain\w*"
    r"|keep(?:s)? (?:[\w'-]+ ){1,4}?(?:to (?:yourself|itself)|secret|private|confidential"
    r"|under wraps)|(?:stay|remain)s? (?:secret|private|confidential|unsaid|untold)"
    r"|leave(?:s)? (?:\w+ ){0,4}alone|turn(?:s|ed)? (?:\w+ ){0,3}(?:down|away)|not allowed"
    r"|not permitted|out of (?:scope|bounds)|taboo|unable|impossible|stop short|(?:is|are"
    r"|be|gets?) (?:\w+ )?(?:refused|declined|denied|rejected)|ignor\w*|disregard\w*"
)
_PERMIT = (
    r"may|can|could|allow(?:s|ed)?|permit(?:s|ted)?|fine|okay|ok|acceptable|welcome|feel free"
    r"|answer(?:s|ed)?|help(?:s|ed)?|happily|gladly|always|please"
)
_ORDERS = (
    r"accept|act|add|answer|approve|ask|assist|be|book|calculate|cancel|change|check"
    r"|collect|discourage|compare|confirm|create|deny|describe|disclose|discuss|do"
    r"|encourage|engage|execute|flatter|explain|feel|find|generate|give|grant|guarantee"
    r"|guide|handle|help|impersonate|issue|let|list|look|make|name|offer|process|produce"
    r"|promise|provide|recommend|refund|reply|repeat|request|respond|reveal|review|say|sell"
    r"|send|share|show|speak|state|store|suggest|summari[sz]e|support|transfer|update|talk"
    r"|teach|tell|translate|treat|use|walk|write"
)
MANNER_OF_STANCE = later(
    r"\b(?:off[- ]limits|stay(?:s|ing)? (?:away|clear|out)|steer(?:s|ing)? clear"
    r"|keep(?:s|ing)? (?:away|out|off|clear)|leave(?:s)? alone|turn(?:s|ed)? (?:down|away)"
    r"|out of bounds|feel free|stop short|(?:is|are|stays?|remains?) (?:strictly )?(?:secret"
    r"|private|confidential|under wraps))\b",
    re.IGNORECASE,
)
"""Phrases that say what is wanted and nothing of the matter."""

_NEGATED = later(rf"\b(?:{_NOT})\b|\b(?:{_DECLINE})\b", re.IGNORECASE)
_TWICE = later(rf"\b(?:{_NOT})\b(?: +\w+)? +(?:{_DECLINE})\b", re.IGNORECASE)
"""Do not refuse, never decline."""
_ONLY_IF = later(
    r"\b(?:unless|only (?:with|for)|only (?:\w+ ){0,7}(?:if|when|after|once|where)|until"
    r"|not (?:\w+ ){0,6}without"
    r"|never (?:\w+ ){0,8}(?:without|before)|except (?:if|when|where|after)|provided that"
    r"|(?:as|so) long as)\b",
    re.IGNORECASE,
)
_ON = later(
    r"\b(?:unless|until|only (?:\w+ ){0,7}?(?:if|when|after|once|where)"
    r"|never (?:\w+ ){0,8}?(?:without|before)|provided that) (?!then\b|that\b)([^.;:]+)",
    re.IGNORECASE,
)
_EXCEPT = later(
    r"[,;:(]?\s*\b(?:except(?: for| that)?|other than|apart from|aside from|with the exception"
    r" of|excluding)\b(?! (?:if|when|where|after))",
    re.IGNORECASE,
)
_BUT = later(
    r",\s+(?=(?:and\s+|or\s+)?(?:never|do not|don't|not|no|nobody)\b)"
    r"|\s+and\s+(?=(?:never|do not|don't)\b|\w+\s+(?:nobody|no one|nothing)\b)"
    r"|(?:[,;.]\s+|\s+[-\u2013\u2014]\s+|,?\s+)(?=(?:but|however|yet|though)\b)|;\s+"
    r"|(?<=[.!?])\s+(?=[A-Z\"'(])",
)
_FIRST = later(rf"\W*(?:(?:then|also|only|just) )?(?:{_ORDERS})s?\b", re.IGNORECASE)
_ORDER = later(rf"\b(?:{_PERMIT})\b", re.IGNORECASE)


READ = 8192
"""Texts that are kept as they were read: the same ones are asked for often."""


def split_clauses(text: str) -> tuple[Part, ...]:
    """Return the clauses of a statement, in order; one at least."""
    found: list[Part] = []
    # Single spaces: a pattern that begins with spaces would try each of a long row of them.
    for number, piece in enumerate(_pieces(" ".join(text.split()))):
        head, *tails = _EXCEPT.split(piece) if _may_except(piece) else (piece,)
        stance = read_stance(head)
        found.append(Part(head, stance, main=number == 0))
        # An exception is one of the same kind: except about pillows, in a rule on essays.
        found.extend(
            Part(f"{head} {tail}", _turned(stance), main=False)
            for tail in tails
            if tail.strip()
        )
    return tuple(found) or (Part(text, read_stance(text), main=True),)


@lru_cache(maxsize=READ)
def read_stance(text: str) -> Stance | None:
    """Return what a clause wants of the requests that it speaks of."""
    if _ONLY_IF.search(text):
        return Stance.DEPENDS
    turned = _TWICE.sub(" always ", text)
    if _NEGATED.search(turned):
        return Stance.REFUSE
    if turned != text or _ORDER.search(text) or _is_order(text):
        return Stance.ALLOW
    return None


def read_condition(text: str) -> str:
    """Return on what a sentence lets something depend; empty where on nothing."""
    found = _ON.search(text)
    return found[1].strip(" .") if found else ""


@lru_cache(maxsize=READ)
def is_negated(text: str) -> bool:
    """Tell whether a text itself says no, whatever stands above it."""
    return _NEGATED.search(_TWICE.sub(" always ", text)) is not None


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in _BUT.split(text) if piece and piece.strip()]


def _may_except(text: str) -> bool:
    """Tell whether it is worth looking for exceptions, which most texts have none of."""
    lower = text.lower()
    return any(sign in lower for sign in _EXCEPTIONS)


_EXCEPTIONS = ("except", "other than", " from", "excluding")


def _turned(stance: Stance | None) -> Stance | None:
    return (
        {Stance.REFUSE: Stance.ALLOW, Stance.ALLOW: Stance.REFUSE}.get(stance)
        if stance
        else None
    )


def _is_order(text: str) -> bool:
    return _FIRST.match(text) is not None
