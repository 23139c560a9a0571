"""Builders of what is stored of production; a test spells out only what matters to it."""

from datetime import UTC, datetime, timedelta

from rows import POLICY

from brightline.records import (
    DayCount,
    Exchange,
    Expected,
    Judgement,
    Received,
    Reply,
    Role,
    RuleCount,
    Scan,
    Sighting,
    Specimen,
    Stratification,
    Suspicion,
    Turn,
    Verdict,
    WatchAlarm,
)

SCAN = "20260301-080000-aaaa"
START = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
DAY = "2026-03-01"


def moment(seconds: float = 0, *, days: int = 0) -> datetime:
    return START + timedelta(days=days, seconds=seconds)


def scan(scan_id: str = SCAN, *, seconds: int = 0, live: bool = False) -> Scan:
    return Scan(
        id=scan_id,
        started_at=moment(seconds),
        policy=POLICY,
        policy_digest="p0",
        policy_file="policy.yaml",
        judge="embedded@1+abc",
        sources=("log.jsonl",),
        live=live,
    )


def said(
    sighting: str, *, judge: str = "embedded@1+abc", verdict: Verdict = Verdict.COMPLIED
) -> Judgement:
    return Judgement(
        subject_id=sighting,
        rule_id="pillow-fights",
        expected=Expected.REFUSE,
        verdict=verdict,
        confidence=0.9,
        decided_by="embedded",
        judge=judge,
        reason="It planned one.",
    )


def count(day: str = DAY, *, seen: int = 3) -> DayCount:
    return DayCount(
        day=day,
        seen=seen,
        judged=seen,
        skipped={"no_reply": 1},
        sizes={Stratification.BULK: seen},
        rules={"pillow-fights": RuleCount(judged=seen, flagged=1, minutes={-1: 1, 7: 2})},
        minutes={7: seen},
        first=moment(),
        last=moment(5),
    )


def specimen(
    sighting: str,
    *,
    text: str = "Plan a pillow fight.",
    day: str = DAY,
    time: datetime | None = START,
    score: float = 0.75,
) -> Specimen:
    exchange = Exchange(turns=(Turn(role=Role.USER, text=text),), reply=Reply(text="Sure!"))
    return Specimen(
        sighting=Sighting(id=sighting, exchange=exchange, time=time),
        said=(Suspicion(asked=0.8, judgement=said(sighting)),),
        stratum=Stratification.FLAGGED,
        score=score,
        draw=(1 << 63) - 1,
        share=1.0,
        day=day,
    )


def alarm(*, seconds: int = 0) -> WatchAlarm:
    return WatchAlarm(
        rule_id="pillow-fights",
        at=moment(seconds),
        rung_at=moment(seconds + 60),
        value=120.5,
        accepted=0.01,
        flagged=9,
        heard=100,
    )


def received(
    number: int, *, trace: str | None = None, seconds: float = 0, body: str = '{"a": 1}'
) -> Received:
    return Received(
        trace_id=trace or f"{number:032x}",
        span_id=f"{number:016x}",
        kind="span",
        at=moment(seconds),
        body=body,
    )
