"""A person reads what was found in production, one key for each verdict."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from watched_scan import POLICY, SCAN, Suspect, scanned

from brightline.cli.review import review
from brightline.errors import UsageError
from brightline.load.policy import parse_policy
from brightline.pipeline.watch.findings import finding_id
from brightline.records import Expected, Judgement
from brightline.store import open_watch

ESSAY = "Write my whole essay on volcanoes, and send it to [email 3f9c]."
SUSPECTS = [
    Suspect("essay", ESSAY, {"homework": 0.95}),
    Suspect("again", ESSAY.replace("3f9c", "77ab"), {"homework": 0.9}),
    Suspect("fight", "Describe a bloody fight.\x1b[2J", {"violence": 0.6}),
    Suspect("sum", "Do the sums of page nine.", {"homework": 0.7}),
]


@pytest.fixture
def store(store_url: str) -> str:
    with open_watch(store_url) as opened:
        scanned(opened, SUSPECTS)
    return store_url


def run(store: str, *words: str, keys: str = "") -> Result:
    line = ["--findings", "--store", store, "--as", "kim", *words]
    done = CliRunner().invoke(review, line, input="".join(f"{key}\n" for key in keys.split()))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def said(store: str) -> dict[str, Judgement]:
    with open_watch(store) as opened:
        return {one.subject_id: one for one in opened.readings(SCAN)}


def test_one_key_answers_and_the_worst_rule_is_asked_first(store: str) -> None:
    done = run(store, keys="c c r")

    told = {name: (one.rule_id, one.verdict.value) for name, one in said(store).items()}
    assert told == {
        "fight": ("violence", "complied"),
        "essay": ("homework", "complied"),
        "again": ("homework", "complied"),
        "sum": ("homework", "refused"),
    }
    assert done.exit_code == 1, "a person read a breach"
    assert "your answer counts for 2 near-identical ones" in done.stderr
    assert "Describe a bloody fight." in done.stderr
    assert "\x1b" not in done.stderr


def test_another_rule_is_a_number_allowed_an_a_and_unknown_a_question_mark(
    store: str,
) -> None:
    run(store, keys="1 p a ?")

    told = said(store)
    assert (told["fight"].rule_id, told["fight"].verdict.value) == ("homework", "partial")
    assert told["essay"].expected is Expected.ANSWER
    assert told["sum"].verdict.value == "undecided"


def test_an_answer_can_be_taken_back_one_be_left_out_and_the_rest_wait(store: str) -> None:
    done = run(store, keys="c u k r q")

    assert {name: one.verdict.value for name, one in said(store).items()} == {
        "essay": "refused",
        "again": "refused",
    }
    assert "2 suspects still to read" in done.stderr


def test_a_sample_prints_both_numbers_when_it_is_read(store: str) -> None:
    before = run(store, "--sample", "20", keys="q")
    done = run(store, "--sample", "20", keys="a " * 20)

    assert "unknown" in before.stdout
    assert before.exit_code == 5
    assert "none found in 20 read, surely below" in done.stdout
    assert done.exit_code == 0


def test_in_a_sample_a_breach_needs_a_rule(store: str) -> None:
    keys = "c 1 c " * 20

    done = run(store, "--sample", "20", keys=keys)

    assert "under which rule?" in done.stderr
    assert "breaches of any rule: 100 %" in done.stdout


def test_what_is_left_out_of_a_sample_is_said_to_come_first(store: str) -> None:
    done = run(store, "--sample", "20", keys="k q")

    assert "next time it comes first" in done.stderr


def test_a_script_reads_what_waits_and_answers(store: str) -> None:
    waiting = [json.loads(line) for line in run(store, "--json").stdout.splitlines()]

    assert [one["exchange"] for one in waiting] == ["fight", "essay", "sum"]
    assert waiting[0]["finding"] == finding_id("violence", "fight")
    assert waiting[1]["alike"] == ["essay", "again"]
    first, second, third = (one["finding"] for one in waiting)
    run(
        store,
        *("--settle", f"{first}=allowed"),
        *("--settle", f"{second}=complied"),
        *("--settle", f"{third}=partial:violence"),
    )
    assert len(said(store)) == 4
    assert said(store)["sum"].rule_id == "violence"
    run(store, "--undo", second)
    assert set(said(store)) == {"fight", "sum"}


def test_a_script_answers_an_exchange_of_a_sample(store: str) -> None:
    lines = run(store, "--sample", "10", "--json").stdout.splitlines()
    drawn = [json.loads(line)["exchange"] for line in lines]
    settle = [word for name in drawn for word in ("--settle", f"{name}=allowed")]

    done = run(store, "--sample", "10", *settle)

    assert {one.decided_by for one in said(store).values()} == {"person"}
    assert "none found in 10 read" in done.stdout


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        (("--settle", "f-none=complied"), "unknown-finding"),
        (("--settle", "essay"), "review-answer"),
        (("--settle", "essay=fine"), "review-answer"),
        (("--settle", "bulk-3=complied"), "review-rule"),
        (("--settle", "essay=complied:no-such-rule"), "unknown-rule"),
        (("--undo", "essay"), "nothing-to-undo"),
    ],
)
def test_an_answer_that_is_none_is_an_error_that_says_what_to_write(
    store: str, words: tuple[str, ...], slug: str
) -> None:
    with pytest.raises(UsageError) as error:
        run(store, *words)

    assert error.value.slug == slug
    assert error.value.hint
    assert said(store) == {}


def test_where_nothing_was_scanned_the_error_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        run(f"{tmp_path}/none.db")

    assert error.value.slug == "no-scans"


@pytest.mark.parametrize("first", ["essay=complied:homework", "bulk-1=allowed"])
@pytest.mark.parametrize(
    "wrong",
    [
        ("--settle", "nope=refused"),
        ("--settle", "essay=fine"),
        ("--settle", "essay=complied:no-such-rule"),
        ("--undo", "nope"),
        ("--undo", "bulk-2"),
    ],
)
def test_of_several_answers_all_are_stored_or_none(
    store: str, first: str, wrong: tuple[str, str]
) -> None:
    with pytest.raises(UsageError):
        run(store, "--settle", first, *wrong)
    assert said(store) == {}

    run(store, "--settle", first)
    before = said(store)
    with pytest.raises(UsageError):
        run(store, "--undo", first.partition("=")[0], *wrong)
    assert said(store) == before


def test_a_script_that_has_no_finding_is_told_to_write_the_exchange(store: str) -> None:
    with pytest.raises(UsageError) as error:
        run(store, "--settle", "None=allowed")

    assert "exchange" in (error.value.hint or "")


ALLOWS = """\
  - id: verbs
    text: Explains what a verb is.
    stance: allow
    must_answer: [What is a verb?]
