"""How a product is reached over HTTP when it speaks a shape of its own: target.yaml."""

from typing import Literal

from pydantic import Field, JsonValue

from brightline.records.base import Record


class Session(Record):
    """For a product that keeps the conversation itself."""

    from_: str = Field(alias="from", min_length=1)
    """Path of the session id in the response."""
    send_as: str = Field(min_length=1)
    """Top-level key of the body under which the id is sent with every later turn."""


class HttpSpec(Record):
    """A JSON-over-HTTP product; `${NAME}` is still unexpanded, so a secret is never stored."""

    version: int = Field(alias="brightline_target", ge=1, le=1)
    url: str = Field(min_length=1)
    method: Literal["POST", "PUT", "GET"] = "POST"
    headers: dict[str, str] = {}
    body: JsonValue = None
    """Any JSON value; strings in it may hold `{{ last_user }}`, `{{ turns }}`, `{{ system }}`,
    `{{ attempt }}` and `{{ session }}`. A string that is nothing but `{{ turns }}` becomes the
    list of `{role, content}`."""
    reply: str = Field(min_length=1)
    """Dotted path of the reply's text in the response, e.g. `choices.0.message.content`."""
    stream: Literal["sse"] | None = None
    """`sse`: the reply arrives as server-sent events; `reply` is the path in each of them."""
    session: Session | None = None
    model: str | None = None
    """Model name that every response must carry, where it says one."""
    system: bool = False
    """Whether the product takes our system turn (through `{{ turns }}` or `{{ system }}`)."""
    deadline_s: float = Field(default=60, gt=0)
    """Seconds for one call, all of it."""
