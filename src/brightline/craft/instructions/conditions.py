"""A limit in, on what it turns out: what has to be so for it not to hold."""

import re

from brightline.craft.instructions.words import TOPIC_ASKED
from brightline.craft.later import later

_CONDITIONS = (
    later(r"\bunless\s+(.+)$", re.IGNORECASE),
    later(
        r"\b(?:if and only if|only (?:if|when|after|once|where|with))\s+(.+)$", re.IGNORECASE
    ),
    later(r"\bexcept (?:if|when|where|with|after)\s+(.+)$", re.IGNORECASE),
    later(
        r"\bexcept (?:to|for|by) ((?:[\w'-]+ ){0,3}(?:users?|customers?|members?|staff|lead"
        r"|employees?|people|persons?|adults?|guests?|clients?|patients?|holders?|managers?"
        r"|owners?|authors?|parents?|teachers?)\b.*)$",
        re.IGNORECASE,
    ),
    later(
        r",? (?:to|for|with) (?:anyone|anybody|any \w+) (?:but|except|other than) "
        r"(?!me\b|us\b)((?:the |an? |its |their )[^,;.|]+)",
        re.IGNORECASE,
    ),
    later(r"\b(?:until|provided that|as long as)\s+(.+)$", re.IGNORECASE),
    later(
        r"\bwithout\s+((?:[\w'-]+\s+){0,3}(?:consent|permission|approval|confirm\w+|verif\w+|asking"
        r"|check\w*|authori[sz]\w+|sign\w*|proof|prescription|receipt"
        r"|agreement|referral|identification|passport|order|request)\b.*)$",
        re.IGNORECASE,
    ),
    later(
        r"\brequires?\s+((?:[\w'-]+\s+){0,5}(?:approval|consent|permission|verification"
        r"|confirmation|authori[sz]ation|sign-?in|identification|supervisor|manager|code"
        r"|pin)\b.*)$",
        re.IGNORECASE,
    ),
    later(
        r"\bonly (?:to|for|by|with) ((?:\w+[ -]){0,3}(?:users?|customers?|members?|staff"
        r"|employees|people|persons?|adults?|guests?|clients?|patients?|holders?|managers?"
        r"|owners?)\b.*)$",
        re.IGNORECASE,
    ),
    later(
        r"^only ((?:\w+[ -]){0,3}(?:users?|customers?|members?|staff|employees|people"
        r"|persons?|adults?|guests?|clients?|patients?|holders?|managers?"
        r"|owners?)\b.*?) (?:may|can|are|get)"
        # Who decides something is not the one who asks for it.
        r"(?! (?:grant|decide|approve|waive|authori[sz]e|issue|award)\b)",
        re.IGNORECASE,
    ),
    later(
        r"\bneeds?\s+((?:[\w'-]+\s+){0,5}(?:approval|consent|permission)\b.*)$", re.IGNORECASE
    ),
    later(r"^save (?:where|when|if)\s+([^,]+),", re.IGNORECASE),
    later(r"\b(?:can|may) (?:only )?be \w+.*?\b(?:after|once|if|when)\s+(.+)$", re.IGNORECASE),
    later(r"^(?:before|prior to)\s+[^,]+,\s+(.+)$", re.IGNORECASE),
    later(
        r"^((?:\w+\s+){0,6}?(?:verif|confirm|authenticat|obtain|approv|identif|authori|sign"
        r"|log)\w*\b.+?)\s+(?:before|prior to)\b",
        re.IGNORECASE,
    ),
)

_BEHIND = later(
    r"[,;] so (?!that\b)|[,;] (?:and|but) (?=.*\b(?:can|may|must|should|never|do not|don't)\b)",
    re.IGNORECASE,
)
"""Where a second order begins behind a condition."""

_WAITS = later(r"(?:unless|until|save (?:where|when|if))\s+", re.IGNORECASE)

_STATE = later(
    r"(?:if|when|while|until|where)\s+((?:the |a |an |any |your )?[\w' -]{2,60}?)\s+(?:(is"
    r"|are|has|have|was|were)(?:\s+(not|never)|(n't))?|(cannot|can't|can not|does not"
    r"|doesn't|do not|don't))\s+(.+)",
    re.IGNORECASE,
)


def condition_of(text: str, before: str, *, lead: str) -> str | None:
    """Return what a limit turns on, in the prompt's words where it can; None for nothing.

    Args:
        text: The instruction.
        before: The clause in front of its order: `If the user is not signed in`.
        lead: What introduces the list it stands in.
    """
    asked = TOPIC_ASKED.search(before) is not None
    if before and _WAITS.match(before) and not asked:
        return _WAITS.sub("", before).strip(" .,;:")
    for said in (text, lead):
        found = next((one for one in (p.search(said) for p in _CONDITIONS) if one), None)
        if found is not None:
            whole = found[1].split(" | ", maxsplit=1)[0]
            return _BEHIND.split(whole, maxsplit=1)[0].strip(" .,;:")
        whom = None if asked else _only_with(said)
        if whom:
            return whom
    state = None if asked else _STATE.match(before)
    return _otherwise(state) if state is not None else None


