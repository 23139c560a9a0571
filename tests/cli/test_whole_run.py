"""The main job as a user meets it: a policy, a product over HTTP, a verdict, an exit code."""

import json
import random
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pillow_pals
import pytest

from brightline.simulate.server import running

ROOT = Path(__file__).parent.parent.parent
POLICY = ROOT / "examples" / "sprout" / "policy.yaml"
KILLS = 20
QUICK = ("--technique", "direct", "--technique", "forged_system", "--trials", "3")


@pytest.fixture(scope="module")
def sprout() -> Iterator[str]:
    with running(seed=1) as url:
        yield url


def arguments(url: str, store: Path | str, *more: str) -> list[str]:
    words = ["run", str(POLICY), "--target", url, "--model", "sprout-1", "--seed", "1"]
    return [sys.executable, "-m", "brightline", *words, "--store", str(store), *more]


brightline = partial(pillow_pals.brightline, Path())


def run(url: str, store: Path | str, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments(url, store, *more), capture_output=True, text=True, check=False
    )


def verdict(text: str) -> dict[str, object]:
    """Return a run's JSON without what differs between two runs of the same thing."""
    found = json.loads(text)
    for key in ("run", "repeat", "provenance", "next"):
        found.pop(key, None)
    for rule in found["rules"]:
        del rule["next"]  # names the run
    return dict(found)


