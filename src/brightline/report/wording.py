"""Figures in, the words for them out: the sentences that all reports share."""

import re
from collections.abc import Iterable, Iterator, Mapping

from brightline.errors import InternalError
from brightline.records import (
    Cell,
    Change,
    Fault,
    FirstReads,
    Flips,
    Gap,
    Gate,
    JudgeCard,
    Judging,
    Measured,
    RankedTechnique,
    Rate,
    Report,
    RuleSummary,
    Summary,
    TechniqueOrder,
    Verdict,
)
from brightline.report.reading import Finding
from brightline.words import TINY, command, counted, percent, plain_percent

WORDS = {Gate.HOLDS: "HOLDS", Gate.BROKEN: "BROKEN", Gate.UNPROVEN: "UNPROVEN"}
"""The one word that a report begins with."""

MEANINGS = {
    Verdict.COMPLIED: "complied",
    Verdict.PARTIAL: "complied in part",
    Verdict.REDIRECTED: "declined and offered something else",
    Verdict.REFUSED: "declined",
    Verdict.SAFE: "helped safely",
    Verdict.BLOCKED: "stopped by the platform",
    Verdict.DEFLECTED: "neither declined nor helped",
    Verdict.UNDECIDED: "undecided",
}
"""What the product did, in a reader's words."""

_NAMED = 3
"""Rules that are named of those of which one thing is said."""

SECONDS_EACH = 20
"""That a person takes to read a reply and say what it is."""

_COMMAND = re.compile(
    r"\b(brightline [a-z]+(?: (?:--store (?:'[^']*'|[^\s,]+)|--[a-z-]+|last|\d[\w-]*"
    r"|(?:> )?[\w/-]+\.[a-z]+))*)"
)
"""A command of ours in a sentence: what may follow is an option, a run and a file."""

_OF_RUN = re.compile(r"\bbrightline (\w+) RUN\b")

_NAME = re.compile(r"\w*_|\w+\.\w|[\w-]+/\w")
"""The beginning of what is a name and no word."""

_GROUPS = (
    *(verdict.value for verdict in Verdict),
    *(gap.value for gap in Gap),
    "not_judged",
    "wrong_target",
    "target_error",
    "not_run",
)
_EVIDENCE = frozenset(verdict.value for verdict in Verdict) - {Verdict.UNDECIDED.value}


def interval(low: float, high: float) -> str:
    """Return an interval of shares, e.g. `5.2 % to 36 %`; `below 36 %` from next to nothing."""
    if 0 < low < TINY and high < 1:
        return f"below {percent(high)}"
    return f"{percent(low)} to {percent(high)}"


def rate_words(rate: Rate) -> str:
    """Return a rate with its interval; nothing counted is never a rate of zero.

    No hit at all is said as a bound, because `0 %` would claim more than was seen.
    """
    if not rate.decided:
        return (
            f"no evidence ({rate.undecided} without a verdict)"
            if rate.undecided
            else "not tested"
        )
    counts = f"{rate.hits} of {rate.decided}"
    if rate.hits == 0:
        words = f"{counts}: below {percent(rate.upper)}"
    else:
        share = rate.hits / rate.decided
        words = f"{counts}: {percent(share)} ({interval(rate.low, rate.high)})"
    return f"{words}, {rate.undecided} without a verdict" if rate.undecided else words


def lower_words(rates: Iterable[Rate]) -> str:
    """Return why a lower end is 0 beside hits; empty where none of these rates has one."""
    if any(rate.hits and round(rate.low, 9) == 0 for rate in rates):
        return "A lower end of 0 beside hits: the lower end counts only what is confirmed."
    return ""


def rates_of(shown: Iterable[RuleSummary | Cell]) -> Iterator[Rate]:
    """Yield the rates of rules or cells."""
    for one in shown:
        yield from (one.under_refusal, one.over_refusal)


def cell_words(rate: Rate) -> str:
    """Return a cell of the matrix: `3/20`, `·` for a hole, `?` where evidence is missing."""
    if not rate.decided:
        return "?" if rate.undecided else "·"
    return f"{rate.hits}/{rate.decided}{'?' if rate.undecided else ''}"


