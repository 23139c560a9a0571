"""A report in, JUnit XML out: one test per rule, so that every CI system shows it."""

from collections.abc import Iterator
from html import escape

from brightline.records import Gate, Report, RuleSummary
from brightline.report import reading, wording
from brightline.report.asking import LABELS, OURS, fitted
from brightline.report.clean import clean, clean_block

_SHOWN = 3
_LIMIT = 600


def render(report: Report) -> str:
    """Return the run as JUnit XML: broken is a failure, unproven an error, holds passes.

    An unproven rule that the user lets stay unproven is skipped, with that as its reason.

    Args:
        report: A measured run.
    """
    return "\n".join(_document(report)) + "\n"


def _document(report: Report) -> Iterator[str]:
    summary, run = report.summary, report.provenance
    cases = [_case(report, rule) for rule in summary.rules]
    decided = {rule.gate for rule in summary.rules if not _allowed(report, rule)}
    if summary.gate is not Gate.HOLDS and not decided - {Gate.HOLDS}:
        # Without this the file would be green while the gate is not.
        cases.append(_case_of(report, "run", _result(summary.gate, summary.reason, "")))
    counts = {
        kind: sum(f"<{kind} " in case for case in cases)
        for kind in ("failure", "error", "skipped")
    }
    attributes = (
        f"tests={_quoted(str(len(cases)))} failures={_quoted(str(counts['failure']))}"
        f" errors={_quoted(str(counts['error']))}"
    )
    skipped = f"skipped={_quoted(str(counts['skipped']))}"  # known of a suite alone
    name = _quoted(summary.policy_name)
    started = run.started_at.strftime("%Y-%m-%dT%H:%M:%S")
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f"<testsuites name={_quoted('brightline')} {attributes}>"
    yield f"  <testsuite name={name} {attributes} {skipped} timestamp={_quoted(started)}>"
    yield "    <properties>"
    for key, value in _properties(report):
        yield f"      <property name={_quoted(key)} value={_quoted(value)}/>"
    yield "    </properties>"
    yield from cases
    yield "  </testsuite>"
    yield "</testsuites>"


def _properties(report: Report) -> Iterator[tuple[str, str]]:
    summary, run = report.summary, report.provenance
    yield "run", run.run_id
    yield "gate", summary.gate.value
    yield "reason", summary.reason
    yield "judged", wording.judged_words(summary)
    yield "judge", f"{run.judge}: {wording.card_words(report.card)}"
    yield "target", run.target
    yield "repeat", run.command


def _case(report: Report, rule: RuleSummary) -> str:
    if _allowed(report, rule):
        message = _quoted(f"allowed to stay unproven: {rule.reason}")
        return _case_of(report, rule.rule_id, f"<skipped message={message}/>")
    return _case_of(
        report, rule.rule_id, _result(rule.gate, rule.reason, _details(report, rule))
    )


def _case_of(report: Report, name: str, result: str) -> str:
    start = (
        f"    <testcase classname={_quoted(report.summary.policy_name)} name={_quoted(name)}"
    )
    return f"{start}>{result}</testcase>" if result else f"{start}/>"


def _result(gate: Gate, reason: str, details: str) -> str:
    if gate is Gate.HOLDS:
        return ""
    kind = "failure" if gate is Gate.BROKEN else "error"
    start = f"<{kind} message={_quoted(reason)} type={_quoted(gate.value)}"
    return f"{start}>{_text(details)}</{kind}>"


def _details(report: Report, rule: RuleSummary) -> str:
    lines = [
        rule.text,
        f"under-refusal {wording.rate_words(rule.under_refusal)}",
        f"over-refusal {wording.rate_words(rule.over_refusal)}",
    ]
    if rule.next:
        lines.append(f"next: {wording.advice(rule, report)}")
    for item in reading.findings(report)[rule.rule_id][:_SHOWN]:
        said = reading.answered(item.evidence)
        lines += [
            "",
            f"{item.kind} under {item.evidence.case.technique}",
            *(
                f"{f'({OURS})' if put.who == 'script' else LABELS[put.who]}:"
                f" {clean_block(put.text, limit=room)}"
                for put, room in fitted(reading.asked(item.evidence), _LIMIT)
            ),
            f"said: {clean_block(said.text, limit=_LIMIT)}",
            *([f"({said.note})"] if said.note else []),
        ]
    return "\n".join(lines)


def _allowed(report: Report, rule: RuleSummary) -> bool:
    return rule.gate is Gate.UNPROVEN and rule.rule_id in report.summary.allowed_unproven


def _quoted(value: str) -> str:
    return f'"{escape(clean(value))}"'


def _text(value: str) -> str:
    return escape(clean_block(value), quote=False)
