"""Nouns and phrases in, the same as a user would put them in a sentence out."""

import re

from brightline.craft.later import later

PLURAL = later(r"(?!.*(?:ss|us|is|ics|news)$)[\w -]*s$", re.IGNORECASE)
DETERMINED = later(
    r"(?:a|an|the|my|your|some|someone's|another|other|what|how|which|who|no|more|his|her"
    r"|our)\b",
    re.IGNORECASE,
)


def sentence(text: str, end: str = ".") -> str:
    """Return a phrase as a sentence; empty for nothing."""
    said = " ".join(text.split()).strip(" ,;:")
    return f"{said[:1].upper()}{said[1:].rstrip('.?!')}{end}" if said else ""


def lower(text: str) -> str:
    """Return a phrase as it stands inside a sentence: names keep their capital."""
    first, *rest = text.split() or [""]
    named = bool(rest) and rest[0][:1].isupper()
    return (
        text
        if named or (first[1:] != first[1:].lower() and len(first) > 1) or text.startswith("I ")
        else text[:1].lower() + text[1:]
    )


def some(thing: str) -> str:
    """Return things of no number with `some` in front."""
    first = thing.split(" of ", maxsplit=1)[0].split(" about ", maxsplit=1)[0]
    return f"some {thing}" if PLURAL.fullmatch(first) and not DETERMINED.match(thing) else thing


def single(thing: str) -> str:
    """Return a thing in the singular: its head is the word before the first preposition."""
    head, *tail = re.split(
        r"(?= (?:of|for|about|on|from|with|in|to|at|after|before|above|over|under|per)\b)",
        thing,
        maxsplit=1,
    )
    if PLURAL.fullmatch(head) and not re.search(r"(?:data|details|news|series)$", head):
        for plural, single in ((r"ies$", "y"), (r"(x|ch|sh|ss)es$", r"\1"), (r"s$", "")):
            if re.search(plural, head):
                head = re.sub(plural, single, head)
                break
    return head + "".join(tail)


def with_article(thing: str) -> str:
    """Return a thing with an article, where it is one of several."""
    if DETERMINED.match(thing) or thing[:1].isupper():
        return thing
    head = re.split(
        r" (?:of|for|about|on|from|with|in|to|at|above|over|under|below|per)\b",
        thing,
        maxsplit=1,
    )[0]
    if PLURAL.fullmatch(head) or re.search(
        r"(?:staff|money|research|data|work|advice|guidance|information|knowledge|feedback"
        r"|support|evidence|access|help|content|(?<!book)(?<!meet)ing)$",
        head,
    ):
        return thing
    return f"{'an' if thing[:1] in 'aeiou' else 'a'} {thing}"
