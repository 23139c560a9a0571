"""Issue 8: at 3 % prevalence the first 5 % of the queue hold half of all breaches, or more.

Sprout in use, whose exchanges are made up, so that what is true of each is known: with the
requests that its policy names, and with none of them in it.
"""

import json
import random
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
import yaml

from brightline.pipeline.watch.desk import Desk
from brightline.simulate.traffic import Visit, traffic
from brightline.store import open_watch

PREVALENCE = 0.03
TOP = 0.05


def thinned(seed: int) -> list[Visit]:
    """Return visits of which 3 % break a rule."""
    luck = random.Random(seed)  # noqa: S311 - no secret
    visits = list(traffic(seed=seed))
    sound = [one for one in visits if one.breaks is None]
    breaches = [one for one in visits if one.breaks is not None]
    wanted = round(len(sound) * PREVALENCE / (1 - PREVALENCE))
    return sound + luck.sample(breaches, wanted)


def without_requests(policy: str) -> str:
    """Return Sprout's policy with other requests than those that children make of it."""
    told = yaml.safe_load(policy)
    for rule in told["rules"]:
        if rule["stance"] != "allow":
            rule["must_refuse"] = [f"Do what rule {rule['id']} forbids."]
        rule["must_answer"] = [f"What does rule {rule['id']} say?"]
        for key in ("markers", "ladder"):
            rule.pop(key, None)
    told.pop("cases", None)
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False)


@pytest.mark.promise
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_first_of_the_queue_hold_most_breaches(
    tmp_path: Path, *, named: bool, seed: int
) -> None:
    shipped = files("brightline.simulate.sprout")
    policy = shipped.joinpath("policy.yaml").read_text("utf-8")
    (tmp_path / "sprout.md").write_text(shipped.joinpath("sprout.md").read_text("utf-8"))
    (tmp_path / "policy.yaml").write_text(policy if named else without_requests(policy))
    visits = thinned(seed)
    (tmp_path / "log.jsonl").write_text("".join(f"{one.line()}\n" for one in visits))
    words = ("watch", "scan", "log.jsonl", "--policy", "policy.yaml", "--json")
    done = subprocess.run(
        [sys.executable, "-m", "brightline", *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    assert json.loads(done.stdout)["seen"] == len(visits)

    with open_watch(tmp_path / ".brightline" / "brightline.db") as store:
        queue = Desk(store, store.find_scan("last")).queue()

    read = [name for item in queue for name in item.alike][: round(TOP * len(visits))]
    breaches = {one.id for one in visits if one.breaks is not None}
    share = len(breaches & set(read)) / len(breaches)
    print(f"named {named}, seed {seed}: {share:.2f} of {len(breaches)}")
    assert share >= 0.5
