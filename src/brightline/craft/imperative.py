"""What a product does by a rule in, an order to it out: `Describes ...`, `Describe ...`."""

import re

_LEAD = re.compile(
    r"^(?P<lead>(?:(?:it|the (?:product|assistant|model|bot))\s+)?"
    r"(?:(?:never|always|only|also|then|first|just|politely|gently)\s+)*)"
    r"(?P<verb>[A-Za-z]+)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"^(it|the (product|assistant|model|bot))\s+", re.IGNORECASE)
_NEXT = re.compile(
    r"(?P<join>,| and| or| then| but)(?P<gap>\s+(?:never\s+|always\s+)?)(?P<verb>[a-z]+s)"
    r"(?P<object>\s+(?:an?|the|their|your|its|it|them|what|that|how|who|why|whether)\b)?"
)
_GOES_ON = re.compile(r"\s+(?!(?:to|of|for|from|in|on|about|with|at|by|and|or)\b)\w")
_SUBJECT_OF = re.compile(r"\s+(?:is|are|was|were|may|can|must|should|will|has|have|do|does)\b")
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


def _joined(match: re.Match[str]) -> str:
    # `and changes` may be a noun, `and changes an account` is none, nor is `and offers help`.
    known = match["verb"] in _KNOWN and _GOES_ON.match(match.string, match.end("verb"))
    if not known and not (match["object"] and _is_third(match["verb"])):
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
