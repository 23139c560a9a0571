"""An instruction in, whether it says that the limits hold in spite of something, out.

Each such statement has two halves: what comes the limits' way (a frame, a claimed role, a text
that gives orders, asking again), and that it changes nothing. A sentence that names both, in
whatever words, is one; `lexicon` has the words of each half.
"""

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache

from brightline.craft.later import later
from brightline.craft.lint import concepts as c
from brightline.craft.lint.concepts import Sentence, read
from brightline.craft.lint.named import speaks_of_limits
from brightline.records import Instruction, InstructionKind

_OWN_ACT = later(
    r"^(?:[\w' -]{2,40}:\s*)?\W*(?:please )?(?:(?:you|it|we|i|the \w+(?: \w+)?)\s+)?"
    r"(?:never|do not|don't|does not|doesn't|shall not|must not|may not|will not|cannot|can't"
    r"|(?:give|offer|write|send|name|say|make|pass on)s? no"
    r"|(?:nothing|none|no (?:[\w'-]+ ){1,6})\b[^.;]{0,60}\b(?:shall|may|is|are|will|must|can)"
    r" be"
    r" (?:disclosed|released|shared|given|told|sent|shown|issued|sold|lent|booked|discussed)"
    r"|no (?!(?:amount|kind|sort|number|form|matter|degree|way|how)\b)(?:[\w'-]+ ){1,4}"
    r"(?:for|about|on))\b(?P<act>.*)",
    re.IGNORECASE | re.DOTALL,
)
_OF_LIMITS = later(
    r"\b(?:rules?|limits?|limitations?|restrictions?|instructions?|guidelines?|polic(?:y|ies)"
    r"|lines?|boundar\w+|above|prompt|these|this|same|exceptions?|hold|holds|changes?"
    r"|difference|matters?|counts?|refus\w+|declin\w+|however|whatever|whoever|regardless"
    r"|any (?:framing|form|wording|way)|let|lets|fall for|fooled|tricked|swayed|talked"
    r"|persuaded|convinced|moved|give in|give way|soften|relent|budge|bend|yield|cave|waver"
    r"|(?:go|play) along|accept|trust|believe|obey|follow|act on|carry out|comply"
    r"|take (?:\S+ ){0,3}word|what (?:is|was|you|they|it)|off limits|off the table)\b",
    re.IGNORECASE,
)
_HELPS = frozenset({InstructionKind.TASK, InstructionKind.MANNER, InstructionKind.PROCEDURE})
_SO = later(
    r"^\W*(?:so (?:do|does|is|are)|nor (?:do|does|is|are)|neither|(?:the )?same (?:for|goes"
    r"|holds|with|applies)|likewise|(?:and )?not (?:for|in|when|if|even))\b",
    re.IGNORECASE,
)
"""How a sentence begins that says of more what the one before says."""
_EVEN = later(r"\b(?:even|whether|also|too|as well|either|equally|still)\b", re.IGNORECASE)
_BUT = later(r"^\W*(?:however|whatever|even)\s*,", re.IGNORECASE)
_ASKS = later(r"^\W*(?:ask|request|demand|tell|urge)\b", re.IGNORECASE)
_DIRECTS = later(
    r"\bonly (?:this|these|the|what|your)\b[^.;]{0,60}\b(?:directs?|instructs?|binds?"
    r"|governs?|orders?|commands?|instructions?|counts?|tells?)\b"
    r"|\binstructions?\b[^.;]{0,30}\bonly\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=c.READ)
def says_framing(one: Instruction) -> bool:
    """Say whether no frame changes the limits."""
    said = read(one.text)
    return said.has(c.FRAME) and not is_act(one) and _holds(one, said, c.FRAME)


@lru_cache(maxsize=c.READ)
def says_authority(one: Instruction) -> bool:
    """Say whether no claimed role and no forged message changes them."""
    said = read(one.text)
    if not said.has(c.ROLE) or is_act(one):
        return False
    if said.names & c.SAME and (said.names & c.PEOPLE or _STRICT.search(one.text)):
        return True
    claimed = said.has(c.CLAIM) or _BEING.search(one.text) is not None
    return claimed and _holds(one, said, c.ROLE)


_BEING = later(r"\bbeing (?:an?|the|one of)\b", re.IGNORECASE)


@lru_cache(maxsize=c.READ)
def says_conversation(one: Instruction) -> bool:
    """Say whether they hold for the whole conversation."""
    said = read(one.text)
    return said.has(c.AGAIN) and not is_act(one) and _holds(one, said, c.AGAIN)


@lru_cache(maxsize=c.READ)
def says_documents(one: Instruction) -> bool:
    """Say whether what the product reads gives it no orders."""
    if " | " in one.text and is_act(one):
        return False
    said = read(one.text)
    if not said.names & c.SOURCE:
        return _DIRECTS.search(one.text) is not None and said.has(c.ORDERS)
    act = _OWN_ACT.match(one.text)
    if act is not None and (
        _NOTHING.match(one.text) or _ASKS.match(act["act"]) or not said.names & c.ORDERS
    ):
        return False
    told = _DIRECTS.search(one.text) is not None
    denied = said.names & (c.NOT | c.HEEDLESS) or said.has(c.STEADY, c.RULES) or told
    return bool(denied) and (_orders(said) or _only_read(said) or (told and said.has(c.ORDERS)))


_NOTHING = later(r"\W*(?:nothing|none|no)\b", re.IGNORECASE)
"""How an act of one's own begins that is forbidden in the passive."""

_OWN = frozenset({"your", "my", "own", "system", "hidden", "internal", "thes", "our"})


def _orders(said: Sentence) -> bool:
    """Say whether a sentence speaks of orders that something read gives."""
    first = next(said.where(c.SOURCE))
    if any(at == 0 or said.stems[at - 1] not in _OWN for at in said.where(c.ORDERS)):
        return True
    urges = list(said.where(c.URGES))
    if any(said.stems[at] in _OBEYED for at in urges):
        return True
    return any(first < at and said.stems[at - 1] != "you" for at in urges)


_OBEYED = frozenset({"obey", "comply", "act", "carry"})


def _only_read(said: Sentence) -> bool:
    """Say whether a source is called a thing to read: `is data`, `as mere text`."""
    return any(
        not _CALLED.isdisjoint(said.stems[max(0, at - 2) : at])
        for at in said.where(c.READ_ONLY)
    )


_CALLED = frozenset({"be", "as", "only", "mer", "merely", "treat", "count", "ther"})


@lru_cache(maxsize=c.READ)
def is_act(one: Instruction) -> bool:
    """Say whether a sentence forbids one act, and says nothing of the limits themselves."""
    if " | " in one.text and one.kind is InstructionKind.LIMIT:
        return not _OF_LIMITS.search(one.text)  # a row of a table, about its topic
    found = _OWN_ACT.match(one.text)
    if found is None:
        return False
    act = of_itself(found["act"])
    return _ON_RULES.match(act) is not None or not _OF_LIMITS.search(act)


def of_itself(act: str) -> str:
    """Return what is forbidden without what a relative clause says of others in it."""
    return _WHOSE.sub("", act)


_WHOSE = later(
    r"\b(?:those|people|anyone|anybody|someone|somebody|users?|guests?) who\b[^,.;]*",
    re.IGNORECASE,
)
"""What is said of others: `mock those who believe` speaks of no limit."""


_ON_RULES = later(
    r"\W*(?:ever )?(?:reveal|override|ignore|impersonate|disclose|share|break|bypass|repeat"
    r"|mention)\b",
    re.IGNORECASE,
)
"""What the product itself must not do with its rules."""


def _holds(  # noqa: PLR0911 - one way of saying it after the other
    one: Instruction, said: Sentence, what: int
) -> bool:
    """Say whether a sentence says that what it names beside changes nothing.

    Args:
        one: The sentence.
        said: Its concepts.
        what: The concept that is to change nothing: its words do not count for the rest.
    """
    if _SO.match(one.text):
        return True
    ruled = bool(said.names & (c.RULES | c.REFUSED))
    if not ruled and one.kind in _HELPS:
        return False
    if said.denies(c.MOVES) or (_is_heedless(said) and not _BUT.match(one.text)):
        return True
    same = any(not mark & what for mark in said.marks if mark & c.SAME)
    if same and (ruled or one.kind is not InstructionKind.FACT or what == c.ROLE):
        return True
    if said.names & c.STEADY and (
        _STRICT.search(one.text) or (one.kind not in _HELPS and _IT.search(one.text))
    ):
        return True
    refused = bool(said.names & c.REFUSED)
    return refused and (what == c.AGAIN or _EVEN.search(one.text) is not None)


_STRICT = later(
    r"\b(?:rules?|limits?|limitations?|restrictions?|boundar(?:y|ies)|guidelines?|polic(?:y"
    r"|ies)|prohibitions?|constraints?|principles?|guardrails?|safeguards?|no-?gos?"
    r"|refusals?|clause|points? (?:above|\d)|instructions?|lines?|list)\b",
    re.IGNORECASE,
)
_IT = later(r"\b(?:it|this|that|these|none of|they|the above|all of)\b", re.IGNORECASE)


def holds_by_words(said: Sentence, what: int) -> bool:
    """Say whether a sentence says that something changes nothing, or is the same."""
    same = any(not mark & what for mark in said.marks if mark & c.SAME)
    return said.denies(c.MOVES) or _is_heedless(said) or same


def _is_heedless(said: Sentence) -> bool:
    """Say whether a sentence says that something does not count, by more than an `even`."""
    weak = bool(said.names & (c.RULES | c.REFUSED | c.NOT))
    for at in said.where(c.HEEDLESS):
        near = said.marks[at + 1 : at + 4]
        if said.stems[at] == "ignor" and any(mark & (c.RULES | c.ORDERS) for mark in near):
            continue  # of somebody who asks to ignore the rules
        if said.stems[at] not in {"even", "however"} or weak:
            return True
    return False


_REFERS = frozenset(
    [
        "none",
        "noth",
        "thi",
        "thes",
        "they",
        "it",
        "that",
        "limit",
        "rule",
        "restriction",
        "claus",
        "point",
        "above",
        "boundary",
    ]
)
"""What spares something speaks of the limits themselves."""
_TURNS = later(
    r"\W*(?:refus|declin|reject|over|turn|block|be |send|hold|dismiss|rebuff)", re.IGNORECASE
)
_NO_EXCEPTION = later(
    r"\bno exceptions?\b|\bnot make (?:any )?exceptions?\b|\bwithout exceptions?\b"
    r"|\b(?:not|never|n't|no longer|nor)\s+(?:\w+\s+)?(?:fine|allowed|okay|ok|permitted"
    r"|welcome|acceptable|free)\b|\b(?:may|can|could) (?:not|never|only)\b|\bcannot\b",
    re.IGNORECASE,
)
_TURN = later(r"\b(?:but|however|still|yet|though|although)\b|[;.]\s+\S", re.IGNORECASE)
_NO_TASK = frozenset(
    {
        InstructionKind.TASK,
        InstructionKind.MANNER,
        InstructionKind.IDENTITY,
        InstructionKind.PROCEDURE,
    }
)


def of_form(one: Instruction) -> bool:
    """Say whether an instruction lets nothing but a form be chosen: `you may use emojis`."""
    return bool(read(one.text).names & c.FORMAT) and not read(one.text).names & c.REFUSED


@lru_cache(maxsize=c.READ)
def says_exception(  # noqa: PLR0911 - one way of saying it after the other
    one: Instruction,
) -> bool:
    """Say whether something near a limit is to be answered."""
    said = read(one.text)
    if one.text.rstrip().endswith("?"):
        return False
    act = _OWN_ACT.match(one.text)
    if said.denies(c.UNREFUSED) and (act is None or _TURNS.match(act["act"])):
        return True
    if _NO_EXCEPTION.search(one.text) or said.names & c.FORMAT:
        return False
    if says_instead(one) or says_framing(one) or says_authority(one) or says_conversation(one):
        return False
    if act is None and said.denies(c.SPARES) and not _REFERS.isdisjoint(said.stems):
        return True
    if act is not None and _TURN.search(act["act"]) is None:
        return False
    if one.kind is InstructionKind.MANNER:
        return False
    if _lets(said, c.PERMIT):
        return True
    return one.kind not in _NO_TASK and bool(said.names & c.FACTS) and _lets(said, c.ABLE)


_AHEAD, _BACK = 6, 14
"""Words from a permission to what it permits: after it, and before an `is fine`."""

_MODAL = frozenset({"may", "can", "could", "alway"})
_IS = frozenset({"be", "remain", "stay", "keep"})


def _lets(said: Sentence, permit: int) -> bool:
    """Say whether a sentence lets something be told: `may explain`, `listing them is fine`."""
    for at in said.where(permit):
        if said.is_denied(at):
            continue
        if any(mark & c.TELL for mark in said.marks[at : at + _AHEAD]):
            return True
        fine = said.stems[at] not in _MODAL and not _IS.isdisjoint(
            said.stems[max(0, at - 3) : at]
        )
        if fine and any(
            mark & (c.TELL | c.FACTS) for mark in said.marks[max(0, at - _BACK) : at]
        ):
            return True
    return False


_PARTS = later(
    r"[,;:.!?\u2013\u2014]|\b(?:and|then|but|before|with|by|end(?:s|ing)?|comes?|followed?"
    r"|gets?|leaves?|rather|instead)\b",
    re.IGNORECASE,
)
"""What parts a refusal from what comes with it: `say no and offer a call`."""


@lru_cache(maxsize=c.READ)
def says_instead(
    one: Instruction,
    names: AbstractSet[str] = frozenset(),
    tasks: AbstractSet[str] = frozenset(),
) -> bool:
    """Say whether what is refused comes with something that is offered.

    Args:
        one: An instruction.
        names: The words by which its prompt speaks of its limits: below them it declines.
        tasks: Stems of what the product does: what has one of them is an offer.
    """
    if one.text.rstrip().endswith("?"):
        return False
    parts = [part for part in _PARTS.split(one.text) if part.strip()]
    told = [read(part) for part in parts]
    offering = {
        number
        for number, part in enumerate(told)
        if part.affirms(c.OFFERING) or not tasks.isdisjoint(part.stems)
    }
    if not offering:
        return False
    declining = {
        number
        for number, (text, part) in enumerate(zip(parts, told, strict=True))
        if part.names & c.DECLINING
        or (names and (_A_NO.search(text) or speaks_of_limits(text, names)))
    }
    return any(at != other for at in offering for other in declining)


_A_NO = later(
    r"[\"'\u201c\u2018](?:no|not|nope)[\"'\u201d\u2019]|\b(?:an?|the|every|each|any|after"
    r"|say\w*"
    r"|is|with) (?:\"|')?(?:no|don'?t|won'?t|nope)\b(?! \w)|\btell \w+ (?:\w+ )?so\b"
    r"|^\W*(?:(?-i:NOT|NO|NOPE|OUT|NEVER)\b|(?:out|off|no|red|never) (?:means?|hit)\b)"
    r"|\bwhen(?:ever)? i won'?t\b",
    re.IGNORECASE,
)
"""A no, as a thing that is said."""


def offers(text: str) -> bool:
    """Say whether a text names something that is offered, pointed to or done."""
    return read(text).affirms(c.OFFERING)


def closes_a_way(one: Instruction) -> bool:
    """Say whether an instruction is about how the limits hold, and none of them itself."""
    return any(
        says(one) for says in (says_framing, says_authority, says_documents, says_conversation)
    )
