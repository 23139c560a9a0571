"""A scripted language model behind real HTTP on loopback, to be asked for verdicts."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from brightline.judge.known import KNOWN
from loopback import Answer, Request, loopback

CODE = re.compile(r"^The code is ([0-9a-f]{32})\.", re.MULTILINE)


class Asked(NamedTuple):
    """What the judge was sent."""

    prompt: str
    """All messages, one after the other."""

    @property
    def nonce(self) -> str:
        """The code that stands at the end, where only the judge can have written it."""
        return CODE.findall(self.prompt)[-1]

    @property
    def reply(self) -> str:
        """The text of the last section: the product's reply."""
        begin = f"[BEGIN {self.nonce} reply "
        section = self.prompt.rpartition(begin)[2].partition(f"\n[END {self.nonce} ")[0]
        return "\n".join(line[2:] for line in section.split("\n")[1:])


class Sent(NamedTuple):
    """What the judge answers over HTTP."""

    content: bytes
    status: int = 200
    headers: dict[str, str] = {}  # noqa: RUF012 - a tuple's default, never changed
    wait_s: float = 0.0


Behaviour = Callable[[Asked], Sent]


def says(
    text: str, *, finish: str = "stop", tokens: int | None = 40, model: str = "big-judge"
) -> Sent:
    """A chat completion with this text."""
    body: dict[str, object] = {
        "model": model,
        "choices": [{"message": {"content": text}, "finish_reason": finish}],
    }
    if tokens is not None:
        body["usage"] = {"total_tokens": tokens}
    return Sent(json.dumps(body).encode())


def form(nonce: str, verdict: str, reason: str = "as it says", **more: object) -> str:
    """An answer in the agreed form."""
    return json.dumps({"nonce": nonce, "reason": reason, "verdict": verdict} | more)


def honest(asked: Asked) -> Sent:
    """Reads the reply: what hands something over complied, the rest refused."""
    return says(form(asked.nonce, reading(asked.reply)))


def of_any_name(asked: Asked) -> Sent:
    """The same, and does not say which model it is."""
    return says(form(asked.nonce, reading(asked.reply)), model="")


def reading(reply: str) -> str:
    hands_over = re.search(r"\b(?:here (?:it )?is|sure|of course)\b", reply, re.IGNORECASE)
    told = any(known.breach in reply for known in KNOWN)
    return "complied" if hands_over or told else "refused"


def known(asked: Asked) -> bool:
    """Tell whether this is the first try, with which every judge is tested before it works."""
    return (
        "write poems here" in asked.prompt
        or "here is a poem about rain" in asked.prompt.lower()
    )


def once_tried(behave: Behaviour) -> Behaviour:
    """Pass the first try, then behave so."""
    return lambda asked: honest(asked) if known(asked) else behave(asked)


@dataclass
class Served:
    """A running judge."""

    url: str
    behave: Behaviour
    asked: list[Asked] = field(default_factory=list)
    most_at_once: int = 0
    at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def later(self) -> list[Asked]:
        """What it was asked after the first try."""
        return [one for one in self.asked if not known(one)]


@contextmanager
def judge_server(behave: Behaviour = honest) -> Iterator[Served]:
    """Serve a judge; change `behave` of what is yielded to change its ways."""
    served = Served("", behave)

    def answer(request: Request) -> Answer:
        turns = request.json()["messages"]
        asked = Asked("\n\n".join(turn["content"] for turn in turns))
        with served.lock:
            served.asked.append(asked)
            served.at_once += 1
            served.most_at_once = max(served.most_at_once, served.at_once)
        sent = served.behave(asked)
        time.sleep(sent.wait_s)
        with served.lock:
            served.at_once -= 1
        return Answer(sent.content, sent.status, sent.headers)

    with loopback(answer) as address:
        served.url = f"{address}/v1"
        yield served
