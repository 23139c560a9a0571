"""Plays and a target in, attempts out: each delivered as soon as its last reply is there.

A play whose call fails for good is delivered as `Faulted`, also when an earlier turn of it was
answered: half a play is no evidence of how the whole would have gone.  A play that the end of
the run cuts short is not delivered, so that it stays pending.
"""

import zlib
from collections.abc import Awaitable, Callable

import anyio

from brightline.errors import ConfigurationError, TargetError
from brightline.ports import Target
from brightline.records import (
    Attempt,
    Case,
    Conversation,
    Exchange,
    Faulted,
    Replied,
    Reply,
    Role,
    Turn,
)
from brightline.run.caller import Caller, fault_of
from brightline.run.halt import Halt, HaltedError
from brightline.run.intents import Intend, Intents
from brightline.run.queue import Queue
from brightline.run.settings import Ending, Reason, RunSettings
from brightline.run.turns import Script, Step, script_of

__all__ = ["Deliver", "Ending", "Intend", "Queue", "Reason", "RunSettings", "play"]

Deliver = Callable[[Attempt], Awaitable[None]]
"""Takes an attempt that is over; may wait, which slows the run down."""


async def play(
    queue: Queue,
    target: Target,
    *,
    settings: RunSettings,
    intend: Intend,
    deliver: Deliver,
    stop: anyio.Event,
) -> Ending:
    """Play all that a queue gives out.

    Args:
        queue: Cases with the number of the trial, from 1.
        target: Who answers.
        settings: How fast, how often and how long.
        intend: Stores intents; awaited before the calls that they announce. Takes back those of
            calls that were never sent.
        deliver: Takes each attempt; its order is that of ending.
        stop: Set it to send nothing new; calls in flight get `settings.grace_s`.

    Returns:
        How it ended and what it cost.

    Raises:
        Exception: whatever `intend`, `deliver` or the queue raised; sending stopped at once.
    """
    run = _Run(queue, target, settings, intend=intend, deliver=deliver)
    async with anyio.create_task_group() as group:
        group.start_soon(run.stop_when, stop)
        group.start_soon(run.end_in_time, group.cancel_scope)
        async with anyio.create_task_group() as workers:
            for _ in range(settings.at_once):
                workers.start_soon(run.work, workers.cancel_scope)
        group.cancel_scope.cancel()
    if run.error is not None:
        raise run.error
    await run.intents.withdraw()
    return run.ending()


class _Run:
    """What the workers of one run share."""

    def __init__(
        self,
        queue: Queue,
        target: Target,
        settings: RunSettings,
        *,
        intend: Intend,
        deliver: Deliver,
    ) -> None:
        self.error: Exception | None = None
        self._queue = queue
        self.intents = Intents(queue, intend, at_once=settings.at_once)
        self._target = target
        self._settings = settings
        self._deliver = deliver
        self._halt = Halt()
        self._halt.wakes(queue.close)
        self._caller = Caller(target, settings, self._halt, intents=self.intents)

    async def stop_when(self, stop: anyio.Event) -> None:
        """Pass the user's wish on."""
        await stop.wait()
        self._halt.set("interrupted", "stopped on request")

    async def end_in_time(self, scope: anyio.CancelScope) -> None:
        """Cut off what is still in flight when the grace is over."""
        await self._halt.event.wait()
        await anyio.sleep(self._settings.grace_s)
        scope.cancel()

    async def work(self, scope: anyio.CancelScope) -> None:
        """Play one case after the other until the queue or the run is over."""
        try:
            while (taken := await self.intents.take()) is not None:
                attempt = await self._play(*taken)
                # A reply that was paid for is handed over even if the grace ends meanwhile.
                with anyio.CancelScope(shield=self.error is None):
                    await self._deliver(attempt)
                self._queue.heard()
        except HaltedError:
            return
        except Exception as error:  # noqa: BLE001 - kept, and raised by `play` as it is
            self.error = self.error or error
            scope.cancel()

    def ending(self) -> Ending:
        """Say how the run ended."""
        budget = self._caller.budget
        return Ending(
            reason=self._halt.reason,
            message=self._halt.message,
            calls=budget.calls,
            tokens=budget.tokens,
            retries=self._caller.retries.count,
        )

    async def _play(self, case: Case, trial: int) -> Attempt:
        attempt_id = f"{case.id}#{trial}"
        try:
            outcome = await self._converse(case, attempt_id)
        except TargetError as error:
            message = f"{error.message}. {error.hint}" if error.hint else error.message
            return Attempt(
                id=attempt_id,
                case_id=case.id,
                trial=trial,
                outcome=Faulted(fault=fault_of(error), message=message),
            )
        return Attempt(id=attempt_id, case_id=case.id, trial=trial, outcome=outcome)

    async def _converse(self, case: Case, attempt_id: str) -> Replied:
        script = self._script(case)
        turns = script.system
        reply: Reply | None = None
        latency_s = 0.0
        number = 0
        for step in script.steps:
            if reply is not None:
                if not step.follows(declined=self._declined(reply, case, step)):
                    continue
                said = Turn(role=Role.ASSISTANT, text=reply.text, tools=reply.tools)
                turns = (*turns, said)
            turns = (*turns, *step.turns)
            number += 1
            conversation = Conversation(
                turns=turns,
                attempt_id=attempt_id,
                session=reply.session if reply is not None else None,
                seed=self._seed(attempt_id, number),
            )
            reply, seconds = await self._caller.call(conversation, number)
            latency_s += seconds
        if reply is None:
            raise AssertionError("a script has at least one step")
        exchange = Exchange(turns=turns, reply=reply, objective=case.objective)
        return Replied(exchange=exchange, latency_s=latency_s)

    def _declined(self, reply: Reply, case: Case, step: Step) -> bool:
        """Tell whether a reply declined; nobody looks where the next turn does not ask."""
        if step.turns[-1].after is None:
            return False
        settings = self._settings
        hears = settings.withholds if case.opens_plainly else settings.declines
        return hears(reply.text, case.objective)

    def _script(self, case: Case) -> Script:
        try:
            return script_of(
                case,
                system_prompt=self._settings.system_prompt,
                takes_system=self._target.takes_system,
            )
        except ConfigurationError as error:
            self._halt.set("configuration", str(error))
            raise HaltedError from error

    def _seed(self, attempt_id: str, number: int) -> int | None:
        """Return a seed of this call's own: the same for all would make every trial alike."""
        seed = self._settings.seed
        if seed is None:
            return None
        return zlib.crc32(f"{seed}/{attempt_id}/{number}".encode()) & 0x7FFFFFFF
