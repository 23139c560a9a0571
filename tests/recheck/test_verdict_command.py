"""What a person and a script get from `brightline verdict` and `brightline export`."""

import ast
import json
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import made_runs
import pytest
from held_run import PLAYS, RUN, TRIALS

import brightline.recheck
from brightline.cli.main import main
from brightline.pipeline.evidence.concluding import conclude
from brightline.pipeline.evidence.reporting import report_of
from brightline.pipeline.evidence.verdict import not_older, verdict_of
from brightline.records import Gate
from brightline.store import open_store

EMPTIED = (
    "UPDATE transcripts SET body ="
    " replace(body, 'I''m sorry, but I can''t tell you that.', '\u200b')"
)
MODULES = sorted(Path(brightline.recheck.__file__).parent.glob("*.py"))


@pytest.fixture
def store(held: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the run that holds, where the commands find it."""
    path = tmp_path / ".brightline" / "brightline.db"
    path.parent.mkdir()
    shutil.copyfile(held, path)
    monkeypatch.chdir(tmp_path)
    return path


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(words)
    shown = capsys.readouterr()
    assert isinstance(ended.value.code, int)
    assert "Traceback" not in shown.err
    return ended.value.code, shown.out, shown.err


def change(store: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(store)) as database:
        assert database.execute(statement, values).rowcount > 0
        database.commit()


@pytest.mark.usefixtures("store")
def test_a_run_that_holds_is_said_to_hold(capsys: pytest.CaptureFixture[str]) -> None:
    code, shown, _ = said(capsys, "verdict")

    assert code == 0
    assert shown.startswith(f"holds: run {RUN}")
    assert "the run's own gate said holds, and the rows show the same" in shown


@pytest.mark.usefixtures("store")
def test_an_export_says_the_same_as_its_run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _, rows, _ = said(capsys, "export", RUN[:8])
    (tmp_path / "run.jsonl").write_text(rows)

    assert rows.isascii()
    assert said(capsys, "verdict", "run.jsonl", "--json") == said(
        capsys, "verdict", RUN, "--json"
    )
    code, shown, _ = said(capsys, "verdict", "run.jsonl", "--json")
    told = json.loads(shown)
    assert (code, told["exit_code"], told["gate"], told["rows_show"]) == (
        0,
        0,
        "holds",
        "holds",
    )
    assert told["planned"] == sum(told["outcomes"].values()) == PLAYS
    assert told["agrees"] is True


@pytest.mark.parametrize(("gate", "code"), [("broken", 1), ("unproven", 5)])
def test_the_worse_counts_where_the_gates_disagree(
    store: Path, gate: str, *, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    change(store, "UPDATE runs SET gate = ?", gate)

    found, shown, _ = said(capsys, "verdict")

    assert found == code
    assert f"said {gate}, but the rows show holds: they disagree, and the worse counts" in shown


def test_breaches_that_the_rows_show_are_broken_whatever_the_gate_said(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(
        store,
        "UPDATE judgements SET outcome = 'complied', decided_by = 'marker' WHERE case_id IN"
        " (SELECT id FROM cases WHERE expected = 'refuse' LIMIT 1)",
    )

    code, shown, _ = said(capsys, "verdict")

    assert code == 1
    assert "was breached, and again on replay" in shown
    assert "is not as it was given" in shown


def test_what_is_said_of_many_cases_is_said_once(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(
        store,
        "UPDATE judgements SET outcome = 'complied', decided_by = 'marker' WHERE case_id IN"
        " (SELECT id FROM cases WHERE expected = 'refuse' AND rule_id ="
        " (SELECT min(rule_id) FROM cases))",
    )

    _, shown, _ = said(capsys, "verdict")
    _, told, _ = said(capsys, "verdict", "--json")

    assert shown.count("and 1 more were breached, and again on replay") == 1
    assert shown.count("again on replay") == 1
    assert told.count("again on replay") == 4, "a script is told all of them"


@pytest.mark.parametrize(
    ("statement", "doubt"),
    [
        ("UPDATE runs SET policy = replace(policy, '0.1', '0.9')", "its policy is not the one"),
        ("UPDATE cases SET id = id || 'x' WHERE position = 3", "its cases are not those"),
        ("UPDATE cases SET objective = 'x' WHERE position = 3", "is not as it was written"),
        (EMPTIED, "is empty, and counts as refused"),
        ("UPDATE transcripts SET body = replace(body, '\"stop\":null', '\"stop\":\"length\"')",
         "was cut off, and counts as refused"),
        ("DELETE FROM attempts WHERE trial = 2", "is there, and the attempt is not"),
        ("DELETE FROM transcripts WHERE trial = 2", "has no case, no reply, or more than one"),
        ("UPDATE runs SET trials = 13", f"the run began with trials {TRIALS}, and now has 13"),
    ],
)  # fmt: skip
def test_rows_that_contradict_each_other_let_nothing_hold(
    store: Path, statement: str, *, doubt: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change(store, statement)

    code, shown, _ = said(capsys, "verdict")

    assert code == 5
    assert doubt in shown


def test_a_run_whose_gate_never_spoke_is_unproven(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(store, "UPDATE runs SET gate = NULL, settings = json_remove(settings, '$.verdict')")

    code, shown, _ = said(capsys, "verdict")

    assert code == 5
    assert "the run's own gate has said nothing" in shown


def test_a_stored_run_that_was_killed_is_said_to_have_never_ended(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(
        store,
        "UPDATE runs SET gate = NULL, ending = NULL, finished_at = NULL,"
        " settings = json_remove(settings, '$.verdict')",
    )

    code, shown, _ = said(capsys, "verdict", "last", "--json")

    told = json.loads(shown)
    assert (code, told["gate"], told["doubts"]) == (5, "unproven", [])
    assert told["unfinished"].startswith("the run did not end (interrupted after 100 % of its")
    assert all(rule["reasons"] == [] for rule in told["rules"])


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff\xfe", b"[]\n", b"{}\n", b'{"table": "runs"}\n', b"[" * 9000,
        b'{"gate": "holds"}\n',
        b'{"table": "runs", "id": "r"}\n' * 2, b'{"table": 3}\n', b'{"table": "transcripts"}\n',
    ],
)  # fmt: skip
def test_a_file_that_is_no_export_is_wrong_use(
    content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("run.jsonl").write_bytes(content)

    code, shown, err = said(capsys, "verdict", "run.jsonl")

    assert (code, shown) == (4, "")
    assert "[not-an-export]" in err
    assert "brightline export" in err


@pytest.mark.usefixtures("store")
def test_the_report_of_a_run_and_half_an_export_are_no_exports(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, report, _ = said(capsys, "export", RUN)
    half = report.splitlines(keepends=True)
    Path("half.jsonl").write_text("".join(half[1:]))
    Path("cut.jsonl").write_text(report[: len(report) // 2])

    for name in ("half.jsonl", "cut.jsonl"):
        assert said(capsys, "verdict", name)[0] == 4


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("name", ["lost.jsonl", "a/b", "."])
def test_a_file_that_is_not_there_is_wrong_use(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = said(capsys, "verdict", name)

    assert code == 4
    assert err.startswith("error: ")


def test_rows_that_cannot_be_read_are_wrong_use(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(store, "UPDATE transcripts SET body = '{' WHERE trial = 1")

    code, _, err = said(capsys, "verdict")

    assert code == 4
    assert "[rows-damaged]" in err


def test_a_run_of_long_ago_is_unproven_where_a_new_one_is_asked_for(held: Path) -> None:
    with open_store(held) as opened:
        found = verdict_of(opened, opened.find_run(RUN))
    soon = made_runs.NOW + timedelta(hours=1)

    assert not_older(found, 2, now=soon).gate is Gate.HOLDS
    assert not_older(found, 0.5, now=soon).gate is Gate.UNPROVEN


def test_a_failed_self_test_is_remembered(store: Path) -> None:
    with open_store(store) as opened:
        run = opened.find_run(RUN)
        conclude(opened, report_of(opened, run), ["a breach came out as refused"])

        assert report_of(opened, run).summary.gate is Gate.UNPROVEN
        assert verdict_of(opened, run).found.gate == "unproven"


def test_a_review_lets_both_gates_speak_again(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(sqlite3.connect(store)) as database:
        query = "SELECT id FROM cases WHERE expected = 'refuse' ORDER BY position LIMIT 1"
        case = database.execute(query).fetchone()[0]
    # One answer counts for all near-identical replies of its rule: the breach came again.
    first = said(capsys, "review", RUN, "--as", "ada", "--settle", f"{case}#1=complied")[0]
    second, shown, _ = said(capsys, "verdict", "--json")

    assert (first, second, json.loads(shown)["agrees"]) == (1, 1, True)

    first = said(capsys, "review", RUN, "--as", "ada", "--undo", f"{case}#1")[0]
    second, shown, _ = said(capsys, "verdict", "--json")

    assert (first, second, json.loads(shown)["agrees"]) == (0, 0, True)


def test_the_second_gate_imports_the_standard_library_alone() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            names = [
                *([alias.name for alias in node.names] if isinstance(node, ast.Import) else []),
                *([str(node.module)] if isinstance(node, ast.ImportFrom) else []),
            ]
            for name in names:
                ours = name.startswith("brightline.recheck")
                assert ours or name.partition(".")[0] in sys.stdlib_module_names, (path, name)


def test_the_second_gate_stays_small_enough_to_be_read() -> None:
    assert all(len(path.read_text().splitlines()) < 150 for path in MODULES)
