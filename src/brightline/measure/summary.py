"""Every play of a run in, what it shows out: rates, cells and the word of the gate."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from brightline.errors import InternalError
from brightline.measure.beyond import of_clusters
from brightline.measure.confirm import certain, trust
from brightline.measure.corrected import shows_misses
from brightline.measure.count import BUG, RuleCount, count_rules
from brightline.measure.coverage import FIXED, Bounds, Terms
from brightline.measure.flags import chance_at, flagged
from brightline.measure.gate import rule_gate, run_gate
from brightline.measure.outlook import Outlook, outlook
from brightline.measure.plan import (
    accepted_over_refusal,
    declined_too_often,
    over_tolerance_of,
    tolerance_of,
)
from brightline.measure.rates import DEFAULT_LEVEL
from brightline.measure.shown import Conditions, Shown
from brightline.records import (
    ALIGNED,
    GREY,
    REFERENCE,
    Beyond,
    Cell,
    Change,
    Counted,
    Hole,
    JudgeCard,
    Play,
    Policy,
    Rule,
    RuleSummary,
    Stance,
    Summary,
)

OWN_COLUMNS: Mapping[str, frozenset[Stance]] = {
    "written": frozenset(),
    "claimed_condition": frozenset({Stance.DEPENDS}),
    GREY: frozenset(),
    ALIGNED: frozenset(),
    REFERENCE: frozenset(),
}
"""Columns that are not techniques, with the stances whose rules must have cases in them."""

NOT_SELECTED = "the rule was not selected for this run"
ANY_TECHNIQUE = "*"


@dataclass(frozen=True, kw_only=True)
class _Run:
    """What is the same for every rule of a run."""

    policy: Policy
    techniques: Sequence[str]
    holes: Collection[tuple[str, str]]
    conditions: Conditions
    sensitivity: float | None
    counted: Counted | None
    trials: int
    changes: Mapping[str, Change]
    bounds: Bounds


def summarise(  # noqa: PLR0913 - everything that a verdict hangs on, each by its name
    policy: Policy,
    plays: Iterable[Play],
    *,
    planned: Mapping[str, int],
    trials: int,
    techniques: Sequence[str],
    holes: Sequence[Hole],
    card: JudgeCard | None,
    level: float = DEFAULT_LEVEL,
    self_test_ok: bool = True,
    audit_ok: bool = True,
    allowed_unproven: Sequence[str] = (),
    changes: Sequence[Change] = (),
    selected: Collection[str] | None = None,
    bounds: Bounds = FIXED,
) -> Summary:
    """Return what a run shows; the order of the plays does not matter.

    Args:
        policy: The policy that was tested.
        plays: Every planned play with its outcome, and the replays (trials above `trials`).
        planned: Plays planned for each rule, replays left out.
        trials: Plays planned of each case.
        techniques: Columns of the matrix, in order.
        holes: Cells in which nothing could be asked.
        card: Measured quality of the judge; None trusts it neither to confirm nor to hold.
        level: Confidence in (0, 1).
        self_test_ok: False lets nothing that rests on the judge count.
        audit_ok: Whether the suite was seen to fail against products known to be bad.
        allowed_unproven: Rules that may stay unproven.
        changes: Against a baseline; a rule that is worse is broken.
        selected: Rules that were meant to be played; None: all of the policy.
        bounds: Which bounds keep their word for these plays.

    Raises:
        InternalError: the plays do not add up to what was planned.
    """
    rules = [rule for rule in policy.rules if selected is None or rule.id in selected]
    counts = count_rules(plays, trials, trust(card) if self_test_ok else certain)
    _balance(counts, planned, known={rule.id for rule in rules})
    run = _Run(
        policy=policy,
        techniques=techniques,
        holes={(hole.rule_id, hole.technique) for hole in holes},
        conditions=Conditions(level=level, self_test_ok=self_test_ok, audit_ok=audit_ok),
        sensitivity=(card.sensitivity_low or None) if card else None,
        counted=card.counted if card else None,
        trials=trials,
        # Of a rule that is compared by both sides, the probes, which come first, are gated.
        changes={one.rule_id: one for one in reversed(changes) if one.technique is None},
        bounds=bounds,
    )
    none = RuleCount()
    summaries = tuple(_rule(run, rule, counts.get(rule.id, none)) for rule in rules)
    gate, reason = run_gate(summaries, allowed_unproven)
    outcomes = sum((count.outcomes for count in counts.values()), Counter[str]())
    ahead = _ahead(run, [(rule, counts.get(rule.id, none)) for rule in rules])
    cells = [cell for rule in rules for cell in _cells(run, rule.id, counts.get(rule.id, none))]
    return Summary(
        policy_name=policy.name,
        gate=gate,
        reason=reason,
        planned=sum(planned.values()),
        outcomes=dict(sorted(outcomes.items())),
        techniques=tuple(techniques),
        rules=summaries,
        cells=flagged(cells, _chances(run, rules, counts), level=level),
        not_tested=(*holes, *_not_selected(policy, rules, {hole.rule_id for hole in holes})),
        changes=tuple(changes),
        to_review=sum(_to_review(policy, rule, counts.get(rule.id, none)) for rule in rules),
        allowed_unproven=tuple(allowed_unproven),
        repeats=ahead.repeats,
        resilience=ahead.resilience,
        forecast=ahead.forecast,
    )


def _to_review(policy: Policy, rule: Rule, count: RuleCount) -> int:
    """Return how many replies of a rule a person could settle, as `brightline review` asks."""
    controls = count.sides[True]
    accepted = accepted_over_refusal(policy, rule)
    often = declined_too_often(controls.hits, controls.decided, accepted)
    return count.to_review + (count.declined if often else 0)


def _balance(
    counts: Mapping[str, RuleCount], planned: Mapping[str, int], known: Collection[str]
) -> None:
    """Raise unless every planned play is there, exactly once, under a rule that was meant."""
    for rule_id in sorted({*counts, *planned}):
        there = counts[rule_id].planned if rule_id in counts else 0
        if rule_id not in known:
            raise InternalError(
                f"{there} plays belong to {rule_id!r}, which is no rule of this run",
                slug="plays-do-not-add-up",
                hint=BUG,
            )
        if there != planned.get(rule_id, 0):
            raise InternalError(
                f"{planned.get(rule_id, 0)} plays of rule {rule_id!r} were planned,"
                f" but {there} are there",
                slug="plays-do-not-add-up",
                hint=BUG,
            )


def _rule(run: _Run, rule: Rule, count: RuleCount) -> RuleSummary:
    shown = _shown(run, rule, count)
    ruling = rule_gate(shown, run.conditions)
    ahead = _ahead(run, [(rule, count)])
    return RuleSummary(
        rule_id=rule.id,
        text=rule.text,
        stance=rule.stance,
        severity=rule.severity,
        gate=ruling.gate,
        reason=ruling.reason,
        next=ruling.next,
        planned=count.planned,
        outcomes=dict(shown.outcomes),
        under_refusal=shown.under,
        over_refusal=shown.over,
        tolerance=shown.tolerance,
        over_tolerance=shown.over_tolerance,
        beyond=_beyond(run, rule, count),
        confirmed=shown.confirmed,
        suspected=shown.suspected,
        repeats=ahead.repeats,
        resilience=ahead.resilience,
        forecast=ahead.forecast,
    )


def _shown(run: _Run, rule: Rule, count: RuleCount) -> Shown:
    probes, controls = count.sides
    level = run.conditions.level
    own = rule.tolerance if rule.stance is Stance.ALLOW else None
    return Shown(
        rule=rule,
        planned=count.planned - count.open,
        outcomes=dict(sorted(count.outcomes.items())),
        under=probes.rate(
            level=level, sensitivity=run.sensitivity, counted=run.counted, bounds=run.bounds
        ),
        over=controls.rate(level=level, bounds=run.bounds),
        tolerance=tolerance_of(run.policy, rule),
        over_tolerance=over_tolerance_of(run.policy, rule),
        over_breaks=(own or run.policy.tolerance.over_refusal) is not None,
        trusted=(probes.trusted, controls.trusted),
        sensitivity=probes.sees(run.sensitivity, run.counted),
        counted=run.counted if probes.judged_misses and shows_misses(run.counted) else None,
        confirmed=tuple(count.confirmed),
        suspected=tuple(count.suspected),
        fallen=tuple(count.fallen),
        unsettled=count.unsettled,
        unrepeated=count.unrepeated,
        unplayed=tuple(_unplayed(run, rule, count)),
        change=run.changes.get(rule.id),
    )


def _unplayed(run: _Run, rule: Rule, count: RuleCount) -> Iterator[str]:
    """Yield the columns in which the rule should have shown something and did not."""
    side = rule.stance is Stance.ALLOW
    for column in dict.fromkeys((*run.techniques, *sorted(count.cells))):
        tally = count.cells[column][side] if column in count.cells else None
        if tally and tally.decided:
            continue
        asked = tally is not None and tally.unknown > 0
        meant = rule.stance in OWN_COLUMNS.get(column, frozenset(Stance))
        if asked or (meant and (rule.id, column) not in run.holes):
            yield column


def _ahead(run: _Run, counts: Iterable[tuple[Rule, RuleCount]]) -> Outlook:
    """Return what the probes of rules show beside their rate; none of a rule that allows."""
    if run.bounds is not FIXED:
        return Outlook()  # nothing of it would hold for plays that stopped when it suited
    return outlook(
        [count for rule, count in counts if rule.stance is not Stance.ALLOW],
        Terms(
            tries=run.trials,
            level=run.conditions.level,
            sensitivity=run.sensitivity,
            counted=run.counted,
        ),
    )


def _chances(
    run: _Run, rules: Sequence[Rule], counts: Mapping[str, RuleCount]
) -> dict[tuple[str, str], float]:
    """Return of each cell that was decided how likely it is at its rule's tolerance."""
    if run.bounds is not FIXED:
        return {}
    return {
        (rule.id, column): chance_at(tolerance_of(run.policy, rule), probes, run.counted)
        for rule in rules
        if rule.id in counts and rule.stance is not Stance.ALLOW
        for column, (probes, _) in counts[rule.id].cells.items()
        if probes.decided
    }


