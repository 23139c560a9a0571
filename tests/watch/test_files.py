"""Files are read line by line: what cannot be read is named, and costs nothing but itself."""

import gzip
import io
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from spans import GENERATIONS, REPLY, ROOT, SPAN, TRACE, export, span

from brightline.errors import UsageError
from brightline.records import LogShape, Sighting, Skip, Skipped
from brightline.watch.files import read_file
from brightline.watch.lines import Line, Unreadable
from brightline.watch.parquet import Parquet

LINES = [{"id": str(n), "prompt": f"May I eat {n}?", "response": REPLY} for n in range(120)]


def read(path: Path | str, shape: LogShape | None = None) -> tuple[list[object], list[str]]:
    told: list[str] = []
    found = list(read_file(str(path), shape=shape, tell=lambda known: told.append(known.name)))
    return list(found), told


def write(path: Path, lines: Sequence[object]) -> Path:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return path


def test_json_lines_plain_packed_and_from_standard_input_say_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = write(tmp_path / "logs.jsonl", [*LINES])
    packed = tmp_path / "logs.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(plain.read_bytes())))

    found = [read(path)[0] for path in (plain, packed, "-")]

    assert [one.id for one in found[0] if isinstance(one, Sighting)] == [
        str(n) for n in range(120)
    ]
    assert found[0] == found[1] == found[2]


