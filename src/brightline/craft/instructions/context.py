"""A heading or the lead of a list in, what the lines beneath it are by themselves out."""

import re
from enum import StrEnum
from functools import lru_cache

from brightline.craft.later import later


class Context(StrEnum):
    """What a line is taken for because of what it stands under."""

    NONE = ""
    DENY = "deny"
    """Each line names what is refused."""
    BOUND = "bound"
    """Rules and limits: each line says itself what it is."""
    ALLOW = "allow"
    """Each line names what may be done, although a limit is near."""
    CONDITION = "condition"
    """Each line is something on which the limit above turns."""
    TASK = "task"
    RESPONSE = "response"
    GUARD = "guard"
    MANNER = "manner"
    PROCEDURE = "procedure"
    FACT = "fact"
    IDENTITY = "identity"


_EMPTY_WORDS = """
a an the and or of to in on for with by at as about from into any anything all these those
this that following below above listed ever under no circumstances circumstance case cases
what when how who which whether you your it its we our they their them user users customer
customers
client clients person people assistant agent bot model chatbot product ai must should shall
may might can could will would cannot can't don't dont do does did not never always be is are
was am being been allowed permitted authorised authorized entitled able supposed expected
required forbidden prohibited disallowed banned restricted restriction restrictions limit
limits limitation limitations boundary boundaries rule rules guideline guidelines policy
policies guardrail guardrails instruction instructions important critical note notes topic
topics subject subjects thing things item items content request requests question questions
discuss talk give provide answer respond reply help helps assist assists say mention include
includes including offer cover engage handle produce generate share speak refuse decline avoid
off out scope on-topic off-topic limits' red lines line please strictly absolutely explicitly
behaviour behavior behaviors behaviours conduct safety compliance security core general key
main other additional specific more also task tasks role job purpose responsibility
responsibilities duties capabilities services service if asked except without so exception
exceptions unless otherwise instead redirect section part don'ts dos do's absolute hard
non-negotiable remember examples example e.g i.e are: follow keep mind make sure ensure have
has 1 2 3 4 5 6 7 8 9 10
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())

_WORD = later(r"[^\W_][\w'\u2019-]*")

_HEADINGS: tuple[tuple[Context, re.Pattern[str]], ...] = tuple(
    (context, later(pattern, re.IGNORECASE))
    for context, pattern in (
        (Context.DENY, r"^\W*(?:no|no[- ]?nos?|nope|hard no|cannot|can'?t)\W*$"),
        (Context.TASK, r"^\W*(?:yes|yep|can)\W*$"),
        (Context.BOUND, r"^\W*(?:maybe|depends|it depends|sometimes)\W*$"),
        (
            Context.CONDITION,
            r"\bonly (?:if|when|after|once|with|where|under)\b[^.]*$|\bunless$",
        ),
        (Context.TASK, r"^(?:you )?(?:can |may |must |should |will )?only\b(?!.*\bnot\b)"),
        (
            Context.RESPONSE,
            (
                r"\b(?:(?:how|what) to (?:refuse|decline|say (?:no|instead))|(?:when"
                r"|if) (?:you )?(?:must )?(?:refus|declin|say no)\w*|saying no|declining"
                r"|refusal (?:style|message|template|format|wording)s?|instead\b|redirect(?:s"
                r"|ion|ing)?\b|fallbacks?\b|say this|standard (?:reply|replies|answers?)"
                r"|how to respond|responses? to\b)"
            ),
        ),
        (
            Context.NONE,
            (
                r"\b(?:can|may|do|does|should|must) (?:and|or|/|vs\.?) (?:can(?:no|')t|not"
                r"|never|don'?t)|\bdo'?s (?:and|&) don'?t'?s?|\bin and out of scope"
                r"|\ballowed and (?:not|dis|for|pro)|\bpermitted and (?:not|pro|for)"
            ),
        ),
        (
            Context.ALLOW,
            (
                r"^(?:what is |what's |topics? |things? )?(?:allowed|permitted|exceptions?"
                r"|ok(?:ay)?|fine|acceptable|in[- ]?scope exceptions?)\b(?! (?:only|if"
                r"|with))|\b(?:you may|may still|it is (?:fine|ok\w*|allowed)|is allowed"
                r"|are allowed|are (?:fine|permitted)|still (?:answer|help)|always (?:on"
                r"|open|have|welcome|room|fine)|do answer|not refuse|never refuse"
                r"|always answer(?:ed)?|safe to (?:answer|discuss))\b(?! not| only)"
            ),
        ),
        (
            Context.DENY,
            (
                r"\b(?:never|must ?n[o']t|should ?n[o']t|shall not|may not|can ?not|can't"
                r"|won'?t|(?:do|does|will|are|is) not|don'?ts?|forbidden|prohibit\w*"
                r"|banned?|disallow\w*|not (?:allowed|permitted|do|to do|supported"
                r"|discuss\w*)|off[- ]limits|refus\w*|declin\w*|out[- ]of[- ]scope|no[- ]go"
                r"|red lines?|taboos?|avoid|reject|exclu\w+|blocked|unacceptable"
                r"|impermissible)\b"
            ),
        ),
        (
            Context.GUARD,
            (
                r"\b(?:security|prompt[- ]injection|injection|jailbreaks?|tamper\w*"
                r"|manipulation|overrid\w*|integrity|robustness|adversar\w+"
                r"|social engineering)\b"
            ),
        ),
        (
            Context.MANNER,
            (
                r"\b(?:tone|style|voice|format\w*|personality|persona|language|length|manner"
                r"|writing|communication|how (?:to|you) (?:speak|talk|write|sound|reply|answer)"
                r"|output|response (?:guidelines|structure)|presentation|etiquette)\b"
            ),
        ),
        (
            Context.PROCEDURE,
            (
                r"\b(?:steps?|process\w*|procedures?|workflow|tools?|functions?|flow|escalat\w+"
                r"|handover|hand-off|booking|order of|stages?|phases?|how it works)\b"
            ),
        ),
        (
            Context.FACT,
            (
                r"\b(?:about|background|facts?|hours|faqs?|examples?|context|information"
                r"|knowledge|definitions?|glossary|contacts?|prices?|data|environment"
                r"|overview)\b"
            ),
        ),
        (
            Context.BOUND,
            (
                r"\b(?:limit\w*|restrict\w*|boundar\w+|rules?|polic(?:y|ies)|guardrails?"
                r"|constraints?|guidelines?|conditions?|compliance|safety|privacy"
                r"|confidential\w*|safeguard\w*|obligations?|requirements?|cautions?|warnings?"
                r"|must)\b"
            ),
        ),
        (
            Context.TASK,
            (
                r"\b(?:help\w*|can do|tasks?|roles?|purpose|capabilit\w+|scope|services?|duties"
                r"|responsib\w+|what you (?:can|do)|does|do|job|(?:your|its|our) work"
                r"|objectives?|goals?|mission|skills?|functionality|features?|topics?"
                r"|assist\w*)\b"
            ),
        ),
        (Context.IDENTITY, r"\b(?:identity|who you are|name|introduction|you are)\b"),
    )
)


@lru_cache(maxsize=4096)
def context_of(words: str) -> Context:
    """Return what the lines under these words are by themselves."""
    for context, pattern in _HEADINGS:
        if pattern.search(words):
            return context
    return Context.NONE


def content(words: str) -> list[str]:
    """Return the words that name something: without those that only order or introduce."""
    found: list[str] = _WORD.findall(words.casefold().replace("\u2019", "'"))
    return [word for word in found if word not in _EMPTY]


STEM = 5
"""First letters by which two forms of a word are the same."""


def stems(words: str) -> frozenset[str]:
    """Return the words that name something, so that `reveals` is `reveal`."""
    return frozenset(
        re.sub(r"(?<=\w{3})(?:ing|ed|es|s|e)$", "", word)[:STEM] for word in content(words)
    )


def is_bare(words: str) -> bool:
    """Say whether words only introduce what follows: `You must never:` names nothing itself."""
    return not content(words)


_ORDERS = later(
    r"(?:never|do not|don'?t|no|avoid|refuse|decline|only|always|you (?:must|may|can"
    r"|should))\b",
    re.IGNORECASE,
)


def heading_says(words: str) -> bool:
    """Say whether a heading is an order of its own: `Never give medical advice`."""
    return _ORDERS.match(words) is not None and not is_bare(words)
