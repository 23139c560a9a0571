"""A phrase of a limit in, the acts that it names out: what is done, and to which things."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from brightline.craft.draft.lists import JOIN, split_list
from brightline.craft.draft.verbs import NOUNS_TOO, base_of
from brightline.craft.later import later


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a user may ask for."""

    verb: str
    """In its base form; empty for a topic, and for a thing that one may want."""
    object: str
    """In the prompt's words."""
    by: str = "product"
    """`product`; `user` where the limit says what users may not do; `wish` for a thing."""

    @property
    def words(self) -> str:
        """Return it as one phrase."""
        return f"{self.verb} {self.object}".strip()


CUT = later(
    r"(?:,?\s+(?:to|for|with) (?:anyone|anybody|any \w+) (?:but|except|other than)\b"
    r"|[,\s]*(?:\b(?:unless|and neither|neither does|beyond (?:the|what|reading|that)"
    r"|only (?:if|when|after|once|with|where)|if|when|until|except"
    r"|because|since|so(?! that\b)|even|in any|in all|regardless|no matter|whatever|whoever"
    r"|under any|save (?:where|when|if)|but|for any reason|as (?:you|only|this|that|it)"
    r"|provided that|instead|rather|before|and (?:never|do not|don't|not|nothing)|nor|though"
    r"|at any time|at all|in this|via this|through this|whether or not|including)\b"
    r"|\s+(?:either|neither|too|as well)(?=$|[,.;])|, (?:generally|normally|usually)(?=$|[,.;])"
    r"|,\s*(?:and|but|so) (?:we|i|you|they|he|she) \w+|,\s*whether\b"
    r"|,\s*(?!(?:wh\w+|how|that|and|or)\b)[\w'-]+ (?:is|are|was|were) \w+ing\b"
    r"|,\s*(?:which|who|ever|we|i|you|it is|they|this is|please|thanks|swaps?)\b"
    r"|,\s*(?:and|but) (?:turn|say|offer|explain|suggest|point|refer|redirect|name|ask|tell"
    r"|stay|help|find|give|show)\b"
    r"|(?:,\s*(?:and |but )?|\s+(?:and|but) )(?:warn|offer|refer|redirect|point|direct|suggest"
    r"|urge|encourage|apologi[sz]e|acknowledge|escalate|remind|signpost|steer|show (?:them|the)"
    r"|tell (?:them|the)|send (?:them|the)|say (?:so|that)|pass (?:them|it|on)|hand (?:over"
    r"|them|it)|ask (?:them|the|for))\b(?![^.;]*\bor\b)"
    r"|,?\s*(?:and|but) (?:sends|points|refers|directs|redirects|tells|asks|says|gives|shows"
    r"|offers) (?:them|people|anyone|the (?:user|customer|caller|guest)|how|what|where|that)\b"
    r"|,\s*(?:the|our|your|that) (?:[\w-]+ ){1,3}(?:decides?|appl(?:y|ies)|handles?|does"
    r"|answers?|knows?|needs?|is|are|will|can|may)\b"
    r"|[;:\u2014\u2013]| - )).*$",
    re.IGNORECASE,
)
WITHOUT = later(
    r"\s*\bwithout (?:[\w'-]+ ){0,3}(?:consent|permission|approval|confirm\w+|verif\w+|asking"
    r"|check\w*|authori[sz]\w+|sign\w*|proof|prescription|receipt"
    r"|agreement|referral|identification|passport|order|request)\b.*$",
    re.IGNORECASE,
)


def verbs_in(text: str, *, by: str = "product", strict: bool = False) -> Iterator[Act]:
    """Yield an act for each verb that a phrase begins with, and each thing it does it to.

    Args:
        text: `share or sell a code, or reset a card`.
        by: Whose act it is.
        strict: The phrase names things where it begins with no verb.
    """
    phrase = _AND_ASK.sub("ask ", tidy(text))
    if (walked := _THROUGH.match(phrase)) is not None:
        yield from (_through(done, by) for done in split_list(walked["what"]))
        return
    heads, rest = _heads(phrase)
    if not heads:
        yield from things_in(phrase) if strict else ()
        return
    done = (_DOES.match(rest) or _TO.match(rest)) if heads[-1] in _HELPS else None
    if done is not None:
        yield from _to_do("help", done["act"])
        return
    if heads[0] in _TOLD:
        rest = _ANYTHING.sub("", _THAT.sub("that ", _WHOM.sub("", rest)))
    yield from _done(heads, rest, by)


