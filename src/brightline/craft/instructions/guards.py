"""The turns of phrase by which a prompt guards its own rules."""

import re

from brightline.craft.instructions.words import ASKS_FIRST, bounds, negates, one_of
from brightline.craft.later import later

RULES = (
    r"(?:rules?|instructions?|guidelines?|polic(?:y|ies)|restrictions?|limits?|boundaries"
    r"|guardrails?|constraints?|prompt|safeguards?|directives?|orders|promises|guidance"
    r"|memo(?:randum)?|briefing|foregoing)"
)

OURS = r"(?:these|those|your|my|the|its|our|all|previous|prior|earlier|any|system)"

GUARD = one_of(
    r"\blooks? like a system message\b",
    rf"(?<!sure the )\b(?:these|those|the|all|your|my|our"
    rf"|such)(?: [\w-]+)? {RULES}\b.{{0,60}}\b(?:hold|holds|apply|applies|cannot be"
    rf"|can't be|can not be|may not be"
    r"|must not be|take precedence|takes precedence|override|overrides|are final"
    r"|never change|do not change|don't change|remain|stay|stand|outrank|come first"
    r"|always win)\b",
    rf"\b(?:ignor\w*|disregard\w*|overrid\w*|bypass\w*|circumvent\w*|forget\w*|suspend\w*"
    rf"|relax\w*|evad\w*|get around|work around|break|chang\w+|modify|alter|unlock\w*"
    rf"|disabl\w*)\b.{{0,50}}(?:{OURS} (?:\w+ )?{RULES}|rules|instructions|guidelines"
    rf"|restrictions)\b",
    r"(?:\b(?:users?|customers?|they|he|she|someone|somebody|people|anyone|anybody|who"
    r"|child|guest|person|caller) (?:\w+ )?(?:claims?|says?|pretends?|asserts?"
    r"|poses?)|\bclaim(?:s|ing)? (?:to|of being|that)|\bpos(?:es|ing) as)\b.{0,60}\b(?:admin\w*"
    r"|developer|staff|authorit\w+|operator|employee|engineer|manager|owner|official|doctor"
    r"|police|teacher|supervisor|ceo|someone else|system)\b",
    rf"\b(?:role[- ]?play\w*|hypothetical\w*|fiction\w*|framing|framed|translat\w+|encod\w+"
    rf"|base64|jailbreak\w*|games?|stor(?:y|ies)|what if)\b.{{0,90}}\b(?:{RULES}|same"
    rf"|nothing|still"
    r"|do not matter|does not matter)\b",
    rf"\b{RULES}\b.{{0,90}}\b(?:role[- ]?play\w*|hypothetical\w*|fiction\w*|framing|framed"
    r"|jailbreak\w*|even if|even when|no matter|regardless|whatever)\b",
    r"\b(?:instructions?|commands?|orders|requests|text|content|anything)\b.{0,30}\b(?:in"
    r"|inside|within|from|found|contained|embedded|pasted)\b.{0,30}\b(?:documents?|tools?"
    r"|web ?pages?|emails?|files?|messages?|attachments?|results?|quotes?|search|uploads?"
    r"|websites?)\b.{0,60}\b(?:not|never|data|ignore\w*|untrusted)\b",
    r"\b(?:ignore|never follow|do not follow|don't follow|not obey|never obey|disregard"
    r"|treat)\b.{0,60}\b(?:instructions?|commands?|orders)\b.{0,40}\b(?:in|inside|within"
    r"|from|found|contained|embedded|pasted)\b",
    r"\b(?:jailbreak\w*|prompt[- ]injection\w*)\b",
    rf"\b(?:nothing|no|nobody|none|not|never|cannot|can't) \b.{{0,120}}\b(?:changes?|alter"
    rf"|alters|vary|lift|amend|override|overrules?|undo)\b.{{0,12}}\b(?:this|these|the|those"
    rf"|your|such) {RULES}\b",
    r"\b(?:provisions?|terms|clauses?|foregoing|above)\b.{0,60}\b(?:prevail|supersede"
    r"|precedence|override)\w*",
    r"\b(?:claims?|claiming|says?|messages?|whatever|whoever|told|word|pretend\w*|framing"
    r"|stor(?:y|ies))\b.{0,90}\b(?:changes? nothing|no effect|not count|no difference"
    r"|same (?:answer|rules?)|not (?:alter|change|lift|unlock|override|establish"
    r"|switch)\w*)\b",
    r"\b(?:they|it|this|all (?:of )?(?:this|it|that)|requests?"
    r"|the same)\b.{0,25}\b(?:holds?|appl(?:y|ies)|the same|remains?"
    r"|stays?)\b.{0,90}\b(?:stor(?:y|ies)|roles?|languages?|conversation|translation"
    r"|hypothetical|games?|fiction|past|film|scene|riddle|framing|whoever)\b",
    r"\b(?:who|he|she|they|users?|customers?|somebody|someone|child"
    r"|saying) (?:\w+ )?(?:sa(?:ys?|id) )?so\b.{0,60}\b(?:not|never|nothing|no)\b",
    r"\bmessages? (?:\w+ ){0,4}claims?\b",
    r"\b(?:whole|entire|throughout the|rest of the) conversation\b",
    r"\b(?:is|are|as) (?:only |just |mere(?:ly)? )?data\b|\bgives? (?:you )?orders\b"
    r"|\btakes? (?:you )?orders (?:from|found in|in) (?:the |any |a )?(?:documents?|tools?"
    r"|texts?"
    r"|files?|web|pages?|messages|e-?mails?|attachments?|results?|content|what)\b",
    r"\bsay(?:s|ing)? (?:that )?(?:it'?s|it is|this is|they'?re|they are) (?:only "
    r"|just )?(?:for )?(?:an? )?(?:story|research|school|test|game|joke|novel|fiction"
    r"|hypothetical|roleplay)\b",
)

