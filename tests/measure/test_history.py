"""Since when a rule is broken, and which cases only cost."""

from datetime import UTC, datetime, timedelta

import pytest

from brightline.measure.history import costly, trails
from brightline.measure.rates import rate
from brightline.records import CaseCost, Gate, RulePoint, RunPoint

START = datetime(2026, 11, 1, tzinfo=UTC)


def runs(*gates: str) -> list[RunPoint]:
    """One run a word: b broken, h holds, u unproven; a capital means another judge."""
    words = {"b": Gate.BROKEN, "h": Gate.HOLDS, "u": Gate.UNPROVEN}
    return [
        RunPoint(
            run_id=f"r{at}",
            started_at=START + timedelta(days=at),
            gate=words[gate.lower()],
            target="t",
            rules=(
                RulePoint(
                    rule_id="gore",
                    gate=words[gate.lower()],
                    rate=rate(0, 10),
                    tolerance=0.02,
                    differs=("judge",) if gate.isupper() else (),
                ),
            ),
        )
        for at, gate in enumerate(gates)
    ]


@pytest.mark.parametrize(
    ("gates", "since", "times"),
    [
        ("hhb", "r2", 1),
        ("hbb", "r1", 2),
        ("bhb", "r2", 2),
        ("bbh", None, 2),
        ("hbBb", "r1", 2),
        ("bHb", "r0", 2),
        ("ubu", None, 1),
    ],
)
def test_a_rule_is_broken_since_the_first_run_of_the_last_row(
    gates: str, since: str | None, times: int
) -> None:
    (trail,) = trails(runs(*gates))

    assert trail.broken_since == since
    assert trail.broken_runs == times
    assert trail.runs == sum(gate.islower() for gate in gates)


@pytest.mark.parametrize(
    ("gates", "older", "longer"),
    [
        ("bbb", 3, True),
        ("bbb", 0, False),
        ("hbb", 3, False),
        ("Hbb", 3, True),
        ("bbh", 3, False),
    ],
)
def test_broken_in_every_run_that_was_looked_at_may_be_broken_for_longer(
    gates: str, older: int, *, longer: bool
) -> None:
    (trail,) = trails(runs(*gates), older=older)

    assert trail.or_before is longer


def cost(name: str, *, tokens: int = 0, seconds: float = 1.0, runs: int = 3) -> CaseCost:
    return CaseCost(
        case_id=name,
        rule_id="gore",
        technique="direct",
        runs=runs,
        plays=3 * runs,
        tokens=tokens,
        seconds=seconds,
    )


def test_what_never_failed_and_costs_twice_the_usual_is_named_the_dearest_first() -> None:
    cases = [cost(f"c{at}", tokens=100) for at in range(5)]
    cases += [
        cost("dear", tokens=200),
        cost("dearer", tokens=900),
        cost("young", tokens=600, runs=2),
    ]
    cases += [cost("failed", tokens=900)]

    assert [one.case_id for one in costly(cases, frozenset({"failed"}))] == ["dearer", "dear"]


def test_where_nobody_tells_tokens_seconds_count() -> None:
    cases = [*(cost(f"c{at}") for at in range(3)), cost("slow", seconds=30)]

    assert [one.case_id for one in costly(cases, frozenset())] == ["slow"]


def test_nothing_is_named_where_nothing_was_played_or_cost() -> None:
    assert costly([], frozenset()) == ()
    assert costly([cost("a", seconds=0), cost("b", seconds=0)], frozenset()) == ()
