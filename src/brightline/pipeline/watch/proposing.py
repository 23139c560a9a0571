"""What is known of a window in, the command that tells most now out."""

import os
import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from brightline.measure.allocate import allocate
from brightline.pipeline.home import home_folder, store_url
from brightline.pipeline.watch.salt import NAME, salt_folder, trace_of, watch_salt
from brightline.pipeline.watch.strata import ALIKE
from brightline.records import (
    Answer,
    Judgement,
    Specimen,
    Watched,
    WatchFinding,
    answer,
)
from brightline.report.watched.wording import refuses_nothing

SAMPLE = 300
"""Exchanges to read at random, for a start: a breach in none of them is at most about 1 %."""


def next_of(shown: Watched) -> str:
    """Return the command that tells most now: read, keep what was found, play it, read more.

    Args:
        shown: The window, all but this.

    Returns:
        Empty where there is nothing to do.
    """
    scan = shown.scan
    if refuses_nothing(shown):
        return ""
    if not shown.rate.seen:
        # Of a window without an exchange the whole scan is shown, if that has one.
        whole = f"brightline watch {scan.id}{shown.named}"
        return whole if not shown.seen and shown.last else ""
    review = f"brightline review {scan.id} --findings"
    if any(one.reviewed is None and not one.emptied for one in shown.findings):
        return f"{review}{shown.named}"
    more = f"{review} --sample {shown.sample}{shown.named}" if shown.sample else ""
    if shown.rate.estimate is None and more:
        return more
    return _keep(shown) or more


def _keep(shown: Watched) -> str:
    """Return the command that keeps a breach, or that plays them where all are kept."""
    confirmed = [one for one in shown.findings if is_confirmed(one) and not one.emptied]
    there = _in_policy(shown, {one.exchange for one in confirmed})
    done = {one.cluster for one in confirmed if one.exchange in there}
    for one in confirmed:
        if one.cluster not in done:
            return f"brightline promote {one.id}{shown.named}"
    file = shlex.quote(shown.scan.policy_file)
    return f"brightline run {file} --target URL" if confirmed else ""


def is_confirmed(finding: WatchFinding) -> bool:
    """Tell whether a person read a finding as a breach of its rule."""
    reviewed = finding.reviewed
    return reviewed is not None and answer(reviewed, finding.rule_id) is Answer.BREACH


def sample_of(drawn: Iterable[Sequence[Specimen]], readings: Mapping[str, Judgement]) -> int:
    """Return how large a random sample to read next, with what was read; 0 if all was.

    Args:
        drawn: Of each stratum what can be read, in its order.
        readings: What was said last of each exchange.
    """
    strata = list(drawn)
    sizes = [len(one) for one in strata]
    total = sum(sizes)
    number = min(SAMPLE, total)
    while number:
        if any(_is_left(one, readings) for one in _plan(strata, sizes, number)):
            return number
        number = 0 if number == total else min(2 * number, total)
    return 0


def _plan(
    strata: Iterable[Sequence[Specimen]], sizes: Sequence[int], number: int
) -> Iterator[Specimen]:
    for of, count in zip(strata, allocate(sizes, number), strict=True):
        yield from of[:count]


def _is_left(one: Specimen, readings: Mapping[str, Judgement]) -> bool:
    if one.emptied:
        return False
    name = one.sighting.id
    return name not in readings or readings[name].decided_by == ALIKE


def _in_policy(shown: Watched, exchanges: Collection[str]) -> set[str]:
    """Return the exchanges that are cases of the policy already, as far as its file says."""
    file = Path(shown.scan.policy_file)
    named = shlex.split(shown.named)
    store = named[-1] if named else store_url(os.environ.get("BRIGHTLINE_STORE"))
    home = salt_folder(store, [home_folder(file)])
    if not exchanges or not (home / NAME).exists():
        return set()
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return set()
    salt = watch_salt(home)
    return {name for name in exchanges if trace_of(salt, name) in text}
