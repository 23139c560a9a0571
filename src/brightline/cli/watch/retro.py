"""A stored scan and a policy that changed in, what it would change out: `watch retro`."""

import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brightline.cli.judge_options import judge_options
from brightline.cli.shared import json_option, store_option, store_url, tell

if TYPE_CHECKING:
    from brightline.pipeline.watch.retro import Retro

SHOWN = 80
"""Characters of a request that are shown."""


@click.command(epilog="Example: brightline watch retro last --policy new-policy.yaml")
@click.argument("scan", default="last", metavar="[SCAN]")
@click.option(
    "--policy",
    type=click.Path(path_type=Path),
    default="policy.yaml",
    show_default=True,
    help="The policy as it is now, or as it shall be.",
)
@click.option(
    "--keep",
    is_flag=True,
    help="Store it as a scan of its own, to review and promote what is new.",
)
@judge_options
@store_option
@json_option
def retro(  # noqa: PLR0913 - one parameter per option
    *,
    scan: str,
    policy: Path,
    keep: bool,
    judge: str,
    judge_model: str | None,
    store: str | None,
    as_json: bool,
) -> None:
    """Say which exchanges of SCAN would be breaches under another policy.

    What was kept of the scan is judged again under the policy; the product is not called, and
    nothing is changed. What people read counts as far as the rules still say the same; where
    too little of it does, how often it happens is unknown.
    """
    import anyio

    from brightline.load.policy import load_policy
    from brightline.pipeline.evidence.judging import cost_words
    from brightline.pipeline.home import store_words
    from brightline.pipeline.judges import JudgeWish, pick_judge
    from brightline.pipeline.watch.retro import judge_under, keep_retro
    from brightline.store import find_watch

    loaded = load_policy(policy)
    judging = pick_judge(JudgeWish(spec=judge, model=judge_model, environment=os.environ))
    now = datetime.now(UTC)
    with find_watch(store_url(store)) as opened:
        named = store_words(store_url(store), opened.shown)
        found = opened.find_scan(scan)
        work = partial(judge_under, judge=judging, file=str(policy), now=now)
        done = anyio.run(work, opened, found, loaded)
        if keep:
            keep_retro(opened, done, at=now)
    if words := cost_words(judging):
        click.echo(words, err=True)
    told = _json(done, keep=keep) if as_json else _text(done, keep=keep, named=named)
    tell(partial(click.echo, told))


def _json(done: "Retro", *, keep: bool) -> str:
    from brightline.report.json import dumped
    from brightline.report.watched.script import rate_json

    return dumped(
        {
            "schema": 1,
            "scan": done.scan.of,
            "policy": done.scan.policy_file,
            "kept_as": done.scan.id if keep else None,
            "judged": len(done.kept) - done.failed - done.deleted,
            "failed": done.failed,
            "deleted": done.deleted,
            "read": done.read,
            "still_true": len(done.holding),
            "changed_rules": list(done.changed),
            "not_learned": done.unlearned,
            "suspects": {
                "new": [
                    {
                        "id": one.finding.id,
                        "rule": one.finding.rule_id,
                        "exchange": one.finding.exchange,
                        "score": one.finding.score,
                        "request": _request(one.specimen.sighting.exchange.turns[-1].text),
                    }
                    for one in done.new
                ],
                "still": done.still,
                "gone": [one.sighting.id for one in done.gone],
            },
            "might_be_now": dict(done.near),
            "strata": [
                {
                    "name": one.stratum.value,
                    "size": one.size,
                    "drawn": one.drawn,
                    "suspects_before": one.before,
                    "suspects_now": one.now,
                }
                for one in done.strata
            ],
            "about": {"before": done.about("before"), "now": done.about("now")},
            "flagged_when_scanned": done.flagged,
            "rate": rate_json(done.rate),
        }
    ).rstrip()


def _text(done: "Retro", *, keep: bool, named: str) -> str:
    from brightline.report.clean import clean
    from brightline.report.watched.wording import rate_words
    from brightline.words import counted

    exchanges = len({one.finding.exchange for one in done.new})
    seen = sum(one.size for one in done.strata)
    gone = len(done.gone)
    kept = counted(len(done.kept) - done.deleted, "exchange")
    lines = [
        f"{kept} that scan {done.scan.of} kept, judged under {clean(done.scan.policy_file)}:",
        f"  {_look(exchanges)} now and did not before",
        f"  {_look(done.still)} under both",
        f"  {gone:,} looked like {_a_breach(gone)} and {'does' if gone == 1 else 'do'} not now",
    ]
    if done.near:
        by_rule = ", ".join(f"{clean(rule)} {count:,}" for rule, count in done.near.items())
        lines.append(
            f"  {sum(done.near.values()):,} might be some now and were far from it before"
            f" ({by_rule}): the judge cannot tell, --keep puts them into the queue"
        )
    if done.failed:
        lines.append(f"  {done.failed:,} could not be judged")
    if done.deleted:
        lines.append(
            f"left out: the text of {counted(done.deleted, 'exchange')} is deleted; what is"
            " said of all is said of the days of which nothing is"
        )
    before, now = done.about("before"), done.about("now")
    if before is not None and now is not None:
        lines.append(
            f"of all {seen:,}{_by_share(len(done.kept), seen)} about {now:,.0f} look like"
            f" breaches now, about {before:,.0f} before: suspects of a judge, and no rate"
        )
        if done.flagged is not None and done.flagged != round(before):
            lines.append(
                f"both are of today's judge and screen, with what it has learned by now; when"
                f" it was scanned {done.flagged:,} looked like breaches"
            )
    if done.unlearned:
        lines.append(
            f"what the screen had learned from {counted(done.unlearned, 'reading')} is left"
            f" out on both sides: it is of rules that say something else now:"
            f" {clean(', '.join(done.changed))}"
        )
    lines.append(f"breaches of any rule now: {rate_words(done.rate)}")
    if len(done.holding) < done.read:
        lines.append(
            f"{len(done.holding):,} of {counted(done.read, 'reading')} still true: what a new"
            " or changed rule may forbid must be read anew"
        )
    lines += [
        f"  {one.finding.id}  {one.finding.rule_id}  {one.finding.score:.2f}  "
        + _request(one.specimen.sighting.exchange.turns[-1].text)
        for one in done.new
    ]
    if keep:
        lines.append(f"kept as a scan: brightline review {done.scan.id} --findings{named}")
    elif done.new:
        lines.append("to read and promote them, store it as a scan of its own: add --keep")
    return "\n".join(lines)


def _look(count: int) -> str:
    return f"{count:,} look{'s' if count == 1 else ''} like {_a_breach(count)}"


def _a_breach(count: int) -> str:
    return "a breach" if count == 1 else "breaches"


def _by_share(kept: int, seen: int) -> str:
    """Return why the numbers of all are not those of what was kept; empty where they are."""
    if kept >= seen:
        return ""
    return (
        f", of which only {kept:,} were kept and those that were drawn at random stand for the"
        " others,"
    )


def _request(text: str) -> str:
    from brightline.report.clean import shorten

    return shorten(text, SHOWN)
