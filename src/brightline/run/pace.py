"""Calls that want to go out in, the moment at which each may out.

Grows with every success, quickly at first, up to what the user allows.  Shrinks once for all
the 429 that answer calls sent before the last shrink (one episode), and learns the rate that
the product sustains from the successes between two episodes, waits included; until that is
known it feels its way up again from a single call.  What the product asks us to wait holds for
every call.  A product that fails again and again is asked by one
call at a time, until it answers or the breaker ends the run.
"""

import math

import anyio

from brightline.run.halt import Halt
from brightline.run.settings import RunSettings

START = 20
"""Calls in flight before anything is known."""

SHRINK = 0.8

FAST_GROWTH = 1.01
"""Of the rate per success, far below the one that was last too much."""

SLOW_GROWTH = 1.002
"""The same near to it: a limit may have been raised, but every 429 is a call for nothing."""

LEAST_LEFT, MOST_LEFT = 0.5, 0.95
"""What an episode leaves of the rate."""

NEAR = 0.9
"""From this share of the rate that was last too much, growth is slow."""

ENOUGH = 5
"""Successes that say something about the product's rate."""

TROUBLE = 5
"""Failures in a row from which on one call at a time asks whether the product is back."""

PAUSE_S = 0.5
"""First pause in trouble and after a 429 that names none; doubles each time."""

REFILL = 10
"""Calls' worth of time to pause after a 429 that names no wait, once the rate is known."""

TROUBLE_PAUSE_S = 2.0
"""Longest pause in trouble."""

LIMITED_PAUSE_S = 30.0
"""Longest pause after a 429 that names none."""

LIMITED_IN_A_ROW = 7
"""Episodes without a single success after which the product counts as unreachable."""

LONGEST_WAIT_S = 300.0
"""The longest wait that we accept; a product that asks for more ends the run."""

MARGIN_S = 0.005
"""Added to what the product asks for: clocks are not exact."""


