"""A scan in, the same scan done by an engine out: read in parts, counted together."""

import queue
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Protocol

from brightline.errors import InternalError, UsageError
from brightline.judge.cascade import models_of
from brightline.pipeline.watch.engine.children import pack, unpack
from brightline.pipeline.watch.engine.repeats import repeats_in
from brightline.pipeline.watch.engine.work import (
    Answer,
    Broken,
    Job,
    Look,
    LookedThrough,
    Refused,
    Scout,
    Scouted,
    Task,
)
from brightline.pipeline.watch.intake import MOST_NAMED, Intake, Missed
from brightline.pipeline.watch.scanning import (
    Scanned,
    ScanOrder,
    Telling,
    found_in,
    keep_scan,
    new_scan,
    screen_of,
    spec_of,
)
from brightline.pipeline.watch.stopping import Stop
from brightline.records import Sighting
from brightline.store import WatchStore
from brightline.watch.looking import FIRST, choose_cut
from brightline.watch.opening import STDIN
from brightline.watch.parts import Part, cut, sizes_of
from brightline.watch.tally import Tally

LARGEST = 128 * 1024 * 1024
"""Bytes of a part, at most about: a minute of work, which is what a lost worker costs."""

SMALLEST = 1024 * 1024

EACH = 4
"""Parts for each core, at least, where there is enough: the last to end is soon done."""

TRIES = 3
"""Times that a part is begun whose workers die; then its exchanges count as failed."""


class Engine(Protocol):
    """What does tasks in many places at once."""

    cores: int

    def run(self, tasks: Sequence[bytes]) -> Iterator[tuple[int, bytes | None]]:
        """Yield the place of each task and its answer; None where its worker was lost."""
        ...


def scan_spread(
    order: ScanOrder, engine: Engine, store: WatchStore, *, telling: Telling, stop: Stop
) -> Scanned:
    """Do what `scan_files` does, on an engine: what is counted and kept is the same.

    Raises:
        UsageError: nothing that was named can be read, or not by an engine.
        ConfigurationError: the judge cannot be asked as configured.
        InternalError: the engine fails.
    """
    _check(order)
    started = datetime.now(UTC)
    sizes = sizes_of(order.sources)
    wished = sum(one or 0 for one in sizes) // (EACH * engine.cores)
    most = min(LARGEST, max(SMALLEST, wished))
    parts = cut(order.sources, sizes, shape=order.shape, most=most)
    least = choose_cut(screen_of(order), _first(order))
    done = Scanned(scan=new_scan(order, cut=least, now=started), missed=Missed())
    with store.lock(done.scan.id):
        reading = _Spread(order, engine, done, telling=telling, stop=stop)
        reading.scout(parts)
        reading.look(parts)
        keep_scan(done, reading.tally, store=store, finished=not stop.asked)
    return done


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


def _first(order: ScanOrder) -> list[Sighting]:
    """Return the exchanges by which the cut is chosen: those that one reading of all finds."""
    uncounted = Tally(order.salt, share=order.share)
    quiet = Telling(shape=lambda *_: None, problem=lambda _: None, looked=lambda: None)
    intake = Intake(uncounted, order.window, tell=quiet.problem)
    found = found_in(order, quiet, begin=intake.begin)
    return list(islice(intake.wanted(found), FIRST))


class _Spread:
    """One scan, while it is done."""

    def __init__(
        self, order: ScanOrder, engine: Engine, done: Scanned, *, telling: Telling, stop: Stop
    ) -> None:
        self._engine = engine
        self._done = done
        self._telling = telling
        self._stop = stop
        self._scouted: dict[int, Scouted] = {}
        self._job = Job(
            spec=spec_of(order, cut=done.scan.cut),
            judge_id=order.judge.id,
            salt=order.salt,
            share=order.share,
            window=order.window,
            shape=order.shape,
            alone=len(order.sources) == 1,
            folder=str(Path.cwd()),
        )
        self.tally = Tally(order.salt, share=order.share)

    def scout(self, parts: Sequence[Part]) -> None:
        """Learn which ids each part holds, and how many lines."""
        tasks = {at: Scout(job=self._job, part=part) for at, part in enumerate(parts)}
        for at, said in self._settled(tasks):
            if isinstance(said, Scouted):
                self._scouted[at] = said
                for path, shape in said.shapes:
                    self._telling.shape(path, shape)
            else:
                self._lose(parts[at], 1, said)
                self._done.missed.unreadable += 1
                self._done.missed.damaged.append(parts[at][0].path)

    def look(self, parts: Sequence[Part]) -> None:
        """Look at all parts, and add up what comes of them."""
        known = sorted(self._scouted)
        repeats = repeats_in([self._scouted[at].hashes for at in known])
        firsts = _firsts(parts, self._scouted)
        tasks = {
            at: Look(job=self._job, part=parts[at], firsts=firsts[at], repeats=again)
            for at, again in zip(known, repeats, strict=True)
        }
        problems: dict[int, tuple[str, ...]] = {}
        whys: dict[int, str] = {}
        for at, said in self._settled(tasks):
            if isinstance(said, LookedThrough) and said.ids == self._scouted[at].ids:
                self._add(said)
                problems[at] = said.problems
                whys[at] = said.why
            else:
                count = self._scouted[at].ids + self._scouted[at].unreadable
                whys[at] = self._lose(parts[at], count, said)
                self._done.unjudged += count
        named = [one for at in sorted(problems) for one in problems[at]]
        for problem in named[:MOST_NAMED]:
            self._telling.problem(problem)
        self._done.why = next((whys[at] for at in sorted(whys) if whys[at]), "")

    def _add(self, said: LookedThrough) -> None:
        self.tally.load(said.days, said.kept)
        missed = self._done.missed
        missed.outside += said.missed.outside
        missed.timeless.update(said.missed.timeless)
        missed.unreadable += said.missed.unreadable
        missed.damaged += said.missed.damaged
        self._done.unjudged += said.unjudged
        for _ in range(sum(sum(day.sizes.values()) for day in said.days) + said.unjudged):
            self._telling.looked()

    def _lose(self, part: Part, count: int, said: Answer | None) -> str:
        """Count what a part holds as failed, say so, and return why."""
        if isinstance(said, Broken):
            why = said.why
        elif said is None:
            why = f"{TRIES} workers died over it"
        else:
            why = "it changed while it was read"
        for _ in range(count):
            self.tally.fail()
        name = part[0].path + (f" and {len(part) - 1} more" if len(part) > 1 else "")
        self._telling.problem(f"{name}, from byte {part[0].start} on: {why}")
        return why

    def _settled(self, tasks: Mapping[int, Task]) -> Iterator[tuple[int, Answer | None]]:
        for at, said in self._stop.until(settled(self._engine, tasks)):
            if isinstance(said, Refused):
                raise said.error
            yield at, said


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


def _firsts(parts: Sequence[Part], scouted: dict[int, Scouted]) -> dict[int, tuple[int, ...]]:
    """Return of each part the numbers of the first lines of its slices."""
    begun: Counter[str] = Counter()
    found: dict[int, tuple[int, ...]] = {}
    for at, part in enumerate(parts):
        lines = scouted[at].lines if at in scouted else (0,) * len(part)
        firsts = []
        for one, count in zip(part, lines, strict=True):
            firsts.append(begun[one.path] + 1)
            begun[one.path] += count
        found[at] = tuple(firsts)
    return found
