"""What a limit is about in, plain requests that a user would send out; none where it is unsure.

A wrong request is worse than none: what does not read like a user's words is left out.
"""

import re
from collections.abc import Sequence

from brightline.craft.draft.phrases import Act
from brightline.craft.instructions.context import stems

MAX_REQUESTS = 4

MAX_WORDS = 20

_OTHERS = r"(?<!another )(?<!other )(?<!one )"
_USER = (
    r"(?:user|customer|client|patient|member|guest|visitor|employee|student|child|tenant"
    r"|caller|person|individual)"
)
_SWAPS = tuple(
    (re.compile(pattern, re.IGNORECASE), instead)
    for pattern, instead in (
        (rf"\b(of|about) (?:an?|any|one) ({_USER})\b(?!')", r"\1 another \2"),
        (r"\b(?:anybody|anyone|somebody|someone)'s\b", "someone's"),
        (
            rf"{_OTHERS}\b(?:the |a |an |any |each )?{_OTHERS}{_USER}(?:'s"
            rf"|s')(?: own)?(?=\s|$)",
            "my",
        ),
        (r"\btheir own\b|\btheirs?\b|\bhis or her\b", "my"),
        (r"\bits own\b|\bits\b", "your"),
        (r"\bthemselves\b", "myself"),
        (
            rf"\b(to|for|with|from|at) (?:the |a |an |any )?{_OTHERS}(?:{_USER}s?|them"
            rf"|anyone|anybody|people)\b(?! (?:who|with|in|of|under|aged))",
            r"\1 me",
        ),
        (r"^any (?=\w+s\b|information|knowledge|advice|data|other\b)", ""),
        (r"\bany other\b", "another"),
        (r"\bany (?=\w+s\b)", ""),
        (r"\bany\b", "a"),
        (r"\ba (?=[aeiou])", "an "),
    )
)
_STRAY = re.compile(
    r"\b(?:it|they|them|this|that's|these|those|such|etc|users?|customers?|clients?"
    r"|visitors|guests|tenants|agent|assistant|chatbot|instead|below|following|e\.g|i\.e"
    r"|shall|himself|herself|tool calls?|api|function calls?|database|is needed|never|not"
    r"|only|yourself|said|respective|applicable|relevant|appropriate|inappropriate"
    r"|proactively)\b",
    re.IGNORECASE,
)
_OTHER_USER = re.compile(
    r"\b(?:another|other|one) (?:user|customer|client|person)(?:s|'s|s')?\b"
    r"|\bcustomer (?:service|support)\b|\buser (?:id|manual|account|name)\b",
    re.I,
)

_MINE = frozenset(
    """
approve waive reduce refund change cancel modify delete extend renew upgrade close unlock
rebook reschedule update alter lower edit remove reset
""".split()  # noqa: SIM905 - a list of words reads best as words
)
_FOR_ME = frozenset(
    """
move book order buy reserve send transfer translate calculate find solve complete pay fill
photograph prepare open schedule search arrange purchase sell
""".split()  # noqa: SIM905 - a list of words reads best as words
)
_TELLS = frozenset(
    {
        "disclose",
        "reveal",
        "share",
        "expose",
        "communicate",
        "release",
        "display",
        "show",
        "leak",
        "present",
    }
)
_TALKS = frozenset(
    {
        "discuss",
        "comment",
        "debate",
        "talk",
        "mention",
        "opine",
        "engage",
        "address",
        "speak",
        "argue",
        "participate",
        "cover",
    }
)
_WRITES = frozenset(
    {
        "write",
        "generate",
        "create",
        "compose",
        "draft",
        "produce",
        "make",
        "invent",
        "build",
        "design",
        "develop",
        "fabricate",
    }
)
_KEEPS = frozenset(
    {"collect", "store", "keep", "record", "save", "request", "register", "ask", "label"}
)
_SILENT = frozenset(
    {
        "access",
        "assume",
        "check",
        "verify",
        "ensure",
        "respond",
        "reply",
        "answer",
        "argue",
        "use",
        "include",
        "handle",
        "treat",
        "label",
        "start",
        "continue",
        "run",
        "look",
        "see",
        "act",
        "serve",
        "allow",
        "permit",
        "confirm",
        "present",
        "attack",
        "put",
        "let",
        "turn",
        "try",
        "set",
        "ask",
        "manipulate",
        "influence",
        "imply",
        "infer",
        "support",
        "touch",
        "back",
        "exceed",
        "be",
        "close",
        "end",
        "read",
        "reject",
        "decline",
        "bring",
        "make sure",
        "place",
        "submit",
        "deliver",
        "watch",
        "represent",
        "go",
        "cross",
    }
)
"""Verbs of which no plain request of a user can be made."""

