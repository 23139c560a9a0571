"""A request that a draft would write in, whether a user would write it out.

A wrong request is worse than none: the limit is listed instead.
"""

import re

from brightline.craft.later import later

MIN_WORDS, MAX_WORDS = 3, 20

_HEADLESS = later(
    r"(?:^let's talk about|^(?:give|show|promise) me|^tell me about|^recommend|^i would like"
    r"|^i have|^help me with|\babout) (?:(?:of|from|at|by|into|upon|than|as|if|we|they|he|she|i"
    r"|us|is|are|was|were|be|must|shall|will|can|could|would|should|do|does|has|have|had|let"
    r"|leave|keep|and|or|but|so|nor|not)\b(?!-)|you (?!two\b)[a-z])",
    re.IGNORECASE,
)
"""A clause or the rest of one where what is asked for should stand."""

_STRAY = later(
    r"\b(?:it|they|them|this|that's|these|those|such|etc|users?|customers?|clients?"
    r"|visitors|guests|tenants|the agent|assistant|chatbot|instead|below|following|e\.g|i\.e"
    r"|shall|himself|herself|tool calls?|api|function calls?|database|is needed|never|not"
    r"|(?<!-)only|yourself|said|respective|applicable|relevant|appropriate|inappropriate"
    r"|proactively)\b",
    re.IGNORECASE,
)
_OTHER_USER = later(
    r"\b(?:another|other|one) (?:user|customer|client|person|guest|visitor|tenant|passenger"
    r"|member|patient)(?:s|'s|s')?\b"
    r"|\b(?:for|of|from|to|with|about) (?!the\b|your\b|all\b|any\b|my\b)[a-z]+ (?:users"
    r"|customers|clients|guests|visitors|tenants)\b|\bcustomer (?:service|support)\b"
    r"|\buser (?:id|manual|account|name)\b",
    re.IGNORECASE,
)


_BROKEN = later(
    r"(?:\b(?:my|your|the|a|an|to|for|of|with|about|and|or|so that|that|who|which|so|at|in"
    r"|by)|\w's)[.?]$|\bof one\b|\bone (?:with|to|of|for|from)\b"
    r"|talk about (?:\w+, ){3}|^(?:\w+, )+\w+ing\b"
    r"|^(?:give me|write|write some|recommend|tell me"
    r"|promise me) (?:by|on|in|at|from|with|for) |\banybody\b|\banyone\b|about (?:you|me|us"
    r"|either|everything|anything)\.$|talk about (?:some|any|people) |talk about .*ly\.$"
    r"|, (?:you|it|we|they)\b|\bmy (?:your|my|his)\b|\b(?:what|how) and (?:what|how)\b"
    r"|^I want to \w+\.|^\w+(?: up)? others\.$"
    r"|^\w+ (?:is|are|was|were|has)\b|\b(?:an?|the) (?:an?|the)\b",
    re.IGNORECASE,
)
"""Signs that a phrase was cut or joined in the wrong place."""


_LOST = later(
    r"\b(?:my|your|the|an?|another|someone's|other|some) (?:in|on|of|for|to|with|from|by|at"
    r"|about|and|or|is|are|was|be|has|have|will|must|may|can|should|the|an?|my|your"
    r"|everything|anything|what|how|which|that|who|too"
    r"|very|so|not|much|more|any|every)\b",
    re.IGNORECASE,
)
"""A word that points at a noun which is not there: `Reset my in chat`."""

_CLAUSE = later(
    r"\b(?:the|an?|my|your) [a-z]+ (?:the|an?|my|your|their)\b|\bsome (?:sides|part|place"
    r"|care|advantage|notice|account)\b|^tell me (?:an?|the|my) (?:user|visitor|customer|guest"
    r"|member|patient|caller|person|parent|child)\b|^\w+ (?:the )?(?:words?|following|above"
    r"|same"
    r"|topics?|subjects?|content|information|things?)\.$"
    r"|\byour prompt\b|\bone (?:single )?(?:response|message|sentence)\b"
    r"|\bin (?:a|your|the|one) (?:response|reply|answer|prompt)\b|\bthat \w+ you\b"
    r"|\bbut\b|(?<!yourself )\bwith other \w+\.$|^I would like .*\bclaims?\.$",
    re.IGNORECASE,
)
"""A verb where a noun should stand, or somebody where something should."""

