"""A scan in, what people should read of it out; their answers back in as readings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from brightline.errors import UsageError
from brightline.measure.alike import alike
from brightline.measure.allocate import allocate
from brightline.pipeline.watch.findings import Found, found_in, last_said, text_deleted
from brightline.pipeline.watch.kinds import request_of, without_tags
from brightline.pipeline.watch.queueing import Queue
from brightline.pipeline.watch.strata import ALIKE, PICKED, QUEUE, by_draw, parts_of, to_draw
from brightline.records import (
    Expected,
    Judgement,
    Rule,
    Scan,
    Severity,
    Specimen,
    Stance,
    Stratification,
    Verdict,
    product_texts,
)
from brightline.records.watched import NEAR_IDENTICAL
from brightline.store.watched import WatchStore
from brightline.watch.tally import EDGES

PERSON = "person"
"""Who decided, where the next exchange of a random sample was read."""

BREACHES = frozenset({Verdict.COMPLIED, Verdict.PARTIAL})
NOTHING = frozenset({"", "None", "null", "undefined"})
"""What a script writes for a finding where there is none."""

_ORDER = tuple(reversed(Severity))


@dataclass(frozen=True, kw_only=True)
class Item:
    """One exchange for a person to read."""

    specimen: Specimen
    found: tuple[Found, ...]
    """Under which rules it might be a breach, the likeliest first; of a sample often none."""
    alike: tuple[str, ...]
    """Ids of the exchanges that the answer will settle, this one first."""
    drawn: bool
    """Whether it came next in a random sample."""

    @property
    def id(self) -> str:
        """The finding; where there is none, the exchange."""
        return self.found[0].finding.id if self.found else self.exchange

    @property
    def likely(self) -> bool:
        """Whether it looks like a breach, so that it is a finding before anybody reads it."""
        return any(one.finding.score >= EDGES[Stratification.FLAGGED] for one in self.found)

    @property
    def exchange(self) -> str:
        """Id of the exchange."""
        return self.specimen.sighting.id


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What a person says of an exchange."""

    verdict: Verdict
    """What the product did; `undecided` where the person cannot tell."""
    rule_id: str
    """Of the rule that covers it, or that was asked about where none does."""
    expected: Expected
    """`answer`: no rule forbids it."""
    who: str
    at: datetime


