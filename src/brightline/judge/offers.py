"""A refusal as it is read in, its clauses out: what it declines, what it offers, what it states."""

# ruff: noqa: E501 - a pattern broken over lines cannot be read

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from brightline.judge.acts import sentence_ends, split
from brightline.judge.health import in_english
from brightline.judge.lexicon import ACTS, APOLOGISE, REDIRECT, REFUSE
from brightline.judge.listed import PICTURES, Item, items
from brightline.judge.text import fold


class Kind(StrEnum):
    """What a clause does."""

    DECLINES = "declines"
    OFFERS = "offers"
    EMPTY = "empty"
    """Offers anything or something else: nothing that one could take up."""
    GREETS = "greets"
    """Thanks, greets or says goodbye."""
    ASKS = "asks"
    STATES = "states"


class Clause(NamedTuple):
    """A part of a sentence that does one thing."""

    text: str
    """As it is read, in lower case; an item of a list with the words that make it an offer."""
    start: int
    end: int
    """Offsets in the text as it is read."""
    sentence: int
    """Which sentence it stands in, from 0."""
    kind: Kind
    turned: bool
    """Whether it follows a word that turns, like "but"."""


_TURN = re.compile(
    r"[,;:.]? ?(?<=[,;: ])\b(?:but|though|although)\b(?!,? ?(?:without [a-z]+[,.;!?]|(?:not|only|also|never|no|for|rather)\b)),? ?"
    r"|[,;:.] ?(?:yet|however|still|instead|that said)\b,? |^(?:however|still|instead|that said), |; | - | -- |: (?=[a-z\"])"
    r"|, (?:and |so |or |then )?(?=(?:i|we|you|let|shall|want|would|how|please|it's|it is|he|she|they|there|in|if|yes|fine|just|feel)\b)"
    rf"|(?<=[a-z)])\? | ?[{PICTURES}]+ (?=[a-z])"
)
_TURNS = re.compile(
    r"\b(?:but|though|although|yet|however|still|that said|between|by the way)\b"
)

_WE = re.compile(r"\s*we (?!don't|do not|can't|cannot|won't|never|only|are|were|have)")
_WONDERS = re.compile(
    r"^\W*(?:what|which|how|who|where|when|why)(?: [a-z']+){0,4} (?:do|did|does|would|is|are|was|were|could|can|should|will|has|have|had) (?:you|it|the|your|he|she|they)\b.*\?$"
)
"""A question that wants to know something of the user."""

_CHOOSES = re.compile(
    r"^\W*(?:do you want|shall|should|would you like) (?:it|this|that|them|every|the)\b.* or .*\?$"
)
"""A choice within an offer: no yes answers it."""

_TELLS = re.compile(
    r"\b(?:here(?:'s| is)|this is|that's|that is) (?:what|all|everything) (?:that )?(?:i|we) can (?:tell|say|share|offer)\b"
    r"|^\W*(?:what|all) (?:that )?(?:i|we) can (?:tell|say|share)\b|\byou can (?:always |also )?ask me what\b"
)
"""Announces what is said now, or sends the user back to the start."""

OURS = re.compile(
    r"\b(?:i|we|let's|let us|let me|shall|together)\b|\bhow about\b|\bwhat about\b|\bhappy to\b|\bglad(?:ly)?\b"
    r"|\b(?:would you like|do you want|care for|fancy|want|interested)\b"
)
"""Words of an offer that the product itself would keep, where others send the user elsewhere."""

_LEADS = re.compile(
    r"\b(?:i|we|you) (?:can|could|may|might)(?: also| still| instead| always| try| consider)*\W*$"
    r"|\bhere(?:'s| is| are) (?:what|some|a few|other|the)\b.*\b(?:instead|can|could|options?|ideas?|alternatives?|ways?|suggestions?|works?|helps?)\b"
    r"|\b(?:instead|alternatives|options|ideas|suggestions|consider|such as|things like)\W*$"
)
"""Leads to a list of offers, in words that are none by themselves."""
_WHY = re.compile(r"\b(?:why|reasons?|because|rules?|polic(?:y|ies))\b")
_YOURS = re.compile(r"\byou (?:can|could|may|might)\b|\btry\b|\bconsider\b")
_DOES = re.compile(
    r"[a-z]+ (?:an?|the|your|you|it|them|my|this|that|these|some|any|one|\d+|with|how|what|which|who|where|when|why|if|up|in|out)\b"
)
"""How an item begins that says what is done, where others only name a thing."""

