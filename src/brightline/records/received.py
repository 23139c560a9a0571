"""What a receiver took in and has promised to keep, until it was looked at."""

from datetime import datetime
from typing import Literal

from brightline.records.base import Record


class Received(Record):
    """One span or log record, redacted; sent again it is the same."""

    trace_id: str
    span_id: str
    """Of the span itself, or of the one that a log record belongs to."""
    kind: Literal["span", "log"]
    key: str = ""
    """Digest of a log record, of which a span may have several; empty for a span."""
    at: datetime
    """When it came."""
    body: str
    """JSON; empty once it was looked at: then only its ids are kept, so that it is known."""
