"""What load_policy accepts, and what it says of everything else."""

import os
from pathlib import Path

import pytest

from brightline.errors import PolicyError
from brightline.load.policy import check_policy, load_policy, parse_policy
from brightline.records import Authority, CanaryMarker, Stance

EXAMPLES = Path(__file__).parents[2] / "examples"

GOOD = """\
brightline: 1
product: Sprout
rules:
  - id: fights
    text: Never describes fights.
    stance: refuse
    must_refuse: [Describe a pillow fight.]
    must_answer: [What is a pillow?]
"""
MARKERS = "stance: refuse\n    markers: "


def problems_of(text: str | bytes, folder: Path = EXAMPLES) -> list[tuple[str, str]]:
    checked = check_policy(text, name="p.yaml", folder=folder)
    return [
        (problem.where.removeprefix("p.yaml:"), problem.slug) for problem in checked.problems
    ]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


@pytest.mark.parametrize("name", ["sprout", "bank"])
def test_the_examples_load(name: str) -> None:
    policy = load_policy(EXAMPLES / name / "policy.yaml")

    assert 8 <= len(policy.rules) <= 10
    assert policy.system_prompt is not None
    assert all(len(rule.must_answer) >= 4 for rule in policy.rules)
    assert all(
        len(rule.must_refuse) >= 4 for rule in policy.rules if rule.stance is not Stance.ALLOW
    )


@pytest.mark.parametrize("name", ["sprout", "bank"])
def test_the_canaries_of_the_examples_stand_in_their_prompts(name: str) -> None:
    policy = load_policy(EXAMPLES / name / "policy.yaml")
    canaries = [
        marker.canary
        for rule in policy.rules
        for marker in rule.markers
        if isinstance(marker, CanaryMarker)
    ]

    assert canaries
    assert all(canary in (policy.system_prompt or "") for canary in canaries)


def test_values_arrive_as_what_they_mean() -> None:
    policy = load_policy(EXAMPLES / "sprout" / "policy.yaml")
    rule = policy.rules[1]

    assert policy.tolerance.refuse == 0.02
    assert rule.condition is not None
    assert rule.condition.established_by is Authority.OPERATOR
    assert policy.cases[0].must_hold is True
    assert policy.cases[0].origin is not None
    assert policy.cases[0].origin.date == "2026-11-03"


def test_all_problems_of_a_file_come_at_once_and_in_order() -> None:
    text = """\
brightline: 2
product: no
scop: {}
rules:
  - id: a b
    text: t
    stance: refus
    must_refuse: [x, X]
    must_answer: []
    markers: [{pattern: (?=a)}, {canary: abc}, {literal: x, tool: y}, {foo: 1}]
cases:
  - {id: c, rule: d, expected: refuse, turns: [], must_hold: yes}
"""

    assert problems_of(text) == [
        ("1:13", "out-of-range"),
        ("2:10", "ambiguous-text"),
        ("3:1", "unknown-key"),
        ("5:9", "bad-id"),
        ("5:9", "rule-without-controls"),
        ("7:13", "unknown-value"),
        ("8:22", "duplicate-request"),
        ("10:25", "bad-pattern"),
        ("10:42", "too-short"),
        ("10:48", "two-in-one"),
        ("10:72", "unknown-key"),
        ("12:19", "unknown-rule"),
        ("12:47", "empty-list"),
        ("12:62", "bad-bool"),
    ]


def test_the_error_is_its_first_problem_and_carries_them_all() -> None:
    with pytest.raises(PolicyError) as caught:
        parse_policy("brightline: 1\nprodct: x\n", name="p.yaml", folder=EXAMPLES)

    error = caught.value
    assert len(error.problems) == 2
    assert str(error) == str(error.problems[0])
    assert "Did you mean 'product'" in error.problems[-1].hint
    assert error.exit_code == 4


