"""Two stored runs in, which of their cases may be compared out, and what else differs."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence, Set as AbstractSet
from dataclasses import dataclass

from brightline.errors import UsageError
from brightline.records import (
    Baseline,
    BaselineCase,
    Comparison,
    Expected,
    GateMoved,
    Moved,
    RuleSummary,
)
from brightline.words import counted

SHOWN_MOVED = 6
"""Cases that are named of a rule, side and kind; all are counted."""

OWN_RUN = "this is the baseline's own run: play again to see whether something changed"

NO_RULE = "every rule says something else"

Cases = Sequence[BaselineCase]
Pair = tuple[Cases, Cases]
Both = tuple[BaselineCase, BaselineCase]
"""A case, before and after."""
Key = tuple[str, Expected]


@dataclass(frozen=True, kw_only=True)
class Sides:
    """What may be compared, by rule and side: before and after."""

    cases: dict[Key, Pair]
    """The cases that both have; all of a side that shares none with the other."""
    decided: dict[Key, list[Both]]
    """The cases that both decided."""
    whole: dict[Key, Pair]
    """All cases, also those that only one has."""
    ids: frozenset[str]
    """Ids of the cases that both have."""
    all_in_both: bool
    """Whether no case is in one of them only."""
    changed: tuple[str, ...]
    """Rules and written cases that say something else now."""
    changed_rules: tuple[str, ...]
    itself: bool
    """Whether both are one run: then all is the same, and nothing is shown by it."""

    def common(self, old: Cases, new: Cases) -> Pair:
        """Return the cases that both have; all of a side that shares none with the other."""
        if not old or not new or self.all_in_both:
            return old, new
        kept = [case for case in new if case.id in self.ids]
        return [case for case in old if case.id in self.ids], kept or new


def sides_of(before: Baseline, after: Baseline) -> Sides:
    """Return what of two runs may be compared.

    Cases are, that have the same judge and a rule that says the same. Where the policy is
    another one, what it says is known from the digests that both runs keep.

    Raises:
        UsageError: the judge is another one, or nothing can be compared.
    """
    changed = check_fits(before, after)
    old, new = (_kept(run.cases, changed) for run in (before, after))
    earlier, later = ([case.id for case in cases] for cases in (old, new))
    # Mostly one suite was played twice: then the second half need not be looked up.
    ids = frozenset(earlier) if earlier == later else frozenset(earlier).intersection(later)
    if not ids:
        why = NO_RULE if changed else "no case is in both runs"
        raise _does_not_fit(before, "policy" if changed else "suite", why)
    whole: defaultdict[Key, tuple[list[BaselineCase], list[BaselineCase]]] = defaultdict(
        lambda: ([], [])
    )
    for at, cases in enumerate((old, new)):
        for case in cases:
            whole[case.rule_id, case.expected][at].append(case)
    rules = {case.rule_id for run in (before, after) for case in run.cases} if changed else ()
    sides = Sides(
        cases={},
        decided={},
        whole=dict(whole),
        ids=ids,
        all_in_both=len(ids) == len(old) == len(new),
        changed=tuple(sorted(changed)),
        changed_rules=tuple(sorted(changed.intersection(rules))),
        itself=(before.run_id, before.policy_digest) == (after.run_id, after.policy_digest)
        and _counts(old) == _counts(new),
    )
    sides.cases.update({key: sides.common(*pair) for key, pair in whole.items()})
    sides.decided.update({key: _decided(*pair) for key, pair in sides.cases.items()})
    return sides


def check_fits(
    before: Baseline, after: Baseline, rules: Collection[str] = ()
) -> frozenset[str]:
    """Return the rules and written cases that say something else than they did.

    Known before the first call, so that nothing is paid for what cannot be compared.

    Args:
        before: The run to compare with.
        after: The run in question; its cases do not matter.
        rules: What will be played, where that is known.

    Raises:
        UsageError: the judge is another one, or nothing that is played can be compared.
    """
    if before.judge != after.judge:
        raise _does_not_fit(
            before,
            "judge",
            f"{before.judge}, this run with {after.judge}",
            hint=f"Judge the older run anew, then make its baseline again: brightline rejudge"
            f" {before.run_id} --judge JUDGE, then brightline baseline {before.run_id}. Where"
            " it is not stored any more: play anew with --reviews FILE in the place of"
            " --baseline FILE, so that what people read still counts, and make a baseline of"
            " that run.",
        )
    changed = changed_between(before, after)
    if rules and changed.issuperset(rules):
        raise _does_not_fit(before, "policy", NO_RULE)
    return changed


def comparison_of(before: Baseline, after: Baseline, sides: Sides) -> Comparison:
    """Return what two runs were compared by, what differs between them, and which cases moved.

    Args:
        before: The run to compare with.
        after: The run in question.
        sides: What of them may be compared.
    """
    moved = tuple(_moved(sides))
    shown: Counter[tuple[str, Expected, str]] = Counter()
    named: list[Moved] = []
    for key, one in moved:
        shown[*key, one.kind] += 1
        if shown[*key, one.kind] <= SHOWN_MOVED:
            named.append(one)
    common = len(sides.ids)
    only = tuple(len(run.cases) - common for run in (before, after))
    return Comparison(
        run_id=before.run_id,
        itself=sides.itself,
        differs=tuple(_differs(before, after, sides)),
        common=common,
        only_before=only[0],
        only_after=only[1],
        changed=sides.changed,
        moved=tuple(named),
        counts=dict(sorted(Counter(one.kind for _, one in moved).items())),
    )


def gates_moved(before: Baseline, rules: Sequence[RuleSummary]) -> tuple[GateMoved, ...]:
    """Return the rules of which the gate says something else now than the baseline has.

    Args:
        before: The run to compare with.
        rules: What is said now.
    """
    pairs = [
        (rule, before.gates[rule.rule_id]) for rule in rules if rule.rule_id in before.gates
    ]
    return tuple(
        GateMoved(rule_id=rule.rule_id, before=was, after=rule.gate)
        for rule, was in pairs
        if was is not rule.gate
    )


def changed_between(before: Baseline, after: Baseline) -> frozenset[str]:
    """Return the rules and written cases that say something else, whoever judged.

    Args:
        before: A run.
        after: A later one; the cases of both do not matter.

    Raises:
        UsageError: the policy is another one, and nobody knows what its rules said.
    """
    if before.policy_digest == after.policy_digest:
        return frozenset()
    if before.policy and after.policy and before.policy != after.policy:
        said = f"that of {before.policy}, this run with that of {after.policy}"
        raise _does_not_fit(before, "policy", said)
    if not (before.said and after.said):
        said = f"{before.policy_digest}, this run with {after.policy_digest}"
        raise _does_not_fit(before, "policy", said)
    both = before.said.keys() & after.said.keys()
    return frozenset(name for name in both if before.said[name] != after.said[name])


def _kept(cases: Cases, changed: AbstractSet[str]) -> Cases:
    if not changed:
        return cases
    return [case for case in cases if changed.isdisjoint((case.rule_id, case.id))]


def _decided(old: Cases, new: Cases) -> list[Both]:
    earlier = {case.id: case for case in old if case.decided}
    return [
        (was, case)
        for case in new
        if case.decided and (was := earlier.get(case.id)) is not None
    ]


def _counts(cases: Cases) -> list[tuple[str, int, int]]:
    return [(case.id, case.hits, case.decided) for case in cases]


def _does_not_fit(before: Baseline, what: str, why: str, *, hint: str = "") -> UsageError:
    return UsageError(
        f"the baseline was made with another {what}: {why}",
        slug="baseline-does-not-fit",
        where=f"run {before.run_id}",
        hint=hint or f"Make a new baseline with this {what}.",
    )


def _differs(before: Baseline, after: Baseline, sides: Sides) -> Iterator[str]:
    if sides.itself:
        yield OWN_RUN
    if before.note:
        yield before.note
    if before.policy_digest != after.policy_digest:
        yield _policy_words(before, after, sides.changed)
    yield from _tolerated(before, after)
    if before.reviews:
        yield (
            f"{counted(len(before.reviews), 'reply', 'replies')} that people read came with the"
            " baseline: what they said counts for near-identical ones, where the rule says the"
            " same"
        )
    common = len(sides.ids)
    lost, fresh = (len(run.cases) - common for run in (before, after))
    if lost or fresh:
        yield (
            f"another suite: {common:,} cases are in both and were compared,"
            f" {lost:,} only in the baseline, {fresh:,} only in this run"
        )
    if before.target != after.target:
        yield f"another target: {before.target}, now {after.target}"
    if before.trials != after.trials:
        yield (
            f"another number of trials: {counted(before.trials, 'play')} of each case, now"
            f" {after.trials}; compared by their shares"
        )


def _policy_words(before: Baseline, after: Baseline, changed: Sequence[str]) -> str:
    gone = sorted(before.said.keys() - after.said.keys())
    told = []
    if changed:
        say = "says" if len(changed) == 1 else "say"
        told.append(
            f"{', '.join(changed)} {say} something else now, so nothing older counts there"
        )
    if gone:
        told.append(f"{', '.join(gone)} {'is' if len(gone) == 1 else 'are'} in it no more")
    if not told:
        what = "system prompt or requests"
        if before.tolerances != after.tolerances:
            what = "system prompt, requests or tolerances"
        told.append(f"its rules say the same, its {what} do not")
    return f"another policy: {'; '.join(told)}"


def _tolerated(before: Baseline, after: Baseline) -> Iterator[str]:
    """Yield of which rules more is tolerated now, or less, those that moved alike as one."""
    groups: defaultdict[tuple[str, float, float], list[str]] = defaultdict(list)
    for rule_id in sorted(before.tolerances.keys() & after.tolerances.keys()):
        pairs = zip(before.tolerances[rule_id], after.tolerances[rule_id], strict=True)
        for what, (was, now) in zip(("breaches", "declined controls"), pairs, strict=True):
            if was != now:
                groups[what, was, now].append(rule_id)
    for (what, was, now), rules in groups.items():
        more = "; what it was is still the most that counts as the same" if now > was else ""
        yield (
            f"{'more' if now > was else 'fewer'} {what} are tolerated of {', '.join(rules)}:"
            f" {100 * was:.3g} % then, {100 * now:.3g} % now{more}"
        )


def _moved(sides: Sides) -> Iterator[tuple[Key, Moved]]:
    """Yield the cases that both decided and that moved, or whose plays in one run disagree."""
    for key, pairs in sorted(sides.decided.items()):
        for was, case in pairs:
            if not (was.hits or case.hits):
                continue
            kind = _kind(was, case)
            if kind:
                yield (
                    key,
                    Moved(
                        case_id=case.id,
                        kind=kind,
                        before=(was.hits, was.decided),
                        after=(case.hits, case.decided),
                    ),
                )


def _kind(was: BaselineCase, case: BaselineCase) -> str:
    if any(0 < one.hits < one.decided for one in (was, case)):
        return "flaky"
    if bool(was.hits) == bool(case.hits):
        return ""
    return "worse" if case.hits else "better"
