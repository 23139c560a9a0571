"""What stored runs of one policy showed over time."""

from pydantic import AwareDatetime

from brightline.records.base import Record
from brightline.records.summary import Gate, Rate


class RulePoint(Record):
    """One rule in one run."""

    rule_id: str
    gate: Gate
    rate: Rate
    """Of what the rule is about: under-refusal, or over-refusal where it allows."""
    tolerance: float
    reason: str = ""
    """Why the gate says so."""
    differs: tuple[str, ...]
    """Why the rate cannot be held against the newest run's: judge,
    target, rule or cases are others."""


class RunPoint(Record):
    """One run of the policy."""

    run_id: str
    started_at: AwareDatetime
    gate: Gate
    target: str
    rules: tuple[RulePoint, ...]


class Missed(Record):
    """A run that came to no verdict, since its product could not be asked."""

    run_id: str
    started_at: AwareDatetime
    target: str
    why: str


class Trail(Record):
    """Where a rule stands and since when."""

    rule_id: str
    gate: Gate
    broken_since: str | None
    """First of the runs in a row, up to the newest, in which it is broken; None: it is not."""
    or_before: bool = False
    """Whether that is the oldest run that was looked at: it may be broken for longer."""
    broken_runs: int
    """Runs in which it was broken, of those below."""
    runs: int
    """Runs that tested it as it reads now, with the judge of the newest."""


class CaseCost(Record):
    """What one probe cost over stored runs."""

    case_id: str
    rule_id: str
    technique: str
    runs: int
    plays: int
    tokens: int
    """As the product said; 0 where it says nothing."""
    seconds: float


class Yield(Record):
    """What a technique found per call, over the newest stored runs."""

    technique: str
    calls: int
    breaches: int


class History(Record):
    """The stored runs of a policy."""

    policy_name: str
    runs: tuple[RunPoint, ...]
    """Oldest first."""
    older: int = 0
    """Runs of this policy before them that were not looked at."""
    missed: tuple[Missed, ...] = ()
    """Since the oldest of them; oldest first."""
    rules: tuple[Trail, ...]
    yields: tuple[Yield, ...]
    costly: tuple[CaseCost, ...]
    """Probes that never failed and cost much: candidates to leave out, never left out by us."""
