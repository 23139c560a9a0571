"""A policy and what its prompt instructs in, which carries what of the other out.

A rule is looked for in what limits: a sentence that only names its matter, as a task or an
example does, carries nothing. Whether two statements are about the same is asked of `alike`.
"""

from collections.abc import Iterator, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass

from brightline.craft.alike import (
    DUPLICATE,
    Clause,
    Statement,
    Weights,
    contained,
    differ_in_action,
    does_another,
    is_matter,
    is_part,
    likeness,
    opposite,
    read_statement,
)
from brightline.craft.going_on import goes_on_with
from brightline.craft.headings import can_clash, orders
from brightline.craft.limiting import limits_in
from brightline.craft.saying import orders_instead, says_what_is_barred
from brightline.craft.stance import is_negated, read_condition, read_stance
from brightline.craft.verbatim import says_same
from brightline.records import (
    Carried,
    Clash,
    Conflict,
    HeldAgainst,
    Instruction,
    InstructionKind,
    Lack,
    LineHeld,
    Policy,
    PromptLine,
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

AGAINST = 0.5
"""Likeness from which on a line of the opposite stance contradicts a rule."""

SAID = 0.34
"""Share of a condition, or of a better response, from which on the prompt says it."""


@dataclass(frozen=True, slots=True)
class _Line:
    instruction: Instruction
    statement: Statement
    clauses: tuple[Clause, ...]
    """What of it is compared."""

    @property
    def at(self) -> PromptLine:
        """What is told of it."""
        one = self.instruction
        return PromptLine(line=one.line, column=one.column, text=one.text)


@dataclass(frozen=True, slots=True)
class _Prompt:
    lines: tuple[_Line, ...]
    weights: Weights
    """Of words, among the rules of the policy."""


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
    weights = Weights([read_statement(rule.text) for rule in policy.rules])
    prompt = _Prompt(tuple(_read(instructions, weights)), weights)
    rules = [_wanted(rule) for rule in policy.rules]
    found = [(rule, _matches(rule, prompt)) for rule in rules]
    conflicts = [conflict for rule in rules for conflict in _conflicts(rule, prompt)]
    against = {(one.rule_id, one.at) for one in conflicts if one.clash is not Clash.CONDITION}
    held = [_rule_held(rule, _standing(rule, near, against), prompt) for rule, near in found]
    return HeldAgainst(
        rules=tuple(held),
        lines=tuple(_lines_held(prompt, found)),
        conflicts=tuple(conflicts),
    )


def _read(instructions: Sequence[Instruction], weights: Weights) -> Iterator[_Line]:
    """Yield the prompt's lines; a title such as `Diagnosis.` belongs to what follows it."""
    title = ""
    for place, one in enumerate(instructions):
        after = instructions[place + 1 :][:1]
        short = len(one.text.split()) <= TITLE and not is_negated(one.text)
        if short and after and after[0].line == one.line:
            title = f"{title}{one.text} "
            continue
        statement = read_statement(title + one.text, stance=_stance(one))
        yield _Line(one, statement, tuple(_clauses(statement, weights)))
        title = ""


def _stance(one: Instruction) -> Stance | None:
    """Return what an instruction wants; one that says no `no` itself obeys its heading."""
    above = read_stance(one.section) if one.section else None
    allows = above is Stance.ALLOW or one.kind is InstructionKind.TASK
    if allows and not is_negated(one.text):
        return Stance.ALLOW
    return Stance.DEPENDS if read_condition(one.text) else one.stance


TITLE = 6
"""Words of a title at most."""


def _wanted(rule: Rule) -> _Wanted:
    statement = read_statement(rule.text, stance=rule.stance)
    own = [one for one in statement.clauses if not opposite(one.stance, _side(rule.stance))]
    words = frozenset().union(*(one.words for one in own or statement.clauses))
    fields = frozenset().union(*(one.fields for one in own or statement.clauses))
    return _Wanted(rule, Clause(words, fields, rule.stance))


def _side(stance: Stance) -> Stance:
    return Stance.ALLOW if stance is Stance.ALLOW else Stance.REFUSE


def _matches(rule: _Wanted, prompt: _Prompt) -> list[_Match]:
    """Return the clauses that are about the rule's matter, the nearest first."""
    found = []
    for line in prompt.lines:
        if says_same(rule.rule.text, line.instruction.text):
            found.append(_Match(line, Clause(rule.matter.words, frozenset(), None), 1.0))
            continue
        if not rule.matter.words & line.statement.words:
            continue
        best: _Match | None = None
        for clause in line.clauses:
            strength = _strength(rule.matter, clause, prompt.weights)
            if strength and (best is None or strength > best.strength):
                best = _Match(line, clause, strength)
        if best is not None:
            found.append(best)
    return sorted(found, key=lambda one: (-one.strength, one.line.instruction.line))


def _clauses(statement: Statement, weights: Weights) -> Iterator[Clause]:
    """Yield each clause, and those of one stance as one: they may share a rule's matter.

    A clause of hardly a word, beside others, says nothing alone: `..., and cannot be booked`.
    """
    alone = len(statement.clauses) == 1
    for clause in statement.clauses:
        if alone or weights.total(clause.words) >= SCRAP:
            yield clause
    for stance in Stance:
        same = [one for one in statement.clauses if one.stance is stance]
        if len(same) > 1:
            yield Clause(
                frozenset().union(*(one.words for one in same)),
                frozenset().union(*(one.fields for one in same)),
                stance,
            )


SCRAP = 1.2
"""Weight of a clause's words: one matter and hardly more."""


def _strength(matter: Clause, clause: Clause, weights: Weights) -> float:
    """Return how near a clause is to a rule's matter; 0 where it is not about it."""
    shared = matter.words & clause.words
    if not shared:
        return 0.0
    weight = weights.total(shared)
    # That both forbid to speak of something says nothing of what.
    if not any(map(is_matter, shared)) and any(map(is_matter, matter.words)):
        return 0.0
    forth = contained(matter, clause, weights)
    alike = likeness(matter, clause, weights)
    if alike >= NEAR and weight >= ENOUGH / 2:
        return alike
    return forth * NEAR / MOST if forth >= MOST and weight >= ENOUGH else 0.0


def _standing(
    rule: _Wanted, matches: Sequence[_Match], against: set[tuple[str, PromptLine]]
) -> list[_Match]:
    """Return the matches that tell the product what the rule wants."""
    return [
        one
        for one in matches
        if _carries(rule, one) and (rule.rule.id, one.line.at) not in against
    ]


def _carries(rule: _Wanted, match: _Match) -> bool:
    if says_same(rule.rule.text, match.line.instruction.text):
        return True
    if rule.rule.stance is Stance.ALLOW:
        return match.clause.stance is not Stance.REFUSE
    at = match.line.instruction
    if at.kind is InstructionKind.FACT and not orders(at.text):
        return False
    return match.clause.stance in {Stance.REFUSE, Stance.DEPENDS}


def _rule_held(rule: _Wanted, matches: Sequence[_Match], prompt: _Prompt) -> RuleHeld:
    if not matches:
        return RuleHeld(rule_id=rule.rule.id, carried=Carried.MISSING, lines=())
    near = {
        one.line.instruction.line + step
        for one in matches
        for step in range(-AROUND, AROUND + 1)
    }
    around = [line.statement for line in prompt.lines if _is_around(line, near)]
    lacks = list(_lacks(rule, around, prompt.weights))
    return RuleHeld(
        rule_id=rule.rule.id,
        carried=Carried.PARTLY if lacks else Carried.FULLY,
        lines=tuple(one.line.at for one in matches),
        lacks=tuple(lacks),
        words=_words_lacking(rule, around, prompt.weights) if Lack.MATTER in lacks else (),
    )


def _lacks(rule: _Wanted, around: Sequence[Statement], weights: Weights) -> Iterator[Lack]:
    if _share(rule.matter, around, weights) < WHOLE:
        yield Lack.MATTER
    condition, instead = rule.rule.condition, rule.rule.instead
    if condition is not None and not _is_said(condition.text, around, weights):
        yield Lack.CONDITION
    if instead is not None and not _is_said(instead, around, weights):
        yield Lack.INSTEAD


def _share(one: Clause | Statement, others: Sequence[Statement], weights: Weights) -> float:
    """Return how much of a statement others hold together."""
    words = frozenset().union(*(other.words for other in others))
    fields = frozenset().union(*(other.fields for other in others))
    return contained(one, Clause(words, fields, None), weights)


def _words_lacking(
    rule: _Wanted, around: Sequence[Statement], weights: Weights
) -> tuple[str, ...]:
    """Return the rule's own words, as it writes them, that no line has."""
    there = frozenset().union(*(one.words for one in around))
    found = []
    for word in rule.rule.text.replace("/", " ").split():
        bare = word.strip(".,;:()\"'!?")
        named = read_statement(bare).words
        # A word of a phrase has another name alone, and says nothing by itself.
        told = named & rule.matter.words
        if told and not told & there and weights.total(told) >= TELLING:
            found.append(bare)
    return tuple(dict.fromkeys(found))


TELLING = 0.5
"""Weight of a word from which on it says what a rule is about."""


def _is_around(line: _Line, near: AbstractSet[int]) -> bool:
    """Tell whether a line stands where a reader takes it together with what carries a rule."""
    return line.instruction.line in near or line.instruction.kind is InstructionKind.RESPONSE


AROUND = 2
"""Lines before and after: where a prompt writes what goes with a rule."""


def _is_said(text: str, around: Sequence[Statement], weights: Weights) -> bool:
    wanted = read_statement(text)
    return not wanted.words or _share(wanted, around, weights) >= SAID


def _conflicts(rule: _Wanted, prompt: _Prompt) -> Iterator[Conflict]:
    refuses = rule.rule.stance is Stance.REFUSE
    for line in prompt.lines:
        if refuses and says_what_is_barred(rule.rule.text, line.instruction.text):
            clash: Clash | None = Clash.ALLOWED
        else:
            clash = _clash(rule, line, prompt.weights)
        if clash is not None:
            yield Conflict(rule_id=rule.rule.id, at=line.at, clash=clash)


def _clash(rule: _Wanted, line: _Line, weights: Weights) -> Clash | None:
    if not rule.matter.words & line.statement.words:
        return None
    near = [
        (likeness(rule.matter, clause, weights), clause)
        for clause in line.clauses
        if clause.stance is not None
        and rule.matter.words & clause.words
        and not differ_in_action(rule.matter, clause)
    ]
    strength, clause = max(near, key=lambda one: one[0], default=(0.0, None))
    if clause is None or strength < AGAINST:
        return None
    if opposite(_side(rule.rule.stance), clause.stance):
        if not can_clash(line.instruction) or orders_instead(line.statement, rule.rule):
            return None
        return Clash.REFUSED if clause.stance is Stance.REFUSE else Clash.ALLOWED
    return Clash.CONDITION if _differ_in_condition(rule, line, weights) else None


def _differ_in_condition(rule: _Wanted, line: _Line, weights: Weights) -> bool:
    condition = rule.rule.condition
    written = line.instruction.condition or read_condition(line.instruction.text)
    if condition is None or not written:
        return False
    wanted, there = read_statement(condition.text), read_statement(written)
    return contained(wanted, there, weights) < SAID / 2


def _lines_held(
    prompt: _Prompt, found: Sequence[tuple[_Wanted, list[_Match]]]
) -> Iterator[LineHeld]:
    covering: dict[int, list[tuple[float, str]]] = {}
    for rule, matches in found:
        for match in matches:
            if not _covers(rule, match, prompt.weights):
                continue
            covering.setdefault(id(match.line), []).append((-match.strength, rule.rule.id))
    whole = {rule.rule.id: _all_of(rule.rule) for rule, _ in found}
    limits = {id(one) for one in limits_in([line.instruction for line in prompt.lines])}
    for place, line in enumerate(prompt.lines):
        at = line.instruction
        if id(at) not in limits:
            continue
        rules = sorted(covering.get(id(line), ()) or _beside(prompt.lines, place, covering))
        if not rules:
            rules = [
                (0.0, one)
                for one, said in whole.items()
                if is_part(line.statement, said, prompt.weights)
            ]
        yield LineHeld(
            at=line.at,
            stance=at.stance or Stance.REFUSE,
            rules=tuple(dict.fromkeys(rule for _, rule in rules)),
        )


def _covers(rule: _Wanted, match: _Match, weights: Weights) -> bool:
    """Tell whether a line is this rule's, and not of another thing done with its matter."""
    other = does_another(rule.matter, match.clause)
    return not other or likeness(rule.matter, match.clause, weights) >= DUPLICATE


def _all_of(rule: Rule) -> Statement:
    """Return all that a rule says, its condition and better response with it."""
    condition = rule.condition.text if rule.condition is not None else ""
    return read_statement(" ".join((rule.text, condition, rule.instead or "")))


def _beside(
    lines: Sequence[_Line], place: int, covering: Mapping[int, list[tuple[float, str]]]
) -> Iterator[tuple[float, str]]:
    """Yield the rules of the sentences that a line goes on with."""
    for other in goes_on_with([one.instruction for one in lines], place):
        yield from covering.get(id(lines[other]), ())
