"""What a broken server does, against each HTTP target: always a fault by name, never a hang."""
# ruff: noqa: ANN401, PLR0917 - fixtures are functions, keys are planted

import gzip
import json
import re
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import pytest

from brightline.errors import BrightlineError, ConfigurationError, TargetError
from brightline.records import Conversation, Fault

Answer = Callable[..., Awaitable[None]]

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"


def says(content: bytes, *, close: bool = True) -> Answer:
    async def answer(peer: Any, asked: Any) -> None:
        del asked
        await peer.say(content)
        if close:
            await peer.close()

    return answer


def answers(body: object, status: int = 200, **headers: str) -> Answer:
    async def answer(peer: Any, asked: Any) -> None:
        del asked
        await peer.answer(body, status, **headers)

    return answer


async def closes(peer: Any, asked: Any) -> None:
    del asked
    await peer.close()


async def resets(peer: Any, asked: Any) -> None:
    del asked
    await peer.reset()


async def hangs(peer: Any, asked: Any) -> None:
    del peer, asked
    await anyio.sleep_forever()


async def drips(peer: Any, asked: Any) -> None:
    """One byte now and then: no single read ever takes long."""
    del asked
    await peer.say(HEAD + b"content-length: 100000\r\n\r\n")
    while True:
        await peer.say(b" ")
        await anyio.sleep(0.05)


async def half(peer: Any, asked: Any) -> None:
    del asked
    await peer.say(HEAD + b"content-length: 500\r\n\r\n" + b'{"cho')
    await peer.reset()


async def floods(peer: Any, asked: Any) -> None:
    del asked
    await peer.say(HEAD + b"transfer-encoding: chunked\r\n\r\n")
    block = b" " * 65536
    while True:
        await peer.say(b"10000\r\n" + block + b"\r\n")


def recoded(charset: str) -> Callable[[bytes], bytes]:
    return lambda content: content.decode().encode(charset)


DEEP = b"[" * 100_000
BOMB = gzip.compress(b" " * 20_000_000)

CASES: dict[str, tuple[Answer, Fault]] = {
    "closed at once": (closes, Fault.CONNECT),
    "reset": (resets, Fault.CONNECT),
    "half a response": (half, Fault.CONNECT),
    "shorter than its length": (
        says(HEAD + b"content-length: 99\r\n\r\n{}"),
        Fault.CONNECT,
    ),
    "cut in a chunk": (
        says(HEAD + b"transfer-encoding: chunked\r\n\r\n50\r\n{"),
        Fault.CONNECT,
    ),
    "hung": (hangs, Fault.TIMEOUT),
    "dripping": (drips, Fault.TIMEOUT),
    "endless": (floods, Fault.TOO_LARGE),
    "huge header": (
        says(HEAD + b"x-big: " + b"a" * 300_000 + b"\r\n\r\n"),
        Fault.TOO_LARGE,
    ),
    "not HTTP": (says(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), Fault.MALFORMED),
    "bad chunk length": (
        says(HEAD + b"transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n"),
        Fault.MALFORMED,
    ),
    "two lengths": (
        says(HEAD + b"content-length: 2\r\ncontent-length: 9\r\n\r\n{}"),
        Fault.MALFORMED,
    ),
    "gzip bomb": (answers(BOMB, content_encoding="gzip"), Fault.TOO_LARGE),
    "cut gzip": (answers(BOMB[:-100], content_encoding="gzip"), Fault.TOO_LARGE),
    "half a gzip": (
        answers(gzip.compress(b"{}")[:-9], content_encoding="gzip"),
        Fault.MALFORMED,
    ),
    "no gzip": (answers({}, content_encoding="gzip"), Fault.MALFORMED),
    "packed otherwise": (answers({}, content_encoding="br"), Fault.MALFORMED),
    "empty body": (answers(b""), Fault.MALFORMED),
    "204": (says(b"HTTP/1.1 204 No Content\r\n\r\n", close=False), Fault.MALFORMED),
    "html": (answers(b"<html>Down for maintenance</html>"), Fault.MALFORMED),
    "empty object": (answers({}), Fault.MALFORMED),
    "a list": (answers([]), Fault.MALFORMED),
    "null": (answers(b"null"), Fault.MALFORMED),
    "a number": (answers(b"7"), Fault.MALFORMED),
    "cut JSON": (answers(b'{"choices": [{"mess'), Fault.MALFORMED),
    "NaN": (answers(b'{"a": NaN}'), Fault.MALFORMED),
    "bad UTF-8": (answers(b'{"answer": {"text": "\xff"}}'), Fault.MALFORMED),
    "deep": (answers(DEEP), Fault.MALFORMED),
    "long number": (answers(b'{"a": ' + b"9" * 5000 + b"}"), Fault.MALFORMED),
    "error with 200": (answers({"error": {"message": "no such thing"}}), Fault.MALFORMED),
    "overloaded with 200": (
        answers({"error": {"type": "overloaded_error", "message": "busy"}}),
        Fault.HTTP_5XX,
    ),
    "429 with 200": (
        answers({"error": {"code": 429, "message": "slow down"}}),
        Fault.RATE_LIMITED,
    ),
    "502 with 200": (answers({"error": {"code": "502", "message": "?"}}), Fault.HTTP_5XX),
    "a limit of its own number with 200": (
        answers({"error": {"code": 1302, "message": "Rate limit reached for requests"}}),
        Fault.RATE_LIMITED,
    ),
    "202 and a place": (answers({}, 202, location="/jobs/7"), Fault.MALFORMED),
    "400": (answers({"error": {"message": "bad field"}}, 400), Fault.HTTP_4XX),
    "413": (answers(b"too big", 413), Fault.HTTP_4XX),
    "422": (answers({"detail": [1]}, 422), Fault.HTTP_4XX),
    "429": (answers({"error": "slow down"}, 429), Fault.RATE_LIMITED),
    "500": (answers(b"<h1>oops</h1>", 500), Fault.HTTP_5XX),
    "503": (answers(b"", 503), Fault.HTTP_5XX),
    "529": (answers({"error": {"type": "overloaded_error"}}, 529), Fault.HTTP_5XX),
    "599": (answers(b"\xff\xfe", 599), Fault.HTTP_5XX),
}
QUICK = 0.4


