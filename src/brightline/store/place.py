"""A path or URL in, an engine for SQLite or PostgreSQL out, set up to lose nothing."""

from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection

from brightline.errors import UsageError
from brightline.store.filesystem import prepare_file

BEGIN = "brightline_begin"
"""Execution option: the statement with which SQLite begins a transaction."""

READING = "BEGIN"
"""For connections that only read, and so must never wait for a writer."""

WRITING = "BEGIN IMMEDIATE"
"""The default."""

NONE = ""
"""For statements that cannot stand in a transaction."""

BUSY_TIMEOUT_MS = 10_000

PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    # On macOS a plain fsync leaves the data in the drive's cache; elsewhere these do nothing.
    "PRAGMA fullfsync = ON",
    "PRAGMA checkpoint_fullfsync = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)

KEEPALIVE = {
    "connect_timeout": 10,
    "keepalives": 1,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
"""Notices a dead server, and keeps a router from dropping the quiet connection of a lock."""

DURABLE = (
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'"
)


class Place(NamedTuple):
    """Where a database is."""

    engine: Engine
    shown: str
    """For people; without the password."""
    path: Path | None
    """The file of a SQLite database; None for PostgreSQL."""


def connect(url_or_path: str | Path) -> Place:
    """Return the place that a URL or a path names, with its folder and file created.

    Args:
        url_or_path: A path, `sqlite:///path` or `postgresql://user@host/name`.

    Raises:
        UsageError: the URL names no database that we know, or its driver is not installed.
        StoreError: the file cannot be created there.
    """
    path = file_of(url_or_path)
    if path is not None:
        return _sqlite(path)
    url = _parsed(str(url_or_path))
    if url.drivername in {"postgresql", "postgres", "postgresql+psycopg"}:
        return _postgres(url)
    raise UsageError(
        f"{url.render_as_string(hide_password=True)!r} is no database that brightline can use",
        slug="store-url",
        hint="Give a path, sqlite:///PATH or postgresql://USER@HOST/NAME.",
    )


def file_of(url_or_path: str | Path) -> Path | None:
    """Return the file of a SQLite database; None where the URL names none.

    Raises:
        UsageError: the URL cannot be read.
    """
    if isinstance(url_or_path, Path) or "://" not in url_or_path:
        return Path(url_or_path)
    url = _parsed(url_or_path)
    named = url.drivername == "sqlite" and url.database not in {None, "", ":memory:"}
    return Path(str(url.database)) if named else None


def _parsed(text: str) -> URL:
    try:
        return sa.make_url(text)
    except (sa.exc.ArgumentError, ValueError) as error:
        # The text is not repeated: it may hold a password.
        raise UsageError(
            "the URL of the database cannot be read",
            slug="store-url",
            hint="Give a path, sqlite:///PATH or postgresql://USER@HOST/NAME; write special"
            " characters in a password as %XX.",
        ) from error


def _sqlite(path: Path) -> Place:
    prepare_file(path)
    engine = sa.create_engine(URL.create("sqlite", database=str(path)))
    sa.event.listen(engine, "connect", _set_up_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return Place(engine=engine, shown=str(path), path=path)


def _set_up_sqlite(connection: DBAPIConnection, record: object) -> None:
    del record
    # The driver would begin its own, deferred transactions: two that read and then write lose
    # one another's rows.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    statement = connection.get_execution_options().get(BEGIN, WRITING)
    if statement != NONE:
        connection.exec_driver_sql(statement)


def _postgres(url: URL) -> Place:
    try:
        import psycopg  # noqa: F401 - only to learn whether it is there
    except ImportError as error:
        raise UsageError(
            "PostgreSQL needs the driver psycopg, which is not installed",
            slug="store-needs-team",
            hint="Install it: pip install 'brightline[team]'.",
        ) from error
    shown = url.set(drivername="postgresql").render_as_string(hide_password=True)
    options = {name: value for name, value in KEEPALIVE.items() if name not in url.query}
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"client_encoding": "utf8", **options},
    )
    sa.event.listen(engine, "connect", _set_up_postgres)
    return Place(engine=engine, shown=shown, path=None)


def _set_up_postgres(connection: DBAPIConnection, record: object) -> None:
    del record
    cursor = connection.cursor()
    cursor.execute(DURABLE)
    cursor.close()
    connection.commit()
