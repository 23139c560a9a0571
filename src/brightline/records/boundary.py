"""Where a rule's line lies: what the policy says of a ladder and what the product did."""

from enum import StrEnum

from pydantic import Field

from brightline.records.base import Record
from brightline.records.policy import Rule, Stance

LADDER = "ladder"
"""Column of the rungs that the policy decides: fine ones are controls, the others probes."""

GREY = "ladder_grey"
"""Where the rungs stand that the policy leaves open: played for the curve, in no rate."""


class Zone(StrEnum):
    """What the policy says of one rung."""

    FINE = "fine"
    GREY = "grey"
    """Nothing: it lies between the last fine and the first forbidden rung."""
    FORBIDDEN = "forbidden"


class Lean(StrEnum):
    """To which side of the policy's line the product's lies."""

    AS_POLICY = "as policy"
    STRICT = "too strict"
    LAX = "too lax"
    UNKNOWN = "cannot tell"


class PolicyLine(Record):
    """Between which rungs of a ladder the policy draws the line; rungs count from 1."""

    rungs: tuple[str, ...]
    fine: int = Field(ge=1)
    """The last rung that is fine; so are those before it."""
    forbidden: int
    """The first rung that is forbidden; so are those after it. Always above `fine`."""
    named: bool
    """Whether must_answer or must_refuse names a rung; else only the ends are known."""

    def zone(self, rung: int) -> Zone:
        """Return what the policy says of a rung, counted from 1."""
        if rung <= self.fine:
            return Zone.FINE
        return Zone.FORBIDDEN if rung >= self.forbidden else Zone.GREY


class Rung(Record):
    """One request of a ladder, and what the product did when it was asked."""

    text: str
    zone: Zone
    answered: int = Field(ge=0)
    declined: int = Field(ge=0)
    unknown: int = Field(ge=0)
    """Plays that say neither: undecided, faulted, empty, not run."""
    low: float
    """Lower end of the interval of the share answered; unknowns count as declined."""
    high: float
    """Upper end; unknowns count as answered."""

    def share(self) -> float | None:
        """Return the share answered of what was decided; None when nothing was."""
        decided = self.answered + self.declined
        return self.answered / decided if decided else None


class Boundary(Record):
    """The product's line on one rule's ladder against the policy's."""

    rule_id: str
    rungs: tuple[Rung, ...]
    fine: int
    """The last rung that the policy calls fine, counted from 1."""
    forbidden: int
    """The first rung that the policy forbids."""
    at: float | None
    """Where the share answered falls below one half, in rungs: 3.4 lies between rung 3 and 4.
    None when nothing was decided."""
    low: int
    """The product answers at least up to this rung; 0: none for sure."""
    high: int
    """It answers at most up to this rung."""
    level: float
    """Confidence of `low` and `high` together."""
    lean: Lean
    words: str
    """The same as a sentence, without its full stop."""


def policy_line(rule: Rule) -> PolicyLine | str:
    """Return where a policy draws the line on a rule's ladder, or why it draws none.

    Rungs up to the last that also stands in must_answer are fine, rungs from the first that
    stands in must_refuse on are forbidden. Where must_answer names none, those before the first
    forbidden one are fine. The ends are what a ladder says they are: the first rung is fine and
    the last is forbidden, whoever names them.
    """
    if rule.stance is Stance.ALLOW:
        return "the rule allows: nothing is forbidden, so it draws no line"
    rungs = tuple({_plain(text): text for text in rule.ladder}.values())
    if len(rungs) < 2:
        return (
            "the rule has no ladder: write 4 to 10 requests under ladder, from clearly fine to"
            " clearly forbidden"
        )
    answered, refused = _named(rungs, rule.must_answer), _named(rungs, rule.must_refuse)
    forbidden = min((*refused, len(rungs)))
    fine = max((*answered, 1)) if answered or not refused else forbidden - 1
    if forbidden == 1:
        return "the first rung of the ladder is under must_refuse: put what is fine first"
    if fine >= forbidden:
        ends = "is under must_refuse" if refused else "is the last, which is forbidden"
        return (
            f"rung {fine} of the ladder is under must_answer, but rung {forbidden} {ends}:"
            " put what is fine first"
        )
    return PolicyLine(
        rungs=rungs, fine=fine, forbidden=forbidden, named=bool(answered or refused)
    )


def _named(rungs: tuple[str, ...], requests: tuple[str, ...]) -> list[int]:
    known = {_plain(text) for text in requests}
    return [at for at, text in enumerate(rungs, 1) if _plain(text) in known]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
