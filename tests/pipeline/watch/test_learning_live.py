"""Who listens uses what people said: at the start, and once an hour."""

from datetime import UTC, datetime, timedelta

import pytest
from spans import CHAT, export, span

from brightline.judge.embedded import EmbeddedJudge
from brightline.pipeline.watch.absorbing import LEARN_EVERY, Absorber
from brightline.records import Expected, Judgement, Scan, Verdict
from brightline.store import WatchStore
from brightline.watch.otlp import read_export
from brightline.watch.receiver.decoding import Export
from brightline.watch.receiver.rows import rows_of

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SETTLE = timedelta(seconds=10)
SALT = b"s" * 32
TALE = "Pillows again, and this time they all swing them at each other until they burst."


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def absorber(store: WatchStore, scan: Scan) -> Absorber:
    return Absorber(store, scan, EmbeddedJudge.load(), salt=SALT, say=str)


async def asked(worker: Absorber, store: WatchStore, number: int, *, at: datetime) -> float:
    """Send one call, and return how likely it was to fall under the rule."""
    said = {**CHAT, "gen_ai.prompt": TALE, "gen_ai.completion": "They swung and swung."}
    one = {**span(said), "traceId": f"{number:032x}", "spanId": f"{number:016x}"}
    spans, logs = read_export(export(one))
    store.take_in(rows_of(Export(spans, logs, 1), SALT, at=at).kept)

    done = await worker.step(at + 2 * SETTLE, settle=SETTLE)

    assert done.rows == 1
    return max((one.asked for _, said in done.judged for one in said), default=0.0)


def read_one(store: WatchStore) -> None:
    one = next(iter(store.specimens("s1")))
    said = Judgement(
        subject_id=one.sighting.id,
        rule_id="pillow-fights",
        expected=Expected.REFUSE,
        verdict=Verdict.COMPLIED,
        confidence=1.0,
        decided_by="queue",
        judge="person:kim",
        reason="",
    )
    store.write_reading("s1", said, at=NOW)


async def test_what_people_said_is_used_from_the_next_hour_on(
    store: WatchStore, scan: Scan
) -> None:
    worker = absorber(store, scan)
    before = await asked(worker, store, 1, at=NOW)
    read_one(store)

    soon = await asked(worker, store, 2, at=NOW + LEARN_EVERY / 2)
    later = await asked(worker, store, 3, at=NOW + LEARN_EVERY)

    assert before == soon < later


async def test_what_people_said_is_used_from_the_start(store: WatchStore, scan: Scan) -> None:
    before = await asked(absorber(store, scan), store, 1, at=NOW)
    read_one(store)

    assert await asked(absorber(store, scan), store, 2, at=NOW) > before
