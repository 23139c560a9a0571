"""Escaping loses nothing and leaves nothing that a database refuses."""

from hypothesis import given, strategies as st

from brightline.store.text import ESCAPE, escape, unescape

ANY = st.text(st.characters(codec=None, categories=None) | st.sampled_from(["\x00", ESCAPE]))
ODD = st.text(st.sampled_from(["\x00", "\ud800", "\udfff", ESCAPE, "0", "d", "8"]))


@given(ANY | ODD)
def test_any_text_comes_back(text: str) -> None:
    assert unescape(escape(text)) == text


@given(ANY | ODD)
def test_what_is_stored_is_plain_utf_8_without_nul(text: str) -> None:
    assert "\x00" not in escape(text).encode("utf-8").decode("utf-8")


@given(ODD, ODD)
def test_different_texts_stay_different(one: str, other: str) -> None:
    assert (escape(one) == escape(other)) == (one == other)
