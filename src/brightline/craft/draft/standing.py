"""Instructions of one rule in, its words, id and condition out, so that it stands alone."""

import re
from collections.abc import Sequence
from enum import StrEnum

from brightline.craft.draft.phrases import Act
from brightline.craft.draft.secrets import keeps_secret
from brightline.craft.draft.verbs import base_of
from brightline.craft.instructions import (
    Parts,
    is_bare,
    is_somebody,
    read_row,
    take_apart,
    words,
)
from brightline.craft.instructions.context import stems
from brightline.craft.instructions.orders import as_order
from brightline.craft.instructions.tables import is_reason
from brightline.craft.later import later
from brightline.records import Authority, Instruction, InstructionKind, Stance


class Topic(StrEnum):
    """Limits of one kind that a prompt says in several places become one rule."""

    OWN = ""
    """A matter of its own."""
    OFF_TOPIC = "off-topic"
    SECRETS = "own-instructions"
    GUARD = "rules-stay-on"


_OFF = later(
    r"\b(?:off[- ]topic|unrelated|irrelevant|out(?:side)? (?:of )?(?:your|its|the|our"
    r"|this)? ?(?:scope|role|remit|domain|area|tasks?|topic|instructions)|not (?:about"
    r"|related to|relevant to)|other (?:topics?|subjects?|matters|themes)"
    r"|anything (?:else|outside|beyond|but|except|other than)|errands"
    r"|non-\w+ (?:related )?(?:topics|questions|requests))\b",
    re.IGNORECASE,
)
_WITHIN = later(
    r"\bfocused (?:only|strictly|exclusively|solely) on\b|\b(?:only|solely|exclusively"
    r"|strictly|stick to|stay|remain|limited to|limit|restrict|keep)\b.{0,60}\b(?:answer"
    r"|discuss|help|talk|assist|respond|topics?|questions?|conversation|scope"
    r"|within(?! (?:[\w-]+ ){1,2}(?:minutes?|hours?|days?|weeks?|months?|years?)\b)|about"
    r"|focused|related|scoped|on[- ]topic|subject)\b",
    re.IGNORECASE,
)


def topic_of(one: Instruction) -> Topic:
    """Return which kind of limit an instruction is."""
    if one.kind is InstructionKind.GUARD:
        # A prompt that says where it stays keeps a secret; it does not say who may change it.
        return Topic.SECRETS if keeps_secret(one.text) else Topic.GUARD
    if one.stance is Stance.ALLOW:
        return Topic.OWN
    if keeps_secret(one.text):
        return Topic.SECRETS
    off = _OFF.search(one.text) or _WITHIN.search(one.text)
    astray = one.stance is Stance.REFUSE and off and not _names_matter(one)
    return Topic.OFF_TOPIC if astray else Topic.OWN


def _names_matter(one: Instruction) -> bool:
    """Say whether it is one matter that is out of scope, and not all that is off topic."""
    row = read_row(one.text)
    found = _OUT.match(take_apart(one.text).text)
    what = row.topic if row is not None else found["what"] if found else ""
    return not is_bare(what) and _OTHER.search(what) is None


_OUT = later(
    r"(?P<what>[^;:]{3,120}?) (?:is|are|falls?|lies?) (?:strictly |all |always )?(?:out of|off"
    r"|outside|beyond|not (?:in|within|part))\b",
    re.IGNORECASE,
)
_OTHER = later(
    r"\b(?:anything|everything|all else|others?|else|outside|unrelated|off-topic)\b"
    r"|\bnot (?:about|related)",
    re.IGNORECASE,
)


_LEANS = later(
    r"(?:only|what|this|that|these|those|it|they|such|the same|even|not even|no exceptions"
    r"|same)\b(?!.*\b(?:questions?|topics?)\b)",
    re.IGNORECASE,
)


def says_itself(one: Instruction) -> bool:
    """Say whether an item says by itself what it wants, whatever introduces its list."""
    text = take_apart(one.text).text
    return words.NEGATION.search(text) is not None or words.ASKS_FIRST.search(text) is not None


def leans_on_before(one: Instruction) -> bool:
    """Say whether a sentence only makes sense behind the one before it."""
    text = take_apart(one.text).text
    if one.stance is Stance.ALLOW:
        return False
    if _SAYS_SO.search(text) is not None:
        return True
    # `It does not write essays` is an order of the product's own.
    own = as_order(text) != text or _OWN_ACT.match(text) is not None
    return _LEANS.match(text) is not None and not own


