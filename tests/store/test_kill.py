"""Kill -9 at any moment: nothing acknowledged is lost, nothing is there twice."""

import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brightline.store import open_store

if TYPE_CHECKING:
    from zygote import Lab

KILLS = 20
BATCH = 4
CASES = 60
SWEEP = {"cases": 6, "batch": 3}
FEW = {"pwrite64": 8, "fdatasync": 2, "fsync": 2, "ftruncate": 1}
"""By default the sweep takes one in so many of each system call."""
ALL = dict.fromkeys(FEW, 1)
LIMIT = 400
"""Which call of its kind is deadly: more than a play makes; the rest is made up before it."""


def kill_at_random(lab: "Lab", url: str, *, kills: int, seed: int, early: bool = False) -> None:
    """Play runs in one store, killed at random moments; with early, until that does harm."""
    rng = random.Random(seed)  # noqa: S311 - repeatable on purpose
    log = lab.folder / "log"
    order = {"cases": CASES, "batch": BATCH, "early": early}
    done = 0
    while done < kills:
        notes = len(lab.tools.read_log(log)) + rng.randrange(12)
        pid = lab.writer.start(url, log, **order)
        if lab.writer.wait_for(log, notes, rng.uniform(0, 0.01)) is None:
            lab.tools.kill(pid)
            done += lab.writer.wait() == -9
            if early and lab.tools.problems(url, log):
                return
    assert lab.writer.run(url, log, **order) == 0


def check_random_kills(lab: "Lab", url: str, *, kills: int, seed: int) -> None:
    log = lab.folder / "log"
    quiet = f"sqlite:///{lab.folder}/quiet/brightline.db"
    kill_at_random(lab, url, kills=kills, seed=seed)
    assert lab.writer.run(quiet, lab.folder / "quiet.log", cases=CASES, batch=BATCH) == 0

    runs = sorted({run_id for what, run_id, _ in lab.tools.read_log(log) if what == "ended"})

    assert lab.tools.problems(url, log) == []
    assert runs
    for run_id in runs:
        assert lab.tools.outcome(url, run_id) == lab.tools.outcome(quiet, "run-0")
    with open_store(url) as store:
        extra = [store.calls(run_id) - CASES for run_id in runs]
        assert extra == [store.unknown_calls(run_id) for run_id in runs]
        assert sum(extra) <= kills * BATCH


def test_random_kills_lose_nothing_and_double_nothing(lab: "Lab", store_url: str) -> None:
    check_random_kills(lab, store_url, kills=KILLS, seed=1)


@pytest.mark.promise
def test_two_hundred_random_kills_lose_nothing(lab: "Lab", store_url: str) -> None:
    check_random_kills(lab, store_url, kills=200, seed=2)


def test_random_kills_find_a_writer_that_reports_too_early(lab: "Lab", store_url: str) -> None:
    kill_at_random(lab, store_url, kills=100, seed=1, early=True)

    found = lab.tools.problems(store_url, lab.folder / "log")
    assert any("lost attempt" in line for line in found)


def sweep(lab: "Lab", *, steps: dict[str, int], early: bool = False) -> list[str]:
    """Kill a play at the system calls that change a file; returns what that did."""
    tools = lab.tools

    def after(url: str, log: Path) -> str:
        quiet = tools.outcome(tools.database(lab.folder), "run-0")
        same = tools.outcome(url, tools.read_log(log)[-1][1]) == quiet
        return "" if same else "went on to another outcome"

    return tools.sweep(
        lab,
        SWEEP,
        steps,
        limit=LIMIT,
        least=20,
        problems=tools.problems,
        after=after,
        early=early,
    )


def test_a_kill_at_a_system_call_loses_nothing(lab: "Lab") -> None:
    assert sweep(lab, steps=FEW) == []


@pytest.mark.promise
def test_a_kill_at_every_system_call_loses_nothing(lab: "Lab") -> None:
    assert sweep(lab, steps=ALL) == []


def test_a_sweep_of_kills_finds_a_writer_that_reports_too_early(lab: "Lab") -> None:
    found = sweep(lab, steps=FEW, early=True)

    assert any("lost attempt" in line for line in found)
