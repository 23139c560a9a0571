"""The small parts that targets share: waits, names of models, secrets, proxies, JSON."""
# ruff: noqa: FBT001, S105 - fixtures are functions, keys are planted

import pytest
from hypothesis import given, strategies as st

from brightline.errors import TargetError
from brightline.records import Reply, ToolCall
from brightline.targets.failures import Answer, excerpt
from brightline.targets.gate import read_json
from brightline.targets.identity import another_model
from brightline.targets.proxy import proxy_for
from brightline.targets.redaction import Redactor
from brightline.targets.waiting import retry_after_s

NOW = "Tue, 24 Nov 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "3"}, 3.0),
        ({"Retry-After": "0.25"}, 0.25),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"x-ms-retry-after-ms": "20", "Retry-After": "1"}, 0.02),
        ({"Retry-After": "Tue, 24 Nov 2026 10:01:30 GMT", "Date": NOW}, 90.0),
        ({"Retry-After": "Tue, 24 Nov 2026 09:00:00 GMT", "Date": NOW}, 0.0),
        ({"Retry-After": "-5"}, 0.0),
        ({"Retry-After": "1000000000"}, 1e9),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": ""}, None),
        ({"Retry-After": "inf"}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "Tue, 99 Foo 2026 10:00:00 GMT", "Date": NOW}, None),
    ],
)
def test_what_a_server_asks_us_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]

    assert retry_after_s(Answer(429, raw, b"")) == seconds


@given(st.text(max_size=60))
def test_no_retry_after_is_an_error(text: str) -> None:
    raw = [(b"Retry-After", text.encode("utf-8", "surrogatepass"))]

    assert (retry_after_s(Answer(429, raw, b"")) or 0.0) >= 0.0


@pytest.mark.parametrize(
    ("asked", "said", "another"),
    [
        ("gpt-4o", "gpt-4o-2024-08-06", False),
        ("gpt-4o", "gpt-4o-mini", True),
        ("gpt-4o-mini", "gpt-4o-mini-2024-07-18", False),
        ("gpt-4", "gpt-4-0613", False),
        ("gpt-4-turbo", "gpt-3.5-turbo", True),
        ("claude-3-5-sonnet-latest", "claude-3-5-sonnet-20241022", False),
        ("claude-sonnet-4-5", "claude-haiku-4-5", True),
        ("claude-sonnet-4-5", "claude-sonnet-3-5", True),
        ("gemini-1.5-pro", "gemini-1.5-pro-002", False),
        ("openai/gpt-4o", "gpt-4o", False),
        ("llama3.2:1b", "llama3.2:1b", False),
        ("llama3:latest", "llama3", False),
        ("smollm2-135m-instruct", "models/SmolLM2-135M-Instruct-Q4_K_M.gguf", False),
        ("mistral-7b-instruct", "mistralai/Mistral-7B-Instruct-v0.3", False),
        ("mistral-7b", "mistral-13b", True),
        ("gpt-4o", "llama-3-8b", True),
        ("gpt-4o", "", False),
        ("", "gpt-4o", False),
    ],
)
def test_a_version_is_no_other_model(asked: str, said: str, another: bool) -> None:
    assert another_model(asked, said) is another


@pytest.mark.parametrize(
    "form",
    [
        'k-9/+"x"&',
        "k-9%2F%2B%22x%22%26",
        "ay05LysieCIm",
        'k-9/+\\"x\\"&',
    ],
)
def test_a_secret_is_removed_in_every_form(form: str) -> None:
    redactor = Redactor(['k-9/+"x"&'])

    assert redactor.clean(f"a {form} b") == "a [secret removed] b"


def test_every_part_of_a_reply_is_cleaned() -> None:
    secret = "sk-123456"
    reply = Reply(
        text=secret,
        stop=secret,
        reasoning=secret,
        tools=(ToolCall(name=secret, arguments=secret),),
        model=secret,
    )

    assert secret not in str(Redactor([secret]).clean_reply(reply))


def test_a_reply_without_a_secret_stays_the_same_object() -> None:
    reply = Reply(text="x" * 100)

    assert Redactor(["sk-123456"]).clean_reply(reply) is reply


def test_short_values_are_no_secrets() -> None:
    assert Redactor(["", "1", "abc"]).clean("abc 1") == "abc 1"


@pytest.mark.parametrize(
    ("url", "environment", "proxy"),
    [
        ("https://x.org", {}, None),
        ("https://x.org", {"HTTPS_PROXY": "http://p:1"}, "http://p:1"),
        ("https://x.org", {"https_proxy": "p:1"}, "http://p:1"),
        ("http://x.org", {"HTTPS_PROXY": "http://p:1"}, None),
        ("http://x.org", {"ALL_PROXY": "http://p:1"}, "http://p:1"),
        ("https://a.x.org", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "y, .x.org:443"}, None),
        ("https://ax.org", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "x.org"}, "http://p:1"),
        ("https://x.org", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"}, None),
        ("http://127.0.0.1:8", {"HTTP_PROXY": "http://p:1"}, None),
        ("http://localhost", {"ALL_PROXY": "http://p:1"}, None),
    ],
)
def test_a_proxy_is_used_only_where_it_is_set(
    url: str, environment: dict[str, str], proxy: str | None
) -> None:
    assert proxy_for(url, environment) == proxy


@given(st.binary(max_size=200))
def test_any_bytes_are_a_value_or_a_fault(content: bytes) -> None:
    try:
        found = read_json(content)
    except TargetError:
        return
    str(found).encode()


@given(st.text())
def test_an_excerpt_is_one_short_printable_line(text: str) -> None:
    found = excerpt(text)

    assert len(found) <= 200
    assert found.isprintable()
