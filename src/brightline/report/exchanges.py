"""Findings in, exchanges as the HTML page shows them out."""

from collections.abc import Iterable, Sequence
from html import escape

from brightline.records import Evidence, RuleSummary
from brightline.report import reading, wording
from brightline.report.asking import fitted
from brightline.report.clean import clean_block, one_line
from brightline.report.excerpt import pieces, side
from brightline.words import percent

View = dict[str, object]

_GROUPS = (
    (
        ("confirmed",),
        "Confirmed breaches",
        "Came again on replay, and seen by something to be trusted.",
    ),
    (("suspected", "breach"), "Suspected breaches", "Not confirmed: a person should look."),
    (
        ("undecided",),
        "Undecided",
        "The judge cannot tell; each widens the interval until someone does.",
    ),
    (("over-refusal",), "Controls declined", "Should have been answered."),
)
_SHARES = {"confirmed": 6, "suspected": 3, "breach": 3, "undecided": 3, "over-refusal": 3}
"""Of each kind that many first, so that one kind does not push out the others."""

_WHO = {
    "operator": "Operator",
    "user": "User",
    "product": "Product",
    "script": "Product (put there by us)",
}
_ASKED, _SHORT, _TWIN = 360, 420, 500


def short(item: reading.Finding) -> View:
    """Return one exchange as a card: what was asked, shortened, and what decided."""
    said = reading.answered(item.evidence)
    return _head(item) | {
        "asked": [
            {
                "who": put.who,
                "name": _WHO[put.who],
                "text": clean_block(put.text.strip(), limit=room),
                "note": put.note,
            }
            for put, room in fitted(reading.asked(item.evidence), _ASKED)
        ],
        "said": _pieces(said, limit=_SHORT),
        "note": one_line(said.note, limit=300),
        "rule": one_line(item.rule.rule_id),
        "text": one_line(item.rule.text, limit=200),
    }


def marks(
    cards: Iterable[reading.Finding], found: Iterable[Sequence[reading.Finding]], *, most: int
) -> set[str]:
    """Return as what words are marked on a page, for its key: `delivers`, `declines`.

    In what a person has read nothing is marked: they say what it is, and of no word why.

    Args:
        cards: What leads.
        found: Findings of each rule.
        most: Exchanges of one rule at most.
    """
    shown = [*cards, *(item for items in found for item in _chosen(items, most))]
    judged = [one.judgement for item in shown for one in (item.evidence, item.twin) if one]
    sides = {side(span.act) for one in judged if one for span in one.spans}
    return sides & {"delivers", "declines"}


def groups(items: Sequence[reading.Finding], *, limit: int, most: int) -> list[View]:
    """Return the exchanges of one rule under their headings.

    Args:
        items: Findings of the rule, worst first.
        limit: Characters of one message.
        most: Exchanges at most.
    """
    chosen = _chosen(items, most)
    made: list[View] = []
    for kinds, title, meaning in _GROUPS:
        shown = [_whole(item, limit) for item in chosen if item.kind in kinds]
        if shown:
            made.append({"title": title, "meaning": meaning, "items": shown})
    return made


def not_shown(rule: RuleSummary, items: Sequence[reading.Finding], *, most: int) -> str:
    """Return how many exchanges of a rule are not on the page, in words; empty when all are."""
    chosen = _chosen(items, most)
    breaches = len(reading.of_kinds(chosen, ("confirmed", "suspected", "breach")))
    known = len(rule.confirmed) + len(rule.suspected)
    left = {
        "breaching case": known - breaches,
        "undecided reply": rule.outcomes.get("undecided", 0) - _count(chosen, "undecided"),
        "declined control": rule.over_refusal.hits - _count(chosen, "over-refusal"),
    }
    return ", ".join(_plural(count, name) for name, count in left.items() if count > 0)


def _count(items: Sequence[reading.Finding], kind: str) -> int:
    return len(reading.of_kinds(items, (kind,)))


def _plural(count: int, name: str) -> str:
    if count == 1:
        return f"1 {name}"
    return f"{count:,} {name[:-1] + 'ies' if name.endswith('y') else name + 's'}"


def _chosen(items: Sequence[reading.Finding], most: int) -> list[reading.Finding]:
    taken: dict[str, int] = {}
    first: list[int] = []
    rest: list[int] = []
    for at, item in enumerate(items):
        taken[item.kind] = taken.get(item.kind, 0) + 1
        (first if taken[item.kind] <= _SHARES[item.kind] else rest).append(at)
    return [items[at] for at in sorted((first + rest)[:most])]


def _whole(item: reading.Finding, limit: int) -> View:
    twin = None if item.twin is None else _twin(item.twin)
    return _head(item) | {"talk": talk(reading.messages(item.evidence), limit), "twin": twin}


def _twin(twin: Evidence) -> View:
    verdict = wording.MEANINGS[twin.judgement.verdict] if twin.judgement else "no reply"
    return {"talk": talk(reading.messages(twin), _TWIN), "verdict": verdict}


def _head(item: reading.Finding) -> View:
    judgement = item.evidence.judgement
    return {
        "kind": item.kind,
        "technique": one_line(item.evidence.case.technique),
        "verdict": wording.MEANINGS[judgement.verdict] if judgement else "no reply",
        "by": one_line(wording.by_words(item)),
        "confidence": percent(judgement.confidence) if judgement else "",
        "judge": one_line(judgement.judge) if judgement else "",
        "reason": one_line(wording.sentence(judgement.reason), limit=400) if judgement else "",
        "case": one_line(item.evidence.case.id),
        "turn": reading.breached_in(judgement) or 0,
    }


def talk(messages: Sequence[reading.Said], limit: int) -> list[View]:
    """Return a conversation as the page shows it, each message shortened.

    Args:
        messages: In order.
        limit: Characters of one reply; of all else half as many.
    """
    return [
        {
            "who": said.who,
            "name": _WHO[said.who],
            "pieces": _pieces(said, limit=limit if said.who == "product" else limit // 2),
            "note": one_line(said.note, limit=300),
        }
        for said in messages
    ]


def _pieces(said: reading.Said, *, limit: int) -> list[View]:
    return [
        {"kind": piece.kind, "act": one_line(piece.act), "text": clean_block(piece.text)}
        for piece in pieces(said.text, said.spans, limit=_affordable(said.text, limit))
    ]


def _affordable(text: str, limit: int) -> int:
    """Return a smaller limit for text that grows when made safe: a NUL becomes 14 bytes."""
    grown = len(escape(clean_block(text[:limit])))
    return limit if grown <= 2 * limit else max(2 * limit * limit // grown, 100)
