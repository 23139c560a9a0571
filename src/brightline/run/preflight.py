"""A target and one control in, what the product answers out, before anything else is paid."""

import anyio

from brightline.errors import ConfigurationError, TargetError
from brightline.ports import Target
from brightline.records import Case, Conversation, Fault, Record, Reply
from brightline.run.caller import fault_of
from brightline.run.turns import script_of

TRIES = 3
"""Of a product that is busy at this very moment."""

PAUSE_S = 0.5

LONGEST_PAUSE_S = 3.0
"""What a busy product may ask us to wait here."""

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


async def preflight(
    target: Target, case: Case, *, system_prompt: str | None = None
) -> Preflight:
    """Send the first message of one control.

    A wrong address shows within five seconds, since that is all a connection gets to stand.  A
    product that is reached gets its own deadline: a slow one is not a wrong one.

    Args:
        target: Who is asked.
        case: A control that any working product answers.
        system_prompt: Sent where the target takes it.

    Raises:
        ConfigurationError: the address, key, model, body or reply path is wrong; the hint
            names the key to change.
        TargetError: the product is reached, and busy or broken.
    """
    script = script_of(case, system_prompt=system_prompt, takes_system=target.takes_system)
    conversation = Conversation(
        turns=(*script.system, *script.steps[0]), attempt_id=f"{case.id}#preflight"
    )
    started_at = anyio.current_time()
    reply = await _ask(target, conversation)
    return Preflight(
        status=_status(reply),
        text=reply.text,
        session=reply.session,
        model=reply.model,
        tokens=reply.tokens,
        latency_s=anyio.current_time() - started_at,
    )


async def _ask(target: Target, conversation: Conversation) -> Reply:
    for left in reversed(range(TRIES)):
        try:
            return await target.answer(conversation)
        except TargetError as error:
            if fault_of(error) not in PASSING:
                raise _configuration(target, error) from error
            pause_s = PAUSE_S if error.retry_after_s is None else error.retry_after_s
            if not left or pause_s > LONGEST_PAUSE_S:
                raise
            await anyio.sleep(pause_s)
    raise AssertionError("the last try returns or raises")


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
