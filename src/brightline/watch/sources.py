"""What a user names in, the files to read out, in order."""

from collections.abc import Iterator, Sequence
from glob import has_magic, iglob
from pathlib import Path, PurePath, PurePosixPath

from brightline.errors import UsageError
from brightline.watch.opening import STDIN
from brightline.watch.places import is_remote, remote_files

ENDINGS = (".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".parquet", ".log")
"""Files of a folder that are read, packed by gzip too."""


def find_sources(words: Sequence[str]) -> tuple[str, ...]:
    """Return the files that are meant, those of a folder or pattern in the order of names.

    Args:
        words: Files, folders (with all that is in them), patterns (`logs/*.jsonl`, `**` for
            folders in folders), addresses of these, or `-` for standard input.

    Raises:
        UsageError: one of them means no file.
    """
    found = [path for word in words for path in _found(word)]
    if found.count(STDIN) > 1:
        raise UsageError(
            "standard input can be read once",
            slug="log-unreadable",
            hint="Write - once.",
        )
    return tuple(found)


def _found(word: str) -> Iterator[str]:
    if word == STDIN:
        yield word
        return
    if is_remote(word):
        yield from _remote(word)
        return
    path = Path(word)
    if path.is_dir():
        inside = sorted(str(one) for one in path.rglob("*") if _is_log(one.relative_to(path)))
        files = [one for one in inside if Path(one).is_file()]
        if not files:
            raise _nothing(word, f"the folder holds no file that ends in {', '.join(ENDINGS)}")
        yield from files
    elif path.exists():
        yield word
    elif has_magic(word):
        fits = iglob(word, recursive=True)  # noqa: PTH207 - a pattern may be absolute
        files = sorted(one for one in fits if Path(one).is_file())
        if not files:
            raise _nothing(word, "no file fits the pattern")
        yield from files
    else:
        raise _nothing(word, "there is no such file")


def _remote(address: str) -> Iterator[str]:
    files = remote_files(address)
    if files != [address] and not has_magic(address):
        files = [one for one in files if _is_log(PurePosixPath(one.removeprefix(address)))]
    if not files:
        raise _nothing(address, f"no file lies there that ends in {', '.join(ENDINGS)}")
    yield from files


def _is_log(path: PurePath) -> bool:
    if any(part.startswith(".") for part in path.parts):
        return False
    return path.name.lower().removesuffix(".gz").endswith(ENDINGS)


def _nothing(word: str, why: str) -> UsageError:
    return UsageError(
        f"{word}: {why}",
        slug="log-unreadable",
        hint="Name a file of JSON lines, CSV or Parquet, a folder, a pattern, or - for stdin.",
    )
