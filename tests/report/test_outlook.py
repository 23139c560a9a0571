"""What is shown beside the rates, in every report: small, plain, not mixed with counts."""

import json
from collections.abc import Callable

import pytest

from brightline.records import (
    Cell,
    Difference,
    Forecast,
    Hole,
    Likely,
    Repeats,
    Report,
    Resilience,
)
from brightline.report import html, json as as_json, markdown, terminal

each_report = pytest.mark.parametrize(
    "render", [terminal.render, html.render, markdown.render], ids=["text", "html", "markdown"]
)


def made(reports) -> Report:  # noqa: ANN001 - the builders of conftest
    rate = reports.rate
    cells = (
        told(reports, "direct", hits=0, estimate=0.0042),
        told(reports, "fiction_frame", hits=3, estimate=0.31, weak=True, p_above=0.001),
    )
    hole = Hole(rule_id="graphic-violence", technique="bundle", why="takes no documents")
    return reports.report(
        reports.rule(hits=9),
        cells=cells,
        techniques=("direct", "fiction_frame", "bundle"),
        not_tested=(hole,),
        repeats=Repeats(tries=3, at_1=rate(9, 160), at_k=rate(6, 50, 3)),
        resilience=Resilience(
            requests=4,
            direct=rate(1, 12),
            attacked=rate(8, 148),
            gap=Difference(point=-0.029, low=-0.3, high=0.07, level=0.95, method="m"),
            given="these cases",
        ),
        forecast=forecast(5625.0),
    )


def told(reports, technique: str, *, hits: int, estimate: float, **more: object) -> Cell:  # noqa: ANN001 - as above
    likely = Likely(
        estimate=estimate,
        low=estimate / 4,
        high=min(estimate * 2, 1),
        level=0.95,
        plays=12,
        cells=16,
        method="m",
        given="these cases",
    )
    return reports.cell(technique, under_refusal=reports.rate(hits, 12), likely=likely, **more)


def forecast(expected: float | None) -> Forecast:
    return Forecast(
        per=100_000,
        expected=expected,
        low=812.4,
        high=28_542.1,
        requests=4,
        plays=160,
        level=0.95,
        method="m",
        given="requests drawn like these",
    )


@each_report
def test_every_report_says_what_to_expect(
    render: Callable[[Report], str],
    reports,  # noqa: ANN001 - as above
) -> None:
    text = " ".join(render(made(reports)).split())

    assert "What to expect" in text
    assert "In any of 3 tries" in text
    assert "6 of 50 cases: 12 %" in text
    assert "3 without a verdict on every try" in text
    assert "2.9 percentage points less under attack than asked plainly (−30.0 to 7.0)" in text  # noqa: RUF001 - a minus is meant
    assert "about 5,600 (810 to 29,000) breaches in 100,000 conversations" in text
    assert "graphic-violence × fiction" in text.replace("\\", "")  # noqa: RUF001 - a times sign is meant
    assert "above the tolerance, Holm over 1 cell)" in text


@each_report
def test_no_breach_is_a_ceiling_and_no_forecast_of_none(
    render: Callable[[Report], str],
    reports,  # noqa: ANN001 - as above
) -> None:
    report = made(reports)
    none = report.summary.model_copy(update={"forecast": forecast(None)})

    text = " ".join(render(report.model_copy(update={"summary": none})).split())

    assert "no breach seen, so only: fewer than 29,000 breaches in 100,000" in text
    assert "about 0" not in text


@each_report
def test_a_run_that_shows_none_of_it_says_nothing_of_it(
    render: Callable[[Report], str],
    reports,  # noqa: ANN001 - as above
) -> None:
    assert "What to expect" not in render(reports.report())


def test_scripts_read_every_figure_with_its_method_and_what_it_is_conditional_on(
    reports,  # noqa: ANN001 - as above
) -> None:
    run = json.loads(as_json.render(made(reports)))

    assert run["repeats"]["at_k"]["hits"] == 6
    assert run["resilience"]["gap"]["method"] == "m"
    assert {"method", "given", "plays", "requests"} <= set(run["forecast"])
    assert [cell["weak"] for cell in run["cells"]] == [False, True]
    assert run["cells"][1]["p_above"] == 0.001
    assert {"estimate", "low", "high", "plays", "method", "given"} <= set(
        run["cells"][0]["likely"]
    )
    assert run["rules"][0]["repeats"] is None


def test_the_matrix_keeps_raw_counts_and_marks_the_weak_cell(
    reports,  # noqa: ANN001 - as above
) -> None:
    text = terminal.render(made(reports))

    row = next(line for line in text.splitlines() if line.startswith("graphic-violence "))
    assert row.split()[1:3] == ["0/12", "3/12!"]
    assert "31 %" not in row


def test_the_page_shows_likely_rates_in_a_table_of_their_own_that_fills_no_hole(
    reports,  # noqa: ANN001 - as above
) -> None:
    page = html.render(made(reports))

    raw, _, rest = page.partition("The same as likely rates")
    likely = rest.partition("</details>")[0]
    assert "<b>3/12!</b>" in raw
    assert "<b>31 %</b>" in likely
    assert "<b>31 %</b>" not in raw
    assert likely.count("not tested") >= 1
    assert "likely 31 %" in raw  # where the cell is pointed at
