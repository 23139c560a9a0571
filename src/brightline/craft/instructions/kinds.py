"""A piece of a system prompt and what it stands under in, its kind, stance and condition out."""

import re
from dataclasses import dataclass

from brightline.craft.instructions import words
from brightline.craft.instructions.context import Context, context_of
from brightline.craft.instructions.language import is_english
from brightline.craft.instructions.layout import Piece
from brightline.records.instruction import InstructionKind
from brightline.records.policy import Stance

LONGEST = 1200
"""Characters of a piece that are looked at; its kind shows long before."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What plain rules make of a piece."""

    kind: InstructionKind
    stance: Stance | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """A sentence taken apart."""

    text: str
    """Without opening words and label."""
    label: str
    """The title in front: `Privacy: do not ...`; empty without one."""
    before: str
    """The clause in front: `If the user is a child`; empty without one."""
    main: str
    """What is ordered, without the clause in front."""


@dataclass(frozen=True, slots=True)
class _Said(Parts):
    """A piece taken apart, and what it stands under."""

    orders: str
    """The main clause without negations that only say of what."""
    lead: Context
    section: Context


def read_piece(piece: Piece, *, after_limit: bool) -> Reading:
    """Return what a piece is.

    Args:
        piece: A sentence, item or row.
        after_limit: A limit stands before it in the same item or paragraph, or just above: a
            permission then is an exception to it, and an order behind it a better response.
    """
    if piece.form == "code":
        return Reading(InstructionKind.FACT)
    if not is_english(piece.text):
        return Reading(InstructionKind.UNKNOWN)
    said = _heard(piece)
    if _tells(piece):
        said = after_limit and piece.text[:1] in {'"', "\u201c"}
        return Reading(InstructionKind.RESPONSE if said else InstructionKind.FACT)
    if after_limit and not piece.first and _follows(said):
        return Reading(InstructionKind.RESPONSE)
    limit = _limit(said, piece, after_limit=after_limit)
    if limit is not None:
        return limit
    kind = _other(said, piece)
    placed = kind in {InstructionKind.MANNER, InstructionKind.RESPONSE, InstructionKind.UNKNOWN}
    placed = placed or _YOU_DO.match(said.label) is not None
    if not placed and words.WEAK.search(said.orders):
        return Reading(InstructionKind.UNKNOWN)
    return Reading(kind)


_YOU_DO = re.compile(r"(?:you|it|what you|what it) (?:do|does|can|helps?)\b", re.IGNORECASE)


def _follows(said: _Said) -> bool:
    """Say whether it is what to do instead: `Never name prices. Say where they stand.`"""
    first = said.main.split(maxsplit=1)[0].casefold().strip(".,:") if said.main else ""
    acts = first in words.VERBS or words.RESPONSE.match(said.main) is not None
    firm = words.NEGATION.search(said.orders) or words.ASKS_FIRST.search(said.text)
    return (
        acts
        and not firm
        and not said.before
        and not re.match(r"keep\b|\w+ only\b", said.main, re.IGNORECASE)
    )


def _tells(piece: Piece) -> bool:
    """Say whether a piece is an example, a question or somebody's own story."""
    if words.DIALOGUE.match(piece.text) and not piece.mark:
        return True
    if re.fullmatch(r"[\"\u201c].+[\"\u201d]\.?", piece.text):
        return True
    own = re.match(r"(?:I|I'm|My)\b(?!.*\byou\b)", piece.text) is not None
    return own or piece.text.endswith("?")


def take_apart(text: str) -> Parts:
    """Return the parts of a sentence of a prompt."""
    whole = words.EXAMPLE.sub("", text[:LONGEST].replace("\u2019", "'"))
    rest, label = whole, ""
    found = words.LABEL.match(rest)
    if found is not None and len(found["label"].split()) <= MAX_LABEL:
        label, rest = found["label"], rest[found.end() :]
    for _ in range(3):
        rest = words.OPENER.sub("", rest, count=1).lstrip(" ,:-\u2013\u2014")
    rest = rest or whole
    clause = words.CONDITIONAL.match(rest) or words.FIRST_CLAUSE.match(rest)
    before = clause[0].rstrip(" ,:-\u2013\u2014") if clause else ""
    return Parts(rest, label, before, rest[clause.end() :] if clause else rest)


