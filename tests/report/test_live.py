"""Progress: plain numbers in, lines out, never silent and never steered."""

import io

import pytest

from brightline.report.live import EVERY_S, Progress, Standing, duration


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def standing(played: int, **more: object) -> Standing:
    return Standing(**({"planned": 100, "played": played, "judged": played} | more))


def test_the_first_standing_is_written_at_once_and_then_every_few_seconds() -> None:
    out, clock = io.StringIO(), Clock()
    progress = Progress(out, clock=clock)

    progress.tell(standing(1))
    progress.tell(standing(2))
    assert len(out.getvalue().splitlines()) == 1
    clock.now += EVERY_S
    progress.tell(standing(3))

    assert [line.split(" (")[0] for line in out.getvalue().splitlines()] == [
        "1 of 100 played",
        "3 of 100 played",
    ]


def test_a_silent_product_does_not_silence_us() -> None:
    out, clock = io.StringIO(), Clock()
    progress = Progress(out, clock=clock)
    progress.tell(standing(5, waiting="429: waiting 8 s"))

    for _ in range(12):
        clock.now += 1
        progress.tick()

    lines = out.getvalue().splitlines()
    assert len(lines) == 4
    assert all(line.endswith("429: waiting 8 s") for line in lines)


def test_rate_and_remaining_time_come_from_the_last_seconds() -> None:
    clock = Clock()
    progress = Progress(io.StringIO(), clock=clock)
    assert progress.rate() is None
    progress.tell(standing(60))
    clock.now += 2
    progress.tell(standing(80))

    assert progress.rate() == 10
    assert "10.0 per s, about 2 s left, 2 s so far" in progress.line()


def test_the_remaining_time_is_that_of_the_budget_where_it_ends_first() -> None:
    clock = Clock()
    progress = Progress(io.StringIO(), clock=clock)
    progress.tell(standing(10, calls=20, calls_left=40))
    clock.now += 10
    progress.tell(standing(20, calls=40, calls_left=20))
    assert "about 10 s left" in progress.line()  # 10 plays of two calls each

    progress.tell(standing(20, calls=40, calls_left=2000))
    assert "about 1 min 20 s left" in progress.line()  # the plan ends first


def test_breaches_and_the_budget_are_said() -> None:
    progress = Progress(io.StringIO(), clock=Clock())
    progress.tell(standing(9, breaches={"a": 1, "politics": 4}, calls_left=91))

    assert "5 breaches (most: 4 in politics)" in progress.line()
    assert "91 calls left in the budget" in progress.line()


def test_the_last_standing_is_written_when_it_ends() -> None:
    out = io.StringIO()
    with Progress(out, clock=Clock()) as progress:
        progress.tell(standing(99))
        progress.tell(standing(100))

    assert out.getvalue().splitlines()[-1].startswith("100 of 100 played (100 %)")


def test_nothing_is_written_when_nothing_was_told() -> None:
    out = io.StringIO()
    with Progress(out, clock=Clock()) as progress:
        progress.tick()

    assert out.getvalue() == ""
    assert progress.line() == "starting"


def test_on_a_terminal_it_is_drawn_in_place_and_gives_the_cursor_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    out = io.StringIO()
    with Progress(out, clock=Clock(), drawn=True) as progress:
        progress.tell(standing(50, breaches={f"rule-{at}": at + 1 for at in range(8)}))

    text = out.getvalue()
    assert "50 of 100 played" in text
    assert "and 2 more rules" in text
    assert text.index("\x1b[?25l") < text.rindex("\x1b[?25h")


def test_foreign_words_do_not_steer() -> None:
    progress = Progress(io.StringIO(), clock=Clock())
    progress.tell(standing(1, waiting="retry \x1b[2J", breaches={"x\x07": 1}))

    assert "\x1b" not in progress.line()
    assert "\x07" not in progress.line()


def test_durations_read_as_people_say_them() -> None:
    assert [duration(seconds) for seconds in (0.2, 8, 200, 7500)] == [
        "0 s",
        "8 s",
        "3 min 20 s",
        "2 h 5 min",
    ]