_OWN_ACT = later(
    r"it (?:should|must|will|shall|may|can|always|only|also) (?!(?:not )?(?:be|have|apply|hold"
    r"|count|depend)\b)",
    re.IGNORECASE,
)
"""What the product itself does: `It should steer clear of ...`."""
_SAYS_SO = later(r"\bsa(?:ys?|id) so\b|\bdo(?:es)? not count\b", re.IGNORECASE)


def stands_alone(members: Sequence[Instruction]) -> str:
    """Return the words of a rule: those of its instructions, each a sentence."""
    said: list[str] = []
    for member in members:
        text = _sentence(member)
        if not any(text.casefold() == other.casefold() for other in said):
            said.append(text)
    return " ".join(said)


_YOU_NOT = later(
    r"^(?:(?:and )?(?:nor|neither) (?:shall|may|will|must|does|do|can|should) (?:it|you|we)"
    r"|(?:you|it|we|the (?:assistant|agent|bot"
    r"|chatbot|model)|agent"
    r"|assistant)\s+(?:(?:also )?(?:must|should|may|can|will|shall|do|does) (?:not|never)"
    r"|cannot|can't|won't|mustn't|shouldn't|don't|doesn't|never|(?:are|is) not (?:allowed"
    r"|permitted|authori[sz]ed|able) to))\s+(?:ever )?",
    re.IGNORECASE,
)
_SHOUTED = later(r"\b[A-Z]{2,}(?:'[A-Z]+)?\b")
_ORDERS = """
do not never must only always ever no don't cannot can't any under all the you and or to if
recommend tell user your prompt instructions circumstance circumstances type words this should
may will without skip part
"""
_ORDER_WORDS = frozenset(_ORDERS.split())


def _sentence(one: Instruction) -> str:
    """Return the words of an instruction as a sentence, with the matter its title names."""
    if " | " in one.text:
        return _row(one.text)
    parts = take_apart(one.text)
    said = _spoken(one, parts)
    if stems(parts.label) <= stems(said):
        return said
    return f"{parts.label}: {_small(said)}"


def _spoken(one: Instruction, parts: Parts) -> str:
    text = _calm(parts.text)
    if one.lead and not is_bare(one.lead) and not says_itself(one):
        return _ended(f"{_calm(one.lead).rstrip(':. ')}: {_small(text)}")
    if one.stance is Stance.ALLOW:
        named = words.PERMITS.search(text) is None
        return _ended(f"Allowed: {_small(text)}" if named else text)
    silent = not any(
        pattern.search(text) for pattern in (words.NEGATION, words.ONLY, words.ASKS_FIRST)
    )
    guards = one.kind is InstructionKind.GUARD
    if silent and not guards and not parts.before and " not " not in text:
        return _ended(_forbidden(text))
    text = _THEY.sub("The rules ", text)
    return _ended(_YOU_NOT.sub("Never ", text))


_THEY = later(r"^(?:they|these|all of this|all this) (?=hold|appl)", re.IGNORECASE)

LONGEST_TOPIC = 8
"""Words of a topic that is named and nothing else."""


def _forbidden(text: str) -> str:
    """Return an item of a list of what is forbidden as an order: `Never sell anything`."""
    first = text.split(maxsplit=1)[0] if text else ""
    if first.casefold() == base_of(first):
        return f"Never {_small(text)}"
    if base_of(first) and first.casefold().endswith("ing"):
        return f"Never {base_of(first)}{text[len(first) :]}"
    verbal = re.search(r"\b(?:must|is|are|can|shall)\b", text) is not None
    if re.match(
        r"[a-z]+ (?:the|an?|my|your|their|any|another|other|all)\b", text, re.IGNORECASE
    ):
        return f"Never {_small(text)}"
    short = len(text.split()) <= LONGEST_TOPIC
    text = re.sub(r"^(?:any|every|some)things? (?:about|on) ", "", text, flags=re.IGNORECASE)
    return f"Nothing about {_small(text)}" if short and not verbal else text