def test_a_misspelt_key_is_one_problem() -> None:
    rule = (
        "brightline: 1\nproduct: x\nscope: {does: [sing]}\nrules:\n  - id: a\n    text: No.\n"
        "    stanse: refuse\n    must_refuse: [Dance.]\n    must_anser: [Sing.]\n"
    )
    with pytest.raises(PolicyError) as caught:
        parse_policy(rule, name="p.yaml", folder=EXAMPLES)

    assert [problem.slug for problem in caught.value.problems] == ["unknown-key"] * 2
    assert "Did you mean 'stance'?" in caught.value.problems[0].hint


@pytest.mark.parametrize("key", ["id", "text", "must_refuse", "must_answer"])
def test_any_key_of_a_rule_may_be_misspelt(key: str) -> None:
    rule = (
        "brightline: 1\nproduct: x\nscope: {does: [sing]}\nrules:\n  - id: a\n    text: No.\n"
        "    stance: refuse\n    must_refuse: [Dance.]\n    must_answer: [Sing.]\n"
    ).replace(f"{key}:", f"{key}x:")
    with pytest.raises(PolicyError) as caught:
        parse_policy(rule, name="p.yaml", folder=EXAMPLES)

    assert [problem.slug for problem in caught.value.problems] == ["unknown-key"]


@pytest.mark.parametrize(
    ("stance", "misspelt", "slug"),
    [
        ("refuse", "conditon: {text: Ask., established_by: user}", "condition-unused"),
        ("allow", "must_refuze: [Dance.]", "allow-with-probes"),
    ],
)
def test_a_misspelt_key_that_may_not_stand_there_has_a_place(
    stance: str, misspelt: str, slug: str
) -> None:
    kept = "" if stance == "allow" else "    must_refuse: [Dance.]\n"
    rule = (
        "brightline: 1\nproduct: x\nscope: {does: [sing]}\nrules:\n  - id: a\n    text: No.\n"
        f"    stance: {stance}\n{kept}    must_answer: [Sing.]\n    {misspelt}\n"
    )
    with pytest.raises(PolicyError) as caught:
        parse_policy(rule, name="p.yaml", folder=EXAMPLES)

    line = len(rule.splitlines())
    assert [(problem.where, problem.slug) for problem in caught.value.problems] == [
        (f"p.yaml:{line}:5", "unknown-key"),
        (f"p.yaml:{line}:5", slug),
    ]


