"""A summary that was held against a baseline in, what moved and what nobody can tell out."""

from collections.abc import Iterator
from typing import NamedTuple

from brightline.records import (
    Change,
    Comparison,
    Expected,
    Gate,
    GateMoved,
    Moved,
    Report,
    Summary,
    Trend,
)
from brightline.report import wording
from brightline.report.clean import clean, one_line
from brightline.words import counted

_ORDER = (Trend.WORSE, Trend.UNCLEAR, Trend.BETTER, Trend.NEW, Trend.GONE, Trend.SAME)
_COUNTED = {
    Trend.WORSE: "worse",
    Trend.BETTER: "better",
    Trend.SAME: "the same",
    Trend.NEW: "new",
    Trend.GONE: "gone",
    Trend.UNCLEAR: "cannot be told",
}
_PLAYS_ALONE = {Trend.WORSE.value: "more", Trend.BETTER.value: "fewer"}
"""What is said of a cell whose rule is not said to have moved so: its few cases, taken as
cases, would not show it either."""
_MORE = {Expected.REFUSE: "more breaches", Expected.ANSWER: "more controls declined"}
_KINDS = {
    "worse": "Wrong in every play now, and in none before",
    "better": "Wrong in every play before, and in none now",
    "flaky": "Flaky, the plays of one run disagree",
}
_WORDS = {Gate.HOLDS: "holding", Gate.BROKEN: "broken", Gate.UNPROVEN: "unproven"}
_MOST_CELLS = 20
_MOST_NAMED = 3
_MOST_CASES = 10


class Row(NamedTuple):
    """One line of a comparison."""

    trend: str
    rule: str
    technique: str
    """Empty for the whole rule."""
    words: str


def headline(summary: Summary) -> str:
    """Return how many rules moved how, e.g. `Of 8 rules: 1 worse, 1 better, 6 the same`.

    Cells that went wrong more often in their plays are named behind, where that is not said of
    their rule: one framing that gives way turns too few cases for a word on the product. Of a
    run held against itself nothing moved, and only that is said.
    """
    comparison = summary.comparison
    if comparison is not None and comparison.itself:
        return wording.sentence(comparison.differs[0]).rstrip(".")
    rules: dict[str, Trend] = {}
    for change in _rules(summary):  # a rule's probes come before its controls
        known = rules.setdefault(change.rule_id, change.trend)
        rules[change.rule_id] = change.trend if change.trend is Trend.WORSE else known
    counts = {trend: list(rules.values()).count(trend) for trend in _ORDER}
    told = [f"{count} {_COUNTED[trend]}" for trend, count in counts.items() if count]
    if not told:
        return "No rule is in both"
    return f"Of {counted(len(rules), 'rule')}: {', '.join(told)}{_went_wrong(summary)}"


def rows(summary: Summary) -> list[Row]:
    """Return every rule, what moved first, then the cells that moved."""
    ranked = sorted(_rules(summary), key=lambda one: _ORDER.index(one.trend))
    told = []
    for one, alone in _cells(summary)[:_MOST_CELLS]:
        row = _row(one)
        if one.before and one.after and alone:
            words = f"{row.words}: in its plays, too few cases for a word on the product"
            row = row._replace(trend=_PLAYS_ALONE.get(row.trend, row.trend), words=words)
        told.append(row)
    return [*map(_row, ranked), *told]


def _cells(summary: Summary) -> list[tuple[Change, bool]]:
    """Return the cells that moved, and whether their rule is not said to have moved so.

    Of a rule that is new or gone so is every cell, which says nothing more.
    """
    rules = {(one.rule_id, one.expected): one.trend for one in _rules(summary)}
    found = []
    for one in summary.changes:
        of_rule = rules.get((one.rule_id, one.expected))
        if one.technique is None or one.trend in {Trend.SAME, Trend.UNCLEAR}:
            continue
        if one.trend in {Trend.NEW, Trend.GONE} and of_rule is one.trend:
            continue
        found.append((one, of_rule is not one.trend))
    return found


def _went_wrong(summary: Summary) -> str:
    """Return the cells that went wrong more often in their plays, of each side."""
    told = ""
    for side, words in _MORE.items():
        names = [
            _place(one.rule_id, one.technique)
            for one, alone in _cells(summary)
            if alone and one.trend is Trend.WORSE and one.expected is side
        ]
        if names:
            more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
            told += f"; {words} in the plays of {', '.join(names[:_MOST_NAMED])}{more}"
    return told


