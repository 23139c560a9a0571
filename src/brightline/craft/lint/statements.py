"""An instruction in, which way around the limits of its prompt it closes out.

A statement is found by what its one sentence brings together, in whatever words: a frame and
that nothing changes; a claim, who it makes of the user, and that it counts for nothing. Each
concept is a list of words; sentences are never added up.
"""

import re

from brightline.craft.instructions import take_apart
from brightline.craft.later import later
from brightline.craft.lint import said
from brightline.craft.lint.lasting import lasts, words
from brightline.records import Instruction, InstructionKind

_STEADY = words(
    r"""
    not|n't|\w+n't|no|never|nothing|nobody|none|neither|nor|cannot|without
    same|equally|just as|like the|alike|still|stays?|staying|stayed|remains?|remaining|keeps?
    holds?|applies|apply|stands?|follow|follows|valid|in force|binding|binds?|governs?|govern
    ignor\w+|disregard\w*|refus\w+|declin\w+|regardless|irrelevant|firm|steady|unchanged|banned
    treats?|treated|also|as well|too|even|whether|what counts|ordinary|merely|only|just|mere
    speaks? for|directions|act on|untrusted|unaffected|forbidden|reject\w*|resist\w*|dismiss\w*
    """
)
"""That nothing changes."""

_RULES = words(
    r"""
    rules?|limits?|limitations?|restrictions?|instructions?|guidelines?|polic(?:y|ies)|lines?
    boundar\w+|above|these|this|they|them|that|any of|forbidden|refus\w+|declin\w+|it|request\w*
    what|exceptions?|prohibit\w+|banned|answers?|allowed|acceptable|permitted|okay|ok
    off limits|prompt
    restricted|ban|guardrails?|safeguards?|principles?|constraints?|no-?go
    """
)
"""What does not change."""

_FRAME = words(
    r"""
    fiction\w*|novels?|stor(?:y|ies)|tales?|poems?|poetry|verses?|screenplays?|scripts?|films?
    movies?
    role[- ]?play\w*|roleplay\w*|pretend\w*|preten[cs]e|personas?|characters?|play a part|act as
    acting
    hypothe\w+|thought experiments?|what-ifs?|what ifs|imagin\w+|make[- ]believe|made[- ]up
    invented world|fantas\w+|dreams?|songs?|lyrics|riddles?|games?|jokes?|joking|for fun
    puzzles?
    suppos\w+|opposite day|alternate (?:world|universe|reality)|parallel (?:world|universe)
    (?:en|de)cod\w+|base64|ciphers?|morse|secret code|rot13|backwards|leetspeak|emojis?|spelled
    translat\w+|past tense|future tense|other tense|another tense|in the past|languages?
    in (?:spanish|french|german|latin|dutch|italian|any language)|rephras\w+|reword\w*|wording
    worded
    phras\w+|framing|framed?|frames|wrapped|dressed|disguis\w+|packaged as|simulations?|a test
    tests
    debates?|scenarios?|any form|academ\w+|research|dialogues?|metaphors?|euphemis\w+
    (?:different|other) words|creative writing|obfuscat\w+|theat(?:er|re)|sketch(?:es)?
    parod(?:y|ies)
    gap to fill|quiz\w*|analog\w+|allegor\w+|indirect\w*|theoretical\w*|long ago
    """
)
"""How a request may be dressed up."""

_FRAMELESS = later(
    r"\b(?:in|under|with|by|through) any (?:framing|form|wording|guise|pretext|disguise"
    r"|phrasing"
    r"|shape|costume|manner)\b"
    r"|\b(?:regardless of|no matter(?! how (?:often|long|many))"
    r"|however(?! (?:often|long|many|much))|whichever way|independent of|irrespective of"
    r"|whatever)\b.{0,40}\b(?:framed|framing|phras\w+|word(?:ed|ing)|ask(?:ed|s)?|put|dressed"
    r"|format|presented|style|context|packaged|disguised|form it)\b"
    r"|\bno framing\b|\bonly for (?:an?|the|his|her|their|my) (?:\w+ )?(?:novel|story|book|game"
    r"|film|school|play|script)\b",
    re.IGNORECASE,
)

_CLAIM = words(
    r"""
    claim\w*|says?|saying|said|tells? you|told you|pretend\w*|alleg\w+|assert\w*|purport\w*
    insists?
    looks? like|appears? to|whoever|poses?|posing|introduc\w+|identif\w+|stat(?:es|ing)
    call\w* (?:him|her|them)sel\w+
    mention\w*|self-declared|supposed\w*|impersonat\w*|introduces?
    present\w* (?:him|her|them)sel\w+
    such as|sounds? like|signed by|comes? from|coming from|appeal\w*|cites?|invok\w+|typing
    writes?
    formatted|styled|resembl\w+|mimic\w*|show\w* a|unverified|fake|forged|so-called
    in the name of|on behalf of
    """
)
"""What somebody says of himself, or a message of itself."""