def _done(heads: list[str], rest: str, by: str) -> Iterator[Act]:
    """Yield the acts of verbs and of what is behind them."""
    if len(heads) == 1 and _QUESTION.match(rest):
        yield from _asked(heads[0], rest, by)
    elif rest.startswith(","):
        yield Act(heads[0], f"{''.join(f', {verb}' for verb in heads[1:])}{rest}", by)
    elif heads[-1] in _HELPS and rest.startswith("with ") and _DOING.search(rest):
        yield from _helped(rest[5:])
    elif heads[-1] in {"act", "pose"} and rest.startswith("as "):
        yield from (Act("impersonate", thing) for thing in split_list(rest[3:]))
    elif rest.startswith("to ") and heads[-1] in _TO_DO:
        yield from _to_do(heads[-1], rest[3:])
    elif not rest:
        yield from (Act(verb, "", by) for verb in heads)
    else:
        # A second verb further on begins an act of its own: `move money or change an account`.
        first, *others = _clauses(rest)
        things, more = _parted(split_list(first))
        # Each verb with another thing first: `make, stop or change a payment, a card, a limit`.
        yield from (
            Act(heads[(place + turn) % len(heads)], thing, by)
            for turn in range(len(heads))
            for place, thing in enumerate(things)
        )
        yield from (replace(act, by=by) for act in more)
        for other in others:
            yield from verbs_in(other, by=by)


def _parted(things: Sequence[str]) -> tuple[list[str], list[Act]]:
    """Return the things of a list, and what in it is an act of its own, known or not.

    `open the locker or silence the alarm`: `silence the alarm` is no second thing to open.
    """
    rest = [_ACT_OF_ITS_OWN.match(thing) for thing in things[1:]]
    acts = [Act(one["verb"], one["what"]) for one in rest if one is not None]
    kept = [thing for thing, one in zip(things[1:], rest, strict=True) if one is None]
    return [*things[:1], *kept], acts


def _through(done: str, by: str) -> Act:
    """`opening the locker`, through which somebody is walked: to explain how."""
    doing, _, thing = done.partition(" ")
    verb = base_of(doing)
    return Act("explain", f"how to {verb} {thing}", by) if verb else Act("help", f"with {done}")


_ACT_OF_ITS_OWN = later(
    r"(?!(?:all|both|half|of|on|in|at|by|for|to|from|with|about|over|under|not|only|even|such"
    r"|than|as|is|are|what|which|who|how|where|when|whether|that|and|or|nor)\b)"
    r"(?P<verb>[a-z]+(?<!ed)(?<!ing)(?<!s)) (?P<what>(?:the|an?|its|their|your|my|our"
    r"|somebody's|someone's|another) .+)"
)


_THROUGH = later(
    r"(?:walk|talk|guide|lead|take|step|coach) (?:[\w'-]+ ){1,3}through (?P<what>.+)",
    re.IGNORECASE,
)
"""`walk hirers through opening the locker`: to explain how that is done."""
_TOLD = frozenset({"help", "assist", "tell", "give", "show", "teach", "advise"})
_TO_DO = frozenset({"pretend", "claim", "tell", "advise", "help"})


def _asked(verb: str, rest: str, by: str) -> Iterator[Act]:
    """`explain how to open or bridge a meter, or how to hide it`: each is asked alone."""
    asked, *acts = _OR_ACT.split(rest)
    for question in _OR_QUESTION.split(asked):
        how = _HOW_TO.match(question)
        inner = [] if how is None else list(verbs_in(question[how.end() :]))
        whole = all(
            one.verb
            and one.object[:1] not in {"", ","}
            and not one.object.endswith(",")
            and not re.match(r"[a-z]+, ", one.object)
            for one in inner
        )
        if len(inner) > 1 and whole:
            yield from (Act(verb, f"{how[0] if how else ''}{one.words}", by) for one in inner)
        else:
            yield from (Act(verb, one, by) for one in split_list(question))
    for act in acts:
        yield from verbs_in(act, by=by)


_ANYTHING = later(r"^(?:any|some)thing (?=about\b)")
_QUESTION = later(r"(?:how|what|which|who|where|when|why)\b")
_OR_QUESTION = later(
    r",? (?:or|and|nor) (?=(?:how|what|which|who|where|when|why|whether) [a-z])"
)
_OR_ACT = later(
    r",? (?:or|nor) (?=(?:show|give|share|send|reveal|disclose|discuss|pass on|hand over)"
    r" (?!(?:to|for|in|it|them)\b)[a-z]+)"
)
"""`who trains today or show pictures`: the second is told by itself."""
_HOW_TO = later(r"how to (?!be\b)")


