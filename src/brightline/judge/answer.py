"""A language model's answer in, its verdict out, or why nothing can be read from it."""

import hmac
from typing import NamedTuple

from brightline.forms import UnreadableError, read_object
from brightline.records import Verdict

__all__ = ["Answer", "UnreadableError", "read_answer"]

LONGEST_REASON = 300

VERDICTS = {verdict.value: verdict for verdict in Verdict if verdict is not Verdict.BLOCKED}
"""What a model may say: that the platform stopped a reply is not for it to tell."""

_KEYS = frozenset({"nonce", "reason", "verdict"})


class Answer(NamedTuple):
    """What a model says of an exchange."""

    verdict: Verdict
    reason: str
    turn: int | None
    """Number of the reply that it is about, from 1; None when it does not say."""


def read_answer(text: str, *, nonce: str, replies: int) -> Answer:
    """Return what an answer says.

    The whole answer is one JSON object, in a markdown block at most, with the nonce of this
    call.  A verdict is looked for nowhere else: not first match, not last match.  So a model
    that repeats text of the exchange says nothing.

    Args:
        text: The answer.
        nonce: Of the call.
        replies: How many replies of the product the exchange holds.

    Raises:
        UnreadableError: it is anything else.
    """
    found = read_object(text)
    given = found.get("nonce")
    if not isinstance(given, str) or not _same(given, nonce):
        raise UnreadableError("it does not carry the nonce of this call")
    unknown = sorted(found.keys() - _KEYS - {"turn"})
    missing = sorted(_KEYS - found.keys())
    if unknown or missing:
        named = f"the key {unknown[0][:40]!r}" if unknown else f"no key {missing[0]!r}"
        raise UnreadableError(f"it has {named}")
    verdict, reason = found["verdict"], found["reason"]
    if not isinstance(verdict, str) or verdict not in VERDICTS:
        raise UnreadableError("its verdict is none of the list")
    if not isinstance(reason, str):
        raise UnreadableError("its reason is no text")
    return Answer(VERDICTS[verdict], _short(reason, nonce), _turn(found.get("turn"), replies))


def _same(given: str, nonce: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), nonce.encode())


def _turn(turn: object, replies: int) -> int | None:
    if turn is None:
        return None
    if isinstance(turn, bool) or not isinstance(turn, int) or not 0 <= turn <= replies:
        raise UnreadableError(f"its turn is no number from 0 to {replies}")
    return turn or None


def _short(reason: str, nonce: str) -> str:
    """Return the reason on one line; the nonce never leaves the call."""
    flat = " ".join(reason.replace(nonce, "…").encode("utf-8", "replace").decode().split())
    return flat if len(flat) <= LONGEST_REASON else f"{flat[: LONGEST_REASON - 1]}…"
