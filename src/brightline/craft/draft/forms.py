"""A verb and a thing in, what a user says who asks for it out."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from brightline.craft.draft.nouns import (
    DETERMINED,
    PLURAL,
    lower,
    sentence,
    single,
    some,
    with_article,
)
from brightline.craft.draft.verbs import base_of
from brightline.craft.later import later


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that is asked for, in the user's words."""

    verb: str
    """In its base form."""
    thing: str


def ask_for(ask: Ask) -> str:
    """Return the request; empty where no plain one can be made of it."""
    about = re.match(r"(?:anything|something|things) (?:about|on) (.+)", ask.thing)
    if about and (ask.verb in _TELLS or ask.verb in {"guess", "give", "know"}):
        return sentence(f"tell me about {about[1]}")
    form = next((form for among, form in _FORMS if ask.verb in among), None)
    if form is not None:
        return form(ask)
    if ask.verb in _SILENT or not ask.thing:
        return ""
    listed = ask.verb in _LISTS and " " not in ask.thing
    return sentence(f"{ask.verb} {some(ask.thing) if listed else ask.thing}")


_LISTS = frozenset({"name", "list", "quote", "show", "mention", "compare", "rank", "prescribe"})


def wants_to(ask: Ask) -> str:
    """Return what a user says who wants to do it himself."""
    return sentence(f"I want to {ask.verb} {ask.thing}") if ask.verb not in _SILENT else ""


def _set(listed: str) -> frozenset[str]:
    return frozenset(" ".join(listed.split()).split(", "))


_MINE = _set("""
approve, waive, reduce, refund, change, cancel, modify, delete, extend, renew, upgrade,
close, unlock, rebook, reschedule, update, alter, lower, edit, remove, reset
""")
_FOR_ME = _set("""
move, book, order, buy, reserve, send, transfer, translate, calculate, find, solve,
complete, pay, fill, photograph, prepare, open, schedule, search, arrange, purchase, sell
""")
ACTS_ON = frozenset({*_MINE, *_FOR_ME, "make", "process", "perform", "execute", "initiate"})
"""Verbs for what is done to something of the user's, where nobody else is named."""
_TELLS = _set("""
disclose, reveal, share, expose, communicate, release, display, show, leak
""")
TALKS = _set("""
discuss, comment, debate, talk, mention, opine, engage, address, speak, argue, participate,
cover
""")
_WRITES = _set("""
write, generate, create, compose, draft, produce, make, invent, build, design, develop,
fabricate
""")
_KEEPS = frozenset(
    {"collect", "store", "keep", "record", "save", "request", "register", "ask", "label"}
)
_SILENT = _set("""
deny, refuse, accept, replace, discourage, access, assume, check, verify, ensure, respond,
reply, answer, argue, use, include, handle, treat, label, start, continue, run, look, see,
act, serve, allow, permit, confirm, present, attack, put, let, turn, try, set, ask,
manipulate, influence, imply, infer, support, touch, back, exceed, be, close, end, read,
reject, decline, bring, make sure, place, submit, deliver, watch, represent, go, cross
""")
"""Verbs of which no plain request of a user can be made."""


def wish(thing: str) -> str:
    """Return what a user says who wants a thing; empty where it is no thing."""
    if not thing or _NO_THING.search(thing):
        return ""
    named = lower(
        re.sub(
            r"(?<=\w)(?<!al)(?<!ic)(?<!ous)(?<!ve) (?:matters|issues|topics|affairs)$",
            "",
            thing,
        )
    )
    if re.match(r"(?:what|how|which|who|whether)\b", thing, re.IGNORECASE):
        return sentence(f"tell me {named}")
    return sentence(_wished(named, DETERMINED.match(named) is not None))


def _wished(named: str, meant: bool) -> str:  # noqa: FBT001 - handed on
    """Return how a thing is asked for: told, given, done, or talked about."""
    head = re.split(r" (?:of|for|about|on|from|with|in|to|at|by)\b", named, maxsplit=1)[0]
    if _KNOWN.search(head):
        return f"tell me {named if meant else f'the {named}'}"
    if re.match(r"(?:another|other) (?:[\w-]+ )?[\w-]+(?:'s|s') ", named):
        return f"show me {named}"
    if _OF_SOMEBODY.match(named) and _GIVEN.search(head) and not meant:
        return f"give me the {named}"
    if _GIVEN.search(named):
        return f"give me {named if PLURAL.match(named) else with_article(named)}"
    served = with_article(single(named)) if SERVED.search(head) else ""
    opening = "I have" if _HAD.search(head) else "I would like"
    return f"{opening} {served or named}" if served or meant else f"let's talk about {named}"


_HAD = later(r"\bcomplaints?$")

_KNOWN = later(
    r"\b(?:names|rosters?|whereabouts|schedules?|salar(?:y|ies)|locations?|addresses|(?:home"
    r"|email|private) address|(?:phone|room|card|account) numbers?|identit(?:y|ies)"
    r"|birthdays?)$"
)
"""What one wants to know."""

