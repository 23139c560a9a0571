"""Figures are told in few words that never claim more than there is."""

import pytest

from brightline.words import counted, percent, plain_percent


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "0 %"),
        (0.0495, "5.0 %"),
        (0.26, "26 %"),
        (0.0003, "0.03 %"),
        (0.9996, "99.96 %"),
        (0.0000123, "0.001 %"),
        (3e-14, "under 0.001 %"),
        (1 - 3e-14, "over 99.999 %"),
        (1.0, "100 %"),
    ],
)
def test_a_share_is_never_rounded_to_nothing_or_all(share: float, words: str) -> None:
    assert percent(share) == words


def test_a_share_that_its_owner_wrote_is_told_as_it_was_written() -> None:
    assert plain_percent(0.02) == "2 %"
    assert plain_percent(0.0125) == "1.25 %"


def test_a_number_is_told_with_the_word_that_fits_it() -> None:
    assert counted(1, "play") == "1 play"
    assert counted(0, "play") == "0 plays"
    assert counted(12_345, "breach", "breaches") == "12,345 breaches"
