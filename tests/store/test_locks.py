"""One process at a time on a run: refused at once, by name, and free when the holder dies."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from brightline.errors import UsageError
from brightline.store import Store, open_store
from brightline.store.locks import lock_file

HOLD = """
import sys
from brightline.store import open_store
with open_store(sys.argv[1]) as store, store.lock(sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""

RACE = """
import sys
from brightline.errors import UsageError
from brightline.store import open_store
with open_store(sys.argv[1]) as store:
    for _ in range(int(sys.argv[2])):
        try:
            with store.lock("run"):
                with open(sys.argv[3], "x"):
                    pass
                import os
                os.unlink(sys.argv[3])
                print("won")
        except UsageError as error:
            assert error.slug == "run-locked", error
        except FileExistsError:
            print("two owners")
"""


def python(code: str, *args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, args)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_second_process_is_refused_with_the_pid_of_the_first(
    store: Store, store_url: str, rows: ModuleType
) -> None:
    with python(HOLD, store_url, rows.RUN) as holder:
        assert holder.stdout.readline() == "held\n"

        with pytest.raises(UsageError) as caught, store.lock(rows.RUN):
            pytest.fail("two processes hold one run")

        holder.communicate()
    assert str(holder.pid) in caught.value.message
    assert caught.value.slug == "run-locked"


def test_a_run_is_free_at_once_when_its_holder_is_killed(
    store: Store, store_url: str, rows: ModuleType
) -> None:
    with python(HOLD, store_url, rows.RUN) as holder:
        assert holder.stdout.readline() == "held\n"
        os.kill(holder.pid, signal.SIGKILL)
        holder.communicate()

    for _ in range(1000):  # a server needs a moment to see that its client is gone
        try:
            with store.lock(rows.RUN):
                return
        except UsageError:
            assert "postgresql" in store_url
    pytest.fail("the lock outlived its holder")


def test_a_run_is_free_when_its_holder_is_done_or_failed(
    store: Store, rows: ModuleType
) -> None:
    with pytest.raises(KeyError), store.lock(rows.RUN):
        raise KeyError
    with store.lock(rows.RUN):
        pass
    with store.lock(rows.RUN), store.lock("another run"):
        pass


def test_one_store_does_not_lock_a_run_twice(
    store: Store, store_url: str, rows: ModuleType
) -> None:
    with open_store(store_url) as second, store.lock(rows.RUN):
        lock = second.lock(rows.RUN)
        with pytest.raises(UsageError, match=str(os.getpid())):
            lock.__enter__()


def test_processes_that_race_never_own_a_run_together(
    store: Store, store_url: str, tmp_path: Path
) -> None:
    del store  # it has created the database
    racers = [python(RACE, store_url, 40, tmp_path / "owner") for _ in range(2)]

    said = "".join(racer.communicate()[0] for racer in racers)

    assert [racer.returncode for racer in racers] == [0, 0]
    assert "two owners" not in said
    assert "won" in said


def test_a_lock_leaves_no_file(tmp_path: Path, rows: ModuleType) -> None:
    with open_store(tmp_path / "b.db") as store, store.lock(rows.RUN):
        assert lock_file(tmp_path / "b.db", rows.RUN).exists()
    assert [path.name for path in tmp_path.iterdir()] == ["b.db"]


def test_a_lock_that_a_killed_process_left_behind_is_taken_over(
    tmp_path: Path, rows: ModuleType
) -> None:
    left = lock_file(tmp_path / "b.db", rows.RUN)
    left.write_text("999999999")
    with open_store(tmp_path / "b.db") as store, store.lock(rows.RUN):
        assert left.read_text() == str(os.getpid())


def test_what_killed_processes_left_is_removed_and_what_is_held_is_not(
    tmp_path: Path, rows: ModuleType
) -> None:
    left = [lock_file(tmp_path / "b.db", name) for name in ("scan-old", "older")]
    for path in left:
        path.write_text("999999999")
    other = tmp_path / "other.db.scan-old.lock"
    other.write_text("")
    with open_store(tmp_path / "b.db") as store, store.lock("held"), store.lock(rows.RUN):
        assert not any(path.exists() for path in left)
        assert lock_file(tmp_path / "b.db", "held").exists()
        assert other.exists()
        with pytest.raises(UsageError):
            store.lock("held").__enter__()


@pytest.mark.parametrize("run_id", ["../up", "a/b", "", "a\x00b", "\ud800", "x" * 300])
def test_no_run_id_leads_outside_the_folder(tmp_path: Path, run_id: str) -> None:
    assert lock_file(tmp_path / "b.db", run_id).parent == tmp_path
    with open_store(tmp_path / "b.db") as store, store.lock(run_id):
        pass
