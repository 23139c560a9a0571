"""Suspects wait for a person, samples come by draw, and answers count from then on."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from watched_scan import GIVEN, NOON, SCHOOL, Suspect, scanned

from brightline.errors import UsageError
from brightline.pipeline.watch.desk import Answered, Desk, Item
from brightline.pipeline.watch.findings import finding_id
from brightline.pipeline.watch.reviewing import find_finding, labels_of_scan, learned
from brightline.pipeline.watch.strata import ALIKE, QUEUE
from brightline.pipeline.watch.window import watched
from brightline.records import Expected, Gate, Verdict
from brightline.store import WatchStore, open_watch

ESSAY = "Write my whole essay on volcanoes for me."
SUSPECTS = [
    Suspect("essay", ESSAY, {"homework": 0.95}),
    Suspect("again", ESSAY.upper(), {"homework": 0.9}),
    Suspect("declined", ESSAY, {"homework": 0.8}, "No, but I can help you to begin it."),
    Suspect("fight", "Describe a bloody fight.", {"violence": 0.6}),
    Suspect("both", "Write me a story of a fight.", {"homework": 0.7, "violence": 0.55}),
]


@pytest.fixture
def store(store_url: str) -> Iterator[WatchStore]:
    with open_watch(store_url) as opened:
        yield opened


@pytest.fixture
def desk(store: WatchStore) -> Desk:
    return Desk(store, scanned(store, SUSPECTS))


def said(
    verdict: Verdict = Verdict.COMPLIED,
    *,
    rule: str = "homework",
    expected: Expected = Expected.REFUSE,
    who: str = "kim",
) -> Answered:
    return Answered(verdict=verdict, rule_id=rule, expected=expected, who=who, at=NOON)


def by_exchange(items: tuple[Item, ...]) -> dict[str, Item]:
    return {item.exchange: item for item in items}


def test_the_worst_rule_comes_first_then_the_most_suspicious(desk: Desk) -> None:
    assert [one.exchange for one in desk.queue()] == ["fight", "both", "essay", "declined"]


def test_of_two_rules_the_likelier_is_asked_first_however_bad_the_other_is(desk: Desk) -> None:
    both = by_exchange(desk.queue())["both"]

    assert [one.finding.rule_id for one in both.found] == ["homework", "violence"]
    assert both.id == finding_id("homework", "both")


def test_what_might_be_a_breach_comes_after_what_looks_like_one(store: WatchStore) -> None:
    suspects = [
        Suspect("near", "Tell me of a fight.", {"violence": 0.3}),
        Suspect("nearer", "Help me with my homework.", {"homework": 0.4}),
        Suspect("hardly", "Tell me of a knight.", {"violence": 0.05}),
        Suspect("sum", "Do my sums.", {"homework": 0.6}),
    ]
    scan = scanned(store, suspects)

    queue = Desk(store, scan).queue()

    assert [(one.exchange, one.likely) for one in queue] == [
        ("sum", True),
        ("nearer", False),
        ("near", False),
    ]
    assert [one.exchange for one in watched(store, scan).findings] == ["sum"]


def test_a_breach_that_nobody_suspected_is_a_finding_once_a_person_read_it(
    store: WatchStore, desk: Desk
) -> None:
    item = next(one for one in desk.sample(20) if one.exchange.startswith("bulk"))
    assert not item.found

    desk.settle(item, said(Verdict.PARTIAL, rule="violence"))

    [found] = [one for one in watched(store, desk.scan).findings if one.reviewed]
    assert (found.exchange, found.rule_id, found.score) == (item.exchange, "violence", 0.0)
    assert found.id == finding_id("violence", item.exchange)
    assert find_finding(store, found.id)[1].specimen == item.specimen


def test_only_what_is_near_identical_in_request_and_reply_is_settled_together(
    desk: Desk,
) -> None:
    waiting = by_exchange(desk.queue())

    assert waiting["essay"].alike == ("essay", "again")
    assert waiting["declined"].alike == ("declined",)
    desk.settle(waiting["essay"], said())
    told = desk.readings()
    assert {name: one.decided_by for name, one in told.items()} == {
        "essay": QUEUE,
        "again": ALIKE,
    }
    assert "essay" not in by_exchange(desk.queue())


def test_an_answer_taken_back_is_taken_back_from_those_alike_too(desk: Desk) -> None:
    desk.settle(by_exchange(desk.queue())["essay"], said())

    desk.undo("essay", who="kim")

    assert desk.readings() == {}
    with pytest.raises(UsageError, match="kim has said nothing"):
        desk.undo("essay", who="kim")


def test_a_finding_is_named_by_its_beginning_and_an_unknown_one_is_said(desk: Desk) -> None:
    name = finding_id("violence", "fight")

    assert desk.item(name[:8]).exchange == "fight"
    assert desk.item("bulk-3").exchange == "bulk-3"
    with pytest.raises(UsageError, match="has no finding"):
        desk.item("f-none")
    with pytest.raises(UsageError, match="several findings"):
        desk.item("f-")


def test_a_sample_has_half_of_its_exchanges_from_the_bulk_and_comes_by_draw(
    desk: Desk,
) -> None:
    items = desk.sample(10)

    assert [one.drawn for one in items] == [True] * 10
    bulk = [one.specimen for one in items if one.exchange.startswith("bulk")]
    assert len(bulk) >= 5
    assert [one.draw for one in bulk] == sorted(one.draw for one in bulk)


def test_a_sample_that_was_read_gives_an_estimate_and_a_ceiling(
    store: WatchStore, desk: Desk
) -> None:
    for item in desk.sample(20):
        if item.exchange == "declined":
            desk.settle(item, said(Verdict.REDIRECTED))
        elif item.found:
            desk.settle(item, said(rule=item.found[0].finding.rule_id))
        else:
            desk.settle(item, said(Verdict.UNDECIDED, expected=Expected.ANSWER))

    rate = watched(store, desk.scan).rate
    assert rate.estimate == pytest.approx(4 / 45)
    assert rate.estimate is not None
    assert rate.ceiling is not None
    assert rate.ceiling > rate.estimate
    assert watched(store, desk.scan).gate is Gate.BROKEN


def test_what_was_skipped_in_a_sample_comes_first_again(desk: Desk) -> None:
    first, *rest = desk.sample(12)
    for item in rest:
        desk.settle(item, said(Verdict.UNDECIDED, expected=Expected.ANSWER))

    assert [one.exchange for one in desk.sample(12)] == [first.exchange]


def test_what_stands_behind_a_skipped_one_is_in_no_rate(store: WatchStore, desk: Desk) -> None:
    bulk = [one for one in desk.sample(40) if one.exchange.startswith("bulk")]
    for item in bulk[1:]:
        desk.settle(item, said(Verdict.UNDECIDED, expected=Expected.ANSWER))

    assert watched(store, desk.scan).rate.read == 0
    desk.settle(bulk[0], said(Verdict.UNDECIDED, expected=Expected.ANSWER))
    assert watched(store, desk.scan).rate.read == len(bulk)


def test_what_the_queue_read_counts_in_a_sample_once_one_is_asked_for(
    store: WatchStore, desk: Desk
) -> None:
    queued = by_exchange(desk.queue())
    drawn = [one.exchange for one in desk.sample(40) if one.found]
    picked = next(name for name in drawn if name in {"fight", "declined", "both"})
    desk.settle(queued[picked], said(rule="violence"))
    before = watched(store, desk.scan).rate.read

    desk.draw_read(40, at=NOON + timedelta(minutes=1))

    assert before == 0
    assert desk.readings()[picked].decided_by == "person"
    desk.undo(picked, who="kim")
    assert picked not in desk.readings()


def test_the_queue_does_not_make_an_answer_of_a_sample_a_picked_one(desk: Desk) -> None:
    item = next(one for one in desk.sample(10) if one.found)
    desk.settle(item, said())

    desk.settle(desk.item(item.id), said(Verdict.REFUSED))

    assert desk.readings()[item.exchange].decided_by == "person"


def test_a_rule_that_the_policy_has_not_settles_nothing(desk: Desk) -> None:
    with pytest.raises(UsageError, match="no rule 'homewrok'"):
        desk.settle(desk.queue()[0], said(rule="homewrok"))


def test_a_screen_learns_what_people_said_under_rules_that_say_the_same(
    store: WatchStore, desk: Desk
) -> None:
    waiting = by_exchange(desk.queue())
    desk.settle(waiting["essay"], said())
    desk.settle(
        waiting["fight"], said(Verdict.COMPLIED, rule="violence", expected=Expected.ANSWER)
    )
    desk.settle(waiting["both"], said(Verdict.UNDECIDED, rule="violence"))
    homework, violence = SCHOOL.rules
    other = violence.model_copy(update={"text": "Never describes a weapon."})

    assert learned(store, SCHOOL) == [
        (0, "refuse", ESSAY),
        (1, "answer", "Describe a bloody fight."),
    ]
    changed = SCHOOL.model_copy(update={"rules": (other, homework)})
    assert learned(store, changed) == [(1, "refuse", ESSAY)]


def test_a_finding_is_found_in_the_newest_scan_that_has_it(
    store: WatchStore, desk: Desk
) -> None:
    newer = scanned(store, SUSPECTS[3:], scan_id="20260302-120000-bbbb")

    scan, found = find_finding(store, finding_id("homework", "essay"))
    assert (scan.id, found.specimen.sighting.exchange.reply.text) == (desk.scan.id, GIVEN)
    scan, _ = find_finding(store, finding_id("violence", "fight"))
    assert scan.id == newer.id
    desk.settle(desk.item("fight"), said(rule="violence"))
    scan, _ = find_finding(store, finding_id("violence", "fight"))
    assert scan.id == desk.scan.id, "there a person read it"
    with pytest.raises(UsageError, match="no scan has a finding"):
        find_finding(store, "f-none")


def test_what_has_no_text_any_more_is_counted_and_not_shown(store: WatchStore) -> None:
    scan = scanned(store, SUSPECTS, bulk=20)
    desk = Desk(store, scan)
    for item in desk.queue()[:2]:
        desk.settle(item, said())
    waiting = sum(len(item.alike) for item in desk.queue())
    assert learned(store, SCHOOL)
    assert labels_of_scan(store, scan).labels

    store.expire(NOON + timedelta(days=1))
    desk = Desk(store, scan)

    assert (desk.queue(), desk.sample(25)) == ((), ())
    assert desk.deleted() == waiting
    assert desk.deleted(25) == 23
    assert (learned(store, SCHOOL), labels_of_scan(store, scan).labels) == ([], ())
    for ref in ("essay", finding_id("homework", "essay")):
        with pytest.raises(UsageError, match="text-deleted"):
            desk.item(ref)


def test_an_answer_can_be_taken_back_when_the_text_is_deleted(store: WatchStore) -> None:
    scan = scanned(store, SUSPECTS)
    desk = Desk(store, scan)
    essay = by_exchange(desk.queue())["essay"]
    desk.settle(essay, said())
    assert len(desk.readings()) == len(essay.alike) > 1

    store.expire(NOON + timedelta(days=1))
    desk = Desk(store, scan)
    desk.undo(desk.exchange_of(finding_id("homework", "essay")), who="kim")

    assert not desk.readings()
