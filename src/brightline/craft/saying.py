"""Two statements in, whether one orders to say what the other forbids, or only seems to, out.

`Never promise a date` and `always tell the exact date` share one word, and no likeness of words
shows that they cannot both be kept.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from brightline.craft.alike import Statement, read_statement
from brightline.craft.later import later
from brightline.records import Rule

_NO = later(
    r"(?:^|[^,;:]*?[\s,;:])(?:never|(?:do|does|must|may|shall|will|should) not|\w+n't|cannot)"
    r"\s+(?:ever )?(?P<verb>promis|guarante|nam|quot|stat|tell|say|reveal|disclos|mention)\w*\s"
    r"(?:(?:anyone|anybody|customers?|users?|people|them|guests?) )?(?:an?|the|any) "
    r"(?P<thing>(?:[a-z-]+ ){0,2}[a-z-]+)\W*",
    re.IGNORECASE,
)
_YES = later(
    r"\W*(?:(?:you|it) )?(?:(?:must|should|will|shall) )?(?:always )?"
    r"(?P<verb>promis|guarante|confirm|nam|quot|stat|tell|say|giv|shar|show)\w*\s"
    r"(?:(?:(?:every|each|all|the|any) )?(?:them|people|everyone|anyone|[a-z]+s?) )?"
    r"(?:an?|the|their|its|each|every) (?P<thing>(?:[a-z-]+ ){0,2}?[a-z-]+)"
    r"(?= (?:of|for|on|when|that|which|their|its|at|in|by|with|to|the|an?|from|as)\b|\W*$"
    r"|[,;:.])",
    re.IGNORECASE,
)
_SURE = later(
    r"\b(?:exact|precise|definite|firm|final|guaranteed|certain|fixed)\b", re.IGNORECASE
)
_ONLY = later(
    r"\b(?:unless|only|until|if|when|once|after|except|without|who|whether)\b", re.IGNORECASE
)
_PLEDGES = frozenset({"promis", "guarante", "confirm"})


class _Said(NamedTuple):
    """What is said: its verb, and the thing with what tells which one."""

    verb: str
    head: str
    which: frozenset[str]


def says_what_is_barred(no: str, yes: str) -> bool:
    """Say whether a statement orders to say the very thing that another forbids to say.

    To promise a thing is more than to say it: there the order must want it exact.

    Args:
        no: E.g. `Never promise a date.`
        yes: E.g. `Always tell customers the exact date their parcel arrives.`
    """
    mine = _barred(no)
    ordered = _YES.match(yes) if mine is not None else None
    if mine is None or ordered is None:
        return False
    yours = _said(ordered)
    if mine.head != yours.head or not mine.which <= yours.which:
        return False
    pledged = mine.verb in _PLEDGES
    return not pledged or yours.verb in _PLEDGES or _SURE.search(ordered["thing"]) is not None


@lru_cache(maxsize=1024)
def _barred(no: str) -> _Said | None:
    """Return what a statement forbids to say, whatever the case; None where it does not."""
    found = _NO.fullmatch(no.strip())
    return None if found is None or _ONLY.search(no) is not None else _said(found)


def _said(found: re.Match[str]) -> _Said:
    words = [re.sub(r"(?<=[a-z]{2})s$", "", one) for one in found["thing"].casefold().split()]
    which = frozenset(one for one in words[:-1] if _SURE.fullmatch(one) is None)
    return _Said(found["verb"].casefold(), words[-1], which)


_LAST = later(r"([a-z-]{3,})[.!]?$", re.IGNORECASE)
_ABOUT_IT = (
    r"(?:form|page|list|desk|team|button|link|polic(?:y|ies)|process|number|line|department|office"
    r"|request|menu|terms|rules|section|guide)s?"
)


def is_of_another_thing(no: str, yes: str) -> bool:
    """Say whether an order is about what only bears the name of what is refused: a refund form.

    Args:
        no: E.g. `Never promise a refund.`
        yes: E.g. `Give the refund form.`
    """
    last = _LAST.search(no.strip())
    if last is None:
        return False
    named = rf"\b{re.escape(last[1].casefold())} {_ABOUT_IT}\b"
    alone = rf"\b{re.escape(last[1].casefold())}s?\b(?! {_ABOUT_IT}\b)"
    said = yes.casefold()
    return re.search(named, said) is not None and re.search(alone, said) is None


def orders_instead(line: Statement, rule: Rule) -> bool:
    """Say whether a line orders just what a rule does in place of what it refuses.

    `Give the refund form` stands against no rule that gives it instead of a promised refund;
    `give the refund` does.

    Args:
        line: Of the prompt.
        rule: Of the policy.
    """
    better = read_statement(rule.instead or "").words
    return line.words <= better and bool(line.words & better - read_statement(rule.text).words)
