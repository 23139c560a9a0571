"""Redirect follow-through over ten seeds of Sprout: dead offers found, no kept one blamed."""

import json
from collections import Counter
from pathlib import Path

import pytest
from tests.cli.test_follow import follow, played, truth

from brightline.simulate.server import running


@pytest.mark.promise
def test_over_ten_seeds_all_dead_offers_are_found_and_no_kept_one_is_called_dead(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    called: Counter[tuple[str, str]] = Counter()
    for seed in range(1, 11):
        store = tmp_path / f"{seed}.db"
        with running(seed=seed) as url:
            played(url, store, "--trials", "2")
            told = json.loads(follow(url, store, "--max-calls", "500", "--json").stdout)
        called += Counter((truth(one), one["kept"]) for one in told["offers"])
    with capsys.disabled():
        print(dict(called))  # the figure that is published

    assert called["dead", "dead"] >= 50
    assert called["dead", "live"] == called["dead", "unclear"] == 0
    assert called["live", "dead"] == 0
