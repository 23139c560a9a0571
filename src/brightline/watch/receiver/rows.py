"""Spans and log records in, rows to store out, redacted; and stored rows in, the same back.

Only what can say something of a call of a model is kept: such a call; of the other spans of
its library the ids, so that it is known what stands above it; and of any other span that names
a session or a user just that, once for each in a request. All else is left aside.
"""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from brightline.records import Received
from brightline.watch.genai import Attributes, Event, is_call
from brightline.watch.otlp import SESSIONS, USERS, WHOLE, Span, SpanId
from brightline.watch.receiver.cleaning import Cleaner, printable
from brightline.watch.receiver.decoding import Export
from brightline.watch.redact import Finder

EVALUATION = "gen_ai.evaluation.result"
"""What an evaluation says of a call: ours too, which must not come back to us."""

_LIBRARIES = (
    "gen_ai.",
    "llm.",
    "ai.",
    "langfuse.",
    "openinference.",
    "traceloop.",
    "input.",
    "output.",
)
"""How the names of attributes begin that say what a model was asked and said."""

_NAMES = frozenset({*SESSIONS, *USERS})
_TRACE = re.compile(r"(?!0{32})[0-9a-f]{32}")
_SPAN = re.compile(r"(?!0{16})[0-9a-f]{16}")


class Rows(NamedTuple):
    """What becomes of one export."""

    kept: list[Received]
    rejected: int
    """Entries that cannot be stored as they have no ids: they are said to their sender."""
    aside: int
    """Entries that say nothing of a call of a model."""


def rows_of(export: Export, salt: bytes, *, at: datetime, also: Sequence[Finder] = ()) -> Rows:
    """Return what is stored of an export.

    Args:
        export: What came.
        salt: See `watch.redact`.
        at: When it came, aware.
        also: More finders of what is redacted, as one of names.
    """
    packing = _Packing(Cleaner(salt, also=also), salt, at)
    valid = [span for span in export.spans if _is_valid(span.id)]
    for span in valid:
        packing.add_span(span)
    for span_id, event in export.logs:
        packing.add_log(span_id, event)
    rejected = export.entries - len(valid) - len(export.logs)
    return Rows(packing.kept, rejected, packing.aside)


def read_rows(rows: Iterable[Received]) -> tuple[list[Span], list[tuple[SpanId, Event]]]:
    """Return the spans and log records that rows were made of, as far as they were kept."""
    spans: list[Span] = []
    logs: list[tuple[SpanId, Event]] = []
    for row in rows:
        span_id, held = (row.trace_id, row.span_id), json.loads(row.body)
        if row.kind == "log":
            logs.append((span_id, Event(*held)))
        else:
            parent, time, attributes, events, service = held
            moment = datetime.fromisoformat(time) if time else None
            said = tuple(Event(name, of) for name, of in events)
            spans.append(Span(span_id, parent, moment, attributes, said, service))
    return spans, logs


def bare_span(trace_id: str, span_id: str, *, at: datetime) -> Received:
    """Return the row of a call of which only log records came."""
    body = json.dumps(["", None, {}, [], ""])
    return Received(trace_id=trace_id, span_id=span_id, kind="span", at=at, body=body)


class _Packing:
    """Puts the rows of one request together."""

    def __init__(self, clean: Cleaner, salt: bytes, at: datetime) -> None:
        self.kept: list[Received] = []
        self.aside = 0
        self._clean = clean
        self._key = blake2b(salt, digest_size=32).digest()
        self._at = at
        self._named: set[tuple[str, ...]] = set()

    def add_span(self, span: Span) -> None:
        """Keep a call whole, and of another span what matters of it."""
        if is_call(span.attributes) or any(event.name in WHOLE for event in span.events):
            events = [event for event in span.events if _says_something(event)]
            self._keep_span(span, events, span.attributes)
            return
        named = {key: span.attributes[key] for key in _NAMES & span.attributes.keys()}
        told = (span.id[0], *(f"{key}={named[key]}" for key in sorted(named)))
        if any(map(_is_of_library, span.attributes)) or (named and told not in self._named):
            self._named.add(told)
            self._keep_span(span, (), named)
        else:
            self.aside += 1

    def add_log(self, span_id: SpanId, event: Event) -> None:
        """Keep a record that says something of a call, with the span that it names."""
        valid = _is_valid(span_id)
        if not _says_something(event) or not (valid or event.name in WHOLE):
            self.aside += 1
            return
        told = json.dumps([*span_id, *event]).encode()
        hashed = blake2b(told, key=self._key, digest_size=24).hexdigest()
        if not valid:
            # A call of which no trace is told: one of its own, the same when it is sent again.
            span_id = hashed[:32], hashed[32:]
            self.kept.append(bare_span(*span_id, at=self._at))
        held = [
            event.name,
            self._clean.attributes(_kept(event.attributes)),
            self._clean.value(event.body),
            event.at,
        ]
        self.kept.append(
            Received(
                trace_id=span_id[0],
                span_id=span_id[1],
                kind="log",
                key=hashed[:16],
                at=self._at,
                body=_json(held),
            )
        )

    def _keep_span(self, span: Span, events: Sequence[Event], attributes: Attributes) -> None:
        held: list[object] = [
            span.parent,
            span.time and span.time.isoformat(),
            self._clean.attributes(_kept(attributes)),
            [[event.name, self._clean.attributes(event.attributes)] for event in events],
            printable(span.service),
        ]
        trace_id, span_id = span.id
        self.kept.append(
            Received(
                trace_id=trace_id, span_id=span_id, kind="span", at=self._at, body=_json(held)
            )
        )


def _json(held: list[object]) -> str:
    return json.dumps(held, separators=(",", ":"))


def _kept(held: Attributes) -> Attributes:
    return {key: value for key, value in held.items() if key in _NAMES or _is_of_library(key)}


def _is_of_library(key: str) -> bool:
    return key.startswith(_LIBRARIES)


def _says_something(event: Event) -> bool:
    if event.name == EVALUATION:
        return False
    body = event.body if isinstance(event.body, dict) else {}
    return event.name.startswith("gen_ai.") or any(
        map(_is_of_library, (*event.attributes, *body))
    )


def _is_valid(span_id: SpanId) -> bool:
    return bool(_TRACE.fullmatch(span_id[0]) and _SPAN.fullmatch(span_id[1]))