def test_the_shape_is_told_once(tmp_path: Path) -> None:
    _, told = read(write(tmp_path / "logs.jsonl", [*LINES]))

    assert told == ["prompt and response"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-8-sig"])
def test_a_file_that_says_how_it_is_written_is_read_so(tmp_path: Path, encoding: str) -> None:
    lines = [line | {"prompt": f"Darf ich Nüsse {at}? 🌰"} for at, line in enumerate(LINES)]
    plain = write(tmp_path / "plain.jsonl", lines)
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    text = (mark + plain.read_text()).encode(encoding)
    for name, data in (("a.jsonl", text), ("b.jsonl.gz", gzip.compress(text))):
        (tmp_path / name).write_bytes(data)
        assert read(tmp_path / name)[0] == read(plain)[0]
    table = "\ufeffquestion,answer\nMay I?,No.\n".encode("utf-16-le")
    (tmp_path / "c.csv").write_bytes(table)
    assert isinstance(read(tmp_path / "c.csv")[0][0], Sighting)


def test_csv_is_read_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "logs.csv"
    path.write_text(f'\ufeffid,question,answer\n1,"May I, or not?","{REPLY}"\n2,,\n')

    found, _ = read(path)

    assert isinstance(found[0], Sighting)
    assert found[0].exchange.turns[0].text == "May I, or not?"
    assert found[1] == Skipped(id="2", why=Skip.NO_CONTENT)


def test_bad_lines_are_named_and_stop_nothing(tmp_path: Path) -> None:
    good = json.dumps(LINES[0])
    path = tmp_path / "logs.jsonl"
    path.write_bytes(
        b"\xef\xbb\xbf" + f"{good}\n\n{{oops\n[1]\n".encode() + b'"\xff"\n' + f"{good}".encode()
    )

    found, _ = read(path)

    bad = {
        one.where.rpartition(":")[2]: one.why for one in found if isinstance(one, Unreadable)
    }
    assert sum(isinstance(one, Sighting) for one in found) == 2
    assert set(bad) == {"3", "4", "5"}
    assert "not JSON" in bad["3"]


def test_a_damaged_archive_gives_what_came_before_the_damage(tmp_path: Path) -> None:
    path = tmp_path / "logs.jsonl.gz"
    whole = gzip.compress("".join(f"{json.dumps(line)}\n" for line in LINES).encode())
    path.write_bytes(whole[: len(whole) - 20])

    found, _ = read(path)

    assert isinstance(found[-1], Unreadable)
    assert "damaged" in found[-1].why
    assert sum(isinstance(one, Sighting) for one in found) == len(found) - 1 > 0


def test_exports_are_read_as_traces_that_may_be_spread_over_lines(tmp_path: Path) -> None:
    root = span({"session.id": "s-1"}, span_id=ROOT, parent="")
    bodies = [*GENERATIONS["a log record for each message"], export(root)]

    found, told = read(write(tmp_path / "traces.jsonl", bodies))

    assert told == ["OpenTelemetry export"]
    [one] = found
    assert isinstance(one, Sighting)
    assert (one.id, one.session) == (f"{TRACE}/{SPAN}", "s-1")


def test_a_mapping_wins_over_a_guess(tmp_path: Path) -> None:
    shape = LogShape(name="mine", turns=("response",), reply=("prompt",))

    [found, *_], told = read(write(tmp_path / "logs.jsonl", [*LINES]), shape)

    assert told == ["mine"]
    assert isinstance(found, Sighting)
    assert found.exchange.turns[0].text == REPLY


def test_an_empty_file_has_nothing_to_say(tmp_path: Path) -> None:
    assert read(write(tmp_path / "logs.jsonl", [])) == ([], [])


def test_a_file_of_no_known_shape_is_refused_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no shape that is known") as error:
        read(write(tmp_path / "app.log", [{"level": "info", "message": "started"}]))

    assert "--mapping" in str(error.value.hint)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read(tmp_path / "none.jsonl")


def test_a_file_of_which_nothing_can_be_read_says_why(tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_bytes(b"\x00\xff\n\x00\xfe\n")

    with pytest.raises(UsageError, match=r"none of the first 2 lines can be read; .*:1: it is"):
        read(path)


def test_a_list_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "log.json"
    path.write_text(json.dumps(LINES, indent=1)[:-40])

    found, _ = read(path)

    assert sum(isinstance(one, Sighting) for one in found) == len(LINES) - 1
    assert isinstance(found[-1], Unreadable)
    assert found[-1].rest
    assert int(found[-1].where.rpartition(":")[2]) > 4 * len(LINES)


def test_objects_one_behind_the_other_are_read_however_they_are_indented(
    tmp_path: Path,
) -> None:
    path = tmp_path / "log.json"
    path.write_text("\n".join(json.dumps(one, indent=3) for one in LINES))

    found, _ = read(path)

    assert [one.id for one in found if isinstance(one, Sighting)] == [
        str(n) for n in range(len(LINES))
    ]


def test_a_first_line_that_was_cut_off_does_not_make_a_document_of_a_log(
    tmp_path: Path,
) -> None:
    path = write(tmp_path / "log.jsonl", LINES)
    path.write_text('{"id": "0", "prompt": "May I,\n' + path.read_text())

    found, _ = read(path)

    assert isinstance(found[0], Unreadable)
    assert len(found) == len(LINES) + 1


def test_between_cells_of_csv_may_stand_a_semicolon_or_a_tab(tmp_path: Path) -> None:
    for ending, mark in ((".csv", ";"), (".tsv", "\t")):
        path = tmp_path / f"log{ending}"
        path.write_text(f"id{mark}question{mark}answer\n1{mark}May I, or not?{mark}{REPLY}\n")

        [found], _ = read(path)

        assert isinstance(found, Sighting)
        assert found.exchange.turns[0].text == "May I, or not?"


def test_columns_of_parquet_that_nobody_asks_for_are_not_read(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow.parquet import write_table

    moment = 1_795_000_000_123_456_789
    table = pa.table(
        {
            "id": [str(n) for n in range(3_000)],
            "messages": [[{"role": "user", "content": f"May I {n}?"}] for n in range(3_000)],
            "reply": [REPLY] * 3_000,
            "time": pa.array([moment] * 3_000, pa.timestamp("ns", "UTC")),
            "vector": [[0.5] * 8] * 3_000,
        }
    )
    path = tmp_path / "log.parquet"
    write_table(table, path, row_group_size=700)

    found, told = read(path)
    rows = list(Parquet(str(path)).rows(["messages", "reply.text"]))

    assert told == ["messages and a reply"]
    assert [one.id for one in found if isinstance(one, Sighting)] == [
        str(n) for n in range(3_000)
    ]
    assert found[0].time == datetime(2026, 11, 18, 11, 6, 40, 123456, UTC)  # type: ignore[attr-defined]
    assert isinstance(rows[0], Line)
    assert rows[0].value == {
        "messages": [{"role": "user", "content": "May I 0?"}],
        "reply": REPLY,
    }


@pytest.mark.parametrize("unit", ["s", "ms", "us"])
def test_a_moment_of_parquet_that_no_calendar_holds_is_none(tmp_path: Path, unit: str) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow.parquet import write_table

    each = {"s": 1, "ms": 10**3, "us": 10**6}[unit]
    moments = [300_000_000_000 * each, 1_795_000_000 * each, -1]
    table = pa.table(
        {
            "messages": [[{"role": "user", "content": "May I?"}]] * 3,
            "reply": [REPLY] * 3,
            "time": pa.array(moments, pa.int64()).cast(pa.timestamp(unit, "UTC")),
        }
    )
    write_table(table, tmp_path / "log.parquet")

    found, _ = read(tmp_path / "log.parquet")

    times = [one.time for one in found if isinstance(one, Sighting)]
    assert times == [None, datetime.fromtimestamp(1_795_000_000, UTC), None]


def test_a_line_of_utf_16_without_its_mark_is_not_taken_for_one_alone(tmp_path: Path) -> None:
    path = tmp_path / "logs.jsonl"
    path.write_bytes(write(tmp_path / "plain", [*LINES]).read_text().encode("utf-16-le"))

    with pytest.raises(UsageError, match="as in UTF-16"):
        read(path)


def test_a_parquet_file_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    path.write_bytes(b"PAR1 and nothing else")

    with pytest.raises(UsageError, match="no Parquet file"):
        read(path)


def test_a_mapping_that_leads_to_nothing_tells_the_keys(tmp_path: Path) -> None:
    shape = LogShape(name="mapping.yaml says", turns=("a.b",), reply=("c",))

    with pytest.raises(UsageError, match="id, prompt, response"):
        read(write(tmp_path / "log.jsonl", LINES), shape)


def test_a_mapping_whose_messages_have_other_keys_says_which_to_name(tmp_path: Path) -> None:
    shape = LogShape(name="mapping.yaml says", turns=("in",), reply=("out",))
    log = write(tmp_path / "log.jsonl", [{"in": [{"wer": "x", "sagt": "Hi."}], "out": "Yes."}])

    with pytest.raises(UsageError, match="its keys are wer, sagt") as told:
        read(log, shape)

    assert "text: KEY" in str(told.value.hint)
