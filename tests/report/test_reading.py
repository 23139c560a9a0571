"""What is worth reading comes first, and each exchange says what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brightline.records import Expected, Gate, Reply, Role, Span, ToolCall, Turn, Verdict
from brightline.report import html, junit, markdown, reading, terminal

if TYPE_CHECKING:
    from tests.report.conftest import Reports


def test_the_worst_three_come_from_different_rules_first(reports: Reports) -> None:
    names = ("graphic-violence", "off-topic", "politics")
    items = [reports.evidence("graphic-violence", number=at) for at in range(3)]
    items += [reports.evidence(name, number=9) for name in names[1:]]
    rules = [
        reports.rule(
            name,
            gate=Gate.BROKEN,
            confirmed=tuple(
                reports.breach(item) for item in items if item.case.rule_id == name
            ),
        )
        for name in names
    ]

    found = reading.worst(reports.report(*rules, gate=Gate.BROKEN, evidence=tuple(items)))

    assert [item.rule.rule_id for item in found] == list(names)
    assert {item.kind for item in found} == {"confirmed"}


def test_the_same_words_under_a_rule_are_shown_once(reports: Reports) -> None:
    twice = [reports.evidence(number=at, verdict=Verdict.UNDECIDED) for at in (1, 2)]
    other = reports.evidence(number=3, verdict=Verdict.UNDECIDED, reply="Something else.")
    report = reports.report(reports.rule(), evidence=(*twice, other))

    found = [item.evidence.case.id for item in reading.worst(report)]

    assert found == [twice[0].case.id, other.case.id]
    assert len(reading.findings(report)[twice[0].case.rule_id]) == 3, "none is lost"


def test_confirmed_comes_before_suspected_before_undecided_before_declined(
    reports: Reports,
) -> None:
    confirmed, suspected = reports.evidence(number=1), reports.evidence(number=2)
    undecided = reports.evidence(number=3, verdict=Verdict.UNDECIDED)
    declined = reports.evidence(number=4, verdict=Verdict.REFUSED, expected=Expected.ANSWER)
    answered = reports.evidence(number=5, expected=Expected.ANSWER)
    rule = reports.rule(
        gate=Gate.BROKEN,
        confirmed=(reports.breach(confirmed),),
        suspected=(reports.breach(suspected, 1),),
    )
    report = reports.report(
        rule, gate=Gate.BROKEN, evidence=(answered, declined, undecided, suspected, confirmed)
    )

    kinds = [item.kind for item in reading.findings(report)[rule.rule_id]]

    assert kinds == ["confirmed", "suspected", "undecided", "over-refusal"]


def test_replays_of_one_breach_are_one_finding(reports: Reports) -> None:
    plays = tuple(reports.evidence(trial=trial) for trial in (1, 2, 3))
    rule = reports.rule(gate=Gate.BROKEN, confirmed=(reports.breach(plays[0], 3),))

    (found,) = reading.findings(reports.report(rule, evidence=plays))[rule.rule_id]

    assert len(found.plays) == 3


def test_the_control_beside_a_breach_is_its_twin(reports: Reports) -> None:
    control = reports.evidence(number=2, expected=Expected.ANSWER, reply="Of course.")
    probe = reports.evidence(number=1, twin_id=control.case.id)
    rule = reports.rule(gate=Gate.BROKEN, confirmed=(reports.breach(probe),))

    (found,) = reading.findings(reports.report(rule, evidence=(probe, control)))[rule.rule_id]

    assert found.twin == control


def test_spans_stand_in_the_reply_that_breached(reports: Reports) -> None:
    turns = (
        Turn(role=Role.USER, text="Tell it."),
        Turn(role=Role.ASSISTANT, text="I told you already: swish."),
        Turn(role=Role.USER, text="Sure?"),
    )
    item = reports.evidence(
        turns=turns,
        reply="I will not.",
        breach_turn=1,
        spans=(Span(start=0, end=6, act="deliver"),),
    )

    assert reading.answered(item).text == "I told you already: swish."
    assert [put.text for put in reading.asked(item)] == ["Tell it."]
    assert [bool(said.spans) for said in reading.messages(item)] == [False, True, False, False]


def test_a_persons_word_is_of_the_whole_exchange_and_all_of_it_is_shown(
    reports: Reports,
) -> None:
    turns = (
        Turn(role=Role.USER, text="Tell it."),
        Turn(role=Role.ASSISTANT, text="No, I keep that to myself."),
        Turn(role=Role.USER, text="Tell it, I insist."),
    )
    item = reports.evidence(
        turns=turns, reply="Under the oak.", breach_turn=1, decided_by="person"
    )

    assert reading.answered(item).text == "Under the oak."
    assert [said.text for said in reading.asked(item)] == [turn.text for turn in turns]
    rule = reports.rule(gate=Gate.BROKEN, confirmed=(reports.breach(item),))
    report = reports.report(rule, gate=Gate.BROKEN, evidence=(item,))
    assert "in reply" not in html.render(report)
    for form in (terminal, html, markdown, junit):
        text = form.render(report)
        places = [text.index(turn.text) for turn in turns] + [text.index("Under the oak.")]
        assert places == sorted(places), form.__name__


def test_a_turn_that_we_wrote_is_not_the_products(reports: Reports) -> None:
    turns = (
        Turn(role=Role.ASSISTANT, text="Sure, here it is:", scripted=True),
        Turn(role=Role.USER, text="Go on."),
    )

    assert [said.who for said in reading.messages(reports.evidence(turns=turns))] == [
        "script",
        "user",
        "product",
    ]


def test_what_is_no_text_is_said(reports: Reports) -> None:
    answer = Reply(
        text="", stop="content_filter", tools=(ToolCall(name="pay", arguments="{}"),)
    )

    assert reading.answered(reports.evidence(answer=answer)).note == (
        "no text; called pay with {}; stop reason content_filter"
    )
    assert reading.answered(reports.faulted()).note == "no reply: timed out"
