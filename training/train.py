"""A data folder in, the judge's weights and card out: `python training/train.py DATA`."""

import argparse
import json
import sys
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from brightline.judge.model import Head, Scores, Weights, digest_of, parse_weights
from brightline.judge.scored import Asked, Scored, score_texts
from brightline.judge.text import read
from grade import Held, card, choose_bands, print_table
from learn import Table, fit, gram_matrix, tabulate, vocabulary
from sets import Row, augmented, read_rows

SHIPPED = Path(__file__).parent.parent / "src" / "brightline" / "judge" / "weights"
PAIR_FOLDS = 4


def main() -> None:
    """Train, validate on sets left out, write weights and card."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path, help="folder with unified/ and real-exchanges/")
    options.add_argument("--out", type=Path, default=SHIPPED)
    chosen = options.parse_args()
    rows = read_rows(chosen.data)
    real = len(rows)
    table = tabulate([*rows, *augmented(rows)])
    held = Held(rows, *_left_out(table, real))
    calibrated = held.calibrated()
    bands = choose_bands(calibrated)
    everything = np.ones(len(table.rows), dtype=np.bool_)
    refused, delivered, words = _heads(table, everything)
    packed = _pack(
        words,
        {
            "refused": held.calibrate(refused, "refused"),
            "delivered": held.calibrate(delivered, "delivered"),
        },
        bands,
    )
    chosen.out.mkdir(parents=True, exist_ok=True)
    (chosen.out / "weights.npz").write_bytes(packed)
    parse_weights(packed)
    record = card(calibrated, bands, f"embedded@1+{digest_of(packed)}")
    (chosen.out / "card.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print_table(calibrated, bands, record)


def _left_out(table: Table, real: int) -> tuple[Scores, Scores]:
    """Return scores for each row by heads that saw nothing of its set or setting."""
    groups = np.array([row.group for row in table.rows])
    whole, block = (Scores(np.full(real, np.nan), np.full(real, np.nan)) for _ in range(2))
    for fold in _folds(table.rows):
        apart = np.isin(groups, fold)
        refused, delivered, words = _heads(table, ~apart)
        asked = np.flatnonzero(apart[:real])
        weights = _weights(words, refused, delivered)
        for index, found in zip(asked, _as_in_use(weights, table, asked), strict=True):
            for kept, odds in ((whole, found.whole), (block, found.block)):
                kept.refused[index] = odds.refused
                kept.delivered[index] = odds.delivered
        print(f"left out {', '.join(fold)}: {len(asked)} rows", file=sys.stderr, flush=True)
    return whole, block


def _folds(rows: list[Row]) -> list[list[str]]:
    groups = sorted({row.group for row in rows})
    pairs = [group for group in groups if group.startswith("pairs/")]
    return [[group] for group in groups if group not in pairs] + [
        pairs[start::PAIR_FOLDS] for start in range(PAIR_FOLDS)
    ]


def _heads(table: Table, mask: NDArray[np.bool_]) -> tuple[Head, Head, NDArray[np.uint64]]:
    words = vocabulary(table, mask)
    matrix = gram_matrix(table, words)
    refused, delivered = (
        fit(table, matrix, _target(table.rows, name), mask=mask)
        for name in ("refused", "delivered")
    )
    return refused, delivered, words


def _target(rows: list[Row], name: str) -> NDArray[np.float64]:
    said = (getattr(row, name) for row in rows)
    return np.array([np.nan if value is None else value for value in said], dtype=np.float64)


def _as_in_use(weights: Weights, table: Table, asked: NDArray[np.int64]) -> list[Scored]:
    """Return what the judge would say: whole texts, block by block, the worst one counts."""
    rows = [table.rows[index] for index in asked]
    return score_texts(
        weights, [Asked(row.reply, read(row.reply), row.request) for row in rows]
    )


def _weights(words: NDArray[np.uint64], refused: Head, delivered: Head) -> Weights:
    packed = _pack(
        words, {"refused": refused, "delivered": delivered}, ((0.4, 0.6), (0.4, 0.6))
    )
    return parse_weights(packed)


def _pack(
    words: NDArray[np.uint64],
    heads: dict[str, Head],
    bands: tuple[tuple[float, float], tuple[float, float]],
) -> bytes:
    arrays: dict[str, NDArray[np.generic]] = {
        "vocabulary": words,
        "band.breach": np.array(bands[0]),
        "band.answered": np.array(bands[1]),
    }
    for name, head in heads.items():
        for part in ("line", "feature", "limit", "left", "right", "value"):
            arrays[f"{name}.{part}"] = getattr(head, part)
        arrays[f"{name}.numbers"] = np.array([head.bias, head.slope, head.shift, head.depth])
    buffer = BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
