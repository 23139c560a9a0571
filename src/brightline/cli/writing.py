"""A path in, a new file to write text to out; nothing that is there is ever overwritten."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from brightline.errors import UsageError


@contextmanager
def new_file(path: Path) -> Iterator[TextIO]:
    """Open a file that is not there yet; lone surrogates in what is written become `?`.

    It is gone again where an error comes before anything was written.

    Raises:
        UsageError: it is there already, or cannot be written.
    """
    try:
        file = path.open("x", encoding="utf-8", errors="replace", newline="\n")
    except FileExistsError as error:
        raise UsageError(
            f"{path} is there already",
            slug="file-exists",
            hint="Move it away, or name another file.",
        ) from error
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written: {error.strerror}",
            slug="file-unwritable",
            hint="Choose a folder that you may write to.",
        ) from error
    try:
        with file:
            yield file
    except BaseException:
        if not path.stat().st_size:
            path.unlink()
        raise
