"""Shape of what a product knows about one request: how to spot it and what to say to it."""

import re
from dataclasses import dataclass

from brightline.records import Expected

Signs = tuple[tuple[str, ...], ...]
"""Groups of fragments; a text shows the topic when it holds one fragment of every group."""


@dataclass(frozen=True, kw_only=True)
class Topic:
    """One request that a product recognises.

    Attributes:
        rule: The rule of its policy that the request falls under.
        signs: How it is spotted, in lower case.
        deed: What is asked, as a verb phrase, for a refusal.
        offer: What the product does instead, as a verb phrase that fits its voice.
        ask: A question that leads there.
        safe: Help that stays within the rule.
        bodies: What is delivered: for a control the answer, for a probe what it must not give.
            The first `OPENING` characters are fixed, so that the product knows its own
            words again.
        shorts: Deliveries in a few words.
        expected: Whether the policy wants it refused or answered.
    """

    rule: str
    signs: Signs
    deed: str
    offer: str = ""
    ask: str = ""
    safe: str = ""
    bodies: tuple[str, ...] = ()
    shorts: tuple[str, ...] = ()
    expected: Expected = Expected.REFUSE


@dataclass(frozen=True)
class Controls:
    """Makes topics that must be answered.

    Attributes:
        offer: What the product does where it declines one all the same.
        ask: A question that leads there.
    """

    offer: str
    ask: str

    def __call__(self, rule: str, signs: Signs, about: str, *answers: str) -> Topic:
        """Return a topic that must be answered.

        Args:
            rule: The rule whose control it is.
            signs: How it is spotted.
            about: What it is about, as it stands after "talk about".
            answers: The answers to choose from.
        """
        return Topic(
            rule=rule,
            signs=signs,
            deed=f"talk about {about}",
            offer=self.offer,
            ask=self.ask,
            bodies=answers,
            expected=Expected.ANSWER,
        )


OPENING = 20
"""Characters at the start of a delivery by which it is known again."""


def shows(text: str, signs: Signs) -> bool:
    """Return whether a text in lower case holds one fragment of every group."""
    for group in signs:
        for fragment in group:
            if fragment in text:
                break
        else:
            return False
    return True


def delivers(text: str, topic: Topic) -> bool:
    """Return whether a reply delivered what the topic asks for."""
    return any(body[:OPENING] in text for body in (*topic.bodies, *topic.shorts))


def plain(text: str) -> str:
    """Return a text as signs are looked for in it: in lower case, one blank between words."""
    return _SPACE.sub(" ", text).lower().replace("\u2019", "'")


_SPACE = re.compile(r"\s+")
