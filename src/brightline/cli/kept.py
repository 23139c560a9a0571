"""What a command reads in, the files that none of its outputs may touch out."""

import glob
import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from brightline.errors import BrightlineError, UsageError

_NAMES = re.compile(
    rb"""(?:system_prompt|target|spec)["']?\s*:\s*(?:[>|][-+0-9]*\s+)?["']?([^\s"']+)"""
)
"""A file that a policy, a judge.yaml or a calibration names; also where the YAML is broken,
which is why it is not parsed."""

_MOST_BYTES = 5 * 1024 * 1024
_BESIDE = ("", "-wal", "-shm", "-journal")
"""What SQLite appends to the name of a database for the files beside it."""


class Kept(NamedTuple):
    """A file that is read."""

    path: Path
    what: str
    """What it is, e.g. `the policy`."""


def kept_files(named: Iterable[tuple[str, str]]) -> list[Kept]:
    """Return the files that words of a command line name, and those that these name.

    Args:
        named: What each word is, and the word: a path, or a target or judge of any kind.
    """
    found: list[Kept] = []
    left = [Kept(path, what) for what, word in named for path in _paths(word)]
    while left:
        one = left.pop()
        if _is_file(one.path) and one not in found:
            found.append(one)
            left += (
                Kept(path, f"a file that {one.path} names")
                for word in _named_in(one.path)
                for base in (one.path.parent, Path())
                for path in _paths(word, base)
            )
    return found


def kept_store(url: str) -> list[Kept]:
    """Return the files of a store, there already or not; none where it is no file."""
    from brightline.store.place import file_of

    file = None
    with suppress(BrightlineError):
        file = file_of(url)
    if file is None:
        return []
    locks = file.parent.glob(f"{glob.escape(file.name)}.*.lock")
    beside = (file.with_name(file.name + more) for more in _BESIDE if file.name)
    return [Kept(path, "the store") for path in (*beside, *locks)]


def clash(path: Path, kept: Sequence[Kept]) -> Kept | None:
    """Return the file that writing to this path would touch; None where there is none.

    Args:
        path: Where something is to be written, by way of a file beside it.
        kept: What must stay as it is.
    """
    touched = [path, path.with_name(f"{path.name}.part")] if path.name else [path]
    return next((one for one in kept if any(_same(own, one.path) for own in touched)), None)


def refuse(option: str, path: Path, kept: Sequence[Kept]) -> None:
    """Raise where an option would overwrite what is read.

    Args:
        option: The option as it was given, for the message.
        path: The file that it names.
        kept: What must stay as it is.

    Raises:
        UsageError: it would.
    """
    over = clash(path, kept)
    if over is not None:
        raise UsageError(
            f"{option} would overwrite {over.what} ({over.path})",
            slug="file-needed",
            hint="Nothing was touched. Name another file.",
        )


def _paths(word: str, base: Path = Path()) -> Iterator[Path]:
    scheme, _, rest = word.partition(":")
    if scheme == "python":
        module = rest.partition(":")[0].strip().replace(".", "/")
        yield from (base / f"{module}.py", base / module / "__init__.py")
    elif scheme == "command":
        with suppress(ValueError):  # an open quote
            yield from (base / part for part in shlex.split(rest))
    yield base / word


def _named_in(path: Path) -> Iterator[str]:
    try:
        with path.open("rb") as stream:
            content = stream.read(_MOST_BYTES)
    except OSError:
        return
    for match in _NAMES.finditer(content):
        word = match[1].decode("utf-8", "replace")
        yield word
        yield word.rstrip(",}")  # where it stands in JSON or in a {flow}, without quotes


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long for one
        return False


def _same(one: Path, other: Path) -> bool:
    try:
        if one.samefile(other):
            return True
    except (OSError, ValueError):
        pass  # one is not there yet
    try:
        return one.resolve() == other.resolve()
    except (OSError, RuntimeError, ValueError):  # a link that leads to itself
        return one.absolute() == other.absolute()
