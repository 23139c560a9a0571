"""Texts and sightings in, the same without personal data and secrets out, and what was found.

Equal values of one kind get the same tag (`[email 3f9c]`), so that a conversation can still be
followed and near duplicates found. The tag is a keyed hash of sixteen bits: who has the salt
can still not tell which of many values it was.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

from brightline.records import Exchange, Sighting, ToolCall
from brightline.watch.redact import (
    births,
    cells,
    ids,
    keys,
    letters,
    logins,
    network,
    numbers,
    papers,
    passwords,
    runs,
    tokens,
    words,
)
from brightline.watch.redact.finding import Finder, Found, Kind, any_of, compiled
from brightline.watch.redact.names import Conversation
from brightline.watch.redact.views import view

__all__ = [
    "Finder",
    "Found",
    "Kind",
    "Redacted",
    "pseudonym",
    "redact_sighting",
    "redact_text",
]

_NAMED = any_of(
    passwords.NAMES,
    tokens.NAMES,
    births.FIRST,
    words.PHONE,
    papers.NAMES,
    ids.NAMES,
    words.CARDS,
    r"(?i)\b(?:rfc|fin)\b",
)
"""Names under which a value is looked for that says nothing by itself."""


class _Group(NamedTuple):
    """Finders, and the patterns that a text must have all of for them to find something."""

    needs: tuple[str, ...]
    finders: tuple[Finder, ...]
    tabled: tuple[Finder, ...] = ()
    """Those of the finders that a name in a table, a form or code announces a value to."""


_GROUPS = (
    _Group((keys.FIRST,), (keys.find_private_keys, keys.find_keys)),
    _Group(
        (passwords.FIRST,),
        (
            passwords.find_url_passwords,
            passwords.find_passwords,
            passwords.find_passwords_near,
            passwords.find_secrets,
            passwords.find_secrets_near,
            logins.find_used,
        ),
        (passwords.find_passwords, passwords.find_secrets),
    ),
    _Group((tokens.FIRST,), (tokens.find_random, tokens.find_weakly_named)),
    _Group((tokens.FIRST, tokens.NAMES), (), (tokens.find_weakly_named,)),
    _Group((logins.FIRST,), (logins.find_pairs, logins.find_commands)),
    _Group((network.FIRST,), (network.find_emails, network.find_addresses)),
    _Group(
        (letters.FIRST,),
        (letters.find_ibans, letters.find_lettered),
        (letters.find_lettered,),
    ),
    _Group((papers.NAMES,), (letters.find_named,), (letters.find_named,)),
    _Group((runs.FIRST,), (numbers.find_numbers,), (numbers.find_numbers,)),
    _Group(births.NEEDS, (births.find_birth_dates,), (births.find_birth_dates,)),
)
"""Most texts have nothing of any. A pattern for each group, for one of all would be more than
RE2 keeps states of."""
_IN_TABLES = cells.labelled(_NAMED, tuple(one for group in _GROUPS for one in group.tabled))
_RANK = {kind: rank for rank, kind in enumerate(Kind)}
TAG_BYTES, PSEUDONYM_BYTES = 2, 8
LEAST_SALT = 16
"""Bytes: what nobody can try out."""
_TAG = rf"\[(?:{'|'.join(Kind)}) [0-9a-f]{{{2 * TAG_BYTES}}}\]"
_TAGS = re.compile(_TAG)
_STRING_OR_TAG = re.compile(rf'"(?:[^"\\]|\\.)*"|{_TAG}')
_COVER = "\0"
"""Stands for what is a tag already: a text that is redacted twice stays the same."""


class Redacted(NamedTuple):
    """A text without what was found in it."""

    text: str
    found: Counter[Kind]


def redact_text(text: str, salt: bytes, *, also: Sequence[Finder] = ()) -> Redacted:
    """Return a text in which tags stand for personal data and secrets.

    Args:
        text: Any text.
        salt: At least 16 random bytes that are kept secret: the same for all that is to be
            compared, another for each who must not compare.
        also: More finders, as one of names.

    Raises:
        ValueError: The salt is too short.
    """
    return _redacted(text, _keyed(salt), also)


def redact_sighting(
    sighting: Sighting, salt: bytes, *, also: Sequence[Finder] = ()
) -> tuple[Sighting, Counter[Kind]]:
    """Return a sighting with tags in all that was said, and how many of which kind.

    The session and the user become keyed hashes, which are not counted. The id, the time and
    the source stay.

    Args:
        sighting: What was read.
        salt: As for a text.
        also: As for a text; a `Conversation` finds again what it found in any of the texts.

    Raises:
        ValueError: The salt is too short.
    """
    key = _keyed(salt)
    count: Counter[Kind] = Counter()

    def clean(text: str, finders: Sequence[Finder] = also) -> str:
        done = _redacted(text, key, finders)
        count.update(done.found)
        return done.text

    cleaned = _exchange(sighting.exchange, clean)
    if again := [one.again for one in also if isinstance(one, Conversation)]:
        # What was a name in a later text may stand in one before.
        cleaned = _exchange(cleaned, partial(clean, finders=again))
    reply = cleaned.reply
    update = {
        "exchange": cleaned.model_copy(
            update={
                "reply": reply.model_copy(update={"session": _pseudonym(reply.session, key)})
            }
        ),
        "session": _pseudonym(sighting.session, key),
        "user": _pseudonym(sighting.user, key),
    }
    return sighting.model_copy(update=update), count


def _exchange(exchange: Exchange, clean: Callable[[str], str]) -> Exchange:
    """Return an exchange with all that was said in it cleaned."""
    turns = tuple(
        turn.model_copy(
            update={
                "text": clean(turn.text),
                "tools": tuple(_tool(tool, clean) for tool in turn.tools),
            }
        )
        for turn in exchange.turns
    )
    reply = exchange.reply
    tools = tuple(_tool(tool, clean) for tool in reply.tools)
    told = {
        "text": clean(reply.text),
        "reasoning": clean(reply.reasoning),
        "tools": tools,
    }
    objective = exchange.objective
    return exchange.model_copy(
        update={
            "turns": turns,
            "reply": reply.model_copy(update=told),
            "objective": None if objective is None else clean(objective),
        }
    )


def pseudonym(value: str, salt: bytes) -> str:
    """Return what stands for a user or a session: a keyed hash, the same for the same value.

    Args:
        value: What names it.
        salt: As for a text.

    Raises:
        ValueError: The salt is too short.
    """
    return _hash(value, _keyed(salt), PSEUDONYM_BYTES)


def _redacted(text: str, key: bytes, also: Sequence[Finder]) -> Redacted:
    if not text:
        return Redacted(text, Counter())  # as most reasoning is
    seen = view(_TAGS.sub(lambda tag: _COVER * len(tag[0]), text))
    flat = seen.text
    groups = [
        group for group in _GROUPS if all(compiled(one).search(flat) for one in group.needs)
    ]
    finders = [finder for group in groups for finder in group.finders]
    if any(group.tabled for group in groups):
        finders.append(_IN_TABLES)
    found = _apart(
        one
        for finder in (*finders, *also)
        for one in finder(flat)
        if _COVER not in flat[one.start : one.end]
    )
    if not found:
        return Redacted(text, Counter())
    parts: list[str] = []
    done = 0
    for one in found:
        tag = _hash(f"{one.kind}\0{one.value}", key, TAG_BYTES)
        start, end = seen.span(one.start, one.end)
        parts += [text[done:start], f"[{one.kind} {tag}]"]
        done = end
    return Redacted("".join((*parts, text[done:])), Counter(one.kind for one in found))


def _apart(found: Iterable[Found]) -> list[Found]:
    """Return what was found in order; what overlaps becomes one, named by the first kind."""
    apart: list[Found] = []
    for one in sorted(found):
        if apart and one.start < apart[-1].end:
            last = apart.pop()
            first = min(last, one, key=lambda each: (_RANK[each.kind], each.start - each.end))
            end = max(last.end, one.end)
            apart.append(first._replace(start=last.start, end=end))
        else:
            apart.append(one)
    return apart


def _tool(tool: ToolCall, clean: Callable[[str], str]) -> ToolCall:
    """Return a call whose arguments are still JSON where they were: bare numbers too."""
    told = _STRING_OR_TAG.sub(
        lambda match: f'"{match[0]}"' if match[0][0] == "[" else match[0], clean(tool.arguments)
    )
    return tool.model_copy(update={"arguments": told})


def _keyed(salt: bytes) -> bytes:
    if len(salt) < LEAST_SALT:
        raise ValueError(f"a salt of {len(salt)} bytes is too short, use {LEAST_SALT} or more")
    return blake2b(salt, digest_size=32).digest()


def _hash(told: str, key: bytes, size: int) -> str:
    data = told.encode("utf-8", "surrogatepass")
    return blake2b(data, key=key, digest_size=size).hexdigest()


def _pseudonym(value: str | None, key: bytes) -> str | None:
    return None if value is None else _hash(value, key, PSEUDONYM_BYTES)
