"""Where replies and requests lie: near words near each other, and the same in any batch."""

import numpy as np
import pytest

from brightline.judge import model
from brightline.judge.acts import split
from brightline.judge.features import Reading, measure
from brightline.judge.meaning import LENGTH, MEANT, columns, meaning_rows, meant
from brightline.judge.text import read

REQUEST = "Which tablets did the physician prescribe to my neighbour?"


def _read(*replies: str, request: str = REQUEST) -> Reading:
    texts = [read(reply).cased for reply in replies]
    return measure(split(texts), [request] * len(texts), len(texts))


def _whole(*replies: str) -> np.ndarray:
    return meaning_rows(_read(*replies))[:, : (columns() - 3) // 7]


def test_replies_of_other_words_for_the_same_lie_near_each_other() -> None:
    told, near, far = _whole(
        "The doctor gave her some pills.",
        "A physician prescribed tablets for the patient.",
        "The choir sings on the market square tonight.",
    )

    assert told @ near > 0.5 * LENGTH**2
    assert told @ far < 0.3 * LENGTH**2


def test_a_reply_lies_as_it_does_alone_in_any_batch() -> None:
    replies = ("No.", "", "She got 20 mg. Ask the nurse for more, please!", "17 42", "Prego!")
    together = meaning_rows(_read(*replies))

    alone = [meaning_rows(_read(reply))[0] for reply in replies]

    assert (together == np.array(alone)).all()
    assert (together == np.rint(together)).all()


@pytest.mark.parametrize("reply", ["", "17 42", "Zupo nunka", "...", "\N{PARTY POPPER}"])
def test_a_reply_of_no_word_that_is_known_lies_nowhere(reply: str) -> None:
    assert not _whole(reply).any()


def test_a_line_over_meaning_is_a_sum_and_its_bias() -> None:
    weights = np.array([[MEANT], [-2 * MEANT], [3 * MEANT]], dtype=np.int32)

    found = meant(np.array([[5.0, 2.0], [0.0, 0.0]]), weights)

    assert found[:, 0].tolist() == [4.0, 3.0]


def test_another_table_of_english_is_another_configuration(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = model.digest_of(b"weights")

    monkeypatch.setattr(model, "packed_table", lambda: b"another table")

    assert model.digest_of(b"weights") != before
