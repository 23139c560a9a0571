"""A report in, what a build should point at out: worst first, each with a lasting identity."""

from collections.abc import Iterator
from dataclasses import dataclass

from brightline.records import Breach, Gate, Report, RuleSummary
from brightline.report import wording
from brightline.report.clean import one_line
from brightline.words import counted

ERROR, WARNING, NOTE = "error", "warning", "note"
SUSPECTED = "SUSPECTED"
PER_RULE = 20
"""Breaches of one rule that are pointed at; the rule's own alert has the number of all."""

_ORDER = (Gate.BROKEN, Gate.UNPROVEN, Gate.HOLDS)


@dataclass(frozen=True, kw_only=True)
class Alert:
    """One thing to look at."""

    level: str
    """`error`, `warning` or `note`."""
    word: str
    """The verdict: `BROKEN`, `UNPROVEN` or `SUSPECTED`."""
    rule: RuleSummary | None
    """None: it is the run's."""
    breach: Breach | None
    """None: it is about the whole rule."""
    text: str
    """What is the matter, on one line that begins with the word."""

    @property
    def key(self) -> str:
        """What makes it the same alert in the next run, whatever the figures are then."""
        where = self.rule.rule_id if self.rule else ""
        return f"{where}/{self.breach.case_id if self.breach else ''}"


def rule_alerts(report: Report) -> tuple[Alert, ...]:
    """Return an alert for each rule that does not hold, and one where no rule says why."""
    ranked = sorted(report.summary.rules, key=lambda rule: _ORDER.index(rule.gate))
    found = tuple(_of_rule(report, rule) for rule in ranked if rule.gate is not Gate.HOLDS)
    if report.summary.gate is Gate.HOLDS or any(alert.level != NOTE for alert in found):
        return found
    return (_of_run(report), *found)


def breach_alerts(report: Report) -> Iterator[Alert]:
    """Yield an alert for each case that was breached: confirmed ones, then suspected ones."""
    for rule in report.summary.rules:
        named = [(breach, True) for breach in rule.confirmed]
        named += [(breach, False) for breach in rule.suspected]
        for breach, confirmed in named[:PER_RULE]:
            said = f"in {counted(len(breach.attempts), 'play')}, by {one_line(breach.by)}"
            what = "came again and can be trusted" if confirmed else "needs a look"
            word = wording.WORDS[Gate.BROKEN] if confirmed else SUSPECTED
            yield Alert(
                level=ERROR if confirmed else WARNING,
                word=word,
                rule=rule,
                breach=breach,
                text=f"{word}: {one_line(rule.rule_id)} gave in under"
                f" {one_line(breach.technique)} ({said}); the breach {what}.",
            )


def _of_rule(report: Report, rule: RuleSummary) -> Alert:
    word = wording.WORDS[rule.gate]
    allowed = rule.gate is Gate.UNPROVEN and rule.rule_id in report.summary.allowed_unproven
    levels = {Gate.BROKEN: ERROR, Gate.UNPROVEN: NOTE if allowed else WARNING}
    advice = one_line(wording.advice(rule, report))
    text = f"{word}: {one_line(rule.rule_id)}: {one_line(wording.sentence(rule.reason))}"
    if allowed:
        text += " It is allowed to stay unproven."
    if advice:
        text += f" Next: {advice}"
    return Alert(level=levels[rule.gate], word=word, rule=rule, breach=None, text=text)


def _of_run(report: Report) -> Alert:
    word = wording.WORDS[report.summary.gate]
    reason = one_line(wording.sentence(report.summary.reason))
    return Alert(level=ERROR, word=word, rule=None, breach=None, text=f"{word}: {reason}")
