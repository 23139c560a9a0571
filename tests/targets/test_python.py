"""A callable as a product: sync, async, failing, slow."""
# ruff: noqa: ANN401, PLR0917 - fixtures are functions, keys are planted

import asyncio  # noqa: TID251 - only there can a product cancel what it waits for
import threading
from pathlib import Path
from typing import Any

import anyio
import anyio.lowlevel
import pytest

from brightline.errors import ConfigurationError, TargetError
from brightline.records import Conversation, Fault, Reply, TargetOptions
from brightline.targets.python import PythonTarget


async def async_answer(messages: list[dict[str, str]]) -> str:
    await anyio.lowlevel.checkpoint()
    return messages[-1]["content"]


class Product:
    async def __call__(self, messages: list[dict[str, str]]) -> str:
        return messages[-1]["content"]


@pytest.mark.parametrize(
    "product",
    [
        lambda messages: messages[-1]["content"],
        lambda messages: async_answer(messages),  # noqa: PLW0108 - an ordinary function
        async_answer,
        Product(),
        lambda messages: Reply(text=messages[-1]["content"]),
    ],
    ids=["sync", "awaitable", "async", "object", "reply"],
)
async def test_every_kind_of_callable_answers(product: Any, hello: Conversation) -> None:
    assert (await PythonTarget(product).answer(hello)).text == "Say hello."


async def test_an_ordinary_function_does_not_block_the_others(hello: Conversation) -> None:
    barrier = threading.Barrier(8, timeout=10)

    def product(messages: list[dict[str, str]]) -> str:
        barrier.wait()
        return messages[0]["content"]

    target = PythonTarget(product)
    async with anyio.create_task_group() as group:
        for _ in range(8):
            group.start_soon(target.answer, hello)


def boom(messages: list[dict[str, str]]) -> str:
    raise KeyError(messages[0]["role"])


def leave(messages: list[dict[str, str]]) -> str:
    raise SystemExit(len(messages))


@pytest.mark.parametrize(
    ("product", "fault", "words"),
    [
        (boom, Fault.CRASHED, "KeyError: 'system'"),
        (leave, Fault.CRASHED, "SystemExit"),
        (lambda _: None, Fault.MALFORMED, "NoneType"),
        (lambda _: b"x", Fault.MALFORMED, "bytes"),
    ],
)
async def test_what_goes_wrong_is_a_fault(
    product: Any, fault: Fault, words: str, hello: Conversation
) -> None:
    with pytest.raises(TargetError) as caught:
        await PythonTarget(product, name="p").answer(hello)

    assert caught.value.slug == fault
    assert words in str(caught.value)


@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_a_task_that_the_product_gave_up_is_a_crash_and_being_stopped_is_none(
    hello: Conversation,
) -> None:
    async def gives_up(messages: list[dict[str, str]]) -> str:
        task = asyncio.ensure_future(anyio.sleep_forever())
        task.cancel(str(messages))
        await task
        return "never"

    async def hangs(messages: list[dict[str, str]]) -> str:
        await anyio.sleep_forever()
        return str(messages)

    with pytest.raises(TargetError, match="CancelledError") as caught:
        await PythonTarget(gives_up).answer(hello)
    with anyio.move_on_after(0.05) as scope:
        await PythonTarget(hangs).answer(hello)
    asked = asyncio.ensure_future(PythonTarget(hangs).answer(hello))
    await anyio.sleep(0.05)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked

    assert caught.value.slug == Fault.CRASHED
    assert scope.cancelled_caught


async def test_a_timeout_of_its_own_is_a_crash_and_ours_is_a_timeout(
    hello: Conversation,
) -> None:
    async def raises(messages: list[dict[str, str]]) -> str:
        raise TimeoutError(messages[0]["role"])

    async def hangs(messages: list[dict[str, str]]) -> str:
        await anyio.sleep_forever()
        return str(messages)

    options = TargetOptions(deadline_s=0.05)
    for product, fault in ((raises, Fault.CRASHED), (hangs, Fault.TIMEOUT)):
        with pytest.raises(TargetError) as caught:
            await PythonTarget(product, options=options).answer(hello)
        assert caught.value.slug == fault


async def test_a_busy_thread_is_left_at_the_deadline(hello: Conversation) -> None:
    free = threading.Event()
    target = PythonTarget(lambda _: free.wait(10), options=TargetOptions(deadline_s=0.05))

    with pytest.raises(TargetError) as caught:
        await target.answer(hello)
    free.set()

    assert caught.value.slug == Fault.TIMEOUT


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        ("nothing", "does not name a function"),
        (":f", "does not name a function"),
        ("no_such_module_at_all:f", "no module 'no_such_module_at_all'"),
        ("product_needs:f", "no module 'no_such_dependency', which 'product_needs' imports"),
        ("product_broken:f", "ZeroDivisionError"),
        ("product_good:nope", "no 'nope'"),
        ("product_good:NUMBER", "cannot be called"),
    ],
)
def test_what_cannot_be_imported_is_named(
    spec: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "product_needs.py").write_text("import no_such_dependency")
    (tmp_path / "product_broken.py").write_text("1 / 0")
    (tmp_path / "product_good.py").write_text("NUMBER = 1\ndef answer(m): return 'x'")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ConfigurationError) as caught:
        PythonTarget.from_spec(spec, TargetOptions())

    assert words in str(caught.value)


async def test_a_module_of_the_current_folder_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hello: Conversation
) -> None:
    (tmp_path / "my_product_here.py").write_text("class P:\n  def ask(m): return 'found'")
    monkeypatch.chdir(tmp_path)

    target = PythonTarget.from_spec("my_product_here:P.ask", TargetOptions())

    assert (await target.answer(hello)).text == "found"
    assert target.name == "python:my_product_here:P.ask"