def _place(rule_id: str, technique: str | None) -> str:
    return one_line(rule_id if not technique else f"{rule_id} × {technique}")  # noqa: RUF001 - a times sign is meant


def notes(comparison: Comparison | None) -> Iterator[str]:
    """Yield what else differs between the runs, and the cases that moved or are flaky."""
    if comparison is None:
        return
    for line in comparison.differs[comparison.itself :]:  # the headline says the first then
        yield one_line(wording.sentence(line), limit=400)
    if comparison.words:
        told = "; ".join(map(_word_moved, comparison.words[:_MOST_CASES]))
        more = len(comparison.words) - _MOST_CASES
        yield f"The gate's word changed: {told}{f'; {more} more' if more > 0 else ''}."
    elif not comparison.words_known:
        yield (
            "What the gate said of each rule then is not known, so nobody can tell where its"
            f" word changed: brightline rejudge {clean(comparison.run_id)} has it speak again,"
            " then write the baseline anew."
        )
    for kind, words in _KINDS.items():
        named = [one for one in comparison.moved if one.kind == kind][:_MOST_CASES]
        more = comparison.counts.get(kind, 0) - len(named)
        listed = "; ".join(_moved(one) for one in named)
        if named:
            yield f"{words}: {listed}{f'; {more} more' if more > 0 else ''}."


def text(report: Report) -> str:
    """Return a comparison as plain text: the word first, then every rule, then the cases.

    Args:
        report: A run that was measured with a baseline.
    """
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    summary, comparison = report.summary, report.summary.comparison
    runs = (report.provenance.run_id, comparison.run_id if comparison else "nothing")
    yield f"{one_line(summary.policy_name)}: run {clean(runs[0])} against {clean(runs[1])}"
    yield f"{headline(summary)}."
    yield ""
    found = rows(summary)
    wide = max((len(row.rule) for row in found), default=0)
    for row in found:
        place = _place(row.rule, row.technique)
        yield f"{row.trend:<11}  {place:<{wide}}  {row.words}"
    told = list(notes(comparison))
    if told:
        yield ""
        yield from told
    yield ""
    yield f"The gate says {summary.gate.value}: {one_line(summary.reason, limit=400)}."
    yield f"Exit code of the gate: {report.exit_code}"


def _rules(summary: Summary) -> list[Change]:
    return [change for change in summary.changes if change.technique is None]


def _row(change: Change) -> Row:
    words = wording.moved(change)
    if change.trend in {Trend.SAME, Trend.UNCLEAR} and change.before and change.after:
        before, now = (
            f"{rate.hits} of {rate.decided}" for rate in (change.before, change.after)
        )
        words = f"before {before}, now {now}"
    elif change.units:
        many = "1 case" if change.paired == 1 else f"{change.paired:,} cases"
        words += f" over {many}{' by requests' if change.units == 'requests' else ''}"
    if change.expected is Expected.ANSWER:
        words = f"controls declined: {words}"
    if change.note:
        words += f"; {change.note}"
    return Row(
        trend=change.trend.value,
        rule=one_line(change.rule_id),
        technique=one_line(change.technique or ""),
        words=one_line(f"{words}{_close(change)}", limit=400),
    )


def _close(change: Change) -> str:
    found, margin = change.difference, change.margin
    if change.trend not in {Trend.SAME, Trend.UNCLEAR} or found is None or margin is None:
        return ""
    if change.trend is Trend.UNCLEAR and (found.low > 0 or found.high < 0):
        return ""  # it takes every play for itself, as the test does not: the note says why
    low, high, most = (100 * share for share in (found.low, found.high, margin))
    return f": {low:+.1f} to {high:+.1f} points, up to {most:.3g} count as none"


def _word_moved(one: GateMoved) -> str:
    return f"{one_line(one.rule_id)} was {_WORDS[one.before]}, now {_WORDS[one.after]}"


def _moved(one: Moved) -> str:
    before, now = (f"{hits} of {decided}" for hits, decided in (one.before, one.after))
    return f"{clean(one.case_id)} ({before}, now {now})"
