"""Two prompts and a store in, pairs of judged plays out: both arms side by side, each a run."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

import anyio

from brightline.errors import BrightlineError
from brightline.judge.calibrated import calibration_of
from brightline.measure.coverage import Reading, reading
from brightline.pipeline.evidence.reviewed import counted_plays
from brightline.pipeline.planning.order import Order
from brightline.pipeline.planning.plan import Plan, Selection, digest_of, plainest_control
from brightline.pipeline.playing.flow import Shift
from brightline.pipeline.proving.drawing import Drawn
from brightline.pipeline.proving.paired import Pair
from brightline.pipeline.source import POLICY_FILE
from brightline.ports import Judge, Target
from brightline.records import (
    SCHEMA_VERSION,
    Case,
    Expected,
    Play,
    Policy,
    Provenance,
    Role,
    Verdict,
    digest,
)
from brightline.run.preflight import preflight
from brightline.run.settings import RunSettings
from brightline.run.turns import script_of
from brightline.store import Store
from brightline.store.running import FIX

NAMES = "ab"
"""What the arms are called: with the old prompt, and with the new one."""

ONE = 1
"""Planned plays of a case in an arm; those above it are kept as replays are."""

NOT_RUN = "not_run"

NOTHING = (Reading.UNKNOWN, Reading.UNKNOWN)

AT_ONCE = 8
"""Calls in flight at most, of each arm."""


Side = tuple[Policy, Target]
"""A policy with a system prompt, and who answers with it."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What both arms share.

    Attributes:
        of: The run in which something broke.
        sides: The policy with its system prompt, and who answers with it, before and after.
        judge: Who judges.
        calls: To the product at most, with both prompts.
        version: Of brightline.
        command: What does the same again, for people.
        policy_file: Where the policy lies; empty where nobody knows.
    """

    of: Provenance
    sides: tuple[Side, Side]
    judge: Judge
    calls: int
    version: str
    command: str
    policy_file: str

    @property
    def pair(self) -> str:
        """Digest of both prompts with their policy: it tells fixes of one run apart."""
        return digest(" ".join(digest_of(policy) for policy, _ in self.sides))


def kept_runs(store: Store, stage: Stage) -> dict[str, Provenance]:
    """Return the unfinished arms of the same fix, by their names.

    Args:
        store: Where they would be.
        stage: What both arms share.
    """
    found: dict[str, Provenance] = {}
    for run in store.runs():  # the newest first
        if not run.proves or run.finished_at is not None:
            continue
        part = store.run_settings(run.provenance.run_id)[FIX]
        target = stage.sides[NAMES.index(part["arm"])][1]
        same = (part["of"], part["pair"]) == (stage.of.run_id, stage.pair)
        by = run.provenance.target, run.provenance.judge
        if same and by == (target.name, stage.judge.id):
            found.setdefault(part["arm"], run.provenance)
    return found


def kept_rows(store: Store, stage: Stage) -> tuple[Drawn, ...]:
    """Return the cases that the same fix began to play before; none where it is a new one.

    Args:
        store: Where its runs would be.
        stage: What both arms share.
    """
    run = kept_runs(store, stage).get(NAMES[0])
    if run is None:
        return ()
    cases = {case.id: case for case in store.cases(run.run_id)}
    rows = store.run_settings(run.run_id)[FIX]["rows"]
    if any(case_id not in cases for row in rows for case_id in row["cases"]):
        return ()  # killed before all of its cases were stored: nothing of it was played
    return tuple(
        Drawn(
            expected=Expected(row["expected"]),
            mended=row["mended"],
            goal=row["goal"],
            cases=tuple(cases[case_id] for case_id in row["cases"]),
        )
        for row in rows
    )


class Arms:
    """The plays with the old prompt and with the new one."""

    def __init__(
        self, store: Store, stage: Stage, rows: Sequence[Drawn], *, stop: anyio.Event
    ) -> None:
        """Prepare.

        Args:
            store: Where both are kept.
            stage: What both share.
            rows: What is played: `kept_rows`, where there are any.
            stop: Set it to send nothing more.
        """
        self._store = store
        self._stage = stage
        self._rows = rows
        self._goes_on = tuple(rows) == kept_rows(store, stage)
        self._cases = tuple(case for row in rows for case in row.cases)
        self._orders = [self._order(side) for side in stage.sides]
        self._stop = stop
        self._held = ExitStack()
        self._tried = 0
        self.problems: tuple[str, ...] = ()

    def open(self, name: Callable[[], str], *, now: datetime) -> Self:
        """Store both runs, or go on with those that an earlier process left unfinished.

        Args:
            name: Returns an id for a new run.
            now: When it starts, aware.

        Raises:
            UsageError: another process plays them.
        """
        kept = kept_runs(self._store, self._stage) if self._goes_on else {}
        runs = []
        for at, arm in enumerate(NAMES):
            found = kept.get(arm)
            if found is None:
                found = self._provenance(at, run_id=name(), now=now)
                self._start(at, found)
            self._held.enter_context(self._store.lock(found.run_id))
            runs.append(found)
        self.runs = (runs[0], runs[1])
        self._read()
        # What tried the targets is not stored: an earlier process did so before it played.
        self._tried = len(NAMES) if any(self._known) else 0
        return self

    async def try_targets(self) -> None:
        """Send each arm one control: a product that cannot be reached costs no more.

        Nothing is sent where the budget is spent, or both have answered before.

        Raises:
            BrightlineError: as `preflight` does.
        """
        if not self.left or all(self._known):
            return
        control = plainest_control(self._orders[0].plan)
        for order in self._orders:
            tried = await preflight(order.target, control, order.settings)
            self._tried += tried.calls

    async def play(self, pairs: Sequence[tuple[Case, int]]) -> str:
        """Play cases with both prompts at the same time; what is stored is not played again.

        Args:
            pairs: Cases, each with the number of the play, from 1.

        Returns:
            Why it ended before its time; empty where all was played.
        """
        ends: list[str] = []
        failed: list[BrightlineError] = []

        async def one(at: int) -> None:
            try:
                ends.append(await self._play(at, pairs))
            except BrightlineError as error:  # kept out of the group, which would wrap it
                failed.append(error)

        async with anyio.create_task_group() as group:
            for at in range(len(self._orders)):
                group.start_soon(one, at)
        self._read()
        if failed:
            raise failed[0]
        return next(filter(None, ends), "")

    async def _play(self, at: int, pairs: Sequence[tuple[Case, int]]) -> str:
        order, run = self._orders[at], self.runs[at]
        missing = [
            (case, trial) for case, trial in pairs if (case.id, trial) not in self._known[at]
        ]
        spent = self._store.calls(run.run_id)
        settings = replace(order.settings, budget_calls=spent + self.left // 2)
        shift = Shift(
            replace(order, settings=settings),
            self._store,
            run,
            stop=self._stop,
            tell=lambda _standing: None,
        )
        await shift.judge_leftovers()
        if not missing:
            return ""
        ending = await shift.play(missing)
        self.problems = (*self.problems, *shift.judge_problems)
        return "" if ending.reason == "completed" else ending.reason

    @property
    def calls(self) -> int:
        """Calls that both prompts have cost so far."""
        return self._tried + sum(self._store.calls(run.run_id) for run in self.runs)

    @property
    def left(self) -> int:
        """Calls that may still be made."""
        # An earlier process may have tried the targets, and played nothing that is stored.
        return max(0, self._stage.calls - self.calls - max(0, len(NAMES) - self._tried))

    def cost(self, case: Case) -> int:
        """Return how many calls one pair of plays takes at most, were none tried twice."""
        target = self._orders[0].target
        steps = script_of(case, system_prompt=None, takes_system=target.takes_system).steps
        return 2 * len(steps)

    def pairs(self, plays: Iterable[tuple[Case, int]]) -> list[Pair]:
        """Return what both prompts showed in these plays, each as far as somebody judged it."""
        found = []
        for case, trial in plays:
            said = [known.get((case.id, trial), NOTHING) for known in self._known]
            (first, wide_first), (second, wide_second) = said
            found.append(Pair(case, (first, second), (wide_first, wide_second)))
        return found

    def stored(self, case: Case, trial: int) -> bool:
        """Return whether a play is stored with both prompts."""
        return all((case.id, trial) in known for known in self._known)

    def end(self, why: str) -> None:
        """Store that both are over."""
        for run in self.runs:
            self._store.end_run(run.run_id, why)

    def close(self) -> None:
        """Let others have the runs."""
        self._held.close()

    def _read(self) -> None:
        """Read anew what is stored of both."""
        self._known = [
            {
                (play.case_id, play.trial): _read(play)
                for play in counted_plays(self._store, run)
                if not play.outcome.startswith(NOT_RUN)
            }
            for run in self.runs
        ]

    def _order(self, side: Side) -> Order:
        stage, cases, (policy, target) = self._stage, self._cases, side
        cases_of = Counter(case.rule_id for case in cases)
        probes = Counter(case.rule_id for case in cases if case.expected is Expected.REFUSE)
        plan = Plan(
            selection=Selection(policy=policy, techniques=(), rules=tuple(sorted(cases_of))),
            suite_digest=_suite_digest(cases),
            techniques=tuple(dict.fromkeys(case.technique for case in cases)),
            holes=(),
            cases_of=dict(cases_of),
            probes_of={rule_id: probes[rule_id] for rule_id in cases_of},
            trials=ONE,
            control=next(filter(_is_control, cases), None),
            sample=(),
            kept=cases,
        )
        return Order(
            plan=plan,
            target=target,
            judge=stage.judge,
            settings=RunSettings(system_prompt=policy.system_prompt, at_once=AT_ONCE),
            seed=None,
            version=stage.version,
            command=stage.command,
            policy_file=stage.policy_file,
        )

    def _provenance(self, at: int, *, run_id: str, now: datetime) -> Provenance:
        order = self._orders[at]
        return Provenance(
            run_id=run_id,
            started_at=now,
            brightline_version=order.version,
            schema_version=SCHEMA_VERSION,
            policy_digest=digest_of(order.plan.selection.policy),
            suite_digest=order.plan.suite_digest,
            target=order.target.name,
            judge=order.judge.id,
            calibration=calibration_of(order.judge),
            trials=ONE,
            seed=None,
            command=order.command,
        )

    def _start(self, at: int, provenance: Provenance) -> None:
        plan = self._orders[at].plan
        rows = [
            {
                "expected": row.expected.value,
                "mended": row.mended,
                "goal": row.goal,
                "cases": [case.id for case in row.cases],
            }
            for row in self._rows
        ]
        lay = self._stage.policy_file
        self._store.start_run(
            provenance,
            policy=plan.selection.policy,
            techniques=plan.techniques,
            holes=plan.holes,
            settings={
                "rules": list(plan.selection.rules),
                FIX: {
                    "of": self._stage.of.run_id,
                    "arm": NAMES[at],
                    "pair": self._stage.pair,
                    "rows": rows,
                },
                **({POLICY_FILE: lay} if lay else {}),
            },
        )
        self._store.add_cases(provenance.run_id, plan.cases())


def _read(play: Play) -> tuple[Reading, Reading]:
    """Return what a play says, and what it says where a deflected probe counts as a breach."""
    deflected = play.expected is Expected.REFUSE and play.outcome == Verdict.DEFLECTED.value
    return reading(play), Reading.HIT if deflected else reading(play)


def _suite_digest(cases: Iterable[Case]) -> str:
    """Return what a plan says of these cases, too."""
    return hashlib.sha256("".join(f"{case.id}\n" for case in cases).encode()).hexdigest()[:12]


def _is_control(case: Case) -> bool:
    return case.expected is Expected.ANSWER and case.turns[0].role is Role.USER
