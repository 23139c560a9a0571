"""Which engines there are, and what to do when one is not there."""

import sys

import pytest

from brightline.errors import UsageError
from brightline.pipeline.watch.engine.machines import Machines, why_silent


def test_an_engine_that_nobody_knows() -> None:
    with pytest.raises(UsageError, match="there is no engine 'spark'"):
        Machines("spark")


@pytest.mark.parametrize(
    ("word", "package", "extra"),
    [("daft", "daft", "scan"), ("ray", "ray", "cluster"), ("ray://h:1", "daft", "cluster")],
)
def test_an_engine_that_is_not_installed(
    word: str, package: str, *, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(UsageError, match="not installed") as told:
        Machines(word)

    assert told.value.hint == f"On each machine: pip install 'brightline[{extra}]'."


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "Initialization failure from server:\nTraceback:\n\nTimeoutError: it is busy",
            "it is busy",
        ),
        ("ray client connection timeout\nsee the logs", "ray client connection timeout"),
        ("", "ConnectionError"),
    ],
)
def test_why_no_cluster_answers_is_told_whatever_ray_says(said: str, told: str) -> None:
    assert told in why_silent(ConnectionError(said))
