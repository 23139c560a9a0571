"""A run or scan in, nothing of it out: rows, and what the files still hold of them."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from brightline.errors import StoreError
from brightline.store.place import BEGIN, BUSY_TIMEOUT_MS, NONE, Place
from brightline.store.schema import FROM_LEAVES, runs

PATIENCE_MS = 2_000
"""How long others may take to stop reading before we say that traces are left."""


SHORT_MS = 200
"""How long others may take to stop reading where it can be tried again later."""


def purge_run(place: Place, run_id: str) -> None:
    """Delete a run and rewrite what held it, so that no byte of it is left.

    On PostgreSQL the tables are rewritten; the server's own log and its backups are its
    owner's to expire.

    Raises:
        StoreError: another process reads the database, so its log could not be emptied; the
            rows are gone, and their traces go when the last process closes the database.
    """
    with place.engine.begin() as connection:
        for table in FROM_LEAVES:
            connection.execute(table.delete().where(table.c.run_id == run_id))
        connection.execute(runs.delete().where(runs.c.id == run_id))
    rewrite(place, (*FROM_LEAVES, runs))


def rewrite(place: Place, tables: Sequence[sa.Table]) -> None:
    """Rewrite what held deleted rows, so that no byte of them is left.

    Args:
        place: The database.
        tables: Those from which rows were deleted.

    Raises:
        StoreError: another process reads the database, so its log could not be emptied.
    """
    with place.engine.connect() as plain:
        if place.path is None:
            _rewrite_postgres(plain.execution_options(isolation_level="AUTOCOMMIT"), tables)
        else:
            _rewrite_sqlite(plain.execution_options(**{BEGIN: NONE}), place.shown)


def empty_log(place: Place) -> None:
    """Empty the log of a file, which still holds what was deleted from it.

    Where somebody reads just then nothing is done: it is emptied the next time, and by whoever
    is the last to close it.
    """
    if place.path is None:
        return
    with place.engine.connect() as plain:
        connection = plain.execution_options(**{BEGIN: NONE})
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {SHORT_MS}")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").all()
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")


def _rewrite_sqlite(connection: Connection, shown: str) -> None:
    connection.exec_driver_sql("VACUUM")
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalars().one()
    connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    if busy:
        raise StoreError(
            "the rows are deleted, but another process has the database open, so traces of"
            " them are left in the file's log",
            slug="store-purge-busy",
            where=shown,
            hint="Close the other process, then run brightline runs: they go when the last one"
            " closes the database.",
        )


def _rewrite_postgres(connection: Connection, tables: Sequence[sa.Table]) -> None:
    connection.execute(sa.text(f"SET lock_timeout = {BUSY_TIMEOUT_MS}"))
    for table in tables:
        connection.execute(sa.text(f'VACUUM FULL "{table.name}"'))
    connection.execute(sa.text("SET lock_timeout = DEFAULT"))
