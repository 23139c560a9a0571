"""A piece of a system prompt and what it stands under in, kind, stance and condition out."""

import re
from dataclasses import dataclass, replace

from brightline.craft.instructions import guards, need, words
from brightline.craft.instructions.conditions import condition_of, state_of
from brightline.craft.instructions.context import Context, is_bare
from brightline.craft.instructions.language import is_english, says_no
from brightline.craft.instructions.orders import as_order
from brightline.craft.instructions.parts import Said, heard
from brightline.craft.instructions.pieces import Piece
from brightline.craft.instructions.plain_kinds import plain_kind
from brightline.craft.instructions.short_forms import spelled_out
from brightline.craft.instructions.tables import Row, Verdict, read_row
from brightline.craft.instructions.tasks import VERBS
from brightline.craft.later import later
from brightline.records.instruction import InstructionKind
from brightline.records.policy import Stance


@dataclass(frozen=True, slots=True)
class Reading:
    """What plain rules make of a piece."""

    kind: InstructionKind
    stance: Stance | None = None
    condition: str | None = None


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
        return _FOREIGN if says_no(piece.text) else Reading(InstructionKind.UNKNOWN)
    ordered = as_order(spelled_out(piece.text))
    if ordered != piece.text:
        piece = replace(piece, text=ordered)
    said = heard(piece)
    row = _row_of(said, piece)
    read = _rowed(row) if row is not None else _sentence(said, piece, after_limit=after_limit)
    if read.kind not in _HELD and _in_need(said, read.kind):
        return Reading(InstructionKind.UNKNOWN)
    if read.kind is not InstructionKind.LIMIT and piece.form == "item" and under_no(piece):
        return _FOREIGN
    return read


_HELD = frozenset({InstructionKind.LIMIT, InstructionKind.GUARD, InstructionKind.UNKNOWN})


def _in_need(said: Said, kind: InstructionKind) -> bool:
    """Say whether it orders what to do for somebody in danger: such a line is looked at."""
    text = need.plain(said.text)
    if kind is not InstructionKind.IDENTITY and need.DIRE.search(text) and not is_example(text):
        return True
    if need.IN_NEED.search(text) is None:
        return False
    if kind in {InstructionKind.TASK, InstructionKind.IDENTITY}:
        return bool(said.before or re.search(r"\b(?:if|when|whenever)\b", said.text))
    return bool(said.before or need.AT_ONCE.search(said.text)) or said.first in VERBS


def under_no(piece: Piece) -> bool:
    """Say whether what introduces a list says no in another language than English."""
    above = (piece.lead, *piece.headings[-1:])
    return any(one and not is_english(one) and says_no(one) for one in above)


def _row_of(said: Said, piece: Piece) -> Row | None:
    """Return what it says of a topic as a row of a table does; not of how it speaks."""
    row = read_row(piece.text) if piece.form in {"row", "item"} or piece.first else None
    if row is None or said.under is Context.MANNER:
        return None
    return None if words.speaks_of_manner(row.topic) else row


def _sentence(said: Said, piece: Piece, *, after_limit: bool) -> Reading:
    if _tells(piece):
        quoted = after_limit and piece.text[:1] in {'"', "\u201c"}
        return Reading(InstructionKind.RESPONSE if quoted else InstructionKind.FACT)
    if after_limit and (_if_asked(said) or (not piece.first and _follows(said))):
        return Reading(InstructionKind.RESPONSE)
    return _limit(said, piece, after_limit=after_limit) or Reading(_other(said, piece))


_FOREIGN = Reading(InstructionKind.LIMIT, Stance.REFUSE)


def _rowed(row: Row) -> Reading:
    """Return what a row of a table is: a limit is never taken for a task."""
    if row.verdict is Verdict.YES:
        return Reading(InstructionKind.TASK)
    if row.verdict is Verdict.UNCLEAR:
        return Reading(InstructionKind.UNKNOWN)
    stance = {Verdict.NO: Stance.REFUSE, Verdict.DEPENDS: Stance.DEPENDS}.get(row.verdict)
    condition = row.condition or None
    if row.verdict is Verdict.NO and (but := condition_of(row.said, "", lead="")):
        stance, condition = Stance.DEPENDS, but
    if stance is None and _BARS.search(row.said) is not None:
        stance = Stance.REFUSE  # `The office decides; do not promise one`
    return Reading(InstructionKind.LIMIT, stance, condition)


