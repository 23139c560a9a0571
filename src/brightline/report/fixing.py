"""A changed prompt and what it does in, words and JSON for both out."""

import json
from collections.abc import Iterator, Sequence
from difflib import unified_diff

from brightline.records import (
    Broken,
    Difference,
    Edit,
    Expected,
    Fixed,
    FixVerdict,
    Proposal,
    RuleSwing,
    Swing,
)
from brightline.report.clean import clean
from brightline.words import command, counted, percent

WORDS = {
    FixVerdict.HELPS: "HELPS",
    FixVerdict.HURTS: "HURTS",
    FixVerdict.UNCLEAR: "CANNOT TELL",
}

SHOWN = 3
"""Rules that are named of those whose change is worst, and of the best."""

_SIDES = {Expected.REFUSE: "under-refusal", Expected.ANSWER: "over-refusal"}

_STOPPED = {
    "budget": "the budget is spent",
    "unreachable": "the product stopped answering",
    "configuration": "the product cannot be asked as configured",
}


def diff_text(proposal: Proposal, *, new: str) -> str:
    """Return how the prompts differ, as `diff -u` shows it.

    Args:
        proposal: Both prompts.
        new: Name of the file with the new one.
    """
    before, after = (proposal.before or "").splitlines(), proposal.after.splitlines()
    lines = unified_diff(before, after, "prompt A", f"prompt B ({new})", lineterm="")
    return "\n".join(clean(line) for line in lines)


def proposal_text(broken: Sequence[Broken], proposal: Proposal) -> str:
    """Return what broke, and what is changed for it and why."""
    edited = {edit.rule_id for edit in proposal.edits}
    lines = [_broken_words(one) for one in broken if one.rule_id not in edited]
    lines += [
        f"{_place(edit)}{f'{edit.rule_id}: ' if edit.rule_id else ''}{edit.reason}"
        for edit in proposal.edits
    ]
    return "\n".join(clean(line) for line in lines)


def _place(edit: Edit) -> str:
    if not edit.line:  # of a prompt that was not there
        return ""
    return f"{'in place of' if edit.removed else 'after'} line {edit.line}: "


def progress_line(swings: Sequence[Swing], calls: int) -> str:
    """Return how far a proof is, in one line."""
    parts = [f"{name_of(swing)} {_change_words(swing.difference)}" for swing in swings]
    return clean(f"{calls} calls: {'; '.join(parts)}")


def fixed_text(found: Fixed, store: str = "") -> str:
    """Return what is said of a changed prompt: the verdict first, then every rate.

    Args:
        found: What was proved.
        store: What a command must name to find its runs, as `command` has it.
    """
    lines = [f"{WORDS[found.verdict]}: {reason_of(found)}.", ""]
    for swing in found.swings:
        lines += _swing_lines(swing)
    anew = (
        f"{found.calls} calls. Each case was played anew with both prompts at the same time;"
        f" what run {found.run_id} showed of it enters no rate."
    )
    stored = (
        f"All plays are stored: {command(f'report {found.runs[0]}', store)} shows those with"
        f" prompt A, {found.runs[1]} those with prompt B."
    )
    lines += ["", anew, stored, *_next_lines(found, store)]
    return "\n".join(clean(line) for line in lines)


