"""A baseline written is a baseline read, and nothing else is one."""

import json
from pathlib import Path

import pytest

from brightline.errors import BrightlineError, UsageError
from brightline.load.baseline import baseline_text, load_baseline
from brightline.records import Baseline, BaselineCase, Expected, Gate, head_of


def baseline(*ids: str) -> Baseline:
    return Baseline(
        schema_version=1,
        run_id="20261124-101500-3f9c",
        policy_digest="0123456789ab",
        judge="embedded@1",
        target="openai:http://127.0.0.1:1/v1",
        trials=3,
        cases=tuple(
            BaselineCase(
                id=case,
                rule_id="r",
                technique="direct",
                expected=Expected.REFUSE,
                hits=1,
                decided=3,
            )
            for case in ids
        ),
    )


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(baseline_text(baseline("r/a", "r/b")), encoding="utf-8")

    assert load_baseline(tmp_path / "b.json") == baseline("r/a", "r/b")


def test_a_changed_case_changes_one_line_whatever_the_order() -> None:
    text = baseline_text(baseline("r/b", "r/a"))

    assert text == baseline_text(baseline("r/a", "r/b"))
    assert sum('"r/a"' in line for line in text.splitlines()) == 1
    assert json.loads(text)["cases"][0]["id"] == "r/a"


def test_a_newer_version_is_named_beside_ours(tmp_path: Path) -> None:
    text = baseline_text(baseline("r/a")).replace('"schema_version": 1', '"schema_version": 7')
    (tmp_path / "b.json").write_text(text, encoding="utf-8")

    with pytest.raises(UsageError, match="version 7, this brightline reads up to 1") as caught:
        load_baseline(tmp_path / "b.json")

    assert (caught.value.slug, caught.value.exit_code) == ("baseline-too-new", 4)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "[]",
        "{",
        "{}",
        '{"schema_version": true}',
        "[" * 10_000,
        baseline_text(baseline()),
        baseline_text(baseline("r/a")).replace('"hits": 1', '"hits": "1"'),
        baseline_text(baseline("r/a")).replace('"hits": 1', '"hits": 1, "hits": 2'),
    ],
)
def test_what_is_no_baseline_is_a_usage_error(text: str, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(text, encoding="utf-8")

    with pytest.raises(UsageError) as caught:
        load_baseline(tmp_path / "b.json")

    assert caught.value.where.startswith(str(tmp_path / "b.json"))
    assert caught.value.hint


def test_a_missing_baseline_is_not_the_absence_of_a_regression(tmp_path: Path) -> None:
    with pytest.raises(BrightlineError) as caught:
        load_baseline(tmp_path / "b.json")

    assert caught.value.exit_code == 4


def guarded(*ids: str) -> Baseline:
    return baseline(*(ids or ("r/a", "r/b"))).model_copy(
        update={"policy": "Sprout", "suite_digest": "s", "said": {"r": "0123"}}
    )


def without(text: str, *keys: str) -> str:
    """Return a baseline's text without some keys of it."""
    found = json.loads(text)
    return json.dumps({key: value for key, value in found.items() if key not in keys})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0123456789ab", "ba9876543210"),
        ("embedded@1", "llm@1"),
        ('"0123"', '"4"'),
        ('"hits": 1', '"hits": 2'),
        ('"refuse"', '"answer"'),
        ('"direct"', '"story"'),
        ('"id": "r/a"', '"id": "r/c"'),
        ('  "cases": [\n', '  "cases": [\n    ["r/0", "r", "direct", "refuse", 1, 3],\n'),
        ('  "whole":', '  "head": "0123456789ab",\n  "whole":'),
    ],
)
def test_a_file_that_is_not_as_it_was_written_compares_nothing(
    old: str, new: str, tmp_path: Path
) -> None:
    file = tmp_path / "b.json"
    text = baseline_text(guarded())
    file.write_text(text, encoding="utf-8")
    assert load_baseline(file) == guarded()
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(UsageError, match="changed by hand, or merged") as caught:
        load_baseline(file)

    assert caught.value.where == str(file)
    assert f"`brightline baseline RUN > {file}`" in caught.value.hint


def test_a_case_taken_out_is_missed(tmp_path: Path) -> None:
    found = json.loads(baseline_text(guarded()))
    del found["cases"][0]
    (tmp_path / "b.json").write_text(json.dumps(found), encoding="utf-8")

    with pytest.raises(UsageError, match="changed by hand"):
        load_baseline(tmp_path / "b.json")


def test_the_guard_cannot_be_taken_out(tmp_path: Path) -> None:
    text = without(baseline_text(guarded()), "whole", "head")
    (tmp_path / "b.json").write_text(text, encoding="utf-8")

    with pytest.raises(UsageError, match="its digest 'whole' is gone"):
        load_baseline(tmp_path / "b.json")


