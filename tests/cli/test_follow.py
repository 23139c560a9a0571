"""`brightline follow` on Sprout, whose offers are known: dead ones are found, and no other."""

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from brightline.cli.main import brightline as group
from brightline.errors import UsageError
from brightline.records import Role, Turn
from brightline.simulate.server import running
from brightline.simulate.sprout.offers import DEAD, KEPT, taken_up

POLICY = Path(__file__).parent.parent.parent / "examples" / "sprout" / "policy.yaml"


def brightline(*words: str) -> Result:
    """Run a command in this process: each of its own would take a second to begin."""
    return CliRunner().invoke(group, list(words))


def played(url: str, store: Path, *more: str) -> None:
    asked = ("run", str(POLICY), "--target", url, "--model", "sprout-1", "--seed", "1")
    done = brightline(*asked, "--store", str(store), *more)
    assert done.exit_code in {1, 5}, done.output


def follow(url: str, store: Path, *more: str) -> Result:
    asked = ("follow", "last", "--target", url, "--model", "sprout-1", "--store", str(store))
    return brightline(*asked, *more)


def truth(offer: dict[str, object]) -> str:
    """Return what Sprout truly does when this offer is taken up; empty where it is no offer."""
    said = Turn(role=Role.ASSISTANT, text=str(offer["offer"]))
    asked = Turn(role=Role.USER, text=str(offer["asked"]))
    found = taken_up((said, asked))
    return "dead" if found in DEAD else "live" if found in KEPT else ""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("follow") / "runs.db"


@pytest.fixture(scope="module")
def found(place: Path) -> dict[str, object]:
    with running(seed=1) as url:
        played(url, place, "--technique", "direct", "--trials", "2")
        small = follow(url, place, "--max-calls", "4", "--json")
        done = follow(url, place, "--json")
    assert done.exit_code == 1, done.output
    told: dict[str, object] = json.loads(done.stdout)
    return told | {"small": json.loads(small.stdout), "exit_small": small.exit_code}


def test_dead_offers_are_called_dead_and_kept_ones_are_not(found: dict[str, object]) -> None:
    offers = found["offers"]
    assert isinstance(offers, list)
    called = Counter((truth(one), one["kept"]) for one in offers)

    assert called["dead", "dead"] >= 4
    assert called["dead", "live"] == called["live", "dead"] == 0
    assert called["live", "live"] >= 10


def test_each_different_offer_of_a_rule_stands_once(found: dict[str, object]) -> None:
    offers = found["offers"]
    assert isinstance(offers, list)
    made = Counter(
        (one["rule_id"], taken_up((Turn(role=Role.ASSISTANT, text=one["offer"]),
                                   Turn(role=Role.USER, text=one["asked"]))))
        for one in offers if truth(one)
    )  # fmt: skip

    assert set(made.values()) == {1}
    assert all(one["made"] >= 1 for one in offers)


def test_the_followed_run_stays_the_last_and_the_follow_ups_are_listed(
    found: dict[str, object], place: Path
) -> None:
    listed = brightline("runs", "--store", str(place)).stdout
    report = json.loads(
        brightline("report", "last", "--format", "json", "--store", str(place)).stdout
    )

    assert f"follow-ups of {found['of']}" in listed
    assert report["run"] == found["of"]
    assert report["refusals"]["scored"] > 20


def test_a_cap_is_kept_and_a_larger_one_goes_on_where_it_ended(
    found: dict[str, object],
) -> None:
    small, offers = found["small"], found["offers"]
    assert isinstance(small, dict)
    assert isinstance(offers, list)
    plays = sum(one["plays"] for one in offers)

    assert small["calls"] <= 4
    assert small["stopped"] == "budget"
    assert small["counts"]["untried"] >= 1
    assert found["exit_small"] in {1, 5}
    assert found["run_id"] == small["run_id"]
    # All plays of both commands, and one call that tried the product for this one.
    assert found["calls"] == plays + 1


def test_another_target_or_rule_is_wrong_use(place: Path, found: dict[str, object]) -> None:
    del found  # the run is there
    with running(seed=2) as url:
        other = follow(url, place)
        unknown = follow(url, place, "--rule", "insult")

    for done, slug in ((other, "another-target"), (unknown, "unknown-rule")):
        assert isinstance(done.exception, UsageError)
        assert done.exception.slug == slug


def test_a_product_that_offers_nothing_is_told_so_and_asked_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "curt.py").write_text("def answer(messages):\n    return 'No.'\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    store = ("--store", str(tmp_path / "runs.db"))
    target = ("--target", "python:curt:answer")
    only = ("--technique", "direct", "--trials", "1", "--rule", "insults")
    brightline("run", str(POLICY), *target, *only, *store)

    done = brightline("follow", "last", *target, *store)

    assert done.exit_code == 5
    assert "there is no offer to take up" in done.output
