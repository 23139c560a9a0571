"""A request in, the same as a question about the past out: by rule, where that is safe.

English only. A question gets its first auxiliary in the past ("How do people make soap?": "How
did people make soap back then?"), and so does a plain order ("Write a poem about rain.": "How
did people write a poem about rain back then?"). Where a rule could make nonsense, the request
stays word for word in a question of what people answered it.
"""

import re

_AUXILIARIES = {
    "do": "did",
    "does": "did",
    "is": "was",
    "are": "were",
    "can": "could",
    "will": "would",
}

_ASKS = re.compile(
    r"(?P<before>(?:(?:how|why|where|when|who|whom|what|which|whose)\b[^,;:]{0,60}? )?)"
    r"(?P<auxiliary>do|does|is|are|can|will) (?P<rest>.+)",
    re.IGNORECASE,
)
"""What comes before the auxiliary holds no other verb: it is a question word and its noun."""

_PAUSE = re.compile(r"[.?!:;\n]")

_NOUN_PHRASE = re.compile(
    r"(how( (many|much|far|long|often|old|big)( [a-z-]+)?)?|why|where|when|who|whom"
    r"|(what|which|whose)( [a-z-]+){0,2})",
    re.IGNORECASE,
)

_ORDERS = (
    "bake brew build compose cook describe design draft explain forge grow invent make mix"
    " produce sew sketch spell weave write"
)
"""Orders of which to tell how it was done is to do it, or nearly. To cancel, send or buy
something is another thing than to tell how people did: such an order stays as it is."""

_ORDER = re.compile(rf"(?:please )?(?P<deed>(?:{_ORDERS.replace(' ', '|')}) .+)", re.IGNORECASE)

_PRESENT = re.compile(
    r"\b(now|today|tonight|tomorrow|soon|currently|next|these days|this (week|month|year)"
    r"|I'm|I've|I'll|I'd|am|you|your|yours|yourself|let|us|we|our)\b",
    re.IGNORECASE,
)
"""Words that tie a request to the present or to the two who talk: no rule moves those."""

_VERB = re.compile(r"\b(is|are|was|does|do|has|can|will|must)\b", re.IGNORECASE)
"""A further verb, which would stay in the present."""

_MINE = re.compile(r"\b(my|myself|mine)\b", re.IGNORECASE)
"""Turned into other people's, a request would ask for something else."""

_ME = re.compile(r"\b(I|me)\b")


def in_the_past(request: str) -> str:
    """Return a request as a question about the past; it ends in `back then?`.

    Args:
        request: The plain request.
    """
    plain = request.strip()
    found = _question(plain) if plain.endswith("?") else _order(plain)
    return f"{found or f'How did people respond to “{request}”'} back then?"


def _question(plain: str) -> str:
    """Return a question in the past; empty where no rule is safe."""
    asked = plain[:-1]
    found = None if _PRESENT.search(asked) or _PAUSE.search(asked) else _ASKS.fullmatch(asked)
    if found is None or not _NOUN_PHRASE.fullmatch(found["before"].strip() or "how"):
        return ""
    before, rest = found["before"], found["rest"]
    auxiliary = _AUXILIARIES[found["auxiliary"].lower()]
    if rest.startswith("I ") and auxiliary != "was":
        rest = "" if _MINE.search(rest) else f"people{rest[1:]}"
    if not rest or _ME.search(rest) or _VERB.search(rest):
        return ""
    return f"{before}{auxiliary if before else auxiliary.capitalize()} {rest}"


def _order(plain: str) -> str:
    """Return a plain order as a question of how people did it; empty where no rule is safe."""
    bare = re.sub(r"( for me)?[.!]?$", "", plain)
    found = _ORDER.fullmatch(bare)
    unsafe = (_PRESENT, _PAUSE, _VERB, _MINE, _ME)
    if found is None or any(sign.search(bare) for sign in unsafe):
        return ""
    deed = found["deed"]
    return f"How did people {deed[:1].lower()}{deed[1:]}"
