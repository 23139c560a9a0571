"""The shared sentences say what was seen and no more."""

from __future__ import annotations

from json import loads
from typing import TYPE_CHECKING

import pytest

from brightline.errors import InternalError
from brightline.records import (
    FirstReads,
    Gate,
    LiteralMarker,
    RankedTechnique,
    TechniqueOrder,
)
from brightline.report import (
    github,
    html,
    json,
    junit,
    leading,
    markdown,
    sarif,
    terminal,
    wording,
)

if TYPE_CHECKING:
    from tests.report.conftest import Reports


def test_an_interval_that_begins_at_next_to_nothing_is_a_bound(reports: Reports) -> None:
    rate = reports.rate(3, 7).model_copy(update={"low": 4e-12, "high": 0.86})

    assert wording.rate_words(rate) == "3 of 7: 43 % (below 86 %)"
    assert wording.interval(0.05, 0.36) == "5.0 % to 36 %"
    assert wording.interval(0.0, 0.36) == "0 % to 36 %"


@pytest.mark.parametrize("form", [terminal, html, markdown])
def test_a_lower_end_of_nothing_beside_hits_is_explained_once(
    reports: Reports, form: object
) -> None:
    unsure = reports.rate(3, 7).model_copy(update={"low": 0.0})
    cell = reports.cell("direct", under_refusal=unsure)
    doubtful = [reports.rule(name, under_refusal=unsure) for name in ("insults", "politics")]

    told = form.render(reports.report(*doubtful, cells=(cell,)))
    sure = form.render(reports.report(reports.rule(hits=3), reports.rule("politics")))

    assert told.count("the lower end counts only what is confirmed") == 1
    assert "counts only what is confirmed" not in sure


def test_advice_names_the_run_so_that_it_can_be_typed(reports: Reports) -> None:
    words = "brightline review RUN, or add --resume RUN"
    rule = reports.rule(gate=Gate.UNPROVEN, next=words)
    report = reports.report(rule, gate=Gate.UNPROVEN)
    run = report.provenance.run_id

    assert wording.advice(rule, report) == f"brightline review {run}, or add --resume {run}"
    elsewhere = report.model_copy(update={"store": " --store 'of us/x.db'"})
    typed = f"brightline review {run} --store 'of us/x.db'"
    assert wording.advice(rule, elsewhere) == f"{typed}, or add --resume {run}"
    assert wording.commands(wording.advice(rule, elsewhere))[0] == (True, typed)
    for form in (terminal, html, markdown, junit, json, sarif, github):
        shown = form.render(elsewhere)
        assert "of us/x.db" in shown, form.__name__


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("brightline review 20261126-1", ["brightline review 20261126-1"]),
        (
            "Use a judge with a card, or settle the replies yourself: brightline review 2026-1",
            ["brightline review 2026-1"],
        ),
        ("brightline cases --audit shows which cannot fail.", ["brightline cases --audit"]),
        ("Or review it: brightline judge --self-test.", ["brightline judge --self-test"]),
        (
            "brightline baseline 2026-1 > baseline.json",
            ["brightline baseline 2026-1 > baseline.json"],
        ),
        ("Fix the product so that these cases hold, and run again.", []),
    ],
)
def test_only_what_can_be_typed_is_a_command(text: str, typed: list[str]) -> None:
    pieces = wording.commands(text)

    assert [piece for command, piece in pieces if command] == typed
    assert "".join(piece for _, piece in pieces) == text


def test_advice_that_is_prose_is_not_code_and_a_command_in_it_is(reports: Reports) -> None:
    rule = reports.rule(
        gate=Gate.UNPROVEN, next="Settle the hits yourself: brightline review RUN"
    )
    report = reports.report(rule, gate=Gate.UNPROVEN)
    run = report.provenance.run_id

    page, text = html.render(report), markdown.render(report)

    assert page.count(f"Settle the hits yourself: <code>brightline review {run}</code>") == 2
    assert text.count(f"Settle the hits yourself: `brightline review {run}`") == 2


def test_a_script_reads_the_runs_id_in_the_advice(reports: Reports) -> None:
    rule = reports.rule(gate=Gate.UNPROVEN, next="brightline review RUN")
    report = reports.report(rule, gate=Gate.UNPROVEN)

    advice = loads(json.render(report))["rules"][0]["next"]

    assert advice == f"brightline review {report.provenance.run_id}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing was played", "Nothing was played."),
        ("over-refusal below 5.0 %", "Over-refusal below 5.0 %."),
        ("forged_system gave no evidence", "forged_system gave no evidence."),
        ("persona.history gave no evidence", "persona.history gave no evidence."),
        ("base/direct/5c0f must hold, and failed", "base/direct/5c0f must hold, and failed."),
    ],
)
def test_a_sentence_has_a_capital_but_a_name_stays_as_it_is(text: str, said: str) -> None:
    assert wording.sentence(text) == said


