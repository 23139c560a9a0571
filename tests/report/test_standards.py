"""Evidence for standards on the page, in the JSON and in the docs: never compliance."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

from brightline.cli.main import brightline
from brightline.pipeline.planning.techniques import list_techniques
from brightline.records import STANDARDS, Gate, StandardEvidence
from brightline.report import html, standards
from brightline.report.json import render

if TYPE_CHECKING:
    from tests.report.conftest import Reports

    from brightline.records import Report

ROOT = Path(__file__).parents[2]


def line(standard: str = "AML.T0054", *, judged: int = 72, **more: object) -> StandardEvidence:
    played = {
        "rules": ("graphic-violence", "insults") if judged else (),
        "techniques": ("fiction_frame", "pushback") if judged else (),
        "carried_by": ("pushback",) if judged else (),
        "gates": {Gate.BROKEN: 1, Gate.HOLDS: 1} if judged else {},
        "breaches": 3 if judged else 0,
    }
    rest = {"unknown": 0, "missing_techniques": (), "missing_rules": ()}
    return StandardEvidence(standard=standard, judged=judged, **(played | rest | more))


def report_of(reports: Reports, *lines: StandardEvidence) -> Report:
    return reports.report().model_copy(update={"standards": lines})


def test_evidence_is_told_with_its_counts_and_verdicts() -> None:
    assert standards.evidence_words(line()) == (
        "3 breaches in 72 judged probes, under fiction_frame, pushback;"
        " of 2 rules (graphic-violence, insults), 1 broken, 1 holds"
    )


def test_what_was_not_judged_is_never_a_number() -> None:
    open_ = line(
        judged=0, unknown=4, missing_techniques=("bundle",), missing_rules=("insults",)
    )

    assert standards.evidence_words(open_) == "no evidence in this run"
    assert standards.missing_words(open_) == (
        "4 probes without a verdict; no judged probe of rule insults; not played: bundle"
    )


def test_the_page_lists_each_line_under_its_list(reports: Reports) -> None:
    page = html.render(
        report_of(reports, line(), line("AML.T0068", judged=0), line("AIUC-1 C004"))
    )

    (section,) = re.findall(
        r'<section aria-labelledby="h-standards">.*?</section>', page, re.DOTALL
    )
    assert "MITRE ATLAS 5.6.0: evidence for 1 of 2 mapped lines" in section
    assert section.index("AML.T0068") < section.index("AIUC-1 C004")
    assert "no evidence in this run" in section
    assert "Evidence usable for" in section


def test_a_run_without_lines_has_no_section(reports: Reports) -> None:
    assert "h-standards" not in html.render(reports.report())


def test_the_json_names_list_line_and_counts(reports: Reports) -> None:
    (found,) = json.loads(render(report_of(reports, line(unknown=2))))["standards"]

    assert found["id"] == "AML.T0054"
    assert found["list"].startswith("MITRE ATLAS")
    assert (found["judged"], found["unknown"], found["gates"]) == (
        72,
        2,
        {"broken": 1, "holds": 1},
    )


def test_nothing_says_that_a_product_complies(reports: Reports) -> None:
    texts = [
        html.render(report_of(reports, *(line(name) for name in STANDARDS))),
        standards.markdown(list_techniques()),
    ]

    for text in texts:
        said = re.findall(r"[^.]*\bcompl(?:y|ies|iant|iance)\b[^.]*", text)
        assert said
        assert all("no statement" in one or "never a statement" in one for one in said)
        assert "AI Act" not in text or "are not in\nthe list" in text


def test_the_page_of_the_docs_is_what_the_records_say() -> None:
    shown = CliRunner().invoke(brightline, ["standards", "--markdown"])
    page = (ROOT / "docs" / "standards.md").read_text(encoding="utf-8")

    assert page == shown.output, "brightline standards --markdown > docs/standards.md"
    assert all(f"`{name}`" in page for name in STANDARDS)


def test_every_line_that_a_technique_names_is_known() -> None:
    for note in list_techniques():
        assert set(note.standards) <= set(STANDARDS), note.name


def test_the_lines_are_listed_for_scripts_and_people() -> None:
    listed = json.loads(CliRunner().invoke(brightline, ["standards", "--json"]).output)
    text = CliRunner().invoke(brightline, ["standards"]).output

    assert [one["id"] for one in listed["standards"]] == list(STANDARDS)
    assert "  AIUC-1 C004: Prevent out-of-scope outputs" in text.splitlines()
