"""What a receiver took in, in and out: stored before it is acknowledged, each id once."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from brightline.errors import StoreError
from brightline.records import Received
from brightline.store.names import key_of
from brightline.store.reading import Fetch, Rows
from brightline.store.running import in_utc
from brightline.store.watched_schema import WAITING, inbox

LONGEST = timedelta(hours=1)
"""How long a trace may go on before what came of it is looked at nevertheless."""

TRACES = 50
"""Traces that are read at once."""

MOST_TEXT = 64_000_000
"""Characters of bodies that are given out at once, unless one trace alone has more."""

WALK = 5_000
"""Rows that are looked at, or deleted, at once."""

AT_ONCE = 500
"""Traces in a query."""

_IDS = ("trace_id", "span_id", "kind", "key")


def insert_rows(connection: Connection, rows: Sequence[Received]) -> int:
    """Store rows whose ids are new; returns how many were."""
    insert: Any = import_module(f"sqlalchemy.dialects.{connection.dialect.name}").insert
    values = [
        {**_ids(row), "at": in_utc(row.at), "scan_id": None, "body": row.body} for row in rows
    ]
    statement = insert(inbox).inline().on_conflict_do_nothing()
    statement = statement.execution_options(preserve_rowcount=True)
    return connection.execute(statement, values).rowcount


def empty_rows(connection: Connection, scan_id: str, taken: Sequence[Received]) -> None:
    """Mark rows as looked at by a scan, and keep no more of them than their ids.

    Raises:
        StoreError: some are not waiting: they are in the counts already.
    """
    if not taken:
        return
    same = [
        inbox.c[name] == sa.bindparam(f"its_{name}", type_=inbox.c[name].type) for name in _IDS
    ]
    statement = inbox.update().where(*same, WAITING).values(scan_id=scan_id, body="")
    values = [{f"its_{name}": value for name, value in _ids(row).items()} for row in taken]
    if connection.execute(statement, values).rowcount != len(taken):
        raise StoreError(
            "what was received has been counted by another process already",
            slug="store-counted-twice",
            hint="Let one receiver at a time use a database. Nothing was counted twice.",
        )


def read_pending(fetch: Fetch, *, before: datetime, limit: int) -> list[Received]:
    """Return what waits of traces that are quiet, or have gone on for long; oldest first.

    Args:
        fetch: Reads the database.
        before: A trace is quiet when nothing of it came from this moment on.
        limit: Rows at most; but a trace is given out whole, and one always is.
    """
    found: list[Received] = []
    names = _quiet(fetch, before, limit)
    size = 0
    for start in range(0, len(names), TRACES):
        for trace in _traces(fetch, names[start : start + TRACES]):
            size += sum(len(row.body) for row in trace)
            if found and (len(found) + len(trace) > limit or size > MOST_TEXT):
                return found
            found += trace
    return found


def count_waiting(fetch: Fetch) -> int:
    """Return how many rows were not looked at yet."""
    return int(fetch(sa.select(sa.func.count()).select_from(inbox).where(WAITING))[0][0][0])


def old_rows(fetch: Fetch, before: datetime, scan_id: str | None = None) -> Iterator[list[int]]:
    """Yield the numbers of rows that came before a moment, some at a time.

    Args:
        fetch: Reads the database.
        before: The moment.
        scan_id: Only rows that wait, or that this scan looked at; None: every row.
    """
    last, limit = 0, in_utc(before)
    query = sa.select(inbox.c.seq, inbox.c.at).order_by(inbox.c.seq).limit(WALK)
    if scan_id is not None:
        query = query.where(sa.or_(WAITING, inbox.c.scan_id == scan_id))
    while page := fetch(query.where(inbox.c.seq > last))[0]:
        last = page[-1].seq
        if old := [int(row.seq) for row in page if row.at < limit]:
            yield old


def _ids(row: Received) -> dict[str, str]:
    return {name: key_of(getattr(row, name)) for name in _IDS}


def _quiet(fetch: Fetch, before: datetime, limit: int) -> list[str]:
    """Return the ids of traces that can be looked at, the one that began first leading."""
    moment, long = in_utc(before), in_utc(before - LONGEST)
    found: dict[str, None] = {}
    seen: set[str] = set()
    for page in _waiting(fetch, moment):
        new = dict.fromkeys(name for _, name in page if name not in seen)
        seen.update(new)
        goes_on = _going_on(fetch, list(new), moment)
        # They come by time: of the old ones this is the first that came.
        old = {name for at, name in page if at < long}
        found.update((name, None) for name in new if name in old or name not in goes_on)
        if len(found) >= limit:
            break
    return list(found)


def _waiting(fetch: Fetch, moment: str) -> Iterator[list[tuple[str, str]]]:
    """Yield time and trace of rows that came before a moment, by time, some at a time."""
    order = (inbox.c.at, inbox.c.trace_id, inbox.c.seq)
    query = sa.select(*order).where(WAITING, inbox.c.at < moment).order_by(*order).limit(WALK)
    page = fetch(query)[0]
    while page:
        yield [(row.at, row.trace_id) for row in page]
        last = page[-1]
        behind = sa.or_(
            inbox.c.at > last.at,
            sa.and_(inbox.c.at == last.at, inbox.c.trace_id > last.trace_id),
            sa.and_(
                inbox.c.at == last.at,
                inbox.c.trace_id == last.trace_id,
                inbox.c.seq > last.seq,
            ),
        )
        page = fetch(query.where(inbox.c.at >= last.at, behind))[0]


def _going_on(fetch: Fetch, names: Sequence[str], moment: str) -> set[str]:
    """Return those of some traces of which something came at a moment or later."""
    found: set[str] = set()
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        newer = sa.select(inbox.c.trace_id).where(WAITING, inbox.c.at >= moment)
        rows = fetch(newer.where(inbox.c.trace_id.in_(some)).distinct())[0]
        found.update(row.trace_id for row in rows)
    return found


def _traces(fetch: Fetch, names: Sequence[str]) -> Iterator[list[Received]]:
    columns = [inbox.c[name] for name in (*_IDS, "at", "body")]
    query = sa.select(*columns).where(WAITING, inbox.c.trace_id.in_(names))
    found: dict[str, list[Received]] = {name: [] for name in names}
    for row in _in_order(fetch(query.order_by(inbox.c.seq))[0]):
        found[row.trace_id].append(row)
    yield from found.values()


def _in_order(rows: Rows) -> Iterator[Received]:
    for row in rows:
        yield Received(
            trace_id=row.trace_id,
            span_id=row.span_id,
            kind=row.kind,
            key=row.key,
            at=datetime.fromisoformat(row.at),
            body=row.body,
        )
