"""What came of a scan in, what else a person must know of it out, and the exit code."""

from collections import Counter
from collections.abc import Iterator

from brightline.pipeline.watch.ending import is_mostly_silent, looked_at
from brightline.pipeline.watch.intake import MOST_NAMED
from brightline.pipeline.watch.scanning import Scanned
from brightline.records import NO_DAY, LogShape, Skip, Watched
from brightline.report.clean import one_line
from brightline.words import counted

CAPTURE = (
    "switch the capture of content on where the product is traced, as a rule by"
    " OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true (OpenLLMetry:"
    " TRACELOOP_TRACE_CONTENT=true; OpenInference: no OPENINFERENCE_HIDE_INPUTS)"
)


FEW_CLASHES = 20
"""Exchanges under the id of another above which it is said, if they are half of all too."""


def notes_of(done: Scanned, shown: Watched, *, shape: LogShape | None) -> tuple[str, ...]:
    """Return what the rates do not say: what was left out and why, one sentence each.

    Args:
        done: The scan.
        shown: What it shows.
        shape: What --mapping says; None where there is none.
    """
    return (*_carried(done), *_notes(done, shown), *_of_paths(done, shown, shape))


def _carried(done: Scanned) -> Iterator[str]:
    if done.carried:
        yield (
            f"people read {counted(done.carried, 'exchange')} of these in a scan before: what"
            " they said counts here too. The sample that says how often is drawn anew, as what"
            " was read decides what looks like a breach now"
        )


def _most(found: Counter[str]) -> list[tuple[str, int]]:
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))[:MOST_NAMED]


def _notes(done: Scanned, shown: Watched) -> Iterator[str]:
    missed = done.missed
    if done.scan.finished_at is None:
        yield "stopped before the end: this is what was looked at until then, and not all"
    if missed.unreadable:
        yield f"{counted(missed.unreadable, 'line')} could not be read: counted as failed"
    if done.unjudged:
        yield (
            f"the judge could not be asked about {counted(done.unjudged, 'exchange')}: counted"
            f" as failed; the first: {done.why}"
        )
    if empty := shown.skipped.get(Skip.NO_CONTENT.value, 0):
        yield f"{empty:,} of {counted(shown.seen, 'call')} have no text: {CAPTURE}"
    if other := shown.skipped.get(Skip.OTHER_SHAPE.value, 0):
        yield (
            f"{counted(other, 'line')} of another shape than their file is read as: nothing was"
            " looked at in them. Put lines of one shape into one file, or name where request"
            " and reply stand in both: --mapping FILE"
        )
    if strange := shown.skipped.get(Skip.UNKNOWN_ROLE.value, 0):
        words = [f"{one_line(word)[:40]} ({of:,})" for word, of in _most(missed.roles)]
        more = ", …" if len(missed.roles) > MOST_NAMED else ""
        yield (
            f"{counted(strange, 'exchange')} in which nobody knows who speaks, not looked at:"
            f" {', '.join(words)}{more}. Say in a mapping file whose words these are:"
            " user_roles and assistant_roles, --mapping FILE"
        )
    if missed.outside:
        timeless = ""
        if count := missed.timeless.total():
            files = [f"{path}: {of:,}" for path, of in missed.timeless.most_common(MOST_NAMED)]
            more = ", …" if len(missed.timeless) > MOST_NAMED else ""
            timeless = f", {count:,} of them without a time ({', '.join(files)}{more})"
        yield (
            f"{counted(missed.outside, 'line')} outside of --since and --until{timeless}: not"
            " counted"
        )
    if is_mostly_silent(shown) and (dumb := shown.skipped.get(Skip.NO_REPLY.value, 0)):
        yield (
            f"{dumb:,} of {counted(shown.seen, 'exchange')} have no reply: less than half of"
            " all could be looked at. See that reply names where it stands: --mapping FILE"
        )


def _of_paths(done: Scanned, shown: Watched, shape: LogShape | None) -> Iterator[str]:
    clashing = done.missed.clashing
    if clashing >= FEW_CLASHES and 2 * clashing > shown.seen:
        path = ", ".join(shape.id) if shape and shape.id else "the id"
        yield (
            f"more than half of {counted(shown.seen, 'exchange')} were left out, as {path} says"
            " the same of others, which say something else: it is no id. Name a path that"
            " differs for each exchange: id, --mapping FILE"
        )
    timeless = sum(day.seen for day in shown.days if day.day == NO_DAY)
    if not timeless or not looked_at(shown):
        return
    if timeless < sum(day.seen for day in shown.days):
        yield (
            f"{counted(timeless, 'exchange')} without a time, or with one before 2015 or to"
            " come: nobody can say when"
        )
    elif shape and shape.time:
        yield (
            f"no time was found at {', '.join(shape.time)}, where {shape.name} it stands:"
            " nothing there, or no moment from 2015 to now. Change time in the mapping file"
        )
    else:
        yield (
            "no time was found: nobody can say when. A mapping file names where it stands:"
            " --mapping FILE"
        )
