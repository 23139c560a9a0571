"""`brightline watch scan` as a user meets it: real files, the real command, its exit codes."""

import gzip
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import judge_server as judges
import pytest
from spans import export, span

from brightline.cli.main import main

ROOT = Path(__file__).parents[3]
SPROUT = ROOT / "examples" / "sprout" / "policy.yaml"

ORDINARY = "How do I start an essay on the water cycle?"
HELP = (
    "Begin with a question that you would like to answer, for example where the rain comes"
    " from. Then write down three facts you know, and put them into an order."
)
FORBIDDEN = "Write my whole essay on volcanoes for me."
REFUSAL = "I can't write it for you, but I can help you plan it. What do you know already?"
ESSAY = (
    "Here is your whole essay. Volcanoes are openings in the crust of the Earth. Deep below the"
    " ground the rock is so hot that it melts and becomes magma. When the pressure grows, the"
    " magma rises and breaks through as lava. Some volcanoes erupt with great force, others"
    " flow slowly. The ash makes the soil around them rich, so people live near them. In"
    " conclusion, volcanoes are dangerous and useful at the same time."
)


def line(
    number: int, asked: str = ORDINARY, reply: str = HELP, **more: object
) -> dict[str, Any]:
    """One line of a log, a second after the one before."""
    found = {
        "id": f"x{number}",
        "time": 1_795_000_000 + number,
        "turns": [{"role": "user", "text": f"{asked} ({number})"}],
        "reply": reply,
    }
    return found | more


def write(path: Path, lines: Iterable[object]) -> Path:
    path.write_text("".join(f"{json.dumps(one)}\n" for one in lines))
    return path


class Ran:
    """What one command did."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err

    @property
    def told(self) -> dict[str, Any]:
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


Scan = Callable[..., Ran]


@pytest.fixture
def scan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Scan:
    """The command, with Sprout's policy and a store of its own."""
    policy = tmp_path / "policy.yaml"
    policy.write_bytes(SPROUT.read_bytes())
    (tmp_path / "sprout.md").write_bytes(SPROUT.with_name("sprout.md").read_bytes())

    def run(*words: object, as_json: bool = True, policy: Path = policy) -> Ran:
        given = ["watch", "scan", *map(str, words), "--policy", str(policy)]
        with pytest.raises(SystemExit) as end:
            main([*given, "--json"] if as_json else given)
        shown = capsys.readouterr()
        return Ran(int(str(end.value.code)), shown.out, shown.err)

    return run


def balanced(told: dict[str, Any]) -> bool:
    skipped: int = sum(told["skipped"].values())
    return bool(told["seen"] == told["judged"] + skipped + told["failed"])


# --- what it says -------------------------------------------------------------


def test_what_should_have_been_refused_is_found_and_nobody_has_read_it(
    scan: Scan, tmp_path: Path
) -> None:
    lines = [line(n) for n in range(60)]
    lines[7] = line(7, FORBIDDEN, ESSAY)
    lines[9] = line(9, FORBIDDEN, REFUSAL)

    done = scan(write(tmp_path / "log.jsonl", lines))

    assert done.code == 0, done.err
    assert [one["exchange"] for one in done.told["findings"]] == ["x7"]
    assert done.told["findings"][0]["rule"] == "finished-homework"
    assert done.told["rate"]["estimate"] is None
    assert "nobody" in done.told["rate"]["reason"]
    assert done.told["seen"] == 60
    assert balanced(done.told)
    assert "as turns and reply" in done.err


def test_a_rule_that_is_broken_often_rings_and_the_command_says_so(
    scan: Scan, tmp_path: Path
) -> None:
    lines = [
        line(n, FORBIDDEN, ESSAY) if n % 4 == 0 and n > 200 else line(n) for n in range(500)
    ]

    done = scan(write(tmp_path / "log.jsonl", lines))

    assert done.code == 1
    assert {one["rule"] for one in done.told["alarms"]} == {"finished-homework"}


def test_the_page_is_written_and_the_text_has_the_verdict(scan: Scan, tmp_path: Path) -> None:
    log = write(tmp_path / "log.jsonl", [line(n) for n in range(5)])

    done = scan(log, "--html", tmp_path / "page.html", as_json=False)

    assert done.code == 0
    assert "no exchange looks like a breach" in done.out.casefold()
    assert "<html" in (tmp_path / "page.html").read_text()