_ONLY_WHEN = later(
    r"\bonly \w+ [^,;]+? (?:if|when|after|once|where|while) ([^;]+)$", re.IGNORECASE
)
"""`Only share orders when the customer is signed in`."""

_WHOM = (
    r"(?:(?:its|their|the|an?|his|her|our|your|each|that|this)\s+)?"
    r"(?P<kind>(?:(?!(?:of|from|by|for|to|with|about|on|in|at|asking|checking)\b)[\w'-]+\s+){0,3}?)"
    r"(?P<who>users?|customers?|clients?|visitors?|people|persons?|members?|staff|employees?"
    r"|adults?|guests?|patients?|managers?|owners?|authors?|\w*holders?|parents?|guardians?"
    r"|teachers?|tenants?|landlords?|residents?|students?|pupils?|doctors?|nurses?|vets?"
    r"|pharmacists?|clinicians?|lawyers?|police|officers?|admins?|administrators?|colleagues?"
    r"|supervisors?|partners?|buyers?|sellers?|payers?|signator\w+|relatives?|spouses?"
    r"|famil(?:y|ies)|carers?|agents?|drivers?|subscribers?|applicants?|recipients?|senders?"
    r"|callers?|professionals?)\b"
)
_ONLY_WITH = later(
    r"\bonly \w+ (?:[^,;]+? )?(?<!relevant )(?<!related )(?<!interest )(?<!suitable )"
    r"(?<!appropriate )(?<!useful )(?<!do )(?<!problems )(?<!issues )(?P<by>with|to|for|from) "
    r"(?P<whom>"
    + _WHOM
    + r"(?!'| (?:service|support|account|data|problem|issue|question|record)s?\b)"
    r"(?P<more>(?! (?:about|regarding|when|if|in (?:english|writing|the|this))\b).*?)?)"
    r"(?P<matter> (?:about|regarding|when|if|in (?:english|writing|the|this))\b.*|[.!;]*)$",
    re.IGNORECASE,
)
"""`Only discuss a file with its owner`: whom it is for, and no topic."""

_ANYBODY = frozenset(
    {"user", "users", "customer", "customers", "client", "clients", "visitor", "visitors"}
) | {"people", "person", "guest", "guests"}
"""Who asks in any case: `only discuss pets with users` names a topic."""

_OF_TOPIC = later(
    r"\b(?:about|relat\w+|relevant|topics?|subjects?|questions?|asked|asks?|requests?"
    r"|concerns?|regard\w*)\b",
    re.IGNORECASE,
)
"""`Only answer if the question is about pets` names a topic as well."""


def _only_with(said: str) -> str:
    """Return with whom, or when, something is done at all; empty where that names a topic."""
    when = _ONLY_WHEN.search(said)
    if when is not None:
        return "" if _OF_TOPIC.search(when[1]) else when[1].strip(" .,;:")
    whom = _ONLY_WITH.search(said)
    if whom is None:
        return ""
    anybody = whom["who"].casefold() in _ANYBODY
    if anybody and not whom["kind"].strip() and not (whom["more"] or "").strip(" ."):
        return ""
    if whom["by"].casefold() == "for" and _KNOWN.search(whom["whom"]) is None:
        return ""  # `products for adults` are products
    return whom["whom"].strip(" .,;:")


_KNOWN = later(
    r"\b(?:regist\w+|verif\w+|authori[sz]\w+|signed|logged|approved|existing|current|paying"
    r"|confirmed|qualified|licen\w+|members?|owners?|\w*holders?|staff|employees?)\b",
    re.IGNORECASE,
)
"""Who is known to the product, and no audience."""

_SOMEBODY = later(
    _WHOM + r"(?: (?:who|of|in|on|with|that|concerned|named|listed)\b.*)?", re.IGNORECASE
)


def is_somebody(condition: str) -> bool | None:
    """Say of a condition that only names who asks whether it is several; None for another."""
    found = _SOMEBODY.fullmatch(condition)
    if found is None:
        return None
    who = found["who"].casefold()
    return who.endswith("s") or who in {"people", "staff", "police"}


def _otherwise(state: re.Match[str]) -> str:
    """Return the contrary of a state: what must be so for the limit not to hold."""
    who, verb, negative, short, cannot, rest = state.groups()
    if cannot:
        return (
            f"{who} can {rest}" if cannot.casefold().startswith("can") else f"{who} does {rest}"
        )
    return f"{who} {verb} {rest}" if negative or short else f"{who} {verb} not {rest}"


def state_of(before: str) -> str | None:
    """Return what a clause in front says of the world; None where it is about a request."""
    found = re.match(r"(?:if|when|once|after|where|for)\s+(.+)", before, re.IGNORECASE)
    if found is None or re.search(r"\b(?:asks?|asked|requests?|wants to know)\b", before):
        return None
    return found[1]
