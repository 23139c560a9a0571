"""A scan or a moment in, what is kept of it, or the text from before, gone."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from brightline.records import Exchange, Judgement, Reply, Sighting, Specimen
from brightline.records.watched import NEAR_IDENTICAL
from brightline.store.connections import Connections
from brightline.store.inbox import old_rows
from brightline.store.names import key_of
from brightline.store.place import Place
from brightline.store.purging import rewrite
from brightline.store.running import in_utc
from brightline.store.text import from_json, to_json
from brightline.store.watched_rows import PAGE, specimen_row
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
    """Delete the text of exchanges before a moment, and keep what they and readings stand for.

    Args:
        opened: The database.
        before: The moment.
        scan_id: Only what this scan kept, looked at, or may still look at; None: of every scan.

    Returns:
        How many exchanges were emptied and rows deleted.
    """
    moment, last, gone = in_utc(before), 0, 0
    while True:
        with opened.write() as connection:
            done = _empty_page(connection, moment, scan_id, after=last)
        if not done:
            break
        gone, last = gone + len(done), done[-1]
    with opened.write() as connection:
        gone += _delete_stray(connection, moment, scan_id)
    for numbers in old_rows(opened.fetch, before, scan_id):
        with opened.write() as connection:
            old = inbox.delete().where(inbox.c.seq.in_(numbers))
            gone += connection.execute(old).rowcount
    return gone


def emptied(one: Specimen) -> Specimen:
    """Return an exchange without a word of anybody in it: what it counts for, and its id."""
    sighting = Sighting(id=one.sighting.id, exchange=Exchange(turns=(), reply=Reply(text="")))
    said = tuple(
        each.model_copy(update={"judgement": _without_words(each.judgement, reason="")})
        for each in one.said
    )
    return one.model_copy(update={"sighting": sighting, "said": said, "emptied": True})


def _empty_page(
    connection: Connection, before: str, scan_id: str | None, *, after: int
) -> list[int]:
    """Empty some exchanges and what people said of them; returns their numbers, in order."""
    started = sa.select(scans.c.started_at).where(scans.c.id == specimens.c.scan_id)
    # Of what nobody says when it was, we know that it was there when its scan began.
    when = sa.func.coalesce(specimens.c.at, started.scalar_subquery())
    query = (
        sa.select(specimens)
        .where(_of_scan(specimens, scan_id), specimens.c.seq > after)
        .where(sa.not_(specimens.c.emptied), when < before)
        .order_by(specimens.c.seq)
        .limit(PAGE)
    )
    found = connection.execute(query).all()
    for row in found:
        new = specimen_row(row.scan_id, emptied(from_json(Specimen, row.body)))
        connection.execute(specimens.update().where(specimens.c.seq == row.seq).values(new))
        _empty_readings(connection, row.scan_id, row.sighting)
    return [row.seq for row in found]


def _empty_readings(connection: Connection, scan_id: str, sighting: str) -> None:
    query = sa.select(readings.c.seq, readings.c.body).where(
        readings.c.scan_id == scan_id, readings.c.sighting == sighting
    )
    for row in connection.execute(query).all():
        was = from_json(Judgement, row.body)
        other = was.reason.removeprefix(NEAR_IDENTICAL)
        # A reason in free words may quote a user; one that names another exchange does not.
        known = other != was.reason and _is_read(connection, scan_id, other)
        now = _without_words(was, reason=was.reason if known else "")
        if now != was:
            change = readings.update().where(readings.c.seq == row.seq)
            connection.execute(change.values(body=to_json(now)))


def _is_read(connection: Connection, scan_id: str, sighting: str) -> bool:
    there = sa.select(readings.c.seq).where(
        readings.c.scan_id == scan_id, readings.c.sighting == key_of(sighting)
    )
    return connection.execute(there.limit(1)).first() is not None


def _without_words(said: Judgement, *, reason: str) -> Judgement:
    return said.model_copy(update={"reason": reason, "spans": ()})


def _delete_stray(connection: Connection, before: str, scan_id: str | None) -> int:
    """Delete old readings of exchanges that made room for others since: they count nowhere."""
    kept = sa.exists().where(
        specimens.c.scan_id == readings.c.scan_id,
        specimens.c.sighting == readings.c.sighting,
    )
    stray = readings.delete().where(
        _of_scan(readings, scan_id), readings.c.at < before, sa.not_(kept)
    )
    return connection.execute(stray).rowcount


def _of_scan(table: sa.Table, scan_id: str | None) -> sa.ColumnElement[bool]:
    return sa.true() if scan_id is None else table.c.scan_id == scan_id
