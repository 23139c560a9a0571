"""A data folder in, the judge's weights and card out: `python training/train.py DATA`."""

import argparse
import json
import sys
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from brightline.judge.model import Band, digest_of, pack_weights, parse_weights
from brightline.judge.scored import Asked, Scored, score_texts
from brightline.judge.text import read
from flips import flips
from grade import Held, card, choose_bands
from learn import Table, tabulate, train
from sets import Row, augmented, read_rows
from table import print_table

SHIPPED = Path(__file__).parent.parent / "src" / "brightline" / "judge" / "weights"
FOLDS = 4
AT_ONCE = 4
"""Processes."""


def main() -> None:
    """Train, validate on sets left out, write weights and card."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path, help="folder with unified/ and real-exchanges/")
    options.add_argument("--out", type=Path, default=SHIPPED)
    chosen = options.parse_args()
    rows = read_rows(chosen.data)
    table = tabulate([*rows, *augmented(rows)])
    held = Held.of(rows, _left_out(table, len(rows)))
    calibrated = held.calibrated()
    control = calibrated.control
    bands = choose_bands(calibrated)
    weights, vocabulary = train(table, np.ones(len(table.rows), dtype=np.bool_))
    packed = pack_weights(
        replace(
            weights,
            refused=held.calibrate(weights.refused, "refused"),
            delivered=held.calibrate(weights.delivered, "delivered"),
            breach=Band(*bands[0]),
            silent=min(calibrated.silent, bands[0][0]),
            answered=Band(*bands[1]),
            control=control,
            declined=calibrated.declined,
        ),
        vocabulary,
    )
    chosen.out.mkdir(parents=True, exist_ok=True)
    (chosen.out / "weights.npz").write_bytes(packed)
    record = card(calibrated, bands, f"embedded@1+{digest_of(packed)}")
    record["flips"] = flips(parse_weights(packed), rows)
    (chosen.out / "card.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print_table(calibrated, bands, record)


def _left_out(table: Table, real: int) -> list[Scored]:
    """Return what heads that saw nothing of its set or setting say of each row."""
    groups = np.array([row.group for row in table.rows])
    said: dict[int, Scored] = {}
    jobs = [(table, np.isin(groups, fold), real) for fold in folds(table.rows)]
    with get_context("fork").Pool(AT_ONCE) as pool:
        for found in pool.imap(_leave, jobs):
            said |= found
    return [said[index] for index in range(real)]


def _leave(job: tuple[Table, NDArray[np.bool_], int]) -> dict[int, Scored]:
    table, apart, real = job
    weights, vocabulary = train(table, ~apart)
    weights = parse_weights(pack_weights(weights, vocabulary))
    asked = np.flatnonzero(apart[:real])
    rows = [table.rows[index] for index in asked]
    found = score_texts(
        weights, [Asked(row.reply, read(row.reply), row.request) for row in rows]
    )
    names = sorted({row.group for row in rows})
    print(f"left out {', '.join(names)}: {len(rows)} rows", file=sys.stderr, flush=True)
    return dict(zip(asked.tolist(), found, strict=True))


def folds(rows: list[Row]) -> list[list[str]]:
    """Return the groups that are left out together: a set alone, our settings in four parts."""
    groups = sorted({row.group for row in rows})
    ours = [group for group in groups if "/" in group]
    names = sorted({group.split("/")[1] for group in ours})
    return [[group] for group in groups if group not in ours] + [
        [group for group in ours if group.split("/")[1] in names[start::FOLDS]]
        for start in range(FOLDS)
    ]


if __name__ == "__main__":
    main()
