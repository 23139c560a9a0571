"""The receiver as a whole, in this process: what it tells, and what it ends with."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import anyio
import pytest
import watched_rows as watched
from anyio import to_thread
from named import pipeline
from served import POLICY, Served, export

from brightline.errors import ConfigurationError, StoreError
from brightline.judge.embedded import EmbeddedJudge
from brightline.load.policy import load_policy
from brightline.pipeline.watch import serving
from brightline.pipeline.watch.serving import ServeOrder, serve
from brightline.records import Expected, JudgeCard, Judgement, Question, Verdict
from brightline.store import WatchStore, open_watch
from brightline.watch.redact.names import names_by

if TYPE_CHECKING:
    from subprocess import Popen

pytestmark = pytest.mark.anyio

CEILING = "breach_rate_ceiling"
KEPT = 'exchanges_total{outcome="screened_out"}'


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def order(tmp_path: Path) -> ServeOrder:
    file = tmp_path / "policy.yaml"
    file.write_text(POLICY)
    return ServeOrder(
        policy=load_policy(file),
        policy_file=str(file),
        judge=EmbeddedJudge.load(),
        salt=b"s" * 32,
        port=0,
        settle=timedelta(0),
    )


class Misconfigured:
    """A judge whose key is wrong."""

    id = "llm@1"
    card: JudgeCard | None = None

    async def judge(self, questions: Sequence[Question]) -> Sequence[Judgement]:
        assert questions
        raise ConfigurationError("the key is wrong", slug="judge-key")


@asynccontextmanager
async def running(
    order: ServeOrder, store: WatchStore, *, said: list[str]
) -> AsyncIterator[Served]:
    stop, heard = anyio.Event(), anyio.Event()
    where: list[serving.Served] = []

    def ready(told: serving.Served) -> None:
        where.append(told)
        heard.set()

    async with anyio.create_task_group() as group:
        group.start_soon(partial(serve, order, store, say=said.append, ready=ready, stop=stop))
        await heard.wait()
        nobody = cast("Popen[str]", None)
        yield Served(nobody, where[0].url, where[0].scan.id, Path())
        stop.set()


async def take(served: Served, numbers: Sequence[int]) -> int:
    body = export(numbers).SerializeToString()
    return (await to_thread.run_sync(served.post, "/v1/traces", body))[0]


async def test_the_ceiling_is_told_once_people_have_read(
    order: ServeOrder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "RATES_S", 0.0)
    with open_watch(tmp_path / "w.db") as store:
        async with running(order, store, said=[]) as served:
            await take(served, range(50))
            before = await to_thread.run_sync(served.until, KEPT, 40)
            for one in store.specimens(served.scan):
                said = Judgement(
                    subject_id=one.sighting.id,
                    rule_id="pillow-fights",
                    expected=Expected.ANSWER,
                    verdict=Verdict.SAFE,
                    confidence=1.0,
                    decided_by="person",
                    judge="person:ann",
                    reason="",
                )
                store.write_reading(served.scan, said, at=datetime.now(UTC))
            after = await to_thread.run_sync(served.until, CEILING, 0.0)
            while CEILING not in after:
                after = await to_thread.run_sync(served.metrics)

    assert CEILING not in before
    assert after[CEILING] == 0.0  # all were read, and none was a breach


async def test_what_is_older_than_is_kept_goes_and_its_counts_and_other_scans_stay(
    order: ServeOrder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "EXPIRE_S", 0.0)
    order = replace(order, keep=timedelta(seconds=0))
    with open_watch(tmp_path / "w.db") as store:
        store.start_scan(watched.scan("other"))
        store.write_days("other", [watched.count()], [watched.specimen("old")])
        took, again = watched.scan("took", live=True), {"id": "again", "of": "took"}
        for one in (took, took.model_copy(update={**again, "live": False, "received": True})):
            store.start_scan(one)
            store.write_days(one.id, [watched.count()], [watched.specimen("old")])
        async with running(order, store, said=[]) as served:
            await take(served, range(20))
            await to_thread.run_sync(served.until, KEPT, 16)
            while not all(one.emptied for one in store.specimens(served.scan)):  # noqa: ASYNC110 - the store cannot say
                await anyio.sleep(0.01)

        assert sum(day.seen for day in store.days(served.scan)) == 16
        assert not any(one.emptied for one in store.specimens("other"))
        for copy in ("took", "again"):
            assert all(one.emptied for one in store.specimens(copy))


async def test_a_judge_that_is_configured_wrong_is_found_before_anybody_sends(
    order: ServeOrder, tmp_path: Path
) -> None:
    order = replace(order, judge=Misconfigured())
    where: list[object] = []

    with open_watch(tmp_path / "w.db") as store:
        with pytest.raises(ConfigurationError):
            await serve(order, store, say=str, ready=where.append, stop=anyio.Event())

        assert (where, store.scans()) == ([], [])


async def test_a_store_that_fails_for_a_while_ends_nothing(
    order: ServeOrder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    fails = [StoreError("the disk is full", slug="store-full")] * 2
    with open_watch(tmp_path / "w.db") as store:
        inner = store.pending

        def pending(**words: object) -> object:
            if fails:
                raise fails.pop()
            return inner(**words)  # type: ignore[arg-type]

        monkeypatch.setattr(store, "pending", pending)
        async with running(order, store, said=said) as served:
            await take(served, range(20))
            await to_thread.run_sync(served.until, KEPT, 16)

    first, over = said  # once each, however often it is tried
    assert "the disk is full" in first
    assert "hint" not in first
    assert over.startswith("what comes is stored and counted again, after ")


async def test_a_trace_that_never_ends_keeps_no_others_out(
    order: ServeOrder, tmp_path: Path
) -> None:
    order = replace(order, settle=timedelta(hours=1), most_waiting=30)
    with open_watch(tmp_path / "w.db") as store:
        async with running(order, store, said=[]) as served:
            first = await take(served, range(40))
            await to_thread.run_sync(served.until, KEPT, 32)
            second = await take(served, range(40, 45))

    assert (first, second) == (200, 200)


async def test_names_are_taken_out_before_anything_is_stored(
    order: ServeOrder, tmp_path: Path
) -> None:
    names = names_by(pipeline(tmp_path / "model", persons=("pillow",)))
    with open_watch(tmp_path / "w.db") as store:
        async with running(order, store, said=[]) as plain:
            pass
        async with running(replace(order, names=(names,)), store, said=[]) as served:
            await take(served, range(50))
            await to_thread.run_sync(served.until, KEPT, 40)
        scan = store.find_scan(served.scan)
        kept = "".join(one.model_dump_json() for one in store.specimens(scan.id))

    assert "How do I wash a [name " in kept
    assert "wash a pillow" not in kept
    assert scan.names == ("en_known 1.2.3",)
    assert plain.scan != served.scan  # of which nobody could say what was taken out
