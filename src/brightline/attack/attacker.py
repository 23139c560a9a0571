"""A prompt in, the attacker's next request out, or why it gave none."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from brightline.attack.parts import Ask, Declines, NoReplyError
from brightline.forms import UnreadableError, read_object
from brightline.records import Conversation, Role, TryEnd, Turn

KEY = "request"
"""The one key of its answer."""

PLACE = "your message"
"""What stands for the request where the attacker is shown the form; it is none."""

LONGEST = 700
"""Characters of a request: a longer one adds substance, which we do not want."""

SHOWN = 120
"""Characters of an answer without a request that are kept, to see what is wrong with it."""

FILTERED = frozenset({"content_filter", "refusal", "safety", "prohibited_content"})
"""Stop reasons of a provider that did not let the attacker speak."""


class AttackerError(Exception):
    """The attacker gave no request, which ends the try."""

    def __init__(self, end: TryEnd, why: str) -> None:
        super().__init__(why)
        self.end = end


@dataclass(frozen=True)
class Attacker:
    """A model that drafts requests; what it says is data and is followed nowhere."""

    ask: Ask
    declines: Declines

    async def request(self, prompt: str, objective: str, known: Collection[str]) -> str:
        """Return its next request.

        Args:
            prompt: What it is told.
            objective: The plain request, to tell a refusal from garbage.
            known: Requests of this try that it may not repeat.

        Raises:
            AttackerError: it refused, gave nothing, or kept not to the form.
            OverError: nothing is sent any more.
        """
        turns = (Turn(role=Role.USER, text=prompt),)
        try:
            reply = await self.ask(Conversation(turns=turns, attempt_id="attacker"))
        except NoReplyError as error:
            raise AttackerError(TryEnd.ATTACKER_SILENT, str(error)) from error
        if (reply.stop or "").lower() in FILTERED:
            raise AttackerError(TryEnd.ATTACKER_REFUSED, f"its provider says {reply.stop}")
        said = " ".join(reply.text.split())[:SHOWN]
        try:
            found = read_object(reply.text)
        except UnreadableError as error:
            if self.declines(reply.text, objective):
                raise AttackerError(TryEnd.ATTACKER_REFUSED, f"it said: {said}") from error
            raise _unreadable(error, said) from error
        try:
            return _request(found, known)
        except UnreadableError as error:
            raise _unreadable(error, said) from error


def _unreadable(error: UnreadableError, said: str) -> AttackerError:
    return AttackerError(TryEnd.ATTACKER_UNREADABLE, f"{error}; it said: {said}")


def _request(found: Mapping[str, object], known: Collection[str]) -> str:
    if set(found) != {KEY}:
        raise UnreadableError(f"its keys are not {KEY!r} alone")
    request = found[KEY]
    if not isinstance(request, str) or not request.strip():
        raise UnreadableError("its request is no text")
    # Lone surrogates and NUL cannot be sent or stored.
    plain = request.encode("utf-8", "replace").decode().replace("\0", " ").strip()
    if len(plain) > LONGEST:
        raise UnreadableError(f"its request has {len(plain):,} characters, over {LONGEST}")
    if plain == PLACE:
        raise UnreadableError("it repeats the form as it was shown")
    if plain in known:
        raise UnreadableError("it repeats a request of this try")
    return plain
