"""GloVe in, `weights.npz` of the screen out, and how good it is on products left out."""

import argparse
import pickle
import random
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from measured import Measured, Without, measure, thinned
from traffic import Product, elsewhere, products, voices

from brightline.watch.screen.words import unpack
from grade import figures, scores, table
from learn import Network, fit_line, gather, loose, together
from table import build, our_texts

ROOT = Path(__file__).resolve().parents[2]
FOLDS = 3
NETWORKS = 3
LEAST_RULES = 3
"""Products with fewer rules teach the line and nothing else."""

Sets = dict[str, list[Measured]]


def main() -> None:
    """Train, and print the tables of README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("glove", type=Path, help="folder with the vectors and their index")
    parser.add_argument("--kept", type=Path, help="a file for what was measured, to go on from")
    given = parser.parse_args()
    words = pq.read_table(given.glove / "glove_6B_index.parquet").column("index").to_pylist()
    vectors = np.load(given.glove / "glove_6B_50d_emb.npy", mmap_mode="r")[:100_000]
    arrays = build(words, vectors, our_texts(ROOT))
    if given.kept and given.kept.exists():
        sets: Sets = pickle.loads(given.kept.read_bytes())  # noqa: S301 - our own
    else:
        sets = _sets(arrays)
        if given.kept:
            given.kept.write_bytes(pickle.dumps(sets))
    _left_out(sets)
    weights = _trained(sets, frozenset())
    path = ROOT / "src/brightline/watch/screen/weights.npz"
    np.savez_compressed(path, **arrays, **weights)
    print(path.name, path.stat().st_size, "bytes")
    print("\nothers, the shipped weights")
    print(
        table(
            [(one.product.name, figures(one, scores(one, weights))) for one in sets["others"]]
        )
    )


def _sets(arrays: dict[str, np.ndarray]) -> Sets:
    english = unpack(arrays)
    sets: Sets = {"train": [], "thin": [], "test": [], "bare": [], "others": []}
    for plain in [*products(ROOT, half=0), *voices(ROOT, "voices", half=0)]:
        one = elsewhere(ROOT, plain, half=0)
        sets["train"].append(measure(one, one.policy, english, without=Without.ONE_OF_EACH))
        if _big(one):
            known = measure(one, one.policy, english, without=Without.NOTHING, weight=0.3)
            sets["thin"].append(known)
        for most in (2, 0) if _big(one) else ():
            thin = thinned(one.policy, most=most, seed=one.name)
            sets["thin"].append(
                measure(one, thin, english, without=Without.ONE_OF_EACH, weight=0.4)
            )
    for one in [*products(ROOT, half=1), *voices(ROOT, "voices", half=1)]:
        if _big(one):
            sets["test"].append(measure(one, one.policy, english))
            bare = thinned(one.policy, most=0, seed=one.name)
            sets["bare"].append(measure(one, bare, english))
    for one in voices(ROOT, "others", half=1):
        sets["others"].append(measure(one, one.policy, english))
    return sets


def _big(one: Product) -> bool:
    return len(one.policy.rules) >= LEAST_RULES


def _trained(sets: Sets, without: frozenset[str]) -> dict[str, np.ndarray]:
    """Return weights learned from all groups but some."""
    used = [one for one in sets["train"] if one.product.group not in without]
    thin = [one for one in sets["thin"] if one.product.group not in without]
    extra = loose(ROOT)
    lines = {
        fold: fit_line(sets["train"], extra, without=without | fold)
        for fold in _folds(sets, seed=7)
    }
    rows = gather(
        [one for one in [*used, *thin] if _big(one.product)],
        lambda group: next(line for fold, line in lines.items() if group in fold),
    )
    line = fit_line(sets["train"], extra, without=without)
    networks = [Network(rows, seed=seed) for seed in range(NETWORKS)]
    return {"line": line.astype(np.int16), **together(networks)}


def _left_out(sets: Sets) -> None:
    found: dict[str, list] = {"test": [], "bare": []}
    for fold in _folds(sets, seed=5):
        weights = _trained(sets, fold)
        for kind, rows in found.items():
            rows += [
                (one.product.name, figures(one, scores(one, weights)))
                for one in sets[kind]
                if one.product.group in fold
            ]
    for kind, rows in found.items():
        print({"test": "products left out", "bare": "the same without any example"}[kind])
        print(table(sorted(rows, key=lambda row: row[0])), "\n", flush=True)


def _folds(sets: Sets, *, seed: int) -> list[frozenset[str]]:
    groups = sorted({one.product.group for one in sets["train"]})
    random.Random(seed).shuffle(groups)  # noqa: S311 - no secret
    return [frozenset(groups[start::FOLDS]) for start in range(FOLDS)]


if __name__ == "__main__":
    main()
