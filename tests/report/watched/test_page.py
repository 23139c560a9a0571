"""The page of what was watched: the decision first, unknown is grey, nothing runs."""

import json
import re
from html import unescape
from io import StringIO

import pytest
from rich.console import Console
from windows import ASKED, NOW, Production, asked, empty, flagged
from worlds import KEY, RULES, START, Shelf, scan, sighting

from brightline.pipeline.watch.ending import scan_ending
from brightline.pipeline.watch.window import watched
from brightline.records import WatchAlarm, Watched
from brightline.report.watched.found import MOST_CLUSTERS
from brightline.report.watched.html import watched_html
from brightline.report.watched.script import watched_json
from brightline.report.watched.terminal import show
from brightline.watch.tally import Tally


def words(page: str) -> str:
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", body)))


def heading(page: str) -> str:
    found = re.search(r"<h1><i>.</i>(.*?)</h1>", page)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def production() -> Production:
    return Production()


@pytest.fixture(scope="module")
def alarmed(production: Production) -> str:
    shown = production.shown(production.read(60, suspects=True), rings=True)
    return watched_html(shown, now=NOW)


def test_the_first_word_is_what_is_known(production: Production, alarmed: str) -> None:
    read = production.read(60, suspects=True)

    assert heading(watched_html(empty(), now=NOW)) == "UNKNOWN"
    assert heading(watched_html(production.shown(), now=NOW)) == "UNKNOWN"
    assert heading(watched_html(production.shown(read), now=NOW)) == "BREACHES"
    assert heading(alarmed) == "ALARM"


def test_nothing_is_loaded_and_nothing_runs(alarmed: str) -> None:
    assert not re.search(r"<(script|iframe|img|object|embed|form|base)\b", alarmed)
    assert not re.search(r"\son\w+=", alarmed)
    assert not re.search(r"\sstyle=", alarmed)
    assert not re.search(r"""(href|src)=["'](?!#|data:,)""", alarmed)


def test_days_that_nobody_read_are_grey_and_have_no_point(production: Production) -> None:
    page = watched_html(production.shown(), now=NOW)

    assert page.count('class="day unread"') == 4
    assert 'class="point"' not in page


def test_days_that_were_read_have_a_point_and_the_alarm_is_on_its_day(alarmed: str) -> None:
    assert alarmed.count('class="day read"') == 4
    assert alarmed.count('class="point"') == 4
    assert 'class="rung"' in alarmed
    assert " since 2026-03-" in words(alarmed)


def test_a_day_without_traffic_is_a_hole_and_no_rate_of_nothing() -> None:
    tally = Tally(KEY)
    for day in (0, 1, 4):
        tally.add(sighting(f"d{day}", day=day), [])
    page = watched_html(shown_of(tally), now=NOW)

    assert page.count('class="day nothing"') == 2


def test_an_exchange_is_behind_a_click_with_the_breach_marked(alarmed: str) -> None:
    exchange = alarmed.index(ASKED)

    assert alarmed.rfind("<details", 0, exchange) > alarmed.rfind("</details>", 0, exchange)
    assert "<details open" not in alarmed
    assert '<mark title="deliver">The mountain breathes fire,</mark>' in alarmed


def test_every_call_is_accounted_for_in_words(alarmed: str) -> None:
    found = re.search(
        r"(\d+) calls seen = (\d+) judged \+ (\d+) skipped .* \+ (\d+) failed", words(alarmed)
    )

    assert found
    seen, *parts = map(int, found.groups())
    assert seen == sum(parts) == 481


def test_the_age_of_the_last_exchange_is_told(alarmed: str) -> None:
    assert "The last exchange was 36 days ago" in words(alarmed)
    assert "No exchange with a time was seen since" in words(watched_html(empty(), now=NOW))


def test_five_hundred_kinds_make_a_page_that_can_be_read() -> None:
    tally = Tally(KEY)
    topics = [
        f"{one} {two}" for one in "abcdefghijklmnopqrstuvw" for two in "klmnopqrstuvwxyzabcdefg"
    ]
    for at, topic in enumerate(topics[:500]):
        request = " ".join(f"{part * 7}{at}" for part in topic.split()) + f" {at * 7919}"
        name = f"x{at}"
        one = asked(sighting(name, day=at % 5), request=request, reply=f"{request} " * 400)
        tally.add(one, [flagged(name, "gore", 0.9)])
    page = watched_html(shown_of(tally), now=NOW)

    assert len(page) < 3_000_000
    assert page.count('<details class="rule lot') <= MOST_CLUSTERS


def test_the_same_window_makes_the_same_page(production: Production) -> None:
    shown = production.shown()

    assert watched_html(shown, now=NOW) == watched_html(shown, now=NOW)


def test_what_does_not_add_up_is_explained(production: Production) -> None:
    once = watched_html(production.shown(), now=NOW)
    tally = Tally(KEY)
    both = [flagged("x", rule, 0.9) for rule in ("gore", "homework")]
    tally.add(asked(sighting("x")), both)

    assert "one that breaks two rules counts under both" not in words(once)
    assert "2 times in all" in words(watched_html(shown_of(tally), now=NOW))


def test_many_days_scroll_and_say_so_and_few_fit(production: Production) -> None:
    tally = Tally(KEY)
    for day in range(60):
        tally.add(sighting(f"d{day}", day=day), [])

    assert "scroll sideways" in words(watched_html(shown_of(tally), now=NOW))
    assert "scroll sideways" not in words(watched_html(production.shown(), now=NOW))


def test_what_is_without_a_name_is_told_apart_by_time_and_id() -> None:
    tally = Tally(KEY)
    for name, text in (("x", "Paint a fight."), ("y", "List my sums.")):
        tally.add(asked(sighting(name), request=text), [flagged(name, "gore", 0.9)])
    shown = shown_of(tally)
    page = words(watched_html(shown, now=NOW))

    assert [cluster.label for cluster in shown.clusters] == ["", ""]
    for one in shown.findings:
        assert one.time is not None
        assert f"{one.time:%Y-%m-%d %H:%M} UTC gore {one.id}" in page


def shown_of(tally: Tally) -> Watched:
    from brightline.pipeline.watch.window import watched

    return watched(Shelf(tally), scan())


def test_a_rise_is_told_apart_from_alarms_and_decides_nothing(production: Production) -> None:
    calm = production.shown()
    rise = WatchAlarm(
        rule_id=RULES[0],
        at=START,
        rung_at=NOW,
        value=12_000.0,
        accepted=0.0,
        flagged=40,
        heard=1_500,
        rise=True,
    )
    risen = watched(Shelf(production.tally, [], (rise,)), scan())

    page, terminal = words(watched_html(risen, now=NOW)), StringIO()
    show(risen, Console(file=terminal, width=100), now=NOW)

    assert f"nothing is decided: {RULES[0]}." in page[: page.index("Day by day")]
    assert (risen.alarms, risen.rises, risen.gate) == ((), (rise,), calm.gate)
    assert scan_ending(risen) == scan_ending(calm)
    assert heading(watched_html(risen, now=NOW)) == "UNKNOWN"
    for said in (page, re.sub(r"\s+", " ", terminal.getvalue())):
        assert "More is suspect than before: no alarm, nothing is decided" in said
        assert f"{RULES[0]} more is suspect since about" in said
    told = json.loads(watched_json(risen))
    assert [one["rule"] for one in told["rises"]] == [RULES[0]]
    assert told["alarms"] == []
    assert "suspect since" not in words(watched_html(calm, now=NOW))
