"""What was watched in, what its HTML page shows out: plain values, cleaned, in their order."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from brightline.records import (
    ANY_RULE,
    Gate,
    RuleWindow,
    Skip,
    Watched,
)
from brightline.report import wording as words
from brightline.report.clean import one_line
from brightline.report.watched import found, wording
from brightline.report.watched.noting import notes
from brightline.report.watched.scale import Scale
from brightline.report.watched.timeline import timeline
from brightline.words import counted, percent, plain_percent

View = dict[str, object]

_WIDTH, _EDGE = 320, 8
_AFTER = " After 300 of these without a breach it is at most about 1 %."
_GLYPHS = {Gate.BROKEN: "✕", Gate.UNPROVEN: "?", Gate.HOLDS: "✓"}
_BANDS = {
    Skip.SCREENED_OUT: "quiet",
    Skip.SAMPLED_OUT: "idle",
    Skip.NO_CONTENT: "gap",
    Skip.OTHER_SHAPE: "gap",
    Skip.NO_REPLY: "gap",
    Skip.UNKNOWN_ROLE: "gap",
    Skip.NO_REQUEST: "idle",
    Skip.REPEATED: "idle",
    Skip.OTHER_SERVICE: "idle",
}


def page(shown: Watched, *, now: datetime) -> View:
    """Return everything that the template needs.

    Args:
        shown: A scan, or a window of it.
        now: The moment, for the age of the last exchange.
    """
    scan = shown.scan
    scale = _scale(shown)
    anchors = {rule.id: f"rule-{at}" for at, rule in enumerate(scan.policy.rules, 1)}
    return {
        "decision": _decision(shown, now),
        "tiles": _tiles(shown),
        "time": timeline(shown),
        "days": [_day(shown, at) for at in range(len(shown.days))],
        "alarms": _alarms(shown, anchors),
        "rises": _rises(shown, anchors),
        "axis": _axis(scale),
        "apart": _apart(shown),
        "more_rules": wording.more_rules(shown),
        "rules": [_rule(rule, shown, anchors, scale=scale) for rule in _ranked(shown)],
        "clusters": found.views(shown),
        "more_clusters": found.left_out(shown),
        "no_clusters": found.none_shown(shown),
        "coverage": _coverage(shown),
        "reading": _reading(shown),
        "level": plain_percent(shown.rate.level),
        "facts": _facts(shown),
        "next": one_line(shown.next),
    }


def _decision(shown: Watched, now: datetime) -> View:
    scan = shown.scan
    return {
        "gate": shown.gate.value,
        "glyph": "!" if shown.alarms else _GLYPHS[shown.gate],
        "word": wording.headline(shown),
        "reason": words.sentence(wording.verdict(shown)),
        "alarm": _alarm_line(shown),
        "rise": _rise_line(shown),
        "notes": list(notes(shown)),
        "covered": f"{wording.covered(shown)}.",
        "age": f"{wording.age_words(shown, now)}.",
        "product": one_line(scan.policy.name, limit=120),
        "window": wording.window_words(shown),
        "scan": one_line(scan.id),
    }


def _alarm_line(shown: Watched) -> str:
    if not shown.alarms:
        return ""
    first, *others = wording.ringing(shown)
    also = f" So do {len(others)} more rules." if len(others) > 1 else ""
    if len(others) == 1:
        does = "do" if others[0].rule_id == ANY_RULE else "does"
        also = f" So {does} {others[0].alarms[0].name}."
    name = first.alarms[0].name
    name = name if first.rule_id == name else name.capitalize()
    rings = "ring" if first.rule_id == ANY_RULE else "rings"
    return one_line(
        f"{name} {rings} since {wording.moment(first.first)}:"
        f" {wording.alarm_words(first.alarms[0])}.{also}"
    )


def _rise_line(shown: Watched) -> str:
    names = ", ".join(one_line(one.rule_id) for one in wording.risen(shown))
    return f"{wording.RISEN}: {names}." if names else ""


def _tiles(shown: Watched) -> list[View]:
    flagged = wording.unread_flagged(shown)
    return [
        {
            "kind": "broken" if shown.alarms else "none",
            "count": f"{len(shown.alarms):,}",
            "word": "alarm" if len(shown.alarms) == 1 else "alarms",
        },
        {
            "kind": "broken" if shown.breaches else "none",
            "count": f"{shown.breaches:,}" if shown.read else "?",
            "word": _read_words(shown),
        },
        {
            "kind": "unproven" if flagged else "none",
            "count": f"{flagged:,}",
            "word": "unread looks like a breach"
            if flagged == 1
            else "unread look like breaches",
        },
        *_more_tiles(shown),
    ]


def _read_words(shown: Watched) -> str:
    if not shown.read:
        return "read as breaches: nobody has read any"
    breaches = "breach" if shown.breaches == 1 else "breaches"
    return f"{breaches} in {shown.read:,} that people read"


def _more_tiles(shown: Watched) -> Iterator[View]:
    if near := wording.unread_near(shown):
        words_ = "might be one" if near == 1 else "might be some"
        yield {"kind": "unproven", "count": f"{near:,}", "word": f"less likely, {words_}"}
    if shown.undecided:
        yield {
            "kind": "unproven",
            "count": f"{shown.undecided:,}×",  # noqa: RUF001 - a times sign is meant
            "word": "the judge could not tell",
        }


def _day(shown: Watched, at: int) -> View:
    day = shown.days[at]
    return {
        "day": day.day or "no time",
        "seen": f"{day.seen:,}",
        "flagged": f"{day.flagged:,}",
        "read": f"{day.rate.read:,}",
        "rate": wording.rate_words(day.rate),
    }


def _apart(shown: Watched) -> str:
    """Return why the days do not add up to the whole; empty where they do."""
    days = sum(day.rate.read for day in shown.days)
    if days == shown.rate.read:
        return ""
    return (
        f"Of all days together {shown.rate.read:,} readings count, {days:,} of the days one by"
        " one: only what was read without a gap counts, and over several days a gap is"
        " elsewhere than on each of them."
    )


def _alarms(shown: Watched, anchors: Mapping[str, str]) -> list[View]:
    return [
        {
            "when": wording.moment(one.first),
            "rule": one_line(one.alarms[0].name),
            "anchor": anchors.get(one.rule_id, ""),
            "words": wording.ringing_words(one),
        }
        for one in wording.ringing(shown)
    ]


def _rises(shown: Watched, anchors: Mapping[str, str]) -> View | None:
    if not shown.rises:
        return None
    return {
        "title": wording.RISEN,
        "more": wording.RISEN_MORE,
        "rules": [
            {
                "rule": one_line(one.rule_id),
                "anchor": anchors.get(one.rule_id, ""),
                "words": wording.risen_words(one),
            }
            for one in wording.risen(shown)
        ],
    }


def _ranked(shown: Watched) -> list[RuleWindow]:
    return sorted(
        shown.rules, key=lambda one: (-(one.rate.low or 0.0), -one.breaches, -one.flagged)
    )


def _scale(shown: Watched) -> Scale:
    shares = [rule.rate.high or 0.0 for rule in shown.rules]
    return Scale.of(shares, room=_WIDTH - 2 * _EDGE)


def _axis(scale: Scale) -> list[View]:
    return [
        {"x": f"{_EDGE + scale.at(tick):.1f}", "words": f"{tick * 100:g}"}
        for tick in scale.ticks
    ]


def _rule(
    rule: RuleWindow, shown: Watched, anchors: Mapping[str, str], *, scale: Scale
) -> View:
    texts = {one.id: one.text for one in shown.scan.policy.rules}
    rung = sum(one.rule_id == rule.rule_id for one in shown.alarms)
    undecided = f", {rule.undecided:,} it could not tell" if rule.undecided else ""
    look = "looks" if rule.flagged == 1 else "look"
    return {
        "id": one_line(rule.rule_id),
        "anchor": anchors.get(rule.rule_id, ""),
        "text": one_line(texts.get(rule.rule_id, ""), limit=600),
        "alarms": counted(rung, "alarm") if rung else "",
        "people": _people(rule, shown),
        "flagged": f"judge: {rule.flagged:,} of {rule.judged:,} {look} like one{undecided}",
        "rate": _bar(rule, scale),
    }


def _people(rule: RuleWindow, shown: Watched) -> str:
    if not shown.read:
        return "people: nobody has read any"
    return f"people: {counted(rule.breaches, 'breach', 'breaches')}"


def _bar(rule: RuleWindow, scale: Scale) -> View:
    """Return a rate as a bar of a run: the interval thick, up to the ceiling dotted."""
    rate = rule.rate
    told = wording.rate_words(rate)
    drawn: View = {"drawn": False, "words": told, "limit": "", "title": told}
    most = wording.end(rate)
    if rate.low is None or rate.high is None or most is None:
        return drawn

    def at(share: float) -> str:
        return f"{_EDGE + scale.at(share):.1f}"

    return drawn | {
        "drawn": True,
        "low": at(rate.low),
        "high": at(rate.high),
        "lower": at(rate.low),
        "span": f"{max(scale.at(rate.high) - scale.at(rate.low), 2.0):.1f}",
        "point": None if rate.estimate is None else at(rate.estimate),
        "zero": not rate.estimate,
        "tolerance": None,
        "accepted": None,
        "beyond": (at(rate.high), at(most)),
        "exceeds": rate.low > 0,
    }


def _coverage(shown: Watched) -> View:
    counts = [("judged", "judged under a rule", shown.judged)]
    counts += [
        (_BANDS[Skip(why)] if why in set(Skip) else "gap", said, count)
        for (said, count), why in zip(
            wording.skips(shown),
            sorted(shown.skipped, key=lambda why: (-shown.skipped[why], why)),
            strict=True,
        )
    ]
    counts.append(("fault", "could not be read or judged", shown.failed))
    bands: list[View] = []
    start = 0.0
    for kind, name, count in counts:
        if count:
            width = count / shown.seen * 1000
            bands.append(
                {
                    "kind": kind,
                    "name": name,
                    "count": count,
                    "x": f"{start:.1f}",
                    "width": f"{width:.1f}",
                }
            )
            start += width
    return {"bands": bands, "seen": shown.seen, "words": f"{wording.covered(shown)}."}


def _reading(shown: Watched) -> list[View]:
    """Return what to read next, and what for, each with its command."""
    rate = shown.rate
    review = f"brightline review {one_line(shown.scan.id)} --findings"
    if not rate.seen:
        return [
            {"words": "There is nothing to read: no exchange was looked at.", "command": ""}
        ]
    if wording.refuses_nothing(shown):
        return [{"words": "There is nothing to read: no rule forbids anything.", "command": ""}]
    told: list[View] = []
    if unread := sum(one.reviewed is None and not one.emptied for one in shown.findings):
        text = (
            f"{unread:,} suspected breach{' is' if unread == 1 else 'es are'} unread. Reading"
            " them shows what they are; it does not show how often it happens."
        )
        told.append({"words": text, "command": f"{review}{shown.named}"})
    if not shown.sample:
        told.append({"words": "All that was kept and counts is read.", "command": ""})
        return told
    which = f"{rate.read:,} of {rate.seen:,} exchanges were" if rate.read else "None was"
    text = (
        f"{which} read in an order that counts. How often it happens is told by exchanges"
        " drawn at random, those that look harmless among them: a judge can overlook what it"
        " never flags."
        f"{_AFTER if shown.rate.seen > 300 else ''}"
    )
    told.append({"words": text, "command": f"{review} --sample {shown.sample}{shown.named}"})
    return told


def _facts(shown: Watched) -> list[tuple[str, str]]:
    scan = shown.scan
    sources = ", ".join(one_line(name, limit=200) for name in scan.sources[:8])
    more = len(scan.sources) - 8
    names = ", ".join(map(one_line, scan.names))
    return [
        ("Scan", one_line(scan.id)),
        ("Begun", wording.moment(scan.started_at)),
        ("Ended", wording.moment(scan.finished_at) if scan.finished_at else "not ended"),
        ("Read", f"{sources}{f' and {more} more' if more > 0 else ''}"),
        ("Policy", f"{one_line(scan.policy_file)} ({one_line(scan.policy_digest)})"),
        ("Judge", one_line(scan.judge)),
        ("Looked at", "all" if scan.share >= 1 else f"{percent(scan.share)}, drawn"),
        *([("Services", ", ".join(map(one_line, scan.services)))] if scan.services else []),
        ("Names", f"taken out by {names}" if names else "stay"),
        (
            "Rates",
            f"{plain_percent(shown.rate.level)} intervals, from people's readings",
        ),
    ]
