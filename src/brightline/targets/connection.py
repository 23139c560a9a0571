"""A host and a port in, a stream of bytes out: what the HTTP library makes connections on.

Its own streams open a cancel scope for every piece that is read or written, send a request's
head and body apart, and ask the system before each call whether an idle connection stands: as
much work as all the rest of a call.  A call has its deadline already, so a plain protocol of
the event loop will do.
"""

import asyncio  # noqa: TID251 - what it is about; under trio the library's own stands in
import ssl
from collections.abc import Iterable
from typing import TYPE_CHECKING, NoReturn

import httpcore2

if TYPE_CHECKING:
    from httpcore2 import SOCKET_OPTION

HELD = 1024 * 1024
"""Bytes that may wait to be read before the sender is held back."""

ATTEMPT_S = 0.25
"""Seconds before the next address of a name is tried beside the first (RFC 8305)."""


def network() -> httpcore2.AsyncNetworkBackend | None:
    """Return what connections are made with; None, the library's own, where no asyncio runs."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return None
    return Network()


class Network(httpcore2.AsyncNetworkBackend):
    """Connects to hosts on asyncio's event loop."""

    async def connect_tcp(  # noqa: PLR0917 - the library's own signature
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's own signature
        local_address: str | None = None,  # noqa: ARG002 - we never choose one
        socket_options: Iterable["SOCKET_OPTION"] | None = None,  # noqa: ARG002 - nor these
    ) -> httpcore2.AsyncNetworkStream:
        """Return a connection.

        Raises:
            httpcore2.ConnectError: there is none; the cause says why.
            httpcore2.ConnectTimeout: it did not stand in time.
        """
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                _, wire = await loop.create_connection(
                    _Wire, host, port, happy_eyeballs_delay=ATTEMPT_S
                )
        except (TimeoutError, OSError) as error:
            _no_connection(error)
        return Stream(wire)


class _Wire(asyncio.Protocol):
    """What came and was not read yet."""

    def __init__(self) -> None:
        self.came = bytearray()
        self.ended = False
        self.error: Exception | None = None
        self.transport: asyncio.Transport
        self._waiter: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.came += data
        if len(self.came) > HELD:
            self.transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        self.ended = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended = True
        self.error = exc
        self._wake()

    async def wait(self) -> None:
        """Return once something came, or the end."""
        if self.came or self.ended:
            return
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def take(self, most: int) -> bytes:
        taken = bytes(self.came[:most])
        del self.came[:most]
        if len(self.came) <= HELD and not self.ended:
            self.transport.resume_reading()
        return taken

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class Stream(httpcore2.AsyncNetworkStream):
    """One connection, as the HTTP library reads and writes it."""

    def __init__(self, wire: _Wire) -> None:
        self._wire = wire
        self._unsent: list[bytes] = []

    async def write(
        self,
        buffer: bytes,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 - a call has its deadline
    ) -> None:
        """Take bytes to send: head and body leave together, when an answer is waited for."""
        self._unsent.append(buffer)

    async def read(
        self,
        max_bytes: int,
        timeout: float | None = None,  # noqa: ARG002, ASYNC109 - a call has its deadline
    ) -> bytes:
        """Return what came; nothing at the end.

        Raises:
            httpcore2.ReadError: the connection broke.
        """
        if self._unsent:
            self._wire.transport.write(b"".join(self._unsent))
            self._unsent.clear()
        await self._wire.wait()
        if not self._wire.came and self._wire.error is not None:
            raise httpcore2.ReadError(str(self._wire.error)) from self._wire.error
        return self._wire.take(max_bytes)

    async def aclose(self) -> None:
        """Close the connection."""
        self._wire.transport.close()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - the library's own signature
    ) -> httpcore2.AsyncNetworkStream:
        """Return the connection, made secure.

        Raises:
            httpcore2.ConnectError: it cannot be; the cause says why.
            httpcore2.ConnectTimeout: it was not in time.
        """
        secure = _Wire()
        loop = asyncio.get_running_loop()
        plain = self._wire.transport
        try:
            async with asyncio.timeout(timeout):
                transport = await loop.start_tls(
                    plain, secure, ssl_context, server_hostname=server_hostname
                )
        except (TimeoutError, OSError) as error:
            plain.abort()
            _no_connection(error)
        if transport is None:
            plain.abort()
            _no_connection(ConnectionResetError("it was closed while it was made secure"))
        secure.connection_made(transport)
        return Stream(secure)

    def get_extra_info(self, info: str) -> object:
        """Return what is known of the connection by a name of the library's."""
        if info == "is_readable":  # an idle one: it ended, or sent unasked
            return self._wire.ended or bool(self._wire.came)
        return self._wire.transport.get_extra_info(info)


def _no_connection(error: OSError) -> NoReturn:
    if isinstance(error, TimeoutError):
        raise httpcore2.ConnectTimeout("no connection in time") from error
    raise httpcore2.ConnectError(str(error)) from error
