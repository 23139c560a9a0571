"""A conversation in, a model's reply out, over the chat completions of OpenAI and its kin."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from brightline.errors import TargetError
from brightline.records import Conversation, Fault, Reply, TargetOptions
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
from brightline.targets.reading import count_of, messages_of, text_of, tools_of

HOME = "https://api.openai.com/v1"
"""Where `openai:` without an address goes."""

KEY = "OPENAI_API_KEY"

_PATH = "/chat/completions"
_DONE = (b"\ndata: [DONE]\n", b"\ndata: [DONE]\r", b"\ndata:[DONE]\n")
_KEYS = keys_of(KEY, "the OpenAI chat API")


class OpenAITarget:
    """A model or application that speaks the OpenAI chat API."""

    takes_turns = True
    """Several turns can be played: the history is sent with each call."""

    takes_history = True
    """A reply that we made up can be sent: all turns are sent."""

    def __init__(self, base: str, options: TargetOptions) -> None:
        self.takes_system = options.sends_system is not False
        self.name = described(f"openai:{public(base)}", options)
        self._fixed = _fixed(options)
        key = secret_of(KEY, options)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        dialect = Dialect(keys=_KEYS, done=_DONE, join=_join, read=_read)
        self._api = ModelApi(_endpoint(base), headers, dialect, secret=key, options=options)

    @classmethod
    def from_spec(cls, spec: str, options: TargetOptions) -> "OpenAITarget":
        """Return the target for `openai:` and what follows it, or for a bare address.

        Raises:
            ConfigurationError: the address is none, or OpenAI's own lacks a key or model.
        """
        base = spec.strip() or HOME
        if host_of(base) == host_of(HOME):
            insist_on_key(KEY, options)
            insist_on_model(options)
        return cls(base, options)

    def __repr__(self) -> str:
        return f"OpenAITarget({self.name})"

    async def answer(self, conversation: Conversation) -> Reply:
        """Send the conversation once and return the reply.

        Raises:
            TargetError: no reply came.
            ConfigurationError: the product can never answer as configured.
        """
        body = {**self._fixed, "messages": messages_of(conversation.turns)}
        if conversation.seed is not None:
            body["seed"] = conversation.seed
        return await self._api.ask(body)

    async def aclose(self) -> None:
        """Close every connection."""
        await self._api.aclose()


def _join(events: Iterable[object]) -> object:
    """Return the body that a stream's events make, or the error that ended it."""
    whole = _Pieces()
    ended = False
    for event in events:
        if event is True:
            ended = True
        elif isinstance(event, dict):
            if event.get("error"):
                return event
            whole.add(event)
    if whole.finish is None and not ended:
        raise failed(Fault.CONNECT, "the stream broke off before its end", retryable=True)
    return whole.joined()


def _read(body: object) -> Reply:
    choice = _first(body)
    message = choice.get("message")
    if not isinstance(body, dict) or not isinstance(message, dict):
        raise _no_reply()
    return _reply(message, choice.get("finish_reason"), body)


class _Pieces:
    """A streamed message, put together."""

    def __init__(self) -> None:
        self.body: dict[str, object] = {}
        self.finish: object = None
        self.seen = False
        self._texts: dict[str, list[str]] = {}
        self._calls: dict[object, dict[str, str]] = {}

    def add(self, event: dict[str, Any]) -> None:
        """Take one event in."""
        self.body |= {key: event[key] for key in ("model", "usage") if event.get(key)}
        choice = _first(event)
        delta = choice.get("delta")
        if choice.get("finish_reason"):
            self.finish = choice["finish_reason"]
            self.seen = True
        if not isinstance(delta, dict):
            return
        self.seen = True
        for key in ("content", "refusal", "reasoning_content", "reasoning"):
            if isinstance(delta.get(key), str):
                self._texts.setdefault(key, []).append(delta[key])
        for call in delta.get("tool_calls") or ():
            self._add_call(call)

    def joined(self) -> dict[str, object]:
        """Return the body as it would have come in one piece."""
        if not self.seen:
            return self.body
        calls = [{"function": call} for call in self._calls.values()]
        texts = {key: "".join(parts) for key, parts in self._texts.items()}
        message = texts | {"tool_calls": calls}
        return self.body | {"choices": [{"message": message, "finish_reason": self.finish}]}

    def _add_call(self, call: object) -> None:
        function = call.get("function") if isinstance(call, dict) else None
        if not isinstance(call, dict) or not isinstance(function, dict):
            return
        kept = self._calls.setdefault(str(call.get("index", 0)), {"name": "", "arguments": ""})
        for key in kept:
            kept[key] += text_of(function.get(key))


def _reply(message: dict[str, Any], finish: object, body: dict[str, Any]) -> Reply:
    refusal = text_of(message.get("refusal"))
    usage = body.get("usage")
    return Reply(
        text=_content(message.get("content")) or refusal,
        stop="refusal" if refusal else text_of(finish) or None,
        reasoning=text_of(message.get("reasoning_content") or message.get("reasoning")),
        tools=tools_of(message["tool_calls"]) if message.get("tool_calls") else (),
        model=text_of(body.get("model")) or None,
        tokens=_tokens(usage) if isinstance(usage, dict) else None,
    )


def _content(content: object) -> str:
    if isinstance(content, str):
        return content
    if content is None:
        return ""
    if not isinstance(content, list):
        raise _no_reply()
    return "".join(
        text_of(part.get("text") or part.get("refusal"))
        for part in content
        if isinstance(part, dict)
    )


def _tokens(usage: dict[str, Any]) -> int | None:
    total = count_of(usage.get("total_tokens"))
    parts = count_of(usage.get("prompt_tokens")) + count_of(usage.get("completion_tokens"))
    return total or parts or None


def _first(body: object) -> dict[str, Any]:
    choices = body.get("choices") if isinstance(body, dict) else None
    if isinstance(choices, list) and choices and isinstance(choices[0], dict):
        return choices[0]
    return {}


def _no_reply() -> TargetError:
    return failed(
        Fault.MALFORMED,
        "the response holds no choices.0.message.content",
        hint=f"Check {_KEYS.reply}.",
    )


def _fixed(options: TargetOptions) -> dict[str, Any]:
    """Return what is the same in every call."""
    fixed = {
        "model": options.model,
        "max_tokens": options.max_tokens,
        "temperature": options.temperature,
    }
    kept: dict[str, Any] = {key: value for key, value in fixed.items() if value is not None}
    if options.stream:
        kept |= {"stream": True, "stream_options": {"include_usage": True}}
    return kept


def _endpoint(base: str) -> str:
    """Return the address that is called; a query, as Azure has one, stays at its end."""
    try:
        parts = urlsplit(base)
    except ValueError:
        return base
    path = parts.path.rstrip("/")
    path = path if path.endswith(_PATH) else path + _PATH
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))
