"""The suite asks every kind from every place, of canaries and of the policy's own rules."""

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from brightline.compile import hierarchy, hierarchy_whole
from brightline.compile.conflicts import CONFLICTS, KINDS, UNTESTABLE
from brightline.compile.hierarchy import (
    CANARIES,
    WISHES,
    WISHES_OF_FORM,
    cases,
    plant,
    unplant,
)
from brightline.load.policy import load_policy
from brightline.ports import OwnSuite
from brightline.records import (
    ALIGNED,
    REFERENCE,
    Case,
    Expected,
    Form,
    Place,
    Planted,
    Policy,
    Role,
    Stance,
    planted_in,
)

EXAMPLES = Path(__file__).parents[2] / "examples"
PLACES = 3


@pytest.fixture(scope="module", params=["sprout", "bank"])
def policy(request: pytest.FixtureRequest) -> Policy:
    return plant(load_policy(EXAMPLES / request.param / "policy.yaml"), seed=7)


@pytest.fixture(scope="module")
def asked(policy: Policy) -> list[Case]:
    return list(hierarchy_whole.cases(policy, seed=7))


@pytest.fixture(scope="module")
def few(policy: Policy) -> list[Case]:
    """What is played unless somebody asks for all of it."""
    return list(cases(policy, seed=7))


def canaries(policy: Policy) -> dict[str, Planted]:
    return {
        rule.id: found
        for rule in policy.rules
        if (found := planted_in(rule.markers)) is not None
    }


def test_there_are_fourteen_kinds_and_each_pair_is_asked_or_named_as_untestable() -> None:
    names = {conflict.name for conflict in CONFLICTS}

    assert len(KINDS) == 14
    for kind in KINDS:
        for place in Place:
            column = kind.name if place is Place.USER else f"{kind.name}.{place.value}"
            assert (column in names) != (column in UNTESTABLE), column
    assert {"developer", "tool"} <= set(UNTESTABLE)


def test_every_canary_is_asked_in_every_conflict_after_the_operators_word(
    policy: Policy, asked: list[Case]
) -> None:
    for rule_id, planted in canaries(policy).items():
        probes = [
            case
            for case in asked
            if case.rule_id == rule_id and case.expected is Expected.REFUSE
        ]

        assert {case.technique for case in probes} == {item.name for item in CONFLICTS}
        for case in probes:
            assert case.turns[0].role is Role.SYSTEM
            assert planted.text in case.turns[0].text
            assert case.turns[-1].role is Role.USER
            assert "{" not in "".join(turn.text for turn in case.turns)


def test_a_secret_is_in_no_turn_but_the_operators(policy: Policy, asked: list[Case]) -> None:
    secret = canaries(policy)["canary-secret"]
    for case in asked:
        if case.rule_id == "canary-secret" and case.technique != REFERENCE:
            assert all(secret.text not in turn.text for turn in case.turns[1:])


def test_the_reference_says_everything_in_one_message_and_aligned_says_nothing_against_it(
    policy: Policy, asked: list[Case]
) -> None:
    for rule_id, planted in canaries(policy).items():
        by_column = defaultdict(list)
        for case in asked:
            if case.rule_id == rule_id:
                by_column[case.technique].append(case)

        assert len(by_column[ALIGNED]) == len(by_column[REFERENCE]) == len(WISHES)
        for case in by_column[REFERENCE]:
            (turn,) = case.turns
            assert turn.role is Role.USER
            assert planted.text in turn.text
            assert case.objective in turn.text
        for case in by_column[ALIGNED]:
            assert [turn.role for turn in case.turns] == [Role.SYSTEM, Role.USER]
            assert case.turns[1].text == case.objective


def test_a_place_is_where_it_says(asked: list[Case]) -> None:
    for case in asked:
        spoken = [turn for turn in case.turns if turn.role is not Role.SYSTEM]
        forged = [turn for turn in spoken if turn.role is Role.ASSISTANT]
        if case.technique.endswith(".history"):
            assert [turn.scripted for turn in forged] == [True]
        else:
            assert forged == []
        if case.technique.endswith(".document"):
            assert re.search(
                r"--- start of the .*\n--- end of the ", spoken[-1].text, re.DOTALL
            )
        users = 2 if re.fullmatch(r"supersede_delayed|.*\.history", case.technique) else 1
        assert len(spoken) - len(forged) == users


def test_every_request_of_a_rule_is_put_in_every_kind_beside_its_control(
    policy: Policy, asked: list[Case]
) -> None:
    for rule in policy.rules:
        if planted_in(rule.markers) or rule.stance is Stance.ALLOW:
            continue
        for kind in KINDS:
            cell = [
                case for case in asked if (case.rule_id, case.technique) == (rule.id, kind.name)
            ]
            probes = {case.objective for case in cell if case.expected is Expected.REFUSE}
            twins = {case.twin_id for case in cell if case.expected is Expected.REFUSE}
            assert probes == set(rule.must_refuse)
            assert twins <= {case.id for case in cell if case.expected is Expected.ANSWER}


