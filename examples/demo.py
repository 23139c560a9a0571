"""The demo: serves Sprout on loopback, plays its policy against it, and names a report to open.

With `--real` the product is a real model instead, SmolLM2-135M-Instruct under Sprout's prompt.
"""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
HOME = HERE.parent / "build"
BRIGHTLINE = (sys.executable, "-m", "brightline")
RAN = (0, 1, 5)
"""Exit codes of a run that came to its end, whatever it found."""

SIMULATED = ("--model", "sprout-1", "--seed", "1", "--system-prompt", "send", "--at-once", "32")
REAL = (
    *("--model", "smollm2-135m-instruct", "--seed", "1", "--at-once", "4"),
    *("--max-tokens", "64", "--temperature", "0.7", "--trials", "1"),
    *("--technique", "direct", "--technique", "forged_system"),
)
"""A part of the suite and short replies, so that two cores answer it within five minutes."""


def main(*, real: bool) -> int:
    """Run the demo; returns 0 when it ran, whatever the gate said of the product."""
    home = HOME / ("demo-real" if real else "demo")
    home.mkdir(parents=True, exist_ok=True)
    store, page = ("--store", str(home / "brightline.db")), home / "report.html"
    serve = (
        [sys.executable, str(HERE / "real_model.py")]
        if real
        else [*BRIGHTLINE, "simulate", "--port", "0", "--seed", "1"]
    )
    log = (home / "server.log").open("w")
    server = subprocess.Popen(serve, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        assert server.stdout is not None  # noqa: S101 - we asked for a pipe
        url = server.stdout.readline().strip()
        if not url:
            print(f"the product did not start; see {log.name}", file=sys.stderr)
            return 1
        policy = str(HERE / "sprout" / "policy.yaml")
        options = REAL if real else SIMULATED
        run = [*BRIGHTLINE, "run", policy, "--target", url, *options, *store]
        gate = subprocess.run(run, check=False).returncode
        if gate not in RAN:
            return gate
        report = [*BRIGHTLINE, "report", "last", *store, "--format", "html", "--out", str(page)]
        subprocess.run(report, check=True)
    finally:
        server.terminate()
        server.wait()
        log.close()
    print(f"\nThe gate would exit with {gate}. Open the report: {page.resolve()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(real="--real" in sys.argv[1:]))
