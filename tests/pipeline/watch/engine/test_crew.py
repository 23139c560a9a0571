"""Several processes, whatever becomes of them, leave what one reading of all leaves."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from logged import START, write_lines, write_parquet, write_spans
from spreading import Left, left_by, order_of

from brightline.errors import UsageError
from brightline.pipeline.watch.engine import crew as crew_module, spread, streams
from brightline.pipeline.watch.engine.crew import Crew
from brightline.pipeline.watch.intake import Window
from brightline.pipeline.watch.stopping import Stop

SIZE = 4_000
"""Bytes of a part."""


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "SMALLEST", SIZE)
    monkeypatch.setattr(spread, "LARGEST_HERE", SIZE)
    monkeypatch.setattr(streams, "LINES", 20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scans")


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Files of several kinds; some bring ids that others had."""
    folder = tmp_path_factory.mktemp("logs")
    return [
        str(write_lines(folder / "a.jsonl", 120, seed=1)),
        str(write_lines(folder / "b.jsonl.gz", 60, seed=2)),
        str(folder / "missing.jsonl"),
        str(write_spans(folder / "c.jsonl", 20, seed=3)),
        str(write_parquet(folder / "e.parquet", 60, seed=2)),
        str(write_lines(folder / "d.jsonl", 60, seed=1)),
    ]


@pytest.fixture(scope="module")
def alone(logs: list[str], folder: Path) -> Left:
    """What one process leaves."""
    return left_by(order_of(folder, logs), folder)


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    with Crew(2) as crew:
        yield crew


def test_several_processes_leave_the_same(
    logs: list[str], folder: Path, *, alone: Left, crew: Crew
) -> None:
    assert alone.skipped("repeated") > 100
    assert ".jsonl:" in alone.kept  # a line without an id is known by its place

    assert left_by(order_of(folder, logs), folder, crew) == alone


def test_a_share_of_a_window_is_the_same(logs: list[str], folder: Path, crew: Crew) -> None:
    window = Window(since=START + timedelta(hours=9), until=START + timedelta(hours=40))
    order = order_of(folder, logs, share=0.5, window=window)

    assert left_by(order, folder, crew) == left_by(order, folder)


@pytest.mark.parametrize("longest", [16_384, 30])
def test_standard_input_is_read_here_and_looked_at_there(
    logs: list[str], folder: Path, *, crew: Crew, longest: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where more would have to be held than is, it is looked at here too."""
    monkeypatch.setattr(streams, "LONG", longest)
    order = order_of(folder, [logs[0], "-", logs[5]])

    def left(*of: Crew) -> Left:
        lines = io.BytesIO(Path(logs[0]).read_bytes() * 2)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(lines))
        return left_by(order, folder, *of)

    both = left(crew)

    assert both == left()
    assert both.skipped("repeated") > 200


def test_a_file_of_no_known_shape_is_an_error_where_it_is_alone(
    tmp_path: Path, folder: Path, crew: Crew
) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text('{"what": 1}\n' * 400, encoding="utf-8")
    order = order_of(folder, [str(path)])

    with pytest.raises(UsageError, match="no shape that is known"):
        left_by(order, folder, crew)
    both = replace(order, sources=(str(path), str(path)))
    assert left_by(both, folder, crew) == left_by(both, folder)


def kill_one(crew: Crew) -> None:
    os.kill(crew._children[0].pid, signal.SIGKILL)


def test_a_process_that_is_killed_costs_its_part_and_that_is_done_again(
    logs: list[str], folder: Path, *, alone: Left, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Crew(2) as crew:
        tell = crew.answers

        def killing(known: crew_module.Tell) -> Iterator[tuple[int, crew_module.Answer | None]]:
            kill_one(crew)  # while it reads
            for place, one in enumerate(tell(known)):
                if place == 3:
                    kill_one(crew)
                yield one

        monkeypatch.setattr(crew, "answers", killing)

        assert left_by(order_of(folder, logs), folder, crew) == alone


def test_a_part_over_which_all_die_is_counted_as_failed(
    logs: list[str], folder: Path, *, alone: Left, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew_module, "TRIES", 1)
    with Crew(2) as crew:
        tell = crew.answers

        def killing(known: crew_module.Tell) -> Iterator[tuple[int, crew_module.Answer | None]]:
            for place, one in enumerate(tell(known)):
                if place == 0:
                    kill_one(crew)
                yield one

        monkeypatch.setattr(crew, "answers", killing)
        left = left_by(order_of(folder, logs), folder, crew)

    assert left.failed > alone.failed
    assert any("workers died over it" in one for one in left.problems)
    for day in left.counts:
        assert day.seen == day.judged + sum(day.skipped.values()) + day.failed


def test_a_scan_that_is_stopped_keeps_what_is_done(
    logs: list[str], folder: Path, *, alone: Left, crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = Stop()
    tell = crew.answers

    def stopping(known: crew_module.Tell) -> Iterator[tuple[int, crew_module.Answer | None]]:
        for one in tell(known):
            stop.asked = True
            yield one

    monkeypatch.setattr(crew, "answers", stopping)
    left = left_by(order_of(folder, logs), folder, crew, stop=stop)

    assert 0 < left.seen < alone.seen / 2


FORKING = """\
import os, sys, threading
from brightline.pipeline.watch.engine.children import can_fork, forked
assert can_fork()
reads, writes = os.pipe()
child = forked()
os.close(writes)
assert os.read(reads, 1) == b"", "a child holds what was open here"
os.kill(child.pid, 0)
child.end()
thread = threading.Thread(target=threading.Event().wait, daemon=True)
thread.start()
assert not can_fork()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux counts threads")
def test_a_child_is_forked_only_off_one_thread_and_holds_nothing_of_its_parents() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORKING],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        timeout=60,
    )

    assert done.returncode == 0, done.stderr
