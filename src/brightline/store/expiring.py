"""A scan or a moment in, what is kept of it or from before gone."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from brightline.store.connections import Connections
from brightline.store.inbox import old_rows
from brightline.store.place import Place
from brightline.store.purging import rewrite
from brightline.store.running import in_utc
from brightline.store.watched_schema import (
    OF_SCAN,
    WAITING,
    inbox,
    readings,
    scans,
    specimens,
)


def delete_scan(place: Place, scan_id: str) -> None:
    """Delete a scan and rewrite what held it, so that no byte of it is left.

    Raises:
        StoreError: as `purging.rewrite` does.
    """
    with place.engine.begin() as connection:
        for table in OF_SCAN:
            connection.execute(table.delete().where(table.c.scan_id == scan_id))
        connection.execute(scans.delete().where(scans.c.id == scan_id))
        others = sa.select(sa.func.count()).select_from(scans).where(scans.c.live)
        if not connection.execute(others).scalar_one():
            # What waits is of a receiver's scan, and none is left that could look at it.
            connection.execute(inbox.delete().where(WAITING))
    rewrite(place, (*OF_SCAN, scans))


def expire_rows(opened: Connections, before: datetime, scan_id: str | None = None) -> int:
    """Delete what is kept of exchanges before a moment; returns how many rows that were.

    Args:
        opened: The database.
        before: The moment.
        scan_id: Only what this scan kept, looked at, or may still look at; None: of every scan.
    """
    with opened.write() as connection:
        deleted = _expire_kept(connection, in_utc(before), scan_id)
    for numbers in old_rows(opened.fetch, before, scan_id):
        with opened.write() as connection:
            gone = inbox.delete().where(inbox.c.seq.in_(numbers))
            deleted += connection.execute(gone).rowcount
    return deleted


def _expire_kept(connection: Connection, before: str, scan_id: str | None) -> int:
    started = sa.select(scans.c.started_at).where(scans.c.id == specimens.c.scan_id)
    # Of what nobody says when it was, we know that it was there when its scan began.
    when = sa.func.coalesce(specimens.c.at, started.scalar_subquery())
    of_reading = (
        specimens.c.scan_id == readings.c.scan_id,
        specimens.c.sighting == readings.c.sighting,
    )
    told = readings.delete().where(
        _of_scan(readings, scan_id),
        sa.or_(
            sa.exists().where(*of_reading, when < before),
            # Its specimen made room for others since.
            sa.and_(readings.c.at < before, sa.not_(sa.exists().where(*of_reading))),
        ),
    )
    deleted = connection.execute(told).rowcount
    gone = specimens.delete().where(_of_scan(specimens, scan_id), when < before)
    return deleted + connection.execute(gone).rowcount


def _of_scan(table: sa.Table, scan_id: str | None) -> sa.ColumnElement[bool]:
    return sa.true() if scan_id is None else table.c.scan_id == scan_id
