"""A system prompt and a model in, drafted rules out; what it leaves out is drafted by rules."""

from dataclasses import dataclass, field, replace

from brightline.craft.draft import DraftRule, RulesDraft, draft_rules
from brightline.craft.draft.from_prompt import BY_RULES
from brightline.craft.draft.model import Reader, batches, covers, rules_prompt
from brightline.forms import UnreadableError
from brightline.judge.line import Line, LineSettings, SpentError, UnansweredError
from brightline.pipeline.crafting.expanding import NEAR, why_not
from brightline.pipeline.crafting.start import Answers, PromptRead
from brightline.pipeline.models import ModelWish, model_line, say
from brightline.records import Instruction, InstructionKind

ANSWER_TOKENS = 4096
"""Cap on an answer: eight rules with their requests, and room for reasoning."""


@dataclass
class Made:
    """What came of it."""

    draft: RulesDraft
    by: str
    """Who drafted, as the policy says it."""
    told: list[str] = field(default_factory=list)
    """What a person must know of it, a sentence on a line."""


async def draft_with_model(answers: Answers, wish: ModelWish) -> Made:
    """Ask a model for the rules of a prompt; plain rules draft what it leaves out.

    Raises:
        UsageError: the model is unknown.
        ConfigurationError: the model cannot be asked as configured.
    """
    prompt = answers.prompt
    if prompt is None:
        raise ValueError("there is no prompt to draft from")
    settings = LineSettings(at_once=1, max_tokens=ANSWER_TOKENS)
    async with model_line(wish, settings) as line:
        return await _drafted(answers, prompt, line)


_WANTED = frozenset({InstructionKind.LIMIT, InstructionKind.GUARD, InstructionKind.UNKNOWN})


async def _drafted(answers: Answers, prompt: PromptRead, line: Line) -> Made:
    wanted = [one for one in prompt.instructions if one.kind in _WANTED]
    reader = Reader(
        prompt.text, answers.product, lambda text, known: why_not(text, known, NEAR)
    )
    failed: list[str] = []
    for batch in batches(wanted):
        why = await _ask(rules_prompt(prompt.text, answers.product, batch), reader, line)
        if why:
            failed.append(f"lines {batch[0].line} to {batch[-1].line}: {why}")
    return _put_together(answers, reader, failed, model=line.target.name)


async def _ask(question: str, reader: Reader, line: Line) -> str:
    """Ask once, and return why nothing came of it; empty where something did."""
    try:
        reader.take(await say(line, question, name="init"))
    except SpentError:
        return "the calls are spent"
    except UnansweredError as error:
        return f"no answer, {error}"
    except UnreadableError as error:
        return f"the answer is not in the agreed form, {error}"
    return ""


def _put_together(answers: Answers, reader: Reader, failed: list[str], *, model: str) -> Made:
    """Add by plain rules what the model left out, so that no instruction is lost."""
    instructions = answers.prompt.instructions if answers.prompt else ()
    rules = reader.drafted.rules
    missing = [one for one in instructions if not _spoken_for(one, rules)]
    rest = draft_rules(missing, answers.product, taken={rule.id for rule in rules})
    whole = draft_rules(instructions, answers.product)
    told = [f"{why}: plain rules draft those" for why in failed]
    told += [f"left out {number} of the model: {why}" for why, number in _dropped(reader)]
    if not rules:
        told.append(f"nothing of {model} could be used: all of it is drafted {BY_RULES}")
        return Made(whole, BY_RULES, told)
    told.append(f"{len(rules)} rules are by {model}, {len(rest.rules)} {BY_RULES}")
    return Made(
        replace(rest, rules=(*rules, *rest.rules), limits=whole.limits),
        f"by {model} and {BY_RULES.removeprefix('by ')}",
        told,
    )


def _dropped(reader: Reader) -> list[tuple[str, int]]:
    return sorted(reader.drafted.dropped.items())


def _spoken_for(one: Instruction, rules: list[DraftRule]) -> bool:
    return one.kind in _WANTED and any(covers(rule, one) for rule in rules)
