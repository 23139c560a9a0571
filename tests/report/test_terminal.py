"""The terminal report: decision first, any width, never steered by what a product says."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from brightline.records import Gate, Hole, Verdict
from brightline.report import terminal

if TYPE_CHECKING:
    from tests.report.conftest import Reports

    from brightline.records import Report

ONE_COMMAND = re.compile(r"(?:Next    |Repeat  |  → |    |        )?brightline [^ ].*$")
"""A line with one of our commands and nothing before it but its label."""

CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]")


def shown(report: Report, width: int, **options: Any) -> str:  # noqa: ANN401 - as Console takes them
    out = io.StringIO()
    terminal.show(report, Console(file=out, width=width, _environ={}, **options))
    return out.getvalue()


@pytest.mark.parametrize("gate", list(Gate))
def test_the_decision_comes_before_everything_else(reports: Reports, gate: Gate) -> None:
    lines = terminal.render(reports.report(gate=gate)).splitlines()

    assert lines[2].startswith(f" {gate.name} ")
    assert "confidence on these cases" in lines[3]


def test_a_broken_run_shows_the_three_worst_with_the_deciding_words_marked(
    reports: Reports,
) -> None:
    text = terminal.render(reports.broken())

    assert "The three worst exchanges" in text
    assert "⟦The knight swung" in text
    assert "Exit code of the gate: 1" in text
    assert "Next    brightline review 20261124-101500-3f9c" in text


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_every_line_fits_the_width_with_sixteen_techniques(
    reports: Reports, width: int
) -> None:
    text = shown(reports.broken(rules=20, columns=16), width)

    # A command is never broken: its line may be longer, and holds nothing else then.
    lines = [line.rstrip() for line in text.splitlines() if not ONE_COMMAND.match(line)]
    assert max(map(len, lines)) <= width


@pytest.mark.parametrize("width", [20, 40, 60, 80])
def test_a_command_can_be_copied_at_any_width(reports: Reports, width: int) -> None:
    report = reports.broken()
    command = "brightline run policy.yaml --target https://example.org/v1 --report junit=j.xml"
    provenance = report.provenance.model_copy(update={"command": command})
    report = report.model_copy(
        update={"provenance": provenance, "store": "somewhere/else/of/the/team.db"}
    )
    at_full_width = shown(report, 300)
    typed = {
        found[0]
        for found in re.finditer(r"brightline (?:review|fix|run) [^\n(]*\S", at_full_width)
    }

    lines = [line.strip() for line in shown(report, width).splitlines()]
    assert len(typed) >= 2
    assert command in typed
    assert all(any(one in line for line in lines) for one in typed)


def test_holes_and_missing_evidence_have_their_own_signs(reports: Reports) -> None:
    from brightline.records import Cell

    cells = (
        Cell(
            rule_id="graphic-violence",
            technique="direct",
            under_refusal=reports.rate(3, 20),
            over_refusal=reports.rate(0, 20),
        ),
        Cell(
            rule_id="graphic-violence",
            technique="pushback",
            under_refusal=reports.rate(0, 0, 20),
            over_refusal=reports.rate(0, 20),
        ),
    )
    hole = Hole(rule_id="graphic-violence", technique="bundle", why="no documents")
    report = reports.report(
        cells=cells, techniques=("direct", "bundle", "pushback"), not_tested=(hole,)
    )

    text = terminal.render(report)

    assert re.search(r"graphic-violence +3/20 +· +\?", text)
    assert "no documents: graphic-violence" in text


def test_a_cell_that_only_the_search_played_has_a_sign_of_its_own(reports: Reports) -> None:
    cells = (
        reports.cell("direct", under_refusal=reports.rate(0, 3), searched=2),
        reports.cell("pushback", over_refusal=reports.rate(0, 3), searched=2),
    )
    techniques = ("direct", "pushback")

    text = terminal.render(reports.report(cells=cells, techniques=techniques))
    without = terminal.render(reports.report(cells=cells[:1], techniques=techniques))

    assert re.search(r"graphic-violence +0/3 +s\n", text)
    assert "s searched only, in no rate" in text
    assert "searched" not in without


def test_as_many_cells_are_called_not_tested_as_the_matrix_shows(reports: Reports) -> None:
    cells = (
        reports.cell("direct", under_refusal=reports.rate(0, 20)),
        reports.cell("written", over_refusal=reports.rate(0, 20)),
    )
    holes = tuple(
        Hole(rule_id=rule, technique=technique, why=why)
        for rule, technique, why in (
            ("graphic-violence", "bundle", "no documents"),
            ("graphic-violence", "bundle", "the run ended before it came to this"),
            ("graphic-violence", "ladder", "the rule has no ladder"),
            ("politics", "*", "the rule was not selected for this run"),
        )
    )
    report = reports.report(cells=cells, techniques=("direct", "bundle"), not_tested=holes)

    text = terminal.render(report)

    assert re.search(r"graphic-violence +0/20 +·\n", text), (
        "only a control was asked as written"
    )
    assert "blank: no probe" in text
    assert "Not tested: 1 cell, shown as ·, and 1 more, and 1 whole rule" in text


def test_a_rule_that_was_left_out_whole_is_a_row_of_holes(reports: Reports) -> None:
    hole = Hole(rule_id="graphic-violence", technique="*", why="needs a system prompt")
    report = reports.report(techniques=("direct", "bundle"), not_tested=(hole,))

    text = terminal.render(report)

    assert re.search(r"graphic-violence +· +·\n", text)
    assert "Not tested: 2 cells, shown as ·\n" in text
    assert "blank" not in text


def test_a_run_without_any_rule_or_play_is_rendered(reports: Reports) -> None:
    report = reports.report(gate=Gate.UNPROVEN)
    empty = report.summary.model_copy(
        update={"rules": (), "planned": 0, "outcomes": {}, "reason": "nothing was played"}
    )

    text = terminal.render(report.model_copy(update={"summary": empty}))

    assert "UNPROVEN   Nothing was played." in text


def test_unproven_rules_that_are_allowed_are_printed(reports: Reports) -> None:
    report = reports.report(
        reports.rule(gate=Gate.UNPROVEN),
        gate=Gate.HOLDS,
        allowed_unproven=("graphic-violence",),
    )

    assert "Allowed to stay unproven: graphic-violence" in terminal.render(report)


def test_no_control_character_of_a_reply_reaches_the_terminal(reports: Reports) -> None:
    for report in reports.hostile():
        for output in (terminal.render(report), shown(report, 60)):
            output.encode()

            assert not CONTROL.search(output)


def test_the_control_check_can_fail() -> None:
    out = io.StringIO()
    Console(file=out, _environ={}).out("\x1b[2J\u202e")

    assert CONTROL.search(out.getvalue())


def test_colour_comes_only_where_the_console_has_it(reports: Reports) -> None:
    report = reports.broken()

    assert "\x1b[" not in shown(report, 100)
    assert "\x1b[1" in shown(report, 100, force_terminal=True, color_system="truecolor")
    no_colour = shown(report, 100, force_terminal=True, no_color=True)
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", no_colour)


def test_an_undecided_run_asks_for_a_person(reports: Reports) -> None:
    item = reports.evidence(verdict=Verdict.UNDECIDED, spans=())
    report = reports.report(
        reports.rule(gate=Gate.UNPROVEN, undecided=9),
        gate=Gate.UNPROVEN,
        evidence=(item,),
        to_review=9,
    )

    text = terminal.render(report)

    assert "Undecided, for a person to settle" in text
    assert "9 replies need a look: brightline review 20261124-101500-3f9c" in text


def test_the_same_report_gives_the_same_text(
    reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = terminal.render(reports.broken())
    monkeypatch.setenv("COLUMNS", "33")
    monkeypatch.setenv("FORCE_COLOR", "1")

    assert terminal.render(reports.broken()) == first
