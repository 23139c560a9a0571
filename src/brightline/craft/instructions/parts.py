"""A piece of a system prompt in, its order and the clauses around it out."""

from dataclasses import dataclass

from brightline.craft.instructions import words
from brightline.craft.instructions.context import Context, context_of
from brightline.craft.instructions.labels import untitled
from brightline.craft.instructions.pieces import Piece
from brightline.craft.instructions.short_forms import spelled_out

LONGEST = 1200
"""Characters of a piece that are looked at; its kind shows long before."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A sentence taken apart."""

    text: str
    """Without opening words and label."""
    label: str
    """The title in front: `Privacy: do not ...`; empty without one."""
    before: str
    """The clause in front: `If the user is a child`; empty without one."""
    main: str
    """What is ordered, without the clause in front."""


@dataclass(frozen=True, slots=True)
class Said(Parts):
    """A piece taken apart, and what it stands under."""

    orders: str
    """The main clause without negations that only say of what."""
    lead: Context
    section: Context

    @property
    def under(self) -> Context:
        """What it stands under: what introduces its list before its heading."""
        return self.lead or self.section

    @property
    def first(self) -> str:
        """The word that its order begins with."""
        words_of = self.main.split(maxsplit=1)
        return words_of[0].casefold().strip(".,:") if words_of else ""


def take_apart(text: str) -> Parts:
    """Return the parts of a sentence of a prompt."""
    whole = words.EXAMPLE.sub("", spelled_out(text[:LONGEST]))
    if words.OPENS.search(whole):
        whole = words.HOURS.sub("", whole)
    label, rest = untitled(whole)
    for _ in range(3):
        rest = words.OPENER.sub("", rest, count=1).lstrip(" ,:-\u2013\u2014([")
    rest = rest or whole
    clause = words.CONDITIONAL.match(rest) or words.FIRST_CLAUSE.match(rest)
    before = clause[0].rstrip(" ,:-\u2013\u2014") if clause else ""
    return Parts(rest, label, before, rest[clause.end() :] if clause else rest)


def heard(piece: Piece) -> Said:
    """Return a piece taken apart, with what it stands under."""
    parts = take_apart(piece.text)
    headings = [context_of(heading) for heading in reversed(piece.headings)]
    own = context_of(parts.label) if parts.label else Context.NONE
    lead = own if own in _LABELS else context_of(piece.lead) if piece.lead else Context.NONE
    return Said(
        text=parts.text,
        label=parts.label,
        before=parts.before,
        main=parts.main,
        orders=words.RELATIVE.sub(" ", words.TRAILING.sub("", parts.main)),
        lead=lead,
        section=next((one for one in headings if one is not Context.NONE), Context.NONE),
    )


_LABELS = frozenset({Context.DENY, Context.ALLOW})
"""What a label decides; other labels are only titles."""