@pytest.fixture(scope="module")
def whole(sprout: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A run of the whole smoke suite: its store and its JSON."""
    store = tmp_path_factory.mktemp("whole") / "runs.db"
    done = run(sprout, store, "--json")
    assert done.returncode == 1, done.stderr
    return store, done.stdout


def test_a_run_of_sprout_is_broken_and_adds_up(whole: tuple[Path, str]) -> None:
    found = json.loads(whole[1])

    assert found["gate"] == "broken"
    assert found["exit_code"] == 1
    assert sum(found["outcomes"].values()) == found["planned"]
    for rule in found["rules"]:
        assert rule["reason"]


def test_the_planted_holes_are_found_and_no_sound_rule_is_called_broken(
    whole: tuple[Path, str],
) -> None:
    from brightline.pipeline.planning.truth import truth_of

    truly: dict[str, float] = {}
    for rule, _, expected, share in truth_of(POLICY, product="sprout", suite="smoke"):
        if expected == "refuse":
            truly[rule] = max(truly.get(rule, 0.0), share)
    found = {rule["id"]: rule for rule in json.loads(whole[1])["rules"]}

    refuse_rules = {"finished-homework"} ^ truly.keys()
    for rule_id in refuse_rules:
        if truly[rule_id] > 0:
            named = found[rule_id]["confirmed"] or found[rule_id]["suspected"]
            assert named, f"{rule_id}: nobody would look at its breaches"
            assert found[rule_id]["gate"] != "holds", rule_id
        else:
            assert not found[rule_id]["confirmed"], rule_id
    assert found["staff-code"]["gate"] == "broken", "its marker needs no judge"


@pytest.mark.parametrize("form", ["text", "html", "json", "markdown", "junit"])
def test_a_stored_run_is_shown_in_every_format(whole: tuple[Path, str], form: str) -> None:
    done = brightline("report", "last", "--store", str(whole[0]), "--format", form)

    assert done.returncode == 0, done.stderr
    assert "staff-code" in done.stdout


def test_a_report_is_as_wide_as_the_terminal(
    whole: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    widths = {}
    for columns in ("60", "120", "0", ""):
        monkeypatch.setenv("COLUMNS", columns)
        done = brightline("report", "last", "--store", str(whole[0]))
        lines = [line.rstrip() for line in done.stdout.splitlines()]
        # A command is never broken: half of it would run something else.
        widths[columns] = max(len(line.partition("brightline ")[0]) for line in lines)

    assert widths["60"] <= 60
    assert 100 < widths["120"] <= 120
    assert widths["0"] == widths[""]
    assert 80 < widths[""] <= 100, "no terminal and no COLUMNS"


def test_the_stored_run_says_what_the_run_said(whole: tuple[Path, str]) -> None:
    done = brightline("report", "last", "--store", str(whole[0]), "--format", "json")

    assert verdict(done.stdout) == verdict(whole[1])


def test_judging_a_run_again_with_the_same_judge_changes_nothing(
    whole: tuple[Path, str], tmp_path: Path
) -> None:
    store = tmp_path / "copy.db"
    store.write_bytes(whole[0].read_bytes())

    done = brightline("rejudge", "last", "--store", str(store), "--json")

    assert done.returncode == 1, done.stderr
    assert verdict(done.stdout) == verdict(whole[1])


def test_a_baseline_of_a_run_finds_the_same_run_no_worse(
    whole: tuple[Path, str], tmp_path: Path
) -> None:
    made = brightline("baseline", "last", "--store", str(whole[0]))
    file = tmp_path / "baseline.json"
    file.write_text(made.stdout)

    done = brightline(
        *("compare", "last", "--baseline", str(file), "--store", str(whole[0]), "--json")
    )

    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)
    assert {change["trend"] for change in found["changes"]} == {"same"}
    assert "this is the baseline's own run" in found["comparison"]["differs"][0]


def test_only_the_result_is_on_stdout(sprout: str, tmp_path: Path) -> None:
    done = run(sprout, tmp_path / "runs.db", *QUICK, "--json")

    assert json.loads(done.stdout)["planned"] > 0
    assert done.stdout.count("\n") <= 1 or done.stdout.lstrip().startswith("{")


def test_a_run_that_was_killed_twenty_times_says_the_same(sprout: str, tmp_path: Path) -> None:
    many = (*QUICK[:-1], "6", "--json")
    whole = run(sprout, tmp_path / "whole.db", *many)
    rng = random.Random(7)  # noqa: S311 - moments to kill at, not secrets
    store = tmp_path / "killed.db"
    counts = []

    with running(seed=1, latency_s=0.1) as slow:  # 800 calls in fours: 20 s without a kill
        for number in range(KILLS):
            process = subprocess.Popen(
                arguments(slow, store, *many, "--at-once", "4"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
            assert process.stderr is not None
            # Half of the kills hit a run that plays, however slowly it starts on this machine.
            while number % 2 and "played" not in process.stderr.readline():
                assert process.poll() is None
            with pytest.raises(subprocess.TimeoutExpired):  # else it had ended by itself
                process.wait(timeout=rng.uniform(0.05, 0.6 if number % 2 else 1.2))
            process.kill()
            process.communicate()
            counts.append(attempts_in(store))
        done = run(slow, store, *many, "--at-once", "64")

    assert verdict(done.stdout) == verdict(whole.stdout)
    assert counts == sorted(counts), "nothing that was finished is lost"
    assert len(set(counts)) > KILLS / 4, "the kills hit runs that were playing"


def test_a_small_budget_plays_all_rules_alike_and_every_technique(
    sprout: str, tmp_path: Path
) -> None:
    store = tmp_path / "runs.db"
    run(sprout, store, "--trials", "1", "--budget-calls", "130")

    with closing(sqlite3.connect(store)) as connection:
        cells = connection.execute(
            """
            SELECT cases.rule_id, cases.technique, attempts.trial IS NOT NULL FROM cases
            LEFT JOIN attempts
            ON attempts.run_id = cases.run_id AND attempts.case_id = cases.id
            ORDER BY cases.position"""
        ).fetchall()
    made = [(rule, technique) for rule, technique, is_played in cells if is_played]
    planned = Counter(name for cell in cells for name in cell[:2])
    every = {name for name, cases in planned.items() if cases > 8}  # not the written ones

    assert 80 < len(made) <= 130
    assert uneven(made, every) == []
    assert uneven([cell[:2] for cell in cells[: len(made)]], every), "any order would do"


def uneven(made: list[tuple[str, str]], every: set[str]) -> list[str]:
    """Return the rules and techniques of which nothing was played, or a rule with too much."""
    counts = Counter(name for cell in made for name in cell)
    rules = [counts[rule] for rule in {rule for rule, _ in made}]
    apart = [f"{min(rules)} to {max(rules)}"] if max(rules) > min(rules) + 4 else []
    return apart + sorted(every - counts.keys())


def attempts_in(store: Path) -> int:
    """Return how many plays are stored, 0 while there is no such table."""
    with closing(sqlite3.connect(store)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM attempts").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def test_a_run_in_postgresql_says_the_same_also_after_a_kill(
    sprout: str, tmp_path: Path, postgres_url: str
) -> None:
    whole = run(sprout, tmp_path / "whole.db", *QUICK, "--json")
    process = subprocess.Popen(
        arguments(sprout, postgres_url, *QUICK, "--json"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    while "played" not in process.stderr.readline():
        assert process.poll() is None
    process.kill()
    process.communicate()

    done = run(sprout, postgres_url, *QUICK, "--json")

    assert verdict(done.stdout) == verdict(whole.stdout)


def test_ctrl_c_saves_says_how_to_go_on_and_exits_with_2(sprout: str, tmp_path: Path) -> None:
    store = tmp_path / "runs.db"
    process = subprocess.Popen(
        arguments(sprout, store, "--trials", "20", "--at-once", "2"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    while "played" not in process.stderr.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, rest = process.communicate(timeout=30)

    assert process.returncode == 2, rest
    assert "brightline run" in rest
    assert "Traceback" not in rest
    assert out == ""


def test_a_run_whose_budget_is_spent_is_gone_on_with_where_it_is_named(
    sprout: str, tmp_path: Path
) -> None:
    store = tmp_path / "runs.db"
    quick = (*QUICK, "--rule", "staff-code")
    spent = run(sprout, store, *quick, "--budget-calls", "6")
    run_id = brightline("runs", "--store", str(store)).stdout.split()[0]
    assert f"--resume {run_id}" in " ".join(spent.stdout.split())

    same = run(sprout, store, *quick, "--budget-calls", "6", "--resume", run_id)
    more = run(sprout, store, *quick, "--budget-calls", "500", "--resume", run_id)

    assert same.returncode == 4
    assert "[budget-too-small]" in same.stderr
    assert more.returncode == 1, more.stderr
    assert "1 breach (most: 1 in staff-code)" in spent.stderr
    assert "no breach so far" not in more.stderr, "what is stored counts"
    told = brightline("runs", "--store", str(store), "--json").stdout.splitlines()
    assert [json.loads(line)["ending"] for line in told] == ["completed"]
    with closing(sqlite3.connect(store)) as opened:
        [[twice]] = opened.execute(
            "select count(*) from (select 1 from attempts group by case_id, trial"
            " having count(*) > 1)"
        )
    assert twice == 0


def test_a_breach_that_a_person_found_after_the_end_is_played_again(
    sprout: str, tmp_path: Path
) -> None:
    store = tmp_path / "runs.db"
    at = ("--store", str(store))
    quick = ("--technique", "direct", "--trials", "3", "--rule", "staff-code")
    run(sprout, store, *quick)
    run_id = brightline("runs", *at).stdout.split()[0]
    again = (*quick, "--resume", run_id)
    over = run(sprout, store, *again)
    rows = [json.loads(line) for line in brightline("export", run_id, *at).stdout.splitlines()]
    held = next(
        f"{row['case_id']}#3"
        for row in rows
        if (row.get("outcome"), row.get("trial")) == ("refused", 3)
    )
    brightline("review", run_id, "--settle", f"{held}=complied", *at)

    played = run(sprout, store, *again)

    assert over.returncode == 4
    assert "[cannot-resume]" in over.stderr
    assert played.returncode in {1, 5}, played.stderr
    with closing(sqlite3.connect(store)) as opened:
        trials = opened.execute(
            "select trial from attempts where case_id = ? order by trial",
            (held.partition("#")[0],),
        ).fetchall()
    assert trials == [(1,), (2,), (3,), (4,), (5,)]
    assert len(brightline("runs", *at).stdout.splitlines()) == 1


def test_runs_of_different_suites_are_compared_by_what_they_share_and_say_so(
    sprout: str, tmp_path: Path
) -> None:
    store = tmp_path / "runs.db"
    for more in ((), ("--technique", "forged_system")):
        run(
            sprout,
            store,
            "--technique",
            "direct",
            *more,
            "--trials",
            "3",
            "--rule",
            "staff-code",
        )
    earlier = brightline("runs", "--store", str(store)).stdout.splitlines()[-1].split()[0]

    done = brightline("compare", "last", "--baseline", earlier, "--store", str(store))

    assert done.returncode == 1, done.stderr
    assert "cases are in both and were compared, 0 only in the baseline" in done.stdout
