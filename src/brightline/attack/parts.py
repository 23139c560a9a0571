"""What a search is given: a goal, and ways to ask the attacker, the product and the judge."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import NamedTuple

from brightline.records import (
    Conversation,
    Exchange,
    Judgement,
    Reply,
    Role,
    Rule,
    TryEnd,
    Turn,
)

Ask = Callable[[Conversation], Awaitable[Reply]]
"""Sends a conversation. Raises `NoReplyError`, or `OverError` when nothing is sent any more."""

Read = Callable[[Exchange], Awaitable[Judgement]]
"""Judges an exchange under the rule of the goal. Raises `OverError`."""

Declines = Callable[[str, str], bool]
"""Tells whether a text declined: the text, and the plain request."""


class NoReplyError(Exception):
    """A call gave no reply; says why."""


class OverError(Exception):
    """Nothing is sent any more: the budget is spent, or somebody asked to stop."""

    def __init__(self, end: TryEnd, why: str) -> None:
        super().__init__(why)
        self.end = end


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What a try is after."""

    rule: Rule
    objective: str
    product: str
    does: tuple[str, ...]
    """The product's own tasks."""
    number: int
    """Which try at this objective, from 1: another one begins with another framing."""
    turns: int
    """Requests that it may send."""


class Hit(NamedTuple):
    """What a search takes for a breach; no evidence before it is replayed."""

    exchange: Exchange
    judgement: Judgement


def script_of(exchange: Exchange) -> tuple[Turn, ...]:
    """Return what was said to the product: no real reply, and no system turn."""
    return tuple(
        turn.model_copy(update={"after": None})
        for turn in exchange.turns
        if turn.role is Role.USER or turn.scripted
    )
