"""Bytes to send in, a server's answer out: once, within a deadline and a number of bytes.

Connections are kept here and not in the HTTP library's pool, whose choice of one costs time in
proportion to the size of the pool, twice a call.
"""

from collections.abc import AsyncIterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import anyio

from brightline.errors import ConfigurationError
from brightline.records import Fault
from brightline.targets.connection import network
from brightline.targets.failures import Answer, Keys, broken_off, failed, timed_out
from brightline.targets.naming import host_of
from brightline.targets.redaction import Redactor
from brightline.targets.unpacking import unpacked

if TYPE_CHECKING:
    import ssl

    import httpcore2
    import httpx2

    Connection = httpcore2.AsyncHTTPConnection | httpcore2.AsyncHTTPProxy

MAX_BYTES = 8 * 1024 * 1024
"""Bytes of one response that are read; no product's reply is longer."""

CONNECT_S = 4.5
"""Seconds for a connection to stand: a wrong address must show within five."""

IDLE_S = 30.0
"""Seconds after which an idle connection is closed."""

MAX_PORT = 65_535

_COOKIE = b"cookie"

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 - compared, not bound


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where calls go and what every one of them carries."""

    url: str
    method: str
    headers: dict[str, str]
    keys: Keys
    deadline_s: float
    proxy: str | None = None


class Wire:
    """Sends calls to one address."""

    def __init__(self, address: Address, redactor: Redactor) -> None:
        self._address = address
        self._redactor = redactor
        self._deadline_s = address.deadline_s
        self._url, self._headers = _prepared(address)
        self._plain = _plain(self._url)
        self._all: set[Connection] = set()
        self._free: list[Connection] = []
        self._ssl: ssl.SSLContext | None = None

    async def send(
        self,
        body: bytes,
        *,
        until: Sequence[bytes] = (),
        query: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one call and return what came; reads no status, follows no redirect.

        Args:
            body: What to send.
            until: Stop reading once one of these stands in what came: how a stream ends.
            query: Added to the address, for a method without a body.
            headers: Of this call, in the place of those of the same name; a cookie comes
                beside those that every call carries.

        Raises:
            TargetError: no whole answer came.
        """
        import httpcore2

        sent = self._headers if not headers else self._with(headers)
        connection = await self._take()
        try:
            with anyio.fail_after(self._deadline_s):
                return await self._exchange(connection, (sent, body), until=until, query=query)
        except TimeoutError as error:
            raise timed_out(self._deadline_s, self._address.keys) from error
        except (
            httpcore2.NetworkError,
            httpcore2.ProtocolError,
            httpcore2.ProxyError,
            httpcore2.TimeoutException,
            httpcore2.UnsupportedProtocol,
            OSError,
            anyio.BrokenResourceError,
        ) as error:
            self._give_up(error)
        finally:
            self._free.append(connection)

    async def aclose(self) -> None:
        """Close every connection."""
        connections, self._all, self._free = self._all, set(), []
        for connection in connections:
            await connection.aclose()

    def _with(self, headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
        names = {name.lower().encode() for name in headers}
        kept = [one for one in self._headers if one[0].lower() not in names - {_COOKIE}]
        own = [_header(name, text, self._address.keys) for name, text in headers.items()]
        given = [text for name, text in kept if name.lower() == _COOKIE]
        if not given or _COOKIE not in names:
            return [*kept, *own]
        cookies = b"; ".join([*given, *(text for name, text in own if name.lower() == _COOKIE)])
        others = [one for one in (*kept, *own) if one[0].lower() != _COOKIE]
        return [*others, (b"Cookie", cookies)]

    def _give_up(self, error: Exception) -> NoReturn:
        found = broken_off(error, self._address.keys)
        found.message = self._redactor.clean(found.message)
        found.args = (found.message,)
        raise found from None  # the library's own words may hold a header

    async def _take(self) -> "Connection":
        """Return a connection that nobody uses; it connects when the first call is sent."""
        import httpcore2

        while self._free:
            found = self._free.pop()
            if isinstance(found, httpcore2.AsyncHTTPProxy):
                return found  # it looks to its connections itself
            if not (found.is_closed() or found.has_expired()):
                return found
            self._all.discard(found)
            await found.aclose()
        opened = self._open()
        self._all.add(opened)
        return opened

    def _open(self) -> "Connection":
        import ssl

        import httpcore2
        import httpx2

        if self._ssl is None:
            # Reading the certificates takes longer than a call: once, and not at all for http.
            secure = self._url.scheme == "https"
            empty = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            self._ssl = httpx2.create_ssl_context() if secure else empty
        if self._address.proxy is not None:
            proxy = httpx2.Proxy(self._address.proxy)
            return httpcore2.AsyncHTTPProxy(
                _plain(proxy.url),
                proxy_auth=proxy.raw_auth,
                ssl_context=self._ssl,
                max_connections=1,
                keepalive_expiry=IDLE_S,
            )
        return httpcore2.AsyncHTTPConnection(
            self._plain.origin,
            ssl_context=self._ssl,
            keepalive_expiry=IDLE_S,
            network_backend=network(),
        )

    async def _exchange(
        self,
        connection: "Connection",
        sent: tuple[list[tuple[bytes, bytes]], bytes],
        *,
        until: Sequence[bytes],
        query: str,
    ) -> Answer:
        import httpcore2

        head, body = sent
        request = httpcore2.Request(
            self._address.method,
            _plain(self._url.copy_with(query=query.encode())) if query else self._plain,
            headers=[*head, (b"Content-Length", b"%d" % len(body))],
            content=body,
            extensions={"timeout": {"connect": CONNECT_S}},
        )
        response = await connection.handle_async_request(request)
        try:
            answer = Answer(response.status, response.headers, b"")
            encoding = answer.header(b"content-encoding").lower()
            packed = encoding not in {"", "identity"}
            stream = response.stream
            if not isinstance(stream, AsyncIterable):
                raise TypeError("an asynchronous transport gave a synchronous stream")
            content = await _read(stream, () if packed else until)
            if packed and content:
                content = unpacked(content, encoding, most=MAX_BYTES)
            return answer._replace(content=content)
        finally:
            await response.aclose()


def _plain(url: "httpx2.URL") -> "httpcore2.URL":
    """Return an address as the library's lower half has it."""
    import httpcore2

    return httpcore2.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )


