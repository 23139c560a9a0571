"""A request in, turns out in which it is said in other words."""

from collections.abc import Callable
from dataclasses import dataclass

from brightline.records import Request, Role, Turn

GAP = "{recast}"
"""Where the request stands in a wording, in its other words."""


@dataclass(frozen=True, kw_only=True)
class Recast:
    """A technique that puts the request itself in other words.

    Attributes:
        name: Name of the technique.
        purpose: One sentence: what it tries.
        example: A wording of it around a harmless request.
        source: Paper or list in which it is described.
        standards: Identifiers in MITRE ATLAS, OWASP and other lists.
        anew: Gives a request in other words; the same for the same request.
        wordings: Each is one turn, with the gap `{recast}` once.
    """

    name: str
    purpose: str
    example: str
    source: str
    standards: tuple[str, ...]
    anew: Callable[[str], str]
    wordings: tuple[str, ...]

    def wrap(self, request: Request) -> tuple[Turn, ...]:
        """Return the one turn for a request; its wording picks what stands around it."""
        text = self.wordings[request.wording % len(self.wordings)]
        return (Turn(role=Role.USER, text=text.replace(GAP, self.anew(request.objective))),)

    def recast(self, objective: str) -> str:
        """Return what the turn says in place of a request."""
        return self.anew(objective)
