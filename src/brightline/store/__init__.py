"""Runs in, runs out: the database, SQLite or PostgreSQL, one schema for both."""

from brightline.store.existing import find_store
from brightline.store.running import StoredRun, no_runs
from brightline.store.store import Store, open_store

__all__ = ["Store", "StoredRun", "find_store", "no_runs", "open_store"]