async def _read(stream: AsyncIterable[bytes], until: Sequence[bytes]) -> bytes:
    chunks: list[bytes] = []
    size = 0
    tail = b""
    async for chunk in stream:
        chunks.append(chunk)
        size += len(chunk)
        if size > MAX_BYTES:
            raise failed(
                Fault.TOO_LARGE, f"the response is larger than {MAX_BYTES // 1024 // 1024} MiB"
            )
        if until:
            tail = tail[-64:] + chunk
            if any(mark in tail for mark in until):
                break
    return b"".join(chunks)


def is_loopback(url: str) -> bool:
    """Tell whether an address names this machine."""
    host = host_of(url)
    return host in LOOPBACK or host.startswith("127.") or host.endswith(".localhost")


def _prepared(address: Address) -> tuple["httpx2.URL", list[tuple[bytes, bytes]]]:
    """Return what is the same in every call, made once."""
    import httpx2

    try:
        url = httpx2.URL(address.url)
    except (httpx2.InvalidURL, ValueError):
        url = httpx2.URL("")
    whole = (
        url.scheme in {"http", "https"} and host_of(address.url) and (url.port or 1) <= MAX_PORT
    )
    if not whole:
        raise ConfigurationError(
            "the target's address is no http address",
            slug="bad-target-url",
            hint=f"Write a whole one, https://app.example.com/v1 say, into {address.keys.url}.",
        )
    if url.userinfo:
        raise ConfigurationError(
            "the target's address holds a user name or password",
            slug="bad-target-url",
            hint=f"Take it out of {address.keys.url} and send it in a header.",
        )
    given = {"User-Agent": "brightline", "Accept": "application/json, text/event-stream"}
    given |= {"Content-Type": "application/json"} if address.method != "GET" else {}
    names = {name.lower() for name in address.headers}
    kept = {name: value for name, value in given.items() if name.lower() not in names}
    own = {"host": "", "content-length": "", "transfer-encoding": "", "accept-encoding": ""}
    sent = {name: value for name, value in address.headers.items() if name.lower() not in own}
    head = {"Host": url.netloc.decode("ascii"), "Accept-Encoding": "identity"} | kept | sent
    return url, [_header(name, value, address.keys) for name, value in head.items()]


def _header(name: str, value: str, keys: Keys) -> tuple[bytes, bytes]:
    stripped = value.strip()
    if not name.isascii() or not all(" " <= mark <= "~" for mark in stripped):
        raise ConfigurationError(
            f"the header {name!r} holds a character that cannot be sent, such as a line break",
            slug="bad-target-header",
            hint=f"Check {keys.secret}.",
        )
    return name.encode("ascii"), stripped.encode("ascii")
