"""Alarms of a scan in, what is to be told of them out; and told, at least once each."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

import anyio

from brightline.errors import BrightlineError
from brightline.records import ANY_RULE, SILENCE, Alert, AlertKind, Scan, WatchAlarm, digest
from brightline.store import WatchStore
from brightline.watch.alerting import Channel
from brightline.watch.posting import NotSentError

AGAIN = timedelta(hours=1)
"""A rule that goes on ringing is told of so often: what rings between is stored and shown."""

FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 300.0


def alerts_of(
    scan: Scan, alarms: Sequence[WatchAlarm], *, last: datetime | None
) -> Iterator[Alert]:
    """Yield what is to be told of the alarms of a scan, in the order in which they rang.

    Args:
        scan: Which.
        alarms: All of it, in their order.
        last: When the last exchange came: silence before it is over.
    """
    told: dict[str, datetime] = {}
    for alarm in alarms:
        if alarm.rule_id == SILENCE:
            yield _silence(scan, alarm)
            if last is not None and last > alarm.rung_at:
                yield _over(scan, alarm)
        elif all(alarm.rung_at - told[one] >= AGAIN for one in told if _covers(one, alarm)):
            told[alarm.rule_id] = alarm.rung_at
            yield _rule(scan, alarm)


def _covers(told: str, alarm: WatchAlarm) -> bool:
    """Tell whether an alarm is no news after one of another rule."""
    return alarm.rule_id in {told, ANY_RULE}


class Telling:
    """Tells the alerts of a scan to one channel, however often the program is stopped."""

    def __init__(
        self,
        channel: Channel,
        store: WatchStore,
        scan: Scan,
        *,
        say: Callable[[str], object],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Go on where it was left.

        Args:
            channel: Whom to tell.
            store: Where it is kept what was told.
            scan: Which scan.
            say: Told when it could not be told.
            clock: Seconds, for the waits between tries.
        """
        self.sent = 0
        self.failed = 0
        self._channel = channel
        self._store = store
        self._scan = scan
        self._say = say
        self._clock = clock
        self._key = f"alerts:{channel.key}"
        state = store.detectors(scan.id).get(self._key)
        self._told: set[str] | None = set(json.loads(state)) if state else None
        self._not_before = 0.0
        self._wait_s = FIRST_WAIT_S

    @property
    def channel(self) -> str:
        """Name of the channel."""
        return self._channel.name

    def begin(self, alerts: Sequence[Alert]) -> None:
        """Take alerts for told that are older than this channel."""
        if self._told is None:
            self._told = {alert.id for alert in alerts}
            self._keep()

    async def tell(self, alerts: Sequence[Alert]) -> None:
        """Tell those that were not told yet, in order, up to the first that cannot be."""
        told = self._told or set()
        for alert in alerts:
            if alert.id in told:
                continue
            if self._clock() < self._not_before:
                return
            try:
                await self._channel.send(alert)
            except NotSentError as error:
                self._failed(alert, error)
                return
            self._wait_s = FIRST_WAIT_S
            self.sent += 1
            self._told = told | {alert.id}
            told = self._told
            self._keep()

    def _failed(self, alert: Alert, error: NotSentError) -> None:
        self.failed += 1
        self._say(
            f"alert {alert.id} could not be told by {self._channel.name} ({error.message}):"
            f" again in {self._wait_s:.0f} s"
        )
        self._not_before = self._clock() + self._wait_s
        self._wait_s = min(2 * self._wait_s, LONGEST_WAIT_S)

    def _keep(self) -> None:
        state = {self._key: json.dumps(sorted(self._told or ()))}
        try:
            self._store.absorb(self._scan.id, (), days=(), kept=(), detectors=state)
        except BrightlineError as error:
            self._say(f"what was told could not be stored, and may be told again: {error}")


async def tell_all(tellings: Sequence[Telling], alerts: Sequence[Alert]) -> None:
    """Tell alerts to all channels at once: none waits for another."""
    async with anyio.create_task_group() as group:
        for one in tellings:
            group.start_soon(one.tell, alerts)


def _rule(scan: Scan, alarm: WatchAlarm) -> Alert:
    rule = next((one for one in scan.policy.rules if one.id == alarm.rule_id), None)
    severity = rule.severity.value if rule else None
    broken = "all rules together are" if alarm.rule_id == ANY_RULE else f"rule {alarm.name} is"
    text = (
        f"{scan.policy.name}: {broken} broken more often than is accepted:"
        f" {alarm.flagged} of {alarm.heard} exchanges look like breaches, accepted are"
        f" {alarm.accepted:.1%}. See: {_see(scan)}"
    )
    return _alert(scan, alarm, AlertKind.RULE, text=text).model_copy(
        update={"rule": alarm.rule_id, "severity": severity}
    )


def _silence(scan: Scan, alarm: WatchAlarm) -> Alert:
    minutes = alarm.value / 60
    text = f"{scan.policy.name}: no exchange came for {minutes:.0f} minutes. See: {_see(scan)}"
    return _alert(scan, alarm, AlertKind.SILENCE, text=text)


def _over(scan: Scan, alarm: WatchAlarm) -> Alert:
    text = f"{scan.policy.name}: exchanges come again. See: {_see(scan)}"
    return _alert(scan, alarm, AlertKind.SILENCE_OVER, text=text)


def _alert(scan: Scan, alarm: WatchAlarm, kind: AlertKind, *, text: str) -> Alert:
    told = f"{scan.id}\0{alarm.rule_id}\0{alarm.rung_at.isoformat()}\0{alarm.at}\0{kind}"
    return Alert(
        id=f"a-{digest(told)}",
        kind=kind,
        text=text,
        product=scan.policy.name,
        scan=scan.id,
        rule=None,
        severity=None,
        at=alarm.at,
        rung_at=alarm.rung_at,
        flagged=alarm.flagged,
        heard=alarm.heard,
        accepted=alarm.accepted,
        value=alarm.value,
        see=_see(scan),
    )


def _see(scan: Scan) -> str:
    return f"brightline watch {scan.id}"
