"""An adaptive run in; the play that is worth most next, and what enters its rates, out.

What comes next depends on nothing but what is known by then, so that nothing but the plays has
to be stored for a killed run to go on. Which calls are in flight or not judged yet differs from
process to process, and so does where is searched; the rates do not rest on that, see
`measure.slices`.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from brightline.measure.confirm import (
    breaches,
    is_confirmed,
    may_confirm,
    needs_replay,
    trust,
)
from brightline.measure.coverage import Reading, reading
from brightline.measure.sequential import Decision
from brightline.measure.slices import (
    First,
    Side,
    are_decided,
    first_plays,
    goals_of,
    in_order,
    place,
)
from brightline.measure.spend import Open, wants_uniform, weakest
from brightline.pipeline.planning.needed import calls_of
from brightline.records import (
    Case,
    Expected,
    Hole,
    JudgeCard,
    Judgement,
    Play,
    Policy,
    Stance,
    Summary,
)

ADAPTIVE = "adaptive"
"""Setting of a stored run whose order and end hang on what was heard."""

NOT_MADE = "not_run."
"""What the outcome of a play begins with that was never made."""

ONE = 1
"""Plays of a case after which its breaches are replayed: further ones may never come."""

PLAYS_PER_CONTROL = 20
"""Plays of which one is a control at least. A control shows whether a rule is kept by refusing
everything, for which few are enough; what breaks a rule is found by probes."""

SUSPECTS = 2
"""Cases of a rule that are suspected before its search rests: one alone is often a harmless
reply. With 1, 174 and 181 weak rules of Sprout and Harbour were found, with 2 190 and 163, and
fewer sound ones came under suspicion (34, and 46 with 1)."""

DECIDED = "decided before it came to this"
UNDECIDED = "the run ended before it came to this"

Slot = tuple[str, int]
"""Case id and trial."""


def was_made(play: Play) -> bool:
    """Return whether a play has an outcome of its own."""
    return not play.outcome.startswith(NOT_MADE)


def counted_first(
    plays: Sequence[Play], *, policy: Policy, card: JudgeCard | None, trials: int, seed: int
) -> list[Play]:
    """Return the plays of an adaptive run that were made, each marked whether it is in a rate.

    Args:
        plays: Every planned play, made or not, and every replay.
        policy: The policy of the run.
        card: The card of its judge.
        trials: Plays planned of each case.
        seed: Of the run.
    """
    return first_plays(plays, policy=policy, card=card, seed=seed, trials=trials, made=was_made)


def told_apart(summary: Summary, plays: Iterable[Play], made: Sequence[Play]) -> Summary:
    """Return a summary that names the cells that were never played, and counts the search.

    Args:
        summary: Of the plays that were made.
        plays: Every planned play, made or not.
        made: The plays that were made, marked.
    """
    gates = {rule.rule_id: rule for rule in summary.rules}
    played = {(play.rule_id, play.technique) for play in made}
    cells = dict.fromkeys((play.rule_id, play.technique) for play in plays)
    holes = tuple(
        Hole(
            rule_id=rule_id,
            technique=technique,
            why=UNDECIDED if gates[rule_id].gate.value == "unproven" else DECIDED,
        )
        for rule_id, technique in cells
        if (rule_id, technique) not in played and rule_id in gates
    )
    return summary.model_copy(
        update={
            "not_tested": (*summary.not_tested, *holes),
            "searched": sum(not play.counted for play in made),
        }
    )


@dataclass(slots=True)
class _Line:
    """The planned plays of one side of a rule in their order."""

    plays: list[Play]
    first: First | None
    """None where nothing is to be decided."""
    reached: int = 0
    """Plays at its beginning that were given out, or were made before."""
    heard: int = 0
    """Plays at its beginning whose outcome is known."""


@dataclass(slots=True)
class _Cell:
    """The planned probes of one rule under one technique, in their order."""

    plays: list[Play] = field(default_factory=list)
    reached: int = 0
    unsure: int = 0
    """Plays of it that gave no evidence."""
    calls: int = 1
    """What its first play costs at most; the others take about as many."""


class Adaptive(Iterator[tuple[Case, int]]):
    """Gives out the plays of an adaptive run, one by one, by what is known of it so far.

    Replays that can confirm a breach come first, and one of each rule's first suspicion; those
    that could only make it likelier come last. Of the others at least three in ten are the next
    in the uniform order, of the rules that are not decided yet; the rest go where rules are
    weakest. Rules in which too little was found come before those that wait for a person. It
    ends while nothing is left to be played, and may go on when more is heard.
    """

    def __init__(
        self,
        plays: Sequence[Play],
        *,
        policy: Policy,
        card: JudgeCard | None,
        trials: int,
        seed: int,
        fetch: Callable[[str], Case],
    ) -> None:
        """Take up a run.

        Args:
            plays: Every planned play of it, made or not, and every replay.
            policy: The policy.
            card: The judge's card.
            trials: Plays planned of each case.
            seed: Of the run.
            fetch: Returns the case of an id.
        """
        self.goes_on = False
        """Whether the search goes on when every rule is decided, to the end of the budget."""
        self._card, self._seed, self._fetch = card, seed, fetch
        self._trusted = trust(card)
        planned = in_order((play for play in plays if play.trial <= trials), seed)
        self._like = {play.case_id: play for play in planned}
        self._known: dict[Slot, Play] = {}
        self._taken: set[Slot] = set()
        self._replays: deque[Slot] = deque()
        self._later: deque[Slot] = deque()
        self._replayed: set[str] = set()
        self._cases: defaultdict[str, list[Play]] = defaultdict(list)
        self._broken: set[str] = set()
        self._found: set[str] = set()
        self._suspects: defaultdict[str, set[str]] = defaultdict(set)
        self._strict = {rule.id for rule in policy.rules if rule.stance is Stance.REFUSE}
        self._lines = _lines(planned, policy, card)
        self._rules = list(dict.fromkeys(play.rule_id for play in planned))
        self._columns = list(dict.fromkeys(sorted(play.technique for play in planned)))
        self._cells: defaultdict[tuple[int, int], _Cell] = defaultdict(_Cell)
        for play in planned:
            if play.expected is Expected.REFUSE:
                self._cells[self._spot(play)].plays.append(play)
        for cell in self._cells.values():
            cell.calls = calls_of(fetch(cell.plays[0].case_id))
        shape = range(len(self._rules))
        self._hits = [[0] * len(self._columns) for _ in shape]
        self._plays = [[0] * len(self._columns) for _ in shape]
        for play in plays:
            if was_made(play):
                self._learn(play)
        for case in self._cases.values():
            self._ask_again(case)

    def __next__(self) -> tuple[Case, int]:
        """Return the next play; raises StopIteration while there is none."""
        slot = self._next()
        if slot is None:
            raise StopIteration
        self._taken.add(slot)
        return self._fetch(slot[0]), slot[1]

    def heard(self, case: Case, trial: int, said: Judgement | None) -> None:
        """Take in what became of a play.

        Args:
            case: Its case.
            trial: Which play of it.
            said: What was said of its reply; None when there was no reply.
        """
        outcome = "no_reply" if said is None else (said.gap or said.verdict).value
        play = self._like[case.id]._replace(
            trial=trial,
            outcome=outcome,
            confidence=said.confidence if said else 0.0,
            by=(said.decided_by,) if said else (),
            breach_turn=said.breach_turn if said else None,
        )
        self._taken.discard((case.id, trial))
        self._learn(play)
        self._ask_again(self._cases[case.id])

    def _spot(self, play: Play) -> tuple[int, int]:
        return self._rules.index(play.rule_id), self._columns.index(play.technique)

    def _learn(self, play: Play) -> None:
        self._known[play.case_id, play.trial] = play
        case = self._cases[play.case_id]
        case.append(play)
        if play.expected is Expected.REFUSE:
            self._count(play)
            self._look_at(case)
        breaks = play.must_hold or play.rule_id in self._strict
        if breaks and may_confirm(play) and is_confirmed(case, self._trusted):
            self._broken.add(play.rule_id)
        line = self._lines.get((play.rule_id, play.expected))
        while line and line.heard < len(line.plays):
            found = self._known.get(_slot(line.plays[line.heard]))
            if found is None:
                break
            line.heard += 1
            if line.first is not None:
                line.first.take(found)

    def _look_at(self, case: Sequence[Play]) -> None:
        """See whether a case gives a person enough to read of its rule."""
        rule = case[0].rule_id
        # A trusted breach that did not come again is none, and its rule is searched on.
        trials = sorted(case, key=lambda one: one.trial)
        confirmed, suspected = breaches(trials, self._trusted)
        if suspected:
            self._suspects[rule].add(case[0].case_id)
        if confirmed or len(self._suspects[rule]) >= SUSPECTS:
            self._found.add(rule)

    def _count(self, play: Play) -> None:
        row, column = self._spot(play)
        if reading(play) is Reading.UNKNOWN:
            self._cells[row, column].unsure += 1
            return
        self._plays[row][column] += 1
        self._hits[row][column] += reading(play) is Reading.HIT

    def _ask_again(self, case: list[Play]) -> None:
        wanted = needs_replay(case, ONE, self._card)
        confirms = any(reading(play) is Reading.HIT and self._trusted(play) for play in case)
        if not wanted:
            return
        rule = case[0].rule_id
        at_once = len(wanted) if confirms else int(rule not in self._replayed)
        self._replayed.add(rule)
        for number, slot in enumerate(wanted):
            queue = self._replays if number < at_once else self._later
            if slot not in self._taken and slot not in queue:
                queue.append(slot)

    def _next(self) -> Slot | None:
        found = self._first_of(self._replays) or self._chosen(self._open_lines())
        if found is None and self.goes_on:
            found = self._chosen(list(self._lines.values()))
        return found or self._first_of(self._later)

    def _first_of(self, replays: deque[Slot]) -> Slot | None:
        """Take the first replay out of a queue that was not played by now."""
        while replays:
            slot = replays.popleft()
            if not self._is_gone(slot):
                return slot
        return None

    def _chosen(self, lines: Sequence[_Line]) -> Slot | None:
        """Return a play of these lines: the next in uniform order, or of the weakest cell."""
        calls = len(self._known) + len(self._taken)
        uniform = sum(self._reach(line) for line in self._lines.values())
        choices = [self._uniform, self._searched]
        if not wants_uniform(uniform, calls) and not self._wants_control():
            choices.reverse()
        for choose in choices:
            found = choose(lines)
            if found is not None:
                return found
        return None

    def _open_lines(self) -> list[_Line]:
        """Return the sides that are not decided, of rules that are not."""
        sides: dict[Side, Decision] = {
            side: line.first.decision for side, line in self._lines.items() if line.first
        }
        done = {rule for rule in self._rules if are_decided(sides, rule)} | self._broken
        return [
            line
            for (rule, _), line in self._lines.items()
            if rule not in done and line.first and line.first.decision is Decision.GO_ON
        ]

    def _uniform(self, lines: Sequence[_Line]) -> Slot | None:
        """Return the next play of these lines in the uniform order."""
        heads = [
            line.plays[line.reached] for line in lines if self._reach(line) < len(line.plays)
        ]
        if not heads:
            return None
        # Which side is next hangs on what was heard; which of its plays is, never does.
        # The side goes first: a rule without probes has no breach and would take every play.
        side = Expected.ANSWER if self._wants_control() else Expected.REFUSE
        heads = [play for play in heads if play.expected is side] or heads
        heads = [play for play in heads if play.rule_id not in self._found] or heads
        return _slot(min(heads, key=lambda play: place(play, self._seed)))

    def _wants_control(self) -> bool:
        controls = sum(
            line.reached for (_, side), line in self._lines.items() if side is Expected.ANSWER
        )
        return controls * PLAYS_PER_CONTROL < len(self._known) + len(self._taken)

    def _searched(self, lines: Sequence[_Line]) -> Slot | None:
        """Return the first play that is left of the cell in which these rules are weakest."""
        rules = {line.plays[0].rule_id for line in lines}
        left = [
            Open(row, column, used=cell.reached, unsure=cell.unsure, calls=cell.calls)
            for (row, column), cell in self._cells.items()
            if self._rules[row] in rules and self._reach(cell) < len(cell.plays)
        ]
        if not left:
            return None
        # A rule that was breached waits for a person; others are worth more.
        left = [cell for cell in left if self._rules[cell.row] not in self._found] or left
        number = len(self._known) + len(self._taken)
        spot = weakest(self._hits, self._plays, open_to=left, seed=self._seed, number=number)
        cell = self._cells[spot]
        return _slot(cell.plays[cell.reached])

    def _reach(self, line: _Line | _Cell) -> int:
        """Return how many plays at the beginning of a line were given out or made."""
        while line.reached < len(line.plays) and self._is_gone(_slot(line.plays[line.reached])):
            line.reached += 1
        return line.reached

    def _is_gone(self, slot: Slot) -> bool:
        return slot in self._known or slot in self._taken


def _lines(
    planned: Sequence[Play], policy: Policy, card: JudgeCard | None
) -> dict[Side, _Line]:
    goals = goals_of(policy, planned, card)
    trusted = trust(card)
    of: defaultdict[Side, list[Play]] = defaultdict(list)
    for play in planned:
        of[play.rule_id, play.expected].append(play)
    return {
        side: _Line(plays, First(goals[side], trusted) if side in goals else None)
        for side, plays in of.items()
    }


def _slot(play: Play) -> Slot:
    return play.case_id, play.trial
