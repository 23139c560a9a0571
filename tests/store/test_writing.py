"""What write keeps, leaves out and refuses, on both databases."""

from types import ModuleType

import pytest

from brightline.errors import InternalError, StoreError
from brightline.records import Fault, Verdict, Withdrawal
from brightline.store import Store, open_store
from brightline.store.reading import PAGE


def test_an_attempt_that_comes_twice_is_stored_once_and_the_first_stays(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store)
    first, second = rows.replied(0, text="first"), rows.replied(0, text="second")

    store.write(rows.RUN, [first, second])
    store.write(rows.RUN, [second])

    assert list(store.attempts(rows.RUN)) == [first]


def test_a_fault_that_came_first_stays_without_the_later_reply(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store)

    store.write(rows.RUN, [rows.faulted(0)])
    store.write(rows.RUN, [rows.replied(0)])

    assert list(store.attempts(rows.RUN)) == [rows.faulted(0)]
    assert list(store.replies(rows.RUN)) == []
    assert store.tokens(rows.RUN) == 0


@pytest.mark.parametrize("fault", [Fault.BUDGET, Fault.INTERRUPTED, Fault.UNREACHABLE])
def test_a_play_that_was_never_finished_stays_pending(
    store: Store, rows: ModuleType, fault: Fault
) -> None:
    rows.start(store, cases=1)

    store.write(rows.RUN, [rows.intent(0), rows.faulted(0, fault=fault)])

    assert [trial for _, trial in store.pending(rows.RUN, 1)] == [1]
    assert store.played(rows.RUN) == 0


def test_a_batch_is_stored_whole_or_not_at_all(store: Store, rows: ModuleType) -> None:
    rows.start(store, cases=1)

    with pytest.raises(StoreError, match="store-row-refused"):
        store.write(rows.RUN, [rows.intent(0), rows.replied(0), rows.replied(99)])

    assert store.calls(rows.RUN) == 0
    assert list(store.attempts(rows.RUN)) == []


def test_rows_of_a_run_that_is_not_there_are_refused(store: Store, rows: ModuleType) -> None:
    rows.start(store)

    with pytest.raises(StoreError, match="store-row-refused"):
        store.write("nope", [rows.intent(0)])


def test_an_id_that_belongs_to_no_attempt_is_our_own_mistake(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store)
    wrong = rows.replied(0).model_copy(update={"id": "something else#1"})

    for row in (wrong, rows.judgement(0).model_copy(update={"subject_id": "no-trial"})):
        with pytest.raises(InternalError, match="attempt-id"):
            store.write(rows.RUN, [row])


def test_a_judge_that_repeats_itself_is_stored_once(store: Store, rows: ModuleType) -> None:
    rows.start(store)
    said = rows.judgement(0)

    store.write(rows.RUN, [rows.replied(0), said, said])
    store.write(rows.RUN, [said])

    assert list(store.judgements(rows.RUN)) == [said]


def test_a_person_may_return_to_an_earlier_view(store: Store, rows: ModuleType) -> None:
    rows.start(store)
    store.write(rows.RUN, [rows.replied(0)])

    for verdict in (Verdict.REFUSED, Verdict.COMPLIED, Verdict.REFUSED):
        store.write(rows.RUN, [rows.review(0, verdict=verdict)])

    assert [item.verdict.value for item in store.judgements(rows.RUN)] == [
        "refused",
        "complied",
        "refused",
    ]


def test_every_call_is_counted_also_when_a_play_is_sent_again(
    store_url: str, rows: ModuleType
) -> None:
    with open_store(store_url) as killed:
        rows.start(killed)
        killed.write(rows.RUN, [rows.intent(0), rows.intent(0, number=2), rows.intent(1)])
    with open_store(store_url) as resumed:
        resumed.write(rows.RUN, [rows.intent(0)])
        resumed.write(rows.RUN, [rows.replied(0)])

        assert resumed.calls(rows.RUN) == 4
        assert resumed.unknown_calls(rows.RUN) == 3


