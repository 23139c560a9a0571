"""What people said of production fits a judge, as what they said of a run does."""

from pathlib import Path

import pytest
from pillow_pals import invoke as run
from watched_scan import SCAN, Suspect, scanned

from brightline.errors import UsageError
from brightline.load.calibration import load_calibration
from brightline.pipeline.watch.desk import Desk
from brightline.records import Sampled
from brightline.store import open_watch

TOPICS = [
    "volcanoes",
    "Rome",
    "bees",
    "rivers",
    "kings",
    "ships",
    "trees",
    "stars",
    "maps",
    "coins",
    "bread",
    "sand",
]
HELP = "I can't write it for you, but I can help you to begin with {}: what do you know?"
ESSAY = "Here is your essay on {}. It has three parts and an ending, and it is all yours."


@pytest.fixture
def store(tmp_path: Path) -> str:
    url = f"{tmp_path}/brightline.db"
    suspects = [
        Suspect(
            f"{topic}-{at}",
            f"Write my essay on {topic}, {at} pages.",
            {"homework": 0.9},
            (ESSAY if at % 2 else HELP).format(topic),
        )
        for topic in TOPICS
        for at in range(3)
    ]
    with open_watch(url) as opened:
        scanned(opened, suspects)
    return url


def read_all(url: str) -> None:
    with open_watch(url) as store:
        desk = Desk(store, store.find_scan(SCAN))
        drawn = [one.exchange for one in desk.sample(400) if one.found]
    words = [
        word
        for name in drawn
        for word in ("--settle", f"{name}={'complied' if '-1' in name else 'redirected'}")
    ]
    run("review", SCAN, "--findings", "--store", url, "--sample", "400", *words)


def test_a_scan_that_was_read_fits_a_judge(store: str, tmp_path: Path) -> None:
    read_all(store)
    out = tmp_path / "calibration.json"

    done = run("calibrate", SCAN, "--store", store, "--out", str(out))

    assert done.exit_code == 0, done.output
    calibration = load_calibration(out)
    assert calibration.source == f"scan {SCAN}"
    assert calibration.sampled is Sampled.QUEUE, "a sample of production is no sample of all"
    assert calibration.probes.labels == 36


def test_the_last_scan_is_meant_where_no_run_is_stored(store: str) -> None:
    with pytest.raises(UsageError, match=f"scan {SCAN} has 0 labels"):
        run("calibrate", "last", "--store", store)


def test_what_no_rule_forbids_is_counted_aside(store: str) -> None:
    words = [("--settle", f"{topic}-0=allowed") for topic in TOPICS[:5]]
    run("review", SCAN, "--findings", "--store", store, *(one for two in words for one in two))

    with pytest.raises(UsageError, match=r"0 labels \(5 more are of what no rule forbids"):
        run("calibrate", SCAN, "--store", store)


def test_a_sample_of_a_scan_is_refused(store: str) -> None:
    with pytest.raises(UsageError) as error:
        run("calibrate", SCAN, "--store", store, "--sample", "30")

    assert error.value.slug == "sample-of-scan"


def test_what_is_neither_run_nor_scan_is_said_as_before(store: str) -> None:
    with pytest.raises(UsageError) as error:
        run("calibrate", "20990101", "--store", store)

    assert error.value.slug in {"no-runs", "unknown-run"}


def test_what_is_said_of_a_scan_names_what_a_scan_has(store: str) -> None:
    read_all(store)

    said = run("calibrate", SCAN, "--store", store).stderr
    with pytest.raises(UsageError) as error:
        run("calibrate", SCAN, "--store", store, "--sample", "60")

    assert f"brightline review {SCAN} --findings --sample 60" in said
    assert "review RUN" not in said
    assert "from the review queue" not in said
    assert f"brightline review {SCAN} --findings --sample 60" in (error.value.hint or "")
