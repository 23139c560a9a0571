"""Purge leaves no byte of a run, and every byte of the others."""

import sqlite3
from pathlib import Path
from types import ModuleType

import pytest

from brightline.errors import StoreError, UsageError
from brightline.store import Store, open_store

SECRET = "xyzzy-plugh"  # noqa: S105 - what must be gone


def fill(store: Store, rows: ModuleType) -> None:
    rows.start(store, run_id="keep", cases=30)
    rows.start(store, run_id="gone", cases=0, seconds=1)
    store.add_cases("gone", (rows.case(i, text=f"{SECRET} asked {i}") for i in range(300)))
    for index in range(300):
        store.write("gone", [rows.intent(index), rows.replied(index, text=SECRET * 9)])
        store.write("gone", [rows.judgement(index, reason=f"because {SECRET}")])
    store.write("gone", [rows.spending(judge=SECRET)])
    store.write("keep", [rows.replied(0, text="kept"), rows.judgement(0), rows.spending()])


def holds(folder: Path, text: str) -> list[str]:
    """Return the files in which a text stands."""
    return [path.name for path in folder.iterdir() if text.encode() in path.read_bytes()]


def test_a_purged_run_is_gone_and_the_others_stay(store: Store, rows: ModuleType) -> None:
    fill(store, rows)

    store.purge("gone")

    assert [item.provenance.run_id for item in store.runs()] == ["keep"]
    assert list(store.attempts("keep")) == [rows.replied(0, text="kept")]
    assert sum(1 for _ in store.cases("keep")) == 30
    assert list(store.attempts("gone")) == []
    assert (store.spending("gone"), len(store.spending("keep"))) == ([], 1)


def test_no_file_holds_a_byte_of_a_purged_run(memory_path: Path, rows: ModuleType) -> None:
    with open_store(memory_path / "b.db") as store:
        fill(store, rows)
        assert "b.db-wal" in holds(memory_path, SECRET)

        store.purge("gone")

        assert holds(memory_path, SECRET) == []
        assert holds(memory_path, "kept") != []
    assert holds(memory_path, SECRET) == []


def test_deleting_rows_alone_would_leave_bytes(memory_path: Path, rows: ModuleType) -> None:
    with open_store(memory_path / "b.db") as store:
        fill(store, rows)
    connection = sqlite3.connect(memory_path / "b.db")
    connection.execute("DELETE FROM transcripts")
    connection.commit()

    assert holds(memory_path, SECRET * 9) != []
    connection.close()


def test_a_purge_beside_a_reader_says_that_traces_are_left(
    memory_path: Path, rows: ModuleType
) -> None:
    with open_store(memory_path / "b.db") as store:
        fill(store, rows)
        reader = sqlite3.connect(memory_path / "b.db", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM cases").fetchall()

        with pytest.raises(StoreError, match="store-purge-busy"):
            store.purge("gone")

        reader.close()
    assert holds(memory_path, SECRET) == []


def test_a_run_that_is_being_played_is_not_purged(
    store: Store, store_url: str, rows: ModuleType
) -> None:
    rows.start(store)
    with (
        open_store(store_url) as other,
        other.lock(rows.RUN),
        pytest.raises(UsageError, match="run-locked"),
    ):
        store.purge(rows.RUN)
    assert len(store.runs()) == 1


def test_purge_rewrites_the_tables_of_a_team(postgres_url: str, rows: ModuleType) -> None:
    import psycopg

    size = "SELECT pg_total_relation_size('transcripts')"
    with open_store(postgres_url) as store:
        fill(store, rows)
        with psycopg.connect(postgres_url) as admin:
            before = admin.execute(size).fetchone()[0]
        store.purge("gone")
        with psycopg.connect(postgres_url) as admin:
            after = admin.execute(size).fetchone()[0]
    assert after < before
