"""Calls about to be sent in, leave to send them out: what is spent never passes the cap.

A call is counted, and its tokens are reserved, before it is sent.  What it cost replaces the
reservation when it has ended; where nobody knows, the reservation stands.
"""

import anyio

from brightline.records import Conversation
from brightline.run.halt import Halt, HaltedError
from brightline.run.settings import RunSettings

CHARACTERS_PER_TOKEN = 4

FIRST_GUESS = 1024
"""Tokens of a reply, while no reply has come and none is capped."""

PER_TURN = 4
"""Tokens that a turn's role and marks add."""


class Budget:
    """What a run has spent and may still spend."""

    def __init__(self, settings: RunSettings, halt: Halt) -> None:
        self.calls = 0
        self.tokens = 0
        self._reserved = 0
        self._longest = 0
        self._settings = settings
        self._halt = halt
        self._changed = anyio.Event()
        halt.wakes(self._wake)

    async def reserve(self, conversation: Conversation) -> int:
        """Count a call and reserve its tokens; waits while calls in flight may still settle.

        Returns:
            The tokens reserved, for `settle` or `release`.

        Raises:
            HaltedError: the call would pass a cap, or the run has ended.
        """
        estimate = self._input(conversation) + self._output()
        cap = self._settings.budget_tokens
        while True:
            self._halt.check()
            self._check_calls()
            if cap is None or self.tokens + self._reserved + estimate <= cap:
                break
            if not self._reserved:
                self._halt.set("budget", f"{self.tokens} of {cap} tokens are spent")
                raise HaltedError
            await self._changed.wait()
        self.calls += 1
        self._reserved += estimate
        return estimate

    def settle(self, reserved: int, tokens: int | None, reply_text: str = "") -> None:
        """Replace a reservation by what the call cost.

        Args:
            reserved: What `reserve` returned.
            tokens: What the product says it cost; None when it does not say.
            reply_text: The reply, to estimate from when the product does not say.
        """
        out = len(reply_text) // CHARACTERS_PER_TOKEN + PER_TURN
        self._longest = max(self._longest, out)
        spent = reserved - self._output() + out if tokens is None else tokens
        self._release(reserved, max(0, spent))

    def forfeit(self, reserved: int) -> None:
        """Keep a reservation as spent: the call may have been paid for, nobody knows."""
        self._release(reserved, reserved)

    def free(self, reserved: int) -> None:
        """Give a reservation back: the product took no tokens for the call."""
        self._release(reserved, 0)

    def _check_calls(self) -> None:
        cap = self._settings.budget_calls
        if cap is not None and self.calls >= cap:
            before = self._settings.calls_before
            tried = ", those that tried the target among them" if before else ""
            sent, most = self.calls + before, cap + before
            self._halt.set("budget", f"{sent} of {most} calls are sent{tried}")
            raise HaltedError

    def _release(self, reserved: int, spent: int) -> None:
        self._reserved -= reserved
        self.tokens += spent
        self._wake()

    def _wake(self) -> None:
        if self._settings.budget_tokens is not None:
            self._changed.set()
            self._changed = anyio.Event()

    def _input(self, conversation: Conversation) -> int:
        characters = sum(len(turn.text) for turn in conversation.turns)
        return characters // CHARACTERS_PER_TOKEN + PER_TURN * len(conversation.turns)

    def _output(self) -> int:
        return self._settings.max_tokens or self._longest or FIRST_GUESS