_BARS = later(r"(?:^|[;.,] (?:and |so )?)(?:never|do not|don't|must not) [a-z]+", re.IGNORECASE)


def _other(said: Said, piece: Piece) -> InstructionKind:
    """Return the kind of what limits nothing; unknown where a sign of a limit is left."""
    kind = plain_kind(said, piece)
    named = kind is InstructionKind.IDENTITY and said.under is Context.IDENTITY
    sure = kind in {InstructionKind.MANNER, InstructionKind.RESPONSE} or named
    weak = words.WEAK.search(said.orders) and not words.YOU_DO.match(said.label)
    loose = said.under is Context.ALLOW and kind is not InstructionKind.TASK
    # `If they bring up the lawsuit, say that the press office answers`: it may turn away.
    asked = kind is InstructionKind.RESPONSE and words.TOPIC_ASKED.search(said.before)
    asked = asked if not is_bare(_ASKS.sub("", said.before)) else None
    return InstructionKind.UNKNOWN if asked or ((weak or loose) and not sure) else kind


_ASKS = later(r"\b(?:ask|asks|wants?|do|does|try|tries)\b", re.IGNORECASE)


def _follows(said: Said) -> bool:
    """Say whether it is what to do instead: `Never name prices. Say where they stand.`"""  # noqa: D415 - ends with what is quoted
    acts = said.first in VERBS or words.RESPONSE.match(said.main) is not None
    firm = words.negates(said.orders) or words.ASKS_FIRST.search(said.text)
    bounds = re.match(r"keep\b|\w+ only\b", said.main, re.IGNORECASE)
    return acts and not (firm or said.before or bounds)


def _if_asked(said: Said) -> bool:
    """Say whether it is what to do about the limit before it: `If asked, name the office.`"""  # noqa: D415 - ends with what is quoted
    barred = words.NEGATION.match(said.main) or words.ONLY.match(said.main)
    return words.IF_ASKED.match(said.text) is not None and barred is None


def is_example(text: str) -> bool:
    """Say whether a text is a turn of a made-up conversation: `User: May I ...?`."""
    found = words.DIALOGUE.match(text)
    return found is not None and _ORDERS.match(text[found.end() :]) is None


def is_turn(text: str) -> bool:
    """Say whether a text behind a turn of a conversation may be the next: `Otto: I can ...`."""
    found = re.match(r"[A-Z]\w{1,20}:\s", text)
    return found is not None and _ORDERS.match(text[found.end() :]) is None


_ORDERS = later(
    r"[\s\"'(\[]*(?:never(?! mind)|do not|don't|dont|only|avoid|no|must|should|refuse"
    r"|decline|you)\b",
    re.IGNORECASE,
)
"""How an order begins: `Output: never name a patient` is no example."""


def _tells(piece: Piece) -> bool:
    """Say whether a piece is an example, a question or somebody's own story."""
    if is_example(piece.text) and not piece.mark:
        return True
    quoted = re.fullmatch(r"[\"\u201c].+[\"\u201d]\.?", piece.text) is not None
    if quoted and _ORDERS.match(piece.text) is None:
        return True
    own = (
        re.match(r"(?:I|I'm|My)\b(?!.*\byou\b| (?:do not|don't|never) want\b)", piece.text)
        is not None
    )
    return own or piece.text.endswith("?")


def _limit(said: Said, piece: Piece, *, after_limit: bool) -> Reading | None:
    """Return the reading of an instruction that limits or guards; None for another."""
    return (
        Reading(InstructionKind.GUARD) if _guards(said) else _bounds(said, piece, after_limit)
    )


