"""A URL or path in, connections to its database out, with errors that name the place."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from brightline.store.failures import told
from brightline.store.place import BEGIN, READING, Place, connect
from brightline.store.versions import prepare


class Connections:
    """Reads and writes a database of the right version; any thread may."""

    def __init__(self, place: Place) -> None:
        self.place = place

    @property
    def shown(self) -> str:
        """Where this is, for people; without a password."""
        return self.place.shown

    def close(self) -> None:
        """Give back the connections."""
        self.place.engine.dispose()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a transaction that writes: all of it or nothing."""
        with told(self.place.shown), self.place.engine.begin() as connection:
            yield connection

    def fetch(self, *statements: sa.Select[Any]) -> list[Sequence[sa.Row[Any]]]:
        """Run statements that read, all of them on one state of the database."""
        options: dict[str, Any] = {BEGIN: READING}
        if self.place.path is None:
            options["isolation_level"] = "REPEATABLE READ"
        with told(self.place.shown), self.place.engine.connect() as plain:
            connection = plain.execution_options(**options)
            return [connection.execute(statement).all() for statement in statements]


def open_connections(url_or_path: str | Path) -> Connections:
    """Return connections to the database at a place, created if there is none.

    Raises:
        UsageError: it names no database that we know or of ours, or the driver is missing.
        StoreError: the database cannot be opened, is damaged or newer.
    """
    place = connect(url_or_path)
    try:
        with told(place.shown):
            prepare(place)
    except BaseException:
        place.engine.dispose()
        raise
    return Connections(place)
