"""Where a system prompt may come from: the folder of the policy and nowhere else."""

import os
from pathlib import Path

import pytest

from brightline.errors import BrightlineError
from brightline.load.problems import Problems
from brightline.load.prompt import MAX_PROMPT_BYTES, read_prompt, read_prompt_file


def read(value: str, folder: Path) -> tuple[str | None, str]:
    problems = Problems("p.yaml")
    text = read_prompt(value, folder=folder, place=(1, 1), problems=problems)
    return text, "".join(problem.message for problem in problems.ordered())


def test_a_file_beside_the_policy_is_read(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "prompt.md").write_text("Be kind.", encoding="utf-8")

    assert read("sub/prompt.md", tmp_path) == ("Be kind.", "")


def test_text_with_a_space_is_the_prompt_itself(tmp_path: Path) -> None:
    assert read("Be kind.", tmp_path) == ("Be kind.", "")


@pytest.mark.parametrize(
    "value",
    [
        "../secret.md",
        "/etc/passwd",
        "sub/../../secret.md",
        "C:\\x.md",
        "\\\\host\\x",
        "..\\s.md",
    ],
)
def test_a_path_that_leaves_the_folder_is_refused_before_it_is_opened(
    value: str, tmp_path: Path
) -> None:
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    folder = tmp_path / "policy"
    folder.mkdir()
    (folder / "sub").mkdir()

    text, why = read(value, folder)

    assert text is None
    assert "inside the folder" in why


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    folder = tmp_path / "policy"
    folder.mkdir()
    (folder / "in.md").write_text("fine", encoding="utf-8")
    (folder / "inner").symlink_to("in.md")
    (folder / "outer").symlink_to("../secret.md")
    (folder / "loop").symlink_to("loop")

    assert read("inner", folder) == ("fine", "")  # the twin: a link as such is allowed
    assert read("outer", folder)[0] is None
    assert read("loop", folder)[0] is None


def test_pipes_folders_and_devices_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "sub").mkdir()

    assert "regular file" in read("pipe", tmp_path)[1]
    assert read("sub", tmp_path)[0] is None


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\xff", "not UTF-8"),
        (b"a\0b", "NUL"),
        (b"a" * (MAX_PROMPT_BYTES + 1), "larger than 1 MiB"),
    ],
)
def test_a_file_that_is_no_prompt_is_named(content: bytes, why: str, tmp_path: Path) -> None:
    (tmp_path / "p.md").write_bytes(content)

    assert why in read("p.md", tmp_path)[1]


def test_a_missing_file_says_how_to_write_text_instead(tmp_path: Path) -> None:
    problems = Problems("p.yaml")
    read_prompt("Hello", folder=tmp_path, place=(1, 1), problems=problems)

    assert "system_prompt: |" in problems.ordered()[0].hint


ODD = {
    "nothing": (b" \n", "file-empty"),
    "NUL": (b"Be kind.\0", "system-prompt"),
    "not UTF-8": ("Be kind.".encode("utf-16"), "system-prompt"),
    "too large": (b"Be kind. " * (MAX_PROMPT_BYTES // 9 + 1), "system-prompt"),
    "a policy": (b"brightline: 1\nproduct: Pal\nrules:\n  - id: a\n", "no-system-prompt"),
}
"""What a file may hold that no prompt is, and the name of the error."""


@pytest.mark.parametrize("what", list(ODD))
def test_a_named_file_that_is_no_prompt_is_refused(what: str, tmp_path: Path) -> None:
    content, slug = ODD[what]
    path = tmp_path / "prompt.md"
    path.write_bytes(content)

    with pytest.raises(BrightlineError) as caught:
        read_prompt_file(path)

    assert caught.value.slug == slug
    assert caught.value.where == str(path)


def test_a_named_file_may_stand_anywhere_and_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a prompt"
    text = "Never say \x0c brightline: it is a secret.\n" + "Be kind. " * 50_000
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())

    assert read_prompt_file(path) == text
