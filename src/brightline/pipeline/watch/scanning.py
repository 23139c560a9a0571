"""Logs and a policy in, a stored scan out: what was seen, judged, left out, and what rings."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice
from typing import Protocol

from brightline.errors import UsageError
from brightline.judge.cascade import models_of
from brightline.pipeline.planning.plan import digest_of
from brightline.pipeline.watch.alarms import alarms_of
from brightline.pipeline.watch.carrying import carry, draws_of
from brightline.pipeline.watch.days import Days
from brightline.pipeline.watch.intake import Intake, Missed, Window
from brightline.pipeline.watch.looker import LookerSpec, looker_with
from brightline.pipeline.watch.past import keep_risen, risen_before
from brightline.pipeline.watch.reviewing import learned
from brightline.pipeline.watch.stopping import Stop
from brightline.pipeline.watch.workers import PAID, PART, here, looked_at
from brightline.ports import Judge
from brightline.records import DayCount, LogShape, Policy, Scan, Sighting, Specimen
from brightline.records.watched import Packed
from brightline.store import WatchStore
from brightline.watch.files import Found, read_file
from brightline.watch.lines import unknown_file
from brightline.watch.looking import FIRST, Looked, choose_cut
from brightline.watch.redact.names import Names
from brightline.watch.screen import Screen
from brightline.watch.screen.likeness import Said


class Read(Protocol):
    """What reads a file, as `read_file` does."""

    def __call__(
        self, path: str, /, *, shape: LogShape | None, tell: Callable[[LogShape], None]
    ) -> Iterator[Found]:
        """Yield what each line shows."""


@dataclass(frozen=True, kw_only=True)
class ScanOrder:
    """What is to be read, and how it is looked at."""

    sources: tuple[str, ...]
    """Files, or `-`; see `watch.sources`."""
    policy: Policy
    policy_file: str
    judge: Judge
    judge_spec: str
    """What --judge said."""
    salt: bytes
    """Secret key of draws and redaction."""
    shape: LogShape | None = None
    """None: guessed for each file."""
    share: float = 1.0
    """Part of the exchanges that is looked at."""
    window: Window = field(default_factory=Window)
    reviewed: tuple[Said, ...] = ()
    """What people said of real requests before: the screen learns of it."""
    draws: str = ""
    """As in `records.Scan`."""
    names: tuple[Names, ...] = ()
    """Take names of persons out of what is kept; none: they stay."""


@dataclass(frozen=True, kw_only=True)
class Telling:
    """Who is told what happens, as it happens."""

    shape: Callable[[str, LogShape], None]
    """Which shape a file is read as."""
    problem: Callable[[str], None]
    """A file or a line that could not be read."""
    looked: Callable[[], None]
    """One more exchange was looked at."""


@dataclass(slots=True)
class Scanned:
    """What came of it besides what is stored."""

    scan: Scan
    """Its `finished_at` is None where it was stopped."""
    missed: Missed
    unjudged: int = 0
    """Exchanges about which the judge could not be asked."""
    why: str = ""
    """Why, for the first of them."""
    carried: int = 0
    """Exchanges that people read in a scan before: what they said counts here too."""


def knowing(order: ScanOrder, store: WatchStore) -> ScanOrder:
    """Return an order with what people said before of what is in a store."""
    reviewed = tuple(learned(store, order.policy))
    made_of = digest_of(order.policy), order.judge.id
    return replace(order, reviewed=reviewed, draws=draws_of(store, made_of, reviewed))


def scan_files(
    order: ScanOrder,
    store: WatchStore,
    *,
    telling: Telling,
    stop: Stop,
    read: Read = read_file,
) -> Scanned:
    """Read logs once, look at what they hold, and store counts and exchanges, redacted.

    A scan that was stopped, or broke off, is stored as one that is not finished.

    Args:
        order: What is read, and how it is looked at.
        store: Where it is kept.
        telling: Told what happens.
        stop: Asked whether it is to end.
        read: Reads a file.

    Raises:
        UsageError: nothing that was named can be read.
        ConfigurationError: the judge cannot be asked as configured.
    """
    started = datetime.now(UTC)
    days = Days(order.salt, share=order.share, draws=order.draws, also=order.names)
    intake = Intake(days, order.window, tell=telling.problem)
    found = found_in(order, telling, begin=intake.begin, read=read)
    wanted = intake.wanted(stop.until(found))
    first = list(islice(wanted, FIRST))
    cut = choose_cut(screen_of(order), first)
    done = Scanned(scan=new_scan(order, cut=cut, now=started), missed=intake.missed)
    with store.lock(done.scan.id):
        shelf = Stored(store, done.scan)
        days.shelf = shelf
        for sighting, said in _looked(order, chain(first, wanted), cut=cut):
            if isinstance(said, str):
                days.fail(time=sighting.time)
                done.unjudged += 1
                done.why = done.why or said
            else:
                days.add(sighting, said)
            telling.looked()
        shelf.begin()
        days.store()
        close_scan(done, store, reviewed=order.reviewed, finished=not stop.asked)
    return done


class Stored:
    """The days of one scan in the store; the scan is there once something of it is."""

    def __init__(self, store: WatchStore, scan: Scan) -> None:
        """Begin; nothing is stored yet."""
        self._store = store
        self._scan = scan
        self._begun = False

    def begin(self) -> None:
        """Store the scan, unless it is there."""
        if not self._begun:
            self._store.start_scan(self._scan)
            self._begun = True

    def write(self, days: Sequence[DayCount], kept: Sequence[Specimen | Packed]) -> None:
        """Let these take the place of all there are of these days."""
        self.begin()
        self._store.write_days(self._scan.id, days, kept)

    def read(self, day: str, ids: Sequence[str]) -> tuple[list[DayCount], list[Specimen]]:
        """Return the counts of a day, and the specimens of these ids."""
        counts = [one for one in self._store.days(self._scan.id) if one.day == day]
        return counts, list(self._store.specimens(self._scan.id, ids))


def close_scan(
    done: Scanned, store: WatchStore, *, reviewed: Sequence[Said], finished: bool
) -> None:
    """Store what rings, what people said before, and how the scan ended.

    Args:
        done: Its counts and what is kept of it are stored.
        store: Where.
        reviewed: What its screen has learned.
        finished: Whether all was read.
    """
    done.carried = carry(store, done.scan)
    days = store.days(done.scan.id)
    now = datetime.now(UTC)
    risen = risen_before(store, done.scan, days, reviewed=reviewed)
    store.write_alarms(done.scan.id, alarms_of(done.scan, days, now=now, risen=risen))
    if finished:
        keep_risen(store, done.scan, days, risen=risen)
    done.scan = done.scan.model_copy(
        update={
            "finished_at": now if finished else None,
            "damaged": tuple(sorted(done.missed.damaged)),
            "unjudged": done.unjudged,
        }
    )
    store.change_scan(done.scan)


def new_scan(order: ScanOrder, *, cut: float, now: datetime) -> Scan:
    """Return the record of a scan that begins."""
    # It loads all that plays a run: here others read meanwhile.
    from brightline.pipeline.library import new_run_id

    return Scan(
        id=new_run_id(now),
        started_at=now,
        policy=order.policy,
        policy_digest=digest_of(order.policy),
        policy_file=order.policy_file,
        judge=order.judge.id,
        sources=order.sources,
        share=order.share,
        draws=order.draws,
        cut=cut,
        names=tuple(one.spec.id for one in order.names),
    )


def _looked(
    order: ScanOrder, wanted: Iterator[Sighting], *, cut: float
) -> Iterator[tuple[Sighting, Looked]]:
    """Yield each exchange with what is said of it."""
    looker = looker_with(order.policy, order.judge, cut=cut, reviewed=order.reviewed)
    paid = bool(models_of(order.judge))
    with here(looker, order.judge) as look:
        yield from looked_at(wanted, look, size=PAID if paid else PART)


def screen_of(order: ScanOrder) -> Screen:
    """Return the screen of a scan."""
    return Screen(order.policy, reviewed=order.reviewed)


def spec_of(order: ScanOrder, *, cut: float) -> LookerSpec:
    """Return what another process makes the same looker of."""
    return LookerSpec(
        policy=order.policy.model_dump_json(),
        judge=order.judge_spec,
        cut=cut,
        reviewed=order.reviewed,
    )


def found_in(
    order: ScanOrder, telling: Telling, *, begin: Callable[[str], None], read: Read = read_file
) -> Iterator[Found]:
    """Yield all that the sources hold; one of several that has no known shape stops nothing.

    Args:
        order: Names them.
        telling: Told as what each is read.
        begin: Told which comes next.
        read: Reads a file.
    """
    for path in order.sources:
        begin(path)
        try:
            tell = partial(telling.shape, path)
            yield from read(path, shape=order.shape, tell=tell)
        except UsageError as error:
            if len(order.sources) == 1:
                raise
            yield unknown_file(path, error)
