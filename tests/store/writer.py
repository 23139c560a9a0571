"""A process that plays a known run into a store, forked on demand to be killed often.

Reads one order per line as JSON, forks a child that carries it out, and prints the pid of the
child and later its exit code. What the child believes to be durable it appends to a log first
thing afterwards; what is in that log outlives a SIGKILL.
"""

import errno
import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

import psycopg  # noqa: F401 - loaded once, for every child
import rows
import sqlalchemy as sa

from brightline.errors import BrightlineError
from brightline.records import Attempt, Expected, Fault, Judgement, Replied, Verdict
from brightline.store import Store, open_store

Note = Callable[[str, str, list[str]], None]
Work = Callable[[dict[str, Any], Note], None]

VERDICTS = (Verdict.REFUSED, Verdict.COMPLIED, Verdict.REDIRECTED, Verdict.UNDECIDED)


def attempt_of(index: int, trial: int) -> Attempt:
    if index % 7 == 3:
        return rows.faulted(index, trial=trial, fault=Fault.HTTP_5XX)
    return rows.replied(index, trial=trial, text=f"reply {index} {trial} " * (1 + index % 50))


def judgement_of(index: int, trial: int) -> Judgement:
    verdict = VERDICTS[(index + trial) % len(VERDICTS)]
    return rows.judgement(index, trial=trial, verdict=verdict)


def run_of(store: Store, order: dict[str, Any]) -> str:
    """Return the run to go on with, started if there is none."""
    wanted = rows.provenance(f"run-{len(store.runs())}", trials=order["trials"])
    found = store.find_unfinished(wanted)
    if found is not None:
        return found.run_id
    store.start_run(wanted, policy=rows.POLICY, techniques=("direct",))
    sides = (Expected.REFUSE, Expected.ANSWER)
    store.add_cases(
        wanted.run_id,
        (rows.case(index, expected=sides[index % 2]) for index in range(order["cases"])),
    )
    return wanted.run_id


def work(order: dict[str, Any], note: Note) -> None:
    with open_store(order["url"]) as store:
        run_id = run_of(store, order)
        for _, attempt in store.unjudged(run_id, rows.JUDGE):
            index = int(attempt.outcome.exchange.objective.split()[1])
            said = judgement_of(index, attempt.trial)
            store.write(run_id, [said])
            note("said", run_id, [said.subject_id])
        plan = store.pending(run_id, order["trials"])
        while batch := list(islice(plan, order["batch"])):
            keys = [(int(case.objective.split()[1]), trial) for case, trial in batch]
            play(store, run_id, keys, note=note, early=order["early"])
        store.end_run(run_id, "completed", finished_at=rows.START)
        note("ended", run_id, [])


def play(
    store: Store, run_id: str, keys: Sequence[tuple[int, int]], *, note: Note, early: bool
) -> None:
    intents = [rows.intent(index, trial=trial) for index, trial in keys]
    attempts = [attempt_of(*key) for key in keys]
    said = [
        judgement_of(*key)
        for key, attempt in zip(keys, attempts, strict=True)
        if isinstance(attempt.outcome, Replied)
    ]
    store.write(run_id, intents)
    note("sent", run_id, [item.attempt_id for item in intents])
    if early:
        # The broken variant: it reports what is not durable yet.
        note("ended_play", run_id, [item.id for item in attempts])
    store.write(run_id, attempts)
    if not early:
        note("ended_play", run_id, [item.id for item in attempts])
    store.write(run_id, said)
    note("said", run_id, [item.subject_id for item in said])


def burn(call: str, times: int) -> None:
    """Make a system call often, to nobody's harm: `strace` counts the calls of each process."""
    null = os.open(os.devnull, os.O_WRONLY)
    make = {
        "pwrite64": lambda: os.pwrite(null, b"x", 0),
        "fdatasync": lambda: os.fdatasync(null),
        "fsync": lambda: os.fsync(null),
        "ftruncate": lambda: os.ftruncate(null, 0),
    }[call]
    for _ in range(times):
        try:
            make()
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
    os.close(null)


def carry_out(order: dict[str, Any], work: Work) -> int:
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(what: str, run_id: str, ids: list[str]) -> None:
        os.write(log, (json.dumps([what, run_id, ids]) + "\n").encode())

    try:
        burn(*order["burn"])
        work(order, note)
    except BrightlineError as error:
        note("failed", error.slug, [str(error)])
        return error.exit_code
    except BaseException:  # noqa: BLE001 - the parent reads it, and no child may go on
        traceback.print_exc()
        return 70
    return 0


def warm_up() -> None:
    """Load what a play would load, without a write: strace counts ours too."""
    with sa.create_engine("sqlite://").connect() as connection:
        sa.inspect(connection).get_table_names()
        connection.execute(sa.select(1)).all()


def main(work: Work) -> None:
    warm_up()
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            code = carry_out(order, work)
            os._exit(code)
        print(pid, flush=True)  # noqa: T201 - how it answers
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - how it answers


if __name__ == "__main__":
    main(work)
