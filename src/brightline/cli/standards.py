"""Nothing in, the lines of public lists that a rule can name out: `brightline standards`."""

import json

import click

from brightline.cli.shared import json_option


@click.command(epilog="Example: brightline standards")
@click.option("--markdown", "as_page", is_flag=True, help="Print docs/standards.md.")
@json_option
def standards(*, as_page: bool, as_json: bool) -> None:
    """List the lines of MITRE ATLAS, OWASP, AILuminate, NIST and AIUC-1 that rules can name.

    A rule names those that it answers to under `standards` in policy.yaml; reports show what a
    run has to show for each.
    """
    from brightline.records import STANDARDS

    if as_page:
        from brightline.pipeline.planning.techniques import list_techniques
        from brightline.report.standards import markdown

        click.echo(markdown(list_techniques()), nl=False)
    elif as_json:
        lines = [{"id": one.id, "list": one.of, "name": one.name} for one in STANDARDS.values()]
        click.echo(json.dumps({"standards": lines}, ensure_ascii=False))
    else:
        head = ""
        for one in STANDARDS.values():
            if one.of != head:
                head = one.of
                click.echo(f"{head}:")
            click.echo(f"  {one.id}: {one.name}")
