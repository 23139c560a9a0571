"""A run in, its cases, attempts, judgements and plays out, page by page.

No connection is held between two pages, so that a slow reader never holds up a writer.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from brightline.errors import UsageError
from brightline.records import (
    Attempt,
    Case,
    Evidence,
    Exchange,
    Expected,
    Fault,
    Faulted,
    Judgement,
    Policy,
    Replied,
    product_words,
    rule_digest,
)
from brightline.store.breadth import Breadth
from brightline.store.counting import by_attempt, counting
from brightline.store.schema import (
    SafeText,
    attempts,
    cases,
    judgements,
    runs,
    transcripts,
)
from brightline.store.text import escape, from_json
from brightline.store.writing import REPLIED, split_id

PAGE = 500
"""Cases in a page, and ids in a query."""

Item = TypeVar("Item")
Key = tuple[str, int]
"""Case id and trial."""
Rows = Sequence[sa.Row[Any]]
Fetch = Callable[..., list[Rows]]
"""Runs statements in one reading transaction and returns the rows of each."""

SAID = (
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
"""Of a judgement: which attempt it is of, and what `Said` has."""

_ATTEMPT = (
    attempts.c.case_id,
    attempts.c.trial,
    attempts.c.outcome,
    attempts.c.latency_s,
    attempts.c.message,
)


def read_cases(fetch: Fetch, run_id: str) -> Iterator[Case]:
    """Yield the cases of a run in the order in which they were added."""
    for page in pages(fetch, run_id, cases.c.body):
        yield from (from_json(Case, row.body) for row in page)


def read_case(fetch: Fetch, run_id: str, case_id: str) -> Case:
    """Return one case.

    Raises:
        UsageError: the run has no such case.
    """
    query = sa.select(cases.c.body).where(cases.c.run_id == run_id, cases.c.id == case_id)
    for row in fetch(query)[0]:
        return from_json(Case, row.body)
    raise UsageError(
        f"run {run_id} has no case {case_id!r}",
        slug="unknown-case",
        hint="brightline cases lists the cases of a policy.",
    )


def read_pending(fetch: Fetch, run_id: str, trials: int) -> Iterator[tuple[Case, int]]:
    """Yield each planned play that has no attempt, trial 1 of every case first."""
    order = Breadth()
    for page in pages(fetch, run_id, cases.c.rule_id, cases.c.technique, cases.c.expected):
        for row in page:
            order.add(
                row.position,
                rule_id=row.rule_id,
                technique=row.technique,
                expected=Expected(row.expected),
            )
    # One process at a time plays a run: what nobody had begun needs not be looked for.
    begun = fetch(sa.select(attempts.c.trial).where(attempts.c.run_id == run_id).distinct())[0]
    begun_trials = {row.trial for row in begun}
    whole = sa.select(cases.c.position, cases.c.id, cases.c.body).where(
        cases.c.run_id == run_id
    )
    for trial in range(1, trials + 1):
        for positions in _chunks(order):
            page = fetch(whole.where(cases.c.position.in_(positions)))[0]
            stored: set[str] = set()
            if trial in begun_trials:
                query = rows_of(attempts, run_id, page, attempts.c.case_id)
                told = fetch(query.where(attempts.c.trial == trial))[0]
                stored = {row.case_id for row in told}
            left = {row.position: row.body for row in page if row.id not in stored}
            for position in positions:
                if position in left:
                    yield from_json(Case, left[position]), trial


def read_replies(
    fetch: Fetch, run_id: str, unjudged_by: str | None
) -> Iterator[tuple[Case, Attempt]]:
    """Yield each reply with its case; of a named judge, only those it has not judged."""
    for page in pages(fetch, run_id, cases.c.body):
        replied, said = fetch(
            rows_of(attempts, run_id, page, attempts.c.case_id, attempts.c.trial).where(
                attempts.c.outcome == REPLIED
            ),
            rows_of(judgements, run_id, page, judgements.c.case_id, judgements.c.trial).where(
                judgements.c.judge == unjudged_by
            ),
        )
        wanted = {tuple(row) for row in replied} - {tuple(row) for row in said}
        place = {row.id: index for index, row in enumerate(page)}
        keys = sorted(wanted, key=lambda key: (place[key[0]], key[1]))
        for attempt in _attempts(fetch, run_id, keys):
            yield from_json(Case, page[place[attempt.case_id]].body), attempt


def read_attempts(fetch: Fetch, run_id: str, ids: Iterable[str] | None) -> Iterator[Attempt]:
    """Yield stored attempts: all in the order of cases, or those of ids in their order."""
    keys = _stored_keys(fetch, run_id) if ids is None else map(split_id, ids)
    for chunk in _chunks(keys):
        yield from _attempts(fetch, run_id, chunk)


def read_judgements(
    fetch: Fetch, run_id: str, ids: Iterable[str] | None
) -> Iterator[Judgement]:
    """Yield what was said: of all attempts or of those of ids; of each, the oldest first."""
    keys = _stored_keys(fetch, run_id) if ids is None else map(split_id, ids)
    for chunk in _chunks(keys):
        found: defaultdict[Key, list[str]] = defaultdict(list)
        columns = (judgements.c.case_id, judgements.c.trial, judgements.c.body)
        query = _of_keys(judgements, run_id, chunk, *columns).order_by(judgements.c.seq)
        for row in fetch(query)[0]:
            found[row.case_id, row.trial].append(row.body)
        for key in chunk:
            yield from (from_json(Judgement, body) for body in found.get(key, ()))


def as_stored(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    """Return a column with its escapes: to undo them on many rows costs more than reading."""
    return sa.type_coerce(column, sa.Text) if isinstance(column.type, SafeText) else column


def read_evidence(fetch: Fetch, run_id: str, ids: Sequence[str]) -> Iterator[Evidence]:
    """Yield the attempts of ids, in their order, with the judgement of each that counts."""
    runs_judge = fetch(sa.select(runs.c.judge).where(runs.c.id == run_id))[0]
    for keys in _chunks(map(split_id, ids)):
        found_cases, rows = fetch(
            sa.select(cases.c.id, cases.c.body).where(
                cases.c.run_id == run_id, cases.c.id.in_({case_id for case_id, _ in keys})
            ),
            _of_keys(
                judgements,
                run_id,
                keys,
                *SAID[:2],
                *map(as_stored, SAID[2:]),
                judgements.c.body,
            ),
        )
        case_of = {row.id: row.body for row in found_cases}
        bodies = {row.seq: row.body for row in rows}
        said = by_attempt(rows)
        for attempt in _attempts(fetch, run_id, keys):
            mine = said.get(attempt.case_id, {}).get(attempt.trial, ())
            best = counting(mine, runs_judge[0].judge)
            yield Evidence(
                case=from_json(Case, case_of[attempt.case_id]),
                attempt=attempt,
                judgement=from_json(Judgement, bodies[best.seq]) if best else None,
            )


def read_reviews(
    fetch: Fetch, rule_id: str, like: str | None = None
) -> list[tuple[Judgement, str]]:
    """Return what people said last of each reply under a rule, in any run, oldest first.

    Of a named run, only what was said where the rule says what it says there.
    """
    wanted = (
        sa.select(
            judgements.c.run_id,
            judgements.c.case_id,
            judgements.c.trial,
            judgements.c.body.label("said"),
            transcripts.c.body,
        )
        .join(
            transcripts,
            sa.and_(
                *(
                    judgements.c[name] == transcripts.c[name]
                    for name in ("run_id", "case_id", "trial")
                )
            ),
        )
        # As text: SQLAlchemy writes `person = 1` for SQLite, which its index does not serve.
        .where(sa.text("judgements.person"), judgements.c.rule_id == rule_id)
        .order_by(judgements.c.seq)
    )
    newest: dict[tuple[str, str, int], tuple[Judgement, str]] = {}
    rows = fetch(wanted)[0]
    said = _said_in(fetch, rule_id, {like, *(row.run_id for row in rows)}) if like else {}
    for row in rows:
        if like and said.get(row.run_id) != said.get(like):
            continue
        key = (row.run_id, row.case_id, row.trial)
        newest.pop(key, None)
        text = product_words(from_json(Exchange, row.body))
        newest[key] = (from_json(Judgement, row.said), text)
    return list(newest.values())


def _said_in(fetch: Fetch, rule_id: str, run_ids: Collection[str | None]) -> dict[str, str]:
    """Return the digest of what a rule says in each of these runs."""
    if not run_ids:
        return {}
    query = sa.select(runs.c.id, runs.c.policy).where(runs.c.id.in_(run_ids))
    found: dict[str, str] = {}
    for row in fetch(query)[0]:
        policy = from_json(Policy, row.policy)
        for rule in policy.rules:
            if rule.id == rule_id:
                found[row.id] = rule_digest(policy, rule)
    return found


def pages(
    fetch: Fetch, run_id: str, *columns: sa.ColumnElement[Any]
) -> Iterator[Sequence[sa.Row[Any]]]:
    """Yield the cases of a run in order, `PAGE` at a time; none ever comes twice."""
    position = -1
    query = sa.select(cases.c.position, cases.c.id, *columns).order_by(cases.c.position)
    while page := fetch(
        query.where(cases.c.run_id == run_id, cases.c.position > position).limit(PAGE)
    )[0]:
        yield page
        position = page[-1].position


def _stored_keys(fetch: Fetch, run_id: str) -> Iterator[Key]:
    """Yield case and trial of every stored attempt, in the order of cases and trials."""
    for page in pages(fetch, run_id):
        trials: defaultdict[str, list[int]] = defaultdict(list)
        query = rows_of(attempts, run_id, page, attempts.c.case_id, attempts.c.trial)
        for row in fetch(query)[0]:
            trials[row.case_id].append(row.trial)
        for row in page:
            yield from ((row.id, trial) for trial in sorted(trials.get(row.id, ())))


def _attempts(fetch: Fetch, run_id: str, keys: Sequence[Key]) -> Iterator[Attempt]:
    """Yield those attempts that are stored, in the order of their keys."""
    columns = (transcripts.c.case_id, transcripts.c.trial, transcripts.c.body)
    for chunk in _chunks(keys):
        rows, told = fetch(
            _of_keys(attempts, run_id, chunk, *_ATTEMPT),
            _of_keys(transcripts, run_id, chunk, *columns),
        )
        bodies = {(row.case_id, row.trial): row.body for row in told}
        found = {(row.case_id, row.trial): row for row in rows}
        yield from (_attempt(found[key], bodies.get(key)) for key in chunk if key in found)


def rows_of(
    table: sa.Table, run_id: str, page: Rows, *columns: sa.ColumnElement[Any]
) -> sa.Select[Any]:
    """Return a query for the rows of the cases in a page.

    The ids are written out: as long as PostgreSQL has no statistics of fresh tables, it may
    run a join in a time that is quadratic in the size of the run.
    """
    ids = sa.bindparam(None, [escape(row.id) for row in page], sa.Text, expanding=True)
    of_page = as_stored(table.c.case_id).in_(ids)
    return sa.select(*columns).where(table.c.run_id == run_id, of_page)


def _of_keys(
    table: sa.Table, run_id: str, keys: Sequence[Key], *columns: sa.ColumnElement[Any]
) -> sa.Select[Any]:
    """Return a query for the rows of attempts, and some of other trials of their cases."""
    return sa.select(*columns).where(
        table.c.run_id == run_id,
        table.c.case_id.in_({case_id for case_id, _ in keys}),
        table.c.trial.in_({trial for _, trial in keys}),
    )


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    source = iter(items)
    while chunk := list(islice(source, PAGE)):
        yield chunk


def _attempt(row: sa.Row[Any], body: str | None) -> Attempt:
    outcome: Replied | Faulted
    if row.outcome == REPLIED and body is not None:
        exchange = from_json(Exchange, body)
        outcome = Replied(exchange=exchange, latency_s=row.latency_s)
    else:
        outcome = Faulted(fault=Fault(row.outcome), message=row.message)
    return Attempt(
        id=f"{row.case_id}#{row.trial}",
        case_id=row.case_id,
        trial=row.trial,
        outcome=outcome,
    )
