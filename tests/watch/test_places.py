"""Logs on another machine are read as those on this one; object storage: see promises."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from logged import write_lines

from brightline.errors import UsageError
from brightline.watch.files import Found, read_file
from brightline.watch.lines import Unreadable
from brightline.watch.places import is_remote
from brightline.watch.sources import find_sources
from loopback import Answer, Request, loopback

MISSING = 300
"""Bytes that a server promises and does not send."""


@pytest.fixture
def web(tmp_path: Path) -> Iterator[str]:
    """A web server that gives out files, and of those in `early/` not the end."""

    def answer(request: Request) -> Answer:
        early = request.path.startswith("/early/")
        path = tmp_path / request.path.removeprefix("/early").lstrip("/")
        if not path.is_file():
            return Answer(status=404)
        data = path.read_bytes()
        told = {"content-length": str(len(data)), "connection": "close"}
        return Answer(data[: len(data) - MISSING] if early else data, headers=told)

    with loopback(answer) as address:
        yield address


def read(path: str) -> list[Found]:
    return list(read_file(path, tell=lambda _shape: None))


def named(found: list[Found], path: str) -> str:
    return repr(found).replace(path, "here")


@pytest.mark.parametrize("name", ["log.jsonl", "log.jsonl.gz"])
def test_a_file_of_a_web_server(web: str, tmp_path: Path, name: str) -> None:
    path = write_lines(tmp_path / name, 50, seed=1)

    assert find_sources([f"{web}/{name}"]) == (f"{web}/{name}",)
    assert named(read(f"{web}/{name}"), f"{web}/{name}") == named(read(str(path)), str(path))


def test_a_file_that_ends_early_is_damaged(web: str, tmp_path: Path) -> None:
    path = write_lines(tmp_path / "log.jsonl", 50, seed=1)

    found = read(f"{web}/early/log.jsonl")

    assert isinstance(found[-1], Unreadable)
    assert found[-1].rest
    assert "the connection ended early" in found[-1].why
    assert len(read(str(path))) - 5 < len(found) < len(read(str(path))) + 1


@pytest.mark.parametrize(
    ("place", "why"), [("none.jsonl", "HTTP Error 404"), ("log.parquet", "Parquet is read")]
)
def test_what_cannot_be_read_there(web: str, place: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        read(f"{web}/{place}")


def test_nobody_listens() -> None:
    with pytest.raises(UsageError, match=r"127.0.0.1:9/log.jsonl cannot be read"):
        read("http://127.0.0.1:9/log.jsonl")


def test_object_storage_needs_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(UsageError, match="not installed"):
        read("s3://logs/log.jsonl")


def test_an_address_is_no_path() -> None:
    assert is_remote("S3://logs/x")
    assert not is_remote("s3:/logs")
    assert not is_remote("logs/2026")
