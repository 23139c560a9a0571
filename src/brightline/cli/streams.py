"""Standard streams in, ones of which no end can look like a verdict out."""

import errno
import os
import sys
from contextlib import AbstractContextManager, redirect_stdout
from io import BufferedWriter, FileIO, TextIOWrapper

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What the system says where a disk takes no more."""


class _Lossy(FileIO):
    """A file that takes everything; what nobody reads, or no disk holds, is lost."""

    def write(self, data: object) -> int | None:  # type: ignore[override]
        """Write as far as somebody reads: then go on, silent."""
        try:
            return super().write(data)  # type: ignore[arg-type]
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)
            return memoryview(data).nbytes  # type: ignore[arg-type]


def steady_streams() -> None:
    """Make standard streams that show any sign, are always there, and cannot end a run.

    A terminal that cannot show a sign shows another in its place. Progress goes to stderr, and
    a run goes on though its reader went away; what goes to stdout is a result, whose loss has
    to be said.
    """
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    if sys.stderr is sys.__stderr__ and isinstance(sys.stderr, TextIOWrapper):
        sys.stderr = TextIOWrapper(
            BufferedWriter(_Lossy(sys.stderr.fileno(), "w", closefd=False)),
            encoding=sys.stderr.encoding,
            errors="replace",
            line_buffering=True,
        )


def only_results() -> AbstractContextManager[object]:
    """Keep standard output for the result: what a product in our process prints is progress."""
    return redirect_stdout(sys.stderr)


def _nowhere() -> TextIOWrapper:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - it is a stream, not a path
