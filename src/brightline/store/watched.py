"""A URL or path in, the open database out: what watching a product asks of it and tells it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import sqlalchemy as sa

from brightline.errors import UsageError
from brightline.records import DayCount, Judgement, Received, Scan, Specimen, WatchAlarm
from brightline.records.watched import Packed
from brightline.store import inbox, watched_rows as rows
from brightline.store.connections import Connections, open_connections
from brightline.store.elsewhere import elsewhere
from brightline.store.expiring import delete_scan, expire_rows
from brightline.store.exporting import read_scan_rows
from brightline.store.failures import told
from brightline.store.grouping import Grouping
from brightline.store.locks import lock_scan
from brightline.store.names import LAST, SCAN, meant
from brightline.store.place import file_of
from brightline.store.purging import empty_log, rewrite
from brightline.store.text import from_json
from brightline.store.watched_schema import (
    OF_SCAN,
    detectors,
    readings,
    scan_days,
    scans,
    watch_alarms,
)


def open_watch(url_or_path: str | Path) -> "WatchStore":
    """Return what was watched at a place, created if there is nothing; runs may be there too.

    Args:
        url_or_path: A path, `sqlite:///path` or `postgresql://user@host/name`.

    Raises:
        UsageError: it names no database that we know or of ours, or the driver is missing.
        StoreError: the database cannot be opened, is damaged or newer.
    """
    return WatchStore(open_connections(url_or_path))


def find_watch(url_or_path: str | Path) -> "WatchStore":
    """Return what was watched at a place where a database is.

    Raises:
        UsageError: there is none, or as `open_watch` does.
        StoreError: as `open_watch` does.
    """
    path = file_of(url_or_path)
    if path is not None and not path.exists():
        raise no_scans()
    return open_watch(url_or_path)


def no_scans() -> UsageError:
    """Return the error for a place at which nothing was watched."""
    return UsageError(
        "nothing of production was read here yet",
        slug="no-scans",
        hint="Start with brightline watch scan or brightline watch serve, or name the place"
        f" with --store.{elsewhere()}",
    )


class WatchStore:
    """What was watched of a product in use.

    Any thread may read and write. Every method raises `StoreError` when the database cannot be
    read or written; what was written before is kept. What a method wrote survives a crash and a
    power cut when it returns.
    """

    def __init__(self, opened: Connections) -> None:
        self._opened = opened
        self._write = opened.write
        self._fetch = opened.fetch
        self._grouping = Grouping(self._take_in)

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
        return self._opened.shown

    # --- scans --------------------------------------------------------------

    def start_scan(self, scan: Scan) -> None:
        """Store a scan before anything of it is."""
        with self._write() as connection:
            connection.execute(scans.insert(), rows.scan_row(scan))

    def change_scan(self, scan: Scan) -> None:
        """Let a scan take the place of what was stored under its id.

        Raises:
            UsageError: it is not there.
        """
        with self._write() as connection:
            change = scans.update().where(scans.c.id == scan.id).values(rows.scan_row(scan))
            done = connection.execute(change)
        if not done.rowcount:
            self.find_scan(scan.id)

    def find_scan(self, ref: str) -> Scan:
        """Return the scan of an id, of the beginning of one, or the `last` that was started.

        One of what another kept, judged again, is the last only where there is no other: who
        looks after production by the last would else look at the past.

        Raises:
            UsageError: it names no scan, or more than one; the message names the nearest.
        """
        found = {scan.id: scan for scan in reversed(self.scans())}
        if not found:
            raise no_scans()
        known = list(found)
        last = next((name for name in known if found[name].of is None), known[0])
        return found[last if ref == LAST else meant(ref, known, SCAN)]

    def scans(self) -> list[Scan]:
        """Return every scan, the oldest first."""
        found = self._fetch(sa.select(scans.c.started_at, scans.c.id, scans.c.body))[0]
        return [from_json(Scan, body) for _, _, body in sorted(map(tuple, found))]

    def lock(self, scan_id: str) -> AbstractContextManager[None]:
        """Hold a scan for this process while it is written.

        Raises:
            UsageError: another process holds it; the message names its pid.
        """
        return lock_scan(self._opened.place, scan_id)

    # --- what was counted and kept ------------------------------------------

    def write_days(
        self, scan_id: str, days: Sequence[DayCount], kept: Sequence[Specimen | Packed]
    ) -> None:
        """Let counts and specimens take the place of all there are of these days, or of none.

        Args:
            scan_id: Which scan.
            days: Each day once.
            kept: Specimens of these days, redacted.
        """
        with self._write() as connection:
            rows.put_days(connection, scan_id, days=days, kept=kept)

    def days(self, scan_id: str) -> list[DayCount]:
        """Return the counts of each day, in order."""
        query = sa.select(scan_days.c.day, scan_days.c.body)
        found = self._fetch(query.where(scan_days.c.scan_id == scan_id))[0]
        return [from_json(DayCount, body) for _, body in sorted(map(tuple, found))]

    def specimens(self, scan_id: str, ids: Sequence[str] | None = None) -> Iterator[Specimen]:
        """Yield what is kept, or what of it has one of some ids, in the order of day and id."""
        return rows.read_specimens(self._fetch, scan_id, ids)

    # --- what people said ---------------------------------------------------

    def write_reading(self, scan_id: str, judgement: Judgement, *, at: datetime) -> None:
        """Store what a person says of a sighting; it counts instead of what they said before.

        Args:
            scan_id: Which scan.
            judgement: Its subject is the sighting, its judge `person:<who>`.
            at: When, aware.
        """
        with self._write() as connection:
            connection.execute(readings.insert(), rows.reading_row(scan_id, judgement, at))

    def undo_reading(self, scan_id: str, sighting_id: str, *, judge: str) -> bool:
        """Take back the newest reading of a person; the one before counts again.

        Returns:
            False when there was none.
        """
        with self._write() as connection:
            return rows.remove_reading(connection, scan_id, sighting_id, judge=judge)

    def readings(self, scan_id: str) -> list[Judgement]:
        """Return what each person said last of each sighting, in the order of their answers."""
        return rows.read_readings(self._fetch, scan_id)

    # --- alarms -------------------------------------------------------------

    def write_alarms(self, scan_id: str, alarms: Sequence[WatchAlarm]) -> None:
        """Add alarms; one that is there already, word for word, is not added again."""
        with self._write() as connection:
            rows.put_alarms(connection, scan_id, alarms)

    def alarms(self, scan_id: str) -> list[WatchAlarm]:
        """Return the alarms in the order in which they were written first.

        One that is over was written once more: it is told as it is now.
        """
        query = sa.select(watch_alarms.c.body).where(watch_alarms.c.scan_id == scan_id)
        found = self._fetch(query.order_by(watch_alarms.c.seq))[0]
        every = [from_json(WatchAlarm, row.body) for row in found]
        return list({(one.rule_id, one.rung_at, one.at): one for one in every}.values())

    def detectors(self, scan_id: str) -> dict[str, str]:
        """Return the state of each rule's detector, as JSON."""
        query = sa.select(detectors.c.rule_id, detectors.c.state)
        found = self._fetch(query.where(detectors.c.scan_id == scan_id))[0]
        return dict(sorted((row.rule_id, row.state) for row in found))

    # --- what a receiver took in --------------------------------------------

    def take_in(self, received: Sequence[Received]) -> int:
        """Store what came, so that it may be acknowledged; what is there already stays so.

        Returns:
            How many were new.
        """
        return self._grouping.take_in(received) if received else 0

    def pending(self, *, before: datetime, limit: int) -> list[Received]:
        """Return what was not looked at yet, as whole traces, the oldest first.

        Args:
            before: Only traces of which nothing came from this moment on, or which began more
                than an hour before it.
            limit: Rows at most, but one trace at least; also no more than some 64 MB of text.
        """
        return inbox.read_pending(self._fetch, before=before, limit=limit)

    def absorb(
        self,
        scan_id: str,
        taken: Sequence[Received],
        *,
        days: Sequence[DayCount],
        kept: Sequence[Specimen],
        alarms: Sequence[WatchAlarm] = (),
        detectors: Mapping[str, str] | None = None,
    ) -> None:
        """Store what was made of rows and keep no more of them than their ids: all or nothing.

        Args:
            scan_id: Which scan.
            taken: Rows of `pending`.
            days: As in `write_days`.
            kept: As in `write_days`.
            alarms: New ones.
            detectors: States by rule; those of other rules stay.

        Raises:
            StoreError: some of the rows were absorbed before; nothing was stored.
        """
        with self._write() as connection:
            inbox.empty_rows(connection, scan_id, taken)
            rows.put_days(connection, scan_id, days=days, kept=kept)
            rows.put_alarms(connection, scan_id, alarms)
            rows.put_detectors(connection, scan_id, detectors or {})

    def rows(self, scan_id: str) -> Iterator[dict[str, object]]:
        """Yield every row of a scan as it is stored; what waits to be looked at is of none."""
        return read_scan_rows(self._fetch, scan_id)

    def waiting(self) -> int:
        """Return how many rows were not looked at yet."""
        return inbox.count_waiting(self._fetch)

    # --- what is not kept ---------------------------------------------------

    def purge_scan(self, scan_id: str) -> None:
        """Delete a scan so that no byte of it is left in the database's files.

        With the last scan of a receiver goes what waits to be looked at.

        Raises:
            UsageError: the scan is not there, or is being written.
        """
        scan = self.find_scan(scan_id)
        with self.lock(scan.id), told(self.shown):
            delete_scan(self._opened.place, scan.id)

    def expire(self, before: datetime, scan_id: str | None = None) -> int:
        """Delete the text of exchanges before a moment; what it showed stays.

        Specimens are emptied: their ids, strata and verdicts stay, and so does what people said
        of them, so that rates stay what they were. What a receiver took in is deleted, whether
        it was looked at or not. The log of a file is emptied, as far as nobody reads it; what
        may be left elsewhere goes with `rewrite`.

        Args:
            before: The moment.
            scan_id: Only what this scan kept, and what waits; None: what every scan kept.

        Returns:
            How many exchanges were emptied and rows deleted.
        """
        gone = expire_rows(self._opened, before, scan_id)
        with told(self.shown):
            empty_log(self._opened.place)
        return gone

    def rewrite(self) -> None:
        """Rewrite the database's files, so that no byte of what was deleted is left in them.

        Takes as long as copying them, and nobody can write meanwhile.

        Raises:
            StoreError: another process reads the database.
        """
        with told(self.shown):
            rewrite(self._opened.place, OF_SCAN)

    def _take_in(self, batches: Sequence[Sequence[Received]]) -> list[int]:
        with self._write() as connection:
            return [inbox.insert_rows(connection, batch) for batch in batches]