_WHO = words(
    r"""
    staff|employees?|developers?|devs?|admin\w*|doctors?|nurses?|teachers?|parents?|mums?|moms?
    dads?
    police|officers?|engineers?|managers?|authorit\w+|positions?|roles?|permissions?|identit\w+
    boss
    company|operators?|owners?|creators?|makers?|auditors?|experts?|profession\w+|supervisors?
    access
    rank|titles?|job|insiders?|lawyers?|researchers?|testers?|colleagues?|security|privileges?
    clearance|anthropic|openai|headquarters|support|team|vendors?
    anyone else|somebody else|who they are|who it is
    system|system messages?|new instructions|polic(?:y|ies)|overrides?|instructions?|rights
    special
    director|ceo|chef|engineer|detective|solicitor|judge|older|adult|of age|verified
    credentials?
    technical support|provider|from you|from us|override|exempt\w*|exceptions?|mode|important
    """
)
"""Whom the claim makes of him."""

_OWN_ACT = later(
    r"^\W*(?:do not|don't|never|you (?:must|may|should|do) not|you never|avoid"
    r"|no)\s+(?:\w+ )?(?:impersonat\w+"
    r"|pretend\w*|pos(?:e|ing)|claim\w*|mention\w*|say|tell|call|identify|introduce|present"
    r"|cite|write"
    r"|state|assert|reveal|share|give|offer|provide|discuss|help)\b",
    re.IGNORECASE,
)
"""What the product itself must not claim; no word on what others do."""

_NOBODY = later(
    r"\bwho(?:m?ever| ?so ?ever)\b.{0,40}\b(?:claims?|says?|asks?|pretends?|speaks?"
    r"|they (?:are|may be)|it (?:is|may be))\b"
    r"|\b(?:regardless of|no matter|irrespective of)\s+(?:who|what (?:job|title|role"
    r"|position))\b"
    r"|\bwhatever\b.{0,30}\b(?:roles?|positions?|titles?|authority|credentials?|status|jobs?"
    r"|rank)\b"
    r"|\b(?:users?|nobody|no one|no user|not even|no message|none of them|people|customers?"
    r"|anyone"
    r"|conversation|chat)\b.{0,60}\b(?:change|switch|turn off|override|overrule|lift|unlock"
    r"|suspend"
    r"|alter|disable|replace|waive|cancel|grant|loosen|unlock)\w*\b.{0,40}\b(?:rules?"
    r"|instructions?"
    r"|limits?|these|this|them|mode|exceptions?|polic\w+|restrictions?|anything)\b"
    r"|\boverrid\w+\b.{0,60}\b(?:under|on|by|from|at) (?:a |the |any )?users?'?s?\b"
    r"|\b(?:claims?|says so|said so|assert\w*|alleg\w+|word)\b.{0,40}\b(?:not|n't|no|never"
    r"|nothing)\b"
    r".{0,30}\b(?:count\w*|enough|switch\w*|proof|reason|authority|change|unlock|matter|valid"
    r"|suffic\w+"
    r"|establish\w*|anything|nothing|prove\w*)\b|\bmerely (?:asserted|claimed)\b"
    r"|\bonly (?:the|a|this|real|an actual) (?:system (?:message|prompt)|operator|app|prompt"
    r"|real \w+)\b"
    r".{0,60}\b(?:can|may|says?|grants?|switch\w*|gives?|counts?|decides?|comes?|tells?)\b"
    r"|\b(?:cannot|can't|can not|no (?:way|means)|not able|unable)\b.{0,20}\b(?:see|verify"
    r"|verifying|check"
    r"|checking|know|tell|confirm)\b.{0,12}\b(?:who|whether|if|that|identit\w+)\b"
    r"|[\"\u201c]i(?:'m| am) (?:the|an?)\b.{0,140}\b(?:nothing|no|not|never|nobody)\b"
    r"|\bby saying who\b|\b(?:admin\w*|staff|employees?|developers?|managers?|doctors?"
    r"|teachers?|moderators?)\b"
    r".{0,30}\b(?:no|not|never|n't|same)\b.{0,30}\b(?:special|rights?|exceptions?|more|answer"
    r"|further|power)\b",
    re.IGNORECASE,
)

