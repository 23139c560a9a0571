"""An order and a store in; a receiver that takes in, looks and rings until it is stopped."""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from socket import socket
from typing import NamedTuple

import anyio
import anyio.lowlevel
from anyio import to_thread

from brightline.errors import BrightlineError, ConfigurationError
from brightline.pipeline.evidence.judging import closing
from brightline.pipeline.library import new_run_id
from brightline.pipeline.planning.plan import digest_of
from brightline.pipeline.watch import receiving
from brightline.pipeline.watch.absorbing import Absorbed, Absorber
from brightline.pipeline.watch.alerts import (
    Telling,
    alerts_of,
    names_of,
    tell_all,
    told_so_far,
)
from brightline.pipeline.watch.listening import Ear, listening, open_socket
from brightline.pipeline.watch.troubles import Trouble, words_of
from brightline.pipeline.watch.trying import try_judge
from brightline.pipeline.watch.window import watched
from brightline.ports import Judge
from brightline.records import Alert, AlertKind, Policy, Scan, Skip
from brightline.report.watched.wording import MOST_UNSEEN, span_words
from brightline.store import WatchStore
from brightline.watch.alerting import Channel
from brightline.watch.evaluations import Evaluations
from brightline.watch.metrics import Numbers, exposition
from brightline.watch.posting import NotSentError
from brightline.watch.receiver.intake import Intake
from brightline.watch.redact.names import Names

IDLE_S = 0.25
"""Seconds between two looks into an inbox in which nothing is ready."""

LONGEST_WAIT_S = 30.0
"""Seconds between two tries while the store or the judge fails, at most."""

LAST_WORDS_S = 15.0
"""Seconds in the end in which alerts are told: what is left is told after the next start."""

CROWDED = 0.5
"""Part of the rows that may wait, above which none waits for the rest of its trace."""

RATES_S = 60.0
EXPIRE_S = 3600.0
EXPIRE_PART = 20
"""What is too old is looked for so often within the time for which exchanges are kept."""

FEW_MUTE = 5
"""Calls without text that may be an exception."""

TELL_S = 1.0

Say = Callable[[str], object]


@dataclass(frozen=True, kw_only=True)
class ServeOrder:
    """What is to be watched, and how."""

    policy: Policy
    policy_file: str
    judge: Judge
    salt: bytes
    """Secret key of draws and redaction."""
    host: str = "127.0.0.1"
    port: int = 4318
    share: float = 1.0
    """Part of the exchanges that is looked at."""
    settle: timedelta = timedelta(seconds=10)
    """How long nothing of a trace must have come before it is looked at."""
    silence: timedelta | None = None
    """How long no exchange may come; None: for ever."""
    keep: timedelta | None = None
    """How long exchanges are kept; None: for ever."""
    most_waiting: float = math.inf
    """Rows that may wait to be looked at."""
    channels: tuple[Channel, ...] = ()
    otlp_out: str | None = None
    all_judged: bool = False
    """Whether what is not flagged is sent there too."""
    services: tuple[str, ...] = ()
    """Of which alone exchanges are looked at; none: of all."""
    names: tuple[Names, ...] = ()
    """Take names of persons out of what comes; none: they stay."""


class Served(NamedTuple):
    """Where it listens."""

    url: str
    scan: Scan


async def serve(
    order: ServeOrder,
    store: WatchStore,
    *,
    say: Say,
    ready: Callable[[Served], object],
    stop: anyio.Event,
) -> None:
    """Take in, look, count and ring until it is stopped.

    Args:
        order: What and how.
        store: Where it is kept.
        say: Told what goes wrong.
        ready: Told once where it listens.
        stop: Ends it: what was begun is finished.

    Raises:
        UsageError: it cannot listen there, or another process listens for the same store.
        ConfigurationError: the judge cannot be asked as configured.
    """
    with open_socket(order.host, order.port) as opened:
        async with closing(order.judge):
            if why := await try_judge(order.judge, order.policy):
                say(f"the judge cannot be asked: {why}; what comes waits until it can be")
            if not stop.is_set():
                await _serve_at(opened, order, store, say=say, ready=ready, stop=stop)


