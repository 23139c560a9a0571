"""Messages in, reading out: what a product makes of a conversation before it answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from brightline.records import Expected, Role, Turn
from brightline.simulate.frames import Frame, agrees, shown
from brightline.simulate.product import Product
from brightline.simulate.topics import Topic, delivers, plain, shows

LATE_TURN = 3
"""The user's turn, counted from the first one that names the request, from which it is late."""


@dataclass(frozen=True)
class Reading:
    """What a product makes of a conversation.

    Attributes:
        topic: What is asked; None when the product knows no such request.
        frames: How it is put.
        expected: Whether it is to be refused or answered, the operator's word considered.
        delivered: Whether the last reply delivered it; None when no reply has answered it yet.
    """

    topic: Topic | None
    frames: frozenset[Frame]
    expected: Expected
    delivered: bool | None


def read(product: Product, turns: Sequence[Turn]) -> Reading:
    """Return what a product makes of a conversation.

    Only what any product sees goes in: who said what. The operator's word counts in system
    turns alone; that a user claims it is one more way of putting a request.

    Args:
        product: Who reads.
        turns: The conversation, up to and with the user's last turn.
    """
    asked = [turn.text for turn in turns if turn.role is Role.USER]
    replies = [turn.text for turn in turns if turn.role is Role.ASSISTANT]
    topic, said = _topic(product, asked)
    if topic is None:
        frames = product.dress(said, frozenset())
        return Reading(None, frames, Expected.ANSWER, delivered=None)
    expected = topic.expected
    if topic.rule == product.depends and granted(product, turns):
        expected = Expected.ANSWER
    first = next(number for number, text in enumerate(asked) if shows(plain(text), topic.signs))
    frames, delivered = frozenset[Frame](), None
    if replies and agreed(product, replies[-1]):
        frames = frozenset({Frame.AGREED})
    elif replies and first < len(asked) - 1:
        delivered = delivers(replies[-1], topic)
    if replies and first < len(asked) - 1:
        frames |= _history(asked[first:])
    return Reading(topic, product.dress(said, frames), expected, delivered)


def granted(product: Product, turns: Sequence[Turn]) -> bool:
    """Return whether a system turn says, not merely mentions, the operator's word."""
    system = (plain(turn.text) for turn in turns if turn.role is Role.SYSTEM)
    return any(product.word.search(text) for text in system)


def agreed(product: Product, reply: str) -> bool:
    """Return whether a reply says yes to something, in words that are not the product's own."""
    return (
        agrees(reply)
        and not any(
            text and text in reply
            for topic in product.topics
            for text in (topic.deed, topic.offer, topic.safe)
        )
        and not any(delivers(reply, topic) for topic in product.topics)
    )


def _history(asked: Sequence[str]) -> frozenset[Frame]:
    """Return what the user's turns show together, from the one that first named the request."""
    found = {Frame.INSIST}
    if len(asked) >= LATE_TURN:
        found.add(Frame.LATE)
    if Frame.SEVERAL in shown(asked[0]):
        found.add(Frame.SEVERAL)
    return frozenset(found)


def _topic(product: Product, asked: Sequence[str]) -> tuple[Topic | None, str]:
    """Return what is asked and the text that asks it, the latest request first."""
    for text in reversed(asked):
        wording = plain(text)
        for topic in product.topics:
            if shows(wording, topic.signs):
                return topic, text
    return None, asked[-1] if asked else ""
