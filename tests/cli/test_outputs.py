"""`run --report FORMAT=FILE`: files of this run, whole, or none at all."""

import json
import subprocess
from pathlib import Path

import pytest
from pillow_pals import POLICY, PRODUCT, brightline

from brightline.cli.report import FORMATS
from brightline.plugins import names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "policy.yaml").write_text(POLICY)
    (tmp_path / "pals.py").write_text(PRODUCT)
    return tmp_path


def run(folder: Path, *more: str, product: str = "answer") -> subprocess.CompletedProcess[str]:
    words = ["--target", f"python:pals:{product}", "--technique", "direct", "--trials", "3"]
    return brightline(folder, "run", "policy.yaml", *words, *more)


def test_each_file_is_what_report_writes_of_the_run(folder: Path) -> None:
    forms = ("sarif", "github", "junit", "markdown", "json", "html")
    asked = [word for form in forms for word in ("--report", f"{form}=out/{form}")]

    done = run(folder, *asked)

    assert done.returncode == 1, done.stderr
    assert {path.name for path in (folder / "out").iterdir()} == set(forms)
    for form in ("sarif", "github"):
        brightline(folder, "report", "last", "--format", form, "--out", f"later.{form}")
        assert (folder / f"later.{form}").read_text() == (folder / "out" / form).read_text()
    assert ",line=4," in (folder / "out" / "github").read_text()


def test_a_run_without_a_verdict_leaves_no_old_one_behind(folder: Path) -> None:
    old = folder / "junit.xml"
    old.write_text("<testsuites/>")

    done = run(folder, "--report", "junit=junit.xml", product="dead")

    assert done.returncode == 4, done.stderr
    assert not old.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--report", "sarf=x.sarif"], "Did you mean 'sarif'?"),
        (["--report", "junit"], "is not FORMAT=FILE"),
        (["--report", "junit=."], "is there and is no file"),
    ],
)
def test_a_wrong_file_is_said_before_anything_is_played(
    words: list[str], said: str, folder: Path
) -> None:
    done = run(folder, *words)

    assert done.returncode == 4
    assert said in done.stderr
    assert not (folder / ".brightline").exists()


def test_lines_follow_the_policy_that_is_named(folder: Path) -> None:
    run(folder)
    moved = folder / "tests" / "policy.yaml"
    moved.parent.mkdir()
    moved.write_text(f"# moved\n{POLICY}")
    (folder / "policy.yaml").unlink()

    gone = brightline(folder, "report", "last", "--format", "sarif")
    named = brightline(
        folder, "report", "last", "--format", "sarif", "--policy", "tests/policy.yaml"
    )

    assert "physicalLocation" not in gone.stdout
    place = json.loads(named.stdout)["runs"][0]["results"][0]["locations"][0]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "tests/policy.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 5},
    }


def test_report_offers_every_format_that_is_installed() -> None:
    assert set(FORMATS) == set(names("reporters"))


def test_a_format_of_another_package_is_written_by_run_and_by_report(folder: Path) -> None:
    brought = folder / "pillow_report-1.dist-info"
    brought.mkdir()
    (brought / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: pillow-report\nVersion: 1\n"
    )
    (brought / "entry_points.txt").write_text(
        "[brightline.reporters]\npillow = pillow_report:render\n"
    )
    (folder / "pillow_report.py").write_text(
        "def render(report): return f'{report.summary.gate} and soft'\n"
    )

    ran = run(folder, "--report", "pillow=a.txt")
    later = brightline(folder, "report", "last", "--format", "pillow")
    unknown = brightline(folder, "report", "last", "--format", "pilow")

    assert (folder / "a.txt").read_text() == "broken and soft", ran.stderr
    assert (later.returncode, later.stdout) == (0, "broken and soft\n")
    assert unknown.returncode == 4
    assert "Did you mean 'pillow'?" in unknown.stderr


def test_lint_takes_all_the_policies_of_a_commit(folder: Path) -> None:
    (folder / "bad.policy.yaml").write_text(POLICY.replace("stance: refuse", "stance: no"))

    done = brightline(folder, "lint", "policy.yaml", "bad.policy.yaml", "--json")

    found = json.loads(done.stdout)["findings"]
    assert done.returncode == 4
    assert {one["policy"] for one in found if one["severity"] == "error"} == {"bad.policy.yaml"}


JUDGE = """\
brightline_judge: 1
ask: {target: model.yaml}
"""


@pytest.fixture
def inputs(folder: Path) -> Path:
    """What a run reads: also what these files name, and links to them."""
    text = POLICY.replace("rules:", "system_prompt: prompt.md\nrules:")
    (folder / "policy.yaml").write_text(text)
    for name in ("prompt.md", "baseline.json", "target.yaml", "model.yaml", "bk-b.db"):
        (folder / name).write_text(f"this is {name}")
    (folder / "judge.yaml").write_text(JUDGE)
    (folder / "calibration.json").write_text(
        '{"brightline_calibration": 1, "spec":"deep.yaml"}'
    )
    (folder / "deep.yaml").write_text(JUDGE)
    (folder / "bk-b.db-wal").write_text("rows")
    (folder / "soft").symlink_to("policy.yaml")
    (folder / "hard").hardlink_to(folder / "policy.yaml")
    (folder / "here").symlink_to(".", target_is_directory=True)
    return folder


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize(
    "path",
    [
        "policy.yaml",
        "./here/policy.yaml",
        "soft",
        "hard",
        "prompt.md",
        "baseline.json",
        "target.yaml",
        "judge.yaml",
        "model.yaml",
        "bk-b.db",
        "bk-b.db-wal",
        "bk-b.db-shm",
    ],
)
def test_no_report_touches_what_the_run_reads(path: str, inputs: Path) -> None:
    (inputs / "old.xml").write_text("<testsuites/>")
    before = contents(inputs)
    words = ["--target", "target.yaml", "--baseline", "baseline.json", "--judge", "judge.yaml"]
    reports = ["--report", "junit=old.xml", "--report", f"json={path}"]

    done = brightline(inputs, "run", "policy.yaml", *words, "--store", "bk-b.db", *reports)
    wrong = [*words, "--store=bk-b.db", "--trials", "0", "--report", f"json={path}"]
    misused = brightline(inputs, "run", "policy.yaml", *wrong)

    assert (done.returncode, misused.returncode) == (4, 4)
    assert f"--report json={Path(path)} would overwrite" in done.stderr
    assert "[file-needed]" in done.stderr
    assert contents(inputs) == before


