"""Package data in, the card out: how good this exact configuration was measured to be."""

from functools import cache
from importlib.resources import files

from brightline.records import JudgeCard


def shipped_card(judge: str) -> JudgeCard | None:
    """Return the card of a judge configuration; None when that one was never measured.

    Args:
        judge: Id with its configuration digest; a card of other weights is not its card.
    """
    card = _read()
    return card if card.judge == judge else None


@cache
def _read() -> JudgeCard:
    text = files("brightline.judge").joinpath("weights", "card.json").read_text("utf-8")
    return JudgeCard.model_validate_json(text)
