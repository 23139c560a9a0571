"""A request in, turns out: wordings with gaps in which the plain request is set apart."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from brightline.records import Request, Role, Turn, digest

_GAP = re.compile(r"\{(objective|product|task|condition)\}")


@dataclass(frozen=True, kw_only=True)
class Template:
    """A technique whose wordings are fixed texts around the request.

    Attributes:
        name: Name of the technique.
        purpose: One sentence: what it tries.
        example: A wording of it around a harmless request.
        standards: Identifiers in MITRE ATLAS, OWASP and other lists.
        wordings: Each is the user's turns, with the gaps `{objective}`, `{product}` and
            `{task}` (one of the product's own tasks).
    """

    name: str
    purpose: str
    example: str
    standards: tuple[str, ...]
    wordings: tuple[tuple[str, ...], ...]

    def wrap(self, request: Request) -> tuple[Turn, ...]:
        """Return the user's turns for a request.

        Args:
            request: The plain request; its wording picks the text and the task.

        Returns:
            One turn for each text of the wording; nothing when the wording needs one of the
            product's own tasks and the policy names none.
        """
        texts = self.wordings[request.wording % len(self.wordings)]
        gaps = {"objective": request.objective, "product": request.product}
        if any("{task}" in text for text in texts):
            if not request.does:
                return ()
            gaps["task"] = _phrase(_task(request))
        return tuple(Turn(role=Role.USER, text=fill(text, gaps)) for text in texts)


def fill(text: str, gaps: Mapping[str, str]) -> str:
    """Return a text with its gaps filled in one pass, so that braces in a request stay."""
    return _GAP.sub(lambda gap: gaps[gap[1]], text)


def _task(request: Request) -> str:
    # By hash and not by position, so that the owners may reorder their list of tasks.
    return min(request.does, key=lambda task: digest(f"{request.wording}\n{task}"))


def _phrase(task: str) -> str:
    """Return a task so that it stands inside a sentence."""
    bare = task.strip().rstrip(".!")
    starts_plain = bare[:1].isupper() and bare[1:2].islower()
    return bare[:1].lower() + bare[1:] if starts_plain else bare
