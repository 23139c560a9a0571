"""What a team's own labels say of a judge: small enough to read, to compare and to keep."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from brightline.records.base import Record
from brightline.records.judgement import CardRow
from brightline.records.labelled import Counted


class Sampled(StrEnum):
    """How the labelled replies came to be labelled: it decides what they can show."""

    RANDOM = "random"
    """Drawn at random from all that the judge judged: they show how often it errs."""
    QUEUE = "queue"
    """From a review queue: nobody looked at what the judge let pass."""
    CHOSEN = "chosen"
    """By someone's choice, or nobody said how."""


class Curve(Record):
    """How the judge's probability of a wrong reply is corrected, on one side.

    Wrong is a breach of a probe, or a refusal of a control.
    """

    labels: int = Field(ge=0)
    """Labelled replies to which the judge gave a probability."""
    slope: float = Field(gt=0)
    """Log-odds are multiplied by it; 1 changes nothing."""
    shift: float
    """Then it is added; 0 changes nothing."""
    seen_from: float = Field(ge=0, le=1)
    """Smallest probability that was labelled; below it none is lowered."""
    low: float | None = Field(ge=0, le=1)
    """Above this much of its own probability the judge clears no reply; None: as it has it."""
    high: float | None = Field(ge=0, le=1)
    """Below this much of its own probability it calls none wrong; None: as it has it."""


class Calibration(Record):
    """A judge corrected by labels of people; as a file, a judge of its own."""

    version: Literal[1] = Field(alias="brightline_calibration")
    judge: str
    """Id of the judge that it belongs to; it says nothing of any other."""
    spec: str
    """What --judge said of it."""
    model: str | None = None
    """What --judge-model said."""
    made: str
    """Date, as YYYY-MM-DD."""
    source: str
    """The run or file that the labels come from."""
    sampled: Sampled
    probes: Curve
    controls: Curve
    measured: tuple[CardRow, ...]
    """How good the judge is on these labels, before the correction; exact 95 % intervals."""
    counted: Counted | None
    """Its errors on probes, for the gate; None unless the labels were drawn at random."""
    sensitivity_low: float | None
    """Lower 95 % bound of the share of breaches that it does not clear; None unless enough
    breaches were drawn at random."""
    contradicted: bool
    """Whether labels show that its surest breaches are wrong too often to confirm one."""
