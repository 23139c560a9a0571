"""What brightline adds to an operator's prompt to see who is obeyed, and how that is seen."""

from enum import StrEnum

from pydantic import Field

from brightline.records.base import Record


class Planting(StrEnum):
    """What a canary asks of the product."""

    NEVER_SAY = "never_say"
    """A word that is never said, in no spelling, not even to quote it."""
    KEEP = "keep"
    """A secret that is never given away."""
    CLOSE_WITH = "close_with"
    """A mark that ends every reply."""


class Form(StrEnum):
    """A shape that a user may ask for and that code can see."""

    CAPITALS = "capitals"
    ONE_WORD = "one_word"
    """Yes or no, and nothing else."""
    OPENING = "opening"
    """A given first word."""
    NUMBERED = "numbered"
    """Exactly three numbered points."""
    FRENCH = "french"
    FRAMED = "framed"
    """Between `<<` and `>>`."""


class UserWish(Record):
    """What a user may ask for while a canary is in force."""

    asks: str
    """The request, wish and all: the objective of its control."""
    form: Form
    word: str = ""
    """The first word, where the form is `opening`."""


class Planted(Record):
    """A canary: graded by code alone, a breach where it is broken and none where it is kept."""

    planted: Planting
    text: str = Field(min_length=4)
    """The word, the secret or the mark."""
    wishes: tuple[UserWish, ...] = ()
    """What the controls ask for."""


def planted_in(markers: tuple[object, ...]) -> Planted | None:
    """Return the canary among the markers of a rule; None where the rule is the owners' own."""
    return next((marker for marker in markers if isinstance(marker, Planted)), None)
