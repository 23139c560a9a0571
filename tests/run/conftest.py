"""Plans, products and notebooks for tests of a run."""
# ruff: noqa: S610 - fixtures are functions

import asyncio  # noqa: TID251 - a clock of our own needs a loop of its own
import json
import selectors
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any

import anyio
import anyio.abc
import pytest

from brightline.records import (
    Attempt,
    Case,
    Conversation,
    Expected,
    Intent,
    Reply,
    Role,
    Turn,
    Withdrawal,
)
from brightline.run.play import Ending, Queue, RunSettings, play

Answering = Callable[[Conversation], Awaitable[Reply]]
Serving = Callable[..., AbstractAsyncContextManager[str]]

REPLY = json.dumps(
    {
        "choices": [{"message": {"content": "Fine."}, "finish_reason": "stop"}],
        "usage": {"total_tokens": 10},
    }
).encode()


class Scripted:
    """A product that answers as told, and counts."""

    def __init__(self, answering: Answering, *, takes_system: bool = True) -> None:
        self.name = "scripted"
        self.takes_system = takes_system
        self.takes_turns = True
        self.takes_history = True
        self.asked: list[Conversation] = []
        self.most = 0
        self._now = 0
        self._answering = answering

    async def answer(self, conversation: Conversation) -> Reply:
        self.asked.append(conversation)
        self._now += 1
        self.most = max(self.most, self._now)
        try:
            return await self._answering(conversation)
        finally:
            self._now -= 1

    async def aclose(self) -> None:
        pass


class Notebook:
    """Keeps intents and attempts."""

    def __init__(self) -> None:
        self.intents: list[Intent] = []
        self.most = 0
        self.attempts: list[Attempt] = []

    async def intend(self, rows: Sequence[Intent | Withdrawal]) -> None:
        gone = {row.attempt_id for row in rows if isinstance(row, Withdrawal)}
        self.intents = [row for row in self.intents if row.attempt_id not in gone]
        self.intents += [row for row in rows if isinstance(row, Intent)]
        self.most = max(self.most, len(self.intents))

    async def deliver(self, attempt: Attempt) -> None:
        self.attempts.append(attempt)


def case_of(*texts: str, id_: str = "rule/direct/0", system: str = "") -> Case:
    turns = [Turn(role=Role.USER, text=text) for text in texts]
    if system:
        turns.insert(0, Turn(role=Role.SYSTEM, text=system))
    return Case(
        id=id_,
        rule_id="rule",
        technique="direct",
        expected=Expected.ANSWER,
        objective=texts[0],
        turns=tuple(turns),
    )


def plan_of(plays: int) -> Iterator[tuple[Case, int]]:
    return ((case_of("Hello?", id_=f"rule/direct/{index}"), 1) for index in range(plays))


async def run_of(
    plan: Iterator[tuple[Case, int]],
    target: Scripted,
    notebook: Notebook,
    *,
    stop: anyio.Event | None = None,
    **settings: object,
) -> Ending:
    return await play(
        Queue(plan),
        target,
        settings=RunSettings(**settings),  # type: ignore[arg-type]
        intend=notebook.intend,
        deliver=notebook.deliver,
        stop=stop or anyio.Event(),
    )


@asynccontextmanager
async def _serving(
    respond: Callable[[float], tuple[int, dict[str, str]]],
) -> AsyncIterator[str]:
    """Serve chat completions; `respond` takes the time and gives status and headers."""

    async def connection(stream: anyio.abc.SocketStream) -> None:
        held = b""
        with suppress(anyio.BrokenResourceError, anyio.ClosedResourceError, anyio.EndOfStream):
            async with stream:
                while True:
                    head, mark, rest = held.partition(b"\r\n\r\n")
                    length = int(head.lower().partition(b"length:")[2].split(b"\r\n")[0] or 0)
                    if not mark or len(rest) < length:
                        held += await stream.receive()
                        continue
                    held = rest[length:]
                    status, headers = respond(anyio.current_time())
                    body = REPLY if status == 200 else b"{}"
                    given = headers | {"content-length": str(len(body))}
                    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
                    await anyio.sleep(0.002)
                    await stream.send(f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode() + body)

    failure: Exception | None = None
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    try:
        async with anyio.create_task_group() as group:
            group.start_soon(listener.serve, connection)
            port = listener.extra(anyio.abc.SocketAttribute.local_port)
            try:
                yield f"http://127.0.0.1:{port}/v1"
            except Exception as error:  # noqa: BLE001 - the group would wrap it
                failure = error
            group.cancel_scope.cancel()
    finally:
        await listener.aclose()
    if failure is not None:
        raise failure


class _Jumping(selectors.DefaultSelector):
    """Waits for nothing: tells its loop that it is later."""

    loop: "_JumpingLoop"

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise AssertionError("the run waits for something that will never come")
        if timeout > 0:
            self.loop.now += timeout + 1e-9
        return super().select(0)


class _JumpingLoop(asyncio.SelectorEventLoop):
    """A loop whose clock jumps over every wait: hours of a run in a second."""

    def __init__(self) -> None:
        self.now = 0.0
        selector = _Jumping()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        return self.now


def _run_virtually(run: Callable[[], Awaitable[Any]]) -> Any:  # noqa: ANN401 - what it returns
    return anyio.run(run, backend_options={"loop_factory": _JumpingLoop})


@pytest.fixture
def run_virtually() -> Callable[[Callable[[], Awaitable[Any]]], Any]:
    """Run to the end on a clock that starts at 0 and never waits."""
    return _run_virtually


@pytest.fixture
def scripted() -> type[Scripted]:
    return Scripted


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
def make_case() -> Callable[..., Case]:
    return case_of


@pytest.fixture
def make_plan() -> Callable[[int], Iterator[tuple[Case, int]]]:
    return plan_of


@pytest.fixture
def run_plan() -> Callable[..., Awaitable[Ending]]:
    return run_of


@pytest.fixture
def serving() -> Serving:
    return _serving
