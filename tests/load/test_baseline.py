"""A baseline written is a baseline read, and nothing else is one."""

import json
from pathlib import Path

import pytest

from brightline.errors import BrightlineError, StoreError, UsageError
from brightline.load import baseline_text, load_baseline
from brightline.records import Baseline, BaselineCase, Expected, head_of


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

    with pytest.raises(StoreError, match="version 7, this brightline reads up to 1"):
        load_baseline(tmp_path / "b.json")


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


def headed() -> Baseline:
    made = baseline("r/a").model_copy(
        update={"policy": "Sprout", "suite_digest": "s", "said": {"r": "0123"}}
    )
    return made.model_copy(update={"head": head_of(made)})


def test_a_head_that_was_mended_by_hand_compares_nothing(tmp_path: Path) -> None:
    file = tmp_path / "b.json"
    file.write_text(baseline_text(headed()), encoding="utf-8")
    assert load_baseline(file) == headed()
    for old, new in (
        ("0123456789ab", "ba9876543210"),
        ("embedded@1", "llm@1"),
        ('"0123"', '"4"'),
    ):
        file.write_text(baseline_text(headed()).replace(old, new), encoding="utf-8")

        with pytest.raises(UsageError, match="changed by hand"):
            load_baseline(file)


def test_a_run_again_without_a_change_changes_one_line() -> None:
    again = headed().model_copy(update={"run_id": "20261125-101500-3f9c"})

    changed = set(baseline_text(headed()).splitlines()) ^ set(baseline_text(again).splitlines())

    assert len(changed) == 2, "its id, before and after"
