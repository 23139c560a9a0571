"""A system prompt in, what plain rules can take out of it, and the lines they could not."""

import re
from dataclasses import dataclass, field

MAX_LISTED = 200
"""Tasks or limits that a draft takes; lines beyond are handed back."""

MAX_LENGTH = 300
"""Characters of one task or limit; longer lines are prose, not an item."""

MAX_CHARACTERS = 500_000
"""How much of a prompt is read; the rest is handed back as one line."""

MAX_NAME = 60

_HEADING = re.compile(r"(?:#{1,6}\s+|\*\*)(.+?)[#*:\s]*$")
_BULLET = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s+(.+)")
_NAME = re.compile(
    r"\b[Yy]ou(?:'re| are) (?:called |named )?(?:\*\*([^*\n]{2,60})\*\*|\"([^\"\n]{2,60})\""
    r"|([A-Z][\w'-]*(?: [A-Z][\w'-]*){0,3}))(?=\W|$)"
)
_ROLE = re.compile(
    r"\b(?:[Yy]ou(?:'re| are)|[Aa]s) (?:an?|the) ([A-Za-z][\w' -]{2,50}?)"
    r"(?=[,.;:]| who| that| for|$)"
)
_AUDIENCE = re.compile(
    r"\b(?:for|helps?|supports?|assists?|guides?|serves?|talks? to)\s+"
    r"((?:(?!that\b|which\b|helps?\b|assistant\b|with\b)[\w'-]+\s+){0,4}?(?:children"
    r"|kids|pupils|students|teachers|parents|users|customers|"
    r"clients|patients|employees|staff|travell?ers|drivers|members|people|adults|visitors|"
    r"job-seekers|caregivers|developers)\b"
    r"(?: (?:of|aged|between) [\w \u2013-]{1,30}?(?=[,.;\n]|$))?)",
    re.IGNORECASE,
)
_HELPS_WITH = re.compile(
    r"\b(?:helps?|assists?|supports?)\b[^.\n]{0,80}?\bwith\s+([^\n.]{3,300})", re.IGNORECASE
)
_CAN_HELP = re.compile(r"\b(?:you )?can help [\w'-]+ ([^\n.]{3,300})", re.IGNORECASE)
_DENIES = re.compile(
    r"(?:(?:you )?(?:must|should|may|can|do|does|are|will)\s+(?:not|never)\b|(?:you )?cannot\b"
    r"|(?:you )?(?:can't|don't|won't|mustn't|shouldn't)\b|never\b|no\b|refuse\b|decline\b"
    r"|avoid\b|only\b)",
    re.IGNORECASE,
)
_DENIAL_WITHIN = re.compile(
    r"\b(?:you|agent|assistant)\s+(?:(?:must|should|may|can|will|do) (?:not|never)|cannot|can't"
    r"|never)\b",
    re.IGNORECASE,
)
_ALLOW_HEADING = re.compile(
    r"\b(?:help|helps|can do|do|does|tasks?|role|allowed|purpose|capabilit\w+|scope|services?"
    r"|duties|responsib\w+|what you can)\b",
    re.IGNORECASE,
)
_DENY_HEADING = re.compile(
    r"\b(?:not|never|forbidden|prohibit\w*|don'?ts?|limits?|restrict\w*|refus\w*|disallow\w*"
    r"|out of scope|must not)\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"\*\*|__|`|(?<!\w)\*|\*(?!\w)|[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f]")
_SPLIT = re.compile(r",\s*(?:and\s+|or\s+)?|\s+and\s+|;\s*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Leftover:
    """A line of the prompt of which nothing was taken."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a first policy is made of; empty where the prompt does not say."""

    product: str = ""
    audience: str = ""
    does: tuple[str, ...] = ()
    does_not: tuple[str, ...] = ()
    not_understood: tuple[Leftover, ...] = ()


@dataclass(slots=True)
class _Found:
    """What has been read so far."""

    names: list[str] = field(default_factory=list)
    audiences: list[str] = field(default_factory=list)
    does: list[str] = field(default_factory=list)
    mentioned: list[str] = field(default_factory=list)
    """Tasks out of prose: used where no list names any."""
    does_not: list[str] = field(default_factory=list)


def understand_prompt(text: str) -> Draft:
    """Return the product's name, tasks, limits and audience as far as plain rules find them.

    Reads headings, bullet points and a few turns of phrase of English prompts. It guesses
    nothing: a line that it cannot place is handed back.

    Args:
        text: A system prompt, plain or in Markdown.
    """
    found = _Found()
    left: list[Leftover] = []
    section = ""
    for number, line in _lines(text[:MAX_CHARACTERS]):
        heading = _HEADING.fullmatch(line)
        if heading is not None and not _NAME.search(line):
            section = _section(heading[1])
            continue
        full = max(len(found.does), len(found.mentioned), len(found.does_not)) >= MAX_LISTED
        if full or not _take(line, section, found):
            left.append(Leftover(number, line))
    rest = text[MAX_CHARACTERS:]
    if rest.strip():
        number = text.count("\n", 0, MAX_CHARACTERS) + 1
        left.append(Leftover(number, f"the rest, {len(rest):,} characters"))
    return Draft(
        product=next(iter(found.names), "")[:MAX_NAME],
        audience=next(iter(found.audiences), ""),
        does=_distinct(found.does or found.mentioned),
        does_not=_distinct(found.does_not),
        not_understood=tuple(left),
    )


def _lines(text: str) -> list[tuple[int, str]]:
    """Return the lines that say something, each with its wrapped rest, by number."""
    found: list[tuple[int, str]] = []
    wraps = False
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if wraps and (line[:1].islower() or (raw[:1].isspace() and line[:1].isalnum())):
            start, before = found[-1]
            found[-1] = (start, f"{before} {line}")
        elif any(character.isalnum() for character in line):
            found.append((number, line))
        wraps = bool(line) and bool(found) and not line.startswith("#")
    return found


def _section(heading: str) -> str:
    if _DENY_HEADING.search(heading):
        return "deny"
    return "allow" if _ALLOW_HEADING.search(heading) else ""


def _take(line: str, section: str, found: _Found) -> bool:
    """Take what a line says, and say whether it said anything."""
    bullet = _BULLET.fullmatch(line)
    if bullet is None:
        return _take_prose(line, found)
    item = _clean(bullet[1])
    first, *others = _SENTENCE.split(item)
    if not item or len(first) > MAX_LENGTH:
        return False
    if section == "deny" or _DENIES.match(item):
        denials = [text for text in others if _DENIES.match(text) and len(text) <= MAX_LENGTH]
        found.does_not.extend(_clean(text) for text in (first, *denials))
        return True
    if section == "allow":
        found.does.append(_clean(first))
        return True
    return _take_prose(bullet[1], found)


def _take_prose(line: str, found: _Found) -> bool:
    before = sum(map(len, (found.names, found.audiences, found.mentioned, found.does_not)))
    _take_name(line, found)
    plain = _clean(line)
    audience = _AUDIENCE.search(plain)
    if audience is not None:
        found.audiences.append(" ".join(audience[1].split()))
    helps = _HELPS_WITH.search(plain) or _CAN_HELP.search(plain)
    if helps is not None:
        found.mentioned.extend(_tasks(helps[1]))
    for sentence in _SENTENCE.split(plain):
        denies = _DENIES.match(sentence) or _DENIAL_WITHIN.search(sentence)
        if denies and 3 < len(sentence) <= MAX_LENGTH:
            found.does_not.append(_clean(sentence))
    after = sum(map(len, (found.names, found.audiences, found.mentioned, found.does_not)))
    return after > before


def _take_name(line: str, found: _Found) -> None:
    name = _NAME.search(line)
    if name is not None:
        said = _clean(name[1] or name[2] or name[3])
        if not _DENIES.match(said):
            found.names.append(said)
    role = _ROLE.search(_clean(line))
    if role is not None:
        found.names.append(role[1].strip())


def _tasks(listed: str) -> list[str]:
    tasks = [part.strip() for part in _SPLIT.split(listed)]
    return [
        task if _is_action(task) else f"help with {task}" for task in tasks if len(task) > 2
    ]


def _is_action(task: str) -> bool:
    first = task.split(maxsplit=1)[0].casefold()
    return first in _VERBS


_VERBS = frozenset(
    (
        *("answer", "ask", "book", "cancel", "change", "check", "compare", "create", "explain"),
        *("find", "fix", "give", "help", "learn", "make", "modify", "offer", "order", "plan"),
        *("practise", "prepare", "provide", "read", "return", "search", "send", "show"),
        *("suggest", "summarise", "summarize", "teach", "track", "translate", "understand"),
        *("update", "use", "write"),
    )
)


def _clean(text: str) -> str:
    return " ".join(_MARKUP.sub("", text).split()).strip(" .:;-\u2013\u2014")


def _distinct(texts: list[str]) -> tuple[str, ...]:
    first = {text.casefold(): text for text in reversed(texts)}
    ordered = sorted(first.values(), key=texts.index)
    return tuple(ordered[:MAX_LISTED])
