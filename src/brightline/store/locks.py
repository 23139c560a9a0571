"""A run or scan in, the right to write it out: one process at a time, free when it dies."""

import fcntl
import glob
import hashlib
import os
import re
import socket
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, NoReturn

import sqlalchemy as sa

from brightline.errors import StoreError, UsageError
from brightline.records import digest
from brightline.store.failures import UNWRITABLE, told
from brightline.store.place import Place

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}")

LOOKS = 20
LOOK_EVERY_S = 0.01
"""A holder may die, or be in another container: we do not look for its pid for long."""

HOLDER = sa.text(
    "SELECT activity.application_name FROM pg_locks AS held"
    " JOIN pg_stat_activity AS activity ON activity.pid = held.pid"
    " WHERE held.locktype = 'advisory' AND held.granted AND held.objsubid = 1"
    " AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    " AND held.classid::bigint = :high AND held.objid::bigint = :low"
)


class _Held(NamedTuple):
    """What is held, and what is said when another process has it."""

    id: str
    name: str
    doing: str
    slug: str


def lock_run(place: Place, run_id: str) -> AbstractContextManager[None]:
    """Hold a run for this process.

    Raises:
        UsageError: another process holds it; the message names its pid.
        StoreError: the lock cannot be asked for.
    """
    return _lock(place, _Held(run_id, f"run {run_id}", "played", "run-locked"))


def lock_scan(place: Place, scan_id: str) -> AbstractContextManager[None]:
    """Hold a scan for this process; raises as `lock_run` does."""
    held = _Held(f"scan-{scan_id}", f"scan {scan_id}", "written", "scan-locked")
    return _lock(place, held)


@contextmanager
def _lock(place: Place, held: _Held) -> Iterator[None]:
    if place.path is None:
        with _advisory_lock(place, held):
            yield
    else:
        with _file_lock(lock_file(place.path, held.id), held):
            _sweep(place.path)
            yield


def lock_file(database: Path, run_id: str) -> Path:
    """Return the file beside a SQLite database that stands for one of its runs."""
    name = run_id if _PLAIN.fullmatch(run_id) else digest(run_id)
    return database.with_name(f"{database.name}.{name}.lock")


@contextmanager
def _file_lock(path: Path, held: _Held) -> Iterator[None]:
    handle = _locked(path, held)
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        # Removed while it is still held, so that nobody can hold a file that is gone.
        path.unlink(missing_ok=True)
        os.close(handle)


def _sweep(database: Path) -> None:
    """Remove the files of locks whose holders were killed: nobody may ask for them again."""
    for path in database.parent.glob(f"{glob.escape(database.name)}.*.lock"):
        with suppress(OSError):  # held, gone meanwhile, or somebody else's
            handle = os.open(path, os.O_RDWR | os.O_CLOEXEC)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if _still_there(path, handle):
                    path.unlink()
            finally:
                os.close(handle)


def _locked(path: Path, held: _Held) -> int:
    """Return an open handle of the file, locked by us."""
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(
                f"the lock of {held.name} cannot be opened ({error.strerror})",
                slug=UNWRITABLE.slug,
                where=str(path),
                hint=UNWRITABLE.hint,
            ) from error
        if not _is_won(handle):
            holder = _written_pid(handle)
            # Whoever sweeps held it for a moment only.
            if not _is_won(handle):
                os.close(handle)
                _refuse(held, f"process {holder}" if holder else "another process")
        if _still_there(path, handle):
            return handle
        os.close(handle)


def _is_won(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _written_pid(handle: int) -> str:
    """Return the pid in the file, once its holder has had the time to write it."""
    holder = ""
    for _ in range(LOOKS):
        holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
        if holder.isdecimal() and _alive(int(holder)):
            break
        time.sleep(LOOK_EVERY_S)
    return holder


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except OSError:
        return False
    return True


def _still_there(path: Path, handle: int) -> bool:
    """Tell whether the file we locked is still the one that others would open."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


@contextmanager
def _advisory_lock(place: Place, held: _Held) -> Iterator[None]:
    data = f"brightline {held.id}".encode("utf-8", "surrogatepass")
    key = int.from_bytes(hashlib.sha256(data).digest()[:8], "big")
    signed = key - (1 << 64) if key >> 63 else key
    with told(place.shown):
        connection = place.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        # A connection of its own: the lock lives exactly as long as it does.
        connection.detach()
    try:
        with told(place.shown):
            name = f"brightline process {os.getpid()} on {socket.gethostname()}"
            connection.execute(
                sa.text("SELECT set_config('application_name', :name, false)"),
                {"name": name[:63]},
            )
            won = connection.execute(
                sa.text("SELECT pg_try_advisory_lock(:key)"), {"key": signed}
            ).scalar()
            holder = None if won else _holder(connection, key)
        if not won:
            _refuse(held, holder or "another process")
        yield
    finally:
        connection.close()


def _holder(connection: sa.Connection, key: int) -> str | None:
    found = connection.execute(HOLDER, {"high": key >> 32, "low": key & 0xFFFFFFFF}).scalar()
    return str(found).removeprefix("brightline ") if found else None


def _refuse(held: _Held, holder: str) -> NoReturn:
    raise UsageError(
        f"{held.name} is being {held.doing} by {holder}",
        slug=held.slug,
        hint="Wait until it is done, or stop it and start the same command again.",
    )
