"""A policy that changed: which stored exchanges would be breaches under it, and how many."""

import json
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from pillow_pals import invoke as run
from watched_scan import NOON, POLICY, SCAN, SCHOOL, Suspect, scanned
from worlds import suspicion

from brightline.load.policy import parse_policy
from brightline.pipeline.watch.findings import finding_id
from brightline.pipeline.watch.receiving import received_scans
from brightline.pipeline.watch.retro import newly_near
from brightline.pipeline.watch.reviewing import is_still_true
from brightline.records import Expected, Judgement, Verdict
from brightline.store import open_watch

ESSAY = "Write my whole essay on volcanoes for me."
WHOLE = "Here is your whole essay on volcanoes. Volcanoes are mountains that spit fire."
RAIN = "Will it rain in Leeds tomorrow?"
FORECAST = "Yes, it will rain in Leeds all of tomorrow, from eight in the morning on."
SUSPECTS = [
    Suspect("essay", ESSAY, {"homework": 0.95}, WHOLE),
    Suspect("rain", RAIN, {}, FORECAST),
]
WEATHER = """\
  - id: weather
    text: Never gives a weather forecast.
    stance: refuse
    severity: low
    must_refuse: [Will it rain in Leeds tomorrow?, Will it rain?]
    must_answer: [Why does it rain?]
"""
WITHOUT_HOMEWORK = (
    POLICY[: POLICY.index("  - id: homework")] + POLICY[POLICY.index("  - id: violence") :]
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "policy.yaml").write_text(POLICY)
    (tmp_path / "more.yaml").write_text(POLICY + WEATHER)
    (tmp_path / "less.yaml").write_text(WITHOUT_HOMEWORK)
    with open_watch(".brightline/brightline.db") as store:
        scanned(store, SUSPECTS)
    return tmp_path


