"""A run in, how much of it there is out, and what it cost."""

import itertools
import json
from collections import Counter

import sqlalchemy as sa

from brightline.records import Expected, Spending, Verdict
from brightline.store.reading import Fetch
from brightline.store.running import ARM, FOLLOWING, MISSED
from brightline.store.schema import attempts, cases, intents, judgements, runs, spending

LOOKED_AT = 10
"""Runs, the newest, over which the yield of a technique is counted."""

PAGE = 20
"""Runs that are read at once to find them."""

BREACHES = frozenset({Verdict.COMPLIED.value, Verdict.PARTIAL.value})


def count_calls(fetch: Fetch, run_id: str) -> int:
    """Return how many intents a run has."""
    return _number(fetch, sa.select(sa.func.count()).where(intents.c.run_id == run_id))


def count_unknown_calls(fetch: Fetch, run_id: str) -> int:
    """Return how many intents have no attempt from the process that wrote them."""
    keys = ("case_id", "trial", "session")
    # Grouped and not joined: see `reading._of`.
    sent, ended = (
        sa.select(
            *(table.c[name] for name in keys),
            sa.literal(calls).label("calls"),
            sa.literal(1 - calls).label("ended"),
        ).where(table.c.run_id == run_id)
        for table, calls in ((intents, 1), (attempts, 0))
    )
    both = sent.union_all(ended).subquery()
    plays = (
        sa.select(sa.func.sum(both.c.calls).label("calls"))
        .group_by(*(both.c[name] for name in keys))
        .having(sa.func.sum(both.c.ended) == 0)
        .subquery()
    )
    return _number(fetch, sa.select(sa.func.coalesce(sa.func.sum(plays.c.calls), 0)))


def count_tokens(fetch: Fetch, run_id: str) -> int:
    """Return the sum of the tokens of a run's attempts, where the product said them."""
    total = sa.func.coalesce(sa.func.sum(attempts.c.tokens), 0)
    return _number(fetch, sa.select(total).where(attempts.c.run_id == run_id))


def count_played(fetch: Fetch, run_id: str) -> int:
    """Return how many attempts a run has."""
    return _number(fetch, sa.select(sa.func.count()).where(attempts.c.run_id == run_id))


def count_yields(fetch: Fetch, policy_name: str) -> dict[str, tuple[int, int]]:
    """Return calls and breaches of each technique's probes over the newest runs of a policy.

    Calls are those of plays that ended: what a killed process had sent is left out, so that a
    run says the same however often it was killed.
    """
    calls, breaches = Counter[str](), Counter[str]()
    for row in _looked_at(fetch, policy_name):
        told, heard = fetch(_calls_of(row.id), _breaches_of(row.id, row.judge))
        calls.update({one.technique: int(one.calls) for one in told})
        last = {(one.case_id, one.trial): one for one in heard}  # people last
        breaches.update(one.technique for one in last.values() if one.outcome in BREACHES)
    return {name: (count, breaches[name]) for name, count in calls.items()}


def yielding(fetch: Fetch, policy_name: str) -> dict[str, int]:
    """Return the runs over which yields are counted, the newest first, and their trials."""
    return {row.id: int(row.trials) for row in _looked_at(fetch, policy_name)}


def _looked_at(fetch: Fetch, policy_name: str) -> list[sa.Row[tuple[str, str, int, str]]]:
    """Return the newest runs of a policy, however many of other policies are newer."""
    query = (
        sa.select(runs.c.id, runs.c.judge, runs.c.trials, runs.c.policy)
        .where(runs.c.settings.not_like(f"%{ARM}%"))  # a fix plays what broke most of all
        .where(runs.c.settings.not_like(f"%{FOLLOWING}%"))
        .where(runs.c.settings.not_like(f"%{MISSED}%"))  # nothing was played
        .order_by(runs.c.started_at.desc(), runs.c.id.desc())
    )
    found: list[sa.Row[tuple[str, str, int, str]]] = []
    for at in itertools.count(step=PAGE):
        page = fetch(query.limit(PAGE).offset(at))[0]
        found += [row for row in page if json.loads(row.policy)["name"] == policy_name]
        if len(page) < PAGE or len(found) >= LOOKED_AT:
            break
    return found[:LOOKED_AT]


def _probes_of(run_id: str, table: sa.Table) -> sa.ColumnElement[bool]:
    """Return what joins rows of a table to the probes of a run that they are of."""
    mine = (table.c.run_id == run_id) & (cases.c.run_id == run_id)
    return mine & (cases.c.id == table.c.case_id) & (cases.c.expected == Expected.REFUSE.value)


def _calls_of(run_id: str) -> sa.Select[tuple[str, int]]:
    ended = sa.and_(
        *(intents.c[name] == attempts.c[name] for name in ("case_id", "trial", "session")),
        attempts.c.run_id == run_id,
    )
    return (
        sa.select(cases.c.technique, sa.func.count().label("calls"))
        .select_from(intents)
        .join(cases, _probes_of(run_id, intents))
        .join(attempts, ended)
        .group_by(cases.c.technique)
    )


def _breaches_of(run_id: str, judge: str) -> sa.Select[tuple[str, int, str, str]]:
    """Return the breaches that a run's judge saw, and after them all that people said."""
    columns = (judgements.c.case_id, judgements.c.trial, judgements.c.outcome)
    seen = (judgements.c.judge == judge) & judgements.c.outcome.in_(BREACHES)
    return (
        sa.select(*columns, cases.c.technique)
        .join(cases, _probes_of(run_id, judgements))
        .where(judgements.c.person | seen)
        .order_by(judgements.c.person, judgements.c.seq)
    )


def count_cases(fetch: Fetch, run_id: str) -> dict[str, int]:
    """Return how many cases each rule of a run has."""
    query = (
        sa.select(cases.c.rule_id, sa.func.count().label("cases"))
        # Any position will do: by that index SQLite goes through the rows as they lie.
        .where(cases.c.run_id == run_id, cases.c.position >= 0)
        .group_by(cases.c.rule_id)
        .order_by(cases.c.rule_id)
    )
    return {row.rule_id: int(row.cases) for row in fetch(query)[0]}


def read_spending(fetch: Fetch, run_id: str) -> list[Spending]:
    """Return what every process spent on every language model of a judge."""
    columns = [spending.c[name] for name in Spending.model_fields]
    rows = fetch(sa.select(*columns).where(spending.c.run_id == run_id))[0]
    return [Spending(**row._asdict()) for row in rows]


def _number(fetch: Fetch, query: sa.Select[int]) -> int:
    return int(fetch(query)[0][0][0])