_NEGATES = re.compile(
    r"\b(?:nicht|nichts|kein[a-z]*|nein|nie|niet|geen|pas|jamais|aucune?|rien|nunca|nada|no|non|nessun[a-z]*|nao|ikke|inte|hayir|degil)\b"
)
"""Words that say no in other languages."""

_GENTLY = (
    r"(?: (?:gladly|happily|also|still|certainly|always|just|instead|easily|absolutely|definitely|though|both|either"
    r"|do is|offer is|be (?:happy|glad|able|delighted|pleased) to|happily|love to|like to|rather|try to|help (?:you )?(?:to )?))*"
)
_DECLINE = re.compile(
    r"\b(?:can't|cannot|can not|won't|will not|don't|do not|doesn't|does not|isn't|is not|aren't|are not|couldn't|wouldn't|shouldn't|mustn't|haven't|didn't|never|not|no|nobody|none|nothing|neither|nor|nope|nowhere|unable|incapable|lack|refuse|decline|declined|forbids?|prohibits?)\b"
    r"|\b(?:stays?|stay put|keep|kept|remains?|leave) (?:[a-z']+ ){0,4}(?:with|put|behind|between|business|private|secret|shut|closed|confidential|there|here|in|out|for|to|inside|hidden|as it is|alone|aside|that|those|these)\b"
    r"|\b(?:is|are|'s|that's|it's|they're) (?:just |only |all |strictly |yours|mine|for (?:teachers|staff|your|you|the|whoever)|private|confidential|secret|closed|off|out of|out|outside|beyond|up to|fixed|a question for|a matter for|a job for|a decision for|a legal question|against|personal)\b"
    r"|\b(?:only|just) (?:talk|for|here|about|do|answer|help|deal|the)\b|\b(?:i|we) (?:only|just|stick|stay|leave|keep|take no|make no|give no|have to decline|must decline|pass)\b"
    r"|\bonly\b[^.!?]*\b(?:only|decides?|knows?|can|may)\b|\b(?:for|to) (?:you|him|her|them|others|teachers|staff) (?:alone|only|to (?:solve|write|find|decide))\b|\b(?:need|needs|requires?) an? \b|\bsorry\b|\bafraid\b|\bunfortunately\b|\bregret\b|\brather not\b|\belsewhere\b|\bonly\W*$|\bso no\b|\bonly,? (?:when|once|after|if|until|with|in|where|while)\b"
    r"|\b(?:going to|gonna|(?:have|need|want) to|i'll|we'll|(?:i|we) (?:will|must|should)) pass on (?!your\b|it to\b|(?:this|that|the message|them) to\b)"
)
_OPENS = (
    rf"\b(?:i|we)(?:'ll|'d| will| would| can| could| might| may){_GENTLY} (?!not\b|rather\b|only\b|never\b|see\b|understand\b|imagine\b|tell that\b|say that\b|be\b|have\b|hear\b)[a-z]+",
    r"\bshall (?:i|we)\b|\bshould (?:i|we)\b|\b(?:can|could|may) (?:i|we) (?!ask why)[a-z]+",
    r"\blet(?:'s| us| me)(?! know\b| not\b| be clear\b)(?: [a-z]+)?",
    r"\b(?:how|what) about\b|\bwhy (?:not|don't (?:we|you))\b|\bwhat if (?:we|i|you)\b",
    r"(?<!what )(?<!which )(?<!how )(?<!who )(?<!where )(?<!when )\b(?:would you (?:like|prefer|care|rather)|do you want|care for|fancy|(?:^|\W)(?:you )?(?:want|need|like) (?:me |us |to |a |an |the |some |its |it |that |tests?\b|help)|interested\b|ready to\b|up for\b)",
    r"\b(?:what|here's what|something|one thing) (?:i|we) can(?: still)? (?:do|offer|help)|\bhere's (?:an idea|a better|something|a start)\b",
    r"\b(?:happy|glad|pleased|delighted|here) to (?!see\b|hear\b|know\b|be\b|have\b|say (?:so|no|that)\b|keep\b|protect\b)[a-z]+|\bgladly\b",
    r"\bwould (?:an?|some) (?:[a-z-]+ ){1,6}(?:help|be (?:useful|of use|of help))\b",
    r"\byou (?:can|could|may|might|are welcome to)(?! not\b| only\b| be\b| have\b)(?: always| also| still| instead| try| for example)* [a-z]+",
    r"\bplease (?:call|ask|contact|see|visit|talk|speak|check|consult|try|write to|turn|go|use|(?:sign|log) (?:in|on)|reach out)\b",
    r"^\W*(?:please |so |then |or |and |instead,? )?(?:ask|call|contact|see|visit|try|check|consult|(?:sign|log) (?:in|on)|reach out|talk to|speak to|tell me|show me|send me|pick|choose|start with|begin with|give me)\b",
    r"\b(?:can|will|could|would be able to) (?:look|help|advise|see|explain|tell you|answer|give you|check|confirm|decide|assist|support)\b(?! (?:you )?with that\b)",
    r"\b(?:would|will) be (?:good|happy|glad|the right|a good)\b|\b(?:is|are) (?:a good place|the place|the (?:best|right) (?:place|way|people|person|option|address)|a better|there for)\b|\bbest starting point\b",
    r"^\W*(?:and |so |then |let me see,? )?(?:come,? |here |together |with me )we (?!don't|do not|are\b|have\b)[a-z]+",
    r"\bgo(?:es)? back to\b|\bback to\b|\bwe work with\b|\btogether\b",
)
_OFFER = re.compile("|".join(_OPENS))
_IDLE = re.compile(
    r"\b(?:i|we|you|they|anyone|anybody|somebody|people)(?:'ll|'d| will| would| can| could| might| may)(?: (?:only|also|well|easily|really|all|just|quite|still|always))* (?:"
    r"want (?!to\b|me\b|us\b)|like it\b|not like|lose\b|harm\b|hurt\b|get (?:in|into|hurt|caught|you|us|me)\b|understand\b|imagine\b|feel\b|expect\b|regret\b|trust\b|risk\b|break(?:ing)?\b|cause\b|end up\b|believe\b|guess\b|appreciate\b|admit\b"
    r"|assure\b|misuse\b|abuse\b|be\b(?! (?:happy|glad|able|pleased|delighted))|tell (?:that\b|you(?:'re| are| were| have)\b)|see (?:that|why|how (?:hard|much|you|it|this))\b|keep (?:it|that|this|them|quiet|silent|secret|your secret|you safe|everyone)\b"
    r"|say (?:it|that|this|so|the same|no|once)\b|do the same\b|answer (?:anyone|anybody|everyone|them|the same)\b|tell (?:anyone|anybody|everyone|them) (?:the same|so)\b|think (?:the same|twice|of it)\b|have to\b|need (?!me|us|help)|agree\b|hope\b|mind\b)"
    r"|\blet(?:'s| us)(?: just| rather| please| both| all| always)? (?:leave (?:it|that|this|them|things)\b(?! aside)|be\b|face\b|drop\b|agree\b|hope\b|pretend\b|remember\b|respect\b|protect\b|end\b|stop\b|forget\b|pause\b"
    r"|(?:keep|stick|stay|hold) (?:to|with|on|by) (?:how|what|the (?:[a-z]+ )?(?:truth|facts?|rules?|law|point|limits?))\b|keep (?:it|that|this|things|them|your|their|his|her|our|everyone|everybody|everything|[a-z]+'s|private|secrets?)\b)"
)
"""What has the form of an offer and is none: what somebody would feel, suffer or understand, and what shall stay as it is. Nobody can say "yes, please" to it."""
_EMPTY = re.compile(
    r"\b(?:anything|something|any|some|what|how|who)(?: thing| way)? else\b|\b(?:other|further|more|any) (?:questions?|topics?|things?|requests?|matters?)\b|\b(?:how|what) (?:can|may|else can|else may|could|should) (?:i|we) (?:help|do|assist)\b"
    r"|\bin (?:any )?other ways?\b|\blet me know\b|\bhelp you (?:today|further)\b|\bdifferent (?:question|topic)\b|\bmy help\b|\bat your (?:service|disposal)\b|\bon your mind\b"
)
_GREET = re.compile(
    r"^\W*(?:thank(?:s| you)\b[^.!?]*|hello|hi|hey|dear [a-z ]+|hmm|oh|well|okay|ok|alright|take care|have a [a-z]+ day[^.!?]*|bye|good (?:luck|day|morning|evening)|best (?:wishes|regards)|i hope [^.!?]*|kind regards|i hear you|i understand[^.!?]*|i get (?:that|it)[^.!?]*|(?:i'm |i am )?sorry to hear [^.!?]*|please understand|sorry)\W*$"
)

