"""A list in words in, its things out, each with what the list says once for all of them."""

import re
from collections.abc import Sequence

from brightline.craft.draft.verbs import NOUNS_TOO, base_of
from brightline.craft.later import later

_HEADS = later(
    r"(?P<first>[\w'-]+)(?P<more>(?:, [\w'-]+)*),? (?:or|and"
    r"|nor) (?P<last>[\w'-]+) (?P<head>\w+)(?P<tail>(?: (?:on|about|of|for|in|to|that|from"
    r"|regarding) .+)?)$"
)
_SHARED = frozenset(
    """
advice information content data details questions topics matters opinions records guidance
claims materials decisions recommendations services issues subjects counsel figures
""".split()  # noqa: SIM905 - a list of words reads best as words
)
"""Nouns that several words before them share."""

_KIND = later(
    r"\w+(?:al|ic|ive|ous|ary|ent|ful|ible|able|ed|ing)$|tax|health|investment|account"
    r"|immigration|relationship|payroll|benefits?|insurance|political|religious|drug|travel",
    re.IGNORECASE,
)
JOIN = later(r",\s*(?:or |and |nor )?| or | nor ")
_PURPOSE = later(
    r"\S(?<! in)(?<! of)(?<! to)(?<! for)(?<! with) (?:to (?!me\b|my\b|the\b|an?\b)[a-z]+ "
    r"|so that |in order to |(?:by|from) [a-z]+ing ).+$"
)
"""What a list of things is for: it belongs to each of them."""

_OPEN = later(
    r"(?P<open>(?:\S+ ){0,4}(?:about|on|for|of|to|into|with|against|between|in)(?: (?:another"
    r"|other|the|a|an) \S+['\u2019]s?)?) (?P<rest>.+)"
)
_TAIL = later(
    r"(?<! in)(?<! of)(?<! to)(?<! for) (?:of|for|about|on|from|with|belonging to|between"
    r"|that|which|who) .+$"
)
MAX_THING = 8
"""Words of one thing of a list; a longer one is a clause of its own."""


MOST_SLASHES = 3
"""Of a list like `tax/legal advice`; more of them are a path or a link."""


def split_list(text: str) -> list[str]:
    """Return the things of a list: `medical, legal or tax advice` is three kinds of advice."""
    body = re.sub(r"\s*/\s*", ", ", text) if 0 < text.count("/") <= MOST_SLASHES else text
    body = body.strip(" .,;:")
    if _WHOLE.match(body):
        return [body]
    shared = _HEADS.fullmatch(body)
    if shared is not None and shared["head"].casefold() in _SHARED:
        kinds = [shared["first"], *re.findall(r"[\w'-]+", shared["more"]), shared["last"]]
        if all(map(_KIND.fullmatch, kinds)):
            return [f"{kind} {shared['head']}{shared['tail']}" for kind in kinds]
    return _parts(body)


_WHOLE = later(r"(?:that|whether|how|why|when|where|if)\b")
"""A clause: its commas list nothing."""


def _parts(body: str) -> list[str]:
    """Return the things between the commas of a list that shares no noun."""
    parts = [part.strip() for part in JOIN.split(body) if part.strip()]
    if _ASKS.match(body):
        asked = [part for part in parts if _ASKS.match(part)]
        return asked if len(asked) > 1 else [body]
    if _is_meant(body) or _belongs_together(parts):
        return [body]
    if any(_ASIDE.match(part) for part in parts[1:]):
        parts = parts[:1]
    ending = _PURPOSE.search(body)
    if ending is not None and JOIN.search(body[: ending.start()]):
        return [f"{one}{ending[0][1:]}" for one in split_list(body[: ending.start() + 1])]
    if len(parts) == 1 and body.count(" and ") == 1 and len(body.split()) <= MAX_THING:
        parts = [part.strip() for part in body.split(" and ")]
    elif (
        len(parts) > 1 and ", " in body and body.count(" and ") == parts[-1].count(" and ") == 1
    ):
        parts = [*parts[:-1], *parts[-1].split(" and ")]  # `the name, number and address`
    long = next((at for at, part in enumerate(parts) if len(part.split()) > MAX_THING), None)
    return _completed(_with_head(parts)) if long is None else parts[:long] or [body]


def _is_meant(body: str) -> bool:
    """Say whether a list only says which one is meant: `somebody whose name a court or ...`."""
    bound, joined = _MEANT.search(body), JOIN.search(body)
    negated = " not " in body and joined is not None
    return negated or (
        bound is not None and joined is not None and joined.start() > bound.start()
    )


_ASIDE = later(r"(?:with|by|in|at|from|without|through|via|under|as|on|into) ")
_ASKS = later(r"(?:who|whom|which|what|where|when|how)\b")


