"""Requests in, answers out: the two paths of OTLP over HTTP, and one for Prometheus."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

import anyio
from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from brightline.watch.receiver.answering import accepted, refused
from brightline.watch.receiver.decoding import Signal, decode, media_type
from brightline.watch.receiver.intake import Intake
from brightline.watch.receiver.refusing import RefusedError
from brightline.watch.receiver.rows import Rows, rows_of
from brightline.watch.receiver.wire import read_wire, unpack
from brightline.watch.redact import Finder

READ_S = 20.0
"""Seconds that a request may take to come in."""

AT_ONCE = 64
"""Requests that are read or stored at a time: at most 256 MiB of what was sent."""

DECODING = 1
"""Requests that are unpacked and decoded at a time: they take far more room then."""

MOST_DRAINED = 64 * 1024 * 1024
"""Bytes of a refused request that are read and left: a sender that is cut off while it sends
does not see the answer, and sends again."""

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Receiver:
    """Answers senders."""

    def __init__(
        self,
        intake: Intake,
        *,
        salt: bytes,
        now: Callable[[], datetime],
        metrics: Callable[[], bytes],
        also: Sequence[Finder] = (),
    ) -> None:
        """Begin.

        Args:
            intake: Stores what came.
            salt: See `watch.redact`.
            now: The clock.
            metrics: What Prometheus is told.
            also: More finders of what is redacted, as one of names.
        """
        self._intake = intake
        self._salt = salt
        self._also = also
        self._now = now
        self._metrics = metrics
        self._decoding = CapacityLimiter(DECODING)
        self._open = 0

    def app(self) -> Starlette:
        """Return the application to serve."""
        return Starlette(
            routes=[
                Route("/v1/traces", self._traces, methods=["POST"]),
                Route("/v1/logs", self._logs, methods=["POST"]),
                Route("/metrics", self._tell_metrics, methods=["GET"]),
            ]
        )

    async def _traces(self, request: Request) -> Response:
        return await self._answer(request, Signal.TRACES)

    async def _logs(self, request: Request) -> Response:
        return await self._answer(request, Signal.LOGS)

    async def _tell_metrics(self, _: Request) -> Response:
        return Response(await to_thread.run_sync(self._metrics), media_type=METRICS_TYPE)

    async def _answer(self, request: Request, signal: Signal) -> Response:
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        counts = self._intake.counts
        self._open += 1
        try:
            rows = await self._take(request, signal)
        except RefusedError as error:
            counts[f"answered {error.status}"] += 1
            await _drain(request)
            return refused(error, media)
        except ClientDisconnect:
            return Response(status_code=400)
        finally:
            self._open -= 1
        counts["rejected"] += rows.rejected
        counts["aside"] += rows.aside
        counts["answered 200"] += 1
        return accepted(signal, media, rows.rejected)

    async def _take(self, request: Request, signal: Signal) -> Rows:
        """Store what a request brings.

        Raises:
            RefusedError: it is not taken.
        """
        if "origin" in request.headers:
            raise RefusedError(403, "a web page may not send")
        media = media_type(request.headers.get("content-type", ""))
        self._intake.check()
        if self._open > AT_ONCE:
            raise RefusedError(429, "too many requests at a time", retry_after_s=1)
        body = await _read(request)
        encoding = request.headers.get("content-encoding", "")

        def made() -> Rows:
            export = decode(unpack(body, encoding), media, signal)
            return rows_of(export, self._salt, at=self._now(), also=self._also)

        rows = await to_thread.run_sync(made, limiter=self._decoding)
        await self._intake.take(rows.kept)
        return rows


async def _read(request: Request) -> bytes:
    try:
        with anyio.fail_after(READ_S):
            told = request.headers.get("content-length")
            return await read_wire(request.stream(), told=told)
    except TimeoutError as error:
        raise RefusedError(408, f"it did not come within {READ_S:.0f} seconds") from error


async def _drain(request: Request) -> None:
    size = 0
    with anyio.move_on_after(READ_S), suppress(ClientDisconnect, RuntimeError):
        async for chunk in request.stream():  # RuntimeError: it was read to its end
            size += len(chunk)
            if size > MOST_DRAINED:
                return
