"""A scan in, the same scan done by many out: read in parts, counted together."""

import queue
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Protocol

from brightline.errors import InternalError, UsageError
from brightline.judge.cascade import models_of
from brightline.pipeline.watch.days import Gathered
from brightline.pipeline.watch.engine.children import pack, unpack
from brightline.pipeline.watch.engine.crew import TRIES, Crew
from brightline.pipeline.watch.engine.streams import LongError, Streams
from brightline.pipeline.watch.engine.work import (
    Answer,
    Both,
    Broken,
    Job,
    Known,
    Look,
    LookedThrough,
    Refused,
    Scout,
    Scouted,
    Task,
)
from brightline.pipeline.watch.intake import MOST_NAMED, Intake, Missed
from brightline.pipeline.watch.scanning import (
    Read,
    Scanned,
    ScanOrder,
    Stored,
    Telling,
    close_scan,
    found_in,
    new_scan,
    scan_files,
    screen_of,
    spec_of,
)
from brightline.pipeline.watch.stopping import Stop
from brightline.store import WatchStore
from brightline.watch.files import read_file
from brightline.watch.ids import Ids
from brightline.watch.looking import FIRST, choose_cut
from brightline.watch.opening import STDIN
from brightline.watch.parts import Part, Slice, cut, sizes_of
from brightline.watch.tally import Tally

LARGEST = 128 * 1024 * 1024
"""Bytes of a part, at most about: a minute of work, which is what a lost worker costs."""

LARGEST_HERE = 4 * 1024 * 1024
"""The same where children of this process look: they hold what they read."""

SMALLEST = 1024 * 1024

EACH = 4
"""Parts for each core, at least, where there is enough: the last to end is soon done."""


class Engine(Protocol):
    """What does tasks in many places at once."""

    cores: int

    def run(self, tasks: Sequence[bytes]) -> Iterator[tuple[int, bytes | None]]:
        """Yield the place of each task and its answer; None where its worker was lost."""
        ...


def scan_spread(
    engine: Engine, order: ScanOrder, store: WatchStore, *, telling: Telling, stop: Stop
) -> Scanned:
    """Do what `scan_files` does, on an engine: what is counted and kept is the same.

    Raises:
        UsageError: nothing that was named can be read, or not by an engine.
        ConfigurationError: the judge cannot be asked as configured.
        InternalError: the engine fails.
    """
    _check(order)
    sizes = sizes_of(order.sources)
    most = _part_size(sizes, engine.cores, LARGEST)
    parts = cut(order.sources, sizes, shape=order.shape, most=most)
    reading = _Spread(order, telling=telling, stop=stop)
    with reading.stored(store, cut=_cut_of(order, stop)):
        reading.spread(parts, engine)
    return reading.done


def scan_here(
    crew: Crew, order: ScanOrder, store: WatchStore, *, telling: Telling, stop: Stop
) -> Scanned:
    """Do what `scan_files` does, by several processes: what is counted and kept is the same.

    Raises:
        UsageError: nothing that was named can be read.
        ConfigurationError: the judge cannot be asked as configured.
    """
    sizes = sizes_of(order.sources)
    most = _part_size(sizes, crew.jobs, LARGEST_HERE)
    parts = cut(order.sources, sizes, shape=order.shape, most=most)
    reading = _Spread(order, telling=telling, stop=stop)
    with Streams(order, most, telling=telling, stop=stop) as streams:
        tasks = reading.tasks(streams.filled(parts, sizes))
        is_early = None not in sizes
        if is_early:
            crew.begin(tasks)
        try:
            least = _cut_of(order, stop, read=streams.read)
        except LongError:  # nearly all is left out: then reading is all the work
            return scan_files(order, store, telling=telling, stop=stop, read=streams.again)
        if not is_early:
            crew.begin(tasks)
        with reading.stored(store, cut=least):
            for at, said in crew.answers(reading.known):
                reading.take(at, said)
    return reading.done


def _part_size(sizes: Sequence[int | None], cores: int, largest: int) -> int:
    wished = sum(one or 0 for one in sizes) // (EACH * cores)
    return min(largest, max(SMALLEST, wished))


