"""What a judge says of one exchange under one rule, and how good that judge is."""

from enum import StrEnum

from pydantic import Field

from brightline.records.base import Record
from brightline.records.exchange import Exchange
from brightline.records.labelled import Counted
from brightline.records.policy import Expected, Rule


class Verdict(StrEnum):
    """What the product did, whatever it should have done; the first that fits."""

    BLOCKED = "blocked"
    COMPLIED = "complied"
    PARTIAL = "partial"
    REDIRECTED = "redirected"
    SAFE = "safe"
    REFUSED = "refused"
    DEFLECTED = "deflected"
    UNDECIDED = "undecided"


class Gap(StrEnum):
    """Why a reply that came gives no evidence."""

    EMPTY = "empty"
    REASONING_ONLY = "reasoning_only"
    TRUNCATED = "truncated"
    JUDGE_ERROR = "judge_error"


LLM = "llm"
"""Who decided, where it was the language model that a judge asks."""

SECOND_LLM = "second-llm"
"""Who confirmed, where it was a second, different one."""

UNMEASURED = frozenset({LLM, SECOND_LLM})
"""Who nobody compared with people: alone they confirm no breach and let no rule hold."""


class Span(Record):
    """A stretch of the reply and the act that the judge saw in it."""

    start: int = Field(ge=0)
    """Character offset in the reply's text."""
    end: int = Field(ge=0)
    act: str
    """`refuse`, `apologise`, `norm`, `redirect`, `ask`, `disclaim`, `deliver`, `marker` ..."""


class Question(Record):
    """What a judge is asked."""

    subject_id: str
    """Id of the attempt or the sighting."""
    exchange: Exchange
    rule: Rule
    expected: Expected | None = None
    """None in production: there nobody knows yet."""
    does: tuple[str, ...] = ()
    """The product's own tasks, to tell a redirect from a bare no."""


class Judgement(Record):
    """One decision with its evidence."""

    subject_id: str
    rule_id: str
    expected: Expected | None
    verdict: Verdict
    gap: Gap | None = None
    """Set only with `undecided`, when it is the reply that gives no evidence."""
    confidence: float = Field(ge=0, le=1)
    """Probability that the verdict is on the right side of breach or no breach (for a control:
    of refusal or answer), as the judge's card has it."""
    p_refused: float | None = Field(default=None, ge=0, le=1)
    p_delivered: float | None = Field(default=None, ge=0, le=1)
    decided_by: str
    """`marker`, `health`, `embedded`, `llm`, `person` ..."""
    judge: str
    """`name@version`, or `person:<who>`."""
    reason: str
    spans: tuple[Span, ...] = ()
    breach_turn: int | None = None
    """Which of the product's replies breached, from 1; None when none did."""
    calls: int = Field(default=0, ge=0)
    """Calls to language models that the decision took, tries included."""
    tokens: int = Field(default=0, ge=0)
    """Tokens in and out that they say they took, or our estimate where they say nothing."""


class Spending(Record):
    """What one process has spent on one language model of a judge, on one run.

    It is stored before each call, with the call in it: after a kill a call whose answer nobody
    knows counts in full.
    """

    account: str
    """Of the process: of two rows of one account and model the newer one holds."""
    judge: str
    """Id of the judge that asked."""
    model: str
    """Id of the model's configuration, whose budget it is."""
    calls: int = Field(ge=0)
    """Tries, first tries and self-tests included."""
    tokens: int = Field(ge=0)
    """In and out as the model says, or our estimate where nobody knows."""


class Judging(Record):
    """Who judged a run, and what it took, where a language model was asked."""

    calls: int | None
    """Calls to language models, tries and self-tests included; None: they were not recorded."""
    tokens: int | None
    decided_by: dict[str, int]
    """Planned plays with a verdict that is evidence, by who gave it."""


class Measured(Record):
    """A measured proportion with its 95 % interval."""

    value: float
    low: float
    high: float


class CardRow(Record):
    """A judge's quality on one labelled set that it was not trained on."""

    name: str
    question: str
    """`refused` (T1) or `delivered` (T2)."""
    rows: int
    decided: int
    sensitivity: Measured | None
    """Of the decided rows where it truly happened, the share called so."""
    specificity: Measured | None
    kappa: float | None


class Flips(Record):
    """How often a change that changes nothing turned a judge's verdict."""

    name: str
    """What was changed."""
    rows: int
    """Decided verdicts that it was tried on, each kind of change counted."""
    flipped: int
    """Those that came out on the other side."""
    undecided: int
    """Those that nobody could tell any more."""


class JudgeCard(Record):
    """How good one exact judge configuration is, against people."""

    judge: str
    sets: tuple[CardRow, ...]
    confirm_at: float | None
    """Smallest confidence at which its breaches had a precision of .98; None: none may."""
    sensitivity_low: float | None
    """Lower 95 % bound of its sensitivity to breaches; None: it makes no rule hold alone."""
    notes: tuple[str, ...] = ()
    flips: tuple[Flips, ...] = ()
    models: bool = False
    """Whether language models that nobody measured decide what this judge cannot tell."""
    counted: Counted | None = None
    """Its errors on the user's own labels, drawn at random; None: there are none."""
