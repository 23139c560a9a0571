"""Two rules or instructions in, what they say twice or against each other out: L12 and L21."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from brightline.craft.alike import (
    Statement,
    Weights,
    contained,
    contradict,
    differ_in_action,
    is_duplicate,
    likeness,
    opposite,
    read_statement,
    words_of,
)
from brightline.craft.framings import LEAD
from brightline.craft.later import later
from brightline.craft.lint.concepts import read, stem
from brightline.craft.lint.material import Found, Material, Place, Prompt, Told
from brightline.craft.saying import is_of_another_thing, says_what_is_barred
from brightline.craft.stance import is_negated, read_stance
from brightline.records import Instruction, InstructionKind, Stance

CONFLICT = Told(
    "L12",
    "conflict",
    "One of the two is broken whatever the product does, and which one is left to chance: "
    "where "
    "models disagree about a specification they break it 5 to 13 times as often (arXiv "
    "2510.07686).",
)
TWICE = Told(
    "L21",
    "said-twice",
    "Two wordings of one rule are two readings of it, and each takes the place of a rule that "
    "would be kept: of 500 instructions at once the best models kept 68 % (arXiv 2507.11538).",
)

MOST_PAIRS = 4000
"""Pairs from which on no further word is looked for; rare words come first."""

UTMOST = 5 * MOST_PAIRS
"""Pairs that are compared at most, however many lines share their last word."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A rule or an instruction as the pairs are looked for."""

    statement: Statement
    place: Place
    file: str
    name: str
    instruction: Instruction | None = None
    """None of a rule."""


def pairs(material: Material) -> Iterator[Found]:
    """Yield rules, and instructions of the prompt, that repeat or contradict an earlier one."""
    if material.policy is not None:
        yield from _compared(
            [
                _Line(
                    read_statement(rule.text, stance=rule.stance),
                    material.of_rule(number, "text"),
                    material.file,
                    f"rule '{rule.id}'",
                )
                for number, rule in enumerate(material.policy.rules)
            ]
        )
    if material.prompt is not None:
        yield from _compared(list(_lines(material.prompt)))


def _lines(prompt: Prompt) -> Iterator[_Line]:
    """Yield the instructions of a prompt that want something of a request.

    What `fix` states again at the end repeats the rules above on purpose, and is passed over.
    """
    refused = {
        found[1].casefold() for one in prompt.limits for found in _NEVER.finditer(one.text)
    }
    before: Instruction | None = None
    again: str | None = None
    for one in prompt.orders:
        if one.text.startswith(LEAD.rstrip(".")):
            again = one.section
        if one.section == again:
            continue
        wanted = _wanted(one, refused)
        number, column = prompt.origin.place(one.line, one.column)
        if wanted is not None and not _is_title(one, prompt) and not _answers(before, one):
            yield _Line(
                read_statement(one.text, stance=wanted),
                (number, column),
                prompt.origin.file,
                f"line {number}",
                one,
            )
        before = one


TITLE = 3
"""Words of an instruction that may be only the title of what stands beside it."""

_ORDERS = frozenset(
    {InstructionKind.PROCEDURE, InstructionKind.RESPONSE, InstructionKind.UNKNOWN}
)
_NEVER = later(
    r"(?:\bnever|\bnot(?: allowed to| permitted to| to)?|n't|\brefuse to|\bdecline to"
    r"|\bforbidden to)\s+(?:ever\s+)?([a-z]+)\b",
    re.IGNORECASE,
)


_ON_CONDITION = later(
    r"\b(?:when|if|once|after|unless|only|as long as)\b(?!\s+(?:\w+\s+){0,2}(?:asks?|asked"
    r"|wants?|requests?|needs?))",
    re.IGNORECASE,
)


_BEGUN = later(
    r"\W*(?:(?:you|it|we|the \w+) (?:(?:shall|will|should|must|may|can|do) )?(?:always )?)?"
    r"(?!not\b|never\b)(?P<verb>[a-z]+)\b",
    re.IGNORECASE,
)
"""`You shall discuss ...`: an order to do what another line forbids."""


