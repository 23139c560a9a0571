"""A policy in, a model response for each rule out: what the product could say when it declines.

Deterministic and without a model: the limit comes from the rule's text, the offer from its
`instead`, both put into the first person and told to the user. A draft, to be read and edited.
"""

import re

from brightline.craft.alike import Weights, likeness, read_statement
from brightline.craft.later import later
from brightline.craft.limits import (
    acts,
    is_gerund,
    is_sentence,
    limit_of,
    own_words,
    sentence,
    small,
)
from brightline.craft.told import Listener, bare, listener_of
from brightline.records import ModelResponse, OfferedFrom, Policy, Rule, Stance

_SAYS = later(
    r"^(?:say|tell|decline|be|take|treat)\b.*?[,;]? (?:and|or|then|but)(?: then| also)? "
    r"(?=(?:explain|find|name|show|offer|help|describe|ask|go|give|list|point|read|plan"
    r"|say when|say where|practise|write|guide|suggest|listen|talk|leave|take)\b)",
    re.IGNORECASE,
)
"""What a better response says first that the limit says already: "Says that it is private"."""
_DOES = (
    r"(?:say|show|explain|name|offer|tell|find|help|give|describe|list|point|plan|write|lead"
    r"|suggest|book|go|work|compare)"
)
_ASKS = later(
    r"^ask (?P<what>(?:whose|who|whether|what|where|which|how|if|when)\b.*?),?"
    rf" (?:(?:and|or|then)(?: until then| then)?,? )?(?P<rest>{_DOES}\b.+)$",
    re.IGNORECASE,
)
_BIDS = later(
    rf"^(?:ask|invite) (?:you|the \w+) to (?P<do>.+?),? and (?P<rest>{_DOES}\b.+)$",
    re.IGNORECASE,
)
_THIN = later(
    r"^(?:ask (?:wh|how|if)\w*\b.*|(?:\w+ ){0,3}(?:them|it|that|this|there)"
    r"|.* more of (?:them|it))$",
    re.IGNORECASE,
)
"""An offer that names nothing: a question back, or a mere "find more of them"."""
_GIVES = later(
    r"^(show|tell|ask|give|offer|send)(?= (?!you\b|yourself\b|to\b|them\b|it\b"
    r"|people\b|some(?:body|one)\b|any(?:body|one)\b|every(?:body|one)\b|him\b|her\b))"
)
_UNTIL = later(r",? ?\buntil then\b,? ?")


def responses(policy: Policy) -> tuple[ModelResponse, ...]:
    """Return a model response for each rule that declines anything, in the policy's order.

    Args:
        policy: Whose rules; one that always allows needs no refusal and gets none.
    """
    listener = listener_of(policy.scope.audience or "")
    return tuple(
        _response(rule, policy, listener)
        for rule in policy.rules
        if rule.stance is not Stance.ALLOW
    )


def _response(rule: Rule, policy: Policy, listener: Listener) -> ModelResponse:
    text = own_words(rule.text, policy.name)
    limit = limit_of(text, listener, stance=rule.stance)
    offer, source = _offer(rule.instead or "", listener, beside=rule.text), OfferedFrom.INSTEAD
    if not offer:
        offer, source = _task(rule, policy, listener), OfferedFrom.TASK
    return ModelResponse(
        rule_id=rule.id,
        asked=rule.must_refuse[0] if rule.must_refuse else "",
        text=" ".join(filter(None, (limit.text, offer))),
        offered_from=source if offer else OfferedFrom.NOTHING,
        unread=bool(rule.instead) and source is not OfferedFrom.INSTEAD,
        plain=limit.plain,
    )


def _offer(instead: str, listener: Listener, *, beside: str) -> str:
    """Return the sentence that says what the product can do in its place; empty for nothing."""
    first = _ENDS.split(" ".join(instead.split()), maxsplit=1)[0].rstrip(".!")
    if (on := _ON.match(first)) is not None:
        rest = _bare(on["rest"], listener, beside=beside)
        when = listener.told(small(on["when"]), beside=beside)
        return f"But {when}, I can {_to_you(rest)}." if acts(rest) else ""
    return _offered(_of_user(_bare(first, listener, beside=beside)))


