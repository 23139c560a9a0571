"""Rows that were received in, the exchanges of their traces out, and what gives none."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter

from brightline.records import Received, Sighting, Skip, Skipped
from brightline.watch.otlp import WHOLE, sightings
from brightline.watch.receiver.rows import bare_span, read_rows

TakeIn = Callable[[Sequence[Received]], int]


@dataclass(slots=True)
class Read:
    """What some whole traces hold."""

    taken: list[Received] = field(default_factory=list)
    """Rows that are looked at with this: they are over."""
    found: list[Sighting] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    """Traces that cannot be read: a fault of ours, that must stop no other."""
    later: bool = False
    """Whether some rows are left for the next time."""


def only(read: Read, services: Collection[str]) -> Read:
    """Return what is of some services; what says of none which it is of, too.

    Args:
        read: What is looked at next.
        services: Names; none: all.
    """
    if not services:
        return read
    ours = {*services, ""}
    every: list[Sighting | Skipped] = [*read.found, *read.skipped]
    others = [one for one in every if one.source not in ours]
    return replace(
        read,
        found=[one for one in read.found if one.source in ours],
        skipped=[one for one in read.skipped if one.source in ours]
        + [Skipped(id=one.id, why=Skip.OTHER_SERVICE, time=one.time) for one in others],
    )


def read_traces(rows: Iterable[Received], *, take_in: TakeIn) -> Read:
    """Return what some traces hold, each call of a model once.

    Log records whose call has no span among the rows are of a call of which no span ever came,
    as where only a sample of them is sent; or its span was looked at before they came, and is
    in the counts. To tell the two apart a bare span is stored for each: only where it is new
    the call is. It is then looked at with the next rows; and should its span come after all,
    that is known already.

    Args:
        rows: Of traces of which nothing more is to be expected soon.
        take_in: Stores rows; says how many were new.
    """
    traces = [list(group) for _, group in groupby(rows, key=attrgetter("trace_id"))]
    bare = [one for trace in traces for one in _bare_spans(trace)]
    new = take_in(bare) if bare else 0
    waiting = {one.trace_id for one in bare} if new else set()
    read = Read(later=bool(waiting))
    for trace in traces:
        if trace[0].trace_id not in waiting:
            _read(trace, read)
    return read


def _bare_spans(trace: Sequence[Received]) -> list[Received]:
    """Return a bare span for each call that only log records tell of."""
    spans = {row.span_id for row in trace if row.kind == "span"}
    at = {row.span_id: row.at for row in trace if row.span_id not in spans}
    if not at:
        return []
    _, logs = read_rows(row for row in trace if row.span_id in at)
    calls = {span_id for span_id, event in logs if event.name in WHOLE}
    return [bare_span(*span_id, at=at[span_id[1]]) for span_id in sorted(calls)]


def _read(trace: Sequence[Received], read: Read) -> None:
    read.taken += trace
    try:
        some = list(sightings(*read_rows(trace)))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one trace stops no other
        read.broken.append(f"{trace[0].trace_id}: {type(error).__name__}")
        return
    read.found += [one for one in some if isinstance(one, Sighting)]
    read.skipped += [one for one in some if isinstance(one, Skipped)]
