"""A URL or path in, the open database out: what the flows ask of it and tell it."""

import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import sqlalchemy as sa

from brightline.records import (
    Attempt,
    Calibration,
    Case,
    Evidence,
    Gate,
    Hole,
    Judgement,
    Play,
    Policy,
    Provenance,
    Spending,
)
from brightline.store import counts, reading, running
from brightline.store.connections import Connections, open_connections
from brightline.store.exporting import read_rows
from brightline.store.failures import told
from brightline.store.locks import lock_run
from brightline.store.past import Past
from brightline.store.plays import read_plays
from brightline.store.purging import purge_run
from brightline.store.running import StoredRun
from brightline.store.schema import cases, runs
from brightline.store.text import from_json, to_json
from brightline.store.writing import Stored, Writing, in_batches, remove_newest, write_cases

Read = TypeVar("Read")

CONCLUSION = "verdict"
"""Setting of a run that holds what its gate knew."""

ANALYZE = "ANALYZE cases, attempts, transcripts, judgements"


def open_store(url_or_path: str | Path) -> "Store":
    """Return the store at a place, created if there is none.

    Args:
        url_or_path: A path, `sqlite:///path` or `postgresql://user@host/name`.

    Raises:
        UsageError: it names no database that we know or of ours, or the driver is missing.
        StoreError: the database cannot be opened, is damaged or newer.
    """
    return Store(open_connections(url_or_path), given=str(url_or_path))


