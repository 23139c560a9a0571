"""Rules over time, in words and as a chart: only what can be compared is drawn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from brightline.measure.history import trails
from brightline.measure.rates import rate
from brightline.records import CaseCost, Gate, History, RulePoint, RunPoint, Yield
from brightline.report.history import text, view
from brightline.report.html import render

if TYPE_CHECKING:
    from tests.report.conftest import Reports

START = datetime(2026, 11, 1, tzinfo=UTC)


def history(*differs: tuple[str, ...]) -> History:
    """One broken run for each."""
    runs = tuple(
        RunPoint(
            run_id=f"r{at}",
            started_at=START + timedelta(days=at),
            gate=Gate.BROKEN,
            target="t",
            rules=(
                RulePoint(
                    rule_id="gore",
                    gate=Gate.BROKEN,
                    rate=rate(at, 10),
                    tolerance=0.02,
                    differs=other,
                ),
            ),
        )
        for at, other in enumerate(differs)
    )
    return History(
        policy_name="Sprout",
        runs=runs,
        rules=trails(runs),
        yields=(Yield(technique="direct", calls=50, breaches=2),),
        costly=(
            CaseCost(
                case_id="gore/poem/0",
                rule_id="gore",
                technique="poem",
                runs=3,
                plays=9,
                tokens=9000,
                seconds=12,
            ),
        ),
    )


def test_each_run_stands_with_its_rate_and_why_it_cannot_be_compared() -> None:
    told = text(history(("judge",), ("rule", "cases"), ()))

    assert "gore: broken since run r2, in 1 of 1 runs" in told
    assert "(not comparable: another judge)" in told
    assert "(not comparable: the rule said something else, other cases)" in told
    assert "direct                         4.0  (2 in 50 calls)" in told
    assert "gore/poem/0: 9 plays in 3 runs, 9,000 tokens, 12 seconds" in told


def test_what_was_broken_before_the_runs_that_are_shown_is_not_dated_by_them() -> None:
    known = history((), ())
    told = text(
        known.model_copy(update={"older": 22, "rules": trails(known.runs, older=22)})
    ).splitlines()

    assert told[0] == "Sprout: 2 runs, the newest of 24"
    assert "gore: broken since run r0 or longer, in 2 of 2 runs" in told


def test_a_rule_that_its_rate_does_not_show_broken_says_why_it_is() -> None:
    known = history((), ())
    why = "9 of 10: over-refusal above 60 %"
    low, high = (
        run.model_copy(
            update={
                "rules": tuple(
                    rule.model_copy(update={"rate": rate(hits, 90), "reason": why})
                    for rule in run.rules
                )
            }
        )
        for run, hits in zip(known.runs, (0, 60), strict=True)
    )
    lines = text(known.model_copy(update={"runs": (low, high)})).splitlines()

    assert [why in line for line in lines if "broken   " in line] == [True, False]


def test_a_chart_has_a_point_for_each_run_that_can_be_compared() -> None:
    (chart,) = view(history(("judge",), (), (), ("cases",), ()))

    points = chart["points"]
    assert isinstance(points, list)
    assert [point["words"].partition(":")[0] for point in points] == [
        "2026-11-02 00",
        "2026-11-03 00",
        "2026-11-05 00",
    ]
    heights = [float(point["y"]) for point in points]
    assert heights == sorted(heights, reverse=True), "a higher rate stands higher"


def test_one_run_that_can_be_compared_is_no_chart(reports: Reports) -> None:
    assert view(None) == []
    assert view(history(("judge",), ())) == []
    assert "Over time" not in render(reports.broken())


def test_the_page_draws_it(reports: Reports) -> None:
    page = render(reports.broken().model_copy(update={"history": history((), ())}))

    assert "Over time" in page
    assert "broken since run r0, in 2 of 2 runs" in page
    assert "2026-11-02 00:00: broken, 1 of 10" in page
