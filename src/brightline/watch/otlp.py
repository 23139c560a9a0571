"""An export of OpenTelemetry as JSON in, the calls of a model in it out as sightings.

Of a span only what it says of one call of a model is read. Log records that name the span are
read with it, whichever comes first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from brightline.records import Sighting, Skip, Skipped
from brightline.watch.genai import Attributes, Event, is_call, read_call
from brightline.watch.messages import exchange_of

NANOSECONDS = 1_000_000_000

SESSIONS = ("gen_ai.conversation.id", "session.id", "langfuse.session.id", "conversation.id")
USERS = ("user.id", "enduser.id", "langfuse.user.id")

SpanId = tuple[str, str]
"""Trace id and span id, in hex."""


class Span(NamedTuple):
    """What is kept of one span."""

    id: SpanId
    parent: str
    time: datetime | None
    attributes: Attributes
    events: tuple[Event, ...]
    service: str


def read_export(body: object) -> tuple[list[Span], list[tuple[SpanId, Event]]]:
    """Return the spans of one export, and its log records that name a span.

    Args:
        body: `ExportTraceServiceRequest` or `ExportLogsServiceRequest` as decoded JSON.
    """
    spans: list[Span] = []
    logs: list[tuple[SpanId, Event]] = []
    for resource in _listed(body, "resourceSpans"):
        service = _service(resource)
        for scope in _listed(resource, "scopeSpans", "instrumentationLibrarySpans"):
            spans += [_span(one, service) for one in _listed(scope, "spans")]
    for resource in _listed(body, "resourceLogs"):
        for scope in _listed(resource, "scopeLogs"):
            logs += [(_id(one), _log(one)) for one in _listed(scope, "logRecords")]
    return spans, logs


def sightings(
    spans: Iterable[Span], logs: Iterable[tuple[SpanId, Event]] = ()
) -> Iterator[Sighting | Skipped]:
    """Yield what each call of a model shows, in the order of the spans.

    A session or user that only the span above it names holds for the call too.

    Args:
        spans: All that is known of some traces.
        logs: Their log records.
    """
    known = {span.id: span for span in spans}
    of: defaultdict[SpanId, list[Event]] = defaultdict(list)
    for span_id, event in logs:
        of[span_id].append(event)
    for span in known.values():
        events = (*span.events, *of[span.id])
        if is_call(span.attributes) or any(event.name in _WHOLE for event in events):
            yield from _told(span, events, known)


_WHOLE = frozenset({"gen_ai.client.inference.operation.details", "gen_ai.choice"})
"""Events that only a call of a model has."""


def _told(
    span: Span, events: Sequence[Event], known: Mapping[SpanId, Span]
) -> Iterator[Sighting | Skipped]:
    call = read_call(span.attributes, events)
    name = "/".join(span.id)
    answers = [one for one in call.answers if one.text or one.tools]
    if not answers:
        yield Skipped(id=name, why=Skip.NO_REPLY if call.asked else Skip.NO_CONTENT)
        return
    for number, answer in enumerate(answers, start=1):
        own = name if number == 1 else f"{name}/{number}"
        exchange = exchange_of(call.asked, answer)
        if exchange is None:
            yield Skipped(id=own, why=Skip.NO_REQUEST)
            continue
        yield Sighting(
            id=own,
            exchange=exchange,
            time=span.time,
            session=_inherited(span, known, SESSIONS),
            user=_inherited(span, known, USERS),
            source=span.service,
        )


def _inherited(span: Span, known: Mapping[SpanId, Span], names: Sequence[str]) -> str | None:
    above: Span | None = span
    seen = set()
    while above is not None and above.id not in seen:
        seen.add(above.id)
        for name in names:
            if isinstance(value := above.attributes.get(name), str) and value:
                return value
        above = known.get((above.id[0], above.parent))
    return None


def _span(one: dict[str, object], service: str) -> Span:
    events = [
        Event(_text(event.get("name")), _attributes(event)) for event in _listed(one, "events")
    ]
    return Span(
        id=_id(one),
        parent=_text(one.get("parentSpanId")).casefold(),
        time=_time(one.get("startTimeUnixNano")),
        attributes=_attributes(one),
        events=tuple(events),
        service=service,
    )


def _log(one: dict[str, object]) -> Event:
    attributes = _attributes(one)
    name = _text(one.get("eventName")) or _text(attributes.get("event.name"))
    return Event(name, attributes, _value(one.get("body")))


def _id(one: Mapping[str, object]) -> SpanId:
    return _text(one.get("traceId")).casefold(), _text(one.get("spanId")).casefold()


def _time(value: object) -> datetime | None:
    digits = value if isinstance(value, int) else _text(value)
    try:
        nanoseconds = int(digits)
        return datetime.fromtimestamp(nanoseconds / NANOSECONDS, UTC) if nanoseconds else None
    except (ValueError, OverflowError, OSError):
        return None


def _service(resource: Mapping[str, object]) -> str:
    held = resource.get("resource")
    return _text(_attributes(held).get("service.name")) if isinstance(held, dict) else ""


def _attributes(holder: Mapping[str, object]) -> Attributes:
    return {
        _text(one.get("key")): _value(one.get("value")) for one in _listed(holder, "attributes")
    }


_PLAIN = ("stringValue", "boolValue", "doubleValue", "intValue", "bytesValue")


def _value(value: object) -> object:
    """Return the plain value of an `AnyValue`."""
    if not isinstance(value, dict):
        return None
    for key in _PLAIN:
        if key in value:
            return value[key]
    if "arrayValue" in value:
        return [_value(one) for one in _listed(value["arrayValue"], "values")]
    if "kvlistValue" in value:
        pairs = _listed(value["kvlistValue"], "values")
        return {_text(one.get("key")): _value(one.get("value")) for one in pairs}
    return None


def _listed(holder: object, *names: str) -> list[dict[str, object]]:
    if not isinstance(holder, dict):
        return []
    found = next((holder[name] for name in names if name in holder), None)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
