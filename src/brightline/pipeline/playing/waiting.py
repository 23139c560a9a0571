"""429s in, what the progress line says of them out."""

import math

import anyio

RECENT_S = 10.0
"""Seconds for which a 429 is worth a word after it, or after the wait that came with it."""


class Waiting:
    """What a product that answers 429 makes a run wait for."""

    def __init__(self) -> None:
        self._count = 0
        self._until = -math.inf

    def limited(self, retry_after_s: float | None) -> None:
        """Note a 429 with the seconds that it asks for."""
        self._count += 1
        self._until = max(self._until, anyio.current_time() + (retry_after_s or 0.0))

    def told(self) -> str:
        """Return a few words, e.g. `rate limited (429), 12 so far, waiting 8 s`; or nothing."""
        left = self._until - anyio.current_time()
        if left < -RECENT_S:
            return ""
        words = f"rate limited (429), {self._count:,} so far"
        return f"{words}, waiting {math.ceil(left)} s" if left > 0 else words
