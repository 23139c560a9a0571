"""What is read of a product in use: one exchange, or why there is none."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from brightline.records.base import Record
from brightline.records.exchange import Exchange


class Sighting(Record):
    """One exchange of production."""

    id: str
    """Of the log line, or `<trace id>/<span id>`: the same exchange sent again has the same."""
    exchange: Exchange
    time: datetime | None = None
    """When it began, aware; None where nobody says."""
    session: str | None = None
    """The conversation that it is part of."""
    user: str | None = None
    source: str = ""
    """Which service said so."""
    is_call: bool = False
    """Whether it is one call of many, which is sent the conversation so far: what the product
    said before is the reply of another call, and is looked at there."""


class Skip(StrEnum):
    """Why something that was read gave no exchange to judge."""

    NO_CONTENT = "no_content"
    """A call of a model whose text was not recorded."""
    OTHER_SHAPE = "other_shape"
    """A line that has nothing where the lines of its file have request and reply."""
    NO_REQUEST = "no_request"
    """Nothing in it was said by a user."""
    NO_REPLY = "no_reply"
    """The product's reply is missing, or the call failed."""
    UNKNOWN_ROLE = "unknown_role"
    """Who speaks in it goes by a word that nobody knows; it is not guessed."""
    REPEATED = "repeated"
    """Its id came before."""
    SAMPLED_OUT = "sampled_out"
    """Not drawn, where only a share is looked at."""
    OTHER_SERVICE = "other_service"
    """Of a service besides those that are looked at."""
    SCREENED_OUT = "screened_out"
    """The screen names no rule that it might fall under; a sample of these is kept."""


class Skipped(Record):
    """A call of a model that gives no evidence; counted by reason, never left out."""

    id: str
    why: Skip
    time: datetime | None = None
    source: str = ""
    """Which service said so."""
    word: str = ""
    """Of who speaks, where nobody knows it."""


Path = Annotated[str, Field(min_length=1)]
"""Keys and numbers with dots between: `choices.0.message.content`."""


class LogShape(Record):
    """Where in a line of a log an exchange stands: paths of keys and numbers, dots between.

    Of several paths the first that leads to something counts.
    """

    name: str
    turns: tuple[str, ...]
    """The messages, or the text of the request."""
    reply: tuple[str, ...]
    """Empty: the last of the messages is the reply."""
    system: tuple[str, ...] = ()
    """The system prompt where it stands apart from the messages."""
    id: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    session: tuple[str, ...] = ()
    user: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    """Keys of a message that say who speaks, before the usual ones."""
    text: tuple[str, ...] = ()
    """Keys of a message that hold what is said, before the usual ones."""
    user_roles: tuple[str, ...] = ()
    """Words by which the user is called besides the usual ones."""
    assistant_roles: tuple[str, ...] = ()
    """Words by which the product is called."""


class LogMapping(Record):
    """What a mapping file says: a `LogShape` in the words of a user."""

    version: int = Field(alias="brightline_mapping", ge=1, le=1)
    turns: tuple[Path, ...] = Field(min_length=1)
    reply: tuple[Path, ...] = ()
    system: tuple[Path, ...] = ()
    id: tuple[Path, ...] = ()
    time: tuple[Path, ...] = ()
    session: tuple[Path, ...] = ()
    user: tuple[Path, ...] = ()
    role: tuple[Path, ...] = ()
    text: tuple[Path, ...] = ()
    user_roles: tuple[Path, ...] = ()
    assistant_roles: tuple[Path, ...] = ()
