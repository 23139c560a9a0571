"""A child that dies costs its task; what it prints is no answer; it ends with its parent."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from logged import write_lines
from spreading import order_of

from brightline.pipeline.watch.engine.children import Children, pack, unpack
from brightline.pipeline.watch.engine.work import Job, Scout, Scouted
from brightline.watch.parts import Slice

PATIENCE_S = 30.0


def scout(path: Path, folder: Path) -> bytes:
    order = order_of(folder, [str(path)])
    job = Job(
        salt=order.salt,
        share=1.0,
        window=order.window,
        shape=None,
        alone=False,
        folder=str(folder),
    )
    return pack(Scout(job=job, part=(Slice(path.name),)))


def children_of(parent: int) -> list[int]:
    """Return the processes whose parent is another; Linux says so in /proc."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(words[1]) == parent and words[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def test_a_child_does_one_task_after_the_other(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "log.jsonl", 20, seed=1)
    children = Children()
    before = set(children_of(os.getpid()))
    task = scout(path, tmp_path)

    said = [unpack(children.do(task) or b"") for _ in range(3)]

    (child,) = set(children_of(os.getpid())) - before
    assert said[0] == said[1] == said[2]
    assert isinstance(said[0], Scouted)
    assert said[0].ids > 10

    os.kill(child, signal.SIGKILL)  # while it waits
    assert children.do(task) is None
    assert unpack(children.do(task) or b"") == said[0]
    children.close()
    assert not set(children_of(os.getpid())) - before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a file that never ends")
def test_a_child_that_is_killed_over_a_task_loses_only_that(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "log.jsonl", 20, seed=1)
    endless = tmp_path / "endless.jsonl"
    os.mkfifo(endless)
    children = Children()
    before = set(children_of(os.getpid()))
    said: list[bytes | None] = [b""]
    waits = threading.Thread(
        target=lambda: said.append(children.do(scout(endless, tmp_path))), daemon=True
    )
    waits.start()
    until = time.monotonic() + PATIENCE_S
    while not (mine := set(children_of(os.getpid())) - before) and time.monotonic() < until:
        time.sleep(0.01)

    other = children.do(scout(path, tmp_path))
    for child in mine:
        os.kill(child, signal.SIGKILL)
    waits.join(PATIENCE_S)

    assert other is not None
    assert said == [b"", None]
    children.close()


def test_children_end_with_their_parent(tmp_path: Path) -> None:
    endless = tmp_path / "endless.jsonl"
    os.mkfifo(endless)
    (tmp_path / "task").write_bytes(scout(endless, tmp_path))
    code = (
        "import sys; from brightline.pipeline.watch.engine.children import CHILDREN\n"
        "CHILDREN.do(open(sys.argv[1], 'rb').read())"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "task")])
    until = time.monotonic() + PATIENCE_S
    while not (mine := children_of(parent.pid)) and time.monotonic() < until:
        time.sleep(0.01)
    writer = os.open(endless, os.O_RDWR)  # now its child reads, and waits for more
    time.sleep(0.1)

    parent.kill()
    parent.wait()

    while any(Path(f"/proc/{one}").exists() for one in mine) and time.monotonic() < until:
        time.sleep(0.05)
    os.close(writer)
    assert mine
    assert not any(Path(f"/proc/{one}").exists() for one in mine)
