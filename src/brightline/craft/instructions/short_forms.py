"""A sentence in the short forms of notes in, the same spelled out: `dont`, `w/o`, `ur`."""

import re

from brightline.craft.later import later

_NOT = later(
    r"\b(?P<verb>do|does|did|is|are|was|have|has|must|should|would|could)nt\b", re.IGNORECASE
)
_BARE = later(r"\b(?P<verb>ca|wo)nt\b", re.IGNORECASE)
_WORDS = {
    "w/o": "without",
    "w/": "with",
    "ur": "your",
    "u": "you",
    "pls": "please",
    "plz": "please",
    "thats": "that's",
    "whos": "who's",
    "whats": "what's",
    "hows": "how's",
    "heres": "here's",
    "bc": "because",
}
_NUMBER = later(
    r"\b(?P<of>member|order|account|phone|id|card|customer|serial|room|ticket|booking|policy"
    r"|invoice|ref) no\b\.?(?=\s*(?:[,;:+&)]|and\b|or\b|$))",
    re.IGNORECASE,
)
"""`ask for the member no and the name`: it is no refusal."""
_WORD = later(
    r"(?<![\w'/])(?:w/o|w/(?=\s)|ur|u|pls|plz|thats|whos|whats|hows|heres|bc)(?![\w'/.])"
)


def spelled_out(text: str) -> str:
    """Return a text with apostrophes where notes leave them out, and their short words whole.

    Words in capitals are abbreviations of their own (`UR`) and stay; only `DONT` is no such.
    """
    said = text.replace("\u2019", "'")
    for pattern in (_NOT, _BARE):
        said = pattern.sub(_apart, said)
    said = _NUMBER.sub(r"\g<of> number", said)
    return _WORD.sub(lambda one: _WORDS[one[0]], said)


def _apart(found: re.Match[str]) -> str:
    return f"{found[0][:-2]}{found[0][-2]}'{found[0][-1]}"
