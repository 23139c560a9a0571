"""The real command takes what the real SDK sends, loses nothing, and rings."""

import json
import signal
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hearer import Hearer, hearing
from opentelemetry._logs import LogRecord
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from served import ASKED, BAD, FINE, POLICY, WILD, Served, export, send_and_kill, serving
from spans import CHAT

from brightline.store import open_watch

EARLY = Path(__file__).parents[2] / "watch" / "early.py"
FLAGGED = 'flagged_total{rule="pillow-fights"}'
SERVICE = "pip by the SDK"
RESOURCE = Resource.create({"service.name": SERVICE})


def messages(role: str, text: str) -> str:
    return json.dumps([{"role": role, "parts": [{"type": "text", "content": text}]}])


@dataclass
class Watch:
    """The command, and all whom it tells."""

    served: Served
    hook: Hearer
    slack: Hearer
    collector: Hearer
    out: Path


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watch]:
    folder = tmp_path_factory.mktemp("serve")
    out, script = folder / "alert.json", folder / "ring.py"
    script.write_text(f"import sys; open({str(out)!r}, 'w').write(sys.stdin.read())")
    with hearing() as hook, hearing() as slack, hearing() as collector:
        hook.answers = [500]
        with serving(
            folder,
            *("--settle", "1s", "--webhook", hook.url, "--slack", slack.url),
            *("--on-alarm", f"{sys.executable} {script}", "--otlp-out", collector.url),
        ) as served:
            yield Watch(served, hook, slack, collector, out)


def test_the_real_sdk_is_heard_and_what_it_says_is_judged(watch: Watch) -> None:
    served = watch.served
    before = served.metrics().get(FLAGGED, 0)
    spans = OTLPSpanExporter(endpoint=f"{served.url}/v1/traces", compression=Compression.Gzip)
    provider = TracerProvider(resource=RESOURCE)
    provider.add_span_processor(BatchSpanProcessor(spans))
    tracer = provider.get_tracer("pip")
    with tracer.start_as_current_span("turn", attributes={"session.id": "ann@home.example"}):
        for asked, reply in ((ASKED, FINE), (WILD, f"{BAD} Write to ann@home.example!")):
            with tracer.start_as_current_span("chat pip-1") as one:
                one.set_attribute("gen_ai.operation.name", "chat")
                one.set_attribute("gen_ai.input.messages", messages("user", asked))
                one.set_attribute("gen_ai.output.messages", messages("assistant", reply))
    provider.shutdown()

    found = served.until(FLAGGED, before + 1)

    assert found['answers_total{status="200"}'] >= 1
    assert found["last_exchange_age_seconds"] < 60
    with open_watch(served.folder / "w.db") as store:
        every = [one.sighting for one in store.specimens(served.scan)]
    kept = [one for one in every if one.source == SERVICE]
    assert sorted(one.exchange.turns[-1].text for one in kept) == sorted((ASKED, WILD))
    [session] = {one.session for one in kept}
    assert session
    for file in served.folder.glob("w.db*"):
        assert b"ann@home.example" not in file.read_bytes()


def test_messages_that_the_sdk_sends_as_log_records_are_read(watch: Watch) -> None:
    served = watch.served
    before = served.metrics().get(FLAGGED, 0)
    logs = LoggerProvider()
    sender = OTLPLogExporter(endpoint=f"{served.url}/v1/logs")
    logs.add_log_record_processor(BatchLogRecordProcessor(sender))
    provider = TracerProvider()
    provider.add_span_processor(
        BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{served.url}/v1/traces"))
    )
    logger = logs.get_logger("pip")
    with provider.get_tracer("pip").start_as_current_span("chat", attributes=dict(CHAT)):
        said: tuple[tuple[str, Mapping[str, object]], ...] = (
            ("gen_ai.user.message", {"content": WILD}),
            ("gen_ai.choice", {"index": 0, "message": {"content": BAD}}),
        )
        for name, body in said:
            logger.emit(LogRecord(event_name=name, body=body))
    logs.shutdown()
    provider.shutdown()

    served.until(FLAGGED, before + 1)


def test_an_alarm_is_told_to_all_and_evaluations_go_out(watch: Watch) -> None:
    body = export(range(1_000, 1_050), bad=range(1_000, 1_050)).SerializeToString()
    watch.served.post("/v1/traces", body)
    for one in (watch.hook, watch.slack, watch.collector):
        one.wait_for(1)
    watch.served.until('alerts_sent_total{channel="command"}', 1)

    [alert] = watch.hook.heard()
    assert alert["rule"] == "pillow-fights"
    assert alert["id"] in str(watch.slack.heard()[0]["text"])
    assert json.loads(watch.out.read_text())["id"] == alert["id"]
    told = (*watch.hook.bodies, *watch.slack.bodies, *watch.collector.bodies)
    for said in (*told, watch.out.read_bytes()):
        assert b"eathers" not in said
        assert b"pillow fight." not in said
    assert watch.served.metrics()['alerts_failed_total{channel="webhook"}'] == 1  # and again


def test_it_ends_gently_goes_on_where_it_was_and_begins_anew_with_another_policy(
    tmp_path: Path,
) -> None:
    with serving(tmp_path) as first:
        first.post("/v1/traces", export(range(10)).SerializeToString())
        by_term, _ = first.stop(signal.SIGTERM)
    with serving(tmp_path, "--settle", "1s") as second:
        found = second.until('exchanges_total{outcome="screened_out"}', 8)
        with pytest.raises(AssertionError, match="scan-locked"):
            serve_other(tmp_path)
        by_int, _ = second.stop(signal.SIGINT)
    with serving(tmp_path, policy=POLICY.replace("Pip", "Pop")) as third:
        pass

    assert (by_term, by_int) == (0, 0)
    assert first.scan == second.scan != third.scan
    assert found["waiting_rows"] == 0


def serve_other(folder: Path) -> None:
    with serving(folder):
        pass


def test_kills_lose_nothing_that_was_acknowledged_and_count_nothing_twice(
    tmp_path: Path,
) -> None:
    found = send_and_kill(tmp_path, spans=2_000, kills=3)

    assert (found.lost, found.twice, found.missing) == (0, 0, 0)
    assert found.counted == 1_600


def test_the_kills_would_find_a_receiver_that_acknowledges_too_early(tmp_path: Path) -> None:
    assert send_and_kill(tmp_path, spans=300, kills=1, script=EARLY).lost > 0