def _heard(piece: Piece) -> _Said:
    parts = take_apart(piece.text)
    headings = [context_of(heading) for heading in reversed(piece.headings)]
    own = context_of(parts.label) if parts.label else Context.NONE
    lead = own if own in _LABELS else context_of(piece.lead) if piece.lead else Context.NONE
    return _Said(
        text=parts.text,
        label=parts.label,
        before=parts.before,
        main=parts.main,
        orders=words.RELATIVE.sub(" ", words.TRAILING.sub("", parts.main)),
        lead=lead,
        section=next((one for one in headings if one is not Context.NONE), Context.NONE),
    )


MAX_LABEL = 6
"""Words of a title in front of an instruction."""

_LABELS = frozenset({Context.DENY, Context.ALLOW})
"""What a label decides; other labels are only titles."""


def _limit(said: _Said, piece: Piece, *, after_limit: bool) -> Reading | None:
    """Return the reading of an instruction that limits or guards; None for another."""
    under = said.lead or said.section
    negated = words.NEGATION.search(said.orders) is not None
    bounded = words.ONLY.search(said.text) is not None
    asks_first = words.ASKS_FIRST.search(said.text) or words.BEFORE.search(said.text)
    bounded = bounded or words.MUST_BE.search(said.main) is not None
    turns = _turns_away(said)
    manner = _about_manner(said)
    if piece.form == "row" and _ANSWERED.search(piece.text):
        return Reading(InstructionKind.TASK)
    if _guards(said):
        return Reading(InstructionKind.GUARD)
    permits = words.PERMITS.search(said.main) is not None
    if _spared(said, negated=negated, bounded=bounded):
        return Reading(InstructionKind.LIMIT, Stance.ALLOW)
    if (negated or bounded or turns or asks_first) and not (manner and not turns):
        if said.section is Context.RESPONSE and not turns:
            return Reading(InstructionKind.UNKNOWN)  # how it declines, not what
        condition = condition_of(said.text, said.before, lead=piece.lead)
        stance = Stance.DEPENDS if condition else Stance.REFUSE
        return Reading(InstructionKind.LIMIT, stance, condition)
    if manner and under is not Context.DENY:
        return None
    return _by_place(said, piece, under, permits=permits, after_limit=after_limit)


def _turns_away(said: _Said) -> bool:
    """Say whether a request of some kind is answered with something else."""
    if not said.before or words.TOPIC_ASKED.search(said.before) is None:
        return False
    if words.OUTSIDE.search(said.before) or words.OWN_WORDS.search(said.before):
        return True
    turned = words.TURNS_AWAY.search(said.main) or words.NEGATION.search(said.main)
    return turned is not None or re.search(r"\w+n't\b|\bnot\b", said.main) is not None


NEAR = 45
"""Characters behind a negation within which its object stands."""


def _about_manner(said: _Said) -> bool:
    """Say whether what is ordered or forbidden is how it speaks, and not what it does."""
    if words.MANNER.search(said.orders) is None:
        return False
    negation = words.NEGATION.search(said.orders) or words.ONLY.search(said.orders)
    if negation is None or Context.MANNER in {said.section, said.lead}:
        return True
    behind = said.orders[negation.start() : negation.end() + NEAR]
    return words.MANNER.search(behind) is not None or (
        words.MANNER_HEAD.match(said.main) is not None
    )


def _guards(said: _Said) -> bool:
    if words.GUARD.search(said.text) is None:
        return False
    secret = words.OWN_WORDS.search(said.orders) and words.REVEALS.search(said.orders)
    return secret is None or "even if" in said.text.casefold()


def _spared(said: _Said, *, negated: bool, bounded: bool) -> bool:
    """Say whether something is to be answered, in words that may hold a negation."""
    lowered = said.main.casefold()
    if re.search(r"\b(?:do not|don't|never|not) (?:refuse|decline|reject)\b", lowered):
        return True
    if re.search(r"\bnotwithstanding\b|^nothing (?:in|here|above)\b", said.text.casefold()):
        return words.PERMITS.search(said.text) is not None
    if re.search(r"\b(?:does|do) not (?:apply|cover|forbid|prohibit|include)\b", lowered):
        return True
    strong = re.search(
        r"\b(?:fine|ok|okay|allowed|permitted|acceptable|feel free|free to)\b", lowered
    )
    return (
        bool(strong)
        and not negated
        and not bounded
        and words.PERMITS.search(lowered) is not None
    )


