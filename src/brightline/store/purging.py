"""A run in, nothing of it out: rows, and what the files still hold of them."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from brightline.errors import StoreError
from brightline.store.place import Place
from brightline.store.schema import FROM_LEAVES, runs

LOCK_TIMEOUT = "SET lock_timeout = '10s'"


def purge_run(place: Place, run_id: str) -> None:
    """Delete a run and rewrite what held it, so that no byte of it is left.

    On PostgreSQL the tables are rewritten; the server's own log and its backups are its
    owner's to expire.

    Raises:
        StoreError: another process reads the database, so its log could not be emptied; the
            rows are gone, and purging again removes their traces.
    """
    with place.engine.begin() as connection:
        for table in FROM_LEAVES:
            connection.execute(table.delete().where(table.c.run_id == run_id))
        connection.execute(runs.delete().where(runs.c.id == run_id))
    with place.engine.connect() as connection:
        connection.detach()
        if connection.dialect.name == "sqlite":
            _rewrite_sqlite(connection, place.shown)
        else:
            _rewrite_postgres(connection.execution_options(isolation_level="AUTOCOMMIT"))


def _rewrite_sqlite(connection: Connection, shown: str) -> None:
    # Neither works inside a transaction, which a statement through SQLAlchemy would begin.
    cursor = connection.connection.cursor()
    for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM"):
        try:
            cursor.execute(statement)
        except connection.dialect.loaded_dbapi.Error as error:
            raise sa.exc.DBAPIError.instance(
                statement, None, error, connection.dialect.loaded_dbapi.Error
            ) from error
    busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    cursor.close()
    if busy:
        raise StoreError(
            "the run is deleted, but another process has the database open, so traces of it"
            " are left in the file's log",
            slug="store-purge-busy",
            where=shown,
            hint="Close the other process, then purge again.",
        )


def _rewrite_postgres(connection: Connection) -> None:
    connection.execute(sa.text(LOCK_TIMEOUT))
    for table in (*FROM_LEAVES, runs):
        connection.execute(sa.text(f'VACUUM FULL "{table.name}"'))
