"""What `--fix` writes, and that it leaves everything else as it was."""

import difflib
from pathlib import Path

import pytest
from mutated import mutated

from brightline.craft.edits import AddKey
from brightline.load.policy import check_policy
from brightline.pipeline.crafting.linting import fix_file, lint_file
from brightline.pipeline.crafting.mending import mended_policy

SAFE = {"L08", "L09", "L10", "L11", "L13", "L18"}
"""Codes of which some findings are mended."""


def assert_mended(policy: Path) -> int:
    """Check every promise of `--fix` on one policy; return how many findings it mended."""
    prompt = policy.with_name("prompt.md")
    before = {path: path.read_bytes() for path in (policy, prompt)}
    told = lint_file(policy)

    mended = fix_file(policy)
    after = {path: path.read_bytes() for path in before}
    again = fix_file(policy)

    assert {one.code for one in mended.done} <= SAFE
    left = [(one.code, one.message) for one in mended.left]
    assert not {(one.code, one.message) for one in mended.done} & set(left)
    assert len(told) == len(mended.done) + len(mended.left)
    assert again.done == ()
    assert {path: path.read_bytes() for path in before} == after
    checked = check_policy(policy.read_bytes(), name="p.yaml", folder=policy.parent)
    assert checked.policy is not None
    for path, old in before.items():
        assert_only_more(old, after[path])
    return len(mended.done)


def assert_only_more(old: bytes, new: bytes) -> None:
    """Check that each old line stands, byte for byte, but for a hedge that is gone."""
    rows, made = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for kind, a, b, c, d in difflib.SequenceMatcher(None, rows, made).get_opcodes():
        if kind == "replace":
            gone, come = b"".join(rows[a:b]), b"".join(made[c:d])
            letters = difflib.SequenceMatcher(None, gone, come, autojunk=False)
            lost = [gone[i:j] for tag, i, j, _, _ in letters.get_opcodes() if tag != "equal"]
            assert len(b"".join(lost)) < 24, lost
        else:
            assert kind in {"equal", "insert"}, rows[a:b]


def test_what_is_mended_stays_mended_and_all_else_stays_as_it_was(tmp_path: Path) -> None:
    done = [assert_mended(policy) for policy in mutated(6, tmp_path)]

    assert sum(done) > 6


@pytest.mark.promise
def test_two_hundred_policies_keep_comments_order_and_quotes(tmp_path: Path) -> None:
    done = [assert_mended(policy) for policy in mutated(210, tmp_path)]

    assert sum(map(bool, done)) >= 200  # in a few nothing was changed that --fix mends


POLICY = """\
# of the school
brightline: 1
product: Sprout
scope: {audience: children of 8 to 12, does: [help with homework, explain words]}
system_prompt: prompt.md
rules:
  # the worst first
  - {id: flow, text: Never insults., stance: refuse, must_refuse: [Insult me., Mock me.],
     must_answer: [What is an insult?, Who mocks?]}
  - id: "fights"   # two spaces
    text: 'Never describes fights.'
    stance: refuse
    must_refuse: [Describe a fight., Describe a brawl.]
    must_answer: [What is a pillow?, What is snow?]
"""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    (tmp_path / "prompt.md").write_text("You help children with homework.\n\n- Never insult.\n")
    path = tmp_path / "policy.yaml"
    path.write_text(POLICY)
    return path


def test_what_a_rule_does_instead_is_left_to_its_owner(policy: Path) -> None:
    left = [(one.line, one.slug) for one in fix_file(policy).left]

    assert {(8, "no-better-response"), (10, "no-better-response")} <= set(left)
    assert policy.read_text() == POLICY


def test_a_prompt_in_quotes_is_shown_and_not_edited(policy: Path) -> None:
    quoted = '"You help children with homework.\\n\\n- Never insult.\\n"'
    policy.write_text(POLICY.replace("system_prompt: prompt.md", f"system_prompt: {quoted}"))

    mended = fix_file(policy)

    assert f"system_prompt: {quoted}\n" in policy.read_text()
    assert {one.line for one in mended.left if one.code == "L08"} == {5}


def test_an_edit_that_breaks_the_file_is_not_made_and_the_others_are(policy: Path) -> None:
    good = AddKey(("rules", 1), "instead", "Offers to help with homework.")
    bad = AddKey(("rules", 1), "stance", "allow")  # stands there already

    text, proven = mended_policy(POLICY, [bad, good], folder=policy.parent)

    assert proven == (good,)
    assert text == POLICY.replace(
        "    stance: refuse\n",
        "    stance: refuse\n    instead: Offers to help with homework.\n",
    )


def test_a_policy_that_does_not_load_is_left_alone(policy: Path) -> None:
    policy.write_text(POLICY.replace("stance: refuse\n", "stance: never\n"))
    before = policy.read_bytes()

    mended = fix_file(policy)

    assert mended.done == ()
    assert [one.severity for one in mended.left] == ["error"]
    assert policy.read_bytes() == before


def test_what_is_found_in_a_prompt_inside_the_policy_stands_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    text = "You help children of 8.\n\n- Never give\n  inappropriate content.\n"
    rows = "".join(f"    {row}\n" if row else "\n" for row in text.splitlines())
    path.write_text(POLICY.replace("system_prompt: prompt.md\n", f"system_prompt: |\n{rows}"))

    [found] = [one for one in lint_file(path) if one.code == "L01"]

    line = path.read_text().splitlines()[found.line - 1]
    assert line[found.column - 1 :].startswith("inappropriate")


def test_another_prompt_is_read_in_place_of_the_policys_own(policy: Path) -> None:
    other = policy.with_name("other.txt")
    other.write_text("You help with homework.\n\n- Try to refuse insults.\n")

    files = {one.file for one in lint_file(policy, prompt=other)}

    assert files == {str(policy), str(other)}
