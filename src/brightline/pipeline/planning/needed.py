"""A plan in, how many plays each rule needs and gets out: before a call is paid."""

import math
from dataclasses import asdict, dataclass

from brightline.measure.plan import (
    anytime_plays,
    best_possible,
    card_for,
    fixed_plays,
    tolerance_of,
)
from brightline.pipeline.planning.plan import Plan
from brightline.records import Case, JudgeCard, Role, Stance


@dataclass(frozen=True, kw_only=True)
class RuleNeed:
    """What one rule needs to hold, and what the suite gives it."""

    rule_id: str
    tolerance: float
    fixed: int
    """Plays without a hit, their number fixed in advance."""
    adaptive: int
    """The same where a run may stop after any of them."""
    cases: int
    suite: int
    """Plays of the side that is gated: probes, or controls where the rule allows."""
    at_best: float
    """Smallest bound that these can show."""


@dataclass(frozen=True, kw_only=True)
class Needed:
    """What a whole run needs and costs."""

    rules: tuple[RuleNeed, ...]
    trials: int
    trials_to_hold: int
    """With which every rule gets as many plays as it needs."""
    calls: int
    calls_of_trial: int
    """What one more play of every case costs."""

    def as_json(self) -> dict[str, object]:
        """Return plain values, the rules' ids under `id`."""
        rules = [
            {"id": rule.rule_id, **{k: v for k, v in asdict(rule).items() if k != "rule_id"}}
            for rule in self.rules
        ]
        return {**asdict(self), "rules": rules}


def needed_of(plan: Plan, card: JudgeCard | None, *, tolerance: float | None) -> Needed:
    """Return how many plays the rules of a plan need, and what the plan gives.

    Args:
        plan: What would be played.
        card: The judge's card: what it overlooks must be made up for by more plays.
        tolerance: For every rule; None: each has its own.
    """
    policy = plan.selection.policy
    found: list[RuleNeed] = []
    for rule in policy.rules:
        if rule.id not in plan.cases_of:
            continue
        asked = card_for(rule, card)
        cases = plan.probes_of[rule.id]
        if rule.stance is Stance.ALLOW:
            cases = plan.cases_of[rule.id] - cases
        limit = tolerance_of(policy, rule) if tolerance is None else tolerance
        sees = (asked.sensitivity_low if asked else None) or 1.0
        found.append(
            RuleNeed(
                rule_id=rule.id,
                tolerance=limit,
                fixed=fixed_plays(limit, asked),
                adaptive=anytime_plays(limit, asked),
                cases=cases,
                suite=cases * plan.trials,
                at_best=best_possible(cases * plan.trials, sensitivity=sees),
            )
        )
    calls = sum(calls_of(case) for case in plan.cases())
    return Needed(
        rules=tuple(found),
        trials=plan.trials,
        trials_to_hold=max(
            (math.ceil(rule.fixed / rule.cases) for rule in found if rule.cases), default=1
        ),
        calls=calls * plan.trials,
        calls_of_trial=calls,
    )


def calls_of(case: Case) -> int:
    """Return how many calls one play of a case costs at most: one per turn that is answered."""
    roles = [turn.role for turn in case.turns]
    return sum(
        role is Role.USER and (index + 1 == len(roles) or roles[index + 1] is Role.USER)
        for index, role in enumerate(roles)
    )
