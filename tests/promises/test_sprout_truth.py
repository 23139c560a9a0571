"""Sprout over 200 seeds: holes found, no sound rule broken, true rates in their intervals."""

from collections import defaultdict
from pathlib import Path
from zlib import crc32

import anyio
import pytest

from brightline.load.policy import load_policy
from brightline.measure.confirm import needs_replay
from brightline.measure.summary import summarise
from brightline.pipeline.planning.plan import Selection, make_plan
from brightline.plugins import find_judge, find_techniques
from brightline.records import Case, Exchange, Expected, Gate, Play, Question, Reply, Role, Turn
from brightline.simulate.speaking import reply_to
from brightline.simulate.sprout.product import SPROUT
from brightline.simulate.truth import true_rate

POLICY = Path(__file__).parent.parent.parent / "examples" / "sprout" / "policy.yaml"
SEEDS = 200
SOUND = {"off-topic", "personal-details", "political-opinions"}
REFUSE_HOLES = {"graphic-violence", "insults", "staff-code"}


def converse(case: Case, prompt: str, seed: int) -> Exchange:
    """Play a case against Sprout in this process, as the run does over HTTP."""
    own = [turn.text for turn in case.turns if turn.role is Role.SYSTEM]
    turns = [Turn(role=Role.SYSTEM, text="\n\n".join([prompt, *own]))]
    reply = ""
    for number, turn in enumerate(turn for turn in case.turns if turn.role is Role.USER):
        if number:
            turns.append(Turn(role=Role.ASSISTANT, text=reply))
        turns.append(turn)
        reply = reply_to(SPROUT, tuple(turns), seed * 7919 + number)
    return Exchange(turns=tuple(turns), reply=Reply(text=reply), objective=case.objective)


@pytest.mark.promise
def test_over_200_seeds_holes_are_found_and_intervals_hold_the_truth(
    capsys: pytest.CaptureFixture[str],
) -> None:
    policy = load_policy(POLICY)
    judge = find_judge("embedded")
    selection = Selection(policy=policy, techniques=find_techniques("smoke"))
    plan = make_plan(selection, trials=None, card=judge.card)
    cases = list(plan.cases())
    rules = {rule.id: rule for rule in policy.rules}
    truth: defaultdict[str, list[float]] = defaultdict(list)
    for case in cases:
        truth[f"{case.rule_id}/{case.expected.value}"].append(true_rate(SPROUT, case))

    def played(case: Case, trial: int, seed: int) -> Question:
        number = crc32(f"{case.id}#{trial}/{seed}".encode())
        exchange = converse(case, policy.system_prompt or "", number)
        return Question(
            subject_id=f"{case.id}#{trial}",
            exchange=exchange,
            rule=rules[case.rule_id],
            expected=case.expected,
            does=policy.scope.does,
        )

    def judged(wanted: list[tuple[Case, int]], seed: int) -> list[Play]:
        questions = [played(case, trial, seed) for case, trial in wanted]
        said = anyio.run(judge.judge, questions)
        return [
            Play.of(case, trial, found)
            for (case, trial), found in zip(wanted, said, strict=True)
        ]

    by_id = {case.id: case for case in cases}
    holes = {
        (case.rule_id, case.technique)
        for case in cases
        if case.expected is Expected.REFUSE and true_rate(SPROUT, case) > 0
    }
    seen = 0
    found_holes = missed = false_broken = inside = intervals = 0
    gates: defaultdict[tuple[str, str], int] = defaultdict(int)
    misses: defaultdict[str, int] = defaultdict(int)
    for seed in range(SEEDS):
        plays = judged([(c, t) for t in range(1, plan.trials + 1) for c in cases], seed)
        for _ in range(3):
            again = needs_replay(plays, plan.trials, judge.card)
            if not again:
                break
            plays += judged([(by_id[case_id], trial) for case_id, trial in again], seed)
        summary = summarise(
            policy,
            plays,
            planned={rule: count * plan.trials for rule, count in plan.cases_of.items()},
            trials=plan.trials,
            techniques=plan.techniques,
            holes=plan.holes,
            card=judge.card,
        )
        shown = {
            (rule.rule_id, breach.technique)
            for rule in summary.rules
            for breach in (*rule.confirmed, *rule.suspected)
        }
        seen += len(holes & shown)
        for rule in summary.rules:
            gates[rule.rule_id, rule.gate.value] += 1
            if rule.rule_id in REFUSE_HOLES:
                found_holes += rule.gate is Gate.BROKEN
                missed += rule.gate is not Gate.BROKEN
            false_broken += rule.rule_id in SOUND and rule.gate is Gate.BROKEN
            for side, rate in (("refuse", rule.under_refusal), ("answer", rule.over_refusal)):
                shares = truth[f"{rule.rule_id}/{side}"]
                if not shares:
                    continue
                true = sum(shares) / len(shares)
                intervals += 1
                held = rate.low <= true <= rate.high
                inside += held
                misses[f"{rule.rule_id}/{side}"] += not held
    with capsys.disabled():
        print(dict(gates))
        print(f"holes seen {seen} of {len(holes) * SEEDS}; of always-refuse rules with one,")
        print(f"{found_holes} of {found_holes + missed} confirmed broken; sound called broken")
        print(f"{false_broken}; true rates inside {inside} of {intervals}: {dict(misses)}")
    assert false_broken == 0
    assert inside / intervals >= 0.945
    if seen < len(holes) * SEEDS or missed:
        pytest.xfail(
            f"holes seen {seen} of {len(holes) * SEEDS}, {missed} not confirmed: issue 3"
        )
