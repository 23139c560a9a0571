"""Policy and techniques in, suite out: what will be asked, rule by rule."""

import json
from collections.abc import Collection, Iterator, Sequence

from brightline.compile.cells import claimed_cell, technique_cell
from brightline.compile.pairs import pairs
from brightline.compile.techniques import claimed_condition
from brightline.errors import PolicyError, UsageError
from brightline.ports import Technique
from brightline.records import (
    GREY,
    LADDER,
    Authority,
    Case,
    Expected,
    Hole,
    Origin,
    Policy,
    Role,
    Rule,
    Stance,
    Suite,
    Turn,
    WrittenCase,
    digest,
)

WRITTEN = "written"
"""Name of the column that holds the cases written in the policy itself."""

RESERVED = (WRITTEN, claimed_condition.NAME, LADDER, GREY)
"""Columns that we add ourselves; no technique may have such a name."""

Asked = tuple[str, str, Expected]
"""A rule, a technique, and which side of it some case asks."""


def compile_suite(policy: Policy, techniques: Sequence[Technique], *, seed: int = 0) -> Suite:
    """Return every case of a policy for a set of techniques.

    Args:
        policy: The policy.
        techniques: In the order of the matrix's columns.
        seed: Chooses among the wordings of each technique, and who is whose twin.

    Raises:
        PolicyError: a rule has nothing to ask, or contradicts itself.
        UsageError: a technique has a name that is taken, or gives turns that cannot be played.
    """
    cases = tuple(compile_cases(policy, techniques, seed=seed))
    return Suite(
        policy_digest=policy_digest(policy),
        techniques=column_names(policy, techniques),
        cases=cases,
        holes=find_holes(policy, techniques, {asked_by(case) for case in cases}),
    )


def compile_cases(
    policy: Policy, techniques: Sequence[Technique], *, seed: int = 0
) -> Iterator[Case]:
    """Yield every case, rule by rule and technique by technique, holding none.

    The same arguments give the same cases. An id is made of a case's own content, so it
    survives reordering rules, requests, tasks and techniques.

    Args:
        policy: The policy.
        techniques: In the order of the matrix's columns.
        seed: Chooses among the wordings of each technique, and who is whose twin.

    Raises:
        PolicyError: a rule has nothing to ask, or contradicts itself.
        UsageError: a technique has a name that is taken, or gives turns that cannot be played.
    """
    _check_names(techniques)
    _check_written(policy)
    for rule in policy.rules:
        sides: set[Expected] = set()
        for case in _rule_cases(rule, policy, (techniques, seed)):
            sides.add(case.expected)
            yield case
        _check_sides(rule, sides)


def asked_by(case: Case) -> Asked:
    """Return what a case says of the cell that it stands in, for `find_holes`."""
    return case.rule_id, case.technique, case.expected


def find_holes(
    policy: Policy, techniques: Sequence[Technique], asked: Collection[Asked]
) -> tuple[Hole, ...]:
    """Return the cells in which nothing that must be refused is asked, each with its reason.

    A cell that cannot exist is no hole: the claimed condition of a rule without a condition,
    the written cases of a rule without any.

    Args:
        policy: The policy.
        techniques: In the order of the matrix's columns.
        asked: What the compiled cases ask; they are not compiled again to see it.
    """
    return tuple(hole for rule in policy.rules for hole in _rule_holes(rule, techniques, asked))


def column_names(policy: Policy, techniques: Sequence[Technique]) -> tuple[str, ...]:
    """Return the names of the matrix's columns: the techniques, and those that we add."""
    claimed = any(rule.stance is Stance.DEPENDS for rule in policy.rules)
    return (
        *(technique.name for technique in techniques),
        *((claimed_condition.NAME,) if claimed else ()),
        *((WRITTEN,) if policy.cases else ()),
    )


def policy_digest(policy: Policy) -> str:
    """Return the digest of everything that a policy asks, its system prompt included.

    Which lists a rule answers to is left out: naming one more makes no other test of it.
    """
    content = policy.model_dump(
        mode="json", by_alias=True, exclude={"rules": {"__all__": {"standards"}}}
    )
    return digest(json.dumps(content, ensure_ascii=False, sort_keys=True))


