"""A limit of a system prompt in, what it is about out: what is done, to what, and by whom."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from brightline.craft.draft.verbs import base_of
from brightline.craft.instructions import take_apart
from brightline.records import Instruction, Stance

LONGEST = 24
"""Words of an act; longer ones are no plain request."""


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


_ADVERBS = (
    r"(?:(?:ever|also|even|try to|attempt to|directly|proactively|knowingly|simply|just|actually"
    r"|publicly|explicitly|openly|under any circumstances?|in any way|be asked to|either|again"
    r"|agree to|offer to|directly or indirectly|yourself|in any case) )*"
)
_MODAL = r"(?:must|shall|should|may|can|could|will|would|do|does|did|are|is|am|need to|has to)"
_ORDERED = re.compile(
    r"(?:^|.*?\b)(?:"
    rf"(?:{_MODAL} )(?:also |still |absolutely |strictly )?(?:not|never)"
    r"|cannot|can ?not|can't|cant|don'?t|dont|doesn'?t|won'?t|mustn't|shouldn't|couldn't|aren't"
    r"|never|refrain from|abstain from|stop short of|steer clear of|stay away from|avoid"
    r"|refuse(?:s|d)? to|decline(?:s|d)? to|refuse|decline|reject|deny|unable to|careful not to"
    r"|not to|no|without|neither|rather than|instead of|nor shall it|nor should you|and not|but not"
    r"|forbidden to|prohibited from|(?:is|are|be) not (?:allowed|permitted|authori[sz]ed|able"
    r"|supposed|here|eligible) to|not"
    r")\s+(?:be (?:allowed|permitted|able) to )?" + _ADVERBS + r"(?P<act>.+)",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    rf"(?P<what>.{{3,90}}?) (?:{_MODAL}) ?(?:n't |not |never )(?:also |ever |to )?(?:be )?(?:\w+ly )?"
    r"(?P<done>\w+(?:ed|en|wn|nt|ld|ade|one|aid|ept|ut|ad))\b(?P<rest>.*)",
    re.IGNORECASE,
)
_CANNOT_BE = re.compile(
    r"(?P<what>.{3,90}?) (?:cannot|can't|can ?not) (?:ever )?be (?:\w+ly )?(?P<done>\w+)\b(?P<rest>.*)",
    re.IGNORECASE,
)
_SHUT = re.compile(
    r"(?P<what>.{3,120}?) (?:is|are|remains?|stays?) (?:all )?(?:strictly |always )?(?:forbidden|prohibited"
    r"|banned|off[- ]limits|off the table|out of (?:scope|bounds)|taboo|not (?:allowed|permitted|possible"
    r"|available|covered|discussed)|confidential|private|secret|none of your business)\b",
    re.IGNORECASE,
)
_REQUESTS = re.compile(
    r"(?:.*?\b)?(?:requests?|questions?|quer(?:y|ies)|attempts?|demands?|enquiries|inquiries|asking"
    r"|worries|concerns|complaints|discussions?|conversations?)"
    r" (?P<join>to|for|about|on|regarding|concerning|that (?:ask|involve|concern)\w*) (?P<what>.+?)"
    r"(?= (?:must|should|are|is|will|shall|may|can)\b|[,.;]|$)",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?:.*?\b)(?:asks?|asked|asking|requests?|requested|wants?|wanted|tries|try|attempts?|insists?"
    r"|needs?|would like|inquires?|enquires?|demands?|seeks?|brings? up|raises?|mentions?)\s+"
    r"(?:you |it |the assistant |anything |something |questions? |for help |for advice )?"
    r"(?P<join>to|for|about|on|regarding|whether|if|how|what|which|why|who|where|when|with)?\s*"
    r"(?P<what>.+)",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"[,\s]*(?:\b(?:unless|only (?:if|when|after|once|with|where)|if|when|until|except|because|since"
    r"|so that|so|even|in any|in all|regardless|no matter|whatever|whoever|under any|save (?:where"
    r"|when|if)|but|for any reason|as (?:you|only|this|that|it)|provided|instead|rather|before"
    r"|and (?:never|do not|don't|not)|nor|ever|we|i|you should|it is|they|this is|please|thanks|though"
    r"|at any time|at all|in this|via this|through this|whether or not|including|which|who)\b|[;:\u2014\u2013]"
    r"| - ).*$",
    re.IGNORECASE,
)
_WITHOUT = re.compile(
    r"\s*\bwithout (?:\w+ ){0,3}(?:consent|permission|approval|confirm\w+|verif\w+|asking|check\w*"
    r"|authori[sz]\w+|sign\w*|proof|prescription|order|request)\b.*$",
    re.IGNORECASE,
)
_ONLY_IF = re.compile(
    r"^(?:(?:you|it|the \w+|agent) (?:may|can|must|should|will) )?(?:only )?(?P<act>.+?),? (?:only )?"
    r"(?:only (?:if|when|after|once|with|where|to|for|by)|unless|until|except|provided|after|if|when)\b",
    re.IGNORECASE,
)
_NO_CASE = re.compile(
    r"(?:under|in|on) no \w+ (?:shall|may|must|should|can|will|are|is) (?P<what>.{3,90}?) (?:to )?be"
    r" (?P<done>\w+)(?P<rest>.*)",
    re.IGNORECASE,
)
_ONLY_SOME = re.compile(
    r"only (?:[\w'-]+ ){1,5}?(?:may|can|are|is|will|shall|should|must) (?P<be>be )?(?P<done>\w+) (?P<rest>.+)",
    re.IGNORECASE,
)
_MAY_BE = re.compile(
    r"(?P<what>.{3,90}?) (?:may|can|must|should|shall|will|is|are|be) (?:only )?(?:be )?(?:only )?"
    r"(?P<done>\w+)\b(?P<rest>.*)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:before|prior to) (?P<act>\w+ing\b[^,;.]*)", re.IGNORECASE)
_NEEDS = re.compile(r"(?P<what>.{3,90}?) (?:needs?|requires?) ", re.IGNORECASE)
_MAY = re.compile(
    r"(?:^|.*?\b)(?:(?:you|it|the assistant|agent|assistant) (?:may|can|might)(?: \w+ly| also| still"
    r"| always)?|(?:fine|ok|okay|allowed|permitted|acceptable|alright) to|feel free to|free to"
    r"|(?:never|do not|don't) (?:refuse|decline)(?: to)?|prevents? (?:the \w+|you|it) from|always"
    r"|should still|still)\s+(?P<act>.+)",
    re.IGNORECASE,
)
_USERS = re.compile(
    r"^(?:the |a |an |any |other )?(?:users?|customers?|guests?|visitors?|members?|clients?|patients?"
    r"|employees|students|children|tenants?|passengers?|callers?|buyers?|people|they)\b",
    re.IGNORECASE,
)


_Form = Callable[[Instruction, str, str], Iterator[Act]]
"""Instruction, the clause in front and the main clause in, acts out; none where it is another form."""


def acts_of(instruction: Instruction) -> tuple[Act, ...]:
    """Return what a limit forbids, gives on a condition, or allows; empty where it is unclear."""
    taken = take_apart(instruction.text)
    found: list[Act] = []
    for act in _found(instruction, taken.before, taken.main, taken.label):
        if act.words and len(act.words.split()) <= LONGEST and act not in found:
            found.append(act)
    return tuple(found)


def _found(instruction: Instruction, before: str, main: str, label: str) -> Iterator[Act]:
    """Yield the acts of the first form that fits."""
    forms: Sequence[_Form] = _ALLOWED if instruction.stance is Stance.ALLOW else _REFUSED
    if instruction.stance is Stance.DEPENDS:
        forms = (*_CONDITIONAL, *_REFUSED)
    for form in forms:
        acts = list(form(instruction, before, main))
        if acts:
            yield from acts
            return
    if label and len(label.split()) <= 4 and instruction.stance is not Stance.DEPENDS:
        yield Act("", label)


def _row(instruction: Instruction, before: str, main: str) -> Iterator[Act]:
    """`Room number of a guest | Refuse`: what stands in the first cell."""
    if " | " in instruction.text:
        thing, *cells = instruction.text.split(" | ")
        barred = re.search(
            r"\b(?:never|do not|don't|must not) (\w+)", " ".join(cells), re.IGNORECASE
        )
        verb = base_of(barred[1]) if barred else ""
        if verb:
            yield from (Act(verb, one, by="thing") for one in split_list(_tidy(thing)))
        else:
            by = "want" if instruction.stance is Stance.DEPENDS else "wish"
            yield from (
                replace(act, by=by if act.by == "wish" else act.by) for act in _things(thing)
            )


def _turned(instruction: Instruction, before: str, main: str) -> Iterator[Act]:
    """`If someone asks about tax, say that ...`."""
    asked = _ASKED.fullmatch(before) if before else None
    if asked is None:
        return
    join, what = (asked["join"] or "").casefold(), asked["what"]
    if join == "to":
        asks_you = re.search(r"\b(?:you|it|the assistant) to\b", before) is not None
        yield from _verbs(what, by="product" if asks_you else "user")
    elif join in {"how", "what", "which", "why", "who", "where", "when", "whether", "if"}:
        yield Act("know", f"{'whether' if join == 'if' else join} {_CUT.sub('', what)}")
    elif join in {"about", "on", "regarding", "with"}:
        yield from (Act("discuss", thing) for thing in split_list(_tidy(what)))
    else:
        yield from _things(what)


def _requested(instruction: Instruction, before: str, main: str) -> Iterator[Act]:
    """`Requests for essays must be declined`, `Refuse questions about tax`."""
    asked = _REQUESTS.match(main)
    if asked is None:
        return
    join = asked["join"].casefold()
    if join == "to":
        yield from _verbs(asked["what"])
    elif join == "for":
        yield from _things(asked["what"])
    else:
        yield from (Act("discuss", thing) for thing in split_list(_tidy(asked["what"])))


def _passive(instruction: Instruction, before: str, main: str) -> Iterator[Act]:
    """`Balances must not be shown`, `Basic fares cannot be changed`."""
    found = _CANNOT_BE.match(main) or _PASSIVE.match(main)
    if found is None or re.match(r"(?:you|it|we|i)\b", found["what"], re.IGNORECASE):
        return
    verb = base_of(found["done"])
    if (
        verb
        and not found["done"].casefold().endswith("ing")
        and verb != found["done"].casefold()
    ):
        rest = _CUT.sub("", found["rest"]).strip(" ,.")
        for thing in split_list(found["what"]):
            yield Act(verb, f"{thing} {rest}".strip(), by="thing")


def _shut(instruction: Instruction, before: str, main: str) -> Iterator[Act]:
    """`Politics is off limits`, `Sharing codes is forbidden`."""
    found = _SHUT.match(main)
    if found is not None:
        yield from _things(found["what"])


def _ordered(instruction: Instruction, before: str, main: str) -> Iterator[Act]:
    """`Never describe violence`, `You must not guess`, `Users cannot add insurance`."""
    found = _ORDERED.fullmatch(main)
    if found is None:
        return
    behind = _ELLIPSIS.search(main)
    if behind is not None:
        yield Act("give", _tidy(behind[1]))
        return
    by = "user" if _USERS.match(main) else "product"
    yield from _verbs(found["act"], by=by, strict=bool(re.match(r"no\b", main, re.IGNORECASE)))


_ELLIPSIS = re.compile(
    r"^(?:give|provide|offer|show|check|explain)\b.*?, (?:but )?(?:never|not|no) ((?:the|a|an|full|whole|complete)\b.+)",
    re.IGNORECASE,
)
"""`Give hints, never the finished work`."""


def _bare(instruction: Instruction, before: str, main: str) -> Iterator[Act]:
    """`guess the age of a tree` under `You must never`; `politics` under `Forbidden`."""
    acts = list(_verbs(main))
    yield from acts or (_things(main) if len(main.split()) <= 12 else ())


def _gated(instruction: Instruction, before: str, main: str) -> Iterator[Act]:
    """`Share orders only if ...`, `Before changing a flight, ...`, `Refunds need approval`."""
    whole = f"{before}, {main}" if before else main
    gerund = _BEFORE.search(whole)
    if gerund is not None:
        yield from _verbs(gerund["act"])
        return
    needs = _NEEDS.match(main)
    if needs is not None and not re.match(r"(?:you|it)\b", main, re.IGNORECASE):
        yield from (
            replace(act, by="want" if act.by == "wish" else act.by)
            for act in _things(needs["what"])
        )
        return
    found = _ONLY_IF.match(main)
    if found is None or _ORDERED.fullmatch(main):
        return
    acts = list(_verbs(found["act"]))
    if not acts:
        passive = _MAY_BE.fullmatch(found["act"])
        verb = base_of(passive["done"]) if passive else ""
        if passive and verb and verb != passive["done"].casefold():
            acts = [
                Act(verb, f"{one} {passive['rest'].strip()}".strip(), by="thing")
                for one in split_list(passive["what"])
            ]
    yield from acts


def _permitted(instruction: Instruction, before: str, main: str) -> Iterator[Act]:
    """`You may quote the news`, `Questions about sad feelings`."""
    asked = _REQUESTS.match(main)
    if asked is not None and asked["join"].casefold() not in {"to", "for"}:
        yield from (Act("discuss", thing) for thing in split_list(_tidy(asked["what"])))
        return
    found = _MAY.fullmatch(main)
    acts = list(_verbs(found["act"] if found else main))
    if not acts and not found and len(main.split()) <= MAX_THING:
        acts = [
            replace(act, verb="discuss", by="product") for act in _things(main) if not act.verb
        ]
    yield from acts


def _under_none(instruction: Instruction, before: str, main: str) -> Iterator[Act]:
    """`Under no circumstances shall details of one tenant be passed to another`."""
    found = _NO_CASE.match(main)
    verb = base_of(found["done"]) if found else ""
    if found is not None and verb:
        for thing in split_list(found["what"]):
            yield Act(verb, f"{thing}{_CUT.sub('', found['rest'])}".strip(), by="thing")


def _only_some(instruction: Instruction, before: str, main: str) -> Iterator[Act]:
    """`Only staff may be told which rooms are empty`."""
    found = _ONLY_SOME.match(main)
    verb = base_of(found["done"]) if found else ""
    if found is not None and verb:
        rest = _CUT.sub("", found["rest"]).strip(" ,.")
        by = "product" if found["be"] else "user"
        yield from (Act(verb, one, by) for one in split_list(rest))


_REFUSED = (_row, _under_none, _turned, _requested, _passive, _shut, _ordered, _bare)
_CONDITIONAL = (_row, _only_some, _gated)
_ALLOWED = (_row, _permitted)


def _verbs(text: str, *, by: str = "product", strict: bool = False) -> Iterator[Act]:
    """Yield an act for each verb that a phrase begins with, and for each thing it does it to."""
    phrase = _tidy(text)
    heads: list[str] = []
    rest = phrase
    while True:
        found = re.match(r"(?:then |also |either )?([A-Za-z-]+)(,? (?:or|and) |, |/| )?", rest)
        verb = base_of(found[1]) if found else ""
        if not found or not verb:
            break
        heads.append(verb)
        rest = rest[found.end() :]
        particle = _PARTICLE.match(rest)
        if particle is not None:
            heads[-1] += f" {particle[1]}"
            rest = rest[particle.end() :]
            break
        if (found[2] or "").strip() == "":
            break
    if not heads:
        if strict:
            yield from _things(phrase)
        return
    if heads[0] in {"help", "assist", "tell", "give", "show", "teach", "advise"}:
        rest = _WHOM.sub("", rest)
    if heads == ["help"] and rest.startswith("to "):
        yield from (replace(act, by="help") for act in _verbs(rest[3:]) if act.by == "product")
        return
    if not rest:
        yield from (Act(verb, "", by) for verb in heads)
        return
    # A second verb further on begins an act of its own: `move money or change an account`.
    first, *others = _clauses(rest)
    for verb in heads:
        for thing in split_list(first):
            yield Act(verb, thing, by)
    for other in others:
        yield from _verbs(other, by=by)


_WHOM = re.compile(
    r"(?:anyone|anybody|people|them|users?|the (?:user|customer|child|guest)|customers?|guests?"
    r"|children|students?|a (?:user|child|customer)|someone|others) (?!who\b|with\b|in\b)",
    re.IGNORECASE,
)
"""Whom it is told or given: the user who asks."""

_PARTICLE = re.compile(r"(over|out|away|up|off|down) ")


def _clauses(text: str) -> list[str]:
    found = [""]
    for part in re.split(r"(,? (?:or|and|nor) |, )", text):
        word = part.split(maxsplit=1)[0] if part.strip() else ""
        verb = base_of(word) == word.casefold() and len(part.split()) > 1
        if verb and found[-1].rstrip(", ").rsplit(" ", 1)[-1] in {"or", "and", "nor"}:
            found[-1] = re.sub(r",? (?:or|and|nor) $", "", found[-1])
            found.append(part)
        else:
            found[-1] += part
    return [one for one in found if one.strip()]


def _things(text: str) -> Iterator[Act]:
    for thing in split_list(_tidy(text)):
        verb = base_of(thing.split(maxsplit=1)[0]) if thing else ""
        if verb and thing.split(maxsplit=1)[0].casefold().endswith("ing") and " " in thing:
            yield Act(verb, thing.split(maxsplit=1)[1])
        elif thing:
            yield Act("", thing, by="wish")


def _tidy(text: str) -> str:
    bare = re.sub(r"\s*\([^()]*\)|\"[^\"]*\"$", "", text)
    bare = _CUT.sub("", _WITHOUT.sub("", bare))
    return re.sub(r"^(?:any|all|every|some|the following|other) ", "", bare.strip(" .,;:!\"'"))


_HEADS = re.compile(
    r"(?P<first>[\w'-]+)(?P<more>(?:, [\w'-]+)*),? (?:or|and|nor) (?P<last>[\w'-]+) (?P<head>\w+)"
    r"(?P<tail>(?: (?:on|about|of|for|in|to|that|from|regarding) .+)?)$"
)
_SHARED = frozenset(
    """
