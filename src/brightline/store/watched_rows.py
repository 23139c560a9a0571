"""What a scan counted and kept in, rows out; and back again."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from brightline.errors import InternalError
from brightline.records import DayCount, Judgement, Scan, Specimen, WatchAlarm
from brightline.records.watched import Packed
from brightline.store.names import key_of
from brightline.store.reading import Fetch
from brightline.store.running import in_utc
from brightline.store.text import from_json, to_json
from brightline.store.watched_schema import (
    detectors,
    readings,
    scan_days,
    specimens,
    watch_alarms,
)

PAGE = 50
"""Specimens that are read at once; each may be long."""

Row = dict[str, Any]


def scan_row(scan: Scan) -> Row:
    """Return the row of a scan."""
    return {
        "id": scan.id,
        "started_at": in_utc(scan.started_at),
        "live": scan.live,
        "body": to_json(scan),
    }


def put_days(
    connection: Connection,
    scan_id: str,
    *,
    days: Sequence[DayCount],
    kept: Sequence[Specimen | Packed],
) -> None:
    """Let these counts and specimens take the place of all there are of these days.

    Raises:
        InternalError: a specimen is of none of the days.
    """
    named = [count.day for count in days]
    if strange := {one.day for one in kept}.difference(named):
        raise InternalError(
            f"specimens of {sorted(strange)} came without counts", slug="specimen-day"
        )
    old = scan_days.delete().where(
        scan_days.c.scan_id == scan_id, scan_days.c.day == sa.bindparam("its_day")
    )
    if named:
        connection.execute(old, [{"its_day": day} for day in named])
        rows = [{"scan_id": scan_id, "day": one.day, "body": to_json(one)} for one in days]
        connection.execute(scan_days.insert(), rows)
    for day in named:
        its = [one for one in kept if one.day == day]
        _put_specimens(connection, scan_id, day=day, kept=its)


def put_alarms(connection: Connection, scan_id: str, alarms: Sequence[WatchAlarm]) -> None:
    """Add alarms; one that is there word for word stays alone."""
    query = sa.select(watch_alarms.c.body).where(watch_alarms.c.scan_id == scan_id)
    there = set(connection.execute(query).scalars())
    new = dict.fromkeys(text for text in map(to_json, alarms) if text not in there)
    if new:
        rows = [{"scan_id": scan_id, "body": text} for text in new]
        connection.execute(watch_alarms.insert(), rows)


def put_detectors(connection: Connection, scan_id: str, states: Mapping[str, str]) -> None:
    """Store the states of detectors by rule, in place of what there was of these rules."""
    if not states:
        return
    insert: Any = import_module(f"sqlalchemy.dialects.{connection.dialect.name}").insert
    new = insert(detectors)
    statement = new.on_conflict_do_update(
        index_elements=[detectors.c.scan_id, detectors.c.rule_id],
        set_={"state": new.excluded.state},
    )
    rows = [{"scan_id": scan_id, "rule_id": rule, "state": one} for rule, one in states.items()]
    connection.execute(statement, rows)


def reading_row(scan_id: str, judgement: Judgement, at: datetime) -> Row:
    """Return the row of what a person said."""
    return {
        "scan_id": scan_id,
        "sighting": key_of(judgement.subject_id),
        "judge": judgement.judge,
        "at": in_utc(at),
        "body": to_json(judgement),
    }


def remove_reading(connection: Connection, scan_id: str, sighting: str, *, judge: str) -> bool:
    """Delete the newest reading of a person; False when there was none."""
    newest = sa.select(sa.func.max(readings.c.seq)).where(
        readings.c.scan_id == scan_id,
        readings.c.sighting == key_of(sighting),
        readings.c.judge == judge,
    )
    gone = readings.delete().where(readings.c.seq == newest.scalar_subquery())
    return connection.execute(gone).rowcount > 0


def read_readings(fetch: Fetch, scan_id: str) -> list[Judgement]:
    """Return the newest reading of each person per sighting, in the order of their writing."""
    query = (
        sa.select(readings.c.sighting, readings.c.judge, readings.c.body)
        .where(readings.c.scan_id == scan_id)
        .order_by(readings.c.seq)
    )
    newest: dict[tuple[str, str], str] = {}
    for row in fetch(query)[0]:
        newest.pop((row.sighting, row.judge), None)
        newest[row.sighting, row.judge] = row.body
    return [from_json(Judgement, body) for body in newest.values()]


def read_specimens(fetch: Fetch, scan_id: str, ids: Sequence[str] | None) -> Iterator[Specimen]:
    """Yield specimens in the order of day and id; None: all."""
    query = sa.select(specimens.c.seq, specimens.c.day, specimens.c.sighting)
    rows = fetch(query.where(specimens.c.scan_id == scan_id))[0]
    wanted = None if ids is None else set(map(key_of, ids))
    found = sorted(
        (row.day, row.sighting, row.seq)
        for row in rows
        if wanted is None or row.sighting in wanted
    )
    for start in range(0, len(found), PAGE):
        numbers = [seq for _, _, seq in found[start : start + PAGE]]
        text = sa.select(specimens.c.seq, specimens.c.body).where(specimens.c.seq.in_(numbers))
        bodies = {row.seq: row.body for row in fetch(text)[0]}
        # What is purged meanwhile is gone.
        yield from (from_json(Specimen, bodies[seq]) for seq in numbers if seq in bodies)


def _put_specimens(
    connection: Connection, scan_id: str, *, day: str, kept: Sequence[Specimen | Packed]
) -> None:
    """Write what changed of a day: in a receiver's next step most are as they were.

    What was emptied stays so, whoever still has its text in memory.
    """
    query = sa.select(
        specimens.c.seq, specimens.c.sighting, specimens.c.digest, specimens.c.emptied
    )
    there = connection.execute(
        query.where(specimens.c.scan_id == scan_id, specimens.c.day == day)
    ).all()
    rows = {row["sighting"]: row for row in (specimen_row(scan_id, one) for one in kept)}
    same = {
        row.sighting
        for row in there
        if row.sighting in rows and (row.emptied or rows[row.sighting]["digest"] == row.digest)
    }
    gone = [{"its_seq": row.seq} for row in there if row.sighting not in same]
    if gone:
        old = specimens.delete().where(specimens.c.seq == sa.bindparam("its_seq"))
        connection.execute(old, gone)
    new = [row for name, row in rows.items() if name not in same]
    if new:
        connection.execute(specimens.insert(), new)


def specimen_row(scan_id: str, one: Specimen | Packed) -> Row:
    """Return the row of an exchange that is kept."""
    body = one.body if isinstance(one, Packed) else to_json(one)
    time = one.time if isinstance(one, Packed) else one.sighting.time
    return {
        "scan_id": scan_id,
        "day": one.day,
        "sighting": key_of(one.id),
        "at": in_utc(time) if time else None,
        "emptied": one.emptied,
        "digest": sha256(body.encode()).hexdigest(),
        "body": body,
    }
