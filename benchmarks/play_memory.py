"""How memory grows with the length of a plan: it should not.

usage: python benchmarks/play_memory.py [PLAYS]

An in-process product answers at once; attempts are counted and dropped, as a store would keep
them elsewhere. Prints the peak of resident memory after a thousand plays and after all.
"""

import resource
import sys
from collections.abc import Iterator, Sequence

import anyio

from brightline.records import (
    Attempt,
    Case,
    Conversation,
    Expected,
    Intent,
    Reply,
    Role,
    Turn,
    Withdrawal,
)
from brightline.run.play import Queue, RunSettings, play

WARM = 1_000


class Instant:
    """A product that answers at once."""

    name = "instant"
    takes_system = True
    takes_turns = True
    takes_history = True

    async def answer(self, conversation: Conversation) -> Reply:
        """Answer with what was asked."""
        return Reply(text=conversation.turns[-1].text, tokens=100)

    async def aclose(self) -> None:
        """Hold nothing."""


def main() -> None:
    """Play twice, and print both peaks."""
    plays = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    peaks = []
    for count in (WARM, plays):
        delivered = anyio.run(_play, count)
        if delivered != count:
            raise SystemExit(f"{delivered} of {count} plays were delivered")
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        print(f"{count} plays: peak {peaks[-1]:.1f} MiB")
    print(f"growth {peaks[1] - peaks[0]:.1f} MiB")


async def _play(count: int) -> int:
    delivered = 0

    async def intend(rows: Sequence[Intent | Withdrawal]) -> None:
        del rows

    async def deliver(attempt: Attempt) -> None:
        nonlocal delivered
        del attempt
        delivered += 1

    await play(
        Queue(_plan(count)),
        Instant(),
        settings=RunSettings(system_prompt="Be kind.", at_once=64),
        intend=intend,
        deliver=deliver,
        stop=anyio.Event(),
    )
    return delivered


def _plan(count: int) -> Iterator[tuple[Case, int]]:
    for index in range(count):
        text = f"Question {index}: how does a volcano come to be?"
        yield (
            Case(
                id=f"rule/direct/{index}",
                rule_id="rule",
                technique="direct",
                expected=Expected.ANSWER,
                objective=text,
                turns=(Turn(role=Role.USER, text=text),),
            ),
            1,
        )


if __name__ == "__main__":
    main()
