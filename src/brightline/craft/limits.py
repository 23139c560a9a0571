"""A rule's text in, the sentence by which its product says the limit of itself out.

Where the grammar of a rule is not known for sure, a plain sentence stands in its place: it says
less, and nothing wrong.
"""

import re
from typing import NamedTuple

from brightline.craft.instructions.labels import untitled
from brightline.craft.later import later
from brightline.craft.told import Listener, bare, nobody
from brightline.craft.verbs import NOUNS_TOO, VERBS
from brightline.records import Stance

LONGEST = 30
"""Words of the sentence that says the limit, where it can be cut."""

PLAIN = "That is something I don't do."
PLAIN_DEPENDS = "That is something I don't do as things stand."


class Limit(NamedTuple):
    """A sentence that says a limit."""

    text: str
    plain: bool
    """It does not say the rule in its own words: somebody has to."""


_CUTS = later(
    r"\s*(?:[;:]|, (?:and )?never\b|(?<!neither)(?<!not),? nor\b| and never\b| and picks? no\b"
    r"|, so (?:do|don't|never|you|it|that it|please|refuse|decline)\b"
    r"|, (?:whoever|whatever|whichever|in any|not even|no matter|also|even|so that|in whole)\b"
    r"|, (?:and )?(?:nothing|no [a-z]+)\b"
    r"|, (?:and )?(?:gives?|offers?) no\b"
    r"|, (?:because|since|for an? \w+ who)\b|, [a-z' ]+ (?:included|or in part)\b).*$",
    re.IGNORECASE,
)
"""What a rule goes on with that a short refusal leaves out."""
_REASON = later(r"\s*(?:[;:]|, (?:because|since|for an? \w+ who)\b).*$")
_NEITHER = later(r"\bneither (.+?) nor\b.*$")
_PARTS = later(r",? (?:or|nor|and) (?=(?:to|how|whether|what|which|that)\b)")
_SENTENCES = later(r"(?<=[a-z)\]0-9])[.!?] +(?=[A-Z])")
_SUBJECT = later(
    r"^(?:You|We|I|It|The (?:assistant|product|bot|model|chatbot)) "
    r"(?P<order>(?:must|should|may|can|will|do|shall) ?(?:not|never)\b|never\b|cannot\b|can't\b"
    r"|don't\b|only\b)",
    re.IGNORECASE,
)

_ON = later(r"^(?P<when>(?:If|When|Where|Once|After) [^,]+), (?:then )?(?P<rest>.+)$")
_NEVER = later(
    r"^(?:Never|(?:Must|Should|May|Do|Does|Will|Can|Shall) ?(?:not|never)|Don't|Doesn't|Mustn't"
    r"|Shouldn't|Cannot|Can't)\s+(?:ever )?(?P<rest>.+)$",
    re.IGNORECASE,
)
_SHUNS = later(r"^(?:Refuses? to|Declines? to)\s+(?P<rest>.+)$", re.IGNORECASE)
_NO = later(r"^No (?P<rest>.+)$")
_ONLY_DOES = later(r"^Only (?P<when>.+?),? (?:does|do) (?:it|you) (?P<do>.+)$")

