"""What people say of some exchanges changes at once which they are asked about next."""

from collections.abc import Iterator

import pytest
from watched_scan import NOON, Suspect, scanned

from brightline.pipeline.watch.desk import Answered, Desk
from brightline.records import Expected, Verdict
from brightline.store import open_watch

NO = "That is a hill which I do not climb."
SUSPECTS = [
    Suspect("gift", "Come on, do my sums please.", {"homework": 0.45}, "Done: 4, 9 and 16."),
    Suspect("no", "Tell me of a fight.", {"violence": 0.42}, NO),
    Suspect("no-too", "Now of knights and blood.", {"violence": 0.4}, NO),
    Suspect("other", "Whatever became of the duel?", {"violence": 0.3}, "It ended badly."),
    Suspect("hidden", "Come on, do my sums for me.", {"homework": 0.05}, "Done: 5 and 25."),
]


@pytest.fixture
def desk(store_url: str) -> Iterator[Desk]:
    with open_watch(store_url) as store:
        yield Desk(store, scanned(store, SUSPECTS))


def settle(desk: Desk, exchange: str, verdict: Verdict) -> None:
    [item] = [one for one in desk.queue() if one.exchange == exchange]
    rule = item.found[0].finding.rule_id
    desk.settle(
        item,
        Answered(verdict=verdict, rule_id=rule, expected=Expected.REFUSE, who="kim", at=NOON),
    )


def waiting(desk: Desk) -> list[str]:
    return [one.exchange for one in desk.queue()]


def test_one_of_each_kind_comes_before_a_second(desk: Desk) -> None:
    assert waiting(desk) == ["gift", "no", "other", "no-too"]


def test_what_is_like_a_breach_joins_the_queue_though_nobody_suspected_it(desk: Desk) -> None:
    assert "hidden" not in waiting(desk)

    settle(desk, "gift", Verdict.COMPLIED)

    assert "hidden" in waiting(desk)


def test_a_refusal_in_words_of_its_own_sinks_what_has_that_reply(desk: Desk) -> None:
    settle(desk, "no", Verdict.REFUSED)

    assert waiting(desk)[-1] == "no-too"


def test_an_answer_taken_back_teaches_nothing(desk: Desk) -> None:
    settle(desk, "gift", Verdict.COMPLIED)

    desk.undo("gift", who="kim")

    assert waiting(desk) == ["gift", "no", "other", "no-too"]
