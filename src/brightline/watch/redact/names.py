"""The name of a spaCy pipeline in, a finder of the names of persons out.

Which names are found is the pipeline's doing; none is part of this package. Each word of a name
is found by itself, so that Ms Brink and Ada Brink have a tag in common, in whatever text.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache
from threading import Lock
from typing import NamedTuple, Protocol, cast

from brightline.errors import UsageError
from brightline.watch.redact.finding import Finder, Found, Kind

PERSONS = frozenset({"PERSON", "PER", "persName", "PRS", "PS"})
"""What pipelines call a person: English, most others, Polish, Swedish, Korean."""

PIECE = 5_000
"""Characters that are read together: a pipeline needs some 10 kB of memory for each."""

LONGEST_WORD = 60

_NEEDLESS = frozenset(
    {
        *("tagger", "morphologizer", "attribute_ruler", "lemmatizer", "trainable_lemmatizer"),
        *("parser", "senter"),
    }
)
_KNOWN = frozenset({"tok2vec", "transformer", "ner", *_NEEDLESS})
"""Parts that spaCy's own pipelines have; whatever else is in one may need them all."""

_JOINT = "'-"
_WORD = re.compile(r"[^\s\x00-&(-,./:-@\[-`{-~\u00a1-\u00bf\u2010-\u203e\u3000-\u303f]+")
_POSSESSIVE = re.compile(r"(?:'[sS]|'+|-+)$")
_TITLES = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "doctor",
        "sir",
        "madam",
        "lady",
        "lord",
        "herr",
        "frau",
        "monsieur",
        "madame",
        "mme",
        "mlle",
        "señor",
        "señora",
        "signor",
        "signora",
        "sr",
        "sra",
    }
)
_LEAST_AGAIN = 3
"""Letters of a word that is taken out wherever it stands, once it was a name."""
# What is taken out already is a gap, as no pipeline was trained on its sign; in JSON each value
# may be a line: some pipelines find more in the one, some in the other.
_GAPS = str.maketrans({"\0": " "})
_LINES = str.maketrans({"\0": " ", **dict.fromkeys('{}"', "\n")})
_ADDRESS = re.compile(r"://\S*$")
_LONGEST_ADDRESS = 300


class _Entity(Protocol):
    label_: str
    start_char: int
    end_char: int


class _Doc(Protocol):
    @property
    def ents(self) -> Sequence[_Entity]: ...


class Pipeline(Protocol):
    """What is used of a pipeline of spaCy."""

    def __call__(self, text: str, /) -> _Doc:
        """Return a text with what was found in it."""
        ...

    def memory_zone(self) -> AbstractContextManager[object]:
        """Let go in the end of every word that was read."""
        ...


class NamesSpec(NamedTuple):
    """Which pipeline, in plain words: it can be sent."""

    model: str
    """A package, or a folder."""
    id: str
    """Name and version, as the pipeline says itself."""


class Names:
    """Finds names of persons: a finder, for any thread."""

    def __init__(self, pipeline: Pipeline, spec: NamesSpec) -> None:
        """Begin.

        Args:
            pipeline: Finds entities.
            spec: Which it is.
        """
        self.spec = spec
        self._pipeline = pipeline
        self._lock = Lock()

    def __call__(self, text: str) -> Iterator[Found]:
        """Yield each word of each name; those in addresses of pages are left.

        Args:
            text: Any text, also long.
        """
        done = 0
        for start, end in self._persons(text):
            for one in _words(text, max(done, _begin(text, start)), _end(text, end)):
                done = one.end
                if _is_name(one.value) and not _is_in_address(text, one.start):
                    yield one

    def _persons(self, text: str) -> Iterator[tuple[int, int]]:
        for begin, piece in _pieces(text):
            if not any(map(str.isalpha, piece)):
                continue
            told = {piece.translate(_GAPS)}
            if '":' in piece:
                told.add(piece.translate(_LINES))
            spans = sorted({one for each in told for one in self._found(each)})
            yield from ((begin + start, begin + end) for start, end in spans)

    def _found(self, text: str) -> list[tuple[int, int]]:
        with self._lock, self._pipeline.memory_zone():
            return [
                (one.start_char, one.end_char)
                for one in self._pipeline(text).ents
                if one.label_ in PERSONS
            ]


