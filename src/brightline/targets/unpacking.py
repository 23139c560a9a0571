"""Packed bytes in, what was packed out, never more than so many."""

import zlib

from brightline.records import Fault
from brightline.targets.failures import failed

_WINDOWS = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}
"""What zlib is told to expect; `deflate` comes with a head and, from some servers, without."""


def unpacked(content: bytes, encoding: str, *, most: int) -> bytes:
    """Return the content of a response whose server packs it though nobody asked it to.

    Args:
        content: As it came, whole.
        encoding: What its head says, in lower case.
        most: Bytes that may come out: a small body can hold a very large one.

    Raises:
        TargetError: it is packed in a way that we do not know, is not what its head says, or
            holds more.
    """
    for window in _WINDOWS.get(encoding, ()):
        unpacker = zlib.decompressobj(window)
        try:
            found = unpacker.decompress(content, most + 1)
        except zlib.error:
            continue
        if len(found) > most:
            raise failed(
                Fault.TOO_LARGE,
                f"the response is larger than {most // 1024 // 1024} MiB once it is unpacked",
            )
        if unpacker.eof:
            return found
    known = encoding in _WINDOWS
    raise failed(
        Fault.MALFORMED,
        f"the response says that it is packed ({encoding[:40]}), and "
        + ("cannot be unpacked" if known else "we asked for it as it is"),
        hint="Have the product answer as it is where Accept-Encoding is identity"
        + (", or pack it whole." if known else ", or pack with gzip."),
    )
