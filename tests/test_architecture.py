"""What holds the shape of the code: sizes, imports, entry points, promised names."""

import re
import subprocess
import sys
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import brightline

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "src" / "brightline").rglob("*.py"))
HEAVY = {
    "alembic",
    "click",
    "httpcore2",
    "httpx2",
    "jinja2",
    "numpy",
    "re2",
    "rich",
    "sqlalchemy",
    "yaml",
}


def loaded_after(code: str, *, whole: bool = False) -> set[str]:
    name = "name" if whole else "name.partition('.')[0]"
    script = f"import sys\n{code}\nprint()\nprint(*{{{name} for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split("\n")[-2].split())


def test_there_are_sources_to_hold_to_the_limits() -> None:
    assert len(SOURCES) > 50


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_has_more_than_400_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_exception_to_a_check_says_why(path: Path) -> None:
    for line in path.read_text().splitlines():
        if "# noqa" in line:
            assert re.search(r"# noqa: [A-Z]+\d+(, [A-Z]+\d+)* - \S", line), line
        if "type: ignore" in line:
            assert re.search(r"type: ignore\[[a-z-]+\]", line), line


def test_importing_brightline_loads_nothing_heavy() -> None:
    assert loaded_after("import brightline") & HEAVY == set()


def test_help_loads_nothing_heavy_but_click() -> None:
    code = (
        "from brightline.cli.main import main\ntry: main(['--help'])\nexcept SystemExit: pass"
    )

    assert loaded_after(code) & HEAVY == {"click"}


BANK = ROOT / "src" / "brightline" / "packs" / "bank-support" / "policy.yaml"

LIGHT = {
    "--version": {"click"},
    "lint": {"click", "yaml"},
    "schema": {"click"},
    "standards": {"click"},
    "packs": {"click", "yaml"},
    "techniques": {"click"},
    "completion": {"click"},
}
"""What of the heavy libraries a command that works offline and stores nothing may load."""

GIVEN = {"lint": [str(BANK)], "completion": ["bash"]}


def after_command(*words: str) -> set[str]:
    code = f"from brightline.cli.main import main\ntry: main({list(words)!r})\n"
    return loaded_after(f"{code}except SystemExit: pass", whole=True)


@pytest.mark.parametrize("command", LIGHT)
def test_a_light_command_loads_only_what_it_needs(command: str) -> None:
    loaded = after_command(command, *GIVEN.get(command, []))

    assert {name.partition(".")[0] for name in loaded} & HEAVY == LIGHT[command]


def test_a_policy_without_problems_is_linted_without_what_describes_runs() -> None:
    loaded = after_command("lint", str(BANK))

    assert "brightline.records.policy" in loaded
    unneeded = {"difflib", "brightline.records.summary", "brightline.records.suite"}
    assert loaded & unneeded == set()


def test_completion_and_help_of_any_command_load_nothing_heavy_but_click() -> None:
    code = """
import os
os.environ |= {"COMP_WORDS": "brightline ", "COMP_CWORD": "1"}
os.environ["_BRIGHTLINE_COMPLETE"] = "zsh_complete"
from brightline.cli.main import main
try: main([])
except SystemExit: pass
"""

    loaded = loaded_after(code, whole=True)

    assert {"brightline.cli.run", "brightline.cli.review", "brightline.cli.simulate"} <= loaded
    assert loaded & (HEAVY | {"pydantic", "brightline.plugins"}) == {"click"}


def test_a_judge_loads_no_arrays_with_holes() -> None:
    code = """
import brightline as bl
from brightline.records import Role, Stance
asked = "Lend me the blue pen."
rule = bl.Rule(id="a", text="Never lends pens.", stance=Stance.REFUSE, must_refuse=(asked,))
turn = bl.Turn(role=Role.USER, text=asked)
reply = bl.Reply(text="Sure, take the blue pen from the left drawer of my desk.")
exchange = bl.Exchange(turns=(turn,), reply=reply)
(found,) = bl.judge([bl.Question(subject_id="b", exchange=exchange, rule=rule)])
assert found.confidence
"""

    loaded = loaded_after(code, whole=True)

    assert "numpy" in loaded
    assert "numpy.ma" not in loaded


def test_installed_packages_are_read_once_for_every_kind_of_part() -> None:
    code = """
import importlib.metadata as metadata
reads = []
every = metadata.entry_points
metadata.entry_points = lambda **group: reads.append(group) or every(**group)
from brightline.plugins import KINDS, names
assert all(map(names, KINDS))
assert [one for one in reads if one.get("group") != "pydantic"] == [{}], reads
"""

    assert "brightline" in loaded_after(code)


def test_the_help_test_would_see_a_heavy_import() -> None:
    assert "numpy" in loaded_after("import numpy")


def test_a_subpackage_does_not_hide_the_function_of_its_name() -> None:
    import_module("brightline.judge.embedded")

    assert callable(brightline.judge)


def test_every_public_name_is_there() -> None:
    assert sorted(brightline.__all__) == sorted(brightline._PLACES)
    for name in brightline.__all__:
        assert getattr(brightline, name) is not None


@pytest.mark.parametrize("kind", ["targets", "judges", "techniques", "reporters"])
def test_every_built_in_part_loads_from_its_entry_point(kind: str) -> None:
    points = entry_points(group=f"brightline.{kind}")

    assert len(points) > 0
    for point in points:
        assert point.load() is not None


def test_every_error_slug_has_a_heading() -> None:
    headings = set(
        re.findall(
            r"^## `?([a-z0-9._-]+)`?$", (ROOT / "docs/errors.md").read_text(), re.MULTILINE
        )
    )
    slugs = {
        slug
        for path in SOURCES
        for slug in re.findall(r'slug="([a-z0-9-]+)"(?! \+)', path.read_text())
    }

    assert slugs - headings == set()


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= 150
