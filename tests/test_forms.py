"""A model's answer is one JSON object as a whole, or nothing."""

import pytest

from brightline.forms import LONGEST, UnreadableError, read_object

GOOD = {
    "bare": '{"a": 1}',
    "with space around": ' \n{"a": 1}\n ',
    "in a block": '```json\n{"a": 1}\n```',
    "in a plain block": '```\n{"a": 1}\n```',
    "after a thought": '<think>{"a": 2}</think>\n{"a": 1}',
}

BAD = {
    "words around": 'Sure: {"a": 1}',
    "two objects": '{"a": 1}{"a": 2}',
    "a list": '[{"a": 1}]',
    "a key twice": '{"a": 1, "a": 2}',
    "a constant": '{"a": NaN}',
    "two blocks": '```json\n{"a": 1}\n```\n```json\n{"a": 1}\n```',
    "a thought without an end": '<think>{"a": 1}',
    "nothing": "",
    "deep": "[" * 100_000,
    "long": '{"a": "' + "x" * LONGEST + '"}',
}


@pytest.mark.parametrize("name", GOOD)
def test_an_object_is_read(name: str) -> None:
    assert read_object(GOOD[name]) == {"a": 1}


@pytest.mark.parametrize("name", BAD)
def test_nothing_is_read_from(name: str) -> None:
    with pytest.raises(UnreadableError):
        read_object(BAD[name])