class Store:
    """The runs of a project or a team.

    Any thread may read and write. Every method raises `StoreError` when the database
    cannot be read or written; what was written before is kept.
    """

    def __init__(self, opened: Connections, given: str) -> None:
        self.given = given
        """The path or URL by which it was opened; not for people, it may hold a password."""
        self._opened = opened
        self._place = opened.place
        self._write = opened.write
        self._fetch = opened.fetch
        dialect = opened.place.engine.dialect.name
        self._writing = Writing(dialect, session=secrets.token_hex(6))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back the connections."""
        self._opened.close()

    @property
    def shown(self) -> str:
        """Where this is, for people; without a password."""
        return self._place.shown

    # --- runs ---------------------------------------------------------------

    def start_run(
        self,
        provenance: Provenance,
        *,
        policy: Policy,
        techniques: Sequence[str],
        holes: Sequence[Hole] = (),
        settings: Mapping[str, object] | None = None,
    ) -> None:
        """Store a run before anything of it is played.

        Args:
            provenance: Where it comes from.
            policy: What it tests.
            techniques: Columns of its matrix.
            holes: Cells in which nothing is asked.
            settings: How it is played, as values that JSON can hold.
        """
        row = running.run_row(
            provenance, policy, techniques=techniques, holes=holes, settings=settings or {}
        )
        with self._write() as connection:
            connection.execute(runs.insert(), row)

    def add_cases(self, run_id: str, stream: Iterable[Case]) -> int:
        """Store the cases of a run in their order; until all are there it cannot be resumed.

        Returns:
            How many were added.
        """
        top = sa.select(sa.func.max(cases.c.position)).where(cases.c.run_id == run_id)
        last = self._fetch(top)[0][0][0]
        start = position = 0 if last is None else last + 1
        for batch in in_batches(stream):
            with self._write() as connection:
                write_cases(connection, run_id, batch, start=position)
            position += len(batch)
        self._change_run(run_id, planned=True)
        return position - start

    def end_run(
        self,
        run_id: str,
        ending: str,
        *,
        finished_at: datetime | None = None,
        gate: Gate | None = None,
    ) -> None:
        """Store that a run is over, so that the same command starts a new one.

        Args:
            run_id: Which run.
            ending: How it ended: `completed`, `budget`, `unreachable`, ...; it names what
                became of the plays that were never stored.
            finished_at: When, aware; None is now.
            gate: What was said of it.
        """
        moment = finished_at or datetime.now(UTC)
        self._change_run(
            run_id,
            finished_at=running.in_utc(moment),
            ending=ending,
            gate=gate.value if gate else None,
        )

    def miss_run(self, provenance: Provenance, *, policy: Policy, why: str) -> None:
        """Store why a run came to no verdict: its product could not be asked."""
        row = running.missed_row(provenance, policy, why=why)
        with self._write() as connection:
            connection.execute(runs.insert(), row)

    def set_judge(
        self, run_id: str, judge: str, calibration: Calibration | None = None
    ) -> Provenance:
        """Let another judge's judgements be those that count; returns the run as it is now.

        Args:
            run_id: Which run.
            judge: Id of the judge.
            calibration: What makes it a calibrated one.
        """
        old = from_json(Provenance, running.read_field(self._fetch, run_id, "provenance"))
        new = old.model_copy(update={"judge": judge, "calibration": calibration})
        self._change_run(run_id, judge=judge, provenance=to_json(new))
        return new

    def conclude(self, run_id: str, gate: Gate, known: Mapping[str, object]) -> None:
        """Store what the gate said of a run last, and what it knew that no row shows."""
        settings = json.dumps(self.run_settings(run_id) | {CONCLUSION: known}, sort_keys=True)
        self._change_run(run_id, gate=gate.value, settings=settings)

    def find_unfinished(self, wanted: Provenance) -> Provenance | None:
        """Return the newest unfinished run that plays the same as wanted, or None.

        Policy, suite, product, judge, trials and seed must be the same.
        """
        return running.read_unfinished(self._fetch, wanted)

    def reopen(self, wanted: Provenance, run_id: str) -> bool:
        """Let a run be gone on with that is over; False if it plays another plan."""
        with self._write() as connection:
            return running.reopen(connection, wanted, run_id)

    def find_run(self, ref: str) -> Provenance:
        """Return the run of an id, of the beginning of one, or the `last` that was started.

        Raises:
            UsageError: it names no run, or more than one; the message names the nearest.
        """
        return running.read_run(self._fetch, ref)

    def runs(self) -> list[StoredRun]:
        """Return every run, the newest first."""
        return running.read_runs(self._fetch)

    def missed(self) -> list[running.MissedRun]:
        """Return every run whose product could not be asked, the newest first."""
        return running.read_missed(self._fetch)

    def run_ending(self, run_id: str) -> StoredRun:
        """Return a run with how it ended."""
        return running.read_ending(self._fetch, run_id)

    def run_policy(self, run_id: str) -> Policy:
        """Return the policy that a run tests."""
        return from_json(Policy, running.read_field(self._fetch, run_id, "policy"))

    def run_techniques(self, run_id: str) -> tuple[str, ...]:
        """Return the columns of a run's matrix."""
        return tuple(json.loads(running.read_field(self._fetch, run_id, "techniques")))

    def run_holes(self, run_id: str) -> tuple[Hole, ...]:
        """Return the cells in which a run asks nothing."""
        found = json.loads(running.read_field(self._fetch, run_id, "holes"))
        return tuple(Hole(**hole) for hole in found)

    def run_settings(self, run_id: str) -> dict[str, Any]:
        """Return how a run is played."""
        found = json.loads(running.read_field(self._fetch, run_id, "settings"))
        return dict(found)

    def lock(self, run_id: str) -> AbstractContextManager[None]:
        """Hold a run for this process while it is played.

        Raises:
            UsageError: another process holds it; the message names its pid.
        """
        return lock_run(self._place, run_id)

    def purge(self, run_id: str) -> None:
        """Delete a run so that no byte of it is left in the database's files.

        Raises:
            UsageError: the run is not there, or is being played.
        """
        running.read_field(self._fetch, run_id, "id")
        with self.lock(run_id), told(self._place.shown):
            purge_run(self._place, run_id)

    # --- rows ---------------------------------------------------------------

    def write(self, run_id: str, rows: Sequence[Stored]) -> None:
        """Store rows, all or none; when this returns they survive a crash and a power cut.

        A withdrawal takes back an intent that this process stored.

        An attempt that is stored already stays as it is; an attempt that was never finished
        (`not_run`) is left out, so that its play stays pending; a judge that repeats itself
        word for word is stored once; what a process spent takes the place of what it had spent.

        Raises:
            StoreError: nothing of these rows was stored.
        """
        if rows:
            with self._write() as connection:
                self._writing.write(connection, run_id, rows)

    def remove_judgement(self, run_id: str, attempt_id: str, judge: str) -> bool:
        """Take back the newest judgement of a person or judge; the one before counts again.

        Returns:
            False when there was none.
        """
        with self._write() as connection:
            return remove_newest(connection, run_id, attempt_id, judge=judge)

    def rows(self, run_id: str) -> Iterator[dict[str, object]]:
        """Yield every row of a run's evidence as it is stored."""
        return self._walk(read_rows, run_id)

    def cases(self, run_id: str) -> Iterator[Case]:
        """Yield the cases of a run in the order in which they were added."""
        return self._stream(reading.read_cases, run_id)

    def case(self, run_id: str, case_id: str) -> Case:
        """Return one case.

        Raises:
            UsageError: the run has no such case.
        """
        return reading.read_case(self._fetch, run_id, case_id)

    def pending(self, run_id: str, trials: int) -> Iterator[tuple[Case, int]]:
        """Yield each planned play that has no attempt yet: trial 1 of every case, then trial 2.

        Within a trial the rules, and in each the techniques, come in turn: see `breadth`.
        Rows may be written meanwhile; no play is yielded twice.
        """
        return self._walk(reading.read_pending, run_id, trials)

    def unjudged(self, run_id: str, judge: str) -> Iterator[tuple[Case, Attempt]]:
        """Yield each reply of which a judge has said nothing, with its case."""
        return self._walk(reading.read_replies, run_id, judge)

    def replies(self, run_id: str) -> Iterator[tuple[Case, Attempt]]:
        """Yield each reply with its case."""
        return self._walk(reading.read_replies, run_id, None)

    def attempts(self, run_id: str, ids: Sequence[str] | None = None) -> Iterator[Attempt]:
        """Yield the stored attempts of ids in their order; None: all, by case and trial."""
        return self._walk(reading.read_attempts, run_id, ids)

    def judgements(self, run_id: str, ids: Sequence[str] | None = None) -> Iterator[Judgement]:
        """Yield all that was said of attempts; of each, the oldest first."""
        return self._walk(reading.read_judgements, run_id, ids)

    def plays(self, run_id: str, trials: int) -> Iterator[Play]:
        """Yield one `Play` per planned play, stored or not, and one per stored replay.

        A person's newest judgement counts before the newest of the run's judge.
        """
        return self._walk(read_plays, run_id, trials)

    def evidence(self, run_id: str, ids: Sequence[str]) -> tuple[Evidence, ...]:
        """Return the stored attempts of ids, in their order, with the judgement that counts."""
        return tuple(self._stream(reading.read_evidence, run_id, ids))

    def reviews(self, rule_id: str, like: str | None = None) -> list[tuple[Judgement, str]]:
        """Return what people said last of replies under a rule, oldest first, with their texts.

        Of a run named by `like`, only what was said where the rule says what it says there.
        """
        return reading.read_reviews(self._fetch, rule_id, like)

    def past(self) -> Past:
        """Return what shows by case what runs came to, without their transcripts."""
        return Past(self._fetch)

    # --- counts -------------------------------------------------------------

    def calls(self, run_id: str) -> int:
        """Return how many calls were sent and may have been paid for."""
        return counts.count_calls(self._fetch, run_id)

    def unknown_calls(self, run_id: str) -> int:
        """Return how many calls a process sent that died before their play was stored."""
        return counts.count_unknown_calls(self._fetch, run_id)

    def tokens(self, run_id: str) -> int:
        """Return how many tokens the product says the stored replies cost."""
        return counts.count_tokens(self._fetch, run_id)

    def played(self, run_id: str) -> int:
        """Return how many attempts are stored, replays among them."""
        return counts.count_played(self._fetch, run_id)

    def spending(self, run_id: str) -> list[Spending]:
        """Return what every process spent on every language model of a judge."""
        return counts.read_spending(self._fetch, run_id)

    def yields(self, policy_name: str) -> dict[str, tuple[int, int]]:
        """Return calls and breaches of each technique over stored runs of a policy."""
        return counts.count_yields(self._fetch, policy_name)

    def yielding(self, policy_name: str) -> dict[str, int]:
        """Return the runs over which `yields` counts, and the trials of each."""
        return counts.yielding(self._fetch, policy_name)

    def case_counts(self, run_id: str) -> dict[str, int]:
        """Return how many cases each rule has, in the order of the rules' ids."""
        return counts.count_cases(self._fetch, run_id)

    # --- connections --------------------------------------------------------

    def _stream(self, read: Callable[..., Iterator[Read]], *args: object) -> Iterator[Read]:
        return read(self._fetch, *args)

    def _walk(self, read: Callable[..., Iterator[Read]], *args: object) -> Iterator[Read]:
        """Go through a run; PostgreSQL plans that well only with statistics of fresh rows."""
        if self._place.path is None:
            with self._write() as connection:
                connection.execute(sa.text(ANALYZE))
        yield from read(self._fetch, *args)

    def _change_run(self, run_id: str, **values: object) -> None:
        with self._write() as connection:
            done = connection.execute(runs.update().where(runs.c.id == run_id).values(values))
        if not done.rowcount:
            running.read_field(self._fetch, run_id, "id")