def _bounds(said: Said, piece: Piece, after_limit: bool) -> Reading | None:  # noqa: FBT001 - handed on
    """Return the reading of an instruction that limits or allows; None for another."""
    negated = words.negates(said.orders) is not None
    house = words.MUST_BE.search(said.main) or _KEEPS_TO.match(said.main)
    bounded = bool(words.bounds(said.text) or house)
    if _spared(said, firm=negated or bounded):
        return Reading(InstructionKind.LIMIT, Stance.ALLOW)
    if said.under is Context.IDENTITY and not negated:
        return None
    turns = _turns_away(said)
    asks_first = words.ASKS_FIRST.search(said.text) or words.BEFORE.search(said.text)
    manner = _about_manner(said)
    if turns or ((negated or bounded or asks_first) and not manner):
        return _limited(said, piece, turns=turns)
    if manner and said.under not in {Context.DENY, Context.ALLOW}:
        return None
    return _denied(said, piece) or _allowed(said, piece, after_limit=after_limit)


_KEEPS_TO = later(
    r"keep (?:every|each|all|any|the|a) (?!(?:answers?|repl(?:y|ies)|responses?|messages?"
    r"|sentences?|paragraphs?|tone|chat|conversation)\b)[\w' -]{3,40}? "
    r"(?:below|under|above|within|at most) (?:the [a-z]+|an? [a-z]+|\d)",
    re.IGNORECASE,
)
"""`Keep every lot below the threshold`: a bound of the house."""


def _limited(said: Said, piece: Piece, *, turns: bool) -> Reading:
    declines = said.section is Context.RESPONSE or _DECLINING.match(said.before)
    if declines and not turns:
        return Reading(InstructionKind.UNKNOWN)  # how it declines, not what
    # Who somebody claims to be is no condition: that is what it holds in spite of.
    claimed = guards.claims_role(said.before)
    text, before = (said.main, "") if claimed else (said.text, said.before)
    condition = condition_of(text, before, lead=piece.lead)
    stance = Stance.DEPENDS if condition else Stance.REFUSE
    return Reading(InstructionKind.LIMIT, stance, condition)


_DECLINING = later(
    r"(?:when|if|whenever) you (?:must |have to |need to )?(?:decline|refuse|say no|stay out"
    r"|cannot help|can't help|turn down)\b",
    re.IGNORECASE,
)


def _turns_away(said: Said) -> bool:
    """Say whether a request of some kind is answered with something else."""
    if not said.before or words.TOPIC_ASKED.search(said.before) is None:
        return False
    if words.OUTSIDE.search(said.before) or guards.OWN_WORDS.search(said.before):
        return True
    turned = words.TURNS_AWAY.search(said.main) or words.negates(said.main)
    return turned is not None or re.search(r"\w+n't\b|\bnot\b", said.main) is not None


NEAR = 45
"""Characters behind a negation within which its object stands."""


def _about_manner(said: Said) -> bool:
    """Say whether what is ordered or forbidden is how it speaks, and not what it does."""
    if _TEMPER.fullmatch(said.text):
        return True
    orders = _KINDLY.sub(" ", said.orders)
    if words.speaks_of_manner(orders) is None:
        return False
    negation = words.negates(orders) or words.bounds(orders)
    if negation is None or Context.MANNER in {said.section, said.lead}:
        return True
    behind = orders[negation.start() : negation.end() + NEAR]
    return words.speaks_of_manner(behind) is not None or (
        words.MANNER_HEAD.match(said.main) is not None
    )


_TEMPER = later(
    r"(?:[a-z]+(?<!s), )?[a-z]+(?<!s),? (?:but |and )?(?:not|never) [a-z]+(?<!s)[.!]?",
    re.IGNORECASE,
)
"""What it is like, in two words: `Warm, not cheesy`."""

_KINDLY = later(
    r"\b(?:politely|kindly|courteously|respectfully|warmly|briefly)(?=\W|$)"
    r"|\b(?:polite|kind|friendly|courteous|brief|short|firm) (?=no\b)",
    re.IGNORECASE,
)
"""How something is declined says nothing of what."""


def _guards(said: Said) -> bool:
    if guards.GUARD.search(f"{said.label}: {said.text}" if said.label else said.text) is None:
        return False
    revealed = guards.REVEALS.search(said.orders)
    secret = guards.OWN_WORDS.search(said.orders, revealed.end()) if revealed else None
    if secret is not None and "even if" not in said.text.casefold():
        return False
    return not guards.names_matter(said.before, said.main)