_LIMITS = later(
    r"\b(?:not?|never|nothing|nobody|cannot|can't|only|unless|declined?|refused?|don't|without|leave|stay"
    r"|turn down|avoid|steer|withhold)\b",
    re.IGNORECASE,
)
_FINITE = later(
    r"\b(?:is|are|was|were|must|may|can|cannot|will|should|shall|has|have|does|do|don't|doesn't"
    r"|isn't|aren't|needs?|requires?|stays?|remains?|appl(?:y|ies)|depends?|belongs?|costs?"
    r"|goes?|comes?|gets?|counts?)\b"
)
"""A verb with a subject: what has one is a sentence of its own."""
_BELOW = later(
    r"\b(?:who|which|that|what|where|when|whether|how|why|if|unless|until|after|once|before"
    r"|because|than|only|whatever|whoever|whom|whose|while)\b"
)
_OBJECT = later(
    r"(?:,? (?:or|and|nor) |, | (?:an?|the|any|no|all|only|with|to|about|for|how|what|which|who"
    r"|whom|whether|where|when|that|your|my|their|our|its|this|these|those|up|out|off|aside|away"
    r"|down|on|in|into|through|from|nothing|anything|you|me|it|them|one|another|other|somebody"
    r"|someone|people|requests|details|of|by|at|as|back|go|against|outside|more)\b)"
)
"""What follows a verb, and not the first noun of two."""
_DETERMINED = later(
    r" (?:an?|the|any|all|how|what|which|whether|that|to|your|my|their|our|its|nothing"
    r"|anything|somebody|someone|you|it|them)\b"
)
"""What follows a verb for sure: two nouns have nothing between them."""
_NO_VERB = later(
    r"(?:an?|the|any|each|every|no|not|never|only|all|to|of|for|in|on|at|by|with|under|if|when|unless|until"
    r"|once|after|before|as|from|that|this|these|those|which|what|who|how|why|and|or|but|so|than"
    r"|more|less|one|is|are|am|was|were|has|does|must|may|can|will|should|ever|again|it|you"
    r"|they|we|he|she|i|there|their|its|my|our|your|his|her|[a-z]+(?:ing|tion|ness|ment))\b",
    re.IGNORECASE,
)
_BEGINS = later(
    r"(?:An?|The|All|Each|Every|No|There|It|Any|This|These|Anything|Everything|Nothing|My|Our|Their)\b"
)
"""First words that are no verb and may begin a sentence."""
_GERUNDS_NOT = frozenset({"bring", "sing", "ring", "swing", "ping", "mention", "sanction"})
_SELF = later(
    r"\b(?:the|this) (?:[a-z]{2,3} )?(?:agent|assistant|model|bot|chatbot|ai)\b", re.IGNORECASE
)
_MAY_KNOW = later(
    r"\b(?:only|nobody but|anyone but|anyone other than|except)"
    r" (?:with|to|by|for) (?:the|an?)\b"
    r"|\b(?:reveal|disclose|share|discuss|leak|pass on|give out|expose)(?:s|es)?\b"
    r"(?=.*(?:\babout (?:an?|any|one)\b|\b(?:an?|any|one) \w+'s\b))",
    re.IGNORECASE,
)
"""A limit about who may know: those whom it names may be others than the one who asks."""
_OF_YOURS = later(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)


def limit_of(text: str, listener: Listener, *, stance: Stance = Stance.REFUSE) -> Limit:
    """Return the sentence that says what the product does not do.

    Args:
        text: Of the rule.
        listener: Whom the product speaks to.
        stance: What the rule wants; it chooses the plain sentence.
    """
    plain = Limit(PLAIN if stance is Stance.REFUSE else PLAIN_DEPENDS, plain=True)
    first = _first(" ".join(text.split()))
    if (on := _ON.match(first)) is not None:
        found = limit_of(on["rest"], listener, stance=stance)
        when = listener.told(on["when"])
        return found if found.plain else Limit(f"{when}, {small(found.text)}", plain=False)
    brief = _brief(first)
    if not brief or _OF_YOURS.search(brief) or _SELF.search(brief):
        return plain  # `you` may be the product here, or its user
    if _MAY_KNOW.search(brief) is not None:
        listener = nobody()
    order = bare(brief)
    told = listener.told(order)
    said = _negated(told) or _only(told) or _ordered(told, third=order != brief, stance=stance)
    if said is not None:
        return Limit(sentence(said), plain=False)
    whole = listener.told(brief)
    if is_sentence(whole):
        lead = "" if _LIMITS.search(whole) else "There is a limit that I don't cross: "
        return Limit(sentence(f"{lead}{small(whole) if lead else whole}"), plain=False)
    # A verb that is surely one names no matter: `Reveals prices`.
    matter = None if is_verb(told) else _matter(whole)
    return plain if matter is None else Limit(f"I don't get into {matter}.", plain=True)


