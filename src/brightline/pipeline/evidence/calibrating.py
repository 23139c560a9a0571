"""A reviewed run or a file of labels in, a calibration of a judge out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from brightline.errors import UsageError
from brightline.judge.calibrated import CalibratedJudge, chance_of
from brightline.load.labels import Labelled, read_labels
from brightline.load.policy import load_policy
from brightline.load.source import read_bytes
from brightline.measure.calibrate import Label, card_row, count_errors, fit_curve
from brightline.measure.corrected import shows_misses
from brightline.measure.coverage import TABLE, Reading
from brightline.measure.rates import interval, upper_bound
from brightline.pipeline.evidence.drawn import CERTAIN, draw, read_of_draw
from brightline.pipeline.evidence.judging import ask_once
from brightline.pipeline.home import store_words_of
from brightline.ports import Judge
from brightline.records import (
    Calibration,
    Counted,
    Expected,
    Judgement,
    Provenance,
    Question,
    Replied,
    Sampled,
    Verdict,
)
from brightline.store import Store
from brightline.words import command, counted

LEAST = 30
"""Labels below which nothing is learned from them."""

REPEAT = "repeat"
"""Who decided, where a reply is the same as those under other rules."""

CONFIRMS = 0.98
"""Share of right breaches below which a judge may not confirm one alone."""

MAX_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """What people said, and where it comes from."""

    labels: tuple[Labelled, ...]
    sampled: Sampled
    source: str
    more: str
    """How to get more labels."""
    drawn: int = 0
    """So many of a stored run count as drawn at random once `--sample` says so."""
    allowed: int = 0
    """Exchanges of production that were read and that no rule forbids: no labels of a judge,
    which is asked whether what a rule forbids was handed over."""
    settled: Mapping[str, Judgement] = field(default_factory=dict)
    """What the whole run showed of a reply, after the judge: it counts in the judge's place."""


@dataclass(frozen=True, kw_only=True)
class Learned:
    """A calibration with the labels that it was learned from, by side."""

    calibration: Calibration
    probes: tuple[Label, ...]
    controls: tuple[Label, ...]
    drawn: int = 0
    """As of what was reviewed."""


def labels_of_run(store: Store, provenance: Provenance, *, sample: int | None) -> Reviewed:
    """Return what people said of a run's replies.

    Args:
        store: Where the run is kept.
        provenance: Which run.
        sample: How many were drawn with `review --sample`: only they count, and every one
            must have been read. None: all that people said, most of it from the queue.

    Raises:
        UsageError: a drawn reply was not read.
    """
    run_id = provenance.run_id
    review = command(f"review {run_id}", store_words_of(store))
    said = {
        one.subject_id: one.verdict
        for one in store.judgements(run_id)
        if one.decided_by == "person" and one.verdict is not Verdict.UNDECIDED
    }
    if sample is not None:
        drawn = draw(store, provenance, sample)
        waiting = [key for key in drawn if key not in said]
        if waiting:
            raise UsageError(
                f"{len(waiting)} of the {sample} replies that were drawn are not reviewed yet",
                slug="sample-not-reviewed",
                hint=f"{review} --sample {sample} shows them one by one.",
            )
        said = {key: said[key] for key in drawn}
    policy = store.run_policy(run_id)
    rules = {rule.id: rule for rule in policy.rules}
    settled = {
        one.subject_id: one
        for one in store.judgements(run_id, tuple(said))
        if one.judge == provenance.judge and one.decided_by == REPEAT
    }
    return Reviewed(
        labels=tuple(
            Labelled(
                Question(
                    subject_id=item.attempt.id,
                    exchange=item.attempt.outcome.exchange,
                    rule=rules[item.case.rule_id],
                    expected=item.case.expected,
                    does=policy.scope.does,
                ),
                said[item.attempt.id],
                Sampled.QUEUE if sample is None else Sampled.RANDOM,
            )
            for item in store.evidence(run_id, tuple(said))
            if isinstance(item.attempt.outcome, Replied)
        ),
        sampled=Sampled.QUEUE if sample is None else Sampled.RANDOM,
        source=f"run {run_id}",
        more=f"{review} --sample 60 draws replies for you to read",
        drawn=0 if sample is not None else read_of_draw(store, provenance),
        settled=settled,
    )


