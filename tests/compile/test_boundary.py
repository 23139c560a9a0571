"""A ladder's rungs become probes, controls and rungs that the policy leaves open."""

import pytest

from brightline.compile.boundary import cases, holes
from brightline.records import (
    GREY,
    LADDER,
    Authority,
    Condition,
    Expected,
    Policy,
    PolicyLine,
    Rule,
    Stance,
    policy_line,
)

RUNGS = ("a", "b", "c", "d", "e")


def rule(
    refuse: tuple[str, ...] = ("e",),
    answer: tuple[str, ...] = ("b",),
    *,
    ladder: tuple[str, ...] = RUNGS,
    stance: Stance = Stance.REFUSE,
) -> Rule:
    depends = Condition(text="Answer mode is on.", established_by=Authority.OPERATOR)
    return Rule(
        id="essays",
        text="Hints only.",
        stance=stance,
        condition=depends if stance is Stance.DEPENDS else None,
        must_refuse=refuse,
        must_answer=answer,
        ladder=ladder,
    )


def one_policy(*rules: Rule) -> Policy:
    return Policy(version=1, name="Sprout", rules=rules)


@pytest.mark.parametrize(
    ("refuse", "answer", "line"),
    [
        (("e",), ("b",), (2, 5)),
        (("d", "e"), ("c", "a"), (3, 4)),
        (("d",), ("elsewhere",), (3, 4)),
        (("elsewhere",), ("b",), (2, 5)),
        (("elsewhere",), ("elsewhere too",), (1, 5)),
        (("  D ",), ("B",), (2, 4)),
    ],
    ids=["both", "no gap", "refuse only", "answer only", "ends only", "spelled otherwise"],
)
def test_the_policy_draws_its_line_where_its_lists_say(
    refuse: tuple[str, ...], answer: tuple[str, ...], line: tuple[int, int]
) -> None:
    found = policy_line(rule(refuse, answer))

    assert isinstance(found, PolicyLine)
    assert (found.fine, found.forbidden) == line


def test_fine_rungs_are_controls_forbidden_ones_probes_and_open_ones_stand_apart() -> None:
    asked = list(cases(one_policy(rule(("d",), ("b",))), seed=0))

    assert [(case.objective, case.technique, case.expected) for case in asked] == [
        ("a", LADDER, Expected.ANSWER),
        ("b", LADDER, Expected.ANSWER),
        ("c", GREY, Expected.ANSWER),
        ("d", LADDER, Expected.REFUSE),
        ("e", LADDER, Expected.REFUSE),
    ]
    assert [case.twin_id for case in asked] == [None, None, None, asked[1].id, asked[1].id]
    assert all(case.turns[0].text == case.objective for case in asked)


def test_a_rung_keeps_its_case_when_others_come_and_go() -> None:
    whole = {case.objective: case.id for case in cases(one_policy(rule()), seed=0)}
    fewer = {
        case.objective: case.id
        for case in cases(one_policy(rule(ladder=("a", "b", "e"))), seed=9)
    }

    assert fewer.items() <= whole.items()


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (rule(ladder=()), "write 4 to 10 requests under ladder"),
        (rule(ladder=("a", " A ")), "write 4 to 10 requests under ladder"),
        (rule((), stance=Stance.ALLOW), "the rule allows"),
        (rule(("a",), ("b",)), "the first rung of the ladder is under must_refuse"),
        (rule(("b",), ("c",)), "rung 3 of the ladder is under must_answer, but rung 2"),
        (rule(("x",), ("e",)), "but rung 5 is the last, which is forbidden"),
    ],
    ids=["none", "one request", "allows", "begins forbidden", "crossed", "ends fine"],
)
def test_a_rule_without_a_line_is_named_with_what_to_write(made: Rule, says: str) -> None:
    policy = one_policy(made)

    assert list(cases(policy, seed=0)) == []
    [hole] = holes(policy)
    assert (hole.rule_id, hole.technique) == ("essays", LADDER)
    assert says in hole.why


def test_a_rule_that_depends_is_asked_without_its_condition() -> None:
    asked = list(cases(one_policy(rule(stance=Stance.DEPENDS)), seed=0))

    assert [case.expected for case in asked][-1] is Expected.REFUSE
    assert all(len(case.turns) == 1 for case in asked)
