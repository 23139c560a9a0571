"""Texts in, the same texts out without the secrets that a target was configured with."""

import base64
import json
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

from brightline.records import Reply, ToolCall

SHORTEST = 6
"""Shorter values are no keys, and would be found in any text."""

REMOVED = "[secret removed]"


class Redactor:
    """Removes configured secrets, however they are written."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._forms = tuple(
            sorted(
                {form for secret in secrets for form in _forms(secret)}, key=len, reverse=True
            )
        )

    def __repr__(self) -> str:
        return f"Redactor({len(self._forms)} forms)"

    def clean(self, text: str) -> str:
        """Return a text without any secret."""
        for form in self._forms:
            if form in text:
                text = text.replace(form, REMOVED)
        return text

    def clean_reply(self, reply: Reply) -> Reply:
        """Return a reply without any secret that the product echoed."""
        parts = (reply.text, reply.reasoning, reply.model or "", reply.stop or "")
        tools = [part for tool in reply.tools for part in (tool.name, tool.arguments)]
        if not any(form in part for form in self._forms for part in (*parts, *tools)):
            return reply
        return Reply(
            text=self.clean(reply.text),
            stop=None if reply.stop is None else self.clean(reply.stop),
            reasoning=self.clean(reply.reasoning),
            tools=tuple(
                ToolCall(name=self.clean(tool.name), arguments=self.clean(tool.arguments))
                for tool in reply.tools
            ),
            model=None if reply.model is None else self.clean(reply.model),
            tokens=reply.tokens,
            session=reply.session,
        )


def _forms(secret: str) -> set[str]:
    if len(secret) < SHORTEST:
        return set()
    data = secret.encode("utf-8", "surrogatepass")
    return {
        secret,
        quote(data, safe=""),
        quote_plus(data),
        base64.b64encode(data).decode("ascii"),
        base64.urlsafe_b64encode(data).decode("ascii"),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
    }
