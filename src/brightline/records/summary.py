"""What was measured, and what the gate says of it."""

from enum import StrEnum
from typing import NamedTuple, Protocol, Self

from pydantic import Field

from brightline.records.base import Record
from brightline.records.boundary import Boundary
from brightline.records.judgement import Judgement
from brightline.records.policy import Expected, Severity, Stance
from brightline.records.suite import Hole


class Gate(StrEnum):
    """What is said of a rule and of a run."""

    HOLDS = "holds"
    BROKEN = "broken"
    UNPROVEN = "unproven"


class Trend(StrEnum):
    """How a cell or rule moved against its baseline."""

    WORSE = "worse"
    BETTER = "better"
    SAME = "same"
    NEW = "new"
    GONE = "gone"
    UNCLEAR = "cannot tell"


class _Asked(Protocol):
    """What a play repeats of its case: a `Case`, or a row of one."""

    @property
    def id(self) -> str: ...
    @property
    def rule_id(self) -> str: ...
    @property
    def technique(self) -> str: ...
    @property
    def expected(self) -> Expected: ...
    @property
    def objective(self) -> str: ...
    @property
    def must_hold(self) -> bool: ...


class Play(NamedTuple):
    """One planned play with what became of it: all that is measured.

    A tuple and not a `Record`, because a run of 100,000 plays holds them all at once.
    """

    case_id: str
    rule_id: str
    technique: str
    expected: Expected
    objective: str
    trial: int
    outcome: str
    """Value of a `Verdict`, a `Gap` or a `Fault`: exactly one per play."""
    confidence: float
    """Of the judgement; 0 where there is none."""
    by: tuple[str, ...]
    """Who says so: `decided_by` of each judge that gave this outcome, e.g. `("embedded",)`."""
    breach_turn: int | None
    must_hold: bool
    counted: bool | None = None
    """Whether it enters a rate; None: when its trial is one of those planned."""

    @classmethod
    def of(cls, case: "_Asked", trial: int, became: Judgement | str) -> Self:
        """Return a play of a case.

        Args:
            case: What was asked.
            trial: Which play of it, from 1.
            became: What one judge says; or the outcome, where there is no judgement.
        """
        said = became if isinstance(became, Judgement) else None
        return cls(
            case_id=case.id,
            rule_id=case.rule_id,
            technique=case.technique,
            expected=case.expected,
            objective=case.objective,
            trial=trial,
            outcome=(said.gap or said.verdict).value if said else str(became),
            confidence=said.confidence if said else 0.0,
            by=(said.decided_by,) if said else (),
            breach_turn=said.breach_turn if said else None,
            must_hold=case.must_hold,
        )

    def in_rate(self, trials: int) -> bool:
        """Return whether it enters a rate, where so many trials of a case are planned."""
        return self.trial <= trials if self.counted is None else self.counted


class Rate(Record):
    """A proportion with its interval; what is unknown widens it."""

    hits: int = Field(ge=0)
    decided: int = Field(ge=0)
    undecided: int = Field(ge=0)
    """Plays without evidence: undecided, faulted, empty, not run."""
    low: float
    """Lower end of the two-sided interval at `level`; unknowns count as misses."""
    high: float
    """Upper end; unknowns count as hits."""
    lower: float
    """One-sided lower bound at `level`: what the gate uses; only trusted hits count."""
    upper: float
    """One-sided upper bound at `level`: what the gate uses and the sentence says."""
    level: float
    method: str
    given: str = ""
    """What it is conditional on; empty in what older versions wrote."""

    def point(self) -> float | None:
        """Return hits / decided, or None when nothing was decided."""
        return self.hits / self.decided if self.decided else None


class Beyond(Record):
    """The wider interval for other requests of the same kind; shown, never gated on."""

    low: float
    high: float
    clusters: int
    """Objectives that were played."""
    plays: int = 0
    level: float | None = None
    method: str = ""
    given: str = ""


class Repeats(Record):
    """What trying again does: how many cases gave way in one try, and in any of all planned."""

    tries: int
    """Planned plays of each case, 2 or more; replays and searches are not among them."""
    at_1: Rate
    """Of plays."""
    at_k: Rate
    """Of cases; a hit is one that gave way in at least one of its tries."""


class Difference(Record):
    """One share less another, with its interval; in [-1, 1]."""

    point: float
    low: float
    high: float
    level: float
    method: str


class Resilience(Record):
    """How much more often a request breaches when it is dressed up than when asked plainly."""

    requests: int
    """Requests that were put both ways; no other counts here."""
    direct: Rate
    attacked: Rate
    gap: Difference
    """Attacked less direct, as seen; below 0 where dressing up helps the product."""
    given: str


class Forecast(Record):
    """How many breaches to expect in conversations like those of the run."""

    per: int
    """Conversations that the figures are for."""
    expected: float | None
    """None where no play breached: then only `high` is known."""
    low: float
    high: float
    requests: int
    plays: int
    level: float
    method: str
    given: str


class Likely(Record):
    """What a cell's rate likely is, told by its rule and its technique too; never gated on."""

    estimate: float
    low: float
    high: float
    level: float
    plays: int
    """Decided plays of the cell itself."""
    cells: int
    """Cells that it was told from."""
    method: str
    given: str


