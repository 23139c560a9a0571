"""The tables: one schema for SQLite and PostgreSQL.

What is scanned, grouped and counted stands in narrow tables; transcripts stand in one of their
own. Records that only travel whole are kept as JSON in a `body`, so that a new field of theirs
needs no new column.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex
from sqlalchemy.sql.compiler import DDLCompiler

from brightline.store.text import escape, unescape

VERSION = "0003"
"""Version of this schema; a change adds a file to `migrations/versions` and raises it."""

VERSION_TABLE = "brightline_version"
"""Not alembic's own name for it, so that a team's database can hold other programs' tables."""


class SafeText(sa.types.TypeDecorator[str]):
    """Text of any content, NUL and lone surrogates included."""

    impl: sa.types.TypeEngine[Any] | type[sa.types.TypeEngine[Any]] = sa.Text
    cache_ok: bool | None = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text as it is stored."""
        del dialect
        return None if value is None else escape(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text as it was given."""
        del dialect
        return None if value is None else unescape(value)


WHERE = "where"
"""What an index's `info` has that holds some rows alone: which, in SQL for both databases.

Told in SQLAlchemy's own way, which names the database, it loads every driver of both.
"""


@compiles(CreateIndex)
def create_index(create: CreateIndex, compiler: DDLCompiler, **options: object) -> str:
    """Return the SQL that makes an index, with the rows that its `info` says."""
    sql: str = compiler.visit_create_index(create, **options)  # type: ignore[no-untyped-call]
    where = create.element.info.get(WHERE)
    return f"{sql} WHERE {where}" if where else sql


serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

metadata = sa.MetaData()

version = sa.Table(
    VERSION_TABLE, metadata, sa.Column("version_num", sa.String(32), primary_key=True)
)

runs = sa.Table(
    "runs",
    metadata,
    sa.Column("id", SafeText, primary_key=True),
    sa.Column("started_at", sa.Text, nullable=False),  # ISO 8601 in UTC: sorts as text
    sa.Column("finished_at", sa.Text),
    sa.Column("ending", SafeText),
    sa.Column("gate", sa.Text),
    sa.Column("policy_digest", sa.Text, nullable=False),
    sa.Column("suite_digest", sa.Text, nullable=False),
    sa.Column("target", SafeText, nullable=False),
    sa.Column("judge", SafeText, nullable=False),
    sa.Column("trials", sa.Integer, nullable=False),
    sa.Column("seed", sa.BigInteger),
    sa.Column("planned", sa.Boolean, nullable=False),
    sa.Column("provenance", sa.Text, nullable=False),
    sa.Column("policy", sa.Text, nullable=False),
    sa.Column("techniques", sa.Text, nullable=False),
    sa.Column("holes", sa.Text, nullable=False),
    sa.Column("settings", sa.Text, nullable=False),
)


def _run_id() -> sa.Column[str]:
    return sa.Column("run_id", SafeText, sa.ForeignKey("runs.id"), nullable=False)


def _of_case() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["run_id", "case_id"], ["cases.run_id", "cases.id"])


def _of_attempt() -> sa.ForeignKeyConstraint:
    columns = ("run_id", "case_id", "trial")
    return sa.ForeignKeyConstraint(columns, [f"attempts.{name}" for name in columns])


cases = sa.Table(
    "cases",
    metadata,
    _run_id(),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("id", SafeText, nullable=False),
    sa.Column("rule_id", SafeText, nullable=False),
    sa.Column("technique", SafeText, nullable=False),
    sa.Column("expected", sa.Text, nullable=False),
    sa.Column("must_hold", sa.Boolean, nullable=False),
    sa.Column("objective", SafeText, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("run_id", "position"),
    sa.UniqueConstraint("run_id", "id", name="cases_id"),
)

intents = sa.Table(
    "intents",
    metadata,
    # Every row is a paid call: a play that is sent again after a crash has rows of its own.
    sa.Column("seq", serial, primary_key=True),
    _run_id(),
    sa.Column("case_id", SafeText, nullable=False),
    sa.Column("trial", sa.Integer, nullable=False),
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("session", sa.Text, nullable=False),
    sa.Index("intents_run", "run_id"),
)

attempts = sa.Table(
    "attempts",
    metadata,
    _run_id(),
    sa.Column("case_id", SafeText, nullable=False),
    sa.Column("trial", sa.Integer, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),  # `replied`, or the value of a `Fault`
    sa.Column("latency_s", sa.Double),
    sa.Column("tokens", sa.BigInteger),
    sa.Column("message", SafeText),
    sa.Column("session", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("run_id", "case_id", "trial"),
    _of_case(),
    sqlite_with_rowid=False,
)

transcripts = sa.Table(
    "transcripts",
    metadata,
    _run_id(),
    sa.Column("case_id", SafeText, nullable=False),
    sa.Column("trial", sa.Integer, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("run_id", "case_id", "trial"),
    _of_attempt(),
)

judgements = sa.Table(
    "judgements",
    metadata,
    sa.Column("seq", serial, primary_key=True),  # the newest has the highest
    _run_id(),
    sa.Column("case_id", SafeText, nullable=False),
    sa.Column("trial", sa.Integer, nullable=False),
    sa.Column("rule_id", SafeText, nullable=False),
    sa.Column("judge", SafeText, nullable=False),
    sa.Column("person", sa.Boolean, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),  # the value of a `Gap` or a `Verdict`
    sa.Column("confidence", sa.Double, nullable=False),
    sa.Column("decided_by", SafeText, nullable=False),
    sa.Column("breach_turn", sa.Integer),
    sa.Column("body", sa.Text, nullable=False),
    _of_attempt(),
    sa.Index("judgements_attempt", "run_id", "case_id", "trial"),
)

spending = sa.Table(
    "spending",
    metadata,
    _run_id(),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("model", SafeText, nullable=False),
    sa.Column("judge", SafeText, nullable=False),
    sa.Column("calls", sa.BigInteger, nullable=False),
    sa.Column("tokens", sa.BigInteger, nullable=False),
    sa.PrimaryKeyConstraint("run_id", "account", "model"),
)

sa.Index("judgements_person", judgements.c.rule_id, info={WHERE: "person"})

FROM_LEAVES = (judgements, transcripts, attempts, intents, spending, cases)
"""What belongs to a run, in the order in which it can be deleted."""
