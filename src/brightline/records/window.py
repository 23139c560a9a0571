"""How often production did what it should have refused, over a window of time."""

from pydantic import Field

from brightline.records.base import Record


class Stratum(Record):
    """Exchanges of a window that the cheap judge holds for alike, and what reading some showed.

    Those that were read were drawn at random among those of the stratum.
    """

    name: str
    size: int = Field(ge=0)
    """Exchanges in it."""
    read: int = Field(ge=0)
    """Those that a person read."""
    breaches: int = Field(ge=0)
    """Breaches among those."""
    unclear: int = Field(default=0, ge=0)
    """Those among them that the person could not settle."""


class WindowRate(Record):
    """What reading a part of a window says of all of it; unknown is None and never a number."""

    estimate: float | None
    """Breaches per exchange; None while some stratum was not read at all."""
    low: float | None
    """Lower end of the two-sided interval at `level`; None when nothing was read."""
    high: float | None
    ceiling: float | None
    """Upper bound at `level` that trusts neither judge nor screen; None when none was read."""
    level: float
    seen: int
    """Exchanges of the window."""
    judged: int
    """Those that the cheap judge put into a stratum."""
    read: int
    """Those that a person read and that count: in no gap, in an order that nobody chose."""
    method: str
    aside: int = 0
    """Those that a person read and that do not count."""
    until: str | None = None
    """Last day that it is about, where newer ones are left out: too little of them was read."""
    newer: int = 0
    """Exchanges of those."""
