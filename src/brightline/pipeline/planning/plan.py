"""Policy and options in, plan out: which cases are played, how often, what stays a hole."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from brightline.compile.hierarchy import unplant
from brightline.compile.needs import Need, needs_of
from brightline.compile.suite import Asked, asked_by, compile_cases, find_holes, policy_digest
from brightline.errors import ConfigurationError, UsageError
from brightline.measure.plan import anytime_plays, fixed_plays, trials_needed
from brightline.measure.summary import ANY_TECHNIQUE
from brightline.ports import OwnSuite, Technique
from brightline.records import GREY, Case, Expected, Hole, JudgeCard, Policy, Role

SAMPLE_OF_CELL = 4
"""Cases of one cell and side that are tried offline: a fifth would show no more."""

KEPT = 5_000
"""Cases that a plan keeps at most, some ten megabytes; more are compiled anew each time."""

OWN_PROMPT = "the target holds its own system prompt, so the operator's word cannot be sent"

ONE_TURN = "the target takes no second turn"

OWN_HISTORY = "the target keeps the conversation itself, so no reply can be made up for it"


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What the user asked to play."""

    policy: Policy
    techniques: tuple[Technique, ...]
    rules: tuple[str, ...] = ()
    """Rule ids; empty takes every rule."""
    seed: int = 0
    sends_system: bool = True
    """Whether the product takes a system turn from us."""
    takes_turns: bool = True
    """Whether the product takes a second turn."""
    takes_history: bool = True
    """Whether the product takes an assistant's turn that it never said."""
    own: OwnSuite | None = None
    """What makes the cases instead of the techniques; None: the techniques do."""
    adaptive: bool = False
    """Whether a rule is stopped once it is decided, and calls go where rules are weakest."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What will be played."""

    selection: Selection
    suite_digest: str
    techniques: tuple[str, ...]
    """Columns of the matrix."""
    holes: tuple[Hole, ...]
    cases_of: dict[str, int]
    """Cases by rule id."""
    probes_of: dict[str, int]
    trials: int
    control: Case | None
    """The first control: one that any working product answers; None where there is none."""
    sample: tuple[Case, ...]
    """Some cases of every cell and side: enough to try the suite on without playing it."""
    kept: tuple[Case, ...] | None
    """Every case, where they are few."""

    def cases(self) -> Iterator[Case]:
        """Yield the cases in order; where they are many, none is held."""
        if self.kept is not None:
            return iter(self.kept)
        return (
            case for case in _compiled(self.selection) if not _why_not(case, self.selection)
        )

    @property
    def plays(self) -> int:
        """Plays that the plan holds; a play of two turns costs two calls."""
        return sum(self.cases_of.values()) * self.trials


def make_plan(selection: Selection, *, trials: int | None, card: JudgeCard | None) -> Plan:
    """Return what a run of this selection plays.

    Args:
        selection: Policy, techniques and rules.
        trials: Plays of each case; None takes what the suite plays unasked, mostly the fewest
            with which every rule can hold.
        card: The judge's card, whose sensitivity decides how many plays a claim needs.

    Raises:
        UsageError: a rule id is unknown, or nothing is left to play.
    """
    selection, left_out = _checked(selection)
    seen = hashlib.sha256()
    cases_of: Counter[str] = Counter()
    counted: Counter[tuple[str, Expected]] = Counter()
    columns: dict[str, None] = dict.fromkeys(item.name for item in selection.techniques)
    asked: set[Asked] = set()
    unsent: dict[tuple[str, str], str] = {}
    control: Case | None = None
    kept: list[Case] = []
    sample: defaultdict[tuple[str, str, Expected], list[Case]] = defaultdict(list)
    for case in _compiled(selection):
        asked.add(asked_by(case))
        if why := _why_not(case, selection):
            unsent[case.rule_id, case.technique] = why
            continue
        seen.update(f"{case.id}\n".encode())
        if case.technique != GREY:
            columns.setdefault(case.technique)
            counted[case.rule_id, case.expected] += 1
        cases_of[case.rule_id] += 1
        if len(kept) <= KEPT:
            kept.append(case)
        if control is None and _is_plain_control(case):
            control = case
        cell = sample[case.rule_id, case.technique, case.expected]
        if len(cell) < SAMPLE_OF_CELL:
            cell.append(case)
    probes_of = {rule: counted[rule, Expected.REFUSE] for rule in cases_of}
    if not cases_of:
        raise _nothing_to_play((*left_out, *_own_holes(selection)))
    return Plan(
        selection=selection,
        suite_digest=seen.hexdigest()[:12],
        techniques=_in_order(columns, selection.own),
        holes=(*left_out, *_holes(selection, asked), *_unsent_holes(unsent)),
        cases_of=dict(cases_of),
        probes_of=probes_of,
        trials=trials
        or (selection.own.TRIALS if selection.own else None)
        or trials_needed(
            selection.policy,
            probes_of,
            card,
            controls_per_rule={rule: counted[rule, Expected.ANSWER] for rule in cases_of},
            plays_for=anytime_plays if selection.adaptive else fixed_plays,
        ),
        control=control,
        sample=tuple(case for cell in sample.values() for case in cell),
        kept=tuple(kept) if len(kept) <= KEPT else None,
    )


