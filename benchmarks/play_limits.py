"""How a run lives with rate limits: what it uses of them, and what it wastes.

usage: python benchmarks/play_limits.py [PLAYS]

An in-process product with a bucket of calls that fills at a rate refuses what is above it, with
and without saying how long to wait. One line per limit: the share of the limit that was used,
the calls answered 429, and the retries, which must stay within a fifth of the plays and ten.
"""

import sys
from collections.abc import Iterator

import anyio

from brightline.errors import TargetError
from brightline.records import (
    Case,
    Conversation,
    Expected,
    Fault,
    Reply,
    Role,
    Turn,
)
from brightline.run.play import Queue, RunSettings, play

LATENCY_S = 0.01
LIMITS = ((50, 5, True), (100, 20, True), (60, 60, True), (200, 50, True), (100, 10, False))
"""Calls per second, size of the bucket, whether the wait is said."""


class Limited:
    """A product that takes so many calls a second."""

    name = "limited"
    takes_system = True
    takes_turns = True
    takes_history = True

    def __init__(self, rate: float, burst: float, *, says: bool) -> None:
        self._rate, self._burst, self._left, self._says = rate, burst, burst, says
        self._at = self.first_at = self.last_at = anyio.current_time()
        self.served = self.refused = 0

    async def answer(self, conversation: Conversation) -> Reply:
        """Answer, or refuse what is above the limit."""
        now = anyio.current_time()
        self._left = min(self._burst, self._left + (now - self._at) * self._rate)
        self._at = self.last_at = now
        served = self._left >= 1
        self._left -= served
        self.served += served
        self.refused += not served
        wait_s = (1 - self._left) / self._rate
        await anyio.sleep(LATENCY_S)
        if served:
            return Reply(text=conversation.attempt_id, tokens=10)
        raise TargetError(
            "slow down",
            slug=Fault.RATE_LIMITED.value,
            retryable=True,
            retry_after_s=wait_s if self._says else None,
        )

    async def aclose(self) -> None:
        """Hold nothing."""


def main() -> None:
    """Play against each limit."""
    plays = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    for rate, burst, says in LIMITS:
        print(anyio.run(_line, plays, rate, burst, says))


async def _line(plays: int, rate: float, burst: float, says: bool) -> str:  # noqa: FBT001, PLR0917 - anyio.run passes by position
    target = Limited(rate, burst, says=says)
    ending = await play(
        Queue(_plan(plays)),
        target,
        settings=RunSettings(at_once=16),
        intend=_drop,
        deliver=_drop,
        stop=anyio.Event(),
    )
    seconds = target.last_at - target.first_at
    used = (target.served - burst) / rate / seconds
    return (
        f"{rate}/s, bucket {burst}, {'says' if says else 'does not say'} how long:"
        f" used {used:.0%}, answered 429 {target.refused}, retries {ending.retries},"
        f" {ending.reason}"
    )


async def _drop(rows: object) -> None:
    del rows


def _plan(count: int) -> Iterator[tuple[Case, int]]:
    case = Case(
        id="rule/direct/0",
        rule_id="rule",
        technique="direct",
        expected=Expected.ANSWER,
        objective="Hello?",
        turns=(Turn(role=Role.USER, text="Hello?"),),
    )
    return ((case, trial) for trial in range(1, count + 1))


if __name__ == "__main__":
    main()
