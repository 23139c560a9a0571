"""Texts in, sentences with their acts out: who refuses, redirects, delivers, and where."""

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from brightline.judge.lexicon import ACTS, GRADER, Cue, cues

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 400
"""Characters of a sentence; a longer one is cut, so that no text can make the matcher slow."""

_BREAK = re.compile(r"[.!?][.!?\"')\]*]*\s+|\n\s*")
_NUMBERED = re.compile(r"(?:^|[\s(])\w$|\b(?:mr|mrs|ms|dr|st|vs|no|e\.g|i\.e)$")
"""What a full stop follows that ends no sentence: an item's number, an abbreviation."""


class Sentences(NamedTuple):
    """The sentences of many texts, in order."""

    owner: NDArray[np.int64]
    """Which text each sentence belongs to."""
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    """Character offsets in the folded text."""
    cues: NDArray[np.bool_]
    """One row per sentence, one column per cue."""
    acts: NDArray[np.bool_]
    """One row per sentence, one column per act of `ACTS`."""
    raw: list[bytes]
    """Each sentence in UTF-8."""


def split(texts: Sequence[str]) -> Sentences:
    """Return the sentences of folded texts, each with its cues and acts."""
    owner: list[int] = []
    start: list[int] = []
    end: list[int] = []
    raw: list[bytes] = []
    for index, text in enumerate(texts):
        for low, high in _pieces(text):
            owner.append(index)
            start.append(low)
            end.append(high)
            raw.append(text[low:high].encode())
    found = _match(raw)
    return Sentences(
        owner=np.array(owner, dtype=np.int64),
        start=np.array(start, dtype=np.int64),
        end=np.array(end, dtype=np.int64),
        cues=found,
        acts=_acts(found),
        raw=raw,
    )


def without_grader(sentences: Sentences) -> Sentences:
    """Return the sentences that speak to the user, as if the others had never been said."""
    keep = ~for_grader(sentences)
    if keep.all():
        return sentences
    return Sentences(
        owner=sentences.owner[keep],
        start=sentences.start[keep],
        end=sentences.end[keep],
        cues=sentences.cues[keep],
        acts=sentences.acts[keep],
        raw=[raw for raw, kept in zip(sentences.raw, keep, strict=True) if kept],
    )


def for_grader(sentences: Sentences) -> NDArray[np.bool_]:
    """Return which sentences speak to a grader: data that says nothing of the product."""
    column: NDArray[np.bool_] = sentences.acts[:, ACTS.index(GRADER)]
    return column


def _pieces(text: str) -> "Iterator[tuple[int, int]]":
    low = 0
    for gap in _BREAK.finditer(text):
        mark = gap.start()
        if text[mark] == "." and _NUMBERED.search(text, max(low, mark - 4), mark) is not None:
            continue
        yield from _cut(text, low, gap.end())
        low = gap.end()
    yield from _cut(text, low, len(text))


def _cut(text: str, low: int, high: int) -> "Iterator[tuple[int, int]]":
    while high - low > LONGEST:
        space = text.rfind(" ", low + LONGEST // 2, low + LONGEST)
        middle = space if space > 0 else low + LONGEST
        yield low, middle
        low = middle
    if high > low:
        yield low, high


def _match(raw: Sequence[bytes]) -> NDArray[np.bool_]:
    matcher = _matcher()
    known: dict[bytes, tuple[int, ...]] = {}
    rows: list[int] = []
    columns: list[int] = []
    for row, sentence in enumerate(raw):
        hits = known.get(sentence)
        if hits is None:
            hits = known[sentence] = tuple(matcher.Match(sentence) or ())
        if hits:
            columns += hits
            rows += [row] * len(hits)
    found = np.zeros((len(raw), len(all_cues())), dtype=np.bool_)
    found[rows, columns] = True
    return found


def _acts(found: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return acts by sentence; one that speaks to a grader does nothing else."""
    acts = np.zeros((len(found), len(ACTS)), dtype=np.bool_)
    for column, members in enumerate(_columns()):
        acts[:, column] = found[:, members].any(axis=1)
    grader = ACTS.index(GRADER)
    told = acts[:, grader].copy()
    acts[told] = False
    acts[told, grader] = True
    found[told] = False
    return acts


@cache
def all_cues() -> tuple[Cue, ...]:
    """Return every cue, in the order of the matrix's columns."""
    return cues()


@cache
def _columns() -> tuple[tuple[int, ...], ...]:
    return tuple(
        tuple(index for index, cue in enumerate(all_cues()) if cue.act == act) for act in ACTS
    )


@cache
def _matcher() -> Any:  # noqa: ANN401 - re2 has no types
    import re2

    options = re2.Options()
    options.log_errors = False
    options.max_mem = 256 << 20
    matcher = re2.Set.SearchSet(options)
    for cue in all_cues():
        matcher.Add(cue.pattern)
    matcher.Compile()
    return matcher
