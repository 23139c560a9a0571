"""What is done instead in, whether it leads anywhere, out: L06."""

import re

from brightline.craft.alike import words_of
from brightline.craft.instructions.tasks import VERBS
from brightline.craft.later import later
from brightline.craft.lint import said
from brightline.craft.lint.concepts import stem
from brightline.craft.lint.material import LONGEST, Material, Prompt
from brightline.craft.stance import is_negated
from brightline.records import Instruction, Stance

REFERS = later(
    r"\b(?:refer\w*|direct\w*|point\w*|send\w*|sign\w*|connect\w*|transfer\w*|escalat\w*"
    r"|hand\w*"
    r"|guide[sd]?|steer\w*|contact\w*|call|consult|speak|talk to|go to|see|names?|naming|gives?"
    r"|shows?|says? where|where to|whom? to|who can|ask(?:s|ing)? (?:the user|the customer"
    r"|the child)?"
    r"\s*(?:to|what|whether|for)|suggest\w*|recommend\w*|encourag\w*)\b.{0,80}\b(?:doctors?"
    r"|pharmac\w+|teachers?|parents?|adults?|grown-ups?|lawyers?|advis[eo]rs?|experts?"
    r"|profession\w+"
    r"|staff|colleagues?|human|agents?|team|managers?|branch\w*|offices?|support|services?|help"
    r"|lines?|hotlines?|helplines?|numbers?|centres?|centers?|desk|hr|authorit\w+|forms?|pages?"
    r"|apps?|portals?|website|documents?|leaflets?|clinics?|emergency|sources?|banks?"
    r"|counsell?ors?"
    r"|therapists?|person|people|channels?|providers?|owner|screen|settings?|link|procedure"
    r"|contact"
    r"|admin\w*|ombuds\w*|unions?|embass\w+|consulates?|vets?|nurses?|midwi\w+|librar\w+)\b",
    re.IGNORECASE,
)
_OWN = later(
    r"\b(?:what (?:it|you|we|i)(?: can|'s| is| are|'re)?(?: \w+){0,2} (?:help|do|does|offer|for"
    r"|allowed|assist|there)|own tasks?|its tasks?|nearest task|one of (?:its|your|the) tasks"
    r"|(?:can|could) (?:help|assist|do|offer)|(?:its|your) (?:role|scope|purpose)|within scope"
    r"|list(?:ed)? above|(?:help|assist)s? with|back to|from the list|glad to)\b",
    re.IGNORECASE,
)
_EMPTY_OFFER = later(
    r"^\W*(?:(?:politely|simply|briefly|just|gently|firmly|kindly|only|then"
    r"|clearly)\s+)*(?:declin\w+"
    r"|refus\w+|apologi[sz]\w*|says? (?:no|sorry|nothing|that (?:it|this|that)\b)|tells?\b"
    r"|ends? the|repl\w+ with a|wish\w*|changes? the subject|stops?|ignor\w+|states?\b"
    r"|explains? that"
    r"|makes? clear|does not|do not|never|gives? no|stays? silent|rejects?|replies)\b",
    re.IGNORECASE,
)
OFFERS = later(
    r"\b(?:offer\w*|suggest\w*|propos\w*|instead|help\w*|explain\w*|show\w*|give[sn]?|ask\w*"
    r"|names?"
    r"|point\w*|refer\w*|describ\w*|list\w*|walk\w*|guid\w*|direct\w*|teach\w*|tell\w* (?:how"
    r"|where"
    r"|which|what|whom?|about)|say\w* (?:how|where|which|what|whom?|why)|find\w*|link\w*"
    r"|summari[sz]\w*|check\w*|recommend\w*|talk\w*|answer\w*|writ\w+|provid\w*|bring\w*"
    r"|move[sd]?"
    r"|encourag\w*|invit\w*|turn\w*|steer\w*|go(?:es)? (?:back|on|through)|keep\w*|work\w*"
    r"|make\w*"
    r"|look\w*|hand\w*|remind\w*|take\w*|share\w*|set\w*|stay\w*|listen\w*)\b",
    re.IGNORECASE,
)


