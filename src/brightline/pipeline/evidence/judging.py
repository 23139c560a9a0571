"""Exchanges of a file or of a stored run in, judgements out, without a call to the product."""

import json
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import anyio

from brightline.errors import UsageError
from brightline.judge.calibrated import calibration_of
from brightline.judge.cascade import batch_of, close_judge, models_of, spent_by
from brightline.judge.selftest import self_test
from brightline.load.exchanges import read_exchanges
from brightline.load.policy import load_policy
from brightline.pipeline.accounts import Accounts
from brightline.pipeline.evidence.concluding import conclude
from brightline.pipeline.evidence.repeats import settle_repeats
from brightline.pipeline.evidence.reporting import build_report
from brightline.pipeline.evidence.reviewed import counted_plays
from brightline.ports import Judge
from brightline.records import (
    Expected,
    Gap,
    Judgement,
    Provenance,
    Question,
    Replied,
    Report,
    Verdict,
)
from brightline.store import Store

BATCH = 256
"""Exchanges judged at once: where the embedded judge is fastest."""


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
        ConfigurationError: the judge's model cannot be asked; nothing was judged.
    """
    known = load_policy(policy) if policy is not None else None
    bad = 0
    batch: list[Question] = []
    name = "stdin" if str(file) == "-" else str(file)
    async with closing(judge):
        for found in read_exchanges(_lines(file), name=name, policy=known):
            if isinstance(found, UsageError):
                bad += 1
                complain(str(found))
                continue
            batch.append(found)
            if len(batch) == _batch(judge):
                await _emit(batch, judge, emit)
                batch = []
        await _emit(batch, judge, emit)
    return bad


async def ask_once(judge: Judge, questions: Sequence[Question]) -> Sequence[Judgement]:
    """Return a judge's judgements, one per question in order, and close it."""
    async with closing(judge):
        return await judge.judge(questions)


@asynccontextmanager
async def closing(judge: Judge) -> AsyncIterator[None]:
    """Give back a judge's connections in the end, also when it is interrupted."""
    try:
        yield
    finally:
        with anyio.CancelScope(shield=True):
            await close_judge(judge)


async def judge_again(store: Store, provenance: Provenance, judge: Judge) -> Report:
    """Judge every stored reply of a run again; the run's verdict is then this judge's.

    What its models cost this run before counts in their budget.  Where one of them cannot be
    asked any more, what the same judge said earlier stands.

    Raises:
        UsageError: the run is being played, or the budget of a model is spent.
        ConfigurationError: the judge's model cannot be asked; nothing was judged.
    """
    async with closing(judge):
        return await _judge_again(store, provenance, judge)


async def _judge_again(store: Store, provenance: Provenance, judge: Judge) -> Report:
    run_id = provenance.run_id
    with store.lock(run_id):
        Accounts(store, judge).open(run_id)
        _check_budget(judge, run_id)
        policy = store.run_policy(run_id)
        rules = {rule.id: rule for rule in policy.rules}
        batch: list[Question] = []

        for case, attempt in store.replies(run_id):
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
            if len(batch) == _batch(judge):
                store.write(run_id, _kept(store, run_id, await judge.judge(batch)))
                batch = []
        store.write(run_id, _kept(store, run_id, await judge.judge(batch)) if batch else [])
        judged = store.set_judge(run_id, judge.id, calibration_of(judge))
        settle_repeats(store, judged, counted_plays(store, judged))
    # A language model may err in its own way on every policy: it is tried on this one too.
    problems = await self_test(judge, policy) if models_of(judge) else ()
    report = build_report(store, judged, judge=judge, judge_problems=problems)
    conclude(store, report, problems)
    return report


def _check_budget(judge: Judge, run_id: str) -> None:
    for model in models_of(judge):
        if model.is_spent:
            raise UsageError(
                f"run {run_id} has spent all calls that the judge's budget allows",
                slug="budget-too-small",
                where=model.target_name,
                hint="Raise budget_calls in judge.yaml: what a run has cost before counts.",
            )


def _kept(store: Store, run_id: str, said: Sequence[Judgement]) -> list[Judgement]:
    """Return what was said; no failure takes the place of what the same judge said before."""
    failed = {one.subject_id: one.judge for one in said if one.gap is Gap.JUDGE_ERROR}
    if not failed:
        return list(said)
    known = {
        one.subject_id
        for one in store.judgements(run_id, tuple(failed))
        if one.judge == failed[one.subject_id]
    }
    return [one for one in said if one.subject_id not in failed.keys() & known]


async def problems_of(judge: Judge, policy: Path) -> tuple[str, ...]:
    """Return what a judge's self-test finds for a policy; empty when it may be listened to."""
    async with closing(judge):
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
        "calls": said.calls,
        "tokens": said.tokens,
    }
    return json.dumps(line, ensure_ascii=False)


def asked_words(judge: Judge) -> str:
    """Return which language models will be shown exchanges; empty where there are none."""
    names = " and ".join(model.target_name for model in models_of(judge))
    return f"exchanges that go on to a language model are shown to {names}" if names else ""


def cost_words(judge: Judge) -> str:
    """Return what a judge's language models have cost; empty where there are none."""
    if not models_of(judge):
        return ""
    spent = spent_by(judge)
    return f"the judge made {spent.calls:,} calls to a language model, {spent.tokens:,} tokens"


def _batch(judge: Judge) -> int:
    return batch_of(judge, BATCH)


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
