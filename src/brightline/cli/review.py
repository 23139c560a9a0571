"""A stored run in, a person's answers out: `brightline review`."""

import click

from brightline.cli.shared import json_option, person, run_argument, store_option, store_url


@click.command(
    epilog="Example: brightline review last; or --settle ATTEMPT=refused in a script; or of"
    " production: brightline review --findings, brightline review --findings --sample 60"
)
@run_argument
@click.option("--as", "who", help="Your name, kept with each answer.  [default: your login]")
@click.option(
    "--findings",
    is_flag=True,
    help="Read what `brightline watch` found in production: RUN is then a scan.",
)
@click.option(
    "--settle",
    multiple=True,
    metavar="ATTEMPT=VERDICT",
    help="Answer; repeatable. With --findings: FINDING=VERDICT, or EXCHANGE=VERDICT where"
    ' --json has "finding": null; also =allowed, =undecided, and =VERDICT:RULE.',
)
@click.option(
    "--undo",
    multiple=True,
    metavar="ATTEMPT",
    help="Take an answer back; repeatable. Of several answers all are stored, or none.",
)
@click.option(
    "--sample",
    type=click.IntRange(1),
    metavar="N",
    help="Read N probes drawn at random, whatever the judge says of them, for `brightline"
    " calibrate RUN --sample N`. With --findings: N exchanges, for the rate.",
)
@store_option
@json_option
def review(  # noqa: PLR0913 - one parameter per option
    *,
    run: str,
    who: str | None,
    findings: bool,
    settle: tuple[str, ...],
    undo: tuple[str, ...],
    sample: int | None,
    store: str | None,
    as_json: bool,
) -> None:
    """Go through the undecided replies and the breaches of RUN; your answers settle them.

    First come those that decide most rules soonest; where they end, you are told. Last come
    the three of each rule that the judge let go and was least sure of. An answer counts for
    near-identical replies of the same rule too, in this run and in later ones. Afterwards the
    gate is asked again, and its code is the exit code. With --json and no answers, prints what
    waits as JSON lines: one object a reply, "first" where it can decide a rule,
    "let_go" where the judge did.

    With --findings: the suspects of a scan of production, the worst rule first. An answer
    counts for near-identical exchanges too. With --sample N, which rule or none was broken in N
    exchanges drawn at random: only they say how often it happens, and both numbers are printed.
    """
    from brightline.cli.review_findings import Answers, review_findings
    from brightline.cli.review_replies import review_replies

    answers = Answers(settle=settle, undo=undo, who=who or person(), sample=sample)
    walk = review_findings if findings else review_replies
    walk(store_url(store), run, answers, as_json=as_json)
