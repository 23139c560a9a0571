"""A rule's two sides in, pairs out: everybody once, by content alone, cheap at any length."""

import json
from collections import Counter
from random import Random

import pytest
from hypothesis import given, strategies as st

from brightline.compile.pairs import Pair, listed, pairs
from brightline.records import Policy, Rule, Scope, Stance


def paired(
    probes: tuple[str, ...], controls: tuple[str, ...], *, seed: int = 0
) -> tuple[Pair, ...]:
    rule = Rule(
        id="homework",
        text="Gives hints.",
        stance=Stance.REFUSE,
        must_refuse=probes,
        must_answer=controls,
    )
    policy = Policy(version=1, name="Sprout", scope=Scope(does=()), rules=(rule,))
    return pairs(rule, policy, seed=seed)


def side(name: str, count: int) -> tuple[str, ...]:
    return tuple(f"{name} number {index}" for index in range(count))


sides = st.tuples(st.integers(1, 40), st.integers(1, 40))


@given(sides, st.integers(0, 5))
def test_everybody_has_a_partner_and_the_shorter_side_takes_turns(
    counts: tuple[int, int], seed: int
) -> None:
    probes, controls = side("probe", counts[0]), side("control", counts[1])

    found = paired(probes, controls, seed=seed)

    assert len(set(found)) == len(found) == max(counts)
    by_probe = Counter(probe for probe, _ in found)
    by_control = Counter(control for _, control in found)
    assert (set(by_probe), set(by_control)) == (set(probes), set(controls))
    shorter = by_probe if counts[0] < counts[1] else by_control
    fair = max(counts) / min(counts)
    assert max(shorter.values()) < 2 * fair + 1
    assert min(shorter.values()) > fair / 2 - 1


@given(sides, st.randoms(use_true_random=False))
def test_who_is_paired_does_not_depend_on_the_order(
    counts: tuple[int, int], shuffler: Random
) -> None:
    probes, controls = side("probe", counts[0]), side("control", counts[1])
    mixed = tuple(tuple(shuffler.sample(each, len(each))) for each in (probes, controls))

    assert set(paired(mixed[0], mixed[1])) == set(paired(probes, controls))


def test_pairs_come_in_the_order_in_which_the_owners_wrote_the_requests() -> None:
    probes = side("probe", 9)

    assert [probe for probe, _ in paired(probes, side("control", 9))] == list(probes)


def test_another_seed_gives_other_pairs() -> None:
    probes, controls = side("probe", 20), side("control", 20)

    assert set(paired(probes, controls, seed=1)) != set(paired(probes, controls, seed=2))


@pytest.mark.parametrize("counts", [(300, 300), (300, 200), (200, 300)])
def test_one_request_more_parts_few_of_the_pairs_that_were_there(
    counts: tuple[int, int],
) -> None:
    parted = 0
    for seed in range(10):
        probes, controls = side("probe", counts[0]), side("control", counts[1])
        before = set(paired(probes, controls, seed=seed))
        parted += len(before - set(paired((*probes, "new"), controls, seed=seed)))
        parted += len(before - set(paired(probes, (*controls, "new"), seed=seed)))

    assert parted / 20 < 0.1 * max(counts)


@pytest.mark.parametrize("counts", [(5_000, 5_000), (20_000, 2), (2, 20_000)])
def test_a_rule_of_thousands_of_requests_is_paired_at_once(counts: tuple[int, int]) -> None:
    # Looking at all pairs of the first would take minutes and gigabytes.
    assert len(paired(side("probe", counts[0]), side("control", counts[1]))) == max(counts)


@pytest.mark.parametrize(
    "parts", [("a", 1), ('é"\\\n\x00\u2028\ud800', -3, ""), ("smile \U0001f600",), ()]
)
def test_what_an_id_is_made_of_is_what_json_writes(parts: tuple[str | int, ...]) -> None:
    assert listed(parts) == json.dumps(parts, ensure_ascii=False)
