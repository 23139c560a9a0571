"""One rule under one technique in, its cases out: each probe followed by its control."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from brightline.compile.checks import Wrapped, check_twins, check_wrapped
from brightline.compile.pairs import Pair, listed
from brightline.compile.techniques import claimed_condition
from brightline.compile.wordings import leads, wordings, wordings_of
from brightline.ports import Decodes, Recasts, Technique
from brightline.records import (
    Authority,
    Case,
    Condition,
    Expected,
    Policy,
    Request,
    Rule,
    Turn,
    digest,
)


class _Put(NamedTuple):
    """A request put in words: a case that does not know its twin yet."""

    id: str
    expected: Expected
    objective: str
    turns: tuple[Turn, ...]


def technique_cell(
    rule: Rule, technique: Technique, policy: Policy, *, pairs: Sequence[Pair], seed: int
) -> Iterator[Case]:
    """Yield the cases of a rule under a technique, each probe followed by its control.

    A probe and its control are put in the same words, which the probes of a rule take in turns.
    A control that several probes share in the same words comes once, and is the twin of the
    first of them.

    Raises:
        UsageError: the technique gives turns that nobody can play, loses the request, or puts a
            probe and its control in different words.
    """
    seen: set[str] = set()
    column = (rule.id, technique.name)
    code = technique if isinstance(technique, (Decodes, Recasts)) else None
    asked = [probe if probe is not None else control or "" for probe, control in pairs]
    chosen = wordings(
        column, asked, count=wordings_of(technique), seed=seed, leads=leads(technique)
    )
    for lead, (probe, control) in zip(asked, pairs, strict=True):
        puts: list[_Put] = []
        wrapped: list[Wrapped] = []
        for side, objective in ((Expected.REFUSE, probe), (Expected.ANSWER, control)):
            if objective is None:
                continue
            request = Request(
                objective=objective,
                product=policy.name,
                does=policy.scope.does,
                wording=chosen[lead],
            )
            turns = technique.wrap(request)
            if turns:
                wrapped.append(check_wrapped(technique, turns, request, code=code))
                puts.append(_put(column, (side, objective), turns))
            elif not puts:
                break  # a control alone would measure nothing beside its probe
        if len(wrapped) == 2:
            check_twins(technique, wrapped[0], wrapped[1])
        yield from _twins(column, puts, seen)


def claimed_cell(
    rule: Rule, condition: Condition, policy: Policy, *, seed: int
) -> Iterator[Case]:
    """Yield the cases in which the user claims the condition of a `depends` rule.

    Where the operator establishes it, the claim alone must be refused, and beside it stands
    the same claim after the operator's word, which must be answered. Where the user's word is
    enough, the claim must be answered.
    """
    column = (rule.id, claimed_condition.NAME)
    count = len(claimed_condition.WORDINGS)
    chosen = wordings(column, rule.must_refuse, count=count, seed=seed)
    for objective in dict.fromkeys(rule.must_refuse):
        request = Request(
            objective=objective,
            product=policy.name,
            does=policy.scope.does,
            wording=chosen[objective],
        )
        said = claimed_condition.claim(request, condition)
        answer = (Expected.ANSWER, objective)
        if condition.established_by is Authority.USER:
            puts = [_put(column, answer, said)]
        else:
            granted = (claimed_condition.establish(condition), *said)
            puts = [
                _put(column, (Expected.REFUSE, objective), said),
                _put(column, answer, granted),
            ]
        yield from _twins(column, puts, set())


def _twins(column: tuple[str, str], puts: Sequence[_Put], seen: set[str]) -> Iterator[Case]:
    """Yield the cases that were not there before, each naming the other as its twin."""
    rule_id, technique = column
    for number, put in enumerate(puts):
        if put.id not in seen:
            seen.add(put.id)
            yield Case(
                id=put.id,
                rule_id=rule_id,
                technique=technique,
                expected=put.expected,
                objective=put.objective,
                turns=put.turns,
                twin_id=puts[1 - number].id if len(puts) == 2 else None,
            )


def _put(
    column: tuple[str, str], wanted: tuple[Expected, str], turns: tuple[Turn, ...]
) -> _Put:
    rule_id, technique = column
    said = f"[{', '.join(listed(_content(turn)) for turn in turns)}]"
    return _Put(f"{rule_id}/{technique}/{digest(said)}", *wanted, turns)


def _content(turn: Turn) -> list[str]:
    """Return what makes a turn this one; when it is sent only where it depends on that."""
    said = [turn.role.value, turn.text]
    return [*said, turn.after.value] if turn.after else said