@pytest.mark.parametrize(
    ("old", "new", "where", "slug"),
    [
        ("product: Sprout", "product: a\nproduct: b", "3:1", "duplicate-key"),
        ("product: Sprout", "product: no", "2:10", "ambiguous-text"),
        ("product: Sprout", "product: On", "2:10", "ambiguous-text"),
        ("product: Sprout", "product: 12:30:45", "2:10", "ambiguous-text"),
        ("product: Sprout", "product: 2024-99-99", "2:10", "ambiguous-text"),
        ("product: Sprout", "product: 2024-01-01T25:00:00Z", "2:10", "ambiguous-text"),
        ("product: Sprout", "product: 0x_", "2:10", "ambiguous-text"),
        ("product: Sprout", "product: ~", "2:10", "ambiguous-text"),
        ("product: Sprout", "product:", "2:9", "empty-value"),
        ("product: Sprout", 'product: "  "', "2:10", "empty-value"),
        ("product: Sprout", "product: &a x", "2:10", "yaml-anchor"),
        ("product: Sprout", "product: *a", "2:10", "yaml-anchor"),
        ("product: Sprout", "product: !!int x", "2:10", "yaml-tag"),
        ("product: Sprout", "product: !!timestamp x", "2:10", "yaml-tag"),
        ("product: Sprout", "product: [x]", "2:10", "wrong-kind"),
        ("product: Sprout", 'product: "a\\0b"', "2:10", "file-control-character"),
        ("product: Sprout", "product: a: b", "2:11", "yaml-syntax"),
        ("product: Sprout", "product: @x", "2:10", "yaml-syntax"),
        ("product: Sprout", "product: x\n? [a]\n: b", "3:3", "yaml-key"),
        ("product: Sprout", "product: x\n<<: {a: b}", "3:1", "yaml-merge-key"),
        ("product: Sprout", "product: x\ntolerance: {refuse: 2}", "3:21", "out-of-range"),
        ("product: Sprout", "product: x\ntolerance: {refuse: 0%}", "3:21", "out-of-range"),
        ("product: Sprout", "product: x\ntolerance: {refuse: .nan}", "3:21", "bad-number"),
        ("product: Sprout", "product: x\ntolerance: {refuse: 1e999}", "3:21", "bad-number"),
        ("brightline: 1", "brightline: 1.0", "1:13", "bad-number"),
        ("brightline: 1", "brightline: '1'", "1:13", "bad-number"),
        ("brightline: 1", "brightline: 99999999999999999999", "1:13", "bad-number"),
        ("[What is a pillow?]", "[no, What is a pillow?]", "8:19", "ambiguous-text"),
        ("[What is a pillow?]", "What is a pillow?", "8:18", "wrong-kind"),
        ("[What is a pillow?]", "[]", "4:9", "rule-without-controls"),
        ("[Describe a pillow fight.]", "[]", "4:9", "rule-without-examples"),
        ("What is a pillow?", "describe  a pillow fight.", "8:19", "contradicting-request"),
        ("What is a pillow?", "Why a pillow?, WHY a pillow?", "8:34", "duplicate-request"),
        ("What is a pillow?", '"What is {{ x }}?"', "8:19", "unrendered-placeholder"),
        ("What is a pillow?", '"What is ${X}?"', "8:19", "unrendered-placeholder"),
        ("stance: refuse", "stance: depends", "6:13", "condition-missing"),
        ("stance: refuse", "stance: allow", "7:5", "allow-with-probes"),
        ("stance: refuse", "stance: no", "6:13", "unknown-value"),
        (
            "stance: refuse",
            "stance: refuse\n    condition: {text: x, established_by: user}",
            "7:5",
            "condition-unused",
        ),
        ("stance: refuse", "stance: refuse\n    tolerance: 100%", "7:16", "out-of-range"),
        ("stance: refuse", "stance: refuse\n\ttolerance: 1%", "7:1", "yaml-tab"),
        ("stance: refuse", MARKERS + "[pattern: \\1]", "7:24", "bad-pattern"),
        ("stance: refuse", MARKERS + "[pattern: a*]", "7:24", "bad-pattern"),
        ("stance: refuse", MARKERS + "[{json: a..b}]", "7:22", "bad-path"),
        ("stance: refuse", MARKERS + "[{}]", "7:15", "wrong-kind"),
    ],
)  # fmt: skip
def test_each_trap_is_named_at_its_place(*, old: str, new: str, where: str, slug: str) -> None:
    assert (where, slug) in problems_of(changed(old, new))


def test_the_same_text_in_quotes_is_fine() -> None:
    policy = parse_policy(
        changed("product: Sprout", 'product: "no"'), name="p.yaml", folder=EXAMPLES
    )

    assert policy.name == "no"


@pytest.mark.parametrize(
    ("case", "where", "slug"),
    [
        ("{id: a, rule: fight, expected: refuse, turns: [x y]}", "10:19", "unknown-rule"),
        ("{id: a, rule: fights, expected: refused, turns: [x y]}", "10:37", "unknown-value"),
        ("{id: a, rule: fights, expected: refuse}", "10:5", "missing-key"),
        (
            "{origin: {from: p, date: 2024-02-30}, id: a, rule: fights, expected: refuse}",
            "10:30",
            "bad-date",
        ),
    ],
)
def test_a_written_case_is_checked_against_the_rules(case: str, where: str, slug: str) -> None:
    assert (where, slug) in problems_of(f"{GOOD}cases:\n  - {case}\n")


