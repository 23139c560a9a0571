"""A conversation in, what a program writes out: its input is JSON, its output the reply."""

import json
import os
import shlex
import shutil
import signal
from collections.abc import Sequence
from contextlib import suppress
from subprocess import PIPE

import anyio
import anyio.abc

from brightline.errors import ConfigurationError
from brightline.records import Conversation, Fault, Reply, TargetOptions
from brightline.targets.failures import excerpt, failed
from brightline.targets.naming import described
from brightline.targets.reading import messages_of
from brightline.targets.transport import MAX_BYTES

ERROR_BYTES = 64 * 1024
"""Bytes kept of what a program says on its error output; the rest is read and dropped."""

DRAIN_S = 1.0
"""For a child that left the process group and keeps the pipe open."""


class CommandTarget:
    """A program that is started anew for every call."""

    takes_turns = True
    """Several turns can be played: all of them are passed."""

    takes_history = True
    """A reply that we made up can be sent: all turns are passed."""

    def __init__(self, command: Sequence[str], options: TargetOptions) -> None:
        self._command = list(command)
        self._options = options
        self.takes_system = options.sends_system is not False
        # Arguments may hold a key, so that only the program is named.
        self.name = described(f"command:{os.path.basename(command[0])}", options)  # noqa: PTH119 - a name, not a file that we touch

    @classmethod
    def from_spec(cls, spec: str, options: TargetOptions) -> "CommandTarget":
        """Return the target for `command:` and the command line after it; no shell reads it.

        Raises:
            ConfigurationError: it cannot be split into words, or there is no such program.
        """
        try:
            words = shlex.split(spec)
        except ValueError as error:
            raise ConfigurationError(
                f"the command cannot be split into words: {error}",
                slug="target-command",
                hint="Close every quote.",
            ) from error
        program = shutil.which(words[0]) if words else None
        if program is None:
            raise ConfigurationError(
                f"there is no program {words[0]!r}" if words else "the command is empty",
                slug="target-command",
                hint="Write command:'program --flag', with a program on PATH or a path to one.",
            )
        return cls([program, *words[1:]], options)

    def __repr__(self) -> str:
        return f"CommandTarget({self.name})"

    async def answer(self, conversation: Conversation) -> Reply:
        """Run the program once and return what it writes.

        Raises:
            TargetError: it failed, took too long, or wrote too much or no UTF-8.
        """
        deadline_s = self._options.deadline_s
        try:
            with anyio.fail_after(deadline_s):
                return await self._run(_input(conversation))
        except TimeoutError as error:
            raise failed(
                Fault.TIMEOUT,
                f"the program did not end within {deadline_s:g} s",
                hint="Give it more time with --deadline-s.",
                retryable=True,
            ) from error
        except OSError as error:
            raise failed(
                Fault.CRASHED, f"the program cannot be started: {error.strerror}"
            ) from error

    async def aclose(self) -> None:
        """Do nothing: every call ends its own program."""

    async def _run(self, content: bytes) -> Reply:
        # A session of its own makes it a process group, so that its children end with it.
        process = await anyio.open_process(
            self._command, stdin=PIPE, stdout=PIPE, stderr=PIPE, start_new_session=True
        )
        output, errors = _Kept(MAX_BYTES), _Kept(ERROR_BYTES)
        try:
            async with anyio.create_task_group() as group:
                group.start_soon(_feed, process, content)
                group.start_soon(errors.take, process.stderr)
                await output.take(process.stdout, stop=True)
                if output.full:
                    group.cancel_scope.cancel()
                else:
                    await process.wait()
        finally:
            await _end(process)
        return _reply(process.returncode, output, errors)


class _Kept:
    """What a stream said, up to a size."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._content = bytearray()
        self.full = False

    async def take(
        self, stream: anyio.abc.ByteReceiveStream | None, *, stop: bool = False
    ) -> None:
        """Read a stream to its end, or to the limit if told to stop there."""
        if stream is None:
            return
        async for chunk in stream:
            room = self._limit - len(self._content)
            self._content += chunk[:room]
            self.full = self.full or len(chunk) > room
            if self.full and stop:
                return

    def text(self, errors: str = "strict") -> str:
        """Return it decoded."""
        return self._content.decode("utf-8", errors)


def _input(conversation: Conversation) -> bytes:
    return json.dumps(
        {
            "messages": messages_of(conversation.turns),
            "attempt": conversation.attempt_id,
            "seed": conversation.seed,
        }
    ).encode()


async def _feed(process: anyio.abc.Process, content: bytes) -> None:
    """Write the conversation; a program that does not read it is within its rights."""
    if process.stdin is None:
        return
    with suppress(anyio.BrokenResourceError, anyio.ClosedResourceError, OSError):
        await process.stdin.send(content)
    with suppress(anyio.BrokenResourceError, anyio.ClosedResourceError, OSError):
        await process.stdin.aclose()


async def _end(process: anyio.abc.Process) -> None:
    """Stop the program with everything that it started, and give back its streams."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with anyio.CancelScope(shield=True):
        await process.wait()
        with anyio.move_on_after(DRAIN_S):
            await _drain(process.stdout)
            await _drain(process.stderr)
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                with suppress(anyio.BrokenResourceError, OSError):
                    await stream.aclose()


async def _drain(stream: anyio.abc.ByteReceiveStream | None) -> None:
    """Read a dead program's stream to its end: only then is the pipe given back."""
    if stream is not None:
        with suppress(anyio.BrokenResourceError, anyio.ClosedResourceError):
            async for _ in stream:
                pass


def _reply(code: int | None, output: _Kept, errors: _Kept) -> Reply:
    if output.full:
        raise failed(Fault.TOO_LARGE, f"the program wrote more than {MAX_BYTES // 2**20} MiB")
    if code != 0:
        said = excerpt(errors.text("replace")[-400:])
        how = f"code {code}" if code is None or code > 0 else f"signal {-code}"
        raise failed(
            Fault.CRASHED, f"the program ended with {how}" + (f": {said}" if said else "")
        )
    try:
        return Reply(text=output.text().removesuffix("\n"))
    except UnicodeDecodeError as error:
        raise failed(
            Fault.MALFORMED,
            "what the program wrote is not UTF-8",
            hint="Have it write the reply as UTF-8.",
        ) from error