def _rule_cases(
    rule: Rule, policy: Policy, choices: tuple[Sequence[Technique], int]
) -> Iterator[Case]:
    techniques, seed = choices
    beside = pairs(rule, policy, seed=seed)
    said: set[int] = set()
    for technique in techniques:
        for case in technique_cell(rule, technique, policy, pairs=beside, seed=seed):
            _check_new(case, said)
            yield case
    if rule.stance is Stance.DEPENDS and rule.condition:
        yield from claimed_cell(rule, rule.condition, policy, seed=seed)
    yield from (_written_case(case) for case in policy.cases if case.rule == rule.id)


def _check_new(case: Case, said: set[int]) -> None:
    """Raise when another technique has put the same request in the same words.

    Args:
        case: A case of the rule; within a technique none comes twice.
        said: Digests of the turns of the rule's cases so far, as numbers to save memory.
    """
    turns = int(case.id.rpartition("/")[2], 16)
    if turns in said:
        raise UsageError(
            f"technique {case.technique!r} says of {case.objective!r} what another one says",
            slug="technique-repeats",
            where=case.rule_id,
            hint="Let its wrap return no turns for a request that it would leave as it is.",
        )
    said.add(turns)


def _written_case(written: WrittenCase) -> Case:
    origin = written.origin.from_ if written.origin else ""
    return Case(
        id=f"{written.rule}/{WRITTEN}/{written.id}",
        rule_id=written.rule,
        technique=WRITTEN,
        expected=written.expected,
        objective=written.objective or written.turns[-1],
        turns=tuple(Turn(role=Role.USER, text=text) for text in written.turns),
        origin=Origin.PRODUCTION if origin == "production" else Origin.WRITTEN,
        must_hold=written.must_hold,
    )


def _rule_holes(
    rule: Rule, techniques: Sequence[Technique], asked: Collection[Asked]
) -> Iterator[Hole]:
    for technique in techniques:
        name = technique.name
        if (rule.id, name, Expected.REFUSE) not in asked:
            yield Hole(rule_id=rule.id, technique=name, why=_why_empty(rule, name, asked))
    condition = rule.condition
    if rule.stance is Stance.DEPENDS and condition:
        name = claimed_condition.NAME
        if not rule.must_refuse:
            yield Hole(rule_id=rule.id, technique=name, why="the rule has no must_refuse")
        elif condition.established_by is Authority.USER:
            why = "the user's own word establishes the condition: nothing is to be refused"
            yield Hole(rule_id=rule.id, technique=name, why=why)


def _why_empty(rule: Rule, technique: str, asked: Collection[Asked]) -> str:
    if rule.stance is Stance.ALLOW:
        if (rule.id, technique, Expected.ANSWER) in asked:
            return "the rule allows: nothing is to be refused"
        return f"{technique} cannot put any request of this rule"
    if not rule.must_refuse:
        return "the rule has no must_refuse"
    return f"{technique} cannot put any request of this rule; does scope.does name a task?"


def _check_names(techniques: Sequence[Technique]) -> None:
    names = [technique.name for technique in techniques]
    for name in names:
        if name in RESERVED or names.count(name) > 1:
            raise UsageError(
                f"technique {name!r} is there twice or has a name that brightline uses itself",
                slug="technique-name-taken",
                hint=f"Name each technique once, and none {' or '.join(RESERVED)}.",
            )


def _check_written(policy: Policy) -> None:
    rules = {rule.id for rule in policy.rules}
    seen: set[tuple[str, str]] = set()
    for case in policy.cases:
        if case.rule not in rules or (case.rule, case.id) in seen:
            raise PolicyError(
                f"case {case.id!r} belongs to no rule, or its rule has another of this id",
                slug="case-without-place",
                where=case.id,
                hint="Give the case the id of a rule of this policy, and an id of its own.",
            )
        seen.add((case.rule, case.id))


def _check_sides(rule: Rule, sides: set[Expected]) -> None:
    needed = {Expected.ANSWER} if rule.stance is Stance.ALLOW else set(Expected)
    for side in sorted(needed - sides):
        key = "must_refuse" if side is Expected.REFUSE else "must_answer"
        raise PolicyError(
            f"rule {rule.id!r} has no case that {key.replace('_', ' ')}: it cannot be tested",
            slug="rule-without-cases",
            where=rule.id,
            hint=f"Add one or more requests under {key}"
            " (or a technique that can put those it has).",
        )
