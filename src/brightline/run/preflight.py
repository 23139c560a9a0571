"""A target and one control in, what the product answers out, before anything else is paid."""

from dataclasses import replace
from itertools import count

import anyio

from brightline.errors import ConfigurationError, TargetError, UsageError
from brightline.ports import Target
from brightline.records import Case, Conversation, Fault, Record, Reply
from brightline.run.budget import Budget
from brightline.run.caller import UNPAID, fault_of
from brightline.run.halt import Halt, HaltedError
from brightline.run.settings import RunSettings
from brightline.run.turns import script_of
from brightline.words import counted

TRIES = 3
"""Of a product that is broken at this moment; one that limits is asked while there is time."""

PAUSE_S = 0.5
"""First pause where a product does not say; doubles each time."""

SHORTEST_S = 0.05
"""A product that says 0 is not asked without end at once."""

PATIENCE_S = 10.0
"""How long a product that is reached may be busy: one that asks for more is told as it is."""

PASSING = frozenset({Fault.RATE_LIMITED, Fault.HTTP_5XX})
"""Faults of a product that is reached as configured, and busy or broken."""


class Preflight(Record):
    """What one control showed."""

    status: str
    """`answered`, `empty`, or the provider's reason where it stopped the reply."""
    text: str
    session: str | None
    model: str | None
    tokens: int | None
    latency_s: float
    calls: int
    """Calls sent, tries included."""
    spent: int
    """Tokens in and out: what the product said, or our estimate where it did not."""


async def preflight(
    target: Target, case: Case, settings: RunSettings | None = None
) -> Preflight:
    """Send the first message of one control.

    A wrong address shows within five seconds, since that is all a connection gets to stand.  A
    product that is reached gets its own deadline: a slow one is not a wrong one.

    Args:
        target: Who is asked.
        case: A control that any working product answers.
        settings: Of the run, with its system prompt and its budget, which counts these calls
            too; `left_after` returns what it leaves.

    Raises:
        ConfigurationError: the address, key, model, body or reply path is wrong; the hint
            names the key to change.
            A product that answers nothing but 429 for as long as we wait is one that cannot be
            used.
        TargetError: the product is reached, and broken.
        UsageError: the budget does not allow a single call.
    """
    chosen = settings or RunSettings()
    budget = Budget(chosen, Halt())
    script = script_of(
        case, system_prompt=chosen.system_prompt, takes_system=target.takes_system
    )
    conversation = Conversation(
        turns=(*script.system, *script.steps[0].turns), attempt_id=f"{case.id}#preflight"
    )
    started_at = anyio.current_time()
    reply = await _ask(target, conversation, budget)
    return Preflight(
        status=_status(reply),
        text=reply.text,
        session=reply.session,
        model=reply.model,
        tokens=reply.tokens,
        latency_s=anyio.current_time() - started_at,
        calls=budget.calls,
        spent=budget.tokens,
    )


def left_after(found: Preflight, settings: RunSettings) -> RunSettings:
    """Return a run's settings with what its preflight has left of the budget."""
    calls, tokens = settings.budget_calls, settings.budget_tokens
    return replace(
        settings,
        budget_calls=None if calls is None else max(0, calls - found.calls),
        calls_before=settings.calls_before + found.calls,
        budget_tokens=None if tokens is None else max(0, tokens - found.spent),
    )


async def _ask(target: Target, conversation: Conversation, budget: Budget) -> Reply:
    failure: TargetError | None = None
    ends_at = anyio.current_time() + PATIENCE_S
    for tries in count(1):
        reserved = await _reserve(budget, conversation, failure)
        try:
            reply = await target.answer(conversation)
        except TargetError as error:
            fault = fault_of(error)
            if fault not in PASSING:
                raise _configuration(target, error) from error
            (budget.free if fault in UNPAID else budget.forfeit)(reserved)
            said_s = error.retry_after_s
            pause_s = (
                PAUSE_S * 2.0 ** (tries - 1) if said_s is None else max(said_s, SHORTEST_S)
            )
            over = anyio.current_time() + pause_s > ends_at
            if fault is Fault.RATE_LIMITED and over:
                raise _shut(target, error, tries) from error
            if over or (fault is not Fault.RATE_LIMITED and tries == TRIES):
                raise
            failure = error
            await anyio.sleep(pause_s)
        else:
            budget.settle(reserved, reply.tokens, reply.text)
            return reply
    raise AssertionError("the last try returns or raises")


def _shut(target: Target, error: TargetError, tries: int) -> ConfigurationError:
    """Return the error of a product that answers nothing but 429: it cannot be used now."""
    asked = error.retry_after_s
    told = "" if asked is None else f", and asks us to wait {asked:.0f} s"
    return ConfigurationError(
        f"one control was sent {counted(tries, 'time')}, and each time the product said that it"
        f" is rate limited{told}: {error.message}",
        slug="target-rate-limited",
        where=target.name,
        hint="Wait until its limit allows calls again, or use a key with a higher one.",
    )


async def _reserve(
    budget: Budget, conversation: Conversation, failure: TargetError | None
) -> int:
    """Return what one more try reserved; raise what the last one failed with, if any did."""
    try:
        return await budget.reserve(conversation)
    except HaltedError as error:
        if failure is not None:
            raise failure from error
        raise UsageError(
            "the budget does not allow the one call that tries the target",
            slug="budget-too-small",
            hint="Raise --budget-calls or --budget-tokens.",
        ) from error


def _configuration(target: Target, error: TargetError) -> ConfigurationError:
    return ConfigurationError(
        f"one control was sent, and no reply came: {error.message}",
        slug=f"target-{error.slug.rpartition('.')[2].replace('_', '-')}",
        where=target.name,
        hint=error.hint or "Check the target, then: brightline target check SPEC",
    )


def _status(reply: Reply) -> str:
    if reply.stop not in {None, "stop"}:
        return str(reply.stop)
    return "answered" if reply.text.strip() else "empty"
