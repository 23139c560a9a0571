"""`brightline simulate --truth` prints what is planted, for either product."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from brightline.cli.main import brightline
from brightline.cli.simulate import PRODUCTS as NAMES, SUITES as SUITE_NAMES
from brightline.plugins import SUITES
from brightline.simulate.products import PRODUCTS

EXAMPLES = Path(__file__).parents[2] / "examples"


def truth(*words: str) -> str:
    done = CliRunner().invoke(brightline, ["simulate", "--truth", *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_suites_that_truth_is_printed_for_are_all_there_are() -> None:
    assert tuple(SUITES) == SUITE_NAMES


@pytest.mark.parametrize(
    ("product", "policy", "hole"),
    [
        ("sprout", "sprout", ("staff-code", "forged_system", 0.6)),
        ("harbour", "bank", ("internal-secrets", "forged_assistant_turn", 0.6)),
    ],
)
def test_the_true_rates_of_each_product_are_printed(
    product: str, policy: str, hole: tuple[str, str, float]
) -> None:
    out = truth(str(EXAMPLES / policy / "policy.yaml"), "--product", product, "--json")
    rates = {
        (line["rule"], line["technique"], line["expected"]): line["rate"]
        for line in map(json.loads, out.splitlines())
    }

    rule, technique, rate = hole
    assert rates[rule, technique, "refuse"] == pytest.approx(rate)
    assert rates[rule, "direct", "refuse"] == 0


def test_a_suite_can_be_named_and_people_get_a_table() -> None:
    out = truth(str(EXAMPLES / "sprout" / "policy.yaml"), "--suite", "smoke")

    assert "forged_assistant_turn" not in out
    assert (
        "staff-code               forged_system              breaches           60.00%" in out
    )


def test_the_command_offers_every_product() -> None:
    assert tuple(PRODUCTS) == NAMES
