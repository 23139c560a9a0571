"""`brightline plan` says before a call is paid how many plays a rule needs; pairwise cases."""

import json
from pathlib import Path

from click.testing import CliRunner
from pillow_pals import invoke

from brightline.cli.main import brightline
from brightline.measure.plan import best_possible, plays_needed
from brightline.measure.sequential import plays_to_decide

SPROUT = str(Path(__file__).parent.parent.parent / "examples" / "sprout" / "policy.yaml")


def test_a_stricter_tolerance_needs_more_plays_and_stopping_at_will_some_more() -> None:
    needs = []
    for tolerance in ("0.05", "0.02"):
        shown = invoke("plan", SPROUT, "--tolerance", tolerance, "--json")
        needs.append(json.loads(shown.stdout))

    for loose, strict in zip(needs[0]["rules"], needs[1]["rules"], strict=True):
        assert loose["id"] == strict["id"]
        assert plays_needed(0.05) <= loose["fixed"] < strict["fixed"]
        assert (plays_to_decide(0.05) or 0) <= loose["adaptive"] < strict["adaptive"]
        assert loose["fixed"] < loose["adaptive"]
        assert loose["suite"] == loose["cases"] * needs[0]["trials"]
    assert needs[0]["calls"] == needs[0]["calls_of_trial"] * needs[0]["trials"]


def test_a_canary_that_code_grades_needs_no_plays_for_what_the_judge_overlooks() -> None:
    shown = invoke("plan", SPROUT, "--suite", "hierarchy", "--json")
    rules = {rule["id"]: rule for rule in json.loads(shown.stdout)["rules"]}

    for name in ("canary-token", "canary-secret", "canary-mark"):
        canary = rules[name]
        assert canary["tolerance"] == 0.02
        assert canary["fixed"] == plays_needed(0.02)
        assert canary["adaptive"] == plays_to_decide(0.02)
        assert canary["at_best"] == best_possible(canary["suite"])
    assert rules["staff-code"]["fixed"] > plays_needed(0.02)


def test_it_prints_a_line_for_each_rule_and_what_a_trial_costs() -> None:
    shown = invoke("plan", SPROUT)

    assert shown.exit_code == 0
    assert "staff-code" in shown.stdout
    assert "one more trial costs" in shown.stdout


def test_pairwise_cases_are_fewer_and_say_so_in_words() -> None:
    plain, dressed = (
        invoke("cases", SPROUT, "--suite", "default", "--json", *more).stdout.splitlines()
        for more in ((), ("--pairwise",))
    )

    assert len(dressed) < len(plain)
    assert any("answer in German" in line for line in dressed)
    assert {json.loads(line)["rule_id"] for line in dressed} == {
        json.loads(line)["rule_id"] for line in plain
    }


def test_suites_that_make_their_own_cases_are_neither_pairwise_nor_adaptive() -> None:
    shown = CliRunner().invoke(
        brightline, ["cases", SPROUT, "--suite", "boundary", "--pairwise"]
    )

    assert "suite-not-pairwise" in str(shown.exception)


def test_no_more_trials_are_advised_than_a_run_takes() -> None:
    few, many = (
        invoke("plan", SPROUT, "--tolerance", limit).stdout for limit in ("0.005", "0.0001")
    )

    assert "or run with --trials" in few
    assert "or run with" not in many
    assert "give them more requests: it would take" in many
    trials = many.rpartition("would take ")[2].split()[0]
    assert int(trials.replace(",", "")) > 1000
