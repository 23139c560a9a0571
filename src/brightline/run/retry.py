"""A failed call in, whether and when it is tried again out: never a reply, never a storm."""

import random

from tenacity import RetryCallState

from brightline.errors import TargetError
from brightline.run.halt import Halt

SHARE = 0.2
"""Retries per call sent, at most ..."""

SPARE = 10
"""... plus these."""

FIRST_S = 0.5
"""Wait before the second try; doubles each time, give or take a half."""


class Retries:
    """Decides about further tries, for all calls of a run together."""

    def __init__(self, *, tries: int, seed: int | None, halt: Halt) -> None:
        self.count = 0
        self._tries = tries
        self._halt = halt
        self._random = random.Random(seed or 0)  # noqa: S311 - spreads waits, guards nothing

    def allow(self, error: BaseException, *, number: int, calls: int) -> bool:
        """Tell whether a call may be tried again, and count it if so.

        Args:
            error: What its last try ended with.
            number: Of that try, from 1.
            calls: Sent so far, tries included.
        """
        allowed = (
            isinstance(error, TargetError)
            and error.retryable
            and number < self._tries
            and not self._halt.happened
            and self.count < SPARE + SHARE * (calls - self.count)
        )
        self.count += allowed
        return allowed

    def wait_s(self, state: RetryCallState) -> float:
        """Return how long to wait, beside what the product asks of every call."""
        doubled: float = FIRST_S * 2.0 ** (state.attempt_number - 1)
        return doubled * self._random.uniform(0.5, 1.5)
