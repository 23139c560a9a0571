"""What a policy says of product and user in, the same as the one says it to the other out."""

import re
from typing import NamedTuple

from brightline.craft.imperative import imperative
from brightline.craft.later import later
from brightline.craft.verbs import OWN, below

_ALWAYS = ("user", "asker", "person asking", "account holder", "person who asks")
"""Whom every policy means by these words."""

_DEFINITE = (
    *("customer", "traveller", "traveler", "patient", "student", "employee", "developer"),
    *("resident", "caller", "guest", "learner", "reader", "policyholder", "shopper"),
)
"""Who is the user where a policy says "the" before it."""

_NOBODY = frozenset(
    {"person", "adult", "people", "team", "member", "teenage", "professional", "small"}
)
"""Words of an audience that mean others as well, or nobody."""

_PLURALS = {"children": "child", "people": "person"}

_KNOWN_WORDS = (
    "approves asks books brings cancels changes checks compares describes explains finds"
    " gives goes grants guesses guides helps holds leads listens looks makes measures"
    " names offers plans plays practises practices prevents promises ranks reads"
    " recommends renews rewords romanticises romanticizes says sees sends shows signs"
    " speaks stages stays stops suggests takes talks tells waives widens words works writes"
)
_KNOWN = frozenset(_KNOWN_WORDS.split())
"""Verbs in the third person that join others in a rule."""

_OBJECT = (
    r"(?:an?|the|what|which|how|who|whom|whose|whether|where|why|when|to|your|you|that|free"
    r"|legal|it|on|up|back|through|one|another|their|with|in|of|off|out|for|from|about|insurers|both|each)"
)
_LIST = later(
    r"^(?P<first>(?:Never |Always )?\w+(?: (?:with|for|up|out|on|off|about))?)"
    r"(?P<more>(?:, [\w-]+(?: (?:off|up|out|on))?)*)(?P<last>,? (?:or|and) )(?P<verb>[\w-]+)\b"
)
"""Verbs at the beginning: "Never starts, changes, renews or cancels a policy"."""
_JOINED = later(rf"(?P<join>, |,? (?:and|or|then|nor) )(?P<verb>[a-z]+s)\b(?= {_OBJECT}\b)")
_ALSO = later(
    r"(?P<join>, (?:and|or) | and )(?P<verb>finds|explains|describes|tells|says|gives|stays"
    r"|speaks|listens|keeps|goes|sends|suggests)\b"
)
"""Joined verbs that are hardly ever nouns, whatever follows."""
_YOU_VERB = later(r"(?P<before>\b\w+ )?\byou (?P<adverb>only |also )?(?P<verb>[a-z]+s)\b")
_NOT = {"doesn't": "don't", "isn't": "aren't", "hasn't": "haven't", "wasn't": "weren't"}
_YOU_NOT = later(rf"\b(you (?:also )?)({'|'.join(_NOT)})\b")
_YOU_AND = later(
    r"(\b(?:if|unless|when|once|after) you\b(?![^,.;]*\b(?:who|that|which|is|has)\b)"
    r"[^,.;]*? (?:and|or) (?:[a-z]+ly )?)"
    r"(asks|says|wants|gives|tells|shows|confirms|agrees|needs)\b"
)
"""What a user does besides: `if you complain and asks`."""
_GIVES = frozenset({"ask", "bring", "give", "lend", "offer", "send", "show", "teach", "tell"})
"""Verbs after which "you" is followed by what is given, not by what you do."""
_IT_IS = later(
    r"(?<!you say )(?<!have said )(?<!says )"
    r"\b(?:(that) it is(?= (?:an?|not an?|here|there|only|made)\b)|(what) it is(?=,| and\b|$))"
    r"(?P<more>.*)"
)
"""What a product says of itself."""
_BE = {"has": "have", "is": "are", "was": "were", "does": "do"}


_SERVES = r"(?:help|tell|show|point|send|refer|direct|guide|walk|teach|remind|advise|lead)"
"""What is done for a user."""


class Listener(NamedTuple):
    """Whom a product talks to, as its policy calls them."""

    owner: re.Pattern[str]
    who: re.Pattern[str]
    users: re.Pattern[str]
    """Users as those for whom something is done: `help customers`."""
    kinds: re.Pattern[str]
    """Who of several kinds may be asking: where a text names two, nobody knows which."""

    def told(self, text: str, *, beside: str = "") -> str:
        """Return a text about the user as it is said to the user, and of itself as I.

        Args:
            text: About the user.
            beside: What it goes with: who is spoken of there as well.
        """
        said, owners, people = text, 0, 0
        if len({hit.casefold().rstrip("s") for hit in self.kinds.findall(text)}) <= 1:
            said, owners = self.owner.subn("your ", text)
            said, people = self.who.subn("you", said)
        if owners or people:
            # After `another colleague` it may be the colleague who has to agree.
            if re.search(r"\banother\b", f"{said} {beside}") is None:
                said = re.sub(r"\b(that|whether) they\b", r"\1 you", said)
            said = re.sub(
                r"\b(if|what|whom?|until|when|once|somebody|someone) they\b", r"\1 you", said
            )
            said = re.sub(
                r"\b(for|to|tell|ask|urged|told|asked) them(?=$|[,. ])", r"\1 you", said
            )
            said = re.sub(
                r"\bmade (?:it|them)(?= [a-z]+(?:$|,| or\b| and\b))", "made you", said
            )
            said = re.sub(r"\bin the name of you\b", "in your name", said)
            said = re.sub(r"\b(their own|(?<=that )their)\b", "your", said)
            said = re.sub(r"\byour or\b", "yours or", said)
        said = re.sub(r"\bthey ((?:\w+ ){1,2})themselves\b", r"you \1yourself", said)
        said = _YOU_VERB.sub(_agreeing, said)
        said = _YOU_NOT.sub(lambda hit: f"{hit[1]}{_NOT[hit[2]]}", said)
        said = _YOU_AND.sub(lambda hit: f"{hit[1]}{_BE.get(hit[2]) or _base(hit[2])}", said)
        said = re.sub(
            r"\b(you \w+ (?:or|and)) (does|has|is)\b",
            lambda hit: f"{hit[1]} {_BE[hit[2]]}",
            said,
        )
        said = _IT_IS.sub(_as_me, said)
        said = re.sub(r"\b(on|with|in|for|to) which it (can|will)\b", r"\1 which I \2", said)
        return re.sub(r"\b(that|what|which|whether) it (acts|knows|has)\b", _as_i, said)

    def served(self, text: str) -> str:
        """Return an offer of something that is done for users as it is said to one of them.

        `Point people to the page` points you to it; `help people who cannot walk` is about
        others.
        """
        said = self.users.sub(r"\g<verb> you", text)
        if said == text:
            return said
        return re.sub(r"\b(that fits?|for|of) their\b", r"\1 your", said)


