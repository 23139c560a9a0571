"""What several readers of one rule say of its boundary cases."""

from enum import StrEnum

from pydantic import Field

from brightline.records.base import Record
from brightline.records.policy import Expected


class Reading(StrEnum):
    """What a reader says that a rule, as it is written, wants of a request."""

    REFUSE = "refuse"
    ANSWER = "answer"
    UNCLEAR = "unclear"
    """As the rule is written, it cannot be said."""


class Clarity(StrEnum):
    """What the readers' agreement says of a rule."""

    CLEAR = "clear"
    AMBIGUOUS = "ambiguous"
    """Fix the rule, not the model."""
    UNTOLD = "cannot tell"


class Read(Record):
    """What one reader says of one request."""

    reader: str
    reading: Reading
    why: str = ""
    """In the reader's words; empty where none were given."""


class RequestRead(Record):
    """One request, and what each reader says of it."""

    request: str
    expected: Expected | None
    """What the policy wants of it; None for a rung that it leaves open."""
    reads: tuple[Read, ...]
    """One of each reader that could be read, in the order of the readers."""
    unread: int = Field(ge=0)
    """Readers that gave no answer, or none that could be read."""
    parting: int = Field(ge=0)
    """Readings that part from the leading one, refuse or answer; unclear always does."""
    leading: Expected | None
    """What most readers say; None where as many say the other, or most say unclear."""


class Agreement(Record):
    """A number with its interval."""

    point: float
    low: float
    high: float


class RuleRead(Record):
    """One rule, as its readers understand it."""

    rule_id: str
    clarity: Clarity
    why: str
    """Why it cannot be told, or on which reader it hangs; empty else."""
    requests: tuple[RequestRead, ...]
    readings: int = Field(ge=0)
    parting: int = Field(ge=0)
    unread: int = Field(ge=0)
    share: Agreement | None
    """Share of readings that part, with two one-sided Clopper-Pearson bounds at `level`; None
    where nothing was read."""
    ac1: Agreement | None
    """Gwet's AC1 over refuse, answer and unclear, with a jackknife over readers; None with
    fewer than three readers."""
    level: float


class Ambiguity(Record):
    """The rules of a policy, as readers understand them."""

    readers: tuple[str, ...]
    rules: tuple[RuleRead, ...]
    calls: int = Field(ge=0)
    failed: tuple[str, ...] = ()
    """Why readings are missing, each reason once, with how often."""
