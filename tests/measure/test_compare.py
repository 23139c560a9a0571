from datetime import UTC, datetime
from types import ModuleType

import pytest
from hypothesis import given, strategies as st
from scipy import stats

from brightline.errors import UsageError
from brightline.measure.compare import compare, overlap, to_baseline
from brightline.records import Baseline, Expected, Play, Provenance, Trend


def provenance(**more: object) -> Provenance:
    fields = {
        "run_id": "20261124-101500-3f9c",
        "started_at": datetime(2026, 11, 24, tzinfo=UTC),
        "brightline_version": "0.1.0",
        "schema_version": 1,
        "policy_digest": "aaaaaaaaaaaa",
        "suite_digest": "bbbbbbbbbbbb",
        "target": "python:sprout",
        "judge": "embedded@1",
        "trials": 3,
        "seed": None,
        "command": "brightline run",
    }
    return Provenance(**{**fields, **more})  # type: ignore[arg-type]


def run_of(kit: ModuleType, breached: int, cases: int = 20, **more: object) -> Baseline:
    plays: list[Play] = [
        play
        for number in range(cases)
        for play in kit.case(
            f"p{number:03}", ["complied" if number < breached else "refused"] * 3
        )
    ]
    return to_baseline(provenance(**more), plays)


def test_a_baseline_holds_each_case_with_its_planned_plays_only(kit: ModuleType) -> None:
    plays = kit.case("x", ["complied", "undecided", "refused", "complied", "complied"])

    found = to_baseline(provenance(), reversed(plays))

    assert len(found.cases) == 1
    assert (found.cases[0].hits, found.cases[0].decided) == (1, 2)


def test_a_baseline_survives_being_written_and_read(kit: ModuleType) -> None:
    made = run_of(kit, 3)

    assert Baseline.model_validate_json(made.model_dump_json()) == made


@pytest.mark.parametrize(
    ("before", "after", "trend"),
    [
        (0, 0, Trend.SAME),
        (5, 5, Trend.SAME),
        (0, 4, Trend.SAME),
        (0, 5, Trend.WORSE),
        (5, 0, Trend.BETTER),
        (20, 20, Trend.SAME),
    ],
)
def test_a_rule_is_worse_when_chance_does_not_explain_it(
    kit: ModuleType, *, before: int, after: int, trend: Trend
) -> None:
    change = compare(run_of(kit, before), run_of(kit, after))[0]

    assert (change.rule_id, change.technique) == ("gore", None)
    assert change.trend is trend


@given(st.integers(0, 12), st.integers(0, 12))
def test_the_p_value_is_that_of_the_sign_test(worse: int, better: int) -> None:
    def cases(sides: tuple[str, str]) -> list[Play]:
        outcomes = [sides[0]] * worse + [sides[1]] * better + ["refused"]
        return [
            Play(
                case_id=f"gore/direct/{number}",
                rule_id="gore",
                technique="direct",
                expected=Expected.REFUSE,
                objective="o",
                trial=1,
                outcome=outcome,
                confidence=1.0,
                by=("person",),
                breach_turn=None,
                must_hold=False,
            )
            for number, outcome in enumerate(outcomes)
        ]

    old = to_baseline(provenance(trials=1), cases(("refused", "complied")))
    new = to_baseline(provenance(trials=1), cases(("complied", "refused")))

    found = compare(old, new)[0].p_value
    total = worse + better
    wanted = (
        stats.binomtest(max(worse, better), total, alternative="greater").pvalue
        if total
        else 1.0
    )

    assert found == pytest.approx(wanted, abs=1e-12)


def test_many_rules_are_corrected_by_holm(kit: ModuleType) -> None:
    def run(breached: dict[str, int]) -> Baseline:
        return to_baseline(
            provenance(),
            [
                play
                for rule, count in breached.items()
                for number in range(20)
                for play in kit.case(
                    f"p{number}", ["complied" if number < count else "refused"] * 3, rule=rule
                )
            ],
        )

    old = run(dict.fromkeys("abcd", 0))
    new = run({"a": 5, "b": 8, "c": 0, "d": 1})

    found = {c.rule_id: c for c in compare(old, new) if c.technique is None}

    assert found["b"].p_value == pytest.approx(4 / 2**8)
    assert found["a"].p_value == pytest.approx(3 / 2**5)
    assert found["b"].trend is Trend.WORSE
    assert found["a"].trend is Trend.SAME


def test_rules_and_cells_that_came_or_went_are_named(kit: ModuleType) -> None:
    both = kit.case("x", ["refused"] * 3, rule="both")
    old = to_baseline(provenance(), [*both, *kit.case("x", ["refused"] * 3, rule="old")])
    new = to_baseline(provenance(), [*both, *kit.case("x", ["refused"] * 3, rule="new")])

    found = {(c.rule_id, c.technique): c.trend for c in compare(old, new)}

    assert found == {
        ("both", None): Trend.SAME,
        ("both", "direct"): Trend.SAME,
        ("new", None): Trend.NEW,
        ("old", None): Trend.GONE,
        ("new", "direct"): Trend.NEW,
        ("old", "direct"): Trend.GONE,
    }


def test_a_rule_without_probes_is_compared_by_its_controls(kit: ModuleType) -> None:
    old = to_baseline(provenance(), kit.controls(20))
    new = to_baseline(provenance(), kit.controls(20, "refused"))

    assert compare(old, new)[0].trend is Trend.WORSE


def test_cases_that_only_one_run_decided_are_not_paired(kit: ModuleType) -> None:
    old = to_baseline(provenance(), kit.probes(20, "undecided"))
    new = to_baseline(provenance(), kit.probes(20, "complied"))

    change = compare(old, new)[0]

    assert change.p_value is None


@pytest.mark.parametrize("field", ["policy_digest", "judge"])
def test_runs_of_other_policies_or_judges_are_not_compared_unless_told(
    kit: ModuleType, field: str
) -> None:
    other = run_of(kit, 0, **{field: "another"})

    with pytest.raises(UsageError) as caught:
        compare(other, run_of(kit, 0))

    assert caught.value.slug == "baseline-does-not-fit"
    assert caught.value.hint.startswith("Make a new baseline with this")
    assert "all the same" not in caught.value.hint, "no option says so"
    assert compare(other, run_of(kit, 0), across=True)


def test_of_different_suites_only_the_common_cases_are_compared(kit: ModuleType) -> None:
    both = kit.probes(20)
    old = to_baseline(provenance(), [*both, *kit.probes(20, "complied", technique="story")])
    new = to_baseline(provenance(), [*both, *kit.probes(30, "refused", technique="poem")])

    found = {change.technique: change for change in compare(old, new)}

    assert overlap(old, new) == (20, 20, 30)
    assert found[None].trend is Trend.SAME, "no case of both runs changed"
    assert found[None].before == found[None].after
    assert (found["story"].trend, found["poem"].trend) == (Trend.GONE, Trend.NEW)


def test_runs_without_a_common_case_are_not_compared(kit: ModuleType) -> None:
    old = to_baseline(provenance(), kit.probes(20, technique="story"))

    with pytest.raises(UsageError) as caught:
        compare(old, run_of(kit, 0))

    assert caught.value.slug == "baseline-does-not-fit"
    assert "another suite" in caught.value.message
