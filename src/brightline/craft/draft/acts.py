"""A limit of a system prompt in, what it is about out: what is done, to what, and by whom."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from brightline.craft.draft.lists import MAX_THING, split_list
from brightline.craft.draft.matters import OF_OTHERS, of_others
from brightline.craft.draft.nouns import lower
from brightline.craft.draft.passives import VERBAL, passives_of
from brightline.craft.draft.phrases import (
    CUT,
    Act,
    things_in,
    tidy,
    verbs_in,
)
from brightline.craft.draft.prose import prose_acts
from brightline.craft.draft.turns import (
    ABOUT,
    ANSWERED,
    ASKED,
    BEFORE,
    DECLINED,
    ELLIPSIS,
    FROM_DOING,
    KEPT,
    KEPT_SO,
    KIND_OF,
    MAY,
    MAY_BE,
    MAY_WITHOUT,
    NEEDS,
    NO_CASE,
    NOT_OURS,
    OF_IT,
    ONLY_DO,
    ONLY_IF,
    ONLY_SOME,
    ORDERED,
    OWN_ORDER,
    PRODUCT,
    REQUESTS,
    SHUT,
    TITLED,
    USERS,
    WHAT_IF,
)
from brightline.craft.draft.verbs import base_of
from brightline.craft.instructions import (
    Verdict,
    is_english,
    question_of,
    read_row,
    take_apart,
    words,
)
from brightline.craft.later import later
from brightline.records import Instruction, Stance

LONGEST = 24
"""Words of an act; longer ones are no plain request."""

MAX_LABEL = 5
"""Words of a title that can stand for `it`."""


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
    foreign = any(not is_english(one) for one in (instruction.lead, instruction.section))
    if not is_english(text) or (foreign and words.negates(text) is None):
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
    if not 0 < len(label.split()) <= MAX_LABEL or VERBAL.search(label):
        return act
    title = f" {label[:1].lower()}{label[1:]}"
    return replace(act, object=_IT.sub(title, act.object).strip())


_IT = later(r"(?:(?<=^)|(?<=\w) )(?<!to )(?<!for )(?<!with )(?<!of )(?:it|them)$")

_SIGNED_IN = later(
    r"\b(?:signed[- ]in|logged|verif\w+|authenticat\w+|identi\w+)\b", re.IGNORECASE
)


def _owned(act: Act) -> Act:
    """Return what somebody may have once it is known who he is: `my orders`, not orders."""
    bare = re.match(
        r"(?:an?|the|my|your|another|other|any|what|how|that|which|who)\b", act.object
    )
    plural = re.fullmatch(r"[\w -]*?(?:s|data|history|information)", act.object) is not None
    return act if bare or not plural else replace(act, object=f"my {lower(act.object)}")


def phrase_of(text: str) -> str:
    """Return the words of a limit that its requests must keep."""
    main = take_apart(text).main
    for form in (*OF_OTHERS, NOT_OURS, KEPT, SHUT):
        said = form.match(main)
        what = next((one for one in said.groups() if one), "") if said else ""
        if what and not PRODUCT.match(what):
            return tidy(what)
    ordered = ORDERED.fullmatch(main)
    return tidy(ordered["act"] if ordered else main)


def _row(limit: _Limit) -> Iterator[Act]:
    """`Room number of a guest | Refuse`, `Payroll: out of scope`: what is its topic."""
    row = read_row(limit.instruction.text)
    if row is None or OF_IT.match(row.said):
        return
    barred = re.search(r"\b(?:never|do not|don't|must not) (\w+)", row.said, re.IGNORECASE)
    verb = base_of(barred[1]) if barred else ""
    asked = question_of(row.topic)
    topic = ABOUT.sub("", row.topic.rstrip("?"))
    if asked:
        yield from verbs_in(asked)
    elif WHAT_IF.match(row.topic):
        yield from _turned(replace(limit, before=WHAT_IF.sub("if ", row.topic).rstrip("?")))
    elif row.topic.endswith("?") and len(row.topic.split()) > MAX_THING:
        return
    elif (told := OWN_ORDER.match(row.said)) is not None:
        yield from verbs_in(told["act"])
    elif verb:
        yield from (_barred(verb, one) for one in split_list(tidy(topic)))
    else:
        by = "want" if row.verdict is Verdict.DEPENDS else "wish"
        if KEPT_SO.match(row.said):
            yield from (Act("disclose", one, by="thing") for one in split_list(tidy(topic)))
            return
        for act in things_in(topic):
            yield replace(act, by=by if act.by == "wish" else act.by)


def _barred(verb: str, thing: str) -> Act:
    """`Wills | We don't advise`: advice on wills."""
    if verb in {"help", "assist", "support"}:
        return Act("help", f"with {thing}")
    if verb == "advise":
        return Act("give", f"advice on {lower(thing)}", by="thing")
    return Act(verb, thing, by="thing")


def _turned(limit: _Limit) -> Iterator[Act]:
    """`If someone asks about tax, say that ...`."""
    asked = ASKED.fullmatch(limit.before) if limit.before else None
    if asked is None or ANSWERED.match(limit.main):
        return
    join, what = (asked["join"] or "").casefold(), asked["what"]
    if join == "to":
        asks_you = re.search(r"\b(?:you|it|the assistant) to\b", limit.before) is not None
        yield from verbs_in(what, by="product" if asks_you else "user")
    elif join in {"how", "what", "which", "why", "who", "where", "when", "whether", "if"}:
        yield Act("know", f"{'whether' if join == 'if' else join} {CUT.sub('', what)}")
    elif join == "with" and re.search(r"\bhelp with\b", limit.before, re.IGNORECASE):
        yield from (Act("help", f"with {thing}") for thing in split_list(tidy(what)))
    elif join in {"about", "on", "regarding", "with"}:
        yield from (Act("discuss", thing) for thing in split_list(tidy(what)))
    else:
        yield from things_in(what)


def _requested(limit: _Limit) -> Iterator[Act]:
    """`Requests for essays must be declined`, `Refuse questions about tax`."""
    asked = REQUESTS.match(limit.main)
    if asked is None or KIND_OF.match(limit.main):
        return
    join = asked["join"].casefold()
    if join == "to":
        yield from verbs_in(asked["what"])
    elif join == "for":
        yield from things_in(asked["what"])
    else:
        yield from (Act("discuss", thing) for thing in split_list(tidy(asked["what"])))


def _passive(limit: _Limit) -> Iterator[Act]:
    """`Balances must not be shown`, `Basic fares cannot be changed`."""
    yield from passives_of(limit.main)


def _not_ours(limit: _Limit) -> Iterator[Act]:
    """`Advice on burns is not ours to give`."""
    found = NOT_OURS.match(limit.main)
    if found is not None:
        verb, things = found["verb"].casefold(), split_list(tidy(found["what"]))
        yield from (Act(verb, thing, by="thing") for thing in things if base_of(verb) == verb)


def _for_others(limit: _Limit) -> Iterator[Act]:
    """`Anything about brakes is for the workshop`, `It says nothing about fault`."""
    yield from of_others(limit.main)


def _shut(limit: _Limit) -> Iterator[Act]:
    """`Politics is off limits`, `Sharing codes is forbidden`."""
    kept, found = KEPT.match(limit.main), SHUT.match(limit.main)
    if kept is not None:
        thing = re.sub(r"^the ", "", kept["what"] or kept["thing"])
        yield from (Act("disclose", one, by="thing") for one in split_list(tidy(thing)))
    elif found is not None:
        what = found["what"] or found["topic"]
        yield from () if PRODUCT.match(what) else things_in(what)


def _ordered(limit: _Limit) -> Iterator[Act]:
    """`Never describe violence`, `You must not guess`, `Users cannot add insurance`."""
    found = ORDERED.fullmatch(limit.main)
    if found is None or MAY_WITHOUT.search(limit.main):
        return
    behind = ELLIPSIS.search(limit.main)
    if behind is not None:
        yield Act("give", tidy(behind[1]))
        return
    named = DECLINED.match(limit.main)
    if named is not None:
        each = re.sub(r"\b(?:and|or)\b", " ", named["things"])
        yield from (Act("", one, by="wish") for one in re.findall(r"\w+", each))
        return
    by = "user" if USERS.match(limit.main) else "product"
    yield from verbs_in(
        FROM_DOING.sub(lambda one: f" or {base_of(one[1]) or one[1]} ", found["act"]),
        by=by,
        strict=bool(
            re.match(r"no\b|(?:\w+ )?(?:refrain|abstain)s? from\b", limit.main, re.IGNORECASE)
        ),
    )


def _bare(limit: _Limit) -> Iterator[Act]:
    """`guess the age of a tree` under `You must never`; `politics` under `Forbidden`."""
    if words.NEGATION.search(limit.main) or words.ONLY.search(limit.main) or limit.before:
        return
    acts = list(verbs_in(limit.main))
    yield from acts or (things_in(limit.main) if len(limit.main.split()) <= MAX_THING else ())


def _gated(limit: _Limit) -> Iterator[Act]:
    """`Share orders only if ...`, `Before changing a flight, ...`, `Refunds need approval`."""
    main = limit.main
    gerund = BEFORE.search(f"{limit.before}, {main}" if limit.before else main)
    needs = NEEDS.match(main)
    only_if = ONLY_IF.match(main)
    whom = _does_only(limit)
    if whom is not None:
        yield from verbs_in(whom["act"])
    elif gerund is not None:
        yield from verbs_in(gerund["act"])
    elif needs is not None and not _SAID_BY.match(needs["what"]):
        yield from (_wanted(act) for act in things_in(needs["what"]))
    elif only_if is not None and not ORDERED.fullmatch(only_if["act"]):
        yield from list(verbs_in(only_if["act"])) or _may_be(only_if["act"])


def _does_only(limit: _Limit) -> re.Match[str] | None:
    """Return what is done for some only, in front of whom or when that is."""
    return ONLY_DO.match(limit.main.split(limit.instruction.condition or limit.main)[0])


_SAID_BY = later(r"(?:you|it)\b|.*\b(?:unless|not|never|don't|if)\b", re.IGNORECASE)
"""What needs something here is no thing that one may want."""


def _wanted(act: Act) -> Act:
    return replace(act, by="want") if act.by == "wish" else act


def _may_be(text: str) -> Iterator[Act]:
    """`Orders may be shown`: what is done to them."""
    passive = MAY_BE.fullmatch(text)
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
    asked = REQUESTS.match(main)
    if _QUESTION.match(main):
        for part in re.split(r",\s*(?:and |or )?", main):
            if _QUESTION.match(part):
                yield Act("know", f"{part[:1].lower()}{part[1:]}")
    elif asked is not None and asked["join"].casefold() not in {"to", "for"}:
        yield from (Act("discuss", thing) for thing in split_list(tidy(asked["what"])))
    else:
        yield from _permitted_acts(main)


_QUESTION = later(r"(?:what|how|which|who|whether|why|where)\b", re.IGNORECASE)


def _permitted_acts(main: str) -> Iterator[Act]:
    found = MAY.fullmatch(main)
    acts = list(verbs_in(found["act"] if found else main))
    if acts or found:
        yield from acts
    elif len(main.split()) <= LONGEST and not VERBAL.search(main):
        yield from (Act("discuss", act.object) for act in things_in(main) if not act.verb)


def _under_none(limit: _Limit) -> Iterator[Act]:
    """`Under no circumstances shall details of one tenant be passed to another`."""
    found = NO_CASE.match(limit.main)
    verb = base_of(found["done"]) if found else ""
    if found is not None and verb:
        for thing in split_list(found["what"]):
            yield Act(verb, f"{thing}{CUT.sub('', found['rest'])}".strip(), by="thing")


def _only_some(limit: _Limit) -> Iterator[Act]:
    """`Only staff may be told which rooms are empty`."""
    found = None if _does_only(limit) else ONLY_SOME.match(limit.main)
    verb = base_of(found["done"]) if found else ""
    if found is not None and verb:
        rest = CUT.sub("", found["rest"]).strip(" ,.")
        by = "product" if found["be"] else "user"
        yield from (Act(verb, one, by) for one in split_list(rest))


def _prose(limit: _Limit) -> Iterator[Act]:
    """`We do not let hirers cruise after dark`, `who pays is nobody's business`."""
    yield from prose_acts(f"{limit.before}, {limit.main}" if limit.before else limit.main)


_REFUSED = (
    _row,
    _prose,
    _under_none,
    _turned,
    _for_others,
    _requested,
    _not_ours,
    _passive,
    _shut,
    _ordered,
    _bare,
)


def _titled(limit: _Limit) -> Iterator[Act]:
    """`Spare key: only after a check`: what stands in front."""
    found = TITLED.match(limit.instruction.text)
    acts = list(things_in(found["what"])) if found is not None else []
    # One of several things may lack the words that make it one.
    whole = [act for act in acts if len(acts) == 1 or " " in act.object]
    yield from (_wanted(act) for act in whole)


_CONDITIONAL = (_row, _prose, _only_some, _gated, _titled)
_ALLOWED = (_row, _permitted)