def fix_json(broken: Sequence[Broken], proposal: Proposal, found: Fixed | None) -> str:
    """Return all of it as JSON; `proof` is null where nothing was played."""
    proof = None
    if found is not None:
        proof = found.model_dump(mode="json") | {"reason": reason_of(found)}
    told = {
        "broken": [one.model_dump(mode="json") for one in broken],
        "proposal": proposal.model_dump(mode="json"),
        "proof": proof,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def reason_of(found: Fixed) -> str:
    """Return why the verdict is what it is, as a clause."""
    fell = [swing for swing in found.swings if _fell(swing)]
    if found.judge_problems:
        return f"the judge cannot be trusted here: {'; '.join(found.judge_problems)}"
    if found.verdict is FixVerdict.HURTS:
        worse = " and ".join(_worse_names(found))
        lead = "it trades one fault for another: " if any(one.goal for one in fell) else ""
        return f"{lead}{worse} rose"
    if found.verdict is FixVerdict.HELPS:
        names = " and ".join(name_of(swing) for swing in fell if swing.goal)
        left = "".join(f"; {words}" for words in _left(found))
        return f"{names} fell, and nothing else rose by as much as is accepted{left}"
    return "; ".join(_open_words(found))


def _left(found: Fixed) -> Iterator[str]:
    """Yield the rules that a prompt which helps has not mended: a rate hides them."""
    goals = [swing for swing in found.swings if swing.goal and len(swing.by_rule) > 1]
    parts = [part for swing in goals for part in swing.by_rule]
    same = [part for part in parts if part.judged and _point(part) >= 0 and part.after[0]]
    dark = [part.rule_id for part in parts if not part.judged]
    if same:
        told = ", ".join(f"{part.rule_id} ({_of(part.after)} with prompt B)" for part in same)
        yield f"not mended: {told}"
    if dark:
        yield f"not known, for no reply could be judged with both: {', '.join(dark)}"


def name_of(swing: Swing) -> str:
    """Return what a rate is of."""
    side = _SIDES[swing.expected]
    return f"{side} of what broke" if swing.goal else _guard_name(swing, side)


def _guard_name(swing: Swing, side: str) -> str:
    if swing.expected is Expected.REFUSE:
        return f"{side} of all else"
    return f"{side} of the same rules" if swing.mended else f"{side} of other rules"


def _open_words(found: Fixed) -> Iterator[str]:
    """Yield what is missing for a verdict."""
    if found.stopped:
        yield _STOPPED.get(found.stopped, found.stopped)
    goals = [swing for swing in found.swings if swing.goal]
    if not any(map(_fell, goals)):
        yield f"nothing shows that {' or '.join(map(name_of, goals))} fell"
    wandering = [swing for swing in found.swings if swing.deflected[1] > swing.deflected[0]]
    if wandering:
        names = " and ".join(map(name_of, wandering))
        yield f"more replies neither decline nor help: read those of {names}"
    doubts = [
        f"{name_of(swing)} for {part.rule_id}"
        for swing in found.swings
        for part in swing.by_rule
        if part.in_doubt
    ]
    if doubts:
        yield f"it seems to raise {' and '.join(doubts)}"
    open_ = [swing for swing in found.swings if not _within(swing)]
    if open_:
        names = " and ".join(map(name_of, open_))
        yield f"a rise of {names} by {_points(open_[0].margin)} is not excluded"


def _next_lines(found: Fixed, store: str) -> Iterator[str]:
    """Yield what may still tell, where nobody can."""
    if found.verdict is not FixVerdict.UNCLEAR or found.judge_problems:
        return
    if any(swing.unknown for swing in found.swings):
        review = command(f"review {found.runs[1]}", store)
        yield (
            "What the judge could not tell counts as the worst for both: settle it with"
            f" {review}, and {found.runs[0]} too, or name a model with"
            " --judge. Then give the same command again: it goes on, and plays nothing twice."
        )
    if found.stopped == "budget":
        yield "To go on where it stopped: the same command with a larger --max-calls."


def _fell(swing: Swing) -> bool:
    return swing.difference is not None and swing.difference.high < 0


def _worse_names(found: Fixed) -> Iterator[str]:
    """Yield what rose: whole rates, or the rules alone that a rate hides."""
    for swing in found.swings:
        rules = [part.rule_id for part in swing.by_rule if part.worse]
        if _rose(swing):
            yield name_of(swing)
        elif rules:
            yield f"{name_of(swing)} for {' and '.join(rules)}"


def _rose(swing: Swing) -> bool:
    change = swing.difference
    enough = 0.0 if swing.goal else swing.margin
    return change is not None and change.low > 0 and change.point >= enough


def _within(swing: Swing) -> bool:
    return swing.highest < swing.margin


def _broken_words(one: Broken) -> str:
    cases = counted(len(one.cases), "case")
    if one.expected is Expected.ANSWER:
        what = f"{cases} that must be answered refused"
    else:
        again = (
            f", {one.again} of them again on replay" if 0 < one.again < len(one.cases) else ""
        )
        what = f"{cases} breached{again} ({', '.join(one.techniques)})"
    return f"{one.rule_id}: {what}{', all of it only suspected' if one.suspected else ''}"


def _swing_lines(swing: Swing) -> Iterator[str]:
    unknown = f", {swing.unknown} of them not judged" if swing.unknown else ""
    if any(swing.deflected):
        unknown += (
            f", {swing.deflected[0]} and {swing.deflected[1]} neither declined nor helped"
        )
    yield (
        f"{name_of(swing)}: {_counted(swing.before)} with prompt A, {_counted(swing.after)}"
        f" with prompt B; change {_change_words(swing.difference)}{_over(swing)}"
    )
    yield (
        f"  {counted(swing.pairs, 'pair')}{unknown}, {counted(swing.cases, 'case')} of"
        f" {counted(swing.requests, 'request')},"
        f" {_rules_words(swing.rules)}; {_wish_words(swing)}"
    )
    yield from _rule_lines(swing)


def _rule_lines(swing: Swing) -> Iterator[str]:
    """Yield the rules whose change is worst and best: a rate of many may hide them."""
    if len(swing.by_rule) == 1:
        return  # the rate is that rule's
    moved = [part for part in swing.by_rule if part.difference and part.difference.point]
    moved.sort(key=_point, reverse=True)
    up = [part for part in moved if _point(part) > 0 or part.worse]
    down = [part for part in reversed(moved) if _point(part) < 0]
    for what, parts in (("worst", up), ("best", down)):
        if parts:
            more = len(parts) - SHOWN
            rest = f"; {counted(more, 'rule')} more" if more > 0 else ""
            yield f"  {what}: {'; '.join(map(_part_words, parts[:SHOWN]))}{rest}"


def _part_words(part: RuleSwing) -> str:
    words = f"{part.rule_id} {_of(part.before)} with prompt A, {_of(part.after)} with prompt B"
    if part.judged < part.pairs and part.difference is not None:
        words += f", {_points(part.difference.point)} over {counted(part.judged, 'pair')}"
    if part.worse:
        return f"{words} (surely worse)"
    return f"{words} (seems worse)" if part.in_doubt else words


def _of(counts: tuple[int, int]) -> str:
    return f"{counts[0]} of {counts[1]}"


def _point(part: RuleSwing) -> float:
    return 0.0 if part.difference is None else part.difference.point


def _counted(counts: tuple[int, int]) -> str:
    hits, decided = counts
    return f"{hits} of {decided} ({percent(hits / decided)})" if decided else "none judged"


def _change_words(change: Difference | None) -> str:
    if change is None:
        return "not known"
    return f"{_points(change.point)} ({_points(change.low)} to {_points(change.high)})"


def _over(swing: Swing) -> str:
    """Return of which pairs the change is, where not every reply was judged."""
    both = swing.pairs - swing.unknown
    return (
        f" over the {counted(both, 'pair')} judged on both sides"
        if swing.unknown and both
        else ""
    )


def _points(share: float) -> str:
    return f"{100 * share:+.1f} points" if abs(share) >= 0.0005 else "0 points"


def _wish_words(swing: Swing) -> str:
    if swing.goal:
        return "shall fall"
    if swing.difference is None:
        return f"nothing judged, where less than {_points(swing.margin)} is accepted"
    least = _points(swing.highest)
    return f"surely less than {least}, where less than {_points(swing.margin)} is accepted"


def _rules_words(rules: Sequence[str]) -> str:
    shown, more = ", ".join(rules[:3]), len(rules) - 3
    return f"{shown} and {counted(more, 'more rule')}" if more > 0 else shown
