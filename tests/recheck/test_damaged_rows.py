"""Damaged and contradicting exports in: an error that names the line, or no green verdict."""

import io
import json
import random
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from held_run import PLAYS, RUN, TRIALS

from brightline.cli.main import main
from brightline.pipeline.evidence.verdict import exported, row_text
from brightline.store import open_store

Row = dict[str, Any]
Rows = list[Row]
Steps = tuple[Any, ...]
"""Keys and places that lead to a field."""
Check = Callable[..., tuple[int, str, str]]
Change = Callable[[Rows], object]

WRONG = (None, 5, True, [], {}, "x", "y" * 100_000, -1, 10**399, 0.5, {"x": []}, [5])
"""What a damaged field may hold: other types, and values of the right one that are none."""


@pytest.fixture(scope="module")
def rows(held: Path) -> Rows:
    """The rows of a run that holds."""
    with open_store(held) as store:
        found = exported(store, store.find_run(RUN))
        return [json.loads(row_text(row)) for row in found]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """What `brightline verdict FILE` says of rows: exit code, stdout, stderr."""
    path = tmp_path / "run.jsonl"

    def run(rows: Rows, *options: str) -> tuple[int, str, str]:
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main(["verdict", str(path), *options])
        assert isinstance(ended.value.code, int)
        return ended.value.code, out.getvalue(), err.getvalue()

    return run


def settled(rows: Rows, trial: int = 1) -> Row:
    """Return what a review of another reply says of a play."""
    return {
        "table": "settled",
        "case_id": rows[1]["id"],
        "trial": trial,
        "outcome": "refused",
        "confidence": 1.0,
        "judge": "person:ada",
        "alike": f"{rows[1]['id']}#2",
    }


def changed(rows: Rows, number: int, path: Steps, *, value: object) -> Rows:
    """Return rows with one field of one row changed."""
    found = json.loads(json.dumps(rows[number]))
    part = found
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return [*rows[:number], found, *rows[number + 1 :]]


def every_path(value: object, path: Steps = ()) -> Iterator[Steps]:
    parts = value.items() if isinstance(value, dict) else ()
    parts = enumerate(value[:1]) if isinstance(value, list) else parts
    for key, part in parts:
        yield (*path, key)
        yield from every_path(part, (*path, key))


def each_damage(rows: Rows, rng: random.Random) -> Iterator[tuple[int, Steps]]:
    """Yield every field of every kind of row, parts of its JSON too, at a row by chance."""
    for table in ("runs", "cases", "attempts", "transcripts", "judgements", "settled"):
        at = [number for number, row in enumerate(rows) if row["table"] == table]
        for path in every_path(rows[at[0]]):
            yield rng.choice(at), path


@pytest.mark.parametrize("part", range(4))
def test_no_damaged_field_gives_a_traceback(rows: Rows, part: int, *, check: Check) -> None:
    rng = random.Random(part)  # noqa: S311 - a simulation
    few = [*(row for row in rows if row.get("trial", 1) <= 2), settled(rows)]
    damages = list(each_damage(few, rng))
    assert len(damages) > 100
    for number, path in damages[part::4]:
        for value in WRONG:
            options = rng.choice(((), ("--json",), ("--within-h", "2")))
            code, out, err = check(changed(few, number, path, value=value), *options)
            what = f"{few[number]['table']} {path} = {str(value)[:20]}: {code}\n{err[-500:]}"
            assert code in {0, 1, 4, 5}, what
            assert "Traceback" not in out + err, what
            assert options == ("--json",) or len(out + err) < 9000, what


@pytest.mark.parametrize(
    ("table", "path", "value"),
    [
        *(("runs", ("started_at",), value) for value in (None, 5, True, [], {}, "x")),
        *(("cases", ("rule_id",), value) for value in (None, 5, True)),
        ("runs", ("id",), None),
        ("runs", ("ending",), 5),
        ("runs", ("planned",), None),
        ("runs", ("provenance", "trials"), 10**9),
        ("runs", ("settings", "verdict", "self_test"), "x"),
        ("runs", ("policy", "rules", 0, "stance"), []),
        ("attempts", ("trial",), "x"),
        ("transcripts", ("body", "reply", "text"), None),
        ("judgements", ("confidence",), 2),
        ("judgements", ("person",), "x"),
    ],
)
def test_a_field_of_another_type_is_named_with_its_line(
    rows: Rows, table: str, *, path: Steps, value: object, check: Check
) -> None:
    number = next(at for at, row in enumerate(rows) if row["table"] == table)

    code, out, err = check(changed(rows, number, path, value=value), "--within-h", "2")

    assert (code, out) == (4, "")
    assert "[not-an-export]" in err
    assert f"run.jsonl:{number + 1}" in err
    assert f"in a row of {table}, " in err
    assert str(path[-1]) in err


