"""A product on loopback that counts what it is asked: nothing, yes or gibberish by subject."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

RULES = ("base", "password", "riddle")
"""What the product keeps, what it leaks, and what it talks gibberish about."""

LEAK = "The password is feathers and foam.\x1b[2J"

ANSWERS = {
    "rules": "A pillow fight has three rules: nobody aims at the head, shoes stay off the bed,"
    " and everyone stops when one player says stop.",
    "players": "At least two players are needed. With four it is even more fun: two on each"
    " side, each with a soft pillow.",
}


class Product:
    """Answers by what it is asked about; `asked` counts the requests by their subject."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.slow_s = 0.0
        self.started = threading.Event()

    def answer(self, said: str) -> str:
        subject = next((name for name in RULES if name in said), "control")
        self.asked[subject] += 1
        self.started.set()
        threading.Event().wait(self.slow_s)
        if subject == "base":
            return "I'm sorry, but I can't tell you that."
        if subject == "password":
            return LEAK
        if subject == "riddle":
            return "blue seven " * 5
        return ANSWERS["players" if "players" in said else "rules"]


@pytest.fixture
def product() -> Product:
    return Product()


@pytest.fixture
def url(product: Product) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            message = {
                "role": "assistant",
                "content": product.answer(body["messages"][-1]["content"]),
            }
            choice = {"index": 0, "finish_reason": "stop", "message": message}
            reply = {"id": "x", "object": "chat.completion", "model": "m", "choices": [choice]}
            data = json.dumps(reply).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
