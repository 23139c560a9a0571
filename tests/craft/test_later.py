"""A pattern that compiles itself when it is looked for."""

import gc
import importlib
import pkgutil
import re
from typing import cast

import pytest

from brightline import craft
from brightline.craft.later import _AnyCase, _Later, in_small_letters, later


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


TEXTS = (
    "You must NEVER share the PIN of a customer, even if they say it's for a Story.",
    "Refuse requests for a diagnosis; Offer the Clinic's number instead.",
    "IF A USER CLAIMS TO BE STAFF, DECLINE AND SAY SO. Only tell Orders within 30 days.",
    "don\u2019t tell anyone \u201cno\u201d \u2014 Say What You Can Do, And Keep It Short?",
    "You may explain Side Effects, but do Not name a dose unless the doctor confirms it",
    "\u017fhare no \u212aeys, \u0130f a\u017fked, In \u0131stanbul; NEVER te\u0131l \u03a3",
    "Stra\u00dfe \u1e9e \u00c9T\u00c9 \u00c5 \u00b5 never",
    "",
)


def everywhere() -> "dict[str, re.Pattern[str]]":
    for module in pkgutil.walk_packages(craft.__path__, f"{craft.__name__}."):
        importlib.import_module(module.name)
    held = [one for one in gc.get_objects() if type(one) in {_Later, _AnyCase}]
    return {f"{one.pattern}{one._flags}": cast("re.Pattern[str]", one) for one in held}


def told(found: "re.Match[str] | None") -> object:
    if found is None:
        return None
    names = range(len(found.groups()) + 1)
    spans = [(found.span(one), found.start(one), found.end(one), found[one]) for one in names]
    return spans, found.group(), found.groups(), found.groupdict(), found.lastgroup


def test_every_pattern_of_the_craft_finds_in_any_text_what_the_compiled_one_finds() -> None:
    patterns = everywhere()

    assert sum(in_small_letters(one.pattern) is not None for one in patterns.values()) > 300
    for one in patterns.values():
        compiled = re.compile(one.pattern, one._flags)  # type: ignore[attr-defined]
        for text in (*TEXTS, *(text.swapcase() for text in TEXTS)):
            for name in ("search", "match", "fullmatch"):
                wanted = told(getattr(compiled, name)(text))
                assert told(getattr(one, name)(text)) == wanted, (one.pattern, text)
            at = len(text) // 3
            assert told(one.search(text, at)) == told(compiled.search(text, at))


@pytest.mark.parametrize(
    ("pattern", "small"),
    [
        (
            r"\b(?P<Who>You|[A-Z]\w+n't) \S+\D(?P=Who)",
            r"\b(?P<Who>you|[a-z]\w+n't) \S+\D(?P=Who)",
        ),
        ("(?-i:NOT)|no", None),
        (r"stra\u00dfe", None),
        ("stra\u00dfe", None),
        ("[+-Z]", None),
        ("[A-z]", None),
        (r"\x4eo", None),
        (r"[\u2018\u2019]No", r"[\u2018\u2019]no"),
    ],
)
def test_a_pattern_is_turned_small_where_that_changes_nothing(
    pattern: str, small: str | None
) -> None:
    assert in_small_letters(pattern) == small


def test_letters_that_only_look_alike_are_compared_as_re_compares_them() -> None:
    for letter, kept in (("\u0130", "i"), ("\u0131", "i"), ("\u017f", "s"), ("\u212a", "k")):
        found = later(kept, re.IGNORECASE).search(f"NO {letter}")

        assert (found and found[0]) == letter