class Conversation:
    """Finders of names for the texts of one conversation: a finder that remembers them.

    A pipeline that finds a name where somebody says it may miss it where it is only used.
    """

    def __init__(self, finders: Sequence[Finder]) -> None:
        """Begin.

        Args:
            finders: Find names.
        """
        self._finders = finders
        self._words: set[str] = set()

    def __call__(self, text: str) -> Iterator[Found]:
        """Yield what the finders find in a text, and what was found in one before."""
        for finder in self._finders:
            for one in finder(text):
                word = text[one.start : one.end]
                if len(word) >= _LEAST_AGAIN and word[0].isupper():
                    self._words.add(word)
                yield one
        yield from self.again(text)

    def again(self, text: str) -> Iterator[Found]:
        """Yield what was found in any text so far, written as it was there."""
        if self._words:
            for one in _words(text, 0, len(text)):
                if text[one.start : one.end] in self._words:
                    yield one


@cache
def names_by(model: str) -> Names:
    """Return what finds names with a pipeline: loaded once in each process.

    Args:
        model: An installed package, as `en_core_web_sm`, or a folder.

    Raises:
        UsageError: spaCy or the pipeline is not installed, or cannot be used.
    """
    try:
        import spacy  # noqa: PLC0415 - an extra, and heavy
    except ImportError as error:
        raise UsageError(
            f"names of persons are found with spaCy, which is not installed: {error}",
            slug="extra-missing",
            hint="On each machine that looks: pip install 'brightline[names]'.",
        ) from error
    try:
        pipeline = spacy.load(model)
    except OSError as error:
        raise UsageError(
            f"there is no spaCy pipeline {model!r}: no package of this name is installed, and"
            " no folder has one",
            slug="names-missing",
            hint="On each machine that looks: python -m spacy download en_core_web_sm, or the"
            " one for your language.",
        ) from error
    except Exception as error:  # a pipeline is code of others, with errors of its own
        raise UsageError(
            f"the spaCy pipeline {model!r} cannot be loaded: {_first_line(error)}",
            slug="names-unfit",
            hint="Install the one that fits this spaCy: python -m spacy validate.",
        ) from error
    labels = {label for each in pipeline.pipe_labels.values() for label in each}
    if not labels & PERSONS:
        raise UsageError(
            f"the spaCy pipeline {model!r} finds no persons: it has no label PERSON or PER",
            slug="names-unfit",
            hint="Name one that does, as en_core_web_sm.",
        )
    if _KNOWN.issuperset(pipeline.pipe_names):
        pipeline.select_pipes(disable=_NEEDLESS.intersection(pipeline.pipe_names))
    meta = pipeline.meta
    told = f"{meta['lang']}_{meta['name']} {meta['version']}"
    return Names(cast("Pipeline", pipeline), NamesSpec(model, told))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield where each piece begins, and the piece: cut where a line, sentence or word ends."""
    begin = 0
    while len(text) - begin > PIECE:
        least, most = begin + PIECE // 2, begin + PIECE
        ends = (text.rfind(sign, least, most) + len(sign) for sign in ("\n", ". ", " "))
        end = next((one for one in ends if one > least), most)
        yield begin, text[begin:end]
        begin = end
    yield begin, text[begin:]


def _words(text: str, start: int, end: int) -> Iterator[Found]:
    """Yield each word of a part of a text, without what makes it possessive."""
    for match in _WORD.finditer(text, start, end):
        word = _POSSESSIVE.sub("", match[0])
        bare = word.lstrip(_JOINT)
        last = match.start() + len(word)
        yield Found(last - len(bare), last, Kind.NAME, bare.casefold())


def _begin(text: str, start: int) -> int:
    """Return where the word begins that a name begins in: a pipeline may cut it."""
    least = max(0, start - LONGEST_WORD)
    while start > least and _joins(text, start):
        start -= 1
    return start


def _end(text: str, end: int) -> int:
    most = min(len(text), end + LONGEST_WORD)
    while end < most and _joins(text, end):
        end += 1
    return end


def _joins(text: str, at: int) -> bool:
    """Tell whether no word ends between two characters; of scripts without blanks any does."""
    return all(one in _JOINT or one.isupper() or one.islower() for one in text[at - 1 : at + 1])


def _is_name(word: str) -> bool:
    """Tell whether a word can be of a name: what has digits is a type, a code or an account."""
    return (
        word not in _TITLES and any(map(str.isalpha, word)) and not any(map(str.isdigit, word))
    )


def _is_in_address(text: str, at: int) -> bool:
    return _ADDRESS.search(text, max(0, at - _LONGEST_ADDRESS), at) is not None


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