def _by_place(
    said: _Said, piece: Piece, under: Context, *, permits: bool, after_limit: bool
) -> Reading | None:
    """Return what a piece is because of the list it stands in."""
    listed = piece.form in {"item", "row"} and piece.first
    answers = words.RESPONSE.match(said.main) is not None
    if piece.mark == "deny" or (
        under is Context.DENY and listed and not answers and not permits
    ):
        condition = condition_of("", "", lead=piece.lead)
        stance = Stance.DEPENDS if condition else Stance.REFUSE
        return Reading(InstructionKind.LIMIT, stance, condition)
    if under is Context.CONDITION and listed:
        return Reading(InstructionKind.LIMIT, Stance.DEPENDS, piece.text)
    if under is Context.ALLOW and (listed or permits) and not _names_task(said, piece):
        return Reading(InstructionKind.LIMIT, Stance.ALLOW)
    if permits and _state_of(said.before):
        return Reading(InstructionKind.LIMIT, Stance.DEPENDS, _state_of(said.before))
    if words.WITHIN.search(said.main) and not words.TASK.match(said.main):
        return Reading(InstructionKind.LIMIT, Stance.DEPENDS, said.main)
    still = re.search(r"\b(?:may|still)\b", said.main, re.IGNORECASE) is not None
    if (
        permits
        and (under is Context.DENY or after_limit or still)
        and not words.TASK.match(said.main)
    ):
        return Reading(InstructionKind.LIMIT, Stance.ALLOW)
    return None


_ANSWERED = re.compile(
    r"\| (?:[^|:]+: )?(?:answer|allow|allowed|yes|help|ok|fine)\b", re.IGNORECASE
)
"""A row that says that a request is answered."""


def _names_task(said: _Said, piece: Piece) -> bool:
    """Say whether an allowed thing is one of the product's tasks and no exception."""
    above = " ".join((*piece.headings[-1:], piece.lead)).casefold()
    if re.search(r"\b(?:exception|may|still|refuse|always|fine|ok)", above):
        return False
    return said.text.split(maxsplit=1)[0].casefold().strip(".,:") in words.VERBS


MIN_ORDER = 3
"""Words of an order at least: `Hello!` asks for nothing."""

_DEFAULTS = {
    Context.TASK: InstructionKind.TASK,
    Context.RESPONSE: InstructionKind.RESPONSE,
    Context.MANNER: InstructionKind.MANNER,
    Context.PROCEDURE: InstructionKind.PROCEDURE,
    Context.FACT: InstructionKind.FACT,
    Context.IDENTITY: InstructionKind.IDENTITY,
}


def _other(said: _Said, piece: Piece) -> InstructionKind:  # noqa: PLR0911 - one for each kind
    """Return the kind of an instruction that limits nothing."""
    under = said.lead or said.section
    if words.IDENTITY.match(said.text):
        return InstructionKind.IDENTITY
    tasked = under is Context.TASK and said.text.split(maxsplit=1)[0].casefold() in words.VERBS
    if tasked or _YOU_DO.match(said.label):
        return InstructionKind.TASK
    if words.MANNER.search(said.main) and (
        words.MANNER_HEAD.match(said.main)
        or under is Context.MANNER
        or words.NEGATION.search(said.orders)
        or words.ONLY.search(said.orders)
    ):
        return InstructionKind.MANNER
    if words.TASK.match(said.text):
        return InstructionKind.TASK
    if words.RESPONSE.search(said.main):
        return InstructionKind.RESPONSE
    first = said.text.split(maxsplit=1)[0].casefold().strip(".,:")
    listed = piece.form in {"item", "row"}
    if under is Context.ALLOW and listed:
        return InstructionKind.TASK
    if under in _DEFAULTS and (listed or under not in {Context.TASK, Context.MANNER}):
        return _DEFAULTS[under]
    if under is Context.TASK and first in words.VERBS:
        return InstructionKind.TASK
    if words.MANNER.search(said.main) and not words.STATES.search(said.main):
        return InstructionKind.MANNER
    if words.PROCEDURE.search(said.text):
        return InstructionKind.PROCEDURE
    if first in words.VERBS:
        return InstructionKind.TASK
    if piece.form == "heading":
        return InstructionKind.FACT
    if words.STATES.search(said.text) or len(said.text.split()) < MIN_ORDER:
        return InstructionKind.FACT
    return InstructionKind.UNKNOWN


