"""What `brightline watch scan` costs, and what a second process and more exchanges change.

usage: python benchmarks/scan_cost.py [EXCHANGES] [ROUNDS] [DAYS]

Exchanges of 1 KB, one in thirty of which asks for what a rule forbids, under the first ten
rules of a pack, with judging, spread over days. Each round reads the same file with one process
that looks and with two. Prints CPU time of all processes for an exchange, also as a multiple
of decoding its line; how much faster two are, by the clock and by the share of the CPU time
that the second process does not add; and the peak of memory for a tenth of the file and for
all.
"""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

import yaml

ROOT = Path(__file__).parents[1]
PACK = ROOT / "src" / "brightline" / "packs" / "bank-support" / "policy.yaml"
ORDINARY = ROOT / "training" / "screen" / "ordinary" / "bank-support.txt"
RULES = 10
BYTES = 1_000
ASKED = 1 / 30
START = 1_790_000_000
SENTENCES = (
    "You find it in the app under your account.",
    "It takes two or three working days until the money is there.",
    "The fee depends on the country and on the card that you use.",
    "If it does not work, try again after you have signed out and in.",
    "I can show you step by step how that is done.",
    "The limits are the same for all accounts of this kind.",
    "Please have your card ready before you begin.",
    "Nothing is charged as long as you stay within them.",
)
NO = "I'm sorry, but I can't help with that. I can tell you whom to call."


class Cost(NamedTuple):
    """Of one scan."""

    cpu_s: float
    own_s: float
    """Of the process that was started, without its children."""
    wall_s: float
    peak_mib: float


def main() -> None:
    """Write a log, scan it, and print what that took."""
    given = [int(word) for word in sys.argv[1:]]
    count, rounds, days = (*given, *(40_000, 3, 5)[len(given) :])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        policy = _policy(folder)
        log = folder / "log.jsonl"
        _write(log, policy, count=count, days=days)
        few = folder / "few.jsonl"
        _write(few, policy, count=count // 10, days=days)
        decoding = _decoding(log) / count
        small = _scan(few, policy, jobs=1)
        costs = [
            (_scan(log, policy, jobs=1), _scan(log, policy, jobs=2)) for _ in range(rounds)
        ]
    one = median(alone.cpu_s for alone, _ in costs) / count
    print(f"{count:,} exchanges, load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    print(f"CPU for an exchange {one * 1e6:.0f} us: {1 / one:,.0f} a second on one core,")
    print(f"  {one / decoding:.0f} times decoding its line")
    faster = median(alone.wall_s / both.wall_s for alone, both in costs)
    at_best = median(
        alone.cpu_s / (both.own_s + (both.cpu_s - both.own_s) / 2) for alone, both in costs
    )
    added = median(both.cpu_s / alone.cpu_s for alone, both in costs)
    print(f"two processes: {faster:.2f} times as fast by the clock, {at_best:.2f} by CPU time;")
    print(f"  together they take {added:.2f} times the CPU time of one")
    peak = max(alone.peak_mib for alone, _ in costs)
    print(f"peak of memory {small.peak_mib:.0f} MiB for a tenth, {peak:.0f} MiB for all")


def _policy(folder: Path) -> Path:
    said = yaml.safe_load(PACK.read_text("utf-8"))
    said["rules"] = said["rules"][:RULES]
    said.pop("system_prompt", None)
    path = folder / "policy.yaml"
    path.write_text(yaml.safe_dump(said, allow_unicode=True), "utf-8")
    return path


def _write(path: Path, policy: Path, *, count: int, days: int) -> None:
    luck = random.Random(8)  # noqa: S311 - the same log each time
    rules = yaml.safe_load(policy.read_text("utf-8"))["rules"]
    forbidden = [text for rule in rules for text in rule.get("must_refuse", [])]
    ordinary = [line for line in ORDINARY.read_text("utf-8").splitlines() if line]
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            is_asked = luck.random() < ASKED
            asked = luck.choice(forbidden if is_asked else ordinary)
            reply = [NO] if is_asked and luck.random() < 0.5 else []
            while len(asked) + sum(map(len, reply)) < BYTES - 150:
                reply.append(luck.choice(SENTENCES))
            line = {
                "id": f"call-{number}",
                "time": START + number * days * 86_400 / count,
                "turns": [{"role": "user", "text": asked}],
                "reply": " ".join(reply),
            }
            file.write(f"{json.dumps(line)}\n")


def _decoding(log: Path) -> float:
    lines = log.read_bytes().splitlines()
    start = time.process_time()
    for line in lines:
        json.loads(line)
    return time.process_time() - start


def _scan(log: Path, policy: Path, *, jobs: int) -> Cost:
    """Scan in a process of its own, whose children count too."""
    words = ["watch", "scan", str(log), "--policy", str(policy), "--jobs", str(jobs), "--json"]
    words += ["--store", str(log.with_suffix(f".{jobs}.db"))]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    script = (
        "import resource, sys\nfrom brightline.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "finally:\n"
        "    own = resource.getrusage(resource.RUSAGE_SELF)\n"
        "    print(own.ru_utime + own.ru_stime, own.ru_maxrss, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, check=False
    )
    if done.returncode not in {0, 1}:
        raise SystemExit(done.stderr)
    after, end = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    own, peak = done.stderr.splitlines()[-1].split()
    return Cost(cpu, float(own), end - start, int(peak) / 1024)


if __name__ == "__main__":
    main()
