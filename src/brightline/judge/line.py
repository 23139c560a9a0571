"""Conversations in, a model's replies out: few retries, a hard budget, none for the dead."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import anyio
import anyio.lowlevel

from brightline.errors import BrightlineError, ConfigurationError, TargetError
from brightline.ports import Target
from brightline.records import Conversation, Fault, Reply

CHARACTERS_PER_TOKEN = 3
"""For an estimate that is rather too high."""

OWN_FAULTS = frozenset({Fault.HTTP_4XX.value, Fault.TOO_LARGE.value})
"""Faults that say something of the one request and nothing of the model's health."""


class UnansweredError(Exception):
    """A call gave no reply; says why, in words for the judgement."""


class SpentError(UnansweredError):
    """The budget leaves no call; says so, in words for the judgement."""


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


Save = Callable[[Cost], Awaitable[None]]
"""Stores what was spent in all by this process; returns once that is durable."""


class Line:
    """Calls one model.

    A call is counted, and its tokens are reserved, before it is sent; where a run is behind it
    (`keep`), that is also stored before, so that a kill makes no call free.
    """

    def __init__(self, target: Target, settings: LineSettings) -> None:
        self.target = target
        self.spent = Cost()
        self.before = Cost()
        """What others spent on this model for the same run: it counts in the budget."""
        self._save: Save | None = None
        self._saving: anyio.Lock | None = None
        self._saved = Cost()
        self._reservations = 0
        self._stored = 0
        """Reservations that are stored."""
        self._settings = settings
        self._reserved = 0
        self._limit: anyio.CapacityLimiter | None = None
        self._failed = 0
        self._open_until = 0.0
        self._why = ""
        self._dead = ""

    @property
    def is_spent(self) -> bool:
        """Whether the budget of calls leaves none."""
        calls = self._settings.budget_calls
        return calls is not None and self.before.calls + self.spent.calls >= calls

    def keep(self, before: Cost, save: Save) -> None:
        """Count what was spent before, and store what is spent from now on before it is."""
        self.before, self._save = before, save
        self._saved = Cost()

    async def settle(self) -> None:
        """Store what the calls have cost, now that they have ended.

        Raises:
            StoreError: it could not be stored.
        """
        with anyio.CancelScope(shield=True):
            while self._save is not None and self._due() != self._saved:
                await self._store()

    async def ask(self, conversation: Conversation, cost: Cost) -> Reply:
        """Return the reply.

        Args:
            conversation: What to send.
            cost: Charged with every try.

        Raises:
            UnansweredError: no reply came, or nothing is sent any more.
            ConfigurationError: the model can never answer as configured; later calls get
                `UnansweredError` at once.
            StoreError: the call could not be recorded, so it was not sent.
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
        await self._record(reserved)
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
        due = self._due()
        if self.is_spent:
            raise SpentError(f"not asked, the judge's {calls} calls are spent")
        if tokens is not None and self.before.tokens + due.tokens + estimate > tokens:
            raise SpentError(f"not asked, the judge's {tokens} tokens are spent")
        self.spent.calls += 1
        self._reserved += estimate
        self._reservations += 1
        return estimate

    async def _record(self, reserved: int) -> None:
        """Store a reservation; one that is stored in vain is given back."""
        mine = self._reservations
        try:
            while self._save is not None and self._stored < mine:
                await self._store()
            await anyio.lowlevel.checkpoint()
        except BaseException:
            self.spent.calls -= 1
            self._reserved -= reserved
            raise

    async def _store(self) -> None:
        """Store what is spent and reserved now, of all calls at once."""
        if self._saving is None:
            self._saving = anyio.Lock()
        stored = self._stored
        async with self._saving:
            if self._save is None or stored != self._stored:
                return  # another call has stored this one with its own
            due, stored = self._due(), self._reservations
            with anyio.CancelScope(shield=True):
                await self._save(due)
            self._saved, self._stored = due, stored

    def _due(self) -> Cost:
        return Cost(self.spent.calls, self.spent.tokens + self._reserved)

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
