"""A policy and readers in, which of its rules readers understand alike out."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import NamedTuple

import anyio

from brightline.craft.rewordings import Wording, reword
from brightline.errors import BrightlineError, UsageError
from brightline.forms import UnreadableError
from brightline.judge.applying import (
    Applied,
    paraphrase_prompt,
    read_paraphrases,
)
from brightline.judge.line import LineSettings, SpentError, UnansweredError
from brightline.load.policy import load_policy
from brightline.measure.clarity import read_request, read_rule
from brightline.pipeline.crafting.readers import ANSWER_TOKENS, ReadersWish, RuleReader
from brightline.pipeline.models import ModelWish, model_line
from brightline.pipeline.planning.plan import Selection, check_rules
from brightline.records import (
    Ambiguity,
    Expected,
    Policy,
    Read,
    Rule,
    RuleRead,
    Stance,
    policy_line,
)


async def read_ambiguity(wish: ReadersWish, tell: Callable[[str], None]) -> Ambiguity:
    """Let models apply each rule, in several wordings, to its boundary cases.

    Args:
        wish: Who shall read what.
        tell: Takes a line when it is known how much is asked, and one for each rule.

    Raises:
        PolicyError: the policy file is wrong.
        UsageError: a rule or a model is unknown, or there are not as many names as models.
        ConfigurationError: a model cannot be asked as configured, does not keep to the form, or
            cannot apply the plainest rule.
    """
    policy = load_policy(wish.policy)
    rules = chosen(policy, wish.rules)
    if wish.names and len(wish.names) != len(wish.models):
        raise UsageError(
            f"{len(wish.names)} names stand for {len(wish.models)} models",
            slug="model-names",
            hint="Give --model-name once for each --model, in the same order, or not at all.",
        )
    async with AsyncExitStack() as stack:
        models: list[RuleReader] = []
        asked = wish.names or (None,) * len(wish.models)
        for spec, name in zip(wish.models, asked, strict=True):
            one = ModelWish(
                spec=spec,
                name=name,
                calls=wish.calls,
                deadline_s=wish.deadline_s,
                environment=wish.environment,
            )
            settings = LineSettings(max_tokens=ANSWER_TOKENS)
            line = await stack.enter_async_context(model_line(one, settings))
            models.append(RuleReader(line, name))
        for model in models:
            await model.try_plain()
        reading = _Reading(policy, models, wish.paraphrases)
        return await reading.run(rules, tell)


def chosen(policy: Policy, rules: Sequence[str]) -> tuple[Rule, ...]:
    """Return the rules that are named, or all.

    Raises:
        UsageError: there is no such rule.
    """
    check_rules(Selection(policy=policy, techniques=(), rules=tuple(rules)))
    return tuple(rule for rule in policy.rules if not rules or rule.id in rules)


def boundary_cases(rule: Rule) -> dict[str, Expected | None]:
    """Return the requests that a rule is applied to, and what the policy wants of each.

    Those that it refuses, those that it answers, and the rungs of its ladder; None for a rung
    on which the policy leaves its line open.
    """
    found: dict[str, Expected | None] = dict.fromkeys(rule.must_refuse, Expected.REFUSE)
    found |= dict.fromkeys(rule.must_answer, Expected.ANSWER)
    line = policy_line(rule)
    if not isinstance(line, str):
        for rung, text in enumerate(line.rungs, start=1):
            wanted = Expected.ANSWER if rung <= line.fine else None
            found.setdefault(text, Expected.REFUSE if rung >= line.forbidden else wanted)
    elif rule.stance is Stance.ALLOW:
        found |= dict.fromkeys(rule.ladder, Expected.ANSWER)
    return found


def rule_of_reads(rule: Rule, reads: Mapping[str, Sequence[Read]], *, readers: int) -> RuleRead:
    """Return what readers say of one rule.

    Args:
        rule: What they read.
        reads: What was read of each of its requests.
        readers: How many were asked.
    """
    requests = [
        read_request(
            request,
            reads.get(request, ()),
            expected=expected,
            unread=readers - len(reads.get(request, ())),
        )
        for request, expected in boundary_cases(rule).items()
    ]
    return read_rule(rule.id, requests)


class _Reader(NamedTuple):
    """A model with one wording of a rule."""

    model: RuleReader
    name: str
    lines: tuple[str, ...]


@dataclass
class _Reading:
    """The reading of one policy."""

    policy: Policy
    models: Sequence[RuleReader]
    paraphrases: int
    failed: Counter[str] = field(default_factory=Counter)
    _names: dict[str, None] = field(default_factory=dict)

    async def run(self, rules: Sequence[Rule], tell: Callable[[str], None]) -> Ambiguity:
        """Read every rule."""
        cases = sum(len(boundary_cases(rule)) for rule in rules)
        most = cases * len(self.models) * (len(reword(rules[0])) + self.paraphrases)
        tell(f"{len(rules)} rules with {cases} requests: {most:,} calls")
        found = []
        for number, rule in enumerate(rules, start=1):
            read = await self._rule(rule)
            found.append(read)
            tell(f"{number} of {len(rules)}, {rule.id}: {read.clarity.value}")
        return Ambiguity(
            readers=tuple(self._names),
            rules=tuple(found),
            calls=sum(model.line.spent.calls for model in self.models),
            failed=tuple(f"{why}: {count}" for why, count in sorted(self.failed.items())),
        )

    async def _rule(self, rule: Rule) -> RuleRead:
        readers = await self._readers(rule)
        self._names |= dict.fromkeys(reader.name for reader in readers)
        reads: dict[tuple[str, int], Read] = {}
        stopped: list[BrightlineError] = []

        async def one(request: str, place: int) -> None:
            reader = readers[place]
            try:
                said = await self._ask(reader, request)
            except BrightlineError as error:  # kept out of the group, which would wrap it
                stopped.append(error)
                group.cancel_scope.cancel()
                return
            if said is not None:
                reads[request, place] = Read(
                    reader=reader.name, reading=said.reading, why=said.why
                )

        cases = tuple(boundary_cases(rule))
        async with anyio.create_task_group() as group:
            for request in cases:
                for place in range(len(readers)):
                    group.start_soon(one, request, place)
        if stopped:
            raise stopped[0]
        places = range(len(readers))
        found = {
            request: [reads[request, at] for at in places if (request, at) in reads]
            for request in cases
        }
        return rule_of_reads(rule, found, readers=len(readers))

    async def _readers(self, rule: Rule) -> list[_Reader]:
        found = []
        for number, model in enumerate(self.models, start=1):
            own = await self._paraphrased(model, rule) if self.paraphrases else ()
            several = f"{number} {model.name}: " if len(self.models) > 1 else ""
            found += [
                _Reader(model, f"{several}{wording.name}", wording.lines)
                for wording in (*reword(rule), *own)
            ]
        return found

    async def _ask(self, reader: _Reader, request: str) -> Applied | None:
        try:
            return await reader.model.apply(reader.lines, request, self.policy.scope.does)
        except SpentError:
            self.failed["the calls are spent"] += 1
        except UnansweredError as error:
            self.failed[f"no answer, {error}"] += 1
        except UnreadableError as error:
            self.failed[f"not in the agreed form, {error}"] += 1
        return None

    async def _paraphrased(self, model: RuleReader, rule: Rule) -> tuple[Wording, ...]:
        try:
            text = await model.say(paraphrase_prompt(rule, count=self.paraphrases))
            texts = read_paraphrases(text, count=self.paraphrases)
        except (UnansweredError, UnreadableError) as error:
            self.failed[f"no wordings of its own for {rule.id}, {error}"] += 1
            return ()
        wants = reword(rule)[0].lines[1:]
        return tuple(
            Wording(f"its own {number}", (text, *wants)) for number, text in enumerate(texts, 1)
        )
