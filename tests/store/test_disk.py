"""A full or failing disk: said clearly, nothing acknowledged lost, and the run can go on."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from zygote import Lab, Logged

PLAY = {"cases": 6, "batch": 3}
LIMIT = 400
"""From which call of its kind on every one fails: more than a play makes."""

FULL = {"pwrite64": "ENOSPC", "fdatasync": "EIO"}
BROKEN = {"pwrite64": "EIO", "fdatasync": "ENOSPC"}
FEW = {"pwrite64": 11, "fdatasync": 4}
ALL = dict.fromkeys(FEW, 1)
SLUGS = {"store-disk-full", "store-io-error"}


def fail_from(
    lab: "Lab", *, errors: dict[str, str], steps: dict[str, int], early: bool = False
) -> list[str]:
    """Let a play's system calls fail from the n-th on; returns what that did."""
    tools, trace = lab.tools, lab.folder / "trace"
    failing = [f"{call}:error={error}:when={LIMIT}+" for call, error in errors.items()]
    found: list[str] = []
    stopped = 0
    with tools.opened(tools.injecting(trace, failing)) as victim:
        counts = tools.count_calls(victim, trace, tools.database(lab.folder), **PLAY)
        quiet = tools.outcome(tools.database(lab.folder), "run-0")
        for call, point in tools.points(counts, steps):
            place = lab.folder / f"{call}-{point}"
            url, log = tools.database(place), place / "log"
            place.mkdir()
            code = victim.run(url, log, early=early, burn=(call, LIMIT - point), **PLAY)
            unclear = _unclear(code, tools.read_log(log), str(place))
            problems = [*unclear, *tools.problems(url, log)]
            found += [f"{place.name}: {line}" for line in problems]
            stopped += code == 3
            if early and found:
                return found
            assert lab.writer.run(url, log, **PLAY) == 0
            if tools.outcome(url, tools.read_log(log)[-1][1]) != quiet:
                found.append(f"{place.name}: went on to another outcome")
    assert stopped > 5
    return found


def _unclear(code: int | None, notes: "list[Logged]", place: str) -> list[str]:
    last = notes[-1] if notes else ("", "", [])
    if last[0] == "failed":
        said = last[2][0]
        clear = last[1] in SLUGS and place in said and "hint: " in said and code == 3
        return [] if clear else [f"said {last}"]
    # What fails after the last row, when the file is tidied, is nobody's loss.
    return [] if code == 0 and last[0] == "ended" else [f"exit {code} after {last}"]


def test_a_disk_that_fills_up_loses_nothing(lab: "Lab") -> None:
    assert fail_from(lab, errors=FULL, steps=FEW) == []


@pytest.mark.promise
@pytest.mark.parametrize("errors", [FULL, BROKEN])
def test_a_disk_that_fails_at_any_call_loses_nothing(
    lab: "Lab", errors: dict[str, str]
) -> None:
    assert fail_from(lab, errors=errors, steps=ALL) == []


def test_a_disk_that_fills_up_finds_a_writer_that_reports_too_early(lab: "Lab") -> None:
    found = fail_from(lab, errors=FULL, steps=FEW, early=True)

    assert any("lost attempt" in line for line in found)
