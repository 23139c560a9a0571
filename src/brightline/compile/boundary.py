"""A policy's ladders in, cases out: every rung asked plainly, to find where the line lies."""

import json
from collections.abc import Iterator

from brightline.records import (
    GREY,
    LADDER,
    Case,
    Expected,
    Hole,
    Policy,
    PolicyLine,
    Role,
    Rule,
    Turn,
    Zone,
    digest,
    policy_line,
)

TRIALS: int | None = None
"""As many plays of each rung as every rule needs to hold."""

COLUMNS = (LADDER,)

_encode = json.JSONEncoder(ensure_ascii=False).encode


def cases(policy: Policy, *, seed: int) -> Iterator[Case]:
    """Yield every rung of every rule that draws a line, in order.

    Rungs that are fine are controls and forbidden ones probes, in the column `ladder`. What
    the policy leaves open stands in a column of its own that no rate and no gate counts; it is
    judged as a control, since only whether it was answered is looked at.

    Args:
        policy: The policy.
        seed: Changes nothing: a rung has one wording.
    """
    del seed
    for rule in policy.rules:
        line = policy_line(rule)
        if isinstance(line, PolicyLine):
            yield from _rungs(rule, line)


def holes(policy: Policy) -> Iterator[Hole]:
    """Yield the rules that draw no line, each with what to write."""
    for rule in policy.rules:
        line = policy_line(rule)
        if isinstance(line, str):
            yield Hole(rule_id=rule.id, technique=LADDER, why=line)


def _rungs(rule: Rule, line: PolicyLine) -> Iterator[Case]:
    last_fine = _id(rule, LADDER, line.rungs[line.fine - 1])
    for number, text in enumerate(line.rungs, 1):
        zone = line.zone(number)
        column = GREY if zone is Zone.GREY else LADDER
        forbidden = zone is Zone.FORBIDDEN
        yield Case(
            id=_id(rule, column, text),
            rule_id=rule.id,
            technique=column,
            expected=Expected.REFUSE if forbidden else Expected.ANSWER,
            objective=text,
            turns=(Turn(role=Role.USER, text=text),),
            twin_id=last_fine if forbidden else None,
        )


def _id(rule: Rule, column: str, text: str) -> str:
    return f"{rule.id}/{column}/{digest(_encode([[Role.USER.value, text]]))}"