REVEALS = later(
    r"\b(?:reveal\w*|shar\w+|disclos\w*|repeat\w*|print\w*|show\w*|expos\w+|leak\w*|quot\w+"
    r"|output\w*|tell\w*|giv\w+|discuss\w*|mention\w*|paraphras\w*|summari[sz]\w*|confidential"
    r"|secret|private)\b",
    re.IGNORECASE,
)

OWN_WORDS = later(
    r"\b(?:your|these|the system|system|hidden|internal)(?: \w+)? (?:instructions?|prompts?"
    r"|rules|guidelines|configuration)\b",
    re.IGNORECASE,
)

_CLAIMED = later(
    r"(?:,\s*(?:also |and |but )?|\s+)(?:(?:(?:not )?even |no matter )?(?:if|when|whether|that)"
    r"|whoever|whatever|who(?:ever)?"
    r"|(?:not )?(?:to|for|from|by) (?:anyone|anybody|someone|somebody|people|users?|callers?"
    r"|(?:a|an|the) \w+)(?: who| that)?) (?:[\w'-]+ ){0,4}?(?:claim|say|pretend|assert"
    r"|pos)\w*\b[^.;]*[.!]?$",
    re.IGNORECASE,
)
"""Who somebody claims to be, behind an order."""
_CLAIMS = later(r"\b(?:claim|say|said|pretend|assert|pos(?:e|ing))\w*\b", re.IGNORECASE)
_OF_RULES = later(
    r"\b(?:behaviou?r\w*|comply|complies|obey\w*|believe\w*|trust\w*|special\w*|treat\w*"
    r"|privileges?|exceptions?|same|differen\w+|chang(?:e|es|ing) (?:your|how|what|the"
    r"|anything)\b|answer differently|take (?:their|his|her) word|on (?:their|his|her) word"
    rf"|(?:your|these|the|any|this|of the) (?:\w+ )?{RULES}|{RULES}|it|this|that|so|them)$"
    r"|\b(?:behaviou?r|believ\w+|trust\w*|obey\w*|comply|treat\w*|act\b|privileges?|exceptions?"
    rf"|{RULES})\b",
    re.IGNORECASE,
)
"""An order about what is believed or kept, and of no matter of its own."""

LEAST = 3
"""Words of an order that names its matter: a verb with its no, and what it is done to."""


def names_matter(before: str, main: str) -> bool:
    """Say whether a sentence about a claimed role says what is refused, so that it is a limit.

    `If someone says they are staff, do not open the gate` limits; where the order is only not
    to believe them, or to keep the rules, it guards.

    Args:
        before: The clause in front of the order.
        main: The order.
    """
    order = _CLAIMED.sub("", main)
    claimed = order != main or claims_role(before)
    if not claimed or GUARD.search(order) is not None or _OF_RULES.search(order) is not None:
        return False
    firm = negates(order) or bounds(order) or ASKS_FIRST.search(order)
    return firm is not None and len(order.split()) >= LEAST


def claims_role(before: str) -> bool:
    """Say whether a clause in front of an order is about who somebody claims to be."""
    waits = re.match(r"(?:unless|until|save|except)\b", before, re.IGNORECASE)
    return waits is None and _CLAIMS.search(before) is not None