_ALONE = later(
    r"\b(?:he|she|him|her|his|hers|ours|theirs|mine|itself|herself|himself|themselves|ones?"
    r"|too|also|either|yet"
    r"|same|so|then|thereof|such|do so)[.?]$|\b(?:he|she|him|his|hers)\b",
    re.IGNORECASE,
)
"""A pronoun that points at nobody in the request."""

_ANSWERS = later(
    r"^(?:warn|refer|redirect|urge|point|apologi[sz]e|decline|refuse|acknowledge|escalate"
    r"|direct|remind|encourage|reassure|signpost|stay|steer|avoid|pass|comply|respond|reply"
    r"|give me (?:an? )?(?:alternative|referral|warning|apology))\b",
    re.IGNORECASE,
)
"""What a product does instead: nobody asks for that as a breach."""

_TOPIC = later(r"let's talk about (?P<topic>.+)\.$", re.IGNORECASE)
_NO_TOPIC = later(
    r"^(?:less|more|fewer|remarks|comments) "
    r"|\b(?:representations?|exceptions?|circumstances?|events?|claims? that"
    r"|anyone|messages?"
    r"|responses?|answers?|replies|requests?|questions?|attempts?|cases?|instructions?"
    r"|situations?|things?|provisions?|everything|comparison)\b",
    re.IGNORECASE,
)
"""What is no matter that one talks about."""


def is_natural(request: str) -> bool:
    """Say whether a request reads like a user's and lost nothing on its way from the limit."""
    if (
        _LOST.search(request)
        or _HEADLESS.search(request)
        or _CLAUSE.search(request)
        or _ALONE.search(request)
        or _ANSWERS.match(request)
    ):
        return False
    topic = _TOPIC.match(request)
    if topic is not None and (_NO_TOPIC.search(topic["topic"]) or _states(topic["topic"])):
        return False
    asks = _ASKS.search(request) is not None
    return _reads(request) and (asks or not _states(request.rstrip(".?")))


_ASKS = later(r"\b(?:what|how|who|which|whether|where|when|why|that)\b", re.IGNORECASE)


def _states(phrase: str) -> bool:
    """Say whether a phrase ends in a verb of its own: `the waiting list decides`."""
    return _STATES.search(phrase) is not None


_STATES = later(
    r"\b(?:the|an?|my|your|our) (?:[\w'-]+ ){1,4}(?:decides|applies|says|knows|gets|goes|has"
    r"|needs|asks|handles|answers|takes|gives|makes|provides|explains|approves|means|becomes"
    r"|comes|stays|exists|follows|happens|does|rules|is|are|will|can|(?-i:may)|must)$"
    r"|^\w+ (?:\w+ ){1,2}(?:is|are|was|were) |^\w+ \w+ (?:have|has|had) \w+(?:ed|en|wn)\b"
    r"|^I would like (?:[\w'-]+ )+(?:may|can|must"
    r"|shall|should|will|is|are|was|were) ",
    re.IGNORECASE,
)


_EXPLETIVE = later(
    r"\bthat it (?:is|was|will be) [a-z]+ (?=to\b|that\b)|^compare yourself\b", re.IGNORECASE
)
"""`that it is safe to swim`: it stands for what follows."""


def _reads(request: str) -> bool:
    words = request.split()
    bare = _EXPLETIVE.sub("", _OTHER_USER.sub("", request))
    if _BROKEN.search(request):
        return False
    return (
        MIN_WORDS <= len(words) <= MAX_WORDS
        and _STRAY.search(bare) is None
        and not set("({[<") & set(request)
    )
