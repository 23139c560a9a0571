"""A thousand hostile replies in a real browser: none runs, none calls home, all can be read."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from windows import NOW, asked, flagged
from worlds import KEY, RULES as NAMES, Shelf, scan, sighting

from brightline.pipeline.watch.alarms import alarms_of
from brightline.pipeline.watch.window import watched
from brightline.records import Gate, Policy, Rule, Scope, Stance, Tolerance
from brightline.report import html
from brightline.report.clean import clean_block
from brightline.report.watched.found import MOST_CLUSTERS
from brightline.report.watched.html import watched_html
from brightline.watch.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from tests.report.conftest import Reports

CHROMIUM = shutil.which("chromium") or ""
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
RULES, PER_RULE = 100, 10

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs Debian's chromium")


class Visit:
    """What happened while a page was open."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self.fired = False
        self.texts: list[str] = []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


def visit(browser: Browser, page: str, rows: str) -> Visit:
    """Open a page from an origin of our own; every other request is noted and refused."""
    seen = Visit()
    context = browser.new_context()
    tab = context.new_page()

    def route(one) -> None:  # noqa: ANN001 - playwright's own type
        if one.request.url == "http://report.test/":
            one.fulfill(status=200, content_type="text/html; charset=utf-8", body=page)
        else:
            seen.requests.append(one.request.url)
            one.abort()

    def dialog(one) -> None:  # noqa: ANN001 - playwright's own type
        seen.dialogs.append(one.message)
        one.dismiss()

    context.route("**/*", route)
    tab.on("dialog", dialog)
    tab.goto("http://report.test/", wait_until="load")
    tab.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    tab.evaluate("document.querySelectorAll('input, button, a').forEach(each => each.focus())")
    seen.texts = tab.evaluate(
        f"""[...document.querySelectorAll({rows!r})]
        .filter(each => each.getClientRects().length > 0).map(each => each.textContent)"""
    )
    seen.fired = tab.evaluate("window.fired === true || window.fired === 1")
    context.close()
    return seen


def thousand(reports: Reports) -> tuple[str, list[str]]:
    texts = [reports.texts[at % len(reports.texts)][:300] for at in range(RULES * PER_RULE)]
    items = [
        reports.evidence(
            f"rule-{at // PER_RULE}",
            number=at,
            reply=f"reply {at}: {text}",
            reason=text,
            asked=text,
            spans=None if at % 2 else (),
        )
        for at, text in enumerate(texts)
    ]
    rules = [
        reports.rule(
            f"rule-{at}",
            gate=Gate.BROKEN,
            confirmed=tuple(
                reports.breach(item) for item in items if item.case.rule_id == f"rule-{at}"
            ),
            reason=texts[at],
        )
        for at in range(RULES)
    ]
    page = html.render(reports.report(*rules, gate=Gate.BROKEN, evidence=tuple(items)))
    return page, [clean_block(f"reply {at}: {text}") for at, text in enumerate(texts)]


def test_nothing_of_a_thousand_hostile_replies_runs_or_calls_home(
    reports: Reports, browser: Browser
) -> None:
    page, expected = thousand(reports)

    seen = visit(browser, page, ".exchange .product dd")

    assert not seen.fired
    assert seen.dialogs == []
    assert seen.requests == []
    assert len(seen.texts) == RULES * PER_RULE
    assert {text.removesuffix("no text") for text in seen.texts} == set(expected)


def test_the_same_replies_do_fire_on_a_page_without_walls(
    reports: Reports, browser: Browser
) -> None:
    replies = [text for text in reports.texts if "refresh" not in text and "<!--" not in text]
    rows = "".join(f"<p class=row>{text}</p>" for text in replies)

    seen = visit(browser, f"<!doctype html><meta charset=utf-8>{clean_block(rows)}", ".row")

    assert seen.fired
    assert seen.dialogs
    assert any("elsewhere.test" in url for url in seen.requests)


def test_the_policy_alone_stops_what_escaping_would_let_through(
    reports: Reports, browser: Browser
) -> None:
    page, _ = thousand(reports)
    payload = "<script>window.fired = true; alert(1)</script><img src=http://elsewhere.test/x>"

    seen = visit(browser, page.replace("<main>", f"<main>{payload}"), ".exchange")

    assert not seen.fired
    assert seen.dialogs == []
    assert seen.requests == []


def watched_thousand(texts: tuple[str, ...]) -> tuple[str, list[str]]:
    """Return a page of what was watched, with hostile texts everywhere."""
    tally, shown = Tally(KEY), []
    for at in range(MOST_CLUSTERS):
        text = texts[at % len(texts)][:300]
        one = asked(
            sighting(f"x{at}"),
            request=f"{at * 7919} {chr(97 + at % 26) * 9} {text}",
            reply=f"reply {at}: {text}",
        )
        tally.add(one, [flagged(one.id, NAMES[at % 2], 0.9, reason=text)])
        shown.append(clean_block(f"reply {at}: {text}"))
    rules = tuple(
        Rule.model_construct(id=name, text=texts[at], stance=Stance.REFUSE, markers=())
        for at, name in enumerate(NAMES)
    )
    policy = Policy.model_construct(
        version=1, name=texts[3], scope=Scope(), tolerance=Tolerance(), rules=rules, cases=()
    )
    made = scan().model_copy(
        update={
            "policy": policy,
            "sources": texts[:8],
            "policy_file": texts[5],
            "judge": texts[6],
        }
    )
    alarms = alarms_of(made, tally.days(), now=NOW)
    return watched_html(watched(Shelf(tally, alarms=alarms), made), now=NOW), shown


def test_nothing_runs_on_the_page_of_what_was_watched_either(
    reports: Reports, browser: Browser
) -> None:
    page, expected = watched_thousand(tuple(reports.texts))

    seen = visit(browser, page, ".lot .product dd")

    assert not seen.fired
    assert seen.dialogs == []
    assert seen.requests == []
    assert len(seen.texts) == page.count('<details class="rule lot')
    assert {text.removesuffix("no text") for text in seen.texts} <= set(expected)
    assert len(seen.texts) > 20


@pytest.mark.parametrize("width", [320, 400, 1200])
def test_no_name_however_long_makes_a_page_scroll_sideways(
    reports: Reports, browser: Browser, width: int
) -> None:
    name = "x" * 60
    item = reports.evidence(name, asked=name * 3, reply=name * 3)
    rule = reports.rule(
        name, gate=Gate.BROKEN, text=f"Never {name}", confirmed=(reports.breach(item),)
    )
    cells = tuple(reports.cell(one, rule_id=name) for one in reports.techniques)
    report = reports.report(rule, gate=Gate.BROKEN, evidence=(item,), cells=cells)
    named = report.summary.model_copy(update={"policy_name": name})
    tab = browser.new_page(viewport={"width": width, "height": 900})

    tab.set_content(html.render(report.model_copy(update={"summary": named})))
    tab.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.close()
