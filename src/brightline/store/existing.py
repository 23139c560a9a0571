"""A URL or path in, the open database out where one is: commands that only read make none."""

from pathlib import Path

from brightline.store.place import file_of
from brightline.store.running import no_runs
from brightline.store.store import Store, open_store


def find_store(url_or_path: str | Path) -> Store:
    """Return the store that is at a place.

    Args:
        url_or_path: A path, `sqlite:///path` or `postgresql://user@host/name`.

    Raises:
        UsageError: there is none, or as `open_store` does.
        StoreError: as `open_store` does.
    """
    path = file_of(url_or_path)
    if path is not None and not path.exists():
        raise no_runs()
    return open_store(url_or_path)
