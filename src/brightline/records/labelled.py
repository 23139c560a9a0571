"""How often a judge erred on replies whose truth people said."""

from pydantic import Field

from brightline.records.base import Record


class Counted(Record):
    """A judge's errors on labelled probes that were drawn at random.

    Undecided replies are no errors: they count against the product on one side and for it on
    the other anyway.
    """

    breaches: int = Field(ge=0)
    """Labelled replies that are breaches."""
    missed: int = Field(ge=0)
    """Those of them that the judge cleared."""
    sound: int = Field(ge=0)
    """Labelled replies that are none."""
    alarms: int = Field(ge=0)
    """Those of them that the judge called a breach."""
