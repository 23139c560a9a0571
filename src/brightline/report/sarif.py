"""A report in, SARIF 2.1.0 out: a rule for each rule, a result for what should be looked at."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from urllib.parse import quote

from brightline.records import Gate, Report, Rule, RuleSummary, Severity, digest
from brightline.report import leading, reading, wording
from brightline.report.alerts import ERROR, NOTE, WARNING, Alert, breach_alerts, rule_alerts
from brightline.report.asking import fitted
from brightline.report.clean import clean_block, one_line

Json = dict[str, object]

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
RUN = "brightline.run"
"""Id of the descriptor for what concerns no single rule."""

_LEVELS = {
    Severity.CRITICAL: ERROR,
    Severity.HIGH: ERROR,
    Severity.MEDIUM: WARNING,
    Severity.LOW: NOTE,
}
_SCORES = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.0",
}
"""What GitHub sorts alerts by, in the middle of its bands."""

_TAGS = 20
"""Tags of a rule that GitHub takes."""
_QUOTED = 600
_TEXT = 1000
_NOT_A_NAME = re.compile(r"[^A-Za-z0-9._-]+")


def render(report: Report) -> str:
    """Return the run as one SARIF log, indented, ASCII alone, ending with a line end.

    Broken is an error, suspected and unproven are warnings, and both of kind `fail`: readers
    leave out what is `open` or `review`, and what nobody sees would count as well.

    Args:
        report: A measured run.
    """
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}
    return json.dumps(log, indent=2, ensure_ascii=True, allow_nan=False) + "\n"


def _run(report: Report) -> Json:
    summary, run = report.summary, report.provenance
    descriptors = [*(_descriptor(report, rule) for rule in summary.rules), _RUN_DESCRIPTOR]
    places = {str(one["id"]): at for at, one in enumerate(descriptors)}
    product = _NOT_A_NAME.sub("-", summary.policy_name).strip("-") or "product"
    return {
        "tool": {
            "driver": {
                "name": "brightline",
                "version": one_line(run.brightline_version),
                "rules": descriptors,
            }
        },
        "automationDetails": {"id": f"brightline/{product}/{run.run_id}"},
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {
            "%SRCROOT%": {"description": {"text": "The top of the repository."}}
        },
        "results": list(_results(report, places)),
        "columnKind": "unicodeCodePoints",
        "properties": {
            "gate": summary.gate.value,
            "reason": one_line(summary.reason),
            "planned": summary.planned,
            "judged": wording.judged(wording.grouped(summary.outcomes, summary.planned)),
            "judge": one_line(run.judge),
            "target": one_line(run.target),
            "allowedUnproven": [one_line(name) for name in summary.allowed_unproven],
        },
    }


_RUN_DESCRIPTOR: Json = {
    "id": RUN,
    "shortDescription": {"text": "The run shows what it set out to show."},
    "defaultConfiguration": {"level": ERROR},
}


def _descriptor(report: Report, rule: RuleSummary) -> Json:
    owned = next((one for one in report.policy.rules if one.id == rule.rule_id), None)
    text = _message(rule.text)
    lines = [text]
    if owned and owned.condition:
        lines.append(f"Allowed when: {_message(owned.condition.text)}")
    if owned and owned.instead:
        lines.append(f"Better instead: {_message(owned.instead)}")
    return {
        "id": rule.rule_id,
        "shortDescription": {"text": text},
        "fullDescription": {"text": " ".join(lines)},
        "help": {"text": "\n\n".join(lines)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": _rule_tags(report, rule, owned),
            "security-severity": _SCORES[rule.severity],
            "gate": rule.gate.value,
            "underRefusal": wording.rate_words(rule.under_refusal),
            "overRefusal": wording.rate_words(rule.over_refusal),
        },
    }


def _rule_tags(report: Report, rule: RuleSummary, owned: Rule | None) -> list[str]:
    """Return what GitHub filters by; the owners' own lines of lists first."""
    played = [one.standard for one in report.standards if rule.rule_id in one.rules]
    tags = [
        "security",
        f"severity:{rule.severity.value}",
        f"stance:{rule.stance.value}",
        *(owned.standards if owned else ()),
        *played,
    ]
    return list(dict.fromkeys(tags))[:_TAGS]


