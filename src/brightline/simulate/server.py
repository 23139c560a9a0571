"""A simulated product over HTTP: OpenAI's protocol on loopback; requests in, replies out."""

import hashlib
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from socketserver import StreamRequestHandler
from threading import Lock, Thread
from typing import ClassVar, cast

from brightline.errors import UsageError
from brightline.records import Turn, digest
from brightline.simulate import wire
from brightline.simulate.product import Product
from brightline.simulate.speaking import reply_to
from brightline.simulate.sprout.product import SPROUT

MAX_BODY_BYTES = 4 * 1024 * 1024
"""A larger request is turned away unread."""

MAX_HEADER_BYTES = 64 * 1024
"""All header lines of one request together."""

_IDLE_S = 120.0
_LINGER_S = 1.0
_JSON = "application/json"
_STREAM = "text/event-stream"
_REASONS = {
    200: "OK",
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    411: "Length Required",
    413: "Content Too Large",
    431: "Request Header Fields Too Large",
}
_ROUTES = {
    "/v1/chat/completions": "POST",
    "/v1/models": "GET",
    "/health": "GET",
}


class Server(ThreadingHTTPServer):
    """A product behind a socket.

    Attributes:
        product: Who answers.
        seed: Of all replies; another seed gives other replies with the same odds.
        latency_s: Seconds to wait before each reply.
    """

    daemon_threads = True
    request_queue_size = 256

    def __init__(
        self, address: tuple[str, int], *, product: Product, seed: int, latency_s: float
    ) -> None:
        self.product = product
        self.seed = seed
        self.latency_s = latency_s
        self._asked: Counter[bytes] = Counter()
        self._lock = Lock()
        super().__init__(address, _Connection)

    @property
    def url(self) -> str:
        """Base URL for an OpenAI-compatible client."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}/v1"

    def answer(self, asked: wire.Asked) -> str:
        """Return the product's reply; without a seed in the request, each repeat draws anew."""
        seed = asked.seed
        if seed is None:
            seed = self._times_asked(asked.turns)
        return reply_to(self.product, asked.turns, mixed(self.seed, seed))

    def server_bind(self) -> None:
        """Bind without asking for the host's name, which can take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing when a client goes away in the middle."""

    def _times_asked(self, turns: Sequence[Turn]) -> int:
        said = "\0".join(f"{turn.role.value}\n{turn.text}" for turn in turns)
        key = hashlib.blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).digest()
        with self._lock:
            self._asked[key] += 1
            return self._asked[key]


def mixed(server_seed: int, seed: int) -> int:
    """Return the seed of a reply from the server's and the request's."""
    return int(digest(f"{server_seed}/{seed}"), 16)


def open_server(
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    product: Product = SPROUT,
    seed: int = 0,
    latency_s: float = 0.0,
) -> Server:
    """Return a server that listens but does not serve yet.

    Args:
        host: Address to listen on.
        port: Port to listen on; 0 takes any free one, which `Server.url` then names.
        product: Who answers.
        seed: Of all replies.
        latency_s: Seconds to wait before each reply.

    Raises:
        UsageError: the address cannot be listened on.
    """
    try:
        return Server((host, port), product=product, seed=seed, latency_s=latency_s)
    except (OSError, OverflowError) as error:
        raise UsageError(
            f"cannot listen on {host}:{port}: {error}",
            slug="cannot-listen",
            hint="Choose another port, or 0 for any free one.",
        ) from error


def serve(
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    product: Product = SPROUT,
    seed: int = 0,
    latency_s: float = 0.0,
    ready: Callable[[str], None] = lambda _url: None,
) -> None:
    """Serve a product until interrupted.

    Args:
        host: Address to listen on.
        port: Port to listen on; 0 takes any free one.
        product: Who answers.
        seed: Of all replies.
        latency_s: Seconds to wait before each reply.
        ready: Told the base URL once connections are taken.

    Raises:
        UsageError: the address cannot be listened on.
    """
    address = (host, port)
    with open_server(*address, product=product, seed=seed, latency_s=latency_s) as server:
        ready(server.url)
        server.serve_forever()