class Cell(Record):
    """One rule under one technique."""

    rule_id: str
    technique: str
    under_refusal: Rate
    over_refusal: Rate
    searched: int = 0
    """Plays of probes that enter no rate: replays, and what an adaptive run searched."""
    likely: Likely | None = None
    """None where nothing was decided: what nobody played stays a hole."""
    p_above: float | None = None
    """Chance of so many trusted breaches at its rule's tolerance, Holm-corrected over all
    cells; None where that is no question."""
    weak: bool = False
    """Whether its rate is above the tolerance, at the level of its rates over all cells."""


class Breach(Record):
    """A case that the product should have refused and did not."""

    case_id: str
    technique: str
    turn: int
    """Which of the product's replies breached first, from 1."""
    attempts: tuple[str, ...]
    """Ids of the breaching attempts, in order of trial."""
    by: str
    """What says so: `marker`, `person`, `embedded` ..."""
    confidence: float


class RuleSummary(Record):
    """What the run showed of one rule."""

    rule_id: str
    text: str
    stance: Stance
    severity: Severity
    gate: Gate
    reason: str
    next: str
    """What to do now; empty when nothing is left to do."""
    planned: int
    outcomes: dict[str, int]
    """Every planned play by its outcome's name; the values sum to `planned`."""
    under_refusal: Rate
    over_refusal: Rate
    tolerance: float
    over_tolerance: float | None
    beyond: Beyond | None
    """None when no objective was decided."""
    confirmed: tuple[Breach, ...]
    suspected: tuple[Breach, ...]
    repeats: Repeats | None = None
    """None with one planned play a case, and where plays stop once they have shown enough."""
    resilience: Resilience | None = None
    """None where no request was put both plainly and dressed up."""
    forecast: Forecast | None = None


class Change(Record):
    """One rule, or one cell of it, against a baseline."""

    rule_id: str
    technique: str | None
    """None for the whole rule."""
    trend: Trend
    before: Rate | None
    after: Rate | None
    p_value: float | None = None
    """Exact test over paired cases, Holm-corrected over the rules; None if not paired."""
    expected: Expected = Expected.REFUSE
    """Whether its probes or its controls are compared."""
    paired: int = 0
    """Cases that both runs decided."""
    units: str = ""
    """What may have changed by chance: `cases`, or `requests` with all their cases at once."""
    difference: Difference | None = None
    """Of the rates, at such a level that each end alone is right as often as the rates' are."""
    margin: float | None = None
    """Largest difference that still counts as the same; None where nothing was compared."""
    note: str = ""
    """Why nobody can tell, or that both are the same plays; empty otherwise."""


class Moved(Record):
    """A case that came out otherwise than in the baseline, or of whose plays some did."""

    case_id: str
    kind: str
    """`worse`, `better`: all its plays changed; `flaky`: the plays of one run disagree."""
    before: tuple[int, int]
    """Hits and decided plays."""
    after: tuple[int, int]


class GateMoved(Record):
    """A rule of which the gate says something else than it did, whatever its rates show."""

    rule_id: str
    before: Gate
    after: Gate


class Comparison(Record):
    """What a run was compared with, and what of it could be."""

    run_id: str
    """Of the baseline."""
    itself: bool = False
    """Whether it is this run: the same plays, by which nothing is shown."""
    differs: tuple[str, ...]
    """What else than the product's replies is not the same, in words."""
    common: int
    """Cases that both runs have; only these are compared."""
    only_before: int
    only_after: int
    changed: tuple[str, ...] = ()
    """Rules and written cases that say something else now: they are not compared."""
    moved: tuple[Moved, ...] = ()
    """The first cases of each kind and rule."""
    counts: dict[str, int] = Field(default_factory=dict)
    """All moved cases by kind."""
    words: tuple[GateMoved, ...] = ()
    """Rules of which the gate says something else now."""
    words_known: bool = True
    """Whether the baseline knows what the gate said; files of older versions do not."""


class RankedTechnique(Record):
    """A technique with its place among those that find most."""

    technique: str
    caught: float
    """Share of the breached requests that it and those before it caught."""
    calls: int
    """Calls spent on it in stored runs of this policy."""
    breaches: int
    """Replies to them that breached."""


class TechniqueOrder(Record):
    """The first techniques that together catch nine in ten breaches."""

    confirmed: bool
    """Whether confirmed breaches are counted; suspected ones where there is none."""
    breached: int
    """Requests, rule by rule, that were breached."""
    techniques: tuple[RankedTechnique, ...]


class Summary(Record):
    """Everything that a report shows of a run, apart from the exchanges."""

    policy_name: str
    gate: Gate
    reason: str
    planned: int
    outcomes: dict[str, int]
    techniques: tuple[str, ...]
    rules: tuple[RuleSummary, ...]
    cells: tuple[Cell, ...]
    not_tested: tuple[Hole, ...] = ()
    changes: tuple[Change, ...] = ()
    comparison: Comparison | None = None
    """None without a baseline."""
    to_review: int = 0
    """Undecided replies and suspected breaches that a person could settle."""
    boundaries: tuple[Boundary, ...] = ()
    """Where the lines of rules lie whose ladders were played."""
    allowed_unproven: tuple[str, ...] = ()
    """Rules that the user lets stay unproven; printed every time."""
    searched: int | None = None
    """Plays of an adaptive run that enter no rate, replays included; None: it was none."""
    order: TechniqueOrder | None = None
    """None where nothing was breached."""
    repeats: Repeats | None = None
    """Of all rules that refuse or depend, as are the next two."""
    resilience: Resilience | None = None
    forecast: Forecast | None = None
