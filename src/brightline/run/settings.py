"""How a run is played, and how it ended."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Reason = Literal["completed", "interrupted", "budget", "unreachable", "configuration"]

Declines = Callable[[str, str], bool]
"""Tells whether a reply declined: its text and the plain request."""


def _never(text: str, objective: str) -> bool:
    """Hear no refusal: for plans of which no script listens."""
    del text, objective
    return False


def _quiet(retry_after_s: float | None) -> None:
    """Tell nobody."""
    del retry_after_s


@dataclass(frozen=True, kw_only=True)
class RunSettings:
    """How a plan is played."""

    declines: Declines = _never
    """What turns that wait for a refusal, or for none, go by."""
    withholds: Declines = _never
    """The same in a script that opens with the plain request: whether it was not given."""
    limited: Callable[[float | None], None] = _quiet
    """Told of each 429, with the seconds that the product asks for."""

    system_prompt: str | None = None
    """Sent before a case's own system turns, where the target takes it."""
    at_once: int = 16
    """Calls in flight at most."""
    budget_calls: int | None = None
    """Calls at most, tries included; None sets no cap."""
    calls_before: int = 0
    """Calls of the budget sent before: to try the target, and by earlier processes."""
    budget_tokens: int | None = None
    """Tokens at most, in and out; None sets no cap."""
    max_tokens: int | None = None
    """Cap on a reply's length that the target sends, where it does: what a call may cost."""
    seed: int | None = None
    """For the product, one seed per call derived from it; None sends none."""
    tries: int = 4
    """Of one call, the first included; only a failed transport is tried again."""
    breaker: int = 20
    """Failures in a row after which the product counts as unreachable."""
    patience_s: float = 5.0
    """Seconds that they must have lasted at least: a restart is no outage."""
    grace_s: float = 10.0
    """Seconds that calls in flight get once nothing new is sent."""


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How a run ended, and what it cost."""

    reason: Reason
    """`completed`: every play of the plan was delivered; else why the rest was not."""
    message: str
    """For people; empty when completed."""
    calls: int
    """Calls sent, tries included."""
    tokens: int
    """Tokens in and out: what the product said, or our estimate where it did not."""
    retries: int
