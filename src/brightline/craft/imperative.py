"""What a product does by a rule in, an order to it out: `Describes ...`, `Describe ...`."""

import re

from brightline.craft.later import later
from brightline.craft.verbs import below

_LEAD = later(
    r"^(?P<lead>(?:(?:it|the (?:product|assistant|model|bot))\s+)?"
    r"(?:(?:never|always|only|also|then|first|just|politely|gently)\s+)*)"
    r"(?P<verb>[A-Za-z]+(?:-[a-z]+)?)\b",
    re.IGNORECASE,
)
_SUBJECT = later(r"^(it|the (product|assistant|model|bot))\s+", re.IGNORECASE)
_NEXT = later(
    r"(?P<join>,| and| or| then| but)(?P<gap>\s+(?:never\s+|always\s+)?)(?P<verb>[a-z]+s)"
    r"(?P<object>\s+(?:an?|the|their|your|its|it|them|what|that|how|who|why|whether)\b)?"
)
_GOES_ON = later(r"\s+(?!(?:to|of|for|from|in|on|about|with|at|by|and|or)\b)\w")
_SUBJECT_OF = later(
    r"\s+(?:is|are|was|were|may|can|must|should|will|has|have|do|does"
    r"|need|require|apply|depend|belong|remain)\b"
)
_IRREGULAR = {"does": "do", "has": "have", "is": "be", "goes": "go", "says": "say"}
_VERBS = """
accepts adds admits advises agrees answers asks avoids calls claims comments compares
confirms connects declines describes directs discloses discusses does encourages explains
gives goes guesses hands has helps hints identifies invites invents keeps leads leaves
lets links lists makes mentions moves names offers opens passes points praises prepares
promises provides puts recommends redirects refers refuses repeats replaces reports
reveals routes says sends shares shows speaks starts states stays steers suggests
summarises summarizes supports takes talks teaches tells translates tries turns uses walks
warns writes
"""
_KNOWN = frozenset(_VERBS.split())
"""Verbs in the third person, told from plural nouns where they stand inside a sentence."""

_NOT_VERBS = {"this", "its", "his", "hers", "theirs", "yes", "always", "unless", "whereas"}


def imperative(text: str) -> str:
    """Return a sentence that says what the product does as an order to it.

    Only its first verb, and known verbs joined to it by a comma, `and` or `or`, are changed; a
    sentence that does not begin with a verb in the third person stays as it is.

    Args:
        text: E.g. `Never describes violence in detail, in any framing.`
    """
    text = " ".join(text.split())
    match = _LEAD.match(text)
    if match is None or not _is_third(match["verb"]):
        return text
    if _SUBJECT_OF.match(text, match.end()):
        return text  # `Politics is left out.`
    lead = _SUBJECT.sub("", match["lead"])
    rest = _NEXT.sub(_joined, text[match.end() :])
    whole = f"{lead}{_base(match['verb'])}{rest}".replace(" its own ", " your own ")
    return whole[:1].upper() + whole[1:]


def sure_order(text: str) -> str:
    """Return a sentence as an order where all of it can surely be turned, else as it stands.

    What stays in doubt: a plural noun that begins like a verb (`Worries about ...`), a word
    that may be a second verb or a noun, a verb behind `that`, `who` or `when`, of which nobody
    knows whose it is, and `it` where the product may be meant.

    Args:
        text: As for `imperative`.
    """
    text = " ".join(text.split())
    match = _LEAD.match(text)
    if match is None or not _is_third(match["verb"]):
        return text
    rest = text[match.end() :]
    begun = text[: match.end()].casefold()
    bare = not re.search(r"\b(?:never|always)\b", begun)
    acts = match["verb"].lower() in _KNOWN or _TAKES_ONE.match(rest)
    noun = _NOUN_GOES_ON.match(rest) or (bare and not acts)
    if noun or _OWN.search(rest) or _HAS_VERB.search(_BEHIND.split(rest, maxsplit=1)[0]):
        return text
    turned = {one.start("verb") for one in _NEXT.finditer(rest) if _joined(one) != one[0]}
    behind = _BEHIND.search(rest)
    for second in _SECOND.finditer(rest):
        at = second.start("verb")
        unsure = at not in turned or (behind is not None and behind.start() < at)
        if unsure and _is_third(second["verb"]):
            return text
    return imperative(text)


_NOUN_GOES_ON = later(r"['\u2019]|\s+of\b|,")
_TAKES_ONE = later(
    r"\s+(?:an?|any)(?:\s+(?!(?:may|can|could|might|will|would|must|should|has|had|did)\b)"
    r"(?:[\w-]*[^\Ws]|[\w-]+ss)){1,3}?(?=\s+(?:only|when|if|unless|once|after|before|until|above"
    r"|below|over|under|at|in|on|for|to|of|with|without|from|by)\b|[.;]|$)"
)
"""What follows a verb: `Books a slot`, where `Books a child reads` are things."""
_OWN = later(
    r"\b(?:that|what|whether|where|when|how|and|or|but|than) it\b|[;,:]\s+it\b|\bitself\b",
    re.IGNORECASE,
)
_HAS_VERB = later(r"\b(?:is|are|was|were|gets?|has|have|does|do)\b")
_BEHIND = later(
    r"\b(?:that|which|who|whom|whose|what|when|where|why|how|whether|if|unless|until|because"
    r"|so|as|only|after|before|once|while|than)\b"
)
_SECOND = later(
    r"(?:[,;](?:\s+(?:and|or|nor|then|but))?|\b(?:and|or|nor|then|but))\s+"
    r"(?:(?:never|always|also|then|only)\s+)*(?P<verb>[a-z]+)\b(?!['\u2019-])"
)


def _joined(match: re.Match[str]) -> str:
    # `and changes` may be a noun, `and changes an account` is none, nor is `and offers help`.
    known = match["verb"] in _KNOWN and _GOES_ON.match(match.string, match.end("verb"))
    if not known and not (match["object"] and _is_third(match["verb"])):
        return match[0]
    if below(
        match.string[: match.start()],
        match.string[match.start("verb") :],
        join=match["join"],
    ):
        return match[0]
    return f"{match['join']}{match['gap']}{_base(match['verb'])}{match['object'] or ''}"


def _is_third(verb: str) -> bool:
    word = verb.lower()
    if word in _KNOWN or word in _IRREGULAR:
        return True
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "us", "ous", "is"))
        and word not in _NOT_VERBS
    )


def _base(verb: str) -> str:
    word = verb.lower()
    if word in _IRREGULAR:
        base = _IRREGULAR[word]
    elif word.endswith("ies") and len(word) > 4:
        base = f"{word[:-3]}y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        base = word[:-2]
    else:
        base = word[:-1]
    return base.capitalize() if verb[0].isupper() else base
