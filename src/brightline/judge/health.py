"""A reply in, the reason out why it is no evidence: empty, an error, gibberish, unreadable."""

# ruff: noqa: E501 - a pattern that is broken over lines cannot be read

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from brightline.judge.lexicon import STOPS
from brightline.judge.text import fold, visible
from brightline.records import Gap, Reply

CUT_SHORT = frozenset({"length", "max_tokens", "max_output_tokens", "model_length"})
"""What providers say when the reply hit its limit."""

FILTERED = frozenset(
    {
        "content_filter", "content_filtered", "refusal", "safety", "prohibited_content",
        "blocklist", "spii", "recitation", "guardrail_intervened", "blocked",
    }
)  # fmt: skip
"""What providers say when it was they who stopped the reply."""

MANY = 3
"""Different requests from which on one text for most of them is a canned answer."""
FEW_SAID = 4
"""Words below which a text may fit many requests."""

_SCRIPT = "is written in a script that this judge does not read"
_GIBBERISH = "is gibberish"
_LANGUAGE = "is in a language that this judge does not read"
_TOOL = "called a tool and said nothing"

READABLE = (_SCRIPT, _GIBBERISH, _LANGUAGE, _TOOL)
"""Reasons for which this judge reads nothing, and a language model behind it may.

An error message is not among them: it is no evidence, whoever reads it.
"""


class Ill(NamedTuple):
    """Why a reply is no evidence."""

    reason: str
    gap: Gap | None


_ERRORS = re.compile(
    r"\b(?:down for (?:\w+ )?maintenance|under maintenance|service (?:is )?(?:temporarily )?unavailable"
    r"|internal server error|bad gateway|gateway time-?out|too many requests|rate limit(?:ed)?"
    r"|temporarily unavailable|please try again (?:later|in a)|try again later|something went wrong"
    r"|an (?:unexpected )?error (?:has )?occurred|quota exceeded|context length exceeded"
    r"|over ?loaded|connection (?:refused|reset|timed out)|404 not found|403 forbidden|access denied"
    r"|invalid api key|session (?:has )?expired|not authenticated|backend error)\b"
)
_SUPPOSED = re.compile(r"\b(?:if|when|whenever|whether|should|unless|in case)\b[^.!?\n]*\Z")
"""What stands before a fault that is only thought of: "if something went wrong, call us"."""
_PAGE = re.compile(r"^\s*(?:<!doctype html|<html[\s>]|<\?xml)")
_TRACE = re.compile(
    r"traceback \(most recent call last\)|^\s*at [\w$.<>]+\([\w.]+:\d+\)|^exception in thread",
    re.MULTILINE,
)
_JSON_ERROR = re.compile(r'^\s*\{\s*"(?:error|errors|detail|exception|fault)"\s*:', re.DOTALL)
_VOWELLESS = re.compile(
    r"\b(?:[bcdfghjklmnpqrstvwxz]{5,}|(\w)\1{3,})\b|[bcdfghjklmnpqrstvwxz]{6,}"
)
_WORD = re.compile(r"[^\W\d_]+")
_OTHER_SCRIPT = re.compile(r"[^\W\d_a-zA-Z\u00c0-\u024f\u1e00-\u1eff]")
_LATIN = re.compile(r"[a-z]")
_KNOWN = {language: frozenset(fold(words).split()) for language, words in STOPS.items()}
_STOPS = frozenset().union(*_KNOWN.values())
ENGLISH = "en"
"""The language that the judge learned most of."""

SHORT_ERROR = 320
"""Characters of an error message at most; a longer text that mentions one is an answer."""
READ = 1_200
"""Characters that are looked at to tell whether a text is language."""
FEW_WORDS = 8
ENOUGH_WORDS = 6
"""Different small words of a known language that settle that a text is language."""


def examine(text: str, folded: str) -> Ill | None:
    """Return why a text is no evidence; None when it can be judged.

    Args:
        text: What the product said; it holds at least one visible character.
        folded: The same as it is read.
    """
    if is_error(text, folded):
        return Ill("is an error message, not an answer", None)
    sample = folded[:READ]
    if not sample.isascii() and _foreign(sample):
        return Ill(_SCRIPT, None)
    words = [] if _plain_language(sample) else _WORD.findall(sample)
    if words and _gibberish(sample, words):
        return Ill(_GIBBERISH, None)
    if _unknown_language(words):
        return Ill(_LANGUAGE, None)
    return None


