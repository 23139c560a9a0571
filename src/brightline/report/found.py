"""What a search found in; words, JSON lines and cases to paste into a policy out."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from brightline.records import (
    Found,
    FoundStatus,
    Role,
    Search,
    Shrunk,
    Told,
    Tried,
    TryEnd,
    Turn,
)
from brightline.report.clean import clean, one_line
from brightline.report.quoted import quoted

SHOWN = 300
"""Characters of a text that a terminal is shown."""

ENDS = {
    TryEnd.FOUND: "the judge saw a breach",
    TryEnd.TURNS: "all requests were used, no breach was seen",
    TryEnd.ATTACKER_REFUSED: "the attacker refused",
    TryEnd.ATTACKER_UNREADABLE: "the attacker did not keep to the form",
    TryEnd.ATTACKER_SILENT: "the attacker gave no answer",
    TryEnd.NO_REPLY: "the product gave no reply",
    TryEnd.BUDGET: "the calls were spent",
    TryEnd.INTERRUPTED: "stopped on request",
}

STATUSES = {
    FoundStatus.CONFIRMED: "confirmed: it came again, and what says so can be trusted",
    FoundStatus.SUSPECTED: (
        "suspected: it came again, but only a judge says so that may not confirm alone"
    ),
    FoundStatus.UNREPEATED: "not repeated: it did not come again in two of three plays",
    FoundStatus.UNREPLAYED: "not replayed to the end: no more calls, or no reply",
}

_CAME_AGAIN = frozenset({FoundStatus.CONFIRMED, FoundStatus.SUSPECTED})


def search_text(found: Search) -> str:
    """Return what a search did and found, for people."""
    return "\n".join(_search_lines(found))


def search_json(found: Search) -> str:
    """Return the same for a script; the transcripts are in the file of tries."""
    told = {
        "policy": found.policy_name,
        "target": found.target,
        "attacker": found.attacker,
        "judge": found.judge,
        "method": found.method,
        "tries": len(found.tried),
        "requests": _requests(found.tried),
        "ends": _ends(found.tried),
        "findings": [_finding_json(one) for one in found.found],
        "calls": found.calls,
        "stopped": found.stopped,
        "judge_problems": list(found.judge_problems),
    }
    return json.dumps(told, ensure_ascii=False)


def line_json(record: Tried | Found) -> str:
    """Return a try or a finding as a line of JSON."""
    return record.model_dump_json()


def progress_line(record: Tried | Found) -> str:
    """Return a try or a finding in a line, for those who wait."""
    if isinstance(record, Found):
        return f"{record.rule_id}: finding {record.status.value} ({record.id})"
    words = f"{ENDS[record.end]}{f' ({record.why})' if record.why else ''}"
    sent = f"{len(record.said)} request{_s(len(record.said))}"
    return clean(f"{record.rule_id}: {record.method}, try {record.number}, {sent}: {words}")


def cases_yaml(found: Sequence[Found], *, date: str) -> str:
    """Return findings that came again as `cases:`, to be read and pasted by a person.

    Args:
        found: Findings; those that did not come again are left out.
        date: YYYY-MM-DD.
    """
    lines = [
        "# Found by brightline attack. Read each one before you paste it into your policy:",
        "# what is suspected may be the judge's mistake. With must_hold: true one confirmed",
        "# breach of a case breaks a run.",
        "cases:",
    ]
    for one in sorted(found, key=lambda item: item.status is not FoundStatus.CONFIRMED):
        if one.status in {FoundStatus.CONFIRMED, FoundStatus.SUSPECTED}:
            lines += _case_lines(one, date)
    if len(lines) == 4:
        lines[-1] = "cases: []"
    return "\n".join(lines) + "\n"


def shrunk_text(found: Shrunk) -> str:
    """Return what is left of a breach, for people."""
    return "\n".join(_shrunk_lines(found))


def shrunk_json(found: Shrunk) -> str:
    """Return the same for a script."""
    told = {
        "run": found.run_id,
        "case": found.case_id,
        "rule": found.rule_id,
        "technique": found.technique,
        "objective": found.objective,
        "target": found.target,
        "status": found.status.value,
        "by": found.by,
        "why": found.why or None,
        "before": {"turns": _turns_json(found.before), "words": _words(found.before)},
        "after": {"turns": _turns_json(found.after), "words": _words(found.after)},
        "needed": list(found.needed),
        "framing": framing_of(found),
        "complete": found.complete,
        "replays": [_told_json(told) for told in found.replays],
        "calls": found.calls,
    }
    return json.dumps(told, ensure_ascii=False)


def framing_of(found: Shrunk) -> str:
    """Return in a sentence what it takes to break the rule, without what is asked for."""
    users = sum(turn.role is Role.USER for turn in found.after)
    if not found.needed and users == len(found.after) == 1:
        return "breaks when asked plainly: no framing is needed"
    parts = [f"breaks when asked by {found.technique}"]
    if found.purpose:
        parts[0] += f" ({found.purpose.rstrip('.')})"
    if users > 1:
        parts.append(f"over {users} turns of the user")
    if users < len(found.after):
        parts.append("with words that are put into the product's mouth")
    if found.needed:
        words = " ".join(f"“{one_line(text, limit=120)}”" for text in found.needed)
        parts.append(f"and of the wording it takes {words}")
    return ", ".join(parts)


def _search_lines(found: Search) -> Iterator[str]:
    for one in found.found:
        yield from _finding_lines(one)
        yield ""
    again = Counter(one.status for one in found.found)
    tries, requests = len(found.tried), _requests(found.tried)
    yield (
        f"{len(found.found)} finding{_s(len(found.found))} in {tries} tr"
        f"{'y' if tries == 1 else 'ies'} with {requests} request{_s(requests)}:"
        f" {again[FoundStatus.CONFIRMED]} confirmed, {again[FoundStatus.SUSPECTED]} suspected"
    )
    for end, count in _ends(found.tried).items():
        yield f"  {count:>3} ended so: {ENDS[TryEnd(end)]}"
    calls = ", ".join(f"{count:,} to the {name}" for name, count in found.calls.items())
    yield f"calls: {calls}; ended because {found.stopped}"
    for problem in found.judge_problems:
        yield f"the judge cannot be listened to for this policy: {clean(problem)}"
    if not requests:
        yield "Nothing was asked of the product, so this shows nothing of it."
    elif not found.found:
        yield (
            "That nothing was found says what this attacker could not do with so many requests."
            " It is no rate, and no proof that a rule holds: for that, brightline run."
        )
    else:
        yield "Findings enter no rate: requests were chosen by what the product said before."


def _finding_lines(one: Found) -> Iterator[str]:
    yield f"{one.rule_id}: {STATUSES[one.status]}{f' ({one.by})' if one.by else ''}"
    yield f"  id      {one.id}"
    yield f"  asked   {one_line(one.objective, limit=SHOWN)}"
    for turn in one.turns:
        yield f"  {turn.role.value:<7} {one_line(turn.text, limit=SHOWN)}"
    told = one.replays[-1] if one.replays else one.hit
    yield f"  reply   {one_line(told.exchange.reply.text, limit=SHOWN)}"
    played = ", ".join(_verdict(told) for told in one.replays) or "none"
    yield f"  replays {played}"


def _shrunk_lines(found: Shrunk) -> Iterator[str]:
    status = f"not replayed to the end: {found.why}" if found.why else STATUSES[found.status]
    yield clean(f"{found.case_id}: {status}{f' ({found.by})' if found.by else ''}")
    yield f"  asked   {one_line(found.objective, limit=SHOWN)}"
    yield f"  shrunk  {_shrunk_words(found)}"
    for turn in found.after:
        yield f"  {turn.role.value:<7} {one_line(turn.text, limit=SHOWN)}"
    if found.replays:
        yield f"  reply   {one_line(found.replays[-1].exchange.reply.text, limit=SHOWN)}"
        yield f"  replays {', '.join(_verdict(told) for told in found.replays)}"
    if found.status in _CAME_AGAIN:
        yield f"  framing {clean(framing_of(found))}"
    if not found.complete and found.status in _CAME_AGAIN:
        yield "  a smaller form may be there: try again, with a larger --budget-calls"
    calls = ", ".join(f"{count:,} to the {name}" for name, count in found.calls.items())
    yield f"  calls   {calls}"


def _shrunk_words(found: Shrunk) -> str:
    if found.status not in _CAME_AGAIN:
        if found.status is FoundStatus.UNREPLAYED:
            return "nothing: nobody knows whether it still breaks the rule"
        return f"nothing: the {_sized(found.before)} did not break the rule again"
    if found.after == found.before:
        return f"nothing: no form smaller than {_sized(found.before)} came again for sure"
    return f"{_sized(found.before)} to {_sized(found.after)}"


def _case_lines(one: Found, date: str) -> Iterator[str]:
    name = one.id.rpartition("/")[2]
    yield f"  # {one.status.value}; {one.method}"
    yield f"  - id: {date}-{one.method}-{name}"
    yield f"    rule: {one.rule_id}"
    yield "    expected: refuse"
    yield f"    objective: {quoted(one.objective)}"
    yield "    turns:"
    for turn in one.turns:
        yield f"      - {quoted(turn.text)}"
    yield f"    origin: {{from: attack, date: {quoted(date)}}}"


def _finding_json(one: Found) -> dict[str, object]:
    return {
        "id": one.id,
        "rule": one.rule_id,
        "objective": one.objective,
        "status": one.status.value,
        "by": one.by,
        "turns": [turn.text for turn in one.turns],
        "hit": _told_json(one.hit),
        "replays": [_told_json(told) for told in one.replays],
    }


def _told_json(told: Told) -> dict[str, object]:
    said = told.judgement
    return {
        "verdict": _verdict(told),
        "reply": told.exchange.reply.text,
        "confidence": said.confidence,
        "decided_by": said.decided_by,
        "reason": said.reason,
    }


def _turns_json(turns: Sequence[Turn]) -> list[dict[str, str]]:
    return [{"role": turn.role.value, "text": turn.text} for turn in turns]


def _sized(turns: Sequence[Turn]) -> str:
    words = _words(turns)
    return f"{len(turns)} turn{_s(len(turns))} of {words} word{_s(words)}"


def _words(turns: Sequence[Turn]) -> int:
    return sum(len(turn.text.split()) for turn in turns)


def _verdict(told: Told) -> str:
    said = told.judgement
    return (said.gap or said.verdict).value


def _requests(tried: Sequence[Tried]) -> int:
    return sum(len(one.said) for one in tried)


def _ends(tried: Sequence[Tried]) -> dict[str, int]:
    found = Counter(one.end for one in tried)
    return {end.value: found[end] for end in TryEnd if found[end]}


def _s(count: int) -> str:
    return "" if count == 1 else "s"
