"""An order and a store in, a measured report out: the whole test flow in one call."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path

import anyio
import anyio.to_thread

from brightline.errors import BrightlineError, ConfigurationError
from brightline.judge.selftest import self_test
from brightline.load.baseline import load_baseline
from brightline.measure.by_case import to_baseline
from brightline.measure.comparable import changed_between
from brightline.pipeline.accounts import Accounts
from brightline.pipeline.evidence.concluding import conclude
from brightline.pipeline.evidence.reporting import (
    build_report,
    find_baseline,
    insist_on_baseline,
    no_comparison,
)
from brightline.pipeline.planning.audit import audit, insist
from brightline.pipeline.planning.order import Order
from brightline.pipeline.planning.plan import plainest_control
from brightline.pipeline.playing.flow import Tell, open_run, play_run
from brightline.pipeline.playing.opening import provenance_of
from brightline.plugins import standards_carried
from brightline.records import Baseline, Provenance, Report
from brightline.run.play import Ending
from brightline.run.preflight import Preflight, left_after, preflight
from brightline.store import Store


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a run."""

    report: Report
    ending: Ending


async def check(  # noqa: PLR0913 - what a run is made of, and who watches it
    order: Order,
    store: Store,
    *,
    run_id: str,
    now: datetime,
    stop: anyio.Event,
    tell: Tell,
    allowed_unproven: Sequence[str] = (),
    baseline: str | None = None,
    reviews: Path | None = None,
) -> Outcome:
    """Audit, try the product, play, judge, measure; the target is closed in the end.

    Args:
        order: What to run.
        store: Where it is kept.
        run_id: Id for a new run; an unfinished run of the same order keeps its own.
        now: When a new run starts, aware.
        stop: Set it to stop sending.
        tell: Told of the progress.
        allowed_unproven: Rules that may stay unproven.
        baseline: A baseline file or another run to compare with.
        reviews: A baseline file of which only what people read counts; None: `baseline`'s.

    Raises:
        ConfigurationError: the suite cannot fail, or the product cannot be reached as
            configured; nothing was paid but one control.
        StoreError: a row could not be written.
    """
    try:
        wanted = provenance_of(order, run_id=run_id, now=now)
        before = _baseline_of(order, store, baseline, wanted=wanted)
        read = before if reviews is None else _read_of(order, reviews, wanted=wanted)
        insist(await audit(order.plan, order.judge))
        accounts = Accounts(store, order.judge)
        with ExitStack() as held:
            earlier = store.find_unfinished(wanted)
            if earlier is not None:
                # The self-test is paid out of what the run has left.
                held.enter_context(store.lock(earlier.run_id))
                accounts.open(earlier.run_id)
            problems = await self_test(order.judge, order.plan.selection.policy)
            begin = partial(open_run, order, store, run_id=run_id, now=now, accounts=accounts)
            tried, provenance = await _try_and_open(order, store, begin, wanted=wanted)
            order = replace(order, settings=left_after(tried, order.settings))
            if earlier is None or earlier.run_id != provenance.run_id:
                held.enter_context(store.lock(provenance.run_id))
            done = await play_run(order, store, provenance, stop=stop, tell=tell, baseline=read)
            ending = done.ending
            problems = (
                *problems,
                *done.judge_problems,
                *await self_test(order.judge, order.plan.selection.policy),
            )
            if ending.reason != "interrupted":
                store.end_run(provenance.run_id, ending.reason)
            report = build_report(
                store,
                provenance,
                judge=order.judge,
                allowed_unproven=allowed_unproven,
                baseline=before,
                judge_problems=problems,
                # How a run ended names what became of plays that never came: read anew then.
                plays=done.plays if ending.reason == "completed" else None,
            )
            if ending.reason != "interrupted":
                conclude(store, report, problems)
    finally:
        with anyio.CancelScope(shield=True):
            await order.target.aclose()
    return Outcome(report=report, ending=ending)


def _baseline_of(
    order: Order, store: Store, ref: str | None, *, wanted: Provenance
) -> Baseline | None:
    """Return what a run is to be compared with.

    Raises:
        UsageError: there is none, or the run cannot be compared with it.
    """
    if ref is None:
        return None
    if order.plan.selection.adaptive:
        raise no_comparison(wanted.run_id)
    before = find_baseline(store, ref)
    insist_on_baseline(before, wanted, order.plan)
    return before


def _read_of(order: Order, path: Path, *, wanted: Provenance) -> Baseline:
    """Return the baseline in a file whose readers' words count, whoever judged its run.

    Raises:
        UsageError: it is none, or of another product.
    """
    found = load_baseline(path)
    changed_between(found, to_baseline(wanted, (), policy=order.plan.selection.policy))
    return found


async def _try_and_open(
    order: Order, store: Store, begin: Callable[[], Provenance], *, wanted: Provenance
) -> tuple[Preflight, Provenance]:
    """Ask the product one control, and store the run meanwhile.

    Where the product cannot be asked, only that is stored: a night without a verdict must not
    look like one on which nobody asked.

    Raises:
        BrightlineError: as `preflight` and `open_run` do; a new run is then gone again.
    """
    control = plainest_control(order.plan)
    asked: list[Preflight] = []
    opened: list[Provenance] = []
    failed: list[BrightlineError] = []

    async def ask() -> None:
        try:
            asked.append(await preflight(order.target, control, order.settings))
        except BrightlineError as error:  # kept out of the group, which would wrap it
            failed.append(error)

    async with anyio.create_task_group() as group:
        group.start_soon(ask)
        try:
            opened.append(await anyio.to_thread.run_sync(begin))
            await anyio.to_thread.run_sync(load_ending)
        except BrightlineError as error:
            failed.append(error)
    if failed:
        if opened and opened[0].run_id == wanted.run_id:
            store.purge(wanted.run_id)
        if isinstance(failed[0], ConfigurationError):
            policy = order.plan.selection.policy
            store.miss_run(wanted, policy=policy, why=failed[0].message)
        raise failed[0]
    return asked[0], opened[0]


def load_ending() -> None:
    """Load what is needed only when a run is over, while the product is waited for anyway."""
    import_module("brightline.judge.quality")
    standards_carried(())
