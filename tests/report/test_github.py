"""Annotations: one command a line, at the line of the rule, whatever texts are in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from brightline.records import Gate, PolicyFile
from brightline.report import github

if TYPE_CHECKING:
    from tests.report.conftest import Reports

    from brightline.records import Report

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")
_CODES = {"%25": "%", "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}


def unescaped(text: str) -> str:
    return re.sub("%(25|0D|0A|3A|2C)", lambda found: _CODES[found.group()], text)


def annotations(report: Report) -> list[tuple[str, dict[str, str], str]]:
    """Return what a runner makes of the text, line by line: kind, properties and message."""
    found = []
    for line in github.render(report).splitlines():
        match = COMMAND.fullmatch(line)
        assert match, line
        kind, properties, text = match.groups()
        pairs = [one.split("=", 1) for one in properties.split(",")]
        found.append((kind, {key: unescaped(value) for key, value in pairs}, unescaped(text)))
    return found


@pytest.mark.parametrize(
    ("gate", "kind"),
    [(Gate.HOLDS, "notice"), (Gate.BROKEN, "error"), (Gate.UNPROVEN, "error")],
)
def test_the_verdict_comes_first(reports: Reports, gate: Gate, kind: str) -> None:
    first = annotations(reports.report(gate=gate))[0]

    assert (first[0], first[1]["title"]) == (kind, f"brightline: {gate.name}")


def test_each_rule_that_does_not_hold_is_marked_at_its_line(reports: Reports) -> None:
    rules = [
        reports.rule("off-topic", gate=Gate.UNPROVEN),
        reports.rule("insults", gate=Gate.BROKEN, reason="5 %0A of 100, a:b"),
        reports.rule("holding"),
    ]
    source = PolicyFile(path="a,b:c/policy.yaml", lines={"off-topic": 3, "insults": 9})
    report = reports.report(*rules, gate=Gate.BROKEN).model_copy(update={"source": source})

    _, insults, off_topic = annotations(report)

    assert insults[0] == "error"
    assert insults[1] == {
        "file": "a,b:c/policy.yaml",
        "line": "9",
        "title": "BROKEN insults",
    }
    assert insults[2].startswith("5 %0A of 100, a:b.")
    assert off_topic[:2] == (
        "warning",
        {"file": "a,b:c/policy.yaml", "line": "3", "title": "UNPROVEN off-topic"},
    )


def test_a_rule_that_may_stay_unproven_is_only_a_notice(reports: Reports) -> None:
    rule = reports.rule(gate=Gate.UNPROVEN)

    (_, found) = annotations(reports.report(rule, allowed_unproven=(rule.rule_id,)))

    assert found[0] == "notice"
    assert "allowed to stay unproven" in found[2]


def test_no_more_are_made_than_are_shown_and_the_rest_is_counted(reports: Reports) -> None:
    rules = [reports.rule(f"rule-{at}", gate=Gate.BROKEN) for at in range(30)]

    errors = annotations(reports.report(*rules, gate=Gate.BROKEN))

    assert len(errors) == github.MOST
    assert errors[-1][2] == "22 more rules are in the summary."


def test_hostile_texts_make_no_second_command(reports: Reports) -> None:
    for report in reports.hostile():
        kinds = [kind for kind, _, _ in annotations(report)]

        assert kinds == ["error", "error"]
