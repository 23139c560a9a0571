"""What became of an export in, the response that OTLP has for it out."""

import json

from starlette.responses import Response

from brightline.watch.receiver.decoding import JSON, PROTOBUF, Signal
from brightline.watch.receiver.refusing import RefusedError

_REJECTED = {Signal.TRACES: "rejectedSpans", Signal.LOGS: "rejectedLogRecords"}
_WHY = "without a valid trace id and span id"
_MOST_WORDS = 127
"""Bytes whose number is one byte in protobuf."""


def accepted(signal: Signal, media: str, rejected: int) -> Response:
    """Return what a sender is told once everything that can be stored is.

    Args:
        signal: What was sent.
        media: How it was written: the answer is too.
        rejected: Entries that were not stored as they cannot be.
    """
    if media == JSON:
        partial = {_REJECTED[signal]: str(rejected), "errorMessage": _WHY}
        told = {"partialSuccess": partial} if rejected else {}
        return Response(json.dumps(told), media_type=JSON)
    return Response(_message(signal, rejected), media_type=PROTOBUF)


def refused(error: RefusedError, media: str) -> Response:
    """Return what a sender is told of a request of which nothing is stored."""
    words = error.words.encode("ascii", "replace")[:_MOST_WORDS]
    if media == PROTOBUF:
        body = b"\x12" + bytes([len(words)]) + words  # google.rpc.Status, its second field
    else:
        body = json.dumps({"message": words.decode()}).encode()
        media = JSON
    headers = {}
    if error.retry_after_s is not None:
        headers["Retry-After"] = str(error.retry_after_s)
    return Response(body, error.status, headers=headers, media_type=media)


def _message(signal: Signal, rejected: int) -> bytes:
    if not rejected:
        return b""
    from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import (  # noqa: PLC0415 - only where protobuf is spoken
        ExportLogsPartialSuccess,
        ExportLogsServiceResponse,
    )
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (  # noqa: PLC0415 - only where protobuf is spoken
        ExportTracePartialSuccess,
        ExportTraceServiceResponse,
    )

    if signal is Signal.TRACES:
        spans = ExportTracePartialSuccess(rejected_spans=rejected, error_message=_WHY)
        return bytes(ExportTraceServiceResponse(partial_success=spans).SerializeToString())
    logs = ExportLogsPartialSuccess(rejected_log_records=rejected, error_message=_WHY)
    return bytes(ExportLogsServiceResponse(partial_success=logs).SerializeToString())