class Desk:
    """What of one scan was read, and what is to be read next."""

    def __init__(self, store: WatchStore, scan: Scan) -> None:
        """Begin.

        Args:
            store: Where the scan is kept.
            scan: Which.
        """
        self._store = store
        self.scan = scan
        self._kept = {one.sighting.id: one for one in store.specimens(scan.id)}
        self._severity = {rule.id: _ORDER.index(rule.severity) for rule in scan.policy.rules}
        self._gone: dict[str, str] = {}
        """Exchanges whose text is deleted, by their findings."""
        found: defaultdict[str, list[Found]] = defaultdict(list)
        least = EDGES[Stratification.NEAR]
        for one in found_in(self._kept.values(), (), least=least):
            if one.finding.emptied:
                self._gone[one.finding.id] = one.finding.exchange
            elif one.finding.rule_id in self.rules:
                found[one.finding.exchange].append(one)
        self._found = {name: tuple(sorted(of, key=self._likely)) for name, of in found.items()}
        self._queue = Queue(scan.policy, self._kept, self._found)

    @property
    def rules(self) -> dict[str, Rule]:
        """The rules that can be broken, by id, in their order: none that only allows."""
        return {
            rule.id: rule for rule in self.scan.policy.rules if rule.stance is not Stance.ALLOW
        }

    @property
    def first_rule(self) -> str:
        """Id of the rule that stands for all where nobody names one."""
        return next(iter(self.rules), self.scan.policy.rules[0].id)

    def readings(self) -> Mapping[str, Judgement]:
        """Return what was said last of each exchange."""
        return last_said(self._store.readings(self.scan.id))

    def queue(self) -> tuple[Item, ...]:
        """Return the suspects that nobody has read.

        Those that look like breaches come first, the worst rule before the others. Then those
        that might be some: the most suspicious first, and one of each kind before a second.
        Every answer is learned from at once: what is like a breach rises, and joins them where
        nobody suspected it; what is like something else sinks. What is near-identical in
        request and reply, under the same rule, is one item.
        """
        places = self._queue.order(self.readings())
        waiting: defaultdict[str, list[str]] = defaultdict(list)
        for name, place in places.items():
            waiting[place.rule_id].append(name)
        order = {name: at for at, name in enumerate(places)}
        items = [
            self._item([names[at] for at in group], drawn=False)
            for names in waiting.values()
            for group in alike([_text(self._kept[name]) for name in names])
        ]

        def rank(one: Item) -> tuple[bool, int, float, int]:
            place, at = places[one.exchange], order[one.exchange]
            if place.chance < EDGES[Stratification.FLAGGED]:
                return True, 0, 0.0, at
            likely = [of.finding for of in one.found if self._is_likely(of)]
            if not likely:
                return False, self._severity.get(place.rule_id, 0), -place.chance, at
            moved = place.chance / one.found[0].finding.score
            severity, score = min((self._severity[of.rule_id], -of.score) for of in likely)
            return False, severity, score * moved, at

        return tuple(sorted(items, key=rank))

    def sample(self, number: int) -> tuple[Item, ...]:
        """Return those of a random sample that are still to be read.

        How many come from each stratum is as `measure.allocate` has it, half from the bulk.
        Within one they come by draw; the strata take turns. Whoever leaves one out finds it
        first again: those behind it count once it is read.

        Args:
            number: Of the whole sample, with what was read before.
        """
        read = self.readings()
        plan = self._plan(number)
        waiting = [
            ((place + 0.5) / len(names), at, name)
            for at, names in enumerate(plan)
            for place, name in enumerate(names)
            if name not in read or read[name].decided_by == ALIKE
        ]
        return tuple(self._item([name], drawn=True) for _, _, name in sorted(waiting))

    def deleted(self, number: int | None = None) -> int:
        """Return how many exchanges would be to read, had their text not been deleted before.

        Args:
            number: Of a whole random sample; None counts suspects.
        """
        read = self.readings()
        if number is None:
            return len(set(self._gone.values()).difference(read))
        order = by_draw(self._store.days(self.scan.id), self._kept.values())
        return sum(
            one.emptied and one.sighting.id not in read
            for stratum, wanted in self._given(number).items()
            for one in order[stratum][:wanted]
        )

    def draw_read(self, number: int, *, at: datetime) -> None:
        """Let what was read before count as drawn, where a random sample would ask for it.

        Args:
            number: Of the whole sample.
            at: When.
        """
        read = self.readings()
        for name in (name for names in self._plan(number) for name in names):
            if name in read and read[name].decided_by == QUEUE:
                drawn = read[name].model_copy(update={"decided_by": PERSON})
                self._store.write_reading(self.scan.id, drawn, at=at)

    def item(self, ref: str) -> Item:
        """Return a finding, by its id or the beginning of it, or an exchange by its id.

        Raises:
            UsageError: the scan has none of this id, several begin so, or its text is deleted.
        """
        name = self.exchange_of(ref)
        if self._kept[name].emptied:
            raise text_deleted(ref)
        return self._item([name], drawn=False)

    def settle(self, item: Item, said: Answered) -> None:
        """Store what a person says of an exchange, and of those that are near-identical.

        Raises:
            UsageError: the policy has no such rule, or it only allows.
        """
        self.check(said)
        before = self.readings().get(item.exchange)
        drawn = item.drawn or (before is not None and before.decided_by not in PICKED)
        by = PERSON if drawn else QUEUE
        self._write(item.exchange, said, decided_by=by, reason=f"read by {said.who}")
        for name in item.alike[1:]:
            self._write(name, said, decided_by=ALIKE, reason=_as(item.exchange))

    def check(self, said: Answered) -> None:
        """Check that an answer names a rule that can be broken.

        Raises:
            UsageError: the policy has no such rule, or it only allows.
        """
        if said.rule_id in self.rules:
            return
        if said.rule_id == self.first_rule and said.expected is Expected.ANSWER:
            return  # a policy all of whose rules allow
        raise unknown_rule(said.rule_id, self.scan)

    def has_said(self, exchange: str, *, who: str) -> bool:
        """Tell whether a person has said something of an exchange."""
        return any(one.subject_id == exchange for one in self._own(f"person:{who}"))

    def check_undo(self, exchange: str, *, who: str) -> None:
        """Check that there is something to take back.

        Raises:
            UsageError: this person said nothing of it.
        """
        if not self.has_said(exchange, who=who):
            raise UsageError(
                f"{who} has said nothing of {exchange!r}",
                slug="nothing-to-undo",
                hint="If it was given under another name: add --as NAME.",
            )

    def undo(self, exchange: str, *, who: str) -> None:
        """Take back what a person said of an exchange, and of those near-identical to it.

        Raises:
            UsageError: this person said nothing of it.
        """
        self.check_undo(exchange, who=who)
        judge, scan_id = f"person:{who}", self.scan.id
        said = {one.subject_id: one for one in self._own(judge)}
        self._take_back(exchange, judge)
        for name, one in said.items():
            if one.decided_by == ALIKE and one.reason == _as(exchange):
                self._store.undo_reading(scan_id, name, judge=judge)

    def _take_back(self, exchange: str, judge: str) -> None:
        """Remove an answer, also where it was stored again as one of a sample."""
        said = {one.subject_id: one for one in self._own(judge)}
        gone = said[exchange].model_copy(update={"decided_by": QUEUE})
        while (now := said.get(exchange)) is not None:
            if now.model_copy(update={"decided_by": QUEUE}) != gone:
                return
            self._store.undo_reading(self.scan.id, exchange, judge=judge)
            said = {one.subject_id: one for one in self._own(judge)}

    def _own(self, judge: str) -> list[Judgement]:
        return [one for one in self._store.readings(self.scan.id) if one.judge == judge]

    def _plan(self, number: int) -> list[list[str]]:
        days = self._store.days(self.scan.id)
        order = to_draw(days, self._kept.values())
        given = self._given(number)
        return [
            [one.sighting.id for one in order[stratum][:wanted]]
            for stratum, wanted in given.items()
        ]

    def _given(self, number: int) -> dict[Stratification, int]:
        """Return how many exchanges of a sample come from each stratum."""
        days = self._store.days(self.scan.id)
        sizes = {part.name: part.size for part in parts_of(days, self._kept.values(), ())}
        given = allocate([sizes[stratum.value] for stratum in Stratification], number)
        return dict(zip(Stratification, given, strict=True))

    def _item(self, names: Sequence[str], *, drawn: bool) -> Item:
        return Item(
            specimen=self._kept[names[0]],
            found=self._found.get(names[0], ()),
            alike=tuple(names),
            drawn=drawn,
        )

    def exchange_of(self, ref: str) -> str:
        """Return the id of the exchange that is meant, by its finding or itself.

        Raises:
            UsageError: the scan has none of this id, or several begin so.
        """
        if ref in self._kept:
            return ref
        ids = {one.finding.id: name for name, of in self._found.items() for one in of}
        ids |= self._gone
        matches = {key: name for key, name in ids.items() if ref and key.startswith(ref)}
        names = {matches[ref]} if ref in matches else set(matches.values())
        if len(names) > 1:
            raise ambiguous(ref, matches)
        if not names:
            raise self._unknown(ref)
        return names.pop()

    def _unknown(self, ref: str) -> UsageError:
        hint = f"brightline review {self.scan.id} --findings --json prints what waits."
        if ref in NOTHING:
            hint = 'Where --json has "finding": null, write what its "exchange" says instead.'
        return UsageError(
            f"scan {self.scan.id} has no finding or exchange {ref!r}",
            slug="unknown-finding",
            hint=hint,
        )

    def _write(self, name: str, said: Answered, *, decided_by: str, reason: str) -> None:
        exchange = self._kept[name].sighting.exchange
        breach = said.expected is Expected.REFUSE and said.verdict in BREACHES
        judgement = Judgement(
            subject_id=name,
            rule_id=said.rule_id,
            expected=said.expected,
            verdict=said.verdict,
            confidence=1.0,
            decided_by=decided_by,
            judge=f"person:{said.who}",
            reason=reason,
            breach_turn=len(product_texts(exchange)) if breach else None,
        )
        self._store.write_reading(self.scan.id, judgement, at=said.at)

    def _is_likely(self, one: Found) -> bool:
        return one.finding.score >= EDGES[Stratification.FLAGGED]

    def _likely(self, one: Found) -> tuple[float, bool, int, str]:
        """Rank what one exchange is suspected of: the rule that is asked first is stored."""
        finding = one.finding
        likely = self._is_likely(one)
        severity = self._severity[finding.rule_id] if likely else 0
        return -finding.score, not likely, severity, finding.id


