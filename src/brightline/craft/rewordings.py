"""A rule in, wordings of it that say the same out: what readers of a rule are given."""

import re
from typing import NamedTuple

from brightline.craft.imperative import imperative
from brightline.craft.later import later
from brightline.records import Authority, Rule, Stance


class Wording(NamedTuple):
    """A rule in one wording."""

    name: str
    lines: tuple[str, ...]


_TAIL = later(
    r"^(?P<head>[^,;:]+(?:,[^,;:]+)*?),?\s+(?P<tail>(?:unless|except when|only if|only when)"
    r"\s+[^.;]+)\.?$",
    re.IGNORECASE,
)


def reword(rule: Rule) -> tuple[Wording, ...]:
    """Return six wordings of a rule; who reads it well reads them all alike.

    Args:
        rule: Its text, stance and condition make the wordings; its requests do not.
    """
    text, wants = rule.text, _wants(rule)
    order = imperative(text)
    meant = _AGAINST if _says_what_it_does(rule) else _UNDER
    return (
        Wording("as written", (text, f"What {meant.does} is {wants}.")),
        Wording("decision first", (f"Here a request is {wants}{meant.first}:", text)),
        Wording("as an order", (f"Keep to this: {order}", f"It means: {_order(rule, meant)}")),
        Wording(
            "as a question",
            (
                f"{meant.asks}: {text}",
                f"If yes, it is {wants}. If no, this rule {_else(rule)}.",
            ),
        ),
        Wording("turned round", (_turned(text), f"Requests that {meant.do} are {wants}.")),
        Wording("as a list", (f"Rule: {text}", *_listed(rule, meant))),
    )


class _Meant(NamedTuple):
    """How a rule names the requests that it decides on."""

    does: str
    do: str
    first: str
    asks: str
    refused: str
    """What is refused, after that word; empty where the rule itself names it."""


_UNDER = _Meant(
    "falls under it",
    "fall under it",
    ". This is what it is about",
    "Is the request one of those that this is about",
    "",
)
_AGAINST = _Meant(
    "goes against it",
    "go against it",
    ". It is one that goes against this",
    "Does the request go against this",
    " what goes against it",
)
"""Of a rule that says what is done, and refuses the rest: what falls under `helps with food
only` would be food."""

_DOES_ONLY = later(
    r"^(?!(?:never|no|not|do not|don't|does not|nothing|nobody|avoids?|declines?|refuses?"
    r"|rejects?|leaves?|turns? down)\b)[^;.]*\b(?:only|exclusively|solely)\b"
    r"|^(?:stays?|sticks?|keeps?) (?:\w+ )?(?:to|within|on)\b",
    re.IGNORECASE,
)


def _says_what_it_does(rule: Rule) -> bool:
    return rule.stance is Stance.REFUSE and _DOES_ONLY.search(rule.text) is not None


def _wants(rule: Rule) -> str:
    if rule.stance is Stance.ALLOW:
        return "answered"
    if rule.condition is None:
        return "refused, always"
    return f"refused, unless {_who(rule)} has established: {_condition(rule)}"


def _else(rule: Rule) -> str:
    allows = rule.stance is Stance.ALLOW
    return "says nothing of it" if allows else "does not want it refused"


def _condition(rule: Rule) -> str:
    return rule.condition.text.rstrip(" .") if rule.condition else ""


def _who(rule: Rule) -> str:
    condition = rule.condition
    by_user = condition is not None and condition.established_by is Authority.USER
    return "the user" if by_user else "the operator"


def _order(rule: Rule, meant: _Meant) -> str:
    if rule.stance is Stance.ALLOW:
        return "answer what it is about."
    if rule.condition is None:
        return f"refuse{meant.refused or ' what it is about'}, whoever asks and however."
    who, condition = _who(rule), _condition(rule)
    return f"refuse what it is about, as long as {who} has not established: {condition}."


def _turned(text: str) -> str:
    """Return a text with its condition first, where it ends with one."""
    found = _TAIL.match(text)
    if found is None:
        return text
    head, tail = found["head"], found["tail"]
    return f"{tail[0].upper()}{tail[1:]}: {head[0].lower()}{head[1:]}."


def _listed(rule: Rule, meant: _Meant) -> tuple[str, ...]:
    if rule.stance is Stance.ALLOW:
        return ("Decision: answer",)
    if rule.condition is None:
        return (
            f"Decision: refuse{meant.refused}",
            "Exceptions: none beside what the rule says",
        )
    return (
        "Decision: refuse",
        f"Exception: {_condition(rule)}",
        f"Who can establish the exception: {_who(rule)}",
    )
