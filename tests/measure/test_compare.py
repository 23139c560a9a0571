from datetime import UTC, datetime
from types import ModuleType

import pytest
from hypothesis import given, strategies as st
from scipy import stats

from brightline.errors import UsageError
from brightline.measure.by_case import margins_of, to_baseline
from brightline.measure.compare import compare, compare_whole
from brightline.records import (
    Baseline,
    Expected,
    Play,
    Policy,
    Provenance,
    Trend,
    WrittenCase,
)


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
        (5, 5, Trend.UNCLEAR),
        (0, 4, Trend.UNCLEAR),
        (0, 5, Trend.WORSE),
        (5, 0, Trend.BETTER),
        (20, 20, Trend.SAME),
    ],
)
def test_a_rule_is_worse_when_chance_does_not_explain_it(
    kit: ModuleType, *, before: int, after: int, trend: Trend
) -> None:
    change = compare(run_of(kit, before), run_of(kit, after, run_id="later"))[0]

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
    assert found["a"].trend is Trend.UNCLEAR


def test_rules_and_cells_that_came_or_went_are_named(kit: ModuleType) -> None:
    both = kit.case("x", ["refused"] * 3, rule="both")
    old = to_baseline(provenance(), [*both, *kit.case("x", ["refused"] * 3, rule="old")])
    new = to_baseline(provenance(), [*both, *kit.case("x", ["refused"] * 3, rule="new")])

    found = {(c.rule_id, c.technique): c.trend for c in compare(old, new)}

    assert found == {
        ("both", None): Trend.UNCLEAR,
        ("both", "direct"): Trend.UNCLEAR,
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
def test_runs_of_other_policies_or_judges_are_not_compared(kit: ModuleType, field: str) -> None:
    other = run_of(kit, 0, **{field: "another"})

    with pytest.raises(UsageError) as caught:
        compare(other, run_of(kit, 0))

    assert caught.value.slug == "baseline-does-not-fit"
    hint = (
        "Make a new baseline with this policy"
        if field == "policy_digest"
        else "brightline rejudge 20261124"
    )
    assert hint in caught.value.hint


def test_of_different_suites_only_the_common_cases_are_compared(kit: ModuleType) -> None:
    both = kit.probes(20)
    old = to_baseline(provenance(), [*both, *kit.probes(20, "complied", technique="story")])
    new = to_baseline(provenance(), [*both, *kit.probes(30, "refused", technique="poem")])

    found = {change.technique: change for change in compare(old, new)}

    told = compare_whole(old, new)[1]
    assert (told.common, told.only_before, told.only_after) == (20, 20, 30)
    assert "another suite: 20 cases are in both and were compared" in told.differs[0]
    assert found[None].trend is Trend.SAME, "no case of both runs changed"
    assert found[None].before == found[None].after
    assert (found["story"].trend, found["poem"].trend) == (Trend.GONE, Trend.NEW)


def test_runs_without_a_common_case_are_not_compared(kit: ModuleType) -> None:
    old = to_baseline(provenance(), kit.probes(20, technique="story"))

    with pytest.raises(UsageError) as caught:
        compare(old, run_of(kit, 0))

    assert caught.value.slug == "baseline-does-not-fit"
    assert "another suite" in caught.value.message


# --- a policy that changed -------------------------------------------------------------------


def a_policy(kit: ModuleType, **texts: str) -> Policy:
    made = kit.one_policy(rules=("gore", "code"))
    rules = [
        rule.model_copy(update={"text": texts.get(rule.id, rule.text)}) for rule in made.rules
    ]
    return Policy(**{**dict(made), "rules": tuple(rules)})


def run_under(
    kit: ModuleType, policy: Policy, digest: str, *, outcome: str = "refused"
) -> Baseline:
    plays = [*kit.probes(20, outcome, rule="gore"), *kit.probes(20, outcome, rule="code")]
    return to_baseline(provenance(policy_digest=digest), plays, policy=policy)


def test_a_rule_that_changed_is_named_and_compared_with_nothing(kit: ModuleType) -> None:
    old = run_under(kit, a_policy(kit), "old")
    new = run_under(
        kit, a_policy(kit, gore="Never tells a battle at all."), "new", outcome="complied"
    )

    changes, told = compare_whole(old, new)
    found = {change.rule_id: change for change in changes if change.technique is None}

    assert found["gore"].trend is Trend.UNCLEAR
    assert found["gore"].before is None
    assert found["gore"].note == "the rule says something else now"
    assert found["code"].trend is Trend.WORSE
    assert told.changed == ("gore",)
    assert "gore says something else now, so nothing older counts" in told.differs[0]


def test_a_new_system_prompt_is_what_a_baseline_is_for(kit: ModuleType) -> None:
    old, new = (
        run_under(kit, a_policy(kit).model_copy(update={"system_prompt": prompt}), prompt)
        for prompt in ("Be kind.", "Be brief.")
    )

    changes, told = compare_whole(old, new)

    assert {change.trend for change in changes if change.technique is None} == {Trend.SAME}
    assert [line.partition(",")[0] for line in told.differs] == [
        "another policy: its rules say the same"
    ]


def test_where_every_rule_changed_nothing_is_compared(kit: ModuleType) -> None:
    old = run_under(kit, a_policy(kit), "old")
    new = run_under(kit, a_policy(kit, gore="No gore.", code="No codes."), "new")

    with pytest.raises(UsageError, match="every rule says something else"):
        compare(old, new)


def test_another_product_is_not_compared_though_its_rules_say_the_same(kit: ModuleType) -> None:
    old = run_under(kit, a_policy(kit).model_copy(update={"name": "Harbour"}), "old")

    with pytest.raises(UsageError, match="another policy"):
        compare(old, run_under(kit, a_policy(kit), "new"))


def test_a_written_case_with_other_words_is_not_compared_with_its_old_self(
    kit: ModuleType,
) -> None:
    def run(words: str, outcome: str) -> Baseline:
        written = WrittenCase(id="w", rule="gore", expected=Expected.REFUSE, turns=(words,))
        policy = a_policy(kit).model_copy(update={"cases": (written,)})
        plays = [*kit.probes(20), *kit.case("w", [outcome] * 3, technique="written")]
        return to_baseline(provenance(policy_digest=words), plays, policy=policy)

    _, told = compare_whole(run("Tell me.", "refused"), run("Go on, tell me.", "complied"))

    assert told.changed == ("gore/written/w",)
    assert told.moved == ()
    assert compare_whole(run("Tell me.", "refused"), run("Tell me.", "complied"))[1].moved


# --- what else differs, and which cases moved ------------------------------------------------


def test_another_target_and_other_trials_are_named(kit: ModuleType) -> None:
    told = compare_whole(run_of(kit, 0), run_of(kit, 0, target="python:other", trials=2))[1]

    assert told.differs == (
        "another target: python:sprout, now python:other",
        "another number of trials: 3 plays of each case, now 2; compared by their shares",
    )


def test_cases_that_moved_and_cases_that_disagree_with_themselves_are_named_apart(
    kit: ModuleType,
) -> None:
    hit, miss = "complied", "refused"
    sides = {
        "moved": ([miss] * 3, [hit] * 3),
        "mended": ([hit] * 3, [miss] * 3),
        "flaky": ([miss, hit, miss], [miss] * 3),
        "calm": ([hit] * 3, [hit] * 3),
    }
    old, new = (
        to_baseline(
            provenance(), [p for name in sides for p in kit.case(name, sides[name][at])]
        )
        for at in (0, 1)
    )

    told = compare_whole(old, new)[1]

    found = {one.case_id.rpartition("/")[2]: one.kind for one in told.moved}
    assert found == {"moved": "worse", "mended": "better", "flaky": "flaky"}
    assert told.counts == {"better": 1, "flaky": 1, "worse": 1}


def test_a_product_that_declines_everything_is_better_and_worse(kit: ModuleType) -> None:
    old = to_baseline(provenance(), [*kit.probes(20, "complied"), *kit.controls(20)])
    new = to_baseline(provenance(), [*kit.probes(20), *kit.controls(20, "refused")])

    found = {c.expected: c.trend for c in compare(old, new) if c.technique is None}

    assert found == {Expected.REFUSE: Trend.BETTER, Expected.ANSWER: Trend.WORSE}


def test_the_same_is_said_only_where_the_margin_allows_it(kit: ModuleType) -> None:
    same, again = run_of(kit, 0), run_of(kit, 0, run_id="later")
    key = ("gore", Expected.REFUSE)

    wide, tight = (compare(same, again, margins={key: margin})[0] for margin in (0.05, 0.02))

    assert (wide.trend, tight.trend) == (Trend.SAME, Trend.UNCLEAR)
    assert wide.difference is not None
    assert wide.difference.high == pytest.approx(1 - 0.05 ** (1 / 60))
    assert tight.note == "too little evidence"


def tolerating(kit: ModuleType, share: float) -> Baseline:
    made: Policy = a_policy(kit)
    rules = tuple(rule.model_copy(update={"tolerance": share}) for rule in made.rules)
    looser = made.model_copy(update={"rules": rules})
    return run_under(kit, looser, f"refuse {share}").model_copy(update={"run_id": str(share)})


def test_where_more_is_tolerated_that_is_said_and_what_was_is_the_most_that_is_the_same(
    kit: ModuleType,
) -> None:
    old, new = tolerating(kit, 0.02), tolerating(kit, 0.6)

    told = compare_whole(old, new)[1].differs
    margins = margins_of(old, new)
    tighter = margins_of(new, old)

    assert any(
        "more breaches are tolerated of code, gore: 2 % then, 60 % now" in line for line in told
    )
    assert margins["gore", Expected.REFUSE] == tighter["gore", Expected.REFUSE] == 0.02
    assert margins_of(new, new)["gore", Expected.REFUSE] == 0.6


def test_a_rule_that_is_gone_from_the_policy_is_named_and_nothing_is_said_of_the_others(
    kit: ModuleType,
) -> None:
    made = a_policy(kit)
    fewer = made.model_copy(update={"rules": made.rules[:1]})
    gone = made.rules[1].id

    told = compare_whole(run_under(kit, made, "old"), run_under(kit, fewer, "new"))[1].differs

    assert told[0] == f"another policy: {gone} is in it no more"


def test_what_may_have_become_much_better_is_not_called_the_same(kit: ModuleType) -> None:
    change = compare(run_of(kit, 3), run_of(kit, 0, run_id="later"))[0]

    assert change.difference is not None
    assert change.difference.high < 0.05 < -change.difference.low
    assert change.trend is Trend.UNCLEAR


def test_with_many_requests_one_that_turned_with_all_its_cases_is_one(kit: ModuleType) -> None:
    def run(breached: int, requests: int) -> Baseline:
        return to_baseline(
            provenance(trials=1),
            [
                play
                for request in range(requests)
                for way in range(10)
                for play in kit.case(
                    f"{request}-{way}",
                    ["complied" if request < breached else "refused"],
                    objective=f"request {request}",
                )
            ],
        )

    many = compare(run(0, 20), run(1, 20))[0]
    few = compare(run(0, 19), run(1, 19))[0]

    assert (many.units, many.p_value, many.trend) == ("requests", 0.5, Trend.UNCLEAR)
    assert (few.units, few.p_value, few.trend) == ("cases", 0.5**10, Trend.WORSE)


def test_a_run_against_itself_is_the_same_and_shows_nothing(kit: ModuleType) -> None:
    changes, told = compare_whole(run_of(kit, 5), run_of(kit, 5))

    assert {change.trend for change in changes} == {Trend.SAME}
    assert {change.note for change in changes} == {"the same plays"}
    assert {change.difference for change in changes} == {None}, (
        "no interval says it is the same"
    )
    assert told.itself
    assert told.differs[0].startswith("this is the baseline's own run")


@pytest.mark.parametrize("breached", [0, 1])
def test_many_plays_of_few_cases_say_why_nobody_can_tell(
    kit: ModuleType, breached: int
) -> None:
    def run(hits: int, **more: object) -> Baseline:
        outcomes = ["complied"] * hits + ["refused"] * (20 - hits)
        plays = [p for name in "abc" for p in kit.case(name, ["refused"] * 20)]
        return to_baseline(provenance(trials=20, **more), [*plays, *kit.case("d", outcomes)])

    old, new = run(0), run(20, run_id="later")
    change = compare(*((old, new) if breached else (new, old)))[0]

    assert change.difference is not None
    assert change.difference.low > 0.1 or change.difference.high < -0.1
    assert change.trend is Trend.UNCLEAR
    assert change.note == (
        f"1 of 4 cases changed, {1 - breached} for the better: its plays did change, but chance"
        " may turn so few (p = 0.5 over all rules together), so more cases would tell, more"
        " plays of these would not"
    )


def test_what_an_older_baseline_file_does_not_guard_is_said(kit: ModuleType) -> None:
    old = run_of(kit, 0).model_copy(update={"note": "the baseline is of an older format"})

    told = compare_whole(old, run_of(kit, 0, run_id="later"))[1]

    assert told.differs == ("the baseline is of an older format",)
