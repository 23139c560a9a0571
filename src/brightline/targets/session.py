"""An answer in, the id of the conversation that a product keeps out; and how it is sent back.

The id stands in the body at a path, in a header (`header:X-Session`) or in a cookie
(`cookie:sid`), and goes back in any of the three.
"""

from collections.abc import Mapping
from typing import NamedTuple

from brightline.records import Session
from brightline.targets.failures import Answer
from brightline.targets.path import NOTHING, follow

HEADER, COOKIE = "header:", "cookie:"


class Carried(NamedTuple):
    """What a later turn takes along."""

    body: Mapping[str, str]
    """Keys of the body."""
    headers: Mapping[str, str]


def session_in(answer: Answer, body: object, session: Session) -> object:
    """Return what stands where a product says its session, or `NOTHING`.

    Args:
        answer: With its headers.
        body: Decoded.
        session: Where it stands.
    """
    at = session.from_
    if at.startswith(HEADER):
        return answer.header(at.removeprefix(HEADER).lower().encode()) or NOTHING
    if at.startswith(COOKIE):
        return _cookie(answer, at.removeprefix(COOKIE)) or NOTHING
    return follow(body, at)


def carried(session: Session, id_: str) -> Carried:
    """Return what a turn carries, so that the product knows which conversation goes on.

    Args:
        session: How the id is sent.
        id_: The id.
    """
    name = session.send_as
    if name.startswith(HEADER):
        return Carried({}, {name.removeprefix(HEADER): id_})
    if name.startswith(COOKIE):
        return Carried({}, {"Cookie": f"{name.removeprefix(COOKIE)}={id_}"})
    return Carried({name: id_}, {})


def _cookie(answer: Answer, name: str) -> str:
    """Return the value that a response gives a cookie; of several the last counts."""
    found = ""
    for key, value in answer.headers:
        if key.lower() == b"set-cookie":
            pair = value.decode("latin-1").partition(";")[0]
            given, _, content = pair.partition("=")
            found = content.strip() if given.strip() == name else found
    return found
