"""An export of OpenTelemetry as JSON in, the calls of a model in it out as sightings.

Of a span only what it says of one call of a model is read. Log records that name the span are
read with it, whichever comes first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import NamedTuple

from brightline.records import Sighting, Skip, Skipped
from brightline.watch.clock import plausible
from brightline.watch.genai import Attributes, Event, is_call, read_call
from brightline.watch.messages import exchange_of, unknown_role

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


def read_nanoseconds(value: object) -> datetime | None:
    """Return a moment from nanoseconds since 1970, or their digits; None for what is none.

    So is one that no clock which is right has written: see `clock.plausible`.
    """
    try:
        nanoseconds = _nanoseconds(value)
        found = datetime.fromtimestamp(nanoseconds / NANOSECONDS, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found if plausible(found) else None


def sightings(
    spans: Iterable[Span], logs: Iterable[tuple[SpanId, Event]] = ()
) -> Iterator[Sighting | Skipped]:
    """Yield what each call of a model shows, in the order of the spans.

    A session or user that only a span above it names holds for the call too, and so does one
    that is the only one of its trace: not every span between them need be known.

    Args:
        spans: All that is known of some traces.
        logs: Their log records.
    """
    known = {span.id: span for span in spans}
    of: defaultdict[SpanId, list[Event]] = defaultdict(list)
    for span_id, event in logs:
        of[span_id].append(event)
    above = _Above(known)
    for span in known.values():
        events = (*span.events, *sorted(of[span.id], key=attrgetter("at")))
        if is_call(span.attributes) or any(event.name in WHOLE for event in events):
            yield from _told(span, events, above)


WHOLE = frozenset({"gen_ai.client.inference.operation.details", "gen_ai.choice"})
"""Events that only a call of a model has."""


def _told(span: Span, events: Sequence[Event], above: "_Above") -> Iterator[Sighting | Skipped]:
    call = read_call(span.attributes, events)
    name = "/".join(span.id)
    answers = [one for one in call.answers if one.text or one.tools]
    if not answers:
        why = Skip.NO_REPLY if call.asked else Skip.NO_CONTENT
        yield Skipped(id=name, why=why, time=span.time, source=span.service)
        return
    if word := unknown_role(call.asked):
        why = Skip.UNKNOWN_ROLE
        yield Skipped(id=name, why=why, time=span.time, source=span.service, word=word)
        return
    for number, answer in enumerate(answers, start=1):
        own = name if number == 1 else f"{name}/{number}"
        exchange = exchange_of(call.asked, answer)
        if exchange is None:
            why = Skip.NO_REQUEST
            yield Skipped(id=own, why=why, time=span.time, source=span.service)
            continue
        yield Sighting(
            id=own,
            exchange=exchange,
            time=span.time,
            session=above.named(span, SESSIONS),
            user=above.named(span, USERS),
            source=span.service,
            is_call=True,
        )


class _Above:
    """What the spans above a call say of it."""

    def __init__(self, known: Mapping[SpanId, Span]) -> None:
        self._known = known
        self._only: dict[tuple[str, Sequence[str]], str | None] = {}
        for span in known.values():
            for names in (SESSIONS, USERS):
                if told := _named(span, names):
                    at = (span.id[0], names)
                    self._only[at] = told if self._only.get(at, told) == told else None

    def named(self, span: Span, names: Sequence[str]) -> str | None:
        """Return the nearest value of some names, else the only one of the trace."""
        above: Span | None = span
        seen = set()
        while above is not None and above.id not in seen:
            seen.add(above.id)
            if told := _named(above, names):
                return told
            above = self._known.get((above.id[0], above.parent))
        return self._only.get((span.id[0], names))


def _named(span: Span, names: Sequence[str]) -> str | None:
    found = (span.attributes.get(name) for name in names)
    return next((value for value in found if isinstance(value, str) and value), None)


def _span(one: dict[str, object], service: str) -> Span:
    events = [
        Event(_text(event.get("name")), _attributes(event)) for event in _listed(one, "events")
    ]
    return Span(
        id=_id(one),
        parent=_text(one.get("parentSpanId")).casefold(),
        time=read_nanoseconds(one.get("startTimeUnixNano")),
        attributes=_attributes(one),
        events=tuple(events),
        service=service,
    )


def _log(one: dict[str, object]) -> Event:
    attributes = _attributes(one)
    name = _text(one.get("eventName")) or _text(attributes.get("event.name"))
    at = _nanoseconds(one.get("timeUnixNano")) or _nanoseconds(one.get("observedTimeUnixNano"))
    return Event(name, attributes, _value(one.get("body")), at)


def _id(one: Mapping[str, object]) -> SpanId:
    return _text(one.get("traceId")).casefold(), _text(one.get("spanId")).casefold()


def _nanoseconds(value: object) -> int:
    try:
        return int(value if isinstance(value, int) else _text(value))
    except ValueError:
        return 0


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
