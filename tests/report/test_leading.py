"""What a report says first is what needs a person most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brightline.records import Breach, Gate, Severity, Stance
from brightline.report import html, leading, markdown, terminal

if TYPE_CHECKING:
    from tests.report.conftest import Reports


def suspects(rule_id: str, count: int, plays: int = 1) -> tuple[Breach, ...]:
    return tuple(
        Breach(
            case_id=f"{rule_id}/direct/{number}",
            technique="direct",
            turn=1,
            attempts=tuple(f"{rule_id}/direct/{number}#{trial}" for trial in range(plays)),
            by="embedded",
            confidence=0.9,
        )
        for number in range(count)
    )


def test_suspected_breaches_lead_over_a_rule_that_only_wants_plays(reports: Reports) -> None:
    dull = reports.rule(
        "personal-details",
        gate=Gate.UNPROVEN,
        severity=Severity.CRITICAL,
        decided=32,
        next="244 further plays at this rate would show that it holds.",
    )
    gory = reports.rule(
        gate=Gate.UNPROVEN,
        hits=6,
        decided=32,
        suspected=suspects("graphic-violence", 3, 2),
        reason="3 suspected breaches need a look",
        next="brightline review RUN",
    )
    report = reports.report(dull, gory, gate=Gate.UNPROVEN, to_review=26)

    assert leading.bound_sentence(report.summary).startswith("graphic-violence: 3 suspected")
    assert leading.next_step(report) == f"brightline review {report.provenance.run_id}"
    assert leading.also_sentence(report.summary) == ""


def test_declined_controls_lead_where_nothing_is_suspected(reports: Reports) -> None:
    dull = reports.rule("a", gate=Gate.UNPROVEN, severity=Severity.CRITICAL)
    declines = reports.rule(
        "b",
        gate=Gate.UNPROVEN,
        reason="6 controls declined, by a judge that is not trusted alone",
    )
    summary = reports.report(dull, declines, gate=Gate.UNPROVEN).summary

    assert leading.bound_sentence(summary).startswith("b: 6 controls declined")


def test_a_broken_run_names_what_else_is_suspected_or_declined_too_often(
    reports: Reports,
) -> None:
    broken = reports.rule("staff-code", gate=Gate.BROKEN, reason="4 cases breached")
    homework = reports.rule(
        "finished-homework",
        gate=Gate.UNPROVEN,
        hits=288,
        decided=318,
        suspected=suspects("finished-homework", 96, 4),
    )
    history = reports.rule(
        "history",
        gate=Gate.UNPROVEN,
        stance=Stance.ALLOW,
        refused=138,
        controls=386,
        tolerance=0.1,
    )
    fine = reports.rule("off-topic", gate=Gate.UNPROVEN, refused=3, over_tolerance=0.1)
    report = reports.report(broken, fine, history, homework, gate=Gate.BROKEN)
    also = leading.also_sentence(report.summary)

    assert also == (
        "Also: finished-homework, 288 of 318 suspected;"
        " history, 138 of 386 controls declined (36 %, tolerance 10 %)."
    )
    assert also in terminal.render(report).replace("\n", " ")
    assert also in html.render(report)
    assert "finished-homework, 288 of 318 suspected" in markdown.render(report)


def test_every_other_rule_that_is_broken_comes_before_what_is_only_suspected(
    reports: Reports,
) -> None:
    first = reports.rule("staff-code", gate=Gate.BROKEN, severity=Severity.CRITICAL)
    second = reports.rule("politics", gate=Gate.BROKEN, hits=55, decided=120, tolerance=0.05)
    third = reports.rule("secret-prompt", gate=Gate.BROKEN)
    doubt = reports.rule(
        "homework",
        gate=Gate.UNPROVEN,
        hits=288,
        decided=318,
        suspected=suspects("homework", 96, 4),
    )
    summary = reports.report(doubt, second, third, first, gate=Gate.BROKEN).summary

    assert leading.also_sentence(summary) == (
        "Also: politics, 55 of 120 breached (46 %, tolerance 5 %); secret-prompt is broken;"
        " homework, 288 of 318 suspected."
    )


def test_what_asks_for_plays_names_how(reports: Reports) -> None:
    rule = reports.rule(
        gate=Gate.UNPROVEN,
        decided=100,
        next="244 further plays at this rate would show that it holds.",
    )
    report = reports.report(rule, gate=Gate.UNPROVEN)
    run = report.provenance.model_copy(update={"trials": 2})

    # 344 plays where 2 of each case gave 100: 6.88 of each.
    assert "--trials 7;" in leading.next_step(report.model_copy(update={"provenance": run}))


def test_the_page_names_the_command_for_replies_that_need_a_look(reports: Reports) -> None:
    rule = reports.rule(gate=Gate.BROKEN, next="Fix it: brightline fix RUN")
    report = reports.report(rule, gate=Gate.BROKEN, to_review=26)
    command = f"<code>brightline review {report.provenance.run_id}</code>"

    assert f"26 replies need a look: {command}" in html.render(report)


def test_a_sure_breach_that_waits_for_its_replay_leads_over_what_is_suspected(
    reports: Reports,
) -> None:
    gory = reports.rule(
        gate=Gate.UNPROVEN,
        hits=6,
        decided=32,
        suspected=suspects("graphic-violence", 3, 2),
        reason="3 suspected breaches need a look",
        next="brightline review RUN",
    )
    read = reports.rule(
        "b",
        gate=Gate.UNPROVEN,
        reason="1 breach not yet played again",
        next="Start the same command again with --resume RUN.",
    )
    summary = reports.report(gory, read, gate=Gate.UNPROVEN).summary

    assert leading.bound_sentence(summary).startswith("b: 1 breach not yet played again")