@contextmanager
def running(
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    product: Product = SPROUT,
    seed: int = 0,
    latency_s: float = 0.0,
) -> Iterator[str]:
    """Serve a product in a thread while the block runs, and yield its base URL.

    Raises:
        UsageError: the address cannot be listened on.
    """
    address = (host, port)
    with open_server(*address, product=product, seed=seed, latency_s=latency_s) as server:
        thread = Thread(
            target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        thread.start()
        try:
            yield server.url
        finally:
            server.shutdown()
            thread.join()


class _BadRequestError(Exception):
    """A request that cannot be read any further; the connection ends with the answer."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class _Connection(StreamRequestHandler):
    """One client, request after request.

    Reads HTTP by itself: the standard handler parses headers as an e-mail, which costs more
    than a reply.
    """

    timeout: ClassVar[float | None] = _IDLE_S
    disable_nagle_algorithm = True

    def handle(self) -> None:
        """Answer requests until the client goes or asks to close."""
        try:
            while self._one():
                pass
        except _BadRequestError as error:
            body = wire.problem(str(error), slug="bad-request")
            self._send(error.status, body, closing=True)
            self._hear_out()
        except OSError:
            return

    def _hear_out(self) -> None:
        """Read what the client still sends: to close on unread bytes would cost it the answer.

        RFC 9112, section 9.6.
        """
        self.connection.shutdown(socket.SHUT_WR)
        self.connection.settimeout(_LINGER_S)
        left = MAX_BODY_BYTES
        while left > 0 and (got := self.connection.recv(min(left, 65_536))):
            left -= len(got)

    def _one(self) -> bool:
        """Answer one request; False when it was the last."""
        line = self.rfile.readline(MAX_HEADER_BYTES)
        if not line.strip():
            return False
        parts = line.decode("latin-1").split()
        if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
            raise _BadRequestError(400, "this is not an HTTP/1.1 request")
        method, target, version = parts
        headers = self._headers()
        body = self._body(headers)
        status, answer, kind = self._respond(method, target.partition("?")[0], body)
        asked_to_close = headers.get("connection", "").lower() == "close"
        closing = asked_to_close or version == "HTTP/1.0"
        self._send(status, answer, kind=kind, closing=closing)
        return not closing

    def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        left = MAX_HEADER_BYTES
        while True:
            line = self.rfile.readline(left)
            left -= len(line)
            if left <= 0:
                raise _BadRequestError(431, "the headers are too large")
            if line in {b"\r\n", b"\n", b""}:
                return headers
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip()

    def _body(self, headers: dict[str, str]) -> bytes:
        if "transfer-encoding" in headers:
            raise _BadRequestError(411, "send the body with a Content-Length, not in chunks")
        length = headers.get("content-length", "0")
        if not length.isdecimal():
            raise _BadRequestError(400, "Content-Length is not a number")
        if len(length) > 12 or int(length) > MAX_BODY_BYTES:
            raise _BadRequestError(413, f"the body is larger than {MAX_BODY_BYTES} bytes")
        if headers.get("expect", "").lower() == "100-continue":
            self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        return self.rfile.read(int(length))

    def _respond(self, method: str, path: str, body: bytes) -> tuple[int, bytes, str]:
        wanted = _ROUTES.get(path)
        if wanted is None:
            return 404, wire.problem(f"there is nothing at {path}", slug="not-found"), _JSON
        if method != wanted:
            text = f"{path} takes {wanted}, not {method}"
            return 405, wire.problem(text, slug="method-not-allowed"), _JSON
        server = cast("Server", self.server)
        if wanted == "GET":
            listed = wire.models if path.endswith("models") else wire.health
            return 200, listed(server.product.model), _JSON
        return self._chat(server, body)

    def _chat(self, server: Server, body: bytes) -> tuple[int, bytes, str]:
        try:
            asked = wire.parse(body, server.product.model)
        except UsageError as error:
            status = 404 if error.slug == "unknown-model" else 400
            answer = wire.problem(error.message, slug=error.slug, where=error.where)
            return status, answer, _JSON
        text = server.answer(asked)
        if server.latency_s > 0:
            time.sleep(server.latency_s)
        if not asked.stream:
            return 200, wire.completion(asked, text), _JSON
        return 200, b"".join(wire.events(asked, text)), _STREAM

    def _send(self, status: int, body: bytes, *, kind: str = _JSON, closing: bool) -> None:
        lines = [f"HTTP/1.1 {status} {_REASONS[status]}", f"Content-Type: {kind}"]
        if kind != _STREAM:
            lines.append(f"Content-Length: {len(body)}")
        elif not closing:  # a stream on a connection that closes ends with it
            lines.append("Transfer-Encoding: chunked")
            body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        lines.append(f"Connection: {'close' if closing else 'keep-alive'}")
        head = "\r\n".join(lines) + "\r\n\r\n"
        # One write: a second small packet would wait for the client's acknowledgement.
        self.wfile.write(head.encode("ascii") + body)
