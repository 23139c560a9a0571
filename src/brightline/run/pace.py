"""Calls that want to go out in, the moment at which each may out.

As many are in flight as the user allows.  All 429 that answer calls sent before the last was
noted are one episode; each episode teaches the rate at which calls go out from then on.  What
the product asks one call to wait holds for every call, until one that was sent later is
answered all the same: then it was meant for that call, which waits by itself.  A product that
fails again and again is asked by one call at a time, until it answers or the breaker ends the
run.
"""

import math

import anyio

from brightline.run.halt import Halt
from brightline.run.rate import Rate
from brightline.run.retry import LONGEST_TOLD_S
from brightline.run.settings import RunSettings

TROUBLE = 5
"""Failures in a row from which on one call at a time asks whether the product is back."""

PAUSE_S = 0.5
"""First pause in trouble; doubles each time."""

TROUBLE_PAUSE_S = 2.0
"""Longest pause in trouble."""

LIMITED_IN_A_ROW = 7
"""Episodes without a single success after which the product counts as unreachable ..."""

LIMITED_PATIENCE_S = 75.0
"""... and how long that must have lasted where it had answered before: longer than a minute."""

LONGEST_WAIT_S = LONGEST_TOLD_S
"""The longest wait that we accept; a product that asks for more ends the run."""

SHUT = 8
"""Refusals in a row after which also a product that sheds load counts as shut."""

CATCH_UP = 0.2
"""Share of a gap that a call which woke up late may take from the next: timers always are."""

MARGIN_S = 0.005
"""Added to what the product asks for: clocks are not exact."""


class Pace:
    """Decides when the next call may be sent."""

    def __init__(self, settings: RunSettings, halt: Halt) -> None:
        self._settings = settings
        self._halt = halt
        self._in_flight = 0
        self._rate = Rate(settings.at_once)
        self._held_until = -math.inf
        self._limited_until = -math.inf
        """Till when a product that answered 429 asked all to wait; within what holds."""
        self._limited_sent_at = -math.inf
        self._in_a_row = 0
        self._next_at = -math.inf
        self._episode_at = self._success_at = -math.inf
        self._episodes = 0
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
        now = anyio.current_time()
        if not self._turn.locked() and self._open(now):
            self._take(now)
            return
        async with self._turn:  # one waits for the pace, the others for their turn
            while not self._open(now := anyio.current_time()):
                await self._wait(now)
                self._halt.check()
            self._halt.check()
            self._take(now)

    async def clear(self) -> float:
        """Wait while the product has asked us to; return the moment of sending.

        Asked again right before a call is sent, because storing its intent took a moment.

        Raises:
            HaltedError: nothing new is sent any more, and the wait is not over.
        """
        while (now := anyio.current_time()) < self._closed_until:
            self._halt.check()
            await self._wait(now)
        return now

    @property
    def _closed_until(self) -> float:
        return max(self._held_until, self._limited_until)

    def leave(self) -> None:
        """Give a place back."""
        self._in_flight -= 1
        self._wake()

    def succeeded(self, sent_at: float) -> None:
        """Note a reply to a call that was sent then."""
        self._failures = self._pauses = self._episodes = self._in_a_row = 0
        now = self._success_at = anyio.current_time()
        self._rate.taken(sent_at, self._in_flight)
        if sent_at > self._limited_sent_at and now < self._limited_until:
            self._limited_until = now
            self._wake()
        self._next_at = min(self._next_at, self._success_at + self._rate.gap_s)

    def limited(self, sent_at: float, retry_after_s: float | None) -> None:
        """Note a 429.

        Args:
            sent_at: When its call was sent.
            retry_after_s: What the product asks us to wait, None when it does not say.
        """
        self._failures = self._pauses = 0
        self._rate.refused(sent_at, retry_after_s)
        now = anyio.current_time()
        self._limited_sent_at = max(self._limited_sent_at, sent_at)
        if retry_after_s is not None:
            self._insist_on_short(retry_after_s)
            # Of a product that refuses some at any rate, one call says nothing of the others.
            self._in_a_row += 1
            meant_for_all = not self._rate.sheds or self._in_a_row >= SHUT
            until = now + retry_after_s + MARGIN_S if meant_for_all else now
            self._limited_until = max(self._limited_until, until)
        if sent_at <= self._episode_at:
            return
        self._rate.shrink(now)
        self._next_at = now + self._rate.gap_s
        self._episode_at = now
        self._episodes += 1
        if self._episodes > LIMITED_IN_A_ROW and not self._may_be_shut(now):
            self._halt.set(
                "unreachable", f"the product answered 429 {self._episodes} times in a row"
            )

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
        self._insist_on_short(seconds)
        until = anyio.current_time() + seconds + MARGIN_S
        self._held_until = max(self._held_until, until)

    def _insist_on_short(self, seconds: float) -> None:
        if seconds > LONGEST_WAIT_S:
            self._halt.set(
                "unreachable",
                f"the product asks us to wait {seconds:.0f} s before the next call",
            )

    def _pause(self, now: float) -> None:
        """Rest before one call asks again; what fails together counts once."""
        if now < self._closed_until:
            return
        self._pauses += 1
        rest = min(TROUBLE_PAUSE_S, PAUSE_S * 2.0 ** (self._pauses - 1))
        self._held_until = now + rest

    def _may_be_shut(self, now: float) -> bool:
        """Tell whether the product may have a limit per minute that is used up."""
        return now - self._success_at < LIMITED_PATIENCE_S

    def _open(self, now: float) -> bool:
        limit = 1 if self._failures >= TROUBLE else self._settings.at_once
        return self._in_flight < limit and now >= max(self._closed_until, self._next_at)

    def _take(self, now: float) -> None:
        self._in_flight += 1
        self._rate.send(now)
        gap_s = self._rate.gap_s
        self._next_at = max(self._next_at, now - gap_s * CATCH_UP) + gap_s

    async def _wait(self, now: float) -> None:
        """Wait until a place is free, or the time has come.

        Args:
            now: When it was seen that no call may go out.  A later look at the clock might find
                that the time has just come, and wait for a place that is free already.
        """
        at = max(self._closed_until, self._next_at)
        changed = self._changed
        with anyio.move_on_after(at - now if at > now else math.inf):
            await changed.wait()

    def _wake(self) -> None:
        if self._turn.locked() or self._closed_until > -math.inf:
            self._changed.set()
            self._changed = anyio.Event()
