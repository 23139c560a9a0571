"""Kill -9 at any moment: nothing acknowledged is lost, nothing is counted twice."""

import json
import random
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brightline.store import open_watch

if TYPE_CHECKING:
    from types import ModuleType

    from zygote import Lab

RECEIVER = Path(__file__).with_name("receiver.py")
ROWS = 40
BATCH = 4
SWEEP = {"cases": 8, "batch": 4}
FEW = {"pwrite64": 25, "fdatasync": 6, "fsync": 2, "ftruncate": 1}
ALL = dict.fromkeys(FEW, 1)
LIMIT = 800
"""Which call of its kind is deadly: more than is made; the rest is made up before it."""


@pytest.fixture(scope="module")
def receiver(zygote: "ModuleType") -> Iterator[object]:
    with zygote.opened(script=RECEIVER) as started:
        yield started


@pytest.fixture
def lab(zygote: "ModuleType", receiver: object, memory_path: Path) -> object:
    return zygote.Lab(tools=zygote, writer=receiver, folder=memory_path)


def problems(lab: "Lab", url: str, log: Path) -> list[str]:
    """Return what was acknowledged and is lost, and what the counts have too often."""
    found = list(lab.tools.damage(url))
    notes = lab.tools.read_log(log)
    if not notes:
        return found
    there, counted, days = lab.tools.raw(
        url,
        "SELECT span_id FROM inbox",
        "SELECT count(*) FROM inbox WHERE scan_id IS NOT NULL",
        "SELECT body FROM scan_days",
    )
    promised = {name for what, _, ids in notes if what != "failed" for name in ids}
    lost = promised - {row[0] for row in there}
    seen = sum(json.loads(body)["seen"] for (body,) in days)
    if seen != counted[0][0]:
        found.append(f"counted {seen} of {counted[0][0]}")
    return found + [f"lost {name}" for name in sorted(lost)]


def kill_at_random(lab: "Lab", url: str, *, kills: int, early: bool = False) -> list[str]:
    rng = random.Random(kills)  # noqa: S311 - repeatable on purpose
    log = lab.folder / "log"
    order = {"cases": ROWS, "batch": BATCH, "early": early}
    done = 0
    while done < kills:
        notes = len(lab.tools.read_log(log)) + rng.randrange(25)
        pid = lab.writer.start(url, log, **order)
        if lab.writer.wait_for(log, notes, rng.uniform(0, 0.01)) is None:
            lab.tools.kill(pid)
            done += lab.writer.wait() == -9
            if found := problems(lab, url, log):
                return found
    assert lab.writer.run(url, log, **order) == 0
    assert [note[0] for note in lab.tools.read_log(log)].count("ended") > 0
    with open_watch(url) as store:
        assert store.days(store.scans()[0].id)[0].seen % ROWS == 0
    return problems(lab, url, log)


def test_random_kills_lose_nothing_and_count_nothing_twice(lab: "Lab", store_url: str) -> None:
    assert kill_at_random(lab, store_url, kills=6) == []


@pytest.mark.promise
def test_two_hundred_random_kills_lose_nothing(lab: "Lab", store_url: str) -> None:
    assert kill_at_random(lab, store_url, kills=200) == []


def test_random_kills_find_a_receiver_that_promises_too_early(lab: "Lab") -> None:
    url = lab.tools.database(lab.folder)

    # The first find ends it; a quick machine needs many tries before one falls in between.
    assert kill_at_random(lab, url, kills=600, early=True) != []


def sweep(lab: "Lab", *, steps: dict[str, int], early: bool = False) -> list[str]:
    """Kill a receiver at the system calls that change a file; returns what that did."""

    def after(url: str, _log: Path) -> str:
        with open_watch(url) as store:
            seen = store.days(store.scans()[0].id)[0].seen
        return "went on to other counts" if seen % SWEEP["cases"] else ""

    return lab.tools.sweep(
        lab,
        SWEEP,
        steps,
        limit=LIMIT,
        least=10,
        problems=partial(problems, lab),
        after=after,
        early=early,
        script=RECEIVER,
    )


def test_a_kill_at_a_system_call_loses_nothing(lab: "Lab") -> None:
    assert sweep(lab, steps=FEW) == []


@pytest.mark.promise
def test_a_kill_at_every_system_call_loses_nothing(lab: "Lab") -> None:
    assert sweep(lab, steps=ALL) == []


def test_a_sweep_of_kills_finds_a_receiver_that_promises_too_early(lab: "Lab") -> None:
    assert sweep(lab, steps=FEW, early=True) != []
