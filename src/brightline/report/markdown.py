"""A report in, markdown out, for a comment on a pull request or the summary of a job.

What the product said stands only in fenced blocks that are longer than any run of
backticks in them; other foreign text is escaped so far that it can be no link, image,
mention, issue number or HTML.
"""

import re
from collections.abc import Iterator
from html import escape

from brightline.records import Boundary, Gate, Report, RuleSummary, Summary, Trend
from brightline.report import (
    boundary,
    comparison,
    hierarchy,
    leading,
    outlook,
    reading,
    spoken,
    wording,
)
from brightline.report.asking import OURS, fitted
from brightline.report.clean import clean_block, one_line
from brightline.report.places import not_tested_words
from brightline.words import plain_percent

LIMIT = 65_000
"""Characters at most: GitHub takes 65,536 in a comment."""

_SHOWN_RULES = 60
_ASKED, _SAID = 600, 900
_TICKS = re.compile("`+")
_SPECIAL = re.compile(r"([\\`*_{}\[\]#|~$^]|:(?=\S)|(?<=www)\.|(?<=gh)-)", re.IGNORECASE)
"""Punctuation that makes markdown; a colon, point or hyphen only where it makes a link."""
_BREAK = "\u2060"
"""Word joiner: seen by nobody, but no name or number is found behind it."""

_WHO = {
    "user": "The user asked",
    "script": OURS.capitalize(),
    "product": "The product said",
}
_ORDER = (Gate.BROKEN, Gate.UNPROVEN, Gate.HOLDS)
_MARKS = {Gate.HOLDS: "✓", Gate.BROKEN: "✗", Gate.UNPROVEN: "?"}


def render(report: Report) -> str:
    """Return the run as GitHub-flavoured markdown, the decision first, fit for a comment.

    Args:
        report: A measured run.
    """
    head, end = "\n".join(_head(report)), "\n".join(_end(report))
    kept, left = [head], LIMIT - len(head) - len(end) - 200
    missing: list[str] = []
    for name, lines in _parts(report):
        text = "\n".join(lines)
        if len(text) < left:
            kept.append(text)
            left -= len(text) + 1
        else:
            missing.append(name)
    if missing:
        names = ", ".join(dict.fromkeys(missing))
        kept.append(f"Too long for a comment: {names}; the HTML report has all.\n")
    return "\n".join(part for part in (*kept, end) if part) + "\n"


def plain(text: str, *, limit: int = 400) -> str:
    """Return foreign text as markdown that shows exactly this text on one line."""
    return _escaped(one_line(text, limit=limit))


def _escaped(line: str) -> str:
    safe = _SPECIAL.sub(r"\\\1", line)
    safe = safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe.replace("@", f"@{_BREAK}").replace("#", f"#{_BREAK}")


def fenced(text: str, *, limit: int) -> str:
    """Return foreign text in a block that it cannot end."""
    body = clean_block(text.strip(), limit=limit)
    longest = max((len(run) for run in _TICKS.findall(body)), default=0)
    fence = "`" * max(longest + 1, 3)
    return f"{fence}text\n{body}\n{fence}"


def _head(report: Report) -> Iterator[str]:
    summary = report.summary
    yield f"## {wording.WORDS[summary.gate]}: {plain(wording.sentence(summary.reason))}"
    yield ""
    bound = leading.bound_sentence(summary)
    if bound:
        yield f"{plain(bound)}  "
    if also := leading.also_sentence(summary):
        yield f"{plain(also)}  "
    yield f"{plain(wording.sentence(wording.judged_words(summary)))}"
    if languages := spoken.words(report):
        yield f"\n{plain(languages, limit=1000)}\n"
    review = wording.review_words(report)
    if review:
        yield f"{review}: {_code(wording.about(report, 'review'))}"
    yield ""