def test_a_page_that_cannot_be_written_is_refused_before_anything_is_read(
    scan: Scan, tmp_path: Path
) -> None:
    log = write(tmp_path / "log.jsonl", [line(1)])

    for page in (tmp_path / "none" / "page.html", tmp_path):
        done = scan(log, "--html", page)
        assert done.code == 4
        assert "file-unwritable" in done.err
    assert not (tmp_path / ".brightline" / "brightline.db").exists()
    assert "file-needed" in scan(tmp_path, "--html", tmp_path / "log.jsonl").err


def test_a_page_that_fails_after_all_does_not_take_the_result_with_it(
    scan: Scan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = write(tmp_path / "log.jsonl", [line(1)])
    monkeypatch.setattr("brightline.cli.outputs.check_writable", lambda _: None)

    done = scan(log, "--html", tmp_path / "none" / "page.html")

    assert done.code == 3
    assert done.told["seen"] == 1
    assert "The scan is stored" in done.err


def test_the_page_is_not_written_over_the_log(scan: Scan, tmp_path: Path) -> None:
    log = write(tmp_path / "log.jsonl", [line(1)])
    before = log.read_bytes()

    done = scan(log, "--html", log)

    assert done.code == 4
    assert log.read_bytes() == before


def test_nothing_that_was_not_redacted_is_in_the_store_or_in_what_is_said(
    scan: Scan, tmp_path: Path
) -> None:
    address = "zoe.plain@example.org"
    asked = f"{FORBIDDEN} Mail it to {address}"
    lines = [line(n, asked, f"{ESSAY} Sent to {address}.", user=address) for n in range(9)]

    done = scan(write(tmp_path / "log.jsonl", lines))

    kept = [one for one in tmp_path.rglob("*") if one.is_file() and one.name != "log.jsonl"]
    assert done.told["findings"]
    assert any(one.suffix == ".db" for one in kept)
    assert [one.name for one in kept if address.encode() in one.read_bytes()] == []
    assert address not in done.out + done.err


# --- what it reads ------------------------------------------------------------


def lists(lines: list[dict[str, Any]]) -> list[object]:
    return [
        {
            "id": one["id"],
            "messages": [
                {"role": "user", "content": one["turns"][0]["text"]},
                {"role": "assistant", "content": one["reply"]},
            ],
        }
        for one in lines
    ]


FEW = [line(n) for n in range(5)] + [line(5, FORBIDDEN, ESSAY)]


def parquet(path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow.parquet import write_table

    rows = [
        {
            "id": one["id"],
            "prompt": one["turns"][0]["text"],
            "response": one["reply"],
            "v": [0.5],
        }
        for one in FEW
    ]
    write_table(pa.Table.from_pylist(rows), path, row_group_size=2)


def semicolons(path: Path) -> None:
    rows = [f'{one["id"]};"{one["turns"][0]["text"]}";"{one["reply"]}"' for one in FEW]
    path.write_text("\n".join(["id;question;answer", *rows]))


FILES: dict[str, Callable[[Path], object]] = {
    "log.jsonl": lambda path: write(path, FEW),
    "log.jsonl.gz": lambda path: path.write_bytes(
        gzip.compress("".join(f"{json.dumps(one)}\n" for one in FEW).encode())
    ),
    "list.json": lambda path: path.write_text(json.dumps(lists(FEW), indent=2)),
    "one-line.json": lambda path: path.write_text(json.dumps(lists(FEW))),
    "indented.json": lambda path: path.write_text(
        "\n".join(json.dumps(one, indent=2) for one in FEW)
    ),
    "log.parquet": parquet,
    "log.csv": semicolons,
}


@pytest.mark.parametrize("name", FILES)
def test_the_same_is_found_in_a_file_of_every_kind(
    name: str, scan: Scan, tmp_path: Path
) -> None:
    FILES[name](tmp_path / name)

    done = scan(tmp_path / name)

    assert done.code == 0, done.err
    assert done.told["seen"] == 6
    assert [one["exchange"] for one in done.told["findings"]] == ["x5"]


def test_standard_input_folders_and_patterns_are_read(
    scan: Scan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logs = tmp_path / "logs"
    (logs / "deep").mkdir(parents=True)
    write(logs / "a.jsonl", [line(1), line(2)])
    write(logs / "deep" / "b.jsonl", lists([line(3)]))
    write(logs / ".hidden.jsonl", [line(4)])
    (logs / "notes.txt").write_text("no log")
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(line(5)).encode()))
    )

    found = [scan(words).told["seen"] for words in (logs, logs / "*.jsonl", "-")]

    assert found == [3, 2, 1]


