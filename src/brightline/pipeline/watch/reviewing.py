"""What people said of findings in, what others learn from it out."""

from collections import defaultdict

from brightline.errors import UsageError
from brightline.pipeline.watch.desk import ambiguous
from brightline.pipeline.watch.findings import Found, found_in
from brightline.pipeline.watch.kinds import without_tags
from brightline.pipeline.watch.strata import ALIKE
from brightline.records import Expected, Policy, Scan, Verdict
from brightline.records.said import rule_digest
from brightline.store.watched import WatchStore
from brightline.watch.screen import asked, from_review
from brightline.watch.screen.likeness import Said

MOST_LEARNED = 40
"""Requests of each rule and side that a screen learns from, the newest: more cost time."""


def learned(store: WatchStore, policy: Policy) -> list[Said]:
    """Return what people said of real requests, for `Screen(policy, reviewed=...)`.

    Of every scan count the readings under rules that say what they say in this policy. What
    nobody could tell teaches nothing, nor does what was settled along with another.

    Args:
        store: Where scans and readings are kept.
        policy: Of the scan that begins.
    """
    rules = {rule.id: rule_digest(policy, rule) for rule in policy.rules}
    found: defaultdict[tuple[str, Expected], dict[str, None]] = defaultdict(dict)
    for scan in store.scans():
        same = {
            rule.id
            for rule in scan.policy.rules
            if rules.get(rule.id) == rule_digest(scan.policy, rule)
        }
        said = {
            one.subject_id: one
            for one in store.readings(scan.id)
            if one.rule_id in same and one.decided_by != ALIKE
        }
        if not said:
            continue
        kept = {one.sighting.id: one for one in store.specimens(scan.id, list(said))}
        for name, one in said.items():
            if one.expected is None or one.verdict is Verdict.UNDECIDED or name not in kept:
                continue
            text = without_tags(asked(kept[name].sighting.exchange))
            of = found[one.rule_id, one.expected]
            of.pop(text, None)
            of[text] = None
    return [
        from_review(policy, rule_id, text, expected=expected)
        for (rule_id, expected), texts in sorted(found.items())
        for text in list(texts)[-MOST_LEARNED:]
    ]


def find_finding(store: WatchStore, ref: str) -> tuple[Scan, Found]:
    """Return a finding by its id or the beginning of it, with the newest scan that has it.

    Raises:
        UsageError: no scan has it, or several begin so.
    """
    for scan in reversed(store.scans()):
        found = found_in(store.specimens(scan.id), store.readings(scan.id))
        matches = {one.finding.id: one for one in found if one.finding.id.startswith(ref)}
        if len(matches) > 1 and ref not in matches:
            raise ambiguous(ref, matches)
        if matches:
            return scan, matches.get(ref) or next(iter(matches.values()))
    store.find_scan("last")  # says what to do where there is no scan at all
    raise UsageError(
        f"no scan has a finding {ref!r}",
        slug="unknown-finding",
        hint="brightline watch shows the findings of the newest scan, with their ids.",
    )
