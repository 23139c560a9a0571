"""A real HTTP server on loopback that keeps what it is told, and answers as it is told to."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Hearer:
    url: str = ""
    answers: list[int] = field(default_factory=list)
    """Statuses of the next answers; 200 once they are used up."""
    paths: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    more: threading.Condition = field(default_factory=threading.Condition)

    def heard(self) -> list[dict[str, object]]:
        return [json.loads(body) for body in self.bodies]

    def wait_for(self, count: int, *, most_s: float = 30.0) -> None:
        with self.more:
            assert self.more.wait_for(lambda: len(self.bodies) >= count, most_s)


@contextmanager
def hearing() -> Iterator[Hearer]:
    found = Hearer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            with found.more:
                status = found.answers.pop(0) if found.answers else 200
                if status == 200:
                    found.paths.append(self.path)
                    found.headers.append(dict(self.headers.items()))
                    found.bodies.append(body)
                found.more.notify_all()
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}/hook/s3cret"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
