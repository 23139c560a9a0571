"""A conversation in, the reply of a Python callable out."""

import importlib
import inspect
import sys
from collections.abc import Awaitable, Callable
from typing import NoReturn, cast

import anyio
import anyio.to_thread

from brightline.errors import BrightlineError, ConfigurationError, TargetError
from brightline.records import Conversation, Fault, Reply, TargetOptions
from brightline.targets.failures import excerpt, failed
from brightline.targets.gate import storable
from brightline.targets.naming import described
from brightline.targets.reading import messages_of

Answerer = Callable[[list[dict[str, str]]], object]
"""Takes messages of `{role, content}`; returns the reply's text or a `Reply`, or awaits it."""

THREADS = 256
"""Ordinary functions that run at the same time; each needs a thread of its own."""


class PythonTarget:
    """A callable of the user's own process."""

    takes_turns = True
    """Several turns can be played: all of them are passed."""

    takes_history = True
    """A reply that we made up can be sent: all turns are passed."""

    def __init__(
        self,
        callable_: Callable[..., object],
        *,
        options: TargetOptions | None = None,
        name: str = "",
    ) -> None:
        self._call = cast("Answerer", callable_)
        self._options = options or TargetOptions()
        self.takes_system = self._options.sends_system is not False
        self.name = described(f"python:{name or _name_of(callable_)}", self._options)
        self._threads: anyio.CapacityLimiter | None = None
        self._asynchronous = inspect.iscoroutinefunction(callable_) or (
            inspect.iscoroutinefunction(type(callable_).__call__)
        )

    @classmethod
    def from_spec(cls, spec: str, options: TargetOptions) -> "PythonTarget":
        """Return the target for `python:` and `module:function` after it.

        Args:
            spec: Modules of the current folder can be named, too; dots reach into a class.
            options: What the command line adds.

        Raises:
            ConfigurationError: it cannot be imported, or is no callable.
        """
        module, _, attribute = spec.strip().partition(":")
        if not module or not attribute:
            raise ConfigurationError(
                f"'python:{spec}' does not name a function",
                slug="target-python-spec",
                hint="Write python:module:function.",
            )
        found = _attribute(_import(module), attribute, module)
        if not callable(found):
            raise ConfigurationError(
                f"{attribute!r} of {module!r} cannot be called",
                slug="target-python-attribute",
                hint="Name a function that takes messages and returns the reply's text.",
            )
        return cls(found, options=options, name=spec.strip())

    async def answer(self, conversation: Conversation) -> Reply:
        """Call the callable once and return its reply.

        An ordinary function that is still busy at the deadline is left to end by itself: Python
        cannot stop a thread.

        Raises:
            TargetError: it raised, took too long, or returned no text.
        """
        deadline_s = self._options.deadline_s
        with anyio.move_on_after(deadline_s):
            return self._reply(await self._run(messages_of(conversation.turns)))
        raise failed(
            Fault.TIMEOUT,
            f"no answer within {deadline_s:g} s",
            hint="Allow more time with --deadline-s.",
            retryable=True,
        )

    async def aclose(self) -> None:
        """Do nothing: a callable holds nothing of ours."""

    async def _run(self, messages: list[dict[str, str]]) -> object:
        made: list[object] = []
        raised: list[BaseException] = []

        async def call() -> None:
            try:
                made.append(await self._called(messages))
            except BaseException as error:
                # A product may give up a task of its own; who is stopped by us must stop.
                if anyio.get_current_task().has_pending_cancellation():
                    raise
                raised.append(error)  # kept out of the group, which would wrap it

        async with anyio.create_task_group() as group:
            group.start_soon(call)
        for error in raised:
            self._tell(error)
        return made[0]

    def _tell(self, error: BaseException) -> NoReturn:
        """Raise what a product raised as a fault of it, but for what is meant for us."""
        own = (Exception, SystemExit, anyio.get_cancelled_exc_class())
        if isinstance(error, BrightlineError) or not isinstance(error, own):
            raise error  # a key pressed, or a test runner that is told to stop
        said = f": {excerpt(str(error))}" if str(error) else ""
        raise failed(
            Fault.CRASHED,
            f"{self.name} raised {type(error).__name__}{said}",
        ) from error

    async def _called(self, messages: list[dict[str, str]]) -> object:
        if self._asynchronous:
            return await cast("Awaitable[object]", self._call(messages))
        if self._threads is None:
            self._threads = anyio.CapacityLimiter(THREADS)
        # In a tuple, since trio lets no function hand a coroutine out of a thread.
        (found,) = await anyio.to_thread.run_sync(
            lambda: (self._call(messages),), abandon_on_cancel=True, limiter=self._threads
        )
        return await found if inspect.isawaitable(found) else found

    def _reply(self, found: object) -> Reply:
        if isinstance(found, Reply):
            return found
        if isinstance(found, str):
            return Reply(text=storable(found))
        raise self._no_text(found)

    def _no_text(self, found: object) -> TargetError:
        return failed(
            Fault.MALFORMED,
            f"{self.name} returned {type(found).__name__}, not text",
            hint="Return the reply's text.",
        )


def _import(module: str) -> object:
    if "" not in sys.path:
        sys.path.insert(0, "")  # the current folder, which a console script leaves out
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        missing = error.name or module
        raise ConfigurationError(
            f"there is no module {missing!r}"
            + ("" if missing == module else f", which {module!r} imports"),
            slug="target-python-module",
            hint="Run from the folder that holds it, or install it beside brightline.",
        ) from error
    except (Exception, SystemExit) as error:
        raise ConfigurationError(
            f"importing {module!r} raised {type(error).__name__}: {excerpt(str(error))}",
            slug="target-python-module",
            hint="Import it by hand to see where.",
        ) from error


def _attribute(found: object, attribute: str, module: str) -> object:
    for name in attribute.split("."):
        try:
            found = getattr(found, name)
        except AttributeError as error:
            raise ConfigurationError(
                f"module {module!r} has no {attribute!r}",
                slug="target-python-attribute",
                hint=f"It has {_names_in(found)}.",
            ) from error
    return found


def _names_in(found: object) -> str:
    names = [name for name, value in vars(found).items() if callable(value)]
    public = [name for name in names if not name.startswith("_")]
    return ", ".join(public[:8]) or "nothing that can be called"


def _name_of(callable_: Callable[..., object]) -> str:
    module = getattr(callable_, "__module__", "?")
    return f"{module}:{getattr(callable_, '__qualname__', type(callable_).__qualname__)}"
