"""A part of the logs in, what a worker makes of it out: ids first, then counts and exchanges.

Each part is read twice: first for the ids in it, so that an exchange that was logged twice is
found wherever the second lies, and counted as repeated there, as one reading of all would.
What is kept is redacted by the worker: no exchange leaves it as it came.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b

import anyio

from brightline.errors import BrightlineError, UsageError
from brightline.pipeline.watch.intake import Intake, Missed, Window
from brightline.pipeline.watch.looker import LookerSpec, looker_of
from brightline.pipeline.watch.workers import PART, parts_of
from brightline.records import DayCount, LogShape, Specimen
from brightline.watch.files import Found
from brightline.watch.kept import redact_specimen
from brightline.watch.lines import unknown_file
from brightline.watch.parts import Part, Slice, read_slice
from brightline.watch.tally import Tally

HASH_BYTES = 10
"""Of an id: among a billion of them one in 10^6 scans takes two for the same."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is the same for all parts."""

    spec: LookerSpec
    judge_id: str
    """Of the judge where the scan was begun: a worker with another must not judge."""
    salt: bytes
    share: float
    window: Window
    shape: LogShape | None
    alone: bool
    """Whether a single file was named: then it must have a shape that is known."""
    folder: str
    """Where names of files begin that have no other beginning."""


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
    firsts: tuple[int, ...]
    """Of each slice the number of its first line in its file."""
    repeats: frozenset[int]
    """Which of the ids in it came before, counted from 0."""


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
    kept: tuple[Specimen, ...]
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


Task = Scout | Look
Answer = Scouted | LookedThrough | Refused | Broken


def answer(task: Task) -> Answer:
    """Do what a task asks; no error ends a worker."""
    try:
        return scout(task) if isinstance(task, Scout) else look(task)
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
    job = task.job
    hashes = _Hashes(job.salt)
    reading = _Reading(job)
    # How many lines came before nobody knows yet: the first byte tells ranges apart as well.
    firsts = tuple(one.start + 1 for one in task.part)
    uncounted = Tally(job.salt)
    intake = Intake(uncounted, job.window, tell=lambda _problem: None, ids=hashes)
    for _ in intake.wanted(reading.found(task.part, firsts, begin=intake.begin)):
        pass
    return Scouted(
        hashes=bytes(hashes.found),
        lines=tuple(reading.lines),
        shapes=tuple(reading.shapes),
        unreadable=intake.missed.unreadable,
    )


def look(task: Look) -> LookedThrough:
    """Look at the exchanges of a part, count them, and keep those worth reading, redacted.

    Raises:
        UsageError: the only file that was named cannot be read, or this is another brightline.
        ConfigurationError: the judge cannot be asked as configured.
    """
    job = task.job
    looker = looker_of(job.spec)
    if looker.judge_id != job.judge_id:
        raise UsageError(
            f"a worker has the judge {looker.judge_id}, and the scan was begun with"
            f" {job.judge_id}",
            slug="engine-differs",
            hint="Install the same brightline on every machine.",
        )
    tally = Tally(job.salt, share=job.share)
    known = _Told(task.repeats)
    problems: list[str] = []
    intake = Intake(tally, job.window, tell=problems.append, ids=known)
    unjudged, why = 0, ""
    found = _Reading(job).found(task.part, task.firsts, begin=intake.begin)
    for some in parts_of(intake.wanted(found), PART):
        for sighting, said in zip(some, anyio.run(looker.look, some), strict=True):
            if isinstance(said, str):
                tally.fail(time=sighting.time)
                unjudged += 1
                why = why or said
            else:
                tally.add(sighting, said)
    return LookedThrough(
        ids=known.count,
        days=tally.days(),
        kept=tuple(redact_specimen(one, job.salt) for one in tally.kept()),
        missed=intake.missed,
        problems=tuple(problems),
        unjudged=unjudged,
        why=why,
    )


@dataclass(slots=True)
class _Reading:
    """Reads the slices of a part, and notes how many lines they have."""

    job: Job
    lines: list[int] = field(default_factory=list)
    shapes: list[tuple[str, LogShape]] = field(default_factory=list)

    def found(
        self, part: Part, firsts: tuple[int, ...], *, begin: Callable[[str], None]
    ) -> Iterator[Found]:
        for one, first in zip(part, firsts, strict=True):
            begin(one.path)
            self.lines.append(0)
            try:
                yield from read_slice(
                    one,
                    shape=self.job.shape,
                    first=first,
                    tell=partial(self._shape, one),
                    ended=self._ended,
                )
            except UsageError as error:
                if self.job.alone:
                    raise
                if one.begins:
                    yield unknown_file(one.path, error)

    def _shape(self, one: Slice, shape: LogShape) -> None:
        self.shapes.append((one.path, shape))

    def _ended(self, lines: int) -> None:
        self.lines[-1] = lines


class _Hashes:
    """Takes every id for new, and notes its hash."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.found = bytearray()

    def add(self, name: str, /) -> bool:
        data = name.encode("utf-8", "surrogatepass")
        self.found += blake2b(data, key=self._key, digest_size=HASH_BYTES).digest()
        return True


class _Told:
    """Knows by their place which ids came before."""

    def __init__(self, repeats: frozenset[int]) -> None:
        self._repeats = repeats
        self.count = 0

    def add(self, _name: str, /) -> bool:
        self.count += 1
        return self.count - 1 not in self._repeats
