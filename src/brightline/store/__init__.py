"""Runs in, runs out: the database, SQLite or PostgreSQL, one schema for both."""

from brightline.store.running import StoredRun
from brightline.store.store import Store, open_store

__all__ = ["Store", "StoredRun", "open_store"]