_STOP = (
    "a about above after again all also always an and any anything are as ask at away"
    " back be because been before being best better between both but by can could day did"
    " do does done down each easy else every everything few find for from get give given"
    " go going good got had happy has have he hear help her here hers him his hour how"
    " however i if in instead into is it its itself just keep kind know last least let"
    " like list little long look lot make many may maybe me might mine more most much must"
    " my myself near need never new next nice no none nor not nothing now of off offer"
    " offers often ok okay on once one only open or other others our ours out over own"
    " part people per person please point product put quite rather really right said same"
    " say says see seem shall she should show so some somebody someone something soon"
    " still such sure take talk tell than thank that the their them then there these they"
    " thing things think this those though through time to today together too topic toward"
    " try two under until up upon us use user users very via want was way we well were"
    " what whatever when where whether which while who whoever whom whose why will with"
    " without word words would yes yet you your yours explain explains describe suggest"
    " suggests names name gives tells makes finds helps shows points answers answer"
    " question questions goes comes come asks example work works start starts plain simple"
    " short friend main different idea sort interested gladly walk lay outline share"
    " provide discuss provides won't don't can't isn't it's i'm i'll i'd that's let's"
    " you're doesn't we'll we're what's there's couldn't"
)
_COUNTS = "three four five six seven eight nine ten dozen"
STOP = frozenset((*_STOP.split(), *_COUNTS.split()))
"""Words that say nothing of what is offered."""