# Under trio httpx2 leaves the generator of a body that we stop reading to the collector.
@pytest.mark.filterwarnings("ignore:Exception ignored in. <async_generator object")
@pytest.mark.parametrize("name", CASES)
async def test_a_broken_answer_is_a_fault_by_name(
    name: str, serving: Any, make: Any, hello: Conversation
) -> None:
    answer, fault = CASES[name]
    deadline_s = QUICK if fault is Fault.TIMEOUT else 5.0

    async with serving(answer) as base:
        target = make(base, deadline_s=deadline_s)
        with anyio.fail_after(deadline_s + 1), pytest.raises(TargetError) as caught:
            await target.answer(hello)
        await target.aclose()

    assert caught.value.slug == fault.value, caught.value


@pytest.mark.parametrize(
    ("head", "written"),
    [
        ({"content_encoding": "gzip"}, gzip.compress),
        ({"content_encoding": "deflate"}, zlib.compress),
        ({"content_type": "application/json; charset=utf-16"}, recoded("utf-16")),
        ({"content_type": 'application/json; charset="UTF-16LE"'}, recoded("utf-16-le")),
        ({"content_type": "application/json; charset=iso-8859-1"}, recoded("latin-1")),
        ({"content_type": "application/json; charset=iso-8859-1"}, bytes),
        ({"content_type": "application/json; charset=x-unknown"}, bytes),
    ],
)
async def test_what_is_packed_or_written_otherwise_is_read(
    serving: Any,
    make: Any,
    good: dict[str, object],
    hello: Conversation,
    head: dict[str, str],
    written: Callable[[bytes], bytes],
) -> None:
    text = json.dumps(good, ensure_ascii=False).replace("Hello.", "Café!")
    async with serving(answers(written(text.encode()), **head)) as base:
        target = make(base)
        reply = await target.answer(hello)
        await target.aclose()

    assert reply.text == "Café!"


async def test_the_same_test_would_notice_a_good_answer(
    serving: Any, make: Any, good: dict[str, object], hello: Conversation
) -> None:
    async with serving(answers(good)) as base:
        target = make(base)
        reply = await target.answer(hello)
        await target.aclose()

    assert reply.text == "Hello."


@pytest.mark.parametrize(
    ("status", "headers", "slug", "named"),
    [
        (301, {"location": "http://x/"}, "target-redirects", r"address|url"),
        (307, {"location": "/else"}, "target-redirects", r"address|url"),
        (401, {}, "target-key-refused", r"KEY|headers"),
        (403, {}, "target-key-refused", r"KEY|headers"),
        (404, {}, "target-not-found", r"address|url"),
        (405, {}, "target-not-found", r"address|url"),
        (402, {}, "target-out-of-quota", r"KEY|headers"),
    ],
)
async def test_what_can_never_pass_names_the_key_to_change(
    status: int,
    headers: dict[str, str],
    slug: str,
    named: str,
    serving: Any,
    make: Any,
    hello: Conversation,
) -> None:
    async with serving(answers({"error": {"message": "no"}}, status, **headers)) as base:
        target = make(base)
        with pytest.raises(ConfigurationError) as caught:
            await target.answer(hello)
        await target.aclose()

    assert caught.value.slug == slug
    assert re.search(named, caught.value.hint)


