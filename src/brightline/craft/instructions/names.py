"""A prompt in, the name of its product out; a sentence about it in, the same of `it` out."""

import re

from brightline.craft.later import later

KINDS_OF = (
    r"(?:bot|assistant|agent|helper|guide|concierge|chatbot|companion|tutor|adviser|advisor|coach"
    r"|copilot|service|desk|librarian|clerk)"
)
"""What a product that talks is called."""

_WORDS = r"[A-Z][\w'&-]*(?: [A-Z][\w'&-]*){0,3}"
IS_THE = later(
    r"(?:^|(?<=[.!?]\s)|(?<=\n))"
    r"(?!(?:The|This|That|It|He|She|Our|Your|There|Here|What|Each|Every|If|When|Where)\b)"
    rf"({_WORDS}) is (?:the|an?|our|your) (?:[\w'-]+ ){{0,5}}?{KINDS_OF}\b"
)
"""`Tiller is the assistant of Low Bridge Boats`."""
_YOU_ARE = later(rf"\b[Yy]ou(?:'re| are|\u2019re) (?:called |named )?({_WORDS})(?=[,.]| and\b)")
_DOES = (
    r"(?:never|only|must|will|shall|may|can|cannot|can't|should|does|doesn't|won't|is|isn't|has"
    r"|[a-z]{2,}s)\b"
)


def name_in(text: str) -> str:
    """Return what a prompt calls its product in the third person too; empty for nothing.

    Args:
        text: The prompt.
    """
    found = IS_THE.search(text) or _YOU_ARE.search(text)
    return found[1] if found is not None else ""


def as_it(text: str, name: str) -> str:
    """Return a sentence with the product as `it` where it is the one that acts.

    Args:
        text: E.g. `Because a lock can drown a person, Tiller never tells ...`.
        name: Of the product; nothing changes where it is empty.
    """
    if not name or name not in text:
        return text
    acting = (
        rf"(?P<open>^|[,:;] (?:and |but |so )?|\b(?:and|but|so) ){re.escape(name)} (?={_DOES})"
    )
    return re.sub(acting, lambda hit: f"{hit['open']}{'it' if hit['open'] else 'It'} ", text)
