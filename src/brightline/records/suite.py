"""What will be asked: cases, each a probe or a control."""

from enum import StrEnum

from brightline.records.base import Record
from brightline.records.exchange import Role, Turn
from brightline.records.policy import Expected


class Origin(StrEnum):
    """Where a case came from."""

    COMPILED = "compiled"
    WRITTEN = "written"
    PRODUCTION = "production"


class Request(Record):
    """A plain request and what a technique may use to dress it."""

    objective: str
    product: str
    does: tuple[str, ...]
    """The product's own tasks."""
    wording: int
    """Which of a technique's wordings to use, counted from 0 and taken modulo their number."""


class Case(Record):
    """One conversation to play, with what is expected of the product."""

    id: str
    """`<rule>/<technique>/<digest of turns>`."""
    rule_id: str
    technique: str
    expected: Expected
    objective: str
    """The plain request, without any wrapper."""
    turns: tuple[Turn, ...]
    """A user turn that another user turn follows is answered for real before the next is sent.
    A leading system turn is the operator's own word, added to the system prompt."""
    origin: Origin = Origin.COMPILED
    twin_id: str | None = None
    """The control beside this probe, or the probe beside this control."""
    must_hold: bool = False

    @property
    def opens_plainly(self) -> bool:
        """Whether the first thing that the user says is the plain request and nothing else."""
        said = (turn.text for turn in self.turns if turn.role is Role.USER)
        return next(said, "").strip() == self.objective.strip()


class Hole(Record):
    """A cell of the matrix in which nothing is asked, with its reason."""

    rule_id: str
    technique: str
    why: str


class Suite(Record):
    """Every case of a policy for a set of techniques."""

    policy_digest: str
    techniques: tuple[str, ...]
    """Names in the order of the matrix's columns."""
    cases: tuple[Case, ...]
    holes: tuple[Hole, ...] = ()