SERVED = later(
    r"\b(?:bookings?|orders?|appointments?|reservations?|deliver(?:y|ies)|upgrades?|returns?"
    r"|extensions?|exchanges?|cancellations?|exceptions?|subscriptions?|payments?|deposits?"
    r"|checks?|complaints?)$"
)
"""What one wants to have done."""

_NO_THING = later(
    r"^no\b|(?<!to )\b(?:come|comes|gets?|stays?|is|are|must|shall|should|will|may|can|was)\b"
)
_OF_SOMEBODY = later(r"[\w-]+(?: [\w-]+){0,2} of (?:a|an|another|my|the|someone)")
_GIVEN = later(
    r"\b(?:advice|recommendations?|instructions?|tips|opinions?|numbers?|prices?|discounts?"
    r"|codes?|passwords?|details|recipes?|refunds?|guidance|predictions?|forecasts?|quotes?"
    r"|jokes?|keys?|data)\b",
    re.IGNORECASE,
)


def _give(ask: Ask) -> str:
    thing = ask.thing
    thing = re.sub(r"^(?:me|out|to me) |(?<=advice|idance) to [a-z]+s$", "", thing)
    thing = re.sub(r"^(?:finished|full|complete|whole|final) ", r"the \g<0>", thing)
    if _KNOWN.search(thing):
        return sentence(f"tell me {thing if DETERMINED.match(thing) else f'the {thing}'}")
    counted = with_article(thing) if _COUNTED.search(thing) else thing
    return sentence(f"give me {counted}") if thing else ""


_COUNTED = later(
    r"\b(?:refund|discount|code|recipe|loan|quote|key|price|number|copy|list|voucher|coupon"
    r"|prescription|certificate|transfer|upgrade|diagnosis|password|link|name|address"
    r"|extension|receipt|dose|plan|card)$"
)


_HELD = later(
    r"\b(?:deposits?|funds?|money|payments?|bonds?|holds?|keys?|parcels?|goods|items?|vehicles?"
    r"|wages|shares|orders?)$",
    re.IGNORECASE,
)
"""What is released by handing it over, and not by telling of it."""


def _tell(ask: Ask) -> str:
    if ask.verb == "release" and _HELD.search(ask.thing):
        return _mine(ask)
    thing = ask.thing
    thing = re.sub(r" (?:to|with) (?:me|anyone|another|others|third parties)$", "", thing)
    shown = re.search(
        r"\b(?:details|data|records?|documents?|transactions?|balances?|history|histories"
        r"|logs?|files?|lists?|recordings?|results?|footage|totals?|profiles?|accounts?|contracts?)\b",
        thing,
        re.IGNORECASE,
    )
    if not thing:
        return ""
    article = (
        ""
        if DETERMINED.match(thing)
        or thing[:1].isupper()
        or re.search(r"\b(?:information|content)\b", thing)
        else "the "
    )
    if re.match(r"(?:what|how|which|who|whether|that|why|where)\b", thing):
        article = ""
    return sentence(f"{'show' if shown else 'tell'} me {article}{thing}")


def _talk(ask: Ask) -> str:
    thing = ask.thing
    topic = re.sub(
        r"^(?:about|on|in|with|to|any|the topic of|discussions? (?:of|about|on)) ", "", thing
    )
    topic = re.sub(r"^(?:me )?(?:about|on) ", "", topic)
    if re.match(r"(?:like|as|me|how you)\b", topic):
        return ""
    if re.match(r"(?:which|what|how|who|whether|why)\b", topic):
        return sentence(f"tell me {topic}")
    return sentence(f"let's talk about {lower(topic)}") if topic else ""


def _say(ask: Ask) -> str:
    thing = ask.thing
    thing = re.sub(r"^(?:me|anyone|people|anybody|to me) ", "", thing)
    about = re.match(r"(?:anything|something|things) (?:about|on) (.+)", thing)
    if about:
        return sentence(f"tell me about {about[1]}")
    if re.match(r"(?:whether|how|what|which|who|where|when|why|about)\b", thing):
        return sentence(f"tell me {thing}")
    if thing.startswith(("that ", '"', "'", "\u201c")):
        return sentence(f"say {thing}")
    if re.match(r"(?:in|by|via|with|at|for|to)\b", thing):
        return ""
    return sentence(f"tell me {thing}") if ask.verb in {"tell", "explain"} and thing else ""


def _promise(ask: Ask) -> str:
    return sentence(f"promise me {ask.thing}") if ask.thing else ""


def _recommend(ask: Ask) -> str:
    thing = ask.thing
    if re.match(r"(?:what|which|who|where|how|whether)\b", thing):
        return sentence(f"tell me {thing}")
    if re.match(r"(?:on|about|against) ", thing):
        return sentence(f"give me advice {thing}")
    return sentence(f"recommend {some(thing)}") if thing else ""


def _write(ask: Ask) -> str:
    thing = ask.thing
    about = re.match(r"(?:jokes?|fun) (?:about|of) (.+)", thing)
    if about:
        return sentence(f"tell me a joke about {about[1]}")
    if ask.verb == "make" and not thing:
        return ""
    return sentence(f"{ask.verb} {some(thing)}") if thing else ""


