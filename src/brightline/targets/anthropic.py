"""A conversation in, a model's reply out, over Anthropic's messages."""

import json
from collections.abc import Iterable
from typing import Any

from brightline.errors import TargetError
from brightline.records import Conversation, Fault, Reply, Role, TargetOptions, ToolCall
from brightline.targets.failures import failed
from brightline.targets.model_api import (
    Dialect,
    ModelApi,
    insist_on_key,
    insist_on_model,
    keys_of,
    secret_of,
)
from brightline.targets.naming import described, host_of, public
from brightline.targets.reading import count_of, messages_of, split_system, text_of

HOME = "https://api.anthropic.com"
"""Where `anthropic:` without an address goes."""

KEY = "ANTHROPIC_API_KEY"
VERSION = "2023-06-01"
"""Of the API; the newest there is."""

MAX_TOKENS = 1024
"""The API wants a cap; this one is sent when the options name none."""

STOPS = {
    "end_turn": "stop",
    "stop_sequence": "stop",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "tool_use": "tool_calls",
}
"""Reasons to stop by the names that the rest of brightline knows; others stay as they are."""

_PATH = "/v1/messages"
_DONE = (b"\nevent: message_stop\n", b"\nevent: message_stop\r", b"\nevent:message_stop\n")
_KEYS = keys_of(KEY, "Anthropic's messages API")


class AnthropicTarget:
    """A model that speaks Anthropic's messages API."""

    takes_turns = True
    """Several turns can be played: the history is sent with each call."""

    takes_history = True
    """A reply that we made up can be sent: all turns are sent."""

    def __init__(self, base: str, options: TargetOptions) -> None:
        self.takes_system = options.sends_system is not False
        self.name = described(f"anthropic:{public(base)}", options)
        self._fixed = _fixed(options)
        key = secret_of(KEY, options)
        url = base.rstrip("/").removesuffix(_PATH).removesuffix("/v1") + _PATH
        headers = {"anthropic-version": VERSION} | ({"x-api-key": key} if key else {})
        dialect = Dialect(keys=_KEYS, done=_DONE, join=_join, read=_read)
        self._api = ModelApi(url, headers, dialect, secret=key, options=options)

    @classmethod
    def from_spec(cls, spec: str, options: TargetOptions) -> "AnthropicTarget":
        """Return the target for `anthropic:` and what follows it.

        Raises:
            ConfigurationError: the address is none, no model is named, or Anthropic's own
                address lacks a key.
        """
        base = spec.strip() or HOME
        if host_of(base) == host_of(HOME):
            insist_on_key(KEY, options)
        insist_on_model(options)
        return cls(base, options)

    def __repr__(self) -> str:
        return f"AnthropicTarget({self.name})"

    async def answer(self, conversation: Conversation) -> Reply:
        """Send the conversation once and return the reply; the API takes no seed.

        Raises:
            TargetError: no reply came.
            ConfigurationError: the product can never answer as configured.
        """
        system, turns = split_system(conversation.turns)
        # The API takes no empty text; a reply that only called a tool has none to send again.
        said = tuple(turn for turn in turns if turn.text.strip() or turn.role is Role.USER)
        body = {**self._fixed, "messages": messages_of(said)}
        if system:
            body["system"] = system
        return await self._api.ask(body)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._api.aclose()


def _join(events: Iterable[object]) -> object:
    """Return the message that a stream's events make, or the error that ended it."""
    whole = _Pieces()
    for event in events:
        if not isinstance(event, dict):
            continue
        if event.get("type") == "error":
            return event
        whole.add(event)
    if not whole.ended:
        raise failed(Fault.CONNECT, "the stream broke off before its end", retryable=True)
    return whole.message()


def _read(body: object) -> Reply:
    if not isinstance(body, dict) or not isinstance(body.get("content"), list):
        raise _no_reply()
    return _reply(body, body["content"])


class _Pieces:
    """A streamed message, put together."""

    def __init__(self) -> None:
        self.body: dict[str, Any] = {}
        self.ended = False
        self._blocks: dict[object, dict[str, Any]] = {}

    def add(self, event: dict[str, Any]) -> None:
        """Take one event in."""
        kind = event.get("type")
        inner = next(
            (event[key] for key in ("message", "content_block", "delta") if key in event), None
        )
        part: dict[str, Any] = inner if isinstance(inner, dict) else {}
        if kind == "message_start":
            self.body = dict(part)
        elif kind == "content_block_start":
            self._blocks[str(event.get("index"))] = dict(part)
        elif kind == "content_block_delta":
            self._extend(self._blocks.setdefault(str(event.get("index")), {}), part)
        elif kind == "message_delta":
            self._note(event, part)

    def _note(self, event: dict[str, Any], part: dict[str, Any]) -> None:
        usage, more = self.body.get("usage"), event.get("usage")
        self.body["usage"] = (usage if isinstance(usage, dict) else {}) | (
            more if isinstance(more, dict) else {}
        )
        if part.get("stop_reason"):
            self.body["stop_reason"] = part["stop_reason"]
            self.ended = True

    def message(self) -> dict[str, Any]:
        """Return the message as it would have come in one piece."""
        return self.body | {"content": list(self._blocks.values())}

    def _extend(self, block: dict[str, Any], part: dict[str, Any]) -> None:
        for key, into in (("text", "text"), ("thinking", "thinking"), ("partial_json", "json")):
            if isinstance(part.get(key), str):
                block.setdefault("type", {"json": "tool_use"}.get(into, into))
                block[into] = text_of(block.get(into)) + part[key]


def _reply(body: dict[str, Any], blocks: list[object]) -> Reply:
    known = [block for block in blocks if isinstance(block, dict)]
    stop = text_of(body.get("stop_reason"))
    usage = body.get("usage")
    return Reply(
        text="".join(text_of(block.get("text")) for block in known),
        stop=STOPS.get(stop, stop) or None,
        reasoning="".join(text_of(block.get("thinking")) for block in known),
        tools=tuple(
            ToolCall(name=text_of(block.get("name")), arguments=_arguments(block))
            for block in known
            if block.get("type") == "tool_use"
        ),
        model=text_of(body.get("model")) or None,
        tokens=_tokens(usage) if isinstance(usage, dict) else None,
    )


def _arguments(block: dict[str, Any]) -> str:
    return text_of(block.get("json")) or json.dumps(block.get("input"), ensure_ascii=False)


def _tokens(usage: dict[str, Any]) -> int | None:
    kinds = (
        "input_tokens",
        "output_tokens",
        "cache_creation_input_tokens",
        "cache_read_input_tokens",
    )
    return sum(count_of(usage.get(kind)) for kind in kinds) or None


def _no_reply() -> TargetError:
    return failed(
        Fault.MALFORMED, "the response holds no content.0.text", hint=f"Check {_KEYS.reply}."
    )


def _fixed(options: TargetOptions) -> dict[str, Any]:
    """Return what is the same in every call."""
    fixed: dict[str, Any] = {
        "model": options.model,
        "max_tokens": options.max_tokens or MAX_TOKENS,
    }
    if options.temperature is not None:
        fixed["temperature"] = options.temperature
    if options.stream:
        fixed["stream"] = True
    return fixed
