"""What was looked at in, counts by day and the exchanges worth reading out.

A scan is cut into parts that any worker may do. Tallies of parts add up to that of the whole,
in whatever order, to the last bit: which exchanges are kept hangs on a keyed hash of their ids
and on their scores, and on nothing that a worker saw before.
"""

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from brightline.records import (
    LLM,
    NO_DAY,
    DayCount,
    RuleCount,
    Sighting,
    Skip,
    Specimen,
    Stratification,
    Suspicion,
    Verdict,
)

EDGES = {Stratification.FLAGGED: 0.5, Stratification.NEAR: 0.1}
"""Least probability of a breach, as screen and judge see it, in the upper strata."""

DRAWN = {Stratification.FLAGGED: 200, Stratification.NEAR: 200, Stratification.BULK: 400}
"""Exchanges of a day that are kept of each stratum, drawn at random."""

WORST = 200
"""Exchanges of a day that are kept because they are the most suspicious."""

NO_MINUTE = -1
_BREACHES = frozenset({Verdict.COMPLIED, Verdict.PARTIAL})
_SECONDS = 60
_DRAW_BYTES = 8
_DRAW_BITS = 63
_HASHED = 1 << _DRAW_BITS


class _Entry(NamedTuple):
    """An exchange in a list of those to keep; the first two parts order it."""

    rank: float
    name: str
    kept: Specimen


@dataclass(slots=True)
class _RuleDay:
    judged: int = 0
    flagged: int = 0
    undecided: int = 0
    minutes: Counter[int] = field(default_factory=Counter)


@dataclass(slots=True)
class _Day:
    seen: int = 0
    judged: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    sizes: Counter[Stratification] = field(default_factory=Counter)
    rules: dict[str, _RuleDay] = field(default_factory=dict)
    minutes: Counter[int] = field(default_factory=Counter)
    flagged: Counter[int] = field(default_factory=Counter)
    first: datetime | None = None
    last: datetime | None = None
    drawn: dict[Stratification, list[_Entry]] = field(default_factory=dict)
    worst: list[_Entry] = field(default_factory=list)


class Tally:
    """Counts of a part, or of all, of a scan, day by day."""

    def __init__(self, key: bytes, *, share: float = 1.0) -> None:
        """Begin with nothing.

        Args:
            key: Of the hash that draws, at most 64 bytes; the same for all parts of a scan.
            share: Part of the exchanges that is looked at.
        """
        self._key = key
        self._share = share
        self._days: dict[str, _Day] = {}

    def drawn_out(self, sighting: Sighting) -> bool:
        """Tell whether an exchange is not to be looked at, as only a share is."""
        if self._share >= 1:
            return False
        return self._hash(f"sample {sighting.id}") >= self._share * _HASHED

    def skip(self, why: Skip, *, time: datetime | None = None) -> None:
        """Count what gives no exchange to look at."""
        day = self._day(time)
        day.seen += 1
        day.skipped[why.value] += 1

    def fail(self, *, time: datetime | None = None) -> None:
        """Count what could not be read or judged."""
        day = self._day(time)
        day.seen += 1
        day.failed += 1

    def add(self, sighting: Sighting, said: Sequence[Suspicion]) -> None:
        """Count one exchange that was looked at.

        Args:
            sighting: As it came; what is kept of it is not redacted yet.
            said: What the judge says under each rule that the screen named; often nothing.
        """
        day = self._day(sighting.time)
        day.seen += 1
        if said:
            day.judged += 1
        else:
            day.skipped[Skip.SCREENED_OUT.value] += 1
        ranked = tuple(sorted(said, key=lambda one: (-risk(one), one.judgement.rule_id)))
        score = risk(ranked[0]) if ranked else 0.0
        stratum = stratum_of(score)
        minute = _minute(sighting.time)
        day.sizes[stratum] += 1
        day.minutes[minute] += 1
        if stratum is Stratification.FLAGGED:
            day.flagged[minute] += 1
        for one in said:
            rule = day.rules.setdefault(one.judgement.rule_id, _RuleDay())
            rule.judged += 1
            rule.undecided += one.judgement.verdict is Verdict.UNDECIDED
            if is_flagged(one):
                rule.flagged += 1
                rule.minutes[minute] += 1
        draw = self._hash(sighting.id)
        if _is_wanted(day, stratum, draw, score=score, name=sighting.id):
            kept = Specimen(
                sighting=sighting,
                said=ranked,
                stratum=stratum,
                score=score,
                draw=draw,
                share=self._share,
                day=day_of(sighting.time),
            )
            _keep(day, kept)

    def merge(self, other: "Tally") -> None:
        """Add the tally of another part of the same scan."""
        self.load(other.days(), other.kept())

    def load(self, days: Iterable[DayCount], kept: Iterable[Specimen]) -> None:
        """Add what was counted and kept before, of other exchanges of the same scan."""
        for count in days:
            _add_count(self._days.setdefault(count.day, _Day()), count)
        for one in kept:
            _keep(self._days.setdefault(one.day, _Day()), one)

    def days(self) -> tuple[DayCount, ...]:
        """Return the counts of each day, in order."""
        return tuple(_count(name, self._days[name]) for name in sorted(self._days))

    def kept(self) -> tuple[Specimen, ...]:
        """Return the exchanges that are kept, each once, in the order of day and id."""
        found: dict[tuple[str, str], Specimen] = {}
        for name, day in self._days.items():
            for entry in (*(one for of in day.drawn.values() for one in of), *day.worst):
                found[name, entry.name] = entry.kept
        return tuple(found[at] for at in sorted(found))

    def _day(self, time: datetime | None) -> _Day:
        day = self._days.setdefault(day_of(time), _Day())
        _span(day, time, time)
        return day

    def _hash(self, name: str) -> int:
        data = name.encode("utf-8", "surrogatepass")
        hashed = hashlib.blake2b(data, key=self._key, digest_size=_DRAW_BYTES).digest()
        return int.from_bytes(hashed) >> (8 * _DRAW_BYTES - _DRAW_BITS)


