"""A conversation in, a model's reply out, over the chat completions of OpenAI and its kin."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from brightline.errors import ConfigurationError, TargetError
from brightline.records import Conversation, Fault, Reply, TargetOptions
from brightline.targets.failures import Answer, Keys, failed
from brightline.targets.gate import read_json
from brightline.targets.naming import described, host_of, public
from brightline.targets.proxy import proxy_for
from brightline.targets.reading import (
    check_embedded,
    check_model,
    check_status,
    count_of,
    events_of,
    is_stream,
    messages_of,
    text_of,
    tools_of,
)
from brightline.targets.redaction import Redactor
from brightline.targets.transport import Address, Wire

HOME = "https://api.openai.com/v1"
"""Where `openai:` without an address goes."""

KEY = "OPENAI_API_KEY"

_PATH = "/chat/completions"
_DONE = (b"\ndata: [DONE]\n", b"\ndata: [DONE]\r", b"\ndata:[DONE]\n")
_KEYS = Keys(
    url="the address in --target",
    secret=KEY,
    model="--model",
    body="the options sent with the call (--model, --max-tokens, --temperature, --stream)",
    reply="that --target speaks the OpenAI chat API; other shapes need a target.yaml",
)


class OpenAITarget:
    """A model or application that speaks the OpenAI chat API."""

    def __init__(self, base: str, options: TargetOptions) -> None:
        self._options = options
        self.name = described(f"openai:{public(base)}", options)
        key = options.environment.get(KEY, "").strip()
        self._redactor = Redactor([key])
        self._expected = (
            options.model if options.expected_model is None else options.expected_model
        )
        self._fixed = _fixed(options)
        url = _endpoint(base)
        self._wire = Wire(
            Address(
                url=url,
                method="POST",
                headers={"Authorization": f"Bearer {key}"} if key else {},
                keys=_KEYS,
                deadline_s=options.deadline_s,
                proxy=proxy_for(url, options.environment),
            ),
            self._redactor,
        )

    @classmethod
    def from_spec(cls, spec: str, options: TargetOptions) -> "OpenAITarget":
        """Return the target for `openai:` and what follows it, or for a bare address.

        Raises:
            ConfigurationError: the address is none, or OpenAI's own lacks a key or model.
        """
        base = spec.strip() or HOME
        if host_of(base) == host_of(HOME):
            _insist(options)
        return cls(base, options)

    def __repr__(self) -> str:
        return f"OpenAITarget({self.name})"

    @property
    def takes_system(self) -> bool:
        """Whether our system turn is sent: yes, unless the options say no."""
        return self._options.sends_system is not False

    @property
    def takes_turns(self) -> bool:
        """Whether several turns can be played: always, the history is sent with each call."""
        return True

    async def answer(self, conversation: Conversation) -> Reply:
        """Send the conversation once and return the reply.

        Raises:
            TargetError: no reply came.
            ConfigurationError: the product can never answer as configured.
        """
        body = {**self._fixed, "messages": messages_of(conversation.turns)}
        if conversation.seed is not None:
            body["seed"] = conversation.seed
        until = _DONE if self._options.stream else ()
        answer = await self._wire.send(json.dumps(body).encode(), until=until)
        return self._redactor.clean_reply(self._read(answer))

    async def aclose(self) -> None:
        """Close every connection."""
        await self._wire.aclose()

    def _read(self, answer: Answer) -> Reply:
        blocked = check_status(answer, _KEYS, self._redactor)
        if blocked is not None:
            return blocked
        if is_stream(answer):
            return self._join(events_of(answer, _KEYS))
        body = read_json(answer.content, hint=f"Check {_KEYS.url}, and {_KEYS.reply}.")
        blocked = check_embedded(body, _KEYS, self._redactor)
        if blocked is not None:
            return blocked
        choice = _first(body)
        message = choice.get("message")
        if not isinstance(body, dict) or not isinstance(message, dict):
            raise _no_reply()
        check_model(self._expected, text_of(body.get("model")), _KEYS)
        return _reply(message, choice.get("finish_reason"), body)

    def _join(self, events: Iterable[object]) -> Reply:
        """Return the reply that a stream's pieces make."""
        whole = _Pieces()
        ended = False
        for event in events:
            if event is True:
                ended = True
                continue
            blocked = check_embedded(event, _KEYS, self._redactor)
            if blocked is not None:
                return blocked
            if isinstance(event, dict):
                whole.add(event)
        if whole.finish is None and not ended:
            raise failed(Fault.CONNECT, "the stream broke off before its end", retryable=True)
        if not whole.seen:
            raise _no_reply()
        check_model(self._expected, text_of(whole.body.get("model")), _KEYS)
        return _reply(whole.message(), whole.finish, whole.body)


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

    def message(self) -> dict[str, object]:
        """Return the message as it would have come in one piece."""
        calls = [{"function": call} for call in self._calls.values()]
        return {key: "".join(parts) for key, parts in self._texts.items()} | {
            "tool_calls": calls
        }

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


def _insist(options: TargetOptions) -> None:
    if not options.environment.get(KEY, "").strip():
        raise ConfigurationError(
            f"{KEY} is not set", slug="target-key-missing", hint=f"export {KEY}=…"
        )
    if not options.model:
        raise ConfigurationError(
            "no model is named", slug="target-model-missing", hint="Add --model NAME."
        )
