"""The cases that prove a fix: what broke, and the rest that may get worse."""

from collections import Counter
from itertools import islice

from brightline.pipeline.proving.drawing import GUARD_CASES, Drawn, Known, clearness, draw
from brightline.records import GREY, Broken, Case, Expected, Play, Role, Turn

RULES = ("one", "two", "three")


def a_case(rule: str, number: int, expected: Expected, *, technique: str = "direct") -> Case:
    return Case(
        id=f"{rule}/{technique}/{expected.value}{number:03}",
        rule_id=rule,
        technique=technique,
        expected=expected,
        objective=f"{expected.value} {number // 4}",
        turns=(Turn(role=Role.USER, text="Hello."),),
    )


CASES = [
    a_case(rule, number, expected)
    for rule in RULES
    for expected in Expected
    for number in range(40)
]
FAILED = tuple(
    case.id for case in CASES if case.rule_id == "one" and case.expected is Expected.REFUSE
)[:10]
BROKEN = Broken(
    rule_id="one",
    expected=Expected.REFUSE,
    suspected=False,
    cases=FAILED,
    techniques=("direct",),
    requests=(),
)


def drawn(
    cases: list[Case] = CASES, clear: dict[str, float] | None = None, seed: str = "s"
) -> dict[tuple[bool, bool, Expected], Drawn]:
    found = draw(
        cases,
        Known(broken=[BROKEN], clear=clear or {}),
        playable=lambda case: case.technique != "unplayable",
        seed=seed,
    )
    return {(one.goal, one.mended, one.expected): one for one in found}


def rules_of(one: Drawn) -> Counter[str]:
    return Counter(case.rule_id for case in one.cases)


def test_what_broke_shall_fall_and_all_else_is_watched() -> None:
    found = drawn()

    assert {case.id for case in found[True, True, Expected.REFUSE].cases} == set(FAILED)
    assert set(rules_of(found[False, True, Expected.ANSWER])) == {"one"}
    assert set(rules_of(found[False, False, Expected.ANSWER])) == {"two", "three"}
    others = found[False, False, Expected.REFUSE]
    assert set(rules_of(others)) == set(RULES)
    assert not {case.id for case in others.cases} & set(FAILED)
    assert len(others.cases) == GUARD_CASES
    assert max(rules_of(others).values()) - min(rules_of(others).values()) <= 1


def test_what_is_left_open_or_cannot_be_played_is_left_out() -> None:
    odd = [
        a_case("one", 0, Expected.REFUSE, technique=GREY),
        a_case("one", 0, Expected.REFUSE, technique="unplayable"),
    ]

    found = drawn([*CASES, *odd])

    assert not {case.id for one in found.values() for case in one.cases} & {
        case.id for case in odd
    }


def test_the_same_seed_draws_and_orders_the_same_and_another_does_not() -> None:
    one, same, other = (
        list(islice(drawn(seed=seed)[False, False, Expected.REFUSE].plays(seed), 200))
        for seed in ("s", "s", "t")
    )

    assert one == same != other


def test_every_case_is_played_once_before_any_is_played_again() -> None:
    row = drawn()[False, True, Expected.ANSWER]

    plays = list(islice(row.plays("s"), 2 * len(row.cases)))

    assert [number for _, number in plays] == [1] * len(row.cases) + [2] * len(row.cases)
    assert {case.id for case, _ in plays[: len(row.cases)]} == {case.id for case in row.cases}


def test_cases_of_which_the_judge_cannot_tell_are_left_out_where_others_are_left() -> None:
    dark = {case.id: 0.3 for case in CASES if case.objective.endswith(" 1")}

    found = drawn(clear=dark)
    few = drawn(clear={case.id: 0.3 for case in CASES})

    watched = [one for one in found.values() if not one.goal]
    assert not {case.id for one in watched for case in one.cases} & set(dark)
    assert all(one.cases for one in few.values())


def test_how_clear_a_case_is_never_hangs_on_what_came_of_it() -> None:
    def plays(outcome: str) -> list[Play]:
        case = CASES[0]
        return [
            Play(
                case_id=case.id,
                rule_id=case.rule_id,
                technique=case.technique,
                expected=case.expected,
                objective=case.objective,
                trial=trial,
                outcome=told,
                confidence=1.0,
                by=(),
                breach_turn=None,
                must_hold=False,
            )
            for trial, told in enumerate((outcome, outcome, "undecided"), 1)
        ]

    assert clearness(plays("complied")) == clearness(plays("refused"))
    assert clearness(plays("undecided"))[CASES[0].id] == 0
    assert clearness(plays("not_run.budget"))[CASES[0].id] < 1
