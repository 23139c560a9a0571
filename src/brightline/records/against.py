"""A policy held against the system prompt: what each carries of the other."""

from enum import StrEnum

from pydantic import Field

from brightline.records.base import Record
from brightline.records.policy import Stance


class Carried(StrEnum):
    """How much of a rule the prompt tells the product."""

    FULLY = "carried"
    PARTLY = "in part"
    MISSING = "missing"


class Lack(StrEnum):
    """What the prompt leaves out of a rule that it carries in part."""

    MATTER = "the matter"
    CONDITION = "the condition"
    INSTEAD = "the better response"


class Clash(StrEnum):
    """How a line of the prompt contradicts a rule."""

    ALLOWED = "the prompt allows what the rule refuses"
    REFUSED = "the prompt refuses what the rule answers"
    CONDITION = "the prompt has another condition than the rule"


class PromptLine(Record):
    """One instruction of the prompt, and where it stands."""

    line: int = Field(ge=1)
    column: int = Field(ge=1)
    text: str
    """On one line, without markup."""


class Conflict(Record):
    """One line that contradicts one rule."""

    rule_id: str
    at: PromptLine
    clash: Clash


class RuleHeld(Record):
    """One rule, and where the prompt carries it."""

    rule_id: str
    carried: Carried
    lines: tuple[PromptLine, ...]
    """Those that carry it, the best first; empty when it is missing."""
    lacks: tuple[Lack, ...] = ()
    """Empty unless it is carried in part."""
    words: tuple[str, ...] = ()
    """Of a matter that is carried in part: the rule's words that no line has."""


class LineHeld(Record):
    """One line of the prompt that limits the product, and the rules that cover it."""

    at: PromptLine
    stance: Stance
    rules: tuple[str, ...]
    """Ids, the best first; empty where no rule covers it."""


class HeldAgainst(Record):
    """A policy and a prompt, held against each other."""

    rules: tuple[RuleHeld, ...]
    """Every rule, in the order of the policy; none where the prompt is not read."""
    lines: tuple[LineHeld, ...]
    """Every line that limits, in the order of the prompt."""
    conflicts: tuple[Conflict, ...]
    english: bool = True
    """False: the prompt is in another language, and was not read."""