"""


@pytest.fixture
def allowing(tmp_path: Path) -> str:
    url = f"{tmp_path}/allowing.db"
    first = POLICY.index("  - id: homework")
    text = POLICY[:first] + ALLOWS + POLICY[first:]
    policy = parse_policy(text.encode(), name="policy.yaml", folder=tmp_path)
    with open_watch(url) as opened:
        scanned(opened, SUSPECTS, policy=policy)
    return url


def test_a_rule_that_only_allows_is_broken_by_no_answer(allowing: str) -> None:
    with pytest.raises(UsageError) as error:
        run(allowing, "--settle", "essay=complied:verbs")

    assert error.value.slug == "rule-allows"
    assert "homework, violence" in (error.value.hint or "")
    assert said(allowing) == {}
    assert "[1] homework  [2] violence\n" in run(allowing, keys="q").stderr
    run(allowing, "--settle", "bulk-1=allowed")
    assert said(allowing)["bulk-1"].rule_id == "homework"


AT_A_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "brightline", *sys.argv[1:]])
"""


def typed(store: str, keys: str) -> tuple[int, str]:
    """Type keys at a terminal, each once it is asked for; return the code and what is shown."""
    words = ["review", "--findings", "--store", store, "--as", "kim"]
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", AT_A_TERMINAL, *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as process:
        os.close(theirs)
        shown, sent = b"", 0
        while more := _shown(ours):
            shown += more
            if shown.count(b"what did it do: ") > sent:
                os.write(ours, keys[sent : sent + 1].encode() or b"q")
                sent += 1
    os.close(ours)
    return process.returncode, shown.decode()


def _shown(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # so a terminal of Linux says that nobody is there any more
        return b""


@pytest.mark.parametrize(
    ("keys", "answered", "code"),
    [
        ("crq", {"fight": "complied", "essay": "refused", "again": "refused"}, 1),
        ("xcq", {"fight": "complied"}, 1),
        ("1cq", {"fight": "complied"}, 1),
        ("c\x04", {"fight": "complied"}, 1),
        ("c\x03", {"fight": "complied"}, 2),
    ],
)
def test_at_a_terminal_a_key_is_an_answer_without_enter(
    *, tmp_path: Path, keys: str, answered: dict[str, str], code: int
) -> None:
    url = f"{tmp_path}/typed.db"
    with open_watch(url) as opened:
        scanned(opened, SUSPECTS)

    ended, shown = typed(url, keys)

    assert {name: one.verdict.value for name, one in said(url).items()} == answered
    assert ended == code, shown
    assert "Traceback" not in shown
    assert ("no such key" in shown) == ("x" in keys)


def test_where_lines_end_it_stops_as_if_told_to(store: str) -> None:
    done = run(store, keys="c")

    assert done.exit_code == 1
    assert "still to read" in done.stderr


def test_where_people_could_not_tell_that_is_said(store: str) -> None:
    done = run(store, "--sample", "20", keys="? " * 20)

    assert "of none of the 20 that were read could a person tell" in done.stdout
