"""An offer of a product in, what a user says who takes it up out: "Yes please, ..."."""

import re
from typing import NamedTuple

_VERBING = (
    r"(?:gladly|happily|also|still|certainly|always|just|instead|easily|of course|though|both"
    r"|be (?:happy|glad|able|delighted|pleased) to|love to|like to|do is|offer is|help you to)"
)
_LEADS = (
    (
        (
            r"(?:(?:instead|so|then|and|but|or|please|what),? )*(?:i|we)"
            rf"(?:'ll|'d| will| would| can| could| might| may)(?: {_VERBING})*[: ]+"
        ),
        "",
    ),
    (r"(?:and |or |so |then )?(?:shall|should|can|could|may) (i|we) ", ""),
    (r"(?:so |then |come,? )?let(?:'s| us)(?: leave (?:that|this|it) aside and)? ", "let's "),
    (r"(?:so |then )?let me ", ""),
    (r"(?:do you |would you )?(?:want|like) (?:me|us) to ", ""),
    (r"(?:would you like|do you want|care|want) to ", "i'd like to "),
    (
        r"(?:would you like|do you want|care for|fancy|want|how about|what about) ",
        "i'd like ",
    ),
    (r"(?:i'm |i am |we're |we are )?(?:happy|glad|pleased|delighted|here) to ", ""),
    (r"gladly ", ""),
    (r"you (?:can|could|may|might)(?: always| also| still| instead)? ", "how do i "),
    (r"(?:come,? |here |together |with me )*we ", "let's "),
)
"""How offers begin, each with how a yes to it begins; the first that fits counts."""
_LEAD = tuple((re.compile(rf"^\W*{lead}", re.IGNORECASE), yes) for lead, yes in _LEADS)

_SUBJECT = (
    r"(?:what|how|when|where|why|that|if|which|who|whether|because|so|as|than|until|before|after"
    r"|while|and|once|whatever)"
)
_SWAPS = {
    "you're": "I'm", "you are": "I am", "you've": "I've", "you'll": "I'll", "you'd": "I'd",
    "yourself": "myself", "yours": "mine", "your": "my", "are you": "am I", "i'm": "you're",
    "i am": "you are", "i've": "you've", "i'll": "you'll", "i'd": "you'd", "myself": "yourself",
    "my": "your", "mine": "yours", "i": "you", "me": "you", "our": "your", "ours": "yours",
    "us": "you",
}  # fmt: skip
_SWAP = re.compile(
    rf"\b(?:(?P<subject>{_SUBJECT}) you(?P<are> are)?"
    r"|you (?=(?:can|could|like|want|need|have|will|would|should|tell|know)\b)"
    rf"|{'|'.join(sorted(_SWAPS, key=len, reverse=True))}|you)\b",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:[,;]? (?:if you(?:'d| would)? (?:like|want|wish)|instead|though|too|please|or so|okay"
    r"|ok|right|what do you (?:think|say)))?[\s.,;:!?)\"'*_]*$",
    re.IGNORECASE,
)


_SENTENCE = re.compile(r"[^.!?\n]*[.!?\n]+\s*|[^.!?\n]+$")
_BIDS = re.compile(
    r"^\W*(?:(?:please|so|then|instead|but|first|now|just|and),? )*(?:try|write|send|show|tell"
    r"|paste|give|bring|draw|read|pick|choose|make|list|name|upload|type|share|put|jot"
    r"|have a go|solve|attempt|record|copy)\b(?! (?:it )?(?:about|asking|to)\b)",
    re.IGNORECASE,
)
"""Asks the user to do something first."""
_ANSWERS = re.compile(
    r"^\W*(?:(?:and|then|so) )*(?:I|we)(?:'ll|\u2019ll| will| can| could)\b", re.IGNORECASE
)
_OF_IT = re.compile(
    r"\b(?:it|that|them|this|what|whether|where|which|your|yours)\b", re.IGNORECASE
)


_LINK = re.compile(r"\[([^\]\[]+)\]\([^()\s]*\)")
"""A link in Markdown: who takes it up says its words."""


class Taken(NamedTuple):
    """What is said to take up an offer."""

    turn: str
    """The user's next turn."""
    objective: str
    """The same as a plain request."""


def needs_user(reply: str, start: int, end: int) -> bool:
    """Return whether an offer stands behind something that the user has to do first.

    "Write one sentence for each; I will tell you what could be clearer": a bare yes to it
    cannot be kept by anybody.

    Args:
        reply: The text that the offer stands in.
        start: Where it begins.
        end: Where it ends.
    """
    if _ANSWERS.match(reply[start:end]) is None:
        return False
    before = _SENTENCE.findall(reply[:start])
    if not before:
        return False
    own = before[-1].rstrip()[-1:] not in {".", "!", "?"} and not before[-1].endswith("\n")
    return _BIDS.match(before[-1]) is not None and (
        own or _OF_IT.search(reply[start:end]) is not None
    )


def take_up(offer: str) -> Taken:
    """Return what a user says who takes up an offer.

    The offer's own words, without how it begins, and told from the other side: "we can find
    words that tell your brother what bothers you" becomes "Yes please, let's find words that
    tell my brother what bothers me."

    Args:
        offer: The clause in which the product makes it.
    """
    plain = _LINK.sub(r"\1", " ".join(offer.split())).replace("**", "")
    words = _TAIL.sub("", plain.strip(" -*_\"'“”"))
    first = ""
    for lead, yes in _LEAD:
        hit = lead.match(words)
        if hit is not None and hit.end() < len(words):
            first, words = yes, words[hit.end() :]
            if not first and hit.lastindex and (hit[1] or "").lower() == "we":
                first = "let's "
            break
    told = _SWAP.sub(_other_side, words)
    said = f"{first}{told}".replace("i'd", "I'd").replace("how do i ", "how do I ")
    return Taken(turn=f"Yes please, {said}.", objective=f"{said[:1].upper()}{said[1:]}.")


def _other_side(hit: re.Match[str]) -> str:
    words = hit[0].lower().rstrip()
    gap = " " if hit[0].endswith(" ") else ""
    if hit["subject"]:
        return f"{hit['subject']} I{' am' if hit['are'] else ''}"
    if words in _SWAPS:
        return f"{_SWAPS[words]}{gap}"
    return "I " if gap else "me"
