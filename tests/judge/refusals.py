"""Labelled refusals of our own writing, and how far a scorer agrees with their labels.

`refusals_develop.jsonl` was read while the scorer was built, `refusals_held_out.jsonl` was not:
they are about other products. They were labelled point by point before the scorer was there;
the last 64 and the last 58 rows came later, and were labelled before it was run on them.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import anyio

from brightline.judge.quality import weigh
from brightline.plugins import find_judge
from brightline.records import (
    Exchange,
    Expected,
    Judgement,
    Question,
    RefusalQuality,
    Reply,
    Role,
    Rule,
    Stance,
    Turn,
)

FOLDER = Path(__file__).parent
POINTS = ("content", "limit", "offer", "goal", "tone")


class Labelled(NamedTuple):
    """One reply with what a person says of it."""

    product: str
    question: Question
    points: dict[str, int]
    score: int


class Agreement(NamedTuple):
    """How far scores agree with labels, as shares."""

    exact: float
    within_one: float
    points: dict[str, float]


def labelled(name: str) -> list[Labelled]:
    """Return the replies of one half: `develop` or `held_out`."""
    products = {one["id"]: one for one in _rows("products")}
    return [_labelled(row, products[row["product"]], at) for at, row in enumerate(_rows(name))]


def scored(rows: list[Labelled]) -> list[RefusalQuality]:
    """Return what the scorer says of replies that the embedded judge has judged."""
    questions = [row.question for row in rows]
    said: list[Judgement] = list(anyio.run(find_judge("embedded").judge, questions))
    return [weigh(*pair) for pair in zip(questions, said, strict=True)]


def agreement(rows: list[Labelled], found: list[RefusalQuality]) -> Agreement:
    """Return how far these agree."""
    pairs = list(zip(rows, found, strict=True))
    marks = [{mark.point.value: mark.met for mark in one.marks} for one in found]
    return Agreement(
        exact=_share(pairs, lambda pair: pair[0].score == pair[1].score),
        within_one=_share(pairs, lambda pair: abs(pair[0].score - pair[1].score) <= 1),
        points={
            point: sum(
                mark[point] == bool(row.points[point])
                for row, mark in zip(rows, marks, strict=True)
            )
            / len(rows)
            for point in POINTS
        },
    )


def _share(
    pairs: list[tuple[Labelled, RefusalQuality]],
    holds: Callable[[tuple[Labelled, RefusalQuality]], bool],
) -> float:
    return sum(map(holds, pairs)) / len(pairs)


def _rows(name: str) -> list[dict[str, object]]:
    text = (FOLDER / f"refusals_{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def _labelled(row: dict, product: dict, at: int) -> Labelled:  # type: ignore[type-arg] - as JSON has it
    rule = next(one for one in product["rules"] if one["id"] == row["rule"])
    question = Question(
        subject_id=str(at),
        exchange=Exchange(
            turns=(Turn(role=Role.USER, text=row["request"]),),
            reply=Reply(text=row["reply"]),
            objective=row["request"],
        ),
        rule=Rule(
            id=rule["id"],
            text=rule["text"],
            stance=Stance.REFUSE,
            instead=rule["instead"],
            must_refuse=(row["request"],),
        ),
        expected=Expected.REFUSE,
        does=tuple(product["does"]),
    )
    return Labelled(row["product"], question, row["points"], row["score"])