async def _serve_at(
    opened: socket,
    order: ServeOrder,
    store: WatchStore,
    *,
    say: Say,
    ready: Callable[[Served], object],
    stop: anyio.Event,
) -> None:
    host, port = opened.getsockname()[:2]
    url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    started = datetime.now(UTC)
    scan = receiving.scan_to_serve(_fresh(order, source=url, now=started), store)
    if scan.started_at == started and (why := receiving.changes(scan, store)):
        say(f"a new scan begins, and what is counted and read begins with it: {why}")
    with store.lock(scan.id):
        absorber = Absorber(store, scan, order.judge, salt=order.salt, say=say)
        intake = Intake(store.take_in, waiting=store.waiting(), most_waiting=order.most_waiting)
        watch = _Watch(order, store, absorber, intake=intake, say=say, started=started)
        with listening(
            opened,
            intake,
            salt=order.salt,
            now=_now,
            metrics=watch.exposition,
            also=order.names,
        ) as ear:
            ready(Served(url, scan))
            await watch.run(ear, stop)
            ear.stop()
        with anyio.move_on_after(LAST_WORDS_S):
            await watch.tell()


def _fresh(order: ServeOrder, *, source: str, now: datetime) -> Scan:
    return Scan(
        id=new_run_id(now),
        started_at=now,
        policy=order.policy,
        policy_digest=digest_of(order.policy),
        policy_file=order.policy_file,
        judge=order.judge.id,
        sources=(source,),
        live=True,
        share=order.share,
        services=tuple(sorted(set(order.services))),
        names=tuple(one.spec.id for one in order.names),
    )