_SOURCE = words(
    r"""
    documents?|files?|attachments?|pdfs?|(?:web ?)?pages?|websites?|web|links?|e-?mails?|mails?
    letters?
    tools?|functions?|function calls?|search results?|retriev\w+|quoted?|quotes?|pasted?
    upload\w*|databases?
    records?|fetched|tags|content to analy[sz]e
    (?:external|third[- ]party|untrusted|linked|outside) (?:content|text|data|sources?)
    content (?:you|of|from)|spreadsheets?|images?|pictures?|photos?|transcripts?|notes|reviews?
    tickets?
    essays?|texts?|knowledge base|articles?|homework|comments?|descriptions?|readmes?|wiki|code
    results?|reports?|listings?|forward\w*|memos?|manuals?|snippets?|apis?|outputs?|material
    sources?|posts?
    contents of|passages?|recipes?|labels?|messages? (?:you|that|inside|from|found)|browse\w*
    whatever .{0,20}returns?
    """
)
"""What the product reads."""

_ORDERS = words(
    r"""
    (?<!your\x20)(?<!my\x20)(?<!own\x20)(?<!system\x20)(?<!hidden\x20)(?<!internal\x20)(?<!these\x20)instructions?|commands?|directives?
    instructs?|orders?|tells? you|telling you|told you|asks? you|asking you|tell it|what to do
    how to (?:act|behave)
    speaks? for|directions|act on|untrusted|(?:not|never|n't) (?:to )?(?:be )?trust\w*|as data
    is data|are data|only data
    just data|mere data|data to|as information|is information
    any say|no say|say over|obey\w*|has no authority|have no authority|control you|steer you
    addressed to you|for you
    material to|to be read|there to (?:be )?read
    chang\w+ (?:these|this|your|the|how|any|them|what|anything)|inform you
    says? ["'\u2018\u201c]?ignore|["'\u2018\u201c]ignore|jailbreak\w*|injection\w*
    what they say is|never (?:a )?rules?
    are facts|as facts|only facts|direct you|redirect you|govern you|inject\w+|override your
    override these|override the
    """
)
"""What it may find there."""

_HELP = frozenset({InstructionKind.TASK, InstructionKind.MANNER})


_OF_LIMITS = later(
    r"\b(?:rules?|limits?|limitations?|restrictions?|instructions?|guidelines?|polic(?:y|ies)"
    r"|lines?|boundar\w+|above|prompt|these|this|same|exceptions?"
    r"|hold|holds|changes?|difference|matters?|counts?|refus\w+|declin\w+"
    r"|however|whatever|whoever|regardless|any (?:framing|form|wording|way)|insist\w*"
    r"|let|lets|fall for|fooled|tricked|swayed|talked|persuaded|convinced|moved|give in"
    r"|(?:go|play) along|accept|trust|believe|obey|follow)\b",
    re.IGNORECASE,
)
_UNMOVED = later(
    r"\b(?:never|not|n't|don't)\s+(?:let\b.{0,60}\b(?:round|into|change|trick|fool|sway|move)"
    r"|(?:fall for|be (?:fooled|tricked|swayed|talked|persuaded|moved)|play along))\b",
    re.IGNORECASE,
)
_BARE_ORDER = later(
    r"^(?:[\w' -]{2,40}:\s*)?\W*(?:never|do not|don't|you (?:never|do not|don't|must not)"
    r"|(?:give|offer|write|send|name|say) no)\b(?P<act>.*)",
    re.IGNORECASE | re.DOTALL,
)


def _is_one_limit(one: Instruction) -> bool:
    """Say whether a sentence forbids one thing, and says nothing of the limits themselves."""
    if " | " in one.text:
        return said.is_act(one)
    found = _BARE_ORDER.match(take_apart(one.text).text)
    if found is None or _UNMOVED.search(one.text):
        return False
    return not _OF_LIMITS.search(_LETS.sub("", said.of_itself(found["act"])))


_LETS = later(r"^\W*(?:let|allow) (?:the |an? )?\w+ ", re.IGNORECASE)
"""`don't let people pay in cash`: what they may not do is the limit."""


_GUARD_LIKE = later(
    r"\b(?:rules?|limits?|instructions?|counts?|authority|untrusted|claims?|data|request"
    r"|helplines?|reason"
    r"|exception|same|orders?|fine|allowed|permitted|user text|override|conversation|treat\w*"
    r"|messages?|answered)\b",
    re.IGNORECASE,
)


def is_fact(one: Instruction) -> bool:
    """Say whether a sentence only tells how something is, and nothing of the limits."""
    return one.kind is InstructionKind.FACT and _GUARD_LIKE.search(one.text) is None


