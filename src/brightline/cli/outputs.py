"""`--report FORMAT=FILE` in, files out that are of this run and whole, or not there."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import click

from brightline.errors import UsageError

if TYPE_CHECKING:
    from brightline.records import Report

Command = TypeVar("Command", bound=Callable[..., object])


class Output(NamedTuple):
    """A file to write."""

    form: str
    path: Path


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


def clear(outputs: Sequence[Output]) -> None:
    """Remove what an earlier run wrote, so that a crash leaves no old verdict behind.

    Raises:
        UsageError: a format is unknown, or a file cannot be written.
    """
    from brightline.plugins import find_reporter

    for output in outputs:
        find_reporter(output.form)
        if output.path.exists() and not output.path.is_file():
            raise UsageError(
                f"{output.path} is there and is no file",
                slug="file-unwritable",
                hint="Name a file; without --out, `report` writes to the terminal.",
            )
        try:
            output.path.parent.mkdir(parents=True, exist_ok=True)
            output.path.write_text("", encoding="utf-8")
            output.path.unlink()
        except OSError as error:
            raise _unwritable(output.path, error) from error


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


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(
        f"{path} cannot be written: {error.strerror}",
        slug="file-unwritable",
        hint="Choose a folder that you may write to.",
    )
