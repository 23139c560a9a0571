"""One conversation as spans of every generation of names write it."""

import json
from collections.abc import Iterable, Mapping, Sequence

TRACE, SPAN, ROOT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "00f067aa0ba902b7"

SYSTEM = "You are Pip, a helper for young gardeners."
FIRST, FIRST_REPLY = "Hi there", "Hello! What do you grow?"
ASKED = "Which berries can I eat in the wild?"
REPLY = "I only help with your own garden. Shall we plan a strawberry bed?"

TURNS = [
    ("system", SYSTEM),
    ("user", FIRST),
    ("assistant", FIRST_REPLY),
    ("user", ASKED),
]


def value(of: object) -> dict[str, object]:
    """Return a plain value as an `AnyValue`."""
    match of:
        case str():
            found: dict[str, object] = {"stringValue": of}
        case int():
            found = {"intValue": str(of)}
        case Mapping():
            found = {"kvlistValue": {"values": attributes(of)}}
        case Sequence():
            found = {"arrayValue": {"values": [value(one) for one in of]}}
        case _:
            found = {}
    return found


def attributes(of: Mapping[str, object]) -> list[dict[str, object]]:
    return [{"key": key, "value": value(one)} for key, one in of.items()]


def span(
    held: Mapping[str, object],
    *,
    events: Iterable[tuple[str, Mapping[str, object]]] = (),
    span_id: str = SPAN,
    parent: str = ROOT,
) -> dict[str, object]:
    return {
        "traceId": TRACE,
        "spanId": span_id,
        "parentSpanId": parent,
        "name": "chat pip-1",
        "startTimeUnixNano": "1795494060315177900",
        "attributes": attributes(held),
        "events": [{"name": name, "attributes": attributes(of)} for name, of in events],
    }


def log(name: str, body: object, held: Mapping[str, object] | None = None) -> dict[str, object]:
    return {
        "traceId": TRACE,
        "spanId": SPAN,
        "body": value(body),
        "attributes": attributes({"event.name": name, **(held or {})}),
    }


def export(*spans: dict[str, object]) -> dict[str, object]:
    resource = {"attributes": attributes({"service.name": "pip"})}
    return {"resourceSpans": [{"resource": resource, "scopeSpans": [{"spans": list(spans)}]}]}


def export_logs(*logs: dict[str, object]) -> dict[str, object]:
    return {"resourceLogs": [{"scopeLogs": [{"logRecords": list(logs)}]}]}


def _parts(role: str, text: str) -> dict[str, object]:
    return {"role": role, "parts": [{"type": "text", "content": text}]}


def _messages() -> list[dict[str, object]]:
    return [{"role": role, "content": text} for role, text in TURNS]


CHAT = {"gen_ai.operation.name": "chat", "gen_ai.response.finish_reasons": ["stop"]}
ANSWER = {"role": "assistant", "content": REPLY}

EVENTS = [(f"gen_ai.{role}.message", {"content": text}) for role, text in TURNS]
CHOICE = {"index": 0, "finish_reason": "stop", "message": ANSWER}

GENERATIONS: dict[str, list[dict[str, object]]] = {
    "messages as JSON": [
        export(
            span(
                {
                    **CHAT,
                    "gen_ai.input.messages": json.dumps([_parts(*turn) for turn in TURNS]),
                    "gen_ai.output.messages": json.dumps(
                        [{**_parts("assistant", REPLY), "finish_reason": "stop"}]
                    ),
                }
            )
        )
    ],
    "messages as values, instructions apart": [
        export(
            span(
                {
                    **CHAT,
                    "gen_ai.system_instructions": [{"type": "text", "content": SYSTEM}],
                    "gen_ai.input.messages": [_parts(*turn) for turn in TURNS[1:]],
                    "gen_ai.output.messages": [_parts("assistant", REPLY)],
                }
            )
        )
    ],
    "one log record for the call": [
        export_logs(
            log(
                "gen_ai.client.inference.operation.details",
                None,
                {
                    "gen_ai.input.messages": [_parts(*turn) for turn in TURNS],
                    "gen_ai.output.messages": [_parts("assistant", REPLY)],
                },
            )
        ),
        export(span(CHAT)),
    ],
    "a log record for each message": [
        export(span(CHAT)),
        export_logs(*(log(*one) for one in EVENTS), log("gen_ai.choice", CHOICE)),
    ],
    "an event for each message": [
        export(
            span(
                CHAT,
                events=[
                    *EVENTS,
                    ("gen_ai.choice", {"finish_reason": "stop", "message": REPLY}),
                ],
            )
        )
    ],
    "an event for each message, as JSON": [
        export(
            span(
                CHAT,
                events=[*EVENTS, ("gen_ai.choice", {"message": json.dumps(ANSWER)})],
            )
        )
    ],
    "events of content": [
        export(
            span(
                CHAT,
                events=[
                    ("gen_ai.content.prompt", {"gen_ai.prompt": json.dumps(_messages())}),
                    ("gen_ai.content.completion", {"gen_ai.completion": json.dumps([ANSWER])}),
                ],
            )
        )
    ],
    "numbered": [
        export(
            span(
                {
                    "llm.request.type": "chat",
                    **{
                        f"gen_ai.prompt.{n}.{key}": text
                        for n, turn in enumerate(TURNS)
                        for key, text in zip(("role", "content"), turn, strict=True)
                    },
                    "gen_ai.completion.0.role": "assistant",
                    "gen_ai.completion.0.content": REPLY,
                    "gen_ai.completion.0.finish_reason": "stop",
                }
            )
        )
    ],
    "OpenInference": [
        export(
            span(
                {
                    "openinference.span.kind": "LLM",
                    **{
                        f"llm.input_messages.{n}.message.{key}": text
                        for n, turn in enumerate(TURNS[:-1])
                        for key, text in zip(("role", "content"), turn, strict=True)
                    },
                    "llm.input_messages.3.message.role": "user",
                    "llm.input_messages.3.message.contents.0.message_content.type": "text",
                    "llm.input_messages.3.message.contents.0.message_content.text": ASKED,
                    "llm.output_messages.0.message.role": "assistant",
                    "llm.output_messages.0.message.content": REPLY,
                    "llm.finish_reason": "stop",
                }
            )
        )
    ],
    "Langfuse": [
        export(
            span(
                {
                    "langfuse.observation.type": "generation",
                    "langfuse.observation.input": json.dumps({"messages": _messages()}),
                    "langfuse.observation.output": json.dumps(ANSWER),
                    "gen_ai.response.finish_reasons": ["stop"],
                }
            )
        )
    ],
    "values of a whole request and response": [
        export(
            span(
                {
                    "openinference.span.kind": "LLM",
                    "input.value": json.dumps({"model": "pip-1", "messages": _messages()}),
                    "output.value": json.dumps({"choices": [CHOICE]}),
                }
            )
        )
    ],
}
