"""The command that comes next tells something new, and finds its store by itself."""

from pathlib import Path

import pytest
from worlds import KEY, RULES, Shelf, reading, scan, sighting, suspicion

from brightline.pipeline.home import store_words
from brightline.pipeline.watch.findings import finding_id
from brightline.pipeline.watch.salt import trace_of, watch_salt
from brightline.pipeline.watch.window import watched
from brightline.records import Judgement, Skip, Watched
from brightline.watch.tally import Tally


def world(*, each: int = 40, flagged: int = 2) -> Tally:
    tally = Tally(KEY)
    for at in range(each):
        name = f"x{at}"
        said = [suspicion(0.9, subject=name)] if at < flagged else []
        tally.add(sighting(name), said)
    return tally


def all_read(tally: Tally, *, breaches: int) -> list[Judgement]:
    guilty = {f"x{at}" for at in range(breaches)}
    ids = [one.sighting.id for one in tally.kept()]
    return [reading(name, breach=name in guilty) for name in ids]


def shown(tally: Tally, readings: list[Judgement], *, file: str = "policy.yaml") -> Watched:
    return watched(Shelf(tally, readings), scan(policy_file=file), named=" --store a.db")


def test_suspects_come_first_then_a_sample_then_nothing() -> None:
    tally = world()
    suspects = [reading(f"x{at}", breach=False) for at in range(2)]
    review = f"brightline review {scan().id} --findings"

    assert shown(tally, []).next == f"{review} --store a.db"
    assert shown(tally, suspects).next == f"{review} --sample 40 --store a.db"
    assert shown(tally, all_read(tally, breaches=0)).next == ""


def test_a_sample_that_was_read_is_followed_by_a_larger_one_and_by_none_beyond_all() -> None:
    tally = world(each=390, flagged=0)
    ids = sorted(tally.kept(), key=lambda one: one.draw)
    first = [reading(one.sighting.id, breach=False) for one in ids[:300]]

    assert "--sample 300 " in shown(tally, first[:299]).next
    assert "--sample 390 " in shown(tally, first).next
    assert shown(world(each=1, flagged=0), []).next.endswith("--sample 1 --store a.db")


def test_what_is_in_the_policy_is_not_promoted_again(tmp_path: Path) -> None:
    tally = world()
    file = tmp_path / "policy.yaml"
    salt = watch_salt(tmp_path / ".brightline")
    readings = all_read(tally, breaches=2)

    def proposed() -> str:
        return shown(tally, readings, file=str(file)).next

    assert proposed().startswith("brightline promote f-")
    wanted = proposed().split()[2]
    first = next(name for name in ("x0", "x1") if finding_id(RULES[0], name) == wanted)
    file.write_text(f"trace: {trace_of(salt, first)}\n")
    second = proposed()
    assert second != f"brightline promote {wanted} --store a.db"
    file.write_text("".join(f"trace: {trace_of(salt, name)}\n" for name in ("x0", "x1")))
    assert proposed() == f"brightline run {file} --target URL"


def test_where_nothing_was_looked_at_nothing_is_proposed() -> None:
    tally = Tally(KEY)
    assert shown(tally, []).next == ""
    tally.skip(Skip.NO_CONTENT)
    assert shown(tally, []).next == ""


def test_a_store_is_named_where_a_command_would_not_find_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("BRIGHTLINE_STORE", raising=False)
    monkeypatch.delenv("BRIGHTLINE_HOME", raising=False)
    own, other = ".brightline/brightline.db", "my own/.brightline/brightline.db"
    far = "postgresql://ann:secret@db/b"

    assert store_words(own, own) == ""
    assert store_words(str(tmp_path / own), own) == ""
    assert store_words(other, other) == f" --store '{other}'"
    assert "secret" not in store_words(far, "postgresql://ann:***@db/b")
    monkeypatch.setenv("BRIGHTLINE_STORE", far)
    assert store_words(far, "postgresql://ann:***@db/b") == ""
    assert store_words(own, own) == f" --store {own}"
