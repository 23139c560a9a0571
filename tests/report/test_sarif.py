"""SARIF: what the standard asks for, and nothing that is not proved is missing or clean."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from brightline.records import Gate, PolicyFile, StandardEvidence
from brightline.report import sarif

if TYPE_CHECKING:
    from tests.report.conftest import Reports

    from brightline.records import Report

MESSAGE = {"text": str}
LEVELS = {"none", "note", "warning", "error"}
KINDS = {"notApplicable", "pass", "fail", "review", "open", "informational"}
SHAPES: dict[str, dict[str, Any]] = {
    "log": {"$schema": str, "version": {"2.1.0"}, "runs": ["run"]},
    "run": {
        "tool": "tool",
        "automationDetails": {"id": str},
        "invocations": ["invocation"],
        "originalUriBaseIds": {"%SRCROOT%": {"description": MESSAGE}},
        "results": ["result"],
        "columnKind": {"utf16CodeUnits", "unicodeCodePoints"},
        "properties": dict,
    },
    "tool": {"driver": {"name": str, "version": str, "rules": ["descriptor"]}},
    "descriptor": {
        "id": str,
        "shortDescription": MESSAGE,
        "fullDescription": MESSAGE,
        "help": MESSAGE,
        "defaultConfiguration": {"level": LEVELS},
        "properties": dict,
    },
    "invocation": {
        "executionSuccessful": bool,
        "exitCode": int,
        "exitCodeDescription": str,
        "startTimeUtc": str,
        "toolExecutionNotifications": ["notification"],
    },
    "notification": {"level": LEVELS, "message": MESSAGE},
    "result": {
        "ruleId": str,
        "ruleIndex": int,
        "kind": KINDS,
        "level": LEVELS,
        "message": MESSAGE,
        "locations": ["location"],
        "partialFingerprints": {"brightline/v1": str, "primaryLocationLineHash": str},
        "properties": dict,
    },
    "location": {
        "physicalLocation": {
            "artifactLocation": {"uri": str, "uriBaseId": str},
            "region": {"startLine": int},
        },
        "logicalLocations": [{"name": str, "fullyQualifiedName": str, "kind": str}],
    },
}
"""The part of the schema that is used: every other key would be one that it forbids."""

REQUIRED = {
    "log": {"version", "runs"},
    "run": {"tool"},
    "descriptor": {"id"},
    "invocation": {"executionSuccessful"},
    "notification": {"message"},
    "result": {"message"},
}


def faults(value: object, shape: object, at: str = "log") -> list[str]:
    """Return where a value is not what SARIF 2.1.0 allows there."""
    if isinstance(shape, str):
        given = set(value) if isinstance(value, dict) else set()
        missing = [f"{at} has no {name}" for name in REQUIRED.get(shape, set()) - given]
        return missing + faults(value, SHAPES[shape], at)
    if isinstance(shape, dict) and isinstance(value, dict):
        unknown = [f"{at} has {key}" for key in value if key not in shape]
        inside = (faults(v, shape[k], f"{at}.{k}") for k, v in value.items() if k in shape)
        return [*unknown, *(one for found in inside for one in found)]
    if isinstance(shape, list) and isinstance(value, list):
        return [one for item in value for one in faults(item, shape[0], at)]
    return [] if fits(value, shape) else [f"{at} is {value!r}"]


def fits(value: object, shape: object) -> bool:
    """Return whether a plain value is of a type, or one of a set of words."""
    if isinstance(shape, set):
        return value in shape
    return (
        isinstance(shape, type)
        and isinstance(value, shape)
        and not (shape is int and isinstance(value, bool))
    )


def logged(report: Report) -> dict[str, Any]:
    """Return the log, after holding it against what the standard says in words too."""
    text = sarif.render(report)
    assert text.isascii()
    log = json.loads(text)
    assert not faults(log, "log")
    (run,) = log["runs"]
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(ids)) == len(ids)
    for rule in run["tool"]["driver"]["rules"]:
        tags = rule.get("properties", {}).get("tags", [])
        assert len(set(tags)) == len(tags) <= 20
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        assert result["kind"] == "fail", "of another kind it would have to have the level none"
        assert re.fullmatch("[0-9a-f]{12}", result["partialFingerprints"]["brightline/v1"])
        for place in result["locations"]:
            region = place.get("physicalLocation", {}).get("region", {"startLine": 1})
            assert region["startLine"] >= 1
    assert re.fullmatch(r"\d{4}(-\d\d){2}T(\d\d:?){3}Z", run["invocations"][0]["startTimeUtc"])
    return dict(run)


def results(report: Report) -> list[tuple[str, str, str]]:
    """Return rule, level and first word of each result."""
    return [
        (one["ruleId"], one["level"], one["message"]["text"].split()[0].rstrip(":"))
        for one in logged(report)["results"]
    ]


def test_broken_is_an_error_and_what_is_open_a_warning(reports: Reports) -> None:
    item, other = reports.evidence(number=1), reports.evidence(number=2)
    rules = [
        reports.rule("holding"),
        reports.rule("open", gate=Gate.UNPROVEN),
        reports.rule(
            "graphic-violence",
            gate=Gate.BROKEN,
            hits=2,
            confirmed=(reports.breach(item),),
            suspected=(reports.breach(other, 1),),
        ),
    ]

    found = results(reports.report(*rules, gate=Gate.BROKEN, evidence=(item, other)))

    assert found == [
        ("graphic-violence", "error", "BROKEN"),
        ("open", "warning", "UNPROVEN"),
        ("graphic-violence", "error", "BROKEN"),
        ("graphic-violence", "warning", "SUSPECTED"),
    ]


def test_a_rule_that_may_stay_unproven_is_a_note_and_named(reports: Reports) -> None:
    rule = reports.rule(gate=Gate.UNPROVEN)
    run = logged(reports.report(rule, allowed_unproven=(rule.rule_id,)))

    (result,) = run["results"]
    assert result["level"] == "note"
    assert "allowed to stay unproven" in str(run["invocations"][0])


@pytest.mark.parametrize("gate", [Gate.BROKEN, Gate.UNPROVEN])
def test_a_gate_that_is_shut_is_never_a_clean_file(reports: Reports, gate: Gate) -> None:
    found = results(reports.report(reports.rule(gate=Gate.HOLDS), gate=gate))

    assert found == [("brightline.run", "error", gate.name)]


@pytest.mark.parametrize("gate", list(Gate))
def test_only_an_unproven_run_was_not_successful(reports: Reports, gate: Gate) -> None:
    (invocation,) = logged(reports.report(gate=gate))["invocations"]

    assert invocation["executionSuccessful"] == (gate is not Gate.UNPROVEN)
    assert invocation["exitCodeDescription"].startswith(f"{gate.name}: ")
    notes = [note["message"]["text"] for note in invocation["toolExecutionNotifications"]]
    assert not any(text.startswith("Graphic-violence") for text in notes), (
        "an id stays as it is"
    )
    errors = [
        note["message"]["text"]
        for note in invocation["toolExecutionNotifications"]
        if note["level"] == "error"
    ]
    assert [text.split(":")[0] for text in errors] == (
        ["UNPROVEN"] if gate is Gate.UNPROVEN else []
    )


def test_an_alert_keeps_its_identity_over_runs_and_is_no_other(reports: Reports) -> None:
    def marks(report: Report) -> list[str]:
        found = logged(report)["results"]
        return [one["partialFingerprints"]["brightline/v1"] for one in found]

    first = reports.broken()
    run = first.provenance.model_copy(update={"run_id": "20270101-000000-0000"})
    moved = PolicyFile(path="elsewhere.yaml", lines={"graphic-violence": 99})
    later = first.model_copy(update={"provenance": run, "source": moved})

    assert marks(first) == marks(later)
    assert len(set(marks(first))) == len(marks(first)) > 5


def test_a_result_stands_at_the_line_of_its_rule(reports: Reports) -> None:
    source = PolicyFile(path="my tests/policy.yaml", lines={"graphic-violence": 12})
    report = reports.report(
        reports.rule(gate=Gate.BROKEN), reports.rule("new", gate=Gate.BROKEN), gate=Gate.BROKEN
    ).model_copy(update={"source": source})

    first, second = (one["locations"][0] for one in logged(report)["results"])

    place = first["physicalLocation"]
    assert place["artifactLocation"] == {
        "uri": "my%20tests/policy.yaml",
        "uriBaseId": "%SRCROOT%",
    }
    assert place["region"] == {"startLine": 12}
    assert "region" not in second["physicalLocation"], "its line is not known"
    assert second["logicalLocations"][0]["fullyQualifiedName"] == "Sprout/new"


def test_rules_and_breaches_carry_the_lines_that_they_answer_to(reports: Reports) -> None:
    item = reports.evidence("graphic-violence", "fiction_frame")
    rule = reports.rule(gate=Gate.BROKEN, hits=1, confirmed=(reports.breach(item),))
    line = StandardEvidence(
        standard="AML.T0054",
        rules=(rule.rule_id,),
        techniques=("fiction_frame",),
        carried_by=("fiction_frame",),
        breaches=1,
        judged=20,
        unknown=0,
        gates={Gate.BROKEN: 1},
        missing_techniques=(),
        missing_rules=(),
    )
    report = reports.report(rule, gate=Gate.BROKEN, evidence=(item,)).model_copy(
        update={"standards": (line,)}
    )

    run = logged(report)

    tags = run["tool"]["driver"]["rules"][0]["properties"]["tags"]
    assert {"severity:high", "AML.T0054"} <= set(tags)
    assert run["results"][1]["properties"]["tags"] == ["technique:fiction_frame", "AML.T0054"]
    assert "The knight swung" in run["results"][1]["properties"]["said"]


def test_no_foreign_text_is_a_link_or_a_placeholder(reports: Reports) -> None:
    link = "see [this](http://evil.example) {0}"
    hostile = reports.report(
        reports.rule(gate=Gate.BROKEN, text=link, reason="[a](b)"),
        gate=Gate.BROKEN,
        reason="[run](http://evil.example) {1}",
    )

    for report in (hostile, *reports.hostile()):
        for text in re.findall(r'"text": (".*")', sarif.render(report)):
            said = json.loads(text)
            assert not re.search(r"(?<!\\)(\\\\)*\[", said)
            assert not re.search(r"(?<!\{)(\{\{)*\{\d", said)


def test_what_the_standard_forbids_would_be_noticed(reports: Reports) -> None:
    log = json.loads(sarif.render(reports.broken()))
    for broken in ({"level": "fatal"}, {"rule_id": "x"}, {"locations": {}}, {"ruleIndex": "0"}):
        result = log["runs"][0]["results"][0] | broken
        assert faults(result, "result"), broken
    assert faults({"runs": []}, "log")