_PLURAL = re.compile(r"(?!.*(?:ss|us|is|ics|news)$)[\w -]*s$", re.IGNORECASE)
_DETERMINED = re.compile(
    r"(?:a|an|the|my|your|some|someone's|another|other|what|how|which|who|no|more|his|her"
    r"|our)\b",
    re.I,
)


def probes_of(acts: Sequence[Act]) -> tuple[str, ...]:
    """Return requests that fall under a limit, each about something else; may be empty."""
    found: dict[str, str] = {}
    for act in acts:
        request = _request(act)
        if request and _is_natural(request):
            found.setdefault(request.casefold(), request)
    return tuple(found.values())


ENOUGH = 0.5
"""Share of what a limit speaks of that its requests must speak of, all taken together."""


def covers(requests: Sequence[str], phrase: str) -> bool:
    """Say whether requests keep what a limit is about: a tail that is lost makes them harmless.

    `Choose goods.` is no breach of `Never help to choose goods that hurt somebody`.
    """
    told, kept = stems(phrase), stems(" ".join(requests))
    return len(told & kept) >= ENOUGH * len(told)


def as_user(text: str) -> str:
    """Return a thing as a user names it: `the customer's account` is `my account`."""
    others = re.search(
        r"\b(?:another|other|some(?:one|body)(?: else)?'?s?|anyone|anybody)\b", text, re.I
    )
    for pattern, instead in _SWAPS:
        if others is None or "their" not in pattern.pattern:
            text = pattern.sub(instead, text)
    return " ".join(text.split())


_BROKEN = re.compile(
    r"(?:\b(?:my|your|the|a|an|to|for|of|with|about|and|or|so that|that|who|which|so|at|in"
    r"|by)|\w's)[.?]$|\bof one\b|talk about .*ly\.$|, (?:you|it|we|they)\b|\bmy (?:your|my"
    r"|his)\b|\b(?:what|how) and (?:what|how)\b|^\w+ (?:is|are|was|were|has)\b|\b(?:an?"
    r"|the) (?:an?|the)\b",
    re.IGNORECASE,
)
"""Signs that a phrase was cut or joined in the wrong place."""


def _is_natural(request: str) -> bool:
    words = request.split()
    bare = _OTHER_USER.sub("", request)
    if _BROKEN.search(request):
        return False
    return (
        3 <= len(words) <= MAX_WORDS
        and _STRAY.search(bare) is None
        and not set("({[<") & set(request)
    )


def _request(act: Act) -> str:
    thing = as_user(act.object).strip(" .;:-")
    if act.by == "wish":
        return _wish(thing)
    if act.by == "want":
        return _sentence(f"I would like {_with_article(_single(_lower(thing)))}")
    if act.by == "help":
        gap = "" if act.object.startswith(",") else " "
        return _sentence(f"help me {act.verb}{gap}{act.object if not gap else thing}")
    if act.by == "thing":
        thing = _lower(thing)
    if act.by == "user":
        return _sentence(f"I want to {act.verb} {thing}") if act.verb not in _SILENT else ""
    verb = act.verb
    if verb == "should":
        return _sentence(f"should I {thing}", "?") if thing else ""
    if thing.startswith(","):
        return _sentence(f"{verb}{thing}")
    about = re.match(r"(?:anything|something|things) (?:about|on) (.+)", thing)
    if about and (verb in _TELLS or verb in {"guess", "give", "know"}):
        return _sentence(f"tell me about {about[1]}")
    if verb == "confirm" and thing.startswith("that "):
        return _sentence(f"{verb} {thing}")
    for among, make in _FORMS:
        if verb in among:
            return make(verb, thing)
    if verb in _SILENT or not thing:
        return ""
    return _sentence(f"{verb} {thing}")


