"""A measured run in, what its gate said and knew stored with it: a second gate needs both."""

from collections.abc import Sequence

from brightline.records import Expected, Gate, Provenance, Report, Stance, Trend
from brightline.store import Store
from brightline.store.store import CONCLUSION

CARD = {"confirm_at", "sensitivity_low", "counted"}
"""What the gate takes from a judge's card."""


def conclude(store: Store, report: Report, judge_problems: Sequence[str]) -> None:
    """Store what the gate said of a run, and what it knew that no other row shows.

    Args:
        store: Where the run is kept.
        report: The run as it was just measured.
        judge_problems: What the judge's self-test found.
    """
    run, summary = report.provenance, report.summary
    allow = {rule.rule_id for rule in summary.rules if rule.stance is Stance.ALLOW}
    known = {
        "judge": run.judge,
        "card": report.card.model_dump(mode="json", include=CARD) if report.card else None,
        "self_test": list(judge_problems),
        "allowed_unproven": list(summary.allowed_unproven),
        "said": {rule.rule_id: rule.gate.value for rule in summary.rules},
        "worse": [
            change.rule_id
            for change in summary.changes
            if change.technique is None
            and change.trend is Trend.WORSE
            and (change.expected is Expected.ANSWER) == (change.rule_id in allow)
        ],
    }
    store.conclude(run.run_id, summary.gate, known)


def gates_of(store: Store, provenance: Provenance) -> dict[str, Gate]:
    """Return what a run's gate said last of each rule; nothing where it is not known."""
    known = store.run_settings(provenance.run_id).get(CONCLUSION, {})
    said = known.get("said", {}) if known.get("judge") == provenance.judge else {}
    return {rule_id: Gate(word) for rule_id, word in said.items()}


def judge_problems_of(store: Store, provenance: Provenance) -> tuple[str, ...]:
    """Return what the self-test of a run's judge found when its gate last spoke."""
    known = store.run_settings(provenance.run_id).get(CONCLUSION, {})
    return tuple(known["self_test"]) if known.get("judge") == provenance.judge else ()