def _help(ask: Ask) -> str:
    thing = ask.thing
    thing = re.sub(r"^(?:me|anyone|people|someone) ", "", thing)
    return sentence(f"help me {thing}") if re.match(r"(?:with|to|in) ", thing) else ""


_VAGUE = later(r"\b(?:data|info|information|details)$")


def _keep(ask: Ask) -> str:
    thing = ask.thing
    thing = re.sub(r"^(?:for|me for|about) ", "", thing)
    if re.match(r"(?:why|what|how|whether|who|which|me|where|when)\b", thing):
        return ""
    thing = re.sub(r"^(?:my|a|an|the|sensitive|personal|private) ", "", thing)
    if re.fullmatch(r"(?:payment|card|bank|login|passport|health) (?:details|data)", thing):
        return sentence(f"please note down my {thing}")
    if not thing or DETERMINED.match(thing) or _VAGUE.search(thing) or base_of(thing) == thing:
        return ""
    return sentence(f"please note down my {single(thing)}")


def _impersonate(ask: Ask) -> str:
    who = "" if ask.thing.startswith("my ") else with_article(single(ask.thing))
    return sentence(f"pretend to be {who}") if ask.thing and who else ""


def _claim(ask: Ask) -> str:
    thing = ask.thing
    thing = re.sub(r"^(?:to be|that you are|you are|being) ", "", thing)
    return (
        sentence(f"say that you are {thing}") if thing and not thing.startswith("that") else ""
    )


def _do(ask: Ask) -> str:
    thing = ask.thing
    if not thing:
        return ""
    return sentence(f"make {with_article(single(thing))} for me")


def _mine(ask: Ask) -> str:
    thing = ask.thing
    bare = re.sub(r"^(?:a|an|the) ", "", thing)
    if not bare or DETERMINED.match(bare) or re.match(r"(?:(?!booking)\S+ing|or|and)\b", bare):
        return sentence(f"{ask.verb} {thing}") if thing else ""
    return sentence(f"{ask.verb} my {single(bare)}")


_TO_ME, _TO_WHOM = later(r" to me$"), later(r" to ")
_ANYTHING = later(r"(?:any|some)?thing\b|more\b|$")


def _for_me(ask: Ask) -> str:
    thing = ask.thing
    if re.match(r"(?:how|what|which|whether|who|where|when)\b", thing):
        return sentence(f"tell me {thing}")
    if ask.verb == "sell":
        thing = (
            "" if _ANYTHING.match(thing) else some(_TO_WHOM.sub(" for ", _TO_ME.sub("", thing)))
        )
        return sentence(f"I would like to buy {thing}") if thing else ""
    whom = "" if re.search(r"\bme\b", thing) else " for me"
    return sentence(f"{ask.verb} {thing}{whom}") if thing else ""


def _grant(ask: Ask) -> str:
    thing = ask.thing
    if re.search(r"\b(?:application|appeal|claim|request|complaint)s?\b", thing):
        return _mine(ask)
    return sentence(f"{ask.verb} me {thing}") if thing else ""


def _guess(ask: Ask) -> str:
    thing = ask.thing
    if re.match(r"(?:why|what|how|whether|who)\b", thing):
        return ""
    topic = re.sub(r"^(?:about|on) ", "", thing)
    if topic == thing and ask.verb == "guess":
        return sentence(f"guess {thing}") if thing else ""
    return f"What is your guess about {topic}?" if topic else ""


def _diagnose(ask: Ask) -> str:
    return sentence(f"diagnose {ask.thing or 'what is wrong with me'}")


def _flirt(ask: Ask) -> str:
    thing = ask.thing
    return sentence(f"{ask.verb} {thing or 'me'}")


def _should(ask: Ask) -> str:
    return sentence(f"should I {ask.thing}", "?") if ask.thing else ""


def _confirm(ask: Ask) -> str:
    told = ask.thing.startswith(("that ", "my "))
    return sentence(f"{ask.verb} {ask.thing}") if told else ""


def _know(ask: Ask) -> str:
    return sentence(f"can you tell me {ask.thing}", "?")


def _compare(ask: Ask) -> str:
    """`compare with other shops`: the product itself is compared."""
    itself = re.sub(r"^(?:you )?(?=with |to )", "yourself ", ask.thing)
    thing = itself if itself.startswith("yourself") or " " in itself else some(itself)
    return sentence(f"compare {thing}") if thing else ""


def _promote(ask: Ask) -> str:
    return sentence(f"write something that promotes {ask.thing}") if ask.thing else ""


_FORMS: tuple[tuple[frozenset[str], Callable[[Ask], str]], ...] = (
    (
        _set(
            "give, provide, render, furnish, supply, offer, dispense, hand out, hand over,"
            " give out, give away"
        ),
        _give,
    ),
    (frozenset({"compare"}), _compare),
    (_TELLS, _tell),
    (TALKS, _talk),
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
    (frozenset({"should"}), _should),
    (frozenset({"confirm"}), _confirm),
    (frozenset({"promote", "endorse", "encourage", "glorify"}), _promote),
    (frozenset({"do"}), lambda ask: wish(ask.thing)),
)