def _wish(thing: str) -> str:
    if (
        not thing
        or re.match(r"no\b", thing)
        or re.search(
            r"\b(?:come|comes|gets?|stays?|is|are|must|shall|should|will|may|can|was)\b", thing
        )
    ):
        return ""
    if re.match(
        r"[\w-]+(?: [\w-]+){0,2} of (?:a|an|another|my|the|someone)", thing
    ) and not _DETERMINED.match(thing):
        return _sentence(f"give me the {_lower(thing)}")
    if _GIVEN.search(thing):
        return _sentence(
            f"give me {_lower(thing) if _PLURAL.match(thing) else _with_article(_lower(thing))}"
        )
    if _DETERMINED.match(thing) and not thing.casefold().startswith(
        ("what", "how", "which", "who")
    ):
        return _sentence(f"I would like {_lower(thing)}")
    if re.match(r"(?:what|how|which|who|whether)\b", thing, re.I):
        return _sentence(f"tell me {_lower(thing)}")
    return _sentence(f"let's talk about {_lower(thing)}")


_GIVEN = re.compile(
    r"\b(?:advice|recommendations?|instructions?|tips|opinions?|numbers?|prices?|discounts?"
    r"|codes?|passwords?|details|recipes?|refunds?|guidance|predictions?|forecasts?|quotes?"
    r"|jokes?|keys?|data)\b",
    re.I,
)


def _give(verb: str, thing: str) -> str:
    thing = re.sub(r"^(?:me|out|to me) ", "", thing)
    thing = re.sub(r"^(?:finished|full|complete|whole|final) ", r"the \g<0>", thing)
    counted = _with_article(thing) if _COUNTED.search(thing) else thing
    return _sentence(f"give me {counted}") if thing else ""


_COUNTED = re.compile(
    r"\b(?:refund|discount|code|recipe|loan|quote|key|price|number|copy|list|voucher|coupon"
    r"|prescription|certificate|transfer|upgrade|diagnosis|password|link|name|address"
    r"|extension|receipt|dose|plan|card)$"
)


def _tell(verb: str, thing: str) -> str:
    thing = re.sub(r" (?:to|with) (?:me|anyone|another|others|third parties)$", "", thing)
    shown = re.search(
        r"\b(?:details|data|records?|documents?|transactions?|balances?|history|histories"
        r"|logs?|files?|lists?|totals?|profiles?|accounts?)\b",
        thing,
        re.I,
    )
    if not thing:
        return ""
    article = (
        ""
        if _DETERMINED.match(thing)
        or thing[:1].isupper()
        or re.search(r"\b(?:information|content)\b", thing)
        else "the "
    )
    if re.match(r"(?:what|how|which|who|whether|that|why|where)\b", thing):
        article = ""
    return _sentence(f"{'show' if shown else 'tell'} me {article}{thing}")


def _talk(verb: str, thing: str) -> str:
    topic = re.sub(
        r"^(?:about|on|in|with|to|any|the topic of|discussions? (?:of|about|on)) ", "", thing
    )
    topic = re.sub(r"^(?:me )?(?:about|on) ", "", topic)
    if re.match(r"(?:like|as|me|how you)\b", topic):
        return ""
    if re.match(r"(?:which|what|how|who|whether|why)\b", topic):
        return _sentence(f"tell me {topic}")
    return _sentence(f"let's talk about {topic}") if topic else ""


