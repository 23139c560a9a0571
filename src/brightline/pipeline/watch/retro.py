"""A stored scan and a new policy in, what would be a breach under it out.

What was kept of the scan is screened and judged again; nothing else of the traffic is there any
more. Both policies are put to the same text, judge and screen, so that what differs is theirs:
what was said in the scan was said of the text before it was redacted, maybe by another judge.

What people said of an exchange stays true as far as the rules that they spoke of say what they
said.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from brightline.pipeline.evidence.judging import closing
from brightline.pipeline.library import new_run_id
from brightline.pipeline.planning.plan import digest_of
from brightline.pipeline.watch.findings import Found, found_in, last_said
from brightline.pipeline.watch.looker import looker_with
from brightline.pipeline.watch.rates import Rates
from brightline.pipeline.watch.remembering import RememberingJudge
from brightline.pipeline.watch.reviewing import is_still_true, learned, same_rules
from brightline.pipeline.watch.strata import parts_of, to_draw
from brightline.ports import Judge
from brightline.records import (
    DayCount,
    Judgement,
    Policy,
    RuleCount,
    Scan,
    Specimen,
    Stratification,
    Suspicion,
    Verdict,
    WindowRate,
)
from brightline.store import WatchStore
from brightline.watch.looking import FLOOR, Looked
from brightline.watch.screen.likeness import Said
from brightline.watch.tally import is_flagged, risk, stratum_of

BATCH = 500
"""Exchanges that are looked at together."""


@dataclass(frozen=True, kw_only=True)
class StratumSuspects:
    """Suspects among the exchanges of a stratum that were kept by draw."""

    stratum: Stratification
    size: int
    """Exchanges of the stratum in all that was screened."""
    drawn: int
    """Those that were kept by draw: each stands for `size / drawn`."""
    before: int
    now: int


@dataclass(frozen=True, kw_only=True)
class Retro:
    """What a new policy makes of an old scan."""

    scan: Scan
    """The old one under the new policy: what is stored where that is asked for."""
    days: tuple[DayCount, ...]
    kept: tuple[Specimen, ...]
    """With what is said of them under the new policy."""
    holding: tuple[Judgement, ...]
    """What people said that is still true."""
    read: int
    """Exchanges that people read under the old policy."""
    changed: tuple[str, ...]
    """Ids of rules that say something else now."""
    unlearned: int
    """Requests that it learned of them: it knows none, under either policy."""
    failed: int
    """Exchanges about which the judge could not be asked: in no count of suspects."""
    deleted: int
    """Exchanges that were not judged again, as their text is deleted."""
    new: tuple[Found, ...]
    """Suspects that were none before, the most suspicious first."""
    still: int
    """Exchanges that are suspects under both."""
    gone: tuple[Specimen, ...]
    """Suspects that are none any more."""
    near: Mapping[str, int]
    """Exchanges that might be breaches now and were far from one before, by the rule that they
    are nearest to."""
    strata: tuple[StratumSuspects, ...]
    rate: WindowRate
    """How often the new policy was broken, by what people said that is still true."""

    @property
    def flagged(self) -> int | None:
        """Exchanges that looked like breaches when they were scanned; None where unknown."""
        sizes = [day.sizes for day in self.days if day.sizes]
        return sum(one.get(Stratification.FLAGGED, 0) for one in sizes) if sizes else None

    def about(self, when: str) -> float | None:
        """Return about how many of all exchanges are suspects; None where nobody knows.

        Args:
            when: `before` or `now`.
        """
        sizes = [one.size for one in self.strata]
        if not any(sizes) or any(one.size and not one.drawn for one in self.strata):
            return None
        return sum(
            one.size * (one.now if when == "now" else one.before) / one.drawn
            for one in self.strata
            if one.drawn
        )


async def judge_under(
    store: WatchStore, scan: Scan, policy: Policy, *, judge: Judge, file: str, now: datetime
) -> Retro:
    """Judge what was kept of a scan under another policy, and close the judge.

    Every kept exchange that the screen does not rule out is judged: they are few.

    Args:
        store: Where the scan is kept; it is only read.
        scan: Which.
        policy: The new one.
        judge: Who judges.
        file: Where the new policy stands.
        now: When.

    Raises:
        ConfigurationError: the judge can never be asked as configured.
    """
    every = list(store.specimens(scan.id))
    before = [one for one in every if not one.emptied]
    # What was said of them counts still; what a judge would say of them nobody can know.
    deleted = [one.model_copy(update={"said": ()}) for one in every if one.emptied]
    once = RememberingJudge(judge)
    changed = changed_rules(scan.policy, policy)
    every_known = learned(store, scan.policy)
    known = learned(store, scan.policy, but=changed) if changed else every_known
    async with closing(judge):
        told = await _told(
            before,
            policy,
            judge=once,
            reviewed=learned(store, policy, but=changed_rules(policy, scan.policy)),
        )
        told_then = await _told(before, scan.policy, judge=once, reviewed=known)
    after = [_again(one, said) for one, said in zip(before, told, strict=True)]
    kept = [*after, *deleted]
    readings = last_said(store.readings(scan.id))
    ids = same_rules(scan.policy, policy)
    holding = {
        name: one.model_copy(update={"rule_id": ids.get(one.rule_id, one.rule_id)})
        for name, one in readings.items()
        if is_still_true(one, scan.policy, policy)
    }
    days = tuple(_recounted(day, after) for day in store.days(scan.id))
    made = scan.model_copy(
        update={
            "id": new_run_id(now),
            "started_at": now,
            "finished_at": now,
            "policy": policy,
            "policy_digest": digest_of(policy),
            "policy_file": file,
            "judge": judge.id,
            "live": False,
            "received": scan.live or scan.received,
            "cut": FLOOR,
            "of": scan.id,
        }
    )
    failed = {
        one.sighting.id
        for one, *said in zip(before, told, told_then, strict=True)
        if any(isinstance(each, str) for each in said)
    }
    was = {
        one.sighting.id
        for one, said in zip(before, told_then, strict=True)
        if not isinstance(said, str) and any(map(is_flagged, said))
    } - failed
    found = [one for one in found_in(after, ()) if one.finding.exchange not in failed]
    suspects = {one.finding.exchange for one in found}
    return Retro(
        scan=made,
        days=days,
        kept=tuple(kept),
        holding=tuple(holding.values()),
        read=len(readings),
        changed=changed,
        unlearned=len(every_known) - len(known),
        failed=len(failed),
        deleted=len(deleted),
        new=tuple(one for one in found if one.finding.exchange not in was),
        still=len(suspects & was),
        gone=tuple(
            one.model_copy(update={"said": () if isinstance(said, str) else said})
            for one, said in zip(before, told_then, strict=True)
            if one.sighting.id in was - suspects
        ),
        near=newly_near(zip(told, told_then, strict=True)),
        strata=_strata(_whole(days, deleted), before, was=was, suspects=suspects),
        rate=Rates(made, kept, holding).of(days),
    )


def changed_rules(old: Policy, new: Policy) -> tuple[str, ...]:
    """Return the ids of a policy's rules that say something else in another, in their order.

    What was learned of one is known under neither: else the words that changed and the
    readings that went with them could not be told apart.

    Args:
        old: Its rules; one that went on under another id is not among them.
        new: The other one.
    """
    same, there = same_rules(old, new), {rule.id for rule in new.rules}
    return tuple(rule.id for rule in old.rules if rule.id in there and rule.id not in same)


def newly_near(pairs: Iterable[tuple[Looked, Looked]]) -> dict[str, int]:
    """Return how many might be breaches now and were far from one before, by rule."""
    found: Counter[str] = Counter()
    for now, before in pairs:
        if not isinstance(now, str) and not isinstance(before, str) and now:
            most = max(now, key=risk)
            was = max(map(risk, before), default=0.0)
            if (stratum_of(risk(most)), stratum_of(was)) == _CAME_NEAR:
                found[most.judgement.rule_id] += 1
    return dict(found.most_common())


_CAME_NEAR = (Stratification.NEAR, Stratification.BULK)


def keep_retro(store: WatchStore, retro: Retro, *, at: datetime) -> None:
    """Store a scan under its new policy as one of its own, with what is still true of it."""
    store.start_scan(retro.scan)
    store.write_days(retro.scan.id, retro.days, retro.kept)
    for one in retro.holding:
        store.write_reading(retro.scan.id, one, at=at)


def _again(before: Specimen, said: Looked) -> Specimen:
    """Return a specimen with what is said now; where it came from, it stays to be seen."""
    now: Sequence[Suspicion] = () if isinstance(said, str) else said
    ranked = sorted(now, key=lambda one: (-risk(one), one.judgement.rule_id))
    return before.model_copy(update={"said": tuple(ranked)})


async def _told(
    kept: Sequence[Specimen], policy: Policy, *, judge: Judge, reviewed: Sequence[Said]
) -> list[Looked]:
    """Return what is said of each under a policy, by a screen that has learned."""
    looker = looker_with(policy, judge, cut=FLOOR, reviewed=reviewed)
    told: list[Looked] = []
    for start in range(0, len(kept), BATCH):
        told += await looker.look([one.sighting for one in kept[start : start + BATCH]])
    return told


def _recounted(day: DayCount, kept: Iterable[Specimen]) -> DayCount:
    """Return a day with counts by rule of what was kept of it: more nobody knows."""
    judged: Counter[str] = Counter()
    flagged: Counter[str] = Counter()
    undecided: Counter[str] = Counter()
    for one in kept:
        for said in one.said if one.day == day.day else ():
            rule_id = said.judgement.rule_id
            judged[rule_id] += 1
            flagged[rule_id] += is_flagged(said)
            undecided[rule_id] += said.judgement.verdict is Verdict.UNDECIDED
    rules = {
        rule_id: RuleCount(
            judged=judged[rule_id], flagged=flagged[rule_id], undecided=undecided[rule_id]
        )
        for rule_id in sorted(judged)
    }
    return day.model_copy(update={"rules": rules})


def _whole(days: Iterable[DayCount], deleted: Iterable[Specimen]) -> list[DayCount]:
    """Return the days of which all that was kept can still be read."""
    partly = {one.day for one in deleted}
    return [day for day in days if day.day not in partly]


def _strata(
    days: Sequence[DayCount], kept: Sequence[Specimen], *, was: set[str], suspects: set[str]
) -> tuple[StratumSuspects, ...]:
    sizes: Mapping[str, int] = {part.name: part.size for part in parts_of(days, kept, ())}
    found = []
    for stratum, drawn in to_draw(days, kept).items():
        ids = {one.sighting.id for one in drawn}
        found.append(
            StratumSuspects(
                stratum=stratum,
                size=sizes[stratum.value],
                drawn=len(ids),
                before=len(ids & was),
                now=len(ids & suspects),
            )
        )
    return tuple(found)
