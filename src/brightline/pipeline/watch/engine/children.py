"""A task in, its answer out, from a process of its own: when that dies, only the task is lost.

An engine that runs a Python function in its own process is brought down with all that it was
doing when the function brings it down: out of memory, or killed. So a worker does nothing but
wait for a child, which does one task after the other, and starts another when it is gone.
"""

import os
import pickle
import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from typing import IO

from brightline.pipeline.watch.engine.work import Answer, Task, answer

_SIZE = 8
_WATCH_S = 1.0


class Children:
    """Processes that wait for tasks: as many as were ever busy at the same time."""

    def __init__(self) -> None:
        self._idle: deque[subprocess.Popen[bytes]] = deque()

    def do(self, task: bytes) -> bytes | None:
        """Return what a child answers; None where it dies over it.

        Any thread may ask.

        Args:
            task: A `Task`, packed.
        """
        try:
            child = self._idle.pop()
        except IndexError:
            child = _start()
        try:
            _send(child.stdin, task)
            said = _receive(child.stdout)
        except OSError:
            said = None
        if said is None:
            _end(child)
            return None
        self._idle.append(child)
        return said

    def close(self) -> None:
        """End those that wait."""
        while self._idle:
            _end(self._idle.pop())


CHILDREN = Children()
"""Of this process: an engine calls a function, and functions have no memory."""


def pack(task: Task) -> bytes:
    """Return a task as it is sent."""
    return pickle.dumps(task)


def unpack(said: bytes) -> Answer:
    """Return what a child answered."""
    said_so: Answer = pickle.loads(said)  # noqa: S301 - engines trust their workers
    return said_so


def do_here(task: bytes) -> bytes:
    """Do a task in this process, and return the answer as it is sent."""
    asked: Task = pickle.loads(task)  # noqa: S301 - from our parent
    with suppress(OSError):  # then files are not found, and whoever reads says so
        os.chdir(asked.job.folder)
    return pickle.dumps(answer(asked))


def serve() -> None:
    """Do the tasks that come in, one after the other, until no more will."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints is no answer
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    while (task := _receive(sys.stdin.buffer)) is not None:
        _send(answers, do_here(task))


def _start() -> "subprocess.Popen[bytes]":
    path = os.pathsep.join(one for one in sys.path if one)
    # One thread each: there are as many children as cores.
    one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": path}
    return subprocess.Popen(
        (sys.executable, "-m", "brightline.pipeline.watch.engine.child"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | one,
        start_new_session=True,  # Ctrl-C is for who waits
    )


def _end(child: "subprocess.Popen[bytes]") -> None:
    child.kill()
    with suppress(OSError):  # what was not sent yet can be sent no more
        child.__exit__(None, None, None)


def _end_with(parent: int) -> None:
    """End this process once its parent is gone: nobody would take its answer."""
    while os.getppid() == parent:
        time.sleep(_WATCH_S)
    os._exit(0)


def _send(file: IO[bytes] | None, data: bytes) -> None:
    if file is not None:
        file.write(len(data).to_bytes(_SIZE))
        file.write(data)
        file.flush()


def _receive(file: IO[bytes] | None) -> bytes | None:
    """Return what was sent; None where the other side is gone."""
    if file is None:
        return None
    size = file.read(_SIZE)
    if len(size) < _SIZE:
        return None
    wanted = int.from_bytes(size)
    data = file.read(wanted)
    return data if len(data) == wanted else None
