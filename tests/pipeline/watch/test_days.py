"""Days that come and go leave the store as if all had been held."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from brightline.pipeline.watch import days as module
from brightline.pipeline.watch.days import Days
from brightline.records import (
    DayCount,
    Exchange,
    Judgement,
    Reply,
    Role,
    Sighting,
    Skip,
    Specimen,
    Suspicion,
    Turn,
    Verdict,
)
from brightline.watch.kept import redact_specimen
from brightline.watch.tally import Tally

KEY = b"of this test, of 32 bytes or so."
START = datetime(2026, 3, 1, tzinfo=UTC)


class Shelf:
    def __init__(self) -> None:
        self.days: dict[str, DayCount] = {}
        self.kept: dict[str, list[Specimen]] = {}
        self.reads = 0

    def write(self, days: Sequence[DayCount], kept: Sequence[Specimen]) -> None:
        for day in days:
            self.days[day.day] = day
            self.kept[day.day] = [one for one in kept if one.day == day.day]

    def read(self, day: str, ids: Sequence[str]) -> tuple[list[DayCount], list[Specimen]]:
        self.reads += 1
        assert sorted(ids) == sorted(one.sighting.id for one in self.kept[day])
        return [self.days[day]], self.kept[day]


def looked(
    number: int, luck: random.Random, day: int
) -> tuple[Sighting, tuple[Suspicion, ...]]:
    text = f"I am person{number}@example.org, may I?"
    sighting = Sighting(
        id=f"x{number}",
        time=START + timedelta(days=day, minutes=luck.randrange(1440)) if day else None,
        user=f"user {number % 7}",
        exchange=Exchange(turns=(Turn(role=Role.USER, text=text),), reply=Reply(text="No.")),
    )
    if luck.random() < 0.5:
        return sighting, ()
    judgement = Judgement(
        subject_id=sighting.id,
        rule_id="one",
        expected=None,
        verdict=Verdict.COMPLIED,
        confidence=0.9,
        p_delivered=luck.random(),
        decided_by="embedded",
        judge="embedded@1",
        reason="",
    )
    return sighting, (Suspicion(asked=luck.random(), judgement=judgement),)


@pytest.mark.parametrize("order", ["by time", "by nothing"])
def test_what_is_stored_is_the_same_as_if_all_days_had_been_held(
    order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HELD", 2)
    monkeypatch.setattr(module, "SELDOM", 40)
    luck = random.Random(5)  # noqa: S311 - a test
    every = [looked(number, luck, day=number // 300) for number in range(2_400)]
    if order == "by nothing":
        luck.shuffle(every)
    shelf = Shelf()
    days = Days(KEY, share=1.0)
    whole = Tally(KEY)
    days.skip(Skip.NO_CONTENT, time=START)
    whole.skip(Skip.NO_CONTENT, time=START)
    days.shelf = shelf
    for sighting, said in every:
        days.add(sighting, said)
        whole.add(sighting, said)
    days.store()

    assert shelf.reads > 0 or order == "by time"
    assert [shelf.days[day] for day in sorted(shelf.days)] == list(whole.days())
    kept = [one for day in sorted(shelf.kept) for one in shelf.kept[day]]
    assert kept == [redact_specimen(one, KEY) for one in whole.kept()]
    assert "@example.org" not in repr(kept)