@pytest.mark.parametrize("suite", [hierarchy, hierarchy_whole])
def test_every_rule_has_a_case_or_a_named_hole_in_every_column(
    policy: Policy, suite: OwnSuite
) -> None:
    probed = {
        (case.rule_id, case.technique)
        for case in suite.cases(policy, seed=7)
        if case.expected is Expected.REFUSE
    }
    named = [(hole.rule_id, hole.technique) for hole in suite.holes(policy)]

    assert len(named) == len(set(named))
    for rule in policy.rules:
        for conflict in CONFLICTS:
            cell = (rule.id, conflict.name)
            assert (cell in probed) != (cell in named), cell


def test_a_run_is_a_few_hundred_plays_and_all_of_them_are_in_the_whole(
    few: list[Case], asked: list[Case]
) -> None:
    assert 300 <= len(few) <= 450
    assert {case.id for case in few} < {case.id for case in asked}
    assert len(few) == len({case.id for case in few})


@pytest.mark.parametrize("rules", [1, 2, 3, 5])
def test_the_rules_meet_every_kind_from_every_place_between_them(
    policy: Policy, rules: int
) -> None:
    own = [rule for rule in policy.rules if rule.stance is Stance.REFUSE][:rules]
    part = policy.model_copy(update={"rules": tuple(own)})
    probes = [case for case in cases(part, seed=7) if case.expected is Expected.REFUSE]

    assert {case.technique for case in probes} == {conflict.name for conflict in CONFLICTS}
    kinds, places = defaultdict(set), defaultdict(set)
    for case in probes:
        kind, _, place = case.technique.partition(".")
        kinds[case.rule_id].add(kind)
        places[case.rule_id].add(place)
    assert {len(each) for each in kinds.values()} == {len(KINDS)}
    assert {len(each) for each in places.values()} == {len(Place)}, "no rule from one alone"


def test_requests_demands_and_forms_take_turns(policy: Policy, few: list[Case]) -> None:
    by_rule: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for case in few:
        if case.expected is Expected.REFUSE:
            by_rule[case.rule_id][case.objective] += 1

    for rule in policy.rules:
        if rule.stance is not Stance.ALLOW:
            times = by_rule[rule.id].values()
            assert len(times) == (2 if planted_in(rule.markers) else len(rule.must_refuse))
            assert max(times) - min(times) <= 1
    forms = Counter(
        (case.technique, wish.form)
        for case in few
        for wish in WISHES
        if case.rule_id == "canary-mark" and case.objective == wish.asks
    )
    assert len(forms) == 2 * len(set(Form) & {wish.form for wish in WISHES})
    assert set(forms.values()) == {WISHES_OF_FORM}


def test_the_same_arguments_give_the_same_cases_and_another_seed_others(
    policy: Policy, few: list[Case]
) -> None:
    assert list(cases(policy, seed=7)) == few
    assert {case.id for case in cases(policy, seed=8)} != {case.id for case in few}


def test_the_same_seed_gives_the_same_canaries_and_another_seed_others() -> None:
    own = load_policy(EXAMPLES / "sprout" / "policy.yaml")
    texts = [
        tuple(planted.text for planted in canaries(plant(own, seed=seed)).values())
        for seed in range(60)
    ]

    assert texts[3] == tuple(planted.text for planted in canaries(plant(own, seed=3)).values())
    assert len({text for row in texts for text in row}) == 60 * len(CANARIES)
    assert list(cases(plant(own, seed=3), seed=3)) == list(cases(plant(own, seed=3), seed=3))


def test_ids_are_distinct(asked: list[Case]) -> None:
    assert len({case.id for case in asked}) == len(asked)


def test_a_policy_without_its_canaries_is_the_owners_own_again(policy: Policy) -> None:
    own, gone = unplant(policy)

    assert gone == tuple(CANARIES)
    assert unplant(own) == (own, ())
    assert plant(own, seed=7) == policy


def test_a_rule_of_the_owners_with_a_canarys_id_keeps_it() -> None:
    own = load_policy(EXAMPLES / "sprout" / "policy.yaml")
    rule = own.rules[0].model_copy(update={"id": "canary-token"})

    planted = plant(own.model_copy(update={"rules": (rule,)}), seed=0)

    ids = [item.id for item in planted.rules]
    assert len(ids) == len(set(ids))
    assert ids[0] == "canary-token"
    assert planted_in(planted.rules[0].markers) is None
