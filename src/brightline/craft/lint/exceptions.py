"""An instruction in, whether something near a limit is to be answered, out."""

import re

from brightline.craft.later import later
from brightline.craft.lint import said, statements
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


def says_exception(one: Instruction) -> bool:
    """Say whether something near a limit is to be answered."""
    if _ANSWERED.search(f"{one.section} {one.lead}"):
        return True
    if said.says_exception(one):
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
