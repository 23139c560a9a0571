"""Exchanges of any day in, counts and specimens in the store out; few days are held at once.

Logs come in the order of time, as a rule: a day that is over is stored and let go. If more of
it comes later, it is taken up again from the store, and goes on as if it had never left.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from brightline.records import DayCount, Sighting, Skip, Specimen, Suspicion
from brightline.records.watched import Packed
from brightline.watch.kept import redact_specimen
from brightline.watch.redact import Finder
from brightline.watch.tally import Counts, Floors, Tally, day_of

HELD = 3
"""Days that are held at once, up to 10 MB each; more where days come in no order."""

SELDOM = 5_000
"""Exchanges to one day that is taken up again, at least, on average."""


class Shelf(Protocol):
    """Where the days of one scan are stored."""

    def write(self, days: Sequence[DayCount], kept: Sequence[Specimen | Packed]) -> None:
        """Let counts and specimens take the place of all there are of these days."""
        ...

    def read(self, day: str, ids: Sequence[str]) -> tuple[list[DayCount], list[Specimen]]:
        """Return the counts of a day, and the specimens of these ids."""
        ...


AnyCounts = TypeVar("AnyCounts", bound=Counts[Any])


class _Days(Generic[AnyCounts]):
    """Counts of a scan, for each day of its own, and a shelf for those that are over."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, AnyCounts] = OrderedDict()
        self._stored: dict[str, tuple[str, ...]] = {}
        """Ids of what is stored of a day, redacted."""
        self._most = HELD
        self._added = self._again = 0
        self.shelf: Shelf | None = None
        """Until there is one, all days are held."""

    def skip(self, why: Skip, *, time: datetime | None = None) -> None:
        """Count what gives no exchange to look at."""
        self._of(day_of(time)).skip(why, time=time)

    def fail(self, *, time: datetime | None = None) -> None:
        """Count what could not be read or judged."""
        self._of(day_of(time)).fail(time=time)

    def store(self) -> None:
        """Store all that is held; none is held then."""
        self._let_go(len(self._held))

    def _fresh(self) -> AnyCounts:
        raise NotImplementedError

    def _finished(self, day: str, counts: AnyCounts) -> list[Specimen | Packed]:
        raise NotImplementedError

    def _of(self, day: str) -> AnyCounts:
        counts = self._held.get(day)
        if counts is None:
            counts = self._taken_up(day)
            self._held[day] = counts
            if self.shelf is not None and len(self._held) > self._most:
                self._make_room()
        self._held.move_to_end(day)
        return counts

    def _make_room(self) -> None:
        if self._again * SELDOM > self._added:
            self._most *= 2  # days come in no order: rather hold them than read them for ever
            self._again = 0
        self._let_go(len(self._held) - (self._most + 1) // 2)

    def _taken_up(self, day: str) -> AnyCounts:
        counts = self._fresh()
        ids = self._stored.get(day)
        if ids is not None and self.shelf is not None:
            self._again += 1
            counts.load(*self.shelf.read(day, ids))
        return counts

    def _let_go(self, count: int) -> None:
        if self.shelf is None or count <= 0:
            return
        days: list[DayCount] = []
        kept: list[Specimen | Packed] = []
        for _ in range(count):
            name, counts = self._held.popitem(last=False)
            days += counts.days()
            its = self._finished(name, counts)
            self._stored[name] = tuple(one.id for one in its)
            kept += its
        self.shelf.write(days, kept)


class Days(_Days[Tally]):
    """The same, to which exchanges are added one by one, as they came."""

    def __init__(
        self, key: bytes, *, share: float, draws: str = "", also: Sequence[Finder] = ()
    ) -> None:
        """Begin with none.

        Args:
            key: Of draws and redaction.
            share: Part of the exchanges that is looked at.
            draws: As in `records.Scan`.
            also: More finders of what is redacted, as one of names.
        """
        super().__init__()
        self._key = key
        self._share = share
        self._draws = draws
        self._also = also
        self._sample = self._fresh()

    def drawn_out(self, sighting: Sighting) -> bool:
        """Tell whether an exchange is not to be looked at, as only a share is."""
        return self._sample.drawn_out(sighting)

    def add(self, sighting: Sighting, said: Sequence[Suspicion]) -> None:
        """Count one exchange that was looked at."""
        self._added += 1
        self._of(day_of(sighting.time)).add(sighting, said)

    def _fresh(self) -> Tally:
        return Tally(self._key, share=self._share, draws=self._draws)

    def _finished(self, day: str, counts: Tally) -> list[Specimen | Packed]:
        done = frozenset(self._stored.get(day, ()))
        return [
            one if one.id in done else redact_specimen(one, self._key, also=self._also)
            for one in counts.kept()
        ]


class Gathered(_Days[Counts[Specimen | Packed]]):
    """The same, to which parts are added that others counted, and redacted."""

    def load(self, days: Iterable[DayCount], kept: Iterable[Specimen | Packed]) -> None:
        """Add what a part comes to."""
        its: defaultdict[str, list[Specimen | Packed]] = defaultdict(list)
        for one in kept:
            its[one.day].append(one)
        for count in days:
            self._added += count.seen
            self._of(count.day).load([count], its[count.day])

    def floors(self) -> Floors:
        """Return what need not be kept any more of the days that are held."""
        return {day: counts.floors().get(day, {}) for day, counts in self._held.items()}

    def _fresh(self) -> Counts[Specimen | Packed]:
        return Counts()

    def _finished(self, day: str, counts: Counts[Specimen | Packed]) -> list[Specimen | Packed]:
        del day
        return list(counts.kept())
