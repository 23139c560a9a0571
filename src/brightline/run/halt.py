"""The one switch that ends a run early: set once, by whoever sees the reason first."""

from collections.abc import Callable

import anyio

from brightline.run.settings import Reason


class HaltedError(Exception):
    """A play cannot go on, because nothing new is sent; it is not delivered."""


class Halt:
    """Whether something new may be sent, and why not."""

    def __init__(self) -> None:
        self.reason: Reason = "completed"
        self.message = ""
        self.event = anyio.Event()
        self._wake: list[Callable[[], None]] = []

    def __repr__(self) -> str:
        return f"Halt({self.reason})"

    @property
    def happened(self) -> bool:
        """Whether nothing new may be sent."""
        return self.reason != "completed"

    def wakes(self, wake: Callable[[], None]) -> None:
        """Call this when the switch is set."""
        self._wake.append(wake)

    def set(self, reason: Reason, message: str) -> None:
        """End the run; the first reason stands."""
        if self.happened:
            return
        self.reason = reason
        self.message = message
        self.event.set()
        for wake in self._wake:
            wake()

    def check(self) -> None:
        """Raise if nothing new may be sent.

        Raises:
            HaltedError: so it is.
        """
        if self.happened:
            raise HaltedError
