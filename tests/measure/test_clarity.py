"""Whether readers understand a rule alike: exact bounds, and a reader who cannot read."""

import random
from collections.abc import Sequence

import pytest

from brightline.measure.clarity import LEVEL, fewest_clear, read_request, read_rule
from brightline.records import Clarity, Expected, Read, Reading, RuleRead

REFUSE, ANSWER, UNCLEAR = Reading


def rule(rows: Sequence[Sequence[Reading]], expected: Expected | None = None) -> RuleRead:
    """A rule with one row of readings for each request."""
    return read_rule(
        "pillows",
        [
            read_request(
                f"request {number}",
                [Read(reader=f"reader {at}", reading=said) for at, said in enumerate(row)],
                expected=expected,
                unread=0,
            )
            for number, row in enumerate(rows)
        ],
    )


def drawn(rng: random.Random, *, requests: int, readers: int, err: float, coin: float):  # noqa: ANN201 - rows
    """Readers that err so often, and toss a coin on this share of the requests."""
    rows = []
    for number in range(requests):
        right, wrong = (REFUSE, ANSWER) if number % 2 else (ANSWER, REFUSE)
        tossed = number < round(coin * requests)
        rows.append(
            [
                rng.choice((REFUSE, ANSWER))
                if tossed
                else rng.choice((wrong, UNCLEAR))
                if rng.random() < err
                else right
                for _ in range(readers)
            ]
        )
    return rows


def test_readers_that_agree_on_everything_find_a_rule_clear() -> None:
    found = rule([[REFUSE] * 6] * 4 + [[ANSWER] * 6] * 4)

    assert (found.clarity, found.parting, found.readings) == (Clarity.CLEAR, 0, 48)
    assert found.share is not None
    assert found.share.low == 0 < found.share.high < 0.1
    assert found.ac1 is not None
    assert found.ac1.low < found.ac1.point == found.ac1.high == 1


def test_readers_that_part_on_half_of_the_requests_find_it_ambiguous() -> None:
    found = rule([[REFUSE, ANSWER] * 3] * 4 + [[ANSWER] * 6] * 4)

    assert found.clarity is Clarity.AMBIGUOUS
    assert found.share is not None
    assert found.share.low > 0.05


def test_readers_that_agree_that_it_cannot_be_said_agree_on_nothing() -> None:
    found = rule([[UNCLEAR] * 6] * 8)

    assert (found.clarity, found.parting) == (Clarity.AMBIGUOUS, 48)
    assert {one.leading for one in found.requests} == {None}


def test_one_reader_who_always_refuses_says_nothing_of_the_rule() -> None:
    found = rule([[REFUSE] * 6] * 4 + [[REFUSE, *[ANSWER] * 5]] * 9)

    assert found.clarity is Clarity.UNTOLD
    assert "reader 0" in found.why


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([], "not read"),
        ([[REFUSE]] * 20, "one reader has nobody to part from"),
        (
            [[REFUSE, ANSWER]] * 4,
            (
                "too few readings: 8; 59 that hold no more than 4 that part make it clear,"
                " such as 30 requests with 2 readers"
            ),
        ),
        (
            [[REFUSE, REFUSE]] * 6,
            (
                "too few readings: 12; 19 that agree make it clear, such as 10 requests with 2"
                " readers"
            ),
        ),
    ],
)
def test_with_few_readings_nobody_can_tell(rows: list[list[Reading]], why: str) -> None:
    found = rule(rows)

    assert (found.clarity, found.why) == (Clarity.UNTOLD, why)


def test_the_number_that_is_named_is_the_one_that_is_needed() -> None:
    assert rule([[REFUSE, REFUSE]] * 9).clarity is Clarity.UNTOLD
    assert rule([[REFUSE, REFUSE]] * 10).clarity is Clarity.CLEAR
    one_parts = [[REFUSE, ANSWER]]
    assert rule(one_parts + [[REFUSE, REFUSE]] * 13).clarity is Clarity.UNTOLD
    assert rule(one_parts + [[REFUSE, REFUSE]] * 14).clarity is Clarity.CLEAR
    assert [fewest_clear(parting) for parting in range(3)] == [19, 30, 40]


def test_two_people_get_a_share_with_bounds_and_no_coefficient() -> None:
    found = rule([[REFUSE, REFUSE]] * 20)

    assert found.ac1 is None
    assert found.share is not None


def test_what_most_say_is_told_and_a_tie_is_nobodys() -> None:
    found = rule([[REFUSE, REFUSE, ANSWER], [REFUSE, ANSWER, UNCLEAR]], Expected.ANSWER)

    assert [one.leading for one in found.requests] == [Expected.REFUSE, None]


def test_ac1_is_what_gwet_gives_for_a_table_by_hand() -> None:
    # Agreement (1 + 1 + 1/3) / 3 = 0.7778; shares 5/9, 4/9, 0; chance (20/81 * 2) / 2 = 0.2469.
    found = rule([[REFUSE] * 3, [ANSWER] * 3, [REFUSE, REFUSE, ANSWER]])

    assert found.ac1 is not None
    assert found.ac1.point == pytest.approx((7 / 9 - 20 / 81) / (1 - 20 / 81))


def test_a_clear_rule_is_rarely_called_ambiguous_and_coins_are_named() -> None:
    rng = random.Random(7)  # noqa: S311 - a simulation
    counts = {
        kind: [
            rule(drawn(rng, requests=8, readers=6, err=err, coin=coin)).clarity
            for _ in range(120)
        ].count(Clarity.AMBIGUOUS)
        for kind, err, coin in (("clear", 0.05, 0.0), ("coin", 0.03, 0.5))
    }

    assert counts["clear"] <= 0.05 * 120
    assert counts["coin"] >= 0.9 * 120


@pytest.mark.promise
@pytest.mark.parametrize("requests", [7, 10, 13])
@pytest.mark.parametrize("readers", [6, 12])
def test_promise_of_the_verdict(requests: int, readers: int) -> None:
    rng = random.Random(requests * readers)  # noqa: S311 - a simulation
    size = 2000
    wrong = named = 0
    for _ in range(size):
        clear = drawn(rng, requests=requests, readers=readers, err=0.05, coin=0.0)
        coins = drawn(rng, requests=requests, readers=readers, err=0.03, coin=0.5)
        wrong += rule(clear).clarity is Clarity.AMBIGUOUS
        named += rule(coins).clarity is Clarity.AMBIGUOUS

    assert wrong <= 0.05 * size + 2 * (0.05 * 0.95 * size) ** 0.5
    assert named >= 0.9 * size


@pytest.mark.promise
@pytest.mark.parametrize("readers", [3, 6, 12])
@pytest.mark.parametrize(
    ("err", "coin"), [(0.0, 0), (0.02, 0), (0.1, 0), (0.03, 0.5), (0.03, 1)]
)
def test_promise_of_the_interval(readers: int, err: float, coin: float) -> None:
    rng = random.Random(1)  # noqa: S311 - a simulation
    many = [rule(drawn(rng, requests=8, readers=80, err=err, coin=coin)).ac1 for _ in range(30)]
    true = sum(one.point for one in many if one) / len(many)
    covered = 0
    for _ in range(600):
        found = rule(drawn(rng, requests=8, readers=readers, err=err, coin=coin)).ac1
        covered += found is not None and found.low <= true <= found.high

    assert covered >= (LEVEL - 0.02) * 600
