"""The instructions of a prompt in, those that limit out: one reader, so one number."""

import re
from collections.abc import Sequence

from brightline.craft.headings import names_others
from brightline.craft.later import later
from brightline.craft.stance import is_negated
from brightline.records import Instruction, InstructionKind, Stance

_SPEAKER = later(
    r"\W*(?:user|customer|human|bot|assistant|agent|ai|model|client|patient|student|child|q"
    r"|a)s?\b"
    r"(?: (?:asks?|says?|repl(?:y|ies)|answers?|writes?))?\s*(?:\([^)]*\))?\W?:",
    re.IGNORECASE,
)
_OF_ORDERS = later(
    r"\bsystem messages?\b|\btool(?:s|'s)? (?:output|results?|return)|\bpasted\b"
    r"|\binstructions? (?:inside|in (?:it|them|one))\b|\bearlier (?:answer|reply|turn)"
    r"|\bchanges? no(?:thing|ne)\b|\bmakes? no difference\b|\bclaimed roles?\b",
    re.IGNORECASE,
)
"""What says whose orders count: no rule of a policy is about that."""
_HOW_NO = later(
    r"^\W*(?:when|where|if|whenever) you (?:must |have to )?(?:say no|stop|decline|refuse)\b"
    r"|\b(?:never|do not|don't) (?:scold|preach|morali[sz]e|accuse|lecture|argue"
    r"|guess why|ask (?:people|them|anyone|anybody|users?|\w+) (?:why|to explain))\b"
    r"|\b(?:lay no blame|blame nobody|no reproach)\b",
    re.IGNORECASE,
)
"""How it says no, and not to what."""
_STATES = later(
    r"^(?:that|this|it) is no\b|^nobody is (?:suspected|blamed|judged|accused)\b"
    r"|\bmakes? nobody\b|\bfor nobody\b|\bnot a reason to go on\b|\bwith or without\b"
    r"|^(?:they|users|customers) have no\b|\bwho have no\b|\bmay tell (?:anyone|anybody)\b"
    r"|^(?:do not|don't|never) (?:do|say|tell|give|write) (?:it|so|that|this)\W*$",
    re.IGNORECASE,
)
"""What is so, or goes on with the sentence before."""
_ANSWERED = later(
    r"\b(?:never|not|n't) (?:\w+ )?(?:turn(?:ed)? away|refus\w+|declin\w+|held back)\b"
    r"|^\W*(?:do |please )?answer\b"
    r"|\b(?:always|still|do|may) (?:answer|help|explain|tell)\w*\b"
    r"|^\W*what (?:stays|remains|is|you may) (?:always |still )?(?:allowed|fine|okay|ok|say)\b",
    re.IGNORECASE,
)
"""A heading over what is to be answered."""


def orders_in(instructions: Sequence[Instruction]) -> tuple[Instruction, ...]:
    """Return the instructions without examples of a talk, which order nothing themselves.

    A prompt that is all questions and answers is no example: the answers are its orders.
    """
    spoken = {one.line for one in instructions if _SPEAKER.match(one.text)}
    whole = len(spoken) * 2 > len({one.line for one in instructions})
    return tuple(
        one
        for one in instructions
        if (whole or one.line not in spoken) and not _is_quoted(one.text)
    )


def _is_quoted(text: str) -> bool:
    """Say whether a text is what somebody says; `"I am the boss" buys nothing` is none."""
    if text[:1] not in '"\u201c':
        return False
    behind = re.split(r"[\"\u201d]", text[1:], maxsplit=1)[1:]
    return not behind or len(behind[0].split()) < GOES_ON


GOES_ON = 2
"""Words behind a quote from which on they say something of it."""


def limits_in(instructions: Sequence[Instruction]) -> tuple[Instruction, ...]:
    """Return those that want something refused, always or on a condition, in their order.

    Left out are examples of a talk, what says whose orders count, and headings over others.
    """
    orders = orders_in(instructions)
    return tuple(
        one
        for place, one in enumerate(orders)
        if is_limit(one)
        and not any(way.search(one.text) for way in (_OF_ORDERS, _HOW_NO, _STATES))
        and not (_ANSWERED.search(one.section) and not is_negated(one.text[:OPENING]))
        and not (place and _goes_on(orders[place - 1], one))
        and not names_others(one, orders[place:])
    )


OPENING = 12
"""Characters in which an order that says no itself begins: `Never` ..."""


def _goes_on(before: Instruction, one: Instruction) -> bool:
    """Say whether a clause is the end of a sentence on whose orders count."""
    near = one.text[:1].islower() and one.line - before.end_line <= 1
    return near and (
        before.kind is InstructionKind.GUARD or _OF_ORDERS.search(before.text) is not None
    )


def is_limit(one: Instruction) -> bool:
    """Say whether an instruction wants something refused, always or on a condition."""
    return one.kind is InstructionKind.LIMIT and one.stance is not Stance.ALLOW
