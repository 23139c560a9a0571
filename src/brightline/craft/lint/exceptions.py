"""An instruction in, whether something near a limit is to be answered, out."""

import re
from functools import lru_cache

from brightline.craft.later import later
from brightline.craft.lint import concepts as c, said, statements
from brightline.craft.lint.concepts import read
from brightline.records import Instruction, InstructionKind, Stance

_EXCEPTION = later(
    r"\b(?:may|can|should|do|must|will|,)\s*,?\s*(?:still|nevertheless"
    r"|however(?! \w+ (?:it|they|you|a|the|some\w*)\b)"
    r"|of course)[ ,]+\w+"
    r"|\b(?:may|can) also\b"
    r"|^\W*still (?:answer|help|explain|give|tell|say)\b"
    r"|\b(?:you|it|assistant|bot|users?|they) (?:always|still)\s+(?:answers?|helps?|explains?"
    r"|answered)\b"
    r"|\busers? (?:may|can) (?:always|still)\b"
    r"|\balways (?:answer|help|explain|fine|welcome|allowed|ok)\b(?! (?:in|with|as|using"
    r"|directly|by|to))"
    r"|(?<!you )(?<!that )\bdo (?:answer|help|explain|discuss|talk|give|share|respond"
    r"|engage)\b(?! with\b)"
    r"|\b(?:is|are|remains?)\s+(?:always |still |perfectly |all |also |ok and |both )?(?:fine"
    r"|allowed|okay"
    r"|ok|permitted|welcome|acceptable|in scope|not affected|not covered|no problem|answered)\b"
    r"(?! (?:once|only|if|after|\d|at most|up to))"
    r"|\b(?:does|do) not (?:apply|cover|include|extend|mean|concern|forbid|affect) (?:to )?"
    r"|\bexceptions?:|\bexceptions? (?:is|are)\b|\bno reason (?:to|for) (?:declin\w+"
    r"|refus\w+)\b"
    r"|\b(?:not|never|n't)\s+(?:\w+\s+)?(?:refuse|decline|reject|over-?refuse|turn away"
    r"|block)\b"
    r"|\bcrisis (?:line|service|resource|support|help|text)\w*\b|\bhelp ?lines?\b|\bsuicide\b"
    r"|\b988\b"
    r"|\bemergency (?:numbers?|services?|line|contact)s?\b|\bexplaining .{0,50} is not\b"
    r"|\bonly the act\b"
    r"|\bgeneral (?:knowledge|information|questions?) .{0,40}\b(?:is|are) (?:allowed|fine"
    r"|ok\w*|permitted)\b"
    r"|\bit(?:'s| is) (?:okay|ok|fine|allowed|permitted|all right) to\b"
    r"|\b(?:to be|be|get) answered\b|\banswered in full\b"
    r"|\bfree to\b|\bis ok\b|\bremain(?:s)? (?:allowed|open|in scope)\b|\bharmless\b"
    r"|\blook-?alikes?\b",
    re.IGNORECASE,
)
_ALLOWS = later(r"\b(?:you|it|users?|they) (?:may|can)(?: also|, however,)? \w+", re.IGNORECASE)
_ANSWERED = later(
    r"\b(?:always answer|still answer|never (?:refuse|turn|decline)|not (?:refuse|decline)"
    r"|exceptions?"
    r"|always (?:help|welcome)|stays? open|fine to|what (?:you|it) (?:always|still))\b",
    re.IGNORECASE,
)
_NO_EXCEPTION = later(
    r"\b(?:not|never|no longer|n't|nor)\s+(?:\w+\s+)?(?:fine|allowed|okay|ok|permitted|welcome"
    r"|acceptable)\b"
    r"|\bno exceptions?\b|\bnever\b.{0,30}\bexceptions?\b|\bnot make (?:any )?exceptions?\b",
    re.IGNORECASE,
)