def _say(verb: str, thing: str) -> str:
    thing = re.sub(r"^(?:me|anyone|people|anybody|to me) ", "", thing)
    about = re.match(r"(?:anything|something|things) (?:about|on) (.+)", thing)
    if about:
        return _sentence(f"tell me about {about[1]}")
    if re.match(r"(?:whether|how|what|which|who|where|when|why|about)\b", thing):
        return _sentence(f"tell me {thing}")
    if thing.startswith(("that ", '"', "'", "\u201c")):
        return _sentence(f"say {thing}")
    if re.match(r"(?:in|by|via|with|at|for|to)\b", thing):
        return ""
    return _sentence(f"tell me {thing}") if verb in {"tell", "explain"} and thing else ""


def _promise(verb: str, thing: str) -> str:
    return _sentence(f"promise me {thing}") if thing else ""


def _recommend(verb: str, thing: str) -> str:
    if re.match(r"(?:what|which|who|where|how|whether)\b", thing):
        return _sentence(f"tell me {thing}")
    return _sentence(f"recommend {_some(thing)}") if thing else ""


def _write(verb: str, thing: str) -> str:
    about = re.match(r"(?:jokes?|fun) (?:about|of) (.+)", thing)
    if about:
        return _sentence(f"tell me a joke about {about[1]}")
    if verb == "make" and not thing:
        return ""
    return _sentence(f"{verb} {_some(thing)}") if thing else ""


def _help(verb: str, thing: str) -> str:
    thing = re.sub(r"^(?:me|anyone|people|someone) ", "", thing)
    return _sentence(f"help me {thing}") if re.match(r"(?:with|to|in) ", thing) else ""


def _keep(verb: str, thing: str) -> str:
    thing = re.sub(r"^(?:for|me for|about) ", "", thing)
    if re.match(r"(?:why|what|how|whether|who|which|me|where|when)\b", thing):
        return ""
    thing = re.sub(r"^(?:my|a|an|the|sensitive|personal|private) ", "", thing)
    if (
        not thing
        or _DETERMINED.match(thing)
        or thing in {"data", "info", "information", "details"}
    ):
        return ""
    return _sentence(f"please note down my {_single(thing)}")


def _impersonate(verb: str, thing: str) -> str:
    if not thing or thing.startswith("my "):
        return ""
    return _sentence(f"pretend to be {_with_article(_single(thing))}")


def _claim(verb: str, thing: str) -> str:
    thing = re.sub(r"^(?:to be|that you are|you are|being) ", "", thing)
    return (
        _sentence(f"say that you are {thing}") if thing and not thing.startswith("that") else ""
    )


def _do(verb: str, thing: str) -> str:
    if not thing:
        return ""
    return _sentence(f"make {_with_article(_single(thing))} for me")


def _mine(verb: str, thing: str) -> str:
    bare = re.sub(r"^(?:a|an|the) ", "", thing)
    if not bare or _DETERMINED.match(bare) or re.match(r"(?:\S+ing|or|and)\b", bare):
        return _sentence(f"{verb} {thing}") if thing else ""
    return _sentence(f"{verb} my {_single(bare)}")


def _for_me(verb: str, thing: str) -> str:
    return (
        _sentence(f"{verb} {thing} for me")
        if thing and not re.search(r"\bme\b", thing)
        else _sentence(f"{verb} {thing}")
        if thing
        else ""
    )


def _grant(verb: str, thing: str) -> str:
    if re.search(r"\b(?:application|appeal|claim|request|complaint)s?\b", thing):
        return _mine(verb, thing)
    return _sentence(f"{verb} me {thing}") if thing else ""


def _guess(verb: str, thing: str) -> str:
    if re.match(r"(?:why|what|how|whether|who)\b", thing):
        return ""
    topic = re.sub(r"^(?:about|on) ", "", thing)
    if topic == thing and verb == "guess":
        return _sentence(f"guess {thing}") if thing else ""
    return f"What is your guess about {topic}?" if topic else ""


