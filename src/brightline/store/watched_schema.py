"""The tables of what was watched of a product in use, beside those of runs."""

import sqlalchemy as sa

from brightline.store.schema import WHERE, SafeText, metadata, serial

scans = sa.Table(
    "scans",
    metadata,
    sa.Column("id", SafeText, primary_key=True),
    sa.Column("started_at", sa.Text, nullable=False),  # ISO 8601 in UTC: sorts as text
    sa.Column("live", sa.Boolean, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)


def _scan_id() -> sa.Column[str]:
    return sa.Column("scan_id", SafeText, sa.ForeignKey("scans.id"), nullable=False)


scan_days = sa.Table(
    "scan_days",
    metadata,
    _scan_id(),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("scan_id", "day"),
)

specimens = sa.Table(
    "specimens",
    metadata,
    sa.Column("seq", serial, primary_key=True),
    _scan_id(),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("sighting", SafeText, nullable=False),  # as `names.key_of` shortens it
    sa.Column("at", sa.Text),
    sa.Column("emptied", sa.Boolean, nullable=False),  # its text was too old
    sa.Column("digest", sa.Text, nullable=False),  # of the body: most are written again as is
    sa.Column("body", sa.Text, nullable=False),
    sa.UniqueConstraint("scan_id", "day", "sighting", name="specimens_sighting"),
)

readings = sa.Table(
    "readings",
    metadata,
    sa.Column("seq", serial, primary_key=True),  # the newest has the highest
    _scan_id(),
    sa.Column("sighting", SafeText, nullable=False),
    sa.Column("judge", SafeText, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("readings_sighting", "scan_id", "sighting"),
)

watch_alarms = sa.Table(
    "watch_alarms",
    metadata,
    sa.Column("seq", serial, primary_key=True),
    _scan_id(),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("watch_alarms_scan", "scan_id"),
)

detectors = sa.Table(
    "detectors",
    metadata,
    _scan_id(),
    sa.Column("rule_id", SafeText, nullable=False),
    sa.Column("state", SafeText, nullable=False),
    sa.PrimaryKeyConstraint("scan_id", "rule_id"),
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("seq", serial, primary_key=True),
    sa.Column("trace_id", SafeText, nullable=False),
    sa.Column("span_id", SafeText, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("key", SafeText, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("scan_id", SafeText, sa.ForeignKey("scans.id")),  # NULL: it was not looked at
    sa.Column("body", SafeText, nullable=False),
    sa.UniqueConstraint("trace_id", "span_id", "kind", "key", name="inbox_ids"),
)

WAITING = inbox.c.scan_id.is_(None)

sa.Index(
    "inbox_waiting",
    inbox.c.at,
    inbox.c.trace_id,
    inbox.c.seq,
    info={WHERE: "scan_id IS NULL"},
)

OF_SCAN = (scan_days, specimens, readings, watch_alarms, detectors, inbox)
"""What belongs to a scan, in an order in which it can be deleted."""