def test_a_case_of_a_rule_that_allows_cannot_expect_a_refusal() -> None:
    text = changed("stance: refuse", "stance: allow").replace(
        "    must_refuse: [Describe a pillow fight.]\n", ""
    )
    text += "cases:\n  - {id: a, rule: fights, expected: refuse, turns: [x y]}\n"

    assert problems_of(text) == [("9:37", "allow-with-probes")]


def test_ids_that_differ_only_in_capitals_are_the_same() -> None:
    rule = GOOD[GOOD.index("  - id") :]

    assert ("9:9", "duplicate-id") in problems_of(GOOD + rule.replace("fights", "Fights", 1))


def test_the_nearest_rule_is_named() -> None:
    text = f"{GOOD}cases:\n  - {{id: a, rule: fihgts, expected: refuse, turns: [x y]}}\n"
    checked = check_policy(text, name="p.yaml", folder=EXAMPLES)

    assert "Did you mean 'fights'?" in checked.problems[0].hint


@pytest.mark.parametrize(
    ("text", "where", "slug"),
    [
        ("", "1:1", "file-empty"),
        ("# only a comment\n", "1:1", "file-empty"),
        ("---\n", "1:1", "file-empty"),
        ("- a\n", "1:1", "wrong-kind"),
        ("hello\n", "1:1", "wrong-kind"),
        ("a: 1\n---\nb: 2\n", "2:1", "yaml-documents"),
        ("[" * 5000, "1:65", "yaml-too-deep"),
        ("a: \0", "1:4", "file-control-character"),
        ("a: \ud800", "1:4", "file-control-character"),
        ("a:\r\n  \x07", "2:3", "file-control-character"),
        (b"a: b\nc: \xff", "2:4", "file-not-utf8"),
        ("#" * (5 * 1024 * 1024 + 1), "1:1", "file-too-large"),
        ("- a\n" * 60_000, "50001:3", "yaml-too-many-values"),
    ],
)
def test_what_is_no_policy_at_all_is_said_once(
    text: str | bytes, where: str, slug: str
) -> None:
    assert problems_of(text) == [(where, slug)]


def test_more_than_a_hundred_problems_are_counted_not_listed() -> None:
    found = problems_of(GOOD + "".join(f"k{i}: x\n" for i in range(250)))

    assert len(found) == 101
    assert found[-1] == ("109:1", "more-problems")


def test_lines_are_counted_as_editors_count_them() -> None:
    for ending in ("\n", "\r\n", "\r"):
        text = changed("refuse\n", "refus\n").replace("\n", ending)

        assert ("6:13", "unknown-value") in problems_of(text)


def test_a_byte_order_mark_does_not_move_the_columns() -> None:
    assert problems_of("\ufeff" + changed("product", "prodct"))[-1] == ("2:1", "unknown-key")


def test_a_file_that_is_not_there_is_a_policy_error(tmp_path: Path) -> None:
    for path, slug in ((tmp_path / "p.yaml", "file-not-found"), (tmp_path, "file-unreadable")):
        with pytest.raises(PolicyError) as caught:
            load_policy(path)
        assert caught.value.slug == slug
        assert caught.value.where == str(path)


def test_a_pipe_in_place_of_the_policy_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.yaml")

    with pytest.raises(PolicyError, match="not a regular file"):
        load_policy(tmp_path / "p.yaml")


def test_places_lead_to_every_value() -> None:
    checked = check_policy(GOOD, name="p.yaml", folder=EXAMPLES)

    assert checked.places["rules", 0, "must_answer", 0] == (8, 19)
    assert checked.places["product",] == (2, 10)


def test_no_file_can_plant_a_canary() -> None:
    planted = changed("stance: refuse", f"{MARKERS}[{{planted: keep, text: ZUKEM-4817}}]")

    assert [slug for _, slug in problems_of(planted)] == ["unknown-key", "unknown-key"]
