"""What whoever is on duty is told of an alarm: an interface, field by field."""

from datetime import datetime
from enum import StrEnum

from brightline.records.base import Record


class AlertKind(StrEnum):
    """What an alert is about."""

    RULE = "rule"
    """A rule is broken more often than is accepted."""
    RISE = "rise"
    """More is suspect under a rule than before: no alarm, and nothing is decided."""
    SILENCE = "silence"
    """No exchange came for too long."""
    SILENCE_OVER = "silence_over"


class Alert(Record):
    """One message; sent again it has the same id, by which a receiver drops repeats."""

    id: str
    kind: AlertKind
    text: str
    """One line for people."""
    product: str
    scan: str
    rule: str | None
    severity: str | None
    at: datetime | None
    """When the exchange was that made it ring; None where nobody says."""
    rung_at: datetime
    flagged: int
    """Exchanges flagged since the detector began, among `heard`."""
    heard: int
    accepted: float
    """Rate of flagged exchanges that is no reason for an alarm."""
    value: float
    """Of the detector, or seconds of silence."""
    see: str
    """The command that shows more."""
