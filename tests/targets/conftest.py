"""A server that answers with whatever bytes a test likes, and what tests of targets share."""
# ruff: noqa: S610 - fixtures are functions, keys are planted

import json
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import NamedTuple

import anyio
import anyio.abc
import pytest

from brightline.ports import Target
from brightline.records import Conversation, HttpSpec, Role, TargetOptions, Turn
from brightline.targets.anthropic import AnthropicTarget
from brightline.targets.http import HttpTarget
from brightline.targets.openai import OpenAITarget

TLS_HELLO = b"\x16"
KEY = "sk-planted-0123456789/+abc"


class Asked(NamedTuple):
    line: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.body)
        return found


class Peer:
    """One side of a connection, as the server has it."""

    def __init__(self, stream: anyio.abc.SocketStream) -> None:
        self.stream = stream

    async def say(self, content: bytes) -> None:
        await self.stream.send(content)

    async def close(self) -> None:
        await self.stream.aclose()

    async def reset(self) -> None:
        """Close so that the other side gets a RST."""
        raw = self.stream.extra(anyio.abc.SocketAttribute.raw_socket)
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        await self.stream.aclose()

    async def answer(self, body: object, status: int = 200, **headers: str) -> None:
        await self.say(http(body, status, **headers))


Handler = Callable[[Peer, Asked], Awaitable[None]]
Serving = Callable[[Handler], AbstractAsyncContextManager[str]]


def http(body: object, status: int = 200, **headers: str) -> bytes:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    given = {"content-type": "application/json", "content-length": str(len(content))}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + content


@asynccontextmanager
async def _serving(handler: Handler) -> AsyncIterator[str]:
    async def connection(stream: anyio.abc.SocketStream) -> None:
        held = b""
        with suppress(anyio.BrokenResourceError, anyio.ClosedResourceError, anyio.EndOfStream):
            async with stream:
                while True:
                    head, mark, rest = held.partition(b"\r\n\r\n")
                    lines = head.decode("latin-1").split("\r\n")
                    headers = {
                        name.lower(): value.strip()
                        for name, _, value in (line.partition(":") for line in lines[1:])
                    }
                    length = int(headers.get("content-length", "0"))
                    if held[:1] == TLS_HELLO:
                        mark = b"-"
                    if not mark or len(rest) < length:
                        held += await stream.receive()
                        continue
                    held = rest[length:]
                    await handler(Peer(stream), Asked(lines[0], headers, rest[:length]))

    failure: Exception | None = None
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    try:
        async with anyio.create_task_group() as group:
            group.start_soon(listener.serve, connection)
            port = listener.extra(anyio.abc.SocketAttribute.local_port)
            try:
                yield f"http://127.0.0.1:{port}"
            except Exception as error:  # noqa: BLE001 - the group would wrap it
                failure = error
            group.cancel_scope.cancel()
    finally:
        # Only once nobody waits for a connection: closing under a waiting task is an error.
        await listener.aclose()
    if failure is not None:
        raise failure


@pytest.fixture
def serving() -> Serving:
    return _serving


def openai_target(base: str, **options: object) -> OpenAITarget:
    return OpenAITarget.from_spec(f"{base}/v1", _options("OPENAI_API_KEY", options))


def anthropic_target(base: str, **options: object) -> AnthropicTarget:
    return AnthropicTarget.from_spec(base, _options("ANTHROPIC_API_KEY", options))


def http_target(base: str, **options: object) -> HttpTarget:
    spec = HttpSpec(
        version=1,
        url=f"{base}/chat",
        headers={"Authorization": "Bearer ${APP_KEY}"},
        body={"message": "{{ last_user }}", "turns": "{{ turns }}"},
        reply="answer.text",
        model=str(options.get("model", "m-1")),
        stream="sse" if options.get("stream") else None,
        deadline_s=float(str(options.get("deadline_s", 5.0))),
    )
    return HttpTarget.from_spec("target.yaml", _options("APP_KEY", {"http": spec}))


MAKERS: dict[str, Callable[..., Target]] = {
    "openai": openai_target,
    "anthropic": anthropic_target,
    "http": http_target,
}
GOOD: dict[str, dict[str, object]] = {
    "openai": {
        "model": "m-1",
        "choices": [{"message": {"content": "Hello."}, "finish_reason": "stop"}],
        "usage": {"total_tokens": 12},
    },
    "anthropic": {
        "model": "m-1",
        "content": [{"type": "text", "text": "Hello."}],
        "stop_reason": "end_turn",
        "usage": {"input_tokens": 8, "output_tokens": 4},
    },
    "http": {"model": "m-1", "answer": {"text": "Hello."}},
}


def _options(key: str, given: dict[str, object]) -> TargetOptions:
    options: dict[str, object] = {"model": "m-1", "deadline_s": 5.0, "environment": {key: KEY}}
    return TargetOptions.model_validate(options | given)


@pytest.fixture(params=["openai", "anthropic", "http"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def make(kind: str) -> Callable[..., Target]:
    return MAKERS[kind]


@pytest.fixture
def good(kind: str) -> dict[str, object]:
    return GOOD[kind]


@pytest.fixture
def makers() -> dict[str, Callable[..., Target]]:
    return MAKERS


@pytest.fixture
def hello() -> Conversation:
    return Conversation(
        turns=(
            Turn(role=Role.SYSTEM, text="Be kind."),
            Turn(role=Role.USER, text="Say hello."),
        ),
        attempt_id="rule/direct/0#1",
    )


@pytest.fixture
def planted() -> str:
    return KEY


@pytest.fixture
def page() -> Callable[..., bytes]:
    return http
