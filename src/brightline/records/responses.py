"""What a product could say when it declines: written from the policy, for a person to edit."""

from enum import StrEnum

from brightline.records.base import Record


class OfferedFrom(StrEnum):
    """Where the offer of a model response comes from."""

    INSTEAD = "instead"
    """The rule says what a better response does."""
    TASK = "task"
    """The rule does not say; it is the nearest of the product's own tasks."""
    NOTHING = "nothing"
    """Neither says anything, so nothing is offered."""


class ModelResponse(Record):
    """A short refusal in the product's voice: one sentence says its limit, one its offer."""

    rule_id: str
    asked: str
    """A request of the rule that it would answer; empty where the rule has none."""
    text: str
    offered_from: OfferedFrom
    unread: bool = False
    """The rule says what to offer, and no sentence could be made of it."""
    plain: bool = False
    """The rule's text could not be put into the product's voice for sure, so that a plain
    sentence says the limit: to be edited."""
