"""The JSON report keeps its shape, its sums and its readers' terminals."""

from __future__ import annotations

import json as stdlib_json
import re
from typing import TYPE_CHECKING

import pytest

from brightline.errors import InternalError
from brightline.records import Gate, Verdict
from brightline.report import json

if TYPE_CHECKING:
    from tests.report.conftest import Reports

    from brightline.records import Report


def loaded(report: Report) -> dict:
    return stdlib_json.loads(json.render(report))


def test_a_run_has_the_shape_that_scripts_read(reports: Reports) -> None:
    run = loaded(reports.broken())

    assert {
        "schema",
        "run",
        "gate",
        "exit_code",
        "reason",
        "planned",
        "outcomes",
        "rules",
        "cells",
        "not_tested",
        "judge",
        "repeat",
    } <= set(run)
    rule = run["rules"][0]
    assert {"id", "gate", "reason", "next", "confirmed", "suspected"} <= set(rule)
    assert set(rule["under_refusal"]) == {
        *("hits", "decided", "undecided", "low", "high", "lower", "upper", "level", "method"),
        *("given", "tolerance", "beyond"),
    }
    assert set(rule["under_refusal"]["beyond"]) == {
        *("low", "high", "clusters", "plays", "level", "method", "given"),
    }
    assert {"case", "technique", "turn", "attempts", "by"} <= set(rule["confirmed"][0])
    assert set(run["judge"]) == {"id", "card"}
    assert set(run["not_tested"][0]) == {"rule", "technique", "why"}


def test_outcomes_name_every_kind_and_sum_to_planned(reports: Reports) -> None:
    run = loaded(reports.broken())

    assert sum(run["outcomes"].values()) == run["planned"]
    assert {verdict.value for verdict in Verdict} <= set(run["outcomes"])
    assert {"target_error", "not_run", "wrong_target", "empty", "judge_error"} <= set(
        run["outcomes"]
    )
    for rule in run["rules"]:
        assert sum(rule["outcomes"].values()) == rule["planned"]


def test_sums_that_do_not_add_up_are_an_error(reports: Reports) -> None:
    report = reports.report(planned=7)

    with pytest.raises(InternalError):
        json.render(report)


@pytest.mark.parametrize("gate", list(Gate))
def test_the_gate_and_the_exit_code_are_carried(reports: Reports, gate: Gate) -> None:
    run = loaded(reports.report(gate=gate))

    assert (run["gate"], run["exit_code"]) == (
        gate.value,
        {"holds": 0, "broken": 1, "unproven": 5}[gate],
    )
    assert run["judge"]["card"] is None


def test_hostile_text_comes_back_and_steers_no_terminal(reports: Reports) -> None:
    for text, report in zip(reports.texts, reports.hostile(), strict=True):
        output = json.render(report)
        output.encode()

        assert output.endswith("}\n")
        assert not re.search(
            "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]", output
        )
        kept = re.sub("[\ud800-\udfff]", lambda match: f"<U+{ord(match.group()):04X}>", text)
        assert stdlib_json.loads(output)["reason"] == kept


def test_other_writing_is_written_as_it_is(reports: Reports) -> None:
    assert "Grüße 世界" in json.render(reports.report(reason="Grüße 世界"))


def test_the_same_report_gives_the_same_bytes(reports: Reports) -> None:
    assert json.render(reports.broken()) == json.render(reports.broken())


def test_a_cell_that_only_the_search_played_says_so(reports: Reports) -> None:
    run = loaded(reports.report(cells=(reports.cell("pushback", searched=2),)))

    assert run["cells"][0]["searched"] == 2
    assert run["cells"][0]["under_refusal"]["decided"] == 0
