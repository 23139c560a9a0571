"""A conversation in, its reply out: stored as an intent, paced, paid for and tried again."""

import anyio
from tenacity import AsyncRetrying, RetryCallState, retry_base

from brightline.errors import BrightlineError, ConfigurationError, TargetError
from brightline.ports import Target
from brightline.records import Conversation, Fault, Reply
from brightline.run.budget import Budget
from brightline.run.halt import Halt, HaltedError
from brightline.run.intents import Intents
from brightline.run.pace import Pace
from brightline.run.retry import Retries
from brightline.run.settings import RunSettings

OWN_FAULTS = frozenset({Fault.HTTP_4XX, Fault.TOO_LARGE})
"""Faults that say something of the request and nothing of the product's health."""

UNPAID = frozenset(
    {
        Fault.DNS,
        Fault.TLS,
        Fault.HTTP_4XX,
        Fault.RATE_LIMITED,
    }
)
"""Faults after which a product has certainly taken no tokens."""


class Caller:
    """Sends the calls of a run."""

    def __init__(
        self, target: Target, settings: RunSettings, halt: Halt, *, intents: Intents
    ) -> None:
        self._target = target
        self._limited = settings.limited
        self._halt = halt
        self._intents = intents
        self._pace = Pace(settings, halt)
        self.budget = Budget(settings, halt)
        self.retries = Retries(tries=settings.tries, seed=settings.seed, halt=halt)

    async def call(self, conversation: Conversation, turn: int) -> tuple[Reply, float]:
        """Return the reply and the seconds that it took, the tries before it left out.

        Args:
            conversation: What to send.
            turn: Which call of the play, from 1.

        Raises:
            TargetError: every try failed, or the failure is not one of transport.
            HaltedError: nothing new is sent any more.
        """
        try:
            return await self._try(conversation, turn, 1)
        except TargetError as error:
            first = error
        async for attempt in AsyncRetrying(
            retry=_Retry(self), wait=self.retries.wait_s, sleep=self._sleep, reraise=True
        ):
            number = attempt.retry_state.attempt_number
            with attempt:
                if number == 1:  # made before: a call that goes through pays for no machinery
                    raise first
                return await self._try(conversation, turn, number)
        raise first

    async def _try(
        self, conversation: Conversation, turn: int, number: int
    ) -> tuple[Reply, float]:
        await self._pace.enter()
        try:
            reserved = await self.budget.reserve(conversation)
            try:
                await self._intents.record(conversation.attempt_id, turn, number)
                sent_at = await self._pace.clear()
            except HaltedError:
                self.budget.free(reserved)
                raise
            return await self._send(conversation, reserved, sent_at)
        finally:
            self._pace.leave()

    async def _send(
        self, conversation: Conversation, reserved: int, sent_at: float
    ) -> tuple[Reply, float]:
        self._intents.sent(conversation.attempt_id)
        try:
            reply = await self._answer(conversation)
        except ConfigurationError as error:
            self.budget.free(reserved)
            self._halt.set("configuration", str(error))
            raise HaltedError from error
        except TargetError as error:
            self._note(error, reserved, sent_at)
            raise
        self.budget.settle(reserved, reply.tokens, reply.text)
        self._pace.succeeded(sent_at)
        return reply, anyio.current_time() - sent_at

    async def _answer(self, conversation: Conversation) -> Reply:
        try:
            return await self._target.answer(conversation)
        except BrightlineError:
            raise
        except Exception as error:
            raise TargetError(
                f"{self._target.name} raised {type(error).__name__}: {error}",
                slug=Fault.CRASHED.value,
            ) from error

    def _note(self, error: TargetError, reserved: int, sent_at: float) -> None:
        fault = fault_of(error)
        if fault in UNPAID:
            self.budget.free(reserved)
        else:
            self.budget.forfeit(reserved)
        if fault is Fault.RATE_LIMITED:
            self._pace.limited(sent_at, error.retry_after_s)
            self._limited(error.retry_after_s)
            return
        if error.retry_after_s is not None:
            self._pace.hold(error.retry_after_s)
        if fault not in OWN_FAULTS:
            self._pace.failed(sent_at, error.message)

    async def _sleep(self, seconds: float) -> None:
        with anyio.move_on_after(seconds):
            await self._halt.event.wait()


class _Retry(retry_base):
    """Asks the run's retries whether a call is tried again."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def __call__(self, retry_state: RetryCallState) -> bool:
        outcome = retry_state.outcome
        error = outcome.exception() if outcome is not None else None
        if error is None:
            return False
        caller = self._caller
        return caller.retries.allow(
            error, number=retry_state.attempt_number, calls=caller.budget.calls
        )


def fault_of(error: TargetError) -> Fault:
    """Return the fault that an error names; one of somebody's own counts as a crash."""
    try:
        return Fault(error.slug)
    except ValueError:
        return Fault.CRASHED
