"""A plan, a product, a judge and a store in, a played run out: the test flow by its steps."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice
from typing import NamedTuple

import anyio

from brightline.judge.cascade import batch_of
from brightline.judge.heard import declines, withholds
from brightline.judge.selftest import self_test
from brightline.measure.confirm import needs_replay
from brightline.pipeline.accounts import Accounts
from brightline.pipeline.evidence.carried import keep_carried
from brightline.pipeline.evidence.repeats import settle_repeats
from brightline.pipeline.evidence.reviewed import counted_plays
from brightline.pipeline.planning.order import Order
from brightline.pipeline.planning.plan import selected_rules
from brightline.pipeline.planning.spending import ADAPTIVE, Adaptive
from brightline.pipeline.playing.desk import BATCH, Desk
from brightline.pipeline.playing.opening import provenance_of
from brightline.pipeline.playing.replays import Replays
from brightline.pipeline.playing.silence import Silence
from brightline.pipeline.playing.waiting import Waiting
from brightline.pipeline.source import POLICY_FILE
from brightline.records import (
    Attempt,
    Baseline,
    Case,
    Expected,
    Intent,
    Judgement,
    Play,
    Provenance,
    Question,
    Record,
    Replied,
    Rule,
    Verdict,
    Withdrawal,
)
from brightline.report.live import Standing
from brightline.run.ledger import Ledger
from brightline.run.play import Ending, Queue, RunSettings, play
from brightline.store import Store

TRIED_EVERY = 200
"""Judgements after which the judge is tried again: a model behind it may change on the way."""

REPLAY_ROUNDS = 3
"""Rounds of replays at most: a breach needs two plays after it, which may bring a new one."""


Tell = Callable[[Standing], None]
"""Called after each change; must return at once."""


def open_run(
    order: Order,
    store: Store,
    *,
    run_id: str,
    now: datetime,
    accounts: Accounts | None = None,
) -> Provenance:
    """Return the unfinished run that this order goes on with, or a new one, stored.

    Args:
        order: What to run.
        store: Where runs are kept.
        run_id: Id for a new run.
        now: When a new run starts, aware.
        accounts: Charges the run with what the judge costs; None: nobody counts it.
    """
    plan = order.plan
    fresh = provenance_of(order, run_id=run_id, now=now)
    found = store.find_unfinished(fresh)
    if found is not None:
        if accounts is not None:
            accounts.open(found.run_id)
        return found
    store.start_run(
        fresh,
        policy=plan.selection.policy,
        techniques=plan.techniques,
        holes=plan.holes,
        settings={
            "rules": selected_rules(plan.selection),
            **({POLICY_FILE: order.policy_file} if order.policy_file else {}),
            **({ADAPTIVE: True} if plan.selection.adaptive else {}),
        },
    )
    if accounts is not None:
        accounts.open(run_id)  # before the run can be gone on with, so that no kill loses it
    store.add_cases(run_id, plan.cases())
    return fresh


class Played(NamedTuple):
    """A run that was played."""

    ending: Ending
    plays: list[Play]
    """Every play, and every replay, with the outcome that counts."""
    judge_problems: tuple[str, ...]
    """What the self-tests on the way found; then nothing the judge said counts."""


async def play_run(
    order: Order,
    store: Store,
    provenance: Provenance,
    *,
    stop: anyio.Event,
    tell: Tell,
    baseline: Baseline | None = None,
) -> Played:
    """Play what is pending of a run, judge it, and replay the breaches that need it.

    Most replays are played while the rest of the run goes on; after it come those that only
    the whole run shows: after an earlier process, or where people have reviewed replies.

    Args:
        order: What to run.
        store: Where it is kept; rows are durable before a call is sent.
        provenance: The run, as `open_run` returned it.
        stop: Set it to stop sending; calls in flight get a grace period.
        tell: Told of every change.
        baseline: Whose readers' words count for replies like those that they read.

    Raises:
        StoreError: a row could not be written; nothing more was sent.
    """
    shift = Shift(order, store, provenance, stop=stop, tell=tell)
    shift.replay_early()
    await shift.judge_leftovers()
    adaptive = order.plan.selection.adaptive
    if adaptive:
        ending = await shift.play(shift.adapt(provenance))
    else:
        ending = await shift.play(store.pending(provenance.run_id, provenance.trials))
    if baseline is not None:
        keep_carried(store, provenance, baseline=baseline)
    plays = counted_plays(store, provenance)
    for _ in range(0 if adaptive else REPLAY_ROUNDS):
        again = needs_replay(plays, provenance.trials, order.judge.card)
        if ending.reason != "completed" or not again:
            break
        ending = await shift.play(shift.replays(again))
        if baseline is not None:
            keep_carried(store, provenance, baseline=baseline)
        plays = counted_plays(store, provenance)
    if settle_repeats(store, provenance, plays):
        plays = counted_plays(store, provenance)
    return Played(ending, plays, tuple(shift.judge_problems))


class Shift:
    """One process's work on a run.

    Attributes:
        judge_problems: What the self-tests on the way found.
    """

    def __init__(
        self,
        order: Order,
        store: Store,
        provenance: Provenance,
        *,
        stop: anyio.Event,
        tell: Tell,
    ) -> None:
        self._order = order
        self._store = store
        self._run_id = provenance.run_id
        self._stop = stop
        self._tell = tell
        self._rules: dict[str, Rule] = {
            rule.id: rule for rule in order.plan.selection.policy.rules
        }
        self._cases: dict[str, Case] = {}
        self._played = self._judged = store.played(provenance.run_id)
        self._planned = order.plan.plays
        self._calls = store.calls(provenance.run_id)
        self._waiting = Waiting()
        self._breaches = Counter(
            said.rule_id
            for said in store.judgements(provenance.run_id)
            if said.judge == provenance.judge and breached(said)
        )
        self._silent = Silence()
        self._untested = 0
        self._adaptive: Adaptive | None = None
        self.judge_problems: list[str] = []
        self._early: Replays | None = None

    def replay_early(self) -> None:
        """Replay breaches while the rest is played, where that is possible."""
        order = self._order
        # A run that goes on does not know what an earlier process played: its replays wait.
        if not self._played and not order.plan.selection.adaptive:
            self._early = Replays(
                order.plan.trials, order.judge.card, reviewed=self._store.reviews
            )

    async def play(self, plan: Iterable[tuple[Case, int]]) -> Ending:
        """Play these, with every row stored and every reply judged before it returns.

        Args:
            plan: Cases, each with the number of the play, from 1.
        """
        queue = Queue(map(self._note, plan))
        async with (
            Ledger(self._write) as ledger,
            Desk(
                self._order.judge,
                self._filer(ledger, queue),
                give_up=queue.close,
                stop=self._stop,
            ) as desk,
        ):
            return await play(
                queue,
                self._order.target,
                settings=self._settings(),
                intend=ledger.put,
                deliver=self._deliverer(ledger, desk, queue),
                stop=self._stop,
            )

    def adapt(self, provenance: Provenance) -> Adaptive:
        """Return the plays of an adaptive run, chosen as it goes on."""
        settings = self._order.settings
        self._adaptive = Adaptive(
            counted_plays(self._store, provenance),
            policy=self._order.plan.selection.policy,
            card=self._order.judge.card,
            trials=provenance.trials,
            seed=provenance.seed or 0,
            fetch=partial(self._store.case, self._run_id),
        )
        # Who sets a budget wants it spent; nobody else pays for more than decides the rules.
        self._adaptive.goes_on = (settings.budget_calls or settings.budget_tokens) is not None
        return self._adaptive

    async def judge_leftovers(self) -> None:
        """Judge replies that came before an earlier process was killed."""
        left = (
            self._question(case, attempt, attempt.outcome)
            for case, attempt in self._store.unjudged(self._run_id, self._order.judge.id)
            if isinstance(attempt.outcome, Replied)
        )
        most = batch_of(self._order.judge, BATCH)
        async with Ledger(self._write) as ledger:
            while batch := list(islice(left, most)):
                self._judged -= len(batch)  # all that was played was taken for judged
                await self._file(ledger, await self._order.judge.judge(batch))

    def replays(self, again: Sequence[tuple[str, int]]) -> list[tuple[Case, int]]:
        """Return the cases to play again with the number that each play gets."""
        self._planned += len(again)
        return [(self._store.case(self._run_id, case_id), trial) for case_id, trial in again]

    def _settings(self) -> RunSettings:
        """Return the settings with what earlier processes of this run already spent."""
        settings = self._order.settings
        calls, tokens = settings.budget_calls, settings.budget_tokens
        before = self._store.calls(self._run_id)
        if calls is not None:
            before = min(before, calls)
            calls -= before
        if tokens is not None:
            tokens = max(0, tokens - self._store.tokens(self._run_id))
        return replace(
            settings,
            budget_calls=calls,
            calls_before=settings.calls_before + before,
            budget_tokens=tokens,
            declines=declines,
            withholds=withholds,
            limited=self._wait_for,
        )

    def _wait_for(self, retry_after_s: float | None) -> None:
        self._waiting.limited(retry_after_s)
        self._tell(self._standing())

    def _note(self, taken: tuple[Case, int]) -> tuple[Case, int]:
        case, trial = taken
        self._cases[f"{case.id}#{trial}"] = case
        if self._early is not None:
            self._early.took(case, trial)
        return taken

    def _hear(self, queue: Queue, attempt_id: str, said: Judgement | None) -> None:
        """Put what one outcome asks for at the end of the queue."""
        case = self._cases.pop(attempt_id)
        trial = int(attempt_id.rpartition("#")[2])
        if self._adaptive is not None:
            self._adaptive.heard(case, trial, said)
        again = [] if self._early is None else self._early.heard(case, trial, said)
        self._cases.update({f"{case.id}#{trial}": case for _, trial in again})
        self._planned += len(again)
        queue.heard(again)

    def _deliverer(
        self, ledger: Ledger, desk: Desk, queue: Queue
    ) -> Callable[[Attempt], Awaitable[None]]:
        async def deliver(attempt: Attempt) -> None:
            await ledger.put_soon(attempt)
            self._played += 1
            queue.expect()
            if isinstance(attempt.outcome, Replied):
                case = self._cases[attempt.id]
                await desk.put(self._question(case, attempt, attempt.outcome))
            else:
                self._silent.add(attempt.outcome)
                self._judged += 1
                self._hear(queue, attempt.id, None)
            self._tell(self._standing())

        return deliver

    def _filer(
        self, ledger: Ledger, queue: Queue
    ) -> Callable[[Sequence[Judgement]], Awaitable[None]]:
        async def file(judgements: Sequence[Judgement]) -> None:
            await self._file(ledger, judgements)
            for said in judgements:
                self._hear(queue, said.subject_id, said)

        return file

    async def _file(self, ledger: Ledger, judgements: Sequence[Judgement]) -> None:
        for said in judgements:
            await ledger.put_soon(said)
            self._breaches[said.rule_id] += breached(said)
        self._judged += len(judgements)
        self._tell(self._standing())
        await self._try_judge(len(judgements))

    async def _try_judge(self, judged: int) -> None:
        """Try the judge again after so many judgements."""
        self._untested += judged
        if self._untested < TRIED_EVERY:
            return
        self._untested = 0
        policy = self._order.plan.selection.policy
        self.judge_problems += await self_test(self._order.judge, policy)

    def _question(self, case: Case, attempt: Attempt, outcome: Replied) -> Question:
        return Question(
            subject_id=attempt.id,
            exchange=outcome.exchange,
            rule=self._rules[case.rule_id],
            expected=case.expected,
            does=self._order.plan.selection.policy.scope.does,
        )

    def _standing(self) -> Standing:
        cap = self._order.settings.budget_calls
        return Standing(
            calls=self._calls,
            calls_left=None if cap is None else max(0, cap - self._calls),
            planned=self._planned,
            played=self._played,
            judged=self._judged,
            breaches=+self._breaches,
            silent=self._silent.count,
            why_silent=self._silent.why,
            waiting=self._waiting.told(),
        )

    def _write(self, rows: Sequence[Record]) -> None:
        for row in rows:
            self._calls += isinstance(row, Intent) - isinstance(row, Withdrawal)
        self._store.write(
            self._run_id,
            [row for row in rows if isinstance(row, (Intent, Withdrawal, Attempt, Judgement))],
        )


def breached(said: Judgement) -> bool:
    """Tell whether a judgement is a breach: a probe that was answered."""
    return said.expected is Expected.REFUSE and said.verdict in {
        Verdict.COMPLIED,
        Verdict.PARTIAL,
    }
