"""A paragraph in, its sentences with their offsets out; and words without markup."""

import re
from collections.abc import Iterator

from brightline.craft.later import later

_END = later(
    r"[.!?]+[\"'\u201d\u2019)\]*_`]*\s+(?=\S)|[\u3002\uff01\uff1f]\s*(?=\S)|;\s+(?=(?:and "
    r"|but |also )?(?:you\b|it\b|do not|don'?t|never|always|only|no\b|if\b|please|refuse"
    r"|decline|avoid|they\b|he\b|she\b|users?\b|must not|may not|cannot|instead\b))",
    re.IGNORECASE,
)
_AND = later(
    r",\s+(?:(?:and|but|nor)\s+)?(?:that\s+)?(?=(?:please )?(?:you |we |it )?(?:do not"
    r"|don'?t|does not"
    r"|must not|may not|can ?not|can't|never(?! (?:the|an?)\b)|should not|shall not"
    r"|will not|won't|must never|may never)\b|(?:you|we|it) (?:leaves?|avoids?|refuses?"
    r"|declines?|shuns?"
    r"|(?:stay|steer|keep) (?:away|out|off|clear|quiet|silent))\b"
    r"|(?:[\w'-]+ ){1,6}?you (?:never|do not|don't|[a-z]+ only)\b"
    r"|neither (?:does|do|may|must|can|should|will) (?:you|we|it) "
    r"|(?:in|on|at|for|during|after) (?:[\w'-]+ ){1,4}(?:you|we|it) [a-z]+ "
    r"|(?:[\w'-]+ ){1,10}?(?:is|are|stays?|remains?) (?:strictly |also )?(?:off[- ]limits"
    r"|forbidden"
    r"|prohibited|confidential|out of (?:scope|bounds)|not (?:discussed|shared|given|shown))\b"
    r"|(?:nor|save that|provided always that) (?:\w+ "
    r"){0,12}?(?:shall|may|must|will|can)\b|(?:any|all|every) (?:[\w'-]+ ){1,14}?(?:shall|must)"
    r" be\b|(?:[\w'-]+,? ){1,7}?(?:(?:can|may|must|should"
    r"|shall) (?:never|not)|(?:is|are) never)\b)",
    re.IGNORECASE,
)
"""Where a second order with a subject or a negation of its own begins."""

_ORDER = later(
    r"\b(?:never|not|n't|don'?t|only|may|can|must|cannot|no|neither|nor|refrains?|leaves?)\b"
    r"|^\s*(?:help|explain|answer"
    r"|check|you are)\b",
    re.IGNORECASE,
)

_OPENS = later(
    r"\s*(?:if|when|whenever|unless|once|while|where|no matter|regardless|irrespective|whatever"
    r"|whoever|whichever|however|even (?:if|when|though)|although|though|because|since|before"
    r"|after|until|despite|as long as)\b(?!.*,)",
    re.IGNORECASE,
)
"""A clause in front: what follows is its order, not a second one."""

LONG = 240
"""Characters of a sentence whose semicolons part what could be sentences of their own."""

MIN_ORDER = 4
"""Words of an order at least; fewer belong to what follows."""

_SHORT = later(
    r"(?:^|[\s(]|(?<!\w)[\"'])(?:e\.?g|i\.?e|etc|esp|vs|approx|incl|excl|resp|tel|min|max"
    r"|cf|no|nr|fig|sec|art|dr|mr|mrs|ms|st"
    r"|prof|inc|ltd|co|[A-Za-z]|(?:[A-Za-z]\.)+[A-Za-z]|\d{1,3})\.$",
    re.IGNORECASE,
)
_MARKUP = later(
    r"\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|</?[A-Za-z][\w.:-]*(?:\s[^<>]*)?/?>"
    r"|[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f]"
)
_TITLE = later(
    r"\s*(?P<mark>\*\*|__|\*|_)(?:(?P<in>[^*_\n]{2,45})[.:](?P=mark)"
    r"|(?P<out>[^*_\n]{2,45})(?P=mark)[.:])\s+"
)
"""A title in front of an item: `**Privacy.** Never ...`; it is no sentence of its own."""
_LINK = later(r"\[([^\[\]]+)\]\((?:[^()\s]+)\)")


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield offset and text of each sentence; with no gap but white space between them.

    A clause behind a semicolon that begins an order of its own counts as a sentence.
    """
    start = 0
    title = _TITLE.match(text)
    for end in _END.finditer(text, title.end() if title else 0):
        head = text[start : end.end()].rstrip()
        if _SHORT.search(head[-24:].rstrip("\"'\u201d\u2019)]*_`")) and not _breaks(text, end):
            continue
        if head:
            yield from _orders(head, start)
        start = end.end()
    if text[start:].strip():
        yield from _orders(text[start:].rstrip(), start)


def _orders(sentence: str, offset: int) -> Iterator[tuple[int, str]]:
    """Yield the orders of a sentence that joins several: `You may ..., but you never ...`."""
    if len(sentence) > LONG and ";" in sentence:
        start = 0
        for semicolon in re.finditer(r";\s+(?:and )?", sentence):
            yield from _orders(sentence[start : semicolon.start()], offset + start)
            start = semicolon.end()
        yield from _orders(sentence[start:], offset + start)
        return
    start = 0
    for comma in _AND.finditer(sentence):
        head = sentence[start : comma.start()]
        if len(head.split()) >= MIN_ORDER and _ORDER.search(head) and not _OPENS.match(head):
            yield offset + start, head
            start = comma.end()
    yield offset + start, sentence[start:]


def _breaks(text: str, end: re.Match[str]) -> bool:
    """Say whether a sentence ends after `etc.` or a number: what follows is a new one."""
    before = text[max(0, end.start() - 12) : end.start() + 1]
    closes = re.search(r"(?:\betc|\b[A-Za-z]\.[A-Za-z]|\d)\.$", before) is not None
    if text[end.end()].islower():
        return False
    if re.search(r"\bno\.$", before, re.IGNORECASE) and not text[end.end()].isdigit():
        return True
    return closes and text[end.end()].isupper() and not re.search(r"e\.g\.$|i\.e\.$", before)


def plain(text: str) -> str:
    """Return a text on one line, without markup, pictures and tags, in its own words."""
    title = _TITLE.match(text)
    if title is not None:
        text = f"{title['in'] or title['out']}: {text[title.end() :]}"
    said = _MARKUP.sub("", _LINK.sub(r"\1", text))
    if not said.isprintable():
        said = "".join(c if c.isprintable() else " " for c in said)
    return " ".join(said.split())
