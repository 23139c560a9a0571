"""Protobuf and JSON say the same, and what is broken or too deep is refused."""

import base64
import json
from datetime import UTC, datetime

import pytest
from google.protobuf.json_format import ParseDict
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from spans import CHAT, GENERATIONS, ROOT, export, span

from brightline.records import Sighting, Skipped
from brightline.watch.otlp import read_export, sightings
from brightline.watch.receiver.counting import MOST_ENTRIES
from brightline.watch.receiver.decoding import (
    JSON,
    MOST_DEPTH,
    PROTOBUF,
    Export,
    Signal,
    decode,
    media_type,
)
from brightline.watch.receiver.protobuf import MOST_VALUES
from brightline.watch.receiver.refusing import RefusedError
from brightline.watch.receiver.rows import read_rows, rows_of

SALT = b"s" * 32
NOW = datetime(2026, 11, 26, tzinfo=UTC)
IDS = ("traceId", "spanId", "parentSpanId")


def in_base64(value: object) -> object:
    """Return an export with its ids as protobuf's own JSON has them."""
    if isinstance(value, list):
        return [in_base64(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: base64.b64encode(bytes.fromhex(of)).decode() if key in IDS else in_base64(of)
        for key, of in value.items()
    }


def signal_of(body: dict[str, object]) -> Signal:
    return Signal.TRACES if "resourceSpans" in body else Signal.LOGS


def as_protobuf(body: dict[str, object]) -> bytes:
    traces = signal_of(body) is Signal.TRACES
    message = ExportTraceServiceRequest() if traces else ExportLogsServiceRequest()
    return bytes(ParseDict(in_base64(body), message).SerializeToString())


def exported(body: dict[str, object], media: str) -> Export:
    raw = json.dumps(body).encode() if media == JSON else as_protobuf(body)
    return decode(raw, media, signal_of(body))


def seen(exports: list[Export], *, stored: bool) -> list[Sighting | Skipped]:
    spans, logs = [], []
    for one in exports:
        rows = rows_of(one, SALT, at=NOW).kept
        some, more = read_rows(rows) if stored else (one.spans, one.logs)
        spans += some
        logs += more
    return list(sightings(spans, logs))


@pytest.mark.parametrize("media", [PROTOBUF, JSON])
@pytest.mark.parametrize("stored", [False, True], ids=["decoded", "stored"])
@pytest.mark.parametrize("bodies", GENERATIONS.values(), ids=GENERATIONS)
def test_every_generation_gives_the_same_exchange(
    bodies: list[dict[str, object]], media: str, *, stored: bool
) -> None:
    spans, logs = [], []
    for body in bodies:
        some, more = read_export(body)
        spans += some
        logs += more
    expected = list(sightings(spans, logs))

    found = seen([exported(body, media) for body in bodies], stored=stored)

    assert len(expected) == 1
    assert found == expected


def test_a_session_named_above_is_found_and_is_a_pseudonym() -> None:
    root = span({"session.id": "ann@example.com"}, span_id=ROOT, parent="")
    body = export(span({**CHAT, "gen_ai.prompt": "Hi", "gen_ai.completion": "Hello"}), root)

    [by_protobuf] = seen([exported(body, PROTOBUF)], stored=True)
    [by_json] = seen([exported(body, JSON)], stored=True)

    assert by_protobuf == by_json
    assert isinstance(by_json, Sighting)
    assert by_json.session
    assert "@" not in by_json.session


def nested(levels: int) -> dict[str, object]:
    found: object = "deep"
    for _ in range(levels):
        found = [found]
    return export(span({**CHAT, "deep": found}))


@pytest.mark.parametrize("media", [PROTOBUF, JSON])
def test_values_may_be_nested_but_not_too_deep(media: str) -> None:
    assert exported(nested(10), media).entries == 1

    with pytest.raises(RefusedError) as refused:
        exported(nested(MOST_DEPTH // 2 + 8), media)

    assert refused.value.status == 400


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"{",
        b"\xff\xfe",
        b"[]",
        b'"x"',
        b'{"resourceSpans": 5}',
        b'{"resourceSpans": ' + b"9" * 5000 + b"}",
    ],
)
def test_broken_json_is_refused(body: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        decode(body, JSON, Signal.TRACES)

    assert refused.value.status == 400


@pytest.mark.parametrize("signal", Signal)
@pytest.mark.parametrize("body", [b"\xff" * 20, b'{"resourceSpans": []}', b"\x0a\xff\xff\x01x"])
def test_broken_protobuf_is_refused(body: bytes, signal: Signal) -> None:
    with pytest.raises(RefusedError) as refused:
        decode(body, PROTOBUF, signal)

    assert refused.value.status == 400


def field(number: int, inner: bytes) -> bytes:
    """Return a field of protobuf that holds a message."""
    size, length = len(inner), b""
    while size > 127:
        length += bytes([size & 127 | 128])
        size >>= 7
    return bytes([number << 3 | 2]) + length + bytes([size]) + inner


def test_protobuf_nested_without_end_is_refused() -> None:
    value = field(1, b"x")
    for _ in range(5_000):
        value = field(5, field(1, value))  # an array in an array
    log = field(5, value)  # the body of a record
    body = field(1, field(2, field(2, log)))

    with pytest.raises(RefusedError) as refused:
        decode(body, PROTOBUF, Signal.LOGS)

    assert refused.value.status == 400


EMPTY_SPANS = field(1, field(2, b"\x12\x00" * (MOST_ENTRIES + 1)))
EMPTY_EVENTS = field(1, field(2, field(2, b"\x5a\x00" * (MOST_VALUES + 1))))
EMPTY_VALUES = field(1, field(2, field(2, b"\x4a\x00" * (MOST_VALUES + 1))))


@pytest.mark.parametrize("body", [EMPTY_SPANS, EMPTY_EVENTS, EMPTY_VALUES])
def test_small_things_that_take_much_room_are_refused(body: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        decode(body, PROTOBUF, Signal.TRACES)

    assert refused.value.status == 413


def test_so_are_those_in_json() -> None:
    many = ",".join(["{}"] * (MOST_ENTRIES + 1))
    body = f'{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{many}]}}]}}]}}'

    with pytest.raises(RefusedError) as refused:
        decode(body.encode(), JSON, Signal.TRACES)

    assert refused.value.status == 413


@pytest.mark.parametrize("told", ["", "text/plain", "application/x-www-form-urlencoded"])
def test_another_content_type_is_refused(told: str) -> None:
    with pytest.raises(RefusedError) as refused:
        media_type(told)

    assert refused.value.status == 415


def test_a_content_type_may_name_a_charset() -> None:
    assert media_type("Application/JSON; charset=utf-8") == JSON


def test_what_is_no_span_in_json_is_an_entry_all_the_same() -> None:
    body = export(span(CHAT))
    body["resourceSpans"][0]["scopeSpans"][0]["spans"] += [7, "x"]  # type: ignore[index]

    found = decode(json.dumps(body).encode(), JSON, Signal.TRACES)

    assert (found.entries, len(found.spans)) == (3, 1)