def listener_of(audience: str) -> Listener:
    """Return whom an audience's policy means by "the customer", "a child" and so on.

    Args:
        audience: As the scope says it; empty where it does not.
    """
    begins = re.split(
        r"\b(?:who|of|in|on|at|with|without|aged|from|that)\b", audience.lower(), maxsplit=1
    )
    parts = re.split(r"\b(?:and|or)\b|,", begins[0])
    found = [_single(words[-1]) for part in parts if (words := re.findall(r"[a-z]+", part))]
    nouns = [word for word in found if word not in _NOBODY and len(word) > 3]
    names = "|".join((*map(re.escape, _ALWAYS), *map(re.escape, nouns)))
    definite = "|".join((names, *_DEFINITE))
    many = "|".join(f"{name}s" for name in ("user", *nouns) if not name.endswith("s"))
    return Listener(
        owner=later(
            rf"\b(?:(?:a|an|that) (?:{names})|the (?:{definite}))'s (?:own )?", re.IGNORECASE
        ),
        who=later(
            rf"\b(?<!(?<!name )of )(?:(?:a|an|that) (?:{names})|the (?:{definite}))\b"
            r"(?!['-]| who\b| whose\b"
            r"| (?:ids?|names?|profiles?|accounts?|data|base|input|prompts?|stories)\b)"
            rf"|\b(?<!(?<!name )of )(?:the )?(?:{many})\b(?= to\b|[,.]|$)",
            re.IGNORECASE,
        ),
        users=later(
            rf"\b(?P<verb>{_SERVES}) (?:the )?(?:people|customers|{many}|every(?:one|body))\b"
            r"(?! (?:who|that|with|without|in|of|from|under|over|aged|like|and|or)\b|['-])",
            re.IGNORECASE,
        ),
        kinds=later(rf"\b(?:{'|'.join(nouns)})s?\b" if nouns else r"(?!)", re.IGNORECASE),
    )


def nobody() -> Listener:
    """Return a listener whom no word of a policy means: every word stays as it is."""
    none = later(r"(?!)")
    return Listener(owner=none, who=none, users=none, kinds=none)


def bare(text: str) -> str:
    """Return a sentence that says what the product does as an order, with every verb bare.

    Args:
        text: E.g. `Never starts, changes or cancels a policy`.
    """
    order = imperative(text.replace(" its own ", " my own "))
    if order == text:
        return text
    order = _LIST.sub(_listed, order)
    return _ALSO.sub(_joined, _JOINED.sub(_joined, order))


def _joined(hit: re.Match[str]) -> str:
    verb, before = hit["verb"], hit.string[: hit.start()]
    own = verb in _KNOWN or verb in OWN
    if not own or below(before, hit.string[hit.start("verb") :], join=hit["join"]):
        return hit[0]
    return f"{hit['join']}{_base(verb)}"


def _listed(hit: re.Match[str]) -> str:
    more = re.sub(r"(?<=, )[\w-]+", lambda word: _base(word[0]), hit["more"])
    return f"{hit['first']}{more}{hit['last']}{_base(hit['verb'])}"


def _base(verb: str) -> str:
    """Return the bare form of a verb in the third person."""
    return imperative(f"{verb.capitalize()} it").partition(" ")[0].lower()


def _agreeing(hit: re.Match[str]) -> str:
    if (hit["before"] or "").strip() in _GIVES:
        return hit[0]
    verb = hit["verb"]
    return f"{hit['before'] or ''}you {hit['adverb'] or ''}{_BE.get(verb) or _base(verb)}"


def _as_me(hit: re.Match[str]) -> str:
    """Return what a product says of itself with every verb of it: `has a body or lives`."""
    more = re.sub(
        r"(, |,? (?:and|or) )([a-z]+s)\b(?= (?:an?|the|in|on|at|somewhere|no)\b|$)",
        lambda verb: f"{verb[1]}{_BE.get(verb[2]) or _base(verb[2])}",
        hit["more"],
    )
    return f"{hit[1] or hit[2]} I am{more}"


def _as_i(hit: re.Match[str]) -> str:
    verb = "have" if hit[2] == "has" else hit[2].removesuffix("s")
    return f"{hit[1]} I {verb}"


def _single(word: str) -> str:
    if word in _PLURALS:
        return _PLURALS[word]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
