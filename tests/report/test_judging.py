"""What judging took and who decided stands in every report, where a model was asked at all."""

from __future__ import annotations

import json as stdlib_json
import re
from typing import TYPE_CHECKING

import pytest

from brightline.records import Judging, Report
from brightline.report import html, json, markdown, terminal, wording

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.report.conftest import Reports

DECIDED = {"embedded": 1310, "llm": 42, "embedded+second-llm": 6, "marker": 2, "person": 1}
JUDGING = Judging(calls=1084, tokens=43_360, decided_by=DECIDED)
LINE = (
    "1,084 calls to a language model, 43,360 tokens; decided by embedded 1,310, llm 42,"
    " embedded+second-llm 6, marker 2, person 1"
)
PAGES = {"text": terminal.render, "html": html.render, "markdown": markdown.render}


def judged(reports: Reports, judging: Judging | None) -> Report:
    return reports.broken().model_copy(update={"judging": judging})


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_one_line_says_what_judging_took_and_who_decided(
    reports: Reports, page: Callable[[Report], str]
) -> None:
    text = page(judged(reports, JUDGING)).replace("\\", "")

    assert re.sub(r"\s+", " ", text).count(LINE) == 1


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_nothing_is_said_where_no_model_was_asked(
    reports: Reports, page: Callable[[Report], str]
) -> None:
    text = page(judged(reports, None))

    assert "language model" not in text
    assert "Judging" not in text


def test_scripts_read_it_beside_the_judge(reports: Reports) -> None:
    told = stdlib_json.loads(json.render(judged(reports, JUDGING)))["judge"]
    silent = stdlib_json.loads(json.render(judged(reports, None)))["judge"]

    assert told["calls"] == 1084
    assert told["tokens"] == 43_360
    assert told["decided_by"] == DECIDED
    assert set(silent) == {"id", "card"}


def test_what_was_not_recorded_is_called_so() -> None:
    old = Judging(calls=None, tokens=None, decided_by={"llm": 3})

    assert wording.judging_words(old) == (
        "calls to a language model were not recorded; decided by llm 3"
    )
    assert wording.judging_words(Judging(calls=14, tokens=9, decided_by={})).endswith(
        "decided by nobody"
    )


def test_a_report_from_before_can_be_read(reports: Reports) -> None:
    old = stdlib_json.loads(judged(reports, None).model_dump_json())
    del old["judging"]

    assert Report.model_validate_json(stdlib_json.dumps(old)).judging is None