def _parts(report: Report) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield what stands between head and end, each with what it is called when left out."""
    yield "the table of rules", _table(report)
    yield "the reasons", _reasons(report)
    yield "the changes", _changes(report)
    yield "what to expect", _outlook(report.summary)
    yield "who is obeyed", _obeyed(report)
    for item in report.summary.boundaries:
        yield "where lines lie", _boundary(item)
    for finding in reading.worst(report):
        yield "exchanges", _exchange(finding)


def _ranked(report: Report) -> list[RuleSummary]:
    return sorted(report.summary.rules, key=lambda rule: _ORDER.index(rule.gate))


def _table(report: Report) -> Iterator[str]:
    rules = _ranked(report)
    yield "| | Rule | Under-refusal | Tolerance | Over-refusal |"
    yield "|---|---|---|---|---|"
    for rule in rules[:_SHOWN_RULES]:
        yield f"| {_verdict(report, rule)} | {_code(rule.rule_id)} | {_rates(rule)} |"
    more = len(rules) - _SHOWN_RULES
    if more > 0:
        yield f"\n{more} more rules are in the full report."
    yield ""
    if words := wording.lower_words(wording.rates_of(report.summary.rules)):
        yield words
        yield ""


def _reasons(report: Report) -> Iterator[str]:
    reasons = [rule for rule in _ranked(report) if rule.gate is not Gate.HOLDS]
    for rule in reasons[:_SHOWN_RULES]:
        advice = f" Next: {_advice(wording.advice(rule, report))}" if rule.next else ""
        yield f"- {_code(rule.rule_id)}: {plain(wording.sentence(rule.reason))}{advice}"
    if reasons:
        yield ""


def _verdict(report: Report, rule: RuleSummary) -> str:
    allowed = rule.gate is Gate.UNPROVEN and rule.rule_id in report.summary.allowed_unproven
    return f"{_MARKS[rule.gate]} {rule.gate.value}{' (allowed)' if allowed else ''}"


def _rates(rule: RuleSummary) -> str:
    return " | ".join(
        (
            wording.rate_words(rule.under_refusal),
            plain_percent(rule.tolerance),
            wording.rate_words(rule.over_refusal),
        )
    )


def _outlook(summary: Summary) -> Iterator[str]:
    told = outlook.brief(summary)
    if weak := outlook.weak_words(summary):
        told.append(("Weak cells", weak))
    if told:
        yield "What to expect:"
        yield ""
    for name, words in told:
        yield f"- {name}: {plain(words, limit=1000)}"
    if told:
        yield ""


def _obeyed(report: Report) -> Iterator[str]:
    if report.hierarchy is None:
        return
    yield "Who is obeyed:"
    yield ""
    for line in hierarchy.sentences(report.hierarchy):
        yield f"- {plain(line, limit=2000)}"
    yield ""


def _boundary(item: Boundary) -> Iterator[str]:
    yield f"{_code(item.rule_id)} {plain(item.words)}."
    yield ""
    yield "| Rung | The policy says | The product | Request |"
    yield "|---|---|---|---|"
    for number, rung in enumerate(item.rungs, 1):
        did = boundary.answered_words(rung)
        yield f"| {number} | {boundary.ZONES[rung.zone]} | {did} | {plain(rung.text)} |"
    yield ""


def _changes(report: Report) -> Iterator[str]:
    if not report.summary.changes:
        return
    yield f"Against the baseline: {plain(comparison.headline(report.summary))}."
    yield ""
    moved = [row for row in comparison.rows(report.summary) if row.trend != Trend.SAME.value]
    for row in moved[:_SHOWN_RULES]:
        technique = f" under {_code(row.technique)}" if row.technique else ""
        yield f"- {row.trend}: {_code(row.rule)}{technique}, {plain(row.words, limit=400)}"
    for line in comparison.notes(report.summary.comparison):
        yield f"- {plain(line, limit=2000)}"
    yield ""


def _exchange(item: reading.Finding) -> Iterator[str]:
    judgement = item.evidence.judgement
    verdict = wording.MEANINGS[judgement.verdict] if judgement else "no reply"
    rule, technique = _inert(item.rule.rule_id), _inert(item.evidence.case.technique)
    yield f"<details><summary>{item.kind}: {rule} under {technique}</summary>"
    yield ""
    yield f"Verdict: {verdict}, {plain(wording.by_words(item))}."
    yield ""
    for put, room in fitted(reading.asked(item.evidence), _ASKED):
        who = _WHO[put.who]
        yield f"{who}{f' ({put.note})' if put.note else ''}:"
        yield ""
        yield fenced(put.text, limit=room)
        yield ""
    said = reading.answered(item.evidence)
    yield f"The product said{f' ({plain(said.note)})' if said.note else ''}:"
    yield ""
    yield fenced(said.text, limit=_SAID)
    yield ""
    yield "</details>"
    yield ""


def _end(report: Report) -> Iterator[str]:
    summary, run = report.summary, report.provenance
    if summary.not_tested:
        yield f"Not tested: {not_tested_words(summary)}; the HTML report names each."
        yield ""
    yield f"Next: {_advice(leading.next_step(report))}  "
    yield f"Judge: {_code(run.judge)}, {plain(wording.card_words(report.card))}  "
    if report.judging:
        yield f"Judging: {plain(wording.judging_words(report.judging))}  "
    yield f"Run {_code(run.run_id)}, exit code of the gate {report.exit_code}. Repeat:"
    yield ""
    yield fenced(run.command, limit=_SAID)


def _inert(text: str) -> str:
    """Return a name for HTML, where markdown is not read but mentions are."""
    line = escape(one_line(text, limit=200), quote=False)
    return line.replace("@", f"@{_BREAK}").replace("#", f"#{_BREAK}")


def _advice(text: str) -> str:
    """Return advice with what can be typed as code, and the rest as text."""
    pieces = wording.commands(one_line(text, limit=400))
    return "".join(_code(piece) if typed else _escaped(piece) for typed, piece in pieces)


def _code(text: str) -> str:
    """Return a name in a code span; escaped instead when it could break out of one."""
    line = one_line(text, limit=200)
    return plain(line) if not line or set(line) & set("`|<\\") else f"`{line}`"