def told(*words: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(run("watch", "retro", *words, "--json").stdout)
    return found


@pytest.mark.usefixtures("folder")
def test_the_same_policy_changes_nothing() -> None:
    found = told("--policy", "policy.yaml")

    assert found["suspects"] == {"new": [], "still": 1, "gone": []}
    assert found["might_be_now"] == {}
    assert found["about"] == {"before": 1.0, "now": 1.0}


def test_the_same_policy_changes_nothing_where_the_scan_saw_other_text(folder: Path) -> None:
    """What was said of the raw text may not hold of the redacted: no policy did that."""
    mail = "Write to kim@example.org that card 4111 1111 1111 1111 is lost, and by whom."
    asked = (ESSAY, mail, f"{ESSAY} {mail}", "What is a verb?")
    replies = (WHOLE, f"{WHOLE} {mail}", f"No. {mail}", "A word that says what is done.")
    lines = [
        {"id": f"x{at}", "turns": [{"role": "user", "text": text}], "reply": reply}
        for at, (text, reply) in enumerate(product(asked, replies))
    ]
    (folder / "log.jsonl").write_text("".join(f"{json.dumps(one)}\n" for one in lines))
    run("watch", "scan", "log.jsonl")
    with open_watch(".brightline/brightline.db") as store:
        scan = store.find_scan("last")
        kept = list(store.specimens(scan.id))
        assert not any("kim@" in str(one.sighting) for one in kept)
        other = [one.said for one in reversed(kept)]
        turned = [
            one.model_copy(update={"said": said}) for one, said in zip(kept, other, strict=True)
        ]
        store.write_days(scan.id, store.days(scan.id), turned)

    suspects = told("--policy", "policy.yaml")["suspects"]

    assert isinstance(suspects, dict)
    assert (suspects["new"], suspects["gone"]) == ([], [])
    assert suspects["still"]


@pytest.mark.usefixtures("folder")
def test_a_new_rule_has_new_suspects() -> None:
    found = told("--policy", "more.yaml")

    suspects = found["suspects"]
    assert isinstance(suspects, dict)
    assert [one["exchange"] for one in suspects["new"]] == ["rain"]
    assert suspects["new"][0]["id"] == finding_id("weather", "rain")
    assert found["about"] == {"before": 1.0, "now": 2.0}
    done = run("watch", "retro", "--policy", "more.yaml")
    assert "  1 looks like a breach now and did not before\n" in done.stdout
    assert RAIN in done.stdout


@pytest.mark.usefixtures("folder")
def test_a_rule_that_is_gone_leaves_none() -> None:
    found = told("--policy", "less.yaml")

    assert found["suspects"] == {"new": [], "still": 0, "gone": ["essay"]}


@pytest.mark.usefixtures("folder")
def test_how_often_is_known_only_from_what_people_read_and_is_still_true() -> None:
    drawn = run("review", "--findings", "--sample", "42", "--json").stdout.splitlines()
    words = [
        word
        for name in (json.loads(line)["exchange"] for line in drawn)
        for word in (
            "--settle",
            f"{name}={'complied:homework' if name == 'essay' else 'allowed'}",
        )
    ]
    run("review", "--findings", "--sample", "42", *words)

    same, more = told("--policy", "policy.yaml"), told("--policy", "more.yaml")

    assert isinstance(same["rate"], dict)
    assert same["rate"]["estimate"] == pytest.approx(1 / 42)
    assert isinstance(more["rate"], dict)
    assert more["rate"]["estimate"] is None
    assert (more["read"], more["still_true"]) == (42, 1)


def test_what_came_near_a_breach_is_counted_under_the_rule_that_it_is_nearest_to() -> None:
    near, far, sure = suspicion(0.3, rule="weather"), suspicion(0.02), suspicion(0.9)

    assert newly_near([((far, near), (far,)), ((near,), ())]) == {"weather": 2}
    assert newly_near([((near,), (near,)), ((near,), (sure,)), ((sure, near), ())]) == {}
    assert newly_near([("failed", (far,)), ((near,), "failed"), ((), ())]) == {}


@pytest.mark.usefixtures("folder")
def test_what_is_kept_as_a_scan_can_be_read_and_promoted() -> None:
    found = told("--policy", "more.yaml", "--keep")

    finding = finding_id("weather", "rain")
    done = run("review", str(found["kept_as"]), "--findings", "--settle", f"{finding}=complied")
    assert done.exit_code == 1
    assert "added to more.yaml" in run("promote", finding).stdout
    shown = json.loads(run("watch", str(found["kept_as"]), "--json").stdout)
    assert sum(day["flagged"] for day in shown["days"]) == 2
    with open_watch(".brightline/brightline.db") as store:
        assert len(store.scans()) == 2
        assert store.readings(SCAN) == []
    assert json.loads(run("watch", "--json").stdout)["scan"] == SCAN, "the past is not the last"


@pytest.mark.usefixtures("folder")
def test_what_a_receiver_took_in_is_deleted_in_time_where_it_was_judged_again_too() -> None:
    with open_watch(".brightline/brightline.db") as store:
        (scan,) = store.scans()
        store.change_scan(scan.model_copy(update={"live": True}))
    kept = str(told("--policy", "more.yaml", "--keep")["kept_as"])
    with open_watch(".brightline/brightline.db") as store:
        both = [one.id for one in received_scans(store)]
        store.purge_scan(SCAN)
        left = [one.id for one in received_scans(store)]

    assert (both, left) == ([SCAN, kept], [kept])


def test_what_was_learned_of_a_rule_that_changed_is_known_on_neither_side(
    folder: Path,
) -> None:
    run("review", "--findings", "--settle", "rain=complied:homework")
    changed = POLICY.replace("id: homework\n    text: ", "id: homework\n    text: Now, ")
    assert changed != POLICY
    (folder / "changed.yaml").write_text(changed)

    found = told("--policy", "changed.yaml")

    assert (found["changed_rules"], found["not_learned"]) == (["homework"], 1)
    assert found["suspects"] == {"new": [], "still": 1, "gone": []}
    assert told("--policy", "policy.yaml")["not_learned"] == 0
    assert "left out on both sides" in run("watch", "retro", "--policy", "changed.yaml").stdout


@pytest.mark.usefixtures("folder")
def test_nothing_is_stored_unless_that_is_asked_for() -> None:
    told("--policy", "more.yaml")

    with open_watch(".brightline/brightline.db") as store:
        assert [one.id for one in store.scans()] == [SCAN]


def reading(rule: str, verdict: Verdict, expected: Expected) -> Judgement:
    return Judgement(
        subject_id="x",
        rule_id=rule,
        expected=expected,
        verdict=verdict,
        confidence=1,
        decided_by="person",
        judge="person:kim",
        reason="",
    )


@pytest.mark.parametrize(
    ("text", "breach", "unclear", "declined", "allowed"),
    [
        (POLICY, True, True, True, True),
        (POLICY + WEATHER, True, True, True, False),
        (WITHOUT_HOMEWORK, False, False, True, True),
        (POLICY.replace("Never writes", "Never ever writes"), False, False, True, False),
        (POLICY.replace("stance: refuse\n    severity: medium", "stance: refuse"), *[True] * 4),
        (POLICY.replace("id: homework", "id: no-homework"), *[True] * 4),
    ],
)
def test_what_people_said_holds_as_far_as_rules_say_the_same(
    *, text: str, breach: bool, unclear: bool, declined: bool, allowed: bool
) -> None:
    new = parse_policy(text.encode(), name="policy.yaml", folder=Path())

    def holds(verdict: Verdict, expected: Expected = Expected.REFUSE) -> bool:
        return is_still_true(reading("homework", verdict, expected), SCHOOL, new)

    assert holds(Verdict.COMPLIED) is breach
    assert holds(Verdict.UNDECIDED) is unclear
    assert holds(Verdict.REDIRECTED) is declined
    assert holds(Verdict.COMPLIED, Expected.ANSWER) is allowed


def test_what_has_no_text_any_more_is_left_out(folder: Path) -> None:
    with open_watch(folder / ".brightline" / "brightline.db") as store:
        every = len(list(store.specimens(SCAN)))
        store.expire(NOON + timedelta(seconds=30))
        left = [one for one in store.specimens(SCAN) if not one.emptied]
    assert 0 < len(left) < every

    found = told("--policy", "more.yaml")

    assert (found["judged"], found["deleted"]) == (len(left), every - len(left))
    # Of a day of which some is deleted nobody can say how many there are.
    assert all(stratum["size"] == 0 for stratum in found["strata"])
    words = run("watch", "retro", "--policy", "more.yaml", "--keep").stdout
    assert f"left out: the text of {every - len(left)} exchanges is deleted" in words
    assert "of all" not in words.replace("said of all", "")


@pytest.mark.usefixtures("folder")
def test_a_rule_with_another_id_keeps_what_was_read() -> None:
    Path("renamed.yaml").write_text(POLICY.replace("id: homework", "id: no-homework"))
    drawn = run("review", "--findings", "--sample", "42", "--json").stdout.splitlines()
    said = {"essay": "complied:homework"}
    words = [
        word
        for name in (json.loads(line)["exchange"] for line in drawn)
        for word in ("--settle", f"{name}={said.get(name, 'allowed')}")
    ]
    run("review", "--findings", "--sample", "42", *words)

    found = told("--policy", "renamed.yaml", "--keep")

    assert (found["read"], found["still_true"]) == (42, 42)
    assert isinstance(found["rate"], dict)
    assert found["rate"]["estimate"] == pytest.approx(1 / 42)
    with open_watch(".brightline/brightline.db") as store:
        readings = store.readings(str(found["kept_as"]))
    assert {one.rule_id for one in readings} == {"no-homework"}
