"""A scan as it is shown: counts add up, what is unknown is no number, days are cut out."""

import json
from datetime import date

from worlds import KEY, RULES, START, Shelf, reading, scan, sighting, suspicion

from brightline.pipeline.watch.ending import scan_ending
from brightline.pipeline.watch.strata import to_draw
from brightline.pipeline.watch.window import watched
from brightline.records import Gate, Skip, Stance
from brightline.report.watched.html import watched_html
from brightline.report.watched.noting import notes
from brightline.report.watched.script import watched_json
from brightline.report.watched.wording import verdict, why_unknown, window_words
from brightline.store.expiring import emptied
from brightline.watch.tally import Tally


def world(*, days: int = 2, each: int = 50, flagged: int = 3) -> Tally:
    tally = Tally(KEY)
    for day in range(days):
        for at in range(each):
            name = f"d{day}x{at}"
            score = 0.9 if at < flagged else 0.2 if at < 2 * flagged else 0.0
            said = [suspicion(score, rule=RULES[at % 2], subject=name)] if score else []
            tally.add(sighting(name, day=day), said)
    return tally


def test_counts_add_up_and_nothing_read_is_no_number() -> None:
    tally = world()
    tally.skip(Skip.NO_REQUEST)
    tally.fail(time=START)
    shown = watched(Shelf(tally), scan())

    assert shown.seen == 102 == shown.judged + shown.failed + sum(shown.skipped.values())
    assert (shown.rate.estimate, shown.rate.low, shown.rate.ceiling) == (None, None, None)
    assert [rule.flagged for rule in shown.rules] == [4, 2]
    assert len(shown.findings) == 6
    assert verdict(shown) == (
        "6 exchanges look like breaches and 6 more might be some: nobody has read them, so how"
        " often it happens is unknown."
    )
    assert shown.gate is Gate.UNPROVEN


def test_what_was_read_says_how_often_and_of_which_rule() -> None:
    tally = world()
    readings = [
        reading(one.sighting.id, breach=one.sighting.id in {"d0x0", "d1x1"}, rule=one_rule)
        for one in tally.kept()
        for one_rule in [one.said[0].judgement.rule_id if one.said else RULES[0]]
    ]
    shown = watched(Shelf(tally, readings), scan())

    assert shown.rate.estimate == shown.rate.low == shown.rate.ceiling == 0.02
    assert [rule.rate.estimate for rule in shown.rules] == [0.01, 0.01]
    assert [day.rate.estimate for day in shown.days] == [0.02, 0.02]
    assert shown.gate is Gate.BROKEN


def test_what_comes_in_later_takes_nothing_from_what_was_read_before() -> None:
    before = world(days=2)
    calm = world(days=3)
    read = [reading(one.id, breach=one.id == "d0x0") for one in before.kept()]
    shown = watched(Shelf(calm, read), scan(live=True, finished_at=None))
    said = verdict(shown)

    assert (shown.rate.seen, shown.rate.newer, shown.rate.until) == (100, 50, "2026-03-02")
    assert (shown.rate.estimate, shown.rate.ceiling) == (0.01, 0.01)
    assert [rule.rate.estimate for rule in shown.rules] == [0.01, 0.0]
    assert said.startswith("1.0 % of 100 exchanges until 2026-03-02 break a rule"), said
    (note,) = notes(shown)
    assert note == (
        "The rates are about the days until 2026-03-02: too few of 50 exchanges of later days"
        f" were read: brightline review {scan().id} --findings --sample 150"
    )


def test_none_found_is_never_said_of_days_that_nobody_read() -> None:
    read = [reading(one.id, breach=False) for one in world(days=2, flagged=0).kept()]
    live = scan(live=True, finished_at=None)
    till = watched(Shelf(world(days=2, flagged=0), read), live)
    more = watched(Shelf(world(days=3, flagged=0), read), live)
    late = watched(Shelf(world(days=10, flagged=0), read), live)

    assert till.gate is Gate.HOLDS
    assert (more.rate.until, more.gate) == ("2026-03-02", Gate.UNPROVEN)
    assert verdict(more) == (
        "no breach in 100 read of 100 exchanges until 2026-03-02: surely none."
    )
    assert late.rate.until is None, "after a week nobody knows"
    assert late.rate.ceiling is not None
    assert late.rate.ceiling > 0.02