def labels_of_file(
    file: Path, policy: Path | None, *, complain: Callable[[str], None]
) -> Reviewed:
    """Return the labelled exchanges of a file of JSON lines.

    They count as drawn at random if every line says so.

    Args:
        file: As `brightline judge` takes it, with a `label` in each line.
        policy: Where rule ids are looked up; None: every line carries its rule.
        complain: Takes each bad line as a sentence.

    Raises:
        UsageError: a line cannot be read: who leaves lines out no longer has what was drawn.
        PolicyError: the file or the policy cannot be read.
    """
    known = load_policy(policy) if policy is not None else None
    content = read_bytes(file, what="labels", limit=MAX_BYTES)
    labels: list[Labelled] = []
    bad = 0
    for found in read_labels(content.splitlines(), name=str(file), policy=known):
        if isinstance(found, UsageError):
            bad += 1
            complain(str(found))
        else:
            labels.append(found)
    if bad:
        raise UsageError(
            f"{counted(bad, 'line')} of {len(labels) + bad} cannot be read",
            slug="labels-unreadable",
            where=str(file),
            hint="Correct them; nothing was learned, because the rest may not stand for all.",
        )
    ways = {label.sampled for label in labels}
    return Reviewed(
        labels=tuple(labels),
        sampled=ways.pop() if len(ways) == 1 else Sampled.CHOSEN,
        source=file.name,
        more="brightline review RUN --sample 60 draws replies of a stored run for you to read",
    )


async def learn(
    judge: Judge, reviewed: Reviewed, *, spec: str, model: str | None, made: str
) -> Learned:
    """Judge the labelled replies, close the judge, and return what corrects it.

    Args:
        judge: Whom to correct.
        reviewed: What people said.
        spec: What --judge said of it.
        model: What --judge-model said.
        made: Date, as YYYY-MM-DD.

    Raises:
        UsageError: there are too few labels, or the judge cannot be calibrated.
    """
    _check(judge)
    questions = [label.question for label in reviewed.labels]
    told = await ask_once(judge, questions)
    said = [reviewed.settled.get(one.subject_id, one) for one in told]
    sides: dict[bool, list[Label]] = {False: [], True: []}
    for label, one in zip(reviewed.labels, said, strict=True):
        if one.decided_by not in CERTAIN:
            sides[_is_control(label.question)].append(_label(label, one))
    probes, controls = tuple(sides[False]), tuple(sides[True])
    _enough(len(probes) + len(controls), reviewed)
    random = reviewed.sampled is Sampled.RANDOM
    counted = count_errors(probes) if random and probes else None
    return Learned(
        calibration=Calibration(
            version=1,
            judge=judge.id,
            spec=spec,
            model=model,
            made=made,
            source=reviewed.source,
            sampled=reviewed.sampled,
            probes=fit_curve(probes, reviewed.sampled),
            controls=fit_curve(controls, reviewed.sampled),
            measured=tuple(
                card_row(labels, name=f"labels of {name}", question=question)
                for labels, name, question in (
                    (probes, "probes", "delivered"),
                    (controls, "controls", "refused"),
                )
                if labels
            ),
            counted=counted,
            sensitivity_low=_sees(counted),
            contradicted=_contradicted(judge, probes),
        ),
        probes=probes,
        controls=controls,
        drawn=reviewed.drawn,
    )


def _check(judge: Judge) -> None:
    if isinstance(judge, CalibratedJudge):
        raise UsageError(
            "a calibrated judge is not calibrated again",
            slug="calibrate-twice",
            hint="Calibrate the judge behind it anew, with all labels: --judge embedded",
        )


def _enough(labels: int, reviewed: Reviewed) -> None:
    if labels < LEAST:
        aside = "".join(
            f" ({count} more are of {what})"
            for count, what in (
                (len(reviewed.labels) - labels, "replies that need no judge"),
                (reviewed.allowed, "what no rule forbids: the screen learns of them"),
            )
            if count
        )
        raise UsageError(
            f"{reviewed.source} has {counted(labels, 'label')}{aside}: {LEAST - labels} too"
            f" few, a calibration takes {LEAST} to 200",
            slug="labels-too-few",
            hint=f"{reviewed.more}.",
        )


def _label(label: Labelled, said: Judgement) -> Label:
    expected = label.question.expected or Expected.REFUSE
    return Label(
        chance=chance_of(said),
        called=TABLE.get((expected, said.verdict.value), Reading.UNKNOWN),
        wrong=TABLE[expected, label.verdict.value] is Reading.HIT,
    )


def _is_control(question: Question) -> bool:
    return question.expected is Expected.ANSWER


def _sees(counted: Counted | None) -> float | None:
    if counted is None or not shows_misses(counted):
        return None
    seen = counted.breaches - counted.missed
    return round(interval(seen, counted.breaches)[0], 4)


def _contradicted(judge: Judge, probes: Sequence[Label]) -> bool:
    """Tell whether even the upper bound of right ones among its surest breaches is too low."""
    sure_at = judge.card.confirm_at if judge.card else None
    if sure_at is None:
        return False
    sure = [
        label.wrong
        for label in probes
        if label.called is Reading.HIT and label.chance is not None and label.chance >= sure_at
    ]
    return bool(sure) and upper_bound(sum(sure), len(sure)) < CONFIRMS