def unknown_rule(rule_id: str, scan: Scan) -> UsageError:
    """Return the error for a rule that cannot be broken, or that a scan's policy has not."""
    rules = scan.policy.rules
    broken = ", ".join(rule.id for rule in rules if rule.stance is not Stance.ALLOW)
    if any(rule.id == rule_id for rule in rules):
        return UsageError(
            f"rule {rule_id!r} only allows, so no reply breaks it",
            slug="rule-allows",
            hint=f"These can be broken: {broken or 'none'}. Where none forbids it: =allowed.",
        )
    return UsageError(
        f"the policy of scan {scan.id} has no rule {rule_id!r}",
        slug="unknown-rule",
        hint=f"It has: {broken}.",
    )


def ambiguous(ref: str, matches: Iterable[str]) -> UsageError:
    """Return the error for a beginning that several findings share."""
    return UsageError(
        f"several findings begin with {ref!r}",
        slug="ambiguous-finding",
        hint=f"Write more of it: {', '.join(sorted(matches)[:3])}.",
    )


def _text(specimen: Specimen) -> str:
    """Return what two exchanges must have in common to be settled together."""
    said = without_tags("\n\n".join(product_texts(specimen.sighting.exchange)))
    return f"{request_of(specimen.sighting)}\n\n{said}"


def _as(exchange: str) -> str:
    return f"{NEAR_IDENTICAL}{exchange}"