@pytest.mark.parametrize("path", ["calibration.json", "deep.yaml", "model.yaml"])
def test_a_calibration_keeps_the_judge_that_it_names(path: str, inputs: Path) -> None:
    before = contents(inputs)

    done = run(inputs, "--judge", "calibration.json", "--report", f"json={path}")

    assert done.returncode == 4
    assert "[file-needed]" in done.stderr
    assert contents(inputs) == before


def test_a_product_in_a_file_is_kept_and_so_is_a_store_that_is_not_there_yet(
    folder: Path,
) -> None:
    product = run(folder, "--report", "html=pals.py")
    program = brightline(
        folder,
        "run",
        "policy.yaml",
        "--target",
        "command:./pals.py",
        "--report",
        "html=pals.py",
    )
    store = run(folder, "--store", "new.db", "--report", "html=new.db")
    usual = run(folder, "--report", "html=.brightline/brightline.db")

    assert {one.returncode for one in (product, program, store, usual)} == {4}
    assert all("[file-needed]" in one.stderr for one in (product, program, store, usual))
    assert (folder / "pals.py").read_text() == PRODUCT
    assert not (folder / "new.db").exists()


def test_no_file_is_named_twice(folder: Path) -> None:
    (folder / "out").write_text("old")

    done = run(folder, "--report", "junit=out", "--report", "html=./x/../out")

    assert done.returncode == 4
    assert "would overwrite the file of --report junit=out" in done.stderr
    assert (folder / "out").read_text() == "old"


def test_the_file_that_a_report_is_first_written_to_is_no_input_either(folder: Path) -> None:
    (folder / "policy.yaml").rename(folder / "policy.part")

    done = brightline(
        folder,
        "run",
        "policy.part",
        "--target",
        "python:pals:answer",
        "--report",
        "html=policy",
    )

    assert done.returncode == 4
    assert (folder / "policy.part").read_text() == POLICY


@pytest.mark.parametrize(
    "words",
    [
        ["--trials", "0"],
        ["--unknown", "5"],
        ["--unknown=5"],
        ["--trials"],
        ["--report", "junit"],
        ["--report", "sarf=x"],
        ["--judge", "nobody"],
    ],
)
@pytest.mark.parametrize("form", ["--report=junit=j.xml", "--report junit=j.xml"])
def test_no_old_report_survives_a_wrong_option(
    words: list[str], form: str, folder: Path
) -> None:
    (folder / "j.xml").write_text("<testsuites/>")

    done = run(folder, *form.split(), *words)

    assert done.returncode == 4
    assert not (folder / "j.xml").exists()


def test_no_old_report_survives_a_target_that_was_forgotten(folder: Path) -> None:
    (folder / "j.xml").write_text("<testsuites/>")
    (folder / "real.xml").write_text("not ours")
    (folder / "link.xml").symlink_to("real.xml")

    done = brightline(
        folder, "run", "policy.yaml", "--report", "junit=j.xml", "--report", "html=link.xml"
    )

    assert done.returncode == 4
    assert not (folder / "j.xml").exists()
    assert not (folder / "link.xml").is_symlink()
    assert (folder / "real.xml").read_text() == "not ours"


def test_a_wrong_option_moves_no_word_so_that_an_input_is_lost(folder: Path) -> None:
    done = brightline(
        folder, "run", "--unknown", "5", "policy.yaml", "--report", "junit=policy.yaml"
    )
    help_ = brightline(folder, "run", "--help", "--report", "junit=pals.py")

    assert (done.returncode, help_.returncode) == (4, 0)
    assert (folder / "policy.yaml").read_text() == POLICY
    assert (folder / "pals.py").read_text() == PRODUCT


@pytest.mark.parametrize("out", ["policy.yaml", ".brightline/brightline.db", "base.json"])
def test_report_out_touches_neither_store_nor_policy_nor_baseline(
    out: str, folder: Path
) -> None:
    run(folder)
    (folder / "base.json").write_text(brightline(folder, "baseline", "last").stdout)
    before = (folder / out).read_bytes()

    done = brightline(folder, "report", "last", "--out", out, "--baseline", "base.json")

    assert done.returncode == 4
    assert "[file-needed]" in done.stderr
    assert (folder / out).read_bytes() == before


def test_calibrate_out_does_not_touch_its_labels(folder: Path) -> None:
    (folder / "labels.json").write_text("{}")

    done = brightline(folder, "calibrate", "labels.json", "--out", "labels.json")

    assert done.returncode == 4
    assert "[file-needed]" in done.stderr
    assert (folder / "labels.json").read_text() == "{}"
