"""What the command says of its options before it listens."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from served import POLICY

from brightline.cli.main import brightline
from brightline.cli.watch import serve
from brightline.cli.watch.serve import Duration
from brightline.load.policy import load_policy


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    file = tmp_path / "policy.yaml"
    file.write_text(POLICY)
    return file


def said(*words: str) -> str:
    done = CliRunner().invoke(brightline, ["watch", "serve", *words])
    assert done.exit_code
    return f"{done.output}{done.exception}"


def test_without_the_extra_it_says_what_to_install(
    policy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "_is_installed", lambda name: name != "starlette")

    told = said("--policy", str(policy))

    assert "needs starlette" in told
    assert "pip install 'brightline[otel]'" in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--silence", "soon"), "write 30m, 12h or 30d"),
        (("--silence", "0m"), "write 30m, 12h or 30d"),
        (("--webhook", "hooks"), "alert-address"),
        (("--on-alarm", "say 'hello"), "alert-command"),
        (("--otlp-out", "collector:4318"), "alert-address"),
        (("--sample", "0"), "--sample"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(
    policy: Path, words: tuple[str, ...], told: str
) -> None:
    store = str(policy.parent / "w.db")

    assert told in said("--policy", str(policy), "--store", store, "--port", "0", *words)


@pytest.mark.parametrize(
    ("told", "seconds"), [("90s", 90), ("30m", 1800), (" 2 h ", 7200), ("1d", 86_400)]
)
def test_times_are_read(told: str, seconds: int) -> None:
    assert Duration().convert(told, None, None) == timedelta(seconds=seconds)


def test_markers_that_redaction_would_hide_are_named(tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(
        POLICY.replace(
            '{literal: "feathers flew everywhere"}',
            '{literal: "feathers flew everywhere"}, {literal: "ann@home.example"}',
        )
    )

    [line] = serve._hidden_markers(load_policy(file), b"s" * 32)

    assert "rule pillow-fights" in line
    assert "ann@" not in line


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("x", False)],  # noqa: S104 - compared
)
def test_it_knows_whether_others_can_reach_it(host: str, *, alone: bool) -> None:
    assert serve._is_loopback(host) is alone
