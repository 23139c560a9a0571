"""A sentence encoder and our own texts in, the table of words out: which are telling, and alike."""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from scipy import sparse
from tokenizers import Tokenizer
from told import answers_in, settings_of, told_in

from brightline.english import stem
from brightline.load.policy import load_policy
from brightline.watch.screen.words import BREAKS, RAREST, tokens

STEMS = 20_000
DIMENSIONS = 128
RANKED = 90_000
"""Words of the list that are looked at, the most common first."""
READ = 46_000
"""Of these, plain ones that the encoder reads."""
SENTENCES = 15_000
LONGEST = 90
"""Letters of a sentence that is learned from."""
ROUNDS, PACE, PULL = 120, 0.03, 0.2
"""Steps, how large they are, and how much a vector is held to where the encoder put it."""

Arrays = dict[str, NDArray[np.generic]]
Encoder = Callable[[Sequence[str]], NDArray[np.float32]]
Rows = NDArray[np.float32]


def build(ranked: Sequence[str], encode: Encoder, root: Path) -> Arrays:
    """Return the arrays `words`, `vectors`, `weights` and `force` as they are shipped.

    Each stem begins where the encoder puts its words, and moves until the sum of a sentence's
    stems points to where the encoder puts the sentence (as model2vec and tokenlearn do).

    Args:
        ranked: Words of English, the most common first.
        encode: Texts in, rows of length one out.
        root: The repository.
    """
    words = [word for word in ranked[:RANKED] if word.isascii() and word.isalpha()][:READ]
    named = [word for word in _named(root) if word.isalpha()]
    words = list(dict.fromkeys([*words, *named]))
    texts = list(dict.fromkeys(our_texts(root)))
    counts = Counter(one for text in texts for one in _stems(text))
    groups: dict[str, list[int]] = {}
    for rank, word in enumerate(words):
        groups.setdefault(stem(word), []).append(rank)
    ours = [word for word, count in counts.most_common() if count > 1 and word in groups]
    kept = list(
        dict.fromkeys(
            [*map(stem, named), *ours, *sorted(groups, key=lambda word: groups[word][0])]
        )
    )
    kept = kept[:STEMS]
    weights = _weights(kept, groups, counts)
    said = [text for text in texts if 7 < len(text) <= LONGEST]
    random.Random(1).shuffle(said)  # noqa: S311 - no secret
    said = said[:SENTENCES]
    read = encode(words)
    begun = np.stack([_mean(groups[word], read) for word in kept])
    vectors = _moved(begun, encode(said), _mixed(said, kept, weights))
    reach = np.abs(vectors).max(axis=1)
    force = reach * weights
    force = np.clip(np.round(force / np.percentile(force, 99) * 120), 1, 255)
    return {
        "words": np.frombuffer(" ".join(kept).encode(), np.uint8),
        "vectors": _packed(vectors / reach[:, None]),
        "weights": weights.astype(np.uint8),
        "force": force.astype(np.uint8),
    }


def our_texts(root: Path) -> Iterator[str]:
    """Yield requests, rules and sentences of replies; nothing that the screen is tested on."""
    packs = [
        *root.glob("src/brightline/packs/*/policy.yaml"),
        *root.glob("examples/*/policy.yaml"),
    ]
    for path in sorted(packs):
        for rule in load_policy(path).rules:
            yield from (rule.text, *rule.must_refuse, *rule.must_answer)
    for path in [
        *sorted(root.glob("training/screen/ordinary/*.txt")),
        root / "training/screen/fillers.txt",
    ]:
        yield from path.read_text("utf-8").splitlines()
    for told in [
        *told_in(root / "training/screen/voices"),
        *told_in(root / "training/screen/settings"),
    ]:
        for rule in told.policy.rules:
            yield from (rule.text, *rule.must_refuse, *rule.must_answer)
        yield from (text for texts in told.probes for text in texts)
        yield from (*told.controls, *told.ordinary)
    for answers in answers_in(root / "training/screen/replies", "voices-*.txt").values():
        yield from (text for texts in answers for text in texts)
    for path in [*settings_of(root), *sorted(root.glob("training/replies/*.jsonl"))]:
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield row["request"]
            yield from (part.strip() for part in re.split(r"(?<=[.!?])\s+|\n+", row["reply"]))


