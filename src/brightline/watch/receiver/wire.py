"""What came over the wire in, the bytes of an export out, never more than is allowed."""

import zlib
from collections.abc import AsyncIterator

from brightline.watch.receiver.refusing import RefusedError

MOST_WIRE = 4 * 1024 * 1024
"""Bytes of one request as it is sent."""

MOST_INFLATED = 16 * 1024 * 1024
"""Bytes of one request once it is unpacked."""

_STEP = 256 * 1024
_GZIP = 16 + zlib.MAX_WBITS


async def read_wire(chunks: AsyncIterator[bytes], *, told: str | None) -> bytes:
    """Return the body of a request.

    Args:
        chunks: It, as it comes.
        told: Its Content-Length, if it has one: too much is refused before it is read.

    Raises:
        RefusedError: it is too large.
    """
    if told is not None and told.isascii() and told.isdecimal() and _is_more(told):
        raise _too_large("sent", MOST_WIRE)
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > MOST_WIRE:
            raise _too_large("sent", MOST_WIRE)
    return bytes(body)


def unpack(body: bytes, encoding: str) -> bytes:
    """Return a body without its packing, step by step: a bomb is left as soon as it shows.

    Args:
        body: As it was sent.
        encoding: Content-Encoding; empty for none.

    Raises:
        RefusedError: it is too large, broken, or packed in another way.
    """
    if encoding.strip().lower() in {"", "identity"}:
        return body
    if encoding.strip().lower() != "gzip":
        raise RefusedError(415, f"Content-Encoding {encoding[:40]!r} is not gzip")
    found = bytearray()
    while body:
        packed = zlib.decompressobj(_GZIP)
        while not packed.eof:
            try:
                some = packed.decompress(body, _STEP)
            except zlib.error as error:
                raise RefusedError(400, "the gzip is broken") from error
            found += some
            if len(found) > MOST_INFLATED:
                raise _too_large("unpacked", MOST_INFLATED)
            body = packed.unconsumed_tail
            if not (some or body or packed.eof):
                raise RefusedError(400, "the gzip ends too soon")
        body = packed.unused_data
    return bytes(found)


def _is_more(told: str) -> bool:
    digits = told.lstrip("0")
    return len(digits) > len(str(MOST_WIRE)) or int(digits or "0") > MOST_WIRE


def _too_large(what: str, most: int) -> RefusedError:
    return RefusedError(413, f"more than {most // 1024**2} MiB {what}: send smaller batches")
