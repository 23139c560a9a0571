"""A run in, how much of it there is out, and what it cost."""

import sqlalchemy as sa

from brightline.records import Spending
from brightline.store.reading import Fetch
from brightline.store.schema import attempts, cases, intents, spending


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
