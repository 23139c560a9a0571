"""A part of the logs in, what a worker makes of it out: ids first, then counts and exchanges.

Which ids came before is known where all parts are known, so that an exchange that was logged
twice is found wherever the second lies, and counted as repeated there, as one reading of all
would. A worker that can ask reads its part once and keeps it until it is told; one that cannot
reads it twice. What is kept is redacted by the worker: no exchange leaves it as it came.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import anyio

from brightline.errors import BrightlineError, UsageError
from brightline.pipeline.watch.intake import Intake, Missed, Window
from brightline.pipeline.watch.looker import LookerSpec, looker_of
from brightline.pipeline.watch.workers import PART, parts_of
from brightline.records import DayCount, LogShape, Sighting, Specimen
from brightline.records.watched import Packed
from brightline.watch.files import Found
from brightline.watch.ids import HASH_BYTES, hash_of
from brightline.watch.kept import packed, redact_specimen
from brightline.watch.lines import Unreadable, unknown_file
from brightline.watch.parts import Given, Part, Slice, read_slice
from brightline.watch.redact import Finder
from brightline.watch.redact.names import NamesSpec, names_by
from brightline.watch.tally import Floors, Tally

MOST_HELD = 20_000
"""Exchanges of a part that are kept until it is known which came before: some 100 MB. A part
with more is read again."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is the same for all parts."""

    salt: bytes
    share: float
    window: Window
    shape: LogShape | None
    alone: bool
    """Whether a single file was named: then it must have a shape that is known."""
    folder: str
    """Where names of files begin that have no other beginning."""
    names: tuple[NamesSpec, ...] = ()
    """Take names of persons out of what is kept."""
    draws: str = ""
    """As in `records.Scan`."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a worker cannot know of its part alone."""

    spec: LookerSpec
    judge_id: str
    """Of the judge where the scan was begun: a worker with another must not judge."""
    firsts: tuple[int, ...]
    """Of each slice the number of its first line in its file."""
    repeats: frozenset[int]
    """Which of the ids in it came before, counted from 0."""
    floors: Floors = field(default_factory=dict)
    """What need not be kept, as others keep enough already."""


@dataclass(frozen=True, kw_only=True)
class Scout:
    """Asks for the ids in a part."""

    job: Job
    part: Part


@dataclass(frozen=True, kw_only=True)
class Look:
    """Asks for the rest."""

    job: Job
    part: Part
    known: Known


@dataclass(frozen=True, kw_only=True)
class Both:
    """Asks for the ids, and then for the rest."""

    job: Job
    part: Part


@dataclass(frozen=True, kw_only=True)
class Scouted:
    """The ids in a part."""

    hashes: bytes
    """Of each id in order, `HASH_BYTES` each."""
    lines: tuple[int, ...]
    """Lines that begin in each slice."""
    shapes: tuple[tuple[str, LogShape], ...]
    """As what each file is read that begins in it."""
    unreadable: int
    """Lines without an id, as nobody can read them."""

    @property
    def ids(self) -> int:
        """How many there are."""
        return len(self.hashes) // HASH_BYTES


@dataclass(frozen=True, kw_only=True)
class LookedThrough:
    """What a part comes to."""

    ids: int
    days: tuple[DayCount, ...]
    kept: tuple[Packed | Specimen, ...]
    """Redacted."""
    missed: Missed
    problems: tuple[str, ...]
    """The first lines that could not be read."""
    unjudged: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Refused:
    """An error that somebody has to mend before the scan can be."""

    kind: type[BrightlineError]
    message: str
    slug: str
    where: str
    hint: str

    @property
    def error(self) -> BrightlineError:
        """The error, to be raised."""
        return self.kind(self.message, slug=self.slug, where=self.where, hint=self.hint)


@dataclass(frozen=True, kw_only=True)
class Broken:
    """A part that a worker could not do, and would not at another try."""

    why: str


Task = Scout | Look | Both
Answer = Scouted | LookedThrough | Refused | Broken

Ask = Callable[[Scouted], Known]
"""Waits for what is known once the ids of a part are."""


def answer(task: Task, ask: Ask) -> Answer:
    """Do what a task asks; no error ends a worker.

    Args:
        task: What is asked.
        ask: Asked where a task is `Both`.
    """
    try:
        if isinstance(task, Look):
            return look(task)
        return scout(task) if isinstance(task, Scout) else _both(task, ask)
    except BrightlineError as error:
        return Refused(
            kind=type(error),
            message=error.message,
            slug=error.slug,
            where=error.where,
            hint=error.hint,
        )
    except Exception as error:  # noqa: BLE001 - it is counted and named, and costs its part
        return Broken(why=f"{type(error).__name__}: {error}")


def scout(task: Scout) -> Scouted:
    """Return the ids of a part, in order.

    Raises:
        UsageError: the only file that was named cannot be read.
    """
    return _scouted(_Reading(task.job, task.part), task.job)


def look(task: Look) -> LookedThrough:
    """Look at the exchanges of a part, count them, and keep those worth reading, redacted.

    Raises:
        UsageError: the only file that was named cannot be read, or this is another brightline.
        ConfigurationError: the judge cannot be asked as configured.
    """
    return _looked(_Reading(task.job, task.part), task.job, task.known)


def _both(task: Both, ask: Ask) -> LookedThrough:
    reading = _Kept(task.job, task.part)
    return _looked(reading, task.job, ask(_scouted(reading, task.job)))


