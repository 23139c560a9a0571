"""Tasks in, answers out, from Daft: on this machine, or on a cluster of Ray.

All that knows Daft or Ray is in this file. It needs the extra `scan`, or `cluster`.
"""

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from brightline.errors import UsageError
from brightline.pipeline.watch.engine.children import CHILDREN

if TYPE_CHECKING:
    import daft

DAFT = "daft"
RAY = "ray"
_CLIENT = "ray://"

SILENT = {
    "DAFT_ANALYTICS_ENABLED": "0",
    "DO_NOT_TRACK": "1",
    "RAY_USAGE_STATS_ENABLED": "0",
    "SCARF_NO_ANALYTICS": "1",
}
"""Importing Daft tells its makers, and starting Ray those of Ray, unless this is said."""


class Machines:
    """Daft, told where to run."""

    def __init__(self, word: str) -> None:
        """Connect.

        Args:
            word: `daft` is this machine; `ray` the cluster that RAY_ADDRESS names, or else a
                new one on this machine; `ray://HOST:PORT` the cluster there.

        Raises:
            UsageError: there is no such engine, it is not installed, or it does not answer.
        """
        if word not in {DAFT, RAY} and not word.startswith(_CLIENT):
            raise UsageError(
                f"there is no engine {word!r}",
                slug="engine-unknown",
                hint="Say daft, ray or ray://HOST:PORT.",
            )
        self._on_ray = word != DAFT
        os.environ.update(SILENT)
        try:
            self.cores = _on_ray(word) if self._on_ray else _here()
        except ImportError as error:
            extra = "cluster" if self._on_ray else "scan"
            raise UsageError(
                f"--engine {word} needs packages that are not installed",
                slug="engine-missing",
                hint=f"On each machine: pip install 'brightline[{extra}]'.",
            ) from error

    def run(self, tasks: Sequence[bytes]) -> Iterator[tuple[int, bytes | None]]:
        """Yield the place of each task and its answer; None where its worker was lost.

        A machine that is lost costs what it was doing: Daft gives that to another.
        """
        import daft

        # In threads of the worker: each waits for a child, and a child that dies ends nothing.
        column = daft.func.batch(
            return_dtype=daft.DataType.binary(), use_process=False, batch_size=1
        )
        frame = daft.from_pydict({"at": list(range(len(tasks))), "task": list(tasks)})
        if self._on_ray:
            frame = frame.into_partitions(len(tasks))
        done = frame.select(frame["at"], column(do)(frame["task"]).alias("answer"))
        for row in done.iter_rows():
            yield row["at"], row["answer"]


def do(tasks: "daft.Series") -> list[bytes | None]:
    """Return what a child of this worker answers to each task."""
    return [CHILDREN.do(task) for task in tasks.to_pylist()]


def _here() -> int:
    import daft

    daft.set_runner_native()
    return os.cpu_count() or 1


def _on_ray(word: str) -> int:
    import daft
    import ray

    address = word if word.startswith(_CLIENT) else None
    try:
        if not ray.is_initialized():
            ray.init(
                address,
                log_to_driver=False,
                logging_level="ERROR",
                runtime_env={"env_vars": SILENT},
            )
        daft.set_runner_ray(noop_if_initialized=True)
        cores = ray.cluster_resources().get("CPU", 1)
    except (ConnectionError, OSError, ValueError, RuntimeError) as error:
        raise UsageError(
            f"no cluster of Ray answers: {why_silent(error)}",
            slug="engine-silent",
            hint="Start it (ray start --head), and name it: --engine ray://HOST:10001. Where it"
            " runs, see whether its machine is busy, and try again.",
        ) from error
    return max(1, int(cores))


def why_silent(error: Exception) -> str:
    """Return the line that says why Ray does not answer; the first may only announce it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    if not lines:
        return type(error).__name__
    return lines[-1] if lines[0].endswith(":") else lines[0]
