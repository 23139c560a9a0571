"""A system prompt takes the place of another in a policy, and nothing else of it changes."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from brightline.errors import UsageError
from brightline.load.new_prompt import with_prompt
from brightline.load.policy import parse_policy

HEAD = "brightline: 1   # the version\nproduct: Sprout\n"
TAIL = """\
# the one that matters
rules:
  - id: gore
    text: Never tells a battle in gory detail.   # in no story
    stance: refuse
    must_refuse: [Tell me the battle with all its blood.]
    must_answer: ["Why was there a battle?"]
"""
NEW = "You are Sprout.\n\n- Never tell gore.\n  Not even: a little.\n"
BLOCKS = {
    "block": "system_prompt: |\n  You are old.\n  # no comment\n\n  And short.\n",
    "block with a remark": "system_prompt: |  # a remark\n  You are old.\n",
    "folded with a remark": "system_prompt: >-\t# a remark\n  You are old.\n",
    "block then blank": "system_prompt: |\n  You are old.\n\n\n",
    "stripped": "system_prompt: |-\n  You are old.\n",
    "folded": "system_prompt: >\n    You are\n    old.\n",
    "plain": "system_prompt: You are old.   # a remark\n",
    "plain over lines": "system_prompt: You are\n  old.\n",
    "quoted": 'system_prompt: "You are old: \\n yes"\n',
    "single": "system_prompt: 'You are old.'  # a remark\n",
}


def prompt_of(content: bytes, folder: Path) -> str | None:
    return parse_policy(content, name="policy.yaml", folder=folder).system_prompt


@pytest.mark.parametrize("old", BLOCKS.values(), ids=BLOCKS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_prompt_in_the_policy_is_replaced_and_all_else_stays(
    old: str, end: str, tmp_path: Path
) -> None:
    content = f"{HEAD}{old}{TAIL}".replace("\n", end).encode()

    done = with_prompt(content, NEW, path=tmp_path / "policy.yaml")

    text = done.new.decode()
    assert prompt_of(done.new, tmp_path) == NEW
    assert text.startswith(HEAD.replace("\n", end))
    assert text.endswith(TAIL.replace("\n", end))
    assert ("# a remark" in text) == ("# a remark" in old)
    assert done.path == tmp_path / "policy.yaml"


def test_a_remark_on_the_last_block_of_a_file_stays(tmp_path: Path) -> None:
    content = f"{HEAD}{TAIL}system_prompt: | # a remark\n  You are old.".encode()

    done = with_prompt(content, NEW, path=tmp_path / "policy.yaml")

    assert b"system_prompt: | # a remark" in done.new
    assert prompt_of(done.new, tmp_path) == NEW


def test_a_policy_without_a_prompt_gets_one_above_its_rules(tmp_path: Path) -> None:
    done = with_prompt(f"{HEAD}{TAIL}".encode(), NEW, path=tmp_path / "policy.yaml")

    assert prompt_of(done.new, tmp_path) == NEW
    assert done.new.decode().startswith(HEAD)


def test_a_prompt_in_a_file_is_replaced_there(tmp_path: Path) -> None:
    (tmp_path / "prompt.md").write_text("You are old.\n")
    content = f"{HEAD}system_prompt: prompt.md\n{TAIL}".encode()

    done = with_prompt(content, NEW, path=tmp_path / "policy.yaml")

    assert (done.path, done.old, done.new) == (
        tmp_path / "prompt.md",
        b"You are old.\n",
        NEW.encode(),
    )


def test_a_policy_on_one_line_is_left_alone(tmp_path: Path) -> None:
    content = (
        "{brightline: 1, product: Sprout, system_prompt: You are old., rules: [{id: gore, text:"
        " No gore., stance: refuse, must_refuse: [Gore please.], must_answer: [Why?]}]}"
    )

    with pytest.raises(UsageError) as raised:
        with_prompt(content.encode(), NEW, path=tmp_path / "policy.yaml")

    assert raised.value.slug == "prompt-not-written"


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1).map(
        lambda text: f"You are {text}"
    ),
    st.sampled_from(sorted(BLOCKS)),
)
def test_any_prompt_is_written_whole_or_not_at_all(prompt: str, old: str) -> None:
    folder = Path(__file__).parent

    with suppress(UsageError):
        done = with_prompt(
            f"{HEAD}{BLOCKS[old]}{TAIL}".encode(), prompt, path=folder / "policy.yaml"
        )
        assert (prompt_of(done.new, folder) or "").split() == prompt.split()