def _spared(said: Said, *, firm: bool) -> bool:
    """Say whether something is to be answered, in words that may hold a negation."""
    lowered = said.main.casefold()
    permits = words.PERMITS.search(said.text) is not None
    if _NOT_REFUSED.search(lowered):
        return True
    if re.search(r"\bnotwithstanding\b|^nothing (?:in|here\w*|above)\b", said.text.casefold()):
        return permits
    if _ENDS_FINE.search(lowered) and _NOT_SO.search(lowered) is None:
        return True
    return permits and not firm and _FINE.search(lowered) is not None


_NOT_REFUSED = later(
    r"\b(?:do not|don't|never|not) (?:refuse|decline|reject)\b"
    r"|\b(?:no objection|nothing wrong)\b"
    r"|\b(?:does|do) not (?:apply|cover|forbid|prohibit|include)\b"
)
_ENDS_FINE = later(
    r"\b(?:is|are|and|always|also|perfectly|still|it's) (?:\w+ )?(?:fine|ok|okay|allowed"
    r"|welcome)\.?$"
)
_NOT_SO = later(r"\b(?:never|not) (?:with|by|as|say|tell)\b")
"""`... answered with the law and never with a yes, you are fine`: that is what is not said."""
_FINE = later(r"\b(?:fine|ok|okay|allowed|permitted|acceptable|feel free|free to|welcome to)\b")


def _denied(said: Said, piece: Piece) -> Reading | None:
    """Return what a piece is because it stands in a list of what is forbidden."""
    listed = piece.form in {"item", "row"} and piece.first
    spared = _INSTEAD.match(said.main) or words.PERMITS.search(said.main)
    if piece.mark == "deny" or (said.under is Context.DENY and listed and not spared):
        condition = condition_of("", "", lead=piece.lead)
        stance = Stance.DEPENDS if condition else Stance.REFUSE
        return Reading(InstructionKind.LIMIT, stance, condition)
    if said.under is Context.CONDITION and listed:
        return Reading(InstructionKind.LIMIT, Stance.DEPENDS, piece.text)
    return None


_INSTEAD = later(
    r"(?:instead|redirect|refer (?:them|the)|steer|apologi[sz]e|point (?:them|the user)"
    r"|politely|let (?:them|the user) know|tell (?:them|the user) (?:that )?you)\b",
    re.IGNORECASE,
)
"""What in a list of what is forbidden is no part of it."""


def _allowed(said: Said, piece: Piece, *, after_limit: bool) -> Reading | None:
    """Return what a permission is: an exception, one on a condition, or none of a limit."""
    listed = piece.form in {"item", "row"} and piece.first
    permits = words.PERMITS.search(said.main) is not None
    if said.under is Context.ALLOW and (listed or permits) and not _names_task(said, piece):
        return Reading(InstructionKind.LIMIT, Stance.ALLOW)
    state = state_of(said.before) if permits else None
    task = words.TASK.match(said.main) is not None
    if (
        state
        or words.MAY_ONCE.search(said.main)
        or (words.WITHIN.search(said.main) and not task)
    ):
        return Reading(
            InstructionKind.LIMIT,
            Stance.DEPENDS,
            state or condition_of(said.text, "", lead="") or said.main,
        )
    may = after_limit and not piece.first and re.search(r"\bmay\b", said.main) is not None
    if may and words.negates(said.orders) is None:
        return Reading(InstructionKind.LIMIT, Stance.ALLOW)
    still = re.search(r"\b(?:may|still)\b", said.main, re.IGNORECASE) is not None
    near = said.under is Context.DENY or after_limit or still
    return (
        Reading(InstructionKind.LIMIT, Stance.ALLOW) if permits and near and not task else None
    )


def _names_task(said: Said, piece: Piece) -> bool:
    """Say whether an allowed thing is one of the product's tasks and no exception."""
    above = " ".join((*piece.headings[-1:], piece.lead)).casefold()
    if re.search(r"\b(?:exception|may|still|refuse|always|fine|ok)", above):
        return False
    return said.text.split(maxsplit=1)[0].casefold().strip(".,:") in VERBS
