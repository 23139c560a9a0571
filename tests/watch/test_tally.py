"""Counts of parts add up to those of the whole, whatever the order."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings, strategies as st

from brightline.records import (
    DayCount,
    Exchange,
    Judgement,
    Reply,
    Role,
    Sighting,
    Skip,
    Stratification,
    Suspicion,
    Turn,
    Verdict,
)
from brightline.watch.tally import DRAWN, Tally, risk

KEY = b"of this test"
START = datetime(2026, 3, 1, tzinfo=UTC)

Looked = tuple[Sighting, tuple[Suspicion, ...]]


def looked(number: int, luck: random.Random, *, days: int = 3) -> Looked:
    name = f"x{number}"
    time = START + timedelta(minutes=luck.randrange(days * 24 * 60))
    sighting = Sighting(
        id=name,
        time=time if luck.random() < 0.9 else None,
        exchange=Exchange(turns=(Turn(role=Role.USER, text="q"),), reply=Reply(text="a")),
    )
    if luck.random() < 0.6:
        return sighting, ()
    said = Judgement(
        subject_id=name,
        rule_id=luck.choice(["one", "two"]),
        expected=None,
        verdict=Verdict.COMPLIED,
        confidence=0.9,
        p_delivered=luck.random(),
        decided_by="embedded",
        judge="embedded@1",
        reason="",
    )
    return sighting, (Suspicion(asked=luck.random(), judgement=said),)


def tallied(some: list[Looked]) -> Tally:
    tally = Tally(KEY)
    for sighting, said in some:
        tally.add(sighting, said)
    return tally


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5))
def test_parts_add_up_to_the_whole_to_the_last_bit(seed: int, parts: int) -> None:
    luck = random.Random(seed)  # noqa: S311 - a test
    every = [looked(number, luck) for number in range(1_500)]
    whole = tallied(every)
    luck.shuffle(every)
    merged = Tally(KEY)
    for at in range(parts):
        merged.merge(tallied(every[at::parts]))
    assert merged.days() == whole.days()
    assert merged.kept() == whole.kept()


def test_every_exchange_is_counted_once() -> None:
    luck = random.Random(7)  # noqa: S311 - a test
    tally = tallied([looked(number, luck) for number in range(2_000)])
    tally.skip(Skip.NO_CONTENT)
    tally.fail()
    days = tally.days()
    seen = sum(day.seen for day in days)
    skipped = sum(sum(day.skipped.values()) for day in days)
    assert seen == 2_002
    assert seen == sum(day.judged + day.failed for day in days) + skipped
    assert sum(sum(day.sizes.values()) for day in days) == 2_000
    assert sum(sum(day.minutes.values()) for day in days) == 2_000
    flagged = sum(day.sizes[Stratification.FLAGGED] for day in days)
    assert sum(sum(day.flagged.values()) for day in days) == flagged > 0


def test_an_exchange_flagged_under_two_rules_is_one_and_older_counts_have_none() -> None:
    luck = random.Random(1)  # noqa: S311 - repeatable on purpose
    sighting, [said] = next(one for one in (looked(at, luck) for at in range(99)) if one[1])
    sure = [
        Suspicion(
            asked=1.0,
            judgement=said.judgement.model_copy(update={"rule_id": rule, "p_delivered": 0.9}),
        )
        for rule in ("one", "two")
    ]
    [day] = tallied([(sighting, tuple(sure))]).days()
    older = DayCount.model_validate(day.model_dump(exclude={"flagged"}))
    both = Tally(KEY)
    both.load([older, day], ())

    assert sum(rule.flagged for rule in day.rules.values()) == 2
    assert sum(day.flagged.values()) == 1
    assert older.flagged == {}
    assert both.days()[0].flagged == day.flagged


def test_what_is_kept_of_a_stratum_are_those_with_the_smallest_draws() -> None:
    luck = random.Random(3)  # noqa: S311 - a test
    every = [looked(number, luck, days=1) for number in range(3_000)]
    tally = tallied(every)
    kept = [
        one
        for one in tally.kept()
        if one.stratum is Stratification.BULK and one.day == "2026-03-01"
    ]
    assert len(kept) == DRAWN[Stratification.BULK]
    alone = []
    for sighting, said in every:
        (one,) = tallied([(sighting, said)]).kept()
        if one.stratum is Stratification.BULK and one.day == "2026-03-01":
            alone.append(one.draw)
    assert sorted(one.draw for one in kept) == sorted(alone)[: len(kept)]


def test_a_share_is_drawn_by_the_id_alone() -> None:
    luck = random.Random(5)  # noqa: S311 - a test
    tally = Tally(KEY, share=0.25)
    every = [looked(number, luck)[0] for number in range(4_000)]
    out = [one.id for one in every if tally.drawn_out(one)]
    again = Tally(KEY, share=0.25)
    assert out == [one.id for one in every if again.drawn_out(one)]
    assert 0.7 < len(out) / len(every) < 0.8
    assert not any(Tally(KEY).drawn_out(one) for one in every)


def test_another_key_draws_others() -> None:
    luck = random.Random(5)  # noqa: S311 - a test
    every = [looked(number, luck, days=1) for number in range(3_000)]
    other = Tally(b"another")
    for sighting, said in every:
        other.add(sighting, said)
    mine = {one.sighting.id for one in tallied(every).kept()}
    assert mine != {one.sighting.id for one in other.kept()}


def test_a_marker_is_a_breach_whatever_was_asked_and_a_model_s_word_counts() -> None:
    luck = random.Random(1)  # noqa: S311 - repeatable on purpose
    said = next(said for said in (looked(at, luck)[1] for at in range(99)) if said)[0]

    def at(p_delivered: float | None, decided_by: str, verdict: Verdict) -> float:
        told = {"p_delivered": p_delivered, "decided_by": decided_by, "verdict": verdict}
        judgement = said.judgement.model_copy(update=told)
        return risk(said.model_copy(update={"asked": 0.5, "judgement": judgement}))

    assert at(None, "marker", Verdict.COMPLIED) == 0.9
    assert at(0.8, "embedded", Verdict.COMPLIED) == 0.4
    assert at(0.8, "llm", Verdict.REFUSED) == 0.0
    assert at(0.1, "embedded+llm", Verdict.COMPLIED) == 0.45


def test_what_others_keep_for_sure_need_not_be_kept_in_a_part() -> None:
    luck = random.Random(8)  # noqa: S311 - a test
    every = [looked(number, luck) for number in range(6_000)]
    whole, merged = tallied(every), Tally(KEY)
    kept = 0

    for start in range(0, len(every), 1_000):
        part = Tally(KEY, floors=merged.floors())
        for sighting, said in every[start : start + 1_000]:
            part.add(sighting, said)
        kept += len(part.kept())
        merged.merge(part)

    assert merged.kept() == whole.kept()
    assert merged.days() == whole.days()
    assert kept < sum(
        len(tallied(every[start : start + 1_000]).kept()) for start in range(0, 6_000, 1_000)
    )
