"""target.yaml in, `HttpSpec` out, or every problem of it at its line and column."""

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brightline.load.nodes import Items, Node, Scalar, Table
from brightline.load.problems import Problems, shown, suggestion
from brightline.load.reader import Part, Path as KeyPath, Reader, read_root, whole_record
from brightline.load.source import read_bytes
from brightline.records import HttpSpec

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACEHOLDERS = ("last_user", "turns", "system", "attempt", "session")
"""What a body may hold between `{{` and `}}`."""

_BRACES = re.compile(r"\{\{(.*?)\}\}|\{\{|\}\}", re.DOTALL)
_VARIABLE = re.compile(r"\$\{([^}]*)\}|\$\{")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_USER_INFO = re.compile(r"//[^/@]*@")
"""What no message repeats: it may be a password."""
_DOTTED = re.compile(r"[^.\s]+(\.[^.\s]+)*")


def load_target(path: Path) -> HttpSpec:
    """Return the product that a file describes.

    Raises:
        PolicyError: the file cannot be read, or something in it is wrong; its `problems` are
            all that one pass finds.
    """
    return parse_target(read_bytes(path, what="target"), name=str(path))


def parse_target(text: str | bytes, *, name: str) -> HttpSpec:
    """Return the product that a text describes.

    Args:
        text: YAML; bytes are UTF-8.
        name: How the file is called in messages.

    Raises:
        PolicyError: something in it is wrong; its `problems` are all that one pass finds.
    """
    problems = Problems(name)
    root = read_root(text, problems)
    reader = Reader(problems)
    read = reader.read_record(root, HttpSpec)
    if isinstance(root, Table):
        _check_texts(root, problems)
        _check_headers(root, problems)
        _check_url(read, reader)
        _check_paths(read, reader)
        _check_body(root, read, problems)
    return whole_record(read, HttpSpec, problems)


def _scalars(node: Node) -> "Iterator[Scalar]":
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Items):
        for item in node.items:
            yield from _scalars(item)
    else:
        for _, value in node.entries.values():
            yield from _scalars(value)


def _under(root: Table, key: str) -> "Iterator[Scalar]":
    if key in root.entries:
        yield from _scalars(root.entries[key][1])


def _check_texts(root: Table, problems: Problems) -> None:
    for key in ("url", "headers", "body"):
        for scalar in _under(root, key):
            for match in _VARIABLE.finditer(scalar.text):
                if not _NAME.fullmatch(match[1] or ""):
                    problems.add(
                        f"{shown(match.group())} names no environment variable",
                        slug="bad-variable",
                        place=scalar.place,
                        hint="Write ${NAME}, with letters, digits and '_' only.",
                    )
    for scalar in _under(root, "body"):
        for match in _BRACES.finditer(scalar.text):
            _check_placeholder(match, scalar, problems)
    for key in ("url", "headers"):
        for scalar in _under(root, key):
            if _BRACES.search(scalar.text):
                problems.add(
                    f"'{key}' cannot hold placeholders, got {shown(scalar.text)}",
                    slug="bad-placeholder",
                    place=scalar.place,
                    hint="Put {{ … }} into the body; ${NAME} works everywhere.",
                )


def _check_placeholder(match: re.Match[str], scalar: Scalar, problems: Problems) -> None:
    if match[1] is None:
        problems.add(
            f"{shown(match.group())} stands alone",
            slug="bad-placeholder",
            place=scalar.place,
            hint="Write a whole placeholder such as {{ last_user }}.",
        )
    elif match[1].strip() not in PLACEHOLDERS:
        problems.add(
            f"{shown(match.group())} is not known",
            slug="bad-placeholder",
            place=scalar.place,
            hint=partial(suggestion, match[1].strip(), PLACEHOLDERS, many="placeholders"),
        )


def _check_headers(root: Table, problems: Problems) -> None:
    headers = root.entries["headers"][1] if "headers" in root.entries else None
    for key, value in headers.entries.values() if isinstance(headers, Table) else ():
        if not _HEADER.fullmatch(key.text):
            problems.add(
                f"{shown(key.text)} is no name of a header",
                slug="bad-header",
                place=key.place,
                hint="Use letters, digits and '-'.",
            )
        if isinstance(value, Scalar) and not value.text.isprintable():
            problems.add(
                f"the value of the header {shown(key.text)} has a line break or tab in it",
                slug="bad-header",
                place=value.place,
                hint="Write it on one line.",
            )


