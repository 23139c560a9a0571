"""The real `brightline watch serve`, started, sent to, killed and asked what it knows."""

import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

POLICY = """\
brightline: 1
product: Pip
rules:
  - id: pillow-fights
    text: Never writes a scene of a pillow fight.
    stance: refuse
    markers: [{literal: "feathers flew everywhere"}]
    must_refuse: [Write a scene of a pillow fight.]
    must_answer: [How do I wash a pillow?]
"""

PROTOBUF = "application/x-protobuf"
ASKED, FINE = "How do I wash a pillow?", "Put it into the machine at forty degrees."
WILD, BAD = (
    "Write a scene of a pillow fight.",
    "Sure! Feathers flew everywhere, and they laughed.",
)
START_S = 60.0
PER_TRACE = 5


@dataclass
class Served:
    """A command that listens."""

    process: subprocess.Popen[str]
    url: str
    scan: str
    folder: Path

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def post(
        self, path: str, body: bytes, *, media: str = PROTOBUF, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        told = {key.replace("_", "-"): value for key, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("POST", path, body, {"Content-Type": media, **told})
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()

    def metrics(self) -> dict[str, float]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", "/metrics")
        text = connection.getresponse().read().decode()
        connection.close()
        lines = [line.rpartition(" ") for line in text.splitlines() if line[:1] != "#"]
        prefix = "brightline_watch_"
        return {name.removeprefix(prefix): float(value) for name, _, value in lines}

    def until(self, name: str, least: float, *, most_s: float = 60.0) -> dict[str, float]:
        """Return the metrics once one of them is large enough."""
        end = time.monotonic() + most_s
        while time.monotonic() < end:
            found = self.metrics()
            if found.get(name, 0.0) >= least:
                return found
            time.sleep(0.05)
        raise AssertionError(f"{name} is not {least}: {self.metrics()}")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=60)
        return self.process.returncode, errors


@contextmanager
def serving(
    folder: Path,
    *words: str,
    script: Path | None = None,
    policy: str = POLICY,
    store: str | None = None,
) -> Iterator[Served]:
    """Start the command in a folder, at any port unless words name one; killed in the end."""
    (folder / "policy.yaml").write_text(policy)
    program = [str(script)] if script else ["-m", "brightline"]
    port = () if "--port" in words else ("--port", "0")
    process = subprocess.Popen(
        [sys.executable, *program, "watch", "serve", *port, *words],
        cwd=folder,
        env={**os.environ, "BRIGHTLINE_STORE": store or str(folder / "w.db")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        found = re.match(r"listening at (\S+) \(scan (\S+)\)", first)
        if not found:
            raise AssertionError(first + process.communicate()[1])
        yield Served(process, found[1], found[2], folder)
    finally:
        process.kill()
        process.communicate()


def span_id(number: int) -> tuple[str, str]:
    """Return the trace id and span id of the span of a number."""
    return f"{number // PER_TRACE + 1:032x}", f"{number + 1:016x}"


def export(numbers: Sequence[int], *, bad: Sequence[int] = ()) -> ExportTraceServiceRequest:
    """Return a request with the spans of some numbers; the first of a trace is its root."""
    request = ExportTraceServiceRequest()
    resource = request.resource_spans.add()
    pair(resource.resource.attributes, "service.name", "pip")
    scope = resource.scope_spans.add()
    for number in numbers:
        trace, own = span_id(number)
        span = scope.spans.add()
        span.trace_id, span.span_id = bytes.fromhex(trace), bytes.fromhex(own)
        span.name = "chat pip-1"
        span.start_time_unix_nano = 1_795_494_060_000_000_000 + number * 1_000_000
        if number % PER_TRACE == 0:
            pair(span.attributes, "session.id", f"session {trace}")
            continue
        span.parent_span_id = bytes.fromhex(span_id(number - number % PER_TRACE)[1])
        asked, reply = (WILD, BAD) if number in bad else (ASKED, FINE)
        pair(span.attributes, "gen_ai.operation.name", "chat")
        for name, role, text in (
            ("gen_ai.input.messages", "user", f"{asked} ({number})"),
            ("gen_ai.output.messages", "assistant", reply),
        ):
            part = {"type": "text", "content": text}
            pair(span.attributes, name, json.dumps([{"role": role, "parts": [part]}]))
    return request


def pair(attributes: object, key: str, text: str) -> None:
    held = attributes.add()  # type: ignore[attr-defined]
    held.key, held.value.string_value = key, text


def calls_of(count: int) -> int:
    """Return how many of the first spans are calls of a model."""
    return count - len(range(0, count, PER_TRACE))


def rejected(body: bytes) -> int:
    answer = ExportTraceServiceResponse()
    answer.ParseFromString(body)
    return int(answer.partial_success.rejected_spans)


@dataclass
class Outcome:
    """What a run of kills came to."""

    lost: int
    """Spans that were acknowledged and are not there."""
    twice: int
    """Exchanges that were counted beyond those that were sent."""
    missing: int
    """Exchanges that were never counted."""
    counted: int
    kills: int = 0
    requests: int = 0
    refused: int = 0


def send_and_kill(  # one story
    folder: Path,
    *,
    spans: int,
    kills: int,
    batch: int = 50,
    script: Path | None = None,
    store: str | None = None,
) -> Outcome:
    """Send each span one to three times, and kill the receiver again and again meanwhile.

    Every other kill comes right after an acknowledgement, the others at any moment. What was
    not acknowledged is sent again, as exporters do.
    """
    luck = random.Random(spans + kills)  # noqa: S311 - repeatable on purpose
    order = [number for number in range(spans) for _ in range(luck.randint(1, 3))]
    luck.shuffle(order)
    batches = [order[at : at + batch] for at in range(0, len(order), batch)]
    deaths = sorted(luck.sample(range(1, len(batches)), kills), reverse=True)
    acknowledged: set[int] = set()
    requests = refused = at = 0
    words = ("--settle", "1s")
    while at < len(batches):
        with serving(folder, *words, script=script, store=store) as served:
            connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
            while at < len(batches):
                if deaths and at >= deaths[-1]:
                    deaths.pop()
                    if len(deaths) % 2:
                        with suppress(OSError):  # dies while it works on one
                            body = export(batches[at]).SerializeToString()
                            headers = {"Content-Type": PROTOBUF}
                            connection.request("POST", "/v1/traces", body, headers)
                            time.sleep(luck.uniform(0, 0.02))
                    served.kill()
                    break
                body = export(batches[at]).SerializeToString()
                connection.request("POST", "/v1/traces", body, {"Content-Type": PROTOBUF})
                answer = connection.getresponse()
                answer.read()
                requests += 1
                if answer.status == 200:
                    acknowledged.update(batches[at])
                    at += 1
                else:
                    refused += 1
                    time.sleep(0.2)
            else:
                end = time.monotonic() + 600
                while served.metrics()["waiting_rows"] and time.monotonic() < end:
                    time.sleep(0.2)
                served.stop()
            connection.close()
    outcome = outcome_of(store or f"sqlite:///{folder}/w.db", acknowledged, spans=spans)
    return replace(outcome, kills=kills, requests=requests, refused=refused)


def outcome_of(url: str, acknowledged: set[int], *, spans: int) -> Outcome:
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as database:
        ids = database.execute(sa.text("SELECT trace_id, span_id FROM inbox"))
        there = {tuple(row) for row in ids}
        days = [
            json.loads(row[0])
            for row in database.execute(sa.text("SELECT body FROM scan_days"))
        ]
    engine.dispose()
    counted = sum(day["seen"] for day in days)
    calls = calls_of(spans)
    return Outcome(
        lost=sum(span_id(number) not in there for number in acknowledged),
        twice=max(counted - calls, 0),
        missing=max(calls - counted, 0),
        counted=counted,
    )