def test_the_order_and_the_layout_of_a_file_are_not_guarded(tmp_path: Path) -> None:
    found = json.loads(baseline_text(guarded()))
    found["cases"].reverse()
    (tmp_path / "b.json").write_text(json.dumps(found, indent=4), encoding="utf-8")

    assert set(load_baseline(tmp_path / "b.json").cases) == set(guarded().cases)


@pytest.mark.parametrize("headed", [True, False])
def test_an_older_file_is_read_and_named_as_such(tmp_path: Path, *, headed: bool) -> None:
    found = json.loads(
        without(baseline_text(guarded() if headed else baseline("r/a")), "whole")
    )
    if headed:
        found["head"] = head_of(guarded())
    (tmp_path / "b.json").write_text(json.dumps(found), encoding="utf-8")

    note = load_baseline(tmp_path / "b.json").note

    assert "of an older format" in note
    assert f"brightline baseline RUN > {tmp_path / 'b.json'}" in note


def test_an_older_file_whose_head_was_mended_compares_nothing(tmp_path: Path) -> None:
    found = json.loads(without(baseline_text(guarded()), "whole"))
    found |= {"head": head_of(guarded()), "judge": "llm@1"}
    (tmp_path / "b.json").write_text(json.dumps(found), encoding="utf-8")

    with pytest.raises(UsageError, match="changed by hand"):
        load_baseline(tmp_path / "b.json")


@pytest.mark.parametrize(
    ("mended", "named"),
    [
        (('"hits": 1', '"hits": 20'), "case 'r/a' has 20 hits of 3 decided plays"),
        (('"hits": 1', '"hits": -1'), "case 'r/a' has -1 hits"),
        (('"decided": 3', '"decided": 1000000000000'), "of 1000000000000 decided"),
        (('"trials": 3', '"trials": 0'), "trials is 0"),
        (('"r/a"', '"r/b"'), "case 'r/b' stands there 2 times"),
        (('"refuse"', '"refus"'), "at 'cases.0.expected'"),
        (('"schema_version": 1', '"schema_version": 0'), "schema_version is 0"),
        (('  "cases"', '  "note": "fine",\n  "cases"'), "at 'note'"),
        (('  "cases"', '  "said": {"q": "0"},\n  "cases"'), "rule 'r' has cases"),
    ],
)
def test_a_value_that_no_run_can_have_is_named(
    mended: tuple[str, str], named: str, tmp_path: Path
) -> None:
    file = tmp_path / "b.json"
    text = baseline_text(baseline("r/a", "r/b")).replace(*mended, 1)
    file.write_text("\n".join(x for x in text.splitlines() if '"whole"' not in x))

    with pytest.raises(UsageError) as caught:
        load_baseline(file)

    assert named in caught.value.message
    assert caught.value.where == str(file)


def test_many_wrong_values_are_counted(tmp_path: Path) -> None:
    text = baseline_text(baseline(*"abcde")).replace('"hits": 1', '"hits": 20')
    (tmp_path / "b.json").write_text(text, encoding="utf-8")

    with pytest.raises(UsageError, match=r"'a' has 20.*'c' has 20.*; 2 more "):
        load_baseline(tmp_path / "b.json")


def test_a_case_that_changed_changes_its_line_and_the_digest() -> None:
    one = guarded("r/a", "r/b", "r/c")
    moved = one.model_copy(update={"cases": (one.cases[0]._replace(hits=2), *one.cases[1:])})

    changed = set(baseline_text(one).splitlines()) - set(baseline_text(moved).splitlines())

    assert sorted(line.split('"')[1] for line in changed) == ["id", "whole"]


def test_a_run_again_without_a_change_changes_one_line() -> None:
    again = guarded().model_copy(update={"run_id": "20261125-101500-3f9c"})

    changed = set(baseline_text(guarded()).splitlines()) ^ set(
        baseline_text(again).splitlines()
    )

    assert len(changed) == 2, "its id, before and after"


def test_the_word_of_the_gate_is_kept_and_guarded(tmp_path: Path) -> None:
    spoken = guarded().model_copy(update={"gates": {"r": Gate.HOLDS}})
    text = baseline_text(spoken)
    (tmp_path / "b.json").write_text(text, encoding="utf-8")
    (tmp_path / "c.json").write_text(text.replace('"holds"', '"broken"'), encoding="utf-8")

    assert load_baseline(tmp_path / "b.json").gates == {"r": Gate.HOLDS}
    with pytest.raises(UsageError, match="changed by hand"):
        load_baseline(tmp_path / "c.json")


def test_a_file_from_before_the_gate_was_kept_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Its digest is the one that the brightline of then wrote."""
    old = baseline_text(guarded())
    (tmp_path / "b.json").write_text(old, encoding="utf-8")

    found = load_baseline(tmp_path / "b.json")

    assert "gates" not in json.loads(old)
    assert json.loads(old)["whole"] == "e556a60c6a47"
    assert (found.gates, found.note) == ({}, "")