_CONDITIONS = (
    re.compile(r"\bunless\s+(.+)$", re.IGNORECASE),
    re.compile(
        r"\b(?:if and only if|only (?:if|when|after|once|where|with))\s+(.+)$", re.IGNORECASE
    ),
    re.compile(r"\bexcept (?:if|when|where|with|after)\s+(.+)$", re.IGNORECASE),
    re.compile(r"\b(?:until|provided that|as long as)\s+(.+)$", re.IGNORECASE),
    re.compile(
        r"\bwithout\s+((?:\w+\s+){0,3}(?:consent|permission|approval|confirm\w+|verif\w+|asking"
        r"|check\w*|authori[sz]\w+|sign\w*|proof|prescription|order|request)\b.*)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"\brequires?\s+((?:\w+\s+){0,5}(?:approval|consent|permission|verification"
        r"|confirmation|authori[sz]ation|sign-?in|identification|supervisor|manager|code"
        r"|pin)\b.*)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bonly (?:to|for|by|with) ((?:\w+[ -]){0,3}(?:users?|customers?|members?|staff"
        r"|employees|people|persons?|adults?|guests?|clients?|patients?|holders?|managers?"
        r"|owners?)\b.*)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^only ((?:\w+[ -]){0,3}(?:users?|customers?|members?|staff|employees|people"
        r"|persons?|adults?|guests?|clients?|patients?|holders?|managers?"
        r"|owners?)\b.*?) (?:may|can|are|get)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bneeds?\s+((?:\w+\s+){0,5}(?:approval|consent|permission)\b.*)$", re.IGNORECASE
    ),
    re.compile(r"^save (?:where|when|if)\s+([^,]+),", re.IGNORECASE),
    re.compile(r"^(?:before|prior to)\s+[^,]+,\s+(.+)$", re.IGNORECASE),
    re.compile(
        r"^((?:\w+\s+){0,6}?(?:verif|confirm|authenticat|obtain|approv|identif|authori|sign"
        r"|log)\w*\b.+?)\s+(?:before|prior to)\b",
        re.IGNORECASE,
    ),
)

_BEHIND = re.compile(r", (?:and|but) (?=.*\b(?:can|may|must|should|never)\b)", re.IGNORECASE)
"""Where a second order begins behind a condition."""

_WAITS = re.compile(r"(?:unless|until|save (?:where|when|if))\s+", re.IGNORECASE)

_STATE = re.compile(
    r"(?:if|when|while|until|where)\s+((?:the |a |an |any |your )?[\w' -]{2,60}?)\s+(?:(is"
    r"|are|has|have|was|were)(?:\s+(not|never)|(n't))?|(cannot|can't|can not|does not"
    r"|doesn't|do not|don't))\s+(.+)",
    re.IGNORECASE,
)


def condition_of(text: str, before: str, *, lead: str) -> str | None:
    """Return what a limit turns on, in the prompt's words where it can; None for nothing.

    Args:
        text: The instruction.
        before: The clause in front of its order: `If the user is not signed in`.
        lead: What introduces the list it stands in.
    """
    if before and _WAITS.match(before) and not words.TOPIC_ASKED.search(before):
        return _WAITS.sub("", before).strip(" .,;:")
    for words_of in (text, lead):
        for pattern in _CONDITIONS:
            found = pattern.search(words_of)
            if found is not None:
                whole = found[1].split(" | ", maxsplit=1)[0]
                return _BEHIND.split(whole, maxsplit=1)[0].strip(" .,;:")
    if words.TOPIC_ASKED.search(before):
        return None
    state = _STATE.match(before)
    if state is None:
        return None
    who, verb, negative, short, cannot, rest = state.groups()
    if cannot:
        return (
            f"{who} can {rest}" if cannot.casefold().startswith("can") else f"{who} does {rest}"
        )
    return f"{who} {verb} {rest}" if negative or short else f"{who} {verb} not {rest}"


def _state_of(before: str) -> str | None:
    """Return what a clause in front says of the world; None where it is about a request."""
    found = re.match(r"(?:if|when|once|after|where|for)\s+(.+)", before, re.IGNORECASE)
    if found is None or re.search(r"\b(?:asks?|asked|requests?|wants to know)\b", before):
        return None
    return found[1]