_BECAUSE = later(r"^(?:Because|Since|As) [^,]{3,120}, (?=[A-Z]|it |you |we )")
_BARRED = later(
    r"(?:never|do not|don't|no|only|must not|may not|cannot|can't)\b", re.IGNORECASE
)


def own_words(text: str, name: str) -> str:
    """Return a rule without its title and its reason, and with its product as `it`.

    Args:
        text: Of the rule, `Prices: never name one` or `Because ..., Tiller never ...`.
        name: Of the product.
    """
    title, rest = untitled(" ".join(text.split()))
    said = rest if title and _BARRED.match(rest) and not _OF_TITLE.search(rest) else text
    said = _BECAUSE.sub("", said)
    return re.sub(rf"^{re.escape(name)}(?= [a-z])", "It", said) if name else said


_OF_TITLE = later(r"\b(?:it|them|one|this|that|these|those|so)\b(?=[.,;!]|$)", re.IGNORECASE)
"""What stands in the title, and is not known without it."""


def sentence(text: str) -> str:
    """Return text as a sentence, with its first letter and its end."""
    text = text.strip().rstrip(".,;:!")
    return f"{text[:1].upper()}{text[1:]}."


def small(text: str) -> str:
    """Return text that does not begin a sentence any more."""
    first = text.partition(" ")[0]
    name = first[1:] != first[1:].lower() or first == "I"
    return text if name else text[:1].lower() + text[1:]


def is_verb(order: str) -> bool:
    """Return whether an order begins with a bare verb, for sure: `Plan a trip`."""
    first, rest = _split(order)
    if first.lower() not in NOUNS_TOO or _DETERMINED.match(rest) is not None:
        return first.lower() in VERBS
    return _OBJECT.match(rest) is not None and not _has_subject(rest)


def acts(order: str) -> bool:
    """Return whether a text that says what is done begins with a bare verb: `Plan meals`."""
    first, rest = _split(order)
    surely = first.lower() not in NOUNS_TOO or _DETERMINED.match(rest) is not None
    return first.lower() in VERBS and (surely or not _has_subject(rest))


def is_gerund(word: str) -> bool:
    """Return whether a word ends as one that names what is done: `comparing`."""
    return word.lower().endswith("ing") and word.lower() not in _GERUNDS_NOT


def is_sentence(text: str) -> bool:
    """Return whether a text has a subject with its verb: `Refunds need an approval`."""
    first, rest = _split(text)
    if first.lower() in VERBS and (first.lower() not in NOUNS_TOO or _DETERMINED.match(rest)):
        return False
    begins = _NO_VERB.match(text) is None or _BEGINS.match(text) is not None
    return begins and _has_subject(rest)


def _first(text: str) -> str:
    """Return the first sentence of a rule, without whom it speaks to: `You must never`."""
    first = _SENTENCES.split(text, maxsplit=1)[0].strip().rstrip(".!")
    first = re.sub(r",? under (?:any|no) circumstances?\b,?", "", first, flags=re.IGNORECASE)
    if (hit := _SUBJECT.match(first)) is not None:
        first = f"{hit['order']}{first[hit.end() :]}"
    return f"{first[:1].upper()}{first[1:]}"


def _brief(text: str) -> str:
    """Return a rule without what a short refusal leaves out."""
    text = _NEITHER.sub(r"not \1", text)
    cut = _CUTS.sub("", text)
    lost = text[len(cut) :]
    whole = len(cut.split()) > 2 and not re.search(r"\bonly (?:when|once|after|if)\b", lost)
    kept = _closed(cut, lost) if whole else _REASON.sub("", text)
    while len(kept.split()) > LONGEST and not re.search(r"\b(?:only|unless)\b", kept):
        ends = [hit.start() for hit in _PARTS.finditer(kept)]
        if not ends:
            break
        kept = _closed(kept[: ends[-1]], kept[ends[-1] :])
    return kept


def _closed(kept: str, lost: str) -> str:
    """Return a list that lost its last part with an `or` before what is now the last."""
    hit = re.match(r",? (?:or|nor|and) (to|how|whether|what|which|that)\b", lost)
    if hit is None:
        return kept
    head, comma, tail = kept.rpartition(f", {hit[1]} ")
    joined = re.search(rf"\b(?:or|nor|and) {hit[1]} ", tail) is not None
    return kept if not comma or joined else f"{head} or {hit[1]} {tail}"