def _scouted(reading: "_Reading", job: Job) -> Scouted:
    hashes = _Hashes(job.salt)
    intake = Intake(Tally(job.salt), job.window, tell=lambda _problem: None, ids=hashes)
    for _ in intake.wanted(reading.found(begin=intake.begin)):
        pass
    return Scouted(
        hashes=bytes(hashes.found),
        lines=tuple(reading.lines),
        shapes=tuple(reading.shapes),
        unreadable=intake.missed.unreadable,
    )


def _looked(reading: "_Reading", job: Job, known: Known) -> LookedThrough:
    looker = looker_of(known.spec)
    if looker.judge_id != known.judge_id:
        raise UsageError(
            f"a worker has the judge {looker.judge_id}, and the scan was begun with"
            f" {known.judge_id}",
            slug="engine-differs",
            hint="Install the same brightline on every machine.",
        )
    also = tuple(map(_names, job.names))
    tally = Tally(job.salt, share=job.share, draws=job.draws, floors=known.floors)
    told = _Told(known.repeats)
    problems: list[str] = []
    intake = Intake(tally, job.window, tell=problems.append, ids=told)
    unjudged, why = 0, ""
    found = reading.found(known.firsts, begin=intake.begin)
    for some in parts_of(intake.wanted(found), PART):
        for sighting, said in zip(some, anyio.run(looker.look, some), strict=True):
            if isinstance(said, str):
                tally.fail(time=sighting.time)
                unjudged += 1
                why = why or said
            else:
                tally.add(sighting, said)
    return LookedThrough(
        ids=told.count,
        days=tally.days(),
        kept=tuple(packed(redact_specimen(one, job.salt, also=also)) for one in tally.kept()),
        missed=intake.missed,
        problems=tuple(problems),
        unjudged=unjudged,
        why=why,
    )


def _names(told: NamesSpec) -> Finder:
    """Return what finds names, as where the scan was begun."""
    names = names_by(told.model)
    if names.spec.id != told.id:
        raise UsageError(
            f"a worker has the pipeline {names.spec.id}, and the scan was begun with {told.id}",
            slug="engine-differs",
            hint="Install the same pipeline on every machine.",
        )
    return names


Begin = Callable[[str], None]


class _Reading:
    """Reads the slices of a part, and notes how many lines they have."""

    def __init__(self, job: Job, part: Part) -> None:
        self.job = job
        self.part = part
        self.lines: list[int] = []
        self.shapes: list[tuple[str, LogShape]] = []

    def found(self, firsts: tuple[int, ...] = (), *, begin: Begin) -> Iterator[Found]:
        """Yield what is in it.

        Args:
            firsts: Of each slice the number of its first line. Until that is known the first
                byte tells ranges apart as well.
            begin: Told which file comes next.
        """
        for at, one in enumerate(self.part):
            begin(one.path)
            self.lines.append(0)
            yield from self.slice(one, firsts[at] if firsts else _provisional(one))

    def slice(self, one: Slice | Given, first: int) -> Iterator[Found]:
        try:
            yield from read_slice(
                one,
                shape=self.job.shape,
                first=first,
                tell=partial(self._shape, one.path),
                ended=self._ended,
            )
        except UsageError as error:
            if self.job.alone:
                raise
            if isinstance(one, Slice) and one.begins:
                yield unknown_file(one.path, error)

    def _shape(self, path: str, shape: LogShape) -> None:
        self.shapes.append((path, shape))

    def _ended(self, lines: int) -> None:
        self.lines[-1] = lines


class _Kept(_Reading):
    """Keeps what it reads, unless it is much: then it is read again."""

    def __init__(self, job: Job, part: Part) -> None:
        super().__init__(job, part)
        self._kept: list[list[Found]] | None = None

    def found(self, firsts: tuple[int, ...] = (), *, begin: Begin) -> Iterator[Found]:
        if not firsts:
            return self._first(begin)
        return self._again(firsts, begin) if self._kept else super().found(firsts, begin=begin)

    def _first(self, begin: Begin) -> Iterator[Found]:
        kept: list[list[Found]] = []
        room = MOST_HELD

        def noted(path: str) -> None:
            kept.append([])
            begin(path)

        for one in super().found(begin=noted):
            room -= 1
            if room >= 0:
                kept[-1].append(one)
            else:
                kept.clear()
                kept.append([])
            yield one
        self._kept = kept if room >= 0 else None

    def _again(self, firsts: tuple[int, ...], begin: Begin) -> Iterator[Found]:
        for one, first, found in zip(self.part, firsts, self._kept or (), strict=True):
            begin(one.path)
            more = first - _provisional(one)
            yield from (_moved(each, one.path, more) for each in found) if more else found


def _provisional(one: Slice | Given) -> int:
    return one.start + 1 if isinstance(one, Slice) else 1


def _moved(one: Found, path: str, lines: int) -> Found:
    """Return what a line shows, of which it is known by now how many come before it."""
    if isinstance(one, Unreadable):
        return one._replace(where=_line(one.where, path, lines))
    if isinstance(one, Sighting) and one.source:
        return one.model_copy(update={"source": _line(one.source, path, lines)})
    return one


def _line(where: str, path: str, lines: int) -> str:
    name, _, number = where.rpartition(":")
    return f"{path}:{int(number) + lines}" if name == path else where


class _Hashes:
    """Takes every id for new, and notes its hash."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.found = bytearray()

    def add(self, name: str, /) -> bool:
        self.found += hash_of(name, self._key)
        return True


class _Told:
    """Knows by their place which ids came before."""

    def __init__(self, repeats: frozenset[int]) -> None:
        self._repeats = repeats
        self.count = 0

    def add(self, _name: str, /) -> bool:
        self.count += 1
        return self.count - 1 not in self._repeats
