"""The instructions of a system prompt in, what they say of the product itself out."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from brightline.craft.instructions.labels import without_news
from brightline.craft.instructions.names import IS_THE, KINDS_OF
from brightline.craft.instructions.short_forms import spelled_out
from brightline.craft.instructions.tables import question_of
from brightline.craft.instructions.tasks import VERBS
from brightline.craft.later import later
from brightline.records import Instruction, InstructionKind

MAX_NAME = 60

MAX_TASKS = 12
"""Tasks of a first scope; a longer list is for its owner to write."""

MIN_TASK = 3
"""Letters of a task at least."""

MAX_TASK = 16
"""Words of a task; longer ones are cut where they begin to explain."""

_NAME = later(
    r"\b(?:[Yy]ou(?:'re| are|\u2019re)|[Uu] (?:are|r)|[Yy]ou r|[Uu]r|[Tt]hou art"
    r"|[Yy]e (?:are|be)) (?:called |named |on: ?)?"
    r"(?:[\"\u201c]([^\"\u201d\n]{2,60})[\"\u201d]"
    r"|([A-Z][\w'-]*(?: [A-Z][\w'-]*){0,3}))(?=\W|$)"
)
_CALLED = later(
    r"\b(?:[Yy]ou|[Uu])r name(?: is|'s|\u2019s) "
    r"(?:\"([^\"\n]{2,60})\"|([A-Z][\w'-]*(?: [A-Z][\w'-]*){0,3}))"
)
_SO_YOU = later(r"\byou(?:'re| are) ([A-Z][\w'-]*)\b")
_KNOWN_AS = later(r"(?:known as|called|named) ([A-Z][\w'-]*(?: [A-Z][\w'-]*){0,2})")
_ROLE = later(
    r"(?:\b(?:[Yy]ou(?:'re| are| r)|[Uu] (?:are|r)|[Aa]ct(?:ing)? as|[Ss]erv(?:e|ing) as"
    r"|[Ww]ork(?:ing)? as)|^[Aa]s) (?:an?|the) ([A-Za-z][\w' -]{2,50}?)"
    r"(?=[,.;:]| who| that| for| of the| in the|$)"
)
_TITLE = later(
    rf"^((?:[A-Z][\w'&-]*,? ){{1,3}}(?i:{KINDS_OF}))(?:$| (?i:system|prompt|instructions)\b)"
)
"""A title over all: `# Voltline Assistant`."""
_IS_A = later(
    r"^([A-Z][\w'-]+)(?:, (?:(?:the|an?|our|your) )?(?:[\w-]+ ){0,3}(?:bot|assistant|agent"
    r"|helper"
    r"|guide|concierge|chatbot|companion|tutor)\b| (?:guides|helps|answers|explains|supports"
    r"|assists) )"
)
_QUOTED = later(
    r"[\"\u201c]([A-Z][^\"\u201d\n]{1,59})[\"\u201d], (?:(?:the|an?|our|your) )?"
    r"(?:[\w-]+ ){0,3}(?:bot"
    r"|assistant|agent|helper|guide|concierge|chatbot|companion|tutor|adviser|advisor|coach"
    r"|service|desk|librarian|clerk)\b"
)
"""A name in quotes, and what it is: `"Ledger", bookkeeping helper`."""
_DENIES = later(r"(?:not|never|no|only)\b", re.IGNORECASE)
_AUDIENCE = later(
    r"\b(?:for|helps?|supports?|assists?|guides?|serves?|talks? to|talking to|answers?)\s+"
    r"((?:(?!that\b|which\b|helps?\b|assistant\b|agent\b|bot\b|with\b"
    r"|for\b)[\w'-]+\s+){0,4}?(?:children"
    r"|kids|pupils|students|teachers|parents|users|customers|tenants|guests|learners|readers"
    r"|clients|patients|employees|staff|travell?ers|drivers|members|people|adults|visitors|"
    r"job-seekers|caregivers|developers|citizens|passengers|players|shoppers|owners"
    r"|couriers|dispatchers|buyers|sellers|farmers|managers"
    r"|residents|borrowers|applicants)\b"
    r"(?: (?:of|aged|between) [\w \u2013-]{1,30}?(?=[,.;\n]|$))?)",
    re.IGNORECASE,
)
_HELPS_WITH = later(
    r"\b(?:helps?|assists?|supports?)\b(?! (?:agent|bot|assistant|team|desk"
    r"|chat)\b)[^.\n]{0,80}?\bwith\s+([^\n.]{3,300})",
    re.IGNORECASE,
)
_CAN_HELP = later(r"\b(?:you )?can help [\w'-]+ ([^\n.]{3,300})", re.IGNORECASE)
_SHALL = later(
    r"^(?:you|it|[Tt]he \w+|[A-Z]\w+)(?: (?:can|will|shall|should|must|are here to"
    r"|is here to))? ([a-z]+s? .+)",
)
_TO = later(
    r"^(?:your|the) (?:\w+ )?(?:role|job|task|goal|purpose|mission|aim) is to (.+)",
    re.IGNORECASE,
)
_SPLIT = later(r",\s*(?:and\s+|or\s+)?|\s+and\s+|;\s*")
_EXPLAINS = later(
    r"\s*[(:;\u2014\u2013].*$|\s+-\s.*$|,\s*(?:such as|including|e\.g\.|like|never|not"
    r"|but)\b.*$"
)


@dataclass(frozen=True, slots=True)
class Product:
    """What a prompt says of its product; empty where it does not say."""

    name: str = ""
    audience: str = ""
    does: tuple[str, ...] = ()


def read_product(instructions: Sequence[Instruction]) -> Product:
    """Return name, audience and tasks as far as turns of phrase of English show them."""
    name = _first(_names(instructions))
    audience = _first(
        " ".join(found[1].split())
        for one in instructions
        if one.kind in _ABOUT and (found := _AUDIENCE.search(one.text))
    )
    return Product(name[:MAX_NAME], audience, _distinct(_tasks(instructions))[:MAX_TASKS])


_ABOUT = frozenset({InstructionKind.IDENTITY, InstructionKind.TASK, InstructionKind.FACT})


def _first(texts: Iterable[str]) -> str:
    return next((text for text in texts if text), "")


def _names(instructions: Sequence[Instruction]) -> Iterable[str]:
    title = instructions[0].section if instructions else ""
    texts = [one.text for one in instructions]
    for pattern in (_NAME, _CALLED, IS_THE, _SO_YOU, _QUOTED, _TITLE, _ROLE, _KNOWN_AS, _IS_A):
        for text in [title] if pattern is _TITLE else texts:
            found = pattern.search(text)
            said = next((group for group in found.groups() if group), "") if found else ""
            ordered = pattern is _IS_A and said.casefold() in _ORDERING
            if said and not ordered and not _DENIES.match(said):
                yield re.sub(r"['\u2019]s$", "", said.strip())


_ORDERING = VERBS | {"use", "be", "speak", "reply", "respond", "say", "avoid", "stay"}
"""First words of an order, which are no name: `Keep answers short`."""


def _tasks(instructions: Sequence[Instruction]) -> list[str]:
    """Return the tasks that lists name, else those of prose."""
    listed, mentioned = [], []
    for one in instructions:
        purpose = one.kind is InstructionKind.PROCEDURE and _PURPOSE.search(one.section)
        if one.kind not in _DOES and not purpose:
            continue
        text = without_news(spelled_out(one.text)).strip(" .;")
        if " | " in text:
            topic = text.split(" | ", maxsplit=1)[0]
            topic = _short(question_of(topic) or topic.rstrip("?"))
            about = "answer questions about" if _HELP.search(topic) else "help with"
            done = _verb(topic) or _VERBS_LISTED.match(topic) is not None
            listed.append(topic if done else f"{about} {topic}")
            continue
        if _named(text):
            listed.extend(_named(text))
            continue
        if one.kind is InstructionKind.TASK and _verb(text) and not one.text.endswith("?"):
            parts = re.split(r",\s*(?:and\s+)?", text)
            several = len(parts) > 1 and all(map(_verb, parts))
            listed.extend(map(_short, parts if several else [text]))
            continue
        mentioned.extend(_mentioned(text))
    found = listed if len(listed) > 1 else [*mentioned, *listed]
    return [task for task in found if len(task.split()) > 1 and not _NO_TASK.match(task)]


_VERBS_LISTED = later(
    r"[a-z]+(?:, [a-z]+)*,? (?:or|and) [a-z]+ (?:an?|the|your|their|my)\b", re.IGNORECASE
)
"""`start, stop or unlock a charge`: what is done, in verbs known or not."""

_HELP = later(r" (?:help|assistance|support)$", re.IGNORECASE)

_NO_TASK = later(
    r".*\b(?:it|this|these|them)(?: like this)?$|answer (?:every|any|all) questions?\b"
    r"|(?:answer|reply|respond|write|speak|talk) (?:only )?in "
    r"(?:[\w' -]* )?(?:language\b|english\b)"
    r"|answer (?:\w+ )?(?:guests|users|customers|people|visitors)\b",
    re.IGNORECASE,
)
"""Whom it talks to is no task, nor in which language."""


_DOES = frozenset({InstructionKind.TASK, InstructionKind.IDENTITY})
_PURPOSE = later(r"\b(?:purpose|tasks?|role|scope|duties|services?)\b", re.IGNORECASE)
_ANSWERS = later(
    r"\banswers? (?:\w+ )?(?:questions?|faqs?|queries) (?:about|on|regarding) ([^.;]{3,200})",
    re.IGNORECASE,
)
_LISTS = later(
    r"(?:(?:you|it) (?:do|can|help|does)\b"
    r"|what (?!not\b)\w+ (?:(?:would|will|shall|should|can) )?do(?:es)?\b)[^:]{0,20}: (.+)",
    re.IGNORECASE,
)
_DOING = later(r"^(?:[^:]{2,30}: )?([a-z]+ing [^.]+)", re.IGNORECASE)


def _mentioned(text: str) -> list[str]:
    """Return the tasks that a sentence names, by the first turn of phrase that fits."""
    for read in (_listed, _answered, _done, _helped, _told, _where):
        tasks = read(text)
        if tasks:
            return tasks
    return []


_NAMED = later(
    r"(?:(?:you|it|we) )?(?:can )?(?:help|assist|support)s? (?:\w+ )?with: (?P<tasks>.+)",
    re.IGNORECASE,
)


_DOING_IT = later(r"\w+ing (?:an?|the|your|my|out|about)\b", re.IGNORECASE)
"""`finding a trainer` is something done, `opening hours` is a thing."""


def _named(text: str) -> list[str]:
    """`help with: opening hours, finding a trainer`: each is a task."""
    found = _NAMED.match(text)
    parts = re.split(r"[,;]\s*(?:and )?", found["tasks"]) if found else []
    return [
        _as_task(base_form(part) if _DOING_IT.match(part) else part)
        for part in map(str.strip, parts)
        if part
    ]


def _listed(text: str) -> list[str]:
    found = _LISTS.match(text)
    parts = re.split(r";\s*(?:and )?", found[1]) if found else []
    if len(parts) == 1:
        parts = re.split(r",\s*(?:and )?", parts[0])
    return [_short(part) for part in parts if _verb(part)]


def _answered(text: str) -> list[str]:
    found = _ANSWERS.search(text)
    things = _SPLIT.split(found[1]) if found else []
    return [f"answer questions about {_short(thing)}" for thing in things if thing]


def _done(text: str) -> list[str]:
    found = _DOING.match(text)
    parts = re.split(r",\s*(?:and )?", found[1]) if found else []
    done = [base_form(part.strip()) for part in parts]
    return [_short(part) for part in done if _verb(part)]


def _helped(text: str) -> list[str]:
    found = _HELPS_WITH.search(text) or _CAN_HELP.search(text)
    listed = [part.strip() for part in _SPLIT.split(found[1])] if found else []
    parts = [one for part in listed for one in _ALTERNATIVE.split(part)]
    return [
        _as_task(part) for part in _with_object([one for one in parts if len(one) >= MIN_TASK])
    ]


_ALTERNATIVE = later(rf"(?<=\w) or (?=(?:{'|'.join(sorted(VERBS))}) )")
"""`modify or cancel trips`: two tasks."""


def _told(text: str) -> list[str]:
    asks = re.match(r"(?:who|what|which)\b", text, re.IGNORECASE) is not None
    found = _TO.match(text) or (None if asks else _SHALL.match(text))
    if found is None:
        return []
    said = [re.sub(r"^[a-z]+s\b", lambda verb: _base(verb[0]), one) for one in _each(found[1])]
    return [_short(one) for one in said if _verb(one)]


_FURTHER = later(
    r"(?:,\s*(?:and\s+)?|\s+and\s+(?=[a-z]+s (?:an?|the|your|their|you|them|people|how|what"
    r"|where|whom|which|who)\b))(?P<verb>[a-z]+s)\b(?! (?:and|or)\b|,)"
)
"""Where a verb of the third person begins a further task: `, helps hirers plan a route`."""


def _each(text: str) -> list[str]:
    """Return what is done, each by itself: `explains locks, plans routes` is two tasks."""
    if _base(text.split(maxsplit=1)[0]) == text.split(maxsplit=1)[0]:
        return [text]
    found, start = [], 0
    for more in _FURTHER.finditer(text):
        if _base(more["verb"]) != more["verb"]:
            found.append(text[start : more.start()])
            start = more.start("verb")
    return [*found, text[start:]]


_WHERE = later(
    rf"\b(?:where|with which) [\w' -]{{3,90}}? (?P<tasks>(?:{'|'.join(sorted(VERBS))}) .+)"
)
"""`a console where dispatchers look up vehicles and plan routes`: two tasks."""


def _where(text: str) -> list[str]:
    found = _WHERE.search(text)
    parts = re.split(r",\s*(?:and\s+)?|\s+and\s+", found["tasks"].rstrip(" .")) if found else []
    return [_short(part) for part in parts] if all(map(_verb, parts)) else []


def _with_object(parts: list[str]) -> list[str]:
    """Return `book flights` for the `book` of `book, modify or cancel flights`."""
    _, _, thing = (
        re.sub(r"^(?:or|and) ", "", parts[-1]).partition(" ") if parts else ("", "", "")
    )
    plain = [re.sub(r"^(?:or|and) ", "", part) for part in parts]
    return [f"{part} {thing}" if part.casefold() in VERBS and thing else part for part in plain]


def base_form(part: str) -> str:
    """Return `finding a swap` as `find a swap`; another phrase as it is."""
    first, _, rest = part.partition(" ")
    stem = first.casefold().removesuffix("ing")
    doubled = stem[:-1] if stem[-1:] == stem[-2:-1] else stem
    verb = next((one for one in (stem, f"{stem}e", doubled) if one in VERBS), "")
    return f"{verb} {rest}" if verb and first.casefold().endswith("ing") else part


def _base(verb: str) -> str:
    for ending in ("s", "es"):
        if verb.endswith(ending) and verb[: -len(ending)] in VERBS:
            return verb[: -len(ending)]
    return verb


def _as_task(part: str) -> str:
    task = _short(part.strip(" ."))
    if re.match(r"(?:how|what|which|where|when|why)\b", task):
        return f"explain {task}"
    return task if _verb(task) else f"help with {task}"


def _verb(text: str) -> bool:
    words = text.split(maxsplit=1)
    return bool(words) and words[0].casefold().rstrip(",") in VERBS


def _short(text: str) -> str:
    words = _EXPLAINS.sub("", text).split()
    cut = " ".join(words[:MAX_TASK])
    if len(words) > MAX_TASK:
        # Where a list ends, or else behind the last word that can end something.
        head = cut.rpartition(",")[0]
        cut = head if len(head.split()) > 1 else _OPEN_END.sub("", cut)
    return f"{cut[:1].lower()}{cut[1:]}" if cut[1:2].islower() else cut


_OPEN_END = later(
    r"(?:\s+(?:an?|the|of|to|in|on|for|with|by|at|from|and|or|that|which|who|their|your|its|as"
    r"|is|are|so|how|what))+$",
    re.IGNORECASE,
)


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple({text.casefold(): text for text in texts}.values())
