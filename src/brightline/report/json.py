"""A report in, JSON out: the shape that scripts read (`brightline run --json`)."""

import json
import re

from brightline.records import (
    Breach,
    Cell,
    Change,
    Expected,
    Rate,
    Report,
    RuleSummary,
    Summary,
    TechniqueOrder,
)
from brightline.report import boundary, leading, refusals, standards, wording
from brightline.report.clean import clean

_STEERS = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def render(report: Report) -> str:
    """Return the run as one JSON object, indented, ending with a line end.

    The text is valid UTF-8 whatever the product said, and safe to print: characters that
    steer a terminal are written as escapes, which a parser turns back.

    Args:
        report: A measured run.

    Raises:
        InternalError: the outcomes do not sum to the plays planned.
    """
    return dumped(_run(report))


def dumped(told: dict[str, object]) -> str:
    """Return an object as JSON, indented, with a line end; see `render` for what is escaped."""
    text = json.dumps(told, ensure_ascii=False, indent=2, allow_nan=False)
    text = _SURROGATE.sub(lambda match: clean(match.group()), text)
    return _STEERS.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n"


def _run(report: Report) -> dict[str, object]:
    summary, run = report.summary, report.provenance
    outcomes = wording.grouped(summary.outcomes, summary.planned)
    return {
        "schema": run.schema_version,
        "run": run.run_id,
        "policy": summary.policy_name,
        "gate": summary.gate.value,
        "exit_code": report.exit_code,
        "reason": summary.reason,
        "next": leading.next_step(report),
        "planned": summary.planned,
        "judged": wording.judged(outcomes),
        "outcomes": outcomes,
        "outcomes_in_full": dict(sorted(summary.outcomes.items())),
        "to_review": summary.to_review,
        "allowed_unproven": list(summary.allowed_unproven),
        "techniques": list(summary.techniques),
        "rules": [
            _rule(rule, report) | _refusals(report, rule.rule_id) for rule in summary.rules
        ],
        **_refusals(report, None),
        **_outlook(summary),
        "order": _order(summary.order),
        **({} if summary.searched is None else {"searched": summary.searched}),
        "cells": [_cell(cell) for cell in summary.cells],
        "boundary": [boundary.as_json(item) for item in summary.boundaries],
        "not_tested": [
            {"rule": hole.rule_id, "technique": hole.technique, "why": hole.why}
            for hole in summary.not_tested
        ],
        "changes": [_change(change) for change in summary.changes],
        "comparison": summary.comparison.model_dump(mode="json")
        if summary.comparison
        else None,
        "standards": [standards.as_json(one) for one in report.standards],
        "hierarchy": report.hierarchy.model_dump(mode="json") if report.hierarchy else None,
        "judge": {
            "id": run.judge,
            "card": report.card.model_dump(mode="json") if report.card else None,
            **(report.judging.model_dump(mode="json") if report.judging else {}),
        },
        "languages": report.languages.model_dump(mode="json") if report.languages else None,
        "provenance": run.model_dump(mode="json"),
        "repeat": run.command,
    }


def _refusals(report: Report, rule_id: str | None) -> dict[str, object]:
    found = refusals.of_rule(report, rule_id)
    return {"refusals": refusals.as_json(found) if found else None}


def _order(order: TechniqueOrder | None) -> list[dict[str, object]]:
    ranked = order.techniques if order else ()
    confirmed = order is not None and order.confirmed
    return [one.model_dump(mode="json") | {"confirmed": confirmed} for one in ranked]


def _rule(rule: RuleSummary, report: Report) -> dict[str, object]:
    under = _rate(rule.under_refusal) | {"tolerance": rule.tolerance}
    under["beyond"] = rule.beyond.model_dump(mode="json") if rule.beyond else None
    return {
        "id": rule.rule_id,
        "text": rule.text,
        "stance": rule.stance.value,
        "severity": rule.severity.value,
        "gate": rule.gate.value,
        "reason": rule.reason,
        "next": wording.advice(rule, report),
        "planned": rule.planned,
        "outcomes": wording.grouped(rule.outcomes, rule.planned),
        "under_refusal": under,
        "over_refusal": _rate(rule.over_refusal) | {"tolerance": rule.over_tolerance},
        "confirmed": [_breach(breach) for breach in rule.confirmed],
        "suspected": [_breach(breach) for breach in rule.suspected],
        **_outlook(rule),
    }


def _outlook(shown: Summary | RuleSummary) -> dict[str, object]:
    told = (("repeats", shown.repeats), ("resilience", shown.resilience))
    return {
        name: found.model_dump(mode="json") if found else None
        for name, found in (*told, ("forecast", shown.forecast))
    }


def _rate(rate: Rate) -> dict[str, object]:
    return rate.model_dump(mode="json")


def _cell(cell: Cell) -> dict[str, object]:
    return {
        "rule": cell.rule_id,
        "technique": cell.technique,
        "under_refusal": _rate(cell.under_refusal),
        "over_refusal": _rate(cell.over_refusal),
        "searched": cell.searched,
        "likely": cell.likely.model_dump(mode="json") if cell.likely else None,
        "weak": cell.weak,
        "p_above": cell.p_above,
    }


def _breach(breach: Breach) -> dict[str, object]:
    return {
        "case": breach.case_id,
        "technique": breach.technique,
        "turn": breach.turn,
        "attempts": list(breach.attempts),
        "by": breach.by,
        "confidence": breach.confidence,
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "rule": change.rule_id,
        "technique": change.technique,
        "trend": change.trend.value,
        "before": _rate(change.before) if change.before else None,
        "after": _rate(change.after) if change.after else None,
        "p_value": change.p_value,
        "side": "probes" if change.expected is Expected.REFUSE else "controls",
        "paired": change.paired,
        "difference": change.difference.model_dump(mode="json") if change.difference else None,
        "margin": change.margin,
        "note": change.note,
    }
