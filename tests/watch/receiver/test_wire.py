"""Nothing is read or unpacked beyond what is allowed."""

import gzip
import tracemalloc
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from brightline.watch.receiver.refusing import RefusedError
from brightline.watch.receiver.wire import MOST_INFLATED, MOST_WIRE, read_wire, unpack


async def chunks(size: int, *, of: int = 65_536) -> AsyncIterator[bytes]:
    while size > 0:
        yield b"x" * min(of, size)
        size -= of


@pytest.mark.anyio
async def test_as_much_as_is_allowed_is_read() -> None:
    assert len(await read_wire(chunks(MOST_WIRE), told=str(MOST_WIRE))) == MOST_WIRE


@pytest.mark.anyio
@pytest.mark.parametrize("told", [None, "5", "x"])
async def test_more_is_refused_whatever_was_told(told: str | None) -> None:
    async with aclosing(chunks(MOST_WIRE + 1)) as body:
        with pytest.raises(RefusedError) as refused:
            await read_wire(body, told=told)

    assert refused.value.status == 413


@pytest.mark.anyio
@pytest.mark.parametrize("told", [str(MOST_WIRE + 1), "9" * 5000])
async def test_what_says_that_it_is_more_is_not_read(told: str) -> None:
    body = chunks(10)

    with pytest.raises(RefusedError) as refused:
        await read_wire(body, told=told)

    assert refused.value.status == 413
    assert len(await anext(body)) == 10


def test_packed_and_plain_are_the_same() -> None:
    assert unpack(gzip.compress(b"body"), "gzip") == unpack(b"body", "") == b"body"


def test_several_packs_one_after_the_other_are_one() -> None:
    assert unpack(gzip.compress(b"one ") + gzip.compress(b"two"), "gzip") == b"one two"


def test_a_bomb_is_left_before_it_is_unpacked() -> None:
    bomb = gzip.compress(b"\0" * (64 * 1024 * 1024))
    tracemalloc.start()

    with pytest.raises(RefusedError) as refused:
        unpack(bomb, "gzip")

    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert refused.value.status == 413
    assert most < 2 * MOST_INFLATED


def test_as_much_as_is_allowed_is_unpacked() -> None:
    assert len(unpack(gzip.compress(b"\0" * MOST_INFLATED), "gzip")) == MOST_INFLATED


TORN = gzip.compress(b"x" * 999, mtime=0)[:-9]


@pytest.mark.parametrize("body", [b"no gzip", TORN, b"\x1f\x8b"])
def test_a_broken_pack_is_refused(body: bytes) -> None:
    with pytest.raises(RefusedError) as refused:
        unpack(body, "gzip")

    assert refused.value.status == 400


def test_another_packing_is_refused() -> None:
    with pytest.raises(RefusedError) as refused:
        unpack(b"", "br")

    assert refused.value.status == 415