def _in_order(columns: Iterable[str], own: OwnSuite | None) -> tuple[str, ...]:
    """Return columns as their suite orders them; others behind those, as they came up."""
    places = {name: place for place, name in enumerate(own.COLUMNS)} if own else {}
    return tuple(sorted(columns, key=lambda name: places.get(name, len(places))))


def plainest_control(plan: Plan) -> Case:
    """Return the first control of a plan: one that any working product answers.

    Raises:
        ConfigurationError: the plan has no control, so no run of it can show anything.
    """
    if plan.control is None:
        raise ConfigurationError(
            "the suite has no control that the product could answer",
            slug="no-control",
            hint="Add must_answer requests to a rule, or select a rule that has some.",
        )
    return plan.control


def selected_rules(selection: Selection) -> list[str]:
    """Return the ids of the rules that a run must say something of.

    A suite that makes its own cases speaks of the rules that it has some for; the others are
    named as holes.
    """
    policy, own = selection.policy, selection.own
    wanted = set(selection.rules or (rule.id for rule in policy.rules))
    if own is not None:
        wanted &= {case.rule_id for case in own.cases(_chosen(selection), seed=selection.seed)}
    return [rule.id for rule in policy.rules if rule.id in wanted]


def digest_of(policy: Policy) -> str:
    """Return the digest that says whether two runs tested the same policy."""
    return policy_digest(policy)


def _checked(selection: Selection) -> tuple[Selection, tuple[Hole, ...]]:
    """Return the selection without canaries that cannot be planted; those are named as holes.

    Raises:
        UsageError: a rule id is unknown.
    """
    check_rules(selection)
    if selection.sends_system:
        return selection, ()
    policy, gone = unplant(selection.policy)
    wanted = selection.rules or gone
    return replace(selection, policy=policy), tuple(
        Hole(rule_id=rule_id, technique=ANY_TECHNIQUE, why=OWN_PROMPT)
        for rule_id in gone
        if rule_id in wanted
    )


def _compiled(selection: Selection) -> Iterator[Case]:
    wanted = set(selection.rules)
    cases = (
        compile_cases(selection.policy, selection.techniques, seed=selection.seed)
        if selection.own is None
        else selection.own.cases(_chosen(selection), seed=selection.seed)
    )
    for case in cases:
        if not wanted or case.rule_id in wanted:
            yield case


def _chosen(selection: Selection) -> Policy:
    """Return the policy with the selected rules alone: an own suite shares out among them."""
    policy, wanted = selection.policy, selection.rules
    if not wanted:
        return policy
    return policy.model_copy(
        update={
            "rules": tuple(rule for rule in policy.rules if rule.id in wanted),
            "cases": tuple(case for case in policy.cases if case.rule in wanted),
        }
    )


def _is_plain_control(case: Case) -> bool:
    return case.expected is Expected.ANSWER and case.turns[0].role is Role.USER


def _why_not(case: Case, selection: Selection) -> str:
    """Return why a case cannot be played on this product; empty where it can."""
    needs = needs_of(case.turns)
    if Need.SYSTEM in needs and not selection.sends_system:
        return OWN_PROMPT
    if Need.TURNS in needs and not selection.takes_turns:
        return ONE_TURN
    return OWN_HISTORY if Need.HISTORY in needs and not selection.takes_history else ""


def _holes(selection: Selection, asked: Collection[Asked]) -> Iterator[Hole]:
    wanted = set(selection.rules)
    holes = (
        find_holes(selection.policy, selection.techniques, asked)
        if selection.own is None
        else selection.own.holes(_chosen(selection))
    )
    for hole in holes:
        if not wanted or hole.rule_id in wanted:
            yield hole


def _own_holes(selection: Selection) -> Iterator[Hole]:
    """Yield what a suite that makes its own cases should ask of these rules and cannot."""
    if selection.own is not None:
        yield from _holes(selection, ())


def _nothing_to_play(left_out: Sequence[Hole]) -> UsageError:
    return UsageError(
        "the selection leaves no case to play",
        slug="nothing-to-play",
        hint=f"Choose other rules than {left_out[0].rule_id}: {left_out[0].why}."
        if left_out
        else "Loosen --rule or --technique, or add examples to the policy.",
    )


def _unsent_holes(unsent: Mapping[tuple[str, str], str]) -> Iterator[Hole]:
    for (rule_id, technique), why in sorted(unsent.items()):
        yield Hole(rule_id=rule_id, technique=technique, why=why)


def check_rules(selection: Selection) -> None:
    """Raise unless the policy has every rule that was selected.

    Raises:
        UsageError: it has not; the hint names the nearest.
    """
    known: Sequence[str] = [rule.id for rule in selection.policy.rules]
    for rule_id in selection.rules:
        if rule_id not in known:
            from difflib import get_close_matches

            near = get_close_matches(rule_id, known, n=1)
            raise UsageError(
                f"the policy has no rule {rule_id!r}",
                slug="unknown-rule",
                hint=f"Did you mean {near[0]!r}?" if near else f"It has: {', '.join(known)}.",
            )
