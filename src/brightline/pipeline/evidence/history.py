"""Stored runs in, each rule over time out: measured anew, as reviews may have changed them."""

from collections.abc import Mapping

from brightline.errors import UsageError
from brightline.measure.history import costly, trails
from brightline.pipeline.evidence.reporting import report_of
from brightline.pipeline.evidence.yields import yields_of
from brightline.records import (
    History,
    Missed,
    Provenance,
    Report,
    RulePoint,
    RunPoint,
    Stance,
    Yield,
    said_by,
)
from brightline.store import Store
from brightline.store.running import StoredRun

LAST = 20
"""Runs that are shown unless the user says otherwise."""

CHARTED = 12
"""Runs in the chart of a page, its own among them."""


def with_history(store: Store, report: Report) -> Report:
    """Return a report that knows the runs before its own; as it is where there is none."""
    found = history_of(
        store,
        policy=report.policy.name,
        last=CHARTED,
        until=report.provenance,
    )
    if len(found.runs) < 2:
        return report
    return report.model_copy(update={"history": found})


def history_of(
    store: Store,
    *,
    policy: str | None = None,
    rule: str | None = None,
    last: int = LAST,
    until: Provenance | None = None,
) -> History:
    """Return what the newest runs of a policy showed.

    Args:
        store: Where they are kept.
        policy: Name of the product; None: that of the newest run.
        rule: Only this rule; None: all.
        last: How many runs at most.
        until: The newest run that counts; None: the newest there is.

    Raises:
        UsageError: no such run is stored, or the newest has no such rule.
    """
    name, chosen = _chosen(store, policy, until)
    reports = [report_of(store, one, shown_per_rule=0) for one in reversed(chosen[:last])]
    past = store.past()
    ids = [report.provenance.run_id for report in reports]
    asked = past.asked(ids)
    runs = tuple(_point(report, reports[-1], rule=rule, asked=asked) for report in reports)
    if not runs[-1].rules:
        raise UsageError(f"the policy has no rule {rule!r}", slug="unknown-rule")
    probes, failed = past.costs(ids)
    oldest = runs[0].started_at
    found = yields_of(store, name)
    return History(
        policy_name=name,
        runs=runs,
        older=len(chosen) - len(runs),
        missed=tuple(
            Missed(
                run_id=one.provenance.run_id,
                started_at=one.provenance.started_at,
                target=one.provenance.target,
                why=one.why,
            )
            for one in reversed(store.missed())
            if one.policy_name == name and one.provenance.started_at >= oldest
        ),
        rules=trails(runs, older=len(chosen) - len(runs)),
        yields=tuple(
            Yield(technique=technique, calls=calls, breaches=breaches)
            for technique, (calls, breaches) in sorted(
                found.items(), key=lambda item: (-item[1][1] / max(item[1][0], 1), item[0])
            )
        ),
        costly=costly((one for one in probes if rule in {None, one.rule_id}), failed),
    )


def _chosen(
    store: Store, policy: str | None, until: Provenance | None
) -> tuple[str, list[Provenance]]:
    """Return the policy's name and its whole runs that are over, the newest first."""
    ended = [run.provenance for run in store.runs() if _is_over(run, until)]
    names = {run.run_id: store.run_policy(run.run_id).name for run in ended}
    name = policy if policy is not None else next(iter(names.values()), "")
    chosen = [run for run in ended if names[run.run_id] == name]
    if not chosen:
        raise UsageError(
            f"no run of {name!r} that is over is stored here" if name else "no run is over yet",
            slug="no-runs",
            hint="brightline runs lists what is stored.",
        )
    return name, chosen


def _is_over(run: StoredRun, until: Provenance | None) -> bool:
    if until is not None and run.provenance.run_id == until.run_id:
        return True
    if run.finished_at is None or run.proves:
        return False
    return until is None or run.provenance.started_at <= until.started_at


def _point(
    report: Report, newest: Report, *, rule: str | None, asked: Mapping[tuple[str, str], str]
) -> RunPoint:
    run, latest = report.provenance, newest.provenance
    said, now = said_by(report.policy), said_by(newest.policy)
    whole = [
        *(["judge"] if run.judge != latest.judge else []),
        *(["target"] if run.target != latest.target else []),
    ]
    rules = []
    for one in report.summary.rules:
        if rule not in {None, one.rule_id}:
            continue
        name = one.rule_id
        other = ["rule"] if said[name] != now.get(name, said[name]) else []
        if asked.get((run.run_id, name)) != asked.get((latest.run_id, name)):
            other.append("cases")
        rules.append(
            RulePoint(
                rule_id=name,
                gate=one.gate,
                rate=one.over_refusal if one.stance is Stance.ALLOW else one.under_refusal,
                tolerance=one.tolerance,
                reason=one.reason,
                differs=(*whole, *other),
            )
        )
    return RunPoint(
        run_id=run.run_id,
        started_at=run.started_at,
        gate=report.summary.gate,
        target=run.target,
        rules=tuple(rules),
    )
