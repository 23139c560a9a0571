"""Model responses in, Markdown or JSON out: what a team pastes into its prompt."""

import json
from collections.abc import Iterator, Sequence

from brightline.records import ModelResponse, OfferedFrom, RefusalQuality
from brightline.report.clean import clean, one_line

BEST = 5

_NOTES = {
    OfferedFrom.INSTEAD: "",
    OfferedFrom.TASK: (
        "The rule does not say what to offer, so the nearest of the product's own tasks stands"
        " here. Write `instead` into the rule."
    ),
    OfferedFrom.NOTHING: (
        "Nothing is offered: neither the rule nor the scope says what the product does. Write"
        " `instead` into the rule."
    ),
}

_UNREAD = (
    "Edit this: no sentence could be made of the rule's `instead` (it is read in English, as in"
    ' "Offers to pass a message on"), so {stands} here.'
)

_PLAIN = (
    "Edit this: the rule's text could not be put into the product's own voice, so a plain"
    " sentence says the limit."
)

Scored = Sequence[tuple[ModelResponse, RefusalQuality]]


def responses_markdown(product: str, found: Scored) -> str:
    """Return the responses as Markdown: a heading, a request and a quotation for each rule."""
    return "\n".join(_lines(product, found)) + "\n"


def responses_json(product: str, found: Scored) -> str:
    """Return the responses as JSON in ASCII, so that nothing in it steers a terminal."""
    told = {
        "product": product,
        "responses": [
            one.model_dump(mode="json") | {"score": quality.score, "lacks": _lacks(quality)}
            for one, quality in found
        ],
    }
    return json.dumps(told, indent=2, ensure_ascii=True).replace("\x7f", "\\u007f")


def _lines(product: str, found: Scored) -> Iterator[str]:
    yield f"# Better responses: {one_line(product, limit=80)}"
    yield ""
    yield "When you decline, say so in one sentence and offer something in the next, like this:"
    for one, quality in found:
        yield ""
        yield f"## {clean(one.rule_id)}"
        yield ""
        if one.asked:
            yield f"Asked, for example: {one_line(one.asked, limit=300)}"
            yield ""
        yield f"> {one_line(one.text, limit=1200)}"
        if note := _note(one):
            yield ""
            yield f"*{note}*"
        if one.plain:
            yield ""
            yield f"*{_PLAIN}*"
        if quality.score < BEST:
            yield ""
            lacks = "; ".join(_lacks(quality))
            yield f"*{quality.score} of {BEST} points; edit this: {one_line(lacks)}.*"


def _note(one: ModelResponse) -> str:
    if not one.unread:
        return _NOTES[one.offered_from]
    task = one.offered_from is OfferedFrom.TASK
    stands = "the nearest of the product's own tasks stands" if task else "nothing is offered"
    return _UNREAD.format(stands=stands)


def _lacks(quality: RefusalQuality) -> list[str]:
    return list(dict.fromkeys(mark.reason for mark in quality.marks if not mark.met))
