"""A policy and what its prompt instructs in, which carries what of the other out.

A rule is looked for in what limits: a sentence that only names its matter, as a task or an
example does, carries nothing. Whether two statements are about the same is asked of `alike`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brightline.craft.alike import (
    Clause,
    Statement,
    Weights,
    contained,
    differ_in_action,
    likeness,
    opposite,
    read_statement,
)
from brightline.records import (
    HeldAgainst,
    Carried,
    Clash,
    Conflict,
    Instruction,
    InstructionKind,
    Lack,
    LineHeld,
    Policy,
    Rule,
    RuleHeld,
    Stance,
)

NEAR = 0.4
"""Likeness from which on a line carries something of a rule."""

MOST = 0.55
"""Share of a rule's matter that one line must hold, where it is about much else too ..."""

ENOUGH = 0.85
"""... and the weight of the words that it then shares: of one matter, not of faint words."""

WHOLE = 0.6
"""Share of a rule's matter from which on it is carried fully."""

AGAINST = 0.55
"""Likeness from which on a line of the opposite stance contradicts a rule."""

SAID = 0.34
"""Share of a condition, or of a better response, from which on the prompt says it."""

_ORDER = re.compile(r"^[^\"\u201c]*\b(?:do not|don't|never|must not|may not)\b", re.IGNORECASE)
"""What makes an order of a sentence that reads as a fact; what is quoted orders nothing."""


@dataclass(frozen=True, slots=True)
class _Line:
    instruction: Instruction
    statement: Statement


@dataclass(frozen=True, slots=True)
class _Wanted:
    rule: Rule
    matter: Clause
    """What it is about, its exceptions left out."""


@dataclass(frozen=True, slots=True)
class _Match:
    line: _Line
    clause: Clause
    strength: float


def hold_against(policy: Policy, instructions: Sequence[Instruction]) -> HeldAgainst:
    """Return which rules the prompt carries, which lines no rule covers, and what conflicts.

    Args:
        policy: Whose rules are looked for.
        instructions: All that the prompt says, in its order.
    """
    lines = [_Line(one, read_statement(one.text, stance=one.stance)) for one in instructions]
    rules = [_wanted(rule) for rule in policy.rules]
    texts = [read_statement(rule.text) for rule in policy.rules]
    weights = Weights(texts)
    found = [_matches(rule, lines, weights) for rule in rules]
    conflicts = [conflict for rule in rules for conflict in _conflicts(rule, lines, weights)]
    against = {(one.rule_id, one.line) for one in conflicts if one.clash is not Clash.CONDITION}
    held = [
        _rule_held(rule, _standing(rule, matches, against), lines, weights)
        for rule, matches in zip(rules, found, strict=True)
    ]
    return HeldAgainst(
        rules=tuple(held),
        lines=tuple(_lines_held(lines, list(zip(rules, found, strict=True)))),
        conflicts=tuple(conflicts),
    )


def _wanted(rule: Rule) -> _Wanted:
    statement = read_statement(rule.text, stance=rule.stance)
    own = [one for one in statement.clauses if not opposite(one.stance, _side(rule.stance))]
    words = frozenset().union(*(one.words for one in own or statement.clauses))
    fields = frozenset().union(*(one.fields for one in own or statement.clauses))
    return _Wanted(rule, Clause(words, fields, rule.stance))


def _side(stance: Stance) -> Stance:
    return Stance.ALLOW if stance is Stance.ALLOW else Stance.REFUSE


def _matches(rule: _Wanted, lines: Sequence[_Line], weights: Weights) -> list[_Match]:
    """Return the clauses that are about the rule's matter, the nearest first."""
    found = []
    for line in lines:
        best: _Match | None = None
        for clause in line.statement.clauses:
            strength = _strength(rule.matter, clause, weights)
            if strength and (best is None or strength > best.strength):
                best = _Match(line, clause, strength)
        if best is not None:
            found.append(best)
    return sorted(found, key=lambda one: (-one.strength, one.line.instruction.line))


def _strength(matter: Clause, clause: Clause, weights: Weights) -> float:
    """Return how near a clause is to a rule's matter; 0 where it is not about it."""
    forth = contained(matter, clause, weights)
    back = contained(clause, matter, weights)
    alike = 2 * forth * back / (forth + back) if forth + back else 0.0
    if alike >= NEAR and weights.total(matter.words & clause.words) >= ENOUGH / 2:
        return alike
    if forth >= MOST and weights.total(matter.words & clause.words) >= ENOUGH:
        return forth * NEAR / MOST
    return 0.0


def _standing(
    rule: _Wanted, matches: Sequence[_Match], against: set[tuple[str, int]]
) -> list[_Match]:
    """Return the matches that tell the product what the rule wants."""
    return [
        one
        for one in matches
        if _carries(rule, one) and (rule.rule.id, one.line.instruction.line) not in against
    ]