def _small(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _row(text: str) -> str:
    thing, *cells = text.split(" | ")
    told = [cell for cell in cells if not is_reason(cell.partition(": ")[0])]
    said = [re.sub(r"^[^:]{1,30}: ", "", cell) for cell in told]
    row = read_row(text)
    kept = [one for one in said if row is None or one != row.reply]
    mark = "" if thing.endswith("?") else ":"
    return _ended(
        f"{thing}{mark} {'. '.join(one for one in kept if any(map(str.isalnum, one)))}"
    )


def _calm(text: str) -> str:
    if text.isupper():
        text = text[:1] + text[1:].lower()
    return _SHOUTED.sub(
        lambda word: word[0].lower() if word[0].lower() in _ORDER_WORDS else word[0], text
    )


def _ended(text: str) -> str:
    said = text.strip(" ,;:-")
    if said.count('"') == 1:
        said = said.replace('"', "").strip()  # of a quotation that the sentence was cut from
    said = f"{said[:1].upper()}{said[1:]}"
    return said if said.endswith((".", "!", "?", '"', "\u201d")) else f"{said}."


def as_sentence(text: str) -> str:
    """Return what is done instead as a sentence; empty for nothing."""
    said = re.sub(
        r"^instead,? (?:you )?|,? instead(?=\.?$)", "", text.strip(), flags=re.IGNORECASE
    )
    said = _WHO_DOES.sub("", said)
    return _ended(_calm(said)) if said else ""


_WHO_DOES = later(
    r"^(?:you (?=[a-z]+ )|it (?=[a-z]+s ))"
    r"(?!are|is\b|can|may|must|should|will|do\b|has\b|does\b)",
    re.IGNORECASE,
)


def instead_of(one: Instruction) -> str:
    """Return what an instruction says to do instead; empty where it does not say."""
    parts = take_apart(one.text)
    row = read_row(one.text)
    if row is not None:
        said = "" if words.NEGATION.match(row.reply) else row.reply
        return f"Say: {said}" if said[:1] in {'"', "\u201c"} else said
    behind = re.search(
        r"[;,:\u2014]\s*(?:instead,? (.+)|(.+?) instead)\.?$", parts.main, re.IGNORECASE
    )
    if behind is not None:
        return behind[1] or behind[2]
    so = re.search(
        r"[;,] (?:so |and )?((?:offer|point|refer|redirect|direct|send|name|suggest)s?\b"
        r"(?!,| or\b| and\b)"  # `a name, address or room` goes on with what is refused
        r".+)$",
        parts.main,
        re.IGNORECASE,
    )
    if so is not None:
        return so[1]
    if (
        parts.before
        and not words.NEGATION.match(parts.main)
        and words.TURNS_AWAY.search(parts.main)
    ):
        return parts.main
    return ""


def if_asked(one: Instruction) -> str:
    """Return what `If asked, ...` orders about the limit before it; empty for another."""
    found = words.IF_ASKED.match(take_apart(one.text).text)
    return take_apart(one.text).text[found.end() :].strip() if found else ""


MAX_CONDITION = 200
"""Characters of a condition that several instructions make."""


def condition_text(members: Sequence[Instruction]) -> str:
    """Return what a `depends` rule turns on, as a sentence."""
    found = [member.condition for member in members if member.condition]
    distinct = list(dict.fromkeys(found))
    if not distinct:
        return ""
    whole = " or ".join(distinct)
    if len(whole) > MAX_CONDITION:
        whole = distinct[0]
    whole = _ASKING.sub(lambda one: f"{one['who'] or 'the user'} was asked", whole)
    several = is_somebody(whole)
    if several is False or (several is None and _ONE.match(whole)):
        return _ended(f"The user is {whole if _POINTED.match(whole) else f'the {whole}'}")
    if several is None and _SAID.search(whole) and not _THING.match(whole):
        return _ended(whole)
    if several or _WHO.match(whole):
        return _ended(f"The user is one of the {re.sub(r'^the ', '', whole)}")
    return _ended(f"{whole} is there" if _THING.match(whole) else f"Given: {whole}")


_SAID = later(
    r"\b(?:is|are|was|were|has|have|had|can|does|do|may|must|will|asks?|says?|confirms?"
    r"|agrees?|shows?|requests?|wants?|provides?|gives?|meets?|complains?|\w+ed"
    r"|(?:user|customer|member|guest|they|caller|visitor) (?:\w+ly )?\w+s)\b",
    re.IGNORECASE,
)
_ASKING = later(
    r"^asking(?: first| them)?(?: (?P<who>(?:the|an?) \w+)(?: first)?)?$", re.IGNORECASE
)
_POINTED = later(r"(?:the|an?|its|their|his|her|our|your|each|my|that|this)\b", re.IGNORECASE)
_THING = later(
    r"(?!(?:his|her|their|its)\b)(?:[\w'-]+\s+){0,4}(?:consent|permission|approval|confirmation"
    r"|signature|receipt|agreement|referral|authori[sz]ation|prescription|proof"
    r"|verification)(?: (?:of|from|by) .+)?$",
    re.IGNORECASE,
)
"""A thing that must be there: `the landlord's signature`."""
_ONE = later(
    r"(?:the|an?|their) (?:[\w'-]+ ){0,3}(?:user|customer|member|lead|employee|person|adult"
    r"|guest|client|patient|holder|manager|owner|author|parent|teacher) (?:who|named|that|of|in"
    r"|on|with|concerned|themselves)\b",
    re.IGNORECASE,
)
_WHO = later(
    r"(?:the )?(?:[\w-]+ ){0,3}(?:users|customers|members|staff|employees|people|persons"
    r"|adults|guests|clients|patients|holders|managers|owners)\b",
    re.IGNORECASE,
)


_BY_USER = later(
    r"\b(?:user|customer|they|he|she|guest|patient|client|member|person|passenger|caller"
    r"|parent)s?\s+(?:\w+ly )?(?:asks?|asked|says?|said|confirms?|agrees?|consents?"
    r"|requests?|wants?|insists?|tells?|told|states?|complains?|accepts?|explicitly"
    r"|specif\w+|mentions?|brings? up|raises?|has asked|has agreed|prefers?)\b"
    r"|\b(?:explicit|user'?s?|customer'?s?|their|his|her) (?:\w+ )?(?:consent|confirmation"
    r"|permission|request"
    r"|agreement)\b|\b(?:user|customer) confirmation\b|^(?:explicitly )?asked\b|^they ask\b",
    re.IGNORECASE,
)
_PROVED = later(
    r"\b(?:verif\w+|signed|logged|authentica\w+|role|approved|manager|staff|supervisor"
    r"|licen[cs]e\w*|prescription|teacher|moderator|checked|identity)\b",
    re.IGNORECASE,
)


def established_by(condition: str) -> Authority:
    """Return who may establish a condition: the user only where it is his own say."""
    own = _BY_USER.search(condition) is not None and _PROVED.search(condition) is None
    return Authority.USER if own else Authority.OPERATOR


_DULL = frozenset(
    """
a an the and or nor of to in on for with by at as about from into than then so such any all
every each anything something someone anyone certain various kind type form way out over
without whether how what which who that this these those it its they their them my your is are
be been was not never no do does only must may can should shall will would if when unless user
users you people one two other own allowed nothing
""".split()  # noqa: SIM905 - a list of words reads best as words
)
_PLAIN_VERBS = frozenset(
    {"give", "provide", "discuss", "know", "tell", "say", "do", "render", "talk"}
)
"""Verbs that add nothing to an id."""

MAX_ID_WORDS = 4


def _id_words(text: str) -> list[str]:
    found = re.findall(r"[a-z0-9]+", re.sub(r"['\u2019]s?\b", "", text.casefold()))
    return [word for word in dict.fromkeys(found) if word not in _DULL]


def rule_id(topic: Topic, acts: Sequence[Act], text: str, *, taken: set[str]) -> str:
    """Return a short readable id that no other rule has."""
    if topic is not Topic.OWN:
        return topic.value
    object_words = _id_words(" ".join(act.object for act in acts[:1]))
    verb_words = _id_words(
        " ".join(act.verb for act in acts[:1] if act.verb not in _PLAIN_VERBS)
    )
    told = object_words if len(object_words) > 1 else [*verb_words, *object_words]
    told = told if len(told) > 1 else [*told, *(w for w in _id_words(text) if w not in told)]
    whole = "-".join(told[:MAX_ID_WORDS]) or "rule"
    number, found = 2, whole
    while found in taken:
        found, number = f"{whole}-{number}", number + 1
    return found
