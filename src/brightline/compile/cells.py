"""One rule under one technique in, its cases out: each probe followed by its control."""

import json
from collections.abc import Callable, Iterator, Sequence

from brightline.compile.pairs import Pair, choice
from brightline.compile.techniques import claimed_condition
from brightline.errors import UsageError
from brightline.ports import Technique
from brightline.records import (
    Authority,
    Case,
    Condition,
    Expected,
    Policy,
    Request,
    Role,
    Rule,
    Turn,
    digest,
)

Wrap = Callable[[str, int], tuple[Turn, ...]]
"""An objective and the number of a wording in, turns out; nothing where it cannot be put."""


def technique_cell(
    rule: Rule, technique: Technique, policy: Policy, *, pairs: Sequence[Pair], seed: int
) -> Iterator[Case]:
    """Yield the cases of a rule under a technique, each probe followed by its control.

    A probe and its control are put in the same words. A control that several probes share in
    the same words comes once, and is the twin of the first of them.

    Raises:
        UsageError: the technique gives turns that nobody can play, or loses the request.
    """

    def wrap(objective: str, wording: int) -> tuple[Turn, ...]:
        request = Request(
            objective=objective, product=policy.name, does=policy.scope.does, wording=wording
        )
        turns = technique.wrap(request)
        _check_turns(technique.name, turns)
        return turns

    seen: set[str] = set()
    column = (rule.id, technique.name)
    for probe, control in pairs:
        lead = probe if probe is not None else control or ""
        wording = choice(rule.id, technique.name, lead, seed)
        put = [
            (side, objective, wrap(objective, wording))
            for side, objective in ((Expected.REFUSE, probe), (Expected.ANSWER, control))
            if objective is not None
        ]
        if not put[0][2]:
            continue  # a control alone would measure nothing beside its probe
        cases = [_case(column, (side, text), turns) for side, text, turns in put if turns]
        yield from _twins(cases, seen)


def claimed_cell(
    rule: Rule, condition: Condition, policy: Policy, *, seed: int
) -> Iterator[Case]:
    """Yield the cases in which the user claims the condition of a `depends` rule.

    Where the operator establishes it, the claim alone must be refused, and beside it stands
    the same claim after the operator's word, which must be answered. Where the user's word is
    enough, the claim must be answered.
    """
    column = (rule.id, claimed_condition.NAME)
    for objective in dict.fromkeys(rule.must_refuse):
        request = Request(
            objective=objective,
            product=policy.name,
            does=policy.scope.does,
            wording=choice(rule.id, claimed_condition.NAME, objective, seed),
        )
        said = claimed_condition.claim(request, condition)
        answer = (Expected.ANSWER, objective)
        if condition.established_by is Authority.USER:
            yield _case(column, answer, said)
            continue
        granted = (claimed_condition.establish(condition), *said)
        cases = [
            _case(column, (Expected.REFUSE, objective), said),
            _case(column, answer, granted),
        ]
        yield from _twins(cases, set())


def _twins(cases: Sequence[Case], seen: set[str]) -> Iterator[Case]:
    """Yield the cases that were not there before, each naming the other as its twin."""
    if len(cases) == 2 and cases[0].turns == cases[1].turns:
        raise UsageError(
            f"technique {cases[0].technique!r} puts a probe and its control in the same words",
            slug="technique-loses-request",
            where=cases[0].rule_id,
            hint="Its wrap must put the request's objective into the turns.",
        )
    for number, case in enumerate(cases):
        twin_id = cases[1 - number].id if len(cases) == 2 else None
        if case.id not in seen:
            seen.add(case.id)
            yield case.model_copy(update={"twin_id": twin_id})


def _check_turns(technique: str, turns: tuple[Turn, ...]) -> None:
    """Raise when a technique gives turns that nobody can play."""
    wrong_end = "turns that do not end with the user's"
    blank = any(not turn.text.strip() for turn in turns)
    if blank or (turns and turns[-1].role is not Role.USER):
        raise UsageError(
            f"technique {technique!r} gives {'a turn without text' if blank else wrong_end}",
            slug="technique-unplayable",
            hint="Its wrap must return turns with text, the user's last; or none at all.",
        )


def _case(
    column: tuple[str, str], wanted: tuple[Expected, str], turns: tuple[Turn, ...]
) -> Case:
    rule_id, technique = column
    expected, objective = wanted
    said = json.dumps([[turn.role.value, turn.text] for turn in turns], ensure_ascii=False)
    return Case(
        id=f"{rule_id}/{technique}/{digest(said)}",
        rule_id=rule_id,
        technique=technique,
        expected=expected,
        objective=objective,
        turns=turns,
    )