class _Watch:
    """What goes on besides the taking in."""

    def __init__(
        self,
        order: ServeOrder,
        store: WatchStore,
        absorber: Absorber,
        *,
        intake: Intake,
        say: Say,
        started: datetime,
    ) -> None:
        self._order = order
        self._store = store
        self._absorber = absorber
        self._intake = intake
        self._say = say
        self._started = started
        before = receiving.scan_before(store, absorber.scan)
        self._old_alerts = [
            alert
            for old in before
            for alert in alerts_of(old, store.alarms(old.id))
            if alert.kind is AlertKind.RULE
        ]
        self._tellings = [
            Telling(channel, store, absorber.scan, name=name, say=say)
            for channel, name in zip(order.channels, names_of(order.channels), strict=True)
        ]
        alerts, told = tuple(self._alerts()), told_so_far(store, (*before, absorber.scan))
        for one in self._tellings:
            one.begin(alerts, told)
        self._out = (
            Evaluations(order.otlp_out, scan=absorber.scan.id, all_judged=order.all_judged)
            if order.otlp_out
            else None
        )
        self._out_failed = 0
        self._out_trouble = Trouble(say, "evaluations are sent again")
        self._store_trouble = Trouble(say, "what comes is stored and counted again")
        self._judge_trouble = Trouble(say, "the judge can be asked again")
        self._mute = Counter(absorber.totals.outcomes)
        self._said_mute = False
        self._rates: tuple[float | None, float | None] = (None, None)
        self._due = {"rates": 0.0, "expire": 0.0}

    async def run(self, ear: Ear, stop: anyio.Event) -> None:
        """Look at what comes until it is stopped.

        Raises:
            ConfigurationError: the judge cannot be asked as configured.
        """
        failed: list[ConfigurationError] = []
        async with anyio.create_task_group() as group:
            group.start_soon(self._tell_on)
            try:
                await self._look_on(ear, stop)
            except ConfigurationError as error:  # kept out of the group, which would wrap it
                failed.append(error)
            group.cancel_scope.cancel()
        if failed:
            raise failed[0]

    async def tell(self) -> None:
        """Tell what is to be told, once."""
        await tell_all(self._tellings, tuple(self._alerts()))
        if self._out is not None:
            try:
                await self._out.send(now=_now())
            except NotSentError as error:
                self._out_failed += 1
                self._out_trouble.has(
                    f"evaluations cannot be sent ({error.message}): they wait"
                )
            else:
                self._out_trouble.ends()

    def exposition(self) -> bytes:
        """Return what Prometheus is told."""
        absorber, intake = self._absorber, self._intake
        rows, answers = Counter[str](), Counter[str]()
        for key, count in tuple(intake.counts.items()):
            kind, _, status = key.partition(" ")
            (answers if status else rows)[status or kind] += count
        sent = Counter({one.channel: one.sent for one in self._tellings})
        failed = Counter({one.channel: one.failed for one in self._tellings})
        if self._out is not None:
            sent["otlp"], failed["otlp"] = self._out.sent, self._out_failed
        last = absorber.last
        return exposition(
            Numbers(
                exchanges=dict(absorber.totals.outcomes),
                judged=dict(absorber.totals.judged),
                flagged=dict(absorber.totals.flagged),
                detectors=absorber.values,
                rise_detectors=absorber.rise_values,
                alarms=absorber.rang(),
                rises=absorber.rang(rise=True),
                rows=rows,
                answers=answers,
                waiting=intake.waiting,
                last_age_s=(_now() - last).total_seconds() if last else None,
                estimate=self._rates[0],
                ceiling=self._rates[1],
                alerts_sent=sent,
                alerts_failed=failed,
                judge_down=absorber.stuck,
            )
        )

    def _alerts(self) -> Iterator[Alert]:
        yield from self._old_alerts
        yield from alerts_of(self._absorber.scan, self._absorber.alarms)

    async def _look_on(self, ear: Ear, stop: anyio.Event) -> None:
        wait_s = IDLE_S
        while not stop.is_set():
            ear.check()
            try:
                done = await self._step()
            except ConfigurationError:
                raise
            except BrightlineError as error:
                self._fails(error)
                done, bad = None, True
            else:
                bad = self._absorber.stuck
                if self._intake.failing is not None:
                    self._fails(self._intake.failing)
                else:
                    self._store_trouble.ends()
            wait_s = min(2 * wait_s, LONGEST_WAIT_S) if bad else IDLE_S
            if done is None or not done.more:
                with anyio.move_on_after(wait_s):
                    await stop.wait()

    async def _step(self) -> Absorbed:
        crowded = self._intake.waiting > self._order.most_waiting * CROWDED
        # A trace that never ends must not keep others out: what there is of it is looked at.
        settle = timedelta(0) if crowded else self._order.settle
        done = await self._absorber.step(_now(), settle=settle)
        if done.rows:
            self._intake.waiting = self._store.waiting()
        if self._out is not None:
            self._out.add(done.judged)
        if why := self._absorber.why_stuck:
            waits = "what came waits" if self._absorber.stuck else "some is counted as failed"
            self._judge_trouble.has(f"the judge cannot be asked: {why}; {waits}")
        else:
            self._judge_trouble.ends()
        self._look_for_mute()
        if done.over is not None:
            self._say(f"exchanges come again, after {span_words(done.over)} without one")
        for alarm in done.alarms:
            self._say(alarm.in_words)
        await anyio.lowlevel.checkpoint()
        if not done.more and not self._absorber.stuck:
            self._hear_silence()
            await self._now_and_then()
        return done

    def _hear_silence(self) -> None:
        after = self._order.silence
        if after is not None and self._absorber.hear_silence(
            _now(), started=self._started, after=after
        ):
            silent = timedelta(seconds=self._absorber.alarms[-1].value)
            self._say(f"alarm: no exchange came for {span_words(silent)}")

    def _look_for_mute(self) -> None:
        """Say once when calls come of which nobody records what was said."""
        if self._said_mute:
            return
        new = self._absorber.totals.outcomes - self._mute
        mute, seen = new[Skip.NO_CONTENT.value], new.total() - new[Skip.OTHER_SERVICE.value]
        if mute >= FEW_MUTE and mute > MOST_UNSEEN * seen:
            self._said_mute = True
            self._say(
                f"{mute:,} of {seen:,} calls came without text, and nobody can look at them:"
                " switch content capture on in the product's instrumentation, as docs/watch.md"
                " says"
            )

    def _fails(self, error: BrightlineError) -> None:
        self._store_trouble.has(
            f"{words_of(error)}: nothing that was acknowledged is lost, senders are told to"
            " come again, and it goes on by itself once that is mended"
        )

    async def _now_and_then(self) -> None:
        now_s = anyio.current_time()
        scan = self._absorber.scan
        if now_s >= self._due["rates"]:
            self._due["rates"] = now_s + RATES_S
            if self._store.readings(scan.id):
                rate = (await to_thread.run_sync(watched, self._store, scan)).rate
                self._rates = rate.estimate, rate.ceiling
        if self._order.keep is not None and now_s >= self._due["expire"]:
            often_s = max(self._order.keep.total_seconds() / EXPIRE_PART, 1.0)
            self._due["expire"] = now_s + min(EXPIRE_S, often_s)
            for one in receiving.received_scans(
                self._store
            ):  # what others kept is not ours to delete
                self._store.expire(_now() - self._order.keep, one.id)
            self._absorber.forget()

    async def _tell_on(self) -> None:
        while True:
            await self.tell()
            await anyio.sleep(TELL_S)


def _now() -> datetime:
    return datetime.now(UTC)
