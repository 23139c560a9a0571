"""Kill -9 at any moment: nothing acknowledged is lost, nothing is there twice."""

import random

import pytest

from brightline.store import open_store

KILLS = 20
SWEEP = {"cases": 6, "batch": 3}
EVERY = 8
"""Of the many page writes, one in so many is a point of the sweep by default."""


CASES = 120


def killed_at_random(zygote, url, folder, *, kills, seed, early=False):
    """Play runs in one store, killed at random moments; returns the log and the runs played."""
    rng = random.Random(seed)
    log = folder / "log"
    done = 0
    with zygote.opened() as writer:
        while done < kills:
            notes = len(zygote.read_log(log)) + rng.randrange(12)
            pid = writer.start(url, log, cases=CASES, batch=4, early=early)
            if writer.wait_for(log, notes, rng.uniform(0, 0.01)) is None:
                zygote.kill(pid)
                done += writer.wait() == -9
                if early and zygote.problems(url, log):
                    break
        assert early or writer.run(url, log, cases=CASES, batch=4) == 0
    return log


def check_random_kills(zygote, url, tmp_path, *, kills, seed):
    log = killed_at_random(zygote, url, tmp_path, kills=kills, seed=seed)
    notes = zygote.read_log(log)

    assert zygote.problems(url, log) == []
    quiet = f"sqlite:///{tmp_path}/quiet/brightline.db"
    with zygote.opened() as writer:
        assert writer.run(quiet, tmp_path / "quiet.log", cases=CASES, batch=4) == 0
    runs = sorted({run_id for what, run_id, _ in notes if what == "ended"})
    assert runs
    for run_id in runs:
        assert zygote.outcome(url, run_id) == zygote.outcome(quiet, "run-0")
    with open_store(url) as store:
        for run_id in runs:
            assert store.calls(run_id) - CASES == store.unknown_calls(run_id) <= kills * 4


def test_random_kills_lose_nothing_and_double_nothing(zygote, store_url, tmp_path) -> None:
    check_random_kills(zygote, store_url, tmp_path, kills=KILLS, seed=1)


@pytest.mark.promise
def test_two_hundred_random_kills_lose_nothing(zygote, store_url, tmp_path) -> None:
    check_random_kills(zygote, store_url, tmp_path, kills=200, seed=2)


def test_random_kills_find_a_writer_that_reports_too_early(zygote, store_url, tmp_path) -> None:
    log = killed_at_random(zygote, store_url, tmp_path, kills=200, seed=1, early=True)

    assert any("lost attempt" in line for line in zygote.problems(store_url, log))


def sweep(zygote, folder, *, every, early=False):
    """Kill a play at its every n-th system call that changes a file; returns the problems."""
    counts = zygote.count_calls(folder, **SWEEP)
    quiet = zygote.outcome(zygote.database(folder), "run-0")
    points = 0
    found: list[str] = []
    for call, total in counts.items():
        inject = f"inject={call}:signal=KILL:when={total}"
        traced = zygote.strace("-o", "/dev/null", "-e", f"trace={call}", "-e", inject)
        if not total or (early and found):
            continue
        with zygote.opened(traced) as victim, zygote.opened() as helper:
            for point in range(1, total + 1, every if call == "pwrite64" else 1):
                place = folder / f"{call}-{point}"
                place.mkdir()
                url, log = zygote.database(place), place / "log"
                code = victim.run(url, log, early=early, burn=(call, total - point), **SWEEP)
                found += [f"{place.name}: exit {code}"] if code != -9 else []
                found += [f"{place.name}: {line}" for line in zygote.problems(url, log)]
                points += 1
                if not early and resumed(zygote, helper, url, log) != quiet:
                    found.append(f"{place.name}: went on to another outcome")
    assert early or points > 20
    return found


def resumed(zygote, helper, url, log):
    """Return the outcome of a run that is gone on with after the kill."""
    assert helper.run(url, log, **SWEEP) == 0
    return zygote.outcome(url, zygote.read_log(log)[-1][1])


def test_a_kill_at_a_system_call_loses_nothing(zygote, memory_path) -> None:
    assert sweep(zygote, memory_path, every=EVERY) == []


@pytest.mark.promise
def test_a_kill_at_every_system_call_loses_nothing(zygote, memory_path) -> None:
    assert sweep(zygote, memory_path, every=1) == []


def test_a_sweep_of_kills_finds_a_writer_that_reports_too_early(zygote, memory_path) -> None:
    found = sweep(zygote, memory_path, every=EVERY, early=True)

    assert any("lost attempt" in line for line in found)
