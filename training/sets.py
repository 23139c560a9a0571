"""A data folder in, labelled rows out: public sets, real product exchanges, our own pairs."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

PAIRS = Path(__file__).parent / "pairs"

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


def read_rows(data: Path) -> list[Row]:
    """Return every labelled reply once, in a fixed order."""
    rows = [
        *_public(data / "unified"),
        *_real(data / "real-exchanges" / "labelled.jsonl"),
        *read_pairs(),
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
    """Return breaches of product scope once more, with a refusal pasted before or after.

    What a reply says of itself does not undo what stands in it: the label stays.
    """
    told: list[Row] = []
    for index, row in enumerate(rows):
        if row.group in {"xstest", "chatgpt_ref", "gptfuzz", "pyrit_refusal"}:
            continue
        words = _AFTERTHOUGHTS[index % len(_AFTERTHOUGHTS)]
        before = index // len(_AFTERTHOUGHTS) % 2 == 0
        reply = f"{words} {row.reply}" if before else f"{row.reply}\n\n{words}"
        refused = None if row.delivered else 1
        told.append(row._replace(reply=reply, refused=refused, weight=0.3))
    return told


def read_pairs() -> list[Row]:
    """Return the pairs that we wrote ourselves."""
    rows: list[Row] = []
    for path in sorted(PAIRS.glob("*.jsonl")):
        for item in _lines(path):
            verdict = item["verdict"]
            rows.append(
                Row(
                    group=f"pairs/{path.stem}",
                    request=item["request"],
                    reply=item["reply"],
                    refused=_refused(verdict),
                    delivered=int(verdict in BREACH),
                    verdict=verdict,
                    kind=item["kind"],
                )
            )
    return rows


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


def _real(path: Path) -> Iterator[Row]:
    for item in _lines(path):
        verdict = item["verdict"]
        if verdict == "unsure":
            continue
        yield Row(
            group=item["setting"],
            request=item["objective"],
            reply=item["reply"],
            refused=_refused(verdict),
            delivered=int(verdict in BREACH),
            verdict=verdict,
            kind=f"{item['expected']}/{item['technique']}",
        )


def _refused(verdict: str) -> int | None:
    if verdict == "deflected":
        return None
    return int(verdict in DECLINED)


def _lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
