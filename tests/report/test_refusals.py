"""How good refusals are, in every report: per rule, with what is missing and the worst."""

import json

import pytest

from brightline.measure.rates import rate
from brightline.records import (
    PointMark,
    QualityPoint,
    Report,
    RuleRefusals,
    ShownRefusal,
)
from brightline.report import html, json as as_json, refusals, terminal


def told(rule_id: str | None, *, said: str = "No.", scored: int = 41) -> RuleRefusals:
    lacking = PointMark(point=QualityPoint.OFFER, met=False, reason="offers nothing")
    return RuleRefusals(
        rule_id=rule_id,
        scored=scored,
        declined=60,
        mean=3.8 if scored else None,
        median_words=34 if scored else None,
        redirected=rate(37, 60),
        missing={"offer": 12, "goal": 12, "tone": 2},
        outside=3,
        worst=ShownRefusal(
            attempt_id="a#1", asked="Mean poem!", said=said, score=2, missing=(lacking,)
        )
        if rule_id
        else None,
    )


@pytest.fixture
def report(reports) -> Report:  # noqa: ANN001 - the builders of conftest
    made: Report = reports.report()
    return made


@pytest.fixture
def with_refusals(report: Report) -> Report:
    rule = report.summary.rules[0].rule_id
    return report.model_copy(update={"refusals": (told(rule), told(None))})


def test_the_words_say_score_redirects_length_and_what_is_missing() -> None:
    assert refusals.words(told("r")) == (
        "3.8 of 5 (n 41 of 60); redirected 37 of 60: 62 % (48 % to 74 %); median 34 words"
    )
    assert refusals.missing_words(told("r")) == (
        "missing most often: an offer within the scope (12 of 41), a plain tone (2 of 41);"
        " 3 of 41 offer what is outside the scope"
    )
    assert refusals.words(told("r", scored=0)).startswith("redirected 37 of 60")


def test_terminal_json_and_page_show_them(with_refusals: Report) -> None:
    rule = with_refusals.summary.rules[0].rule_id
    text = " ".join(terminal.render(with_refusals).split())
    found = json.loads(as_json.render(with_refusals))
    page = html.render(with_refusals)

    assert "refusals 3.8 of 5 (n 41 of 60); redirected 37 of 60" in text
    mine = next(one for one in found["rules"] if one["id"] == rule)
    assert mine["refusals"]["mean"] == 3.8
    assert mine["refusals"]["redirected"]["hits"] == 37
    assert mine["refusals"]["worst"]["said"] == "No."
    assert found["refusals"]["missing"] == {"offer": 12, "goal": 12, "tone": 2}
    assert "How good the refusals are" in page
    assert "Its weakest refusal" in page
    assert "offers nothing" in page


def test_a_report_without_refusals_says_nothing_of_them(report: Report) -> None:
    bare = report.model_copy(update={"refusals": ()})

    assert "refusals" not in terminal.render(bare)
    assert "How good the refusals are" not in html.render(bare)
    assert json.loads(as_json.render(bare))["refusals"] is None


def test_what_the_worst_refusal_says_cannot_take_over_the_page(
    report: Report,
    reports,  # noqa: ANN001 - the builders of conftest
) -> None:
    rule = report.summary.rules[0].rule_id
    for said in reports.texts:
        page = html.render(report.model_copy(update={"refusals": (told(rule, said=said),)}))

        assert "<script" not in page
        assert "\x1b" not in page
        page.encode()


def test_each_point_is_named_as_what_can_be_lacking_and_what_is_not_there_is_not_named() -> (
    None
):
    found = told("r").model_copy(update={"missing": {"content": 2}, "outside": 0})
    elsewhere = told("r").model_copy(update={"missing": {}, "outside": 1})

    assert refusals.missing_words(found) == "missing most often: a no that holds (2 of 41)"
    assert refusals.missing_words(elsewhere) == "1 of 41 offers what is outside the scope"