def _check_url(read: Part, reader: Reader) -> None:
    url = read.values.get("url")
    if not isinstance(url, str):
        return
    try:
        parts = urlsplit(_VARIABLE.sub("x", url))
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname)
        _ = parts.port
        secret = parts.username is not None
    except ValueError:
        whole = secret = False
    if url.startswith("${"):
        return
    if not whole or any(character.isspace() for character in url):
        reader.problems.add(
            f"{shown(_USER_INFO.sub('//…@', url))} is no http address",
            slug="bad-url",
            place=reader.places["url",],
            hint="Write a whole one, e.g. https://app.example.com/api/chat.",
        )
    elif secret:
        reader.problems.add(
            "the address holds a user name or password",
            slug="bad-url",
            place=reader.places["url",],
            hint='Use a header: Authorization: "Basic ${NAME}".',
        )


def _check_paths(read: Part, reader: Reader) -> None:
    session = read.values.get("session")
    places: list[tuple[KeyPath, object]] = [(("reply",), read.values.get("reply"))]
    if isinstance(session, Part):
        places.append((("session", "from"), session.values.get("from")))
    for path, text in places:
        if isinstance(text, str) and not _DOTTED.fullmatch(text):
            reader.problems.add(
                f"{shown(text)} is no dotted path",
                slug="bad-path",
                place=reader.places[path],
                hint="Write keys and list positions with dots between, e.g. answer.0.text.",
            )


def _check_session(root: Table, read: Part, problems: Problems) -> None:
    """Report a session that no call would carry."""
    session = read.values.get("session")
    if not isinstance(session, Part):
        return
    place = root.entries["session"][0].place
    for key in ("from", "send_as"):
        found = session.values.get(key)
        text = found if isinstance(found, str) else ""
        kind, colon, name = text.partition(":")
        if colon and (kind not in {"header", "cookie"} or not _HEADER.fullmatch(name)):
            problems.add(
                f"{shown(text)} is neither a key, nor header:NAME, nor cookie:NAME",
                slug="bad-session",
                place=place,
                hint="Write header:X-Session, say, or cookie:sid.",
            )
    sent, body = session.values.get("send_as"), root.entries.get("body")
    in_body = isinstance(sent, str) and ":" not in sent
    if in_body and body is not None and not isinstance(body[1], Table):
        problems.add(
            "the session is to be a key of the body, but the body is no table of keys",
            slug="bad-session",
            place=place,
            hint="Write the body as keys, or send_as: header:NAME or cookie:NAME.",
        )


def _check_body(root: Table, read: Part, problems: Problems) -> None:
    used = {
        match[1].strip()
        for scalar in _under(root, "body")
        for match in _BRACES.finditer(scalar.text)
        if match[1] is not None
    }
    place = root.entries["body"][0].place if "body" in root.entries else root.place
    if not used & {"last_user", "turns"}:
        problems.add(
            "the body does not carry what the user says",
            slug="body-without-user",
            place=place,
            hint='Put "{{ last_user }}" or "{{ turns }}" where the product reads the message.',
        )
    if "session" in used and "session" not in root.entries:
        problems.add(
            "the body uses {{ session }}, but nothing says where the session comes from",
            slug="session-missing",
            place=place,
            hint="Add session: {from: <path in the response>, send_as: <key of the body>}.",
        )
    _check_session(root, read, problems)
    if read.values.get("system") is True and not used & {"system", "turns"}:
        problems.add(
            "the product takes our system prompt, but the body does not carry it",
            slug="body-without-system",
            place=root.entries["system"][0].place,
            hint='Put "{{ system }}" or "{{ turns }}" into the body, or remove `system: true`.',
        )
    if read.values.get("system") is not True and "system" in used:
        problems.add(
            "the body uses {{ system }}, but the product does not take our system prompt",
            slug="system-unused",
            place=place,
            hint="Add `system: true`, or remove the placeholder.",
        )
