"""Nothing in, the ways in which requests are put out: `brightline techniques`."""

import json
from typing import TYPE_CHECKING

import click

from brightline.cli.shared import json_option, show_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brightline.records import TechniqueNote


@click.command(epilog="Example: brightline techniques --suite default")
@click.option("--suite", help="Only those of this set.")
@click.option("--markdown", "as_page", is_flag=True, help="Print docs/techniques.md.")
@json_option
def techniques(*, suite: str | None, as_page: bool, as_json: bool) -> None:
    """List the ways in which a request can be put: what each tries, and what it needs.

    A suite is a named set of them: run and cases take --suite NAME, or --technique NAME for
    single ones.
    """
    from brightline.pipeline.planning.techniques import list_techniques

    notes = list_techniques(suite)
    if as_page:
        from brightline.report.techniques import markdown

        click.echo(markdown(notes), nl=False)
    elif as_json:
        lines = [note.model_dump(mode="json") for note in notes]
        click.echo(json.dumps({"techniques": lines}, ensure_ascii=False))
    else:
        _print(notes)


def _print(notes: "Sequence[TechniqueNote]") -> None:
    from brightline.report.clean import clean

    lines: list[str] = []
    for note in notes:
        lines.append(f"{clean(note.name)}: {clean(note.purpose)}")
        lines += [f"    {clean(line)}".rstrip() for line in note.example.split("\n")]
        lines.append(
            f"  suites {', '.join(note.suites) or 'none'}; needs"
            f" {', '.join(note.needs) or 'nothing'}; {clean(', '.join(note.standards))}"
        )
    show_lines("\n".join(lines))
