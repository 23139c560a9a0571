"""What people said of findings in, what others learn from it out."""

from collections import defaultdict
from collections.abc import Container

from brightline.errors import UsageError
from brightline.load.labels import Labelled
from brightline.pipeline.evidence.calibrating import Reviewed
from brightline.pipeline.watch.desk import BREACHES, ambiguous
from brightline.pipeline.watch.findings import Found, found_in, last_said
from brightline.pipeline.watch.kinds import without_tags
from brightline.pipeline.watch.strata import ALIKE
from brightline.records import (
    Answer,
    Expected,
    Judgement,
    Policy,
    Question,
    Sampled,
    Scan,
    Stance,
    Stratification,
    Verdict,
    answer,
)
from brightline.records.said import rule_digest
from brightline.store.names import LAST
from brightline.store.watched import WatchStore
from brightline.watch.screen import from_review
from brightline.watch.screen.heard import asked
from brightline.watch.screen.likeness import Said
from brightline.watch.tally import EDGES

MOST_LEARNED = 40
"""Requests of each rule and side that a screen learns from, the newest: more cost time."""


def learned(store: WatchStore, policy: Policy, *, but: Container[str] = ()) -> list[Said]:
    """Return what people said of real requests, for `Screen(policy, reviewed=...)`.

    Of every scan count the readings under rules that say what they say in this policy. What
    nobody could tell teaches nothing, nor does what was settled along with another, nor what
    has no text any more.

    Args:
        store: Where scans and readings are kept.
        policy: Of the scan that begins.
        but: Ids of its rules of which nothing is learned.
    """
    found: defaultdict[tuple[str, Expected], dict[str, None]] = defaultdict(dict)
    for scan in store.scans():
        same = same_rules(scan.policy, policy)
        said = {
            one.subject_id: one
            for one in store.readings(scan.id)
            if one.rule_id in same and one.decided_by != ALIKE
        }
        if not said:
            continue
        kept = {
            one.sighting.id: one
            for one in store.specimens(scan.id, list(said))
            if not one.emptied
        }
        for name, one in said.items():
            if one.expected is None or one.verdict is Verdict.UNDECIDED or name not in kept:
                continue
            text = without_tags(asked(kept[name].sighting.exchange))
            of = found[same[one.rule_id], one.expected]
            of.pop(text, None)
            of[text] = None
    return [
        from_review(policy, rule_id, text, expected=expected)
        for (rule_id, expected), texts in sorted(found.items())
        if rule_id not in but
        for text in list(texts)[-MOST_LEARNED:]
    ]


def same_rules(old: Policy, new: Policy) -> dict[str, str]:
    """Return the ids of a policy's rules that another policy has too, with their ids there.

    A rule is what it says: one that only got another id is the same.

    Args:
        old: Its ids come first.
        new: The other one.
    """
    there = {rule.id: rule_digest(new, rule) for rule in new.rules}
    by_words = {said: rule_id for rule_id, said in reversed(there.items())}
    found = {}
    for rule in old.rules:
        said = rule_digest(old, rule)
        if said in by_words:
            found[rule.id] = rule.id if there.get(rule.id) == said else by_words[said]
    return found


def is_still_true(reading: Judgement, old: Policy, new: Policy) -> bool:
    """Tell whether what a person said under one policy holds under another.

    That a product declined, or did nothing, breaks no rule of any policy. That it broke a rule
    holds as long as the rule says the same. That no rule forbids something holds only where no
    rule is new, or says something new.

    Args:
        reading: What was said.
        old: The policy under which it was said.
        new: The other one.
    """
    said = {rule_digest(old, rule) for rule in old.rules}
    if reading.expected is Expected.ANSWER:
        return all(
            rule_digest(new, rule) in said or rule.stance is Stance.ALLOW for rule in new.rules
        )
    declined = reading.verdict not in {*BREACHES, Verdict.UNDECIDED}
    return declined or reading.rule_id in same_rules(old, new)


def labels_of_scan(store: WatchStore, scan: Scan) -> Reviewed:
    """Return what people said of exchanges that fall under a rule, to calibrate a judge by.

    They count as from a queue, drawn or not: a sample of production takes as many suspects as
    exchanges of the bulk, and how often the judge errs on all of them does not follow from it.
    What no rule forbids, what nobody could tell, what was settled along with another and what
    has no text any more is no label.

    Args:
        store: Where the scan is kept.
        scan: Which.
    """
    rules = {rule.id: rule for rule in scan.policy.rules}
    read = last_said(store.readings(scan.id))
    said = {
        name: one
        for name, one in read.items()
        if one.expected is Expected.REFUSE
        and one.rule_id in rules
        and one.verdict is not Verdict.UNDECIDED
        and one.decided_by != ALIKE
    }
    return Reviewed(
        labels=tuple(
            Labelled(
                Question(
                    subject_id=specimen.sighting.id,
                    exchange=specimen.sighting.exchange,
                    rule=rules[said[specimen.sighting.id].rule_id],
                    expected=Expected.REFUSE,
                    does=scan.policy.scope.does,
                ),
                said[specimen.sighting.id].verdict,
                Sampled.QUEUE,
            )
            for specimen in (store.specimens(scan.id, list(said)) if said else ())
            if not specimen.emptied
        ),
        allowed=sum(one.expected is Expected.ANSWER for one in read.values()),
        sampled=Sampled.QUEUE,
        source=f"scan {scan.id}",
        more=f"brightline review {scan.id} --findings shows more of them",
    )


def find_finding(store: WatchStore, ref: str) -> tuple[Scan, Found]:
    """Return a finding by its id or the beginning of it, and the scan that has it.

    Of several that read the same log it is the newest in which a person read it as a breach;
    where none did, the newest.

    Raises:
        UsageError: no scan has it, or several begin so.
    """
    least = EDGES[Stratification.NEAR]
    newest: tuple[Scan, Found] | None = None
    for scan in reversed(store.scans()):
        found = found_in(store.specimens(scan.id), store.readings(scan.id), least=least)
        matches = {one.finding.id: one for one in found if one.finding.id.startswith(ref)}
        if len(matches) > 1 and ref not in matches:
            raise ambiguous(ref, matches)
        if not matches:
            continue
        one = matches.get(ref) or next(iter(matches.values()))
        newest = newest or (scan, one)
        read = one.finding.reviewed
        if one.finding.id == newest[1].finding.id and read and answer(read) is Answer.BREACH:
            return scan, one
    if newest is not None:
        return newest
    store.find_scan(LAST)  # says what to do where there is no scan at all
    raise UsageError(
        f"no scan has a finding {ref!r}",
        slug="unknown-finding",
        hint="brightline watch shows the findings of the newest scan, with their ids.",
    )
