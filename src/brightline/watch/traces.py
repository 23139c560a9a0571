"""Spans and log records as they come in, whole traces out, whatever order they come in."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from brightline.records import Sighting, Skipped
from brightline.watch.genai import Event
from brightline.watch.otlp import Span, SpanId, sightings

MOST_PENDING = 50_000
"""Spans and log records that wait for the rest of their trace, at most."""


@dataclass(slots=True)
class _Trace:
    spans: list[Span] = field(default_factory=list)
    logs: list[tuple[SpanId, Event]] = field(default_factory=list)


class Traces:
    """Holds what belongs together until it can be read.

    A session is named by the span above a call, which ends later; and log records come in
    exports of their own. So a trace waits until so much has come after it that nothing more of
    it is to be expected, or until all has been read.
    """

    def __init__(self, *, most: int = MOST_PENDING) -> None:
        """Begin.

        Args:
            most: Spans and log records that may wait.
        """
        self._most = most
        self._pending: OrderedDict[str, _Trace] = OrderedDict()
        self._waiting = 0

    def add(
        self, spans: Iterable[Span], logs: Iterable[tuple[SpanId, Event]]
    ) -> Iterator[Sighting | Skipped]:
        """Take up what one export brings, and yield what has waited long enough."""
        for span in spans:
            self._of(span.id[0]).spans.append(span)
            self._waiting += 1
        for log in logs:
            self._of(log[0][0]).logs.append(log)
            self._waiting += 1
        while self._waiting > self._most and len(self._pending) > 1:
            yield from self._release()

    def rest(self) -> Iterator[Sighting | Skipped]:
        """Yield all that still waits."""
        while self._pending:
            yield from self._release()

    def _of(self, trace_id: str) -> _Trace:
        found = self._pending.setdefault(trace_id, _Trace())
        self._pending.move_to_end(trace_id)
        return found

    def _release(self) -> Iterator[Sighting | Skipped]:
        _, trace = self._pending.popitem(last=False)
        self._waiting -= len(trace.spans) + len(trace.logs)
        yield from sightings(trace.spans, trace.logs)
