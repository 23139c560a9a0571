"""Where a database may be, and what is said of a place where it may not."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from brightline.errors import StoreError, UsageError
from brightline.store import open_store
from brightline.store.filesystem import NETWORK, filesystem_of

MOUNTS = """\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:26 / /home rw shared:1 - nfs4 server:/home rw
31 30 0:27 / /home/ada/my\\040disk rw - ext4 /dev/vdb rw
32 22 0:28 / /mnt rw - ext4 /dev/vdc rw
33 22 0:29 / /mnt rw - cifs //server/share rw
nonsense
"""


def test_a_sqlite_file_and_its_folder_are_for_their_owner_only(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        with open_store(tmp_path / "new" / "deep" / "b.db") as store:
            assert store.runs() == []
            modes = {
                path.name: stat.S_IMODE(path.stat().st_mode)
                for path in [tmp_path / "new" / "deep", *(tmp_path / "new" / "deep").iterdir()]
            }
    finally:
        os.umask(old)

    assert modes.pop("deep") == 0o700
    assert "b.db-wal" in modes
    assert set(modes.values()) == {0o600}


def test_a_path_and_a_url_name_the_same_file(tmp_path: Path, rows: ModuleType) -> None:
    with open_store(str(tmp_path / "b.db")) as store:
        rows.start(store)
    with open_store(f"sqlite:///{tmp_path}/b.db") as store:
        assert store.find_run("last").run_id == rows.RUN
        assert store.shown == str(tmp_path / "b.db")


def test_a_relative_path_is_taken_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with open_store("folder/b.db"):
        assert Path("folder/b.db").exists()


@pytest.mark.parametrize(
    "url",
    ["mysql://u:secret@h/x", "sqlite://", "sqlite:///:memory:", "postgresql+asyncpg://u@h/x"],
)
def test_a_url_of_another_kind_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(UsageError, match="store-url") as caught:
        open_store(url)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["postgresql://h:notaport/x", "://", "postgresql//://"])
def test_a_url_that_cannot_be_read_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="store-url"):
        open_store(url)


def test_a_missing_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UsageError, match=r"brightline\[team\]"):
        open_store("postgresql://ada@127.0.0.1/x")


def test_a_server_that_is_not_there_is_named_without_the_password() -> None:
    with pytest.raises(StoreError, match="store-unreachable") as caught:
        open_store("postgresql://ada:secret@127.0.0.1:1/x")
    assert "secret" not in str(caught.value)
    assert "127.0.0.1" in caught.value.where


def test_a_database_that_is_not_there_is_unreachable(postgres_url: str) -> None:
    with pytest.raises(StoreError, match=r"does not exist.*\[store-unreachable\]"):
        open_store(postgres_url.replace("brightline_test_", "no_such_"))


def test_a_server_that_goes_away_is_told_and_the_next_try_works(
    postgres_url: str, rows: ModuleType
) -> None:
    import psycopg

    with open_store(postgres_url) as store:
        rows.start(store)
        with psycopg.connect(postgres_url, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        with pytest.raises(StoreError, match="store-unreachable"):
            store.write(rows.RUN, [rows.intent(0)])

        store.write(rows.RUN, [rows.intent(0)])
        assert store.calls(rows.RUN) == 1


def test_a_team_server_that_acknowledges_early_is_asked_to_wait(postgres_url: str) -> None:
    import psycopg
    import sqlalchemy as sa

    name = postgres_url.rsplit("/", maxsplit=1)[-1].split("?", maxsplit=1)[0]
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {name} SET synchronous_commit = off")
        try:
            with open_store(postgres_url) as store, store._place.engine.connect() as connection:
                asked = connection.execute(sa.text("SHOW synchronous_commit")).scalar()
        finally:
            admin.execute(f"ALTER DATABASE {name} RESET synchronous_commit")
    assert asked == "on"


def test_sqlite_is_set_up_to_lose_nothing(tmp_path: Path) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
    with open_store(tmp_path / "b.db") as store, store._place.engine.connect() as connection:
        found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]
    assert found == ["wal", 2, 1, 1, 10_000]


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("dear diary " * 500)

    with pytest.raises(UsageError, match="store-not-a-database") as caught:
        open_store(path)

    assert caught.value.where == str(path)
    assert path.read_text() == "dear diary " * 500


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.close()

    with pytest.raises(UsageError, match="store-foreign"):
        open_store(path)


def test_tables_of_others_may_share_a_postgresql_database(
    postgres_url: str, rows: ModuleType
) -> None:
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    with open_store(postgres_url) as store:
        rows.start(store)
        assert len(store.runs()) == 1


def test_tables_of_others_with_our_names_are_left_alone(postgres_url: str) -> None:
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as other:
        other.execute("CREATE TABLE cases (lawyer TEXT)")
    with pytest.raises(UsageError, match="store-foreign"):
        open_store(postgres_url)


def read_all(path: Path, run_id: str) -> None:
    with open_store(path) as store:
        store.find_run("last")
        list(store.cases(run_id))


def test_a_damaged_database_is_told(tmp_path: Path, rows: ModuleType) -> None:
    path = tmp_path / "b.db"
    with open_store(path) as store:
        rows.start(store, cases=300)
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xa5" * (len(data) - 8192)
    path.write_bytes(data)

    with pytest.raises(StoreError, match="store-corrupt") as caught:
        read_all(path, rows.RUN)
    assert caught.value.where == str(path)


@pytest.mark.parametrize("inside", ["file/b.db", "file/deep/b.db", "folder"])
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, inside: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()

    with pytest.raises(StoreError, match="store-unwritable") as caught:
        open_store(tmp_path / inside)
    assert caught.value.where == str(tmp_path / inside)


def test_a_place_on_a_network_file_system_is_recognised() -> None:
    kinds = {
        path: filesystem_of(Path(path), MOUNTS)
        for path in ("/", "/home/ada", "/home/ada/my disk/x", "/homework", "/mnt/x")
    }

    assert kinds == {
        "/": "ext4",
        "/home/ada": "nfs4",
        "/home/ada/my disk/x": "ext4",
        "/homework": "ext4",
        "/mnt/x": "cifs",
    }
    assert {"nfs4", "cifs"} <= NETWORK
    assert filesystem_of(Path("/home"), "") is None


def test_a_place_on_a_network_file_system_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(f"30 22 0:26 / {tmp_path} rw - nfs4 server:/home rw\n")
    monkeypatch.setattr("brightline.store.filesystem.MOUNTS", mounts)

    with pytest.raises(StoreError, match=r"network file system \(nfs4\)"):
        open_store(tmp_path / "store" / "b.db")


def test_processes_that_open_a_fresh_place_together_all_succeed(store_url: str) -> None:
    code = "import sys; from brightline.store import open_store; open_store(sys.argv[1]).runs()"
    openers = [subprocess.Popen([sys.executable, "-c", code, store_url]) for _ in range(3)]

    assert [opener.wait() for opener in openers] == [0, 0, 0]


def test_opening_a_store_does_not_load_the_migrations(tmp_path: Path) -> None:
    code = (
        "import sys; from brightline.store import open_store; open_store(sys.argv[1]).close();"
        "sys.exit('alembic' in sys.modules)"
    )
    opened = subprocess.run([sys.executable, "-c", code, tmp_path / "b.db"], check=False)
    assert opened.returncode == 0
