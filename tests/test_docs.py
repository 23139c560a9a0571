"""What the pages say is there: commands with their options, files, links, words, rooms."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from brightline.cli.main import brightline
from brightline.cli.watch.group import ALONE, COMMANDS, WatchGroup
from brightline.records import Fault, Gap, Verdict

ROOT = Path(__file__).parent.parent
PAGES = [
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
]
BASES = (ROOT, ROOT / "src", ROOT / "src" / "brightline", ROOT / "docs", ROOT / "tests")
"""Where a path that a page names may begin."""
MADE_UP = {"tests/school.policy.yaml"}
"""Files of a user's own that pages name as an example."""


def text(page: str) -> str:
    return (ROOT / "docs" / page).read_text(encoding="utf-8")


def commands(page: str) -> Iterator[str]:
    """Yield the commands of a page, of its blocks and of its sentences."""
    blocks = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
    for language, block in blocks.findall(page):
        if language in {"sh", "bash", "yaml", ""}:
            for line in block.replace("\\\n", " ").splitlines():
                if found := re.match(r"\s*(?:\$ )?(brightline .*)", line):
                    yield found[1]
    for inline in re.findall(r"`(brightline\s[^`]+)`", blocks.sub("", page)):
        yield " ".join(inline.split())


def problem(line: str) -> str:
    """Return why a command is none; empty when it is one as far as its options tell."""
    words = [word for word in shlex.split(line, comments=True)[1:] if word not in {"…", "..."}]
    ends = [words.index(end) for end in (">", "|", "||", "&&", "2>&1") if end in words]
    words = words[: min(ends, default=None)]
    command: click.Command = brightline
    context = click.Context(command)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(context, words[0])
        if found is None:
            return f"there is no command {words[0]!r}"
        command, words = found, words[1:]
        context = click.Context(command, parent=context)
        if isinstance(command, WatchGroup) and words and words[0] not in COMMANDS:
            words = [ALONE, *words]
    try:
        command.make_parser(context).parse_args(list(words))
    except click.BadOptionUsage as error:
        named_last = bool(words) and error.option_name == words[-1]
        return "" if named_last else error.format_message()  # `run --target` names the option
    except click.UsageError as error:
        return error.format_message()
    return ""


def heading_links(page: Path) -> set[str]:
    """Return what links to the headings of a page end in."""
    found = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    bare = [re.sub(r"[^\w\- ]", "", one.strip().lower()) for one in found]
    return {one.replace(" ", "-") for one in bare}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_each_command_and_option_that_a_page_names_is_there(page: Path) -> None:
    wrong = {line: problem(line) for line in commands(page.read_text(encoding="utf-8"))}

    assert {line: why for line, why in wrong.items() if why} == {}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("brightline rum policy.yaml", "no command 'rum'"),
        ("brightline run policy.yaml --targett URL", "No such option '--targett'"),
        ("brightline report last --format", ""),
        ("brightline report last --format html > out.html", ""),
    ],
)
def test_a_command_that_is_none_would_be_seen(line: str, why: str) -> None:
    assert (why in problem(line)) if why else problem(line) == ""


def test_the_pages_hold_commands() -> None:
    assert sum(1 for page in PAGES for _ in commands(page.read_text("utf-8"))) > 100


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_each_link_of_a_page_leads_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if "://" in link:
            continue
        path, _, heading = link.partition("#")
        there = page.parent / path if path else page
        assert there.exists(), link
        assert not heading or heading in heading_links(there), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_each_file_of_ours_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(
        r"`([\w./-]+/(?:[\w.-]+\.(?:py|md|yaml|toml))?)`", page.read_text("utf-8")
    )
    ours = [one for one in named if "/" in one.strip("/")]

    for one in set(ours) - MADE_UP:
        assert any((base / one).exists() for base in BASES), one


def test_the_map_of_the_code_names_each_room_and_no_other() -> None:
    package = ROOT / "src" / "brightline"
    rooms = {path.parent.name for path in package.glob("*/__init__.py")}
    modules = {path.name for path in package.glob("*.py") if not path.name.startswith("__")}
    flows = {path.parent.name for path in (package / "pipeline").glob("*/__init__.py")}
    rows = re.findall(r"^\|.*$", text("architecture.md"), re.MULTILINE)
    named = set(re.findall(r"`(\w+(?:/|\.py))`", "\n".join(rows)))

    assert {f"{room}/" for room in rooms | flows} | modules <= named


def test_the_map_of_measure_names_each_file_and_no_other() -> None:
    page = text("architecture.md")
    table = page[page.index("`measure/` is flat") : page.index("## What is stored")]
    files = {path.name for path in (ROOT / "src" / "brightline" / "measure").glob("*.py")}

    assert set(re.findall(r"`(\w+\.py)`", table)) == files - {"__init__.py"}


def test_every_verdict_and_outcome_is_explained() -> None:
    explained = set(re.findall(r"^\| `([a-z_]+)` \|", text("words.md"), re.MULTILINE))
    outcomes = {one.value.partition(".")[0] for one in (*Gap, *Fault)}

    assert {verdict.value for verdict in Verdict} | outcomes == explained


def test_every_way_in_which_a_call_fails_is_named() -> None:
    named = set(re.findall(r"`([a-z_0-9]+)`", text("words.md")))

    assert {one.value.partition(".")[2] for one in Fault} - {""} <= named
