"""A program as a product: what it reads, how it fails, that nothing of it is left."""
# ruff: noqa: PLR0917 - fixtures are functions, keys are planted

import os
import shlex
import sys
from pathlib import Path

import anyio
import pytest

from brightline.errors import ConfigurationError, TargetError
from brightline.records import Conversation, Fault, TargetOptions
from brightline.targets.command import CommandTarget


def program(code: str, deadline_s: float = 20.0) -> CommandTarget:
    spec = f"{shlex.quote(sys.executable)} -c {shlex.quote(code)}"
    return CommandTarget.from_spec(spec, TargetOptions(deadline_s=deadline_s))


async def test_it_reads_the_conversation_and_writes_the_reply(hello: Conversation) -> None:
    code = (
        "import json, sys; asked = json.load(sys.stdin)\n"
        "print(asked['attempt'], [m['role'] for m in asked['messages']])"
    )

    reply = await program(code).answer(hello)

    assert reply.text == "rule/direct/0#1 ['system', 'user']"


@pytest.mark.parametrize(
    ("code", "fault", "words"),
    [
        ("import sys; sys.exit('it broke')", Fault.CRASHED, "code 1: it broke"),
        ("import os; os.kill(os.getpid(), 9)", Fault.CRASHED, "signal 9"),
        ("import sys; sys.stdout.buffer.write(b'\\xff')", Fault.MALFORMED, "UTF-8"),
        ("print('x' * 9_000_000)", Fault.TOO_LARGE, "8 MiB"),
        ("while True: print('x' * 100_000)", Fault.TOO_LARGE, "8 MiB"),
    ],
)
async def test_what_goes_wrong_is_a_fault(
    code: str, fault: Fault, words: str, hello: Conversation
) -> None:
    with pytest.raises(TargetError) as caught:
        await program(code).answer(hello)

    assert caught.value.slug == fault
    assert words in str(caught.value)


async def test_a_program_that_does_not_read_may_still_answer(hello: Conversation) -> None:
    long = hello.turns[-1].model_copy(update={"text": "x" * 1_000_000})

    reply = await program("print('ok')").answer(hello.model_copy(update={"turns": (long,)}))

    assert reply.text == "ok"


async def test_much_on_the_error_output_does_not_block_it(hello: Conversation) -> None:
    code = "import sys; sys.stderr.write('e' * 1_000_000); print('ok')"

    assert (await program(code).answer(hello)).text == "ok"


async def test_it_is_killed_with_its_children_at_the_deadline(
    hello: Conversation, tmp_path: Path
) -> None:
    note = tmp_path / "pids"
    code = (
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(note)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
        "time.sleep(600)"
    )

    with pytest.raises(TargetError) as caught:
        await program(code, deadline_s=3).answer(hello)

    assert caught.value.slug == Fault.TIMEOUT
    for pid in map(int, note.read_text().split()):
        with anyio.fail_after(10):
            while _runs(pid):  # noqa: ASYNC110 - nobody tells us when it has gone
                await anyio.sleep(0.01)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("", "empty"),
        ("no-such-program-at-all --flag", "no program 'no-such-program-at-all'"),
        ("echo 'open", "split into words"),
    ],
)
def test_a_command_that_cannot_run_is_said_before(spec: str, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words):
        CommandTarget.from_spec(spec, TargetOptions())


async def test_no_shell_reads_it(hello: Conversation) -> None:
    target = CommandTarget.from_spec("echo $HOME ; rm", TargetOptions())

    assert (await target.answer(hello)).text == "$HOME ; rm"


def test_the_name_leaves_the_arguments_out() -> None:
    target = CommandTarget.from_spec("echo --key sk-123456", TargetOptions())

    assert target.name == "command:echo"