def test_what_was_read_before_is_counted_once(scan: Scan, tmp_path: Path) -> None:
    log = write(tmp_path / "log.jsonl", [line(n) for n in range(6)])
    nameless = [{key: value for key, value in line(n).items() if key != "id"} for n in range(4)]
    first = write(tmp_path / "first.jsonl", nameless[:3])
    overlapping = write(tmp_path / "second.jsonl", nameless[1:])
    # another user, the same words, later
    nameless[0] |= {"time": 1_796_000_000}
    again = write(tmp_path / "third.jsonl", nameless[:1])

    done = scan(log, log, first, overlapping, again)

    assert done.told["skipped"]["repeated"] == 6 + 2
    assert done.told["seen"] == 12 + 3 + 3 + 1
    assert balanced(done.told)


@pytest.mark.parametrize(
    "told",
    [
        (1_795_000_000, "2026-11-18"),
        (1_795_000_000_123, "2026-11-18"),
        ("2026-11-18T10:00:00Z", "2026-11-18"),
        ("2026-11-18 23:30:00-02:00", "2026-11-19"),
        (None, None),
    ],
)
def test_times_of_any_kind_are_understood(
    told: tuple[object, str | None], scan: Scan, tmp_path: Path
) -> None:
    moment, day = told
    done = scan(write(tmp_path / "log.jsonl", [line(1, time=moment)]))

    assert [one["day"] for one in done.told["days"]] == [day]
    assert ("no time was found" in done.err) is (day is None)


def test_only_the_window_that_was_asked_for_is_counted(scan: Scan, tmp_path: Path) -> None:
    times = ["2026-11-01T09:00Z", "2026-11-02T09:00Z", "2026-11-03T09:00Z", None]
    log = write(tmp_path / "log.jsonl", [line(n, time=one) for n, one in enumerate(times)])

    done = scan(log, "--since", "2026-11-02", "--until", "2026-11-02")

    assert done.told["seen"] == 1
    assert "3 lines outside of --since and --until, 1 of them without a time" in done.err


def test_a_mapping_leads_through_a_log_of_another_shape(scan: Scan, tmp_path: Path) -> None:
    lines = [{"ctx": {"q": FORBIDDEN}, "out": [{"a": ESSAY}], "n": f"call-{n}"} for n in (1, 2)]
    log = write(tmp_path / "log.jsonl", lines)
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("brightline_mapping: 1\nturns: ctx.q\nreply: [gone, out.0.a]\nid: n\n")

    guessed = scan(log)
    done = scan(log, "--mapping", mapping)

    assert guessed.code == 4
    assert "ctx, out, n" in guessed.err
    assert "--mapping" in guessed.err
    assert {one["exchange"] for one in done.told["findings"]} == {"call-1", "call-2"}


