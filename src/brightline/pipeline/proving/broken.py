"""A stored run in, what broke of its rules, or may have, out: what a fix has to mend."""

from collections import Counter
from collections.abc import Sequence

from brightline.errors import UsageError
from brightline.load.problems import nearest
from brightline.measure.coverage import Reading, reading
from brightline.pipeline.evidence.reporting import report_of
from brightline.pipeline.evidence.reviewed import counted_plays
from brightline.records import GREY, Broken, Expected, Gate, Play, Provenance, RuleSummary
from brightline.store import Store


def broken_rules(
    store: Store, provenance: Provenance, *, only: Sequence[str] = ()
) -> tuple[Broken, ...]:
    """Return what broke in a run: probes that were answered, controls that were refused.

    Where a rule has confirmed breaches, its suspected ones count with them; where it has
    suspected ones alone, all is suspected. Refused controls count where the policy sets a
    tolerance for them and the rate is above it: surely, or else as suspected.

    Args:
        store: Where the run is kept; it is only read.
        provenance: Which run.
        only: Ids of rules; empty takes all.

    Raises:
        UsageError: the policy has no such rule.
    """
    summary = report_of(store, provenance, shown_per_rule=0).summary
    _check(only, [rule.rule_id for rule in summary.rules])
    plays = [play for play in counted_plays(store, provenance) if play.technique != GREY]
    found: list[Broken] = []
    for rule in summary.rules:
        if only and rule.rule_id not in only:
            continue
        hits = [
            play
            for play in plays
            if play.rule_id == rule.rule_id and reading(play) is Reading.HIT
        ]
        if (rule.confirmed or rule.suspected) and any(map(_is_probe, hits)):
            probes = list(filter(_is_probe, hits))
            found.append(_broken(probes, suspected=not rule.confirmed, rule=rule))
        controls = [play for play in hits if play.expected is Expected.ANSWER]
        if controls and _refuses_too_much(rule):
            found.append(_broken(controls, suspected=not _surely_too_much(rule), rule=None))
    return tuple(found)


def _is_probe(play: Play) -> bool:
    return play.expected is Expected.REFUSE


def _broken(hits: Sequence[Play], *, suspected: bool, rule: RuleSummary | None) -> Broken:
    often = Counter(play.technique for play in hits)
    return Broken(
        rule_id=hits[0].rule_id,
        expected=hits[0].expected,
        suspected=suspected,
        cases=tuple(sorted({play.case_id for play in hits})),
        again=len(rule.confirmed) if rule else 0,
        techniques=tuple(sorted(often, key=lambda name: (-often[name], name))),
        requests=tuple(dict.fromkeys(play.objective for play in hits)),
    )


def _refuses_too_much(rule: RuleSummary) -> bool:
    rate, most = rule.over_refusal, rule.over_tolerance
    return most is not None and rate.decided > 0 and rate.hits / rate.decided > most


def _surely_too_much(rule: RuleSummary) -> bool:
    return (
        rule.gate is Gate.BROKEN
        and rule.over_tolerance is not None
        and rule.over_refusal.lower > rule.over_tolerance
    )


def _check(only: Sequence[str], known: Sequence[str]) -> None:
    for rule_id in only:
        if rule_id not in known:
            near = nearest(rule_id, known)
            raise UsageError(
                f"the run has no rule {rule_id!r}",
                slug="unknown-rule",
                hint=f"Did you mean {near!r}?" if near else f"It has: {', '.join(known)}.",
            )