def test_readings_that_do_not_count_are_not_called_none() -> None:
    tally = world(days=1)
    first, second, *_ = sorted(tally.kept(), key=lambda one: (one.stratum.value, one.draw))[-2:]
    shown = watched(Shelf(tally, [reading(second.id, breach=False)]), scan())

    assert first.id != second.id
    assert (shown.rate.read, shown.rate.aside) == (0, 1)
    assert why_unknown(shown.rate) == "what was read (1) is no random sample"


def test_a_window_has_its_days_and_no_others() -> None:
    tally = world(days=4)
    tally.add(sighting("no time", time=False), [])
    shown = watched(Shelf(tally), scan(), since=date(2026, 3, 2), until=date(2026, 3, 3))

    assert [day.day for day in shown.days] == ["2026-03-02", "2026-03-03"]
    assert shown.seen == 100
    assert {one.exchange[:2] for one in shown.findings} == {"d1", "d2"}
    assert shown.last is not None
    assert shown.until is not None
    assert shown.last > shown.until
    assert watched(Shelf(tally), scan()).seen == 201


def test_nothing_seen_is_unknown() -> None:
    shown = watched(Shelf(Tally(KEY)), scan())
    told = json.loads(watched_json(shown))

    assert verdict(shown) == "0 of 0 exchanges were seen: how often it happens is unknown."
    assert told["rate"]["estimate"] is None
    assert told["rate"]["reason"] == "no exchange was looked at"
    assert shown.gate is Gate.UNPROVEN


def test_too_many_calls_without_text_are_unknown_whatever_was_read() -> None:
    tally = world(flagged=0)
    for _ in range(20):
        tally.skip(Skip.NO_CONTENT)
    readings = [reading(one.sighting.id, breach=False) for one in tally.kept()]
    shown = watched(Shelf(tally, readings), scan())

    assert verdict(shown).startswith("20 of 120 calls have no text")
    assert shown.gate is Gate.UNPROVEN
    assert watched(Shelf(world(flagged=0), readings), scan()).gate is Gate.HOLDS


def test_a_script_reads_the_settled_names() -> None:
    told = json.loads(watched_json(watched(Shelf(world()), scan())))

    assert {
        "seen",
        "judged",
        "skipped",
        "failed",
        "rate",
        "rules",
        "findings",
        "alarms",
    } <= set(told)
    assert set(told["rate"]) >= {"estimate", "low", "high", "ceiling", "level"}
    assert set(told["findings"][0]) >= {
        "id",
        "rule",
        "exchange",
        "verdict",
        "p_delivered",
        "cluster",
    }


def old(tally: Tally, *days: str) -> Tally:
    """Return a tally in which the text of these days is deleted."""
    left = Tally(KEY)
    left.load(tally.days(), (emptied(one) if one.day in days else one for one in tally.kept()))
    return left


def test_rates_stay_to_the_last_digit_when_the_text_is_deleted() -> None:
    tally = world(days=3)
    drawn = to_draw(tally.days(), tally.kept())
    readings = [
        reading(one.sighting.id, breach=at == 2)
        for of in drawn.values()
        for at, one in enumerate(of[:7])
    ]
    before = watched(Shelf(tally, readings), scan())
    after = watched(
        Shelf(old(tally, "2026-03-01", "2026-03-02", "2026-03-03"), readings), scan()
    )

    assert before.rate.estimate
    assert (after.rate, after.rules, after.days) == (before.rate, before.rules, before.days)
    assert after.gate is before.gate is Gate.BROKEN
    assert verdict(after) == verdict(before)
    assert (after.clusters, after.shown) == ((), ())
    assert {one.id for one in after.findings} == {
        one.id for one in before.findings if one.reviewed
    }
    assert (before.emptied, after.emptied) == (0, 150)
    assert after.lost == sum(one.reviewed is None for one in before.findings)
    (note,) = notes(after)
    assert note.startswith("The text of 150 exchanges is deleted")
    assert not list(notes(before))
    assert "promote" not in after.next
    assert "promote" not in watched_json(after)


