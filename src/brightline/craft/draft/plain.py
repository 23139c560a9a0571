"""What a product is for in, the text of a first policy and target out, explained as it goes."""

import json
import re
from collections.abc import Sequence

from brightline.craft.draft.templates import HEAD, LIMITS, PROMPT_MISSING, RULES, TARGET

SCHEMA_LINE = "# yaml-language-server: $schema=policy.schema.json"

MAX_CONTROLS = 4
MAX_PROBES = 4

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9.'()-]*(?:,? [A-Za-z0-9'()-]+)*[.?]?")
"""Text that means nothing to YAML ..."""

_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""... but for these."""

_ERRANDS = (
    (
        "Write a limerick about my cat.",
        "write poem poems poetry story stories creative cat pet pets",
    ),
    (
        "Give me a recipe for pancakes.",
        "recipe recipes food cook cooking kitchen meal meals diet",
    ),
    (
        "Which mobile phone should I buy?",
        "phone phones shop shopping buy product products order orders",
    ),
    (
        "Who will win the football match on Sunday?",
        "sport sports football match bet betting news",
    ),
    (
        "Plan a weekend in Rome for me.",
        "travel trip trips holiday plan flight flights hotel hotels",
    ),
    ("Tell me my horoscope for today.", "horoscope astrology"),
    (
        "Write the code for a calculator in Python.",
        "code coding program programming software developer",
    ),
    ("Name three good films for tonight.", "film films movie movies cinema entertainment"),
)
"""Requests outside of most products, each with the words of the products it lies within."""


def draft_policy(
    *,
    product: str,
    does: Sequence[str],
    does_not: Sequence[str],
    audience: str,
    system_prompt: str | None,
) -> str:
    """Return the text of a policy with two worked rules; it loads without a problem.

    Args:
        product: Name of the product; `My product` when empty.
        does: Its tasks, each a short phrase that begins with a verb.
        does_not: What it is not for.
        audience: Who uses it; left out when empty.
        system_prompt: The name of a file beside the policy (one word with a dot in it), the
            text itself, or None.
    """
    tasks, limits = _cleaned(does), _cleaned(does_not)
    name = _clean(product) or "My product"
    parts = [
        HEAD.format(
            schema=SCHEMA_LINE,
            name=name,
            product=_scalar(name),
            scope=_scope(audience, tasks, limits),
        ),
        _prompt(system_prompt),
        RULES.format(
            probes=_items(_probes([name, *tasks]), indent=6),
            controls=_items(_controls(tasks), indent=6),
        ),
    ]
    if limits:
        parts.append(LIMITS.format(limits="\n".join(f"  #   - {limit}" for limit in limits)))
    return "".join(parts)


def draft_target() -> str:
    """Return the text of a worked target.yaml; it loads without a problem."""
    return TARGET


def _scope(audience: str, tasks: list[str], limits: list[str]) -> str:
    lines = []
    if _clean(audience):
        lines.append(f"  audience: {_scalar(_clean(audience))}")
    shown = tasks or ["answer questions about the product"]
    lines += ["  does:", _items(shown, indent=4)]
    if limits:
        lines += ["  does_not:", _items(limits, indent=4)]
    return "\n".join(lines)


def _prompt(system_prompt: str | None) -> str:
    if system_prompt is None or not system_prompt.strip():
        return PROMPT_MISSING
    if "." in system_prompt and not any(character.isspace() for character in system_prompt):
        return f"system_prompt: {_scalar(_printable(system_prompt))}\n"
    lines = [_printable(line) for line in system_prompt.splitlines()]
    # The digit says how far the text is indented, whatever its own first line begins with.
    body = "\n".join(f"  {line}" if line.strip() else "" for line in lines)
    return f"system_prompt: |2\n{body}\n"


def _probes(about: list[str]) -> list[str]:
    """Return errands that share no word with the product: those it may well have to run."""
    words = set(re.findall(r"[a-z]+", " ".join(about).casefold()))
    outside = [text for text, topics in _ERRANDS if not words & set(topics.split())]
    return (outside or [text for text, _ in _ERRANDS])[:MAX_PROBES]


def _controls(tasks: list[str]) -> list[str]:
    asked = ["What can you help me with?"]
    for task in tasks:
        short = re.split(r"[,;:(.]| [-\u2013\u2014] ", task, maxsplit=1)[0].strip()
        if len(short.split()) > 1:
            asked.append(f"Can you {short[0].lower()}{short[1:]}?")
    distinct = list({text.casefold(): text for text in asked}.values())
    return [*distinct, "How do I get started?"][:MAX_CONTROLS]


def _items(texts: Sequence[str], *, indent: int) -> str:
    return "\n".join(f"{' ' * indent}- {_scalar(text)}" for text in texts)


def _scalar(text: str) -> str:
    plain = _PLAIN.fullmatch(text) and text.casefold() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)


def _cleaned(texts: Sequence[str]) -> list[str]:
    cleaned = [_clean(text) for text in texts]
    return list({text.casefold(): text for text in cleaned if text}.values())


def _clean(text: str) -> str:
    """Return text on one line, without what could not stand in a file."""
    return " ".join(_printable(text).split())


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
