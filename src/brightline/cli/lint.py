"""A policy or prompt in, every problem of it out: `brightline lint` and `brightline schema`."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brightline.cli.shared import json_option, show_lines

if TYPE_CHECKING:
    from brightline.records import Finding

WRONG = 4
"""Exit code of a policy that cannot be used."""


@click.command(epilog="Example: brightline lint policy.yaml")
@click.argument(
    "policies",
    metavar="FILE...",
    type=click.Path(path_type=Path),
    nargs=-1,
    required=True,
)
@click.option(
    "--prompt",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="System prompt to read in place of the one that the policy names.",
)
@click.option("--fix", is_flag=True, help="Mend in place what can be mended safely.")
@json_option
def lint(*, policies: tuple[Path, ...], prompt: Path | None, fix: bool, as_json: bool) -> None:
    """Show what is wrong or weak in each policy and in its system prompt.

    Each finding has its line and column, why it matters, and what to write instead. A FILE
    that ends in .md or .txt is a system prompt without a policy. With --fix, what only adds
    words of the policy itself, or takes a hedge away, is written; comments and layout stay.

    Exits 4 when a policy cannot be used, 0 when there are at most warnings.
    """
    from brightline.pipeline.crafting.linting import fix_file, lint_file

    done: list[tuple[Path, Finding]] = []
    left: list[tuple[Path, Finding]] = []
    for policy in policies:
        if fix:
            mended = fix_file(policy, prompt=prompt)
            done += [(policy, one) for one in mended.done]
            left += [(policy, one) for one in mended.left]
        else:
            left += [(policy, one) for one in lint_file(policy, prompt=prompt)]
    errors = sum(found.severity == "error" for _, found in left)
    if as_json:
        shown = {"findings": [_fields(*one) for one in left]}
        shown |= {"fixed": [_fields(*one) for one in done]} if fix else {}
        click.echo(json.dumps(shown, ensure_ascii=False))
        sys.exit(WRONG if errors else 0)
    lines = [line for _, one in done for line in _fixed(one)]
    lines += list(_shown([one for _, one in left]))
    if lines:
        show_lines("\n".join(lines))
    warnings = len(left) - errors
    click.echo(
        (f"{len(done)} fixed, " if fix else "")
        + f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}",
        err=True,
    )
    sys.exit(WRONG if errors else 0)


def _fields(policy: Path, found: "Finding") -> dict[str, object]:
    return found.model_dump(mode="json") | {"policy": str(policy)}


def _fixed(found: "Finding") -> Iterator[str]:
    from brightline.report.clean import clean

    yield f"{found.file}: fixed: {clean(found.message)} [{found.slug}]"


def _shown(found: "list[Finding]") -> Iterator[str]:
    """Yield the lines of findings; why one matters is said once for each code."""
    from brightline.report.clean import clean

    said: set[str] = set()
    for one in found:
        code = "" if one.code == "L00" else f" {one.code}"
        yield (
            f"{one.file}:{one.line}:{one.column}: {one.severity}{code}: {clean(one.message)} "
            f"[{one.slug}]"
        )
        if one.why and one.why not in said:
            yield f"  why: {clean(one.why)}"
            said.add(one.why)
        if one.fix:
            yield f"  write: {clean(one.fix)}"


@click.command(epilog="Example: brightline schema > policy.schema.json")
def schema() -> None:
    """Print the JSON Schema of policy.yaml, for editors."""
    from brightline.load.schema import policy_schema

    click.echo(json.dumps(policy_schema(), indent=2, ensure_ascii=False))
