"""A request in, turns out in which it stands in a code, and the turns with the code undone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from brightline.records import Request, Role, Turn

GAP = "{coded}"
"""Where the request stands in a wording, in its code."""


class Code(NamedTuple):
    """A code and how it is told to the product."""

    text: str
    """The user's turn, with the gap `{coded}` once."""
    encode: Callable[[str], str]
    decode: Callable[[str], str]
    """Undoes encode, for any text."""


@dataclass(frozen=True, kw_only=True)
class Coded:
    """A technique that does not say the request in plain words.

    Attributes:
        name: Name of the technique.
        purpose: One sentence: what it tries.
        example: A wording of it around a harmless request.
        source: Paper or list in which it is described.
        standards: Identifiers in MITRE ATLAS, OWASP and other lists.
        wordings: Each is one turn with its code.
        leads: Whether the first is the code that everybody knows, which no rule may lack.
    """

    name: str
    purpose: str
    example: str
    source: str
    standards: tuple[str, ...]
    wordings: tuple[Code, ...]
    leads: bool = False

    def wrap(self, request: Request) -> tuple[Turn, ...]:
        """Return the one turn for a request; its wording picks the code."""
        code = self.wordings[request.wording % len(self.wordings)]
        text = code.text.replace(GAP, code.encode(request.objective))
        return (Turn(role=Role.USER, text=text),)

    def decode(self, turns: Sequence[Turn]) -> tuple[str, ...]:
        """Return what each turn says once its code is undone, which a reader could do too.

        Raises:
            ValueError: what stands where the code should is none.
        """
        return tuple(self._plain(turn.text) for turn in turns)

    def _plain(self, text: str) -> str:
        for code in self.wordings:
            before, _, after = code.text.partition(GAP)
            if text.startswith(before) and text.endswith(after):
                coded = text[len(before) : len(text) - len(after)]
                return f"{before}{code.decode(coded)}{after}"
        return text
