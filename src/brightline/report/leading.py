"""A summary in, what a report says first out: the rule that leads, the others, what next."""

import math
import re
from collections.abc import Iterator

from brightline.records import Gate, Report, RuleSummary, Stance, Summary
from brightline.report.wording import about, advice
from brightline.words import percent, plain_percent

_NAMED = 3
"""Rules that are named beside the one that leads."""

_SEVERITIES = ("critical", "high", "medium", "low")

_AGAIN = "not yet played again"
"""What a rule's reason ends with of which a breach is sure, and one more would break it."""

_FURTHER = re.compile(r"^(\d+) further plays?( of its controls)?\b.*(?:holds|broken|do)\.$")
"""What a rule is told for which only more plays are missing."""


def deciding_rule(summary: Summary) -> RuleSummary | None:
    """Return the rule whose reason says most about the run's gate.

    Of a run that holds, the rule nearest to its tolerance: the claim is as weak as that. Of one
    that is unproven, the rule of which a sure breach waits for its replay, then that with the
    most to look at: suspected breaches, then controls that were declined; a rule with neither
    only wants more plays.
    """
    rules = [rule for rule in summary.rules if rule.gate is summary.gate]
    if summary.gate is Gate.HOLDS:
        return max(rules, key=_nearness, default=None)
    if summary.gate is Gate.UNPROVEN:
        return min(rules, key=_to_look_at, default=None)
    return min(rules, key=_severity, default=None)


def bound_sentence(summary: Summary) -> str:
    """Return the deciding rule's reason, named; empty when no rule decided."""
    rule = deciding_rule(summary)
    if rule is None:
        return ""
    lead = "Weakest bound, " if summary.gate is Gate.HOLDS and len(summary.rules) > 1 else ""
    return f"{lead}{rule.rule_id}: {rule.reason.strip().rstrip('.')}."


def also_sentence(summary: Summary) -> str:
    """Return which other rules are broken, have suspected breaches, or decline too much.

    Broken ones come first, then those with the most; empty where there is none.
    """
    first = deciding_rule(summary)
    others = [rule for rule in summary.rules if first is None or rule is not first]
    found = sorted(
        (rule.gate is not Gate.BROKEN, -count, words)
        for rule in others
        for count, words in _beside(rule)
    )
    if not found:
        return ""
    more = f"; and {len(found) - _NAMED:,} more" if len(found) > _NAMED else ""
    return f"Also: {'; '.join(words for *_, words in found[:_NAMED])}{more}."


def next_step(report: Report) -> str:
    """Return the one thing to do now: the deciding rule's advice, else a command."""
    summary = report.summary
    rule = deciding_rule(summary)
    if summary.gate is not Gate.HOLDS and rule is not None and rule.next:
        return f"{advice(rule, report)}{_trials(rule, report)}"
    if summary.gate is Gate.HOLDS and not summary.to_review:
        return f"{about(report, 'baseline')} > baseline.json"
    return about(report, "review")


def _trials(rule: RuleSummary, report: Report) -> str:
    """Return how the plays that are missing are asked for; empty where that is not it."""
    hit = _FURTHER.match(rule.next)
    if hit is None or report.summary.searched is not None:
        return ""
    over = rule.stance is Stance.ALLOW or hit[2] is not None
    rate = rule.over_refusal if over else rule.under_refusal
    plays = rate.decided + rate.undecided
    trials = math.ceil(report.provenance.trials * (plays + int(hit[1])) / max(plays, 1))
    return f" Repeat the run with --trials {trials}; its command stands at the end."


def _beside(rule: RuleSummary) -> Iterator[tuple[int, str]]:
    count, under, over = suspected(rule), rule.under_refusal, rule.over_refusal
    limit = rule.tolerance if rule.stance is Stance.ALLOW else rule.over_tolerance
    declines = limit is not None and over.hits > limit * max(over.decided, 1)
    if rule.gate is Gate.BROKEN and under.hits > count:
        unsure = f", {count:,} of them suspected" if count else ""
        share = (
            f"{percent(under.hits / under.decided)}, tolerance {plain_percent(rule.tolerance)}"
        )
        yield (
            under.hits,
            f"{rule.rule_id}, {under.hits:,} of {under.decided:,} breached{unsure} ({share})",
        )
    elif count:
        yield count, f"{rule.rule_id}, {count:,} of {under.decided:,} suspected"
    elif rule.gate is Gate.BROKEN and not declines:
        yield 0, f"{rule.rule_id} is broken"
    if limit is not None and over.hits > limit * max(over.decided, 1):
        yield (
            over.hits,
            (
                f"{rule.rule_id}, {over.hits:,} of {over.decided:,} controls declined"
                f" ({percent(over.hits / over.decided)}, tolerance {plain_percent(limit)})"
            ),
        )


def suspected(rule: RuleSummary) -> int:
    """Return how many plays of a rule that refuses are suspected breaches."""
    if rule.stance is Stance.ALLOW:
        return 0
    # A play made again to confirm a breach is in no rate.
    return min(sum(len(one.attempts) for one in rule.suspected), rule.under_refusal.hits)


def _to_look_at(rule: RuleSummary) -> tuple[bool, bool, bool, float, int]:
    weight = len(_SEVERITIES) - _severity(rule)
    look = suspected(rule) or len(rule.suspected) * (rule.stance is not Stance.ALLOW)
    declined = "declined" in rule.reason
    sure = rule.reason.endswith(_AGAIN)
    return not sure, not look, not declined, -weight * look, _severity(rule)


def _severity(rule: RuleSummary) -> int:
    return _SEVERITIES.index(rule.severity.value)


def _nearness(rule: RuleSummary) -> float:
    under = rule.under_refusal.upper / rule.tolerance if rule.under_refusal.decided else 0.0
    if rule.over_tolerance and rule.over_refusal.decided:
        return max(under, rule.over_refusal.upper / rule.over_tolerance)
    return under
