"""An OpenAI-compatible request's bytes in, conversation out; reply in, answer's bytes out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from brightline.errors import UsageError
from brightline.records import Role, Turn

CREATED = 1_700_000_000
"""A fixed time in every answer, so that the same question gives the same bytes."""

_ROLES = {
    "system": Role.SYSTEM,
    "developer": Role.SYSTEM,
    "user": Role.USER,
    "assistant": Role.ASSISTANT,
}


@dataclass(frozen=True)
class Asked:
    """A chat request that can be answered."""

    model: str
    turns: tuple[Turn, ...]
    seed: int | None
    stream: bool
    max_tokens: int | None
    with_usage: bool


def parse(body: bytes, served: str) -> Asked:
    """Return what a request body asks of the model that is served.

    Raises:
        UsageError: the body is no chat request; the message is what the client is told and
            `where` is the parameter at fault.
    """
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _bad(f"the body is not JSON: {error}", "") from error
    if not isinstance(data, dict):
        raise _bad("the body must be a JSON object", "")
    model = data.get("model")
    if model != served:
        raise UsageError(
            f"the model {model!r} does not exist", slug="unknown-model", where="model"
        )
    if data.get("n", 1) not in {1, None}:
        raise _bad("only one choice can be asked for", "n")
    options = data.get("stream_options") or {}
    return Asked(
        model=served,
        turns=_turns(data.get("messages")),
        seed=_integer(data, "seed", at_least=None),
        stream=_flag(data, "stream"),
        max_tokens=_integer(data, "max_completion_tokens", at_least=1)
        or _integer(data, "max_tokens", at_least=1),
        with_usage=isinstance(options, dict) and options.get("include_usage") is True,
    )


def completion(asked: Asked, text: str) -> bytes:
    """Return the body of a plain answer."""
    text, stop = _cut(text, asked.max_tokens)
    message = {"role": "assistant", "content": text, "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": stop}
    return _json(
        {
            **_frame("chat.completion", asked.model),
            "choices": [choice],
            "usage": _usage(asked, text),
        }
    )


def events(asked: Asked, text: str) -> list[bytes]:
    """Return the server-sent events of a streamed answer, a few words in each."""
    text, stop = _cut(text, asked.max_tokens)
    words = text.split(" ")
    pieces = [" ".join(words[start : start + 8]) for start in range(0, len(words), 8)]
    deltas: list[tuple[dict[str, str], str | None]] = [
        ({"role": "assistant", "content": ""}, None)
    ]
    deltas += [
        ({"content": piece if number == 0 else f" {piece}"}, None)
        for number, piece in enumerate(pieces)
    ]
    deltas.append(({}, stop))
    frames: list[dict[str, object]] = [
        {
            **_frame("chat.completion.chunk", asked.model),
            "choices": [{"index": 0, "delta": delta, "finish_reason": reason}],
        }
        for delta, reason in deltas
    ]
    if asked.with_usage:
        usage = _usage(asked, text)
        frames.append(
            {**_frame("chat.completion.chunk", asked.model), "choices": [], "usage": usage}
        )
    return [*(b"data: " + _json(frame) + b"\n\n" for frame in frames), b"data: [DONE]\n\n"]


def models(served: str) -> bytes:
    """Return the body of the list of models."""
    model = {"id": served, "object": "model", "created": CREATED, "owned_by": "brightline"}
    return _json({"object": "list", "data": [model]})


def problem(message: str, *, slug: str, where: str = "") -> bytes:
    """Return the body of an error."""
    kind = "invalid_request_error"
    return _json(
        {"error": {"message": message, "type": kind, "param": where or None, "code": slug}}
    )


def health(served: str) -> bytes:
    """Return the body of a sign of life."""
    return _json({"status": "ok", "model": served})


def _turns(messages: object) -> tuple[Turn, ...]:
    if not isinstance(messages, list) or not messages:
        raise _bad("messages must be a list with at least one message", "messages")
    turns = tuple(_turn(message, f"messages[{at}]") for at, message in enumerate(messages))
    if turns[-1].role is not Role.USER:
        raise _bad("the last message must be the user's", "messages")
    return turns


def _turn(message: object, where: str) -> Turn:
    if not isinstance(message, dict):
        raise _bad("a message must be an object", where)
    role = _ROLES.get(str(message.get("role")))
    if role is None:
        raise _bad(f"role must be one of {', '.join(_ROLES)}", f"{where}.role")
    return Turn(role=role, text=_text(message.get("content"), f"{where}.content"))


def _text(content: object, where: str) -> str:
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else [None]
    texts = [part.get("text") if isinstance(part, dict) else None for part in parts]
    if not all(isinstance(text, str) for text in texts):
        raise _bad("content must be text or a list of text parts", where)
    return "".join(str(text) for text in texts)


def _integer(data: Mapping[str, object], key: str, *, at_least: int | None) -> int | None:
    value = data.get(key)
    if value is None:
        return None
    low = at_least is not None and isinstance(value, int) and value < at_least
    if not isinstance(value, int) or isinstance(value, bool) or low:
        least = "" if at_least is None else f" of at least {at_least}"
        raise _bad(f"{key} must be a whole number{least}", key)
    return value


def _flag(data: Mapping[str, object], key: str) -> bool:
    value = data.get(key)
    if value is not None and not isinstance(value, bool):
        raise _bad(f"{key} must be true or false", key)
    return value is True


def _cut(text: str, max_tokens: int | None) -> tuple[str, str]:
    if max_tokens is None or _tokens(text) <= max_tokens:
        return text, "stop"
    return text[: max_tokens * 4], "length"


def _tokens(text: str) -> int:
    """Return a fair guess at a number of tokens: one for every four characters begun."""
    return -(-len(text) // 4)


def _usage(asked: Asked, text: str) -> dict[str, int]:
    sent = sum(4 + _tokens(turn.text) for turn in asked.turns)
    back = _tokens(text)
    return {"prompt_tokens": sent, "completion_tokens": back, "total_tokens": sent + back}


def _frame(kind: str, model: str) -> dict[str, object]:
    name = model.partition("-")[0]
    return {"id": f"chatcmpl-{name}", "object": kind, "created": CREATED, "model": model}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")


def _bad(message: str, where: str) -> UsageError:
    return UsageError(message, slug="bad-request", where=where)
