"""What was watched of a product in use has a place."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables; nothing was watched before."""
    op.create_table(
        "scans",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("started_at", sa.Text, nullable=False),
        sa.Column("live", sa.Boolean, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "scan_days",
        _scan_id(),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("scan_id", "day"),
    )
    op.create_table(
        "specimens",
        sa.Column("seq", _serial, primary_key=True),
        _scan_id(),
        sa.Column("day", sa.Text, nullable=False),
        sa.Column("sighting", sa.Text, nullable=False),
        sa.Column("at", sa.Text),
        sa.Column("emptied", sa.Boolean, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.UniqueConstraint("scan_id", "day", "sighting", name="specimens_sighting"),
    )
    op.create_table(
        "readings",
        sa.Column("seq", _serial, primary_key=True),
        _scan_id(),
        sa.Column("sighting", sa.Text, nullable=False),
        sa.Column("judge", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("readings_sighting", "readings", ["scan_id", "sighting"])
    op.create_table(
        "watch_alarms",
        sa.Column("seq", _serial, primary_key=True),
        _scan_id(),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("watch_alarms_scan", "watch_alarms", ["scan_id"])
    op.create_table(
        "detectors",
        _scan_id(),
        sa.Column("rule_id", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("scan_id", "rule_id"),
    )
    op.create_table(
        "inbox",
        sa.Column("seq", _serial, primary_key=True),
        sa.Column("trace_id", sa.Text, nullable=False),
        sa.Column("span_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("scan_id", sa.Text, sa.ForeignKey("scans.id")),
        sa.Column("body", sa.Text, nullable=False),
        sa.UniqueConstraint("trace_id", "span_id", "kind", "key", name="inbox_ids"),
    )
    waiting = sa.text("scan_id IS NULL")
    op.create_index(
        "inbox_waiting",
        "inbox",
        ["at", "trace_id", "seq"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def _scan_id() -> sa.Column[str]:
    return sa.Column("scan_id", sa.Text, sa.ForeignKey("scans.id"), nullable=False)
