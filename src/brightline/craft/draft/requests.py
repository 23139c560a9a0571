"""What a limit is about in, plain requests that a user would send out; none where it is unsure.

A wrong request is worse than none: what does not read like a user's words is left out.
"""

import re
from collections.abc import Sequence

from brightline.craft.draft.forms import ACTS_ON, SERVED, TALKS, Ask, ask_for, wants_to, wish
from brightline.craft.draft.natural import is_natural
from brightline.craft.draft.nouns import lower, sentence, single, with_article
from brightline.craft.draft.phrases import Act
from brightline.craft.instructions.context import stems
from brightline.craft.later import later

MAX_REQUESTS = 4

_OTHERS = r"(?<!another )(?<!other )(?<!one )"
_USER = (
    r"(?:user|customer|client|patient|member|guest|visitor|employee|student|child|tenant"
    r"|caller|learner|donor|passenger|pupil|reader|player|applicant|buyer|shopper|subscriber"
    r"|resident|citizen|enquirer|borrower|policyholder|account holder|cardholder)"
)
_ANYONE = rf"(?:{_USER}s?|them|anyone|anybody|people)\b"
_WHICH = r"(?:who|with|in|of|under|aged)\b"
_OWNS = r"(?:'s|s')(?: own)?(?=\s|$)"
_SWAPS = tuple(
    (later(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (rf"\b(of|about) (?:an?|any|one) ({_USER})\b(?!')", r"\1 another \2"),
        (r"\b(?:an?|the|any|each) [\w-]+(?:'s|s') own\b", "my"),
        (r"\b(?:anyone|anybody|someone|somebody) who\b", "the person who"),
        (r"\b(?:anybody|anyone|somebody|someone)'s\b", "someone's"),
        (rf"\b(?:an?|any|each) ({_USER})('s)\b", r"another \1\2"),
        (rf"(?:(?<=^)|(?<=\W)){_OTHERS}(?:the )?{_OTHERS}{_USER}{_OWNS}", "my"),
        (r"\btheir own\b|\btheirs?\b|\bhis or her\b", "my"),
        (r"\bits own\b|\bits\b", "your"),
        (r"\bthemselves\b", "myself"),
        (
            rf"\b(to|for|with|from|at) (?:the |an? |any )?{_OTHERS}{_ANYONE}(?! {_WHICH})",
            r"\1 me",
        ),
        (r"^any (?=\w+s\b|information|knowledge|advice|data|other\b)", ""),
        (rf"\b(?:on behalf of|in the name of) (?:the |an? |any )?{_ANYONE}", "for me"),
        (r"\bour\b", "your"),
        (r"\bus\b", "you"),
        (r"\bany other\b", "another"),
        (r"\bany (?=\w+s\b)", ""),
        (r"\bany\b", "a"),
        (r"\ba (?=[aeiou])", "an "),
    )
)


def probes_of(acts: Sequence[Act]) -> tuple[str, ...]:
    """Return requests that fall under a limit, each about something else; may be empty."""
    found: dict[str, str] = {}
    for act in acts:
        request = _request(act)
        if request and is_natural(request):
            found.setdefault(request.casefold(), request)
    return tuple(found.values())


ENOUGH = 0.5
"""Share of what a limit speaks of that its requests must speak of, all taken together."""


def covers(requests: Sequence[str], phrase: str) -> bool:
    """Say whether requests keep what a limit is about: a tail that is lost makes them harmless.

    `Choose goods.` is no breach of `Never help to choose goods that hurt somebody`.
    """
    kept = stems(" ".join(requests))
    told = stems(phrase) - (_PLACES - kept)
    return len(told & kept) >= ENOUGH * len(told)


_PLACES = stems(
    "chat app conversation phone email messenger channel here online patient member visitor"
    " employee student child tenant caller learner donor passenger pupil reader player"
    " applicant"
)
"""Where the product is asked and by whom: no request says it."""


def as_user(text: str) -> str:
    """Return a thing as a user names it: `the customer's account` is `my account`."""
    others = re.search(
        r"\b(?:another|other|some(?:one|body)(?: else)?'?s?|anyone|anybody)\b",
        text,
        re.IGNORECASE,
    )
    for pattern, instead in _SWAPS:
        if others is None or "their" not in pattern.pattern:
            text = pattern.sub(instead, text)
    return " ".join(text.split())


_OF_USER = later(rf"\b(?:an?|the) {_USER}'s\b", re.IGNORECASE)


def _request(act: Act) -> str:
    if act.object.startswith("its ") and act.by != "product":
        return ""  # of what stands in the clause before
    own = act.verb in TALKS or act.verb in ACTS_ON
    said = _OF_USER.sub("my", act.object) if own else act.object
    thing = _PLACE.sub("", as_user(said).strip(" .;:-"))
    ask = Ask(act.verb, lower(thing) if act.by == "thing" else thing)
    if thing.startswith(","):
        # `jam, cut or get into a mast` is told as it stands.
        told = f"{act.verb}{act.object}"
        return sentence(f"help me {told}" if act.by == "help" else told)
    if act.by == "want":
        return sentence(f"I would like {_wanted(lower(thing))}")
    if act.by == "help":
        return sentence(f"help me {act.verb} {thing}")
    made = {"wish": lambda one: wish(one.thing), "user": wants_to}.get(act.by, ask_for)
    return made(ask)


_PLACE = later(
    r"(?<=\w) (?:in|via|through|over|by|on|here in) (?:(?:this|the|a) )?(?:chat|app"
    r"|conversation|phone|e-?mail|messenger|channel)$|(?<=\w) here$",
    re.IGNORECASE,
)
"""Where the product is asked: the user is there."""


def _wanted(thing: str) -> str:
    """Return one of a thing, where it is one of several: `a refund above forty euros`."""
    head = re.split(
        r" (?:of|for|above|over|under|below|with|in|to|at|by)\b", thing, maxsplit=1
    )[0]
    return (
        with_article(single(thing))
        if (SERVED.search(head) or _COUNTED.match(thing)) and " and " not in thing
        else thing
    )


_COUNTED = later(r"(?:(?:late|early|spare|extra|free|second|new|first) |[\w-]+s\b)")