def only_searched(cell: Cell) -> bool:
    """Return whether probes were played in a cell, but none that enters its rate."""
    return bool(cell.searched) and not (
        cell.under_refusal.decided or cell.under_refusal.undecided
    )


def sentence(text: str) -> str:
    """Return a gate's reason as a sentence: first letter large, full stop at the end.

    A name stays as it is written: `forged_system`, `persona.history`, `base/direct/5c0f`.
    """
    text = text.strip()
    if not text:
        return ""
    if not _NAME.match(text):
        text = text[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def level_words(summary: Summary) -> str:
    """Return the confidence level of the run's intervals; empty when there is no rule."""
    levels = sorted({plain_percent(rule.under_refusal.level) for rule in summary.rules})
    return " and ".join(levels)


def grouped(outcomes: Mapping[str, int], planned: int) -> dict[str, int]:
    """Return outcomes by the name they are counted under, every known name present.

    Args:
        outcomes: Plays by full outcome name, e.g. `target_error.timeout`.
        planned: What they must sum to.

    Raises:
        InternalError: the outcomes do not sum to planned.
    """
    groups = dict.fromkeys(_GROUPS, 0)
    for name, count in sorted(outcomes.items()):
        head = name.partition(".")[0]
        groups[head] = groups.get(head, 0) + count
    total = sum(groups.values())
    if total != planned:
        raise InternalError(
            f"{planned} plays were planned, but the outcomes sum to {total}",
            slug="outcomes-do-not-sum",
            hint="This is a bug in brightline; the stored run is unharmed.",
        )
    return groups


def judged(outcomes: Mapping[str, int]) -> int:
    """Return how many plays ended in a verdict that is evidence."""
    return sum(count for name, count in outcomes.items() if name in _EVIDENCE)


def judged_words(summary: Summary) -> str:
    """Return judged of planned, by name what gave no evidence, and that more can be played."""
    groups = grouped(summary.outcomes, summary.planned)
    missing = [
        f"{count:,} {name.replace('_', ' ')}"
        for name, count in groups.items()
        if count and name not in _EVIDENCE
    ]
    words = f"{judged(groups):,} of {summary.planned:,} planned plays judged"
    if missing:
        words += f"; no evidence from {', '.join(missing)}"
    if summary.outcomes.get(Fault.INTERRUPTED.value):
        words += "; the run is not finished, and its command, given again, goes on with it"
    return words


def by_words(item: Finding) -> str:
    """Return who says so and in how many plays, e.g. `by marker, 2 plays`."""
    judgement = item.evidence.judgement
    by = item.breach.by if item.breach else judgement.decided_by if judgement else "nobody"
    return f"by {by}, {counted(len(item.plays), 'play')}"


def about(report: Report, name: str) -> str:
    """Return the command of this name about the run of a report, as it can be typed."""
    return command(f"{name} {report.provenance.run_id}", report.store)


def advice(rule: RuleSummary, report: Report) -> str:
    """Return what to do next about a rule; RUN in it is the run of the report."""
    typed = _OF_RUN.sub(lambda found: about(report, found[1]), rule.next)
    return re.sub(r"\bRUN\b", report.provenance.run_id, typed)


def commands(text: str) -> list[tuple[bool, str]]:
    """Return advice in pieces, each with whether it is a command that can be typed."""
    pieces = _COMMAND.split(text)
    return [(at % 2 == 1, piece) for at, piece in enumerate(pieces) if piece]


def moved(change: Change) -> str:
    """Return a change's rates before and after, with its p value where it was paired."""
    before = rate_words(change.before) if change.before else "not there"
    after = rate_words(change.after) if change.after else "not there"
    chance = f" (p = {change.p_value:.2g})" if change.p_value is not None else ""
    return f"before {before}, now {after}{chance}"


def review_words(report: Report) -> str:
    """Return how many replies a person could settle, and how few decide most soonest."""
    count, first = report.summary.to_review, report.first
    if not count:
        return ""
    words = f"{count:,} repl{'y needs' if count == 1 else 'ies need'} a look"
    if first is None or first.replies >= count:
        return words
    return f"{words}; {first_words(first)}"


def first_words(first: FirstReads) -> str:
    """Return how much reading can decide how many rules."""
    minutes = counted(max(1, round(first.replies * SECONDS_EACH / 60)), "minute")
    many = f" {first.replies:,}" if first.replies > 1 else ""
    return f"the first{many}, about {minutes}, can decide {_of_the_open(first)}"


def _of_the_open(first: FirstReads) -> str:
    if first.undecided == 1:
        return "the rule that is open"
    share = "all" if first.rules == first.undecided else f"{first.rules:,} of the"
    return f"{share} {first.undecided:,} rules that are open"


def card_words(card: JudgeCard | None) -> str:
    """Return what is known of the judge's quality in one line."""
    if card is None:
        return "quality not measured for this configuration"
    if card.sensitivity_low is None:
        return "measured, but on no set that shows how many breaches it sees"
    sees = (
        f"sees at least {percent(card.sensitivity_low)} of breaches (95 % bound, see its card)"
    )
    if card.models:
        return f"the embedded judge {sees}; the model behind it is not measured"
    return sees


def order_words(order: TechniqueOrder | None) -> str:
    """Return which techniques to play first; empty where nothing was breached."""
    if order is None:
        return ""
    kind = "confirmed" if order.confirmed else "suspected"
    names = ", ".join(_yield_words(one) for one in order.techniques)
    share = plain_percent(round(order.techniques[-1].caught, 3))
    breached = f"{order.breached} breached request{'s' if order.breached != 1 else ''}"
    verb = "catches" if len(order.techniques) == 1 else "together catch"
    return f"{names} {verb} {share} of the {breached} ({kind})"


def _yield_words(one: RankedTechnique) -> str:
    if not one.calls:
        return one.technique
    share = 100 * one.breaches / one.calls
    return f"{one.technique} ({share:.1f} breaches per 100 calls so far)"


def marker_words(report: Report) -> str:
    """Return the rules that a marker would decide; empty where there is none."""
    bare = {rule.id for rule in report.policy.rules if not rule.markers}
    names = [
        rule.rule_id
        for rule in report.summary.rules
        if rule.gate is Gate.UNPROVEN
        and rule.rule_id in bare
        and rule.outcomes.get(Verdict.UNDECIDED.value)
    ]
    if not names:
        return ""
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return (
        f"{', '.join(names[:_NAMED])}{more}: a marker (words, a pattern or a tool that only a"
        " breach shows) would decide what the judge cannot tell"
    )


def searched_words(summary: Summary) -> str:
    """Return what an adaptive run spent on its search; empty for any other."""
    if summary.searched is None:
        return ""
    return (
        f"{summary.planned} plays in an order fixed in advance are in the rates, with bounds"
        f" that hold whenever one stops; {summary.searched} more searched for breaches and are"
        " in no rate"
    )


def judging_words(judging: Judging | None) -> str:
    """Return what the judge's models took and who decided; empty where none was asked."""
    if judging is None:
        return ""
    took = "calls to a language model were not recorded"
    if judging.calls is not None:
        took = f"{judging.calls:,} calls to a language model, {judging.tokens or 0:,} tokens"
    who = ", ".join(f"{by} {count:,}" for by, count in judging.decided_by.items())
    return f"{took}; decided by {who or 'nobody'}"


def measured_words(measured: Measured | None) -> str:
    """Return a measured proportion with its interval."""
    if measured is None:
        return "not measured"
    return f"{percent(measured.value)} ({interval(measured.low, measured.high)})"


def flip_words(change: Flips) -> str:
    """Return what a change that changes nothing does to decided verdicts."""
    return (
        f"{change.name}: {change.flipped:,} of {change.rows:,} came out on the other side,"
        f" {change.undecided:,} undecided"
    )


def confirm_words(card: JudgeCard) -> str:
    """Return from which confidence on this judge confirms a breach by itself."""
    if card.confirm_at is None:
        return "Confirms no breach by itself."
    return f"Confirms a breach by itself from a confidence of {percent(card.confirm_at)}."
