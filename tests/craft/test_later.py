"""A pattern that compiles itself when it is looked for."""

import re

import pytest

from brightline.craft.later import later


def test_a_pattern_finds_what_the_compiled_one_finds() -> None:
    found = later(r"(?P<word>fo+)", re.IGNORECASE)

    assert found.pattern == r"(?P<word>fo+)"
    match = found.search("a FOO")
    assert match is not None
    assert match["word"] == "FOO"
    assert found.sub("-", "foo fo") == "- -"


def test_a_fault_shows_at_the_first_look() -> None:
    broken = later("(")

    with pytest.raises(re.error):
        broken.search("x")
