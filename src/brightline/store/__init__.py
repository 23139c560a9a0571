"""Runs and scans in and out: the database, SQLite or PostgreSQL, one schema for both."""

from brightline.store.existing import find_store
from brightline.store.running import StoredRun, no_runs
from brightline.store.store import Store, open_store
from brightline.store.watched import WatchStore, find_watch, no_scans, open_watch

__all__ = [
    "Store",
    "StoredRun",
    "WatchStore",
    "find_store",
    "find_watch",
    "no_runs",
    "no_scans",
    "open_store",
    "open_watch",
]