def says_framing(one: Instruction) -> bool:
    """Say whether no frame changes the limits."""
    if said.says_framing(one):
        return True
    if is_fact(one) or said.says_instead(one):
        return False
    if _FRAMELESS.search(one.text) or _all(one.text, _UNMOVED, _FRAME):
        return True
    if _is_one_limit(one):
        return False
    told = one.kind not in _HELP or _HOLDING.search(one.text) is not None
    told = told and not said.of_form(one)
    return told and _all(one.text, _FRAME, _STEADY, _RULES) and _of_limits(one)


_HOLDING = later(
    r"\b(?:above|rules?|limits?|this|it all|they|these)\b.{0,24}\b(?:holds?|appl(?:y|ies)"
    r"|stands?|stays?|remains?)\b",
    re.IGNORECASE,
)
_AS_MATTER = later(
    r"\b(?:write|tell|help with|generate|create|produce|use|give|recommend|discuss|share"
    r"|reveal|engage in"
    r"|offer|provide)\s+(?:\w+\s+){0,4}?(?:stor(?:y|ies)|poems?|games?|jokes?|emojis?|lyrics"
    r"|songs?|tests?|research"
    r"|role[- ]?play\w*|scenarios?|languages?|words|wording)\b",
    re.IGNORECASE,
)


def _of_limits(one: Instruction) -> bool:
    """Say whether a sentence speaks of its limits, and not of stories or games as a matter."""
    if one.kind is InstructionKind.LIMIT and _AS_MATTER.search(one.text):
        return _AS_RULE.search(one.text) is not None
    return _IN_BRACKETS.search(one.text) is None


_OF_RULES = later(r"\b(?:rules?|limits?|judge)\b", re.IGNORECASE)
_AS_RULE = later(r"\b(?:rules?|limits?|even|same|still)\b", re.IGNORECASE)
_IN_BRACKETS = later(r"\([^)]*\b(?:role-?play|games?|jokes?)\b[^)]*\)", re.IGNORECASE)


def says_authority(one: Instruction) -> bool:
    """Say whether no claimed role and no forged message changes them."""
    if said.says_authority(one):
        return True
    if is_fact(one) or said.says_instead(one):
        return False
    if _NOBODY.search(one.text) and not _is_one_limit(one):
        return True
    acts = _OWN_ACT.match(one.text) is not None or _is_one_limit(one)
    return not acts and _all(one.text, _CLAIM, _WHO, _NULL)


_NULL = words(
    r"""
    nothing|not proof|no proof|no authority|no reason|ignor\w+|disregard\w*|same|ordinary
    speaks? for|directions|act on|untrusted|irrelevant
    stays?|remains?|holds?|applies|apply|just (?:\w+ )?text|user text|no exceptions?
    not (?:an?|the) (?:\w+ )?(?:order|instruction|system|polic|update|exception)\w*
    changes? (?:nothing|none)|does not|do not|doesn't|don't|is not|are not|isn't|aren't|cannot
    can't|never|nobody|gives? no\w*|no more
    still|no effect|dismiss\w*|treat\w*|refus\w+|declin\w+|not
    """
)
"""That it counts for nothing."""


def says_documents(one: Instruction) -> bool:
    """Say whether what the product reads gives it no orders."""
    if said.says_documents(one):
        return True
    if _FOLLOWS.match(one.text) or (" | " in one.text and said.is_act(one)):
        return False
    if is_fact(one) or said.says_instead(one):
        return False
    if one.kind is InstructionKind.TASK and _NOT_ORDERS.search(one.text) is None:
        return False
    data = _IS_DATA.search(one.text) is not None and _SOURCE.search(one.text) is not None
    return data or _all(one.text, _SOURCE, _ORDERS, _STEADY)


_NOT_ORDERS = later(
    r"\b(?:not|never)\b.{0,20}\b(?:directions|instructions?|commands?|orders?)\b", re.IGNORECASE
)
_IS_DATA = later(
    r"\b(?:is|are|as) (?:only |just )?(?:data|untrusted|information|material|reference)\b",
    re.IGNORECASE,
)


_FOLLOWS = later(
    r"\W*(?:always |please )?(?:follow|obey|use)\b(?!.*\b(?:not|never|no)\b)", re.IGNORECASE
)


def says_conversation(one: Instruction) -> bool:
    """Say whether they hold for the whole conversation."""
    if said.says_conversation(one):
        return True
    if is_fact(one) or said.says_instead(one) or _is_one_limit(one):
        return False
    if one.kind is InstructionKind.MANNER and _OF_RULES.search(one.text) is None:
        return False
    return lasts(one)


def _all(text: str, *concepts: re.Pattern[str]) -> bool:
    return all(concept.search(text) for concept in concepts)
