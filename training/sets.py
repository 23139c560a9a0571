"""A data folder in, labelled rows out: public sets, real product exchanges, our own pairs."""

import json
import random
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from brightline.judge.asks import KINDS, read_request

HERE = Path(__file__).parent
PUBLIC = frozenset({"xstest", "chatgpt_ref", "gptfuzz", "pyrit_refusal"})

BREACH = {"complied", "partial"}
DECLINED = {"refused", "redirected", "blocked"}


class Row(NamedTuple):
    """One reply with what a reader said of it."""

    group: str
    """The set, or the product setting: what is left out together."""
    request: str
    reply: str
    refused: int | None
    """T1; None where the set does not say."""
    delivered: int | None
    """T2."""
    verdict: str
    kind: str
    weight: float = 1.0
    made: bool = False
    """Whether it was made of other rows: never scored, and no source of vocabulary."""


def read_rows(data: Path) -> list[Row]:
    """Return every labelled reply once, in a fixed order."""
    rows = [
        *_public(data / "unified"),
        *_read(data / "real-exchanges" / "labelled.jsonl", "", "objective"),
        *read_replies(),
        *read_pairs("pairs"),
        *read_pairs("voices"),
        *read_pairs("general"),
    ]
    seen: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        seen.setdefault((row.group, row.request, row.reply), row)
    return list(seen.values())


_AFTERTHOUGHTS = (
    "I'm sorry, but I can't help with that.",
    "Sorry, I'm not able to do this.",
    "I cannot assist with this request.",
    "I'm sorry, that would not be appropriate.",
)


def augmented(rows: list[Row]) -> list[Row]:
    """Return rows that are made of others: what a reply must not be taken for."""
    return [
        *_pasted(rows),
        *_closed(rows),
        *_garbled(rows),
        *_restated(rows),
        *_swapped(rows),
    ]


def _made(row: Row, share: float = 0.3) -> dict[str, float | bool]:
    """Return what a row made of another counts for."""
    return {"weight": share * row.weight, "made": True}


def _pasted(rows: list[Row]) -> Iterator[Row]:
    """Yield replies of product scope once more, with a refusal pasted before or after.

    What a reply says of itself does not undo what stands in it: the label stays.
    """
    for index, row in enumerate(rows):
        if row.group in PUBLIC:
            continue
        words = _AFTERTHOUGHTS[index % len(_AFTERTHOUGHTS)]
        before = index // len(_AFTERTHOUGHTS) % 2 == 0
        reply = f"{words} {row.reply}" if before else f"{row.reply}\n\n{words}"
        refused = None if row.delivered else 1
        yield row._replace(reply=reply, refused=refused, verdict="", **_made(row))


_OPENINGS = (
    "Thanks for asking!",
    "Thank you for telling me.",
    "Good question.",
    "Hello, and thanks for getting in touch.",
    "Happy to look at that with you.",
    "I hear you.",
    "Right, let me see.",
    "Thanks for your patience.",
    "Great that you ask.",
    "Hi there!",
    "Of course, let's have a look.",
)
_CLOSINGS = (
    "Anything else I can help with?",
    "Is there anything else you need?",
    "Would you like anything else?",
    "Shall I look something up for Saturday as well?",
    "Would you like me to book it?",
    "Let me know if you need anything else.",
    "Have a good day!",
    "Which day suits you best?",
    "Shall I explain the next step too?",
    "Happy to help with the rest as well.",
    "Do you want me to send you a summary?",
    "I can also show you how to find this on your own.",
    "If you like, we can go through the other options together.",
    "What would you like to do next?",
    "Feel free to ask if something is unclear.",
    "Shall we go on with your plan?",
    "May I help you choose one?",
    "How about a look at our opening hours?",
    "I hope that helps.",
    "Do you need it for one person or for two?",
    "Just tell me which one you would like and I'll set it up.",
    "Want me to check another date?",
    "Can I do something more for you today?",
    "We could look at the cheaper ones next, if you want.",
    "Take care, and see you soon.",
    "Should I put you through to the desk for the rest?",
    "Tell me where you are and I will find the nearest one.",
    "Would a short list of what to bring be useful?",
    "If you have more questions, I'm here.",
    "Are you planning anything nice with it?",
)


def _closed(rows: list[Row]) -> Iterator[Row]:
    """Yield replies of product scope once more, with polite words before or behind them.

    An assistant offers help behind whatever it did: it neither undoes a delivery nor makes one.
    """
    for index, row in enumerate(rows):
        if row.group in PUBLIC or not row.reply.strip():
            continue
        closing = _CLOSINGS[index % len(_CLOSINGS)]
        opening = _OPENINGS[index % len(_OPENINGS)]
        match index % 4:
            case 0 | 1:
                reply = f"{row.reply} {closing}"
            case 2:
                reply = f"{opening} {row.reply}"
            case _:
                reply = f"{opening} {row.reply}\n\n{closing}"
        yield row._replace(reply=reply, verdict="", **_made(row))


def _garbled(rows: list[Row]) -> Iterator[Row]:
    """Yield replies whose words or letters were shuffled: nothing is said in them."""
    chance = random.Random(2)  # noqa: S311 - no secret
    product = [row for row in rows if row.group not in PUBLIC and len(row.reply) > 30]
    for index, row in enumerate(product):
        if index % 3:
            continue
        words = row.reply.split()[:60]
        chance.shuffle(words)
        if index % 2:
            words = ["".join(chance.sample(word, len(word))) for word in words]
        yield row._replace(
            reply=" ".join(words),
            refused=None,
            delivered=0,
            verdict="deflected",
            **_made(row, 0.15),
        )


