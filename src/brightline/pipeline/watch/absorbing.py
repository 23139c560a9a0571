"""What was received in, counted, judged and stored out, in steps that each happen or do not."""

import json
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from brightline.pipeline.watch.alarms import Listener
from brightline.pipeline.watch.looker import looker_with
from brightline.pipeline.watch.reading_rows import Read, only, read_traces
from brightline.pipeline.watch.reviewing import learned
from brightline.pipeline.watch.rises import RISES, Risen, without_levels
from brightline.pipeline.watch.totals import Totals
from brightline.ports import Judge
from brightline.records import (
    SILENCE,
    DayCount,
    Scan,
    Sighting,
    Skip,
    Specimen,
    Suspicion,
    WatchAlarm,
    digest,
)
from brightline.store import WatchStore
from brightline.watch.looking import FIRST, Looked, Looker, cut_by, cut_so_far, most_suspect
from brightline.watch.screen import Screen
from brightline.watch.tally import Tally

STEP = 1_000
"""Rows that are looked at in one step, at most, but one trace at least."""

DAYS_HELD = 8
"""Days whose exchanges are held in memory: those that are still added to."""

TRIES = 10
"""How often a judge that fails for all is asked again before they are counted as failed."""

FEW, FEW_TRIES = 5, 3
"""Where it fails for so few it may be for what they say: then it is tried less often."""

LEARN_EVERY = timedelta(hours=1)
"""How often it is looked what people said since."""

LAST = "live:last"
"""Where the moment of the last exchange is kept; no rule can be called so."""

SCORES = "live:first"
"""Where the scores of the first exchanges are kept until the cut is chosen by them."""


class Absorbed(NamedTuple):
    """What one step did."""

    rows: int
    """Rows that are over with it; 0: nothing was ready."""
    judged: Sequence[tuple[Sighting, tuple[Suspicion, ...]]]
    alarms: tuple[WatchAlarm, ...]
    more: bool
    """Whether more waits that could be looked at now."""
    over: timedelta | None = None
    """How long nothing came, where it rang for that and an exchange came with it."""


NOTHING = Absorbed(0, (), (), more=False)


