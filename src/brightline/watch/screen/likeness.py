"""Requests and a policy in, numbers out: how each request is like what each rule speaks of.

A text is read sentence by sentence and as a whole. Its likeness to an example is of two kinds:
how much of the example comes back in it, and how much of it stands in the example; words that
mean nearly the same count in part.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from brightline.english import Table, stem
from brightline.records import Policy, Stance
from brightline.watch.screen.columns import (
    LOCAL,
    SHARED,
    TOLD,
    fill_line,
    fill_news,
    length,
    line_score,
    nearness,
    unit,
)
from brightline.watch.screen.heard import Heard, opening
from brightline.watch.screen.parts import (
    BUCKETS,
    Parts,
    cut,
    most_of,
    on_line,
    pair_buckets,
    sum_of,
    uncut,
)
from brightline.watch.screen.reading import (
    Beside,
    Read,
    local_of,
    shared_of,
    told_of,
)
from brightline.watch.screen.words import (
    BREAKS,
    ONE,
    Bytes,
    Floats,
    Ints,
    Known,
    Lexicon,
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


class Lines(NamedTuple):
    """Weights of buckets of words and pairs: what a text of some kind sounds like."""

    asked: NDArray[np.int32]
    """A request that must be refused in any product."""
    declines: NDArray[np.int32]
    """A reply that hands nothing over."""
    gives: NDArray[np.int32]
    """A reply that hands over what no product should."""


NO_LINES = Lines(*[np.zeros(BUCKETS, np.int32)] * 3)


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
    told: NDArray[np.int16]
    """Text x `TOLD`: of its reply, zeros where there is none."""


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
        total = np.maximum(weighed.sum(axis=0), 1).astype(np.float32) * ONE
        self.watched = np.array(
            [at for at, rule in enumerate(policy.rules) if rule.stance is not Stance.ALLOW], int
        )
        """Rules under which something must be refused; the others only say what is fine."""
        self._words = self._no_words = _Words(
            np.zeros((0, len(said)), np.int8),
            np.zeros((0, len(said) + table.vectors.shape[1]), np.int16),
            np.zeros(0, np.int8),
        )
        self._start = 0
        self._topics = self._centres()
        self.meaning = unit(self._topics[self.watched])
        """Of each watched rule: where its text lies."""
        self._beside = Beside(
            _groups(self._said, self._rules),
            self._rules,
            self.watched,
            np.array([rule.stance is Stance.DEPENDS for rule in policy.rules]),
            np.zeros((self._rules, 3), np.float32),
            weighed.astype(np.float32),
            total,
            np.vstack([self._topics, self._lie([one.text for one in said])]),
        )
        self._beside = self._beside._replace(fixed=self._of_rules(policy))

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
                [Heard(one.text.replace(".", " ")) for one in asked],
                NO_LINES,
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
        self, heard: Sequence[Heard], lines: Lines, *, without: Floats | None = None
    ) -> Rows:
        """Return what is measured of exchanges.

        Args:
            heard: At least one.
            lines: What requests and replies sound like.
            without: Exchange x text of the policy: 0 where one is not to be compared, else 1.
        """
        count = len(heard)
        texts = [one.asked for one in heard]
        answered = [opening(one.answered) for one in heard]
        replied = any(answered)
        found, sizes = self._lexicon.rows([*texts, *answered] if replied else texts)
        end = sum(sizes[:count])
        known = self._lexicon.known()
        request = self._read(cut(found[:end], sizes[:count]), known, without)
        parts = request.parts
        local = local_of(request, self._beside)
        shared = shared_of(request, self._beside, local)
        fill_news(shared, parts, known, nearest=request.nearest)
        fill_line(shared, parts, on_line(parts, known.code[parts.rows], lines.asked))
        told = np.zeros((count, len(TOLD)), np.int16)
        if replied:
            reply = self._read(uncut(found[end:], sizes[count:]), known, without)
            there = np.array([bool(one) for one in answered])
            of_reply = told_of(reply, request, self._beside, known=known)
            code = known.code[reply.parts.rows]
            for name, line in (("declines", lines.declines), ("hands over", lines.gives)):
                score = line_score(on_line(reply.parts, code, line))
                of_reply[:, TOLD.index(name)] = score
            told[there] = of_reply[there]
        return Rows(
            local[:, self.watched],
            shared,
            unit(request.lie),
            parts.first,
            told,
        )

    def _read(self, parts: Parts, known: Known, without: Floats | None) -> Read:
        words = self._of_words(known)
        sums = sum_of(words.sums, parts)
        lie = sums[:, len(self._said) :].astype(np.float64)
        near = nearness(lie, self._beside.places)
        topic, beside = np.split(near, [len(self._topics)], axis=1)
        nearest = words.nearest[parts.rows]
        most = most_of(known.alike, parts)
        recall, precision = self._compared(known, parts, sums, most=most)
        if without is not None:
            mask = without[parts.text]
            beside, recall, precision = (one * mask for one in (beside, recall, precision))
            each = without[np.repeat(parts.text, parts.sizes)].astype(np.int8)
            nearest = (words.within[parts.rows] * each).max(axis=1)
        return Read(parts, most, recall, precision, lie, topic, beside, nearest)

    def _compared(
        self, known: Known, parts: Parts, sums: NDArray[np.int32], *, most: Bytes
    ) -> tuple[Floats, Floats]:
        """Return part x text of the policy, twice, 0 to 1.

        How much of the policy's text comes back, and how much of the part stands in it.
        """
        weight = np.add.reduceat(known.weight[parts.rows], parts.place)
        total = np.maximum(weight, 1).astype(np.float32)
        recall = (most.astype(np.float32) @ self._beside.weighed) / self._beside.total
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