def _swapped(rows: list[Row]) -> Iterator[Row]:
    """Yield what a product answered to one request as if it had been asked another.

    A fluent answer in scope hands nothing over of what was asked.
    """
    chance = random.Random(4)  # noqa: S311 - no secret
    asked: dict[str, list[str]] = {}
    for row in rows:
        if row.group not in PUBLIC and row.request not in asked.setdefault(row.group, []):
            asked[row.group].append(row.request)
    for row in rows:
        others = asked.get(row.group, ())
        if row.verdict == "complied" and len(others) > 1 and len(row.reply.split()) > SWAPPED:
            other = chance.choice(others)
            if other != row.request:
                yield row._replace(
                    request=other,
                    refused=None,
                    delivered=0,
                    verdict="deflected",
                    kind="swapped",
                    **_made(row),
                )


SWAPPED = 8
"""Words of a reply below which it may answer anything."""

_DECLINES = (
    "I don't {}.",
    "No, I won't {}.",
    "I'm not going to {}, sorry.",
    "We never {}, whoever asks.",
    "Nobody can make me {}.",
    "If you want me to {}, the answer is no.",
)
_DELIVERS = (
    "You want me to {}. All right: {}",
    "Here you go, you asked me to {}.\n\n{}",
    "Of course I {}! {}",
)
_ORDERS = frozenset({"write", "tell", "act"})
_OTHER_SIDE = {
    "my": "your",
    "me": "you",
    "i": "you",
    "mine": "yours",
    "your": "my",
    "you": "me",
}


def _restated(rows: list[Row]) -> Iterator[Row]:
    """Yield the request taken up in a refusal, and before what a reply delivers.

    That a reply holds the request's words says nothing of whether it does as it was asked.
    """
    for index, row in enumerate(rows):
        order = _order(row)
        if not order or index % 2:
            continue
        if row.delivered:
            reply = _DELIVERS[index // 2 % len(_DELIVERS)].format(order, row.reply)
            yield row._replace(reply=reply, verdict="", **_made(row))
        else:
            yield row._replace(
                reply=_DECLINES[index // 2 % len(_DECLINES)].format(order),
                refused=1,
                verdict="refused",
                **_made(row),
            )


def _order(row: Row) -> str:
    """Return a request of product scope as the other side would say it; "" for no order."""
    kinds = {KINDS[place] for place in read_request(row.request)[1]}
    words = row.request.rstrip(".!").split()
    if row.group in PUBLIC or "?" in row.request or not kinds & _ORDERS or len(words) > 20:
        return ""
    return " ".join(_OTHER_SIDE.get(word.lower(), word) for word in _lowered(words))


def _lowered(words: list[str]) -> list[str]:
    return [words[0].lower(), *words[1:]]


def read_replies() -> list[Row]:
    """Return real models' replies in further product settings, each labelled by reading it."""
    return [
        row
        for path in sorted((HERE / "replies").glob("*.jsonl"))
        for row in _read(path, f"replies/{path.stem}", "request")
    ]


def read_pairs(folder: str) -> list[Row]:
    """Return pairs that we wrote ourselves: of products, or of assistants without a scope."""
    rows: list[Row] = []
    for path in sorted((HERE / folder).glob("*.jsonl")):
        items = list(_lines(path))
        replies = Counter(item["request"] for item in items)
        for item in items:
            verdict = item["verdict"]
            rows.append(
                Row(
                    group=f"{folder}/{_setting(path.stem, item['request'])}",
                    request=item["request"],
                    reply=item["reply"],
                    # Both sides of an opinion: the public sets do not agree what that is.
                    refused=None
                    if (folder, verdict) == ("general", "safe")
                    else _refused(verdict),
                    delivered=int(verdict in BREACH),
                    verdict=verdict,
                    kind=item["kind"],
                    weight=min(1.0, FULL / replies[item["request"]]),
                )
            )
    return rows


FULL = 5
"""Replies to one request that count in full; more of them share what these count for."""


def _setting(stem: str, request: object) -> str:
    """Return what a row is left out with: its setting, or a quarter of all languages' requests.

    Leaving a language out whole would say how the judge does in one that it never saw.
    """
    if not stem.startswith(LANGUAGE):
        return stem
    return f"{LANGUAGE}{zlib.crc32(str(request).encode()) % LANGUAGE_PARTS}"


LANGUAGE, LANGUAGE_PARTS = "lang_", 4


def _public(folder: Path) -> Iterator[Row]:
    for name in ("xstest", "chatgpt_ref", "gptfuzz", "pyrit_refusal"):
        for item in _lines(folder / f"{name}.jsonl"):
            complied = item["y1"]
            delivered = complied if item["y2"] is None else item["y2"]
            part = (item["extra"] or {}).get("part", "")
            yield Row(
                group=name,
                request=item["request"],
                reply=item["response"],
                refused=None if complied is None else 1 - complied,
                delivered=delivered,
                verdict=str(item["raw"]),
                kind="contrast" if item["must"] and name == "xstest" else part,
            )


def _read(path: Path, group: str, asked: str) -> Iterator[Row]:
    for item in _lines(path):
        verdict = item["verdict"]
        if verdict == "unsure":
            continue
        yield Row(
            group=group or item["setting"],
            request=item[asked],
            reply=item["reply"],
            refused=_refused(verdict),
            delivered=int(verdict in BREACH),
            verdict=verdict,
            kind=f"{item['expected']}/{item['technique']}",
        )


def _refused(verdict: str) -> int | None:
    """Return whether the request went unanswered: T1, as the public sets have it.

    They count a reply that strays from the request as one that refused.
    """
    return int(verdict in DECLINED or verdict == "deflected")


def _lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
