"""What a product is for in, the text of a first policy and target out, explained as it goes."""

from collections.abc import Sequence

from brightline.craft.draft.controls import GENERAL, asked, errands_outside
from brightline.craft.draft.templates import HEAD, LIMITS, PROMPT_MISSING, RULES, TARGET
from brightline.craft.draft.yaml_text import (
    cleaned,
    items,
    one_line,
    printable,
    prompt_text,
    scalar,
)
from brightline.craft.product import Product

SCHEMA_LINE = "# yaml-language-server: $schema=policy.schema.json"

MAX_CONTROLS = 4


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
    tasks, limits = cleaned(does), cleaned(does_not)
    name = one_line(product) or "My product"
    parts = [
        HEAD.format(
            schema=SCHEMA_LINE,
            name=name,
            product=scalar(name),
            scope=scope_keys(audience, tasks, limits),
        ),
        prompt_key(system_prompt),
        RULES.format(
            probes=items(errands_outside(Product(name=name, does=tuple(tasks))), indent=6),
            controls=items(_controls(tasks), indent=6),
        ),
    ]
    if limits:
        parts.append(LIMITS.format(limits="\n".join(f"  #   - {limit}" for limit in limits)))
    return "".join(parts)


def draft_target() -> str:
    """Return the text of a worked target.yaml; it loads without a problem."""
    return TARGET


def scope_keys(audience: str, tasks: Sequence[str], limits: Sequence[str]) -> str:
    """Return the keys under `scope:`."""
    lines = []
    if one_line(audience):
        lines.append(f"  audience: {scalar(one_line(audience))}")
    shown = tasks or ["answer questions about the product"]
    lines += ["  does:", items(shown, indent=4)]
    if limits:
        lines += ["  does_not:", items(limits, indent=4)]
    return "\n".join(lines)


def prompt_key(system_prompt: str | None) -> str:
    """Return the line of a policy that names its prompt, or holds it."""
    if system_prompt is None or not system_prompt.strip():
        return PROMPT_MISSING
    if "." in system_prompt and not any(character.isspace() for character in system_prompt):
        return f"system_prompt: {scalar(printable(system_prompt))}\n"
    return f"system_prompt: {prompt_text(system_prompt)}\n"


def _controls(tasks: Sequence[str]) -> list[str]:
    return [*dict.fromkeys([GENERAL, *asked(tasks), "How do I get started?"])][:MAX_CONTROLS]
