"""Exchanges of any day in, counts and specimens in the store out; few days are held at once.

Logs come in the order of time, as a rule: a day that is over is stored and let go. If more of
it comes later, it is taken up again from the store, and goes on as if it had never left.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from brightline.records import DayCount, Sighting, Skip, Specimen, Suspicion
from brightline.watch.kept import redact_specimen
from brightline.watch.tally import Tally, day_of

HELD = 4
"""Days that are held at once, up to 10 MB each; more where days come in no order."""

SELDOM = 5_000
"""Exchanges to one day that is taken up again, at least, on average."""


class Shelf(Protocol):
    """Where the days of one scan are stored."""

    def write(self, days: Sequence[DayCount], kept: Sequence[Specimen]) -> None:
        """Let counts and specimens take the place of all there are of these days."""
        ...

    def read(self, day: str, ids: Sequence[str]) -> tuple[list[DayCount], list[Specimen]]:
        """Return the counts of a day, and the specimens of these ids."""
        ...


class Days:
    """Tallies of a scan, one for each day."""

    def __init__(self, key: bytes, *, share: float) -> None:
        """Begin with none, and with no shelf: until there is one, all days are held.

        Args:
            key: Of draws and redaction.
            share: Part of the exchanges that is looked at.
        """
        self._key = key
        self._share = share
        self._sample = Tally(key, share=share)
        self._held: OrderedDict[str, Tally] = OrderedDict()
        self._stored: dict[str, tuple[str, ...]] = {}
        """Ids of what is stored of a day, redacted."""
        self._most = HELD
        self._added = self._again = 0
        self.shelf: Shelf | None = None

    def drawn_out(self, sighting: Sighting) -> bool:
        """Tell whether an exchange is not to be looked at, as only a share is."""
        return self._sample.drawn_out(sighting)

    def skip(self, why: Skip, *, time: datetime | None = None) -> None:
        """Count what gives no exchange to look at."""
        self._of(time).skip(why, time=time)

    def fail(self, *, time: datetime | None = None) -> None:
        """Count what could not be read or judged."""
        self._of(time).fail(time=time)

    def add(self, sighting: Sighting, said: Sequence[Suspicion]) -> None:
        """Count one exchange that was looked at."""
        self._added += 1
        self._of(sighting.time).add(sighting, said)

    def store(self) -> None:
        """Store all that is held; none is held then."""
        self._let_go(len(self._held))

    def _of(self, time: datetime | None) -> Tally:
        day = day_of(time)
        tally = self._held.get(day)
        if tally is None:
            tally = self._taken_up(day)
            self._held[day] = tally
            if self.shelf is not None and len(self._held) > self._most:
                self._make_room()
        self._held.move_to_end(day)
        return tally

    def _make_room(self) -> None:
        if self._again * SELDOM > self._added:
            self._most *= 2  # days come in no order: rather hold them than read them for ever
            self._again = 0
        self._let_go(len(self._held) - self._most // 2)

    def _taken_up(self, day: str) -> Tally:
        tally = Tally(self._key, share=self._share)
        ids = self._stored.get(day)
        if ids is not None and self.shelf is not None:
            self._again += 1
            tally.load(*self.shelf.read(day, ids))
        return tally

    def _let_go(self, count: int) -> None:
        if self.shelf is None or count <= 0:
            return
        days: list[DayCount] = []
        kept: list[Specimen] = []
        for _ in range(count):
            name, tally = self._held.popitem(last=False)
            days += tally.days()
            its = list(self._redacted(name, tally))
            self._stored[name] = tuple(one.sighting.id for one in its)
            kept += its
        self.shelf.write(days, kept)

    def _redacted(self, day: str, tally: Tally) -> Iterator[Specimen]:
        done = frozenset(self._stored.get(day, ()))
        for one in tally.kept():
            yield one if one.sighting.id in done else redact_specimen(one, self._key)
