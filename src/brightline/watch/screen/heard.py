"""An exchange in, what the screen reads of it out."""

from typing import NamedTuple

from brightline.records import Exchange, Role

TURNS = 4
"""The user's last turns that are read: a request is often pressed for over several."""

OPENING = 160
"""Characters of a reply that are read: its first sentences say what it does."""


class Heard(NamedTuple):
    """What is read of an exchange."""

    asked: str
    """The user's last turns, one below the other."""
    answered: str = ""
    """How the reply begins; empty where it is not known."""


def heard_in(exchange: Exchange) -> Heard:
    """Return what is read of an exchange."""
    return Heard(asked(exchange), opening(exchange.reply.text))


def asked(exchange: Exchange) -> str:
    """Return what the user wrote in an exchange: the last turns, one below the other."""
    said = [turn.text for turn in exchange.turns if turn.role is Role.USER]
    return "\n".join(said[-TURNS:])


def opening(reply: str) -> str:
    """Return how a reply begins, cut between two words where it is long."""
    if len(reply) <= OPENING:
        return reply
    cut = reply[:OPENING]
    space = cut.rfind(" ")
    return cut[:space] if space > OPENING // 2 else cut
