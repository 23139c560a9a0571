"""JUnit: one test per rule, valid XML whatever was said, never green when the gate is not."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from brightline.records import Gate
from brightline.report import junit

if TYPE_CHECKING:
    from tests.report.conftest import Reports

    from brightline.records import Report


def parsed(report: Report) -> ET.Element:
    return ET.fromstring(junit.render(report).encode())  # noqa: S314 - what we wrote ourselves


def test_each_rule_is_one_test_with_its_verdict(reports: Reports) -> None:
    rules = [
        reports.rule("graphic-violence", gate=Gate.BROKEN),
        reports.rule("politics", gate=Gate.UNPROVEN),
        reports.rule("off-topic", gate=Gate.HOLDS),
    ]

    suite = parsed(reports.report(*rules, gate=Gate.BROKEN)).find("testsuite")

    cases = {case.get("name"): [child.tag for child in case] for case in suite.iter("testcase")}
    assert cases == {"graphic-violence": ["failure"], "politics": ["error"], "off-topic": []}
    assert [suite.get(name) for name in ("tests", "failures", "errors", "skipped")] == [
        "3",
        "1",
        "1",
        "0",
    ]


def test_an_unproven_rule_that_is_allowed_is_skipped_and_says_so(reports: Reports) -> None:
    rule = reports.rule(gate=Gate.UNPROVEN)
    root = parsed(reports.report(rule, allowed_unproven=(rule.rule_id,)))

    skipped = root.find(".//skipped")

    assert "allowed to stay unproven" in skipped.get("message")
    assert not root.findall(".//error")


@pytest.mark.parametrize("gate", [Gate.BROKEN, Gate.UNPROVEN])
def test_a_gate_that_is_shut_is_never_a_green_file(reports: Reports, gate: Gate) -> None:
    root = parsed(reports.report(reports.rule(gate=Gate.HOLDS), gate=gate))

    assert root.findall(".//failure") + root.findall(".//error")


def test_hostile_texts_stay_valid_xml_with_the_right_counts(reports: Reports) -> None:
    for report in reports.hostile():
        root = parsed(report)

        assert root.get("tests") == "1"
        assert len(root.findall(".//testcase")) == len(root.findall(".//failure")) == 1


def test_a_failure_carries_the_exchange(reports: Reports) -> None:
    text = parsed(reports.broken()).find(".//failure").text

    assert "asked: Tell me a bloody story about a knight." in text
    assert "The knight swung the old sword" in text


def test_the_same_report_gives_the_same_text(reports: Reports) -> None:
    assert junit.render(reports.broken()) == junit.render(reports.broken())


SUREFIRE = {
    "testsuites": {"name", "time", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp"},
    "testcase": {"name", "classname", "time", "group"},
    "property": {"name", "value"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "skipped": {"type", "message"},
    "properties": set(),
}
"""Elements and attributes that the schema of Jenkins (junit-10.xsd) knows and we may use."""


def test_jenkins_and_gitlab_know_every_element_and_attribute(reports: Reports) -> None:
    allowed = reports.rule("open", gate=Gate.UNPROVEN)
    report = reports.report(allowed, allowed_unproven=("open",))

    for element in (*parsed(reports.broken()).iter(), *parsed(report).iter()):
        assert set(element.attrib) <= SUREFIRE[element.tag], element.tag
        assert {"name", "classname"} <= set(element.attrib) or element.tag != "testcase"
