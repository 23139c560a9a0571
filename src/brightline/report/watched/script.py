"""What was watched in, JSON out: the shape that scripts read (`brightline watch --json`)."""

from brightline.records import (
    Cluster,
    DayWindow,
    RuleWindow,
    WatchAlarm,
    Watched,
    WatchFinding,
    WindowRate,
)
from brightline.report.json import dumped
from brightline.report.watched.noting import notes
from brightline.report.watched.wording import end, headline, verdict, why_unknown


def watched_json(shown: Watched) -> str:
    """Return a window as one JSON object, indented, ending with a line end.

    No number stands for what is unknown: it is null, and `reason` says why. The text is safe
    to print, whatever the product said.

    Args:
        shown: A scan, or a window of it.
    """
    scan = shown.scan
    return dumped(
        {
            "schema": 1,
            "scan": scan.id,
            "policy": scan.policy.name,
            "judge": scan.judge,
            "sources": list(scan.sources),
            "live": scan.live,
            "started_at": scan.started_at.isoformat(),
            "finished_at": scan.finished_at.isoformat() if scan.finished_at else None,
            "since": shown.since.isoformat() if shown.since else None,
            "until": shown.until.isoformat() if shown.until else None,
            "found": headline(shown).lower(),
            "verdict": verdict(shown),
            "notes": list(notes(shown)),
            "next": shown.next,
            "suspected": {
                "flagged": sum(day.flagged for day in shown.days),
                "near": shown.near,
                "undecided": shown.undecided,
            },
            "people": {"read": shown.read, "breaches": shown.breaches},
            "seen": shown.seen,
            "judged": shown.judged,
            "skipped": shown.skipped,
            "failed": shown.failed,
            "rate": rate_json(shown.rate),
            "rules": [_rule(rule) for rule in shown.rules],
            "days": [_day(day) for day in shown.days],
            "findings": [_finding(one) for one in shown.findings],
            "clusters": [_cluster(one) for one in shown.clusters],
            "alarms": [_alarm(one) for one in shown.alarms],
            "rises": [_rise(one) for one in shown.rises],
        }
    )


def rate_json(rate: WindowRate) -> dict[str, object]:
    """Return a rate as scripts read it; its ceiling is what the words say."""
    told = rate.model_dump(mode="json", exclude={"judged"})
    return told | {
        "screened": rate.judged,
        "ceiling": end(rate),
        "reason": why_unknown(rate) or None,
    }


def _rule(rule: RuleWindow) -> dict[str, object]:
    return {
        "id": rule.rule_id,
        "judged": rule.judged,
        "flagged": rule.flagged,
        "undecided": rule.undecided,
        "breaches": rule.breaches,
        "rate": rate_json(rule.rate),
    }


def _day(day: DayWindow) -> dict[str, object]:
    return {
        "day": day.day or None,
        "seen": day.seen,
        "flagged": day.flagged,
        "rate": rate_json(day.rate),
    }


def _finding(one: WatchFinding) -> dict[str, object]:
    reviewed = one.reviewed
    return {
        "id": one.id,
        "rule": one.rule_id,
        "exchange": one.exchange,
        "time": one.time.isoformat() if one.time else None,
        "verdict": one.verdict.value,
        "p_delivered": one.p_delivered,
        "score": one.score,
        "cluster": one.cluster,
        "text_deleted": one.emptied,
        "reviewed": None
        if reviewed is None
        else {
            "by": reviewed.judge,
            "rule": reviewed.rule_id,
            "expected": reviewed.expected.value if reviewed.expected else None,
            "verdict": reviewed.verdict.value,
        },
    }


def _cluster(one: Cluster) -> dict[str, object]:
    return {
        "id": one.id,
        "label": one.label,
        "rule": one.rule_id,
        "findings": list(one.findings),
    }


def _rise(one: WatchAlarm) -> dict[str, object]:
    return {
        "rule": one.rule_id,
        "at": one.at.isoformat() if one.at else None,
        "rung_at": one.rung_at.isoformat(),
        "value": one.value,
        "suspect": one.flagged,
        "heard": one.heard,
    }


def _alarm(one: WatchAlarm) -> dict[str, object]:
    return {
        "rule": one.rule_id or None,
        "at": one.at.isoformat() if one.at else None,
        "rung_at": one.rung_at.isoformat(),
        "value": one.value,
        "accepted": one.accepted,
        "flagged": one.flagged,
        "heard": one.heard,
    }
