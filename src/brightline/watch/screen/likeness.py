"""Requests and a policy in, numbers out: how each request is like what each rule speaks of.

A text is read sentence by sentence and as a whole. Its likeness to an example is of two kinds:
how much of the example comes back in it, and how much of it stands in the example; words that
mean nearly the same count in part.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brightline.records import Policy, Stance
from brightline.watch.screen.columns import (
    LOCAL,
    SHARED,
    best_of,
    best_two_of,
    fill_line,
    fill_news,
    length,
    nearness,
    unit,
)
from brightline.watch.screen.parts import (
    BUCKETS,
    Parts,
    cut,
    most_of,
    on_line,
    pair_buckets,
    sum_of,
)
from brightline.watch.screen.words import (
    BREAKS,
    ONE,
    Bytes,
    Floats,
    Ints,
    Known,
    Lexicon,
    Table,
    stem,
    tokens,
)

THIN = 25
"""Weight that a text has beside its words: one of few and common words is like nothing."""

TELLING = 5
"""Weight from which a word of the policy is looked for."""

ELSEWHERE = frozenset(
    [
        "anything",
        "nothing",
        "unrelated",
        "outside",
        "errands",
        "scope",
        "topic",
        "topics",
        "tasks",
        "subjects",
        "stuff",
    ]
)
"""Words of a rule that turns down whatever the product is not for."""


class Said(NamedTuple):
    """One text of a policy."""

    rule: int
    """Which rule, from 0; -1 for the scope."""
    what: str
    """`refuse`, `answer`, `text`, `instead`, `does` or `does not`."""
    text: str


def said_by(policy: Policy) -> tuple[Said, ...]:
    """Return the texts of a policy, rule by rule, then its scope."""
    found: list[Said] = []
    for at, rule in enumerate(policy.rules):
        found += [Said(at, "refuse", text) for text in rule.must_refuse]
        found += [Said(at, "answer", text) for text in rule.must_answer]
        if rule.stance is Stance.ALLOW:
            found.append(Said(-1, "does", rule.text))
            continue
        found.append(Said(at, "text", rule.text))
        if rule.instead:
            found.append(Said(at, "instead", rule.instead))
    found += [Said(-1, "does", text) for text in policy.scope.does]
    found += [Said(-1, "does not", text) for text in policy.scope.does_not]
    return tuple(found)


class Rows(NamedTuple):
    """What was measured of a batch; parts of one text stand in a row, the whole last."""

    local: NDArray[np.int16]
    """Part x rule that is watched x `LOCAL`."""
    shared: NDArray[np.int16]
    """Part x `SHARED`."""
    meaning: NDArray[np.int16]
    """Part x number of a vector: where it lies, a vector of length `ONE`."""
    first: Ints
    """Of each text: its first part."""


class _Words(NamedTuple):
    """What is kept of each word beside one policy."""

    within: Bytes
    """How alike it is to the nearest word of each text of the policy."""
    sums: NDArray[np.int16]
    """The same times its weight, and then its vector."""
    nearest: Bytes
    """How alike it is to the nearest word of the whole policy."""


class Likeness:
    """Measures texts against one policy."""

    def __init__(self, said: Sequence[Said], policy: Policy, table: Table) -> None:
        """Args: said: texts to compare with. policy: their policy. table: of English."""
        self._said = tuple(said)
        self._rules = len(policy.rules)
        self._depends = np.array([rule.stance is Stance.DEPENDS for rule in policy.rules])
        spoken = [_stems(one.text) for one in said]
        lexicon = Lexicon(table, (word for words in spoken for word in words))
        telling = [w for w in lexicon.stems if lexicon.weights[lexicon.place[w]] >= TELLING]
        self._lexicon = Lexicon(table, telling or lexicon.stems or ("",))
        self._holds = np.zeros((len(self._lexicon.stems), len(said)), np.bool_)
        for column, words in enumerate(spoken):
            for word in words:
                place = self._lexicon.place.get(word)
                if place is not None:
                    self._holds[place, column] = True
        weighed = self._holds * self._lexicon.weights[:, None]
        self._total = np.maximum(weighed.sum(axis=0), 1).astype(np.float32) * ONE
        self._weighed = weighed.astype(np.float32)
        self.watched = np.array(
            [at for at, rule in enumerate(policy.rules) if rule.stance is not Stance.ALLOW], int
        )
        """Rules under which something must be refused; the others only say what is fine."""
        self._groups = _groups(self._said, self._rules)
        self._words = self._no_words = _Words(
            np.zeros((0, len(said)), np.int8),
            np.zeros((0, len(said) + table.vectors.shape[1]), np.int16),
            np.zeros(0, np.int8),
        )
        self._start = 0
        self._topics = self._centres()
        self.meaning = unit(self._topics[self.watched])
        """Of each watched rule: where its text lies."""
        self._places = np.vstack([self._topics, self._lie([one.text for one in said])])
        self._fixed = np.zeros((self._rules, 3), np.float32)
        self._fixed = self._of_rules(policy)

    def _centres(self) -> NDArray[np.float64]:
        """Return where each rule's own text lies, then the scope, then all rules together."""
        forbids, answers = {"text", "instead"}, {"does", "does not"}
        wanted = [
            [one.text for one in self._said if one.rule == rule and one.what in forbids]
            for rule in range(self._rules)
        ]
        wanted.append([one.text for one in self._said if one.what in answers])
        wanted.append([text for texts in wanted[:-1] for text in texts])
        return self._lie([" ".join(texts) for texts in wanted])

    def _lie(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return where each text lies as a whole: a vector of length 127, whole numbers."""
        found, sizes = self._lexicon.rows(texts)
        parts = cut([max(row, 0) for row in found], sizes)
        words = self._of_words(self._lexicon.known())
        sums = sum_of(words.sums[:, len(self._said) :], parts).astype(np.float64)
        return np.asarray(np.round(sums / length(sums)[:, None] * 127))

    def _of_rules(self, policy: Policy) -> NDArray[np.float32]:
        """Return three numbers of each rule.

        How near it is to the product's tasks, how alike its requests are to each other, and
        whether its text speaks of all that lies elsewhere.
        """
        watched = set(self.watched.tolist())
        asked = [one for one in self._said if one.what == "refuse" and one.rule in watched]
        fixed = np.zeros((self._rules, 3), np.float32)
        if asked:
            mask = np.array([[one.text != other.text for other in self._said] for one in asked])
            rows = self.measure(
                [one.text.replace(".", " ") for one in asked],
                np.zeros(BUCKETS, np.int32),
                without=mask.astype(np.float32),
            )
            last = np.append(rows.first[1:], len(rows.local)) - 1
            rule = np.array([one.rule for one in asked])
            near = np.maximum(
                rows.shared[last, SHARED.index("does")],
                rows.shared[last, SHARED.index("any answer")],
            )
            place = np.searchsorted(self.watched, rule)
            own = rows.local[last, place, LOCAL.index("refuse")]
            for at in set(rule.tolist()):
                fixed[at, 0] = near[rule == at].mean()
                fixed[at, 1] = own[rule == at].mean()
        for at, one in enumerate(policy.rules):
            fixed[at, 2] = ONE * bool(ELSEWHERE & set(tokens(one.text)))
        return np.round(fixed)

    def measure(
        self, texts: Sequence[str], line: NDArray[np.int32], *, without: Floats | None = None
    ) -> Rows:
        """Return what is measured of texts.

        Args:
            texts: At least one.
            line: Weight of each bucket of words and neighbours.
            without: Text x text of the policy: 0 where one is not to be compared, else 1.
        """
        parts = cut(*self._lexicon.rows(texts))
        known = self._lexicon.known()
        words = self._of_words(known)
        sums = sum_of(words.sums, parts)
        lie = sums[:, len(self._said) :].astype(np.float64)
        topic, beside = np.split(nearness(lie, self._places), [len(self._topics)], axis=1)
        nearest = words.nearest[parts.rows]
        if without is None:
            recall, precision = self._compared(known, parts, sums)
        else:
            mask = without[parts.text]
            beside = beside * mask
            recall, precision = (found * mask for found in self._compared(known, parts, sums))
            each = without[np.repeat(parts.text, parts.sizes)].astype(np.int8)
            nearest = (words.within[parts.rows] * each).max(axis=1)
        both = np.sqrt(recall * precision)
        local = self._local(recall, precision, both, beside=beside)
        local[:, :, LOCAL.index("topic")] = topic[:, : self._rules]
        shared = self._shared(both, beside, local)
        shared[:, SHARED.index("topic")] = topic[:, -2]
        shared[:, SHARED.index("rules topic")] = topic[:, -1]
        fill_news(shared, parts, known, nearest=nearest)
        fill_line(shared, parts, on_line(parts, known.code[parts.rows], line))
        return Rows(local[:, self.watched], shared, unit(lie), parts.first)

    def _compared(
        self, known: Known, parts: Parts, sums: NDArray[np.int32]
    ) -> tuple[Floats, Floats]:
        """Return part x text of the policy, twice, 0 to 1.

        How much of the policy's text comes back, and how much of the part stands in it.
        """
        weight = np.add.reduceat(known.weight[parts.rows], parts.place)
        total = np.maximum(weight, 1).astype(np.float32)
        recall = (most_of(known.alike, parts).astype(np.float32) @ self._weighed) / self._total
        stands = sums[:, : len(self._said)]
        precision = (stands / ((total[:, None] + THIN) * ONE)).astype(np.float32)
        return recall, precision

    def grams(self, texts: Sequence[str]) -> tuple[Ints, Ints, Ints]:
        """Return the bucket of each word, of each pair, and how many words each part has.

        A pair that reaches over two parts is -1: it counts for nothing.
        """
        parts = cut(*self._lexicon.rows(texts))
        code = self._lexicon.known().code[parts.rows]
        pair = pair_buckets(code)
        pair[parts.place] = -1
        return (code % BUCKETS).astype(np.int64), pair, parts.sizes

    def _of_words(self, known: Known) -> _Words:
        """Return what is kept of every word that was read, the fresh ones added."""
        if self._start != self._lexicon.begun:
            self._start = self._lexicon.begun
            self._words = self._no_words
        fresh = known.alike[len(self._words.within) :]
        if len(fresh):
            within = np.zeros((len(fresh), len(self._said)), np.int8)
            for column in range(len(self._said)):
                held = np.flatnonzero(self._holds[:, column])
                if len(held):
                    within[:, column] = fresh[:, held].max(axis=1)
            weight = known.weight[-len(fresh) :, None].astype(np.int16)
            sums = np.hstack([within * weight, known.vector[-len(fresh) :]])
            kept = self._words
            self._words = _Words(
                np.concatenate([kept.within, within]),
                np.concatenate([kept.sums, sums]),
                np.concatenate([kept.nearest, within.max(axis=1)]),
            )
        return self._words

    def _local(
        self, recall: Floats, precision: Floats, both: Floats, *, beside: Floats
    ) -> NDArray[np.int16]:
        found = np.zeros((len(recall), self._rules, len(LOCAL)), np.float32)
        refuse, answer = self._groups["refuse"], self._groups["answer"]
        text, instead = self._groups["text"], self._groups["instead"]
        columns = (
            best_of(both, refuse), best_two_of(both, refuse), best_of(recall, refuse),
            best_of(precision, refuse), best_of(both, answer), best_two_of(both, answer),
            best_of(recall, answer), best_of(both, text), best_of(recall, text),
            best_of(precision, text), best_of(both, instead),
        )  # fmt: skip
        for at, column in enumerate(columns):
            found[:, :, at] = column * ONE
        lies = (
            best_of(beside, refuse), best_two_of(beside, refuse), best_of(beside, answer),
            best_of(beside, text), best_of(beside, instead),
        )  # fmt: skip
        for at, column in enumerate(lies, start=LOCAL.index("near refuse")):
            found[:, :, at] = column
        found[:, :, LOCAL.index("near beyond")] = np.maximum(lies[0] - lies[2], 0)
        found[:, :, LOCAL.index("beyond")] = np.maximum(found[:, :, 0] - found[:, :, 4], 0)
        found[:, :, LOCAL.index("has refuse")] = [ONE * bool(len(one)) for one in refuse]
        found[:, :, LOCAL.index("has answer")] = [ONE * bool(len(one)) for one in answer]
        found[:, :, LOCAL.index("depends")] = self._depends * ONE
        for at, name in enumerate(("inside", "cohesion", "elsewhere")):
            found[:, :, LOCAL.index(name)] = self._fixed[:, at]
        return found.astype(np.int16)

    def _shared(
        self, both: Floats, beside: Floats, local: NDArray[np.int16]
    ) -> NDArray[np.int16]:
        found = np.zeros((len(both), len(SHARED)), np.int16)
        for at, name in enumerate(("does", "does not")):
            found[:, at] = (best_of(both, self._groups[name])[:, 0] * ONE).astype(np.int16)
        for name, of in (("any answer", "answer"), ("any refuse", "refuse")):
            found[:, SHARED.index(name)] = local[:, :, LOCAL.index(of)].max(axis=1)
        for name, of in (("any text", "text"), ("near any text", "near text")):
            texts = local[:, self.watched, LOCAL.index(of)]
            found[:, SHARED.index(name)] = texts.max(axis=1, initial=0)
        for name in ("does", "does not"):
            found[:, SHARED.index(f"near {name}")] = best_of(beside, self._groups[name])[:, 0]
        for name in ("answer", "refuse"):
            found[:, SHARED.index(f"near any {name}")] = local[
                :, :, LOCAL.index(f"near {name}")
            ].max(axis=1)
        return found


def _stems(text: str) -> list[str]:
    return [stem(word) for word in tokens(text) if word not in BREAKS and not word.isdigit()]


def _groups(said: Sequence[Said], rules: int) -> dict[str, list[Ints]]:
    """Return for each kind of text, rule by rule, the columns of its texts."""
    return {
        what: [
            np.array([c for c, one in enumerate(said) if (one.what, one.rule) == (what, rule)])
            .astype(np.int64)
            for rule in (range(rules) if what not in {"does", "does not"} else (-1,))
        ]
        for what in ("refuse", "answer", "text", "instead", "does", "does not")
    }  # fmt: skip
