"""A stored run in, a changed system prompt and what it does, both played in pairs, out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version

import anyio

from brightline.compile.needs import Need, needs_of
from brightline.craft.propose import propose
from brightline.errors import ConfigurationError, UsageError
from brightline.judge.selftest import self_test
from brightline.pipeline.accounts import Accounts
from brightline.pipeline.evidence.judging import closing
from brightline.pipeline.evidence.reviewed import counted_plays
from brightline.pipeline.judges import JudgeWish, pick_judge
from brightline.pipeline.library import new_run_id
from brightline.pipeline.proving.arms import Arms, Stage, kept_rows
from brightline.pipeline.proving.broken import broken_rules
from brightline.pipeline.proving.drawing import Drawn, Known, clearness, draw
from brightline.pipeline.proving.paired import (
    PairedRate,
    Play,
    next_plays,
    parts_of,
    verdict_on,
)
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
    judge: JudgeWish = field(default_factory=JudgeWish)
    calls: int = 1500
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
        judge = pick_judge(replace(wish.judge, budget_calls=wish.calls, product=before.name))
        async with closing(judge):
            proof = _Proof(store, fix, wish, judge=judge, deliver=deliver)
            return await proof.run((before, after), stop)
    finally:
        with anyio.CancelScope(shield=True):
            await before.aclose()
            if after is not before:
                await after.aclose()


def _check_prompt(target: Target, wish: FixWish) -> None:
    if wish.target_b is None and not target.takes_system:
        raise ConfigurationError(
            "the product holds its own system prompt, so prompt B cannot be sent to it",
            slug="prompt-not-sent",
            where=target.name,
            hint="Deploy it with prompt B beside the one that runs, and name both: --target URL"
            " --target-b URL. If it takes a system turn, say --system-prompt send.",
        )


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
        changed = policy.model_copy(update={"system_prompt": fix.proposal.after})
        stage = Stage(
            of=fix.provenance,
            sides=((policy, targets[0]), (changed, targets[1])),
            judge=self._judge,
            calls=self._wish.calls,
            version=version("brightline"),
            command=self._wish.command,
            policy_file=fix.policy_file,
        )
        rows = kept_rows(self._store, stage) or self._drawn(targets)
        seed = fix.provenance.run_id
        self._rates = [
            PairedRate(drawn=row, plays=row.plays(seed), margin=self._margin(row))
            for row in rows
        ]
        arms = Arms(self._store, stage, rows, stop=stop)
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
            found = self._fixed(arms, why, problems)
            if found.verdict is not FixVerdict.UNCLEAR:  # else more calls, or people, may tell
                arms.end("completed")
            return found
        finally:
            arms.close()

    def _drawn(self, targets: tuple[Target, Target]) -> tuple[Drawn, ...]:
        run_id = self._fix.provenance.run_id
        plays = counted_plays(self._store, self._fix.provenance)
        drawn = draw(
            self._store.cases(run_id),
            Known(broken=self._fix.broken, clear=clearness(plays)),
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
        return drawn

    def _margin(self, drawn: Drawn) -> float:
        """Return the rise that is accepted: of over-refusal no more than the policy accepts."""
        accepted = self._fix.policy.tolerance.over_refusal
        if drawn.expected is Expected.ANSWER and accepted is not None:
            return min(max(accepted, LEAST_MARGIN), self._wish.margin)
        return self._wish.margin

    async def _play(self, arms: Arms) -> str:
        """Play look by look; returns why it ended before its time, or nothing."""

        def cost(play: Play) -> int:
            return 0 if arms.stored(*play) else arms.cost(play[0])

        while verdict_on(self._rates) is FixVerdict.UNCLEAR:
            batch, short = next_plays(self._rates, arms.left, cost)
            if not batch:
                return "budget" if short else ""
            why = await arms.play(batch)
            for rate in self._rates:
                rate.found = arms.pairs(rate.played)
                rate.more = arms.pairs(rate.again)
            self._deliver(self._swings(), arms.calls)
            if why:
                return why
        return ""

    def _swings(self) -> tuple[Swing, ...]:
        looked = len(parts_of(self._rates))
        return tuple(rate.swing(looked) for rate in self._rates)

    def _fixed(self, arms: Arms, why: str, problems: Sequence[str]) -> Fixed:
        swings = self._swings()
        verdict = verdict_on(self._rates)
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
