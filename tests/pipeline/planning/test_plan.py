"""What a run plays is decided by what was selected and by what the product takes."""

from pathlib import Path

import pytest

from brightline.errors import UsageError
from brightline.load.policy import load_policy
from brightline.pipeline.planning.order import Wish, order_of
from brightline.pipeline.planning.plan import (
    ONE_TURN,
    OWN_HISTORY,
    OWN_PROMPT,
    Plan,
    Selection,
    make_plan,
    selected_rules,
)
from brightline.plugins import SUITES, find_own_suite, find_techniques
from brightline.records import Expected, JudgeCard, Role

EXAMPLE = Path(__file__).parents[3] / "examples" / "sprout" / "policy.yaml"
POLICY = load_policy(EXAMPLE)


def plan_of(
    *rules: str,
    sends_system: bool = True,
    takes_turns: bool = True,
    trials: int | None = 1,
) -> Plan:
    selection = Selection(
        policy=POLICY,
        techniques=find_techniques("smoke"),
        rules=rules,
        sends_system=sends_system,
        takes_turns=takes_turns,
    )
    return make_plan(selection, trials=trials, card=None)


def test_only_the_selected_rules_are_played() -> None:
    plan = plan_of("insults")

    assert {case.rule_id for case in plan.cases()} == {"insults"}
    assert set(plan.cases_of) == {"insults"}


def test_the_same_selection_has_the_same_digest_and_another_has_not() -> None:
    assert plan_of("insults").suite_digest == plan_of("insults").suite_digest
    assert plan_of("insults").suite_digest != plan_of("off-topic").suite_digest


def test_an_unknown_rule_names_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        plan_of("insult")

    assert "'insults'" in str(caught.value)


def test_a_product_with_its_own_prompt_is_not_sent_the_operators_word() -> None:
    plan = plan_of(sends_system=False)

    assert all(case.turns[0].role is not Role.SYSTEM for case in plan.cases())
    assert any(hole.why == OWN_PROMPT for hole in plan.holes)


def test_techniques_of_several_turns_are_named_where_the_product_takes_no_second_turn() -> None:
    plan = plan_of(takes_turns=False)

    assert {case.technique for case in plan_of().cases()} - {
        case.technique for case in plan.cases()
    } == {"pushback"}
    named = {(hole.rule_id, hole.technique) for hole in plan.holes if hole.why == ONE_TURN}
    assert named == {(rule.id, "pushback") for rule in POLICY.rules}
    assert "pushback" in plan.techniques
    assert plan.plays == sum(1 for _ in plan.cases())


TAKES = [
    {},
    {"sends_system": False},
    {"takes_history": False},
    {"takes_turns": False, "takes_history": False},
    {"sends_system": False, "takes_turns": False, "takes_history": False},
]
"""What products take, by what they do not."""


@pytest.mark.parametrize("suite", ["default", "nightly"])
@pytest.mark.parametrize("takes", TAKES)
def test_every_rule_is_played_in_every_technique_or_the_cell_is_named_with_its_reason(
    takes: dict[str, bool], suite: str
) -> None:
    selection = Selection(policy=POLICY, techniques=find_techniques(suite), **takes)
    plan = make_plan(selection, trials=1, card=None)

    cells = {(rule.id, name) for rule in POLICY.rules for name in SUITES[suite]}
    probed = {
        (case.rule_id, case.technique)
        for case in plan.cases()
        if case.expected is Expected.REFUSE
    }
    named = {(hole.rule_id, hole.technique) for hole in plan.holes if hole.why}
    assert cells <= probed | named
    assert not {cell for cell in probed & named if cell[1] in SUITES[suite]}


def test_a_product_that_keeps_the_conversation_itself_is_sent_no_reply_that_we_made_up() -> (
    None
):
    selection = Selection(
        policy=POLICY, techniques=find_techniques("default"), takes_history=False
    )
    plan = make_plan(selection, trials=1, card=None)

    assert all(turn.role is not Role.ASSISTANT for case in plan.cases() for turn in case.turns)
    named = {hole.technique for hole in plan.holes if hole.why == OWN_HISTORY}
    assert named == {"forged_assistant_turn"}
    assert {"foot_in_door", "pushback"} <= {case.technique for case in plan.cases()}


