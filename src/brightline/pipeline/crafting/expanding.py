"""A policy and a model in, drafts of more requests out: for a person to read, never to run."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from brightline.attack.drafting import LONGEST, Kind, draft_prompt, read_drafts
from brightline.forms import UnreadableError
from brightline.judge.line import Line, LineSettings, SpentError, UnansweredError
from brightline.load.drafts import load_drafts
from brightline.load.policy import load_policy
from brightline.measure.alike import alike
from brightline.pipeline.models import ModelWish, model_line, say
from brightline.pipeline.planning.plan import Selection, check_rules
from brightline.records import Draft, Drafts, Policy, Rule, Stance

NEAR = 0.6
"""Share of what two short requests have in common from which on one of them is enough."""

SAME = 0.9
"""The same between the rungs of a ladder, which are near to each other on purpose."""

ANSWER_TOKENS = 2048
"""Cap on an answer: some ten requests, and room for reasoning."""

RUNGS = 5
"""Requests of a ladder at least: fewer draw no line."""


@dataclass(frozen=True, kw_only=True)
class ExpandWish:
    """What to draft and with what, in plain values."""

    policy: Path
    model: ModelWish
    rules: tuple[str, ...]
    count: int
    """Requests of each kind for each rule."""


@dataclass
class Expanded:
    """What came of it."""

    drafts: Drafts
    model: str
    calls: int
    dropped: Counter[str] = field(default_factory=Counter)
    """Requests that are in no draft, by why."""
    failed: list[str] = field(default_factory=list)
    """Rule and kind of which no request came, with why."""


async def expand(wish: ExpandWish) -> Expanded:
    """Ask a model for more requests of every rule.

    Raises:
        PolicyError: the policy file is wrong.
        UsageError: a rule or the model is unknown.
        ConfigurationError: the model cannot be asked as configured.
    """
    policy = load_policy(wish.policy)
    check_rules(Selection(policy=policy, techniques=(), rules=wish.rules))
    settings = LineSettings(at_once=1, max_tokens=ANSWER_TOKENS)
    async with model_line(wish.model, settings) as line:
        return await _Expanding(policy, line, wish).run()


def accepted(drafts: Path, policy: Path) -> tuple[tuple[Draft, ...], int]:
    """Return the drafts that a person keeps and the policy does not hold yet.

    Args:
        drafts: The file that was read and edited.
        policy: The policy that they are for; it is only read.

    Returns:
        The drafts, and how many of the kept ones the policy holds already.

    Raises:
        PolicyError: a file is wrong.
        UsageError: a draft is for a rule that the policy does not have.
    """
    read, known = load_drafts(drafts), load_policy(policy)
    rules = {rule.id: rule for rule in known.rules}
    named = tuple(draft.rule for draft in read.drafts)
    check_rules(Selection(policy=known, techniques=(), rules=named))
    kept = [draft for draft in read.drafts if draft.keep]
    fresh = tuple(one for one in kept if one.text not in getattr(rules[one.rule], one.kind))
    return fresh, len(kept) - len(fresh)


class _Expanding:
    """The drafting for one policy."""

    def __init__(self, policy: Policy, line: Line, wish: ExpandWish) -> None:
        self._policy = policy
        self._wish = wish
        self._line = line
        self._drafts: list[Draft] = []
        self._dropped: Counter[str] = Counter()
        self._failed: list[str] = []

    async def run(self) -> Expanded:
        """Ask for every rule and kind."""
        for rule in self._policy.rules:
            if self._wish.rules and rule.id not in self._wish.rules:
                continue
            for kind in _kinds(rule):
                await self._ask(rule, kind)
        return Expanded(
            drafts=Drafts(version=1, policy=self._policy.name, drafts=tuple(self._drafts)),
            model=self._line.target.name,
            calls=self._line.spent.calls,
            dropped=self._dropped,
            failed=self._failed,
        )

    async def _ask(self, rule: Rule, kind: Kind) -> None:
        count = max(self._wish.count, RUNGS) if kind == "ladder" else self._wish.count
        prompt = draft_prompt(self._policy, rule, kind, count=count)
        try:
            texts = read_drafts(await say(self._line, prompt, name="expand"))
        except SpentError:
            self._failed.append(f"{rule.id}, {kind}: the calls are spent")
        except UnansweredError as error:
            self._failed.append(f"{rule.id}, {kind}: no answer, {error}")
        except UnreadableError as error:
            self._failed.append(f"{rule.id}, {kind}: not in the agreed form, {error}")
        else:
            self._take(rule, kind, texts, most=count)

    def _take(self, rule: Rule, kind: Kind, texts: Sequence[str], *, most: int) -> None:
        taken = 0
        known, other = list(self._known(kind)), list(self._other(kind))
        near = SAME if kind == "ladder" else NEAR
        for text in texts:
            why = "more than were asked for" if taken >= most else why_not(text, known, near)
            # A control may be one word away from a probe: such a pair shows most.
            if not why and any(_says_the_same(text, one) for one in other):
                why = NEAR_TO_ANOTHER
            if why:
                self._dropped[why] += 1
                continue
            taken += 1
            known.append(text)
            self._drafts.append(Draft(rule=rule.id, kind=kind, text=text, keep=False))

    def _known(self, kind: Kind) -> Iterator[str]:
        """Yield what a new request must differ from.

        A ladder may hold what stands under must_refuse and must_answer: those are its ends.
        """
        if kind != "ladder":
            for rule in self._policy.rules:
                yield from getattr(rule, kind)
            yield from (draft.text for draft in self._drafts if draft.kind == kind)

    def _other(self, kind: Kind) -> Iterator[str]:
        """Yield the requests of the other side, which a new one must not repeat."""
        if kind != "ladder":
            side = "must_answer" if kind == "must_refuse" else "must_refuse"
            for rule in self._policy.rules:
                yield from getattr(rule, side)
            yield from (draft.text for draft in self._drafts if draft.kind == side)


def _kinds(rule: Rule) -> Iterator[Kind]:
    if rule.stance is not Stance.ALLOW:
        yield "must_refuse"
    yield "must_answer"
    # A ladder is one scale: nothing is added to one that somebody wrote.
    if rule.stance is not Stance.ALLOW and not rule.ladder:
        yield "ladder"


def why_not(text: str, known: Sequence[str], near: float) -> str:
    """Return why a request is dropped; empty where it is kept."""
    if not text or len(text) > LONGEST:
        return "empty or too long"
    if "{{" in text or not text.isprintable():
        return "not to be sent as it stands"
    if any(len(alike((text, other), threshold=near)) == 1 for other in known):
        return NEAR_TO_ANOTHER
    return ""


NEAR_TO_ANOTHER = "too near to another request"


def _says_the_same(one: str, other: str) -> bool:
    """Say whether two requests have the same words, marks and letter case aside."""
    return re.findall(r"\w+", one.casefold()) == re.findall(r"\w+", other.casefold())