async def test_a_redirect_is_not_followed(serving: Any, make: Any, hello: Conversation) -> None:
    asked = []

    async def answer(peer: Any, request: Any) -> None:
        asked.append(request.line)
        await peer.answer(b"", 302, location="/somewhere")

    async with serving(answer) as base:
        target = make(base)
        with pytest.raises(ConfigurationError):
            await target.answer(hello)
        await target.aclose()

    assert len(asked) == 1


async def test_nobody_listening_is_a_failed_connection(
    free_tcp_port: int, make: Any, hello: Conversation
) -> None:
    target = make(f"http://127.0.0.1:{free_tcp_port}")

    with pytest.raises(TargetError) as caught:
        await target.answer(hello)

    assert caught.value.slug == Fault.CONNECT
    assert caught.value.retryable


async def test_a_host_that_does_not_exist_is_a_dns_fault(
    make: Any, hello: Conversation
) -> None:
    target = make("http://nowhere.invalid")

    with pytest.raises(TargetError) as caught:
        await target.answer(hello)

    assert caught.value.slug == Fault.DNS


async def test_https_to_a_plain_server_is_a_tls_fault(
    serving: Any, make: Any, hello: Conversation
) -> None:
    async with serving(answers({})) as base:
        target = make(base.replace("http:", "https:"))
        with pytest.raises(TargetError) as caught:
            await target.answer(hello)
        await target.aclose()

    assert caught.value.slug == Fault.TLS


@pytest.mark.parametrize("code", ["content_filter", "content_policy_violation"])
async def test_a_block_by_the_platform_is_a_reply_and_no_fault(
    code: str, serving: Any, make: Any, hello: Conversation
) -> None:
    async with serving(answers({"error": {"code": code, "message": "no"}}, 400)) as base:
        target = make(base)
        reply = await target.answer(hello)
        await target.aclose()

    assert (reply.text, reply.stop) == ("", "content_filter")


async def test_the_key_shows_nowhere(
    serving: Any, make: Any, good: dict[str, object], hello: Conversation, planted: str
) -> None:
    seen: list[str] = []
    echo = json.loads(json.dumps(good).replace("Hello.", f"Your key is {planted}!"))

    async def answer(peer: Any, asked: Any) -> None:
        seen.append(str(asked.headers))
        status = (200, 400, 401, 500, 200)[len(seen) - 1]
        body = echo if len(seen) == 1 else {"error": {"message": f"bad key {planted}"}}
        await peer.answer(body, status, content_encoding="identity")

    told: list[str] = []
    async with serving(answer) as base:
        target = make(base)
        told += [target.name, repr(target), str(vars(target))]
        told.append(str(await target.answer(hello)))
        for _ in range(4):
            with pytest.raises(BrightlineError) as caught:
                await target.answer(hello)
            told += [str(caught.value), repr(caught.value), str(caught.value.__cause__)]
        await target.aclose()

    assert planted in seen[0]
    assert planted not in "\n".join(told)


async def test_another_model_is_a_wrong_target(
    serving: Any, make: Any, good: dict[str, object], hello: Conversation
) -> None:
    async with serving(answers(good | {"model": "quite-another"})) as base:
        target = make(base)
        with pytest.raises(TargetError) as caught:
            await target.answer(hello)
        await target.aclose()

    assert caught.value.slug == Fault.WRONG_TARGET


async def test_a_call_after_a_fault_goes_through(
    serving: Any, make: Any, good: dict[str, object], hello: Conversation
) -> None:
    count = iter(range(99))

    async def answer(peer: Any, asked: Any) -> None:
        await (drips(peer, asked) if next(count) < 8 else peer.answer(good))

    async with serving(answer) as base:
        target = make(base, deadline_s=0.2)
        async with anyio.create_task_group() as group:
            for _ in range(8):
                group.start_soon(_fails, target, hello)
        replies = [await target.answer(hello) for _ in range(6)]
        await target.aclose()

    assert [reply.text for reply in replies] == ["Hello."] * 6


async def _fails(target: Any, conversation: Conversation) -> None:
    with pytest.raises(TargetError):
        await target.answer(conversation)