def test_a_withdrawal_takes_back_this_process_s_first_call_and_no_other(
    store_url: str, rows: ModuleType
) -> None:
    with open_store(store_url) as killed:
        rows.start(killed)
        killed.write(rows.RUN, [rows.intent(0)])
    with open_store(store_url) as resumed:
        resumed.write(rows.RUN, [rows.intent(0), rows.intent(0, number=2), rows.intent(1)])
        resumed.write(
            rows.RUN, [Withdrawal(attempt_id=rows.intent(index).attempt_id) for index in (0, 2)]
        )

        assert resumed.calls(rows.RUN) == 3


def test_tokens_add_up_where_the_product_says_them(store: Store, rows: ModuleType) -> None:
    rows.start(store)

    store.write(rows.RUN, [rows.replied(0, tokens=10), rows.replied(1, tokens=None)])
    store.write(rows.RUN, [rows.replied(2, tokens=5), rows.faulted(2, trial=2)])

    assert store.tokens(rows.RUN) == 15


def test_what_a_process_has_spent_takes_the_place_of_what_it_had_spent(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store)
    rows.start(store, run_id="another")
    others = [rows.spending(account="p2"), rows.spending(model="llm@1+def")]

    store.write(rows.RUN, [rows.spending(calls=3, tokens=900), *others])
    store.write(rows.RUN, [rows.spending(calls=4, tokens=160)])
    store.write("another", [rows.spending(calls=9)])

    found = store.spending(rows.RUN)
    assert sorted((one.account, one.model, one.calls, one.tokens) for one in found) == [
        ("p1", "llm@1+abc", 4, 160),
        ("p1", "llm@1+def", 3, 120),
        ("p2", "llm@1+abc", 3, 120),
    ]


def test_pending_gives_trial_one_of_every_case_before_trial_two(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store, cases=PAGE + 2, trials=2)
    store.write(rows.RUN, [rows.replied(1), rows.faulted(PAGE, trial=2)])

    found = [(case.id, trial) for case, trial in store.pending(rows.RUN, 2)]

    first = [(rows.case_id(i), 1) for i in range(PAGE + 2) if i != 1]
    second = [(rows.case_id(i), 2) for i in range(PAGE + 2) if i != PAGE]
    assert found == first + second


def test_pending_gives_no_play_twice_while_it_is_stored(store: Store, rows: ModuleType) -> None:
    rows.start(store, cases=PAGE + 20, trials=2)
    index_of = {rows.case_id(index): index for index in range(PAGE + 20)}
    seen, batch = [], []

    for case, trial in store.pending(rows.RUN, 2):
        seen.append((case.id, trial))
        batch.append(rows.faulted(index_of[case.id], trial=trial))
        if len(batch) == 90:
            store.write(rows.RUN, batch)
            batch = []

    assert len(seen) == len(set(seen)) == 2 * (PAGE + 20)


def test_unjudged_gives_the_replies_that_a_judge_has_not_seen(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store, cases=4)
    attempts = [rows.replied(0), rows.replied(1), rows.faulted(2), rows.replied(3)]
    said = [rows.judgement(0), rows.judgement(3, judge="other@1"), rows.review(1)]

    store.write(rows.RUN, [*attempts, *said])

    found = list(store.unjudged(rows.RUN, rows.JUDGE))
    assert found == [(rows.case(1), attempts[1]), (rows.case(3), attempts[3])]
    assert [attempt for _, attempt in store.replies(rows.RUN)] == [
        attempts[0],
        attempts[1],
        attempts[3],
    ]


def test_attempts_and_judgements_of_ids_come_in_the_order_asked_for(
    store: Store, rows: ModuleType
) -> None:
    rows.start(store, cases=3, trials=2)
    attempts = [rows.replied(0), rows.replied(0, trial=2), rows.faulted(2)]
    said = [rows.judgement(0), rows.judgement(0, trial=2)]
    store.write(rows.RUN, [*attempts, *said])
    ids = [attempts[2].id, attempts[1].id, "nope#1", attempts[0].id]

    assert list(store.attempts(rows.RUN, ids)) == [attempts[2], attempts[1], attempts[0]]
    assert list(store.judgements(rows.RUN, ids)) == [said[1], said[0]]
    assert list(store.judgements(rows.RUN, [])) == []


def test_writing_nothing_does_nothing(store: Store) -> None:
    store.write("no such run", [])
