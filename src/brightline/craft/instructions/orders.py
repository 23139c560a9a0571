"""What a product does not do, told of it, in, the same as an order out: `I never plan` ...

`The adviser does not disclose a balance`, `We name no dose` and `never: name the driver` limit
as `Never disclose a balance` does.
"""

import re

from brightline.craft.later import later

_WHO = (
    r"(?:I|we|you|it|the (?:virtual |digital |automated )?(?:assistant|adviser|advisor|agent"
    r"|bot|chatbot|helper|service|desk|clerk|concierge|guide|tutor|coach|companion|librarian"
    r"|receptionist|operator|counsellor|counselor|consultant|model|system|tool|product))"
)
_NEVER = later(
    rf"^{_WHO} (?:(?:shall|will|must|may|do|does|can|should) (?:not|never)|don't|doesn't|won't"
    r"|cannot|can't|mustn't|shan't|never) (?:ever )?(?!be\b|have\b)(?P<verb>[a-z-]+)\b",
    re.IGNORECASE,
)
_NO = later(
    rf"^(?:{_WHO} )?"
    r"(?P<verb>make|name|give|offer|pass on|pass out|hand out|quote|tell|promise|share"
    r"|sell|book|write|plan|take|accept|send|show|disclose|recommend|issue|grant)s? no ",
    re.IGNORECASE,
)
_ON_NO_ACCOUNT = later(
    r"^(?:under no circumstances?|on no account|in no case|at no (?:time|point)|by no means),? "
    r"(?:(?:must|may|shall|should|do|will|can|are) (?:you|we|it)(?: to)? )?(?:ever )?"
    r"(?=[a-z]+ (?!is\b|are\b|may\b|must\b))",
    re.IGNORECASE,
)
_NOBODY_BUT = later(
    r"^(?:nobody|no one|no-one|none|noone) (?:but|except(?: for)?|other than|besides|save) "
    r"(?P<who>(?:[\w'-]+ ){1,4}?)(?P<verb>hears?|sees?|gets?(?: to (?:hear|see|read|know))?"
    r"|learns?|reads?|receives?|knows?|is (?:told|shown|given)|(?:may|can|must) (?:hear|see|get"
    r"|learn|read|receive|know|be (?:told|shown|given))) (?P<what>[^,;.]+)",
    re.IGNORECASE,
)
"""`Nobody but the owner hears the figures`."""
_SURE = later(
    r"^[\"'\w, ]{0,30}?\b(?:make sure|ensure|see to it)(?: that)? "
    rf"(?={_WHO} (?:never|\w+n't|\w+ not)\b)",
    re.IGNORECASE,
)
"""`please make sure that the bot does not ...`."""
_FRONTED = later(
    r"^(?!(?:if|when|while|where|what|which|who|whatever|whenever|because|as|since|once|unless"
    r"|until|after|before|how|and|but|so|everything|anything)\b)"
    r"(?P<what>[\w' -]{3,60}?) (?:you|we) "
    r"(?:(?P<no>never|do not|don't|must not|may not|cannot|can't) (?P<not>[a-z]+)"
    r"|(?:may |must |can )?(?:only (?P<lends>[a-z]+)|(?P<only>[a-z]+) only))"
    r"(?P<rest>(?: (?:to|with|within|for|after|if|when|unless|in|on|at|by|before|without)\b.*)"
    r"?)[.!]?$",
    re.IGNORECASE,
)
"""`Tickets you sell only to adults`, `prices you never name`."""
_STATES = later(r"^[^,]*?(?<!who )(?<!that )(?<!which )\b(?:is|are|must|may)\b", re.IGNORECASE)
"""A relative clause: what is said of the thing comes behind it."""
_NEITHER = later(
    r"^(?:and |but )?(?:neither|nor) (?:does|do|may|must|can|should|will|shall) (?:you|we|it|I)"
    r" (?:ever )?(?!be\b|have\b)(?=[a-z]+ )",
    re.IGNORECASE,
)
"""`and neither does it estimate how long it takes`."""
_LABEL = later(
    r"^(?:never|not|no|forbidden|don't|do not|must not)\s*:\s+(?=[a-z])", re.IGNORECASE
)


def as_order(text: str) -> str:
    """Return a sentence that says what the product does not do as an order; others as they are.

    Args:
        text: E.g. `The adviser does not recommend funds.`
    """
    text = _SURE.sub("", text, count=1)
    for form in (_in_front, _of_product, _for_some):
        if ordered := form(text):
            return ordered
    if (found := _ON_NO_ACCOUNT.match(text)) is not None:
        return f"Never {text[found.end() :]}"
    return _LABEL.sub("Never ", _NEITHER.sub("Never ", text, count=1), count=1)


def _in_front(text: str) -> str:
    """`Tickets you sell only to adults`: only sell tickets to adults."""
    found = _FRONTED.match(text)
    if found is None or _STATES.search(found["rest"]) is not None:
        return ""
    what = f"{found['what'][:1].lower()}{found['what'][1:]}"
    order = (
        f"Never {found['not']}" if found["no"] else f"Only {found['only'] or found['lends']}"
    )
    return f"{order} {what}{found['rest']}"


def _of_product(text: str) -> str:
    """`The adviser does not name a dose`, `We make no promises`."""
    found = _NEVER.match(text)
    if found is not None:
        verb = found["verb"]
        third = re.search(r"\b(?:never)\b", found[0], re.IGNORECASE) and verb.endswith("s")
        return f"Never {_bare(verb) if third else verb}{text[found.end() :]}"
    found = _NO.match(text)
    return f"Never {found['verb'].lower()} {text[found.end() :]}" if found is not None else ""


def _for_some(text: str) -> str:
    """`Nobody but the owner hears the figures`: only disclose the figures to the owner."""
    found = _NOBODY_BUT.match(text)
    if found is None:
        return ""
    return f"Only disclose {found['what']} to {found['who'].strip()}{text[found.end() :]}"


def _bare(verb: str) -> str:
    """Return a verb of the third person without its ending: discloses, passes, says."""
    if verb.endswith("ss"):
        return verb
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    if verb.endswith(("sses", "shes", "ches", "xes", "oes")):
        return verb[:-2]
    return verb[:-1]
