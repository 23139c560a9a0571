"""A connection to a product: what is sent, what comes, and when it no longer stands."""

import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import anyio
import httpcore2
import pytest
import trio
from anyio.abc import SocketAttribute, SocketStream
from anyio.streams.stapled import MultiListener

from brightline.targets.connection import HELD, Network, Stream, network

pytestmark = pytest.mark.anyio

Serve = Callable[[SocketStream], Awaitable[None]]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def port_of(listener: MultiListener[SocketStream]) -> int:
    return int(listener.extra(SocketAttribute.local_port))  # noqa: S610 - this is no Django


@asynccontextmanager
async def connected(serve: Serve) -> AsyncIterator[Stream]:
    """Connect to a server that treats its one connection so."""

    async def handle(client: SocketStream) -> None:
        async with client:
            await serve(client)

    async with (
        await anyio.create_tcp_listener(local_host="127.0.0.1") as listener,
        anyio.create_task_group() as group,
    ):
        group.start_soon(listener.serve, handle)
        stream = await Network().connect_tcp("127.0.0.1", port_of(listener))
        assert isinstance(stream, Stream)
        yield stream
        await stream.aclose()
        group.cancel_scope.cancel()


async def test_head_and_body_leave_together_when_an_answer_is_waited_for() -> None:
    pieces: list[bytes] = []

    async def serve(client: SocketStream) -> None:
        pieces.append(await client.receive())
        await client.send(b"heard")

    async with connected(serve) as stream:
        await stream.write(b"head ")
        await stream.write(b"body")
        await anyio.sleep(0.05)
        assert pieces == []
        assert await stream.read(1000) == b"heard"
        assert pieces == [b"head body"]


async def test_what_came_before_a_reset_is_read_and_then_the_reset_is_told() -> None:
    async def serve(client: SocketStream) -> None:
        await client.receive(1)
        await client.send(b"413 ")
        await anyio.sleep(0.1)
        raw = client.extra(SocketAttribute.raw_socket)  # noqa: S610 - this is no Django
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset

    async with connected(serve) as stream:
        await stream.write(b"x" * 100_000)
        assert await stream.read(1000) == b"413 "
        with pytest.raises(httpcore2.ReadError):
            await stream.read(1000)


async def test_an_idle_connection_says_that_it_was_closed() -> None:
    async def serve(client: SocketStream) -> None:
        await client.receive()

    async with connected(serve) as stream:
        assert not stream.get_extra_info("is_readable")
        await stream.write(b"x")
        assert await stream.read(10) == b""
        assert stream.get_extra_info("is_readable")


async def test_a_product_that_floods_an_idle_connection_is_held_back() -> None:
    sent = 0

    async def serve(client: SocketStream) -> None:
        nonlocal sent
        while True:
            await client.send(b"y" * 65_536)
            sent += 65_536

    async with connected(serve) as stream:
        await anyio.sleep(0.3)
        before = sent
        await anyio.sleep(0.3)
        assert sent == before
        assert stream.get_extra_info("is_readable")
        taken = 0
        while taken < before + 8 * HELD:  # and it goes on once somebody reads
            taken += len(await stream.read(65_536))


async def test_where_nobody_listens_there_is_no_connection() -> None:
    async with await anyio.create_tcp_listener(local_host="127.0.0.1") as listener:
        port = port_of(listener)
    with pytest.raises(httpcore2.ConnectError):
        await Network().connect_tcp("127.0.0.1", port)


async def test_what_does_not_get_secure_in_time_is_no_connection() -> None:
    async def serve(client: SocketStream) -> None:
        while True:
            await client.receive()

    async with connected(serve) as stream:
        with pytest.raises(httpcore2.ConnectTimeout):
            await stream.start_tls(ssl.create_default_context(), "localhost", timeout=0.1)


async def test_what_is_not_secure_at_all_is_no_connection() -> None:
    async def serve(client: SocketStream) -> None:
        await client.receive()
        await client.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    async with connected(serve) as stream:
        with pytest.raises(httpcore2.ConnectError) as told:
            await stream.start_tls(ssl.create_default_context(), "localhost", timeout=5)
        assert isinstance(told.value.__cause__, ssl.SSLError)


def test_without_asyncio_the_librarys_own_is_used() -> None:
    async def ask() -> object:
        return network()

    assert trio.run(ask) is None
