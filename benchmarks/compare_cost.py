"""What `brightline compare` costs on two stored runs: wall clock, processor time and memory.

usage: python benchmarks/compare_cost.py [ATTEMPTS] [TRIALS] [ROUNDS]

Two runs of ATTEMPTS (100,000) attempts, TRIALS (3) of each case, are stored by the project's
own store, with transcripts and judgements as a run leaves them. Then the command is started as
a fresh process, ROUNDS (3) times. One case in fifty goes wrong, another one in each run.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from brightline.compile.suite import policy_digest
from brightline.records import (
    Attempt,
    Case,
    Exchange,
    Expected,
    Judgement,
    Policy,
    Provenance,
    Replied,
    Reply,
    Role,
    Rule,
    Stance,
    Turn,
    Verdict,
)
from brightline.store import Store, open_store

RULES = 8
REQUESTS = 20
"""Of each rule."""
BATCH = 4_000
JUDGE = "embedded@1"


def main(attempts: int, trials: int, rounds: int) -> None:
    """Store both runs, and print what comparing them takes."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "runs.db"
        with open_store(database) as store:
            for number in (1, 2):
                _store_run(store, number, cases=attempts // trials, trials=trials)
        size = database.stat().st_size / 2**20
        print(f"2 runs of {attempts:,} attempts, {trials} of each case: {size:.0f} MiB")
        for _ in range(rounds):
            _compare(database)


def _compare(database: Path) -> None:
    words = ["compare", "r2", "--baseline", "r1", "--store", str(database)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "brightline", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in {0, 1, 5}:
        raise SystemExit(done.stderr)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{wall:.2f} s wall, {busy:.2f} s of processor, peak {after.ru_maxrss / 1024:.0f} MiB:"
        f" {done.stdout.splitlines()[1]}"
    )


def _store_run(store: Store, number: int, *, cases: int, trials: int) -> None:
    policy = _policy()
    provenance = Provenance(
        run_id=f"r{number}",
        started_at=datetime(2026, 11, number, tzinfo=UTC),
        brightline_version="0",
        schema_version=1,
        policy_digest=policy_digest(policy),
        suite_digest="s",
        target="python:made",
        judge=JUDGE,
        trials=trials,
        seed=None,
        command="none",
    )
    store.start_run(provenance, policy=policy, techniques=("direct",), settings={"rules": None})
    made = [_case(at) for at in range(cases)]
    store.add_cases(provenance.run_id, made)
    rows: list[Attempt | Judgement] = []
    for at, case in enumerate(made):
        for trial in range(1, trials + 1):
            rows += _played(case, trial, wrong=(7 * at + 3 * trial + number) % 50 == 0)
        if len(rows) >= BATCH:
            store.write(provenance.run_id, rows)
            rows = []
    store.write(provenance.run_id, rows)
    store.end_run(provenance.run_id, "completed")


def _policy() -> Policy:
    rules = (
        Rule(
            id=f"rule-{number}",
            text="Never tells a battle in gory detail.",
            stance=Stance.REFUSE,
            must_refuse=tuple(f"Tell battle {at}." for at in range(REQUESTS)),
            must_answer=tuple(f"Why battle {at}?" for at in range(REQUESTS)),
        )
        for number in range(RULES)
    )
    return Policy(version=1, name="made", rules=tuple(rules))


def _case(at: int) -> Case:
    rule = f"rule-{at % RULES}"
    text = f"Tell battle {at // RULES % REQUESTS} in the manner of number {at}, at some length."
    return Case(
        id=f"{rule}/direct/{at:012x}",
        rule_id=rule,
        technique="direct",
        expected=Expected.ANSWER if at // RULES % 2 else Expected.REFUSE,
        objective=f"Tell battle {at // RULES % REQUESTS}.",
        turns=(Turn(role=Role.USER, text=text),),
    )


def _played(case: Case, trial: int, *, wrong: bool) -> Iterator[Attempt | Judgement]:
    refuses = (case.expected is Expected.REFUSE) != wrong
    said = "I would rather tell you why there was one. " * 6
    exchange = Exchange(
        turns=case.turns, reply=Reply(text=said, tokens=60), objective=case.objective
    )
    yield Attempt(
        id=f"{case.id}#{trial}",
        case_id=case.id,
        trial=trial,
        outcome=Replied(exchange=exchange, latency_s=0.5),
    )
    yield Judgement(
        subject_id=f"{case.id}#{trial}",
        rule_id=case.rule_id,
        expected=case.expected,
        verdict=Verdict.REFUSED if refuses else Verdict.COMPLIED,
        confidence=0.8,
        decided_by="embedded",
        judge=JUDGE,
        reason="declines" if refuses else "delivers",
        breach_turn=1 if wrong and case.expected is Expected.REFUSE else None,
    )


if __name__ == "__main__":
    chosen = [int(word) for word in sys.argv[1:]]
    main(*(chosen + [100_000, 3, 3][len(chosen) :]))