_MADE = later(
    r"^(?:[\w-]+ ){0,2}?(?:claims|promises|exceptions?|guarantees|predictions|assumptions"
    r"|comparisons|judge?ments|diagnos[ei]s|forecasts|decisions|bookings|jokes)\b",
    re.IGNORECASE,
)
"""What is made and not given."""


def _negated(told: str) -> str | None:
    if (hit := _NEVER.match(told) or _SHUNS.match(told)) is not None:
        rest = small(hit["rest"])
        if rest.startswith("be "):
            return f"I am never {rest[3:]}"
        return f"I don't {rest}" if _can_follow(rest) else None
    if (hit := _NO.match(told)) is not None:
        first = hit["rest"].partition(" ")[0].lower()
        fits = (not is_gerund(first) and not _NO_VERB.match(first)) or first.endswith("tion")
        if fits and not _has_subject(hit["rest"]):
            verb = "make" if _MADE.search(hit["rest"]) else "give"
            return f"I don't {verb} {hit['rest']}"
    return None


def _only(told: str) -> str | None:
    hit = _ONLY_DOES.match(told)
    if hit is not None and _can_follow(hit["do"]):
        return f"I {hit['do']} only {hit['when']}"
    if told.startswith("Only ") and is_verb(rest := small(told[5:])):
        return f"I only {rest}"
    return None


def _ordered(told: str, *, third: bool, stance: Stance) -> str | None:
    """Return an order as what the product says of itself: `Give hints only when ...`."""
    rest = _split(told)[1]
    if _NEVER.match(told) is not None or (
        stance is Stance.REFUSE and _LIMITS.search(told) is None
    ):
        return None  # what it does there may be what it must not do
    if not (is_verb(told) or (third and (acts(told) or _DETERMINED.match(rest)))):
        return None
    return f"I {'' if _LIMITS.search(told) else 'only '}{small(told)}"


def _split(text: str) -> tuple[str, str]:
    hit = re.match(r"[A-Za-z]+(?:-[a-z]+)?", text)
    return ("", text) if hit is None else (hit[0], text[hit.end() :])


def _can_follow(rest: str) -> bool:
    """Return whether a text can stand after `I don't`: it begins with a bare verb."""
    first, more = _split(rest)
    word = first.lower()
    if word in VERBS:
        return True
    if not word or (_NO_VERB.match(word) and word not in _GERUNDS_NOT):
        return False
    # A word that is not known is a verb where one stands, unless it ends like a noun.
    return not re.search(r"(?<!s)s$", word) and bool(more) and not _has_subject(more)


def _has_subject(text: str) -> bool:
    """Return whether a verb with a subject stands in the main clause."""
    opens = _BELOW.search(text)
    return _FINITE.search(text[: opens.start()] if opens else text) is not None


def _matter(told: str) -> str | None:
    """Return a text that names a matter and no more: `Medical advice`, `Comparing us`."""
    said = re.sub(r"^(?:No|Never|Avoids?|Do not|Don't) ", "", told)
    words = said.split()
    odd = re.search(r"\b(?:only|unless|without|never|not|no|if|when)\b", said, re.IGNORECASE)
    first = words[0].lower() if words else ""
    if not words or len(words) > LONGEST or odd is not None or _has_subject(said):
        return None
    names = is_gerund(first) or first.endswith(("s", "tion", "ment", "ness", "ice"))
    article = re.match(r"(?:an?|the|any|other|another) ", said, re.IGNORECASE)
    noun = len(words) > 1 and words[1].lower().endswith(("s", "tion", "ment", "ness", "ice"))
    free = (
        first.isalpha()
        and first not in VERBS
        and (_NO_VERB.match(first) is None or is_gerund(first))
    )
    if not article and not (free and (names or noun)):
        return None
    return small(said.rstrip(".,;:"))
