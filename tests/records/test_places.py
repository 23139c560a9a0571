"""`brightline.records` loads each record when it is first used."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import brightline.records
from brightline.records import _HOLDS, Record

FOLDER = Path(brightline.records.__file__).parent


def defined(module: str) -> tuple[set[str], set[str]]:
    """Return the public classes and functions of a module, and its public constants."""
    made: set[str] = set()
    named: set[str] = set()
    for part in ast.parse((FOLDER / f"{module}.py").read_text()).body:
        if isinstance(part, (ast.ClassDef, ast.FunctionDef)):
            made.add(part.name)
        elif isinstance(part, ast.Assign):
            named.update(one.id for one in part.targets if isinstance(one, ast.Name))
    return {one for one in made if one[0] != "_"}, {one for one in named if one[0] != "_"}


def test_every_module_is_listed() -> None:
    assert {path.stem for path in FOLDER.glob("*.py")} - {"__init__"} == set(_HOLDS)


@pytest.mark.parametrize("module", _HOLDS)
def test_every_name_is_listed_with_the_module_that_has_it(module: str) -> None:
    made, named = defined(module)
    listed = set(_HOLDS[module].split())

    assert made <= listed <= made | named
    assert all(getattr(brightline.records, name) is not None for name in listed)


def test_no_record_has_the_name_of_a_module() -> None:
    # The module would take its place as soon as anything imports it.
    assert set(dir(brightline.records)) & set(_HOLDS) == set()


def test_an_unknown_name_is_an_import_error() -> None:
    with pytest.raises(ImportError, match="Nobody"):
        exec("from brightline.records import Nobody")  # noqa: S102 - the name must not be there


def test_one_record_loads_no_others() -> None:
    code = (
        "import sys; from brightline.records import Finding;"
        "print(*(name for name in sys.modules if name.startswith('brightline.records.')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["brightline.records.base", "brightline.records.finding"]


def test_a_record_is_checked_though_its_checks_are_made_late() -> None:
    class Late(Record):
        number: int

    with pytest.raises(ValueError, match="number"):
        Late.model_validate({"number": "three"})
