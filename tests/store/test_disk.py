"""A full or failing disk: said clearly, nothing acknowledged lost, and the run can go on."""

import pytest

PLAY = {"cases": 6, "batch": 3}
LIMIT = 400
"""From which call of its kind on every one fails: more than a play makes."""

FULL = {"pwrite64": "ENOSPC", "fdatasync": "EIO"}
BROKEN = {"pwrite64": "EIO", "fdatasync": "ENOSPC"}
FEW = {"pwrite64": 11, "fdatasync": 4}
ALL = dict.fromkeys(FEW, 1)
SLUGS = {"store-disk-full", "store-io-error"}


def check_failures(zygote, writer, folder, *, errors, steps, early=False) -> list[str]:
    """Let a play's system calls fail from the n-th on; returns what that did."""
    trace = folder / "trace"
    failing = [
        item
        for call, error in errors.items()
        for item in ("-e", f"inject={call}:error={error}:when={LIMIT}+")
    ]
    calls = ",".join(zygote.CALLS)
    command = zygote.strace("-o", str(trace), "-e", f"trace={calls}", *failing)
    found: list[str] = []
    stopped = 0
    with zygote.opened(command) as victim:
        counts = zygote.count_calls(victim, trace, zygote.database(folder), **PLAY)
        quiet = zygote.outcome(zygote.database(folder), "run-0")
        for call, point in [
            (call, point)
            for call in errors
            for point in range(1, counts[call] + 1, steps[call])
        ]:
            place = folder / f"{call}-{point}"
            place.mkdir()
            url, log = zygote.database(place), place / "log"
            code = victim.run(url, log, early=early, burn=(call, LIMIT - point), **PLAY)
            notes = zygote.read_log(log)
            found += [f"{place.name}: {line}" for line in _unclear(code, notes, place)]
            found += [f"{place.name}: {line}" for line in zygote.problems(url, log)]
            stopped += code == 3
            if early and found:
                break
            assert writer.run(url, log, **PLAY) == 0
            if zygote.outcome(url, zygote.read_log(log)[-1][1]) != quiet:
                found.append(f"{place.name}: went on to another outcome")
    assert early or stopped > 5
    return found


def _unclear(code, notes, place) -> list[str]:
    last = notes[-1] if notes else ("", "", [])
    if last[0] == "failed":
        said = last[2][0]
        clear = last[1] in SLUGS and str(place) in said and "hint: " in said and code == 3
        return [] if clear else [f"said {last}"]
    # What fails after the last row, when the file is tidied, is nobody's loss.
    return [] if code == 0 and last[0] == "ended" else [f"exit {code} after {last}"]


def test_a_disk_that_fills_up_loses_nothing(zygote, writer, memory_path) -> None:
    assert check_failures(zygote, writer, memory_path, errors=FULL, steps=FEW) == []


@pytest.mark.promise
@pytest.mark.parametrize("errors", [FULL, BROKEN])
def test_a_disk_that_fails_at_any_call_loses_nothing(
    zygote, writer, memory_path, errors
) -> None:
    assert check_failures(zygote, writer, memory_path, errors=errors, steps=ALL) == []


def test_a_disk_that_fills_up_finds_a_writer_that_reports_too_early(
    zygote, writer, memory_path
) -> None:
    found = check_failures(
        zygote, writer, memory_path, errors=FULL, steps=FEW, early=True
    )

    assert any("lost attempt" in line for line in found)
