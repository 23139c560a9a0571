"""A scan and its store in, all that a page or a script shows of it out."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol

from brightline.pipeline.watch.findings import findings_of, last_said
from brightline.pipeline.watch.languages import foreign_share
from brightline.pipeline.watch.proposing import is_confirmed, next_of, sample_of
from brightline.pipeline.watch.rates import Rates
from brightline.pipeline.watch.strata import to_draw
from brightline.records import (
    NO_DAY,
    Answer,
    Cluster,
    DayCount,
    DayWindow,
    Gate,
    Judgement,
    Reply,
    RuleWindow,
    Scan,
    Specimen,
    Stratification,
    WatchAlarm,
    Watched,
    WatchFinding,
    answer,
)
from brightline.report.watched.wording import MOST_UNSEEN, refuses_nothing, unseen
from brightline.watch.tally import is_flagged

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
    store: Shelf,
    scan: Scan,
    *,
    since: date | None = None,
    until: date | None = None,
    named: str = "",
) -> Watched:
    """Return all that a page or a script shows of a scan, or of some days of it.

    Args:
        store: Where it is kept.
        scan: Which.
        since: First day, in UTC; None begins with what has no time.
        until: Last day, in UTC.
        named: What commands must name to find the store, as `store_words` has it.
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
    rules = tuple(_with_breaches(rates.by_rule(days), findings))
    read = [one for one in kept if one.sighting.id in readings]
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
        rules=rules,
        days=tuple(
            DayWindow(
                day=day.day,
                seen=day.seen,
                flagged=_flagged(scan, day, kept),
                rate=rates.of([day]),
            )
            for day in days
        ),
        alarms=tuple(one for one in alarms if not one.rise),
        rises=tuple(one for one in alarms if one.rise),
        clusters=clusters,
        findings=findings,
        shown=tuple(_shown(kept, findings, clusters)),
        emptied=sum(one.emptied for one in kept),
        lost=sum(_is_lost(one, readings) for one in kept),
        gate=Gate.UNPROVEN,
        next="",
        near=0 if scan.of else sum(day.sizes.get(Stratification.NEAR, 0) for day in days),
        undecided=sum(rule.undecided for rule in rules),
        read=len(read),
        breaches=sum(answer(readings[one.sighting.id]) is Answer.BREACH for one in read),
        read_flagged=sum(any(map(is_flagged, one.said)) for one in read),
        read_near=sum(one.stratum is Stratification.NEAR for one in read),
        foreign=foreign_share(kept),
        services=tuple(sorted({one.sighting.source for one in kept} - {""})),
        sample=sample_of(to_draw(days, kept).values(), readings) if rate.seen else 0,
        named=named,
    )
    shown = shown.model_copy(update={"gate": _gate(shown)})
    return shown.model_copy(update={"next": next_of(shown)})


def _with_breaches(
    rules: Iterable[RuleWindow], findings: Iterable[WatchFinding]
) -> Iterator[RuleWindow]:
    confirmed = Counter(one.rule_id for one in findings if is_confirmed(one))
    for rule in rules:
        yield rule.model_copy(update={"breaches": confirmed[rule.rule_id]})


def _is_lost(one: Specimen, read: Collection[str]) -> bool:
    """Tell whether what looks like a breach was deleted before anybody read it."""
    return one.emptied and one.sighting.id not in read and any(map(is_flagged, one.said))


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
    if shown.alarms or shown.rate.low or any(map(is_confirmed, shown.findings)):
        return Gate.BROKEN
    known = shown.rate.estimate is not None and not shown.rate.newer
    known = known and unseen(shown) <= MOST_UNSEEN
    known = known and not refuses_nothing(shown)
    return Gate.HOLDS if known else Gate.UNPROVEN
