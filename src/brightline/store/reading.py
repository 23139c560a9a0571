"""A run in, its cases, attempts, judgements and plays out, page by page.

No connection is held between two pages, so that a slow reader never holds up a writer.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

import sqlalchemy as sa

from brightline.records import (
    Attempt,
    Case,
    Evidence,
    Exchange,
    Expected,
    Fault,
    Faulted,
    Judgement,
    Play,
    Replied,
    product_texts,
)
from brightline.store.counting import CaseRow, Said, counting, missing_outcome, plays_of
from brightline.store.schema import attempts, cases, judgements, runs, transcripts
from brightline.store.text import from_json
from brightline.store.writing import REPLIED, split_id

PAGE = 500
"""Cases in a page, and ids in a query."""

Item = TypeVar("Item")
Rows = Sequence[sa.Row[Any]]
Fetch = Callable[..., list[Rows]]
"""Runs statements in one reading transaction and returns the rows of each."""

_OF_CASE = sa.and_(attempts.c.run_id == cases.c.run_id, attempts.c.case_id == cases.c.id)
_SAID = (
    judgements.c.case_id,
    judgements.c.trial,
    judgements.c.seq,
    judgements.c.judge,
    judgements.c.person,
    judgements.c.outcome,
    judgements.c.confidence,
    judgements.c.decided_by,
    judgements.c.breach_turn,
)


def _same_attempt(one: sa.Table, other: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(*(one.c[name] == other.c[name] for name in ("run_id", "case_id", "trial")))


_WITH_TRANSCRIPT = attempts.outerjoin(transcripts, _same_attempt(attempts, transcripts))
_ATTEMPT = (
    attempts.c.case_id,
    attempts.c.trial,
    attempts.c.outcome,
    attempts.c.latency_s,
    attempts.c.message,
    transcripts.c.body,
)


def read_cases(fetch: Fetch, run_id: str) -> Iterator[Case]:
    """Yield the cases of a run in the order in which they were added."""
    wanted = sa.select(cases.c.position, cases.c.body)
    for row in _paged(fetch, wanted, run_id):
        yield from_json(Case, row.body)


def read_pending(fetch: Fetch, run_id: str, trials: int) -> Iterator[tuple[Case, int]]:
    """Yield each planned play that has no attempt, trial 1 of every case first."""
    for trial in range(1, trials + 1):
        stored = sa.exists().where(_OF_CASE, attempts.c.trial == trial)
        wanted = sa.select(cases.c.position, cases.c.body).where(sa.not_(stored))
        for row in _paged(fetch, wanted, run_id):
            yield from_json(Case, row.body), trial


def read_replies(
    fetch: Fetch, run_id: str, unjudged_by: str | None
) -> Iterator[tuple[Case, Attempt]]:
    """Yield each reply with its case; of a named judge, only those it has not judged."""
    for within in _ranges(fetch, run_id):
        wanted = (
            sa.select(cases.c.body.label("case_body"), *_ATTEMPT)
            .select_from(cases.join(_WITH_TRANSCRIPT, _OF_CASE))
            .where(within, attempts.c.outcome == REPLIED)
            .order_by(cases.c.position, attempts.c.trial)
        )
        if unjudged_by is not None:
            said = sa.exists().where(
                _same_attempt(judgements, attempts), judgements.c.judge == unjudged_by
            )
            wanted = wanted.where(sa.not_(said))
        for row in fetch(wanted)[0]:
            yield from_json(Case, row.case_body), _attempt(row)


def read_attempts(fetch: Fetch, run_id: str, ids: Iterable[str] | None) -> Iterator[Attempt]:
    """Yield stored attempts: all in the order of cases, or those of ids in their order."""
    if ids is None:
        for within in _ranges(fetch, run_id):
            wanted = (
                sa.select(*_ATTEMPT)
                .select_from(cases.join(_WITH_TRANSCRIPT, _OF_CASE))
                .where(within)
                .order_by(cases.c.position, attempts.c.trial)
            )
            yield from map(_attempt, fetch(wanted)[0])
        return
    for keys in _chunks(map(split_id, ids)):
        wanted = (
            sa.select(*_ATTEMPT)
            .select_from(_WITH_TRANSCRIPT)
            .where(attempts.c.run_id == run_id, attempts.c.case_id.in_(_cases_of(keys)))
        )
        rows = {(row.case_id, row.trial): row for row in fetch(wanted)[0]}
        yield from (_attempt(rows[key]) for key in keys if key in rows)


def read_judgements(
    fetch: Fetch, run_id: str, ids: Iterable[str] | None
) -> Iterator[Judgement]:
    """Yield what was said: of all attempts or of those of ids; of each, the oldest first."""
    if ids is None:
        for within in _ranges(fetch, run_id):
            wanted = (
                sa.select(judgements.c.body)
                .join(cases, _case_of(judgements))
                .where(within)
                .order_by(cases.c.position, judgements.c.trial, judgements.c.seq)
            )
            yield from (from_json(Judgement, row.body) for row in fetch(wanted)[0])
        return
    for keys in _chunks(map(split_id, ids)):
        found: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        wanted = (
            sa.select(judgements.c.case_id, judgements.c.trial, judgements.c.body)
            .where(judgements.c.run_id == run_id, judgements.c.case_id.in_(_cases_of(keys)))
            .order_by(judgements.c.seq)
        )
        for row in fetch(wanted)[0]:
            found[row.case_id, row.trial].append(row.body)
        for key in keys:
            yield from (from_json(Judgement, body) for body in found.get(key, ()))


def read_plays(fetch: Fetch, run_id: str, trials: int) -> Iterator[Play]:
    """Yield every planned play of every case, and every replay."""
    known = fetch(sa.select(runs.c.judge, runs.c.ending).where(runs.c.id == run_id))[0]
    for row in known:
        missing = missing_outcome(row.ending)
        for within in _ranges(fetch, run_id):
            yield from _page_of_plays(
                fetch, within, trials=trials, judge=row.judge, missing=missing
            )


def read_evidence(fetch: Fetch, run_id: str, ids: Sequence[str]) -> Iterator[Evidence]:
    """Yield the attempts of ids, in their order, with the judgement of each that counts."""
    judge = fetch(sa.select(runs.c.judge).where(runs.c.id == run_id))[0]
    for chunk in _chunks(ids):
        keys = [split_id(attempt_id) for attempt_id in chunk]
        found_cases, rows = fetch(
            sa.select(cases.c.id, cases.c.body).where(
                cases.c.run_id == run_id, cases.c.id.in_(_cases_of(keys))
            ),
            sa.select(*_SAID, judgements.c.body).where(
                judgements.c.run_id == run_id, judgements.c.case_id.in_(_cases_of(keys))
            ),
        )
        case_of = {row.id: from_json(Case, row.body) for row in found_cases}
        bodies = {row.seq: row.body for row in rows}
        said = _by_attempt(rows)
        for attempt in read_attempts(fetch, run_id, chunk):
            mine = said.get(attempt.case_id, {}).get(attempt.trial, ())
            best = counting(mine, judge[0].judge)
            yield Evidence(
                case=case_of[attempt.case_id],
                attempt=attempt,
                judgement=from_json(Judgement, bodies[best.seq]) if best else None,
            )


def read_reviews(fetch: Fetch, rule_id: str) -> list[tuple[Judgement, str]]:
    """Return what people said last of each reply under a rule, in any run, oldest first."""
    wanted = (
        sa.select(
            judgements.c.run_id,
            judgements.c.case_id,
            judgements.c.trial,
            judgements.c.body.label("said"),
            transcripts.c.body,
        )
        .join(transcripts, _same_attempt(judgements, transcripts))
        .where(judgements.c.person, judgements.c.rule_id == rule_id)
        .order_by(judgements.c.seq)
    )
    newest: dict[tuple[str, str, int], tuple[Judgement, str]] = {}
    for row in fetch(wanted)[0]:
        key = (row.run_id, row.case_id, row.trial)
        newest.pop(key, None)
        text = "\n\n".join(product_texts(from_json(Exchange, row.body)))
        newest[key] = (from_json(Judgement, row.said), text)
    return list(newest.values())


def _page_of_plays(
    fetch: Fetch, within: sa.ColumnElement[bool], *, trials: int, judge: str, missing: str
) -> Iterator[Play]:
    planned, ended, rows = fetch(
        sa.select(
            cases.c.id,
            cases.c.rule_id,
            cases.c.technique,
            cases.c.expected,
            cases.c.objective,
            cases.c.must_hold,
        )
        .where(within)
        .order_by(cases.c.position),
        sa.select(attempts.c.case_id, attempts.c.trial, attempts.c.outcome)
        .join(cases, _OF_CASE)
        .where(within),
        sa.select(*_SAID).join(cases, _case_of(judgements)).where(within),
    )
    outcomes: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for row in ended:
        outcomes[row.case_id][row.trial] = row.outcome
    said = _by_attempt(rows)
    for row in planned:
        yield from plays_of(
            CaseRow(
                id=row.id,
                rule_id=row.rule_id,
                technique=row.technique,
                expected=Expected(row.expected),
                objective=row.objective,
                must_hold=row.must_hold,
            ),
            outcomes.get(row.id, {}),
            said.get(row.id, {}),
            trials=trials,
            judge=judge,
            missing=missing,
        )


def _by_attempt(rows: Rows) -> dict[str, dict[int, list[Said]]]:
    said: dict[str, dict[int, list[Said]]] = {}
    for row in sorted(rows, key=attrgetter("seq")):
        mine = said.setdefault(row.case_id, {}).setdefault(row.trial, [])
        mine.append(Said._make(tuple(row)[2:9]))
    return said


def _paged(fetch: Fetch, wanted: sa.Select[Any], run_id: str) -> Iterator[sa.Row[Any]]:
    """Yield rows of cases in order; what was yielded once never comes again."""
    position = -1
    while True:
        page = wanted.where(cases.c.run_id == run_id, cases.c.position > position)
        rows = fetch(page.order_by(cases.c.position).limit(PAGE))[0]
        yield from rows
        if len(rows) < PAGE:
            return
        position = rows[-1].position


def _ranges(fetch: Fetch, run_id: str) -> Iterator[sa.ColumnElement[bool]]:
    """Yield conditions that each take a page of the cases of a run."""
    top = fetch(sa.select(sa.func.max(cases.c.position)).where(cases.c.run_id == run_id))[0]
    last = top[0][0]
    for start in range(0, 0 if last is None else last + 1, PAGE):
        yield sa.and_(
            cases.c.run_id == run_id,
            cases.c.position >= start,
            cases.c.position < start + PAGE,
        )


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    source = iter(items)
    while chunk := list(islice(source, PAGE)):
        yield chunk


def _cases_of(keys: Iterable[tuple[str, int]]) -> list[str]:
    return sorted({case_id for case_id, _ in keys})


def _case_of(table: sa.Table) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.run_id == cases.c.run_id, table.c.case_id == cases.c.id)


def _attempt(row: sa.Row[Any]) -> Attempt:
    outcome: Replied | Faulted
    if row.outcome == REPLIED:
        exchange = from_json(Exchange, row.body)
        outcome = Replied(exchange=exchange, latency_s=row.latency_s)
    else:
        outcome = Faulted(fault=Fault(row.outcome), message=row.message)
    return Attempt(
        id=f"{row.case_id}#{row.trial}",
        case_id=row.case_id,
        trial=row.trial,
        outcome=outcome,
    )
