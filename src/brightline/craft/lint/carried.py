"""A policy and its prompt in, what only one of them says out: L19, and L12 between the two."""

import re
from collections.abc import Iterator

from brightline.craft.against import hold_against
from brightline.craft.alike import is_matter, read_statement
from brightline.craft.later import later
from brightline.craft.lint.exceptions import says_exception
from brightline.craft.lint.material import Found, Material, Prompt, Told
from brightline.craft.lint.named import speaks_of_limits
from brightline.craft.lint.pairs import CONFLICT
from brightline.craft.lint.said import closes_a_way, says_instead
from brightline.craft.lint.unmoved import WAYS, stands
from brightline.craft.stance import is_negated
from brightline.records import Carried, HeldAgainst, Instruction, InstructionKind, Stance

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
FEW_WORDS = 3
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
    limits = {(one.line, one.column): one for one in prompt.limits}
    covered = {line.at.line for line in held.lines if line.rules}
    for line in held.lines:
        one = limits.get((line.at.line, line.at.column))
        if line.rules or one is None or not _is_rule(one) or _on_limits(one, prompt):
            continue
        if line.at.line in covered and not _begins(one, prompt):
            continue  # a part of what a rule covers
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


def _begins(one: Instruction, prompt: Prompt) -> bool:
    """Say whether an instruction is a sentence by itself, whatever stands before it."""
    return prompt.begins(one) or one.text[:1].isupper()


def _on_limits(one: Instruction, prompt: Prompt) -> bool:
    """Say whether a sentence is about the limits as a whole: how they hold, what to do then."""
    told = speaks_of_limits(one.text, prompt.named) and len(one.text.split()) < LONG
    if told or says_instead(one, prompt.named, prompt.does):
        return True
    return closes_a_way(one) or any(stands(one, way, prompt.named) for way in WAYS)


_UNDER_NO = later(r"\b(?:never|not|don'?ts?|won'?ts?|forbidden|prohibit\w*)\b", re.IGNORECASE)
"""The title of a list that names only what is forbidden."""

LONG = 9
"""Words from which on a sentence that names the limits says something of its own."""


def _is_rule(one: Instruction) -> bool:
    """Say whether an instruction forbids something by its own words, and says what."""
    if one.kind is not InstructionKind.LIMIT or says_exception(one):
        return False
    statement = read_statement(one.text)
    matters = sum(1 for word in statement.words if is_matter(word))
    above = f"{one.section} {one.lead}"
    listed = _UNDER_NO.search(above) is not None and not is_negated(one.text)
    forbids = listed or _FORBIDS.match(one.text) is not None
    return (
        (listed or len(one.text.split()) > FEW_WORDS)
        and (matters > 1 or (forbids and matters > 0))
        and (forbids or is_negated(one.text))
    )
