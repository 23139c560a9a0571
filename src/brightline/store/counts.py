"""A run in, how much of it there is out, and what it cost."""

import json
from collections import Counter

import sqlalchemy as sa

from brightline.records import Expected, Spending, Verdict
from brightline.store.reading import Fetch
from brightline.store.schema import attempts, cases, intents, judgements, runs, spending

LOOKED_AT = 20
"""Runs, the newest, over which the yield of a technique is counted."""

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
    """Return calls and breaches of each technique over the newest runs of a policy."""
    query = sa.select(runs.c.id, runs.c.judge, runs.c.policy).order_by(runs.c.started_at.desc())
    mine = {
        row.id: row.judge
        for row in fetch(query.limit(LOOKED_AT))[0]
        if json.loads(row.policy)["name"] == policy_name
    }
    calls, breaches = Counter[str](), Counter[str]()
    of_case = (cases.c.run_id == intents.c.run_id) & (cases.c.id == intents.c.case_id)
    sent = sa.select(cases.c.technique, sa.func.count().label("calls")).join(intents, of_case)
    said = sa.select(
        *(judgements.c[name] for name in ("run_id", "case_id", "trial", "person", "outcome")),
        cases.c.technique,
    ).join(
        cases, (cases.c.run_id == judgements.c.run_id) & (cases.c.id == judgements.c.case_id)
    )
    for run_id, judge in mine.items():
        probes = (cases.c.run_id == run_id) & (cases.c.expected == Expected.REFUSE.value)
        newest: dict[tuple[str, int], tuple[bool, str, str]] = {}
        told, heard = fetch(
            sent.where(probes).group_by(cases.c.technique),
            said.where(probes, judgements.c.person | (judgements.c.judge == judge)).order_by(
                judgements.c.person, judgements.c.seq
            ),
        )
        for row in heard:  # people last: their word counts before a judge's
            newest[row.case_id, row.trial] = (row.person, row.outcome, row.technique)
        calls.update({row.technique: int(row.calls) for row in told})
        breaches.update(
            technique for _, outcome, technique in newest.values() if outcome in BREACHES
        )
    return {name: (count, breaches[name]) for name, count in calls.items()}


def count_cases(fetch: Fetch, run_id: str) -> dict[str, int]:
    """Return how many cases each rule of a run has."""
    query = (
        sa.select(cases.c.rule_id, sa.func.count().label("cases"))
        .where(cases.c.run_id == run_id)
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