def _offered(told: str) -> str:
    order = _SAYS.sub("", told, count=1)
    if (bids := _BIDS.match(order)) is not None and acts(bids["rest"]):
        return sentence(f"Please {small(bids['do'])}, and I can {_to_you(bids['rest'])}")
    if (asks := _ASKS.match(order)) is not None:
        wanted = re.sub(r"\b(has \w+) them\b", r"\1 you", asks["what"])
        return sentence(f"Tell me {wanted}, and I can {_to_you(asks['rest'])}")
    if not order or _THIN.match(order) is not None:
        return ""
    if _NAMED.match(order) and not is_sentence(order):
        return sentence(f"But I can offer {small(order)}")
    return sentence(f"But I can {_to_you(order)}") if acts(order) else ""


def _bare(text: str, listener: Listener, *, beside: str) -> str:
    told = listener.told(bare(f"{text[:1].upper()}{text[1:]}"), beside=beside)
    return listener.served(told)


def _of_user(told: str) -> str:
    """Return an offer in which `they`, where nobody else is named, is the user."""
    pointed = _THEY.search(told)
    if pointed is None or _MANY.search(told[: pointed.start()]) is not None:
        return told
    return _THEY.sub(lambda hit: _YOU[hit[0].casefold()], told)


_THEY = later(r"\b(?:they|them|their|theirs|themselves)\b", re.IGNORECASE)
_YOU = {
    "they": "you",
    "them": "you",
    "their": "your",
    "theirs": "yours",
    "themselves": "yourself",
}
_MANY = later(
    r"\b(?!this\b|is\b|as\b|us\b|was\b|has\b|always\b|what'?s\b)[a-z'-]+s\b"
    r"|\b(?:who|whom|whose|whether|another|else|people|children|men|women"
    r"|others|someone|somebody|anyone|whoever|person|child)\b",
    re.IGNORECASE,
)
"""Whom `they` may mean where the user is not meant: `explain how people see their own`."""


_ENDS = later(r"(?<=[a-z)\]0-9])[.!?] +(?=[A-Z])|;")
_ON = later(r"^(?P<when>(?:If|When|Where|Once|After|In|For) [^,]+), (?:then )?(?P<rest>.+)$")
_NAMED = later(r"^(?:An?|The|Our|Some|Free)\b")


def _task(rule: Rule, policy: Policy, listener: Listener) -> str:
    """Return an offer of the task that is nearest to a rule, with a request that is fine."""
    if not policy.scope.does:
        return ""
    about = read_statement(" ".join((rule.text, *rule.must_refuse, *rule.must_answer)))
    about_rule = read_statement(" ".join((rule.text, *rule.must_refuse)))
    tasks = {task: read_statement(task) for task in policy.scope.does}
    weights = Weights((about, *tasks.values()))
    best = max(tasks, key=lambda task: likeness(about, tasks[task], weights))
    said = _doing(best, listener)
    asked = read_statement(" ".join(rule.must_refuse[:1]))
    fine = {text: read_statement(text) for text in rule.must_answer}
    # One that shares nothing with task and rule would offer two things as one, and one that
    # only asks for the task says it twice.
    near = [text for text, one in fine.items() if one.words & tasks[best].words]
    near = near or [text for text, one in fine.items() if one.words & about_rule.words]
    chosen = max(near, key=lambda text: likeness(asked, fine[text], weights), default="")
    if not chosen or fine[chosen].words <= tasks[best].words:
        return f"{said}."
    return f"{said}, for example when you ask: {chosen.strip()}"


def _doing(task: str, listener: Listener) -> str:
    """Return an offer of a task, however the scope names it; without its end."""
    told = _bare(" ".join(task.split()).rstrip(".!"), listener, beside="")
    if acts(told):
        return f"But I can {_to_you(told)}"
    if is_gerund(told.partition(" ")[0]):
        return f"But I can help with {small(told)}"
    return f"But I can help with this: {small(told)}"


def _to_you(order: str) -> str:
    """Return what is done, with the person that it is done for."""
    told = re.sub(
        r"^offer to (.+?)(,?) (or|and) to ", r"\1\2 \3 ", _UNTIL.sub(" ", small(order))
    )
    return _GIVES.sub(r"\1 you", re.sub(r"^offer to ", "", " ".join(told.split())))
