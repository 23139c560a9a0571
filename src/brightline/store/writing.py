"""Intents, attempts, judgements and costs in; durable rows out, all of a batch or none."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from brightline.errors import InternalError
from brightline.records import (
    Attempt,
    Case,
    Fault,
    Intent,
    Judgement,
    Replied,
    Spending,
    Withdrawal,
)
from brightline.store.schema import (
    attempts,
    cases,
    intents,
    judgements,
    spending,
    transcripts,
)
from brightline.store.text import to_json

PERSON = "person:"
"""How the name of a judge begins who is a person."""

REPLIED = "replied"

NOT_RUN = frozenset({Fault.BUDGET, Fault.INTERRUPTED, Fault.UNREACHABLE})
"""Faults of plays that were never finished: they stay pending, so they are no attempts."""

CASES_AT_ONCE = 1_000

Row = dict[str, Any]
Stored = Intent | Withdrawal | Attempt | Judgement | Spending


class Writing:
    """The statements of the hot path, built once for a dialect."""

    def __init__(self, dialect: str, session: str) -> None:
        insert = _upsert(dialect)
        self._session = session
        self._intents = intents.insert()
        self._withdrawals = intents.delete().where(
            *_same(intents),
            *(intents.c[name] == sa.bindparam(name) for name in ("turn", "number", "session")),
        )
        self._attempts = insert(attempts).on_conflict_do_nothing()
        self._transcripts = _insert_where(
            insert(transcripts),
            transcripts,
            # The first attempt stays, and so does its transcript or the lack of one.
            sa.exists().where(*_same(attempts), attempts.c.outcome == REPLIED),
        ).on_conflict_do_nothing()
        self._judgements = _insert_where(
            insert(judgements), judgements, sa.not_(_newest_is_the_same())
        )
        spent = insert(spending)
        self._spending = spent.on_conflict_do_update(
            index_elements=[spending.c.run_id, spending.c.account, spending.c.model],
            set_={name: spent.excluded[name] for name in ("calls", "tokens")},
        )

    def write(self, connection: Connection, run_id: str, rows: Iterable[Stored]) -> None:
        """Write rows in the transaction of a connection."""
        sent: list[Row] = []
        unsent: list[Row] = []
        ended: list[Row] = []
        told: list[Row] = []
        said: list[Row] = []
        paid: list[Row] = []
        for row in rows:
            if isinstance(row, Judgement):
                said.append(_judgement(run_id, row))
            elif isinstance(row, Spending):
                paid.append({"run_id": run_id, **row.model_dump()})
            elif isinstance(row, Intent):
                sent.append(self._intent(run_id, row))
            elif isinstance(row, Withdrawal):
                first = Intent(attempt_id=row.attempt_id, turn=1, number=1)
                unsent.append(self._intent(run_id, first))
            elif isinstance(row.outcome, Replied):
                ended.append(self._attempt(run_id, row))
                told.append(_transcript(run_id, row, row.outcome))
            elif row.outcome.fault not in NOT_RUN:
                ended.append(self._attempt(run_id, row))
        for statement, values in (
            (self._intents, sent),
            (self._withdrawals, unsent),
            (self._attempts, ended),
            (self._transcripts, told),
            (self._judgements, said),
            (self._spending, paid),
        ):
            if values:
                connection.execute(statement, values)

    def _intent(self, run_id: str, intent: Intent) -> Row:
        case_id, trial = split_id(intent.attempt_id)
        return {
            "run_id": run_id,
            "case_id": case_id,
            "trial": trial,
            "turn": intent.turn,
            "number": intent.number,
            "session": self._session,
        }

    def _attempt(self, run_id: str, attempt: Attempt) -> Row:
        if split_id(attempt.id) != (attempt.case_id, attempt.trial):
            raise InternalError(
                f"attempt {attempt.id!r} is not trial {attempt.trial} of {attempt.case_id!r}",
                slug="attempt-id",
            )
        outcome = attempt.outcome
        replied = outcome if isinstance(outcome, Replied) else None
        return {
            "run_id": run_id,
            "case_id": attempt.case_id,
            "trial": attempt.trial,
            "outcome": REPLIED if isinstance(outcome, Replied) else outcome.fault.value,
            "latency_s": replied.latency_s if replied else None,
            "tokens": replied.exchange.reply.tokens if replied else None,
            "message": None if isinstance(outcome, Replied) else outcome.message,
            "session": self._session,
        }


def remove_newest(connection: Connection, run_id: str, attempt_id: str, *, judge: str) -> bool:
    """Delete the newest judgement that a judge or person gave; False when there was none."""
    case_id, trial = split_id(attempt_id)
    newest = sa.select(sa.func.max(judgements.c.seq)).where(
        judgements.c.run_id == run_id,
        judgements.c.case_id == case_id,
        judgements.c.trial == trial,
        judgements.c.judge == judge,
    )
    gone = judgements.delete().where(judgements.c.seq == newest.scalar_subquery())
    return connection.execute(gone).rowcount > 0


def write_cases(
    connection: Connection, run_id: str, stream: Sequence[Case], *, start: int
) -> None:
    """Write the next cases of a run, numbered from start."""
    rows = [
        {
            "run_id": run_id,
            "position": start + index,
            "id": case.id,
            "rule_id": case.rule_id,
            "technique": case.technique,
            "expected": case.expected.value,
            "must_hold": case.must_hold,
            "objective": case.objective,
            "body": to_json(case),
        }
        for index, case in enumerate(stream)
    ]
    connection.execute(cases.insert(), rows)


def in_batches(stream: Iterable[Case]) -> Iterable[list[Case]]:
    """Yield the cases of a stream in lists of at most `CASES_AT_ONCE`."""
    source = iter(stream)
    while batch := list(islice(source, CASES_AT_ONCE)):
        yield batch


def split_id(attempt_id: str) -> tuple[str, int]:
    """Return the case id and the trial of an attempt's id.

    Raises:
        InternalError: it is no id of an attempt.
    """
    case_id, mark, trial = attempt_id.rpartition("#")
    if not mark or not trial.isascii() or not trial.isdecimal():
        raise InternalError(f"{attempt_id!r} is no id of an attempt", slug="attempt-id")
    return case_id, int(trial)


def _upsert(dialect: str) -> Any:  # noqa: ANN401 - either dialect's own function
    """Return the `insert` of a dialect; the other one is not even imported."""
    return import_module(f"sqlalchemy.dialects.{dialect}").insert


def _transcript(run_id: str, attempt: Attempt, outcome: Replied) -> Row:
    return {
        "run_id": run_id,
        "case_id": attempt.case_id,
        "trial": attempt.trial,
        "body": to_json(outcome.exchange),
    }


def _judgement(run_id: str, judgement: Judgement) -> Row:
    case_id, trial = split_id(judgement.subject_id)
    outcome = judgement.gap or judgement.verdict
    return {
        "run_id": run_id,
        "case_id": case_id,
        "trial": trial,
        "rule_id": judgement.rule_id,
        "judge": judgement.judge,
        "person": judgement.judge.startswith(PERSON),
        "outcome": outcome.value,
        "confidence": judgement.confidence,
        "decided_by": judgement.decided_by,
        "breach_turn": judgement.breach_turn,
        "body": to_json(judgement),
    }


def _insert_where(
    insert: Any,  # noqa: ANN401 - the Insert of either dialect, which share no type for this
    table: sa.Table,
    condition: sa.ColumnElement[bool],
) -> Any:  # noqa: ANN401 - as above
    names = [column.name for column in table.columns if column.name != "seq"]
    values = [sa.bindparam(name, type_=table.c[name].type) for name in names]
    return insert.from_select(names, sa.select(*values).where(condition))


def _same(table: sa.Table) -> list[sa.ColumnElement[bool]]:
    return [
        table.c[name] == sa.bindparam(name, type_=table.c[name].type)
        for name in ("run_id", "case_id", "trial")
    ]


def _newest_is_the_same() -> sa.ColumnElement[bool]:
    """Tell whether the newest judgement of this judge is this one, word for word."""
    judge = sa.bindparam("judge", type_=judgements.c.judge.type)
    newest = (
        sa.select(judgements.c.body)
        .where(*_same(judgements), judgements.c.judge == judge)
        .order_by(judgements.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    body = sa.bindparam("body", type_=judgements.c.body.type)
    return newest.is_not_distinct_from(body)
