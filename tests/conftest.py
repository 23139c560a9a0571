"""What tests of several packages need: a real database of each kind."""

import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

GIVEN = "BRIGHTLINE_TEST_POSTGRES"
"""Environment variable with the URL of a PostgreSQL whose user may create databases."""

HOW = f"install PostgreSQL (Debian: apt-get install postgresql) or set {GIVEN} to its URL"
START_S = 60.0

MEMORY = "/dev/shm"  # noqa: S108 - a folder of our own is made in it
ROOM_BYTES = 500_000_000


EMPTY = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
DROP SCHEMA IF EXISTS public CASCADE;
CREATE SCHEMA public;
"""


@pytest.fixture(autouse=True)
def no_width(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no terminal that the tests are run in say how wide our lines are."""
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a fresh database, once in SQLite and once in a real PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store/brightline.db"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def postgres_url(postgres_database: str) -> str:
    """The URL of an empty database in a real PostgreSQL."""
    import psycopg

    with psycopg.connect(postgres_database, autocommit=True) as connection:
        connection.execute(EMPTY)
    return postgres_database


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> Iterator[str]:
    """The URL of a database of this worker; creating one per test would take a second each."""
    import psycopg
    import sqlalchemy as sa

    url = sa.make_url(postgres_server).set(drivername="postgresql")
    name = f"brightline_test_{secrets.token_hex(6)}"
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL: the one that is given, else one of our own for this session."""
    if given := os.environ.get(GIVEN):
        yield given
        return
    binaries = _binaries()
    if binaries is None:
        pytest.fail(f"the store must be tested on a real PostgreSQL: {HOW}")
    # Short: the path of a socket may not be longer than 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=_memory()))
    try:
        with _server(binaries, folder) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def memory_path(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: for tests that write often and lose no power."""
    memory = _memory()
    if memory is None:
        yield tmp_path
    else:
        folder = Path(tempfile.mkdtemp(prefix="bl-", dir=memory))
        yield folder
        shutil.rmtree(folder)


def _memory() -> str | None:
    large = Path(MEMORY).is_dir() and os.access(MEMORY, os.W_OK)
    return MEMORY if large and shutil.disk_usage(MEMORY).free > ROOM_BYTES else None


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=_major)
    on_path = shutil.which("postgres")
    if found:
        return found[-1].parent
    return Path(on_path).parent if on_path else None


def _major(binary: Path) -> int:
    name = binary.parent.parent.name
    return int(name) if name.isdecimal() else 0


@contextmanager
def _server(binaries: Path, folder: Path) -> Iterator[str]:
    data = folder / "data"
    # PostgreSQL refuses to run as root.
    other = {"user": "postgres", "group": "postgres", "extra_groups": []}
    become = other if os.geteuid() == 0 else {}
    if become:
        shutil.chown(folder, "postgres", "postgres")
    subprocess.run(
        [
            binaries / "initdb", "--pgdata", data, "--username", "postgres", "--auth", "trust",
            "--encoding", "UTF8", "--locale", "C", "--no-sync",
        ],
        check=True, capture_output=True, cwd=folder, **become,
    )  # fmt: skip
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "fsync": "on",
        "synchronous_commit": "on",
        "max_connections": "60",
        "shared_buffers": "32MB",
        "max_wal_size": "64MB",
    }
    options = [item for name, value in settings.items() for item in ("-c", f"{name}={value}")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*_dies_with_us(), binaries / "postgres", "-D", data, *options],
            stdout=log, stderr=log, cwd=folder, **become,
        )  # fmt: skip
        try:
            url = f"postgresql://postgres@/postgres?host={folder}"
            _await_start(process, url, folder / "log")
            yield url
        finally:
            process.terminate()
            process.kill() if _hangs(process) else None
            process.wait()


def _dies_with_us() -> list[str]:
    """Stop the server even when the tests are killed, where that can be asked for."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "QUIT"] if setpriv else []


def _await_start(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    import psycopg

    deadline = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"PostgreSQL did not start: {log.read_text()}\n{HOW}")


def _hangs(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        return True
    return False
