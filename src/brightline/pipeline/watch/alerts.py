"""Alarms of a scan in, what is to be told of them out; and told, at least once each."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set as AbstractSet
from datetime import datetime, timedelta

import anyio

from brightline.errors import BrightlineError
from brightline.pipeline.watch.troubles import Trouble, words_of
from brightline.records import ANY_RULE, SILENCE, Alert, AlertKind, Scan, WatchAlarm, digest
from brightline.report.watched.wording import span_words
from brightline.store import WatchStore
from brightline.watch.alerting import Channel
from brightline.watch.posting import NotSentError

AGAIN = timedelta(hours=1)
"""A rule that goes on ringing is told of so often: what rings between is stored and shown."""

FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 300.0


MOST_OLD = 20
"""Alarms that nobody was told of and that a new channel is told of: the newest ones."""

ALERTS = "alerts:"
"""Before the key of a channel: where it is kept what it was told; no rule is called so."""


def alerts_of(scan: Scan, alarms: Sequence[WatchAlarm]) -> Iterator[Alert]:
    """Yield what is to be told of the alarms of a scan, in the order in which they rang.

    Args:
        scan: Which.
        alarms: All of it, in their order.
    """
    told: dict[str, datetime] = {}
    risen: dict[str, datetime] = {}
    for alarm in alarms:
        if alarm.rise:
            if alarm.rule_id not in risen or alarm.rung_at - risen[alarm.rule_id] >= AGAIN:
                risen[alarm.rule_id] = alarm.rung_at
                yield _rise(scan, alarm)
            continue
        if alarm.rule_id == SILENCE:
            yield _silence(scan, alarm)
            if alarm.over_at is not None:
                yield _over(scan, alarm, alarm.over_at)
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
        name: str | None = None,
        say: Callable[[str], object],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Go on where it was left.

        Args:
            channel: Whom to tell.
            store: Where it is kept what was told.
            scan: Which scan.
            name: What the channel is called; None: as its kind.
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
        self._key = f"{ALERTS}{channel.key}"
        state = store.detectors(scan.id).get(self._key)
        self._told: set[str] | None = set(json.loads(state)) if state else None
        self.channel = name or channel.name
        """Name of the channel."""
        self._trouble = Trouble(say, f"{self.channel} takes alerts again", clock=clock)
        self._not_before = 0.0
        self._wait_s = FIRST_WAIT_S

    def begin(self, alerts: Sequence[Alert], told: Mapping[str, AbstractSet[str]]) -> None:
        """Take alerts for told that are older than this channel, unless nobody was told.

        Args:
            alerts: All so far.
            told: Of `told_so_far`, before any channel began.
        """
        if self._told is None:
            # Under the policy before, this may have been a channel already.
            mine = told.get(self._key, set[str]().union(*told.values()))
            fresh = [alert.id for alert in alerts if alert.id not in mine][-MOST_OLD:]
            self._told = {alert.id for alert in alerts} - set(fresh)
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
            self._trouble.ends()
            self.sent += 1
            self._told = told | {alert.id}
            told = self._told
            self._keep()

    def _failed(self, alert: Alert, error: NotSentError) -> None:
        self.failed += 1
        self._trouble.has(
            f"alert {alert.id} could not be told by {self.channel} ({error.message}): it is"
            " tried again and again"
        )
        self._not_before = self._clock() + self._wait_s
        self._wait_s = min(2 * self._wait_s, LONGEST_WAIT_S)

    def _keep(self) -> None:
        state = {self._key: json.dumps(sorted(self._told or ()))}
        try:
            self._store.absorb(self._scan.id, (), days=(), kept=(), detectors=state)
        except BrightlineError as error:
            why = words_of(error)
            self._say(f"what was told could not be stored, and may be told again: {why}")


def told_so_far(store: WatchStore, scans: Iterable[Scan]) -> dict[str, set[str]]:
    """Return the ids of the alerts that each channel was told in some scans, by its key."""
    found: dict[str, set[str]] = {}
    for scan in scans:
        for key, state in store.detectors(scan.id).items():
            if key.startswith(ALERTS):
                found.setdefault(key, set()).update(json.loads(state))
    return found


def names_of(channels: Sequence[Channel]) -> list[str]:
    """Return what channels are called: by their kind, with a number where several are of it.

    No part of an address is in it: that may be a secret.
    """
    kinds = Counter(one.name for one in channels)
    numbers = Counter[str]()
    names = []
    for one in channels:
        numbers[one.name] += 1
        several = kinds[one.name] > 1
        names.append(f"{one.name}-{numbers[one.name]}" if several else one.name)
    return names


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


def _rise(scan: Scan, alarm: WatchAlarm) -> Alert:
    rule = next((one for one in scan.policy.rules if one.id == alarm.rule_id), None)
    text = (
        f"{scan.policy.name}: more is suspect under rule {alarm.rule_id} than before. No alarm:"
        " nothing is decided, and a change of traffic does it too. Read what is suspected:"
        f" brightline review {scan.id} --findings"
    )
    return _alert(scan, alarm, AlertKind.RISE, text=text).model_copy(
        update={"rule": alarm.rule_id, "severity": rule.severity.value if rule else None}
    )


def _silence(scan: Scan, alarm: WatchAlarm) -> Alert:
    span = span_words(timedelta(seconds=alarm.value))
    text = f"{scan.policy.name}: no exchange came for {span}. See: {_see(scan)}"
    return _alert(scan, alarm, AlertKind.SILENCE, text=text)


def _over(scan: Scan, alarm: WatchAlarm, at: datetime) -> Alert:
    text = f"{scan.policy.name}: exchanges come again. See: {_see(scan)}"
    told = _alert(scan, alarm, AlertKind.SILENCE_OVER, text=text)
    return told.model_copy(update={"at": at})


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
