"""Bytes to send in, a server's answer out: once, within a deadline and a number of bytes.

Each connection has a pool of its own: choosing one costs time in proportion to the size of its
pool, twice a call, and asks every idle one whether it still stands.
"""

from collections.abc import AsyncIterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import anyio

from brightline.errors import ConfigurationError
from brightline.records import Fault
from brightline.targets.failures import Answer, Keys, broken_off, failed, timed_out
from brightline.targets.naming import host_of
from brightline.targets.redaction import Redactor

if TYPE_CHECKING:
    import ssl

    import httpx2

MAX_BYTES = 8 * 1024 * 1024
"""Bytes of one response that are read; no product's reply is longer."""

CONNECT_S = 4.5
"""Seconds for a connection to stand: a wrong address must show within five."""

IDLE_S = 30.0
"""Seconds after which an idle connection is closed."""

MAX_PORT = 65_535

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
        self._pools: list[httpx2.AsyncHTTPTransport] = []
        self._free: list[httpx2.AsyncHTTPTransport] = []
        self._ssl: ssl.SSLContext | None = None

    async def send(
        self, body: bytes, *, until: Sequence[bytes] = (), query: str = ""
    ) -> Answer:
        """Send one call and return what came; reads no status, follows no redirect.

        Args:
            body: What to send.
            until: Stop reading once one of these stands in what came: how a stream ends.
            query: Added to the address, for a method without a body.

        Raises:
            TargetError: no whole answer came.
        """
        import httpx2

        pool = self._free.pop() if self._free else self._open()
        try:
            with anyio.fail_after(self._deadline_s):
                return await self._exchange(pool, body, until=until, query=query)
        except TimeoutError as error:
            raise timed_out(self._deadline_s, self._address.keys) from error
        except (httpx2.HTTPError, OSError, anyio.BrokenResourceError) as error:
            self._give_up(error)
        finally:
            self._free.append(pool)

    async def aclose(self) -> None:
        """Close every connection."""
        pools, self._pools, self._free = self._pools, [], []
        for pool in pools:
            await pool.aclose()

    def _give_up(self, error: Exception) -> NoReturn:
        found = broken_off(error, self._address.keys)
        found.message = self._redactor.clean(found.message)
        found.args = (found.message,)
        raise found from None  # the library's own words may hold a header

    def _open(self) -> "httpx2.AsyncHTTPTransport":
        import ssl

        import httpx2

        if self._ssl is None:
            # Reading the certificates takes longer than a call: once, and not at all for http.
            secure = self._url.scheme == "https"
            empty = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            self._ssl = httpx2.create_ssl_context() if secure else empty
        pool = httpx2.AsyncHTTPTransport(
            verify=self._ssl,
            trust_env=False,
            proxy=self._address.proxy,
            limits=httpx2.Limits(
                max_connections=1,
                max_keepalive_connections=1,
                keepalive_expiry=IDLE_S,
            ),
        )
        self._pools.append(pool)
        return pool

    async def _exchange(
        self,
        pool: "httpx2.AsyncHTTPTransport",
        body: bytes,
        *,
        until: Sequence[bytes],
        query: str,
    ) -> Answer:
        import httpx2

        request = httpx2.Request(
            self._address.method,
            self._url.copy_with(query=query.encode()) if query else self._url,
            headers=[*self._headers, (b"Content-Length", b"%d" % len(body))],
            stream=httpx2.ByteStream(body),
            extensions={"timeout": {"connect": CONNECT_S}},
        )
        response = await pool.handle_async_request(request)
        try:
            answer = Answer(response.status_code, response.headers.raw, b"")
            encoding = answer.header(b"content-encoding").lower()
            if encoding not in {"", "identity"}:
                raise failed(
                    Fault.MALFORMED,
                    f"the response is packed ({encoding[:40]}), which we asked it not to be",
                    hint="Switch compression off for this client.",
                )
            stream = response.stream
            if not isinstance(stream, AsyncIterable):
                raise TypeError("an asynchronous transport gave a synchronous stream")
            return answer._replace(content=await _read(stream, until))
        finally:
            await response.aclose()


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
