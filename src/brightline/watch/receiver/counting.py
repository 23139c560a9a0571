"""An export in protobuf in, an error out where it holds too much to be parsed.

Of 16 MiB of empty spans the parser alone would make more than a gigabyte.
"""

from collections.abc import Iterator

from brightline.watch.receiver.refusing import RefusedError

MOST_ENTRIES = 50_000
"""Spans or log records of one request."""

_PATH = (1, 2, 2)
"""Fields that lead to a span or a record, over resource and scope; both signals have these."""

_VARINT, _EIGHT, _MESSAGE, _FOUR = 0, 1, 2, 5
_LONGEST_VARINT = 10


def check_entries(body: bytes) -> None:
    """Do nothing where no more entries stand in an export than are allowed.

    Raises:
        RefusedError: there are more, or it is no protobuf.
    """
    count = 0
    for start, end in _found(body, 0, end=len(body), field=_PATH[0]):
        for inner, its_end in _found(body, start, end=end, field=_PATH[1]):
            for _ in _found(body, inner, end=its_end, field=_PATH[2]):
                count += 1
                if count > MOST_ENTRIES:
                    raise too_many()


def too_many() -> RefusedError:
    """Return why an export with so many entries is not taken."""
    return RefusedError(413, f"more than {MOST_ENTRIES} entries: send smaller batches")


def _found(body: bytes, at: int, *, end: int, field: int) -> Iterator[tuple[int, int]]:
    """Yield where each message of a field begins and ends."""
    while at < end:
        key, at = _varint(body, at, end)
        kind = key & 7
        if kind == _MESSAGE:
            size, at = _varint(body, at, end)
            if key >> 3 == field and at + size <= end:
                yield at, at + size
            at += size
        elif kind == _VARINT:
            _, at = _varint(body, at, end)
        elif kind in {_EIGHT, _FOUR}:
            at += 8 if kind == _EIGHT else 4
        else:
            raise _broken()
    if at > end:
        raise _broken()


def _varint(body: bytes, at: int, end: int) -> tuple[int, int]:
    value = shift = 0
    while at < end and shift < 7 * _LONGEST_VARINT:
        byte = body[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
    raise _broken()


def _broken() -> RefusedError:
    return RefusedError(400, "the body is no protobuf of such an export")