advice information content data details questions topics matters opinions records guidance claims
materials decisions recommendations services issues subjects counsel figures
""".split()  # noqa: SIM905 - a list of words reads best as words
)
"""Nouns that several words before them share."""

_KIND = re.compile(
    r"\w+(?:al|ic|ive|ous|ary|ent|ful|ible|able|ed|ing)$|tax|health|investment|account|immigration"
    r"|relationship|payroll|benefits?|insurance|political|religious|drug|travel",
    re.IGNORECASE,
)
_JOIN = re.compile(r",\s*(?:or |and |nor )?| or | nor ")
_OPEN = re.compile(
    r"(?P<open>(?:\S+ ){0,3}?(?:about|on|for|of|to|with|against|between|in)(?: (?:another|other|the|a|an) \S+['\u2019]s?)?) (?P<rest>.+)"
)
_TAIL = re.compile(r" (?:of|for|about|on|from|with|belonging to|between) .+$")
MAX_THING = 8
"""Words of one thing of a list; a longer one is a clause of its own."""


def split_list(text: str) -> list[str]:
    """Return the things of a list: `medical, legal or tax advice` is three kinds of advice."""
    body = re.sub(r"\s*/\s*", ", ", text.strip(" .,;:")) if text.count("/") == 1 else text
    body = body.strip(" .,;:")
    if re.match(r"(?:that|whether|how|why|when|where|if)\b", body):
        return [body]
    shared = _HEADS.fullmatch(body)
    if shared is not None and shared["head"].casefold() in _SHARED:
        kinds = [shared["first"], *re.findall(r"[\w'-]+", shared["more"]), shared["last"]]
        if all(map(_KIND.fullmatch, kinds)):
            return [f"{kind} {shared['head']}{shared['tail']}" for kind in kinds]
    parts = [part.strip() for part in _JOIN.split(body) if part.strip()]
    if len(parts) == 1 and body.count(" and ") == 1 and len(body.split()) <= MAX_THING:
        parts = [part.strip() for part in body.split(" and ")]
    long = next((at for at, part in enumerate(parts) if len(part.split()) > MAX_THING), None)
    if long is not None:
        return parts[:long] or [body]
    return _completed(parts)


def _completed(parts: list[str]) -> list[str]:
    """Give each thing what the list says once: `sides on parties or elections`."""
    if len(parts) < 2:
        return parts
    opened = _OPEN.fullmatch(parts[0])
    short = all(len(part.split()) <= 3 and not _TAIL.search(part) for part in parts[1:])
    if opened is not None and short and not re.match(r"(?:a|an|the|my|your)\b", parts[1]):
        return [parts[0], *(f"{opened['open']} {part}" for part in parts[1:])]
    tail = _TAIL.search(parts[-1])
    ours = (
        re.match(r" \w+ (?:another|other|one|the|a|an|any|their|your|my)\b", tail[0])
        if tail
        else None
    )
    if tail is not None and ours and not any(_TAIL.search(part) for part in parts[:-1]):
        return [*(f"{part}{tail[0]}" for part in parts[:-1]), parts[-1]]
    return parts
