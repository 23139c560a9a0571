"""Each line is read by exactly one part, whatever the lines are and wherever they are cut."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from logged import write_parquet

from brightline.errors import UsageError
from brightline.records import LogShape, Sighting
from brightline.watch.files import Found, read_file
from brightline.watch.lines import Unreadable
from brightline.watch.parts import Part, Slice, cut, read_slice, sizes_of


def line(number: int, *, size: int = 0) -> str:
    return json.dumps({"id": f"x{number:03}", "prompt": "é" * size + "?", "response": "no"})


def parted(*paths: Path, most: int) -> list[Part]:
    names = list(map(str, paths))
    return cut(names, sizes_of(names), shape=None, most=most)


def whole(path: Path) -> list[Found]:
    return list(read_file(str(path), tell=lambda _shape: None))


def in_parts(parts: list[Part]) -> tuple[list[Found], list[LogShape]]:
    """Read parts one after the other, each knowing how many lines began before it."""
    found: list[Found] = []
    told: list[LogShape] = []
    begun: dict[str, int] = {}
    for part in parts:
        for one in part:
            counted: list[int] = []
            first = begun.get(one.path, 0) + 1
            found += read_slice(
                one, shape=None, first=first, tell=told.append, ended=counted.append
            )
            begun[one.path] = first - 1 + sum(counted)
    return found, told


LINES = st.lists(
    st.one_of(
        st.integers(0, 60).map(lambda size: line(size, size=size)),
        st.sampled_from(["", "  ", "{", "null", "[1]", '{"id": 1}', "\r", '{"prompt": "a"}']),
    ),
    max_size=25,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    lines=LINES,
    size=st.integers(1, 400),
    end=st.sampled_from(["\n", "\r\n"]),
    last=st.sampled_from(["", "\n"]),
)
def test_parts_hold_what_the_file_holds(
    tmp_path: Path, *, lines: list[str], size: int, end: str, last: str
) -> None:
    path = tmp_path / "log.jsonl"
    text = end.join([line(0), *lines]) + last
    path.write_text(text, encoding="utf-8", newline="")

    parts = parted(path, most=size)
    found, told = in_parts(parts)

    assert found == whole(path)
    assert len(told) == 1


def test_a_line_that_begins_at_an_edge_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text("\n".join(line(number) for number in range(9)), encoding="utf-8")
    size = len(line(0)) + 1

    for edge in range(1, 3 * size):
        shape = parted(path, most=9 * size // 2)[0][0].shape
        both: list[Part] = [
            (Slice(str(path), 0, edge, shape),),
            (Slice(str(path), edge, path.stat().st_size, shape),),
        ]
        assert in_parts(both)[0] == whole(path), edge


def test_a_line_longer_than_a_part_is_read_by_the_one_in_which_it_begins(
    tmp_path: Path,
) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text("\n".join([line(0), line(1, size=5_000), line(2)]), encoding="utf-8")

    parts = parted(path, most=100)

    assert len(parts) > 50
    assert in_parts(parts)[0] == whole(path)


def test_small_files_are_read_together_and_stay_in_order(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number:02}.jsonl" for number in range(20)]
    for number, path in enumerate(paths):
        path.write_text(line(number), encoding="utf-8")
    size = 5 * paths[0].stat().st_size

    parts = parted(*paths, most=size)

    assert [len(part) for part in parts[:3]] == [5, 5, 5]
    assert [one.path for part in parts for one in part] == [str(path) for path in paths]


@pytest.mark.parametrize(
    "name", ["log.jsonl.gz", "log.log", "log.csv", "log.json", "spans.jsonl"]
)
def test_what_cannot_be_entered_in_the_middle_is_read_whole(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    lines = [line(number) for number in range(300)]
    if name in {"log.jsonl.gz", "log.log"}:  # packed, also where the name does not say so
        path.write_bytes(gzip.compress("\n".join(lines).encode(), compresslevel=0))
    elif name == "log.csv":
        path.write_text("prompt,response\n" + 'a,"b\nc"\n' * 300, encoding="utf-8")
    elif name == "log.json":
        path.write_text(f"[{','.join(lines)}]", encoding="utf-8")
    else:
        path.write_text('{"resourceSpans": []}\n' * 300, encoding="utf-8")

    assert parted(path, most=1_000) == [(Slice(str(path)),)]


def test_a_file_that_cannot_be_read_is_left_to_who_reads_it(tmp_path: Path) -> None:
    missing, strange = tmp_path / "missing.jsonl", tmp_path / "strange.jsonl"
    strange.write_text('{"what": 1}\n' * 99, encoding="utf-8")

    parts = parted(missing, strange, most=10)

    assert [one for part in parts for one in part] == [
        Slice(str(missing)),
        Slice(str(strange)),
    ]
    for part in parts:
        for one in part:
            with pytest.raises(UsageError):
                in_parts([(one,)])


def test_numbers_that_only_tell_lines_apart_are_never_the_same(tmp_path: Path) -> None:
    """Ranges are first read when nobody knows how many lines come before."""
    path = tmp_path / "log.jsonl"
    lines = [line(0), *("{" * (number % 3) for number in range(400))]
    path.write_text("\n".join(lines), encoding="utf-8")

    named = [
        found.where
        for part in parted(path, most=50)
        for one in part
        for found in read_slice(
            one, shape=None, first=one.start + 1, tell=lambda _: None, ended=lambda _: None
        )
        if isinstance(found, Unreadable)
    ]

    assert len(named) == len(set(named)) > 100


def test_a_file_that_grows_is_read_as_far_as_it_was_cut(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text("\n".join(map(line, range(50))) + "\n", encoding="utf-8")
    parts = parted(path, most=500)
    with path.open("a", encoding="utf-8") as file:
        file.write(line(99))

    found, _ = in_parts(parts)

    assert [one.id for one in found if isinstance(one, Sighting)] == [
        f"x{number:03}" for number in range(50)
    ]


def test_the_row_groups_of_a_parquet_file_are_read_by_several(tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "log.parquet", 100, seed=1)

    parts = parted(path, most=path.stat().st_size // 2 + 1)
    found, told = in_parts(parts)

    assert [(one.start, one.end) for (one,) in parts if isinstance(one, Slice)] == [
        (0, 40),
        (40, 100),
    ]
    assert found == whole(path)
    assert len(told) == 1


def test_the_last_ranges_of_a_file_are_the_smallest(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text("\n".join(map(line, range(300))), encoding="utf-8")
    most = path.stat().st_size // 10

    sizes = [(one.end or 0) - one.start for (one,) in parted(path, most=most)]

    assert sizes[:5] == [most] * 5
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < most / 4
