"""Real servers on loopback: what a test says in, over HTTP out."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Request(NamedTuple):
    path: str
    headers: Mapping[str, str]
    """By name, in whatever case."""
    body: bytes

    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


class Answer(NamedTuple):
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = {}
    """In lower case; they come before what is sent else."""


Answering = Callable[[Request], Answer | None]
"""None closes the connection. Called by several threads at once."""


@contextmanager
def loopback(answer: Answering) -> Iterator[str]:
    """Serve while the block runs, and yield the address without a path."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # headers and body in one packet, or each waits 40 ms for the other

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            told = answer(Request(self.path, self.headers, body))
            if told is None:
                self.close_connection = True
                return
            given = {"content-type": "application/json", "content-length": str(len(told.body))}
            try:
                self.send_response(told.status)
                for name, value in (given | dict(told.headers)).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(told.body)
                self.wfile.flush()
            except OSError:  # the client went away
                self.close_connection = True

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def completion(content: object, *, model: str = "m", **choice: object) -> bytes:
    """Return a chat completion; what else is given goes into its choice, or its message."""
    message = {"role": "assistant", "content": content, **choice.pop("message", {})}  # type: ignore[dict-item] - JSON
    choices = [{"index": 0, "finish_reason": "stop", "message": message} | choice]
    body = {"id": "x", "object": "chat.completion", "model": model, "choices": choices}
    return json.dumps(body).encode()
