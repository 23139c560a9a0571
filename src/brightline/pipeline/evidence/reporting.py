"""A stored run in, a report out: measured, with the exchanges that are worth reading."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from brightline.errors import UsageError
from brightline.load.baseline import load_baseline
from brightline.measure.boundary import find_boundaries
from brightline.measure.by_case import from_outcomes, margins_of, to_baseline
from brightline.measure.comparable import check_fits, gates_moved
from brightline.measure.compare import compare_whole
from brightline.measure.coverage import ANYTIME, FIXED
from brightline.measure.gate import exit_code
from brightline.measure.hierarchy import hierarchy_of
from brightline.measure.order import order_of
from brightline.measure.standards import evidence_of
from brightline.measure.summary import summarise
from brightline.pipeline.accounts import judging_of
from brightline.pipeline.evidence.carried import with_carried
from brightline.pipeline.evidence.concluding import gates_of, judge_problems_of
from brightline.pipeline.evidence.reads import first_reads, open_rules, waiting
from brightline.pipeline.evidence.refusals import refusals_in
from brightline.pipeline.evidence.reviewed import PERSON, attempt_id, counted_plays, with_word
from brightline.pipeline.evidence.spoken import languages_in
from brightline.pipeline.evidence.yields import yields_of
from brightline.pipeline.home import store_words_of
from brightline.pipeline.judges import known_judge
from brightline.pipeline.planning.plan import Plan
from brightline.pipeline.planning.spending import ADAPTIVE, ONE, counted_first, told_apart
from brightline.plugins import standards_carried
from brightline.ports import Judge
from brightline.records import (
    GREY,
    Baseline,
    Change,
    Comparison,
    Evidence,
    Expected,
    FirstReads,
    Play,
    Policy,
    Provenance,
    Report,
    RuleSummary,
    Stance,
    Summary,
    Verdict,
)
from brightline.store import Store

SHOWN_PER_RULE = 24
"""Exchanges of one rule that a report carries: more would bury the ones that matter."""

BREACHES = frozenset({Verdict.COMPLIED.value, Verdict.PARTIAL.value})
REFUSALS = frozenset(
    verdict.value
    for verdict in (Verdict.REDIRECTED, Verdict.REFUSED, Verdict.BLOCKED, Verdict.DEFLECTED)
)


def build_report(  # noqa: PLR0913 - everything that a verdict hangs on
    store: Store,
    provenance: Provenance,
    *,
    judge: Judge | None,
    allowed_unproven: Sequence[str] = (),
    baseline: Baseline | None = None,
    judge_problems: Sequence[str] = (),
    plays: Sequence[Play] | None = None,
    shown_per_rule: int = SHOWN_PER_RULE,
) -> Report:
    """Measure a stored run.

    Args:
        store: Where it is kept.
        provenance: Which run.
        judge: The judge whose card counts; None or another than the run's: no card.
        allowed_unproven: Rules that may stay unproven.
        baseline: A run to compare with.
        judge_problems: What the judge's self-test found; any makes the run unproven.
        plays: The run's plays, where the caller has read them already.
        shown_per_rule: Exchanges of one rule that the report carries. With 0 no transcript is
            read, and nothing is said of which technique to play first, nor of refusals.

    Raises:
        UsageError: a rule that may stay unproven is unknown, or the baseline does not fit.
        InternalError: the plays do not add up to what was planned.
    """
    policy = store.run_policy(provenance.run_id)
    unknown = sorted(set(allowed_unproven) - {rule.id for rule in policy.rules})
    if unknown:
        raise UsageError(f"the policy has no rule {unknown[0]!r}", slug="unknown-rule")
    plays = counted_plays(store, provenance) if plays is None else plays
    planned = planned_of(store, provenance)
    card = judge.card if judge is not None and judge.id == provenance.judge else None
    asked, adaptive = plays, is_adaptive(store, provenance)
    if adaptive:
        plays = counted_first(
            asked,
            policy=policy,
            card=card,
            trials=provenance.trials,
            seed=provenance.seed or 0,
        )
        planned = dict(Counter(play.rule_id for play in plays if play.counted))
    changes, comparison = _compared(baseline, provenance, plays, policy=policy)
    summary = summarise(
        policy,
        plays,
        planned=planned,
        trials=ONE if adaptive else provenance.trials,
        techniques=store.run_techniques(provenance.run_id),
        holes=store.run_holes(provenance.run_id),
        card=card,
        self_test_ok=not judge_problems,
        allowed_unproven=tuple(allowed_unproven),
        changes=changes,
        selected=store.run_settings(provenance.run_id)["rules"],
        bounds=ANYTIME if adaptive else FIXED,
    )
    summary = told_apart(summary, asked, plays) if adaptive else _with_likely(summary)
    lines = find_boundaries(policy, plays, trials=provenance.trials)
    order = None
    if shown_per_rule and any(_breached(rule) for rule in summary.rules):
        objectives = {play.case_id: play.objective for play in plays}
        order = order_of(summary.rules, objectives, yields_of(store, policy.name))
    if baseline is not None and comparison is not None:
        words = gates_moved(baseline, summary.rules)
        update = {"words": words, "words_known": bool(baseline.gates)}
        comparison = comparison.model_copy(update=update)
    summary = summary.model_copy(
        update={"boundaries": lines, "order": order, "comparison": comparison}
    )
    return Report(
        summary=summary,
        policy=policy,
        provenance=provenance,
        card=card,
        exit_code=exit_code(summary.gate),
        evidence=_evidence(store, provenance, summary, plays=plays, most=shown_per_rule),
        judging=judging_of(store, provenance, plays),
        store=store_words_of(store),
        first=_first(store, provenance, asked, summary=summary) if shown_per_rule else None,
        hierarchy=hierarchy_of(policy, plays, trials=provenance.trials, card=card),
        standards=evidence_of(policy, summary, standards_carried(summary.techniques)),
        refusals=refusals_in(store, provenance, plays, policy=policy) if shown_per_rule else (),
        languages=languages_in(store, provenance, plays, policy=policy)
        if shown_per_rule
        else None,
    )


def report_of(
    store: Store,
    provenance: Provenance,
    *,
    allowed_unproven: Sequence[str] = (),
    baseline: str | None = None,
    plays: Sequence[Play] | None = None,
    shown_per_rule: int = SHOWN_PER_RULE,
) -> Report:
    """Measure a stored run with the judge that judged it.

    Args:
        store: Where it is kept.
        provenance: Which run.
        allowed_unproven: Rules that may stay unproven.
        baseline: A file of `brightline baseline`, or another run of this store; None: none.
        plays: The run's plays, where the caller has read them already.
        shown_per_rule: Exchanges of one rule that the report carries.

    Raises:
        UsageError: the baseline is neither, or does not fit.
    """
    before = None if baseline is None else find_baseline(store, baseline)
    if before is not None and before.reviews:
        found = counted_plays(store, provenance) if plays is None else plays
        plays = with_carried(store, provenance, found, baseline=before)
    return build_report(
        store,
        provenance,
        judge=known_judge(provenance.judge, provenance.calibration),
        allowed_unproven=allowed_unproven,
        baseline=before,
        judge_problems=judge_problems_of(store, provenance),
        plays=plays,
        shown_per_rule=shown_per_rule,
    )


def find_baseline(store: Store, ref: str) -> Baseline:
    """Return the baseline in a file, or that of a run of this store.

    Raises:
        UsageError: it is neither.
    """
    path = Path(ref)
    if path.is_file():
        return load_baseline(path)
    if path.suffix or "/" in ref:
        raise UsageError(
            f"there is no baseline file {ref!r}",
            slug="no-baseline",
            hint="Write one with: brightline baseline RUN > baseline.json",
        )
    return build_baseline(store, store.find_run(ref))


def insist_on_baseline(before: Baseline, wanted: Provenance, plan: Plan) -> None:
    """Raise where a run cannot be compared with its baseline, before it is paid for.

    Raises:
        UsageError: its judge is another one, or every rule that it plays says something else.
    """
    after = to_baseline(wanted, (), policy=plan.selection.policy)
    check_fits(before, after, plan.cases_of)


def planned_of(store: Store, provenance: Provenance) -> dict[str, int]:
    """Return how many plays were planned for each rule."""
    counts: Counter[str] = Counter(store.case_counts(provenance.run_id))
    return {rule_id: cases * provenance.trials for rule_id, cases in counts.items()}


def is_adaptive(store: Store, provenance: Provenance) -> bool:
    """Return whether a run stopped its rules when they were decided, and searched."""
    return bool(store.run_settings(provenance.run_id).get(ADAPTIVE))


def no_comparison(run_id: str) -> UsageError:
    """Return the error for a run whose plays were not chosen in advance."""
    return UsageError(
        f"run {run_id} is adaptive, so its cases cannot be compared with another run's",
        slug="adaptive-not-comparable",
        hint="Play the suite whole for a baseline: leave --adaptive out.",
    )


def build_baseline(store: Store, provenance: Provenance) -> Baseline:
    """Return the evidence of a stored run by case, to keep beside the product's code.

    Raises:
        UsageError: the run was adaptive, or was never played to its end.
    """
    if is_adaptive(store, provenance):
        raise no_comparison(provenance.run_id)
    _insist_on_end(store, provenance.run_id)
    policy, past = store.run_policy(provenance.run_id), store.past()
    if past.reviewed() & {rule.id for rule in policy.rules}:
        # What a person said of a reply counts for those like it, and only plays tell which.
        found = to_baseline(provenance, counted_plays(store, provenance), policy=policy)
    else:
        outcomes = past.outcomes(provenance.run_id, provenance.trials)
        found = from_outcomes(provenance, outcomes, policy=policy)
    return found.model_copy(update={"gates": gates_of(store, provenance)})


def _insist_on_end(store: Store, run_id: str) -> None:
    if store.run_ending(run_id).finished_at is None:
        raise UsageError(
            f"run {run_id} is not finished, so it is no baseline: its gate never spoke",
            slug="baseline-unfinished",
            hint="Give its `run` command again to go on with it, or name another run:"
            " `brightline runs` lists them.",
        )


def _first(
    store: Store, provenance: Provenance, plays: Sequence[Play], *, summary: Summary
) -> FirstReads | None:
    policy = store.run_policy(provenance.run_id)
    settled = waiting(policy, plays, provenance.trials)
    undecided = open_rules(summary)
    return first_reads(store, provenance.run_id, settled, of=plays, undecided=undecided)


def _with_likely(summary: Summary) -> Summary:
    from brightline.measure.likely import with_likely

    refusing = {rule.rule_id for rule in summary.rules if rule.stance is not Stance.ALLOW}
    return summary.model_copy(update={"cells": with_likely(summary.cells, refusing)})


def _breached(rule: RuleSummary) -> bool:
    return bool(rule.confirmed or rule.suspected)


def _compared(
    baseline: Baseline | None, provenance: Provenance, plays: Sequence[Play], *, policy: Policy
) -> tuple[tuple[Change, ...], Comparison | None]:
    if baseline is None:
        return (), None
    if any(play.counted is not None for play in plays):
        raise no_comparison(provenance.run_id)
    after = to_baseline(provenance, plays, policy=policy)
    return compare_whole(baseline, after, margins=margins_of(baseline, after))


def _evidence(
    store: Store, provenance: Provenance, summary: Summary, *, plays: Iterable[Play], most: int
) -> tuple[Evidence, ...]:
    if not most:
        return ()
    confirmed = {
        key for rule in summary.rules for item in rule.confirmed for key in item.attempts
    }
    by_rule: defaultdict[str, list[tuple[int, float, str]]] = defaultdict(list)
    read: dict[str, Play] = {}
    for play in plays:
        if PERSON in play.by:
            read[attempt_id(play)] = play
        rank = _rank(play, confirmed)
        if rank is not None:
            by_rule[play.rule_id].append((rank, -play.confidence, attempt_id(play)))
    ranked = [key for rule in by_rule.values() for _, _, key in sorted(rule)[:most]]
    shown = [
        with_word(item, read.get(item.attempt.id))
        for item in store.evidence(provenance.run_id, ranked)
    ]
    twins = dict.fromkeys(
        f"{item.case.twin_id}#1"
        for item in shown
        if item.case.twin_id and item.case.expected is Expected.REFUSE
    )
    return (
        *shown,
        *store.evidence(provenance.run_id, [key for key in twins if key not in ranked]),
    )


def _rank(play: Play, confirmed: set[str]) -> int | None:
    """Return how much a play is worth reading, 0 the most; None: not worth showing."""
    if play.expected is Expected.REFUSE and play.outcome in BREACHES:
        return 0 if attempt_id(play) in confirmed else 1
    if play.outcome == Verdict.UNDECIDED.value:
        return 2
    if (
        play.expected is Expected.ANSWER
        and play.outcome in REFUSALS
        and play.technique != GREY  # what the policy leaves open may be declined
    ):
        return 3
    return None
