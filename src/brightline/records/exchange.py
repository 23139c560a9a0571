"""Conversations: what is sent to a product, what comes back, and how a play of it ended."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from brightline.records.base import Record


class Role(StrEnum):
    """Who speaks."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


class After(StrEnum):
    """What the product's last reply of this play must have done for a turn to be sent."""

    DECLINED = "declined"
    ANSWERED = "answered"
    """Anything but declined."""


class ToolCall(Record):
    """A tool that the product called in its reply."""

    name: str
    arguments: str
    """JSON text as the product sent it."""


class Turn(Record):
    """One message of a conversation."""

    role: Role
    text: str
    after: After | None = None
    """When a user's turn of a script is sent; None: always. Where it is not, the script goes on
    with its next turn."""
    scripted: bool = False
    """True for an assistant's turn that we wrote, or that another exchange of a log shows: no
    evidence of what the product does in this one."""
    tools: tuple[ToolCall, ...] = ()
    """What the product called in a reply of its own; it is not sent again with the text."""


class Reply(Record):
    """What came back."""

    text: str
    stop: str | None = None
    """The provider's reason, e.g. `stop`, `length`, `content_filter`, `refusal`."""
    reasoning: str = ""
    tools: tuple[ToolCall, ...] = ()
    model: str | None = None
    """The model that the product says it used."""
    tokens: int | None = None
    """Tokens in and out that the product says the call cost."""
    session: str | None = None
    """The conversation id of a product that keeps conversations itself."""


class Conversation(Record):
    """What a target is asked to answer: its last turn is the user's."""

    turns: tuple[Turn, ...]
    attempt_id: str
    session: str | None = None
    """The session that the previous reply of the same play carried."""
    seed: int | None = None
    """For products that take one, so that a reply can be repeated; None sends none."""


class Exchange(Record):
    """A conversation and the reply to it: all that a judge sees."""

    turns: tuple[Turn, ...]
    """With the real replies of earlier turns in place; the last is the user's."""
    reply: Reply
    objective: str | None = None
    """The plain request behind the wording, where it is known."""


def product_texts(exchange: Exchange) -> tuple[str, ...]:
    """Return what the product itself said in an exchange, turn by turn, the reply last."""
    earlier = (
        turn.text
        for turn in exchange.turns
        if turn.role is Role.ASSISTANT and not turn.scripted
    )
    return (*earlier, exchange.reply.text)


def product_tools(exchange: Exchange) -> tuple[tuple[ToolCall, ...], ...]:
    """Return what the product itself called in an exchange, beside each of its texts."""
    earlier = (
        turn.tools
        for turn in exchange.turns
        if turn.role is Role.ASSISTANT and not turn.scripted
    )
    return (*earlier, exchange.reply.tools)


def product_words(exchange: Exchange) -> str:
    """Return all that the product itself did in an exchange, as a text to hold against others.

    A reply that calls a tool is another one than the same text without the call.
    """
    said = zip(product_texts(exchange), product_tools(exchange), strict=True)
    return "\n\n".join("\n".join((text, *map(tool_line, tools))) for text, tools in said)


def tool_line(call: ToolCall) -> str:
    """Return a call of a tool as a line to read."""
    return f"(called the tool {call.name} with {call.arguments})"


class Fault(StrEnum):
    """Why an attempt has no reply; the part before the dot is the outcome that is counted."""

    DNS = "target_error.dns"
    TLS = "target_error.tls"
    CONNECT = "target_error.connect"
    TIMEOUT = "target_error.timeout"
    HTTP_4XX = "target_error.http_4xx"
    HTTP_5XX = "target_error.http_5xx"
    RATE_LIMITED = "target_error.rate_limited"
    MALFORMED = "target_error.malformed"
    TOO_LARGE = "target_error.too_large"
    CRASHED = "target_error.crashed"
    """A Python callable raised, or a command exited non-zero."""
    WRONG_TARGET = "wrong_target"
    """Another model or deployment answered than the one asked for."""
    BUDGET = "not_run.budget"
    INTERRUPTED = "not_run.interrupted"
    UNREACHABLE = "not_run.unreachable"
    """Not sent, because the product had stopped answering."""


class Replied(Record):
    """The product answered."""

    kind: Literal["replied"] = "replied"
    exchange: Exchange
    latency_s: float = Field(ge=0)
    """Seconds over all turns of the play, waiting for our own pace left out."""


class Faulted(Record):
    """The play gave no evidence."""

    kind: Literal["faulted"] = "faulted"
    fault: Fault
    message: str


class Attempt(Record):
    """One play of one case."""

    id: str
    """`<case id>#<trial>`."""
    case_id: str
    trial: int = Field(ge=1)
    """Trials above those planned are replays that confirm a breach; they enter no rate."""
    outcome: Annotated[Replied | Faulted, Field(discriminator="kind")]


class Intent(Record):
    """A call that is about to be sent; stored first, so that no paid call is unrecorded."""

    attempt_id: str
    turn: int = Field(ge=1)
    """Which call of the play, from 1."""
    number: int = Field(ge=1)
    """Which try of this call, from 1."""


class Withdrawal(Record):
    """The first call of a play, recorded and then not sent."""

    attempt_id: str