_HELPS = frozenset({"help", "assist", "support"})
_DOING = later(r"(?:^with|,|\bor|\band) (?:[a-z]+ing) \S")


_DOES = later(
    r"(?:anyone|anybody|people|them|someone|others|(?:(?:the|an?|your|our) )?(?:users?"
    r"|customers?|clients?|guests?|child|children|students?|pupils?|tenants?|patients?"
    r"|members?|employees?|visitors?|passengers?|buyers?|callers?|players?)) "
    r"(?P<act>(?!(?:who|whose|with|without|in|on|of|from|under|over|aged|to|by|at|for|and"
    r"|or|how"
    r"|what|understand)\b)[a-z]+ (?!(?:with|in|on|of|from|to|by|at|for|and|or)\b).+)",
    re.IGNORECASE,
)
"""`help users forge a receipt`: what they do is a verb, known or not."""
_TO = later(r"(?:the |an? )?[a-z-]+ to (?P<act>[a-z]+ (?!(?:with|of|to)\b).+)")
"""`help owners to get a review removed`: whoever they are."""


_OR_TO = later(r",? (?:or|nor|and) to (?=[a-z]+ )")


def _helped(phrase: str) -> Iterator[Act]:
    """`help with bypassing a filter or gaining rights`: each of what it helps with."""
    for thing in split_list(phrase):
        done, _, what = thing.partition(" ")
        verb = base_of(done) if done.casefold().endswith("ing") else ""
        yield Act(verb, what, "help") if verb and what else Act("help", f"with {thing}")


def _to_do(verb: str, phrase: str) -> Iterator[Act]:
    """`pretend to be a doctor`, `tell somebody to stop a drug`, `help to hide a tracker`."""
    if verb in {"pretend", "claim"}:
        things = split_list(phrase.removeprefix("be ")) if phrase.startswith("be ") else []
        yield from (Act("impersonate", thing) for thing in things)
    elif verb == "help":
        first, _, thing = phrase.partition(" ")
        yield from (
            replace(act, by="help") for act in list(verbs_in(phrase)) or [Act(first, thing)]
        )
    else:
        yield from (Act("should", one) for one in _OR_TO.split(phrase))


def _heads(phrase: str) -> tuple[list[str], str]:
    """Return the verbs that a phrase begins with, and what is behind them."""
    listed = _VERB_LIST.match(phrase)
    if listed is not None and base_of(listed["first"]):
        verbs = re.sub(r"\b(?:or|and)\b", " ", listed[0].casefold())
        return re.findall(r"[a-z-]+", verbs), phrase[listed.end() :].strip()
    heads: list[str] = []
    rest = phrase
    while found := _HEAD.match(rest):
        verb = _head(found, rest[found.end() :], heads)
        if not verb:
            break
        rest = rest[found.end() :]
        if verb == "ask":
            rest = _ASKED_THING.sub("", rest)
        particle = _PARTICLE.match(rest)
        if particle is not None:
            heads.append(f"{verb} {particle[1]}")
            rest = rest[particle.end() :]
            other = re.match(r"(?:or|and) ", rest)
            if other is None:
                return heads, rest
            rest = rest[other.end() :]
            continue
        heads.append(verb)
        joined = (found["join"] or "").strip()
        if not joined:
            break
        following = re.match(r"[A-Za-z-]+", rest)
        if following is None or (joined == "," and not base_of(following[0])):
            return heads, f", {rest}"  # `jam, cut or get into a mast`: told as it stands
    return heads, rest


_ASKED_THING = later(r"^for\b,? ?(?!(?:or|and) )")
_AND_ASK = later(r"\bask for (?=(?:or|and) [a-z]+ )")
"""`ask for or store details`: both are verbs of one thing."""
_HEAD = later(r"(?:then |also |either )?(?P<verb>[A-Za-z-]+)(?P<join>,? (?:or|and) |, |/| )?")


