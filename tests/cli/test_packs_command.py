"""`brightline packs`: what it lists is what a folder gets, and nothing is overwritten."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from brightline import load_policy
from brightline.cli.main import brightline, main
from brightline.packs import packs, read_pack
from brightline.pipeline.crafting.packing import find_pack

FILES = ["policy.schema.json", "policy.yaml", "prompt.md"]


def shown(*words: str) -> Result:
    return CliRunner().invoke(brightline, ["packs", *words])


def fails(*words: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit) as stop:
        main(["packs", *words])
    assert stop.value.code == 4
    return capsys.readouterr().err


def test_every_pack_is_listed_with_its_title_rules_and_requests() -> None:
    listed = json.loads(shown("--json").output)["packs"]
    text = shown().output

    assert [each["name"] for each in listed] == [*packs()]
    for each in listed:
        assert f"{each['name']}: {each['title']}" in text
        assert f"{each['rules']} rules, {each['requests']} requests" in text
        assert f"# {each['title']}\n" in read_pack(each["name"]).policy
        assert ":" in each["title"]


def test_a_pack_is_shown_by_its_rules() -> None:
    text = shown("pharmacy").output
    as_json = json.loads(shown("pharmacy", "--json").output)

    assert as_json["rules"] == len(as_json["policy"])
    for rule in as_json["policy"]:
        assert f"{rule['id']} ({rule['stance']}): {rule['text']}" in text


def test_a_folder_gets_a_policy_that_loads_with_its_prompt(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "here"

    made = shown("pharmacy", "--out", str(folder))

    assert made.exit_code == 0, made.output
    assert sorted(path.name for path in folder.iterdir()) == FILES
    policy = load_policy(folder / "policy.yaml")
    assert policy.system_prompt == read_pack("pharmacy").prompt
    assert (folder / "policy.yaml").read_text(encoding="utf-8") == read_pack("pharmacy").policy
    assert f"wrote {folder / 'policy.yaml'}" in made.output


def test_what_was_written_is_said_in_json(tmp_path: Path) -> None:
    made = shown("pharmacy", "--out", str(tmp_path), "--json")

    written = json.loads(made.output)["written"]
    assert sorted(written) == [str(tmp_path / name) for name in FILES]


@pytest.mark.parametrize("taken", ["policy.yaml", "prompt.md"])
def test_a_file_that_is_there_is_kept_and_nothing_is_written(
    taken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / taken).write_text("mine")

    said = fails("pharmacy", "--out", str(tmp_path), capsys=capsys)

    assert str(tmp_path / taken) in said
    assert [path.name for path in tmp_path.iterdir()] == [taken]
    assert (tmp_path / taken).read_text() == "mine"


def test_a_schema_that_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "policy.schema.json").write_text("{}")

    made = shown("pharmacy", "--out", str(tmp_path))

    assert made.exit_code == 0
    assert (tmp_path / "policy.schema.json").read_text() == "{}"
    assert load_policy(tmp_path / "policy.yaml").name


def test_a_folder_that_is_a_file_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("mine")

    said = fails("pharmacy", "--out", str(tmp_path / "file"), capsys=capsys)

    assert "[file-unwritable]" in said
    assert (tmp_path / "file").read_text() == "mine"


def test_a_pack_that_does_not_exist_names_the_nearest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["pharmcy"], ["pharmcy", "--out", str(tmp_path / "out")]):
        said = fails(*words, capsys=capsys)

        assert "[unknown-pack]" in said
        assert "Did you mean 'pharmacy'?" in said
    assert not (tmp_path / "out").exists()


def test_a_name_is_no_path(capsys: pytest.CaptureFixture[str]) -> None:
    assert "[unknown-pack]" in fails("../packs/pharmacy", capsys=capsys)


def test_a_folder_without_a_pack_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "[pack-missing]" in fails("--out", str(tmp_path), capsys=capsys)


@pytest.mark.parametrize("name", packs())
def test_a_pack_takes_the_name_of_the_users_product_wherever_it_names_its_own(
    tmp_path: Path, name: str
) -> None:
    made_up = find_pack(name).policy

    done = shown(name, "--out", str(tmp_path / "own"), "--product", "Yes & Towpath's")

    assert done.exit_code == 0
    policy = load_policy(tmp_path / "own" / "policy.yaml")
    assert policy.name == "Yes & Towpath's"
    assert len(policy.rules) == len(made_up.rules)
    for file in ("policy.yaml", "prompt.md"):
        text = (tmp_path / "own" / file).read_text()
        assert not re.search(rf"\b{re.escape(made_up.name)}\b", text)
        assert "Towpath" in text


@pytest.mark.parametrize("product", ["", " ", 'Kit"t', "a: b", "x\ny", "# no", "w" * 61])
def test_a_name_that_cannot_stand_in_a_policy_writes_nothing(
    tmp_path: Path, product: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = fails("travel", "--out", str(tmp_path / "own"), "--product", product, capsys=capsys)

    assert "[name-unusable]" in said
    assert not (tmp_path / "own").exists()


def test_a_name_without_a_folder_to_write_is_an_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "--out FOLDER --product" in fails("travel", "--product", "Towpath", capsys=capsys)