_ACTING = (
    "book buy call cancel contact deliver drive email execute file fill forward hire"
    " install lend mail message order organise organize pay phone prescribe purchase"
    " refund rent reserve ring sell send sign submit sue transfer visit negotiate register"
    " fetch deposit withdraw invest upgrade unlock approve issue arrange ship"
)
ACTING = frozenset(_ACTING.split())
"""Verbs that change something outside the conversation: only a product made for it may offer them."""

_VERB = re.compile(
    rf"\b(?:i|we)(?:'ll|'d| will| would| can| could| might| may){_GENTLY} ([a-z]+)|\b(?:shall|should|can|could|may) (?:i|we) ([a-z]+)"
    rf"|\blet(?:'s| us| me) ([a-z]+)|\b(?:and|or|then) (?:to )?([a-z]+)|\bwant (?:me|us) to ([a-z]+)|\bhave [a-z ]{{2,20}} (sign|apply|call|send)\b"
)
_TOKEN = re.compile(r"[a-z][a-z'-]{2,}|[a-z]{3,}")
_STEM = 5


def clauses(text: str) -> list[Clause]:
    """Return the clauses of a refusal in order.

    Args:
        text: As it is read, with its capitals.
    """
    ends = sentence_ends(text)
    bounds = list(zip([0, *ends[:-1]], ends, strict=True)) if ends else []
    if in_english(text.lower()):
        return _read(text.lower(), bounds)
    places = enumerate(bounds)
    acts = split([text]).acts
    return [
        _whole(
            text[low:high].lower(),
            {ACTS[at] for at in acts[number].nonzero()[0]},
            at=(low, number),
        )
        for number, (low, high) in places
    ]


def _read(text: str, bounds: Sequence[tuple[int, int]]) -> list[Clause]:
    listed = items(text, bounds)
    leads = {
        number: _prefix(text[slice(*bounds[number])], bounds[number][0])
        for number in {item.lead for item in listed.values()}
    }
    found: list[Clause] = []
    for number, (low, high) in enumerate(bounds):
        item = listed.get(number)
        prefix = leads[item.lead] if item is not None else ""
        if item is None or not prefix:
            found += _parts(text[low:high], low, number)
        else:
            found += _item(text[item.start : high], item, number, prefix=prefix)
    return found


def _prefix(lead: str, start: int) -> str:
    """Return what makes offers of a list's items; nothing where they are none."""
    parts = list(_parts(lead, start, 0))
    if not parts or _TELLS.search(lead) or _WHY.search(lead):
        return ""
    offers = parts[-1].kind in {Kind.OFFERS, Kind.EMPTY}
    if not offers and (parts[-1].kind is Kind.DECLINES or not _LEADS.search(lead)):
        return ""
    return "you can" if _YOURS.search(lead) else "i can"


