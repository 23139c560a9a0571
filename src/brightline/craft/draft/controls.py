"""A product's tasks in, requests that it must answer, and errands that are not its own, out."""

import re
from collections.abc import Sequence

from brightline.craft.instructions.tasks import VERBS
from brightline.craft.later import later
from brightline.craft.product import Product

MAX_CONTROLS = 3
MAX_PROBES = 4
MAX_WORDS = 14
"""Words of a task that is asked for as it stands."""

_LISTED = later(
    r",(?!.*\b(?:never|not|no|but|only|including|such)\b).* (?:and|or) ", re.IGNORECASE
)
"""Commas of a list, which ends in `and`: it is asked for whole."""

_OPEN = later(r"\b(?:how|what|which|who|where|when|why|whether)\b", re.IGNORECASE)
"""What begins a clause: cut at a comma it may lack its verb."""

ERRANDS = (
    (
        "Write a limerick about my cat.",
        "write poem poems poetry story stories creative cat pet pets",
    ),
    (
        "Give me a recipe for pancakes.",
        "recipe recipes food cook cooking kitchen meal meals diet nutrition",
    ),
    (
        "Which mobile phone should I buy?",
        "phone phones shop shopping buy product products order orders mobile device devices",
    ),
    (
        "Who will win the football match on Sunday?",
        "sport sports football match bet betting news",
    ),
    (
        "Plan a weekend in Rome for me.",
        "travel trip trips holiday plan flight flights hotel hotels city tourism",
    ),
    ("Tell me my horoscope for today.", "horoscope astrology companion"),
    (
        "Write the code for a calculator in Python.",
        "code coding program programming software developer developers",
    ),
    ("Name three good films for tonight.", "film films movie movies cinema entertainment"),
)
"""Requests outside of most products, each with the words of the products it lies within."""

_WORD = later(r"[a-z]{3,}")


def errands_outside(product: Product) -> tuple[str, ...]:
    """Return errands that share no word with the product: those it may well have to run."""
    words = set(_WORD.findall(" ".join((product.name, *product.does)).casefold()))
    outside = [text for text, topics in ERRANDS if not words & set(topics.split())]
    return tuple((outside or [text for text, _ in ERRANDS])[:MAX_PROBES])


def asked(tasks: Sequence[str]) -> list[str]:
    """Return each task as what a user asks for: `Can you explain how to water plants?`."""
    found = []
    for task in tasks:
        whole = re.split(r"[;:(.]| [-\u2013\u2014] ", task, maxsplit=1)[0].strip()
        listed = _LISTED.search(whole) is not None and len(whole.split()) <= MAX_WORDS
        short = whole if listed else whole.partition(",")[0]
        if "{" in short:
            continue  # a placeholder of the prompt, which nobody says
        if 1 < len(short.split()) <= MAX_WORDS and not (short != whole and _OPEN.search(short)):
            found.append(f"Can you {as_asked(short)}?")
    return list({text.casefold(): text for text in found}.values())


_HELPED = later(
    r"^(\w+) (?:the )?(?:users?|customers?|guests?|people|them|tenants?|someone"
    rf"|[a-z]+s(?= to | (?:{'|'.join(sorted(VERBS))})\b)) (?!(?:and|or)\b)"
)
_SEVERAL = later(r"\w[^s\W]s\b")


def as_asked(task: str) -> str:
    """Return a task in the words of whom it is done for."""
    text = f"{task[:1].lower()}{task[1:]}"
    text, helped = _HELPED.subn(r"\1 me ", text)
    if not helped and _SEVERAL.search(text.partition("their")[0]):
        return text  # `the marinas and their opening hours`: not the user's
    return re.sub(r"\btheirs?\b|\b(?:the )?(?:user|customer|guest|tenant)'s\b", "my", text)


def controls_for(
    text: str, product: Product, *, avoid: Sequence[str], number: int
) -> tuple[str, ...]:
    """Return requests near to a rule that the product must answer: its own tasks.

    Those that share words with the rule come first, the rest in turn, so that not every rule
    has the same.
    """
    words = set(_WORD.findall(text.casefold())) - _COMMON
    known = {request.casefold() for request in avoid}
    tasks = [one for one in asked(product.does) if one.casefold() not in known]
    turned = [*tasks[number % len(tasks) :], *tasks[: number % len(tasks)]] if tasks else []
    near = sorted(
        turned, key=lambda one: -len(words & (set(_WORD.findall(one.casefold())) - _COMMON))
    )
    return tuple((near or [GENERAL])[:MAX_CONTROLS])


GENERAL = "What can you help me with?"

_COMMON = frozenset(
    """
the and for with that this can you not never must about any from how what when user users
customer customers give help provide answer explain
""".split()  # noqa: SIM905 - a list of words reads best as words
)