class Absorber:
    """Takes whole traces out of the inbox of a store, and leaves their counts in it."""

    def __init__(
        self,
        store: WatchStore,
        scan: Scan,
        judge: Judge,
        *,
        salt: bytes,
        say: Callable[[str], object],
    ) -> None:
        """Go on with a scan where it was left.

        Args:
            store: Where it is kept; nobody else may write this scan.
            scan: One that listens.
            judge: Reads what the screen names.
            salt: Key of the draws.
            say: Told what goes wrong.
        """
        self.scan = scan
        self.totals = Totals(store.days(scan.id))
        self.alarms = list(store.alarms(scan.id))
        self._store = store
        self._judge = judge
        self._salt = salt
        self._say = say
        self._reviewed = learned(store, scan.policy)
        self._learned_at: datetime | None = None
        self._screen = Screen(scan.policy, reviewed=self._reviewed)
        self._days: OrderedDict[str, Tally] = OrderedDict()
        states = store.detectors(scan.id)
        self._first: list[float] = json.loads(states.get(SCORES, "[]"))
        self._looker = self._new_looker(scan.cut)
        self._states = {rule: one for rule, one in states.items() if ":" not in rule}
        self._risen = states.get(RISES)
        self.last = _moment(states.get(LAST))
        self._failures = 0
        self.why_stuck = ""
        """Why the judge could not be asked when it was asked last; empty where it could."""

    @property
    def values(self) -> dict[str, float]:
        """How loud each rule is."""
        return Listener(self.scan.policy, states=self._states).values()

    @property
    def rise_values(self) -> dict[str, float]:
        """How loud each is that more is suspect than before."""
        return self._new_rises().values()

    def rang(self, *, rise: bool = False) -> Counter[str]:
        """Return how often each rule rang, or rose."""
        return Counter(one.rule_id for one in tuple(self.alarms) if one.rise == rise)

    @property
    def stuck(self) -> bool:
        """Whether the judge can be asked for nothing at present."""
        return self._failures > 0

    async def step(self, now: datetime, *, settle: timedelta) -> Absorbed:
        """Look at what waits of traces that have been quiet, and store what comes of it.

        Args:
            now: The moment.
            settle: How long nothing of a trace must have come.

        Raises:
            StoreError: nothing of the step was stored; it can be done again.
            ConfigurationError: the judge cannot be asked as configured.
        """
        rows = self._store.pending(before=now - settle, limit=STEP)
        if not rows:
            return NOTHING
        read = read_traces(rows, take_in=self._store.take_in)
        if not read.taken:
            return Absorbed(0, (), (), more=read.later)
        read = only(read, self.scan.services)
        self._learn(now)
        fresh = Tally(self._salt, share=self.scan.share)
        wanted = self._count_others(read, fresh)
        first = self._weighed(wanted)
        said = await self._looker_by(first).look(wanted)
        if self._is_out_of_order(said):
            return NOTHING
        judged = _tallied(fresh, wanted, said)
        silent = self._silent()
        alarms = self._absorb(read, fresh, first=first, now=now)
        more = read.later or len(rows) >= STEP // 2
        over = _length(silent[-1], self.alarms) if silent and not self._silent() else None
        return Absorbed(len(read.taken), judged, alarms, more=more, over=over)

    def hear_silence(self, now: datetime, *, started: datetime, after: timedelta) -> bool:
        """Store an alarm when no exchange came for too long; once, until one comes.

        Args:
            now: The moment.
            started: When this program began to listen: before, nothing could come.
            after: How long.

        Returns:
            Whether it rang.
        """
        since = max(self.last or started, started)
        if self._silent() or now - since < after:
            return False
        alarm = WatchAlarm(
            rule_id=SILENCE,
            at=self.last,
            rung_at=now,
            value=(now - since).total_seconds(),
            accepted=0.0,
            flagged=0,
            heard=0,
        )
        self._store.write_alarms(self.scan.id, (alarm,))
        self.alarms.append(alarm)
        return True

    def _silent(self) -> list[WatchAlarm]:
        """Return the alarms of a silence that goes on."""
        return [one for one in self.alarms if one.rule_id == SILENCE and not one.over_at]

    def forget(self) -> None:
        """Hold nothing in memory of what may have been deleted meanwhile."""
        self._days.clear()

    def _learn(self, now: datetime) -> None:
        """Take up what people said of exchanges since it was looked last."""
        if self._learned_at is not None and now - self._learned_at < LEARN_EVERY:
            return
        reviewed = learned(self._store, self.scan.policy)
        self._learned_at = now
        if reviewed != self._reviewed:
            self._reviewed = reviewed
            self._screen = Screen(self.scan.policy, reviewed=reviewed)
            self._looker = self._new_looker(self.scan.cut)

    def _count_others(self, read: Read, fresh: Tally) -> list[Sighting]:
        """Count what gives nothing to look at, and return the rest."""
        for why in read.broken:
            self._say(f"a trace cannot be read and is counted as failed: {why}")
            fresh.fail()
        for one in read.skipped:
            fresh.skip(one.why, time=one.time)
        wanted = []
        for sighting in read.found:
            if fresh.drawn_out(sighting):
                fresh.skip(Skip.SAMPLED_OUT, time=sighting.time)
            else:
                wanted.append(sighting)
        return wanted

    def _is_out_of_order(self, said: Sequence[Looked]) -> bool:
        """Tell whether the judge failed for all that it was asked, as when it is down."""
        failed = [one for one in said if isinstance(one, str)]
        asked = len(failed) + sum(1 for one in said if one and not isinstance(one, str))
        tries = TRIES if asked > FEW else FEW_TRIES
        if asked:
            self.why_stuck = failed[0] if len(failed) == asked else ""
        if not self.why_stuck or not failed or self._failures >= tries:
            self._failures = 0
            return False
        self._failures += 1
        return True

    def _absorb(
        self, read: Read, fresh: Tally, *, first: list[float], now: datetime
    ) -> tuple[WatchAlarm, ...]:
        counts = fresh.days()
        listener = Listener(self.scan.policy, states=self._states)
        alarms = listener.hear(counts, now=now)
        states = listener.states()
        rises = self._new_rises()
        alarms += rises.hear(counts, now=now)
        came = max(row.at for row in read.taken) if read.found else None
        last = max(filter(None, (came, self.last)), default=None)
        told = {LAST: json.dumps(last.isoformat())} if last else {}
        told[SCORES] = json.dumps(first)
        told[RISES] = rises.state
        again = min((row.at for row in read.taken), default=now) if read.found else None
        over = [one.model_copy(update={"over_at": again}) for one in self._silent() if again]
        days, kept = self._added(without_levels(counts), fresh.kept())
        try:
            self._store.absorb(
                self.scan.id,
                read.taken,
                days=days,
                kept=kept,
                alarms=(*over, *alarms),
                detectors=states | told,
            )
        except BaseException:
            self.forget()  # what was added is not stored
            raise
        self._states, self.last, self._first = states, last, first
        self._risen = told[RISES]
        ended = {one.rung_at: one for one in over}
        self.alarms = [
            ended.get(one.rung_at, one) if one.rule_id == SILENCE else one
            for one in self.alarms
        ]
        self.alarms += alarms
        self.totals.add(counts)
        self._choose_cut()
        return alarms

    def _new_rises(self) -> Risen:
        # A screen that learned, or that names less, suspects otherwise than before.
        by = digest(f"{self.scan.cut} {self._reviewed}")
        return Risen(self.scan.policy, by=by, state=self._risen)

    def _added(
        self, counts: Sequence[DayCount], kept: Sequence[Specimen]
    ) -> tuple[list[DayCount], list[Specimen]]:
        """Return the days that were added to, as they are with it."""
        days: list[DayCount] = []
        every: list[Specimen] = []
        for count in counts:
            tally = self._day(count.day)
            tally.load([count], [one for one in kept if one.day == count.day])
            days += tally.days()
            every += tally.kept()
        return days, every

    def _day(self, name: str) -> Tally:
        tally = self._days.pop(name, None)
        if tally is None:
            tally = Tally(self._salt, share=self.scan.share)
            old = [one for one in self._store.days(self.scan.id) if one.day == name]
            if old:
                some = self._store.specimens(self.scan.id)
                tally.load(old, [one for one in some if one.day == name])
        self._days[name] = tally
        while len(self._days) > DAYS_HELD:
            self._days.popitem(last=False)
        return tally

    def _weighed(self, wanted: Sequence[Sighting]) -> list[float]:
        """Return the scores of the first exchanges, with these; none once the cut is chosen."""
        if self.scan.cut or not wanted:
            return self._first
        more = [round(one, 6) for one in most_suspect(self._screen, wanted)]
        return [*self._first, *more][:FIRST]

    def _looker_by(self, first: Sequence[float]) -> Looker:
        """Return what looks; until the cut is chosen for good, it follows what came so far."""
        return self._looker if self.scan.cut else self._new_looker(cut_so_far(first))

    def _choose_cut(self) -> None:
        """Choose the cut for good, once enough came."""
        if self.scan.cut or len(self._first) < FIRST:
            return
        scan = self.scan.model_copy(update={"cut": cut_by(self._first)})
        self._store.change_scan(scan)
        self.scan, self._first = scan, []
        self._looker = self._new_looker(scan.cut)

    def _new_looker(self, cut: float) -> Looker:
        return looker_with(
            self.scan.policy,
            self._judge,
            cut=cut,
            reviewed=self._reviewed,
        )


def _length(rung: WatchAlarm, alarms: Sequence[WatchAlarm]) -> timedelta:
    """Return how long a silence was that is over."""
    ends = (
        one.over_at for one in alarms if (one.rule_id, one.rung_at) == (SILENCE, rung.rung_at)
    )
    end = next(ends, None) or rung.rung_at
    return timedelta(seconds=rung.value) + max(end - rung.rung_at, timedelta())


def _tallied(
    fresh: Tally, wanted: Sequence[Sighting], said: Sequence[Looked]
) -> list[tuple[Sighting, tuple[Suspicion, ...]]]:
    judged = []
    for sighting, looked in zip(wanted, said, strict=True):
        if isinstance(looked, str):
            fresh.fail(time=sighting.time)
        else:
            fresh.add(sighting, looked)
            if looked:
                judged.append((sighting, looked))
    return judged


def _moment(state: str | None) -> datetime | None:
    return datetime.fromisoformat(json.loads(state)) if state else None
