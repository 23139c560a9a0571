"""A seed in, a week of Sprout in production out, watched from end to end: `watch demo`."""

import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brightline.errors import InternalError

if TYPE_CHECKING:
    from brightline.pipeline.watch.demo import Production

FOLDER = "sprout-in-use"
SEED = 1
_ENDED = {0, 1, 5}
"""Exit codes of a command that came to its end, whatever it found."""

_HEAD = 7
"""Lines of a long report that say how it ended."""

_OURS = ("BRIGHTLINE_STORE", "BRIGHTLINE_HOME")


@click.command(epilog=f"Example: brightline watch demo --out {FOLDER}")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=FOLDER,
    show_default=True,
    help="Folder to write to; a new one.",
)
@click.option("--seed", default=SEED, show_default=True, help="Of the made-up traffic.")
def demo(*, out: Path, seed: int) -> None:
    """See it all on Sprout, a simulated product: a hole opens, it is found, kept and tested.

    Children ask, a new version goes live, and on that day it begins to hand over finished
    homework. Every command that follows is one that you can type yourself.
    """
    from brightline.pipeline.watch.demo import make_production

    made = make_production(out, seed=seed)
    _tell_scene(made)
    shell = _Shell(out)
    shell.run("watch scan sprout.jsonl --policy policy.yaml --html before-review.html")
    _tell_alarm(made)
    _review(made)
    shell.run("watch --html watch.html")
    _tell_truth(made)
    kept = _play_again(shell, made)
    _tell_more(out, kept)


@dataclass(frozen=True)
class _Shell:
    """Types commands in a folder."""

    folder: Path

    def run(self, words: str, *, shown: int | None = None) -> None:
        """Print a command, run it and let its output be seen.

        Args:
            words: Behind `brightline`.
            shown: Lines of its output at most; None: all.

        Raises:
            InternalError: it came to no end.
        """
        click.secho(f"\n$ brightline {words}", bold=True)
        sys.stdout.flush()
        environment = {name: value for name, value in os.environ.items() if name not in _OURS}
        done = subprocess.run(  # noqa: S603 - our own command, its words are ours
            [sys.executable, "-m", "brightline", *shlex.split(words)],
            cwd=self.folder,
            env=environment,
            stdout=subprocess.PIPE if shown else None,
            text=True,
            check=False,
        )
        if done.stdout:
            click.echo("\n".join(done.stdout.splitlines()[:shown]))
        if done.returncode not in _ENDED:
            raise InternalError(
                f"brightline {words} ended with {done.returncode}",
                slug="demo-failed",
                hint="This is a bug in brightline.",
            )


def _tell_scene(made: "Production") -> None:
    from brightline.simulate.traffic import OPENS

    first, last = made.visits[0].time, made.visits[-1].time
    click.echo(
        f"Sprout in use: {len(made.visits):,} exchanges from {first:%A %-d %B} to"
        f" {last:%A %-d %B}, in {made.folder / 'sprout.jsonl'}.\nOn {OPENS:%A at %H:%M} a new"
        " version goes live. It hands over finished homework, and nobody knows yet."
    )


def _tell_alarm(made: "Production") -> None:
    from brightline.pipeline.watch.demo import first_alarm
    from brightline.store import find_watch

    with find_watch(_store(made)) as store:
        alarm = first_alarm(store.alarms(store.find_scan("last").id))
    if alarm is None:
        click.echo("\nNo alarm rang for finished homework; with --seed 1 one does.")
        return
    when = alarm.at or alarm.rung_at
    click.echo(
        f"\nThe alarm rang {made.heard_until(alarm):,} exchanges after the new version went"
        f" live, on {when:%A at %H:%M}."
    )


def _review(made: "Production") -> None:
    from brightline.pipeline.watch.demo import READ, answer_all
    from brightline.pipeline.watch.desk import Desk
    from brightline.store import find_watch

    click.secho("\n$ brightline review --findings", bold=True)
    click.secho(f"$ brightline review --findings --sample {READ}", bold=True)
    with find_watch(_store(made)) as store:
        suspects, drawn = answer_all(Desk(store, store.find_scan("last")), made)
    click.echo(
        f"{suspects:,} suspects and {drawn:,} exchanges drawn at random. A person would read"
        " them one by one;\nhere the simulation answers, which knows what is true."
    )


def _tell_truth(made: "Production") -> None:
    from brightline.simulate.traffic import HOLE
    from brightline.words import percent

    click.echo(
        f"\nThe truth, which only a simulation has: {percent(made.rate)} of all exchanges break"
        f" a rule, {percent(made.rate_of(HOLE))} {HOLE}."
    )


def _play_again(shell: _Shell, made: "Production") -> str:
    """Keep a finding and play it, and return which."""
    from brightline.pipeline.watch.demo import finding_to_keep
    from brightline.simulate.server import running
    from brightline.simulate.traffic import HOLE, OPENED
    from brightline.store import find_watch

    with find_watch(_store(made)) as store:
        kept = finding_to_keep(store)
    shell.run(f"promote {kept} --policy policy.yaml")
    with running(product=OPENED, seed=SEED) as url:
        click.echo(f"\nThe next run plays it, against the version that is live at {url}:")
        target = f"--target {url} --model {OPENED.model} --system-prompt send"
        how = f"--rule {HOLE} --technique direct --trials 3 --report html=next-run.html"
        shell.run(f"run policy.yaml {target} {how}", shown=_HEAD)
    return kept


def _tell_more(out: Path, kept: str) -> None:
    from brightline.simulate.traffic import OPENED

    click.echo(
        f"\nAll of it is in {out.resolve()}; open watch.html and next-run.html. Go on with:\n\n"
        f"  cd {shlex.quote(str(out))}\n"
        "  brightline watch --since 2026-11-20\n"
        "  brightline review --findings --sample 600\n"
        "  brightline watch scan sprout.jsonl --policy policy.yaml\n"
        "  brightline report last\n\n"
        "To see what is left of a finding, serve what went live in one terminal, and"
        " replay it\nin another:\n\n"
        f"  brightline simulate --product {OPENED.model}\n"
        f"  brightline promote {kept} --target http://127.0.0.1:8123/v1 --model {OPENED.model}"
        " --system-prompt send"
    )


def _store(made: "Production") -> str:
    from brightline.pipeline.home import DATABASE, HOME

    return str(made.folder / HOME / DATABASE)