def _named(root: Path) -> list[str]:
    lines = (root / "training/screen/words.txt").read_text("utf-8").splitlines()
    return [word for line in lines if not line.startswith("# ") for word in line.split()]


def encoder(folder: Path) -> Encoder:
    """Return all-MiniLM-L6-v2 as whole numbers, from a folder with its model and its tokens."""
    reader = Tokenizer.from_file(str(folder / "tokenizer.json"))
    reader.enable_truncation(64)
    reader.enable_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    model = onnxruntime.InferenceSession(str(folder / "model.onnx"), options)
    names = {one.name for one in model.get_inputs()}

    def encode(texts: Sequence[str]) -> Rows:
        found = np.zeros((len(texts), 384), np.float32)
        order = np.argsort([len(text) for text in texts])
        for start in range(0, len(texts), 128):
            some = order[start : start + 128]
            read = reader.encode_batch([texts[at] for at in some])
            ids = np.array([one.ids for one in read], np.int64)
            mask = np.array([one.attention_mask for one in read], np.int64)
            given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": ids * 0}
            said = model.run(None, {name: given[name] for name in names})[0]
            if said.ndim == 3:
                said = (said * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1)[:, None]
            found[some] = said / np.linalg.norm(said, axis=1, keepdims=True)
        return found

    return encode


def _moved(begun: Rows, targets: Rows, mixed: sparse.csr_matrix) -> Rows:
    """Return vectors whose sums point where sentences lie, by Adam over all at once."""
    centred = targets - targets.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    axes = axes[:, ::-1][:, :DIMENSIONS]
    aim = _unit(centred @ axes)
    start = ((begun - begun.mean(axis=0)) @ axes).astype(np.float32)
    start /= np.linalg.norm(start, axis=1).mean()
    now, first, second = start.copy(), start * 0, start * 0
    back = mixed.T.tocsr()
    for step in range(1, ROUNDS + 1):
        sums = mixed @ now
        length = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 0.05)
        there = sums / length
        alike = (there * aim).sum(axis=1, keepdims=True)
        slope = back @ ((alike * there - aim) / length) + PULL * (now - start)
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        size = PACE * (1 - step / ROUNDS)
        up, down = first / (1 - 0.9**step), np.sqrt(second / (1 - 0.99**step)) + 1e-4
        now = now - size * up / down
    return now


def _mixed(said: Sequence[str], kept: Sequence[str], weights: Rows) -> sparse.csr_matrix:
    place = {word: at for at, word in enumerate(kept)}
    rows, columns = [], []
    for at, text in enumerate(said):
        here = [place[word] for word in _stems(text) if word in place]
        rows += [at] * len(here)
        columns += here
    table = sparse.csr_matrix(
        (weights[columns], (rows, columns)), shape=(len(said), len(kept)), dtype=np.float32
    )
    total = np.maximum(np.asarray(table.sum(axis=1)).ravel(), 1)
    return (sparse.diags(1 / total).astype(np.float32) @ table).tocsr()


def _stems(text: str) -> list[str]:
    return [
        "0" * min(len(word), 6) if word.isdigit() else stem(word)
        for word in tokens(text)
        if word not in BREAKS
    ]


def _mean(ranks: list[int], rows: Rows) -> Rows:
    share = 1 / (np.array(ranks, np.float32) + 10)
    return np.asarray((rows[ranks] * share[:, None]).sum(axis=0) / share.sum())


def _unit(rows: Rows) -> Rows:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def _packed(rows: Rows) -> NDArray[np.uint8]:
    levels = np.clip(np.round((rows * 15 + 15) / 2), 0, 15).astype(np.uint8)
    packed: NDArray[np.uint8] = levels[:, 0::2] | (levels[:, 1::2] << 4)
    return packed


def _weights(kept: Sequence[str], groups: dict[str, list[int]], counts: Counter[str]) -> Rows:
    place = {word: rank for rank, (word, _) in enumerate(counts.most_common())}
    ranks = [min(groups[word][0], 3 * place.get(word, RANKED)) for word in kept]
    telling = np.round(4 * np.log2((np.array(ranks) + 1) / 25))
    return np.clip(telling, 1, RAREST).astype(np.float32)
