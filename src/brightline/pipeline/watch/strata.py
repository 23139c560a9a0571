"""Exchanges that were kept and which of them people read in, strata with their readings out.

Only two kinds of reading say how often something happens. The most suspicious exchanges, read
without a gap, are a census: nothing is drawn, so nothing is guessed. And of the others those
with the smallest draws, read without a gap, are a simple random sample of their stratum.
Whatever else people read, in whatever order, is in no rate.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from brightline.records import (
    Answer,
    DayCount,
    Specimen,
    Stratification,
    Stratum,
)
from brightline.watch.tally import DRAWN, WORST

TOP = "top"
"""Name of the stratum of the most suspicious, all of which were read."""

QUEUE, ALIKE = "queue", "near-identical"
"""Who decided, where a person read an exchange because it was suspected, and where they read
one that is near-identical to it."""

PICKED = frozenset({QUEUE, ALIKE})
"""Who decided, where nobody drew what was read."""

_SUSPECTS = (Stratification.FLAGGED, Stratification.NEAR)


_Rank = tuple[float, str]


class Part(NamedTuple):
    """A stratum and which of its exchanges count as read."""

    name: str
    size: int
    read: tuple[Specimen, ...]


class _Sample(NamedTuple):
    """What is kept of one day and stratum."""

    stratum: Stratification
    size: int
    kept: list[Specimen]


class _Day(NamedTuple):
    """What is kept of one day."""

    samples: tuple[_Sample, ...]

    def suspects(self) -> tuple[int, list[Specimen]]:
        """Return how many were suspicious, and those that are kept, the worst first."""
        of = [one for one in self.samples if one.stratum in _SUSPECTS]
        return sum(one.size for one in of), sorted(
            (kept for one in of for kept in one.kept), key=_by_score
        )


def parts_of(
    days: Sequence[DayCount],
    kept: Iterable[Specimen],
    read: Collection[str],
    *,
    picked: Collection[str] = frozenset(),
) -> tuple[Part, ...]:
    """Return the strata of a window, each with the readings that say how often.

    Args:
        days: Counts of the window.
        kept: Exchanges that were kept of those days.
        read: Ids of the exchanges that people read.
        picked: Those of them that were read for what they are, and not because they came next
            by draw: they make a census whole, and fill a random sample, but none ends with
            one, for it would go on just as far as the suspects do.
    """
    every = _days(days, kept)
    top = _top(every, read)
    besides = {one.sighting.id for one in top}
    parts = [Part(TOP, len(top), top)]
    for stratum in Stratification:
        size = sum(one.size for one in _of(every, stratum))
        size -= sum(one.stratum is stratum for one in top)
        left = (one for one in _in_order(every, stratum) if one.sighting.id not in besides)
        drawn = list(takewhile(lambda one: one.sighting.id in read, left))
        while drawn and drawn[-1].sighting.id in picked:
            drawn.pop()
        parts.append(Part(stratum.value, size, tuple(drawn)))
    return tuple(parts)


def to_draw(
    days: Sequence[DayCount], kept: Iterable[Specimen]
) -> dict[Stratification, tuple[Specimen, ...]]:
    """Return the exchanges of each stratum whose reading counts, in the order to read them.

    None whose text is deleted is among them: nobody can read it.

    Args:
        days: Counts of the window.
        kept: Exchanges that were kept of those days.
    """
    return {
        stratum: tuple(one for one in every if not one.emptied)
        for stratum, every in by_draw(days, kept).items()
    }


def by_draw(
    days: Sequence[DayCount], kept: Iterable[Specimen]
) -> dict[Stratification, tuple[Specimen, ...]]:
    """Return what `to_draw` does, with what nobody can read any more in its place."""
    every = _days(days, kept)
    return {stratum: tuple(_in_order(every, stratum)) for stratum in Stratification}


def strata_of(parts: Iterable[Part], answers: Mapping[str, Answer]) -> tuple[Stratum, ...]:
    """Return the strata as they are measured.

    Args:
        parts: Of the window.
        answers: By id of exchange, of every one that was read.
    """
    return tuple(
        _stratum(part, Counter(answers[one.sighting.id] for one in part.read)) for part in parts
    )


def _stratum(part: Part, said: Mapping[Answer, int]) -> Stratum:
    return Stratum(
        name=part.name,
        size=part.size,
        read=len(part.read),
        breaches=said[Answer.BREACH],
        unclear=said[Answer.UNCLEAR],
    )


def _days(days: Sequence[DayCount], kept: Iterable[Specimen]) -> list[_Day]:
    found: defaultdict[tuple[str, Stratification], list[Specimen]] = defaultdict(list)
    for one in kept:
        found[one.day, one.stratum].append(one)
    return [
        _Day(
            tuple(
                _Sample(stratum, day.sizes.get(stratum, 0), found[day.day, stratum])
                for stratum in Stratification
            )
        )
        for day in days
    ]


def _top(days: Iterable[_Day], read: Collection[str]) -> tuple[Specimen, ...]:
    """Return the longest run of the most suspicious that were all read.

    Of a day with more suspects than are kept only the worst are known without a gap: the run
    goes no further than those of any day.
    """
    every: list[Specimen] = []
    last: list[_Rank] = []
    for day in days:
        size, suspects = day.suspects()
        every += suspects
        if len(suspects) < size:
            last.append(_by_score(suspects[WORST - 1]))
    end = min(last, default=None)
    known = takewhile(
        lambda one: end is None or _by_score(one) <= end, sorted(every, key=_by_score)
    )
    return tuple(takewhile(lambda one: one.sighting.id in read, known))


def _in_order(days: Iterable[_Day], stratum: Stratification) -> Iterator[Specimen]:
    """Yield what is kept of a stratum by draw, as far as nothing is missing between.

    Of a busy day fewer are kept than there were: those of all days together are a random
    sample up to the draw at which the first of them ends.
    """
    samples = _of(days, stratum)
    ends = [
        sorted(map(_by_draw, one.kept))[DRAWN[stratum] - 1]
        for one in samples
        if len(one.kept) < one.size
    ]
    end = min(ends, default=None)
    every = sorted((kept for one in samples for kept in one.kept), key=_by_draw)
    return takewhile(lambda one: end is None or _by_draw(one) <= end, every)


def _of(days: Iterable[_Day], stratum: Stratification) -> list[_Sample]:
    return [one for day in days for one in day.samples if one.stratum is stratum]


def _by_score(one: Specimen) -> _Rank:
    return -one.score, one.sighting.id


def _by_draw(one: Specimen) -> _Rank:
    return one.draw, one.sighting.id
