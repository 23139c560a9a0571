"""What was watched in, the words for it out: what terminal, page and script share."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from brightline.records import (
    Answer,
    Cluster,
    Gate,
    Skip,
    Stance,
    WatchAlarm,
    Watched,
    WatchFinding,
    WindowRate,
    answer,
)
from brightline.report.clean import one_line
from brightline.report.wording import interval
from brightline.words import counted, percent, plain_percent

WORDS = {Gate.BROKEN: "BREACHES", Gate.UNPROVEN: "UNKNOWN", Gate.HOLDS: "NONE FOUND"}
"""The word that all begins with, unless an alarm rang."""

SKIPS = {
    Skip.SCREENED_OUT: "near no rule",
    Skip.SAMPLED_OUT: "not drawn, only a share is looked at",
    Skip.NO_CONTENT: "its text was not recorded",
    Skip.OTHER_SHAPE: "a line of another shape than its file",
    Skip.NO_REPLY: "no reply",
    Skip.NO_REQUEST: "nothing of a user in it",
    Skip.UNKNOWN_ROLE: "who speaks in it goes by an unknown word",
    Skip.REPEATED: "came before",
    Skip.OTHER_SERVICE: "of another service",
}
"""Why a call was not judged, in a reader's words."""

MOST_UNSEEN = 0.05
"""Share of the calls without text, or that failed, above which nothing is said of all."""

_NOTHING_SURE = 0.99
"""Ceiling above which it says nothing."""

_DUST = 1e-9
"""What floating point adds to a number that is none."""


def unseen(shown: Watched) -> float:
    """Return the share of calls of which nobody knows what was said; 0 where there is none."""
    count = _unseen(shown)
    aside = (Skip.REPEATED, Skip.OTHER_SERVICE)
    seen = shown.seen - sum(shown.skipped.get(why.value, 0) for why in aside)
    return count / seen if seen else 0.0


def why_unknown(rate: WindowRate) -> str:
    """Return why a rate has no estimate; empty where it has one."""
    if rate.estimate is not None:
        return ""
    if not rate.seen:
        return "no exchange was looked at"
    if not rate.read and rate.aside:
        return f"what was read ({rate.aside:,}) is no random sample"
    if not rate.read:
        return "nobody has read any of them"
    return "too few of some kinds were read"


def rate_words(rate: WindowRate) -> str:
    """Return a rate with its interval and its ceiling, as far as they are known."""
    if rate.ceiling is None or rate.low is None or rate.high is None:
        return f"unknown: {why_unknown(rate)}"
    ceiling = surely(rate)
    if rate.estimate is None:
        return f"unknown: {why_unknown(rate)}" + (f"; {ceiling}" if ceiling else "")
    if not rate.estimate and not rate.low:
        return ", ".join(filter(None, (f"none found in {rate.read:,} read", ceiling)))
    told = f"{percent(rate.estimate)} ({interval(rate.low, rate.high)})"
    return f"{told}, {ceiling}" if ceiling else told


def verdict(shown: Watched) -> str:
    """Return what there is to say of a window, in one sentence."""
    if refuses_nothing(shown):
        return "no rule of this policy refuses anything: nothing can be found."
    return f"{_lead(shown)}{_verdict(shown)}."


def suspects(count: int, other: str = "") -> str:
    """Return how many exchanges look like breaches.

    Args:
        count: Of them.
        other: ` other`, where they stand beside exchanges that were read.
    """
    if not count:
        return f"no{other} exchange looks like a breach"
    if count == 1:
        return f"1{other} exchange looks like a breach"
    return f"{count:,}{other} exchanges look like breaches"


def headline(shown: Watched) -> str:
    """Return the one word that all begins with."""
    return "ALARM" if shown.alarms else WORDS[shown.gate]


class Ringing(NamedTuple):
    """The alarms of one rule, in the order in which they rang."""

    rule_id: str
    alarms: tuple[WatchAlarm, ...]

    @property
    def first(self) -> datetime:
        """When the first of them was."""
        return self.alarms[0].at or self.alarms[0].rung_at


RISEN = "More is suspect than before: no alarm, nothing is decided"
"""Over the rules of which more is suspect."""

RISEN_MORE = "A change of traffic does this too. Read what is suspected of these rules first."
"""Below them."""


def risen(shown: Watched) -> list[Ringing]:
    """Return where more is suspect than before, by rule."""
    return _by_rule(shown.rises)


def risen_words(rule: Ringing) -> str:
    """Return since when more is suspect under a rule, and how often it rose."""
    again = len(rule.alarms) - 1
    rest = {0: "", 1: ", and rose once more"}.get(again, f", and rose {again:,} times more")
    return f"more is suspect since about {moment(rule.first)}{rest}"


def ringing(shown: Watched) -> list[Ringing]:
    """Return the alarms by rule, in the order in which rules rang first."""
    return _by_rule(shown.alarms)


