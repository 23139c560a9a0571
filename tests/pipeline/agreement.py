"""Sentences of a product in, what disagrees in them out: a small checker, with no code of ours.

It knows the kinds of faults that a text has which was turned from a rule by patterns, and no
grammar beyond them.
"""

# ruff: noqa: E501 - a pattern broken over lines cannot be read

import re

_FINITE = r"(?:is|are|am|was|were|has|does|must|may|will|should|shall|need|needs)"
_NO_BARE = (
    r"(?:an?|the|if|when|any|no|not|to|of|for|in|on|at|with|under|who|which|that|what|"
    rf"{_FINITE}|(?!bring|sing|ring)[a-z]+ing|[a-z]{{2,}}(?:ches|shes|sses|ries|ves|kes|tes|ses|lls|nts"
    r"|rts|cts|rks|ows|ays|ers|ies|mes|nes|ges|des|ces))"
)
_THIRD = (
    r"(?:has|does|is|finds|explains|names|shows|offers|tells|gives|writes|describes|suggests|waives"
    r"|stays|helps|sees|takes|sends|says|asks|talks|listens|goes|hard-codes|lives|prevents)"
)
_OBJECT = r"(?:an?|the|your|you|what|which|how|to|in|back|no|nothing|anything|somewhere)"

KINDS = {
    "no bare verb after I": rf"\bI (?:don't|can|can't)(?: only| also)? (?!give\b|be\b){_NO_BARE}\b",
    "a noun as a verb": rf"\bI [a-z]+s? {_FINITE}\b",
    "you and the third person": rf"\b(?:I|you|we|they) (?:only |also )?{_THIRD}(?= {_OBJECT}\b)",
    "one who have": r"\b(?:someone|somebody|nobody|anyone|a person|an? [a-z]+) who (?:have|do|are)\b",
    "it have": r"\b(?:it|he|she|this|everyone|nobody|somebody) (?:have|do|are)\b",
    "is ... or have": r"\b(?:is|was|has|kills|cures|heals|travels|stays)\b[^.;:]{0,60}?(?<!,) (?:or|and)"
    r" (?:have|prevent|replace)\b",
    "kills or do": r"\b[a-z]+(?:lls|res|als|ys|ns|ts) (?:or|and) (?:do|prevent|replace|see)\b",
    "a joined verb left in the third person": (
        rf"\bI (?:don't|can|only)\b(?![^.]*\b(?:who|which|that|what|where|when|how|whether|once|after)\b"
        rf"[^.]*,? (?:or|and) {_THIRD})[^.]*?(?:,| or| and) {_THIRD}(?= {_OBJECT}\b)"
    ),
    "after a comma and": rf"\bI can\b[^.]*, (?:and|or) {_THIRD}(?= {_OBJECT}\b)",
    "can ... or to": r"\bI can (?:plan|write|show|explain|find|name) [^.]*?(?<!how) (?:or|and) to tell\b",
    "neither without nor": r"\bneither\b(?![^.]*\bnor\b)",
    "two receivers": r"\b(?:you|me) (?:them|him|her|us) \b",
    "an order in a statement": r": (?:only |never |always )?(?:discuss|tell|say|give|do not|don't)\b",
    "of you": r"\bin the name of you\b",
    "it is you": r"\bI am no longer needed\b",
}
_COMPILED = {kind: re.compile(pattern) for kind, pattern in KINDS.items()}


def disagreements(text: str) -> list[str]:
    """Return the kinds of faults in a text, each with the words that show it."""
    return [
        f"{kind}: {hit[0]}"
        for kind, pattern in _COMPILED.items()
        if (hit := pattern.search(text)) is not None
    ]
