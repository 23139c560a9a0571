"""Kill -9 at any moment: nothing acknowledged is lost, nothing is there twice."""

import random
from pathlib import Path

import pytest

from brightline.store import open_store

KILLS = 20
BATCH = 4
CASES = 60
SWEEP = {"cases": 6, "batch": 3}
FEW = {"pwrite64": 8, "fdatasync": 2, "fsync": 2, "ftruncate": 1}
"""By default the sweep takes one in so many of each system call."""
ALL = dict.fromkeys(FEW, 1)
LIMIT = 400
"""Which call of its kind is the deadly one: more than a play makes; the rest is made up first."""


def killed_at_random(zygote, writer, *, url, log, kills, seed, early=False):
    """Play runs in one store, killed at random moments; with early, until that does harm."""
    rng = random.Random(seed)
    order = {"cases": CASES, "batch": BATCH, "early": early}
    done = 0
    while done < kills:
        notes = len(zygote.read_log(log)) + rng.randrange(12)
        pid = writer.start(url, log, **order)
        if writer.wait_for(log, notes, rng.uniform(0, 0.01)) is None:
            zygote.kill(pid)
            done += writer.wait() == -9
            if early and zygote.problems(url, log):
                return
    assert writer.run(url, log, **order) == 0


def check_random_kills(zygote, writer, *, url, folder, kills, seed):
    log = folder / "log"
    quiet = f"sqlite:///{folder}/quiet/brightline.db"
    killed_at_random(zygote, writer, url=url, log=log, kills=kills, seed=seed)
    assert writer.run(quiet, folder / "quiet.log", cases=CASES, batch=BATCH) == 0

    runs = sorted({run_id for what, run_id, _ in zygote.read_log(log) if what == "ended"})

    assert zygote.problems(url, log) == []
    assert runs
    for run_id in runs:
        assert zygote.outcome(url, run_id) == zygote.outcome(quiet, "run-0")
    with open_store(url) as store:
        extra = [store.calls(run_id) - CASES for run_id in runs]
        assert extra == [store.unknown_calls(run_id) for run_id in runs]
        assert sum(extra) <= kills * BATCH


def test_random_kills_lose_nothing_and_double_nothing(
    zygote, writer, store_url, memory_path
) -> None:
    check_random_kills(
        zygote, writer, url=store_url, folder=memory_path, kills=KILLS, seed=1
    )


@pytest.mark.promise
def test_two_hundred_random_kills_lose_nothing(
    zygote, writer, store_url, memory_path
) -> None:
    check_random_kills(zygote, writer, url=store_url, folder=memory_path, kills=200, seed=2)


def test_random_kills_find_a_writer_that_reports_too_early(
    zygote, writer, store_url, memory_path
) -> None:
    log = memory_path / "log"

    killed_at_random(zygote, writer, url=store_url, log=log, kills=100, seed=1, early=True)

    assert any("lost attempt" in line for line in zygote.problems(store_url, log))


def sweep(zygote, writer, folder: Path, *, steps, early=False) -> list[str]:
    """Kill a play at the system calls that change a file; returns what that did."""
    trace = folder / "trace"
    deadly = [
        item
        for call in zygote.CALLS
        for item in ("-e", f"inject={call}:signal=KILL:when={LIMIT}")
    ]
    calls = ",".join(zygote.CALLS)
    command = zygote.strace("-o", str(trace), "-e", f"trace={calls}", *deadly)
    found: list[str] = []
    points = 0
    with zygote.opened(command) as victim:
        counts = zygote.count_calls(victim, trace, zygote.database(folder), **SWEEP)
        quiet = zygote.outcome(zygote.database(folder), "run-0")
        assert 0 < max(counts.values()) < LIMIT
        for call, point in [
            (call, point)
            for call, total in counts.items()
            for point in range(1, total + 1, steps[call])
        ]:
            place = folder / f"{call}-{point}"
            place.mkdir()
            url, log = zygote.database(place), place / "log"
            code = victim.run(url, log, early=early, burn=(call, LIMIT - point), **SWEEP)
            found += [f"{place.name}: exit {code}"] if code != -9 else []
            found += [f"{place.name}: {line}" for line in zygote.problems(url, log)]
            if early and found:
                break
            points += 1
            assert writer.run(url, log, **SWEEP) == 0
            if zygote.outcome(url, zygote.read_log(log)[-1][1]) != quiet:
                found.append(f"{place.name}: went on to another outcome")
    assert early or points > 20
    return found


def test_a_kill_at_a_system_call_loses_nothing(zygote, writer, memory_path) -> None:
    assert sweep(zygote, writer, memory_path, steps=FEW) == []


@pytest.mark.promise
def test_a_kill_at_every_system_call_loses_nothing(zygote, writer, memory_path) -> None:
    assert sweep(zygote, writer, memory_path, steps=ALL) == []


def test_a_sweep_of_kills_finds_a_writer_that_reports_too_early(
    zygote, writer, memory_path
) -> None:
    found = sweep(zygote, writer, memory_path, steps=FEW, early=True)

    assert any("lost attempt" in line for line in found)
