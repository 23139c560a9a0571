"""What was watched in, what must be known of it beside its rates out."""

from collections.abc import Iterator

from brightline.records import Watched
from brightline.report.clean import one_line
from brightline.report.watched.wording import suspects
from brightline.words import counted

MOST_FOREIGN = 0.5
"""Share of the exchanges in another language above which it is said."""

_MOST_NAMED = 5
"""Damaged files that are named."""


def notes(shown: Watched) -> Iterator[str]:
    """Yield what must be known of a window beside its rates."""
    if shown.foreign > MOST_FOREIGN:
        yield "Most of this is not in English, which screen and judge do not read well."
    if len(shown.services) > 1 and not shown.scan.services:
        named = ", ".join(one_line(name, limit=60) for name in shown.services[:_MOST_NAMED])
        more = ", …" if len(shown.services) > _MOST_NAMED else ""
        yield (
            f"This is what {len(shown.services)} services said, {named}{more}, counted together"
            " as one product: brightline watch serve --service NAME looks at one alone."
        )
    if shown.scan.finished_at is None and not shown.scan.live:
        yield "The scan was stopped before its end: this is what it had read by then."
    if damaged := shown.scan.damaged:
        named = ", ".join(map(one_line, damaged[:_MOST_NAMED]))
        more = ", …" if len(damaged) > _MOST_NAMED else ""
        yield (f"Not all could be read: {named}{more}. Nobody knows how much is missing there.")
    if unjudged := shown.scan.unjudged:
        yield f"The judge could not be asked about {counted(unjudged, 'exchange')}."
    if shown.emptied:
        lost = f"; {suspects(shown.lost)} among them that nobody had read" if shown.lost else ""
        yield (
            f"The text of {counted(shown.emptied, 'exchange')} is deleted as too old: what"
            f" people said of it counts as before{lost}."
        )
    rate = shown.rate
    if rate.newer:
        yield (
            f"The rates are about the days until {rate.until}: too few of"
            f" {counted(rate.newer, 'exchange')} of later days were read{_read_on(shown)}"
        )
    if gone := sum(day.rate.seen for day in shown.days) - rate.newer - rate.seen:
        yield (
            f"The rates are about {shown.rate.seen:,} exchanges; too few of {gone:,} older ones"
            " were read before their text was deleted."
        )


def _read_on(shown: Watched) -> str:
    if not shown.sample:
        return "."
    return (  # a full stop behind it would be copied with it
        f": brightline review {shown.scan.id} --findings --sample {shown.sample}{shown.named}"
    )
