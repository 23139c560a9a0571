"""The other end of `writer.py`: orders plays, kills them, and reads what is left."""

import json
import os
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import psycopg
import pytest

from brightline.store import open_store

WRITER = Path(__file__).with_name("writer.py")
CALLS = ("pwrite64", "fdatasync", "fsync", "ftruncate")
"""Every system call with which SQLite changes a file."""


Logged = tuple[str, str, list[str]]
"""What was done, in which run, to which attempts."""


class Zygote:
    """A process that has imported everything, and forks a child per order."""

    def __init__(self, prefix: Sequence[str] = (), script: Path = WRITER) -> None:
        self._process = subprocess.Popen(
            [*prefix, sys.executable, script],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,  # `select` sees only what no buffer has swallowed
        )

    def start(
        self,
        url: str,
        log: Path,
        *,
        cases: int = 40,
        trials: int = 1,
        batch: int = 3,
        early: bool = False,
        burn: tuple[str, int] = ("fsync", 0),
    ) -> int:
        """Order a play; returns the pid of the child that carries it out."""
        order = {
            "url": url, "log": str(log), "cases": cases, "trials": trials, "batch": batch,
            "early": early, "burn": burn,
        }  # fmt: skip
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        return int(self._process.stdout.readline())

    def wait(self, seconds: float | None = None) -> int | None:
        """Return the exit code of the child, None when it takes longer than that."""
        if (
            seconds is not None
            and not select.select([self._process.stdout], [], [], seconds)[0]
        ):
            return None
        return int(self._process.stdout.readline())

    def wait_for(self, log: Path, notes: int, seconds: float) -> int | None:
        """Wait until a log has so many notes and then so long; None: the child plays on."""
        code = None
        while code is None and len(read_log(log)) < notes:
            code = self.wait(0.001)
        return self.wait(seconds) if code is None else code

    def run(self, url: str, log: Path, **order: object) -> int | None:
        """Carry out an order and return the exit code of the child."""
        self.start(url, log, **order)
        return self.wait()

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


class Lab(NamedTuple):
    """What a test kills with."""

    tools: ModuleType
    """This module."""
    writer: Zygote
    """A process that nothing happens to unless the test sees to it."""
    folder: Path


@contextmanager
def opened(prefix: Sequence[str] = (), script: Path = WRITER) -> Iterator[Zygote]:
    zygote = Zygote(prefix, script)
    try:
        yield zygote
    finally:
        zygote.close()


def strace(*options: str) -> list[str]:
    """Return the command that runs another under `strace`, its children too."""
    found = shutil.which("strace")
    if found is None:
        pytest.fail("this needs strace: install it (Debian: apt-get install strace)")
    return [found, "-f", "-qq", *options]


def injecting(trace: Path, faults: Sequence[str]) -> list[str]:
    """Return a command that lets system calls of another fail, and notes those that count."""
    options = [item for fault in faults for item in ("-e", f"inject={fault}")]
    return strace("-o", str(trace), "-e", f"trace={','.join(CALLS)}", *options)


def points(counts: dict[str, int], steps: dict[str, int]) -> list[tuple[str, int]]:
    """Return the calls at which something is to happen: of each kind one in so many."""
    return [
        (call, point)
        for call, step in steps.items()
        for point in range(1, counts[call] + 1, step)
    ]


def count_calls(traced: Zygote, trace: Path, url: str, **order: object) -> dict[str, int]:
    """Return how often an undisturbed play makes each call that changes a file."""
    pid = traced.start(url, trace.with_name("log"), **order)
    assert traced.wait() == 0
    mine = [line for line in trace.read_text().splitlines() if line.startswith(f"{pid} ")]
    return {call: sum(f" {call}(" in line for line in mine) for call in CALLS}


