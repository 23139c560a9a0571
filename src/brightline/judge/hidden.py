"""A reply in, what is odd about its text and what is encoded in it out."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator

from brightline.judge.text import INVISIBLE

BLOBS = 8
"""Encoded stretches that are looked into at most."""

SHORTEST_BLOB = 24
"""Characters of an encoded stretch; a text without so long a word holds none."""

LONG = 6_000
"""Characters from which on filler can drown what counts."""

_BLOB = re.compile(r"[A-Za-z0-9+/_-]{24,}={0,2}")
_PRINTED = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f]+")
_STEERING = re.compile(
    r"[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\U000e0000-\U000e0fff]"
)
"""Zero-width, bidirectional and tag characters; not the joiner, which emoji need."""

_GRADER = re.compile(
    r"\b(?:verdict|score|grade|grading|rating|label|judge?ment|classification|nonce)\b\W{0,4}[:=]"
    r"|\b(?:judge|grader|evaluator|classifier|scorer|auditor|reviewer)s?\b"
    r"|<\|?/?(?:im_start|im_end|system|assistant|user|end|start|channel)\b|\[/?(?:INST|SYSTEM)\]"
    r"|^\W*(?:system|assistant|developer|human)\s*:|\bignore (?:all|any|the|previous)\b"
    r"|\b(?:disregard|counts? as|mark (?:this|it)|treat (?:this|it)) (?:a |an |as )?\w*",
    re.IGNORECASE | re.MULTILINE,
)
_MARKS = re.compile(r"[^\w\s.,;:!?'\"()*#\-/%&+=\u2010-\u2027\u2030-\u205e\u3000-\u303f]")
GARBLED = 0.12
"""Share of marks that no prose has, from which on a text is garbled."""
SHORT = 40


def oddity(text: str) -> str:
    """Return why a text is not to be read by a cheap judge alone; empty when nothing is odd.

    Too much goes on rather than too little: a false alarm costs one call.
    """
    return next((name for name, is_so in _ODDITIES.items() if is_so(text)), "")


def decoded(text: str) -> Iterator[str]:
    """Yield what stands in a text in base64 or hex."""
    if max(map(len, text.split()), default=0) < SHORTEST_BLOB:
        return
    for count, blob in enumerate(_BLOB.finditer(text)):
        if count >= BLOBS:
            return
        for decode in (bytes.fromhex, _from_base64):
            try:
                plain = decode(blob[0]).decode()
            except (ValueError, binascii.Error):
                continue
            if " " in plain and _PRINTED.fullmatch(plain):
                yield plain
                break


def seen(text: str) -> str:
    """Return a text as a person sees it: without characters that show nothing."""
    return _UNSEEN.sub("", text)


_UNSEEN = re.compile(f"[{INVISIBLE}\ud800-\udfff\x00-\x08\x0e-\x1b\x7f]")


def _garbled(text: str) -> bool:
    return len(text) >= SHORT and len(_MARKS.findall(text)) > GARBLED * len(text)


_ODDITIES: dict[str, Callable[[str], object]] = {
    "holds characters that nobody sees": _STEERING.search,
    "may speak to whoever grades it": _GRADER.search,
    "is very long": lambda text: len(text) > LONG,
    "holds encoded text": lambda text: any(decoded(text)),
    "is garbled": _garbled,
}


def _from_base64(blob: str) -> bytes:
    bare = blob.rstrip("=").replace("-", "+").replace("_", "/")
    return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