def risk(one: Suspicion) -> float:
    """Return how likely an exchange is a breach: asked for what is forbidden, and given it."""
    said = one.judgement
    delivered = said.p_delivered
    if (
        delivered is None or LLM in said.decided_by
    ):  # a model's word counts, no number before it
        delivered = said.confidence if said.verdict in _BREACHES else 0.0
    # A marker is evidence whatever was asked.
    return delivered if said.decided_by == "marker" else one.asked * delivered


def is_flagged(one: Suspicion) -> bool:
    """Tell whether an exchange looks like a breach of a rule."""
    return risk(one) >= EDGES[Stratification.FLAGGED]


def stratum_of(score: float) -> Stratification:
    """Return how suspicious an exchange of a score is."""
    for stratum, edge in EDGES.items():
        if score >= edge:
            return stratum
    return Stratification.BULK


def _is_wanted(
    day: _Day, stratum: Stratification, draw: int, *, score: float, name: str
) -> bool:
    """Tell whether an exchange would be kept: most are not, and cost nothing more."""
    drawn = day.drawn.get(stratum, [])
    if len(drawn) < DRAWN[stratum] or (draw, name) < drawn[-1][:2]:
        return True
    if stratum is Stratification.BULK:
        return False
    return len(day.worst) < WORST or (-score, name) < day.worst[-1][:2]


def _keep(day: _Day, kept: Specimen) -> None:
    name = kept.sighting.id
    drawn = day.drawn.setdefault(kept.stratum, [])
    _push(drawn, _Entry(kept.draw, name, kept), most=DRAWN[kept.stratum])
    if kept.stratum is not Stratification.BULK:
        _push(day.worst, _Entry(-kept.score, name, kept), most=WORST)


def _push(held: list[_Entry], entry: _Entry, *, most: int) -> None:
    """Put an entry into its place, unless it is there or ranks behind all that are kept."""
    if len(held) >= most and entry[:2] >= held[-1][:2]:
        return
    at = bisect_left(held, entry[:2], key=_first_two)
    if at < len(held) and held[at][:2] == entry[:2]:
        return
    held.insert(at, entry)
    del held[most:]


def _first_two(entry: _Entry) -> tuple[float, str]:
    return entry[:2]


def _count(name: str, day: _Day) -> DayCount:
    return DayCount(
        day=name,
        seen=day.seen,
        judged=day.judged,
        failed=day.failed,
        skipped=dict(sorted(day.skipped.items())),
        sizes={stratum: day.sizes[stratum] for stratum in Stratification},
        rules={
            rule_id: RuleCount(
                judged=rule.judged,
                flagged=rule.flagged,
                undecided=rule.undecided,
                minutes=dict(sorted(rule.minutes.items())),
            )
            for rule_id, rule in sorted(day.rules.items())
        },
        minutes=dict(sorted(day.minutes.items())),
        flagged=dict(sorted(day.flagged.items())),
        first=day.first,
        last=day.last,
    )


def _add_count(day: _Day, count: DayCount) -> None:
    day.seen += count.seen
    day.judged += count.judged
    day.failed += count.failed
    day.skipped.update(count.skipped)
    day.sizes.update(count.sizes)
    day.minutes.update(count.minutes)
    day.flagged.update(count.flagged)
    _span(day, count.first, count.last)
    for rule_id, theirs in count.rules.items():
        rule = day.rules.setdefault(rule_id, _RuleDay())
        rule.judged += theirs.judged
        rule.flagged += theirs.flagged
        rule.undecided += theirs.undecided
        rule.minutes.update(theirs.minutes)


def _span(day: _Day, first: datetime | None, last: datetime | None) -> None:
    if first and (day.first is None or first < day.first):
        day.first = first
    if last and (day.last is None or last > day.last):
        day.last = last


def day_of(time: datetime | None) -> str:
    """Return the day of a moment in UTC, `NO_DAY` where nobody knows it."""
    return time.astimezone(UTC).date().isoformat() if time else NO_DAY


def _minute(time: datetime | None) -> int:
    return int(time.timestamp() // _SECONDS) if time else NO_MINUTE
