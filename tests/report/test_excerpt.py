"""The words that decided are found and kept, whatever the offsets say."""

from hypothesis import given, strategies as st

from brightline.records import Span
from brightline.report.excerpt import pieces

SPANS = st.lists(
    st.builds(
        Span,
        start=st.integers(0, 300),
        end=st.integers(0, 300),
        act=st.sampled_from(["deliver", "refuse", "ask", "marker", "something new"]),
    ),
    max_size=6,
)


def test_delivering_and_declining_words_are_told_apart() -> None:
    spans = (Span(start=0, end=2, act="refuse"), Span(start=4, end=8, act="deliver"))

    shown = pieces("No. Take it.", spans, limit=100)

    assert [(piece.text, piece.kind) for piece in shown] == [
        ("No", "declines"),
        (". ", "plain"),
        ("Take", "delivers"),
        (" it.", "plain"),
    ]


def test_a_mark_ends_with_its_words_and_not_with_the_blank_line_behind_them() -> None:
    shown = pieces("Take it.\n\nNow.", (Span(start=0, end=10, act="deliver"),), limit=100)

    assert [(piece.text, piece.kind) for piece in shown] == [
        ("Take it.", "delivers"),
        ("\n\nNow.", "plain"),
    ]


def test_deciding_words_far_down_a_long_reply_are_still_shown() -> None:
    text = "a" * 5000 + "SECRET" + "b" * 5000

    shown = pieces(text, (Span(start=5000, end=5006, act="marker"),), limit=400)

    assert "SECRET" in [piece.text for piece in shown if piece.kind == "delivers"]
    assert sum(len(piece.text) for piece in shown if piece.kind != "cut") <= 400
    assert [piece.kind for piece in shown].count("cut") == 2


@given(st.text(max_size=250), SPANS, st.integers(8, 260))
def test_what_is_shown_stands_in_the_reply_in_order(
    text: str, spans: list[Span], limit: int
) -> None:
    shown = [piece.text for piece in pieces(text, spans, limit=limit) if piece.kind != "cut"]

    at = 0
    for part in shown:
        found = text.find(part, at)
        assert found >= at
        at = found + len(part)
    if len(text) <= limit:
        assert "".join(shown) == text