def test_every_problem_of_a_mapping_has_its_place(scan: Scan, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text("brightline_mapping: 1\nturn: a\nreply: [b, {c: d}]\n")

    done = scan(write(tmp_path / "log.jsonl", [line(1)]), "--mapping", mapping)

    assert done.code == 4
    assert f"{mapping}:2:1: the key 'turn' is not known" in done.err
    assert f"{mapping}:3:12: " in done.err


def test_a_sample_is_the_same_every_time_and_counted(scan: Scan, tmp_path: Path) -> None:
    log = write(tmp_path / "log.jsonl", [line(n) for n in range(400)])

    found = [scan(log, "--sample", "0.25").told for _ in range(2)]

    assert found[0]["skipped"] == found[1]["skipped"]
    assert 50 < 400 - found[0]["skipped"]["sampled_out"] < 150
    assert balanced(found[0])


# --- what it cannot read ------------------------------------------------------


def test_calls_without_text_are_counted_and_the_way_out_is_named(
    scan: Scan, tmp_path: Path
) -> None:
    held = {"gen_ai.operation.name": "chat", "gen_ai.request.model": "pip-1"}
    bodies = [export(span(held, span_id=f"b7ad6b716920{n:04x}")) for n in range(20)]

    done = scan(write(tmp_path / "traces.jsonl", bodies))

    assert done.code == 5
    assert done.told["skipped"] == {"no_content": 20}
    assert "20 of 20 calls have no text" in done.err
    assert "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT" in done.err


@pytest.mark.parametrize("share", ["10%", "10 %", "0.1"])
def test_a_share_is_written_as_in_a_policy(scan: Scan, tmp_path: Path, share: str) -> None:
    log = write(tmp_path / "log.jsonl", [line(n) for n in range(30)])

    done = scan(log, "--sample", share)

    assert "sampled_out" in done.told["skipped"], done.err


@pytest.mark.parametrize("share", ["0%", "101%", "ten", "%", "nan"])
def test_a_share_is_more_than_nothing_and_no_more_than_all(scan: Scan, share: str) -> None:
    assert scan("log.jsonl", "--sample", share).code == 4


def test_a_damaged_file_is_said_of_the_stored_scan_too(
    scan: Scan, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    write(logs / "a.jsonl", [line(n) for n in range(60)])
    packed = gzip.compress("".join(f"{json.dumps(line(n))}\n" for n in range(90)).encode())
    (logs / "b.jsonl.gz").write_bytes(packed[:-20])
    (logs / "c.json").write_text('{"retries": 3}\n')

    done = scan(logs)
    page = tmp_path / "page.html"
    store = tmp_path / ".brightline" / "brightline.db"
    with pytest.raises(SystemExit) as end:
        main(["watch", "--store", str(store), "--html", str(page), "--json"])

    assert (done.code, end.value.code) == (5, 5)
    for told in (done.told, json.loads(capsys.readouterr().out)):
        (note,) = told["notes"]
        assert "b.jsonl.gz" in note
        assert "c.json." in note
    assert "b.jsonl.gz" in page.read_text()
    assert f"\n{logs}/c.json: the lines have no shape" in f"\n{done.err}"


def test_a_line_of_another_shape_is_no_call_without_text(scan: Scan, tmp_path: Path) -> None:
    lines = [line(n) for n in range(60)]
    other = [{"prompt": ORDINARY, "response": HELP}, {"event": "the service started"}]

    done = scan(write(tmp_path / "log.jsonl", [*lines, *other]))

    assert done.told["skipped"]["other_shape"] == 2
    assert "2 lines of another shape" in done.err
    assert "OTEL" not in done.err


def test_what_has_no_time_is_left_out_of_a_window_and_said_by_file(
    scan: Scan, tmp_path: Path
) -> None:
    timed = write(tmp_path / "a.jsonl", [line(n) for n in range(9)])
    lines = [line(n, time=None) for n in range(20, 23)]
    timeless = write(tmp_path / "b.jsonl", [*lines, line(30)])

    done = scan(timed, timeless, "--since", "2026-11-01")

    assert done.told["seen"] == 10
    assert f"3 of them without a time ({timeless}: 3)" in done.err


@pytest.mark.parametrize("content", [b"", b"\n\n", gzip.compress(b"", mtime=0)])
def test_nothing_seen_is_never_fine(content: bytes, scan: Scan, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_bytes(content)

    done = scan(log)

    assert done.code == 5
    assert done.told["seen"] == 0
    assert done.told["rate"]["estimate"] is None


def test_lines_that_cannot_be_read_are_named_counted_and_stop_nothing(
    scan: Scan, tmp_path: Path
) -> None:
    log = tmp_path / "log.jsonl"
    good = [json.dumps(line(n)) for n in range(80)]
    huge = json.dumps({"id": "huge", "reply": "x" * (20 * 1024 * 1024)})
    log.write_text("\n".join([*good[:40], "{oops", huge, *good[40:]]))

    done = scan(log)

    assert done.code == 0
    assert (done.told["seen"], done.told["failed"]) == (82, 2)
    assert f"{log}:41: it is not JSON" in done.err
    assert f"{log}:42: it is longer than 16 MiB" in done.err
    assert "oops" not in done.err


def test_a_damaged_archive_is_not_fine(scan: Scan, tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl.gz"
    noise = os.urandom(3_000).hex()
    whole = gzip.compress(
        "".join(f"{json.dumps(line(n, more=noise[n:]))}\n" for n in range(400)).encode()
    )
    log.write_bytes(whole[: len(whole) // 2])

    done = scan(log)

    assert done.code == 5
    assert "damaged from here on" in done.err
    assert 0 < done.told["judged"] + done.told["skipped"].get("screened_out", 0) < 400


def test_one_file_of_several_that_nobody_knows_stops_nothing_and_is_not_fine(
    scan: Scan, tmp_path: Path
) -> None:
    good = write(tmp_path / "a.jsonl", [line(n) for n in range(40)])
    other = write(tmp_path / "b.jsonl", [{"level": "info", "message": "started"}])

    done = scan(good, other)

    assert done.code == 5
    assert done.told["seen"] == 41
    assert "no shape that is known; the first has the keys level, message" in done.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["none.jsonl"], "there is no such file"),
        (["none/*.jsonl"], "no file fits the pattern"),
        (["-", "-"], "standard input can be read once"),
        (["-", "--since", "soon"], "--since soon is no time"),
        (["-", "--since", "2026-11-03", "--until", "2026-11-01"], "is not before"),
        (["-", "--sample", "0"], "0"),
        (["-", "--judge", "nobody"], "there is no judge"),
    ],
)
def test_wrong_use_says_what_to_do(words: list[str], says: str, scan: Scan) -> None:
    done = scan(*words)

    assert done.code == 4
    assert says in done.err


def test_a_policy_that_is_wrong_is_shown_before_anything_is_read(
    scan: Scan, tmp_path: Path
) -> None:
    policy = tmp_path / "wrong.yaml"
    policy.write_text("brightline: 1\nproduct: Sprout\nrulez: []\n")

    done = scan(write(tmp_path / "log.jsonl", [line(1)]), policy=policy)

    assert done.code == 4
    assert "wrong.yaml:3:1" in done.err


# --- who judges ---------------------------------------------------------------

UNREADABLE = "Я не могу вам помочь с этой просьбой, извините меня."  # noqa: RUF001 - no English


def test_a_judge_that_is_dead_stops_the_scan(scan: Scan, tmp_path: Path) -> None:
    log = write(tmp_path / "log.jsonl", [line(n, FORBIDDEN, UNREADABLE) for n in range(3)])
    chosen = ("--judge", "openai:http://127.0.0.1:9/v1", "--judge-model", "m")

    done = scan(log, *chosen)

    assert done.code == 4


def test_what_a_judge_that_dies_could_not_be_asked_is_failed_and_not_fine(
    scan: Scan, tmp_path: Path
) -> None:
    lines = [line(n, FORBIDDEN, UNREADABLE) for n in range(3)] + [line(9, FORBIDDEN, ESSAY)]
    with judges.judge_server() as served:

        def dies(asked: judges.Asked) -> judges.Sent:
            fails = UNREADABLE in asked.reply
            return judges.Sent(b"", status=400) if fails else judges.honest(asked)

        served.behave = dies
        chosen = ("--judge", f"openai:{served.url}", "--judge-model", "big-judge")
        done = scan(write(tmp_path / "log.jsonl", lines), *chosen)

    assert done.code == 5, done.err
    assert done.told["failed"] == 3
    assert "the judge could not be asked about 3 exchanges" in done.err
    assert balanced(done.told)


# --- many, and the end --------------------------------------------------------


def test_two_processes_say_what_one_says(
    scan: Scan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("brightline.pipeline.watch.engine.choosing.LARGEST_HERE", 1_000)
    monkeypatch.setattr("brightline.pipeline.watch.engine.spread.LARGEST_HERE", 20_000)
    monkeypatch.setattr("brightline.pipeline.watch.engine.spread.SMALLEST", 1_000)
    lines = [
        line(n, FORBIDDEN, ESSAY) if n % 9 == 0 else line(n, FORBIDDEN, REFUSAL)
        for n in range(900)
    ]
    log = write(tmp_path / "log.jsonl", lines)
    own = {"scan", "started_at", "finished_at", "next", "alarms"}

    one, two = (scan(log, "--jobs", jobs).told for jobs in (1, 2))

    assert {key: one[key] for key in one.keys() - own} == {
        key: two[key] for key in two.keys() - own
    }
    assert [alarm["value"] for alarm in one["alarms"]] == [
        alarm["value"] for alarm in two["alarms"]
    ]


def test_a_scan_that_is_stopped_keeps_what_is_done_and_does_not_look_complete(
    tmp_path: Path,
) -> None:
    words = ["watch", "scan", "-", "--policy", str(SPROUT), "--json"]
    started = subprocess.Popen(
        [sys.executable, "-m", "brightline", *words, "--store", str(tmp_path / "w.db")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert started.stdin is not None
    assert started.stderr is not None
    for n in range(60):
        started.stdin.write(f"{json.dumps(line(n))}\n")
    started.stdin.flush()
    assert "reading" in started.stderr.readline()

    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=60)

    told = json.loads(out)
    assert started.returncode == 2, err
    assert told["finished_at"] is None
    assert told["seen"] <= 60
    assert balanced(told)
    assert "stopped before the end" in err


def test_a_time_that_is_none_is_counted_as_none(scan: Scan, tmp_path: Path) -> None:
    odd = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00Z")
    lines = [line(n, time=one) for n, one in enumerate(odd)]

    done = scan(write(tmp_path / "log.jsonl", [*lines, line(9)]), "--html", tmp_path / "p.html")

    assert done.code == 0, done.err
    assert [(one["day"], one["seen"]) for one in done.told["days"]] == [
        (None, 3),
        ("2026-11-18", 1),
    ]


def mapped(folder: Path, **paths: object) -> Path:
    path = folder / "mapping.yaml"
    path.write_text(json.dumps({"brightline_mapping": 1, "turns": "turns"} | paths))
    return path


def test_a_word_for_who_speaks_that_nobody_knows_is_told(scan: Scan, tmp_path: Path) -> None:
    lines = [line(n, turns=[{"role": "Gast", "text": ORDINARY}]) for n in range(3)]

    done = scan(write(tmp_path / "log.jsonl", lines))

    assert done.code == 5
    assert done.told["skipped"] == {"unknown_role": 3}
    assert "gast (3)" in done.err


@pytest.mark.parametrize("texts", [30, 1])
def test_a_path_that_leads_to_no_id_is_named(scan: Scan, tmp_path: Path, texts: int) -> None:
    lines = [line(n % texts, version="4.1", time=1_795_000_000) for n in range(30)]
    mapping = mapped(tmp_path, reply="reply", id="version", time="time")

    done = scan(write(tmp_path / "log.jsonl", lines), "--mapping", mapping)

    assert done.told["skipped"]["repeated"] == 29
    assert ("version says the same" in done.err) is (texts > 1)


@pytest.mark.parametrize("silent", [6, 4])
def test_where_most_have_no_reply_nobody_knows(scan: Scan, tmp_path: Path, silent: int) -> None:
    lines = [line(n, reply="" if n < silent else HELP) for n in range(10)]

    done = scan(write(tmp_path / "log.jsonl", lines))

    assert done.code == (5 if silent > 5 else 0)
    assert ("have no reply" in done.err) is (silent > 5)


@pytest.mark.parametrize("moment", ["9999-12-31T00:00Z", 1e30, -5, 12345, "2001-01-01"])
def test_the_time_of_a_strange_clock_is_none(
    scan: Scan, tmp_path: Path, moment: object
) -> None:
    log = write(tmp_path / "log.jsonl", [line(1), line(2, time=moment)])

    done = scan(log)

    assert len(done.told["days"]) == 2
    assert "1 exchange without a time" in done.err


def test_a_path_that_leads_to_no_time_is_named(scan: Scan, tmp_path: Path) -> None:
    mapping = mapped(tmp_path, reply="reply", id="id", time="reply")

    done = scan(write(tmp_path / "log.jsonl", [line(1)]), "--mapping", mapping)

    assert "no time was found at reply" in done.err
