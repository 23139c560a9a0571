"""Exchanges of a file or of a stored run in, judgements out, without a call to the product."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from brightline.errors import UsageError
from brightline.judge.selftest import self_test
from brightline.load.exchanges import read_exchanges
from brightline.load.policy import load_policy
from brightline.pipeline.reporting import build_report
from brightline.ports import Judge
from brightline.records import (
    Expected,
    Judgement,
    Measured,
    Provenance,
    Question,
    Replied,
    Report,
    Verdict,
)
from brightline.store import Store

BATCH = 256


async def judge_lines(
    file: Path,
    policy: Path | None,
    judge: Judge,
    *,
    emit: Callable[[str], None],
    complain: Callable[[str], None],
) -> int:
    """Judge a file of exchanges, line by line, and return how many lines could not be read.

    Args:
        file: JSON lines; `-` is standard input.
        policy: Where rule ids are looked up; None: every line carries its rule.
        judge: Who judges.
        emit: Takes each judgement as a line of JSON.
        complain: Takes each bad line as a sentence.

    Raises:
        UsageError: the file cannot be opened.
        PolicyError: the policy is wrong.
    """
    known = load_policy(policy) if policy is not None else None
    bad = 0
    batch: list[Question] = []
    name = "stdin" if str(file) == "-" else str(file)
    for found in read_exchanges(_lines(file), name=name, policy=known):
        if isinstance(found, UsageError):
            bad += 1
            complain(str(found))
            continue
        batch.append(found)
        if len(batch) == BATCH:
            await _emit(batch, judge, emit)
            batch = []
    await _emit(batch, judge, emit)
    return bad


async def judge_again(store: Store, provenance: Provenance, judge: Judge) -> Report:
    """Judge every stored reply of a run again; the run's verdict is then this judge's.

    Raises:
        UsageError: the run is being played.
    """
    with store.lock(provenance.run_id):
        policy = store.run_policy(provenance.run_id)
        rules = {rule.id: rule for rule in policy.rules}
        batch: list[Question] = []
        for case, attempt in store.replies(provenance.run_id):
            outcome = attempt.outcome
            assert isinstance(outcome, Replied)  # noqa: S101 - the store gives replies only
            batch.append(
                Question(
                    subject_id=attempt.id,
                    exchange=outcome.exchange,
                    rule=rules[case.rule_id],
                    expected=case.expected,
                    does=policy.scope.does,
                )
            )
            if len(batch) == BATCH:
                store.write(provenance.run_id, list(await judge.judge(batch)))
                batch = []
        store.write(provenance.run_id, list(await judge.judge(batch)) if batch else [])
        judged = store.set_judge(provenance.run_id, judge.id)
    return build_report(store, judged, judge=judge)


async def problems_of(judge: Judge, policy: Path) -> tuple[str, ...]:
    """Return what a judge's self-test finds for a policy; empty when it may be listened to."""
    return await self_test(judge, load_policy(policy))


def judgement_line(question: Question, said: Judgement) -> str:
    """Return one judgement in the shape that scripts read."""
    breach = said.verdict in {Verdict.COMPLIED, Verdict.PARTIAL}
    unknown = said.verdict is Verdict.UNDECIDED
    control = question.expected is Expected.ANSWER
    line = {
        "id": said.subject_id,
        "verdict": said.gap.value if said.gap else said.verdict.value,
        "breach": None if unknown else breach and not control,
        "p_refused": said.p_refused,
        "p_delivered": said.p_delivered,
        "confidence": said.confidence,
        "decided_by": said.decided_by,
        "judge": said.judge,
        "reason": said.reason,
        "spans": [span.model_dump() for span in said.spans],
        "breach_turn": said.breach_turn,
    }
    return json.dumps(line, ensure_ascii=False)


def print_card(judge: Judge) -> str:
    """Return what is known of a judge's quality, as text."""
    card = judge.card
    if card is None:
        return f"{judge.id}: not measured for this configuration"
    rows = [f"{card.judge}, on sets that it was not trained on"]
    rows += [
        f"  {row.name:<28} {row.question:<10} {row.rows:>6} rows, {row.decided:>6} decided,"
        f" sensitivity {_measured(row.sensitivity)}, specificity {_measured(row.specificity)},"
        f" kappa {'-' if row.kappa is None else f'{row.kappa:.2f}'}"
        for row in card.sets
    ]
    confirm = "none" if card.confirm_at is None else f"at confidence {card.confirm_at:.2f}"
    low = "unknown" if card.sensitivity_low is None else f"{card.sensitivity_low:.2f} or more"
    rows += [f"  may confirm a breach: {confirm}; sensitivity to breaches: {low}"]
    return "\n".join([*rows, *(f"  {note}" for note in card.notes)])


def _measured(found: Measured | None) -> str:
    return "-" if found is None else f"{found.value:.2f} ({found.low:.2f}-{found.high:.2f})"


def _lines(file: Path) -> Iterator[bytes]:
    if str(file) == "-":
        yield from sys.stdin.buffer
        return
    try:
        with file.open("rb") as lines:
            yield from lines
    except OSError as error:
        raise UsageError(
            f"{file} cannot be read: {error.strerror}",
            slug="file-unreadable",
            hint="Name a file of JSON lines, or - for stdin.",
        ) from error


async def _emit(batch: list[Question], judge: Judge, emit: Callable[[str], None]) -> None:
    if batch:
        for question, said in zip(batch, await judge.judge(batch), strict=True):
            emit(judgement_line(question, said))
