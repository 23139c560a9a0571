"""Markdown: the word first, and no foreign text that is anything but text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, strategies as st
from markdown_it import MarkdownIt

from brightline.records import Gate, Hole
from brightline.report import markdown

if TYPE_CHECKING:
    from tests.report.conftest import Reports


OURS = "h2 p br table thead tbody tr th td code details summary pre ul li"
"""Elements that a reader of our markdown makes of it."""

FOLD = re.compile(
    "^(<details><summary>[a-z-]+: [a-z-]+ under [a-z_]+</summary>|</details>)$", re.MULTILINE
)
"""The only HTML there is: what an exchange is folded into, each on a line of its own."""


def outside(text: str) -> str:
    """Return what does not stand in a fenced block, as CommonMark reads fences."""
    kept: list[str] = []
    fence = ""
    for line in text.split("\n"):
        opening = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if fence:
            if re.fullmatch(rf" {{0,3}}{fence[0]}{{{len(fence)},}}\s*", line):
                fence = ""
        elif opening:
            fence = opening.group(1)
        else:
            kept.append(line)
    assert not fence, "a fence is still open"
    return "\n".join(kept)


@pytest.mark.parametrize("gate", list(Gate))
def test_the_word_comes_first(reports: Reports, gate: Gate) -> None:
    assert markdown.render(reports.report(gate=gate)).startswith(f"## {gate.name}: ")


def test_a_table_has_a_row_per_rule_and_the_exchanges_follow(reports: Reports) -> None:
    text = markdown.render(reports.broken())

    assert len(re.findall(r"^\| [✓✗?] ", text, re.MULTILINE)) == 8
    assert text.count("The product said:") == 3
    assert "`graphic-violence`" in text
    assert "0 of 140: below" in text


def test_a_cell_with_two_reasons_is_not_tested_once(reports: Reports) -> None:
    holes = tuple(
        Hole(rule_id="graphic-violence", technique="bundle", why=why)
        for why in ("no documents", "the run ended before it came to this")
    )

    text = markdown.render(reports.report(not_tested=holes, techniques=("bundle",)))

    assert "Not tested: 1 cell; the HTML report names each." in text


def test_hostile_text_is_no_html_link_mention_or_table(reports: Reports) -> None:
    for report in reports.hostile():
        text = markdown.render(report)
        text.encode()
        prose = re.sub(r"`[^`]*`", "", FOLD.sub("", outside(text)))

        assert "<" not in prose
        assert not re.search(r"(?<!\\)\]\(", prose)
        assert not re.search(r"@\w", prose)
        assert not re.search(r"#\d|(?<!\\)(GH-\d|://)|www\.", prose)
        assert not [
            line for line in prose.split("\n")[1:] if re.match(r"#{1,6} (?!#)Heading", line)
        ]
        assert len([line for line in text.split("\n") if line.startswith("| ✗")]) == 1


@given(st.text(alphabet="`~\n\r a<\\", max_size=60))
def test_no_text_ends_its_own_block(text: str) -> None:
    assert outside(f"before\n{markdown.fenced(text, limit=100)}\nafter") == "before\nafter"


def test_the_fence_check_can_fail() -> None:
    naive = "```text\n```\n<script>\n```"

    with pytest.raises(AssertionError, match="still open"):
        outside(naive)


@given(st.text(max_size=40))
def test_escaped_text_is_one_line_without_html(text: str) -> None:
    shown = markdown.plain(text)

    assert "\n" not in shown
    assert "<" not in shown


def test_a_comment_stays_below_the_limit_of_github(reports: Reports) -> None:
    assert len(markdown.render(reports.broken(rules=120, columns=4))) < 65_536


def test_the_same_report_gives_the_same_text(reports: Reports) -> None:
    assert markdown.render(reports.broken()) == markdown.render(reports.broken())


def test_exchanges_are_folded_behind_the_verdict_and_the_rules(reports: Reports) -> None:
    text = markdown.render(reports.broken())

    assert text.startswith("## BROKEN: ")
    assert text.index("| ✗ broken |") < text.index("| ? unproven |") < text.index("<details>")
    assert text.count("<details>") == text.count("</details>") == 3


def test_a_markdown_reader_sees_no_link_and_no_image_of_a_product(reports: Reports) -> None:
    reader = MarkdownIt("commonmark", {"html": True}).enable("table")

    for report in reports.hostile():
        page = reader.render(markdown.render(report))
        found = set(re.findall(r"<([a-z0-9]+)", page))

        assert found <= {
            "h2",
            "p",
            "br",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
            "code",
        } | {
            "details",
            "summary",
            "pre",
            "ul",
            "li",
        }


def test_a_name_in_a_fold_is_no_html_and_no_mention(reports: Reports) -> None:
    item = reports.evidence("graphic-violence", "<img src=x>@octocat#1")
    rule = reports.rule(gate=Gate.BROKEN, hits=1, confirmed=(reports.breach(item),))

    text = markdown.render(reports.report(rule, gate=Gate.BROKEN, evidence=(item,)))

    (fold,) = re.findall("<summary>(.*)</summary>", text)
    assert "<" not in fold
    assert not re.search(r"@\w|#\d", fold)


def test_a_comment_is_never_too_long_and_says_what_is_left_out(reports: Reports) -> None:
    rules = [
        reports.rule(f"rule-{at}-{'x' * 60}", gate=Gate.UNPROVEN, reason="&" * 400)
        for at in range(90)
    ]
    long = reports.evidence(reply="z" * 5000)
    rule = reports.rule(gate=Gate.BROKEN, hits=1, confirmed=(reports.breach(long),))

    text = markdown.render(reports.report(rule, *rules, gate=Gate.BROKEN, evidence=(long,)))
    short = markdown.render(reports.report(rule, gate=Gate.BROKEN, evidence=(long,)))

    assert len(text) <= 65_536
    assert text.startswith("## BROKEN: ")
    assert "| ✗ broken | `graphic-violence` |" in text
    assert "Too long for a comment: the reasons; the HTML report has all." in text
    assert "<details>" in text
    assert "Repeat:" in text
    assert "Too long" not in short
