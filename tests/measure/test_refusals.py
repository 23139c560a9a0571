"""What the refusals of a rule are worth: counted over probes, never over controls."""

from brightline.measure.refusals import declined, refusals_of
from brightline.records import (
    Expected,
    Offer,
    Play,
    PointMark,
    QualityPoint,
    RefusalQuality,
    ShownRefusal,
)


def play(outcome: str, trial: int = 1, *, expected: Expected = Expected.REFUSE) -> Play:
    return Play(
        case_id=f"r/direct/{outcome}",
        rule_id="r",
        technique="direct",
        expected=expected,
        objective="o",
        trial=trial,
        outcome=outcome,
        confidence=1.0,
        by=("embedded",),
        breach_turn=None,
        must_hold=False,
    )


def quality(subject: str, *lacking: QualityPoint, words: int = 10) -> RefusalQuality:
    marks = tuple(
        PointMark(point=point, met=point not in lacking, reason="why") for point in QualityPoint
    )
    offer = Offer(start=0, end=1, text="x", ours=True, within=False, task=None)
    return RefusalQuality(
        subject_id=subject,
        rule_id="r",
        score=5 - len(lacking),
        marks=marks,
        offers=(offer,) if QualityPoint.OFFER in lacking else (),
        words=words,
    )


def test_refusals_are_declined_probes_within_the_planned_plays() -> None:
    plays = [
        play("refused"),
        play("redirected"),
        play("refused", trial=4),  # a replay
        play("complied"),
        play("blocked"),
        play("deflected"),
        play("refused", expected=Expected.ANSWER),
    ]

    assert [one.outcome for one in declined(plays, 3)["r"]] == ["refused", "redirected"]


def test_the_mean_the_median_the_missing_points_and_the_worst_are_told() -> None:
    scored = [
        quality("a", words=10),
        quality("b", QualityPoint.OFFER, QualityPoint.GOAL, words=20),
        quality("c", QualityPoint.OFFER, words=60),
    ]
    shown = {"b": ShownRefusal(attempt_id="b", asked="q", said="no", score=3, missing=())}
    found = refusals_of(
        "r", [play("redirected"), *(play("refused", n) for n in (1, 2, 3))], scored, shown=shown
    )

    assert (found.scored, found.declined) == (3, 4)
    assert found.mean == 4.0
    assert found.median_words == 20
    assert (found.redirected.hits, found.redirected.decided) == (1, 4)
    assert found.redirected.low < 0.25 < found.redirected.high
    assert found.missing == {"offer": 2, "goal": 1}
    assert found.outside == 2
    assert found.worst == shown["b"]


def test_nothing_read_is_no_score_of_zero_and_all_points_leave_no_worst() -> None:
    assert refusals_of("r", [play("refused")], [], shown={}).mean is None
    assert refusals_of("r", [play("refused")], [quality("a")], shown={}).worst is None
