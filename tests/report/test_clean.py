"""Foreign text becomes visible, and stays what it was where it is harmless."""

import unicodedata

import pytest
from hypothesis import given, strategies as st

from brightline.report.clean import clean, clean_block, one_line, shorten

ANY_TEXT = st.text(st.characters(categories=None), max_size=80)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("a\x1b[2Jb", "a<U+001B>[2Jb"),
        ("\x9b31m", "<U+009B>31m"),
        ("user\u202etxt.exe", "user<U+202E>txt.exe"),
        ("zero\u200bwidth", "zero<U+200B>width"),
        ("tag\U000e0041", "tag<U+E0041>"),
        ("half \ud800 pair", "half <U+D800> pair"),
        ("nul\x00", "nul<U+0000>"),
        ("two\nlines", "two<U+000A>lines"),
        ("\x00" * 9, "<U+0000 ×9>"),  # noqa: RUF001 - a times sign is meant
    ],
)
def test_what_steers_a_reader_is_written_by_its_number(raw: str, shown: str) -> None:
    assert clean(raw) == shown


@pytest.mark.parametrize(
    "text", ["Grüße 世界 שלום", "می‌روم", "क्‍ष", "👩‍🏫", "[/red] {{7*7}} <b>"]
)
def test_ordinary_writing_is_left_alone(text: str) -> None:
    assert clean(text) == text


def test_a_joiner_that_hides_between_latin_letters_is_shown() -> None:
    assert clean("pass\u200dword") == "pass<U+200D>word"


def test_a_block_keeps_its_lines_and_loses_its_carriage_returns() -> None:
    assert clean_block("one\r\ntwo\rthree\tfour") == "one\ntwo\nthree   four"


def test_a_long_text_says_how_much_is_left_out() -> None:
    assert clean("x" * 1244, limit=10) == "x" * 10 + "… 1,234 more characters"
    assert clean_block("xy", limit=1) == "x… 1 more character"


def test_one_line_squeezes_space_and_a_name_is_shortened_with_an_ellipsis() -> None:
    assert one_line("  a \n\n b ") == "a b"
    assert shorten("graphic-violence", 8) == "graphic…"


@given(ANY_TEXT)
def test_no_control_or_surrogate_survives(text: str) -> None:
    for cleaned in (clean(text), clean_block(text).replace("\n", "")):
        cleaned.encode("utf-8")

        assert not any(
            unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"} for each in cleaned
        )
        assert not set(cleaned) & set(
            "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
        )


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