def _by_rule(alarms: Iterable[WatchAlarm]) -> list[Ringing]:
    found: dict[str, list[WatchAlarm]] = {}
    for alarm in alarms:
        found.setdefault(alarm.rule_id, []).append(alarm)
    return [Ringing(rule_id, tuple(of)) for rule_id, of in found.items()]


def ringing_words(rule: Ringing) -> str:
    """Return why a rule rang, and how often since."""
    again = len(rule.alarms) - 1
    last = rule.alarms[-1]
    when = moment(last.at or last.rung_at)
    rest = {0: "", 1: f"; again on {when}"}.get(again, f"; {again:,} times since, last {when}")
    return f"{alarm_words(rule.alarms[0])}{rest}"


def alarm_words(alarm: WatchAlarm) -> str:
    """Return why an alarm rang; true whenever it is read."""
    if not alarm.rule_id:
        since = alarm.rung_at - timedelta(seconds=alarm.value)
        return f"nothing came in since {moment(since)}"
    return (
        f"flagged more often than the {plain_percent(alarm.accepted)} that are accepted,"
        f" {alarm.flagged:,} of {alarm.heard:,} exchanges since counting began"
    )


def moment(time: datetime | None) -> str:
    """Return a time to the minute, in UTC."""
    return f"{time:%Y-%m-%d %H:%M} UTC" if time else "no time"


def window_words(shown: Watched) -> str:
    """Return from when to when the exchanges are."""
    if not shown.seen:
        return "no exchange"
    if shown.since is None or shown.until is None:
        return "no exchange has a time"
    first, last = f"{shown.since:%Y-%m-%d}", f"{shown.until:%Y-%m-%d}"
    return first if first == last else f"{first} to {last}"


def tick_words(share: float) -> str:
    """Return a share as it is written beside a chart."""
    return f"{share * 100:g} %"


def age_words(shown: Watched, now: datetime) -> str:
    """Return how long ago the last exchange of the scan was."""
    if shown.last is None and shown.seen:
        return "No exchange has a time"
    if shown.last is None:
        return f"No exchange with a time was seen since {moment(shown.scan.started_at)}"
    ago = span_words(max(now - shown.last, timedelta()))
    return f"The last exchange was {ago} ago, at {moment(shown.last)}"