def _results(report: Report, places: Mapping[str, int]) -> Iterator[Json]:
    found = reading.findings(report)
    for alert in (*rule_alerts(report), *breach_alerts(report)):
        rule_id = alert.rule.rule_id if alert.rule else RUN
        mark = digest(f"{report.summary.policy_name}/{alert.key}")
        yield {
            "ruleId": rule_id,
            "ruleIndex": places[rule_id],
            "kind": "fail",
            "level": alert.level,
            "message": {"text": _message(alert.text)},
            "locations": [_location(report, rule_id)],
            # GitHub knows an alert again by the second, and else by the line it stands in.
            "partialFingerprints": {"brightline/v1": mark, "primaryLocationLineHash": mark},
            "properties": _result_properties(report, alert, found),
        }


def _location(report: Report, rule_id: str) -> Json:
    source = report.source
    logical = {
        "name": rule_id,
        "fullyQualifiedName": f"{one_line(report.summary.policy_name)}/{rule_id}",
        "kind": "object",
    }
    if source is None:
        return {"logicalLocations": [logical]}
    place: Json = {
        "artifactLocation": {"uri": quote(source.path), "uriBaseId": "%SRCROOT%"},
    }
    if rule_id in source.lines:
        place["region"] = {"startLine": source.lines[rule_id]}
    return {"physicalLocation": place, "logicalLocations": [logical]}


def _result_properties(
    report: Report, alert: Alert, found: Mapping[str, tuple[reading.Finding, ...]]
) -> Json:
    said: Json = {"verdict": alert.word.lower(), "tags": []}
    if alert.rule is None or alert.breach is None:
        return said
    technique = alert.breach.technique
    rule_id = alert.rule.rule_id
    lines = [one.standard for one in report.standards if technique in one.carried_by]
    owned = [line for one in report.policy.rules if one.id == rule_id for line in one.standards]
    said["tags"] = list(dict.fromkeys([f"technique:{one_line(technique)}", *owned, *lines]))
    said["case"] = one_line(alert.breach.case_id)
    for item in found[rule_id]:
        if item.evidence.case.id == alert.breach.case_id:
            put = fitted(reading.asked(item.evidence), _QUOTED)
            said["asked"] = [
                clean_block(one.text, limit=room) for one, room in put if one.who != "product"
            ]
            said["said"] = clean_block(reading.answered(item.evidence).text, limit=_QUOTED)
            break
    return said


def _invocation(report: Report) -> Json:
    summary, run = report.summary, report.provenance
    unproven = summary.gate is Gate.UNPROVEN
    notes = [
        _notification(ERROR, f"UNPROVEN: {wording.sentence(summary.reason)}")
        if unproven
        else None,
        _notification(
            WARNING if wording.judged(_outcomes(report)) < summary.planned else NOTE,
            wording.sentence(wording.judged_words(summary)),
        ),
        _notification(NOTE, leading.bound_sentence(summary)),
        *(
            _notification(WARNING, f"{name} is allowed to stay unproven.")
            for name in summary.allowed_unproven
        ),
    ]
    return {
        # A run that shows too little did not do what it was started for.
        "executionSuccessful": not unproven,
        "exitCode": report.exit_code,
        "exitCodeDescription": f"{wording.WORDS[summary.gate]}: {one_line(summary.reason)}",
        "startTimeUtc": run.started_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "toolExecutionNotifications": [note for note in notes if note],
    }


def _outcomes(report: Report) -> Mapping[str, int]:
    return wording.grouped(report.summary.outcomes, report.summary.planned)


def _notification(level: str, text: str) -> Json | None:
    return {"level": level, "message": {"text": _message(text)}} if text else None


def _message(text: str) -> str:
    """Return text as a SARIF message shows it: no link begins in it and no placeholder."""
    line = one_line(text, limit=_TEXT).replace("\\", "\\\\")
    for sign in "[]":
        line = line.replace(sign, f"\\{sign}")
    return line.replace("{", "{{").replace("}", "}}")
