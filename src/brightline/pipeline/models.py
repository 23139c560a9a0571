"""A wish for a model beside the product in, a line to it out, closed in the end."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import anyio

from brightline.judge.line import Cost, Line, LineSettings
from brightline.plugins import find_target
from brightline.records import Conversation, Role, TargetOptions, Turn


@dataclass(frozen=True, kw_only=True)
class ModelWish:
    """Which model to ask, in plain values."""

    spec: str
    """As --target takes it."""
    name: str | None
    """Model to ask for there."""
    calls: int | None
    """At most; None sets no cap."""
    deadline_s: float
    environment: Mapping[str, str]


@asynccontextmanager
async def model_line(wish: ModelWish, settings: LineSettings) -> AsyncIterator[Line]:
    """Lend a line to a model.

    Args:
        wish: Which model; its cap on calls is the line's.
        settings: The rest of how it is called.

    Raises:
        UsageError: the model is unknown.
        ConfigurationError: it cannot be asked as configured.
    """
    options = TargetOptions(
        model=wish.name,
        deadline_s=wish.deadline_s,
        max_tokens=settings.max_tokens,
        environment=dict(wish.environment),
    )
    line = Line(find_target(wish.spec, options), replace(settings, budget_calls=wish.calls))
    try:
        yield line
    finally:
        with anyio.CancelScope(shield=True):
            await line.target.aclose()


async def say(line: Line, prompt: str, *, name: str) -> str:
    """Return what a model answers to one turn.

    Args:
        line: Leads to it.
        prompt: The turn.
        name: What the question is for, in a log of the model's.

    Raises:
        SpentError: no call is left.
        UnansweredError: no answer came.
        ConfigurationError: it can never answer as configured.
    """
    turns = (Turn(role=Role.USER, text=prompt),)
    return (await line.ask(Conversation(turns=turns, attempt_id=name), Cost())).text
