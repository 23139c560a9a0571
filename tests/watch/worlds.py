"""A made-up production: exchanges with a known truth, tallied for real, and its shelf."""

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from brightline.records import (
    DayCount,
    Exchange,
    Expected,
    Judgement,
    Policy,
    Reply,
    Role,
    Rule,
    Scan,
    Sighting,
    Specimen,
    Stance,
    Suspicion,
    Turn,
    Verdict,
    WatchAlarm,
)
from brightline.watch.tally import Tally

KEY = b"of a made-up world"
START = datetime(2026, 3, 1, tzinfo=UTC)
RULES = ("gore", "homework")


def sighting(name: str, *, day: int = 0, time: bool = True) -> Sighting:
    """Return one exchange of a day, at an hour that hangs on its name."""
    luck = random.Random(name)  # noqa: S311 - a test
    return Sighting(
        id=name,
        time=START + timedelta(days=day, minutes=luck.randrange(1440)) if time else None,
        exchange=Exchange(
            turns=(Turn(role=Role.USER, text=f"Tell me about {name}."),),
            reply=Reply(text=f"Here is what I know about {name}."),
        ),
    )


def suspicion(score: float, *, rule: str = RULES[0], subject: str = "x") -> Suspicion:
    """Return what the judge says of an exchange that is a breach with some probability."""
    said = Judgement(
        subject_id=subject,
        rule_id=rule,
        expected=None,
        verdict=Verdict.COMPLIED if score >= 0.5 else Verdict.REFUSED,
        confidence=0.9,
        p_delivered=score,
        decided_by="embedded",
        judge="embedded@1",
        reason="",
    )
    return Suspicion(asked=1.0, judgement=said)


def reading(
    name: str,
    *,
    breach: bool | None,
    rule: str = RULES[0],
    person: str = "ann",
    sound: Verdict | None = None,
) -> Judgement:
    """Return what a person says; None is that she cannot tell.

    Args:
        name: Of the exchange.
        breach: What she says of it.
        rule: That forbids it.
        person: Who.
        sound: What the product did instead, where the rule covers the request; None says that
            no rule covers it.
    """
    verdict = {True: Verdict.COMPLIED, None: Verdict.UNDECIDED}.get(
        breach, sound or Verdict.COMPLIED
    )
    covered = breach is not False or sound is not None
    return Judgement(
        subject_id=name,
        rule_id=rule,
        expected=Expected.REFUSE if covered else Expected.ANSWER,
        verdict=verdict,
        confidence=1.0,
        decided_by="person",
        judge=f"person:{person}",
        reason="",
    )


def scan(**changed: object) -> Scan:
    """Return a scan of a policy with two rules."""
    rules = tuple(
        Rule(id=name, text=f"Never {name}.", stance=Stance.REFUSE, must_refuse=("x",))
        for name in RULES
    )
    told: dict[str, object] = {
        "id": "20260301-000000-3f9c",
        "started_at": START,
        "finished_at": START + timedelta(minutes=1),
        "policy": Policy(brightline=1, product="Sprout", rules=rules),
        "policy_digest": "3f9c",
        "policy_file": "policy.yaml",
        "judge": "embedded@1",
        "sources": ("log.jsonl",),
    }
    return Scan.model_validate(told | changed)


class Shelf:
    """Holds a scan as a store does."""

    def __init__(
        self,
        tally: Tally,
        readings: Sequence[Judgement] = (),
        alarms: Sequence[WatchAlarm] = (),
    ) -> None:
        self._tally, self._readings, self._alarms = tally, readings, alarms

    def days(self, scan_id: str) -> Sequence[DayCount]:  # noqa: ARG002 - there is one
        return self._tally.days()

    def specimens(self, scan_id: str) -> Iterable[Specimen]:  # noqa: ARG002 - there is one
        return self._tally.kept()

    def readings(self, scan_id: str) -> Sequence[Judgement]:  # noqa: ARG002 - there is one
        return self._readings

    def alarms(self, scan_id: str) -> Sequence[WatchAlarm]:  # noqa: ARG002 - there is one
        return self._alarms
