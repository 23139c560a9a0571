"""An export in protobuf in, spans and log records as `watch.otlp` has them out.

Walked by hand: the way over JSON that protobuf itself offers is fourteen times slower and
writes ids in another alphabet.
"""

import base64
from collections.abc import Sequence

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import Span as WireSpan

from brightline.watch.genai import Attributes, Event
from brightline.watch.otlp import Span, SpanId, read_nanoseconds
from brightline.watch.receiver.counting import check_entries, too_many
from brightline.watch.receiver.refusing import RefusedError

MOST_DEPTH = 64
"""How deep values may stand in one another, in JSON and in protobuf alike."""

_TOP = 5
"""Depth of the attributes of a span."""


MOST_VALUES = 500_000
"""Values of one request, those in values too."""


def read_traces(body: bytes) -> list[Span]:
    """Return the spans of an `ExportTraceServiceRequest`.

    Raises:
        RefusedError: it is broken, or holds too much, or is nested too deeply.
    """
    request = ExportTraceServiceRequest()
    _parse(request, body)
    walk = _Walk()
    return [
        walk.span(one, service)
        for resource in request.resource_spans
        for service in [walk.service(resource.resource)]
        for scope in resource.scope_spans
        for one in scope.spans
    ]


def read_logs(body: bytes) -> list[tuple[SpanId, Event]]:
    """Return the records of an `ExportLogsServiceRequest` and the spans that they name.

    Raises:
        RefusedError: it is broken, or holds too much, or is nested too deeply.
    """
    request = ExportLogsServiceRequest()
    _parse(request, body)
    walk = _Walk()
    return [
        ((one.trace_id.hex(), one.span_id.hex()), walk.log(one))
        for resource in request.resource_logs
        for scope in resource.scope_logs
        for one in scope.log_records
    ]


def _parse(request: ExportTraceServiceRequest | ExportLogsServiceRequest, body: bytes) -> None:
    check_entries(body)
    try:
        request.ParseFromString(body)
    except Exception as error:  # whatever it is: the body is no export
        raise RefusedError(400, "the body is no protobuf of such an export") from error


class _Walk:
    """Goes through the messages of one request."""

    def __init__(self) -> None:
        self._left = MOST_VALUES

    def span(self, one: WireSpan, service: str) -> Span:
        """Return a span."""
        self._spend(len(one.events))
        return Span(
            id=(one.trace_id.hex(), one.span_id.hex()),
            parent=one.parent_span_id.hex(),
            time=read_nanoseconds(one.start_time_unix_nano),
            attributes=self._attributes(one.attributes, _TOP),
            events=tuple(
                Event(event.name, self._attributes(event.attributes, _TOP + 1))
                for event in one.events
            ),
            service=service,
        )

    def log(self, one: LogRecord) -> Event:
        """Return a log record."""
        attributes = self._attributes(one.attributes, _TOP)
        named = attributes.get("event.name")
        name = one.event_name or (named if isinstance(named, str) else "")
        at = one.time_unix_nano or one.observed_time_unix_nano
        return Event(name, attributes, self._value(one.body, _TOP), at)

    def service(self, resource: Resource) -> str:
        """Return the name of a service."""
        found = self._attributes(resource.attributes, _TOP).get("service.name")
        return found if isinstance(found, str) else ""

    def _attributes(self, pairs: Sequence[KeyValue], depth: int) -> Attributes:
        self._spend(len(pairs))
        return {pair.key: self._value(pair.value, depth + 1) for pair in pairs}

    def _value(self, value: AnyValue, depth: int) -> object:
        """Return a value as `watch.otlp` reads it from JSON, where whole numbers are digits."""
        kind = value.WhichOneof("value")
        if kind == "string_value":
            return value.string_value
        if kind is None:
            return None
        if depth > MOST_DEPTH:
            raise RefusedError(400, f"values are nested more than {MOST_DEPTH} deep")
        if kind == "array_value":
            return self._array(value.array_value.values, depth + 2)
        if kind == "kvlist_value":
            return self._attributes(value.kvlist_value.values, depth + 2)
        return _plain(value, kind)

    def _array(self, values: Sequence[AnyValue], depth: int) -> list[object]:
        self._spend(len(values))
        return [self._value(one, depth) for one in values]

    def _spend(self, values: int) -> None:
        self._left -= values
        if self._left < 0:
            raise too_many()


def _plain(value: AnyValue, kind: str) -> object:
    match kind:
        case "int_value":
            return str(value.int_value)
        case "bool_value":
            return value.bool_value
        case "double_value":
            return value.double_value
        case "bytes_value":
            return base64.b64encode(value.bytes_value).decode()
        case _:  # of a later version
            return None
