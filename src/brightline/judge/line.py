"""Conversations in, a model's replies out: few retries, a hard budget, none for the dead."""

from dataclasses import dataclass

import anyio

from brightline.errors import BrightlineError, ConfigurationError, TargetError
from brightline.ports import Target
from brightline.records import Conversation, Fault, Reply

CHARACTERS_PER_TOKEN = 3
"""For an estimate that is rather too high."""

OWN_FAULTS = frozenset({Fault.HTTP_4XX.value, Fault.TOO_LARGE.value})
"""Faults that say something of the one request and nothing of the model's health."""


class UnansweredError(Exception):
    """A call gave no reply; says why, in words for the judgement."""


@dataclass(frozen=True, kw_only=True)
class LineSettings:
    """How a model is called."""

    at_once: int = 4
    budget_calls: int | None = None
    """Calls at most, tries included; None sets no cap."""
    budget_tokens: int | None = None
    max_tokens: int = 1024
    """Of an answer: what a call may cost."""
    tries: int = 3
    """Of one call, the first included; only a failed transport is tried again."""
    pause_s: float = 0.5
    """Before the second try; doubles."""
    longest_pause_s: float = 20.0
    """What a busy model may ask us to wait; one that asks for more has failed."""
    breaker: int = 5
    """Tries that failed in a row after which nothing is sent for a while."""
    cool_s: float = 30.0
    """Seconds until one call is tried again."""


@dataclass
class Cost:
    """What was spent."""

    calls: int = 0
    tokens: int = 0


class Line:
    """Calls one model."""

    def __init__(self, target: Target, settings: LineSettings) -> None:
        self.target = target
        self.spent = Cost()
        self._settings = settings
        self._reserved = 0
        self._limit: anyio.CapacityLimiter | None = None
        self._failed = 0
        self._open_until = 0.0
        self._why = ""
        self._dead = ""

    async def ask(self, conversation: Conversation, cost: Cost) -> Reply:
        """Return the reply.

        Args:
            conversation: What to send.
            cost: Charged with every try.

        Raises:
            UnansweredError: no reply came, or nothing is sent any more.
            ConfigurationError: the model can never answer as configured; later calls get
                `UnansweredError` at once.
        """
        if self._limit is None:
            self._limit = anyio.CapacityLimiter(self._settings.at_once)
        async with self._limit:
            for number in range(1, self._settings.tries + 1):
                self._check()
                try:
                    return await self._try(conversation, cost)
                except TargetError as error:
                    pause_s = self._pause_s(error, number)
                    if pause_s is None:
                        raise UnansweredError(error.message) from error
                await anyio.sleep(pause_s)
        raise AssertionError("the last try returns or raises")

    def _check(self) -> None:
        if self._dead:
            raise UnansweredError(self._dead)
        if anyio.current_time() < self._open_until:
            raise UnansweredError(
                f"not asked, {self._failed} calls in a row had failed: {self._why}"
            )

    async def _try(self, conversation: Conversation, cost: Cost) -> Reply:
        reserved = self._reserve(conversation)
        cost.calls += 1
        if self._failed >= self._settings.breaker:
            # The one that finds out: the others keep away until it is back.
            self._open_until = anyio.current_time() + self._settings.cool_s
        spent = reserved
        try:
            reply = await self._answer(conversation)
            spent = reserved if reply.tokens is None else reply.tokens
        except ConfigurationError as error:
            self._dead = error.message
            raise
        except TargetError as error:
            self._note(error)
            raise
        finally:
            self._reserved -= reserved
            self.spent.tokens += spent
            cost.tokens += spent
        self._failed, self._open_until = 0, 0.0
        return reply

    async def _answer(self, conversation: Conversation) -> Reply:
        try:
            return await self.target.answer(conversation)
        except BrightlineError:
            raise
        except Exception as error:
            raise TargetError(
                f"{self.target.name} raised {type(error).__name__}: {error}",
                slug=Fault.CRASHED.value,
            ) from error

    def _reserve(self, conversation: Conversation) -> int:
        settings = self._settings
        characters = sum(len(turn.text) for turn in conversation.turns)
        estimate = characters // CHARACTERS_PER_TOKEN + settings.max_tokens
        calls, tokens = settings.budget_calls, settings.budget_tokens
        if calls is not None and self.spent.calls >= calls:
            raise UnansweredError(f"not asked, the judge's {calls} calls are spent")
        if tokens is not None and self.spent.tokens + self._reserved + estimate > tokens:
            raise UnansweredError(f"not asked, the judge's {tokens} tokens are spent")
        self.spent.calls += 1
        self._reserved += estimate
        return estimate

    def _note(self, error: TargetError) -> None:
        if error.slug in OWN_FAULTS:
            return
        self._failed += 1
        self._why = error.message
        if self._failed >= self._settings.breaker:
            self._open_until = anyio.current_time() + self._settings.cool_s

    def _pause_s(self, error: TargetError, number: int) -> float | None:
        """Return how long to wait before the next try; None: there is none."""
        settings = self._settings
        late = error.slug == Fault.TIMEOUT.value  # another deadline would cost as much again
        if late or not error.retryable or number >= settings.tries:
            return None
        wait = error.retry_after_s
        pause_s = settings.pause_s * 2.0 ** (number - 1) if wait is None else wait
        return pause_s if pause_s <= settings.longest_pause_s else None