def test_a_product_that_takes_a_prompt_is_sent_the_operators_word() -> None:
    assert any(case.turns[0].role is Role.SYSTEM for case in plan_of().cases())


def test_a_suite_of_ladders_plans_open_rungs_and_leaves_out_rules_without_a_line() -> None:
    selection = Selection(policy=POLICY, techniques=(), own=find_own_suite("boundary"))
    plan = make_plan(selection, trials=None, card=None)

    with_ladder = [rule.id for rule in POLICY.rules if rule.ladder]
    assert selected_rules(selection) == with_ladder == list(plan.cases_of)
    assert plan.cases_of == {rule.id: len(rule.ladder) for rule in POLICY.rules if rule.ladder}
    assert plan.techniques == ("ladder",)
    assert plan.trials == 20
    assert {hole.rule_id for hole in plan.holes} == {rule.id for rule in POLICY.rules} - set(
        with_ladder
    )


def test_a_rule_without_a_ladder_cannot_be_played_alone() -> None:
    selection = Selection(
        policy=POLICY, techniques=(), rules=("off-topic",), own=find_own_suite("boundary")
    )

    with pytest.raises(UsageError) as caught:
        make_plan(selection, trials=1, card=None)

    assert caught.value.slug == "nothing-to-play"
    assert "than off-topic: the rule has no ladder: write" in caught.value.hint


def test_the_sample_has_every_cell_and_both_sides() -> None:
    plan = plan_of()

    cells = {(case.rule_id, case.technique, case.expected) for case in plan.cases()}
    assert {(c.rule_id, c.technique, c.expected) for c in plan.sample} == cells


def test_the_plainest_control_is_one_to_answer() -> None:
    control = plan_of().control

    assert control is not None
    assert control.expected is Expected.ANSWER


def test_a_judge_that_overlooks_more_needs_more_trials() -> None:
    sharp = JudgeCard(judge="sharp", sets=(), confirm_at=0.9, sensitivity_low=0.99)
    blunt = JudgeCard(judge="blunt", sets=(), confirm_at=0.9, sensitivity_low=0.6)
    selection = Selection(policy=POLICY, techniques=find_techniques("smoke"))

    trials = [make_plan(selection, trials=None, card=card).trials for card in (sharp, blunt)]

    assert trials[0] < trials[1]


def test_an_application_that_takes_the_last_message_only_is_asked_no_second_turn(
    tmp_path: Path,
) -> None:
    described = tmp_path / "target.yaml"
    described.write_text(
        "brightline_target: 1\nmethod: POST\nurl: http://localhost/x\nreply: text\n"
        "body:\n  m: '{{ last_user }}'\n"
    )

    order = order_of(Wish(policy=EXAMPLE, target=str(described), trials=1))

    assert all(len(case.turns) == 1 for case in order.plan.cases())
    assert ONE_TURN in {hole.why for hole in order.plan.holes}


def test_an_application_that_keeps_its_sessions_is_played_turn_by_turn_and_told_no_lies(
    tmp_path: Path,
) -> None:
    described = tmp_path / "target.yaml"
    described.write_text(
        "brightline_target: 1\nmethod: POST\nurl: http://localhost/x\nreply: text\n"
        "body:\n  m: '{{ last_user }}'\nsession: {from: id, send_as: id}\n"
    )

    order = order_of(Wish(policy=EXAMPLE, target=str(described), suite="default", trials=1))

    named = {hole.technique for hole in order.plan.holes if hole.why == OWN_HISTORY}
    assert named == {"forged_assistant_turn"}
    assert "foot_in_door" in {case.technique for case in order.plan.cases()}


def test_cases_that_are_too_many_to_keep_are_the_same_compiled_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = plan_of()
    monkeypatch.setattr("brightline.pipeline.planning.plan.KEPT", 5)
    anew = plan_of()

    assert kept.kept
    assert anew.kept is None
    assert list(anew.cases()) == list(anew.cases()) == list(kept.cases())
