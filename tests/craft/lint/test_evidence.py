"""The page on lint and the checks: each code stands there, with the name that is printed."""

import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

from brightline.cli.lint import lint
from brightline.craft import lint as package
from brightline.craft.lint import Told

PAGE = (Path(__file__).parents[3] / "docs" / "lint.md").read_text(encoding="utf-8")
TABLE = PAGE.partition("## Where the reasons")[0]


def told() -> set[tuple[str, str]]:
    modules = [
        import_module(f"{package.__name__}.{one.name}")
        for one in pkgutil.iter_modules(package.__path__)
    ]
    found = [
        one for module in modules for one in vars(module).values() if isinstance(one, Told)
    ]
    return {(one.code, one.slug) for one in found}


def test_every_code_is_on_the_page_with_its_name() -> None:
    rows = dict(re.findall(r"^\| (L\d\d) \| (.+?) \|", TABLE, re.MULTILINE))

    assert sorted(rows) == [f"L{number:02}" for number in range(25)]
    assert [one for one in sorted(told()) if f"`{one[1]}`" not in rows[one[0]]] == []
    assert {code for code, _ in told()} == set(rows) - {"L00"}


def test_what_the_page_says_of_its_prompt_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    [text] = re.findall(r"```markdown\n(.*?)```", PAGE, re.DOTALL)
    [shown] = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "prompt.md").write_text(text)

    done = CliRunner().invoke(lint, ["prompt.md"])

    assert done.exit_code == 0
    assert shown in done.output


def test_the_commands_of_the_page_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    [commands] = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    policy = """\
brightline: 1
product: Pal
scope: {audience: customers, does: [help with orders]}
system_prompt: prompt.md
rules:
  - id: suppliers
    text: Never names a supplier.
    stance: refuse
    must_refuse: [Who makes this?, Name your supplier.]
    must_answer: [What is a rake?, Where is my order?]
"""
    for command in commands.splitlines():
        (tmp_path / "policy.yaml").write_text(policy)
        for name in ("prompt.md", "other.md"):
            (tmp_path / name).write_text("You help with orders.\n\n- Never name a supplier.\n")

        done = CliRunner().invoke(lint, command.split()[2:])

        assert done.exit_code == 0, done.output
        assert "warning L08" in done.output or "--fix" in command
