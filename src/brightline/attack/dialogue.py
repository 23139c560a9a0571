"""Requests in, a product's real replies out: with going back, and from the start again."""

from collections.abc import Sequence
from itertools import count
from typing import NamedTuple

from brightline.attack.parts import Ask
from brightline.records import Conversation, Exchange, Reply, Role, Turn


class Talk(NamedTuple):
    """A conversation so far; never changed, so that going back is to take an older one."""

    id: str
    """Attempt id: new for every conversation that begins."""
    turns: tuple[Turn, ...]
    """With the real replies in place; the last is the user's, or a system's before any."""
    reply: Reply | None
    """To the last turn; None before the first."""

    @property
    def exchange(self) -> Exchange:
        """What a judge sees; the caller adds the objective."""
        assert self.reply is not None  # noqa: S101 - only a talk that was answered is judged
        return Exchange(turns=self.turns, reply=self.reply)


class Product:
    """Talks to a product."""

    def __init__(self, ask: Ask, system: Sequence[Turn], *, name: str) -> None:
        """Prepare.

        Args:
            ask: Sends a conversation.
            system: At most one system turn, sent first.
            name: Beginning of every attempt id.
        """
        self._ask = ask
        self._system = tuple(system)
        self._name = name
        self._numbers = count(1)

    def begin(self) -> Talk:
        """Return a new conversation, in which nothing is said yet."""
        return Talk(f"{self._name}#{next(self._numbers)}", self._system, None)

    async def say(self, talk: Talk, *turns: Turn) -> Talk:
        """Say one thing more.

        Args:
            talk: What was said before; not changed.
            turns: Answers that we put into its mouth, and last the user's turn.

        Raises:
            NoReplyError: no reply came.
            OverError: nothing is sent any more.
        """
        said = talk.turns
        if talk.reply is not None:
            said = (*said, Turn(role=Role.ASSISTANT, text=talk.reply.text))
        said = (*said, *turns)
        session = talk.reply.session if talk.reply is not None else None
        reply = await self._ask(Conversation(turns=said, attempt_id=talk.id, session=session))
        return Talk(talk.id, said, reply)

    async def back_to(self, talk: Talk, gone: Talk) -> Talk:
        """Return a conversation that goes on from talk, as if gone had not been said.

        A product that keeps conversations itself has heard what is gone: there the turns of
        talk are said again in a new one, and its replies may differ.

        Raises:
            NoReplyError: no reply came.
            OverError: nothing is sent any more.
        """
        if gone.reply is None or gone.reply.session is None:
            return talk
        users = [turn for turn in talk.turns if turn.role is Role.USER]
        fresh = self.begin()
        for turn in users:
            fresh = await self.say(fresh, turn)
        return fresh

    async def play(self, script: Sequence[Turn]) -> Exchange:
        """Play a script from the start: each user's turn that no scripted answer follows.

        Args:
            script: User's turns, and assistant's turns that we wrote; the last is the user's.

        Raises:
            NoReplyError: no reply came.
            OverError: nothing is sent any more.
        """
        talk = self.begin()
        waiting: list[Turn] = []
        for index, turn in enumerate(script):
            ours = turn.role is Role.ASSISTANT
            waiting.append(turn.model_copy(update={"scripted": ours, "after": None}))
            following = script[index + 1].role if index + 1 < len(script) else Role.USER
            if turn.role is Role.USER and following is Role.USER:
                talk = await self.say(talk, *waiting)
                waiting = []
        return talk.exchange


def calls_of(script: Sequence[Turn]) -> int:
    """Return how many calls one play of a script costs, when each goes through at once."""
    return sum(
        turn.role is Role.USER
        and (index + 1 == len(script) or script[index + 1].role is Role.USER)
        for index, turn in enumerate(script)
    )
