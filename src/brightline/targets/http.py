"""A conversation in, an application's reply out, over the JSON that target.yaml describes."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import parse_qsl, urlencode, urlsplit

from brightline.errors import ConfigurationError, TargetError
from brightline.records import Conversation, Fault, HttpSpec, Reply, Role, TargetOptions
from brightline.targets.failures import Answer, Keys, failed
from brightline.targets.gate import read_json
from brightline.targets.naming import described, public
from brightline.targets.path import NOTHING, follow, texts_in
from brightline.targets.proxy import proxy_for
from brightline.targets.reading import (
    answers_later,
    check_embedded,
    check_model,
    check_status,
    events_of,
    is_stream,
    text_of,
)
from brightline.targets.redaction import Redactor
from brightline.targets.session import carried, session_in
from brightline.targets.template import compile_body, expand, expand_all, used_by, values_of
from brightline.targets.transport import Address, Wire

_DONE = (b"\ndata: [DONE]\n", b"\ndata: [DONE]\r", b"\ndata:[DONE]\n")
_SECRET_HEADERS = ("auth", "key", "token", "cookie", "secret", "password")


class HttpTarget:
    """An application that takes and gives JSON of its own shape."""

    def __init__(self, spec: HttpSpec, options: TargetOptions) -> None:
        _check_options(spec, options)
        self._spec = spec
        self.takes_system = spec.system and options.sends_system is not False
        """Whether the application takes our system turn: its file says so, and we send it."""
        self._keys = _keys(spec)
        self.name = described(f"http:{public(spec.url)}", _shown(spec, options))
        url, url_used = expand(spec.url, options.environment, where="url")
        headers, secrets = {}, _query_secrets(url, url_used)
        for name, text in spec.headers.items():
            headers[name], used = expand(text, options.environment, where=f"headers.{name}")
            secrets += used
            if any(part in name.lower() for part in _SECRET_HEADERS):
                secrets += [headers[name], headers[name].rpartition(" ")[2]]
        body, used = expand_all(spec.body, options.environment, where="body")
        self._redactor = Redactor([*secrets, *used])
        self._render = compile_body(body)
        self._used = used_by(body)
        self._expected = _expected(spec, options)
        self._wire = Wire(
            Address(
                url=url,
                method=spec.method,
                headers=headers,
                keys=self._keys,
                deadline_s=options.deadline_s if options.deadline_asked else spec.deadline_s,
                proxy=proxy_for(url, options.environment),
            ),
            self._redactor,
        )

    @classmethod
    def from_spec(cls, spec: str, options: TargetOptions) -> "HttpTarget":
        """Return the target that `options.http` describes.

        Args:
            spec: The file it was read from, for messages.
            options: With `http`, which the caller has loaded.

        Raises:
            ConfigurationError: nothing was loaded, a variable is not set, or the address is
                none.
        """
        if options.http is None:
            raise ConfigurationError(
                "the target's file was not read",
                slug="target-file-not-read",
                where=spec,
                hint="Name the file itself: --target target.yaml.",
            )
        return cls(options.http, options)

    def __repr__(self) -> str:
        return f"HttpTarget({self.name})"

    @property
    def takes_turns(self) -> bool:
        """Whether a conversation of several turns can be played."""
        return "turns" in self._used or self._spec.session is not None

    @property
    def takes_history(self) -> bool:
        """Whether a reply that we made up can be sent: only where all turns are."""
        return "turns" in self._used

    async def answer(self, conversation: Conversation) -> Reply:
        """Send the conversation once and return the reply.

        Raises:
            TargetError: no reply came.
            ConfigurationError: the product can never answer as configured.
        """
        self._check_history(conversation)
        body = self._render(values_of(conversation))
        along = self._along(body, conversation.session)
        answer = await self._wire.send(
            b"" if self._spec.method == "GET" else json.dumps(body).encode(),
            until=_DONE if self._spec.stream else (),
            query=self._query(body),
            headers=along,
        )
        known = conversation.session is not None
        reply = self._redactor.clean_reply(self._read(answer, known=known))
        if reply.session is None and conversation.session is not None:
            return reply.model_copy(update={"session": conversation.session})
        return reply

    async def aclose(self) -> None:
        """Close every connection."""
        await self._wire.aclose()

    def _along(self, body: object, id_: str | None) -> Mapping[str, str]:
        """Put the session into the body, and return the headers that carry it."""
        session = self._spec.session
        if session is None:
            return {}
        if isinstance(body, dict):
            body.pop(session.send_as, None)
        if id_ is None:
            return {}
        along = carried(session, id_)
        if isinstance(body, dict):
            body |= along.body
        return along.headers

    def _check_history(self, conversation: Conversation) -> None:
        """Refuse to send the last of several turns alone: that would be another test."""
        if "turns" in self._used:
            return
        spoken = [turn for turn in conversation.turns if turn.role is not Role.SYSTEM]
        scripted = any(turn.scripted for turn in spoken)
        if len(spoken) > 1 and (scripted or conversation.session is None):
            raise ConfigurationError(
                "the target's body carries the last message only, but a case has several turns",
                slug="target-one-turn",
                hint='Add "{{ turns }}" to body, or session:, or leave out techniques of'
                " several turns, such as pushback, with --technique.",
            )

    def _query(self, body: object) -> str:
        if self._spec.method != "GET" or not isinstance(body, dict):
            return ""
        given = parse_qsl(urlsplit(self._spec.url).query, keep_blank_values=True)
        return urlencode(
            [*given, *((key, _flat(value)) for key, value in body.items() if value is not None)]
        )

    def _read(self, answer: Answer, *, known: bool) -> Reply:
        """Return the reply; a session that is known may be said once only."""
        blocked = check_status(answer, self._keys, self._redactor)
        if blocked is not None:
            return blocked
        if self._spec.stream and is_stream(answer):
            return self._join(answer, known=known)
        body = read_json(answer.content, hint=self._hint(answer), charset=answer.charset)
        text = self._text(body)
        if text is None:
            blocked = check_embedded(body, self._keys, self._redactor)
            if blocked is not None:
                return blocked
            if answer.status == HTTPStatus.ACCEPTED:
                raise answers_later(self._keys)
            raise self._nothing_at(self._spec.reply, body)
        return self._reply(text, body, self._session(answer, body, known=known))

    def _hint(self, answer: Answer) -> str:
        if is_stream(answer):
            return "It is a stream of events: add `stream: sse`, with reply the path in each."
        return (
            f"Check {self._keys.url}; a product must answer with one JSON value, or with events"
            " (`stream: sse`). Others are reached through python:module:function or command:…"
        )

    def _join(self, answer: Answer, *, known: bool) -> Reply:
        """Return the reply that a stream's events make."""
        parts: list[str] = []
        seen: dict[str, object] = {}
        for event in events_of(answer, self._keys):
            text = self._text(event)
            if text is not None:
                parts.append(text)
            elif (blocked := check_embedded(event, self._keys, self._redactor)) is not None:
                return blocked
            if isinstance(event, dict):
                seen |= event
        if not parts:
            raise self._nothing_at(self._spec.reply, seen)
        return self._reply("".join(parts), seen, self._session(answer, seen, known=known))

    def _reply(self, text: str, body: object, session: str | None) -> Reply:
        model = text_of(body.get("model")) if isinstance(body, dict) else ""
        check_model(self._expected, model, self._keys)
        return Reply(text=text, model=model or None, session=session)

    def _text(self, body: object) -> str | None:
        """Return the reply's text, None where nothing that could be one stands there."""
        found = follow(body, self._spec.reply)
        if found is None:
            return ""
        if isinstance(found, list) and all(isinstance(part, str) for part in found):
            return "".join(found)
        return found if isinstance(found, str) else None

    def _session(self, answer: Answer, body: object, *, known: bool) -> str | None:
        if self._spec.session is None:
            return None
        found = session_in(answer, body, self._spec.session)
        if known and (found is NOTHING or found is None):
            return None
        if isinstance(found, str | int) and not isinstance(found, bool):
            return str(found)
        raise self._nothing_at(self._spec.session.from_, body, key="session.from")

    def _nothing_at(self, path: str, body: object, *, key: str = "reply") -> TargetError:
        texts = texts_in(body)
        longest = sorted(texts, key=lambda one: (-texts[one], one))
        there = ", ".join(longest[:4])
        told = "" if key == "reply" else " It is a path, header:NAME or cookie:NAME."
        return failed(
            Fault.MALFORMED,
            f"nothing stands at {path!r} in the response",
            hint=f"Check {key}.{told}"
            + (f" Text stands at: {self._redactor.clean(there)[:200]}." if there else ""),
        )


