"""What rang is told at least once to each, whatever fails, and not again and again."""

from datetime import UTC, datetime, timedelta

import pytest

from brightline.pipeline.watch.alerts import (
    AGAIN,
    Telling,
    alerts_of,
    names_of,
    tell_all,
    told_so_far,
)
from brightline.records import ANY_RULE, SILENCE, Alert, AlertKind, Scan, WatchAlarm
from brightline.store import WatchStore
from brightline.watch.posting import NotSentError

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def alarm(minutes: int, rule: str = "pillow-fights") -> WatchAlarm:
    return WatchAlarm(
        rule_id=rule,
        at=NOW,
        rung_at=NOW + minutes * MINUTE,
        value=minutes * 60.0 if rule == SILENCE else 12_345.0,
        accepted=0.02,
        flagged=5,
        heard=90,
    )


class Whom:
    """Is told, but for some times."""

    name = "webhook"

    def __init__(self, *, fails: int = 0, key: str = "webhook-1") -> None:
        self.fails = fails
        self.key = key
        self.told: list[str] = []

    async def send(self, alert: Alert) -> None:
        if self.fails:
            self.fails -= 1
            raise NotSentError("nobody is there")
        self.told.append(alert.id)


class Time:
    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


def test_an_alert_names_the_rule_and_counts_and_is_the_same_every_time(scan: Scan) -> None:
    [one] = alerts_of(scan, [alarm(0)])
    [again] = alerts_of(scan, [alarm(0)])

    assert one == again
    assert (one.kind, one.rule, one.severity) == (AlertKind.RULE, "pillow-fights", "medium")
    assert one.text == (
        "Pip: rule pillow-fights is broken more often than is accepted: 5 of 90 exchanges look"
        " like breaches, accepted are 2.0%. See: brightline watch s1"
    )


def test_a_rule_that_goes_on_ringing_is_told_of_once_an_hour(scan: Scan) -> None:
    hour = int(AGAIN / MINUTE)
    minutes = [0, 1, hour - 1, hour, hour + 1, 2 * hour, 3 * hour - 1]

    told = list(alerts_of(scan, [alarm(at) for at in minutes]))
    other = list(alerts_of(scan, [alarm(0), alarm(1, "other")]))

    assert [(one.rung_at - NOW) / MINUTE for one in told] == [0, hour, 2 * hour]
    assert [one.rule for one in other] == ["pillow-fights", "other"]


def test_any_rule_is_told_in_its_own_words_and_not_beside_a_rule(scan: Scan) -> None:
    hour = int(AGAIN / MINUTE)

    [one] = alerts_of(scan, [alarm(0, ANY_RULE)])
    beside = alerts_of(scan, [alarm(0), alarm(1, ANY_RULE), alarm(hour, ANY_RULE)])
    after = alerts_of(scan, [alarm(0, ANY_RULE), alarm(1)])

    assert one.text.startswith("Pip: all rules together are broken more often than is accepted")
    assert (one.rule, one.severity) == (ANY_RULE, None)
    assert [one.rule for one in beside] == ["pillow-fights", ANY_RULE]
    assert [one.rule for one in after] == [ANY_RULE, "pillow-fights"], "which one is news"


def test_silence_is_over_once_an_exchange_comes(scan: Scan) -> None:
    silent = [alarm(30, SILENCE)]

    during = [one.kind for one in alerts_of(scan, silent)]
    over = [silent[0].model_copy(update={"over_at": NOW + 31 * MINUTE})]
    after = list(alerts_of(scan, over))

    assert during == [AlertKind.SILENCE]
    assert [one.kind for one in after] == [AlertKind.SILENCE, AlertKind.SILENCE_OVER]
    assert len({one.id for one in after}) == 2
    assert after[1].at == NOW + 31 * MINUTE
    assert "no exchange came for 30 min. " in after[0].text


async def test_what_others_were_told_before_a_channel_was_named_is_not_told_there(
    store: WatchStore, scan: Scan
) -> None:
    old = tuple(alerts_of(scan, [alarm(0)]))
    both = tuple(alerts_of(scan, [alarm(0), alarm(99)]))
    whom = Whom()

    one = Telling(whom, store, scan, say=str)
    one.begin(old, {"alerts:slack-1": {one.id for one in old}})
    await one.tell(both)
    await one.tell(both)

    assert whom.told == [both[1].id]


async def test_over_a_restart_each_is_told_and_none_twice(
    store: WatchStore, scan: Scan
) -> None:
    alerts = tuple(alerts_of(scan, [alarm(at * 100) for at in range(3)]))
    whom, other = Whom(), Whom(key="webhook-2")
    first = Telling(whom, store, scan, say=str)
    first.begin((), {})
    await first.tell(alerts[:1])

    again = Telling(whom, store, scan, say=str)
    again.begin(alerts[:2], {})  # the second rang when the program was killed
    await again.tell(alerts)
    new = Telling(other, store, scan, say=str)
    new.begin(alerts[:2], told_so_far(store, [scan]))
    await new.tell(alerts)

    assert whom.told == [one.id for one in alerts]
    assert other.told == [alerts[2].id]


async def test_one_that_cannot_be_told_is_told_later_and_in_order(
    store: WatchStore, scan: Scan
) -> None:
    alerts = tuple(alerts_of(scan, [alarm(0), alarm(100)]))
    whom, clock = Whom(fails=3), Time()
    said: list[str] = []
    one = Telling(whom, store, scan, say=said.append, clock=clock)
    one.begin((), {})

    tries = []
    for second in range(12):
        clock.s = float(second)
        before = whom.fails, len(whom.told)
        await one.tell(alerts)
        if before != (whom.fails, len(whom.told)):
            tries.append(second)

    assert tries == [0, 1, 3, 7]  # each wait is twice the one before
    assert whom.told == [one.id for one in alerts]
    assert (one.sent, one.failed) == (2, 3)
    assert "nobody is there" in said[0]


async def test_one_that_is_dead_keeps_no_other_waiting(store: WatchStore, scan: Scan) -> None:
    alerts = tuple(alerts_of(scan, [alarm(0)]))
    dead, well = Whom(fails=99), Whom(key="slack-1")
    both = [Telling(whom, store, scan, say=str) for whom in (dead, well)]
    for one in both:
        one.begin((), {})

    await tell_all(both, alerts)

    assert (dead.told, len(well.told)) == ([], 1)


async def test_what_a_dead_address_never_took_is_told_at_the_new_one(
    store: WatchStore, scan: Scan
) -> None:
    alerts = tuple(alerts_of(scan, [alarm(0)]))
    dead, new = Whom(fails=99), Whom(key="webhook-2")
    first = Telling(dead, store, scan, say=str)
    first.begin((), {})
    await first.tell(alerts)

    second = Telling(new, store, scan, say=str)
    second.begin(alerts, told_so_far(store, [scan]))
    await second.tell(alerts)

    assert new.told == [alerts[0].id]


def test_several_of_a_kind_can_be_told_apart() -> None:
    channels = [Whom(), Whom(key="webhook-2")]

    assert names_of(channels) == ["webhook-1", "webhook-2"]
    assert names_of(channels[:1]) == ["webhook"]
