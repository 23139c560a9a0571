"""Model responses of every pack and example earn all five points of our own scorer."""

from pathlib import Path

import pytest

from brightline.packs.shelf import packs
from brightline.pipeline.responding import written_for
from brightline.records import OfferedFrom, Stance

ROOT = Path(__file__).parent.parent.parent
POLICIES = (
    *(ROOT / "src" / "brightline" / "packs" / name / "policy.yaml" for name in packs()),
    *sorted((ROOT / "examples").glob("*/policy.yaml")),
)


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.parent.name)
def test_every_response_lacks_nothing(path: Path) -> None:
    written = written_for(path)
    refusing = [rule.id for rule in written.policy.rules if rule.stance is not Stance.ALLOW]

    assert [one.rule_id for one, _ in written.responses] == refusing
    for response, quality in written.responses:
        lacking = [mark.reason for mark in quality.marks if not mark.met]
        assert not lacking, (response.rule_id, response.text, lacking)
        assert response.offered_from is not OfferedFrom.NOTHING


def test_there_are_packs_and_examples() -> None:
    assert len(POLICIES) > 5
