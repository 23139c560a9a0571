"""The bytes of an export in, what it holds out, from protobuf and from JSON the same."""

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from brightline.watch.genai import Event
from brightline.watch.otlp import Span, SpanId, read_export
from brightline.watch.receiver.counting import MOST_ENTRIES, too_many
from brightline.watch.receiver.refusing import RefusedError

MOST_DEPTH = 64
"""How deep objects and lists may stand in one another."""

MOST_OBJECTS = 1_000_000
"""Objects and lists of one request in JSON."""

PROTOBUF = "application/x-protobuf"
JSON = "application/json"


class Signal(StrEnum):
    """What an export is of."""

    TRACES = "traces"
    LOGS = "logs"


class Export(NamedTuple):
    """What one request holds."""

    spans: list[Span]
    logs: list[tuple[SpanId, Event]]
    entries: int
    """Spans or log records in it, those that could not be read too."""


def media_type(content_type: str) -> str:
    """Return what a body is written in.

    Raises:
        RefusedError: neither protobuf nor JSON.
    """
    found = content_type.partition(";")[0].strip().lower()
    if found not in {PROTOBUF, JSON}:
        raise RefusedError(415, f"Content-Type is neither {PROTOBUF} nor {JSON}")
    return found


def decode(body: bytes, media: str, signal: Signal) -> Export:
    """Return what an export holds.

    Args:
        body: Unpacked.
        media: `PROTOBUF` or `JSON`.
        signal: What is expected in it.

    Raises:
        RefusedError: it is broken, or nested too deeply.
    """
    if media == JSON:
        return _from_json(body, signal)
    from brightline.watch.receiver import protobuf  # noqa: PLC0415 - only who needs it loads it

    if signal is Signal.TRACES:
        spans = protobuf.read_traces(body)
        return Export(spans, [], len(spans))
    logs = protobuf.read_logs(body)
    return Export([], logs, len(logs))


def _from_json(body: bytes, signal: Signal) -> Export:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "the body is not JSON, or nested too deeply") from error
    if not isinstance(found, dict):
        raise RefusedError(400, "the body is no JSON object")
    _check_size(found)
    top, scopes, inner = _NAMES[signal]
    if not isinstance(found.get(top, []), list):
        raise RefusedError(400, f"{top} is no list")
    entries = sum(1 for _ in _entries(found, (top,), scopes, inner))
    if entries > MOST_ENTRIES:
        raise too_many()
    spans, logs = read_export({top: found.get(top, [])})
    return Export(spans, logs, entries)


_NAMES = {
    Signal.TRACES: (
        "resourceSpans",
        ("scopeSpans", "instrumentationLibrarySpans"),
        ("spans",),
    ),
    Signal.LOGS: ("resourceLogs", ("scopeLogs",), ("logRecords",)),
}


def _entries(holder: object, *path: tuple[str, ...]) -> Iterator[object]:
    """Yield what stands at the end of a path of lists; of several names the first that is."""
    if not path:
        yield holder
    elif isinstance(holder, dict):
        found = next((holder[name] for name in path[0] if name in holder), None)
        for one in found if isinstance(found, list) else ():
            yield from _entries(one, *path[1:])


def _check_size(value: object) -> None:
    level, count = [value], 0
    for _ in range(MOST_DEPTH):
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else one)  # type: ignore[attr-defined]
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
        count += len(level)
        if count > MOST_OBJECTS:
            raise RefusedError(413, f"more than {MOST_OBJECTS} objects: send smaller batches")
    raise RefusedError(400, f"objects are nested more than {MOST_DEPTH} deep")
