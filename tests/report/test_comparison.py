"""A comparison in words says which side moved, and never shows what contradicts the word."""

import pytest

from brightline.measure.rates import rate
from brightline.records import (
    Change,
    Comparison,
    Difference,
    Expected,
    Gate,
    GateMoved,
    Summary,
    Trend,
)
from brightline.report import comparison


def change(trend: Trend, **more: object) -> Change:
    fields = {
        "rule_id": "gore",
        "technique": None,
        "trend": trend,
        "before": rate(0, 80),
        "after": rate(20, 80),
        "margin": 0.1,
    }
    return Change(**{**fields, **more})  # type: ignore[arg-type]


def summary(*changes: Change, itself: bool = False) -> Summary:
    held = Comparison(
        run_id="r",
        itself=itself,
        differs=("this is the baseline's own run: play again",) if itself else (),
        common=1,
        only_before=0,
        only_after=0,
    )
    return Summary.model_construct(changes=changes, comparison=held)


@pytest.mark.parametrize("technique", [None, "direct"])
def test_controls_that_got_worse_are_called_controls(technique: str | None) -> None:
    controls, probes = (
        comparison.rows(summary(change(Trend.WORSE, technique=technique, expected=side)))[-1]
        for side in (Expected.ANSWER, Expected.REFUSE)
    )

    assert controls.words.startswith("controls declined: before 0 of 80")
    assert "controls" not in probes.words


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [(0.164, 0.342, False), (-0.342, -0.164, False), (0.02, 0.2, False), (-0.02, 0.2, True)],
)
def test_an_interval_that_shows_a_change_never_stands_beside_cannot_tell(
    *, low: float, high: float, shown: bool
) -> None:
    found = Difference(point=(low + high) / 2, low=low, high=high, level=0.9, method="-")

    (row,) = comparison.rows(summary(change(Trend.UNCLEAR, difference=found, note="why")))

    assert ("count as none" in row.words) is shown
    assert "; why" in row.words


@pytest.mark.parametrize(
    ("rule", "cell", "said"),
    [
        (Trend.UNCLEAR, Trend.BETTER, "fewer"),
        (Trend.UNCLEAR, Trend.WORSE, "more"),
        (Trend.BETTER, Trend.WORSE, "more"),
        (Trend.BETTER, Trend.BETTER, "better"),
    ],
)
def test_a_cell_never_says_of_the_product_what_its_rule_does_not(
    rule: Trend, cell: Trend, said: str
) -> None:
    found = comparison.rows(summary(change(rule), change(cell, technique="direct")))

    assert [row.trend for row in found] == [rule.value, said]
    assert ("too few cases" in found[1].words) is (said != cell.value)


def test_one_framing_that_gives_way_stands_in_the_headline() -> None:
    held = summary(
        change(Trend.UNCLEAR),
        change(Trend.SAME, rule_id="toys"),
        change(Trend.UNCLEAR, expected=Expected.ANSWER),
        *(change(Trend.WORSE, technique=name) for name in ("a", "b", "c", "d")),
        change(Trend.WORSE, technique="a", expected=Expected.ANSWER),
        change(Trend.BETTER, technique="e", rule_id="toys"),
    )

    assert comparison.headline(held) == (
        "Of 2 rules: 1 cannot be told, 1 the same;"
        " more breaches in the plays of gore × a, gore × b, gore × c and 1 more;"  # noqa: RUF001 - a times sign is meant
        " more controls declined in the plays of gore × a"  # noqa: RUF001 - a times sign is meant
    )


@pytest.mark.parametrize("trend", [Trend.NEW, Trend.GONE])
def test_a_rule_that_is_new_does_not_bring_a_line_of_each_technique(trend: Trend) -> None:
    sides = ("before", "after") if trend is Trend.NEW else ("after", "before")
    new = {sides[0]: None, sides[1]: rate(0, 80)}
    held = summary(
        change(trend, **new),
        change(trend, technique="direct", **new),
        change(Trend.UNCLEAR, rule_id="toys"),
        change(trend, technique="direct", rule_id="toys", **new),
    )

    assert [(row.rule, row.technique) for row in comparison.rows(held)] == [
        ("toys", ""),
        ("gore", ""),
        ("toys", "direct"),
    ]


def test_a_run_against_itself_says_only_that() -> None:
    held = summary(change(Trend.SAME, note="the same plays"), itself=True)

    assert comparison.headline(held) == "This is the baseline's own run: play again"
    assert list(comparison.notes(held.comparison)) == []
    assert comparison.rows(held)[0].words == "before 0 of 80, now 20 of 80; the same plays"


@pytest.mark.parametrize(
    ("probes", "controls", "told"),
    [
        (Trend.SAME, Trend.WORSE, "Of 1 rule: 1 worse"),
        (Trend.WORSE, Trend.BETTER, "Of 1 rule: 1 worse"),
        (Trend.BETTER, Trend.UNCLEAR, "Of 1 rule: 1 better"),
    ],
)
def test_a_rule_that_answers_less_is_not_counted_as_the_same(
    probes: Trend, controls: Trend, told: str
) -> None:
    held = summary(
        change(probes, expected=Expected.REFUSE), change(controls, expected=Expected.ANSWER)
    )

    assert comparison.headline(held) == told


def test_a_word_of_the_gate_that_changed_is_named_where_no_rate_moved() -> None:
    held = summary(change(Trend.SAME)).comparison
    assert held is not None
    moved = GateMoved(rule_id="gore", before=Gate.HOLDS, after=Gate.UNPROVEN)
    told = "The gate's word changed: gore was holding, now unproven."

    assert list(comparison.notes(held.model_copy(update={"words": (moved,)}))) == [told]
    assert list(comparison.notes(held)) == []
    (line,) = comparison.notes(held.model_copy(update={"words_known": False}))
    assert "nobody can tell where its word changed" in line
