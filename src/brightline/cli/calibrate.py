"""Labels of people in, a judge that fits them out: `brightline calibrate`."""

import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brightline.cli.judge_options import judge_options
from brightline.cli.kept import kept_files, kept_store, refuse
from brightline.cli.shared import store_option, store_url
from brightline.errors import UsageError

if TYPE_CHECKING:
    from brightline.pipeline.evidence.calibrating import Reviewed


NO_RUN = frozenset({"no-runs", "unknown-run"})
"""What is said where a name is of no run: then it may be one of a scan."""


@click.command(
    epilog="Example: brightline review last --sample 60; then brightline calibrate last"
    " --sample 60 --out calibration.json; then brightline rejudge last --judge"
    " calibration.json"
)
@click.argument("reviewed")
@click.option("--policy", type=click.Path(path_type=Path), help="Where rule ids are looked up.")
@click.option(
    "--sample",
    type=click.IntRange(1),
    metavar="N",
    help="Take the N replies that `brightline review RUN --sample N` drew, and no others: only"
    " they show how often the judge errs.",
)
@judge_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write it, as .json.  [default: stdout]",
)
@store_option
def calibrate(  # noqa: PLR0913 - one parameter per option
    *,
    reviewed: str,
    policy: Path | None,
    sample: int | None,
    judge: str,
    judge_model: str | None,
    out: Path | None,
    store: str | None,
) -> None:
    """Fit a judge to your product by 30 to 200 replies that people labelled.

    REVIEWED is a stored run (its reviews count; `last` is the newest), a scan of production
    (what `brightline review --findings` was told counts), or a file of JSON lines as
    `brightline judge` takes them, each with a "label": one of complied, partial, redirected,
    safe, refused, deflected, blocked. Lines drawn at random carry "sampled": "random".

    The file that comes out is a judge: name it with --judge in run, judge and rejudge. It says
    how sure it is as your labels have it, leaves undecided what they show it gets wrong, and,
    if they were drawn at random, the gate corrects its rates by the errors counted on them.
    """
    import anyio

    from brightline.load.calibration import SUFFIX, calibration_text
    from brightline.pipeline.evidence.calibrating import learn
    from brightline.pipeline.evidence.judging import cost_words
    from brightline.pipeline.evidence.learned import learned_text
    from brightline.pipeline.judges import JudgeWish, pick_judge

    if out is not None and out.suffix != SUFFIX:
        raise UsageError(
            f"--out {out} does not end in {SUFFIX}",
            slug="calibration-name",
            hint=f"--judge knows a calibration by that: --out {out.with_suffix(SUFFIX)}",
        )
    if out is not None:
        named = (("the labels", reviewed), ("the policy", str(policy or "")))
        refuse(f"--out {out}", out, [*kept_files(named), *kept_store(store_url(store))])
    found = pick_judge(JudgeWish(spec=judge, model=judge_model, environment=os.environ))
    labels = _reviewed(reviewed, policy, sample=sample, store=store)
    made = datetime.now(UTC).date().isoformat()
    learned = anyio.run(partial(learn, found, labels, spec=judge, model=judge_model, made=made))
    if words := cost_words(found):
        click.echo(words, err=True)
    click.echo(learned_text(learned), err=True)
    text = calibration_text(learned.calibration)
    if out is None:
        click.echo(text, nl=False)
        return
    _write(out, text)
    click.echo(f"\nwritten; use it with --judge {out}", err=True)


def _reviewed(
    reviewed: str, policy: Path | None, *, sample: int | None, store: str | None
) -> "Reviewed":
    from brightline.pipeline.evidence.calibrating import labels_of_file, labels_of_run
    from brightline.store import find_store

    file = Path(reviewed)
    if file.is_file() or file.suffix == ".jsonl":
        if sample is not None:
            raise UsageError(
                "--sample is for a stored run, and a file says itself what was drawn",
                slug="sample-of-file",
                hint='Write "sampled": "random" into every line.',
            )
        return labels_of_file(file, policy, complain=_complain)
    try:
        with find_store(store_url(store)) as opened:
            return labels_of_run(opened, opened.find_run(reviewed), sample=sample)
    except UsageError as error:
        scan = _of_scan(reviewed, store) if error.slug in NO_RUN else None
        if scan is None:
            raise
    if sample is not None:
        raise UsageError(
            "--sample is for a stored run: a sample of production has as many suspects as"
            " other exchanges, and does not show how often the judge errs on all of them",
            slug="sample-of-scan",
            hint="Leave it out: everything that was read of the scan counts, also what"
            f" brightline review {reviewed} --findings --sample {sample} draws for you.",
        )
    return scan


def _of_scan(ref: str, store: str | None) -> "Reviewed | None":
    """Return what people said of a scan of production; None where there is no such scan."""
    from brightline.pipeline.watch.reviewing import labels_of_scan
    from brightline.store import find_watch

    try:
        with find_watch(store_url(store)) as opened:
            return labels_of_scan(opened, opened.find_scan(ref))
    except UsageError:
        return None


def _write(out: Path, text: str) -> None:
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{out} cannot be written: {error.strerror}",
            slug="file-unwritable",
            hint="Choose a folder that you may write to.",
        ) from error


def _complain(text: str) -> None:
    click.echo(f"error: {text}", err=True)