def _belongs_together(parts: Sequence[str]) -> bool:
    """Say whether parts share an article, or a verb that none of them has alone."""
    first, others = parts[0] if parts else "", parts[1:]
    if re.match(r"(?:an?|the) ", first) and any(
        re.fullmatch(r"[a-z-]+(?<!s)", part) for part in others
    ):
        return True  # `a letter, notice or permit`
    heads = [part.split(maxsplit=1)[0].casefold() for part in others]
    return any(base_of(head) == head and head not in NOUNS_TOO for head in heads) or any(
        base_of(part) and base_of(part) == part.casefold() for part in parts
    )  # `how to locate, ring or lock it`


def _with_head(parts: list[str]) -> list[str]:
    """Return the parts of a list with the noun that only its last one has."""
    head = re.fullmatch(r"(?:\S+ ){1,2}(\w+)", parts[-1]) if len(parts) > 1 else None
    if head is not None and _TAIL.search(parts[-1]):
        return parts  # `religion or body of guests`: who it is of is no head
    plural = head is not None and re.search(r"[^s]s$", head[1]) is not None
    if head is None or not (head[1].casefold() in _SHARED or plural):
        return parts
    kind = parts[-1].rpartition(" ")[0].casefold()
    return [
        f"{part} {head[1]}"
        if _lacks_head(part, head[1]) or part.casefold().endswith(f" {kind}")
        else part
        for part in parts
    ]


def _lacks_head(part: str, head: str) -> bool:
    """Say whether a part of a list lacks the noun at its end: `dose or diet changes`."""
    last = part.rpartition(" ")[2]
    bare = re.fullmatch(r"[A-Za-z][a-z-]+", part) is not None and not part.endswith(
        ("s", "ing")
    )
    return bare or (head.casefold() in _SHARED and _ADJECTIVE.fullmatch(last) is not None)


_ADJECTIVE = later(
    r"\w+(?:al|ic|ive|ous|ary|ful|ible|able)|tax|health|visa|immigration|investment|customs"
    r"|payroll"
)


_MEANT = later(r"\b(?:that|who|which|whose|whom|not)\b")
_HOW_TO = later(r"(?P<open>(?:.* )?how to [a-z]+(?: (?:off|out|up|down|over))?) .+")
_ACTS = later(
    r"(?:how|what|which|who|where|when|why|to)\b|[a-z]+ (?:it|them|an?|the|my|your)\b"
)
"""What goes on with another question or another verb, and not with another thing."""
_DETERMINED = later(r"(?:an?|the|my|your|another|other|any|who|what|how)\b")
_POINTED = later(
    r"(?P<open>(?:\S+ (?:about|on|for|of|to) )?the )(?!.* (?:of|for|about|on|from|with|to) ).+",
    re.IGNORECASE,
)
_OWNER = later(r"(?P<owner>(?:[\w-]+ ){0,3}[\w-]+['\u2019]s) ")


def _completed(parts: list[str]) -> list[str]:
    """Give each thing what the list says once: `sides on parties or elections`."""
    if len(parts) < 2 or (shared := _sharing(parts)):
        return parts if len(parts) < 2 else shared
    owner = _OWNER.match(parts[0])
    bare = not any(re.match(r"(?:an?|the|my|your|another|other)\b", one) for one in parts[1:])
    if owner is not None and bare and not any("'s" in one for one in parts[1:]):
        return [parts[0], *(f"{owner['owner']} {part}" for part in parts[1:])]
    opened = _OPEN.fullmatch(parts[0])
    short = all(
        len(part.split()) <= 3 and not _TAIL.search(part) and not re.match(r"\w+ing\b", part)
        for part in parts[1:]
    )
    if opened is not None and short and not re.match(r"(?:a|an|the|my|your)\b", parts[1]):
        return [parts[0], *(f"{opened['open']} {part}" for part in parts[1:])]
    tail = _TAIL.search(parts[-1])
    ours = (
        re.match(r" \w+ (?:another|other|one|their|your|my)\b| (?:that|which|who)\b", tail[0])
        if tail
        else None
    )
    if tail is not None and ours and not any(_TAIL.search(part) for part in parts[:-1]):
        return [*(f"{part}{tail[0]}" for part in parts[:-1]), parts[-1]]
    return parts


def _sharing(parts: Sequence[str]) -> list[str]:
    """Return the parts of a list that share what is done to them, or whose they are."""
    taught = _HOW_TO.fullmatch(parts[0])
    if taught is not None and not any(map(_ACTS.match, parts[1:])):
        return [parts[0], *(f"{taught['open']} {part}" for part in parts[1:])]
    pointed, of = _POINTED.fullmatch(parts[0]), _TAIL.search(parts[-1])
    if pointed is None or of is None or any(map(_DETERMINED.match, parts[1:])):
        return []
    # One article, and one owner, for all: `the name, age or address of a tenant`.
    whole = [f"{part}{of[0]}" for part in parts[:-1]]
    return [whole[0], *(f"{pointed['open']}{part}" for part in [*whole[1:], parts[-1]])]
