"""An address in, a receiver that answers there from a thread of its own out.

It has its own event loop, so that whoever sends is answered while the judge is at work.
"""

import logging
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import anyio

from brightline.errors import UsageError
from brightline.watch.receiver.app import Receiver
from brightline.watch.receiver.intake import Intake
from brightline.watch.redact import Finder

if TYPE_CHECKING:
    from uvicorn import Server

KEEP_ALIVE_S = 60
GRACE_S = 8
LOOK_EVERY_S = 0.05
BACKLOG = 256
CONNECTIONS = 800
"""At a time; more are told 503. A process may often have but 1024 files open."""


@contextmanager
def listening(
    opened: socket.socket,
    intake: Intake,
    *,
    salt: bytes,
    now: Callable[[], datetime],
    metrics: Callable[[], bytes],
    also: Sequence[Finder] = (),
) -> Iterator["Ear"]:
    """Answer at a socket; in the end what was begun is stored and answered.

    Args:
        opened: Of `open_socket`; closed in the end.
        intake: Stores what comes.
        salt: See `watch.redact`.
        now: The clock.
        metrics: What Prometheus is told; called in another thread.
        also: More finders of what is redacted, as one of names; called in that thread too.
    """
    receiver = Receiver(intake, salt=salt, now=now, metrics=metrics, also=also)
    ear = Ear(opened, intake, receiver)
    ear.start()
    try:
        yield ear
    finally:
        ear.stop()
        opened.close()


def open_socket(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        UsageError: the port is taken, or the host is not one of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((host, port))
        opened.listen(BACKLOG)
    except (OSError, UnicodeError) as error:
        opened.close()
        told = getattr(error, "strerror", None) or "no such host"
        raise UsageError(
            f"cannot listen at {host}:{port}: {told}",
            slug="cannot-listen",
            hint="Choose another --port, or 0 for any free one.",
        ) from error
    return opened


class Ear:
    """The thread that answers."""

    def __init__(self, opened: socket.socket, intake: Intake, receiver: Receiver) -> None:
        self._socket = opened
        self._intake = intake
        self._receiver = receiver
        self._stopping = threading.Event()
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="receiver", daemon=True)

    def start(self) -> None:
        """Begin to answer: who connects before waits a moment."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more, and return once all that was begun is answered."""
        self._stopping.set()
        self._thread.join()

    def check(self) -> None:
        """Do nothing while it answers; else raise what it died of."""
        if self._failed is not None:
            raise self._failed

    def _run(self) -> None:
        try:
            anyio.run(self._serve)
        except BaseException as error:  # noqa: BLE001 - told by `check`, in the thread that asks
            self._failed = error

    async def _serve(self) -> None:
        import uvicorn

        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        config = uvicorn.Config(
            self._receiver.app(),
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            limit_concurrency=CONNECTIONS,
            timeout_keep_alive=KEEP_ALIVE_S,
            timeout_graceful_shutdown=GRACE_S,
        )
        server = uvicorn.Server(config)
        async with anyio.create_task_group() as group:
            group.start_soon(self._intake.run)
            group.start_soon(self._end, server)
            await server.serve(sockets=[self._socket])
            self._intake.close()
            self._stopping.set()

    async def _end(self, server: "Server") -> None:
        while not self._stopping.is_set():  # noqa: ASYNC110 - another thread sets it
            await anyio.sleep(LOOK_EVERY_S)
        self._intake.close()
        server.should_exit = True
