"""What became of offers that a product made with its refusals, once somebody took them up."""

from enum import StrEnum

from pydantic import Field

from brightline.records.base import Record


class Kept(StrEnum):
    """What is said of an offer."""

    LIVE = "live"
    """Taken up, it was answered."""
    DEAD = "dead"
    """Taken up, it was declined, or passed over, twice."""
    UNCLEAR = "unclear"
    """Nobody could tell, or no reply came."""
    UNTRIED = "untried"
    """Not taken up: no call was left, or somebody asked to stop."""


class FollowUp(Record):
    """One offer, taken up in the next turn."""

    rule_id: str
    case_id: str
    """Of the follow-up, in its own run."""
    attempt_id: str
    """The reply of the first run that made the offer, and whose conversation goes on."""
    made: int = Field(ge=1)
    """Replies that made the same offer."""
    offer: str
    """In the product's words."""
    within: bool
    """Whether it is within the policy's scope, as far as its words tell."""
    asked: str
    """The user's next turn."""
    kept: Kept
    plays: int = Field(ge=0)
    said: str
    """The reply that decided, or the last one; empty where none came."""


class Following(Record):
    """A run whose offers were taken up."""

    of: str
    """The run that was followed."""
    run_id: str
    """The run of the follow-ups; empty where there was no offer."""
    policy_name: str
    declined: int = Field(ge=0)
    """Refusals that were read."""
    offering: int = Field(ge=0)
    """Those of them that offer something."""
    needing: int = Field(default=0, ge=0)
    """Those of these whose offer needs the user's part first; they are not taken up."""
    offers: tuple[FollowUp, ...]
    """One for each different offer of a rule."""
    calls: int = Field(ge=0)
    stopped: str
    """Why it ended before its time; empty where it did not."""
    judge_problems: tuple[str, ...] = ()
    """What the judge's self-test found; then nothing that it said counts."""
