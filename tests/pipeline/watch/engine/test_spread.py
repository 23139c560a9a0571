"""An engine, whatever it does to its workers, leaves what one reading of all leaves."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from logged import START, exchanges, write_lines, write_spans
from spreading import Left, left_by, order_of

from brightline.errors import InternalError, UsageError
from brightline.pipeline.judges import JudgeWish, pick_judge
from brightline.pipeline.watch.engine import spread
from brightline.pipeline.watch.engine.children import do_here
from brightline.pipeline.watch.engine.spread import EACH
from brightline.pipeline.watch.intake import Window
from brightline.pipeline.watch.stopping import Stop
from brightline.records import Expected, Judgement, Question
from brightline.watch.screen import from_review

Answers = Iterator[tuple[int, bytes | None]]
SIZE = 4_000
"""Bytes of a part."""


class Near:
    """An engine in this process, which ends tasks in any order."""

    cores = 2

    def __init__(self) -> None:
        self.tasks = 0

    def run(self, tasks: Sequence[bytes]) -> Answers:
        places = list(range(len(tasks)))
        random.Random(len(tasks)).shuffle(places)  # noqa: S311 - a test
        for place in places:
            self.tasks += 1
            yield place, self.do(place, tasks[place])

    def do(self, _place: int, task: bytes) -> bytes | None:
        return do_here(task)


class Dying(Near):
    """Its workers die over one task of each round, the first times that it is begun."""

    def __init__(self, times: int, *, at: int = 2) -> None:
        super().__init__()
        self._left = times
        self._at = at
        self._task = b""

    def do(self, place: int, task: bytes) -> bytes | None:
        if not self._task and place == self._at and self.tasks > self._at:
            self._task = task
        if task == self._task and self._left:
            self._left -= 1
            return None
        return do_here(task)


class Falling(Near):
    """It breaks down in the middle, some times."""

    def __init__(self, times: int, *, after: int) -> None:
        super().__init__()
        self._left = times
        self._after = after

    def run(self, tasks: Sequence[bytes]) -> Answers:
        for count, one in enumerate(super().run(tasks)):
            if self._left and count >= self._after:
                self._left -= 1
                raise RuntimeError("a node is gone\nand more")
            yield one


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spread, "SMALLEST", SIZE)
    monkeypatch.setattr(spread, "LARGEST", SIZE)


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Files of several kinds; the last brings ids that the first had."""
    folder = tmp_path_factory.mktemp("logs")
    return [
        str(write_lines(folder / "a.jsonl", 120, seed=1)),
        str(write_lines(folder / "b.jsonl.gz", 60, seed=2)),
        str(folder / "missing.jsonl"),
        str(write_spans(folder / "c.jsonl", 20, seed=3)),
        str(write_lines(folder / "d.jsonl", 60, seed=1)),
    ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scans")


@pytest.fixture(scope="module")
def alone(logs: list[str], folder: Path) -> Left:
    """What the scan without an engine leaves."""
    return left_by(order_of(folder, logs), folder)


def test_what_is_compared_holds_all_that_can_happen(alone: Left) -> None:
    assert alone.failed > 3
    assert alone.skipped("repeated") > 60
    assert alone.skipped("no_reply") > 3
    assert len(alone.counts) == 3
    assert "[email" in alone.kept
    assert ".jsonl:" in alone.kept  # a line without an id is known by its place


def test_an_engine_leaves_the_same(logs: list[str], folder: Path, alone: Left) -> None:
    engine = Near()

    assert left_by(order_of(folder, logs), folder, engine) == alone
    assert engine.tasks > 20


def test_a_share_a_window_and_what_people_said_are_the_same(
    logs: list[str], folder: Path
) -> None:
    policy = order_of(folder, logs).policy
    said = from_review(policy, "advice", "How do I open?", expected=Expected.REFUSE)
    window = Window(since=START + timedelta(hours=9), until=START + timedelta(hours=40))
    order = order_of(folder, logs, share=0.5, window=window, reviewed=(said,))

    alone = left_by(order, folder)

    assert left_by(order, folder, Near()) == alone
    assert alone.skipped("sampled_out") > 20
    assert alone.kept != left_by(replace(order, reviewed=()), folder).kept


def test_a_worker_that_dies_costs_its_part_and_that_is_done_again(
    logs: list[str], folder: Path, alone: Left
) -> None:
    engine = Dying(2)
    undisturbed = Near()

    assert left_by(order_of(folder, logs), folder, engine) == alone
    left_by(order_of(folder, logs), folder, undisturbed)
    assert engine.tasks == undisturbed.tasks + 2


@pytest.mark.parametrize("after", [0, 3])
def test_an_engine_that_breaks_down_goes_on_where_it_was(
    logs: list[str], folder: Path, *, alone: Left, after: int
) -> None:
    assert left_by(order_of(folder, logs), folder, Falling(2, after=after)) == alone


def test_an_engine_that_always_breaks_down_is_an_error(logs: list[str], folder: Path) -> None:
    with pytest.raises(InternalError, match="the engine fails: a node is gone"):
        left_by(order_of(folder, logs), folder, Falling(99, after=0))


class Deadly(Near):
    """No worker lives through the last file; `first` also not through reading its ids."""

    def __init__(self, word: bytes, *, first: bool) -> None:
        super().__init__()
        self._word = word
        self._first = first
        self._rounds = 0

    def run(self, tasks: Sequence[bytes]) -> Answers:
        self._rounds += 1
        return super().run(tasks)

    def do(self, _place: int, task: bytes) -> bytes | None:
        if self._word in task and (self._first or b"repeats" in task):
            return None
        return do_here(task)


def test_a_part_over_which_all_workers_die_is_counted_as_failed_and_named(
    logs: list[str], folder: Path, alone: Left
) -> None:
    left = left_by(order_of(folder, logs), folder, Deadly(b"b.jsonl.gz", first=False))

    assert left.seen == alone.seen
    assert left.failed > alone.failed + 50
    assert any("b.jsonl.gz" in one and "3 workers died" in one for one in left.problems)


def test_a_part_of_which_nobody_knows_the_size_is_said_to_be_lost(
    logs: list[str], folder: Path, alone: Left
) -> None:
    left = left_by(order_of(folder, logs), folder, Deadly(b"b.jsonl.gz", first=True))

    assert left.seen < alone.seen
    assert "b.jsonl.gz'" in left.missed
    assert any("b.jsonl.gz" in one for one in left.problems)


class Stopped(Near):
    """Somebody presses Ctrl-C after some parts were looked at."""

    def __init__(self, stop: Stop) -> None:
        super().__init__()
        self._stop = stop
        self._looked = 0

    def do(self, _place: int, task: bytes) -> bytes | None:
        self._looked += b"repeats" in task
        self._stop.asked |= self._looked > 2 * EACH  # some were taken by then
        return do_here(task)


def test_what_was_looked_at_until_it_was_stopped_is_kept(
    logs: list[str], folder: Path, alone: Left
) -> None:
    stop = Stop()

    left = left_by(order_of(folder, logs), folder, Stopped(stop), stop=stop)

    assert 0 < left.seen < alone.seen
    assert left.kept


class Growing(Near):
    """A file gets longer between the two readings."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def run(self, tasks: Sequence[bytes]) -> Answers:
        yield from super().run(tasks)
        line = json.dumps(next(exchanges(1, seed=99)))
        self._path.write_text(f"{self._path.read_text()}\n{line}", encoding="utf-8")


def test_a_file_that_changes_while_it_is_read_is_counted_as_failed(
    folder: Path, tmp_path: Path
) -> None:
    path = write_lines(tmp_path / "small.jsonl", 10, seed=5)

    left = left_by(order_of(folder, [str(path)]), folder, Growing(path))

    assert left.failed == left.seen >= 10
    assert "it changed while it was read" in left.missed


def test_the_only_file_must_have_a_known_shape(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "strange.jsonl"
    path.write_text('{"what": 1}\n' * 5, encoding="utf-8")
    order = order_of(folder, [str(path)])

    with pytest.raises(UsageError) as alone:
        left_by(order, folder)
    with pytest.raises(UsageError) as spread_out:
        left_by(order, folder, Near())

    assert str(spread_out.value) == str(alone.value)


def test_standard_input_and_models_stay_here(folder: Path, logs: list[str]) -> None:
    with pytest.raises(UsageError, match="standard input"):
        left_by(order_of(folder, ["-"]), folder, Near())
    asks = pick_judge(JudgeWish(spec="http://127.0.0.1:9/v1", model="m"))
    with pytest.raises(UsageError, match="a judge that asks a model"):
        left_by(order_of(folder, logs, judge=asks), folder, Near())


class Other:
    """A judge as an older brightline has it."""

    id = "embedded@0+older"
    card = None

    async def judge(self, questions: Sequence[Question]) -> Sequence[Judgement]:
        raise AssertionError(questions)


def test_a_worker_with_another_judge_does_not_judge(folder: Path, logs: list[str]) -> None:
    order = order_of(folder, logs, judge=Other())

    with pytest.raises(UsageError, match="Install the same brightline"):
        left_by(order, folder, Near())
