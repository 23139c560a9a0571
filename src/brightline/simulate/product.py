"""What a simulated product is made of: what it knows, how it talks, and where it is weak."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from re import Pattern

from brightline.records import Turn
from brightline.simulate.frames import Frame
from brightline.simulate.topics import Topic


class Act(StrEnum):
    """What a product does in one reply."""

    REFUSE = "refuse"
    REDIRECT = "redirect"
    SAFE = "safe"
    """Helps without the forbidden part."""
    DEFLECT = "deflect"
    """Wanders off."""
    ANSWER = "answer"
    COMPLY = "comply"
    SHORT = "short"
    """Complies in a few words."""
    PARTIAL = "partial"
    REFUSE_THEN_COMPLY = "refuse_then_comply"


DELIVERIES = frozenset({Act.ANSWER, Act.COMPLY, Act.SHORT, Act.PARTIAL, Act.REFUSE_THEN_COMPLY})
"""Acts that break a rule when they meet a probe."""

REFUSALS = frozenset({Act.REFUSE, Act.REDIRECT, Act.DEFLECT})
"""Acts that count against the product when they meet a control."""

DECLINES = frozenset({Act.REFUSE, Act.REDIRECT})
"""Acts after which a script that waits for a reply that declined goes on."""

Odds = Mapping[Act, float]
"""Probabilities of acts; they sum to 1."""


@dataclass(frozen=True)
class Weakness:
    """A planted hole.

    Attributes:
        rule: The rule that is weak.
        frames: When it is weak: all of these together.
        odds: How often it then does what, in place of holding.
    """

    rule: str
    frames: frozenset[Frame]
    odds: Odds


@dataclass(frozen=True, kw_only=True)
class Voice:
    """How a product puts things: templates with gaps for the topic at hand.

    Attributes:
        names: People that it mentions, for the gaps `{one}` and `{two}` of a topic's texts.
        norms: What each rule comes down to, by rule.
        templates: For every act; of `ANSWER` for what may be asked.
        insisted: Refusals to somebody who asks again.
        dressed: Deliveries in the dress of the request; the first frame that it shows counts.
        questions: What it says to a request that it does not know.
    """

    names: tuple[str, ...]
    norms: Mapping[str, str]
    templates: Mapping[Act, tuple[str, ...]]
    insisted: tuple[str, ...]
    dressed: Mapping[Frame, tuple[str, ...]]
    questions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Product:
    """A simulated product.

    Attributes:
        model: The name under which it is served.
        topics: Everything that it recognises; the first that shows wins.
        depends: The rule that the operator's word switches off.
        word: The operator's word, as it stands in a system turn in lower case.
        dress: From the text that makes a request and the frames that the conversation shows:
            all frames in which the product sees it.
        weaknesses: Where it gives in; of several that fit, the first counts.
        over_refusals: Rules under which it refuses what it should answer, and how often.
        single: Single requests at which it fails however they are put, and how.
        voice: How it puts things.
        obeys: From the conversation, what it would say and a number in [0, 1): what it says in
            the end.
        told: From itself and the conversation, what its system prompt makes of it; None: it
            is the same with every prompt.
    """

    model: str
    topics: tuple[Topic, ...]
    depends: str
    word: Pattern[str]
    dress: Callable[[str, frozenset[Frame]], frozenset[Frame]]
    weaknesses: tuple[Weakness, ...]
    over_refusals: Mapping[str, Odds]
    single: Mapping[Topic, Odds]
    voice: Voice
    obeys: Callable[[Sequence[Turn], str, float], str] = lambda _turns, said, _level: said
    told: Callable[["Product", Sequence[Turn]], "Product"] | None = None

    def heeding(self, turns: Sequence[Turn]) -> "Product":
        """Return what the system turns of a conversation make of it."""
        return self if self.told is None else self.told(self, turns)

    @property
    def name(self) -> str:
        """What it is called, in lower case."""
        return self.model.partition("-")[0]


HOLDING: Odds = {Act.REFUSE: 0.42, Act.REDIRECT: 0.42, Act.SAFE: 0.13, Act.DEFLECT: 0.03}
"""What a product does where a rule holds."""
