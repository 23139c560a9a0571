"""Which scan of a receiver goes on, and of whose exchanges it is."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from served import calls_of, export

from brightline.judge.embedded import EmbeddedJudge
from brightline.pipeline.watch.absorbing import Absorber
from brightline.pipeline.watch.receiving import changes, scan_to_serve
from brightline.pipeline.watch.window import watched
from brightline.records import Expected, Scan, Skip, WrittenCase
from brightline.report.watched.noting import notes
from brightline.report.watched.wording import covered, unseen
from brightline.store import WatchStore, open_watch
from brightline.watch.receiver.decoding import PROTOBUF, Signal, decode
from brightline.watch.receiver.rows import rows_of

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SALT = b"s" * 32


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def empty(store_url: str) -> Iterator[WatchStore]:
    with open_watch(store_url) as opened:
        yield opened


def later(scan: Scan, **changed: object) -> Scan:
    """Return how a scan would begin an hour later."""
    told = {"id": "s2", "started_at": scan.started_at + timedelta(hours=1), **changed}
    return scan.model_copy(update=told)


def test_a_finding_that_was_promoted_ends_no_scan(store: WatchStore, scan: Scan) -> None:
    case = WrittenCase(
        id="c1", rule="pillow-fights", expected=Expected.REFUSE, turns=("Hi",), must_hold=True
    )
    more = scan.policy.model_copy(update={"cases": (case,)})
    fresh = later(scan, policy=more, policy_digest="1" * 12)

    assert scan_to_serve(fresh, store).id == scan.id
    assert [one.id for one in store.scans()] == [scan.id]


def test_another_policy_begins_a_scan_and_it_is_said_why(store: WatchStore, scan: Scan) -> None:
    first, *others = scan.policy.rules
    rules = (first.model_copy(update={"text": "Never tells where the tea is."}), *others)
    fresh = later(scan, policy=scan.policy.model_copy(update={"rules": rules}), share=0.5)

    assert scan_to_serve(fresh, store) == fresh
    assert changes(fresh, store) == f"another policy and --sample than scan {scan.id} had"
    assert changes(scan, store) == ""


async def absorb(store: WatchStore, scan: Scan) -> None:
    """Take in what two services said, one of them without its text, and look at it."""
    for service, numbers in (("pip", range(20)), ("pop", range(20, 40))):
        sent = export(numbers)
        held = sent.resource_spans[0]
        held.resource.attributes[0].value.string_value = service
        for span in held.scope_spans[0].spans:
            if service == "pop" and span.span_id[-1] % 2:
                kept = [one for one in span.attributes if "messages" not in one.key]
                del span.attributes[:]
                span.attributes.extend(kept)
        found = decode(sent.SerializeToString(), PROTOBUF, Signal.TRACES)
        store.take_in(rows_of(found, SALT, at=NOW).kept)
    worker = Absorber(store, scan, EmbeddedJudge.load(), salt=SALT, say=str)
    while (await worker.step(NOW + timedelta(minutes=1), settle=timedelta())).rows:
        pass


@pytest.mark.anyio
async def test_of_two_services_one_alone_is_looked_at_and_the_other_is_counted(
    empty: WatchStore, scan: Scan
) -> None:
    only = scan.model_copy(update={"services": ("pip",)})
    empty.start_scan(only)
    await absorb(empty, only)
    shown = watched(empty, only)

    assert shown.seen == calls_of(40)
    assert shown.skipped[Skip.OTHER_SERVICE.value] == shown.seen - calls_of(20)
    assert Skip.NO_CONTENT.value not in shown.skipped
    assert shown.rate.seen == calls_of(20)
    assert unseen(shown) == 0
    assert {one.sighting.source for one in empty.specimens(only.id)} == {"pip"}
    assert "of another service" in covered(shown)
    assert not any("services" in note for note in notes(shown))


@pytest.mark.anyio
async def test_services_that_are_counted_together_are_named(
    store: WatchStore, scan: Scan
) -> None:
    await absorb(store, scan)
    shown = watched(store, scan)
    told = " ".join(notes(shown))

    assert shown.services == ("pip", "pop")
    assert "2 services said, pip, pop, counted together as one product" in told
