"""A stored run in, a changed system prompt and what it does, both played in pairs, out."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

import anyio

from brightline.compile.needs import Need, needs_of
from brightline.craft.propose import propose
from brightline.errors import ConfigurationError, UsageError
from brightline.judge.selftest import self_test
from brightline.load.new_prompt import Rewritten, with_prompt
from brightline.load.policy import parse_policy
from brightline.load.source import read_bytes
from brightline.measure.change import Row, moved, standing, verdict_of
from brightline.measure.coverage import Reading
from brightline.pipeline.accounts import Accounts
from brightline.pipeline.arms import Arms, Stage
from brightline.pipeline.broken import broken_rules
from brightline.pipeline.drawing import Drawn, draw
from brightline.pipeline.judges import JudgeWish, pick_judge
from brightline.pipeline.judging import closing
from brightline.pipeline.library import new_run_id
from brightline.pipeline.replacing import replace_whole
from brightline.pipeline.source import POLICY_FILE
from brightline.plugins import find_target
from brightline.ports import Judge, Target
from brightline.records import (
    Broken,
    Case,
    Expected,
    Fixed,
    FixVerdict,
    Policy,
    Proposal,
    Provenance,
    Swing,
    TargetOptions,
)
from brightline.store import Store
from brightline.store.running import FIX

STEP = 8
"""Pairs of each rate that are played before one looks again."""

LEAST_MARGIN = 0.05
"""Rise of over-refusal that is always accepted: to exclude less takes hundreds of pairs."""

Deliver = Callable[[Sequence[Swing], int], None]
"""Told after each look how the rates stand, and how many calls were made."""


@dataclass(frozen=True, kw_only=True)
class FixWish:
    """What to mend and how to prove it, in plain values."""

    run: str
    """Id of a run, its beginning, or `last`."""
    rules: tuple[str, ...] = ()
    """Only these; empty takes all that broke."""
    prompt: str | None = None
    """A prompt to prove in place of one that is proposed."""
    target: str = ""
    target_b: str | None = None
    """Where prompt B is at work, of a product that holds its prompt itself."""
    options: TargetOptions = field(default_factory=TargetOptions)
    judge: str = "embedded"
    judge_model: str | None = None
    self_judged: bool = False
    calls: int = 600
    """To the product at most, with both prompts."""
    margin: float = 0.1
    """Rise of any rate that is accepted, in (0, 1)."""
    command: str = ""


@dataclass(frozen=True, kw_only=True)
class Fix:
    """A changed prompt, and what it is to mend."""

    provenance: Provenance
    policy: Policy
    """As it was played, with the prompt of then."""
    broken: tuple[Broken, ...]
    """Empty: nothing broke."""
    proposal: Proposal
    policy_file: str
    """Empty where nobody knows where the policy lies."""


def find_fix(store: Store, wish: FixWish) -> Fix:
    """Return what may mend a run; nothing is sent.

    A run that is itself part of a fix stands for the one that was to be mended.

    Args:
        store: Where the run is kept.
        wish: Which run, and which rules of it.

    Raises:
        UsageError: there is no such run or rule.
    """
    provenance = store.find_run(wish.run)
    part = store.run_settings(provenance.run_id).get(FIX)
    if part is not None:
        provenance = store.find_run(part["of"])
    policy = store.run_policy(provenance.run_id)
    broken = broken_rules(store, provenance, only=wish.rules)
    proposal = propose(policy, broken)
    if wish.prompt is not None:
        proposal = Proposal(before=policy.system_prompt, after=wish.prompt, edits=())
    return Fix(
        provenance=provenance,
        policy=policy,
        broken=broken,
        proposal=proposal,
        policy_file=store.run_settings(provenance.run_id).get(POLICY_FILE, ""),
    )


async def prove(
    store: Store, fix: Fix, wish: FixWish, *, deliver: Deliver, stop: anyio.Event
) -> Fixed | None:
    """Play the old prompt and the new one in pairs until it is plain what the new one does.

    Cases that broke were chosen because they broke, so what is stored of them is no evidence:
    they are played anew with the old prompt too, at the same time as with the new one.

    Args:
        store: Where the run is kept, and where all plays are stored.
        fix: What `find_fix` returned; something broke.
        wish: How to play.
        deliver: Told after each look.
        stop: Set it to send nothing more.

    Returns:
        None when it was stopped; the same again goes on.

    Raises:
        ConfigurationError: a product takes no prompt of ours, or cannot be reached.
        UsageError: no case can be played.
    """
    before = find_target(wish.target, wish.options)
    after = before if wish.target_b is None else find_target(wish.target_b, wish.options)
    try:
        _check_prompt(before, wish)
        judge = pick_judge(
            JudgeWish(
                spec=wish.judge,
                model=wish.judge_model,
                environment=wish.options.environment,
                budget_calls=wish.calls,
                product=before.name,
                self_judged=wish.self_judged,
            )
        )
        async with closing(judge):
            proof = _Proof(store, fix, wish, judge=judge, deliver=deliver)
            return await proof.run((before, after), stop)
    finally:
        with anyio.CancelScope(shield=True):
            await before.aclose()
            if after is not before:
                await after.aclose()


def read_prompt_b(path: Path) -> str:
    """Return a prompt that a person wrote.

    Raises:
        PolicyError: it cannot be read.
        UsageError: it is no text, or empty.
    """
    content = read_bytes(path, what="system prompt")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(
            f"the prompt is not UTF-8 at byte {error.start}",
            slug="system-prompt",
            where=str(path),
            hint="Save the file as UTF-8.",
        ) from error
    if not text.strip() or "\0" in text:
        raise UsageError(
            "the prompt is empty, or no plain text",
            slug="system-prompt",
            where=str(path),
            hint="Write the prompt into it.",
        )
    return text


def find_file(fix: Fix, policy: Path | None) -> Rewritten:
    """Return the file that `--write` changes, with its new content; nothing is written.

    Args:
        fix: The changed prompt.
        policy: Where the policy lies; None: where it lay when it was played.

    Raises:
        PolicyError: the policy cannot be read.
        UsageError: nobody knows where it lies, its prompt is another by now, or stands there in
            a way that cannot be replaced.
    """
    path = policy or Path(fix.policy_file)
    if path == Path():
        raise UsageError(
            "the run does not say where its policy lies",
            slug="no-policy-file",
            hint="Name it with --policy.",
        )
    content = read_bytes(path, what="policy")
    now = parse_policy(content, name=str(path), folder=path.parent)
    if now.system_prompt != fix.proposal.before:
        raise UsageError(
            "the system prompt is not the one that was played: it was changed since",
            slug="prompt-changed",
            where=str(path),
            hint="Play it first: brightline run, then fix that run.",
        )
    return with_prompt(content, fix.proposal.after, path=path)


def write_prompt(found: Rewritten) -> None:
    """Put the new prompt in the place of the old one.

    Raises:
        UsageError: the file cannot be written, or was changed meanwhile.
    """
    replace_whole(found.path, found.old, found.new)


def _check_prompt(target: Target, wish: FixWish) -> None:
    if wish.target_b is None and not target.takes_system:
        raise ConfigurationError(
            "the product holds its own system prompt, so prompt B cannot be sent to it",
            slug="prompt-not-sent",
            where=target.name,
            hint="Deploy it with prompt B beside the one that runs, and name both: --target URL"
            " --target-b URL. If it takes a system turn, say --system-prompt send.",
        )


@dataclass
class _Rate:
    """One rate while it is played."""

    drawn: Drawn
    plays: Iterator[tuple[Case, int]]
    margin: float
    played: list[tuple[Case, int]] = field(default_factory=list)
    found: list[tuple[Case, tuple[Reading, Reading]]] = field(default_factory=list)

    @property
    def row(self) -> Row:
        """What its pairs come to."""
        return Row(Counter(pair for _, pair in self.found), self.drawn.goal, self.margin)

    @property
    def is_settled(self) -> bool:
        """Whether more pairs would change nothing in what is said."""
        found = standing(self.row)
        return found.rose or (found.fell if self.drawn.goal else found.within)

    def swing(self) -> Swing:
        """Return how it stands."""
        row, cases = self.row, {case.id: case for case, _ in self.found}
        return Swing(
            expected=self.drawn.expected,
            mended=self.drawn.mended,
            goal=self.drawn.goal,
            rules=tuple(dict.fromkeys(case.rule_id for case in self.drawn.cases)),
            cases=len(cases),
            requests=len({(case.rule_id, case.objective) for case in cases.values()}),
            pairs=len(self.found),
            unknown=sum(Reading.UNKNOWN in pair for _, pair in self.found),
            before=_counted([pair[0] for _, pair in self.found]),
            after=_counted([pair[1] for _, pair in self.found]),
            difference=moved(row.pairs),
            margin=self.margin,
        )


def _counted(readings: Sequence[Reading]) -> tuple[int, int]:
    return readings.count(Reading.HIT), len(readings) - readings.count(Reading.UNKNOWN)


class _Proof:
    """The playing of one fix."""

    def __init__(
        self, store: Store, fix: Fix, wish: FixWish, *, judge: Judge, deliver: Deliver
    ) -> None:
        self._store = store
        self._fix = fix
        self._wish = wish
        self._judge = judge
        self._deliver = deliver

    async def run(self, targets: tuple[Target, Target], stop: anyio.Event) -> Fixed | None:
        """Play until the verdict is plain, the budget spent or somebody asks to stop."""
        fix, policy = self._fix, self._fix.policy
        self._rates = self._drawn(targets)
        stage = Stage(
            of=fix.provenance,
            cases=tuple(case for rate in self._rates for case in rate.drawn.cases),
            judge=self._judge,
            calls=self._wish.calls,
            version=version("brightline"),
            command=self._wish.command,
            policy_file=fix.policy_file,
        )
        changed = policy.model_copy(update={"system_prompt": fix.proposal.after})
        sides = ((policy, targets[0]), (changed, targets[1]))
        arms = Arms(self._store, stage, sides, stop=stop)
        now = datetime.now(UTC)
        try:
            arms.open(partial(new_run_id, now), now=now)
            Accounts(self._store, self._judge).open(arms.runs[0].run_id)
            problems = await self_test(self._judge, policy)
            await arms.try_targets()
            why = await self._play(arms)
            problems = (*problems, *arms.problems)
            if why == "interrupted":
                return None
            arms.end(why or "completed")
            return self._fixed(arms, why, problems)
        finally:
            arms.close()

    def _drawn(self, targets: tuple[Target, Target]) -> list[_Rate]:
        run_id = self._fix.provenance.run_id
        drawn = draw(
            self._store.cases(run_id),
            self._fix.broken,
            playable=lambda case: all(_takes(target, case) for target in targets),
            seed=run_id,
        )
        if not any(one.goal for one in drawn):
            raise UsageError(
                f"no case of run {run_id} that broke can be played on {targets[0].name}",
                slug="nothing-to-play",
                hint="Give the target and the options with which the run was played:"
                f" {self._fix.provenance.command}",
            )
        return [_Rate(one, one.plays(run_id), self._margin(one)) for one in drawn]

    def _margin(self, drawn: Drawn) -> float:
        """Return the rise that is accepted: of over-refusal no more than the policy accepts."""
        accepted = self._fix.policy.tolerance.over_refusal
        if drawn.expected is Expected.ANSWER and accepted is not None:
            return min(max(accepted, LEAST_MARGIN), self._wish.margin)
        return self._wish.margin

    async def _play(self, arms: Arms) -> str:
        """Play look by look; returns why it ended before its time, or nothing."""
        while verdict_of([rate.row for rate in self._rates]) is FixVerdict.UNCLEAR:
            batch, short = self._next(arms)
            if not batch:
                return "budget" if short else ""
            why = await arms.play(batch)
            for rate in self._rates:
                rate.found = arms.pairs(rate.played)
            self._deliver([rate.swing() for rate in self._rates], arms.calls)
            if why:
                return why
        return ""

    def _next(self, arms: Arms) -> tuple[list[tuple[Case, int]], bool]:
        """Return the next plays, and whether the budget is short of some."""
        left, batch = arms.left, list[tuple[Case, int]]()
        for rate in self._rates:
            if rate.is_settled:
                continue
            for _ in range(STEP):
                taken = next(rate.plays, None)
                if taken is None:
                    break
                cost = 0 if arms.stored(*taken) else arms.cost(taken[0])
                if cost > left:
                    return batch, True
                left -= cost
                rate.played.append(taken)
                batch.append(taken)
        return batch, False

    def _fixed(self, arms: Arms, why: str, problems: Sequence[str]) -> Fixed:
        swings = tuple(rate.swing() for rate in self._rates)
        verdict = verdict_of([rate.row for rate in self._rates])
        return Fixed(
            run_id=self._fix.provenance.run_id,
            verdict=FixVerdict.UNCLEAR if problems else verdict,
            swings=swings,
            stopped=why,
            judge_problems=tuple(dict.fromkeys(problems)),
            runs=(arms.runs[0].run_id, arms.runs[1].run_id),
            calls=arms.calls,
        )


def _takes(target: Target, case: Case) -> bool:
    needs = needs_of(case.turns)
    return (
        (target.takes_system or Need.SYSTEM not in needs)
        and (target.takes_turns or Need.TURNS not in needs)
        and (target.takes_history or Need.HISTORY not in needs)
    )