def _head(found: re.Match[str], rest: str, heads: Sequence[str]) -> str:
    """Return the base of the word that a phrase begins with; empty where it is no verb."""
    word = found["verb"].casefold()
    verb = base_of(word)
    if not verb:
        # `grant or widen access`: what is joined to a verb without a thing is one as well.
        joined = bool(heads) and bool(rest) and (found["join"] or "").strip() != ","
        return word if joined and word not in {"not", "never", "to", "how", "what"} else ""
    things = word in {f"{verb}s", f"{verb}es"} and (
        verb in NOUNS_TOO or (found["join"] or "").startswith(",")
    )
    return "" if things else verb  # `orders, returns and cards` are things


_THAT = later(r"^(?!that\b|what\b|how\b|which\b|whether\b).{3,110}?,? that ")
"""Whom something is told: `a person with an allergy, or who cooks for one, that ...`."""

_VERB_LIST = later(
    r"(?P<first>[a-z-]+)(?:, [a-z-]+)*,? (?:or|and) [a-z-]+ (?=(?:an?|the|any|their|my|your"
    r"|its|another)\b)",
    re.IGNORECASE,
)
"""`invent, stage or inflate a loss`: each is a verb, known or not."""

_WHOM = later(
    r"^(?:anyone|anybody|people|them|users?|the (?:user|customer|child|guest)|customers?"
    r"|guests?|children|students?|a (?:user|child|customer)|someone|others) (?!who\b|with\b"
    r"|in\b)"
    r"|^(?:(?:one|an?|any) [a-z-]+|[a-z-]+s) (?=(?:anything|something|what|how|who|where|when"
    r"|whether|which|why)\b)",
    re.IGNORECASE,
)
"""Whom it is told or given: the user who asks."""

_PARTICLE = later(r"(over|out|away|up|off|down) ")


def _clauses(text: str) -> list[str]:
    """Return what belongs to the first verb, and each further verb with what belongs to it."""
    if re.match(r"(?:how|what|which|who|whether|that|why|where|when|to)\b|, ", text):
        return [text]
    found = [""]
    joined = ""
    for part in re.split(r"(,? (?:or|and|nor) |, )", text):
        if JOIN.fullmatch(part) or part.strip() == "and":
            joined = part
            continue
        bound = _BOUND.search(found[-1]) is not None
        infinitive = part.startswith("to ") and text.startswith("to ") is False
        if joined and not bound and (infinitive or _is_act(part)):
            found.append(part.removeprefix("to "))
        else:
            found[-1] += f"{joined}{part}"
        joined = ""
    return [one for one in found if one.strip()]


_BOUND = later(r"\b(?:so that|that|who|which|in order to)\b")
"""What says of a thing which one is meant: the verbs behind it are no acts."""


def _is_act(part: str) -> bool:
    """Say whether a part of a list is a verb with an object: `reset a code`."""
    first, _, rest = part.partition(" ")
    if base_of(first) != first.casefold() or not rest:
        return False
    return first.casefold() not in NOUNS_TOO or _OBJECT.match(rest) is not None


_OBJECT = later(
    r"(?:an?|the|my|your|their|its|any|all|it|them|what|how|that|who|whether|out|over|away|up"
    r"|someone|another|other)\b",
    re.IGNORECASE,
)


def things_in(text: str) -> Iterator[Act]:
    """Yield an act for each thing that a phrase lists; `sharing codes` is something done."""
    for listed in split_list(tidy(text)):
        thing = re.sub(r"^no ", "", listed)
        verb = base_of(thing.split(maxsplit=1)[0]) if thing else ""
        if verb and thing.split(maxsplit=1)[0].casefold().endswith("ing") and " " in thing:
            yield Act(verb, thing.split(maxsplit=1)[1].removeprefix("of "))
        elif thing:
            yield Act("", thing, by="wish")


_ASKED_FOR = later(r"[,\s]+(?:please|pls|thanks|thank you)\W*$", re.IGNORECASE)


_JOINS = later(r",?\s+(?:or|and|nor)$", re.IGNORECASE)
"""What joined a part that was cut off."""


def tidy(text: str) -> str:
    """Return the phrase of an act, without what stands around it."""
    bare = re.sub(r"\s*\([^()]*\)|\"[^\"]*\"$", "", text)
    bare = _JOINS.sub("", _ASKED_FOR.sub("", CUT.sub("", WITHOUT.sub("", bare))))
    bare = re.sub(r"^(?:any|every|some)things? (?:about|on|to do with) ", "", bare.strip())
    return re.sub(r"^(?:any|all|every|some|the following|other) ", "", bare.strip(" .,;:!\"'"))
