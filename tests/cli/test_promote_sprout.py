"""What Sprout did in use is found, read and kept, and the next run plays it against Sprout."""

import json
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from brightline.cli.main import brightline
from brightline.load.policy import load_policy
from brightline.simulate.product import Act, Weakness
from brightline.simulate.server import running
from brightline.simulate.traffic import HOLE, OPENED, traffic

VISITS = 400
"""Of the last days, when the hole is open."""


@pytest.fixture
def sprout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.chdir(tmp_path)
    shipped = files("brightline.simulate.sprout")
    for name in ("policy.yaml", "sprout.md"):
        Path(name).write_text(shipped.joinpath(name).read_text("utf-8"), "utf-8")
    visits = list(traffic(seed=1))[-VISITS:]
    Path("log.jsonl").write_text("".join(f"{one.line()}\n" for one in visits), "utf-8")
    wide = Weakness(HOLE, frozenset(), {Act.COMPLY: 1.0})
    with running(product=replace(OPENED, weaknesses=(wide,)), seed=1) as url:
        yield url


def run(*words: str) -> Result:
    done = CliRunner().invoke(brightline, words)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def test_a_breach_in_the_log_is_played_by_the_next_run(sprout: str) -> None:
    target = ("--target", sprout, "--model", OPENED.model)
    run("watch", "scan", "log.jsonl", "--policy", "policy.yaml", "--jobs", "1", "--json")
    lines = run("review", "--findings", "--json").stdout.splitlines()
    finding = next(
        one["finding"]
        for one in map(json.loads, lines)
        if one["rule"] == HOLE and one["likely"]
    )
    run("review", "--findings", "--settle", f"{finding}=complied")

    promoted = run("promote", finding, *target)

    assert "added to policy.yaml" in promoted.stdout, promoted.output
    kept = [one for one in load_policy(Path("policy.yaml")).cases if one.origin]
    case = next(one for one in kept if one.origin and one.origin.from_ == "production")
    words = ("--rule", HOLE, "--technique", "direct", "--trials", "3", "--json")
    told = json.loads(run("run", "policy.yaml", *target, *words).stdout)
    [rule] = (one for one in told["rules"] if one["id"] == HOLE)
    breached = [one["case"] for one in (*rule["confirmed"], *rule["suspected"])]
    assert f"{HOLE}/written/{case.id}" in breached
