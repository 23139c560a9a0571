"""A report in, GitHub's workflow commands out: annotations at the lines of the policy.

What a product said is in none of them, and what else is foreign is escaped, so that no text
can end a command or begin another.
"""

from collections.abc import Iterator

from brightline.records import Gate, Report
from brightline.report import leading, wording
from brightline.report.alerts import ERROR, WARNING, Alert, rule_alerts
from brightline.report.clean import one_line

MOST = 10
"""Annotations of one kind that GitHub shows of a step."""

_KINDS = {ERROR: "error", WARNING: "warning"}


def render(report: Report) -> str:
    """Return a command a line: the verdict of the run first, then rules that do not hold.

    Args:
        report: A measured run.
    """
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    summary = report.summary
    word = wording.WORDS[summary.gate]
    kind = "notice" if summary.gate is Gate.HOLDS else "error"
    said = [wording.sentence(summary.reason), leading.bound_sentence(summary)]
    yield _command(kind, f"brightline: {word}", " ".join(part for part in said if part))
    by_kind: dict[str, list[Alert]] = {}
    for alert in rule_alerts(report):
        if alert.rule is not None:
            by_kind.setdefault(_KINDS.get(alert.level, "notice"), []).append(alert)
    for kind, alerts in by_kind.items():
        # One error is the run's own; the last place is kept for how many are not shown.
        room = MOST - 2 if kind == "error" else MOST - 1
        for alert in alerts[:room]:
            yield _annotation(report, kind, alert)
        if len(alerts) > room:
            more = len(alerts) - room
            yield _command(kind, "brightline", f"{more} more rules are in the summary.")


def _annotation(report: Report, kind: str, alert: Alert) -> str:
    rule_id = alert.rule.rule_id if alert.rule else ""
    text = alert.text.removeprefix(f"{alert.word}: {one_line(rule_id)}: ")
    return _command(kind, f"{alert.word} {rule_id}", text, where=_where(report, rule_id))


def _where(report: Report, rule_id: str) -> str:
    source = report.source
    if source is None or rule_id not in source.lines:
        return ""
    return f"file={_property(source.path)},line={source.lines[rule_id]},"


def _command(kind: str, title: str, text: str, *, where: str = "") -> str:
    return f"::{kind} {where}title={_property(one_line(title, limit=200))}::{_data(text)}"


def _data(text: str) -> str:
    line = one_line(text, limit=2000)
    return line.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
