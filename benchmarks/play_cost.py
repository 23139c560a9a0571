"""What a call costs in CPU: targets and run against a bare HTTP client, on the same server.

usage: python benchmarks/play_cost.py [CALLS] [AT_ONCE] [ROUNDS]

A server of its own process answers every call after 20 ms. The bare client is httpx2 as one
would write it: at most 50 connections per client, `post(json=…)`, `.json()`. The other side is
`brightline.run.play` with an `OpenAITarget` and a `Ledger` that writes nowhere. Rounds are
paired and their order alternates, because machines are noisy; quote the median ratio.
"""

import json
import multiprocessing
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from multiprocessing.connection import Connection

import anyio
import anyio.abc
import httpx2

from brightline.records import Case, Expected, Record, Role, TargetOptions, Turn
from brightline.run.ledger import Ledger
from brightline.run.play import Queue, RunSettings, play
from brightline.targets.openai import OpenAITarget

LATENCY_S = 0.02
SYSTEM = "You are a homework helper for children. Stay with school subjects. " * 3
QUESTION = "How does a volcano come to be, and why do some of them sleep? " * 4
REPLY = json.dumps(
    {
        "id": "a",
        "model": "mock-1",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "Molten rock rises. " * 20},
                "finish_reason": "stop",
            }
        ],
        "usage": {"prompt_tokens": 80, "completion_tokens": 60, "total_tokens": 140},
    }
).encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
ANSWER = HEAD % len(REPLY) + REPLY


def main() -> None:
    """Measure, and print one line per round and the median."""
    calls, at_once, rounds = (
        int(given) if given else default
        for given, default in zip([*sys.argv[1:], "", "", ""][:3], (2000, 64, 5), strict=True)
    )
    near, far = multiprocessing.Pipe()
    server = multiprocessing.Process(target=_serve, args=(far,), daemon=True)
    server.start()
    base = f"http://127.0.0.1:{near.recv()}/v1"
    try:
        ratios = []
        for index in range(rounds):
            pair: list[Callable[[], Awaitable[float]]] = [
                lambda: _bare(base, calls, at_once),
                lambda: _ours(base, calls, at_once),
            ]
            order = (0, 1) if index % 2 else (1, 0)
            spent = {which: anyio.run(pair[which]) for which in order}
            ratios.append(spent[1] / spent[0])
            print(
                f"bare {spent[0] / calls * 1e3:.3f} ms, targets + run"
                f" {spent[1] / calls * 1e3:.3f} ms, ratio {ratios[-1]:.2f}"
            )
        print(f"median ratio {statistics.median(ratios):.2f}")
    finally:
        server.terminate()
        server.join()


async def _bare(base: str, calls: int, at_once: int) -> float:
    count = -(-at_once // 50)
    limits = httpx2.Limits(max_connections=-(-at_once // count))
    clients = [httpx2.AsyncClient(limits=limits, timeout=60) for _ in range(count)]
    todo = iter(range(calls))
    before = time.process_time()

    async def work(client: httpx2.AsyncClient) -> None:
        for _ in todo:
            response = await client.post(
                f"{base}/chat/completions",
                json={
                    "model": "mock-1",
                    "messages": [
                        {"role": "system", "content": SYSTEM},
                        {"role": "user", "content": QUESTION},
                    ],
                },
            )
            response.json()["choices"][0]["message"]["content"]

    async with anyio.create_task_group() as group:
        for index in range(at_once):
            group.start_soon(work, clients[index % count])
    for client in clients:
        await client.aclose()
    return time.process_time() - before


async def _ours(base: str, calls: int, at_once: int) -> float:
    target = OpenAITarget.from_spec(base, TargetOptions(model="mock-1"))
    before = time.process_time()
    async with Ledger(_drop) as ledger:
        ending = await play(
            Queue(_plan(calls)),
            target,
            settings=RunSettings(system_prompt=SYSTEM, at_once=at_once),
            intend=ledger.put,
            deliver=ledger.put_soon,
            stop=anyio.Event(),
        )
    await target.aclose()
    if ending.calls != calls or ending.reason != "completed":
        raise SystemExit(f"the run did not complete: {ending}")
    return time.process_time() - before


def _plan(calls: int) -> Iterator[tuple[Case, int]]:
    case = Case(
        id="rule/direct/0",
        rule_id="rule",
        technique="direct",
        expected=Expected.ANSWER,
        objective=QUESTION,
        turns=(Turn(role=Role.USER, text=QUESTION),),
    )
    return ((case, trial) for trial in range(1, calls + 1))


def _drop(rows: Sequence[Record]) -> None:
    """Stand in for a store that costs nothing."""


def _serve(pipe: Connection) -> None:
    anyio.run(_listen, pipe)


async def _listen(pipe: Connection) -> None:
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    pipe.send(listener.extra(anyio.abc.SocketAttribute.local_port))  # noqa: S610 - no Django here
    await listener.serve(_answer)


async def _answer(stream: anyio.abc.SocketStream) -> None:
    held = b""
    async with stream:
        while True:
            head, mark, rest = held.partition(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0] or 0)
            if mark and len(rest) >= length:
                held = rest[length:]
                await anyio.sleep(LATENCY_S)
                await stream.send(ANSWER)
                continue
            try:
                held += await stream.receive()
            except anyio.EndOfStream:
                return


if __name__ == "__main__":
    main()