def sweep(
    lab: Lab,
    order: dict[str, object],
    steps: dict[str, int],
    *,
    limit: int,
    least: int,
    problems: Callable[[str, Path], list[str]],
    after: Callable[[str, Path], str],
    early: bool = False,
    script: Path = WRITER,
) -> list[str]:
    """Kill a writer at the system calls that change a file; returns what that did.

    Args:
        lab: Its writer goes on after each kill.
        order: What is written.
        steps: One in so many of each system call is deadly.
        limit: Which call of its kind is: more than are made; the rest is made up before it.
        least: More deaths than these are died, or it was no sweep.
        problems: Says what is wrong after a kill.
        after: Says what is wrong when the work was then ended; empty for nothing.
        early: Whether the writer reports too early; then the first harm ends the sweep.
        script: The writer.
    """
    trace = lab.folder / "trace"
    deadly = [f"{call}:signal=KILL:when={limit}" for call in CALLS]
    found: list[str] = []
    with opened(injecting(trace, deadly), script) as victim:
        counts = count_calls(victim, trace, database(lab.folder), **order)
        assert 0 < max(counts.values()) < limit
        deaths = points(counts, steps)
        assert len(deaths) > least
        for call, point in deaths:
            place = lab.folder / f"{call}-{point}"
            url, log = database(place), place / "log"
            place.mkdir()
            code = victim.run(url, log, early=early, burn=(call, limit - point), **order)
            told = [f"exit {code}"] if code != -9 else []
            found += [f"{place.name}: {line}" for line in (*told, *problems(url, log))]
            if early and found:
                return found
            assert lab.writer.run(url, log, **order) == 0
            if wrong := after(url, log):
                found.append(f"{place.name}: {wrong}")
    return found


def database(folder: Path) -> str:
    return f"sqlite:///{folder}/store/brightline.db"


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def read_log(log: Path) -> list[Logged]:
    if not log.exists():
        return []
    # A note that is being written has no end of line yet.
    return [tuple(json.loads(line)) for line in log.read_text().split("\n")[:-1]]


def problems(url: str, log: Path) -> list[str]:
    """Return what of the log is not in the database, and what is there twice."""
    found = damage(url)
    notes = read_log(log)
    runs = sorted({item[1] for item in notes if item[0] != "failed"})
    if not runs:
        return found
    attempts, said, sent, endings = raw(
        url,
        "SELECT run_id, case_id, trial FROM attempts",
        "SELECT run_id, case_id, trial FROM judgements",
        "SELECT run_id, case_id, trial FROM intents",
        "SELECT id, ending FROM runs",
    )
    ended = dict(endings)
    for run_id in runs:
        mine = [item for item in notes if item[1] == run_id]
        found += _of_run(
            mine,
            attempts=_counted(attempts, run_id),
            judgements=_counted(said, run_id),
            intents=_counted(sent, run_id),
        )
        if any(what == "ended" for what, _, _ in mine) and ended[run_id] != "completed":
            found.append(f"lost the ending of {run_id}")
    return found


def raw(url: str, *queries: str) -> list[list[tuple[object, ...]]]:
    """Return the rows of queries, past all of our own code."""
    if url.startswith("sqlite:///"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    else:
        connection = psycopg.connect(url)
    try:
        return [connection.execute(query).fetchall() for query in queries]
    finally:
        connection.close()


def damage(url: str) -> list[str]:
    """Return what SQLite finds wrong with the file."""
    path = Path(url.removeprefix("sqlite:///"))
    if not url.startswith("sqlite:///") or not path.exists():
        return []
    answer, broken = raw(url, "PRAGMA integrity_check", "PRAGMA foreign_key_check")
    return [*(row[0] for row in answer if row[0] != "ok"), *map(str, broken)]


def _counted(rows: list[tuple[object, ...]], run_id: str) -> Counter[str]:
    return Counter(f"{row[1]}#{row[2]}" for row in rows if row[0] == run_id)


def _of_run(
    notes: list[Logged],
    *,
    attempts: Counter[str],
    judgements: Counter[str],
    intents: Counter[str],
) -> list[str]:
    sent = Counter(key for what, _, ids in notes if what == "sent" for key in ids)
    ended = {key for what, _, ids in notes if what == "ended_play" for key in ids}
    judged = {key for what, _, ids in notes if what == "said" for key in ids}
    return [
        *(f"lost attempt {key}" for key in sorted(ended - attempts.keys())),
        *(f"lost judgement {key}" for key in sorted(judged - judgements.keys())),
        *(f"doubled attempt {key}" for key, times in attempts.items() if times > 1),
        *(f"doubled judgement {key}" for key, times in judgements.items() if times > 1),
        *(f"unrecorded call {key}" for key in sent if sent[key] > intents[key]),
    ]


def outcome(url: str, run_id: str, trials: int = 1) -> tuple[object, ...]:
    """Return everything that a verdict could depend on."""
    with open_store(url) as store:
        return (
            list(store.plays(run_id, trials)),
            list(store.attempts(run_id)),
            list(store.judgements(run_id)),
            store.run_ending(run_id).ending,
        )
