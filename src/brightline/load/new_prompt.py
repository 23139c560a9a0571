"""A policy's text and a new system prompt in, the file that holds it, rewritten, out."""

import re
from pathlib import Path
from typing import NamedTuple

from brightline.errors import UsageError
from brightline.load.policy import check_policy, parse_policy
from brightline.load.source import read_bytes

_HEADER_COMMENT = re.compile(r"[|>][+\-\d]*([ \t]+#[^\r\n]*)")
"""A comment on the line on which a block begins."""

BOM = "\ufeff"
KEY = "system_prompt"


class Rewritten(NamedTuple):
    """A file with the new prompt in it."""

    path: Path
    old: bytes
    new: bytes


def with_prompt(content: bytes, prompt: str, *, path: Path) -> Rewritten:
    """Return the file in which a policy's system prompt stands, with another in its place.

    Where the policy names a file, that file becomes the prompt; where it holds the text, the
    text is replaced, as a block under `|`; where it has none, one is added above its rules.
    Comments, order and layout of everything else stay. What comes out is read again, and is
    refused unless nothing but the prompt says something else.

    Args:
        content: The policy's file as it is.
        prompt: The new prompt.
        path: Of the policy.

    Raises:
        PolicyError: the file is no policy.
        UsageError: the prompt stands there in a way that cannot be replaced.
    """
    parse_policy(content, name=str(path), folder=path.parent)
    text = content.decode("utf-8")
    body = text.removeprefix(BOM)
    value, span = _value(body)
    if value and not any(map(str.isspace, value)):
        return _file(path.parent / value, prompt)
    end = "\r\n" if "\r\n" in body else "\n"
    made = _with_block(body, prompt, span, end=end)
    new = ((BOM if text.startswith(BOM) else "") + made).encode("utf-8")
    _check(content, new, prompt=prompt, path=path)
    return Rewritten(path, content, new)


def _file(path: Path, prompt: str) -> Rewritten:
    old = read_bytes(path, what="system prompt")
    mark = BOM if old.startswith(BOM.encode()) else ""
    return Rewritten(path, old, f"{mark}{prompt}".encode())


def _value(text: str) -> tuple[str, tuple[int, int] | None]:
    """Return what the policy says of its prompt, and from where to where; None: nothing."""
    import yaml

    # The loader that policies are read with: Python's own reads some lines otherwise.
    node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value == KEY:
            return str(value.value), (value.start_mark.index, value.end_mark.index)
    return "", None


def _with_block(text: str, prompt: str, span: tuple[int, int] | None, *, end: str) -> str:
    block = _block(prompt, end=end)
    if span is None:
        at = _line_of_rules(text)
        return f"{text[:at]}{KEY}: {block}{text[at:]}"
    start, stop = span
    # A block's value reaches up to what follows it, a quoted one to its quotation mark.
    old = text[start:stop]
    said = _HEADER_COMMENT.match(old)
    if said is not None:
        mark, _, lines = block.partition(end)
        block = f"{mark}{said[1]}{end}{lines}"
    tail = old[len(old.rstrip()) :] if old[:1] in {"|", ">"} else ""
    if not tail.endswith(("\n", "\r")):
        line = text.find("\n", stop)
        rest = text[stop:] if line < 0 else text[stop:line]
        comment = f"{end}{rest.strip()}" if rest.strip() else ""
        return (
            text[:start] + block.rstrip("\r\n") + comment + (text[line:] if line >= 0 else end)
        )
    blank = tail.count("\n") - 1
    return text[:start] + block + end * blank + text[stop:]


def _block(prompt: str, *, end: str) -> str:
    lines = prompt.replace("\r\n", "\n").rstrip("\n").split("\n")
    first = next((line for line in lines if line.strip()), "")
    mark = "|2" if first[:1] == " " else "|"
    if not prompt.endswith("\n"):
        mark += "-"
    return end.join([mark, *(f"  {line}" if line else "" for line in lines)]) + end


def _line_of_rules(text: str) -> int:
    at = 0 if text.startswith("rules:") else text.find("\nrules:") + 1
    if at == 0 and not text.startswith("rules:"):
        raise _not_written("the policy")
    return at


def _check(old: bytes, new: bytes, *, prompt: str, path: Path) -> None:
    before = parse_policy(old, name=str(path), folder=path.parent)
    after = check_policy(new, name=str(path), folder=path.parent).policy
    if after is None or after.system_prompt is None:
        raise _not_written(str(path))
    same = before.model_copy(update={KEY: after.system_prompt}) == after
    if not same or after.system_prompt.split() != prompt.split():
        raise _not_written(str(path))


def _not_written(where: str) -> UsageError:
    return UsageError(
        "the system prompt stands there in a way that cannot be replaced",
        slug="prompt-not-written",
        where=where,
        hint="Write it under `system_prompt: |`, or name a file there, and paste it by hand.",
    )
