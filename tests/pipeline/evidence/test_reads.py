"""What a person reads first decides most rules soonest."""

from collections.abc import Sequence

import pytest

from brightline.pipeline.evidence.reads import Cluster, came_again, reading_order
from brightline.records import Expected, Play, Rule, Severity, Stance

RULES = {
    name: Rule(id=name, text=f"Never {name}.", stance=Stance.REFUSE, severity=severity)
    for name, severity in (
        ("gems", Severity.CRITICAL),
        ("bans", Severity.HIGH),
        ("done", Severity.CRITICAL),
    )
}


def cluster(
    rule: str,
    case: str,
    trials: Sequence[int],
    *,
    outcome: str = "complied",
    odds: float = 0.5,
) -> Cluster:
    return Cluster(
        odds=odds,
        plays=tuple(
            Play(
                case_id=f"{rule}/direct/{case}",
                rule_id=rule,
                technique="direct",
                expected=Expected.REFUSE,
                objective=case,
                trial=trial,
                outcome=outcome,
                confidence=0.7,
                by=("embedded",),
                breach_turn=None,
                must_hold=False,
            )
            for trial in trials
        ),
    )


def test_suspects_of_open_rules_come_first_then_what_leans_and_decided_rules_last() -> None:
    found = [
        cluster("gems", "open", range(1, 9), outcome="undecided", odds=-3),
        cluster("bans", "open", (1,), outcome="undecided", odds=-3.1),
        cluster("bans", "closed", (1,), outcome="undecided", odds=-2.9),
        cluster("gems", "odd", (1,), outcome="undecided", odds=-0.9),
        cluster("bans", "odder", (1,), outcome="undecided", odds=0.8),
        cluster("done", "again", (1, 2)),
        cluster("gems", "once", (1,)),
        cluster("gems", "many", (1, 4, 7, 10)),
        cluster("gems", "again", (1, 2)),
        cluster("bans", "again", (1, 3)),
        cluster("done", "open", (1,), outcome="undecided"),
    ]

    told = reading_order(found, RULES, {"gems", "bans"})

    assert [(one.ids[0].removesuffix("#1"), first) for one, first in told] == [
        ("gems/direct/again", True),
        ("bans/direct/again", True),
        ("gems/direct/many", True),
        ("gems/direct/once", True),
        ("bans/direct/odder", True),
        ("gems/direct/odd", True),
        ("gems/direct/open", False),
        ("bans/direct/closed", False),
        ("bans/direct/open", False),
        ("done/direct/again", False),
        ("done/direct/open", False),
    ]


@pytest.mark.parametrize(
    ("trials", "confirms"), [((1, 2), True), ((1, 3), True), ((1, 4), False), ((2,), False)]
)
def test_a_breach_that_came_again_within_three_plays_is_confirmed_by_a_word(
    trials: tuple[int, ...], *, confirms: bool
) -> None:
    assert cluster("gems", "a", trials).confirms is confirms


def test_once_a_breach_is_read_its_rule_waits_save_for_what_confirms_it() -> None:
    found = [
        cluster("gems", "read", (2,)),
        cluster("gems", "other", (1,), odds=3),
        cluster("gems", "later", (1,), outcome="undecided", odds=2),
        cluster("bans", "odd", (1,), outcome="undecided", odds=-0.5),
        cluster("bans", "plain", (1,), outcome="undecided", odds=-4),
    ]

    told = reading_order(found, RULES, {"gems", "bans"}, known={"gems": ["gems/direct/read#1"]})

    assert [(one.ids[0], first) for one, first in told] == [
        ("gems/direct/read#2", True),
        ("bans/direct/odd#1", True),
        ("gems/direct/other#1", True),
        ("gems/direct/later#1", True),
        ("bans/direct/plain#1", False),
    ]


def test_of_what_leans_to_neither_side_the_likeliest_of_each_rule_comes_first() -> None:
    found = [
        *(cluster("gems", str(at), (1,), outcome="undecided", odds=-3) for at in range(3)),
        cluster("bans", "same", (1, 2), outcome="undecided", odds=-5),
        cluster("bans", "plain", (1,), outcome="undecided", odds=-4),
        cluster("done", "odd", (1,), outcome="undecided", odds=-2),
    ]

    told = reading_order(found, RULES, {"gems", "bans", "done"})

    assert [one.ids[0].removesuffix("#1") for one, _ in told] == [
        "done/direct/odd",
        "bans/direct/plain",
        "gems/direct/0",
        "bans/direct/same",
        "gems/direct/1",
        "gems/direct/2",
    ]


@pytest.mark.parametrize(
    ("one", "other", "again"),
    [
        ("a#1", "a#2", True),
        ("a#3", "a#1", True),
        ("a#4", "a#1", False),
        ("a#1", "a#1", False),
        ("b#2", "a#1", False),
    ],
)
def test_a_breach_confirms_one_of_the_same_case_within_three_plays(
    one: str, other: str, *, again: bool
) -> None:
    assert came_again([one], [other]) is again