def _carries(rule: _Wanted, match: _Match) -> bool:
    if rule.rule.stance is Stance.ALLOW:
        return match.clause.stance is not Stance.REFUSE
    at = match.line.instruction
    if at.kind is InstructionKind.FACT and not _ORDER.search(at.text):
        return False
    return match.clause.stance in {Stance.REFUSE, Stance.DEPENDS}


def _rule_held(
    rule: _Wanted, matches: Sequence[_Match], lines: Sequence[_Line], weights: Weights
) -> RuleHeld:
    if not matches:
        return RuleHeld(rule_id=rule.rule.id, carried=Carried.MISSING, lines=())
    numbers = tuple(dict.fromkeys(one.line.instruction.line for one in matches))
    lacks: list[Lack] = []
    words: tuple[str, ...] = ()
    if _share(rule.matter, [one.line.statement for one in matches], weights) < WHOLE:
        lacks.append(Lack.MATTER)
        words = _words_lacking(rule, matches)
    around = [line.statement for line in lines if _is_around(line, numbers)]
    condition, instead = rule.rule.condition, rule.rule.instead
    if condition is not None and not _is_said(condition.text, around, weights):
        lacks.append(Lack.CONDITION)
    if instead is not None and not _is_said(instead, around, weights):
        lacks.append(Lack.INSTEAD)
    return RuleHeld(
        rule_id=rule.rule.id,
        carried=Carried.PARTLY if lacks else Carried.FULLY,
        lines=numbers,
        lacks=tuple(lacks),
        words=words,
    )


def _share(one: Clause | Statement, others: Sequence[Statement], weights: Weights) -> float:
    """Return how much of a statement others hold together."""
    words = frozenset().union(*(other.words for other in others))
    fields = frozenset().union(*(other.fields for other in others))
    return contained(one, Clause(words, fields, None), weights)


def _words_lacking(rule: _Wanted, matches: Sequence[_Match]) -> tuple[str, ...]:
    """Return the rule's own words, as it writes them, that no line has."""
    there = frozenset().union(*(one.line.statement.words for one in matches))
    found = []
    for word in rule.rule.text.replace("/", " ").split():
        bare = word.strip(".,;:()\"'!?")
        named = read_statement(bare).words
        if named and not named & there:
            found.append(bare)
    return tuple(dict.fromkeys(found))


def _is_around(line: _Line, numbers: Sequence[int]) -> bool:
    """Tell whether a line stands where a reader takes it together with one of these."""
    at = line.instruction
    return any(abs(at.line - number) <= AROUND for number in numbers) or (
        at.kind is InstructionKind.RESPONSE
    )


AROUND = 2
"""Lines before and after: where a prompt writes what goes with a rule."""


def _is_said(text: str, around: Sequence[Statement], weights: Weights) -> bool:
    wanted = read_statement(text)
    return not wanted.words or _share(wanted, around, weights) >= SAID


def _conflicts(rule: _Wanted, lines: Sequence[_Line], weights: Weights) -> Iterator[Conflict]:
    for line in lines:
        clash = _clash(rule, line, weights)
        if clash is not None:
            yield Conflict(rule_id=rule.rule.id, line=line.instruction.line, clash=clash)


def _clash(rule: _Wanted, line: _Line, weights: Weights) -> Clash | None:
    near = [
        (likeness(rule.matter, clause, weights), clause)
        for clause in line.statement.clauses
        if clause.stance is not None and not differ_in_action(rule.matter, clause)
    ]
    strength, clause = max(near, key=lambda one: one[0], default=(0.0, None))
    if clause is None or strength < AGAINST:
        return None
    if rule.rule.stance is Stance.ALLOW:
        return Clash.REFUSED if clause.stance is Stance.REFUSE else None
    if clause.stance is Stance.ALLOW:
        return Clash.ALLOWED
    condition = rule.rule.condition
    written = line.instruction.condition
    if condition is None or written is None:
        return None
    wanted = read_statement(condition.text)
    if contained(wanted, read_statement(written), weights) < SAID / 2:
        return Clash.CONDITION
    return None


def _lines_held(
    lines: Sequence[_Line], found: Sequence[tuple[_Wanted, list[_Match]]]
) -> Iterator[LineHeld]:
    for line in lines:
        at = line.instruction
        if at.kind is not InstructionKind.LIMIT or at.stance is None:
            continue
        covering = [
            (match.strength, rule.rule.id)
            for rule, matches in found
            for match in matches
            if match.line is line
        ]
        covering.sort(key=lambda one: -one[0])
        yield LineHeld(
            line=at.line,
            column=at.column,
            text=at.text,
            stance=at.stance,
            rules=tuple(rule for _, rule in covering),
        )