class Pace:
    """Decides when the next call may be sent."""

    def __init__(self, settings: RunSettings, halt: Halt) -> None:
        self._settings = settings
        self._halt = halt
        self._limit = float(min(settings.at_once, START))
        self._in_flight = 0
        self._slow_start = True
        self._held_until = -math.inf
        self._ramp = math.inf
        self._rate: float | None = None
        self._too_much = math.inf
        self._next_at = -math.inf
        self._episode_at = self._lesson_at = -math.inf
        self._episodes = 0
        self._successes = 0
        self._failures = 0
        self._failing_since = -math.inf
        self._pauses = 0
        self._turn = anyio.Lock()
        self._changed = anyio.Event()
        halt.wakes(self._wake)

    async def enter(self) -> None:
        """Wait until one more call may be in flight, and take its place.

        Raises:
            HaltedError: nothing new is sent any more.
        """
        self._halt.check()
        if self._turn.locked() or not self._open(anyio.current_time()):
            async with self._turn:  # one waits for the pace, the others for their turn
                while not self._open(anyio.current_time()):
                    await self._wait()
                    self._halt.check()
                self._halt.check()
                self._take()
            return
        self._take()

    async def clear(self) -> float:
        """Wait while the product has asked us to; return the moment of sending.

        Asked again right before a call is sent, because storing its intent took a moment.

        Raises:
            HaltedError: nothing new is sent any more, and the wait is not over.
        """
        while (now := anyio.current_time()) < self._held_until:
            self._halt.check()
            await self._wait()
        return now

    @property
    def busy(self) -> bool:
        """Whether a call is in flight."""
        return self._in_flight > 0

    def leave(self) -> None:
        """Give a place back."""
        self._in_flight -= 1
        self._wake()

    def succeeded(self) -> None:
        """Note a reply."""
        self._failures = self._pauses = self._episodes = 0
        self._successes += 1
        self._ramp += 1
        most = self._settings.at_once
        if self._limit < most:
            step = 1.0 if self._slow_start else 1.0 / self._limit
            self._limit = min(float(most), self._limit + step)
        if self._rate is not None:
            slow = self._rate > NEAR * self._too_much
            self._rate *= SLOW_GROWTH if slow else FAST_GROWTH

    def limited(self, sent_at: float, retry_after_s: float | None) -> None:
        """Note a 429.

        Args:
            sent_at: When its call was sent.
            retry_after_s: What the product asks us to wait, None when it does not say.
        """
        self._failures = self._pauses = 0
        if retry_after_s is not None:
            self.hold(retry_after_s)
        if sent_at <= self._episode_at:
            return
        now = anyio.current_time()
        self._slow_start = False
        self._limit = max(1.0, self._limit * SHRINK)
        self._learn(now)
        self._ramp = 1.0 if self._rate is None else math.inf
        self._episode_at = now
        self._episodes += 1
        if self._episodes > LIMITED_IN_A_ROW:
            self._halt.set(
                "unreachable", f"the product answered 429 {self._episodes} times in a row"
            )
        elif retry_after_s is None or self._episodes > 1:  # `now` again and again is no word
            first = PAUSE_S if self._rate is None else min(PAUSE_S, REFILL / self._rate)
            pause = min(LIMITED_PAUSE_S, first * 2 ** (self._episodes - 1))
            self._held_until = max(self._held_until, now + pause)

    def failed(self, sent_at: float, message: str) -> None:
        """Note a failure that is not the request's own; ends the run after too many."""
        self._failures += 1
        if self._failures == 1:
            self._failing_since = sent_at
        now = anyio.current_time()
        lasted = now - self._failing_since
        if self._failures >= self._settings.breaker and lasted >= self._settings.patience_s:
            self._halt.set(
                "unreachable",
                f"the product failed {self._failures} times in a row; last: {message}",
            )
        elif self._failures >= TROUBLE:
            self._pause(now)

    def hold(self, seconds: float) -> None:
        """Send nothing for as long as the product asks, or end the run if that is too long."""
        if seconds > LONGEST_WAIT_S:
            self._halt.set(
                "unreachable",
                f"the product asks us to wait {seconds:.0f} s before the next call",
            )
        until = anyio.current_time() + seconds + MARGIN_S
        self._held_until = max(self._held_until, until)

    def _pause(self, now: float) -> None:
        """Rest before one call asks again; what fails together counts once."""
        if now < self._held_until:
            return
        self._pauses += 1
        rest = min(TROUBLE_PAUSE_S, PAUSE_S * 2.0 ** (self._pauses - 1))
        self._held_until = now + rest

    def _learn(self, now: float) -> None:
        """Take the rate since the last lesson as what can be sustained, waits included.

        A lesson may take several episodes, until it has successes enough.  A rate that was too
        much shrinks in any case, and by half at most: a short time tells little.
        """
        length = now - self._lesson_at
        told = self._successes >= ENOUGH and 0 < length < math.inf
        seen = self._successes / length if told else 0.0
        if told or math.isinf(length):
            self._lesson_at = now
            self._successes = 0
        if self._rate is None:
            self._rate = seen or None
            return
        self._too_much = self._rate
        least, most = LEAST_LEFT * self._rate, MOST_LEFT * self._rate
        self._rate = min(most, max(least, seen)) if told else most

    def _open(self, now: float) -> bool:
        limit = 1 if self._failures >= TROUBLE else int(min(self._limit, self._ramp))
        return self._in_flight < limit and now >= self._held_until and now >= self._next_at

    def _take(self) -> None:
        self._in_flight += 1
        if self._rate is not None:
            now = anyio.current_time()
            self._next_at = max(now, self._next_at) + 1 / self._rate

    async def _wait(self) -> None:
        """Wait until a place is free, or the time has come."""
        at = max(self._held_until, self._next_at)
        now = anyio.current_time()
        changed = self._changed
        with anyio.move_on_after(at - now if at > now else math.inf):
            await changed.wait()

    def _wake(self) -> None:
        if self._turn.locked() or self._held_until > -math.inf:
            self._changed.set()
            self._changed = anyio.Event()