def span_words(span: timedelta) -> str:
    """Return a span of time, to one unit or two."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return f"{int(span.total_seconds())} s"
    if minutes < 120:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes // (24 * 60)} days"


def covered(shown: Watched) -> str:
    """Return what became of every call."""
    skipped = sum(shown.skipped.values())
    parts = ", ".join(f"{count:,} {why}" for why, count in skips(shown))
    return (
        f"{counted(shown.seen, 'call')} seen = {shown.judged:,} judged + {skipped:,} skipped"
        f"{f' ({parts})' if parts else ''} + {shown.failed:,} failed"
    )


def skips(shown: Watched) -> Iterator[tuple[str, int]]:
    """Yield why calls were skipped, in words, and how many; the most first."""
    for why, count in sorted(shown.skipped.items(), key=lambda item: (-item[1], item[0])):
        yield SKIPS[Skip(why)] if why in set(Skip) else why, count


def label_of(cluster: Cluster, first: WatchFinding) -> str:
    """Return what a cluster is called; when it was, where few people wrote its words."""
    return one_line(cluster.label, limit=120) or moment(first.time)


def read_words(findings: Iterable[WatchFinding]) -> str:
    """Return what people said of some findings."""
    said = Counter(said_of(one) for one in findings)
    names = {
        Answer.BREACH: "breach" if said[Answer.BREACH] == 1 else "breaches",
        Answer.SOUND: "no breach",
        Answer.UNCLEAR: "unclear",
        None: "unread",
    }
    if len(said) == 1 and Answer.BREACH not in said:
        return names[next(iter(said))]
    return ", ".join(f"{said[one]} {name}" for one, name in names.items() if said[one])


def said_of(finding: WatchFinding) -> Answer | None:
    """Return what a person said of a finding; None where nobody read it."""
    return answer(finding.reviewed, finding.rule_id) if finding.reviewed else None


def more_rules(shown: Watched) -> str:
    """Return why the rules do not add up to the exchanges; empty where they do."""
    rules = sum(rule.flagged for rule in shown.rules)
    exchanges = sum(day.flagged for day in shown.days)
    if rules <= exchanges:
        return ""
    return (
        f"{suspects(exchanges).capitalize()}, {rules:,} times in all: one that breaks two rules"
        " counts under both."
    )


def refuses_nothing(shown: Watched) -> bool:
    """Tell whether no rule forbids anything: then nothing can be a breach."""
    return all(rule.stance is Stance.ALLOW for rule in shown.scan.policy.rules)


def people(shown: Watched) -> str:
    """Return how many breaches people read, in how many exchanges; empty where none read."""
    if not shown.read:
        return ""
    found = counted(shown.breaches, "breach", "breaches") if shown.breaches else "no breach"
    return f"people read {found} in {counted(shown.read, 'exchange')}"


def _lead(shown: Watched) -> str:
    """Return what must be known before the rest is read."""
    return f"{_silence(shown)}{_unknown(shown)}"


def _silence(shown: Watched) -> str:
    """Return what rings where no rule does: the word before it would be taken for breaches."""
    if not shown.alarms or any(alarm.rule_id for alarm in shown.alarms):
        return ""
    return f"{alarm_words(shown.alarms[-1])}; "


def _unknown(shown: Watched) -> str:
    if unseen(shown) <= MOST_UNSEEN:
        return ""
    return (
        f"{_unseen(shown):,} of {shown.seen:,} calls have no text or could not be judged: how"
        " often it happens is unknown. Of the others: "
    )


def _verdict(shown: Watched) -> str:
    rate = shown.rate
    if not shown.seen:
        return "0 of 0 exchanges were seen: how often it happens is unknown"
    if not rate.seen:
        return f"none of {counted(shown.seen, 'call')} gives an exchange to look at: {_UNKNOWN}"
    if rate.estimate is None or rate.ceiling is None:
        return _unread(shown)
    if not (rate.estimate or rate.low):
        found = f"no breach in {rate.read:,} read of {_of_which(rate)}"
        told = ": ".join(filter(None, (found, surely(rate))))
        return f"{told}; {people(shown)}" if shown.breaches else told
    told = f"{percent(rate.estimate)} of {_of_which(rate)} break a rule"
    sure = surely(rate)
    told = f"{told} ({interval(rate.low or 0.0, rate.high or 1.0)}){sure and f', {sure}'}"
    return f"{told}; {people(shown)}"


def _of_which(rate: WindowRate) -> str:
    """Return what a rate is about."""
    return f"{rate.seen:,} exchanges{f' until {rate.until}' if rate.until else ''}"


def _unread(shown: Watched) -> str:
    """Return what is said while nobody can say how often it happens."""
    rate = shown.rate
    told = _suspected(shown)
    if not shown.read:
        one = unread_flagged(shown) + unread_near(shown) == 1 and not shown.undecided
        who = "nobody has read it" if one else "nobody has read them"
        if told == suspects(0):
            who = "and nobody has read any"
        return f"{told}{',' if told == suspects(0) else ':'} {who}, so {_UNKNOWN}"
    said = f"{people(shown)}; {told}"
    if rate.ceiling is None:
        return f"{said}: {_UNKNOWN}"
    sure = surely(rate)
    return f"{said}: too few were read to say how often{sure and f', {sure}'}"


_UNKNOWN = "how often it happens is unknown"


def _suspected(shown: Watched) -> str:
    """Return what nobody has read: what looks like a breach, might be, or nobody can tell."""
    flagged, near = unread_flagged(shown), unread_near(shown)
    other = " other" if shown.read else ""
    first = suspects(flagged, other)
    more = f"{near:,} {'more ' if flagged else ''}might be {'one' if near == 1 else 'some'}"
    times = "once" if shown.undecided == 1 else f"{shown.undecided:,} times"
    parts = [first]
    parts += [more] if near else []
    told = " (reading does not change that)" if shown.read else ""
    parts += [f"{times} the judge could not tell{told}"] if shown.undecided else []
    if len(parts) == 1:
        return first
    return f"{', '.join(parts[:-1])}{',' if len(parts) > 2 else ''} and {parts[-1]}"


def unread_flagged(shown: Watched) -> int:
    """Return how many exchanges look like breaches and nobody has read."""
    return max(sum(day.flagged for day in shown.days) - shown.read_flagged, 0)


def unread_near(shown: Watched) -> int:
    """Return how many exchanges might be breaches and nobody has read."""
    return max(shown.near - shown.read_near, 0)


def _unseen(shown: Watched) -> int:
    silent = (Skip.NO_CONTENT, Skip.OTHER_SHAPE, Skip.UNKNOWN_ROLE)
    return shown.failed + sum(shown.skipped.get(why.value, 0) for why in silent)


def surely(rate: WindowRate) -> str:
    """Return what a rate is surely below, in words; empty where nothing is sure.

    The interval is two-sided and so may end a little above the ceiling: the larger is told, as
    one number that the other does not contradict.
    """
    most = end(rate)
    if most is None or most > _NOTHING_SURE:
        return ""
    value = most * 100
    digits = 0
    while 0 < value < 10 ** (1 - digits):
        digits += 1
    up = math.ceil(value * 10**digits - _DUST) / 10**digits
    return f"surely below {up:.{digits}f} %" if up else "surely none"


def end(rate: WindowRate) -> float | None:
    """Return the share up to which a rate may lie, as it is told and drawn."""
    if rate.ceiling is None or rate.high is None:
        return None
    return max(rate.ceiling, rate.high)
