"""What the pytest plugin costs a session without a policy: paired sessions in an empty folder.

Usage: python benchmarks/pytest_overhead.py [PAIRS]

With the plugin against `-p no:brightline`, in turn. CPU time of the process, since wall time on
a busy machine says more about the machine; the median of the differences, and the difference of
the least.
"""

import resource
import statistics
import subprocess
import sys
import tempfile


def cpu_ms(folder: str, *more: str) -> float:
    """Return the CPU time of one session in ms."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    words = [
        sys.executable,
        "-m",
        "pytest",
        "--collect-only",
        "-q",
        "-p",
        "no:cacheprovider",
        *more,
    ]
    subprocess.run(words, cwd=folder, stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main(pairs: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        cpu_ms(folder)
        found = [(cpu_ms(folder), cpu_ms(folder, "-p", "no:brightline")) for _ in range(pairs)]
    differences = [plugged - plain for plugged, plain in found]
    least = min(plugged for plugged, _ in found) - min(plain for _, plain in found)
    print(
        f"{pairs} pairs; a session takes {statistics.median(p for _, p in found):.0f} ms of CPU"
    )
    print(
        f"with the plugin: median {statistics.median(differences):+.1f} ms,"
        f" least {least:+.1f} ms"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
