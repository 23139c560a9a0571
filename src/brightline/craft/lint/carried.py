"""A policy and its prompt in, what only one of them says out: L19, and L12 between the two."""

import re
from collections.abc import Iterator

from brightline.craft.against import hold_against
from brightline.craft.later import later
from brightline.craft.lint.material import Found, Material, Told
from brightline.craft.lint.pairs import CONFLICT
from brightline.records import Carried, HeldAgainst, Instruction, Stance

NO_PROMPT = Told(
    "L19",
    "no-system-prompt",
    "What the product is told cannot be compared with what it must do, and a bare model is "
    "tested without its instructions.",
)
NOT_TOLD = Told(
    "L19",
    "rule-not-in-prompt",
    "A product keeps what it is told: saying the prompt again before each request raised right "
    "refusals by 41 points on Llama 3.3 70B (arXiv 2509.26495). A rule that the prompt does "
    "not hold is left to the model's own habits.",
)
NO_RULE = Told(
    "L19",
    "limit-without-rule",
    "What no rule of the policy covers is played by no case: whether the product keeps it "
    "nobody knows.",
)

_FORBIDS = later(
    r"\W*(?:you (?:must|may|should|can|do|will) (?:not|never)|you (?:never|cannot)|never|do not"
    r"|don't|refuse|decline|must not|it is forbidden)\b",
    re.IGNORECASE,
)
FEW_WORDS = 5
"""Words up to which a limit says too little to look for its rule."""


def carried(material: Material) -> Iterator[Found]:
    """Yield rules that the prompt does not tell, limits without a rule, and contradictions."""
    policy, prompt = material.policy, material.prompt
    if policy is None:
        return
    if prompt is None:
        if policy.system_prompt is None:
            yield Found(
                NO_PROMPT.at(
                    material.top,
                    material.file,
                    message="the policy names no system prompt",
                    fix="Add system_prompt: and a file beside this one; for a product that "
                    "holds "
                    "its own prompt, run with --system-prompt none.",
                )
            )
        return
    if not prompt.english:
        return
    held = hold_against(policy, prompt.orders)
    yield from _missing(material, held)
    first = {one.line: one for one in prompt.limits if prompt.begins(one)}
    covered = {line.at.line for line in held.lines if line.rules}
    for line in held.lines:
        one = first.get(line.at.line)
        if line.rules or line.at.line in covered or one is None or not _is_rule(one):
            continue
        yield Found(
            NO_RULE.at(
                prompt.origin.place(one.line, one.column),
                prompt.origin.file,
                message="no rule of the policy covers this limit",
                fix=f"Add a rule with requests: text: {one.text}",
            )
        )
    for conflict in held.conflicts:
        yield Found(
            CONFLICT.at(
                prompt.origin.place(conflict.at.line, conflict.at.column),
                prompt.origin.file,
                message=f"{conflict.clash.value}: rule '{conflict.rule_id}'",
                fix="Decide which one holds and write it in both; the other becomes its "
                "exception.",
            )
        )


def _missing(material: Material, held: HeldAgainst) -> Iterator[Found]:
    rules = material.policy.rules if material.policy is not None else ()
    for number, (rule, found) in enumerate(zip(rules, held.rules, strict=True)):
        if found.carried is not Carried.MISSING or rule.stance is Stance.ALLOW:
            continue
        instead = f" {rule.instead}" if rule.instead else ""
        yield Found(
            NOT_TOLD.at(
                material.of_rule(number),
                material.file,
                message=f"the system prompt does not tell the product rule '{rule.id}'",
                fix=f"Add to the prompt: {rule.text}{instead}",
            )
        )


def _is_rule(one: Instruction) -> bool:
    """Say whether an instruction is a limit by its own words, and says what of."""
    return _FORBIDS.match(one.text) is not None and len(one.text.split()) > FEW_WORDS
