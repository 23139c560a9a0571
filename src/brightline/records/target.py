"""How a product is reached: what target.yaml says, and what the command line adds."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, JsonValue

from brightline.records.base import Record


class Session(Record):
    """For a product that keeps the conversation itself."""

    from_: str = Field(alias="from", min_length=1)
    """Path of the session id in the response, `header:NAME` or `cookie:NAME`; the first reply
    of a conversation must have it."""
    send_as: str = Field(min_length=1)
    """Top-level key of the body under which the id is sent with every later turn, or
    `header:NAME` or `cookie:NAME`."""


class HttpSpec(Record):
    """A JSON-over-HTTP product; `${NAME}` is still unexpanded, so a secret is never stored."""

    version: int = Field(alias="brightline_target", ge=1, le=1)
    url: str = Field(min_length=1)
    method: Literal["POST", "PUT", "GET"] = "POST"
    headers: dict[str, str] = Field(default_factory=dict)
    body: JsonValue = None
    """Any JSON value; strings in it may hold `{{ last_user }}`, `{{ turns }}`, `{{ system }}`,
    `{{ attempt }}` and `{{ session }}`. A string that is nothing but `{{ turns }}` becomes the
    list of `{role, content}`."""
    reply: str = Field(min_length=1)
    """Dotted path of the reply's text in the response, e.g. `choices.0.message.content`; `*` is
    every item of a list, -1 the last."""
    stream: Literal["sse"] | None = None
    """`sse`: the reply arrives as server-sent events; `reply` is the path in each of them."""
    session: Session | None = None
    model: str | None = None
    """Model name that every response must carry, where it says one."""
    system: bool = False
    """Whether the product takes our system turn (through `{{ turns }}` or `{{ system }}`)."""
    deadline_s: float = Field(default=60, gt=0)
    """Seconds for one call, all of it."""


class TargetOptions(Record):
    """What the command line and the environment add to a target's specification."""

    model: str | None = None
    """Model to ask for; None sends none."""
    stream: bool = False
    deadline_s: float = Field(default=60, gt=0)
    """Seconds for one call, all of it."""
    deadline_asked: bool = False
    """Whether somebody named the deadline: it then goes before that of the target's file."""
    max_tokens: int | None = Field(default=None, ge=1)
    temperature: float | None = Field(default=None, ge=0)
    sends_system: bool | None = None
    """Whether our system prompt is sent; None lets the kind of target decide."""
    environment: Mapping[str, str] = Field(default={}, repr=False)
    """Where keys and `${NAME}` come from; a stage never reads the process's own."""
    expected_model: str | None = None
    """Model that every reply must name, where it names one; None takes `model`, an empty text
    accepts any: for a deployment whose alias is not the name that it answers with."""
    http: HttpSpec | None = None
    """What the target's file says, already read: a target opens no file."""
