"""Where the rules stand and how many they are in, what gets lost out: L14 and L15."""

import re
from collections.abc import Iterator

from brightline.craft.later import later
from brightline.craft.lint.concepts import TOP, read
from brightline.craft.lint.material import MOST, Found, Material, Prompt, Told
from brightline.craft.lint.said import closes_a_way
from brightline.records import Instruction, InstructionKind, Severity, Stance

MOST_RULES = 20
MOST_WORDS = 1500
EARLY = 10
"""Rules within these are read as the first ones."""

SHORT = 10
"""A list of fewer rules has no last third to speak of."""

SHORT_PROMPT = 12
"""Instructions up to which a prompt has no last third to speak of."""

LATE = Told(
    "L14",
    "critical-late",
    "Models keep what stands first better than what follows (primacy bias, IFScale, arXiv "
    "2507.11538).",
)
LONG = Told(
    "L15",
    "too-long",
    "The more instructions there are, the fewer are kept: of 500 at once the best models kept "
    "68 % (IFScale, arXiv 2507.11538).",
)


def late(material: Material) -> Iterator[Found]:
    """Yield what matters most and stands late."""
    policy = material.policy
    if policy is not None:
        rules = policy.rules
        for number, rule in enumerate(rules):
            third = len(rules) >= SHORT and number >= len(rules) * 2 / 3
            first = rule.stance is not Stance.ALLOW and rule.severity is Severity.CRITICAL
            if first and (number >= EARLY or third):
                yield Found(
                    LATE.at(
                        material.of_rule(number),
                        material.file,
                        message=f"rule '{rule.id}' is critical and stands as number "
                        f"{number + 1} of {len(rules)}",
                        fix=f"Move it up, above rule '{_first_lesser(material)}', and do the "
                        "same in the system prompt.",
                    )
                )
    if material.prompt is not None:
        yield from _late_in_prompt(material.prompt)


def _first_lesser(material: Material) -> str:
    rules = material.policy.rules if material.policy is not None else ()
    return next(
        (rule.id for rule in rules if rule.severity is not Severity.CRITICAL), rules[0].id
    )


_CRITICAL = later(
    r"\b(?:most important(?:ly)?|most critical|number one|first and foremost|above all"
    r"|golden rule"
    r"|cardinal"
    r"|top priority|highest priority|crucial(?:ly)?|non-negotiable|above every\w*|top priority"
    r"|absolutely"
    r"(?: \w+)? (?:forbidden|never|not|prohibited)"
    r"|no matter what(?! (?!happens|comes)[a-z])|at all costs?"
    r"|strictly forbidden|vital(?:ly)?"
    r"|never,? ever|most important rule|do not ever|don't ever)\b"
    r"|^\W*(?:IMPORTANT|CRITICAL|WARNING|ESSENTIAL|MANDATORY|ALERT|Important|Critical|Warning"
    r"|Essential"
    r"|Mandatory)\b(?: \w+)?\s*[:!\u2013\u2014-]",
    re.IGNORECASE,
)
_RANKED = later(
    r"\b(?:most|chief|supreme|first|top|highest|greatest|prime|primary|foremost|only|number"
    r" one)"
    r" (?:\w+ ){0,2}?(?:rules?|promise|dut(?:y|ies)|law|commandment|principle|priority|limit"
    r"|line|obligation|concern)\b(?! of (?!all|this))|\brules? (?:zero|one|0|1|no\.? ?1"
    r"|number one)\b"
    r"|(?:^|\s)(?:#1|P0|no\.? ?1)\b|^\W*(?:critical|vital|crucial|essential|important)\s*[!:-]",
    re.IGNORECASE,
)
"""What ranks itself before the other limits."""
_THIS_IS = later(r"\b(?:this|that|it)\b", re.IGNORECASE)
_NO = later(r"\b(?:never|not|no|nobody|nothing)\b|n't\b", re.IGNORECASE)
_SHOUTED = later(r"\b(?:NEVER EVER|DO NOT EVER|UNDER NO CIRCUMSTANCES?)\b")


def _late_in_prompt(prompt: Prompt) -> Iterator[Found]:
    said = prompt.orders
    if len(said) <= SHORT_PROMPT:
        return
    top, _ = prompt.origin.place(_first(prompt), 1)
    for number, one in enumerate(said):
        if number < len(said) * 2 / 3 or not _is_critical(one):
            continue
        yield Found(
            LATE.at(
                prompt.origin.place(one.line, one.column),
                prompt.origin.file,
                message="this calls itself most important and stands in the last third, as "
                f"instruction {number + 1} of {len(said)}",
                fix=f"Move it to the top, above line {top}: {one.text}",
            )
        )


_REFUSES = later(r"\b(?:never|not|no|don't|forbidden|refuse|decline)\b", re.IGNORECASE)


def _is_critical(one: Instruction) -> bool:
    limits = one.kind in {InstructionKind.LIMIT, InstructionKind.GUARD} or (
        one.kind is not InstructionKind.MANNER and _REFUSES.search(one.text)
    )
    ways = (_CRITICAL, _SHOUTED, _RANKED)
    called = next((hit.start() for way in ways if (hit := way.search(one.text))), None)
    if called is None:
        said = read(one.text)
        if not said.names & TOP:
            return False
        called = 0 if _THIS_IS.search(one.text) else min(said.where(TOP))
    if not limits:  # `This rule is more important than all others.`
        return _RULE.search(one.text) is not None and _THIS_IS.search(one.text) is not None
    no = _NO.search(one.text)
    if no is None or called <= no.start() or _THIS_IS.search(one.text) is not None:
        return True
    beyond = _CRITICAL.search(one.text, no.start())
    return beyond is not None and _EVER.search(one.text) is not None


_RULE = later(r"\b(?:rule|limit|line|promise|duty)\b", re.IGNORECASE)
_EVER = later(
    r"\b(?:never,? ever|ever,|no matter what|at (?:all|any) costs?|circumstances|else|all)\b",
    re.IGNORECASE,
)


def _first(prompt: Prompt) -> int:
    return min((one.line for one in prompt.limits), default=1)


def long(material: Material) -> Iterator[Found]:
    """Yield a policy or a prompt that is longer than models keep in mind."""
    policy, prompt = material.policy, material.prompt
    if policy is not None and len(policy.rules) > MOST_RULES:
        yield Found(
            LONG.at(
                material.of_rule(MOST_RULES),
                material.file,
                message=f"the policy has {len(policy.rules)} rules; from number "
                f"{MOST_RULES + 1} on they are likely to be lost in the prompt",
                fix="Join rules that want the same reply, or give a part of the product a "
                "policy "
                "and a prompt of its own.",
            )
        )
    if prompt is None:
        return
    why = _long(prompt)
    if why:
        yield Found(
            LONG.at(
                prompt.origin.place(1, 1),
                prompt.origin.file,
                message=f"{why}; up to {MOST_WORDS:,} words and {MOST_RULES} limits are kept "
                "best",
                fix=(f"Only its first {MOST:,} sentences are looked at. " if prompt.cut else "")
                + "Put the limits first, drop what repeats, and leave knowledge to "
                "documents that "
                "the product looks up.",
            )
        )


def _long(prompt: Prompt) -> str:
    """Return what makes a prompt too long; empty where nothing does."""
    if prompt.words > MOST_WORDS:
        return f"the prompt has {prompt.words:,} words"
    if len(prompt.limits) <= MOST_RULES:
        return ""
    limits = len({one.line for one in prompt.limits if not closes_a_way(one)})
    return f"the prompt has {limits} limits" if limits > MOST_RULES else ""
