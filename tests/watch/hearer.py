"""A real HTTP server on loopback that keeps what it is told, and answers as it is told to."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from loopback import Answer, Request, loopback


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

    def answer(request: Request) -> Answer:
        body = request.body
        if request.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        with found.more:
            status = found.answers.pop(0) if found.answers else 200
            if status == 200:
                found.paths.append(request.path)
                found.headers.append(dict(request.headers.items()))
                found.bodies.append(body)
            found.more.notify_all()
        return Answer(status=status)

    with loopback(answer) as address:
        found.url = f"{address}/hook/s3cret"
        yield found