def _is_title(one: Instruction, prompt: Prompt) -> bool:
    short = len(one.text.split()) <= TITLE and not is_negated(one.text)
    return short and len(prompt.beside(one)) > len(one.text)


def _answers(before: Instruction | None, one: Instruction) -> bool:
    """Say whether an instruction is what is done in place of what the one before refuses."""
    return (
        before is not None
        and one.kind is InstructionKind.RESPONSE
        and one.line <= before.end_line
        and not words_of(before.text) <= words_of(one.text)  # to do just that is no answer
    )


def _wanted(one: Instruction, refused: set[str]) -> Stance | None:
    """Return what an instruction wants of the requests it speaks of; None for nothing.

    Args:
        one: The instruction.
        refused: Verbs of what the prompt refuses: an order that begins with one asks for it.
    """
    if one.kind is InstructionKind.LIMIT and one.stance is not Stance.DEPENDS:
        return one.stance
    if one.kind is InstructionKind.TASK:
        return Stance.ALLOW
    begun = _BEGUN.match(one.text)
    if begun is not None and begun["verb"].casefold() in refused:
        bound = one.stance or None
        return bound if _ON_CONDITION.search(one.text) else Stance.ALLOW
    if one.kind is InstructionKind.LIMIT:
        return one.stance
    asks = one.kind in _ORDERS and read_stance(one.text) is Stance.ALLOW
    return Stance.ALLOW if asks else None


def _compared(lines: Sequence[_Line]) -> Iterator[Found]:
    weights = Weights(line.statement for line in lines)
    for first, second in _candidates(lines):
        one, other = lines[first], lines[second]
        if _against(one.statement, other.statement, weights) and not _apart(one, other):
            told, what = CONFLICT, "wants the opposite of"
            fix = 'Decide which one holds, and write the other as its exception: "… unless …".'
        elif _same(one, other, weights):
            told, what = TWICE, "says what"
            fix = f"Keep one of them, the more specific one. {one.name.capitalize()}: "
            fix += one.statement.text
        else:
            continue
        end = " says" if told is TWICE else ""
        yield Found(
            told.at(
                other.place,
                other.file,
                message=f"this {what} {one.name}{end}: '{one.statement.text[:90]}'",
                fix=fix,
            )
        )


def _against(one: Statement, other: Statement, weights: Weights) -> bool:
    """Say whether two statements contradict, also where one is about a part of the other."""
    if not opposite(one.stance, other.stance):
        return contradict(one, other, weights)
    no, yes = (one, other) if one.stance is Stance.REFUSE else (other, one)
    told = _TELLS.match(_AFTER_YOU.sub("", yes.text))
    explained = told is not None and not _TELLS.search(no.text)  # that is not to do it
    if explained or is_of_another_thing(no.text, yes.text):
        return False
    if says_what_is_barred(no.text, yes.text) or contradict(one, other, weights):
        return True
    if len(one.clauses) + len(other.clauses) > 2:
        return False
    does = read_statement(" ".join(_AFTER_YOU.sub("", yes.text).split()[:2]))
    whole = len(no.words) > 1 and contained(no, yes, weights) >= WHOLE
    return whole and bool(does.words & no.words)


_CASE = later(
    r"\b(?:that|which|who) (?:has|have|is|are|was|were)(?:n't| not)\b"
    r"|\b(?:before|after|until|unless|without|once|during|only)\b",
    re.IGNORECASE,
)
_OURS = later(r"\b(?:our|own|ours|the asker's|their own)\b", re.IGNORECASE)
_OTHERS = later(
    r"\b(?:other|another|others|else's|competitors?|competing|rivals?|third part(?:y|ies))\b",
    re.IGNORECASE,
)


def _whose(text: str) -> bool | None:
    """Return whether a text is of one's own things; None where it tells neither."""
    ours, others = _OURS.search(text), _OTHERS.search(text)
    return None if bool(ours) == bool(others) else bool(ours)


def _apart(one: _Line, other: _Line) -> bool:
    """Say whether two lines are of two cases: before and after dispatch, ours and another's."""
    mine, yours = one.statement.text, other.statement.text
    cases = _CASE.search(mine) is not None and _CASE.search(yours) is not None
    return opposite(one.statement.stance, other.statement.stance) and (
        cases or {_whose(mine), _whose(yours)} == {True, False}
    )


