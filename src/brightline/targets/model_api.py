"""A body to send to a model in, its reply out: what the APIs of OpenAI and Anthropic share."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from brightline.errors import ConfigurationError
from brightline.records import Reply, TargetOptions
from brightline.targets.failures import Answer, Keys
from brightline.targets.gate import read_json
from brightline.targets.proxy import proxy_for
from brightline.targets.reading import (
    check_embedded,
    check_model,
    check_status,
    events_of,
    is_stream,
)
from brightline.targets.redaction import Redactor
from brightline.targets.transport import Address, Wire


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """How a kind of API says things."""

    keys: Keys
    done: tuple[bytes, ...]
    """What stands in a stream when it has ended."""
    join: Callable[[Iterable[object]], object]
    """A stream's events in, the body that would have come in one piece out, or its error."""
    read: Callable[[object], Reply]
    """A body in, the reply in it out; raises `TargetError` where there is none."""


class ModelApi:
    """A model's address, asked in one dialect."""

    def __init__(
        self,
        url: str,
        headers: dict[str, str],
        dialect: Dialect,
        *,
        secret: str,
        options: TargetOptions,
    ) -> None:
        self._dialect = dialect
        self._redactor = Redactor([secret])
        asked = options.expected_model
        self._expected = options.model if asked is None else asked
        self._until = dialect.done if options.stream else ()
        self._wire = Wire(
            Address(
                url=url,
                method="POST",
                headers=headers,
                keys=dialect.keys,
                deadline_s=options.deadline_s,
                proxy=proxy_for(url, options.environment),
            ),
            self._redactor,
        )

    async def ask(self, body: Mapping[str, object]) -> Reply:
        """Send a body once and return the reply, without any secret in it.

        Raises:
            TargetError: no reply came.
            ConfigurationError: the product can never answer as configured.
        """
        answer = await self._wire.send(json.dumps(body).encode(), until=self._until)
        return self._redactor.clean_reply(self._read(answer))

    async def aclose(self) -> None:
        """Close every connection."""
        await self._wire.aclose()

    def _read(self, answer: Answer) -> Reply:
        keys = self._dialect.keys
        blocked = check_status(answer, keys, self._redactor)
        if blocked is not None:
            return blocked
        if is_stream(answer):
            body = self._dialect.join(events_of(answer, keys))
        else:
            hint = f"Check {keys.url}, and {keys.reply}."
            body = read_json(answer.content, hint=hint, charset=answer.charset)
        blocked = check_embedded(body, keys, self._redactor)
        if blocked is not None:
            return blocked
        reply = self._dialect.read(body)
        check_model(self._expected, reply.model, keys)
        return reply


def keys_of(secret: str, api: str) -> Keys:
    """Return what a person would change about a model's target.

    Args:
        secret: Variable of the environment that holds the key.
        api: What the address must speak.
    """
    return Keys(
        url="the address in --target",
        secret=secret,
        model="--model",
        body="the options sent with the call (--model, --max-tokens, --temperature, --stream)",
        reply=f"that --target speaks {api}; other shapes need a target.yaml",
    )


def secret_of(name: str, options: TargetOptions) -> str:
    """Return the key that a variable of the environment holds, empty where it is not set."""
    return options.environment.get(name, "").strip()


def insist_on_key(name: str, options: TargetOptions) -> None:
    """Raise unless a key is set.

    Raises:
        ConfigurationError: it is not.
    """
    if not secret_of(name, options):
        raise ConfigurationError(
            f"{name} is not set", slug="target-key-missing", hint=f"export {name}=…"
        )


def insist_on_model(options: TargetOptions) -> None:
    """Raise unless a model is named.

    Raises:
        ConfigurationError: none is.
    """
    if not options.model:
        raise ConfigurationError(
            "no model is named", slug="target-model-missing", hint="Add --model NAME."
        )