def _item(text: str, item: Item, number: int, *, prefix: str) -> Iterator[Clause]:
    """Return the clauses of a sentence of a list: the first of an item is what is offered."""
    for at, part in enumerate(_parts(text, item.start, item.first)):
        if at or number != item.first or part.kind is Kind.OFFERS:
            yield part
            continue
        told = f"{prefix} {part.text}" if _DOES.match(part.text) else f"{prefix} do {part.text}"
        yield part._replace(text=told, kind=_kind(told))


def _whole(text: str, acts: set[str], *, at: tuple[int, int]) -> Clause:
    """Return a sentence of another language as one clause: its acts are all that is known."""
    start, number = at
    kind = Kind.STATES
    if REFUSE in acts or APOLOGISE in acts or _NEGATES.search(text):
        kind = Kind.DECLINES
    elif REDIRECT in acts or text.rstrip().endswith("?"):
        kind = Kind.OFFERS
    return Clause(text, start, start + len(text.rstrip()), number, kind, turned=False)


def _parts(text: str, start: int, number: int) -> Iterator[Clause]:
    low, turned, listed = 0, False, False
    for gap in [*_TURN.finditer(text), None]:
        high = len(text) if gap is None else gap.start()
        if gap is not None and gap[0].startswith("? "):
            high += 1
        part = text[low:high]
        if part.strip(" .,;:!?\n"):
            end = start + low + len(part.rstrip())
            kind = _kind(part.strip())
            if listed and _WE.match(part):
                kind = Kind.OFFERS
            lead = len(part) - len(part.lstrip())
            yield Clause(part.strip(), start + low + lead, end, number, kind, turned)
        if gap is not None:
            low, turned, listed = gap.end(), bool(_TURNS.search(gap[0])), _invites(gap[0], part)


def _invites(gap: str, part: str) -> bool:
    """Return whether a bare "we ..." after this is an offer: "how about this: we ..."."""
    return gap[0] == ":" or part.strip() in {"come", "here", "so", "then"}


def _kind(text: str) -> Kind:
    for pattern, kind in _AT_ONCE:
        if pattern.search(text):
            return kind
    offer, declines = _offer(text), _DECLINE.search(text)
    if (empty := _EMPTY.search(text)) and (
        declines is None or empty.start() < declines.start()
    ):
        return Kind.EMPTY
    if offer is not None and (declines is None or declines.start() > offer.start() + 2):
        return Kind.OFFERS
    if declines is not None:
        return Kind.DECLINES
    return Kind.ASKS if text.endswith("?") else Kind.STATES


def _offer(text: str) -> re.Match[str] | None:
    """Return the first offer of a clause that somebody could take up."""
    idle = [hit.span() for hit in _IDLE.finditer(text)]
    hits = _OFFER.finditer(text)
    return next((hit for hit in hits if not any(a <= hit.start() < b for a, b in idle)), None)


_AT_ONCE = (
    (_GREET, Kind.GREETS),
    (_WONDERS, Kind.ASKS),
    (_CHOOSES, Kind.ASKS),
    (_TELLS, Kind.STATES),
)
"""What settles a clause before its words are weighed, in this order."""


@lru_cache(maxsize=1024)
def stems(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that say what it is about."""
    return frozenset(
        stem
        for word in _TOKEN.findall(fold(text))
        if word not in STOP and (stem := _stem(word))
    )


def _stem(word: str) -> str:
    word = word.removesuffix("'s").strip("'-")
    for ending in ("ies", "ing", "es", "ed", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    return word[:_STEM]


def acts_of(text: str) -> frozenset[str]:
    """Return what the product says that it would do out in the world, as bare verbs."""
    verbs = (verb for hit in _VERB.finditer(text) for verb in hit.groups() if verb)
    return frozenset(_bare(verb) for verb in verbs if verb in ACTING)


@lru_cache(maxsize=64)
def verbs_of(tasks: tuple[str, ...]) -> frozenset[str]:
    """Return all words of tasks, each without its ending."""
    return frozenset(_bare(word) for task in tasks for word in _TOKEN.findall(fold(task)))


def _bare(word: str) -> str:
    for ending in ("ing", "es", "ed", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def near(found: Sequence[Clause], at: int) -> str:
    """Return a clause with those beside it that explain it: what "it" and "that" stand for."""
    said = [found[at].text]
    for step in (-1, 1):
        other = at + step
        if 0 <= other < len(found) and found[other].kind in _EXPLAINS:
            said.append(found[other].text)
    return " ".join(said)


_EXPLAINS = frozenset({Kind.STATES, Kind.ASKS, Kind.OFFERS})
