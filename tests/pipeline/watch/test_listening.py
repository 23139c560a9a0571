"""Over real HTTP: the limits hold, and what cannot be taken is said with when to come again."""

import gzip
import http.client
import json
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

import anyio
import pytest
from served import PROTOBUF, export, rejected
from spans import CHAT, export as exported, span
from starlette.requests import Request

from brightline.errors import StoreError, UsageError
from brightline.pipeline.watch.listening import listening, open_socket
from brightline.records import Received
from brightline.watch.receiver import app
from brightline.watch.receiver.intake import Intake
from brightline.watch.receiver.refusing import RefusedError
from brightline.watch.receiver.wire import MOST_WIRE

SALT = b"s" * 32
GOOD = export(range(10)).SerializeToString()
BOMB = gzip.compress(bytes(60_000_000))
JSON = "application/json"


@dataclass
class Shelf:
    """Keeps rows."""

    port: int = 0
    full: bool = False
    kept: set[str] = field(default_factory=set)

    def keep(self, rows: Sequence[Received]) -> int:
        if self.full:
            raise StoreError("the disk is full", slug="store-full")
        new = {row.span_id for row in rows} - self.kept
        self.kept |= new
        return len(new)

    def post(
        self, path: str, body: bytes, media: str = PROTOBUF, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        told = {key.replace("_", "-"): value for key, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", path, body, {"Content-Type": media, **told})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()


@contextmanager
def heard(*, most_waiting: float = 1e9) -> Iterator[Shelf]:
    shelf = Shelf()
    opened = open_socket("127.0.0.1", 0)
    shelf.port = opened.getsockname()[1]
    intake = Intake(shelf.keep, most_waiting=most_waiting)
    with listening(
        opened, intake, salt=SALT, now=lambda: datetime.now(UTC), metrics=lambda: b"numbers"
    ):
        yield shelf


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    with heard() as found:
        yield found


@pytest.mark.parametrize(
    ("status", "path", "body", "media", "headers"),
    [
        (200, "/v1/traces", GOOD, PROTOBUF, {}),
        (200, "/v1/traces", gzip.compress(GOOD), PROTOBUF, {"Content-Encoding": "gzip"}),
        (200, "/v1/traces", b"{}", f"{JSON}; charset=utf-8", {}),
        (200, "/v1/logs", b"", PROTOBUF, {}),
        (413, "/v1/traces", b"x" * (MOST_WIRE + 1), PROTOBUF, {}),
        (413, "/v1/traces", BOMB, PROTOBUF, {"Content-Encoding": "gzip"}),
        (400, "/v1/traces", GOOD, PROTOBUF, {"Content-Encoding": "gzip"}),
        (400, "/v1/traces", b"\xff" * 30, PROTOBUF, {}),
        (400, "/v1/logs", b"[" * 99_999, JSON, {}),
        (415, "/v1/traces", GOOD, "text/plain", {}),
        (415, "/v1/traces", GOOD, PROTOBUF, {"Content-Encoding": "br"}),
        (403, "/v1/traces", GOOD, PROTOBUF, {"Origin": "https://example.com"}),
        (404, "/v1/metrics", GOOD, PROTOBUF, {}),
    ],
)  # fmt: skip
def test_what_is_too_large_broken_or_of_another_kind_is_refused(  # noqa: PLR0917 - a table
    shelf: Shelf,
    status: int,
    path: str,
    body: bytes,
    media: str,
    headers: dict[str, str],
) -> None:
    told, answered, answer = shelf.post(path, body, media, **headers)

    assert told == status
    assert "access-control-allow-origin" not in answered
    if media == PROTOBUF and status not in {200, 404}:
        assert answer[:1] == b"\x12"  # a google.rpc.Status with words


def test_spans_that_cannot_be_stored_are_told_to_the_last_one(shelf: Shelf) -> None:
    some = export(range(100, 110))
    for one in some.resource_spans[0].scope_spans[0].spans[:3]:
        one.span_id = b""
    broken = exported(span(CHAT), {**span(CHAT), "traceId": "x"})

    by_protobuf = shelf.post("/v1/traces", some.SerializeToString())
    by_json = shelf.post("/v1/traces", json.dumps(broken).encode(), JSON)

    assert (by_protobuf[0], rejected(by_protobuf[2])) == (200, 3)
    assert json.loads(by_json[2])["partialSuccess"]["rejectedSpans"] == "1"


def test_a_sender_that_stalls_hinders_no_other(shelf: Shelf) -> None:
    with socket.create_connection(("127.0.0.1", shelf.port)) as slow:
        slow.sendall(b"POST /v1/traces HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n")

        assert shelf.post("/v1/traces", GOOD)[0] == 200

        slow.sendall(b"Content-Type: application/x-protobuf\r\n\r\nhalf")
        assert shelf.post("/v1/traces", GOOD)[0] == 200


def test_a_sender_that_stalls_is_left_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never() -> dict[str, object]:
        await anyio.sleep_forever()
        return {}

    monkeypatch.setattr(app, "READ_S", 0.01)
    request = Request({"type": "http", "method": "POST", "headers": []}, never)

    with pytest.raises(RefusedError) as refused:
        anyio.run(app._read, request)

    assert refused.value.status == 408


def test_too_much_that_waits_is_said_with_when_to_come_again() -> None:
    with heard(most_waiting=5) as shelf:
        first = shelf.post("/v1/traces", GOOD)
        second = shelf.post("/v1/traces", export(range(30, 60)).SerializeToString())

    assert first[0] == 200
    assert second[0] == 429
    assert int(second[1]["retry-after"]) > 0
    assert len(shelf.kept) == 10


def test_a_store_that_fails_is_said_and_the_sender_comes_again() -> None:
    with heard() as shelf:
        shelf.full = True
        full = shelf.post("/v1/traces", GOOD)
        shelf.full = False
        again = shelf.post("/v1/traces", GOOD)

    assert full[0] == 503
    assert int(full[1]["retry-after"]) > 0
    assert again[0] == 200
    assert len(shelf.kept) == 10


def test_prometheus_is_answered(shelf: Shelf) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", shelf.port, timeout=30)
    connection.request("GET", "/metrics")

    assert connection.getresponse().read() == b"numbers"

    connection.close()


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 4318), ("no such host", 0)])
def test_where_nobody_can_listen_is_said(host: str, port: int) -> None:
    with pytest.raises(UsageError) as refused:
        open_socket(host, port)

    assert refused.value.slug == "cannot-listen"


def test_a_port_that_is_taken_is_said() -> None:
    with open_socket("127.0.0.1", 0) as taken, pytest.raises(UsageError) as refused:
        open_socket("127.0.0.1", taken.getsockname()[1])

    assert refused.value.slug == "cannot-listen"