def test_the_technique_to_play_first_is_written_as_it_is_chosen(reports: Reports) -> None:
    first = RankedTechnique(technique="pushback", caught=1.0, calls=25, breaches=1)
    order = TechniqueOrder(confirmed=True, breached=1, techniques=(first,))

    page = html.render(reports.report(order=order))

    assert "Play first: pushback (4.0 breaches per 100 calls so far) catches 100 %" in page
    assert "1 breached request (confirmed).</p>" in page


def test_no_hit_is_said_as_a_bound(reports: Reports) -> None:
    assert wording.rate_words(reports.rate(0, 59)) == "0 of 59: below 5.0 %"


def test_nothing_played_is_no_rate(reports: Reports) -> None:
    assert wording.rate_words(reports.rate(0, 0)) == "not tested"
    assert wording.rate_words(reports.rate(0, 0, 7)) == "no evidence (7 without a verdict)"
    assert "0 %" not in wording.rate_words(reports.rate(0, 3))


def test_a_cell_is_a_count_a_hole_or_open(reports: Reports) -> None:
    cells = [
        reports.rate(3, 20),
        reports.rate(0, 0),
        reports.rate(0, 0, 4),
        reports.rate(1, 18, 2),
    ]

    assert [wording.cell_words(rate) for rate in cells] == ["3/20", "·", "?", "1/18?"]


def test_outcomes_are_grouped_under_the_name_before_the_dot() -> None:
    groups = wording.grouped(
        {"refused": 5, "target_error.timeout": 2, "target_error.dns": 1, "not_run.budget": 4},
        12,
    )

    assert {name: count for name, count in groups.items() if count} == {
        "refused": 5,
        "target_error": 3,
        "not_run": 4,
    }


def test_books_that_do_not_balance_are_an_error() -> None:
    with pytest.raises(InternalError, match="10 plays were planned") as caught:
        wording.grouped({"refused": 9}, 10)

    assert caught.value.slug == "outcomes-do-not-sum"


def test_judged_of_planned_names_what_gave_no_evidence(reports: Reports) -> None:
    rule = reports.rule(
        planned=12, outcomes={"refused": 5, "empty": 3, "target_error.timeout": 4}
    )

    words = wording.judged_words(reports.report(rule, gate=Gate.UNPROVEN).summary)

    assert words == "5 of 12 planned plays judged; no evidence from 3 empty, 4 target error"


def test_a_run_that_was_killed_is_seen_to_be_unfinished(reports: Reports) -> None:
    killed, spent = (
        reports.rule(planned=12, outcomes={"refused": 5, f"not_run.{why}": 7})
        for why in ("interrupted", "budget")
    )

    words = [
        wording.judged_words(reports.report(rule, gate=Gate.BROKEN).summary)
        for rule in (killed, spent)
    ]

    assert ["the run is not finished" in one for one in words] == [True, False]


def test_rules_that_a_marker_would_decide_are_named(reports: Reports) -> None:
    names = ("insults", "politics", "gore", "errands")
    rules = [
        reports.rule(name, gate=Gate.UNPROVEN, outcomes={"undecided": 3}) for name in names
    ]
    report = reports.report(*rules, gate=Gate.UNPROVEN)
    marker = LiteralMarker(literal="X-17")
    marked = report.policy.rules[0].model_copy(update={"markers": (marker,)})
    policy = report.policy.model_copy(update={"rules": (marked, *report.policy.rules[1:])})

    words = wording.marker_words(report.model_copy(update={"policy": policy}))

    assert words.startswith("politics, gore, errands: a marker")
    assert wording.marker_words(report).startswith("insults, politics, gore and 1 more: ")
    assert wording.marker_words(reports.report(reports.rule("insults"))) == ""


def test_a_run_that_holds_names_its_weakest_bound(reports: Reports) -> None:
    rules = [reports.rule("off-topic", decided=900), reports.rule("politics", decided=160)]

    assert leading.bound_sentence(reports.report(*rules).summary).startswith(
        "Weakest bound, politics: 0 of 160"
    )


def test_an_unmeasured_judge_is_called_so(reports: Reports) -> None:
    assert wording.card_words(None) == "quality not measured for this configuration"
    assert "83 %" in wording.card_words(reports.card())


def test_the_next_step_is_the_deciding_rules_advice(reports: Reports) -> None:
    rule = reports.rule(gate=Gate.UNPROVEN, next="play 120 more: --trials 8")

    assert (
        leading.next_step(reports.report(rule, gate=Gate.UNPROVEN))
        == "play 120 more: --trials 8"
    )
    assert leading.next_step(reports.report()).startswith("brightline baseline ")


@pytest.mark.parametrize(
    ("rules", "undecided", "words"),
    [
        (1, 1, "can decide the rule that is open"),
        (2, 2, "can decide all 2 rules that are open"),
        (1, 2, "can decide 1 of the 2 rules that are open"),
    ],
)
def test_what_reading_decides_is_said_plainly(rules: int, undecided: int, words: str) -> None:
    first = FirstReads(replies=3, rules=rules, undecided=undecided)

    assert wording.first_words(first).endswith(words)
