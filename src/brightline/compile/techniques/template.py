"""A request in, turns out: wordings with gaps in which the plain request is set apart."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from brightline.records import After, Request, Role, Turn, digest

_GAP = re.compile(r"\{(objective|product|task|condition)\}")


class Say(NamedTuple):
    """One turn of a wording that is more than a text that the user always sends."""

    text: str
    after: After | None = None
    """What the product's last reply must have done; the first and the last turn never wait."""
    role: Role = Role.USER
    """An assistant's turn is one that we write: the product never said it."""


Wording = tuple[str | Say, ...]
"""The turns of one script; a plain text is the user's, and always sent."""


@dataclass(frozen=True, kw_only=True)
class Template:
    """A technique whose wordings are fixed texts around the request.

    Attributes:
        name: Name of the technique.
        purpose: One sentence: what it tries.
        example: A wording of it around a harmless request.
        source: Paper or list in which it is described.
        standards: Identifiers in MITRE ATLAS, OWASP and other lists.
        wordings: Each is a script, with the gaps `{objective}`, `{product}` and `{task}` (one
            of the product's own tasks). All of a technique need the same of a product.
    """

    name: str
    purpose: str
    example: str
    source: str
    standards: tuple[str, ...]
    wordings: tuple[Wording, ...]

    def wrap(self, request: Request) -> tuple[Turn, ...]:
        """Return the turns for a request.

        Args:
            request: The plain request; its wording picks the text and the task.

        Returns:
            One turn for each text of the wording; nothing when the wording needs one of the
            product's own tasks and the policy names none.
        """
        says = [_say(each) for each in self.wordings[request.wording % len(self.wordings)]]
        gaps = {"objective": request.objective, "product": request.product}
        if any("{task}" in say.text for say in says):
            if not request.does:
                return ()
            gaps["task"] = phrase(task_of(request))
        return tuple(
            Turn(role=say.role, text=fill(say.text, gaps), after=say.after) for say in says
        )


def single(*texts: str) -> tuple[Wording, ...]:
    """Return wordings of one turn each."""
    return tuple((text,) for text in texts)


def fill(text: str, gaps: Mapping[str, str]) -> str:
    """Return a text with its gaps filled in one pass, so that braces in a request stay."""
    return _GAP.sub(lambda gap: gaps[gap[1]], text)


def _say(each: str | Say) -> Say:
    return each if isinstance(each, Say) else Say(each)


def task_of(request: Request) -> str:
    """Return which of the product's tasks a request's wording takes; there is at least one."""
    # By hash and not by position, so that the owners may reorder their list of tasks.
    return min(request.does, key=lambda task: digest(f"{request.wording}\n{task}"))


def phrase(task: str) -> str:
    """Return a task so that it stands inside a sentence."""
    bare = task.strip().rstrip(".!")
    starts_plain = bare[:1].isupper() and bare[1:2].islower()
    return bare[:1].lower() + bare[1:] if starts_plain else bare
