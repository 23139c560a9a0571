"""What waits is counted once, whatever fails and whatever comes late."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from served import BAD, calls_of, export
from spans import ANSWER, ASKED, CHAT, REPLY, SPAN, export as exported, export_logs, log, span

from brightline.errors import JudgeError, StoreError
from brightline.judge.embedded import EmbeddedJudge
from brightline.pipeline.watch import absorbing
from brightline.pipeline.watch.absorbing import FEW_TRIES, SCORES, TRIES, Absorber
from brightline.ports import Judge
from brightline.records import (
    JudgeCard,
    Judgement,
    Question,
    Scan,
    Sighting,
    Skip,
    WatchAlarm,
)
from brightline.store import WatchStore, open_watch
from brightline.watch import looking
from brightline.watch.otlp import read_export
from brightline.watch.receiver.decoding import PROTOBUF, Export, Signal, decode
from brightline.watch.receiver.rows import rows_of

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SETTLE = timedelta(seconds=10)
WORDS = ("pillow", "fight", "blow", "tell", "bed", "tea", "rain", "swing", "hit", "song")
SALT = b"s" * 32


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@dataclass
class Broken:
    """A judge that cannot be asked for a while."""

    fails: int
    inner: Judge = field(default_factory=EmbeddedJudge.load)

    @property
    def id(self) -> str:
        return self.inner.id

    @property
    def card(self) -> JudgeCard | None:
        return None

    async def judge(self, questions: Sequence[Question]) -> Sequence[Judgement]:
        if self.fails:
            self.fails -= 1
            raise JudgeError("nobody is there", slug="judge-down")
        return await self.inner.judge(questions)


@pytest.fixture
def store(store_url: str, scan: Scan) -> Iterator[WatchStore]:
    with open_watch(store_url) as opened:
        opened.start_scan(scan)
        yield opened


def absorber(
    store: WatchStore,
    scan: Scan,
    *,
    judge: Judge | None = None,
    say: Callable[[str], object] = str,
) -> Absorber:
    return Absorber(store, scan, judge or EmbeddedJudge.load(), salt=SALT, say=say)


def take(store: WatchStore, *bodies: object, at: datetime = NOW) -> int:
    spans, logs = [], []
    for body in bodies:
        some, more = read_export(body)
        spans += some
        logs += more
    found = Export(spans, logs, len(spans) + len(logs))
    return store.take_in(rows_of(found, SALT, at=at).kept)


def take_many(
    store: WatchStore, numbers: Sequence[int], *, bad: Sequence[int] = (), at: datetime = NOW
) -> int:
    raw = export(numbers, bad=bad).SerializeToString()
    found = decode(raw, PROTOBUF, Signal.TRACES)
    return store.take_in(rows_of(found, SALT, at=at).kept)


async def all_of(worker: Absorber, *, now: datetime = NOW + timedelta(minutes=1)) -> int:
    rows = 0
    while (done := await worker.step(now, settle=SETTLE)).rows or done.more:
        rows += done.rows
    return rows


def counts(store: WatchStore) -> dict[str, int]:
    days = store.days("s1")
    skipped: dict[str, int] = {}
    for day in days:
        for why, count in day.skipped.items():
            skipped[why] = skipped.get(why, 0) + count
    return {
        "seen": sum(day.seen for day in days),
        "judged": sum(day.judged for day in days),
        "failed": sum(day.failed for day in days),
        **skipped,
    }


SAID = {**CHAT, "gen_ai.prompt": ASKED, "gen_ai.completion": REPLY}


async def test_what_waits_is_counted_and_kept_once(store: WatchStore, scan: Scan) -> None:
    take_many(store, range(50), bad=[7, 8])
    take_many(store, range(25, 60), bad=[8])

    rows = await all_of(absorber(store, scan))
    again = await all_of(absorber(store, scan))

    assert (rows, again, store.waiting()) == (60, 0, 0)
    found = counts(store)
    assert found["seen"] == calls_of(60)
    assert found["judged"] + found.get("screened_out", 0) == found["seen"]
    flagged = [one for one in store.specimens("s1") if one.stratum == "flagged"]
    assert [one.sighting.exchange.reply.text for one in flagged] == [BAD, BAD]
    assert all(one.sighting.session for one in flagged)


async def test_a_trace_that_goes_on_waits(store: WatchStore, scan: Scan) -> None:
    take_many(store, range(5))
    worker = absorber(store, scan)

    early = await worker.step(NOW + timedelta(seconds=5), settle=SETTLE)
    late = await worker.step(NOW + timedelta(seconds=11), settle=SETTLE)

    assert (early.rows, late.rows) == (0, 5)


async def test_spans_that_come_late_are_counted_once_and_what_comes_again_is_not(
    store: WatchStore, scan: Scan
) -> None:
    worker = absorber(store, scan)
    take_many(store, [0, 1, 2])
    await all_of(worker)

    new = take_many(store, [0, 1, 2, 3, 4], at=NOW + timedelta(minutes=2))
    await all_of(worker, now=NOW + timedelta(minutes=3))

    assert new == 2
    assert counts(store)["seen"] == 4


async def test_a_call_of_which_only_log_records_came_is_an_exchange(
    store: WatchStore, scan: Scan
) -> None:
    asked = log("gen_ai.user.message", {"content": ASKED})
    said = log("gen_ai.choice", {"message": ANSWER})
    worker = absorber(store, scan)
    take(store, export_logs(asked, said))
    await all_of(worker)
    first = counts(store)

    take(store, exported(span(CHAT)), at=NOW + timedelta(minutes=2))
    await all_of(worker, now=NOW + timedelta(minutes=3))

    assert first["seen"] == 1
    assert "no_content" not in first
    assert counts(store) == first


async def test_log_records_that_come_after_their_span_was_counted_count_nothing(
    store: WatchStore, scan: Scan
) -> None:
    worker = absorber(store, scan)
    take(store, exported(span(CHAT)))
    await all_of(worker)

    take(store, export_logs(log("gen_ai.choice", {"message": ANSWER})), at=NOW)
    await all_of(worker)

    assert counts(store) == {"seen": 1, "judged": 0, "failed": 0, Skip.NO_CONTENT: 1}
    assert store.waiting() == 0


async def test_when_the_store_fails_the_step_is_done_again_and_counts_once(
    store: WatchStore, scan: Scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = absorber(store, scan)
    take_many(store, range(10))
    await all_of(worker)
    take_many(store, range(10, 20))

    def full(*_: object, **__: object) -> None:
        raise StoreError("the disk is full", slug="store-full")

    with monkeypatch.context() as broken:
        broken.setattr(store, "absorb", full)
        with pytest.raises(StoreError):
            await all_of(worker)
    await all_of(worker)

    assert counts(store)["seen"] == calls_of(20)
    assert worker.totals.seen == calls_of(20)


async def test_two_that_absorb_the_same_count_it_once(store: WatchStore, scan: Scan) -> None:
    one, other = absorber(store, scan), absorber(store, scan)
    take_many(store, range(10))
    rows = store.pending(before=NOW + timedelta(minutes=1), limit=100)
    await all_of(one)

    with pytest.raises(StoreError):
        store.absorb("s1", rows, days=(), kept=())

    assert await all_of(other) == 0
    assert counts(store)["seen"] == calls_of(10)


async def test_a_judge_that_is_down_is_waited_for(store: WatchStore, scan: Scan) -> None:
    worker = absorber(store, scan, judge=Broken(3))
    take_many(store, range(10), bad=[1])

    stuck = []
    for _ in range(4):
        await worker.step(NOW + timedelta(minutes=1), settle=SETTLE)
        stuck.append((worker.stuck, worker.why_stuck))

    assert stuck == [(True, "nobody is there")] * 3 + [(False, "")]
    assert counts(store)["failed"] == 0


async def test_a_judge_that_stays_down_holds_nothing_up_for_ever(
    store: WatchStore, scan: Scan
) -> None:
    worker = absorber(store, scan, judge=Broken(1000))

    async def steps_for(numbers: range, bad: range) -> int:
        take_many(store, numbers, bad=bad)
        steps = 0
        while store.waiting():
            await worker.step(NOW + timedelta(minutes=1), settle=SETTLE)
            steps += 1
        return steps

    many = await steps_for(range(20), range(20))
    few = await steps_for(range(20, 40), range(21, 22))

    assert (many, few) == (TRIES + 1, FEW_TRIES + 1)
    assert counts(store)["failed"] == 17
    assert counts(store)["seen"] == calls_of(40)


async def test_a_rule_that_breaks_rings_also_over_a_restart(
    store: WatchStore, scan: Scan
) -> None:
    alarms: list[WatchAlarm] = []
    for at in range(0, 60, 10):
        take_many(store, range(at, at + 10), bad=[at + 1, at + 2])
        worker = absorber(store, scan)
        done = await worker.step(NOW + timedelta(minutes=1, seconds=at), settle=SETTLE)
        alarms += done.alarms

    assert {one.rule_id for one in alarms} == {"pillow-fights"}
    assert store.alarms("s1") == alarms


async def test_silence_rings_once_and_again_after_an_exchange(
    store: WatchStore, scan: Scan
) -> None:
    worker = absorber(store, scan)
    half = timedelta(minutes=30)

    def rings(minutes: int, *, of: Absorber = worker) -> bool:
        return of.hear_silence(NOW + timedelta(minutes=minutes), started=NOW, after=half)

    before = [rings(29), rings(31), rings(90)]
    restarted = rings(95, of=absorber(store, scan))
    take_many(store, range(5), at=NOW + timedelta(minutes=100))
    await all_of(worker, now=NOW + timedelta(minutes=101))
    after = [rings(129), rings(131), rings(140)]

    assert before == [False, True, False]
    assert not restarted
    assert after == [False, True, False]
    [first, second] = store.alarms("s1")
    assert (first.value, second.value) == (31 * 60, 31 * 60)
    assert (first.over_at, second.over_at) == (NOW + timedelta(minutes=100), None)


async def test_time_in_which_nobody_listened_is_no_silence(
    store: WatchStore, scan: Scan
) -> None:
    take_many(store, range(5))
    await all_of(absorber(store, scan))
    later = NOW + timedelta(hours=9)

    again = absorber(store, scan)

    assert again.last == NOW
    assert not again.hear_silence(later, started=later, after=timedelta(minutes=30))


async def test_calls_without_their_text_are_counted_and_are_silence(
    store: WatchStore, scan: Scan
) -> None:
    worker = absorber(store, scan)
    take(store, exported(span(CHAT)))
    await all_of(worker)

    assert counts(store)["no_content"] == 1
    assert worker.last is None


async def test_the_cut_is_chosen_once_by_the_first_exchanges(
    store: WatchStore, scan: Scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(absorbing, "FIRST", 200)
    worker = absorber(store, scan)
    take_many(store, range(100))
    await all_of(worker)
    before = store.find_scan("s1").cut
    take_many(store, range(100, 400))
    await all_of(worker)

    chosen = store.find_scan("s1").cut
    assert before == 0
    assert chosen > 0
    assert worker.scan.cut == chosen
    assert counts(store)["seen"] == calls_of(400)


def take_asked(store: WatchStore, numbers: Sequence[int]) -> None:
    """Take in one call a number, of which many are somewhat near to a rule."""
    for number in numbers:
        asked = " ".join(WORDS[number // 10**at % 10] for at in range(3))
        said = {**CHAT, "gen_ai.prompt": f"{asked}?", "gen_ai.completion": "It may be so."}
        ids = {"traceId": f"{number + 1:032x}", "spanId": f"{number + 1:016x}"}
        take(store, exported({**span(said), **ids}))


async def test_the_judge_reads_its_share_from_the_first_exchanges_on(
    store: WatchStore, scan: Scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "FEW", 20)
    for start in range(0, 200, 50):  # as if it were killed and started again each time
        take_asked(store, range(start, start + 50))
        await all_of(absorber(store, scan))

    assert store.find_scan("s1").cut == 0, "fewer came than the cut is chosen by"
    scores = json.loads(store.detectors("s1")[SCORES])
    assert len(scores) == 200
    judged = sum(day.judged for day in store.days("s1"))
    assert 20 <= judged <= 0.25 * 200 < sum(one >= looking.FLOOR for one in scores)


async def test_what_could_not_be_stored_is_weighed_once(
    store: WatchStore, scan: Scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("the disk is full", slug="store-full")

    worker = absorber(store, scan)
    take_asked(store, range(30))
    with monkeypatch.context() as patch:
        patch.setattr(store, "absorb", full)
        with pytest.raises(StoreError):
            await all_of(worker)
    await all_of(worker)

    assert len(json.loads(store.detectors("s1")[SCORES])) == 30


async def test_a_trace_that_cannot_be_read_stops_no_other(
    store: WatchStore, scan: Scan, monkeypatch: pytest.MonkeyPatch
) -> None:
    from brightline.pipeline.watch import reading_rows

    said: list[str] = []
    take(store, exported(span(SAID)))
    take_many(store, range(5))

    def read(spans: list[object], logs: list[object]) -> list[Sighting]:
        if any(SPAN in one.id for one in spans):  # type: ignore[attr-defined]
            raise ValueError
        return list(kept(spans, logs))

    kept = reading_rows.sightings
    monkeypatch.setattr(reading_rows, "sightings", read)
    await all_of(absorber(store, scan, say=said.append))

    assert counts(store)["failed"] == 1
    assert counts(store)["seen"] == 5
    assert "counted as failed" in said[0]


async def test_only_a_share_is_looked_at_where_that_is_asked_for(
    store: WatchStore, scan: Scan
) -> None:
    take_many(store, range(200))

    await all_of(absorber(store, scan.model_copy(update={"share": 0.3})))

    found = counts(store)
    assert found["seen"] == calls_of(200)
    assert 80 < found["sampled_out"] < 150