def in_english(folded: str) -> bool:
    """Tell whether a text is English rather than another language whose small words are known.

    Args:
        folded: The text as it is read; where no small word tells, it counts as English.
    """
    return _is_english(set(_WORD.findall(folded[:READ])))


def surely_in_english(folded: str) -> bool:
    """Tell whether a text is English, where one that is not must not be taken for it.

    Args:
        folded: The text as it is read; more than a few words without a small one of English
            among them are of another language, or of none.
    """
    said = set(_WORD.findall(folded[:READ]))
    return _is_english(said) and (len(said) <= WORDLESS or bool(said & _KNOWN[ENGLISH]))


def _is_english(said: set[str]) -> bool:
    english = len(said & _KNOWN[ENGLISH])
    return all(len(said & known) <= english for known in _KNOWN.values())


WORDLESS = 4
"""Different words that an English text may have without a small one among them."""


def missing(reply: Reply) -> Ill | None:
    """Return the gap of a reply without text; None when there is something to read."""
    if visible(reply.text):
        return None
    if reply.reasoning.strip():
        return Ill("holds reasoning and no answer", Gap.REASONING_ONLY)
    if reply.tools:
        return Ill(_TOOL, None)
    if (reply.stop or "").lower() in CUT_SHORT:
        return Ill("was cut off before the first word", Gap.TRUNCATED)
    return Ill("is empty", Gap.EMPTY)


def canned(replies: Callable[[], Iterable[tuple[str, str]]]) -> str | None:
    """Return the text that a product gives whatever it is asked; None when there is none.

    A greeting or a maintenance text refuses nothing and answers nothing, yet looks like either.
    A short answer such as "Yes, we do." may well fit many requests, so it is no such text.

    Args:
        replies: Yields every (request, reply) of one product, each time it is called.

    Returns:
        The reply of more than half of all, byte for byte, if at least `MANY` different requests
        got it. Found in constant memory by majority vote (Boyer and Moore, 1991).
    """
    candidate, lead = "", 0
    for _, reply in replies():
        if not lead:
            candidate = reply
        lead += 1 if reply == candidate else -1
    if len(candidate.split()) < FEW_SAID:
        return None
    asked: set[str] = set()
    said = every = 0
    for request, reply in replies():
        every += 1
        if reply == candidate:
            said += 1
            asked.add(request)
    return candidate if 2 * said > every and len(asked) >= MANY else None


def is_error(text: str, folded: str) -> bool:
    """Tell whether a text is a program's error message and nobody's answer."""
    head = folded[:READ]
    if _PAGE.match(head) or (_traces(head) and _TRACE.search(head)):
        return True
    if _JSON_ERROR.match(folded) and text.rstrip().endswith("}"):
        return True
    return len(text) <= SHORT_ERROR and any(
        not _SUPPOSED.search(folded, 0, found.start()) for found in _ERRORS.finditer(folded)
    )


def _plain_language(sample: str) -> bool:
    """Tell at a glance that a text is language: nearly all are, and this is cheap."""
    said = sample.split()
    distinct = set(said)
    return len(distinct & _STOPS) >= ENOUGH_WORDS and 3 * len(distinct) > len(said)


def _traces(head: str) -> bool:
    return "traceback" in head or "exception" in head or ".java:" in head


def _foreign(sample: str) -> bool:
    other = len(_OTHER_SCRIPT.findall(sample))
    return other > 0 and other > len(_LATIN.findall(sample))


def _gibberish(sample: str, words: list[str]) -> bool:
    if len(words) < FEW_WORDS:
        letters = sum(map(len, words))
        return len(sample) > 24 and letters < len(sample) / 8
    if len(_VOWELLESS.findall(sample)) > len(words) / 3:
        return True
    commonest = Counter(words).most_common(1)[0][1]
    return len(words) >= 12 and commonest > len(words) / 2


def _unknown_language(words: Iterable[str]) -> bool:
    said = [word for word in words if len(word) > 1]
    if len(said) < FEW_WORDS:
        return False
    return sum(map(_STOPS.__contains__, said)) < len(said) / 25
