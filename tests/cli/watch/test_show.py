"""`brightline watch`: a stored scan in the terminal, for a script, and as a page."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from windows import NOW, Production
from worlds import START, scan

from brightline.cli.main import brightline
from brightline.errors import UsageError
from brightline.pipeline.watch.alarms import alarms_of
from brightline.store import open_watch


@dataclass(frozen=True)
class Place:
    """A store with two scans: one that nobody read, and a newer one that rings."""

    store: Path

    def watch(self, *words: str) -> tuple[int, str]:
        done = CliRunner().invoke(brightline, ["watch", *words, "--store", str(self.store)])
        if isinstance(done.exception, UsageError):
            raise done.exception
        return done.exit_code, done.stdout


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    store = tmp_path_factory.mktemp("watched") / "brightline.db"
    made = Production(days=3, each=60, rate=0.3)
    with open_watch(store) as opened:
        for name, rings in (("20260301-000000-aaaa", False), ("20260302-000000-bbbb", True)):
            one = scan(id=name, started_at=START.replace(day=2 if rings else 1))
            opened.start_scan(one)
            opened.write_days(one.id, made.tally.days(), made.tally.kept())
            if rings:
                opened.write_alarms(one.id, alarms_of(one, made.tally.days(), now=NOW))
                for said in made.read(20, suspects=True):
                    opened.write_reading(one.id, said, at=NOW)
    return Place(store)


def test_the_newest_scan_is_shown_and_its_alarm_is_the_exit_code(place: Place) -> None:
    code, text = place.watch()

    assert code == 1
    assert "20260302-000000-bbbb" in text
    assert " ALARM " in text


def test_another_scan_is_named_by_its_beginning(place: Place) -> None:
    code, text = place.watch("20260301")

    assert code == 0
    assert " UNKNOWN " in text


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ((), ["2026-03-01", "2026-03-02", "2026-03-03"]),
        (("--since", "2026-03-02"), ["2026-03-02", "2026-03-03"]),
        (("--since", "2026-03-02", "--until", "2026-03-02"), ["2026-03-02"]),
        (("--since", "2026-04-01"), []),
    ],
)
def test_a_script_gets_the_days_that_it_asks_for(
    place: Place, words: Sequence[str], days: list[str]
) -> None:
    code, text = place.watch("last", *words, "--json")
    told = json.loads(text)

    assert [one["day"] for one in told["days"]] == days
    assert code == (1 if days else 5)
    if not days:
        assert told["rate"]["estimate"] is None


def test_the_page_is_written_and_takes_no_file_that_is_needed(
    place: Place, tmp_path: Path
) -> None:
    page = tmp_path / "watch.html"
    code, _ = place.watch("--html", str(page))

    assert code == 1
    assert "<title>ALARM: Sprout in use" in page.read_text()
    before = place.store.read_bytes()
    with pytest.raises(UsageError):
        place.watch("--html", str(place.store))
    assert place.store.read_bytes() == before


def test_where_nothing_was_watched_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        Place(tmp_path / "none.db").watch()

    assert error.value.slug == "no-scans"
    assert not (tmp_path / "none.db").exists()


def test_it_names_the_store_that_lies_beside_a_policy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    there = Path("mine", ".brightline", "brightline.db")
    there.parent.mkdir(parents=True)
    there.touch()
    with pytest.raises(UsageError) as error:
        Place(tmp_path / "none.db").watch()

    assert f"--store {there}" in (error.value.hint or "")


def test_what_it_tells_to_do_next_finds_its_store(place: Place) -> None:
    _, told = place.watch("20260301", "--json")

    assert json.loads(told)["next"].endswith(f"--findings --store {place.store}")