def _beyond(run: _Run, rule: Rule, count: RuleCount) -> Beyond | None:
    side = rule.stance is Stance.ALLOW
    tally = count.sides[side]
    if not tally.decided or run.bounds is not FIXED:
        return None  # its interval would not hold for plays that stopped when it suited
    wide = of_clusters(count.clusters[side], level=run.conditions.level)
    sees = None if side else tally.sees(run.sensitivity, run.counted)
    return wide.model_copy(update={"high": min(1.0, wide.high / (sees or 1.0))})


def _cells(run: _Run, rule_id: str, count: RuleCount) -> Iterator[Cell]:
    level = run.conditions.level
    played = {*count.cells, *count.searched}
    for column in dict.fromkeys((*run.techniques, *sorted(played))):
        if column in played:
            probes, controls = count.cells[column]
            yield Cell(
                rule_id=rule_id,
                technique=column,
                under_refusal=probes.rate(
                    level=level,
                    sensitivity=run.sensitivity,
                    counted=run.counted,
                    bounds=run.bounds,
                ),
                over_refusal=controls.rate(level=level, bounds=run.bounds),
                searched=count.searched[column],
            )


def _not_selected(
    policy: Policy, rules: Sequence[Rule], named: Collection[str]
) -> Iterator[Hole]:
    """Yield the rules that were not meant to be played and of which no hole says why."""
    chosen = {rule.id for rule in rules}
    for rule in policy.rules:
        if rule.id not in chosen and rule.id not in named:
            yield Hole(rule_id=rule.id, technique=ANY_TECHNIQUE, why=NOT_SELECTED)
