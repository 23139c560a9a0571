"""A run that ends before its plan does has played every rule and technique about equally."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from pathlib import Path
from types import ModuleType

import pytest

from brightline.compile.suite import compile_cases
from brightline.load.policy import load_policy
from brightline.plugins import find_techniques
from brightline.records import Case, Expected
from brightline.store import Store, open_store
from brightline.store.breadth import Breadth

POLICY = Path(__file__).parent.parent.parent / "examples" / "bank" / "policy.yaml"
TRIALS = 2
STEP = 2
"""Cases that are played at once: a probe and its control."""

Play = tuple[Case, int]


@pytest.fixture(scope="module")
def suite() -> Sequence[Case]:
    return tuple(compile_cases(load_policy(POLICY), find_techniques("default", ()), seed=1))


@pytest.fixture
def pending(store: Store, rows: ModuleType, suite: Sequence[Case]) -> Iterator[Play]:
    start(store, rows, suite)
    return store.pending(rows.RUN, TRIALS)


def start(store: Store, rows: ModuleType, suite: Iterable[Case]) -> None:
    store.start_run(rows.provenance(trials=TRIALS), policy=rows.POLICY, techniques=("direct",))
    store.add_cases(rows.RUN, suite)


def left_behind(played: Sequence[Case], suite: Sequence[Case]) -> list[str]:
    """Return the rules, cells and techniques that could have had more before others did."""
    found: list[str] = []
    cells: defaultdict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    had = Counter((case.rule_id, case.technique) for case in played)
    for (rule, technique), planned in Counter(
        (case.rule_id, case.technique) for case in suite
    ).items():
        cells[rule][technique] = (had[rule, technique], planned)
    for rule, mine in cells.items():
        found += [f"{rule}/{name}" for name in _behind(mine)]
    found += _behind({rule: _sum(mine.values()) for rule, mine in cells.items()})
    whole: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for mine in cells.values():
        for technique, counts in mine.items():
            whole[technique].append(counts)
    shares = {name: _sum(counts) for name, counts in whole.items() if len(counts) == len(cells)}
    return found + _behind(shares, apart=STEP * len(cells))


def _sum(counts: Iterable[tuple[int, int]]) -> tuple[int, int]:
    had, planned = zip(*counts, strict=True)
    return sum(had), sum(planned)


def _behind(counts: dict[str, tuple[int, int]], apart: int = STEP) -> list[str]:
    """Return what was played less than others by more than that, and not to its end."""
    most = max(had for had, _ in counts.values())
    return [name for name, (had, planned) in counts.items() if had < min(planned, most - apart)]


@pytest.mark.parametrize("share", [50, 16, 8, 4, 2])
def test_a_part_of_a_run_plays_every_rule_and_technique_about_equally(
    share: int, pending: Iterator[Play], suite: Sequence[Case]
) -> None:
    budget = len(suite) // share

    played = [case for case, _ in islice(pending, budget)]

    assert left_behind(played, suite) == []
    assert left_behind(suite[:budget], suite), "the order of the suite would do"


def test_a_budget_of_a_pair_for_each_column_tries_all_of_them(
    pending: Iterator[Play], suite: Sequence[Case]
) -> None:
    names = {technique.name for technique in find_techniques("default", ())}
    budget = STEP * (len(names) + len({case.rule_id for case in suite}))

    played = [case.technique for case, _ in islice(pending, budget)]

    assert names <= set(played)
    assert max(Counter(played).values()) <= budget / 4, "one technique has most of it"


def test_every_case_comes_once_a_trial_and_a_control_right_after_its_probe(
    pending: Iterator[Play], suite: Sequence[Case]
) -> None:
    followed = {
        probe.id: control.id
        for probe, control in pairwise(suite)
        if probe.twin_id == control.id and control.expected is Expected.ANSWER
    }

    plays = [(case.id, trial) for case, trial in pending]

    assert [trial for _, trial in plays] == sorted([1, 2] * len(suite))
    for first in (0, len(suite)):
        ids = [case_id for case_id, _ in plays[first : first + len(suite)]]
        assert sorted(ids) == sorted(case.id for case in suite)
        after = dict(pairwise(ids))
        assert {probe: after[probe] for probe in followed} == followed


def test_a_killed_run_plays_the_rest_of_the_same_order(
    store_url: str, rows: ModuleType, suite: Sequence[Case]
) -> None:
    with open_store(store_url) as store:
        start(store, rows, suite)
        whole = list(store.pending(rows.RUN, TRIALS))
        # What was in flight when the process died is not there, what was behind it may be.
        stored = [*whole[:700], *whole[703:720], *whole[len(suite) :][:9]]
        store.write(rows.RUN, [faulted(rows, play) for play in stored])

    with open_store(store_url) as store:
        rest = list(store.pending(rows.RUN, TRIALS))

    gone = {(case.id, trial) for case, trial in stored}
    assert rest == [play for play in whole if (play[0].id, play[1]) not in gone]


def faulted(rows: ModuleType, play: Play) -> object:
    case, trial = play
    return rows.faulted(0).model_copy(
        update={"id": f"{case.id}#{trial}", "case_id": case.id, "trial": trial}
    )


def test_a_long_suite_costs_four_bytes_a_case() -> None:
    import tracemalloc

    count = 30_000
    rest = {"technique": "direct", "expected": Expected.REFUSE}
    tracemalloc.start()
    try:
        order = Breadth()
        for position in range(count):
            order.add(position, rule_id=f"{position // 2_000}", **rest)
        played = sum(1 for _ in order)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert played == count
    assert peak < 6 * count
