"""A limit of a system prompt in, what it is about out: what is done, to what, and by whom."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from brightline.craft.draft.phrases import (
    CUT,
    MAX_THING,
    Act,
    split_list,
    things_in,
    tidy,
    verbs_in,
)
from brightline.craft.draft.verbs import base_of
from brightline.craft.instructions import Verdict, is_english, read_row, take_apart, words
from brightline.records import Instruction, Stance

LONGEST = 24
"""Words of an act; longer ones are no plain request."""


MAX_LABEL = 5
"""Words of a title that can stand for `it`."""

_ADVERBS = (
    r"(?:(?:ever|also|even|try to|attempt to|directly|proactively|knowingly|simply|just"
    r"|actually|publicly|explicitly|openly|under any circumstances?|in any way|be asked to"
    r"|either|again|agree to|offer to|directly or indirectly|yourself|in any case) )*"
)
_MODAL = r"(?:must|shall|should|may|can|could|will|would|do|does|did|are|is|am|need to|has to)"
_ORDERED = re.compile(
    r"(?:^|.*?\b)(?:"
    rf"(?:{_MODAL} )(?:also |still |absolutely |strictly )?(?:not|never)"
    r"|cannot|can ?not|can't|cant|don'?t|dont|doesn'?t|won'?t|mustn't|shouldn't|couldn't"
    r"|aren't|never|inappropriate (?:for [\w ]{1,30}? )?to|ought not to|refrain from|abstain from|stop short of|steer clear of|stay away from"
    r"|avoid|refuse(?:s|d)? to|decline(?:s|d)? to|refuse|decline|reject|deny|unable to"
    r"|careful not to|not to|no|without|neither|rather than|instead of|nor shall it"
    r"|nor should you|and not|but not|forbidden to|prohibited from|(?:is|are"
    r"|be) not (?:allowed|permitted|authori[sz]ed|able|supposed|here|eligible) to"
    r"|not)\s+(?:be (?:allowed|permitted|able) to )?" + _ADVERBS + r"(?P<act>.+)",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    rf"(?P<what>.{{3,90}}?) (?:{_MODAL}) ?(?:n't |not |never )(?:also |ever "
    rf"|to )?(?:be )?(?:\w+ly )?"
    r"(?P<done>\w+(?:ed|en|wn|nt|ld|ade|one|aid|ept|ut|ad)|(?:re)?set|(?:re)?built|met|left"
    r"|(?:b|s|th)ought|found|split|let)\b(?P<rest>.*)",
    re.IGNORECASE,
)
_CANNOT_BE = re.compile(
    r"(?P<what>.{3,90}?) (?:cannot|can't"
    r"|can ?not) (?:ever )?be (?:\w+ly )?(?P<done>\w+)\b(?P<rest>.*)",
    re.IGNORECASE,
)
_SHUT = re.compile(
    r"(?P<what>.{3,120}?) (?:is|are|remains?|stays?) (?:all )?(?:strictly "
    r"|always )?(?:forbidden|prohibited|banned|off[- ]limits|off the table|out of (?:scope"
    r"|bounds)|taboo|not (?:allowed|permitted|possible|available|covered|discussed|accepted"
    r"|offered|given|for you|your \w+|our \w+|something (?:you|we) do)|none of your business"
    r"|no-go|to be (?:\w+ly )?(?:avoided|declined|refused|rejected|turned (?:down|away)"
    r"|left alone))\b"
    r"|(?P<topic>.{3,120}?) (?:must|should|shall|will|gets?|is|are) (?:to )?(?:be )?(?:\w+ly )?"
    r"(?:declined|refused|rejected|turned (?:down|away))\b",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"(?:(?P<what>.{3,120}?) (?:is|are|remains?|stays?|(?:is|are) kept|must (?:be kept|stay"
    r"|remain)|should (?:be kept|stay|remain)) (?:all )?(?:strictly |always )?(?:confidential"
    r"|private|secret|hidden|between us|to (?:you|our)rsel(?:f|ves)|internal|under wraps)\b"
    r"|(?:always )?keep (?P<thing>.{3,90}?) (?:strictly )?(?:confidential|private|secret"
    r"|hidden|to yourself|under wraps)\b)",
    re.IGNORECASE,
)
_REQUESTS = re.compile(
    r"(?:.*?\b)?(?:requests?|questions?|quer(?:y|ies)|attempts?|demands?|enquiries"
    r"|inquiries|asking|worries|concerns|complaints|discussions?)"
    r" (?P<join>to|for|about|on|regarding|concerning|that (?:ask|involve"
    r"|concern)\w*) (?P<what>.+?)(?= (?:must|should|are|is|will|shall|may|can)\b|[,.;]|$)",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?:.*?\b)(?:asks?|asked|asking|requests?|requested|wants?|wanted|tries|try|attempts?"
    r"|insists?|needs?|would like|inquires?|enquires?|demands?|seeks?|brings? up|raises?"
    r"|mentions?)\s+(?:you |it |the assistant |anything |something |questions? |for help "
    r"|for advice )?(?P<join>to|for|about|on|regarding|whether|if|how|what|which|why|who"
    r"|where|when|with)?\s*(?P<what>.+)",
    re.IGNORECASE,
)
_ONLY_IF = re.compile(
    r"^(?:(?:you|it|the \w+|agent) (?:may|can|must|should"
    r"|will) )?(?:only )?(?P<act>.+?),? (?:only )?(?:only (?:if|when|after|once|with|where"
    r"|to|for|by)|unless|until|except|provided|after|if|when)\b",
    re.IGNORECASE,
)
_NO_CASE = re.compile(
    r"(?:under|in|on) no \w+ (?:shall|may|must|should|can|will|are"
    r"|is) (?P<what>.{3,90}?) (?:to )?be (?P<done>\w+)(?P<rest>.*)",
    re.IGNORECASE,
)
_ONLY_SOME = re.compile(
    r"only (?:[\w'-]+ ){1,5}?(?:may|can|are|is|will|shall|should"
    r"|must) (?P<be>be )?(?P<done>\w+) (?P<rest>.+)",
    re.IGNORECASE,
)
_MAY_BE = re.compile(
    r"(?P<what>.{3,90}?) (?:may|can|must|should|shall|will|is|are"
    r"|be) (?:only )?(?:be )?(?:only )?(?P<done>\w+)\b(?P<rest>.*)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:before|prior to) (?P<act>\w+ing\b[^,;.]*)", re.IGNORECASE)
_NEEDS = re.compile(r"(?P<what>.{3,90}?) (?:needs?|requires?) ", re.IGNORECASE)
_MAY = re.compile(
    r"(?:^|.*?\b)(?:(?:you|it|the assistant|agent|assistant) (?:may|can|might)(?: \w+ly"
    r"| also| still| always)?|(?:fine|ok|okay|allowed|permitted|acceptable|alright) to"
    r"|feel free to|free to|(?:never|do not|don't) (?:refuse|decline)(?: to)?"
    r"|welcome to|no objection to|nothing wrong with|prevents? (?:the \w+|you|it) from|always|should still|still)\s+(?P<act>.+)",
    re.IGNORECASE,
)
_USERS = re.compile(
    r"^(?:the |a |an |any |other )?(?:users?|customers?|guests?|visitors?|members?|clients?"
    r"|patients?|employees|students|children|tenants?|passengers?|callers?|buyers?|people"
    r"|they)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Limit:
    """A limit taken apart."""

    instruction: Instruction
    before: str
    """The clause in front: `If somebody asks about tax`."""
    main: str


_Form = Callable[[_Limit], Iterator[Act]]
"""A limit in, its acts out; none where it is of another form."""


def acts_of(instruction: Instruction) -> tuple[Act, ...]:
    """Return what a limit forbids, or allows; empty where that is unclear."""
    text = instruction.text
    if not is_english(text):
        return ()
    shouted = sum(map(str.isupper, text)) > sum(map(str.islower, text))
    parts = take_apart(text.lower() if shouted else text)
    found: list[Act] = []
    for act in _found(_Limit(instruction, parts.before, parts.main)):
        named = _named(act, parts.label)
        if named.words and len(named.words.split()) <= LONGEST and named not in found:
            found.append(named)
    return tuple(found)


def _found(limit: _Limit) -> Iterator[Act]:
    """Yield the acts of the first form that fits."""
    stance = limit.instruction.stance
    row = read_row(limit.instruction.text)
    if row is not None and (stance is None or " | " in limit.instruction.text):
        yield from () if stance is None else _row(limit)
        return
    forms: Sequence[_Form] = _ALLOWED if stance is Stance.ALLOW else _REFUSED
    if stance is Stance.DEPENDS:
        forms = (*_CONDITIONAL, *_REFUSED)
    for form in forms:
        acts = list(form(limit))
        if acts:
            own = _SIGNED_IN.search(limit.instruction.condition or "") is not None
            yield from (_owned(act) for act in acts) if own else acts
            return


def _named(act: Act, label: str) -> Act:
    """Put the title of an item where it says `it`: `Content lock: explain how to lift it`."""
    if not 0 < len(label.split()) <= MAX_LABEL:
        return act
    title = f" {label[:1].lower()}{label[1:]}"
    return replace(act, object=_IT.sub(title, act.object).strip())


_IT = re.compile(r"(?:(?<=^)|(?<=\w) )(?<!to )(?<!for )(?<!with )(?<!of )(?:it|them)$")

_SIGNED_IN = re.compile(
    r"\b(?:signed|logged|verif\w+|authenticat\w+|identi\w+)\b", re.IGNORECASE
)


def _owned(act: Act) -> Act:
    """Return what somebody may have once it is known who he is: `my orders`, not orders."""
    bare = re.match(
        r"(?:an?|the|my|your|another|other|any|what|how|that|which|who)\b", act.object
    )
    plural = re.fullmatch(r"[\w -]*?(?:s|data|history|information)", act.object) is not None
    return act if bare or not plural else replace(act, object=f"my {act.object}")


def phrase_of(text: str) -> str:
    """Return the words of a limit that its requests must keep."""
    main = take_apart(text).main
    ordered = _ORDERED.fullmatch(main)
    return tidy(ordered["act"] if ordered else main)


def _row(limit: _Limit) -> Iterator[Act]:
    """`Room number of a guest | Refuse`, `Payroll: out of scope`: what is its topic."""
    row = read_row(limit.instruction.text)
    if row is None or _OF_IT.match(row.said):
        return
    barred = re.search(r"\b(?:never|do not|don't|must not) (\w+)", row.said, re.IGNORECASE)
    verb = base_of(barred[1]) if barred else ""
    asked = _QUESTIONED.fullmatch(row.topic)
    if asked is not None:
        yield from verbs_in(asked["act"])
    elif verb:
        yield from (Act(verb, one, by="thing") for one in split_list(tidy(row.topic)))
    else:
        by = "want" if row.verdict is Verdict.DEPENDS else "wish"
        for act in things_in(row.topic):
            yield replace(act, by=by if act.by == "wish" else act.by)


_OF_IT = re.compile(r"no (?!exceptions?\b|thanks\b|never\b|please\b)[a-z]+", re.IGNORECASE)
"""`Other apps | no comparison`: only something of it is refused."""

_QUESTIONED = re.compile(
    r"(?:can|may|could|does|do|should|will|is|are) (?:the )?(?:it|you|we|I|\w+(?: bot"
    r"| assistant)?) (?:ever |also )?(?:allowed to |permitted to |able to )?(?P<act>.+)\?",
    re.IGNORECASE,
)
"""A question about the product: `Can Pip waive a fine?`."""


def _turned(limit: _Limit) -> Iterator[Act]:
    """`If someone asks about tax, say that ...`."""
    asked = _ASKED.fullmatch(limit.before) if limit.before else None
    if asked is None:
        return
    join, what = (asked["join"] or "").casefold(), asked["what"]
    if join == "to":
        asks_you = re.search(r"\b(?:you|it|the assistant) to\b", limit.before) is not None
        yield from verbs_in(what, by="product" if asks_you else "user")
    elif join in {"how", "what", "which", "why", "who", "where", "when", "whether", "if"}:
        yield Act("know", f"{'whether' if join == 'if' else join} {CUT.sub('', what)}")
    elif join in {"about", "on", "regarding", "with"}:
        yield from (Act("discuss", thing) for thing in split_list(tidy(what)))
    else:
        yield from things_in(what)


def _requested(limit: _Limit) -> Iterator[Act]:
    """`Requests for essays must be declined`, `Refuse questions about tax`."""
    asked = _REQUESTS.match(limit.main)
    if asked is None or _KIND_OF.match(limit.main):
        return
    join = asked["join"].casefold()
    if join == "to":
        yield from verbs_in(asked["what"])
    elif join == "for":
        yield from things_in(asked["what"])
    else:
        yield from (Act("discuss", thing) for thing in split_list(tidy(asked["what"])))


_SAME = frozenset({"reset", "set", "read", "let", "put", "split", "quit"})
"""Verbs whose passive looks like their base."""

_KIND_OF = re.compile(
    r"(?:(?:refuse|decline|reject|no|avoid|any|all) )*(?!(?:refuse|decline|reject|no|any|all"
    r"|other|further|more|such|user|customer|these|those|do|not|never|take|answer)\b)"
    r"[a-z]+(?:al|ic|ary|ive|ous|tax|tech|ty)? (?:questions?|queries|enquiries|inquiries"
    r"|complaints) (?:about|on|regarding|concerning)\b",
    re.IGNORECASE,
)
"""`Legal questions about an accident`: without the kind of question no request breaks it."""


def _passive(limit: _Limit) -> Iterator[Act]:
    """`Balances must not be shown`, `Basic fares cannot be changed`."""
    found = _CANNOT_BE.match(limit.main) or _PASSIVE.match(limit.main)
    if found is None or re.match(r"(?:you|it|we|i)\b", found["what"], re.IGNORECASE):
        return
    done = found["done"].casefold()
    verb = base_of(done)
    if verb and (verb != done or done in _SAME) and not done.endswith("ing"):
        rest = CUT.sub("", found["rest"]).strip(" ,.")
        particle = re.match(r"(?:out|over|away|up|down|off)\b", rest)
        if particle is not None:
            verb, rest = f"{verb} {particle[0]}", rest[particle.end() :].strip()
        for thing in split_list(found["what"]):
            yield Act(verb, f"{thing} {rest}".strip(), by="thing")


def _not_ours(limit: _Limit) -> Iterator[Act]:
    """`Advice on burns is not ours to give`."""
    found = _NOT_OURS.match(limit.main)
    if found is not None:
        verb, things = found["verb"].casefold(), split_list(tidy(found["what"]))
        yield from (Act(verb, thing, by="thing") for thing in things if base_of(verb) == verb)


_NOT_OURS = re.compile(
    r"(?P<what>.{3,120}?) (?:is|are) (?:not|never) (?:ours|yours|for (?:you|us)) to"
    r" (?P<verb>[a-z]+)\b",
    re.IGNORECASE,
)


def _shut(limit: _Limit) -> Iterator[Act]:
    """`Politics is off limits`, `Sharing codes is forbidden`."""
    kept, found = _KEPT.match(limit.main), _SHUT.match(limit.main)
    if kept is not None:
        thing = re.sub(r"^the ", "", kept["what"] or kept["thing"])
        yield from (Act("disclose", one, by="thing") for one in split_list(tidy(thing)))
    elif found is not None:
        yield from things_in(found["what"] or found["topic"])


def _ordered(limit: _Limit) -> Iterator[Act]:
    """`Never describe violence`, `You must not guess`, `Users cannot add insurance`."""
    found = _ORDERED.fullmatch(limit.main)
    if found is None or _MAY_WITHOUT.search(limit.main):
        return
    behind = _ELLIPSIS.search(limit.main)
    if behind is not None:
        yield Act("give", tidy(behind[1]))
        return
    by = "user" if _USERS.match(limit.main) else "product"
    yield from verbs_in(
        found["act"], by=by, strict=bool(re.match(r"no\b", limit.main, re.IGNORECASE))
    )


_MAY_WITHOUT = re.compile(r"\b(?:can|may|could)\b[^,]*\bwithout \w+ing\b", re.IGNORECASE)
"""`Cabins can be changed without changing flights` says nothing of flights alone."""

_ELLIPSIS = re.compile(
    r"^(?:give|provide|offer|show|check|explain)\b.*?, (?:but )?(?:never|not|no) ((?:the|a"
    r"|an|full|whole|complete)\b.+)",
    re.IGNORECASE,
)
"""`Give hints, never the finished work`."""


def _bare(limit: _Limit) -> Iterator[Act]:
    """`guess the age of a tree` under `You must never`; `politics` under `Forbidden`."""
    if words.NEGATION.search(limit.main) or words.ONLY.search(limit.main) or limit.before:
        return
    acts = list(verbs_in(limit.main))
    yield from acts or (things_in(limit.main) if len(limit.main.split()) <= MAX_THING else ())


def _gated(limit: _Limit) -> Iterator[Act]:
    """`Share orders only if ...`, `Before changing a flight, ...`, `Refunds need approval`."""
    main = limit.main
    gerund = _BEFORE.search(f"{limit.before}, {main}" if limit.before else main)
    needs = _NEEDS.match(main)
    only_if = _ONLY_IF.match(main)
    if gerund is not None:
        yield from verbs_in(gerund["act"])
    elif needs is not None and not _SAID_BY.match(needs["what"]):
        yield from (_wanted(act) for act in things_in(needs["what"]))
    elif only_if is not None and not _ORDERED.fullmatch(only_if["act"]):
        yield from list(verbs_in(only_if["act"])) or _may_be(only_if["act"])


_SAID_BY = re.compile(r"(?:you|it)\b|.*\b(?:unless|not|never|don't|if)\b", re.IGNORECASE)
"""What needs something here is no thing that one may want."""


def _wanted(act: Act) -> Act:
    return replace(act, by="want") if act.by == "wish" else act


def _may_be(text: str) -> Iterator[Act]:
    """`Orders may be shown`: what is done to them."""
    passive = _MAY_BE.fullmatch(text)
    verb = base_of(passive["done"]) if passive else ""
    if passive and verb and verb != passive["done"].casefold():
        rest = passive["rest"].strip()
        yield from (
            Act(verb, f"{one} {rest}".strip(), by="thing")
            for one in split_list(passive["what"])
        )


def _permitted(limit: _Limit) -> Iterator[Act]:
    """`You may quote the news`, `Questions about sad feelings`."""
    main = re.split(r"[:\u2014\u2013]", limit.main, maxsplit=1)[0]
    asked = _REQUESTS.match(main)
    if _QUESTION.match(main):
        for part in re.split(r",\s*(?:and |or )?", main):
            if _QUESTION.match(part):
                yield Act("know", f"{part[:1].lower()}{part[1:]}")
    elif asked is not None and asked["join"].casefold() not in {"to", "for"}:
        yield from (Act("discuss", thing) for thing in split_list(tidy(asked["what"])))
    else:
        yield from _permitted_acts(main)


_QUESTION = re.compile(r"(?:what|how|which|who|whether|why|where)\b", re.IGNORECASE)


def _permitted_acts(main: str) -> Iterator[Act]:
    found = _MAY.fullmatch(main)
    acts = list(verbs_in(found["act"] if found else main))
    if acts or found:
        yield from acts
    elif len(main.split()) <= LONGEST and not _VERBAL.search(main):
        yield from (Act("discuss", act.object) for act in things_in(main) if not act.verb)


def _under_none(limit: _Limit) -> Iterator[Act]:
    """`Under no circumstances shall details of one tenant be passed to another`."""
    found = _NO_CASE.match(limit.main)
    verb = base_of(found["done"]) if found else ""
    if found is not None and verb:
        for thing in split_list(found["what"]):
            yield Act(verb, f"{thing}{CUT.sub('', found['rest'])}".strip(), by="thing")


def _only_some(limit: _Limit) -> Iterator[Act]:
    """`Only staff may be told which rooms are empty`."""
    found = _ONLY_SOME.match(limit.main)
    verb = base_of(found["done"]) if found else ""
    if found is not None and verb:
        rest = CUT.sub("", found["rest"]).strip(" ,.")
        by = "product" if found["be"] else "user"
        yield from (Act(verb, one, by) for one in split_list(rest))


_REFUSED = (_row, _under_none, _turned, _requested, _not_ours, _passive, _shut, _ordered, _bare)
_VERBAL = re.compile(
    r"\b(?:is|are|was|were|has|have|must|should|shall|will|can|may)\b", re.IGNORECASE
)


def _titled(limit: _Limit) -> Iterator[Act]:
    """`Spare key: only after a check`: what stands in front."""
    found = _TITLED.match(limit.instruction.text)
    acts = list(things_in(found["what"])) if found is not None else []
    # One of several things may lack the words that make it one.
    whole = [act for act in acts if len(acts) == 1 or " " in act.object]
    yield from (_wanted(act) for act in whole)


_TITLED = re.compile(
    r"(?P<what>[^:]{3,80}):? only (?:if|when|after|once|with)\b", re.IGNORECASE
)

_CONDITIONAL = (_row, _only_some, _gated, _titled)
_ALLOWED = (_row, _permitted)
