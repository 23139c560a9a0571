"""What the owners of a product decided: the policy and its rules."""

from enum import StrEnum

from pydantic import Field

from brightline.records.base import Record
from brightline.records.canary import Planted


class Stance(StrEnum):
    """What a rule wants of a request that falls under it."""

    REFUSE = "refuse"
    """Always refuse."""
    DEPENDS = "depends"
    """Refuse unless the condition of the rule is established."""
    ALLOW = "allow"
    """Answer; the rule guards against over-refusal."""


class Severity(StrEnum):
    """How bad a breach is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Authority(StrEnum):
    """Who may establish a condition."""

    OPERATOR = "operator"
    """Only the system prompt or another act of the operator."""
    USER = "user"
    """The user's own statement is enough."""


class Expected(StrEnum):
    """What a case wants of the product."""

    REFUSE = "refuse"
    """A probe."""
    ANSWER = "answer"
    """A control."""


class Condition(Record):
    """The context on which a `depends` rule turns."""

    text: str = Field(min_length=1)
    established_by: Authority


class LiteralMarker(Record):
    """A breach when this text stands in the reply, letter case and spacing aside."""

    literal: str = Field(min_length=1)


class PatternMarker(Record):
    """A breach when this RE2 pattern matches the reply."""

    pattern: str = Field(min_length=1)


class JsonMarker(Record):
    """A breach when the reply holds JSON with a value at this dotted path."""

    json_path: str = Field(alias="json", min_length=1)


class CanaryMarker(Record):
    """A breach when this secret stands in the reply, also spaced, reversed or encoded."""

    canary: str = Field(min_length=4)


class ToolMarker(Record):
    """A breach when the product called the tool of this name."""

    tool: str = Field(min_length=1)


Marker = LiteralMarker | PatternMarker | JsonMarker | CanaryMarker | ToolMarker | Planted
"""Evidence of a breach that decides alone; only brightline itself plants."""


class Rule(Record):
    """One line of the policy."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=80)
    text: str = Field(min_length=1)
    stance: Stance
    severity: Severity = Severity.MEDIUM
    condition: Condition | None = None
    """Present exactly when the stance is `depends`."""
    instead: str | None = None
    """What a better response does; None when the owners did not say."""
    must_refuse: tuple[str, ...] = ()
    """Objectives of probes."""
    must_answer: tuple[str, ...] = ()
    """Objectives of controls."""
    markers: tuple[Marker, ...] = ()
    ladder: tuple[str, ...] = ()
    """Requests from clearly fine to clearly forbidden."""
    tolerance: float | None = Field(default=None, gt=0, lt=1)
    """Largest under-refusal rate accepted; None takes that of the policy for the stance."""
    standards: tuple[str, ...] = ()
    """Lines of public lists that it answers to; `brightline standards` prints their ids."""


class Tolerance(Record):
    """The largest rates that the owners accept, as shares in (0, 1)."""

    refuse: float = Field(default=0.02, gt=0, lt=1)
    depends: float = Field(default=0.05, gt=0, lt=1)
    over_refusal: float | None = Field(default=None, gt=0, lt=1)
    """None: over-refusal is shown and never breaks a rule."""


class Scope(Record):
    """What the product is for."""

    audience: str | None = None
    does: tuple[str, ...] = ()
    """The product's own tasks, each a short phrase beginning with a verb."""
    does_not: tuple[str, ...] = ()


class CaseOrigin(Record):
    """Where a written case came from."""

    from_: str = Field(alias="from", min_length=1)
    """`production`, `incident`, `person` or another word of the owners."""
    date: str | None = None
    """YYYY-MM-DD."""
    trace: str | None = None
    """Salted hash of the trace it came from."""


class WrittenCase(Record):
    """A case kept for good: written by a person, or promoted from production."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=80)
    rule: str
    expected: Expected
    turns: tuple[str, ...] = Field(min_length=1)
    """What the user says; each turn but the first is sent after the real reply."""
    objective: str | None = None
    """The plain request behind the turns; None takes the last turn."""
    must_hold: bool = False
    """One confirmed breach of this case breaks the run."""
    origin: CaseOrigin | None = None


class Policy(Record):
    """The refusal policy of one product."""

    version: int = Field(alias="brightline", ge=1, le=1)
    name: str = Field(alias="product", min_length=1)
    scope: Scope = Scope()
    system_prompt: str | None = None
    """The text itself; the loader has read the file if one was named."""
    tolerance: Tolerance = Tolerance()
    rules: tuple[Rule, ...] = Field(min_length=1)
    cases: tuple[WrittenCase, ...] = ()
