"""A breach of a stored run and its product in, the least that still breaks the rule out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import anyio

from brightline.attack.dialogue import Product, calls_of
from brightline.attack.parts import OverError, script_of
from brightline.attack.shrink import Script, Smallest, shrink, wrapping
from brightline.errors import BrightlineError, UsageError
from brightline.pipeline.evidence.judging import closing
from brightline.pipeline.evidence.reporting import report_of
from brightline.pipeline.judges import JudgeWish, pick_judge
from brightline.pipeline.searching.trying import (
    CAME_AGAIN,
    TIMES,
    Allowance,
    Bench,
    Replayed,
    trusted_by,
)
from brightline.plugins import find_target, find_techniques
from brightline.ports import Judge, Target
from brightline.records import (
    Breach,
    Case,
    Exchange,
    FoundStatus,
    Policy,
    Provenance,
    Replied,
    Role,
    Rule,
    Shrunk,
    TargetOptions,
    TryEnd,
)
from brightline.store import Store


@dataclass(frozen=True, kw_only=True)
class ShrinkWish:
    """What to shrink and with what, in plain values."""

    run: str
    """Id of a run, its beginning, or `last`; of a scan for a finding."""
    case: str | None
    """Id of a case, or its beginning; None takes the first breach, a confirmed one if any."""
    target: str
    options: TargetOptions
    judge: JudgeWish
    calls: int
    """To product and judge together, at most."""


async def shrink_breach(store: Store, wish: ShrinkWish, stop: anyio.Event) -> Shrunk:
    """Play a breach again, and leave out what it does not need.

    Args:
        store: Where the run is kept; it is only read.
        wish: What to shrink.
        stop: Set it to send nothing more.

    Raises:
        UsageError: the run has no such breach, the target is not the run's, or the budget does
            not allow the replays.
        ConfigurationError: product or judge cannot be asked as configured.
    """
    provenance = store.find_run(wish.run)
    chosen = _chosen(store, provenance, wish.case)

    def of_run(target: Target) -> Chosen:
        _check_target(target, provenance)
        return chosen

    return await shrink_for(of_run, wish, stop)


async def shrink_for(
    choose: Callable[[Target], "Chosen"], wish: ShrinkWish, stop: anyio.Event
) -> Shrunk:
    """Play a breach again, and leave out what it does not need.

    Args:
        choose: Says what is played against the target, or raises where it does not fit.
        wish: With what.
        stop: Set it to send nothing more.

    Raises:
        UsageError: the budget does not allow the replays, or as `choose` does.
        ConfigurationError: product or judge cannot be asked as configured.
    """
    target = find_target(wish.target, wish.options)
    judge = pick_judge(replace(wish.judge, budget_calls=wish.calls, product=target.name))
    async with closing(judge):
        try:
            chosen = choose(target)
            return await _Shrinking(chosen, target, judge, calls=wish.calls).run(stop)
        finally:
            with anyio.CancelScope(shield=True):
                await target.aclose()


class Chosen(NamedTuple):
    """A breach that is to be shrunk."""

    run_id: str
    """Of the run, or of the scan, that showed it."""
    policy: Policy
    case: Case
    exchange: Exchange
    """That showed it first; a leading system turn is sent again."""


class _Shrinking:
    """The shrinking of one breach."""

    def __init__(self, chosen: Chosen, target: Target, judge: Judge, *, calls: int) -> None:
        self._chosen = chosen
        self._target = target
        self._judge = judge
        self._calls = calls

    async def run(self, stop: anyio.Event) -> Shrunk:
        """Replay the breach, shrink it, and replay what is left."""
        chosen, judge = self._chosen, self._judge
        self._allowance = Allowance(self._calls, judge, stop=stop)
        trusted, _ = await trusted_by(judge, chosen.policy)
        system = [turn for turn in chosen.exchange.turns if turn.role is Role.SYSTEM]
        ask = self._allowance.opens("product", self._target)
        self._product = Product(ask, system, name=f"shrink-{chosen.case.id}")
        self._bench = Bench(chosen.policy, judge, self._allowance, trusted=trusted)
        self._rule = _rule(chosen)
        script = script_of(chosen.exchange)
        if self._calls < self._cost(script):
            raise UsageError(
                f"a budget of {self._calls} calls does not allow {TIMES} plays of this case,"
                f" which take up to {self._cost(script)}",
                slug="budget-too-small",
                hint="Raise --budget-calls.",
            )
        first = await self._replay(script)
        if first.status not in CAME_AGAIN:
            return self._shrunk(script, Smallest(script, complete=True), first)
        # A form that only a judge suspects is no form of a breach that was confirmed.
        self._enough = CAME_AGAIN if first.status is FoundStatus.SUSPECTED else {first.status}
        self._smallest = script
        smallest = await shrink(script, chosen.case.objective, self._breaks)
        if smallest.script == script:
            return self._shrunk(script, smallest, first)
        last = await self._replay(smallest.script)
        if last.status not in self._enough:
            # Of many forms that were tried one may have come through by chance.
            return self._shrunk(script, Smallest(script, complete=False), first)
        return self._shrunk(script, smallest, last)

    async def _replay(self, script: Script) -> Replayed:
        objective = self._chosen.case.objective
        return await self._bench.replay(script, self._product, self._rule, objective=objective)

    async def _breaks(self, form: Script) -> bool:
        """Tell whether a form breaks the rule again; what its last replay costs is kept."""
        if self._allowance.left < self._cost(form) + self._cost(self._smallest):
            raise OverError(TryEnd.BUDGET, "the calls are spent")
        again = await self._replay(form)
        if again.status is FoundStatus.UNREPLAYED:
            raise OverError(TryEnd.NO_REPLY, "it could not be played to the end")
        came = again.status in self._enough
        if came:
            self._smallest = form
        return came

    def _cost(self, script: Script) -> int:
        return TIMES * (calls_of(script) + self._allowance.judging)

    def _shrunk(self, before: Script, smallest: Smallest, last: Replayed) -> Shrunk:
        case = self._chosen.case
        return Shrunk(
            run_id=self._chosen.run_id,
            case_id=case.id,
            rule_id=case.rule_id,
            technique=case.technique,
            purpose=_purpose(case.technique),
            objective=case.objective,
            target=self._target.name,
            before=before,
            after=smallest.script,
            needed=wrapping(smallest.script, case.objective),
            status=last.status,
            by=last.by,
            why=last.why,
            replays=last.plays,
            complete=smallest.complete,
            calls=self._allowance.calls,
        )


def _chosen(store: Store, provenance: Provenance, ref: str | None) -> Chosen:
    """Return the breach that is meant, with the exchange that showed it first."""
    summary = report_of(store, provenance).summary
    known = [
        breach
        for kind in ("confirmed", "suspected")
        for rule in summary.rules
        for breach in getattr(rule, kind)
    ]
    breach = _named(known, ref, run_id=provenance.run_id)
    [attempt] = store.attempts(provenance.run_id, breach.attempts[:1])
    assert isinstance(attempt.outcome, Replied)  # noqa: S101 - a breach is a reply
    return Chosen(
        run_id=provenance.run_id,
        policy=store.run_policy(provenance.run_id),
        case=store.case(provenance.run_id, breach.case_id),
        exchange=attempt.outcome.exchange,
    )


def _named(known: Sequence[Breach], ref: str | None, *, run_id: str) -> Breach:
    for breach in known:
        if ref is None or breach.case_id.startswith(ref):
            return breach
    if not known:
        raise UsageError(
            f"run {run_id} has no breach to shrink",
            slug="no-breach",
            hint="Name another run: brightline runs lists them.",
        )
    raise UsageError(
        f"no breach of run {run_id} is called {ref!r}",
        slug="no-breach",
        hint=f"It has: {', '.join(breach.case_id for breach in known[:8])}.",
    )


def _check_target(target: Target, provenance: Provenance) -> None:
    if target.name != provenance.target:
        raise UsageError(
            f"the run was played against {provenance.target}, and this is {target.name}",
            slug="another-target",
            hint=f"Give the same target and options as in: {provenance.command}",
        )


def _rule(chosen: Chosen) -> Rule:
    return next(rule for rule in chosen.policy.rules if rule.id == chosen.case.rule_id)


def _purpose(technique: str) -> str:
    """Return what a technique tries; empty for a column that is none."""
    try:
        [found] = find_techniques("smoke", (technique,))
    except BrightlineError:
        return ""
    return found.purpose
