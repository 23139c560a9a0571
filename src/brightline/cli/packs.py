"""A name or none in, the policies to start from or the files of one out: `brightline packs`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brightline.cli.shared import json_option, show_lines
from brightline.errors import UsageError

if TYPE_CHECKING:
    from brightline.pipeline.crafting.packing import PackNote


@click.command(epilog="Example: brightline packs pharmacy --out policies/pharmacy")
@click.argument("name", required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write the policy and the system prompt of NAME here.",
)
@click.option("--product", metavar="TEXT", help="What your product is called.")
@json_option
def packs(*, name: str | None, out: Path | None, product: str | None, as_json: bool) -> None:
    """List the policies to start from, or show the rules of the one called NAME.

    Each is a policy.yaml with its prompt.md, written for a made-up product of its kind: change
    the scope and the rules to yours. With --product yours is named in place of the made-up
    one. Nothing is written where one of the files is there already.
    """
    from brightline.pipeline.crafting.packing import find_pack, list_packs

    if product is not None and out is None:
        raise UsageError(
            "--product names your product in what is written, and nothing is",
            slug="pack-missing",
            hint="Write brightline packs NAME --out FOLDER --product TEXT.",
        )
    if name is None:
        if out is not None:
            raise UsageError(
                "--out says where, but not which pack",
                slug="pack-missing",
                hint="Write brightline packs NAME --out FOLDER; brightline packs lists all.",
            )
        _list(list_packs(), as_json=as_json)
    elif out is None:
        _show(find_pack(name), as_json=as_json)
    else:
        _write(name, out, product, as_json=as_json)


def _list(notes: "tuple[PackNote, ...]", *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"packs": [_fields(note) for note in notes]}, ensure_ascii=False))
        return
    lines: list[str] = []
    for note in notes:
        lines += [f"{note.name}: {note.title}", f"  {_size(note)}"]
    show_lines("\n".join(lines))
    click.echo("next: brightline packs NAME, then brightline packs NAME --out FOLDER", err=True)


def _show(note: "PackNote", *, as_json: bool) -> None:
    if as_json:
        rules = [
            {"id": rule.id, "stance": rule.stance.value, "text": rule.text}
            for rule in note.policy.rules
        ]
        click.echo(json.dumps({**_fields(note), "policy": rules}, ensure_ascii=False))
        return
    lines = [f"{note.name}: {note.title}", f"  {_size(note)}"]
    lines += [f"  {rule.id} ({rule.stance.value}): {rule.text}" for rule in note.policy.rules]
    show_lines("\n".join(lines))
    click.echo(f"next: brightline packs {note.name} --out FOLDER", err=True)


def _write(name: str, out: Path, product: str | None, *, as_json: bool) -> None:
    from brightline.pipeline.crafting.packing import write_pack

    written = write_pack(name, out, product=product)
    if as_json:
        click.echo(json.dumps({"written": [str(path) for path in written]}, ensure_ascii=False))
        return
    for path in written:
        click.echo(f"wrote {path}")
    click.echo(
        f"next: change policy and prompt to your product, then brightline lint {written[0]}",
        err=True,
    )


def _size(note: "PackNote") -> str:
    return f"{len(note.policy.rules)} rules, {note.requests} requests"


def _fields(note: "PackNote") -> dict[str, object]:
    return {
        "name": note.name,
        "title": note.title,
        "rules": len(note.policy.rules),
        "requests": note.requests,
    }
