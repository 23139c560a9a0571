"""A fault of our own ends with code 3: code 1 says that a rule is broken."""

import pytest

from brightline.cli.main import COMMANDS, main


def test_a_crash_is_our_fault_and_breaks_no_rule(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(COMMANDS, "runs", ("brightline.cli.gone:runs", ""))

    with pytest.raises(SystemExit) as stop:
        main(["runs"])

    assert stop.value.code == 3
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert said.splitlines()[-1].startswith("error: a fault of brightline itself")
