"""A run or scan in, every row of its evidence out: plain values by the names of columns."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from brightline.store.reading import PAGE, Fetch
from brightline.store.schema import attempts, cases, judgements, runs, transcripts
from brightline.store.watched_schema import (
    detectors,
    readings,
    scan_days,
    scans,
    specimens,
    watch_alarms,
)

WHOLE = frozenset({"body", "provenance", "policy", "techniques", "holes", "settings"})
"""Columns that hold JSON."""

TABLES = (
    (cases, (cases.c.position,)),
    (attempts, (attempts.c.case_id, attempts.c.trial)),
    (transcripts, (transcripts.c.case_id, transcripts.c.trial)),
    (judgements, (judgements.c.seq,)),
)
"""What a verdict rests on, with what tells its rows apart."""


OF_SCANS = (
    (scan_days, (scan_days.c.day,)),
    (specimens, (specimens.c.seq,)),
    (readings, (readings.c.seq,)),
    (watch_alarms, (watch_alarms.c.seq,)),
    (detectors, (detectors.c.rule_id,)),
)
"""What is shown of a scan; what a receiver took in and counted is no more than ids."""


def read_rows(fetch: Fetch, run_id: str) -> Iterator[dict[str, object]]:
    """Yield the rows of a run as they are stored, each with the name of its `table`.

    Rows that belong to none of its cases come too: who checks a run wants to see them.

    Raises:
        ValueError: a column that holds JSON does not.
    """
    yield from _all(fetch, runs, runs.c.id == run_id, key=(runs.c.started_at,))
    for table, key in TABLES:
        yield from _all(fetch, table, table.c.run_id == run_id, key=key)


def read_scan_rows(fetch: Fetch, scan_id: str) -> Iterator[dict[str, object]]:
    """Yield the rows of a scan, as `read_rows` does those of a run."""
    yield from _all(fetch, scans, scans.c.id == scan_id, key=(scans.c.started_at,))
    for table, key in OF_SCANS:
        yield from _all(fetch, table, table.c.scan_id == scan_id, key=key)


def _all(
    fetch: Fetch,
    table: sa.Table,
    which: sa.ColumnElement[bool],
    *,
    key: Sequence[sa.Column[Any]],
) -> Iterator[dict[str, object]]:
    """Yield rows of a table in the order of a key, page by page."""
    query = sa.select(table).where(which).order_by(*key)
    page = fetch(query.limit(PAGE))[0]
    while page:
        yield from (_plain(table, row) for row in page)
        last = [getattr(page[-1], column.name) for column in key]
        page = fetch(query.where(_after(key, last)).limit(PAGE))[0]


def _after(key: Sequence[sa.Column[object]], last: Sequence[object]) -> sa.ColumnElement[bool]:
    """Return what is true of the rows behind one in the order of one or two columns."""
    first, end = key[0], key[-1]
    if len(key) == 1:
        return first > last[0]
    return sa.or_(first > last[0], sa.and_(first == last[0], end > last[1]))


def _plain(table: sa.Table, row: sa.Row[tuple[object, ...]]) -> dict[str, object]:
    found: dict[str, object] = {"table": table.name}
    for name, value in row._mapping.items():  # noqa: SLF001 - SQLAlchemy's own public name
        found[str(name)] = json.loads(value) if name in WHOLE else value
    return found
