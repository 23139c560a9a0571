"""An engine in, a database of the right version out: created, upgraded or refused."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

import brightline.store.watched_schema  # noqa: F401 - its tables are part of the schema
from brightline.errors import StoreError, UsageError
from brightline.store.place import BEGIN, READING, Place
from brightline.store.schema import VERSION, VERSION_TABLE, metadata, version

SCRIPTS = Path(__file__).parent / "migrations"
"""Where alembic finds the steps from each version to the next."""

CREATING = 0x6272696768746C6E
"""Key of the PostgreSQL lock that keeps two processes from creating the tables at once."""


def prepare(place: Place, *, head: str = VERSION, scripts: Path = SCRIPTS) -> None:
    """Create the tables of a fresh database, or bring those of an older one up to date.

    Args:
        place: The database.
        head: The version that this program works with.
        scripts: Folder with the steps of an upgrade.

    Raises:
        StoreError: the database is newer than the program.
        UsageError: it belongs to another program.
    """
    with place.engine.connect().execution_options(**{BEGIN: READING}) as connection:
        if _found(connection, place.shown) == head:
            return
    with place.engine.connect() as connection:
        connection.detach()
        if connection.dialect.name == "sqlite":
            # Tables are changed by copying them, which the keys that point to them forbid; only
            # outside a transaction can they be switched off.
            _off(connection)
        with connection.begin():
            _bring_up(connection, place.shown, head=head, scripts=scripts)


def _off(connection: Connection) -> None:
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    cursor.close()


def _bring_up(connection: Connection, shown: str, *, head: str, scripts: Path) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": CREATING})
    found = _found(connection, shown)
    if found is None:
        _check_encoding(connection, shown)
        metadata.create_all(connection, checkfirst=False)
        connection.execute(version.insert(), {"version_num": VERSION})
        found = VERSION
    if int(found) > int(head):
        raise StoreError(
            f"the database has version {found}, and this brightline knows up to {head}",
            slug="store-too-new",
            where=shown,
            hint="Upgrade brightline, or name another place with --store.",
        )
    if found != head:
        _upgrade(connection, head, scripts)


def _found(connection: Connection, shown: str) -> str | None:
    """Return the version of a database, None when it is empty."""
    tables = set(sa.inspect(connection).get_table_names())
    if VERSION_TABLE in tables:
        found = connection.execute(sa.select(version.c.version_num)).scalar()
        if found is not None and str(found).isdecimal():
            return str(found)
    elif not _foreign(tables, connection.dialect.name):
        return None
    raise UsageError(
        "the database belongs to another program",
        slug="store-foreign",
        where=shown,
        hint="Name another place with --store; in PostgreSQL, a database of its own.",
    )


def _foreign(tables: set[str], dialect: str) -> bool:
    """Tell whether tables of others are in the way; a PostgreSQL database may be shared."""
    return bool(tables) if dialect == "sqlite" else bool(tables & set(metadata.tables))


def _check_encoding(connection: Connection, shown: str) -> None:
    if connection.dialect.name != "postgresql":
        return
    encoding = connection.execute(sa.text("SHOW server_encoding")).scalar()
    if encoding != "UTF8":
        raise StoreError(
            f"the database holds text in {encoding}, which cannot hold every reply",
            slug="store-encoding",
            where=shown,
            hint="Create a database with ENCODING 'UTF8'.",
        )


def _upgrade(connection: Connection, head: str, scripts: Path) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, head)