def _check(order: ScanOrder) -> None:
    if STDIN in order.sources:
        raise UsageError(
            "standard input can be read by this machine alone",
            slug="engine-unfit",
            hint="Leave --engine out, or name files that every machine can read.",
        )
    if models_of(order.judge):
        raise UsageError(
            "a judge that asks a model has one budget, and an engine has many workers",
            slug="engine-unfit",
            hint="Leave --engine out, or judge offline: --judge embedded.",
        )


def _cut_of(order: ScanOrder, stop: Stop, *, read: Read = read_file) -> float:
    """Return the cut that the first exchanges choose: those that one reading of all finds."""
    uncounted = Tally(order.salt, share=order.share)
    quiet = Telling(shape=lambda *_: None, problem=lambda _: None, looked=lambda: None)
    intake = Intake(uncounted, order.window, tell=quiet.problem)
    found = found_in(order, quiet, begin=intake.begin, read=read)
    first = list(islice(intake.wanted(stop.until(found)), FIRST))
    return choose_cut(screen_of(order), first)


class _Spread:
    """One scan, while it is done."""

    def __init__(self, order: ScanOrder, *, telling: Telling, stop: Stop) -> None:
        self._order = order
        self._telling = telling
        self._stop = stop
        self._job = Job(
            salt=order.salt,
            share=order.share,
            draws=order.draws,
            window=order.window,
            shape=order.shape,
            alone=len(order.sources) == 1,
            folder=str(Path.cwd()),
            names=tuple(one.spec for one in order.names),
        )
        self._ids = Ids(order.salt)
        self._begun: Counter[str] = Counter()
        """Lines of each file that began so far."""
        self._parts: dict[int, Part] = {}
        """Those that are not done."""
        self._counts: dict[int, tuple[int, int]] = {}
        """How many ids they hold, and how many lines that nobody can read."""
        self._problems: dict[int, tuple[str, ...]] = {}
        self._whys: dict[int, str] = {}
        self._days = Gathered()

    @contextmanager
    def stored(self, store: WatchStore, *, cut: float) -> Iterator[None]:
        """Begin the scan in a store, now that the cut is known, and end it there."""
        scan = new_scan(self._order, cut=cut, now=datetime.now(UTC))
        self._spec = spec_of(self._order, cut=cut)
        self.done = Scanned(scan=scan, missed=Missed())
        with store.lock(scan.id):
            self._days.shelf = shelf = Stored(store, scan)
            yield
            named = [one for at in sorted(self._problems) for one in self._problems[at]]
            for problem in named[:MOST_NAMED]:
                self._telling.problem(problem)
            self.done.why = next((self._whys[at] for at in sorted(self._whys)), "")
            shelf.begin()
            self._days.store()
            reviewed = self._order.reviewed
            close_scan(self.done, store, reviewed=reviewed, finished=not self._stop.asked)

    def tasks(self, parts: Iterator[Part]) -> Iterator[Both]:
        """Yield what children are to do."""
        for at, part in enumerate(parts):
            self._parts[at] = part
            yield Both(job=self._job, part=part)

    def spread(self, parts: Sequence[Part], engine: Engine) -> None:
        """Have an engine look at all parts, after it read them once for their ids."""
        self._parts = dict(enumerate(parts))
        scouted: dict[int, Scouted] = {}
        tasks = {at: Scout(job=self._job, part=part) for at, part in enumerate(parts)}
        for at, said in self._settled(engine, tasks):
            if isinstance(said, Scouted):
                scouted[at] = said
            else:
                self.take(at, said)
        looks = {
            at: Look(job=self._job, part=parts[at], known=self.known(at, scouted.pop(at)))
            for at in sorted(scouted)
        }
        for at, said in self._settled(engine, looks):
            self.take(at, said)

    def known(self, at: int, said: Scouted) -> Known:
        """Take up the ids of a part, after those of all before it, and return what is known."""
        for path, shape in said.shapes:
            self._telling.shape(path, shape)
        firsts = []
        for one, count in zip(self._parts[at], said.lines, strict=True):
            firsts.append(self._begun[one.path] + 1)
            self._begun[one.path] += count
        self._counts[at] = said.ids, said.unreadable
        return Known(
            spec=self._spec,
            judge_id=self._order.judge.id,
            firsts=tuple(firsts),
            repeats=self._ids.came_before(said.hashes),
            floors=self._days.floors(),
        )

    def take(self, at: int, said: Answer | None) -> None:
        """Add what a part comes to, or count it as failed."""
        part = self._parts.pop(at)
        counts = self._counts.pop(at, None)
        if isinstance(said, Refused):
            raise said.error
        if counts is None:
            self._lose(at, part, said, count=1)
            self.done.missed.unreadable += 1
            self.done.missed.damaged.append(part[0].path)
        elif isinstance(said, LookedThrough) and said.ids == counts[0]:
            self._add(at, said)
        else:
            count = sum(counts)
            self._lose(at, part, said, count=count)
            self.done.unjudged += count

    def _add(self, at: int, said: LookedThrough) -> None:
        self._days.load(said.days, said.kept)
        missed = self.done.missed
        missed.outside += said.missed.outside
        missed.timeless.update(said.missed.timeless)
        missed.roles.update(said.missed.roles)
        missed.clashing += said.missed.clashing
        missed.unreadable += said.missed.unreadable
        missed.damaged += said.missed.damaged
        self.done.unjudged += said.unjudged
        if said.problems:
            self._problems[at] = said.problems
        if said.why:
            self._whys[at] = said.why
        for _ in range(sum(sum(day.sizes.values()) for day in said.days) + said.unjudged):
            self._telling.looked()

    def _lose(self, at: int, part: Part, said: Answer | None, *, count: int) -> None:
        """Count what a part holds as failed, and say so."""
        if isinstance(said, Broken):
            why = said.why
        elif said is None:
            why = f"{TRIES} workers died over it"
        else:
            why = "it changed while it was read"
        for _ in range(count):
            self._days.fail()
        first = part[0]
        name = first.path + (f" and {len(part) - 1} more" if len(part) > 1 else "")
        place = first.start if isinstance(first, Slice) else 0
        self._telling.problem(f"{name}, from byte {place} on: {why}")
        self._whys[at] = why

    def _settled(
        self, engine: Engine, tasks: Mapping[int, Task]
    ) -> Iterator[tuple[int, Answer | None]]:
        return self._stop.until(settled(engine, tasks))


