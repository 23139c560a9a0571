"""A failed call in, whether and when it is tried again out: never a reply, never a storm."""

import random

from tenacity import RetryCallState

from brightline.errors import TargetError
from brightline.records import Fault
from brightline.run.halt import Halt

SHARE = 0.2
"""Retries per call sent after which no other failure than a 429 is tried again ..."""

SPARE = 10
"""... plus these."""

FIRST_S = 0.5
"""Wait before the second try; doubles each time, give or take a half."""

LONGEST_S = 8.0
"""The longest such wait, before the half."""

LONGEST_TOLD_S = 300.0
"""The longest wait that a product may ask for; one that asks for more ends the run."""

LIMITED_TRIES = 12
"""Of a call that is answered 429: the product is there, and may be shut for a minute."""


class Retries:
    """Decides about further tries, for all calls of a run together."""

    def __init__(self, *, tries: int, seed: int | None, halt: Halt) -> None:
        self.count = 0
        self._tries = tries
        self._halt = halt
        self._random = random.Random(seed or 0)  # noqa: S311 - spreads waits, guards nothing

    def allow(self, error: BaseException, *, number: int, calls: int) -> bool:
        """Tell whether a call may be tried again, and count it if so.

        A call that was answered 429 may always: the product is there and will take it later,
        and the pace sees to it that there are few.

        Args:
            error: What its last try ended with.
            number: Of that try, from 1.
            calls: Sent so far, tries included.
        """
        if not isinstance(error, TargetError) or not error.retryable:
            return False
        most = max(self._tries, LIMITED_TRIES) if limited(error) else self._tries
        if number >= most or self._halt.happened:
            return False
        if not limited(error) and self.count >= SPARE + SHARE * (calls - self.count):
            return False
        self.count += 1
        return True

    def wait_s(self, state: RetryCallState) -> float:
        """Return how long to wait: what the product says, or ever longer where it does not."""
        outcome = state.outcome
        error = outcome.exception() if outcome is not None else None
        if isinstance(error, TargetError) and error.retry_after_s is not None:
            return min(error.retry_after_s, LONGEST_TOLD_S)
        doubled: float = FIRST_S * 2.0 ** (state.attempt_number - 1)
        return min(LONGEST_S, doubled) * self._random.uniform(0.5, 1.5)


def limited(error: TargetError) -> bool:
    """Tell whether an error is a 429."""
    return error.slug == Fault.RATE_LIMITED.value
