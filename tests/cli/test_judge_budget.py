"""What a language model as judge may cost a run: counted over kills, stops and rejudging."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import judge_server as judges
import pytest

from brightline.simulate.server import running
from brightline.store import open_store

POLICY = Path(__file__).parents[2] / "examples" / "sprout" / "policy.yaml"
QUICK = ("--technique", "direct", "--rule", "graphic-violence", "--seed", "1")
AT_ONCE = 4
TRIED = 2 + 12
"""Calls of the first try and of one self-test."""


def slowly(asked: object) -> object:
    """Answer after a moment, so that calls are in flight whenever the asker is killed."""
    return judges.honest(asked)._replace(wait_s=0.03)


@pytest.fixture
def product() -> Iterator[str]:
    with running(seed=1) as url:
        yield url


class Bench:
    """A product, a judge that counts what it is asked, and one store."""

    def __init__(self, product: str, served: object, folder: Path) -> None:
        self.served = served
        self.store = folder / "runs.db"
        self._product = product
        self._judge = folder / "judge.yaml"

    def allow(self, calls: int | None) -> None:
        cap = "" if calls is None else f"budget_calls: {calls}\n"
        self._judge.write_text(
            f"brightline_judge: 1\nreads: all\nat_once: {AT_ONCE}\n{cap}"
            f'ask: {{target: "openai:{self.served.url}", model: big-judge}}\n'
        )

    def run(self, *more: str) -> "subprocess.CompletedProcess[str]":
        with self._start(*more) as running:
            out, err = running.communicate()
        return subprocess.CompletedProcess(running.args, running.returncode, out, err)

    def stop_after(self, calls: int, how: signal.Signals, *more: str) -> int:
        """Run until the judge was asked so often, then send a signal; returns the exit code."""
        with self._start(*more) as running:
            while len(self.served.asked) < calls:
                assert running.poll() is None, running.communicate()
                time.sleep(0.002)
            os.kill(running.pid, how)
            running.communicate()
        return running.returncode

    def rejudge(self, *more: str) -> "subprocess.CompletedProcess[str]":
        words = ("rejudge", "last", "--judge", str(self._judge), "--store", str(self.store))
        return subprocess.run(
            [sys.executable, "-m", "brightline", *words, *more],
            capture_output=True,
            text=True,
            check=False,
        )

    def recorded(self) -> int:
        """Return how many calls the store says were made."""
        with open_store(self.store) as store:
            (run,) = store.runs()
            return sum(one.calls for one in store.spending(run.provenance.run_id))

    def _start(self, *more: str) -> "subprocess.Popen[str]":
        words = ("run", str(POLICY), "--target", self._product, "--model", "sprout-1", *QUICK)
        kept = ("--judge", str(self._judge), "--store", str(self.store))
        return subprocess.Popen(
            [sys.executable, "-m", "brightline", *words, *kept, "--trials", "12", *more],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture
def bench(product: str, tmp_path: Path) -> Iterator[Bench]:
    with judges.judge_server(slowly) as served:
        yield Bench(product, served, tmp_path)


def test_kills_leave_the_judge_no_more_calls_than_its_budget(bench: Bench) -> None:
    cap = 80
    bench.allow(cap)
    for calls in (TRIED + 6, 2 * TRIED + 12, 3 * TRIED + 19):
        assert bench.stop_after(calls, signal.SIGKILL) == -signal.SIGKILL
        # Some of what was sent may not have been read by the server yet.
        assert len(bench.served.asked) <= bench.recorded()
        assert bench.recorded() <= len(bench.served.asked) + 2 * AT_ONCE

    done = bench.run("--json")

    assert cap - 3 * AT_ONCE <= len(bench.served.asked) <= cap
    assert bench.recorded() == cap
    found = json.loads(done.stdout)
    assert found["outcomes"]["judge_error"] > 0
    assert sum(found["outcomes"].values()) == found["planned"]
    assert found["judge"]["calls"] == cap


def test_a_run_whose_judge_is_spent_goes_on_to_its_end_without_it(bench: Bench) -> None:
    bench.allow(30)
    # The last answer takes so long that the run cannot end before it is killed.
    bench.served.behave = lambda asked: slowly(asked)._replace(
        wait_s=2.0 if len(bench.served.asked) >= 30 else 0.03
    )
    bench.stop_after(30, signal.SIGKILL)

    done = bench.run("--json")

    assert len(bench.served.asked) == 30
    assert done.returncode == 5, done.stderr
    assert json.loads(done.stdout)["outcomes"]["not_run"] == 0
    told = re.findall(r"^([\d,]+) of .* ([\d,]+) judged", done.stderr, re.MULTILINE)
    assert told
    assert all(
        int(judged.replace(",", "")) <= int(played.replace(",", "")) for played, judged in told
    )


def test_stops_cost_the_judge_exactly_what_it_was_asked(bench: Bench) -> None:
    bench.allow(None)
    many = ("--budget-calls", "110")
    assert bench.stop_after(TRIED + 8, signal.SIGINT, *many) == 2
    assert bench.recorded() == len(bench.served.asked)

    bench.run(*many)

    assert len(bench.served.asked) == bench.recorded() == 110


def test_judging_again_is_paid_from_the_same_budget_and_loses_no_verdict(bench: Bench) -> None:
    bench.allow(60)
    before = json.loads(bench.run("--json").stdout)
    assert len(bench.served.asked) == 60

    refused = bench.rejudge("--json")

    assert refused.returncode == 4
    assert "budget-too-small" in refused.stderr
    assert len(bench.served.asked) == 60

    bench.allow(60 + TRIED + 5)
    again = json.loads(bench.rejudge("--json").stdout)

    assert len(bench.served.asked) == 60 + TRIED + 5
    assert again["judge"]["calls"] == 60 + TRIED + 5
    assert again["outcomes"]["judge_error"] <= before["outcomes"]["judge_error"]


def test_a_budget_without_room_for_the_first_try_is_too_small(bench: Bench) -> None:
    bench.allow(1)

    done = bench.run()

    assert done.returncode == 4
    assert "budget-too-small" in done.stderr
    assert "budget_calls in judge.yaml" in done.stderr
