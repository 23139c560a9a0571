"""Drafted rules and what is left of a prompt in, the text of a policy to edit out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from brightline.craft.draft.again import reworded
from brightline.craft.draft.plain import SCHEMA_LINE, draft_policy, prompt_key, scope_keys
from brightline.craft.draft.rules import NO_REQUEST, UNPLACED, DraftRule, RulesDraft
from brightline.craft.draft.templates import FROM_PROMPT
from brightline.craft.draft.yaml_text import cleaned, items, one_line, scalar
from brightline.craft.product import Product
from brightline.records import Instruction, InstructionKind, Stance

FEWEST = 2
"""Requests of a rule from which on nothing is marked as missing."""

SHOWN = 400
"""Characters of a line of the prompt that a comment shows."""

SAMPLES = f"""\
{SCHEMA_LINE}
# THE TWO RULES BELOW ARE SAMPLES: no line of {{file}} became a rule.
# Replace them with rules for the lines that are listed at the end."""

BY_RULES = "by plain rules"


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """The prompt that a draft comes from."""

    file: str
    """Its name in comments: `prompt.md`."""
    system_prompt: str
    """Its name beside the policy, or its text, as the policy is to hold it."""
    by: str = BY_RULES
    """Who drafted."""


def write_draft(
    draft: RulesDraft, product: Product, source: Source, *, does_not: Sequence[str] = ()
) -> str:
    """Return the text of a policy; it loads without a problem.

    Where no rule could be drafted it has the two worked rules of a first policy, says that
    they are samples, and still lists every line.

    Args:
        draft: The rules and the rest.
        product: What the product is for.
        source: Where all of it comes from.
        does_not: What it is not for, as far as somebody said.
    """
    left = "".join(_comment(line) for line in _left(draft, source))
    if not draft.rules:
        first = draft_policy(
            product=product.name,
            does=product.does,
            does_not=does_not,
            audience=product.audience,
            system_prompt=source.system_prompt,
        )
        return f"{first.replace(SCHEMA_LINE, SAMPLES.format(file=source.file), 1)}{left}"
    name = one_line(product.name) or "My product"
    tasks = cleaned(product.does) or ["answer questions about the product"]
    head = FROM_PROMPT.format(
        schema=SCHEMA_LINE,
        name=name,
        product=scalar(name),
        file=source.file,
        by=source.by,
        counts=counts_of(draft),
        scope=scope_keys(
            product.audience, tasks, cleaned(does_not or scope_limits(draft.rules))
        ),
        prompt=prompt_key(source.system_prompt),
    )
    rules = "\n".join(_rule(rule, source.file) for rule in draft.rules)
    return f"{head}{rules}{left}"


def counts_of(draft: RulesDraft) -> str:
    """Return in words what became of the instructions of a prompt."""
    manner = sum(one.kind is InstructionKind.MANNER for one in draft.others)
    waiting = sum(one.waits for one in draft.not_understood)
    unsure = sum(one.why == UNPLACED for one in draft.not_understood)
    said = [
        f"its limits became {len(draft.rules) or 'no'} {_plural('rule', len(draft.rules))}"
        if draft.limits
        else "no limit was found"
    ]
    if waiting:
        said.append(f"{waiting} still need{'s' * (waiting == 1)} one")
    if unsure:
        said.append("1 line may be a limit" if unsure == 1 else f"{unsure} lines may be limits")
    if manner:
        said.append(f"{manner} {'says' if manner == 1 else 'say'} how it speaks")
    return ", ".join(said)


def scope_limits(rules: Sequence[DraftRule]) -> list[str]:
    """Return the matters that rules refuse, in a few words each: what it is not for."""
    return [rule.about for rule in rules if rule.about and rule.stance is Stance.REFUSE][
        :MAX_LIMITS
    ]


MAX_LIMITS = 6


def _plural(word: str, number: int) -> str:
    return word if number == 1 else f"{word}s"


def _rule(rule: DraftRule, file: str) -> str:
    lines = _lines(rule.lines)
    said = [
        f"  # {file}:{lines}",
        f"  - id: {rule.id}",
        f"    text: {scalar(one_line(rule.text))}",
        f"    stance: {rule.stance}",
        f"    severity: {rule.severity}",
    ]
    if rule.condition:
        said += [
            "    condition:",
            f"      text: {scalar(one_line(rule.condition))}",
            f"      established_by: {rule.established_by}",
        ]
    if rule.instead:
        said.append(f"    instead: {scalar(one_line(rule.instead))}")
    elif rule.stance is not Stance.ALLOW:
        said.append("    # TODO instead: what a good reply does besides saying no")
    for key in ("must_refuse", "must_answer"):
        said += _requests(key, getattr(rule, key))
    return "\n".join(said) + "\n"


def _lines(numbers: Sequence[int]) -> str:
    """Return numbers of lines in short: `3-5, 9`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if run[1:] else str(run[0]) for run in runs)


def _requests(key: str, texts: Sequence[str]) -> Iterator[str]:
    if not texts:
        return
    yield f"    {key}:"
    said = [one_line(text) for text in texts]
    again = reworded(said[0]) if key == "must_refuse" and len(said) < FEWEST else ""
    yield items([*said, again] if again else said, indent=6)
    if len(texts) < FEWEST:
        yield "      # TODO another one, which differs in what it asks for"


def _left(draft: RulesDraft, source: Source) -> Iterator[str]:
    """Yield what became no rule, so that no line of the prompt is lost in silence."""
    in_need = [one.instruction for one in draft.not_understood if one.in_need]
    if in_need:
        yield ""
        yield f"{IN_NEED}:"
        yield from (_line(one, source.file) for one in in_need)
    for why, title in _WHY.items():
        found = [
            left.instruction
            for left in draft.not_understood
            if left.why == why and not left.in_need
        ]
        if found:
            yield ""
            yield f"{title}:"
            yield from (_line(one, source.file) for one in found)
    for kind, title in _TITLES.items():
        found = [one for one in draft.others if one.kind is kind]
        if found:
            yield ""
            yield f"{title}, no rule:"
            yield from (_line(one, source.file) for one in found)


IN_NEED = "SOMEBODY IN DANGER: see that a rule says what is answered then, and what never is"
_WHY = {
    NO_REQUEST: "Limits that still need a rule: write one for each, with requests as users word"
    " them",
    UNPLACED: "Lines that may be limits: have a look, and write a rule where one is",
}
_TITLES = {
    InstructionKind.RESPONSE: "What it does instead of what it declines",
    InstructionKind.MANNER: "How it speaks",
    InstructionKind.PROCEDURE: "What it does in which order",
    InstructionKind.FACT: "What it is told",
    InstructionKind.IDENTITY: "What it is",
    InstructionKind.TASK: "What it is there to do",
}


def _line(one: Instruction, file: str) -> str:
    text = one_line(f"{one.lead}: {one.text}" if one.lead else one.text)
    return f"  {file}:{one.line}: {text[:SHOWN]}{'...' if len(text) > SHOWN else ''}"


def _comment(line: str) -> str:
    return f"# {line}".rstrip() + "\n" if line else "\n"
