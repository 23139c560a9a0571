"""A run in, its plays out: the short columns alone, and each table but once."""

from collections.abc import Iterator
from functools import cache, partial
from typing import Any

import sqlalchemy as sa

from brightline.records import Expected, Play
from brightline.store.counting import CaseRow, Ended, Heard, Stored, missing_outcome, plays_of
from brightline.store.reading import SAID, Fetch, Key, as_stored
from brightline.store.schema import attempts, cases, judgements, runs
from brightline.store.text import unescape
from brightline.store.writing import REPLIED

COUNTED = 5_000
"""Cases in a page: without their bodies they are short, and every page costs a query."""

_ASKED = (
    cases.c.position,
    cases.c.id,
    cases.c.rule_id,
    cases.c.technique,
    cases.c.expected,
    cases.c.objective,
    cases.c.must_hold,
)
_ENDED = (attempts.c.case_id, attempts.c.trial, attempts.c.outcome)
_SIDES = {side.value: side for side in Expected}


def read_plays(fetch: Fetch, run_id: str, trials: int) -> Iterator[Play]:
    """Yield every planned play of every case, and every replay."""
    known = fetch(sa.select(runs.c.judge, runs.c.ending).where(runs.c.id == run_id))[0]
    mine = sa.select(*map(as_stored, _ENDED)).where(attempts.c.run_id == run_id)
    odd = (attempts.c.outcome != REPLIED) | (attempts.c.trial > trials)
    for run in known:
        # All at once: to name 100,000 ids takes twice as long.
        ended = Ended(fetch(mine.where(odd))[0], trials, partial(_replied, fetch, run_id))
        said, lost = fetch(said_of(run_id, *SAID))[0], _lost(fetch, run_id)
        if lost:
            said = [row for row in said if (row.case_id, row.trial) not in lost]
        stored = Stored(
            ended=ended,
            heard=Heard(said),
            judge=run.judge,
            missing=missing_outcome(run.ending),
        )
        for page in case_pages(fetch, run_id):
            yield from plays_of(page, stored)


def said_of(run_id: str, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Return a query for what was said of the attempts of a run, texts as they are stored.

    The rows are found by their numbers, which an index has, because SQLite then takes them in
    the order in which they lie in the file; through the index alone it leaps for every one.
    """
    numbers = sa.select(judgements.c.seq).where(judgements.c.run_id == run_id)
    return sa.select(*map(as_stored, columns)).where(judgements.c.seq.in_(numbers))


def case_pages(fetch: Fetch, run_id: str) -> Iterator[dict[str, CaseRow]]:
    """Yield what plays repeat of the cases of a run, page by page, by the ids as stored."""
    as_given = cache(_as_given)  # few names and requests, and many cases
    query = sa.select(*map(as_stored, _ASKED)).order_by(cases.c.position)
    last = -1
    while page := fetch(
        query.where(cases.c.run_id == run_id, cases.c.position > last).limit(COUNTED)
    )[0]:
        last = page[-1].position
        yield {
            row[1]: tuple.__new__(CaseRow, (unescape(row[1]), *as_given(row[2:])))
            for row in map(
                tuple, page
            )  # the constructor of a named tuple takes four times as long
        }


def _as_given(row: tuple[Any, ...]) -> tuple[str, str, Expected, str, bool]:
    rule, technique, side, objective, must_hold = row
    return unescape(rule), unescape(technique), _SIDES[side], unescape(objective), must_hold


def _lost(fetch: Fetch, run_id: str) -> set[Key]:
    """Return case and trial of all of which something was said, but which is not stored.

    The database keeps it from happening; a damaged one must not make a rule hold.
    """
    of = (attempts.c.run_id, attempts.c.case_id, attempts.c.trial)
    said = (judgements.c.run_id, judgements.c.case_id, judgements.c.trial)
    there = sa.exists().where(*(one == other for one, other in zip(of, said, strict=True)))
    query = sa.select(*map(as_stored, said[1:])).where(judgements.c.run_id == run_id, ~there)
    return set(map(tuple, fetch(query)[0]))


def _replied(fetch: Fetch, run_id: str) -> set[Key]:
    """Return case and trial of every reply of a run, the cases by their ids as stored."""
    query = sa.select(*map(as_stored, _ENDED[:2])).where(
        attempts.c.run_id == run_id, attempts.c.outcome == REPLIED
    )
    return set(map(tuple, fetch(query)[0]))