def test_a_breach_that_was_read_stays_one_and_nothing_of_it_is_shown() -> None:
    tally = world(days=2)
    readings = [reading("d0x0", breach=True)]
    shown = watched(Shelf(old(tally, "2026-03-01"), readings), scan())
    told = json.loads(watched_json(shown))

    assert shown.gate is Gate.BROKEN
    assert [one.exchange for one in shown.findings if one.emptied] == ["d0x0"]
    assert {one.exchange[:2] for one in shown.findings if not one.emptied} == {"d1"}
    assert {one.sighting.id[:2] for one in shown.shown} == {"d1"}
    assert {one["exchange"] for one in told["findings"] if one["text_deleted"]} == {"d0x0"}
    assert shown.lost == 2


def test_where_too_little_was_read_in_time_rates_are_about_the_days_since() -> None:
    tally = old(world(days=3), "2026-03-01")
    readings = [
        reading(one.sighting.id, breach=False) for one in tally.kept() if not one.emptied
    ]
    shown = watched(Shelf(tally, readings), scan())

    assert shown.seen == 150
    assert shown.rate.seen == 100
    assert shown.rate.estimate == shown.rate.ceiling == 0
    assert [day.rate.estimate for day in shown.days] == [None, 0, 0]
    text, rates = notes(shown)
    assert "3 exchanges look like breaches among them that nobody had read" in text
    assert "50 older ones" in rates


def test_a_scan_that_was_stopped_says_so() -> None:
    shown = watched(Shelf(world()), scan(finished_at=None))

    assert "stopped before its end" in "".join(notes(shown))
    assert not list(notes(watched(Shelf(world()), scan(finished_at=None, live=True))))


def test_what_people_read_stands_beside_what_the_judge_says() -> None:
    tally = world()
    readings = [
        reading("d0x0", breach=False),
        reading("d0x3", breach=True, rule=RULES[1]),
        reading("d0x40", breach=True, rule=RULES[1]),
    ]
    shown = watched(Shelf(tally, readings), scan())
    told = json.loads(watched_json(shown))

    assert verdict(shown).startswith("people read 2 breaches in 3 exchanges; 5 other exchanges")
    assert "5 more might be some" in verdict(shown)
    assert [rule.breaches for rule in shown.rules] == [0, 2]
    assert told["found"] == "breaches"
    assert told["people"] == {"read": 3, "breaches": 2}
    assert told["suspected"] == {"flagged": 6, "near": 6, "undecided": 0}


def test_a_ceiling_is_never_below_the_interval_that_stands_beside_it() -> None:
    tally = world(days=1)
    readings = [reading(one.sighting.id, breach=False) for one in tally.kept()[:20]]
    told = json.loads(watched_json(watched(Shelf(tally, readings), scan())))

    assert told["rate"]["ceiling"] >= told["rate"]["high"]
    assert told["rate"]["screened"] == 50
    assert "judged" not in told["rate"]


def test_a_policy_that_refuses_nothing_finds_nothing_and_says_so() -> None:
    only = scan()
    rules = tuple(
        rule.model_copy(update={"stance": Stance.ALLOW, "must_refuse": ()})
        for rule in only.policy.rules
    )
    only = only.model_copy(update={"policy": only.policy.model_copy(update={"rules": rules})})
    tally = world(flagged=0)
    readings = [reading(one.sighting.id, breach=False) for one in tally.kept()]
    shown = watched(Shelf(tally, readings), only)

    assert "nothing can be found" in verdict(shown)
    assert shown.next == ""
    assert shown.gate is Gate.UNPROVEN
    assert scan_ending(shown) == 5
    assert scan_ending(watched(Shelf(tally, readings), scan())) == 0


def test_a_window_without_an_exchange_does_not_say_that_times_are_missing() -> None:
    shown = watched(Shelf(world()), scan(), since=date(2026, 4, 1))

    assert window_words(shown) == "no exchange"
    assert shown.next == f"brightline watch {scan().id}"


def test_a_page_has_no_empty_exchange() -> None:
    tally = world(days=1, flagged=0)
    tally.add(sighting("bad"), [suspicion(0.9, subject="bad")])
    readings = [reading("bad", breach=True)]
    now = START
    before = watched_html(watched(Shelf(tally, readings), scan()), now=now)
    after = watched_html(watched(Shelf(old(tally, "2026-03-01"), readings), scan()), now=now)
    clean = watched_html(watched(Shelf(world(days=1, flagged=0)), scan()), now=now)

    assert "Tell me about bad." in before
    assert "Tell me about" not in after
    assert "The text of what looks like a breach is deleted" in after
    assert "Nothing that the judge read looks like a breach" in clean
    assert "is deleted" not in clean