@pytest.mark.parametrize("hours", ["nan", "inf", "-inf", "1e300", "-1", "0", "x"])
def test_hours_that_are_none_are_wrong_use(rows: Rows, hours: str, *, check: Check) -> None:
    code, out, err = check(rows, "--within-h", hours)

    assert (code, out) == (4, "")
    assert "--within-h" in err


def elsewhere(table: str) -> Change:
    """Return what lets every row of a table belong to another run."""

    def change(rows: Rows) -> None:
        for row in rows:
            if row["table"] == table:
                row["run_id"] = "20250102-030405-0a0b"

    return change


def of_run(**values: object) -> Change:
    return lambda rows: rows[0].update(values)


def later(rows: Rows) -> None:
    """Let a run have been started in the future, wherever that is stored."""
    moment = (datetime.now(UTC) + timedelta(days=400)).isoformat()
    rows[0]["started_at"] = rows[0]["provenance"]["started_at"] = moment


def a_judges_word_is_a_persons(rows: Rows) -> None:
    one(rows)["person"] = True


def a_judgement_of_another_trial(rows: Rows) -> None:
    one(rows)["trial"] = 5


def another_run_began(rows: Rows) -> None:
    rows[0]["provenance"]["run_id"] = "20250102-030405-0a0b"


def a_review_of_no_play(rows: Rows) -> None:
    rows.append(settled(rows, trial=99))


def one(rows: Rows) -> Row:
    """Return the last judgement of an eleventh trial."""
    return next(
        row for row in reversed(rows) if row["table"] == "judgements" and row["trial"] == 11
    )


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        (elsewhere("cases"), "16 of 16 cases are of another run"),
        (elsewhere("attempts"), f"{PLAYS} of {PLAYS} attempts are of another run"),
        (elsewhere("transcripts"), f"{PLAYS} of {PLAYS} transcripts are of another run"),
        (elsewhere("judgements"), f"{PLAYS} of {PLAYS} judgements are of another run"),
        (of_run(id="20250102-030405-0a0b"), "the run began as "),
        (another_run_began, "the run began as "),
        (of_run(ending="interrupted"), "no run that ended has the ending 'interrupted'"),
        (of_run(ending=None), "no run that ended has the ending None"),
        (of_run(finished_at=None), "no run that goes on has the ending 'completed'"),
        (of_run(planned=False), "plan was never stored whole"),
        (of_run(started_at="2026-01-02T00:00:01+00:00"), "and is stored as of 2026-01-02"),
        (later, "which is yet to come"),
        (of_run(techniques=[]), "cases are of technique direct, which is none of the run's"),
        (a_judges_word_is_a_persons, "is said to be a person's"),
        (a_judgement_of_another_trial, "#5 was given of "),
        (a_review_of_no_play, "#99 is there, and the attempt is not"),
    ],
)
def test_rows_that_belong_to_nothing_let_nothing_hold(
    rows: Rows, change: Change, *, doubt: str, check: Check
) -> None:
    changed_rows = json.loads(json.dumps(rows))
    change(changed_rows)

    assert check(rows)[0] == 0
    code, out, _ = check(changed_rows)

    assert code == 5
    assert "nothing holds by these rows:" in out
    assert doubt in out


def test_an_interrupted_run_is_said_to_have_never_ended(rows: Rows, check: Check) -> None:
    settings = {"rules": rows[0]["settings"]["rules"]}
    played = [row for row in rows if row.get("trial", 1) <= TRIALS // 3]
    played[0] = rows[0] | {
        "finished_at": None, "ending": None, "gate": None, "settings": settings,
    }  # fmt: skip

    code, out, _ = check(played)

    assert code == 5
    assert (
        "the run did not end (interrupted after 33 % of its plays): its gate has not spoken"
        in out
    )
    assert [line.split() for line in out.splitlines() if line.startswith("  ")] == [
        ["secret-base", "unproven"],
        ["pillow-price", "unproven"],
    ]
    for untrue in ("self-test", "nobody measured", "nothing holds by these rows"):
        assert untrue not in out


def test_a_breach_that_came_again_is_said_of_an_interrupted_run_too(
    rows: Rows, check: Check
) -> None:
    played = json.loads(json.dumps(rows))
    settings = {"rules": played[0]["settings"]["rules"]}
    played[0] |= {"finished_at": None, "ending": None, "gate": None, "settings": settings}
    for row in played:
        if row["table"] == "judgements" and row["case_id"] == played[1]["id"]:
            row |= {"outcome": "complied", "decided_by": "marker"}
            row["body"] |= {"verdict": "complied", "decided_by": "marker"}

    code, out, _ = check(played)

    assert code == 1
    assert "was breached, and again on replay" in out
    assert "its gate has not spoken" in out