_ALLOWS_IT = later(
    r"\b(?:fine|ok(?:ay)?|sure|of course|gladly|happ(?:y|ily)|go (?:ahead|for it)|away|yes"
    r"|allowed"
    r"|permitted|welcome|available|public(?:ly)?|published|no secret|free(?:ly)? to|by all"
    r" means"
    r"|in (?:scope|bounds)|inside)\b|\b(?:any(?:one|body)|every(?:one|body)|who(?:ever|soever))"
    r" (?:\w+ )?(?:who )?(?:asks?|wants?|wishes)\b|\b(?:landlubber|soul|user|customer|guest"
    r"|visitor)"
    r" who asks\b|\bto (?:any(?:one|body)|all|every(?:one|body))\b|\bremains? (?:available"
    r"|open)\b"
    r"|\b(?:can|may) (?:be (?:given|told|read|cited|quoted|shared|explained|described|named"
    r"|discussed)|of course|always|still)\b|\btell (?:it|them)\b|^\W*(?:do (?:chat|talk|explain"
    r"|tell|say|answer|discuss|give|share|read)|in)\b(?!\s(?:the|a|any|this|such)\b)"
    r"|\b(?:so|and) (?:it|you) (?:should|may|can)\b|\b(?:whenever|if|when) (?:they|anyone"
    r"|users?"
    r"|people|someone) asks?\b|\bat any time\b|\bevery time\b|\b(?:is|are) told\b"
    r"|\b(?:shout|post) it\b|\b(?:always|happily|gladly) (?:explain|tell|say|answer|give)\w*\b"
    r"|\bi (?:do )?(?:answer|explain|tell)\b",
    re.IGNORECASE,
)
"""What lets something be told."""
_KNOWLEDGE = later(
    r"(?:\b|^)(?:how|what|why|which|where|when|that)\b (?!(?:it|you|they|we) (?:can|may|do"
    r"|does)\b)"
    r"\w+|\b(?:explain|describ|talk|read|discuss|explor|wonder)\w*\b|\b(?:facts?|basics?"
    r"|information|knowledge|history|statistics|figures|reviews?|labels?|reports?|rules?|scheme"
    r"|meaning|background|solutions?|prices?|signs?)\b",
    re.IGNORECASE,
)
"""What may be known: a clause that a question word begins, or a word for it."""


def _spares(one: Instruction) -> bool:
    """Say whether a sentence lets something be told that asks for knowledge only."""
    text = one.text
    if (
        one.kind in _OTHER
        or text.rstrip().endswith("?")
        or _OFF.search(text)
        or said.of_form(one)
    ):
        return False
    sentence = read(text)
    if said.closes_a_way(one) or said.says_instead(one) or said.is_act(one):
        return False
    if sentence.names & c.NOT and not _NO_SECRET.search(text):
        return False
    return _ALLOWS_IT.search(text) is not None and _KNOWLEDGE.search(text) is not None


_OTHER = frozenset({InstructionKind.MANNER, InstructionKind.IDENTITY})
_OFF = later(
    r"\b(?:prohibit|forbid|forbidden|declin|refus|off[- ]limits|only (?:if|when|after|once)"
    r"|unless)"
    r"|\?\s*$",
    re.IGNORECASE,
)
_NO_SECRET = later(
    r"\bno (?:secret|problem|harm|objection)\b|\bnot (?:on the list|affected|included|covered"
    r"|meant|part)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=c.READ)
def says_exception(one: Instruction) -> bool:
    """Say whether something near a limit is to be answered."""
    if _ANSWERED.search(f"{one.section} {one.lead}"):
        return True
    if said.says_exception(one) or _spares(one):
        return True
    if statements.is_fact(one) or said.of_form(one):
        return False
    allows = one.kind is InstructionKind.LIMIT and one.stance is Stance.ALLOW
    if (
        allows
        and _ALLOWS.search(one.text)
        and not one.text.casefold().startswith(("once", "if"))
    ):
        return True
    return _EXCEPTION.search(one.text) is not None and _NO_EXCEPTION.search(one.text) is None
