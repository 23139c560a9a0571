"""A policy in, every problem of it out: `brightline lint` and `brightline schema`."""

import json
import sys
from pathlib import Path

import click

from brightline.cli.shared import json_option

WRONG = 4
"""Exit code of a policy that cannot be used."""


@click.command(epilog="Example: brightline lint policy.yaml")
@click.argument(
    "policies",
    metavar="POLICY...",
    type=click.Path(path_type=Path),
    nargs=-1,
    required=True,
)
@json_option
def lint(*, policies: tuple[Path, ...], as_json: bool) -> None:
    """Show every problem of each POLICY at its line and column, with what to write instead.

    Exits 4 when one of them cannot be used, 0 when there are at most warnings.
    """
    from brightline.pipeline.start import lint_file
    from brightline.report.clean import clean

    findings = [(policy, found) for policy in policies for found in lint_file(policy)]
    errors = sum(found.severity == "error" for _, found in findings)
    if as_json:
        lines = [
            found.model_dump(mode="json") | {"policy": str(policy)}
            for policy, found in findings
        ]
        click.echo(json.dumps({"findings": lines}, ensure_ascii=False))
        sys.exit(WRONG if errors else 0)
    for policy, found in findings:
        place = f"{policy}:{found.line}:{found.column}"
        click.echo(f"{place}: {found.severity}: {clean(found.message)} [{found.slug}]")
        if found.fix:
            click.echo(f"  write: {clean(found.fix)}")
    warnings = len(findings) - errors
    click.echo(
        f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}",
        err=True,
    )
    sys.exit(WRONG if errors else 0)


@click.command(epilog="Example: brightline schema > policy.schema.json")
def schema() -> None:
    """Print the JSON Schema of policy.yaml, for editors."""
    from brightline.load.schema import policy_schema

    click.echo(json.dumps(policy_schema(), indent=2, ensure_ascii=False))
