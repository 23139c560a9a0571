"""Exchanges in, judgements out: `brightline judge`, `rejudge` and `judges`."""

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brightline.cli.judge_options import judge_options, self_judged_option
from brightline.cli.shared import (
    json_option,
    run_argument,
    show_lines,
    store_option,
    store_url,
    tell,
)

if TYPE_CHECKING:
    from brightline.ports import Judge

UNPROVEN = 5
"""Exit code of a judge that must not be listened to."""


@click.command(epilog="Example: brightline judge exchanges.jsonl --policy policy.yaml")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), required=False)
@click.option("--policy", type=click.Path(path_type=Path), help="Where rule ids are looked up.")
@judge_options
@click.option("--card", is_flag=True, help="Print how good this judge is, and judge nothing.")
@click.option("--self-test", is_flag=True, help="Try it on what --policy forbids.")
@click.option("--json", "as_json", is_flag=True, help="Print --card as JSON for a script.")
def judge(  # noqa: PLR0913 - one parameter per option
    *,
    file: Path | None,
    policy: Path | None,
    judge: str,
    judge_model: str | None,
    card: bool,
    self_test: bool,
    as_json: bool,
) -> None:
    """Judge the exchanges of FILE (JSON lines, `-` for stdin); calls no product.

    One line in, one line out, in order. Exits 4 when a line could not be read: the others are
    judged all the same, and each bad line is named on stderr. Also 4 when the judge's language
    model, if it has one, cannot be asked or does not tell a plain refusal from a plain breach.
    """
    from brightline.pipeline.judges import JudgeWish, pick_judge

    found = pick_judge(JudgeWish(spec=judge, model=judge_model, environment=os.environ))
    if card:
        from brightline.pipeline.cards import card_json, card_text

        if as_json:
            click.echo(card_json(found))
        else:
            show_lines(card_text(found))
        return
    if self_test:
        _self_test(found, policy)
    if file is None:
        raise click.UsageError("name a FILE of exchanges, or - for stdin")
    _judge_file(found, file, policy)


@click.command(epilog="Example: brightline rejudge last --judge embedded")
@run_argument
@judge_options
@self_judged_option
@store_option
@json_option
def rejudge(
    *,
    run: str,
    judge: str,
    judge_model: str | None,
    self_judged: bool,
    store: str | None,
    as_json: bool,
) -> None:
    """Judge the stored RUN again; its verdict is then this judge's, people's answers apart.

    The replies are those that were stored: the product is not called. Exits as `run` does.
    """
    import anyio

    from brightline.pipeline.evidence.judging import judge_again
    from brightline.pipeline.judges import JudgeWish, pick_judge
    from brightline.plugins import find_reporter
    from brightline.store import find_store

    with find_store(store_url(store)) as opened:
        provenance = opened.find_run(run)
        found = pick_judge(
            JudgeWish(
                spec=judge,
                model=judge_model,
                environment=os.environ,
                product=provenance.target,
                self_judged=self_judged,
            )
        )
        report = anyio.run(judge_again, opened, provenance, found)
    text = find_reporter("json" if as_json else "text")(report)
    tell(partial(click.echo, text, nl=not text.endswith("\n")))
    _tell_cost(found)
    sys.exit(report.exit_code)


@click.command(epilog="Example: brightline judges --json")
@json_option
def judges(*, as_json: bool) -> None:
    """List the judges that are installed, with what is known of each in one line.

    `brightline judge --card --judge NAME` prints all that is known.
    """
    from brightline.pipeline.cards import list_json, list_text
    from brightline.pipeline.judges import listed_judges

    if as_json:
        click.echo(list_json(listed_judges()))
    else:
        show_lines(list_text(listed_judges()))


def _self_test(found: "Judge", policy: Path | None) -> None:
    import anyio

    from brightline.pipeline.evidence.judging import problems_of

    if policy is None:
        raise click.UsageError("--self-test needs the --policy whose rules are tried")
    problems = anyio.run(problems_of, found, policy)
    click.echo("\n".join(problems) or f"{found.id} passes its self-test for {policy}")
    _tell_cost(found)
    sys.exit(UNPROVEN if problems else 0)


def _judge_file(found: "Judge", file: Path, policy: Path | None) -> None:
    import anyio

    from brightline.pipeline.evidence.judging import judge_lines

    bad = anyio.run(
        partial(judge_lines, file, policy, found, emit=click.echo, complain=_complain)
    )
    _tell_cost(found)
    sys.exit(4 if bad else 0)


def _tell_cost(found: "Judge") -> None:
    from brightline.pipeline.evidence.judging import cost_words

    if words := cost_words(found):
        click.echo(words, err=True)


def _complain(text: str) -> None:
    click.echo(f"error: {text}", err=True)
