"""Issue 8: of 10,000 planted items 99 % are found; of 10,000 harmless texts .1 % lose a part.

The items are of 21 kinds, most in ten forms and more, in sentences, addresses, JSON, tables and
code of a dozen languages.
"""

import time
from collections import Counter

import pytest
from benign import benign
from planted import planted

from brightline.watch.redact import redact_text

SALT = b"the salt of a measurement"
SIZE, SEED = 10_000, 20_261
PIECES = (
    *("1 2 3 4 ", "4111 ", "0151 234 ", "00 ", "a@", "a.b@c.", "sk-", "eyJaaaaaaaaa.", "a:b:"),
    *("-----BEGIN PRIVATE KEY-----", "http://a:b", "1.2.3.", "password ", "token=", "DE89 "),
    *("<dob>1.2.", "['dob', '1", "insert into t (dob) values ('1', ", "(1)   ", "dob;a\n"),
    *("| dob | a |\n", "fooBar = 1 ", "phone\t12345678\t", "password'>", "dob?\nA: "),
    *("at a dot ", "&#64;", "a=1%20", "is my passport A1", "aB1", "login: a/"),
    *("born on ", "passport ", "2020-01-01 ", 'password: "', "[at] ", "call 12345 "),
)
"""What a text can be made of so that every finder begins again and again."""


@pytest.mark.promise
def test_planted_data_of_people_and_secrets_are_found() -> None:
    items = planted(SIZE, SEED)
    all_of = Counter(one.kind for one in items)
    left = Counter(one.kind for one in items if one.item in redact_text(one.text, SALT).text)

    for kind, size in all_of.items():
        print(f"{kind:16} {size - left[kind]:4} of {size}")
    print(f"all {SIZE - left.total()} of {SIZE}")
    assert left.total() <= SIZE * 0.01
    assert all(left[kind] <= size * 0.02 for kind, size in all_of.items())


@pytest.mark.promise
def test_harmless_texts_stay() -> None:
    texts = benign(SIZE, SEED)
    wrong = Counter(one.kind for one in texts if redact_text(one.text, SALT).found)

    print(f"{wrong.total()} of {SIZE} lose something: {dict(wrong)}")
    assert wrong.total() <= SIZE * 0.001


@pytest.mark.promise
@pytest.mark.parametrize("piece", PIECES)
def test_no_text_takes_more_than_its_length(piece: str) -> None:
    took = []
    for size in (100_000, 400_000):
        text = piece * (size // len(piece))
        begun = time.process_time()
        redact_text(text, SALT)
        took.append(time.process_time() - begun)

    print(f"{piece!r}: {took[1] / 0.4:.2f} s a megabyte")
    assert took[1] < 12 * took[0] + 0.1, "four times the text, at most three times that"
