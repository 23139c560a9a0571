"""What a rule shows of a rate decides too: it is played on where it seems to rise."""

from brightline.measure.coverage import Reading
from brightline.pipeline.proving.drawing import Drawn
from brightline.pipeline.proving.paired import (
    DARK_AFTER,
    Pair,
    PairedRate,
    next_plays,
    parts_of,
    verdict_on,
)
from brightline.records import Case, Expected, FixVerdict, Role, Turn

HIT, MISS = Reading.HIT, Reading.MISS


def a_rate(*, goal: bool) -> PairedRate:
    cases = tuple(
        Case(
            id=f"{goal}/{at:02}",
            rule_id="opened" if at < 2 else f"rule-{at % 6}",
            technique="direct",
            expected=Expected.REFUSE,
            objective=f"{at}",
            turns=(Turn(role=Role.USER, text="Hello."),),
        )
        for at in range(56)
    )
    drawn = Drawn(expected=Expected.REFUSE, mended=goal, goal=goal, cases=cases)
    return PairedRate(drawn=drawn, plays=drawn.plays("seed"), margin=0.1)


def played(opened: str) -> list[PairedRate]:
    """Return a fix that mends all that broke, and of the rest opens one rule, or none."""
    rates = [a_rate(goal=True), a_rate(goal=False)]
    while verdict_on(rates) is FixVerdict.UNCLEAR:
        if not next_plays(rates, 100_000, lambda _play: 2)[0]:
            break
        for rate in rates:
            before = HIT if rate.drawn.goal else MISS
            for plays, found in ((rate.played, rate.found), (rate.again, rate.more)):
                for case, _ in plays[len(found) :]:
                    worse = not rate.drawn.goal and case.rule_id == opened
                    says = (before, HIT if worse else MISS)
                    found.append(Pair(case, says, says))
    return rates


def test_a_rule_of_two_cases_that_a_prompt_opens_makes_it_hurt() -> None:
    rates = played("opened")

    swing = rates[1].swing(len(parts_of(rates)))
    assert verdict_on(rates) is FixVerdict.HURTS
    assert swing.difference is not None
    assert swing.difference.point < 0.1
    assert [part.rule_id for part in swing.by_rule if part.worse] == ["opened"]
    assert {case.rule_id for case, _ in rates[1].again} == {"opened"}


def test_where_no_rule_is_opened_the_prompt_helps_and_nothing_more_is_played() -> None:
    rates = played("none")

    assert verdict_on(rates) is FixVerdict.HELPS
    assert not any(rate.again for rate in rates)


def test_where_no_reply_to_the_new_prompt_can_be_judged_playing_on_is_given_up() -> None:
    rate = a_rate(goal=True)
    while next_plays([rate], 100_000, lambda _play: 2)[0]:
        for case, _ in rate.played[len(rate.found) :]:
            rate.found.append(Pair(case, (HIT, Reading.UNKNOWN), (HIT, Reading.UNKNOWN)))

    assert len(rate.found) == DARK_AFTER
    assert next(iter(rate.plays), None) is not None
