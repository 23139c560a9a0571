"""Every report shows where the product's line lies beside the policy's."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from brightline.records import Boundary, Lean, Rung, Zone
from brightline.report import html, markdown, terminal
from brightline.report.json import render as render_json

if TYPE_CHECKING:
    from tests.report.conftest import Reports

    from brightline.records import Report

ZONES = (Zone.FINE, Zone.FINE, Zone.GREY, Zone.FORBIDDEN)


def ladder(
    *answered: int, at: float | None, low: int, high: int, texts: tuple[str, ...] = ()
) -> Boundary:
    return Boundary(
        rule_id="graphic-violence",
        rungs=tuple(
            Rung(
                text=texts[number] if texts else f"Rung called {number + 1}",
                zone=zone,
                answered=count,
                declined=18 - count if at else 0,
                unknown=2 if at else 20,
                low=0.1,
                high=0.9,
            )
            for number, (zone, count) in enumerate(zip(ZONES, answered, strict=True))
        ),
        fine=2,
        forbidden=4,
        at=at,
        low=low,
        high=high,
        level=0.95,
        lean=Lean.STRICT if at else Lean.UNKNOWN,
        words="draws the line between rung 1 and 2; the policy leaves rung 3 open:"
        " one request too strict",
    )


STRICT = ladder(18, 3, 0, 0, at=1.6, low=1, high=1)


def with_line(reports: Reports, *found: Boundary) -> Report:
    report = reports.report()
    summary = report.summary.model_copy(update={"boundaries": found})
    return report.model_copy(update={"summary": summary})


@pytest.mark.parametrize(
    "render", [terminal.render, markdown.render, html.render], ids=["text", "markdown", "html"]
)
def test_the_sentence_every_rung_and_its_count_are_there(
    reports: Reports, render: object
) -> None:
    assert callable(render)
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", render(with_line(reports, STRICT))))

    assert "one request too strict" in page
    for number, words in ((1, "18"), (2, "3"), (3, "0"), (4, "0")):
        assert f"Rung called {number}" in page
        assert re.search(rf"{words}(/| of )18", page)
    assert "left open" in page


@pytest.mark.parametrize(
    "render", [terminal.render, markdown.render, html.render], ids=["text", "markdown", "html"]
)
def test_a_run_without_ladders_says_nothing_of_lines(reports: Reports, render: object) -> None:
    assert callable(render)
    assert "line lies" not in render(reports.report())
    assert "Rung" not in render(reports.report())


def test_the_pages_two_lines_stand_under_their_own_rungs(reports: Reports) -> None:
    page = html.render(with_line(reports, STRICT))
    rows = re.findall(r'<tr class="(fine|grey|forbidden)([^"]*)"><td', page)

    assert [("policy-line" in more, "product-line" in more) for _, more in rows] == [
        (False, True),
        (True, False),
        (True, False),
        (False, False),
    ]
    assert not re.search(r"\sstyle=", page)


def test_rungs_behind_which_the_line_may_lie_are_shaded(reports: Reports) -> None:
    page = html.render(with_line(reports, ladder(18, 9, 8, 0, at=2.4, low=1, high=3)))

    assert [
        "unsure" in more
        for _, more in re.findall(r'<tr class="(fine|grey|forbid)([^"]*)', page)
    ] == [False, True, True, False]


def test_a_product_that_declines_every_rung_has_its_line_above_the_first(
    reports: Reports,
) -> None:
    report = with_line(reports, ladder(0, 0, 0, 0, at=0.5, low=0, high=0))

    assert '<table class="ladder none">' in html.render(report)
    text = terminal.render(report)
    assert text.index("the product's line") < text.index("Rung called 1")


def test_no_line_is_drawn_where_nothing_was_decided(reports: Reports) -> None:
    report = with_line(reports, ladder(0, 0, 0, 0, at=None, low=0, high=4))

    assert "product-line" not in re.sub(
        r"<style>.*?</style>", "", html.render(report), flags=16
    )
    assert "the product's line" not in terminal.render(report)
    assert "no evidence (20 without a verdict)" in markdown.render(report)


def test_scripts_read_the_line_and_every_rung(reports: Reports) -> None:
    [found] = json.loads(render_json(with_line(reports, STRICT)))["boundary"]

    assert found["rule"] == "graphic-violence"
    assert found["lean"] == "too strict"
    assert (found["at"], found["low"], found["high"]) == (1.6, 1, 1)
    assert found["policy"] == {"fine": 2, "forbidden": 4}
    assert [rung["answered"] for rung in found["rungs"]] == [18, 3, 0, 0]
    assert json.loads(render_json(reports.report()))["boundary"] == []


def test_a_hostile_rung_is_only_text(reports: Reports) -> None:
    texts = ("<script>alert(1)</script>", "| a | b |", "[x](http://elsewhere.test)", "\x1b[2J")
    report = with_line(reports, ladder(18, 3, 0, 0, at=1.6, low=1, high=1, texts=texts))

    assert "<script>" not in html.render(report)
    assert "\x1b" not in terminal.render(report)
    table = [line for line in markdown.render(report).splitlines() if "left open" in line]
    assert r"\[x\]" in table[0]
