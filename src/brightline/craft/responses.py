"""A policy in, a model response for each rule out: what the product could say when it declines.

Deterministic and without a model: the limit comes from the rule's text, the offer from its
`instead`, both put into the first person and told to the user. A draft, to be read and edited.
"""

import re
from collections.abc import Callable

from brightline.craft.alike import Weights, likeness, read_statement
from brightline.craft.told import Listener, bare, listener_of
from brightline.records import ModelResponse, OfferedFrom, Policy, Rule, Stance

LONGEST_LIMIT = 30
"""Words of the sentence that says the limit, where it can be cut."""

_CUTS = re.compile(
    r"\s*(?:[;:]|, (?:and )?never\b|,? nor\b| and never\b| and picks? no\b"
    r"|, (?:whoever|whatever|whichever|in any|not even|no matter|also|even|so that|in whole)\b"
    r"|, [a-z' ]+ (?:included|or in part)\b).*$",
    re.IGNORECASE,
)
"""What a rule goes on with that a short refusal leaves out."""
_PARTS = re.compile(r",? (?:or|nor|and) (?=(?:to|how|whether|what|which|who|that|for|with)\b)")

_NEVER = (
    r"^(?:[Nn]ever|(?:Must|Should|May|Do|Does|Will|Can) ?not|Don't|Doesn't|Mustn't|Cannot|Can't"
    r"|Refuses? to|Declines? to|Avoids?)\s+"
)
_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"^No (?P<rest>.+)$"), lambda hit: f"I don't give {hit['rest']}"),
    (re.compile(rf"{_NEVER}(?P<rest>.+)$"), lambda hit: f"I don't {_small(hit['rest'])}"),
    (
        re.compile(r"^Only (?P<when>.+?),? (?:does|do) (?:it|you) (?P<do>.+)$"),
        lambda hit: f"I {hit['do']} only {hit['when']}",
    ),
)
"""How rules are put, each with how a product says the same of itself."""
_LIMITS = re.compile(r"\b(?:not?|never|nothing|only|unless|declines?|refuses?|don't)\b")

_SAYS = re.compile(
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
_ASKS = re.compile(
    r"^ask (?P<what>(?:whose|who|whether|what|where|which|how|if|when)\b.*?),?"
    rf" (?:and|or|then)(?: until then| then)?,? (?P<rest>{_DOES}\b.+)$",
    re.IGNORECASE,
)
_BIDS = re.compile(
    rf"^(?:ask|invite) (?:you|the \w+) to (?P<do>.+?),? and (?P<rest>{_DOES}\b.+)$",
    re.IGNORECASE,
)
_THIN = re.compile(
    r"^(?:ask (?:wh|how|if)\w*\b.*|(?:\w+ ){0,3}(?:them|it|that|this|there)"
    r"|.* more of (?:them|it))$",
    re.IGNORECASE,
)
"""An offer that names nothing: a question back, or a mere "find more of them"."""
_GIVES = re.compile(r"^(show|tell|ask|give|offer|send)(?= (?!you\b|yourself\b|to\b))")
_UNTIL = re.compile(r",? ?\buntil then\b,? ?")


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
    offer, source = _offer(rule.instead or "", listener), OfferedFrom.INSTEAD
    if not offer:
        offer, source = _task(rule, policy, listener), OfferedFrom.TASK
    return ModelResponse(
        rule_id=rule.id,
        asked=rule.must_refuse[0] if rule.must_refuse else "",
        text=" ".join(filter(None, (_limit(rule.text, listener), offer))),
        offered_from=source if offer else OfferedFrom.NOTHING,
    )


def _limit(text: str, listener: Listener) -> str:
    """Return the sentence that says what the product does not do."""
    plain = _brief(" ".join(text.split()).rstrip(".!"))
    order = bare(plain)
    told = listener.told(order)
    for pattern, said in _FORMS:
        if (hit := pattern.match(told)) is not None:
            return _sentence(said(hit))
    if order != plain:
        return _sentence(f"I {'' if _LIMITS.search(told) else 'only '}{_small(told)}")
    # It names nothing that is done, so it stands as it is.
    lead = "" if _LIMITS.search(told) else "There is a limit that I don't cross: "
    return _sentence(f"{lead}{_small(told) if lead else told}")


def _brief(text: str) -> str:
    """Return a rule without what a short refusal leaves out."""
    cut = _CUTS.sub("", text)
    kept = cut if len(cut.split()) > 2 else text
    while len(kept.split()) > LONGEST_LIMIT and not re.search(r"\b(?:only|unless)\b", kept):
        ends = [hit.start() for hit in _PARTS.finditer(kept)]
        if not ends:
            break
        kept = kept[: ends[-1]]
    return kept


def _offer(instead: str, listener: Listener) -> str:
    """Return the sentence that says what the product can do in its place; empty for nothing."""
    order = listener.told(bare(" ".join(instead.split()).rstrip(".!")))
    order = _SAYS.sub("", order, count=1)
    if (bids := _BIDS.match(order)) is not None:
        return _sentence(f"Please {_small(bids['do'])}, and I can {_to_you(bids['rest'])}")
    if (asks := _ASKS.match(order)) is not None:
        return _sentence(f"Tell me {asks['what']}, and I can {_to_you(asks['rest'])}")
    if not order or _THIN.match(order) is not None:
        return ""
    return _sentence(f"But I can {_to_you(order)}")


def _task(rule: Rule, policy: Policy, listener: Listener) -> str:
    """Return an offer of the task that is nearest to a rule, with a request that is fine."""
    if not policy.scope.does:
        return ""
    about = read_statement(" ".join((rule.text, *rule.must_refuse, *rule.must_answer)))
    tasks = {task: read_statement(task) for task in policy.scope.does}
    weights = Weights((about, *tasks.values()))
    best = max(tasks, key=lambda task: likeness(about, tasks[task], weights))
    said = f"But I can {_to_you(listener.told(best).rstrip('.'))}"
    if not rule.must_answer:
        return f"{said}."
    asked = read_statement(" ".join(rule.must_refuse[:1]))
    fine = max(
        rule.must_answer, key=lambda text: likeness(asked, read_statement(text), weights)
    )
    return f"{said}, for example when you ask: {fine.strip()}"


def _to_you(order: str) -> str:
    """Return what is done, with the person that it is done for."""
    told = re.sub(r"^offer to (.+?), or to ", r"\1, or ", _UNTIL.sub(" ", _small(order)))
    return _GIVES.sub(r"\1 you", re.sub(r"^offer to ", "", " ".join(told.split())))


def _small(text: str) -> str:
    """Return text that does not begin a sentence any more."""
    first = text.partition(" ")[0]
    name = first[1:] != first[1:].lower() or first == "I"
    return text if name else text[:1].lower() + text[1:]


def _sentence(text: str) -> str:
    text = text.strip().rstrip(".,;:!")
    return f"{text[:1].upper()}{text[1:]}."