_TELLS = later(
    r"\b(?:explain|describe|say (?:how|where|what|who)|show (?:how|where)|tell (?:\w+ )?(?:how"
    r"|where)|teach"
    r"|name (?:where|who)|help (?:\w+ )?(?:to )?understand|point to|refer|redirect|offer)\w*\b",
    re.IGNORECASE,
)

_AFTER_YOU = later(
    r"^\W*(?:(?:you|it|users?|employees|customers?|the \w+|always|please|may|can|also|do"
    r"|will)\s+)+",
    re.IGNORECASE,
)

WHOLE = 0.95
"""Share of what is refused that is in what is allowed where both are about one matter."""


def _same(one: _Line, other: _Line, weights: Weights) -> bool:
    """Say whether two limits say the same; what a summary repeats is not counted."""
    if Stance.ALLOW in {one.statement.stance, other.statement.stance}:
        return False
    mine, yours = one.instruction, other.instruction
    if mine is not None and yours is not None and mine.section != yours.section:
        sums_up = _SUMS_UP.search(f"{mine.section} {yours.section}") or _OPENS.match(mine.text)
        if sums_up or likeness(one.statement, other.statement, weights) < REPEATED:
            return False
    differ = differ_in_action(one.statement.clauses[0], other.statement.clauses[0])
    if differ and not _share_verb(one.statement.text, other.statement.text):
        return False
    if _differ_in_verb(one.statement.text, other.statement.text):
        return False
    return is_duplicate(one.statement, other.statement, weights)


_REFUSED = later(
    r"\b(?:never|(?:refuses?|declines?) to|(?:do(?:es)?|must|may|shall|will|should) not"
    r"|(?:do|does)n't|cannot)\s+(?:ever\s+)?(?!be\b)(?P<verb>[a-z]+)\b",
    re.IGNORECASE,
)


def _share_verb(one: str, other: str) -> bool:
    """Say whether the verb that one forbids stands in the other: `write`, `written`."""
    return any(
        found is not None and stem(found["verb"].casefold()) in read(there).stems
        for found, there in ((_REFUSED.search(one), other), (_REFUSED.search(other), one))
    )


def _differ_in_verb(one: str, other: str) -> bool:
    """Say whether two limits forbid different acts: to write an essay, and to grade one."""
    mine, yours = _REFUSED.search(one), _REFUSED.search(other)
    if mine is None or yours is None:
        return False
    if stem(mine["verb"].casefold()) == stem(yours["verb"].casefold()):
        return False
    first, second = words_of(mine["verb"]), words_of(yours["verb"])
    return bool(first) and bool(second) and first.isdisjoint(second)


REPEATED = 0.92
"""Likeness from which on two instructions of different sections say the same."""

_SUMS_UP = later(
    r"\b(?:summary|recap|remember|overview|in short|conclusion|key points|reminders?|final)\b",
    re.IGNORECASE,
)
_OPENS = later(r"(?:you are not|you cannot|you can't|you do not)\b", re.IGNORECASE)
"""How a prompt says in its first lines what the product is not."""


def _candidates(lines: Sequence[_Line]) -> list[tuple[int, int]]:
    """Return the pairs that share a word, in order; of very many those with the rarest ones.

    What is said word for word again is held against its first time alone, from the third on.
    """
    holding: defaultdict[str, list[int]] = defaultdict(list)
    again: defaultdict[tuple[str, Stance | None], list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        same = again[line.statement.text, line.statement.stance]
        same.append(number)
        for word in line.statement.words if len(same) <= TWO else ():
            holding[word].append(number)
    found = {(same[0], one): None for same in again.values() for one in same[TWO:]}
    most = len(found) + MOST_PAIRS, len(found) + UTMOST
    for numbers in sorted(holding.values(), key=lambda numbers: (len(numbers), numbers)):
        pairs_ = (
            (first, second) for at, second in enumerate(numbers) for first in numbers[:at]
        )
        found.update(dict.fromkeys(islice(pairs_, most[1] - len(found))))
        if len(found) > most[0]:
            break
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


TWO = 2
