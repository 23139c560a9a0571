"""Texts in, sentences with their acts out: who refuses, redirects, delivers, and where."""

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from brightline.judge.lexicon import (
    ACTS,
    DELIVER,
    DONE,
    GRADER,
    PERSONA,
    REFUSE,
    Cue,
    cues,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST = 400
"""Characters of a sentence; a longer one is cut, so that no text can make the matcher slow."""

_BREAK = re.compile(r"[.!?][.!?\"')\]*]*\s+|\n\s*")
_NUMBERED = re.compile(r"(?:^|[\s(])\w$|\b(?:mr|mrs|ms|dr|st|vs|no|e\.g|i\.e)$", re.IGNORECASE)
"""What a full stop follows that ends no sentence: an item's number, an abbreviation."""


class Sentences(NamedTuple):
    """The sentences of many texts, in order."""

    owner: NDArray[np.int64]
    """Which text each sentence belongs to."""
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    """Character offsets in the text as it is read."""
    cues: NDArray[np.bool_]
    """One row per sentence, one column per cue."""
    acts: NDArray[np.bool_]
    """One row per sentence, one column per act of `ACTS`."""
    raw: list[bytes]
    """Each sentence in UTF-8."""


def split(texts: Sequence[str]) -> Sentences:
    """Return the sentences of texts as they are read, each with its cues and acts."""
    owner: list[int] = []
    start: list[int] = []
    end: list[int] = []
    raw: list[bytes] = []
    for index, text in enumerate(texts):
        ends = sentence_ends(text)
        starts = [0, *ends[:-1]]
        if not text:
            continue
        raw += [text[low:high].encode() for low, high in zip(starts, ends, strict=True)]
        owner += [index] * len(ends)
        start += starts
        end += ends
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


def sentence_ends(text: str) -> list[int]:
    """Return where each sentence of a text ends; it begins where the one before ended.

    Args:
        text: As it is read.
    """
    ends: list[int] = []
    low = 0
    for gap in _BREAK.finditer(text):
        mark, high = gap.span()
        if text[mark] == "." and _NUMBERED.search(text, max(low, mark - 4), mark) is not None:
            continue
        if high - low > LONGEST:
            ends += _cut(text, low, high)
        ends.append(high)
        low = high
    if len(text) > low:
        ends += _cut(text, low, len(text))
        ends.append(len(text))
    return ends


def _cut(text: str, low: int, high: int) -> "Iterator[int]":
    while high - low > LONGEST:
        space = text.rfind(" ", low + LONGEST // 2, low + LONGEST)
        low = space if space > 0 else low + LONGEST
        yield low


def _match(raw: Sequence[bytes]) -> NDArray[np.bool_]:
    matchers = _matchers()
    known: dict[bytes, list[int]] = {}
    rows: list[int] = []
    columns: list[int] = []
    for row, sentence in enumerate(raw):
        hits = known.get(sentence)
        if hits is None:
            hits = known[sentence] = []
            for first, match in matchers:
                for place in match(sentence) or ():
                    hits.append(first + place)
        columns += hits
        rows += [row] * len(hits)
    table = np.zeros((len(raw), len(all_cues())), dtype=np.bool_)
    table[rows, _order()[columns]] = True
    return table


def _acts(found: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return acts by sentence; one that speaks to a grader does nothing else."""
    if not len(found):
        return np.zeros((0, len(ACTS)), dtype=np.bool_)
    acts: NDArray[np.bool_] = np.logical_or.reduceat(found, _bounds(), axis=1)
    grader = ACTS.index(GRADER)
    told = acts[:, grader].copy()
    if told.any():
        acts[told] = False
        acts[told, grader] = True
        found[told] = False
    return acts


@cache
def all_cues() -> tuple[Cue, ...]:
    """Return every cue, in the order of the matrix's columns: act by act."""
    return tuple(sorted(cues(), key=lambda cue: ACTS.index(cue.act)))


@cache
def _bounds() -> NDArray[np.int64]:
    """Return the first column of each act."""
    of = [cue.act for cue in all_cues()]
    return np.array([of.index(act) for act in ACTS], dtype=np.int64)


@cache
def _groups() -> tuple[tuple[int, ...], ...]:
    """Return the cues in groups that are matched together.

    One automaton for all would have far more states than it ever sees twice.
    """
    sets: list[list[int]] = [[] for _ in range(4)]
    for index, cue in enumerate(all_cues()):
        if cue.foreign or cue.act == GRADER:
            sets[0].append(index)
        elif cue.act == REFUSE:
            sets[1].append(index)
        elif cue.act in {DELIVER, DONE, PERSONA}:
            sets[2].append(index)
        else:
            sets[3].append(index)
    return tuple(map(tuple, sets))


@cache
def _order() -> NDArray[np.int64]:
    """Return the column of each cue in the order in which the groups hold them."""
    return np.array([index for group in _groups() for index in group], dtype=np.int64)


@cache
def _matchers() -> list[tuple[int, "Callable[[bytes], list[int] | None]"]]:
    import re2

    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    options.max_mem = 24 << 20
    matchers: list[tuple[int, Callable[[bytes], list[int] | None]]] = []
    first = 0
    for group in _groups():
        matcher = re2.Set.SearchSet(options)
        for index in group:
            matcher.Add(all_cues()[index].pattern)
        matcher.Compile()
        # The set inside does the same without looking at what it is given.
        matchers.append((first, getattr(matcher, "_set", matcher).Match))
        first += len(group)
    return matchers
