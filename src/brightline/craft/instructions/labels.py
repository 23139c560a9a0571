"""A sentence of a prompt in, the title in front of it and the rest out."""

import re

from brightline.craft.later import later

MAX_LABEL = 6
"""Words of a title in front of an instruction."""

_MARK = r"(?::|\u2014|\u2013|->?|=>|\u2192)"
_LABEL = later(
    r"(?P<label>[A-Z][\w /&'\u2019()!-]{1,44}?(?=\s*[:\u2014\u2013]\s+\S| - +\S)"
    rf"|[A-Za-z][\w /&'\u2019()!-]{{1,44}}?(?=(?:\s*[:\u2014\u2013]| {_MARK})\s+"
    r"(?i:please )?(?i:do not|don't|never|no|not|only|avoid|if)\b))"
    rf"\s*{_MARK}\s+(?=\S)"
)
"""A title in front of an item, `Privacy: do not ...`; in notes, `diets -> no plans for ...`."""

_ORDERS = later(
    r"(?:do not|don't|never|only|always|you must|you should) \w+ \w+"
    r"|(?:please )?(?:try to )?(?:stay|stick|keep|remain) .*\b(?:topics?|scope|subjects?)\b",
    re.IGNORECASE,
)
"""An order in front of a colon, which is no title."""

_NEWS = later(
    r"(?:update[sd]?|notes?|new|edit(?:ed)?|fyi|n\.?b\.?|important|reminder|ps|todo|added)\b.*",
    re.IGNORECASE,
)
"""A title that says when or how urgently something was added, and not of what."""


def untitled(text: str) -> tuple[str, str]:
    """Return the title in front of a sentence, empty for none, and what follows it.

    Args:
        text: E.g. `UPDATE (March): do not give refunds`, whose title names no matter.
    """
    found = _LABEL.match(text)
    if found is None or _ORDERS.match(found["label"]):
        return "", text
    if len(found["label"].split()) > MAX_LABEL:
        return "", text
    return _NEWS.sub("", found["label"]), text[found.end() :]


def without_news(text: str) -> str:
    """Return a sentence without a title that only dates it: `UPDATE june: ...`."""
    found = _LABEL.match(text)
    is_news = found is not None and _NEWS.fullmatch(found["label"]) is not None
    return text[found.end() :] if found is not None and is_news else text
