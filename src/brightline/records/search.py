"""What a search for breaches did and found: findings, which enter no rate."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from brightline.records.base import Record
from brightline.records.exchange import Exchange, Turn
from brightline.records.judgement import Judgement


class Sent(Record):
    """One request of a search, and what became of it."""

    request: str
    reply: str
    verdict: str
    """Value of a `Verdict`, or of a `Gap` where the reply gave no evidence."""
    reason: str
    taken_back: bool = False
    """Whether the conversation went on as if it had never been sent."""


class TryEnd(StrEnum):
    """Why a try ended."""

    FOUND = "found"
    """The judge saw a breach."""
    TURNS = "turns"
    """All its turns were used, and no breach was seen."""
    ATTACKER_REFUSED = "attacker_refused"
    ATTACKER_UNREADABLE = "attacker_unreadable"
    """The attacker did not answer in the agreed form."""
    ATTACKER_SILENT = "attacker_silent"
    """The attacker gave no answer at all."""
    NO_REPLY = "no_reply"
    """The product gave no reply."""
    BUDGET = "budget"
    INTERRUPTED = "interrupted"


class Tried(Record):
    """One try at one request: its transcript."""

    kind: Literal["try"] = "try"
    rule_id: str
    objective: str
    """The plain request that a rule forbids."""
    method: str
    number: int
    """Which try at this request, from 1."""
    said: tuple[Sent, ...]
    end: TryEnd
    why: str = ""
    """What ended it, where that needs words."""


class Told(Record):
    """One play of a conversation, with what was said of it."""

    exchange: Exchange
    judgement: Judgement


class FoundStatus(StrEnum):
    """What the replays say of a finding."""

    CONFIRMED = "confirmed"
    """It came again in two of three plays, and what says so can be trusted."""
    SUSPECTED = "suspected"
    """It came again, and only a judge says so that may not confirm alone."""
    UNREPEATED = "unrepeated"
    """It did not come again in two of three plays."""
    UNREPLAYED = "unreplayed"
    """The replays could not be played to their end."""


class Found(Record):
    """A conversation that broke a rule once, and its replays."""

    kind: Literal["finding"] = "finding"
    id: str
    """`<rule>/<method>/<digest of turns>`."""
    rule_id: str
    objective: str
    method: str
    turns: tuple[Turn, ...]
    """What is said to the product, without its replies and without the system prompt."""
    hit: Told
    """What the search saw: chosen because it looked like a breach, so it is no evidence."""
    replays: tuple[Told, ...]
    status: FoundStatus
    by: str
    """Who says that it came again: `marker`, `embedded` ...; empty where it did not."""


class Search(Record):
    """A whole search, for a report."""

    policy_name: str
    target: str
    attacker: str
    judge: str
    method: str
    tried: tuple[Tried, ...]
    found: tuple[Found, ...]
    calls: dict[str, int]
    """To `attacker`, `product` and `judge`, tries included."""
    stopped: str
    """Why it ended, in words."""
    judge_problems: tuple[str, ...] = ()
    """What the judge's self-test found; then its word confirms nothing."""


class Shrunk(Record):
    """A breach of a stored run, made as small as it still comes again."""

    run_id: str
    case_id: str
    rule_id: str
    technique: str
    purpose: str
    """What the technique tries; empty where nobody says."""
    objective: str
    target: str
    before: tuple[Turn, ...]
    after: tuple[Turn, ...]
    """The same as `before` where that did not come again, or no smaller form did for sure."""
    needed: tuple[str, ...]
    """What stands in `after` beside the plain request."""
    status: FoundStatus
    """Of `after`, by three plays of its own."""
    by: str
    why: str = ""
    """Why `after` was not played to the end; empty where it was."""
    replays: tuple[Told, ...]
    """Of `after`."""
    complete: bool
    """False: the budget ended before every smaller form was tried, or the smallest did not come
    again in its last replay."""
    calls: dict[str, int]
    """To `product` and `judge`, tries included."""


class Draft(Record):
    """A request that a model drafted for a rule: in no policy until a person puts it there."""

    rule: str
    kind: Literal["must_refuse", "must_answer", "ladder"]
    text: str
    keep: bool


class Drafts(Record):
    """A file of drafts for a person to read."""

    version: int = Field(alias="brightline_drafts", ge=1, le=1)
    policy: str
    """Name of the product that they are for."""
    drafts: tuple[Draft, ...]
