"""Whatever a run is like, its rows show by themselves what the gate said of it."""

import random
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import made_runs
import pytest

from brightline.pipeline.evidence.verdict import Verdict
from brightline.records import Report
from brightline.store import open_store

QUICK, MANY = 40, 2000
STORED_TOGETHER = 50
"""Runs in one database: more would only make every look at it slower."""


def seen(seeds: Iterable[int], folder: Path) -> Counter[str]:
    """Let both gates say what they say of made runs; fails where they differ."""
    words: Counter[str] = Counter()
    for seed in seeds:
        rng = random.Random(seed)  # noqa: S311 - a simulation
        made = made_runs.any_run(rng, f"p{seed}")
        with open_store(folder / f"{seed // STORED_TOGETHER}.db") as store:
            run = made_runs.keep(store, made, f"r{seed}", rng=rng)
            report, verdict = made_runs.both(store, run, made)
        assert word_for_word(report) == by_rows(verdict), seed
        assert verdict.gate is report.summary.gate, seed
        assert verdict.found.doubts == [], seed
        words[verdict.gate.value] += 1
    return words


def word_for_word(report: Report) -> object:
    summary = report.summary
    rules = {rule.rule_id: rule.gate.value for rule in summary.rules}
    return summary.gate.value, rules, summary.planned, summary.outcomes


def by_rows(verdict: Verdict) -> object:
    found = verdict.found
    rules = {rule: gate for rule, (gate, _) in found.rules.items()}
    return found.gate, rules, sum(found.outcomes.values()), found.outcomes


def test_both_gates_say_the_same_of_any_run(memory_path: Path) -> None:
    words = seen(range(QUICK), memory_path)

    assert set(words) == {"holds", "broken", "unproven"}


@pytest.mark.promise
def test_both_gates_say_the_same_of_2000_runs(memory_path: Path) -> None:
    words = seen(range(10_000, 10_000 + MANY), memory_path)

    print("", f"both gates agree: {dict(words)}", sep="\n")  # noqa: T201 - a sweep prints what it measured
    assert min(words.values()) > MANY / 20
