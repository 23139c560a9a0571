"""A redacted text in, one that a product can be asked out: stand-ins for what was taken out.

None of them is anybody's: addresses and domains that are reserved for documentation, telephone
numbers and card numbers that are given to nobody, a social security number that cannot be.
"""

import re

from brightline.watch.redact import Kind

_TAG = re.compile(rf"\[({'|'.join(sorted(Kind, key=len, reverse=True))}) ([0-9a-f]{{4}})\]")
_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_STAND_INS = {
    Kind.PRIVATE_KEY: "(a private key)",
    Kind.JWT: "(a signed token)",
    Kind.KEY: "example-key-{number}",
    Kind.PASSWORD: "example-password-{number}",
    Kind.EMAIL: "person{number}@example.com",
    Kind.IBAN: "(bank account {number})",
    Kind.CARD: "(card {number})",
    Kind.NATIONAL_ID: "000-00-000{number}",
    Kind.BIRTH_DATE: "1 January 2000",
    Kind.IP: "192.0.2.{number}",
    Kind.PHONE: "555-010{number}",
    Kind.NAME: "Person {number}",
}
_MOST = 9
"""Stand-ins of a kind: a number of one digit keeps every one of them harmless."""


def with_stand_ins(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return texts with a stand-in for every tag, the same for the same tag.

    What no policy can hold is left out: line ends are those of one kind, and control characters
    and halves of characters become the sign for one that is missing.

    Args:
        texts: The turns of one conversation, redacted.
    """
    known: dict[Kind, dict[str, int]] = {}

    def stand_in(tag: re.Match[str]) -> str:
        kind = Kind(tag[1])
        of = known.setdefault(kind, {})
        number = of.setdefault(tag[2], len(of) % _MOST + 1)
        return _STAND_INS[kind].format(number=number)

    return tuple(_TAG.sub(stand_in, _plain(text)) for text in texts)


def _plain(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", lines)