def _keys(spec: HttpSpec) -> Keys:
    return Keys(
        url="url",
        secret=f"headers ({', '.join(spec.headers) or 'none is sent'})",
        model="model",
        body="body",
        reply="reply",
    )


def _check_options(spec: HttpSpec, options: TargetOptions) -> None:
    """Refuse what would be asked for in vain: the file alone says what is sent.

    Raises:
        ConfigurationError: an option has no place in the body.
    """
    told = {
        "--stream": (options.stream and spec.stream is None, "stream: sse"),
        "--temperature": (options.temperature is not None, "the product's own key in body"),
        "--system-prompt send": (
            options.sends_system is True and not spec.system,
            'system: true, and "{{ system }}" or "{{ turns }}" in body',
        ),
    }
    for option, (in_vain, instead) in told.items():
        if in_vain:
            raise ConfigurationError(
                f"{option} is not sent to a product that a file describes",
                slug="option-not-sent",
                hint=f"Leave it out, and write into the file: {instead}.",
            )


def _shown(spec: HttpSpec, options: TargetOptions) -> TargetOptions:
    """Return the options that change the answers of a target described by a file."""
    model = spec.model or options.model
    kept_back = spec.system and options.sends_system is False
    return TargetOptions(
        model=model,
        stream=spec.stream is not None,
        sends_system=False if kept_back else None,
    )


def _expected(spec: HttpSpec, options: TargetOptions) -> str | None:
    if options.expected_model is not None:
        return options.expected_model
    return spec.model or options.model


def _query_secrets(url: str, used: list[str]) -> list[str]:
    query = urlsplit(url).query
    return [value for value in used if value in query]


def _flat(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)
