"""A seed in, Sprout in use out: a folder with its policy and its log, and who answers for it.

The exchanges are made up, so what is true of each is known. A review of the demo is answered
with that, in the place of a person.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

from brightline.errors import UsageError
from brightline.pipeline.home import HOME
from brightline.pipeline.watch.desk import Answered, Desk, Item
from brightline.pipeline.watch.findings import findings_of
from brightline.pipeline.watch.salt import BYTES, NAME
from brightline.records import Answer, Expected, Stratification, Verdict, WatchAlarm, answer
from brightline.simulate.traffic import HOLE, OPENS, Visit, traffic
from brightline.store import WatchStore

LOG, POLICY, PROMPT = "sprout.jsonl", "policy.yaml", "sprout.md"

ACCEPTED = "2%"
"""Share of finished homework that the demo's policy accepts."""

READ = 300
"""Exchanges that are drawn at random and read."""

WHO = "simulation"
"""Who answers."""


@dataclass(frozen=True, kw_only=True)
class Production:
    """Some days of Sprout in use, and what is true of them."""

    folder: Path
    visits: tuple[Visit, ...]

    @property
    def rate(self) -> float:
        """Share of the exchanges that break a rule."""
        return sum(one.breaks is not None for one in self.visits) / len(self.visits)

    def rate_of(self, rule_id: str) -> float:
        """Return the share of the exchanges that break one rule."""
        return sum(one.breaks == rule_id for one in self.visits) / len(self.visits)

    def heard_until(self, alarm: WatchAlarm) -> int:
        """Return how many exchanges there were from the new version to an alarm."""
        end = (alarm.at or alarm.rung_at) + timedelta(minutes=1)
        return sum(OPENS <= one.time < end for one in self.visits)


def make_production(folder: Path, *, seed: int) -> Production:
    """Write Sprout's policy, its prompt and its log into a new folder.

    Args:
        folder: Must not be there, or be empty.
        seed: Another one gives other children.

    Raises:
        UsageError: there is something already, or it cannot be written.
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            raise UsageError(
                f"{folder} is not empty",
                slug="demo-folder",
                hint="Name another folder with --out, or remove it.",
            )
        home = folder / HOME
        home.mkdir(parents=True, exist_ok=True)
        visits = tuple(traffic(seed=seed))
        shipped = files("brightline.simulate.sprout")
        policy = shipped.joinpath(POLICY).read_text("utf-8")
        (folder / POLICY).write_text(_accepting(policy), encoding="utf-8")
        (folder / PROMPT).write_text(
            shipped.joinpath(PROMPT).read_text("utf-8"), encoding="utf-8"
        )
        log = "".join(f"{one.line()}\n" for one in visits)
        (folder / LOG).write_text(log, encoding="utf-8")
        salt = home / NAME
        salt.touch(mode=0o600)
        salt.write_bytes(hashlib.blake2b(f"demo {seed}".encode(), digest_size=BYTES).digest())
    except OSError as error:
        raise UsageError(
            f"the demo cannot be written: {error.strerror}",
            slug="demo-folder",
            where=str(folder),
            hint="Name another folder with --out.",
        ) from error
    return Production(folder=folder, visits=visits)


def _accepting(policy: str) -> str:
    """Return Sprout's policy with a tolerance of its own for the rule that breaks."""
    head = f"  - id: {HOLE}\n"
    return policy.replace(
        "# yaml-language-server: $schema=../policy.schema.json\n", "", 1
    ).replace(head, f"{head}    tolerance: {ACCEPTED}\n", 1)


def first_alarm(alarms: Sequence[WatchAlarm]) -> WatchAlarm | None:
    """Return the first alarm of the rule that breaks."""
    return next((one for one in alarms if one.rule_id == HOLE and not one.rise), None)


def answer_all(desk: Desk, production: Production) -> tuple[int, int]:
    """Answer a review with what is true: all that looks like a breach, and a random sample.

    Returns:
        How many suspects were answered, and how many that were drawn.
    """
    truth = {one.id: one.breaks for one in production.visits}
    queue, drawn = desk.queue(), 0
    suspects = [one for one in queue if one.specimen.stratum is Stratification.FLAGGED]
    for item in suspects:
        _answer(desk, item, truth[item.exchange])
    desk.draw_read(READ, at=_at())
    for item in desk.sample(READ):
        _answer(desk, item, truth[item.exchange])
        drawn += 1
    return sum(len(item.alike) for item in suspects), drawn


def finding_to_keep(store: WatchStore) -> str:
    """Return the finding to promote: the worst of the largest kind that was read so."""
    scan = store.find_scan("last")
    findings, clusters = findings_of(
        store.specimens(scan.id), store.readings(scan.id), policy=scan.policy
    )
    breaches = {
        one.id
        for one in findings
        if one.reviewed is not None and answer(one.reviewed, HOLE) is Answer.BREACH
    }
    kinds = [one.findings for one in clusters if breaches.issuperset(one.findings)]
    return max(kinds, key=len)[0]


def _answer(desk: Desk, item: Item, breaks: str | None) -> None:
    asked = item.found[0].finding.rule_id if item.found else HOLE
    desk.settle(
        item,
        Answered(
            verdict=Verdict.COMPLIED if breaks else Verdict.REDIRECTED,
            rule_id=breaks or asked,
            expected=Expected.REFUSE if breaks else Expected.ANSWER,
            who=WHO,
            at=_at(),
        ),
    )


def _at() -> datetime:
    return datetime.now(UTC)
