"""A breach is kept, breaks the next run, and shows in the history: as a team meets it."""

import json
import re
import shlex
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pillow_pals import POLICY, PRODUCT, brightline

from brightline.load.policy import load_policy
from brightline.simulate.server import running

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "examples" / "sprout"
RULE = "staff-code"
DOC = (ROOT / "docs" / "running-suite.md").read_text()
COMMANDS = [
    line
    for block in re.findall(r"^```sh\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]


@pytest.fixture(scope="module")
def sprout() -> Iterator[str]:
    with running(seed=1) as url:
        yield url


def store_in(folder: Path) -> Path:
    (found,) = [path for path in folder.rglob("*") if path.suffix in {".db", ".sqlite"}]
    return found


def played_in(folder: Path) -> list[str]:
    """Return the ids of the cases of the newest run."""
    with closing(sqlite3.connect(store_in(folder))) as store:
        rows = store.execute(
            "SELECT id FROM cases WHERE run_id = (SELECT id FROM runs ORDER BY started_at DESC)"
        )
        return [row[0] for row in rows]


def play(folder: Path, url: str, *more: str) -> subprocess.CompletedProcess[str]:
    words = ["run", "policy.yaml", "--target", url, "--model", "sprout-1", "--rule", RULE]
    quick = ("--technique", "forged_system", "--trials", "3")
    return brightline(folder, *words, *quick, *more)


@pytest.fixture(scope="module")
def team(sprout: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A folder with a run and its breaches promoted; what promote said, and said again."""
    folder = tmp_path_factory.mktemp("team")
    shutil.copytree(EXAMPLE, folder, dirs_exist_ok=True)
    assert play(folder, sprout).returncode == 1
    first = brightline(folder, "promote", "last", "--confirmed", "--json")
    again = brightline(folder, "promote", "last", "--confirmed", "--json")
    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    return folder, first.stdout, again.stdout


def test_confirmed_breaches_are_kept_once_with_where_they_came_from(
    team: tuple[Path, str, str],
) -> None:
    folder, first, again = team
    old = (EXAMPLE / "policy.yaml").read_text()
    new = (folder / "policy.yaml").read_text()

    kept = {case.id: case for case in load_policy(folder / "policy.yaml").cases}
    added = json.loads(first)["added"]

    assert added
    assert json.loads(again)["added"] == []
    assert len(json.loads(again)["already"]) == len(added)
    for one in added:
        case = kept[one["id"]]
        assert case.must_hold
        assert case.origin is not None
        assert case.origin.from_ == "run"
        assert case.origin.trace
        assert RULE in case.origin.trace
    assert [line for line in old.splitlines() if line not in new.splitlines()] == []


def test_a_kept_breach_breaks_the_next_run_and_the_baseline_says_what_is_new(
    team: tuple[Path, str, str], sprout: str
) -> None:
    folder = team[0]
    made = brightline(folder, "baseline", "last")
    (folder / "baseline.json").write_text(made.stdout)

    done = play(folder, sprout, "--baseline", "baseline.json", "--json")

    assert done.returncode == 1, done.stderr
    found = json.loads(done.stdout)
    (rule,) = [one for one in found["rules"] if one["id"] == RULE]
    assert "must hold, and failed again on replay" in rule["reason"]
    differs = found["comparison"]["differs"]
    assert any("its rules say the same" in line for line in differs)
    assert any(line.startswith("another suite:") for line in differs)
    written = [c["trend"] for c in found["changes"] if c["technique"] == "written"]
    assert written[:1] == ["new"]


def test_a_case_that_nobody_confirmed_or_read_is_not_kept(team: tuple[Path, str, str]) -> None:
    folder, first, _ = team
    before = (folder / "policy.yaml").read_bytes()
    added = json.loads(first)["added"]
    kept = {one["origin"]["trace"].split()[1] for one in added}
    (other, *_) = [case for case in played_in(folder) if case not in kept]

    done = brightline(folder, "promote", "last", other)

    assert done.returncode == 4
    assert "[nothing-to-promote]" in done.stderr
    assert "Read what is suspected first" in done.stderr
    assert (folder / "policy.yaml").read_bytes() == before


def test_a_case_that_is_not_in_the_run_is_told_from_one_that_is_only_suspected(
    team: tuple[Path, str, str],
) -> None:
    case = min(played_in(team[0]))

    done = brightline(team[0], "promote", "last", "nope")
    near = brightline(team[0], "promote", "last", case.replace("/forged", "/forgd"))

    assert (done.returncode, near.returncode) == (4, 4)
    assert "has no case 'nope'" in done.stderr
    assert "[unknown-case]" in done.stderr
    assert "review" not in done.stderr
    assert f"Did you mean '{RULE}/forged_system/" in near.stderr


def test_a_run_that_was_never_played_to_its_end_is_no_baseline(
    team: tuple[Path, str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "unfinished"
    shutil.copytree(team[0], folder)
    with closing(sqlite3.connect(store_in(folder))) as store, store:
        store.execute("UPDATE runs SET finished_at = NULL, ending = NULL")

    made = brightline(folder, "baseline", "last")
    held = brightline(folder, "compare", "last", "--baseline", "last")

    assert (made.returncode, held.returncode) == (4, 4)
    assert "[baseline-unfinished]" in made.stderr
    assert "`run` command again" in made.stderr
    assert not made.stdout
    assert "[baseline-unfinished]" in held.stderr


def test_a_run_against_itself_says_so_first_and_shows_no_interval(
    team: tuple[Path, str, str], tmp_path: Path
) -> None:
    made = brightline(team[0], "baseline", "last")
    file = tmp_path / "baseline.json"
    file.write_text(made.stdout)

    done = brightline(team[0], "compare", "last", "--baseline", str(file))

    assert done.stdout.splitlines()[1].startswith("This is the baseline's own run")
    assert done.stdout.count("baseline's own run") == 1
    assert "the same plays" in done.stdout
    assert "count as none" not in done.stdout


def test_a_mended_baseline_is_named_with_the_command_that_writes_it(
    team: tuple[Path, str, str], tmp_path: Path
) -> None:
    made = brightline(team[0], "baseline", "last").stdout
    file = tmp_path / "baseline.json"
    file.write_text(made.replace('"expected": "refuse"', '"expected": "answer"', 1))

    done = brightline(team[0], "compare", "last", "--baseline", str(file))

    assert file.read_text() != made
    assert (done.returncode, done.stdout) == (4, "")
    assert f"brightline baseline RUN > {file}" in done.stderr


def test_a_rule_that_changed_is_said_and_older_runs_do_not_count_for_it(
    team: tuple[Path, str, str], sprout: str, tmp_path: Path
) -> None:
    folder = tmp_path / "changed"
    shutil.copytree(team[0], folder)
    policy = folder / "policy.yaml"
    text = next(rule.text for rule in load_policy(policy).rules if rule.id == RULE)
    policy.write_text(policy.read_text().replace(text, f"{text} Not to staff either."))

    done = play(folder, sprout, "--baseline", "last", "--json")
    told = json.loads(brightline(folder, "history", "--rule", RULE, "--json").stdout)
    listed = brightline(folder, "runs", "--json").stdout.splitlines()

    assert f"these rules say something else: {RULE}" in done.stderr
    assert "[baseline-does-not-fit]" in done.stderr, "the one rule that was played changed"
    assert done.returncode == 4
    assert done.stderr.count("played") == 0, "nothing was paid for it"
    assert {json.loads(line)["gate"] for line in listed} == {"broken"}
    assert [rule["rule_id"] for rule in told["rules"]] == [RULE]
    assert told["rules"][0]["broken_since"] == told["runs"][0]["run_id"]
    assert told["yields"]


def test_a_word_of_the_gate_that_changed_is_told(sprout: str, tmp_path: Path) -> None:
    """One play of one technique shows too little; more of them find what is wrong."""
    folder = tmp_path / "words"
    shutil.copytree(EXAMPLE, folder)
    quiet = ("run", "policy.yaml", "--target", sprout, "--model", "sprout-1", "--rule", RULE)
    few = brightline(folder, *quiet, "--technique", "direct", "--trials", "1")
    (folder / "b.json").write_text(brightline(folder, "baseline", "last").stdout)
    both = ("--technique", "direct", "--technique", "forged_system", "--trials", "3")
    many = brightline(folder, *quiet, *both)
    assert (few.returncode, many.returncode) == (5, 1), few.stderr + many.stderr

    stored = brightline(folder, "runs", "--json").stdout.splitlines()
    for ref in ("b.json", json.loads(stored[-1])["run"]):
        done = brightline(folder, "compare", "last", "--baseline", ref)
        assert f"The gate's word changed: {RULE} was unproven, now broken." in done.stdout


def test_a_night_on_which_the_product_was_down_shows_in_the_history(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(POLICY)
    (tmp_path / "pals.py").write_text(PRODUCT)
    ask = ("run", "policy.yaml", "--technique", "direct", "--trials", "3", "--target")
    assert brightline(tmp_path, *ask, "python:pals:answer").returncode == 1
    (before,) = brightline(tmp_path, "runs").stdout.splitlines()

    down = brightline(tmp_path, *ask, "http://127.0.0.1:9/v1", "--model", "m")
    told = brightline(tmp_path, "history").stdout
    listed = brightline(tmp_path, "runs").stdout.splitlines()
    last = brightline(tmp_path, "verdict", "last").stdout
    missed = listed[0].split()[0]
    purged = brightline(tmp_path, "purge", missed, "--yes")

    assert down.returncode == 4
    assert "No verdict in 1 run more, as the product could not be asked:" in told
    assert "1 run since came to no verdict" in told
    assert "the connection failed" in told
    assert "no verdict" in listed[0]
    assert listed[1:] == [before]
    assert before.split()[0] in last
    assert purged.returncode == 0, purged.stderr
    assert brightline(tmp_path, "runs").stdout.splitlines() == [before]


def test_a_run_that_a_wrong_clock_dated_ahead_is_told_and_is_not_the_last(
    tmp_path: Path,
) -> None:
    (tmp_path / "policy.yaml").write_text(POLICY)
    (tmp_path / "pals.py").write_text(PRODUCT)
    ask = ("run", "policy.yaml", "--technique", "direct", "--trials", "3", "--target")
    brightline(tmp_path, *ask, "python:pals:answer")
    early = brightline(tmp_path, "runs").stdout.split()[0]
    with closing(sqlite3.connect(store_in(tmp_path))) as store, store:
        store.execute(
            "UPDATE runs SET started_at = '29' || substr(started_at, 3),"
            ' provenance = replace(provenance, \'"started_at":"20\', \'"started_at":"29\')'
        )

    done = brightline(tmp_path, *ask, "python:pals:safe")
    exported = brightline(tmp_path, "export", "last").stdout

    assert f"run {early} is dated 29" in done.stderr
    assert "one of the two clocks is wrong" in done.stderr
    assert "python:pals:safe" in exported


def test_the_commands_of_the_docs_run_in_order(sprout: str, tmp_path: Path) -> None:
    """Of one rule only: the docs play them all."""
    folder = tmp_path / "docs"
    shutil.copytree(EXAMPLE, folder)
    assert len(COMMANDS) > 8
    for line in COMMANDS:
        words = shlex.split(line.replace("http://127.0.0.1:8123/v1", sprout))[1:]
        out = folder / words[-1] if ">" in words else None
        words = words[: words.index(">")] if out else words
        more = ("--rule", RULE) if words[0] == "run" else ()
        done = brightline(folder, *words, *more)
        if out:
            out.write_text(done.stdout)
        assert done.returncode in ({0, 1, 5} if words[0] in {"run", "compare"} else {0}), (
            f"{line}\n{done.stderr}"
        )
    assert (folder / "report.html").stat().st_size > 10_000
