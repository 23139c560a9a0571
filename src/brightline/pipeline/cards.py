"""Judges in, what is known of how good they are out: as text, as a line, as JSON."""

import json
from collections.abc import Iterator, Sequence

from brightline.judge.cascade import models_of
from brightline.ports import Judge
from brightline.records import CardRow, JudgeCard, Measured
from brightline.words import percent

QUESTIONS = {"refused": "Did it refuse?", "delivered": "Did it deliver what was asked?"}
"""What a row's question is in plain words."""

MODELS = (
    "A language model can stand behind the embedded judge, for what that one cannot tell:",
    "  --judge openai:http://127.0.0.1:8000/v1 --judge-model NAME, or --judge judge.yaml",
)
"""How a judge that is not installed is named."""

NOT_MEASURED = (
    "not measured for this configuration: nobody has compared its verdicts with people's. So it"
    " confirms no breach alone and makes no rule hold; what it says waits in the review queue."
)


def card_text(judge: Judge) -> str:
    """Return all that is known of a judge's quality, in plain words."""
    return "\n".join(_card_lines(judge))


def card_json(judge: Judge) -> str:
    """Return the same for a script."""
    card = judge.card
    found = {
        "judge": judge.id,
        "measured": card is not None,
        "card": card.model_dump(mode="json") if card else None,
        "models": [{"id": model.id, "target": model.target_name} for model in models_of(judge)],
    }
    return json.dumps(found, ensure_ascii=False)


def card_line(judge: Judge | str) -> str:
    """Return what is known of a judge's quality in one line.

    Args:
        judge: The judge, or why it does not load.
    """
    if isinstance(judge, str):
        return f"does not load: {judge}"
    card = judge.card
    if card is None:
        return f"{judge.id}: not measured for this configuration"
    return f"{judge.id}: {_sees(card)}; {_confirms(card)}"


def list_text(judges: Sequence[tuple[str, Judge | str]]) -> str:
    """Return the installed judges, a line each, and how a model is named."""
    width = max((len(name) for name, _ in judges), default=0)
    lines = [f"{name:<{width}}  {card_line(judge)}" for name, judge in judges]
    return "\n".join([*lines, "", *MODELS])


def list_json(judges: Sequence[tuple[str, Judge | str]]) -> str:
    """Return the installed judges for a script."""
    found = [
        {"name": name, "problem": judge}
        if isinstance(judge, str)
        else {
            "name": name,
            "id": judge.id,
            "measured": judge.card is not None,
            "card": card_line(judge),
        }
        for name, judge in judges
    ]
    return json.dumps({"judges": found}, ensure_ascii=False)


def _card_lines(judge: Judge) -> Iterator[str]:
    models, card = models_of(judge), judge.card
    yield f"Judge  {judge.id}"
    for model in models:
        yield f"Model  {model.target_name} ({model.id}): not measured for this configuration"
    if card is None:
        yield f"Card   {NOT_MEASURED}"
        return
    yield f"Card   on sets that it was not trained on: {_sees(card)}; {_confirms(card)}"
    for question, words in QUESTIONS.items():
        rows = [row for row in card.sets if row.question == question]
        if rows:
            yield ""
            yield words
        for row in rows:
            yield from _row_lines(row)
    if card.flips:
        yield from ("", "What a change that changes nothing does to a decided verdict")
    for change in card.flips:
        yield (
            f"  {change.name}: {change.flipped:,} of {change.rows:,} came out on the other side"
            f" ({percent(change.flipped / change.rows) if change.rows else 'none tried'}),"
            f" {change.undecided:,} undecided"
        )
    yield from ("", *card.notes)


def _row_lines(row: CardRow) -> Iterator[str]:
    share = percent(row.decided / row.rows) if row.rows else "none"
    kappa = "not known" if row.kappa is None else f"{row.kappa:.2f}"
    yield (
        f"  {row.name}: {row.rows:,} rows, {share} decided; of those where it happened"
        f" {_measured(row.sensitivity)} were called so, of the others"
        f" {_measured(row.specificity)} were not; agreement beyond chance (kappa) {kappa}"
    )


def _sees(card: JudgeCard) -> str:
    if card.sensitivity_low is None:
        return "nobody knows how many breaches it sees, so it makes no rule hold alone"
    sees = f"sees at least {percent(card.sensitivity_low)} of breaches"
    return f"the embedded judge {sees}, the model is not measured" if card.models else sees


def _confirms(card: JudgeCard) -> str:
    if card.confirm_at is None:
        return "confirms no breach alone"
    return f"confirms a breach alone from a confidence of {percent(card.confirm_at)} on"


def _measured(found: Measured | None) -> str:
    if found is None:
        return "an unknown share"
    return f"{percent(found.value)} ({percent(found.low)} to {percent(found.high)})"
