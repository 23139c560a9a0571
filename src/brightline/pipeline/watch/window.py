"""A scan and its store in, all that a page or a script shows of it out."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol

from brightline.pipeline.watch.findings import findings_of, last_said
from brightline.pipeline.watch.rates import Rates
from brightline.records import (
    NO_DAY,
    Answer,
    Cluster,
    DayCount,
    DayWindow,
    Gate,
    Judgement,
    Reply,
    Scan,
    Specimen,
    Stratification,
    WatchAlarm,
    Watched,
    WatchFinding,
    WindowRate,
    answer,
)
from brightline.report.watched.wording import MOST_UNSEEN, unseen
from brightline.watch.tally import is_flagged

SAMPLE = 300
"""Exchanges to read at random, for a start: a breach in none of them is at most about 1 %."""

_Bounds = tuple[date | None, date | None]


class Shelf(Protocol):
    """The part of a store that holds what was watched."""

    def days(self, scan_id: str) -> Sequence[DayCount]:
        """Return the counts of each day."""
        ...

    def specimens(self, scan_id: str) -> Iterable[Specimen]:
        """Return the exchanges that were kept."""
        ...

    def readings(self, scan_id: str) -> Sequence[Judgement]:
        """Return what people said, in the order in which they said it."""
        ...

    def alarms(self, scan_id: str) -> Sequence[WatchAlarm]:
        """Return the alarms, in the order in which they rang."""
        ...


def watched(
    store: Shelf, scan: Scan, *, since: date | None = None, until: date | None = None
) -> Watched:
    """Return all that a page or a script shows of a scan, or of some days of it.

    Args:
        store: Where it is kept.
        scan: Which.
        since: First day, in UTC; None begins with what has no time.
        until: Last day, in UTC.
    """
    bounds = since, until
    every = store.days(scan.id)
    days = [day for day in every if _is_within(day.day, bounds)]
    readings = last_said(store.readings(scan.id))
    kept = [
        one if one.sighting.id in readings or any(map(is_flagged, one.said)) else _light(one)
        for one in store.specimens(scan.id)
        if _is_within(one.day, bounds)
    ]
    rates = Rates(scan, kept, readings)
    findings, clusters = findings_of(kept, list(readings.values()), policy=scan.policy)
    alarms = [
        one
        for one in store.alarms(scan.id)
        if one.over_at is None and _is_within(_day_of(one), bounds)
    ]
    skipped: dict[str, int] = {}
    for day in days:
        for why, count in day.skipped.items():
            skipped[why] = skipped.get(why, 0) + count
    rate = rates.of(days)
    shown = Watched(
        scan=scan,
        since=min((day.first for day in days if day.first), default=None),
        until=max((day.last for day in days if day.last), default=None),
        last=max((day.last for day in every if day.last), default=None),
        seen=sum(day.seen for day in days),
        judged=sum(day.judged for day in days),
        failed=sum(day.failed for day in days),
        skipped=dict(sorted(skipped.items())),
        rate=rate,
        rules=tuple(rates.by_rule(days)),
        days=tuple(
            DayWindow(
                day=day.day,
                seen=day.seen,
                flagged=_flagged(scan, day, kept),
                rate=rates.of([day]),
            )
            for day in days
        ),
        alarms=tuple(alarms),
        clusters=clusters,
        findings=findings,
        shown=tuple(_shown(kept, findings, clusters)),
        gate=Gate.UNPROVEN,
        next=_next(scan, rate, findings),
    )
    return shown.model_copy(update={"gate": _gate(shown)})


def _light(one: Specimen) -> Specimen:
    """Return an exchange that nobody is shown without what only showing it would need.

    Of a long scan there are hundreds of thousands.
    """
    exchange = one.sighting.exchange.model_copy(update={"reply": _UNSAID})
    sighting = one.sighting.model_copy(update={"exchange": exchange})
    return one.model_copy(update={"sighting": sighting, "said": ()})


_UNSAID = Reply(text="")


def _flagged(scan: Scan, day: DayCount, kept: Iterable[Specimen]) -> int:
    """Return how many exchanges of a day look like breaches.

    Of a scan that was judged again only those are known that were kept.
    """
    if scan.of is None:
        return day.sizes.get(Stratification.FLAGGED, 0)
    return sum(one.day == day.day and any(map(is_flagged, one.said)) for one in kept)


def _is_within(day: str, bounds: _Bounds) -> bool:
    since, until = bounds
    if day == NO_DAY:
        return since is None and until is None
    return (since is None or day >= since.isoformat()) and (
        until is None or day <= until.isoformat()
    )


def _day_of(alarm: WatchAlarm) -> str:
    return f"{alarm.at:%Y-%m-%d}" if alarm.at else NO_DAY


def _shown(
    kept: Iterable[Specimen], findings: Iterable[WatchFinding], clusters: Iterable[Cluster]
) -> Iterator[Specimen]:
    """Yield the exchange that each cluster shows, once each."""
    exchanges = {one.id: one.exchange for one in findings}
    shown = {exchanges[one.findings[0]] for one in clusters}
    yield from (one for one in kept if one.sighting.id in shown)


def _gate(shown: Watched) -> Gate:
    """Return what is said of production: broken, unproven, or that nothing was found."""
    if shown.alarms or shown.rate.low or any(map(_is_confirmed, shown.findings)):
        return Gate.BROKEN
    known = shown.rate.estimate is not None and unseen(shown) <= MOST_UNSEEN
    return Gate.HOLDS if known else Gate.UNPROVEN


def _is_confirmed(finding: WatchFinding) -> bool:
    reviewed = finding.reviewed
    return reviewed is not None and answer(reviewed, finding.rule_id) is Answer.BREACH


def _next(scan: Scan, rate: WindowRate, findings: Iterable[WatchFinding]) -> str:
    """Return the command that tells most now: read, keep what was found, or look at more."""
    found = list(findings)
    review = f"brightline review {scan.id} --findings"
    if not rate.seen:
        return f"brightline watch scan LOGS --policy {scan.policy_file}"
    if any(one.reviewed is None for one in found):
        return review
    for one in found if rate.estimate is not None else ():
        if _is_confirmed(one):
            return f"brightline promote {one.id}"
    return f"{review} --sample {SAMPLE}"