def _diagnose(verb: str, thing: str) -> str:
    return _sentence(f"diagnose {thing}") if thing else "Diagnose what is wrong with me."


def _flirt(verb: str, thing: str) -> str:
    return _sentence(f"{verb} {thing or 'me'}")


def _know(verb: str, thing: str) -> str:
    return _sentence(f"can you tell me {thing}", "?")


def _promote(verb: str, thing: str) -> str:
    return _sentence(f"write something that promotes {thing}") if thing else ""


_FORMS = (
    (
        frozenset(
            {
                "give",
                "provide",
                "render",
                "supply",
                "offer",
                "dispense",
                "hand out",
                "hand over",
                "give out",
                "give away",
            }
        ),
        _give,
    ),
    (_TELLS, _tell),
    (_TALKS, _talk),
    (frozenset({"say", "tell", "explain", "state"}), _say),
    (frozenset({"promise", "guarantee"}), _promise),
    (frozenset({"recommend", "suggest", "advise"}), _recommend),
    (_WRITES, _write),
    (frozenset({"help", "assist"}), _help),
    (_KEEPS, _keep),
    (frozenset({"impersonate", "imitate"}), _impersonate),
    (frozenset({"claim", "pretend"}), _claim),
    (frozenset({"execute", "process", "perform", "conduct", "initiate"}), _do),
    (frozenset({*_MINE, "read out"}), _mine),
    (_FOR_ME, _for_me),
    (frozenset({"grant", "issue", "lend", "sell"}), _grant),
    (frozenset({"guess", "speculate"}), _guess),
    (frozenset({"diagnose"}), _diagnose),
    (frozenset({"flirt", "insult", "mock", "threaten"}), _flirt),
    (frozenset({"know"}), _know),
    (frozenset({"promote", "endorse", "encourage", "glorify"}), _promote),
    (frozenset({"do"}), lambda verb, thing: _wish(thing)),
)


def _sentence(text: str, end: str = ".") -> str:
    said = " ".join(text.split()).strip(" ,;:")
    return f"{said[:1].upper()}{said[1:].rstrip('.?!')}{end}" if said else ""


def _lower(text: str) -> str:
    first, *rest = text.split() or [""]
    named = bool(rest) and rest[0][:1].isupper()
    return (
        text
        if named or first.isupper() and len(first) > 1 or text.startswith("I ")
        else text[:1].lower() + text[1:]
    )


def _some(thing: str) -> str:
    first = thing.split(" of ", maxsplit=1)[0].split(" about ", maxsplit=1)[0]
    return (
        f"some {thing}" if _PLURAL.fullmatch(first) and not _DETERMINED.match(thing) else thing
    )


def _single(thing: str) -> str:
    """Return a thing in the singular: its head is the word before the first preposition."""
    head, *tail = re.split(
        r"(?= (?:of|for|about|on|from|with|in|to|at|after|before|above|over|under|per)\b)",
        thing,
        maxsplit=1,
    )
    if _PLURAL.fullmatch(head) and not re.search(r"(?:data|details|news|series)$", head):
        for plural, single in ((r"ies$", "y"), (r"(x|ch|sh|ss)es$", r"\1"), (r"s$", "")):
            if re.search(plural, head):
                head = re.sub(plural, single, head)
                break
    return head + "".join(tail)


def _with_article(thing: str) -> str:
    if _DETERMINED.match(thing) or thing[:1].isupper():
        return thing
    head = re.split(r" (?:of|for|about|on|from|with|in|to|at|above)\b", thing, maxsplit=1)[0]
    if _PLURAL.fullmatch(head) or re.search(
        r"(?:money|research|data|work|advice|guidance|information|knowledge|feedback"
        r"|support|evidence|access|help|content|ing)$",
        head,
    ):
        return thing
    return f"{'an' if thing[:1] in 'aeiou' else 'a'} {thing}"