def helps(one: Instruction, prompt: Prompt) -> bool:
    """Say whether an instruction on what is done instead, with its list, offers something."""
    text = f"{one.text} {prompt.led.get(one.text, '')}"[:LONGEST]
    quoted = re.findall(
        r"[\"\u201c]([^\"\u201d]{2,})[\"\u201d]|(?<=[\s:])'(.{8,}?)'(?!\w)", text
    )
    if not quoted:
        # Without a sentence to say, what it is told to do counts.
        offered = OFFERS.search(text) or REFERS.search(text) or _OWN.search(text)
        return bool(offered) or said.offers(text)
    outside = re.sub(r"[\"\u201c][^\"\u201d]*[\"\u201d]", " ", text)
    outside = re.sub(r"\b(?:say|repl(?:y|ies)|respond\w*|answer\w*|tell\w*)\b", " ", outside)
    spoken = " ".join("".join(one) for one in quoted)
    positive = re.sub(
        r"\b(?:can(?:no|')t|can not|unable to|not able to|won't)\s+\w+", " ", spoken
    )
    return bool(
        _OWN.search(positive)
        or REFERS.search(spoken)
        or re.search(
            r"\b(?:instead|happy|glad|let me|please (?:ask|contact|call|visit|see)|would you"
            r"|may i|shall (?:i|we)|only (?:assist|help|answer|discuss|talk))\b",
            positive,
            re.IGNORECASE,
        )
        or re.search(
            r"\b(?:suggest|offer|refer|redirect|direct|point|transfer|escalate)\w*\b",
            outside,
            re.IGNORECASE,
        )
    )


def in_scope(material: Material) -> frozenset[str]:
    """Return the words of what the policy's product does and must answer."""
    policy = material.policy
    if policy is None:
        return frozenset()
    texts = [*policy.scope.does, policy.scope.audience or "", policy.name]
    texts += [request for rule in policy.rules for request in rule.must_answer]
    texts += [rule.text for rule in policy.rules if rule.stance is Stance.ALLOW]
    return frozenset().union(*map(words_of, texts))


def names_something(instead: str, in_scope: frozenset[str]) -> bool:
    """Say whether what is done instead leads anywhere.

    Args:
        instead: Of a rule.
        in_scope: The words of what the product does and of what it must answer.
    """
    if REFERS.search(instead) or _OWN.search(instead) or _PART.search(instead):
        return True
    if any(_is_act(clause.strip()) for clause in _CLAUSES.split(instead)):
        return True
    if _EMPTY_OFFER.match(instead) and not OFFERS.search(_EMPTY_OFFER.sub(" ", instead)):
        return False
    shared = words_of(instead) & in_scope
    tells = bool(shared - _SAYS_NOTHING)
    return OFFERS.search(instead) is not None and (
        tells or bool(shared and _POINTS_BACK.search(instead))
    )


_CLAUSES = later(r"[,;:]|\b(?:and|then|or|but)\b", re.IGNORECASE)


def _is_act(clause: str) -> bool:
    """Say whether a clause does something with a thing: `links the runbook`."""
    first, _, rest = _OFFERS_TO.sub("", clause).partition(" ")
    verb = first.casefold()
    base = verb.removesuffix("s") if not verb.endswith(("sses", "shes", "ches")) else verb[:-2]
    told = stem(verb)
    done = (base in VERBS or told in _DONE) and told not in _EMPTY_ACTS
    done = done or _SAYS_WHERE.match(clause) is not None
    return done and len(words_of(rest)) > 0 and not is_negated(clause)


_DONE_WORDS = """
link pull supply build match edit file draw print pass place lead write open run
look read fetch ring transfer schedule arrange register lend draft take bring
pour hop cite commit count sort plan turn
"""
_DONE = frozenset(map(stem, _DONE_WORDS.split()))
"""Verbs of what a product does for somebody, beside those of tasks."""

_SAYS_WHERE = later(
    r"^(?:it )?(?:says?|tells? \w+|names?) (?:where|which|when|whom|who) "
    r"(?!.*\b(?:it|this|that) (?:is|was) (?:not|declined|refused)\b)",
    re.IGNORECASE,
)
"""`Says which marina is nearest` leads somewhere; *says why* does not."""
_OFFERS_TO = later(r"^offers? to ", re.IGNORECASE)
"""`Offers to reserve skeins` does something, once it is wanted."""

_EMPTY_ACTS_WORDS = """
say state tell reply apologise apologize wish decline refuse repeat express
remain stay end close stop ignore regret remind keep answer offer suggest
propose recommend help explain give respond thank make ask talk have be do use
quote share show name
"""
_EMPTY_ACTS = frozenset(map(stem, _EMPTY_ACTS_WORDS.split()))
"""Verbs that lead nowhere, or only with something of the scope."""

_PART = later(
    r"\b(?:version|draft|wording|example|variant)s? (?:without|that (?:leaves?|has no))\b",
    re.IGNORECASE,
)
"""The part of a request that is allowed."""

_SAYS_NOTHING = words_of("good better best nice great advise recommend suggest help instead")
"""Words of any offer: that the scope has them too says nothing."""

_POINTS_BACK = later(
    r"\b(?:it|its|them|this|that|those|these|such|same|the (?:question|text|request|person"
    r"|user|customer|rest))\b",
    re.IGNORECASE,
)
"""What is done with the request itself, in part."""
