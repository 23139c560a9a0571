"""Exchanges in, judgements out: `brightline judge` and `brightline rejudge`."""

import sys
from functools import partial
from pathlib import Path

import click

from brightline.cli.shared import (
    json_option,
    run_argument,
    store_option,
    store_url,
    tell,
)

UNPROVEN = 5
"""Exit code of a judge that must not be listened to."""


@click.command(epilog="Example: brightline judge exchanges.jsonl --policy policy.yaml")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), required=False)
@click.option("--policy", type=click.Path(path_type=Path), help="Where rule ids are looked up.")
@click.option("--judge", "name", default="embedded", show_default=True, help="Who judges.")
@click.option("--card", is_flag=True, help="Print how good this judge is, and judge nothing.")
@click.option("--self-test", is_flag=True, help="Try it on fixtures of --policy's rules.")
def judge(
    *, file: Path | None, policy: Path | None, name: str, card: bool, self_test: bool
) -> None:
    """Judge the exchanges of FILE (JSON lines, `-` for stdin); calls no product.

    One line in, one line out, in order. Exits 4 when a line could not be read: the others are
    judged all the same, and each bad line is named on stderr.
    """
    import anyio

    from brightline.pipeline.judging import judge_lines, print_card, problems_of
    from brightline.plugins import find_judge

    found = find_judge(name)
    if card:
        click.echo(print_card(found))
        return
    if self_test:
        if policy is None:
            raise click.UsageError("--self-test needs the --policy whose rules are tried")
        problems = anyio.run(problems_of, found, policy)
        click.echo("\n".join(problems) or f"{found.id} passes its self-test for {policy}")
        sys.exit(UNPROVEN if problems else 0)
    if file is None:
        raise click.UsageError("name a FILE of exchanges, or - for stdin")
    bad = anyio.run(
        partial(judge_lines, file, policy, found, emit=click.echo, complain=_complain)
    )
    sys.exit(4 if bad else 0)


@click.command(epilog="Example: brightline rejudge last --judge embedded")
@run_argument
@click.option("--judge", "name", default="embedded", show_default=True, help="Who judges.")
@store_option
@json_option
def rejudge(*, run: str, name: str, store: str | None, as_json: bool) -> None:
    """Judge the stored RUN again; its verdict is then this judge's, people's answers apart.

    The replies are those that were stored: the product is not called. Exits as `run` does.
    """
    import anyio

    from brightline.pipeline.judging import judge_again
    from brightline.plugins import find_judge, find_reporter
    from brightline.store import open_store

    with open_store(store_url(store)) as opened:
        report = anyio.run(judge_again, opened, opened.find_run(run), find_judge(name))
    text = find_reporter("json" if as_json else "text")(report)
    tell(partial(click.echo, text, nl=not text.endswith("\n")))
    sys.exit(report.exit_code)


def _complain(text: str) -> None:
    click.echo(f"error: {text}", err=True)
