"""What is said of a window, as far as it is known."""

import io
from datetime import timedelta

import pytest
from rich.console import Console
from windows import NOW, Production, empty
from worlds import START

from brightline.records import WatchAlarm, Watched, WindowRate
from brightline.report.watched import wording
from brightline.report.watched.terminal import show


def rate(**told: float | None) -> WindowRate:
    known = {"estimate": 0.004, "low": 0.001, "high": 0.011, "ceiling": 0.019} | told
    return WindowRate(level=0.95, seen=10_000, judged=10_000, read=600, method="", **known)


def lines_of(shown: Watched, width: int = 100) -> list[str]:
    out = io.StringIO()
    show(shown, Console(file=out, width=width, color_system=None), now=NOW)
    return out.getvalue().splitlines()


def test_a_known_rate_is_told_with_its_interval_and_what_it_is_surely_below() -> None:
    assert wording.rate_words(rate()) == "0.4 % (0.1 % to 1.1 %), surely below 1.9 %"


def test_an_unknown_rate_is_no_number() -> None:
    unknown = rate(estimate=None, low=None, high=None, ceiling=None)

    assert wording.rate_words(unknown).startswith("unknown: ")
    assert not any(letter.isdigit() for letter in wording.rate_words(unknown))


def test_what_it_is_surely_below_is_rounded_up_and_contradicts_no_interval() -> None:
    assert wording.surely(rate(ceiling=0.01901)) == "surely below 2.0 %"
    assert wording.surely(rate(ceiling=0.00123, high=0.001)) == "surely below 0.13 %"
    assert wording.surely(rate(ceiling=0.01, high=0.0105)) == "surely below 1.1 %"
    assert wording.surely(rate(ceiling=1.0)) == ""


def test_no_breach_in_what_was_read_is_a_bound_and_not_zero() -> None:
    none = rate(estimate=0.0, low=0.0, high=0.006, ceiling=0.005)

    assert wording.rate_words(none) == "none found in 600 read, surely below 0.60 %"


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=40), "40 s"),
        (timedelta(minutes=90), "90 min"),
        (timedelta(hours=5, minutes=3), "5 h 3 min"),
        (timedelta(days=12), "12 days"),
    ],
)
def test_a_span_of_time_is_told_in_units_that_fit(span: timedelta, said: str) -> None:
    assert wording.span_words(span) == said


def test_alarms_of_a_rule_are_one_line_with_the_first_moment() -> None:
    alarms = [
        WatchAlarm(
            rule_id="gore",
            at=START + timedelta(hours=hour),
            rung_at=NOW,
            value=1e4,
            accepted=0.02,
            flagged=9,
            heard=200,
        )
        for hour in (1, 7)
    ]
    shown = empty().model_copy(update={"alarms": tuple(alarms)})
    (only,) = wording.ringing(shown)

    assert wording.ringing_words(only) == (
        "flagged more often than the 2 % that are accepted, 9 of 200 exchanges since counting"
        " began; again on 2026-03-01 07:00 UTC"
    )


def test_silence_is_an_alarm_of_no_rule() -> None:
    silent = WatchAlarm(at=None, rung_at=NOW, value=7_800.0, accepted=0, flagged=0, heard=0)
    began = wording.moment(NOW - timedelta(hours=2, minutes=10))

    assert wording.alarm_words(silent) == f"nothing came in since {began}"
    shown = empty().model_copy(update={"alarms": (silent,)})
    assert wording.verdict(shown).startswith(f"nothing came in since {began}; ")
    loud = silent.model_copy(update={"rule_id": "gore"})
    both = empty().model_copy(update={"alarms": (silent, loud)})
    assert "nothing came" not in wording.verdict(both), "a rule rings: it is about breaches"


def test_the_terminal_says_the_verdict_first_and_a_command_last() -> None:
    made = Production()
    lines = lines_of(made.shown())
    (first,) = [line for line in lines if "UNKNOWN" in line]

    assert lines.index(first) < 4
    assert "nobody has read them" in first
    assert lines[-1].split() == [
        "Next",
        "brightline",
        "review",
        made.shown().scan.id,
        "--findings",
    ]


@pytest.mark.parametrize("width", [40, 80, 140])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    made = Production()
    lines = lines_of(made.shown(made.read(30, suspects=True), rings=True), width)

    assert max(map(len, lines)) <= width
