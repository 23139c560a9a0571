"""What was looked at in, counts by day and the exchanges worth reading out.

A scan is cut into parts that any worker may do. Tallies of parts add up to that of the whole,
in whatever order, to the last bit: which exchanges are kept hangs on a keyed hash of their ids
and on their scores, and on nothing that a worker saw before.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Generic, NamedTuple, Protocol, TypeVar

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

LEVELS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8)
"""Probabilities of a breach from which on an exchange is more suspect than below."""

LEVEL_BITS = 4
"""Bits of a level beside the minute in which it was counted."""

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


class Ranked(Protocol):
    """An exchange that is kept, as far as it is told which are: a `Specimen`, or one packed."""

    @property
    def id(self) -> str:
        """Of the exchange."""

    @property
    def day(self) -> str:
        """On which it was."""

    @property
    def stratum(self) -> Stratification:
        """How suspicious it is."""

    @property
    def score(self) -> float:
        """The same as a number."""

    @property
    def draw(self) -> int:
        """Keyed hash of its id."""


Kept = TypeVar("Kept", bound=Ranked)

Edge = tuple[float, str]
"""Rank and id of the last that is kept of a full list: what comes behind it never is."""

Floors = dict[str, dict[Stratification | None, Edge]]
"""The edges of the full lists of each day: those drawn, and the most suspicious (None)."""


class _Entry(NamedTuple, Generic[Kept]):
    """An exchange in a list of those to keep; the first two parts order it."""

    rank: float
    name: str
    kept: Kept


@dataclass(slots=True)
class _RuleDay:
    judged: int = 0
    flagged: int = 0
    undecided: int = 0
    minutes: Counter[int] = field(default_factory=Counter)
    levels: Counter[int] = field(default_factory=Counter)


@dataclass(slots=True)
class _Day(Generic[Kept]):
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
    lists: dict[Stratification | None, list[_Entry[Kept]]] = field(default_factory=dict)
    """What is kept: drawn of each stratum, and the most suspicious (None)."""
    floors: dict[Stratification | None, Edge] = field(default_factory=dict)


class Counts(Generic[Kept]):
    """Counts of a part, or of all, of a scan, day by day, and what is kept of it."""

    def __init__(self, *, floors: Floors | None = None) -> None:
        """Begin with nothing.

        Args:
            floors: Of another part of the same scan: what it keeps for sure need not be kept
                here too.
        """
        self._days: dict[str, _Day[Kept]] = {}
        self._floors = floors or {}

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

    def load(self, days: Iterable[DayCount], kept: Iterable[Kept]) -> None:
        """Add what was counted and kept of other exchanges of the same scan."""
        for count in days:
            _add_count(self._named(count.day), count)
        for one in kept:
            _keep(self._named(one.day), one)

    def days(self) -> tuple[DayCount, ...]:
        """Return the counts of each day, in order."""
        return tuple(_count(name, self._days[name]) for name in sorted(self._days))

    def kept(self) -> tuple[Kept, ...]:
        """Return the exchanges that are kept, each once, in the order of day and id."""
        found: dict[tuple[str, str], Kept] = {}
        for name, day in self._days.items():
            for entry in (one for of in day.lists.values() for one in of):
                found[name, entry.name] = entry.kept
        return tuple(found[at] for at in sorted(found))

    def floors(self) -> Floors:
        """Return behind which edge nothing is kept any more."""
        return {
            name: {
                which: of[-1][:2] for which, of in day.lists.items() if len(of) >= _MOST[which]
            }
            for name, day in self._days.items()
        }

    def _day(self, time: datetime | None) -> _Day[Kept]:
        day = self._named(day_of(time))
        _span(day, time, time)
        return day

    def _named(self, name: str) -> _Day[Kept]:
        day = self._days.get(name)
        if day is None:
            day = self._days[name] = _Day(floors=self._floors.get(name, {}))
        return day


class Tally(Counts[Specimen]):
    """The same, of exchanges that are counted one by one."""

    def __init__(
        self,
        key: bytes,
        *,
        share: float = 1.0,
        draws: str = "",
        floors: Floors | None = None,
    ) -> None:
        """Begin with nothing.

        Args:
            key: Of the hash that draws, at most 64 bytes; the same for all parts of a scan.
            share: Part of the exchanges that is looked at.
            draws: As in `records.Scan`.
            floors: As in `Counts`.
        """
        super().__init__(floors=floors)
        self._key = key
        self._draws = draws and f"draws {draws} "
        self._share = share

    def drawn_out(self, sighting: Sighting) -> bool:
        """Tell whether an exchange is not to be looked at, as only a share is."""
        if self._share >= 1:
            return False
        return self._hash(f"sample {sighting.id}") >= self._share * _HASHED

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
            level = bisect_right(LEVELS, risk(one))
            if level:
                rule.levels[(minute << LEVEL_BITS) + level] += 1
            if is_flagged(one):
                rule.flagged += 1
                rule.minutes[minute] += 1
        draw = self._hash(self._draws + sighting.id)
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


_MOST: dict[Stratification | None, int] = dict(DRAWN.items()) | {None: WORST}


def _is_wanted(
    day: _Day[Kept], stratum: Stratification, draw: int, *, score: float, name: str
) -> bool:
    """Tell whether an exchange would be kept: most are not, and cost nothing more."""
    if _has_room(day, stratum, (draw, name)):
        return True
    return stratum is not Stratification.BULK and _has_room(day, None, (-score, name))


def _has_room(day: _Day[Kept], which: Stratification | None, rank: Edge) -> bool:
    held = day.lists.get(which, [])
    if len(held) >= _MOST[which] and rank >= held[-1][:2]:
        return False
    floor = day.floors.get(which)
    return floor is None or rank < floor


def _keep(day: _Day[Kept], kept: Kept) -> None:
    _push(day, kept.stratum, _Entry(kept.draw, kept.id, kept))
    if kept.stratum is not Stratification.BULK:
        _push(day, None, _Entry(-kept.score, kept.id, kept))


def _push(day: _Day[Kept], which: Stratification | None, entry: _Entry[Kept]) -> None:
    """Put an entry into its place, unless it is there or ranks behind all that are kept."""
    if not _has_room(day, which, entry[:2]):
        return
    held = day.lists.setdefault(which, [])
    at = bisect_left(held, entry[:2], key=_first_two)
    if at < len(held) and held[at][:2] == entry[:2]:
        return
    held.insert(at, entry)
    del held[_MOST[which] :]


def _first_two(entry: _Entry[Kept]) -> Edge:
    return entry[:2]


def _count(name: str, day: _Day[Kept]) -> DayCount:
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
                levels=dict(sorted(rule.levels.items())),
            )
            for rule_id, rule in sorted(day.rules.items())
        },
        minutes=dict(sorted(day.minutes.items())),
        flagged=dict(sorted(day.flagged.items())),
        first=day.first,
        last=day.last,
    )


def _add_count(day: _Day[Kept], count: DayCount) -> None:
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
        rule.levels.update(theirs.levels)


def _span(day: _Day[Kept], first: datetime | None, last: datetime | None) -> None:
    if first and (day.first is None or first < day.first):
        day.first = first
    if last and (day.last is None or last > day.last):
        day.last = last


def day_of(time: datetime | None) -> str:
    """Return the day of a moment in UTC, `NO_DAY` where nobody knows it."""
    return time.astimezone(UTC).date().isoformat() if time else NO_DAY


def _minute(time: datetime | None) -> int:
    return int(time.timestamp() // _SECONDS) if time else NO_MINUTE
