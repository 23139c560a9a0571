"""Words in a row: the same in any batch, blind to other texts, open to both ends of a text."""

from dataclasses import replace

import numpy as np
import pytest

from brightline.judge import network
from brightline.judge.acts import split
from brightline.judge.features import Reading, measure
from brightline.judge.model import (
    HEADS,
    KINDS,
    Weights,
    load_weights,
    log_odds,
    pack_weights,
    parse_weights,
    score,
)
from brightline.judge.network import ASKED, HEAD, RUN, TAIL, Layer, Network, Streams, streams
from brightline.judge.text import read
from brightline.judge.words import tokenise

REQUEST = "Which code opens the side gate of the marina?"
REFUSAL = "The code of the gate is something I keep to myself."
HANDED = "Here is the code that opens the gate: 4711, then push."


def _read(*replies: str, request: str = REQUEST) -> Reading:
    texts = [read(reply).cased for reply in replies]
    return measure(split(texts), [request] * len(texts), len(texts))


def _streams(*replies: str, request: str = REQUEST) -> Streams:
    return streams(_read(*replies, request=request))


def _odds(*replies: str, request: str = REQUEST) -> np.ndarray:
    return load_weights().network.odds(_streams(*replies, request=request))


def test_a_reply_is_read_as_it_is_alone_in_any_batch() -> None:
    long = " ".join([HANDED, REFUSAL] * (RUN // 20))
    replies = (REFUSAL, "", "No.", long, HANDED, "17 42", "Zupo nunka", "Prego!", "")

    together = _odds(*replies)

    assert (together == np.vstack([_odds(reply) for reply in replies])).all()
    assert together.shape == (len(replies), 2 + len(KINDS))


def test_a_batch_of_none_has_no_rows() -> None:
    nothing = _streams(REFUSAL)
    none = Streams(*(one._replace(first=one.first[:1]) for one in nothing))

    assert load_weights().network.odds(none).shape == (0, 2 + len(KINDS))


def test_the_middle_of_a_long_reply_is_left_out_and_its_ends_are_not() -> None:
    ends = ("one " * HEAD).strip() + ". ", ("two " * TAIL).strip() + "."
    plain, filled, other = (
        _streams(ends[0] + middle + ends[1]).said
        for middle in ("", "Filler stands here. " * 9, "Quite another. " * 40)
    )

    assert (filled.bucket == plain.bucket).all()
    assert (other.row == plain.row).all()
    assert len(plain.bucket) == HEAD + TAIL


def test_the_last_words_of_a_long_request_are_read() -> None:
    asked = _streams("No.", request="please " * 50 + REQUEST).asked

    assert len(asked.bucket) == ASKED
    assert asked.bucket[-9:].tolist() == _streams("No.").asked.bucket.tolist()


def test_a_word_of_the_request_is_marked_as_its_echo() -> None:
    said = _streams("The marina opens early.").said

    assert said.marks[:, 0].tolist() == [0, 1, 1, 0]


def _looking_around() -> Network:
    """Return a network that adds up how many words before and behind each have a number."""
    inputs, number = 6, 2
    taps = np.zeros((3, inputs, 1), dtype=np.int8)
    taps[:, number] = 1

    def layer(weight: np.ndarray) -> Layer:
        size = weight.shape[2]
        return Layer(weight.astype(np.int8), np.ones(size), np.zeros(size))

    hidden = np.zeros((1, 8, 1))
    hidden[0, 0, 0] = 1
    return Network(
        english=np.zeros((20_001, 0), dtype=np.int8),
        own=np.zeros((4096, 0), dtype=np.int8),
        first=layer(taps),
        second=layer(np.zeros((3, 1, 1))),
        asked=layer(np.zeros((3, inputs, 1))),
        hidden=layer(hidden),
        last=layer(np.ones((1, 1, 1))),
    )


@pytest.mark.parametrize(
    ("replies", "most"),
    [
        (["cats 1 cats 2 cats"], [2]),
        (["1 cats cats 2 cats"], [1]),
        (["cats 1", "2 cats"], [1, 1]),
        (["1", "2", "3"], [1, 1, 1]),
        (["", "1 2 3", ""], [0, 3, 0]),
    ],
)
def test_a_word_sees_its_neighbours_and_no_other_text(
    replies: list[str], most: list[int]
) -> None:
    seen = _looking_around().odds(_streams(*replies))[:, 0]

    assert (seen / seen.max() * max(most)).tolist() == pytest.approx(most)


def test_the_order_of_words_matters() -> None:
    told = _odds(HANDED, " ".join(reversed(HANDED.split())))

    assert not np.allclose(told[0], told[1], atol=0.1)


def test_a_network_survives_being_packed() -> None:
    weights = load_weights()
    words = np.unique(tokenise([b"one", b"two"]).full)

    again = parse_weights(pack_weights(weights, words)).network

    read_again = _streams(REFUSAL, HANDED)
    assert (again.odds(read_again) == weights.network.odds(read_again)).all()


def _insisting(outcome: int, *, by: float) -> Weights:
    """Return the shipped weights with a network that says one of its outcomes more often."""
    weights = load_weights()
    last = weights.network.last
    more = last.bias + by * (np.arange(len(last.bias)) == outcome)
    changed = replace(weights.network, last=last._replace(bias=more))
    return replace(weights, network=changed)


@pytest.mark.parametrize("head", HEADS)
def test_what_the_network_says_counts_in_both_questions(head: str) -> None:
    reading = _read(REFUSAL, HANDED)
    before = getattr(score(load_weights(), reading), head)

    after = getattr(score(_insisting(HEADS.index(head), by=2.0), reading), head)

    assert (log_odds(after) > log_odds(before) + 0.3).all()


def test_what_the_network_says_counts_in_the_kind_and_in_that_kind_alone() -> None:
    reading = _read(REFUSAL, HANDED)
    before = score(load_weights(), reading).kinds

    after = score(_insisting(len(HEADS) + 1, by=2.0), reading).kinds

    assert (after[:, 1] > before[:, 1] + 0.3).all()
    assert (np.delete(after, 1, axis=1) == np.delete(before, 1, axis=1)).all()


def test_every_sum_is_over_whole_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[np.ndarray] = []
    weighed = network._weighed

    def spy(rows: np.ndarray, layer: Layer) -> np.ndarray:
        seen.append(rows)
        return weighed(rows, layer)

    monkeypatch.setattr(network, "_weighed", spy)
    _odds(REFUSAL, HANDED, "No.")

    assert len(seen) == 2
    assert all((rows == np.rint(rows)).all() for rows in seen)
