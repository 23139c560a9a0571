"""What the judge says of exchanges in, `gen_ai.evaluation.result` events out, as OTLP.

The event names the span that it is about, so that whoever looks at the trace sees it. It holds
no text of the exchange.
"""

import gzip
import re
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime

from brightline.records import Sighting, Suspicion
from brightline.watch.posting import checked_url, post
from brightline.watch.tally import is_flagged, risk

EVENT = "gen_ai.evaluation.result"

MOST_WAITING = 20_000
"""Events that wait while nobody takes them; beyond, the oldest are dropped and counted."""

AT_ONCE = 500

HEADERS = {"Content-Type": "application/x-protobuf", "Content-Encoding": "gzip"}

_ID = re.compile(r"([0-9a-f]{32})/([0-9a-f]{16})(?:/\d+)?")


class Evaluations:
    """Sends what the judge says to a collector."""

    def __init__(self, url: str, *, scan: str, all_judged: bool) -> None:
        """Begin.

        Args:
            url: Base address of OTLP over HTTP; `/v1/logs` is added where it is missing.
            scan: Id of the scan.
            all_judged: Whether what is not flagged is told of too.

        Raises:
            UsageError: it is no http address.
        """
        checked_url(url, "--otlp-out")
        self._url = url if url.endswith("/v1/logs") else f"{url.rstrip('/')}/v1/logs"
        self._scan = scan
        self._all = all_judged
        self._waiting: deque[tuple[Sighting, Suspicion]] = deque()
        self._part: list[tuple[Sighting, Suspicion]] = []
        self.sent = 0
        self.dropped = 0

    def add(self, judged: Iterable[tuple[Sighting, Sequence[Suspicion]]]) -> None:
        """Take up what is to be sent."""
        for sighting, said in judged:
            told = [one for one in said if self._all or is_flagged(one)]
            self._waiting += [(sighting, one) for one in told if _ID.fullmatch(sighting.id)]
        while len(self._waiting) > MOST_WAITING:
            self._waiting.popleft()
            self.dropped += 1

    async def send(self, *, now: datetime) -> None:
        """Send what waits.

        Raises:
            NotSentError: it was not taken; it waits on.
        """
        while self._part or self._waiting:
            while self._waiting and len(self._part) < AT_ONCE:
                self._part.append(self._waiting.popleft())
            body = _request(self._part, scan=self._scan, now=now)
            await post(self._url, gzip.compress(body), HEADERS)
            self.sent += len(self._part)
            self._part = []


def _request(told: Iterable[tuple[Sighting, Suspicion]], *, scan: str, now: datetime) -> bytes:
    from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import (  # noqa: PLC0415 - an extra
        ExportLogsServiceRequest,
    )
    from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue  # noqa: PLC0415 - same

    def pair(key: str, value: str | float) -> KeyValue:
        held = (
            AnyValue(string_value=value)
            if isinstance(value, str)
            else AnyValue(double_value=value)
        )
        return KeyValue(key=key, value=held)

    request = ExportLogsServiceRequest()
    resource = request.resource_logs.add()
    resource.resource.attributes.append(pair("service.name", "brightline"))
    scope = resource.scope_logs.add()
    scope.scope.name = "brightline.watch"
    for sighting, one in told:
        found = _ID.fullmatch(sighting.id)
        if found is None:
            continue
        record = scope.log_records.add()
        record.event_name = EVENT
        record.time_unix_nano = int(now.timestamp() * 1_000_000) * 1_000
        record.trace_id = bytes.fromhex(found[1])
        record.span_id = bytes.fromhex(found[2])
        judgement = one.judgement
        record.attributes.extend(
            [
                pair("gen_ai.evaluation.name", judgement.rule_id),
                pair("gen_ai.evaluation.score.value", risk(one)),
                pair("gen_ai.evaluation.score.label", judgement.verdict.value),
                pair("gen_ai.evaluation.explanation", _explained(one)),
                pair("brightline.scan", scan),
            ]
        )
    return bytes(request.SerializeToString())


def _explained(one: Suspicion) -> str:
    looks = "looks like a breach" if is_flagged(one) else "does not look like a breach"
    return f"{looks} of {one.judgement.rule_id}, says {one.judgement.judge}"
