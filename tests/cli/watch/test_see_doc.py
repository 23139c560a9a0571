"""docs/watch.md: what stands there of `brightline watch` is what it does."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from windows import NOW, Production
from worlds import scan

from brightline.cli.main import brightline
from brightline.cli.watch.demo import FOLDER
from brightline.store import open_watch

DOC = (Path(__file__).parents[3] / "docs" / "watch.md").read_text(encoding="utf-8")
SEE = DOC.partition("## See")[2].partition("\n## ")[0]


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind} see\n(.*?)^```", SEE, re.MULTILINE | re.DOTALL)


def test_the_command_shows_what_stands_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    made = Production(days=4, each=380, rate=0.02)
    with open_watch(".brightline/brightline.db") as store:
        one = scan()
        store.start_scan(one)
        store.write_days(one.id, made.tally.days(), made.tally.kept())
        for said in made.read(200, suspects=True):
            store.write_reading(one.id, said, at=NOW)

    command, demo = blocks("sh")
    done = CliRunner().invoke(brightline, shlex.split(command)[1:])

    (told,) = blocks("text")
    shown = "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())
    assert told in shown
    assert done.exit_code == 1
    assert (tmp_path / "watch.html").stat().st_size > 10_000
    assert demo == "brightline watch demo\n"
    assert f"the folder `{FOLDER}`" in SEE


def test_every_word_that_it_begins_with_is_explained() -> None:
    from brightline.report.watched.wording import WORDS

    for word in (*WORDS.values(), "ALARM"):
        assert f"**{word}**" in SEE