def settled(engine: Engine, tasks: Mapping[int, Task]) -> Iterator[tuple[int, Answer | None]]:
    """Yield what comes of each task; None where each worker that began it was lost.

    Raises:
        InternalError: the engine fails, again and again.
    """
    left = list(tasks)
    lost: Counter[int] = Counter()
    idle = 0
    while left:
        rest = set(left)
        try:
            for place, said in _elsewhere(engine, [pack(tasks[at]) for at in left]):
                at = left[place]
                if said is not None:
                    rest.discard(at)
                    yield at, unpack(said)
                else:
                    lost[at] += 1
        except _EngineError as error:
            idle = idle + 1 if len(rest) == len(left) else 0
            if idle >= TRIES:
                raise InternalError(
                    f"the engine fails: {error}",
                    slug="engine-failed",
                    hint="Look at the logs of its machines; without --engine this one does it.",
                ) from error
        gone = [at for at in left if at in rest and lost[at] >= TRIES]
        yield from ((at, None) for at in gone)
        left = [at for at in left if at in rest and lost[at] < TRIES]


class _EngineError(Exception):
    """What an engine raised, from its thread."""


def _elsewhere(engine: Engine, tasks: Sequence[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Yield what an engine yields; it waits in a thread, so that this one hears signals."""
    said: queue.Queue[tuple[int, bytes | None] | Exception | None] = queue.Queue(EACH)

    def wait() -> None:
        try:
            for one in engine.run(tasks):
                said.put(one)
            said.put(None)
        except Exception as error:  # noqa: BLE001 - any engine has errors of its own
            said.put(error)

    threading.Thread(target=wait, daemon=True).start()
    while (one := said.get()) is not None:
        if isinstance(one, Exception):
            raise _EngineError(_first_line(one)) from one
        yield one


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
