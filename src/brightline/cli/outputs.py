"""`--report FORMAT=FILE` in, files out that are of this run and whole, or not there."""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import click

from brightline.cli.kept import Kept, clash, kept_files, kept_store, refuse
from brightline.cli.shared import store_url
from brightline.errors import UsageError

if TYPE_CHECKING:
    from brightline.records import Report

Command = TypeVar("Command", bound=Callable[..., object])


class Output(NamedTuple):
    """A file to write."""

    form: str
    path: Path

    @property
    def option(self) -> str:
        """The option that named it."""
        return f"--report {self.form}={self.path}"


class ReportingCommand(click.Command):
    """A command with --report, whose wrong use leaves no old report behind either."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: object,
    ) -> click.Context:
        """Parse the words; where they are wrong, remove what --report names, then say so."""
        given = tuple(args)
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.ClickException:
            _discard(given)
            raise


def _parsed(
    _ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]
) -> tuple[Output, ...]:
    found = []
    for value in values:
        form, _, path = value.partition("=")
        if not (form and path):
            raise click.BadParameter(f"{value!r} is not FORMAT=FILE, e.g. junit=junit.xml")
        found.append(Output(form, Path(path)))
    return tuple(found)


def report_option(command: Command) -> Command:
    """Add --report."""
    return click.option(
        "--report",
        "outputs",
        callback=_parsed,
        multiple=True,
        metavar="FORMAT=FILE",
        help="Write the run to FILE too, as `report --format FORMAT` does; repeatable.",
    )(command)


def clear(outputs: Sequence[Output], kept: Sequence[Kept]) -> None:
    """Remove what an earlier run wrote, so that a crash leaves no old verdict behind.

    Args:
        outputs: What will be written.
        kept: What the run reads: where an output would touch it, nothing is removed.

    Raises:
        UsageError: a file is needed or named twice, a format is unknown, or a file cannot be
            written; in the last two cases the others are removed all the same.
    """
    others = list(kept)
    for output in outputs:
        refuse(output.option, output.path, others)
        others.append(Kept(output.path, f"the file of {output.option}"))
    wrong: UsageError | None = None
    for output in outputs:
        try:
            _clear(output)
        except UsageError as error:
            wrong = wrong or error
    if wrong is not None:
        raise wrong


def _clear(output: Output) -> None:
    from brightline.plugins import find_reporter

    path = output.path
    try:
        if path.is_symlink():
            path.unlink()  # the link alone: where it leads is not ours
        if path.is_file():
            path.open("ab").close()  # what is read-only is somebody's
            path.unlink()
        elif path.exists():
            raise UsageError(
                f"{path} is there and is no file",
                slug="file-unwritable",
                hint="Name a file; without --out, `report` writes to the terminal.",
            )
        find_reporter(output.form)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        path.unlink()
    except OSError as error:
        raise _unwritable(path, error) from error


def _discard(words: Iterable[str]) -> None:
    """Remove what the --report of a wrong command line names, unless it may be needed.

    Nobody knows what the words of a wrong line are: each that is no --report may be a policy,
    a target or a store.
    """
    outputs: list[Output] = []
    others: list[str] = []
    left = iter(words)
    for word in left:
        name, equals, value = word.partition("=")
        if name == "--report":
            form, _, path = (value if equals else next(left, "")).partition("=")
            outputs += [Output(form, Path(path))] if form and path else []
            others += [] if path else [form]
        else:
            others += [word, value] if value else [word]
    if not outputs:
        return
    stores = {store_url(os.environ.get("BRIGHTLINE_STORE"))}
    stores |= {store_url(None, beside=Path(word)) for word in others}
    kept = kept_files(("", word) for word in others)
    kept += [one for url in {*stores, *others} for one in kept_store(url)]
    for output in outputs:
        with suppress(OSError):  # the wrong words are what is said
            if output.path.is_file() and clash(output.path, kept) is None:
                output.path.unlink()


def write(outputs: Sequence[Output], report: "Report") -> None:
    """Write each file whole.

    Raises:
        UsageError: a file cannot be written; it is then not there.
    """
    from brightline.plugins import find_reporter

    for output in outputs:
        write_whole(output.path, find_reporter(output.form)(report))


def write_whole(path: Path, text: str) -> None:
    """Write a file that is either the old one or the whole new one, never a part.

    Raises:
        UsageError: it cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise _unwritable(path, error) from error


def check_writable(path: Path) -> None:
    """Try whether a file could be written, and leave all as it is.

    Raises:
        UsageError: it could not: said before the work whose result it is to hold.
    """
    part = path.with_name(f"{path.name}.part") if path.name else path
    try:
        if path.exists():
            path.open("ab").close()
        if not part.exists():
            part.touch()
            part.unlink()
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(
        f"{path} cannot be written: {error.strerror}",
        slug="file-unwritable",
        hint="Choose a folder that you may write to.",
    )
