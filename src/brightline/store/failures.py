"""What a database driver raises in, an error with its place and next step out."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import sqlalchemy as sa

from brightline.errors import StoreError, UsageError


class Failure(NamedTuple):
    """What is said of one kind of failure."""

    slug: str
    message: str
    hint: str


FULL = Failure(
    "store-disk-full",
    "the disk is full, so nothing more could be stored",
    "Free some space and start the same command again: a run goes on where it stopped,"
    " watch scan begins anew.",
)
IO = Failure(
    "store-io-error",
    "the disk could not be read or written",
    "Check the disk and its free space, then start the same command again: a run goes on where"
    " it stopped, watch scan begins anew.",
)
CORRUPT = Failure(
    "store-corrupt",
    "the database is damaged",
    "Keep the file, and restore a copy or name another place with --store.",
)
NOT_A_DATABASE = Failure(
    "store-not-a-database",
    "the file is not a database",
    "Name another place with --store, or move the file away.",
)
UNWRITABLE = Failure(
    "store-unwritable",
    "the database cannot be opened for writing",
    "Make the file and its folder writable for you, or name another place with --store.",
)
BUSY = Failure(
    "store-busy",
    "another process held the database for too long",
    "Wait until it is done, then start the same command again.",
)
REFUSED = Failure(
    "store-row-refused",
    "the database refused a row: its run or its case is not there, or is there already",
    "Was the run purged meanwhile? brightline runs lists what is stored.",
)
UNREACHABLE = Failure(
    "store-unreachable",
    "the database server cannot be reached",
    "Check that it runs, and the host, name, user and password in the URL.",
)
UNKNOWN = Failure(
    "store-failed",
    "the database reported an error",
    "Start the same command again; if it stays, tell us what it says.",
)

_SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: IO,
    sqlite3.SQLITE_CORRUPT: CORRUPT,
    sqlite3.SQLITE_NOTADB: NOT_A_DATABASE,
    sqlite3.SQLITE_CANTOPEN: UNWRITABLE,
    sqlite3.SQLITE_READONLY: UNWRITABLE,
    sqlite3.SQLITE_PERM: UNWRITABLE,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_PROTOCOL: BUSY,
    sqlite3.SQLITE_CONSTRAINT: REFUSED,
}
"""Primary result codes; an extended code has its primary one in the low byte."""

_POSTGRES = (
    ("53100", FULL),
    ("58030", IO),
    ("XX001", CORRUPT),
    ("XX002", CORRUPT),
    ("25006", UNWRITABLE),
    ("42501", UNWRITABLE),
    ("55P03", BUSY),
    ("40", BUSY),
    ("23", REFUSED),
    ("08", UNREACHABLE),
    ("28", UNREACHABLE),
    ("3D", UNREACHABLE),
    ("53", UNREACHABLE),
    ("57P", UNREACHABLE),
)
"""Beginnings of SQLSTATE codes, the longer ones first where one begins with another."""


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turn whatever the database raises inside into an error that names the place.

    Raises:
        UsageError: the file is no database: another place was meant.
        StoreError: anything else.
    """
    try:
        yield
    except sa.exc.DBAPIError as error:
        found = _failure(error)
        kind = UsageError if found is NOT_A_DATABASE else StoreError
        raise kind(
            f"{found.message} ({_first_line(error.orig)})",
            slug=found.slug,
            where=place,
            hint=found.hint,
        ) from error
    except sa.exc.TimeoutError as error:
        raise StoreError(BUSY.message, slug=BUSY.slug, where=place, hint=BUSY.hint) from error


def _failure(error: sa.exc.DBAPIError) -> Failure:
    original = error.orig
    if isinstance(original, sqlite3.Error):
        code = getattr(original, "sqlite_errorcode", None)
        return UNKNOWN if code is None else _SQLITE.get(code & 0xFF, UNKNOWN)
    state = getattr(original, "sqlstate", None)
    if state is None:
        # The driver gives no code when the connection failed or broke.
        lost = error.connection_invalidated or isinstance(error, sa.exc.OperationalError)
        return UNREACHABLE if lost else UNKNOWN
    return next((found for start, found in _POSTGRES if state.startswith(start)), UNKNOWN)


def _first_line(error: BaseException | None) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
