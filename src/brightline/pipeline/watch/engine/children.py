"""A task in, its answer out, from a process of its own: when that dies, only the task is lost.

An engine that runs a Python function in its own process is brought down with all that it was
doing when the function brings it down: out of memory, or killed. So a worker does nothing but
wait for a child, which does one task after the other, and starts another when it is gone.
"""

import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, NoReturn, cast

from brightline.pipeline.watch.engine.work import Answer, Known, Scouted, Task, answer

_SIZE = 8
_WATCH_S = 1.0
_TASKS = Path("/proc/self/task")


class Child:
    """One process that does tasks."""

    def __init__(
        self,
        tasks: IO[bytes],
        answers: IO[bytes],
        *,
        pid: int,
        started: "subprocess.Popen[bytes] | None" = None,
    ) -> None:
        """Take it up.

        Args:
            tasks: What it reads.
            answers: What it writes.
            pid: Its number.
            started: How it was started; None where it was forked.
        """
        self._tasks = tasks
        self._answers = answers
        self.pid = pid
        self._started = started

    def fileno(self) -> int:
        """Return what can be waited for."""
        return self._answers.fileno()

    def send(self, data: bytes) -> None:
        """Send a task, or what it asked for.

        Raises:
            OSError: it is gone.
        """
        _send(self._tasks, data)

    def receive(self) -> bytes | None:
        """Wait for what it says; None where it is gone."""
        with suppress(OSError):
            return _receive(self._answers)
        return None

    def end(self) -> None:
        """End it, whatever it does."""
        if self._started is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        else:
            self._started.kill()
            self._started.wait()
        for file in (self._tasks, self._answers):
            with suppress(OSError):  # what was not sent yet can be sent no more
                file.close()


class Children:
    """Processes that wait for tasks: as many as were ever busy at the same time."""

    def __init__(self) -> None:
        self._idle: deque[Child] = deque()

    def do(self, task: bytes) -> bytes | None:
        """Return what a child answers; None where it dies over it.

        Any thread may ask.

        Args:
            task: A `Scout` or `Look`, packed.
        """
        try:
            child = self._idle.pop()
        except IndexError:
            child = started()
        said = None
        with suppress(OSError):
            child.send(task)
            said = child.receive()
        if said is None:
            child.end()
            return None
        self._idle.append(child)
        return said

    def close(self) -> None:
        """End those that wait."""
        while self._idle:
            self._idle.pop().end()


CHILDREN = Children()
"""Of this process: an engine calls a function, and functions have no memory."""


def pack(task: Task | Known) -> bytes:
    """Return what is sent to a child."""
    return pickle.dumps(task)


def unpack(said: bytes) -> Answer:
    """Return what a child answered."""
    said_so: Answer = pickle.loads(said)  # noqa: S301 - engines trust their workers
    return said_so


def do_here(task: bytes) -> bytes:
    """Do a task in this process, and return the answer as it is sent."""
    return _done(task, _nobody)


def serve() -> None:
    """Do the tasks that come in, one after the other, until no more will."""
    tasks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anything prints is no answer
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    gc.set_threshold(20_000, 50, 50)  # what a part holds is held until it is done

    def ask(found: Scouted) -> Known:
        _send(answers, pickle.dumps(found))
        said = _receive(tasks)
        if said is None:
            os._exit(0)
        known: Known = pickle.loads(said)  # noqa: S301 - from our parent
        return known

    while (task := _receive(tasks)) is not None:
        _send(answers, _done(task, ask))


def started() -> Child:
    """Start a child, as it can be at any time."""
    path = os.pathsep.join(one for one in sys.path if one)
    # One thread each: there are as many children as cores.
    one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": path}
    child = subprocess.Popen(
        (sys.executable, "-m", "brightline.pipeline.watch.engine.child"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | one,
        start_new_session=True,  # Ctrl-C is for who waits
    )
    tasks, answers = cast("IO[bytes]", child.stdin), cast("IO[bytes]", child.stdout)
    return Child(tasks, answers, pid=child.pid, started=child)


def forked() -> Child:
    """Fork a child off this process: it begins at once with all that is imported here.

    Only where `can_fork` says so.
    """
    its_tasks, tasks = os.pipe()
    answers, its_answers = os.pipe()
    pid = os.fork()
    if pid == 0:
        _begin(its_tasks, its_answers)
    os.close(its_tasks)
    os.close(its_answers)
    return Child(os.fdopen(tasks, "wb"), os.fdopen(answers, "rb"), pid=pid)


def can_fork() -> bool:
    """Tell whether a child can be forked off: one off a process with threads may wait for ever.

    Only Linux says how many threads there are, those that no Python knows of with them.
    """
    with suppress(OSError):
        return len(list(_TASKS.iterdir())) == 1
    return False


def _begin(tasks: int, answers: int) -> NoReturn:
    """Go on as a child: with nothing of the parent's open, and deaf to Ctrl-C."""
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        gc.freeze()  # whose files are the parent's are never closed here a second time
        sys.stdout = sys.stderr
        os.dup2(tasks, 0)
        os.dup2(answers, 1)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        serve()
    finally:
        os._exit(0)


def _done(task: bytes, ask: Callable[[Scouted], Known]) -> bytes:
    asked: Task = pickle.loads(task)  # noqa: S301 - from our parent
    with suppress(OSError):  # then files are not found, and whoever reads says so
        os.chdir(asked.job.folder)
    return pickle.dumps(answer(asked, ask))


def _nobody(_found: Scouted) -> Known:
    raise NotImplementedError


def _end_with(parent: int) -> None:
    """End this process once its parent is gone: nobody would take its answer."""
    while os.getppid() == parent:
        time.sleep(_WATCH_S)
    os._exit(0)


def _send(file: IO[bytes], data: bytes) -> None:
    file.write(len(data).to_bytes(_SIZE))
    file.write(data)
    file.flush()


def _receive(file: IO[bytes]) -> bytes | None:
    """Return what was sent; None where the other side is gone."""
    size = file.read(_SIZE)
    if len(size) < _SIZE:
        return None
    wanted = int.from_bytes(size)
    data = file.read(wanted)
    return data if len(data) == wanted else None
