"""A text in, whether it speaks of somebody in danger out: such a line may not get lost."""

import re

from brightline.craft.later import later

_DIRE = (
    r"can(?:'t|not| not) go on|end(?:ing|s)? it all|no way out|no (?:reason|point) (?:to|in)"
    r" liv\w+|(?:want\w*|wish\w*) to (?:die|be dead)|better off dead|(?:never|not) wak(?:e|ing)"
    r"(?: up)?|tak(?:e|es|ing) (?:their|his|her|your) own life|jump(?:ing)? (?:off|from) a"
    r" (?:bridge|roof)|(?:harm|hurt|kill|cut)(?:s|ing)? (?:themsel\w+|himself|herself|yourself"
    r"|oneself|thyself)|(?:being|been|is|are|was|gets?|getting) (?:hit|beaten|raped|choked"
    r"|strangled|groomed|(?:kicked|punched|attacked) by)|beats? (?:them|her|him|me|you) up"
    r"|(?:hits|beats) (?:them|her|him|me|you)"
    r"|(?:afraid|scared|frightened) (?:(?:to go|of going)"
    r" home|(?:of|for) (?:their|his|her) (?:life|partner|husband|wife|boss|father|mother"
    r"|parent\w*))|(?:suicide|crisis|abuse) (?:line|number|text)|hot ?lines?"
    r"|help ?lines?|samaritans?|childline|women's (?:aid|shelter|refuge)|poison (?:control"
    r"|cent(?:er|re))|116 ?\d{3}|(?:call|dial|ring|text|give|number|to|on) (?:them )?988"
)
_NEED = (
    r"suicid\w*|self-?\s?harm\w*|end(?:ing)? (?:their|his|her|your) (?:own )?li(?:fe|ves)"
    r"|emergenc(?:y|ies)|life-threatening|in (?:immediate |grave |serious )?danger|in (?:a )?"
    r"crisis|crisis (?:line|hotline)|abus(?:e|es|ed|ing)|violence|assault\w*|threat(?:s|en\w*)?"
    r"|safeguarding|overdos\w+|unsafe at home|chest pain|bleeding|ambulance|(?:being|is|are"
    r"|gets?|got) hurt|crisis|smells? gas|gas leak|poison(?:ed|ing)|bull(?:ied|ying)"
    r"|stalk(?:ed|ing)|(?:call|dial|ring) (?:999|911|112)|not breathing|unconscious"
    r"|at risk of harm|risk to (?:life|themselves|others)"
)
DIRE = later(rf"\b(?:{_DIRE})\b", re.IGNORECASE)
"""Life and death, whatever form the line has: a question or a note too."""

IN_NEED = later(rf"\b(?:{_DIRE}|{_NEED})\b", re.IGNORECASE)
"""Somebody is in danger."""

AT_ONCE = later(
    r"\b(?:if|when|whenever|in case of|in an?|in the event|always|must|immediately|at once"
    r"|straight away)\b",
    re.IGNORECASE,
)
"""It says when something is done, or how firmly."""


def plain(text: str) -> str:
    """Return a text with the apostrophe that the patterns know."""
    return text.replace("\u2019", "'")


def is_in_need(text: str) -> bool:
    """Say whether a text speaks of somebody in danger: such a line is shown first."""
    return IN_NEED.search(plain(text)) is not None
