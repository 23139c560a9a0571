"""A scan of production in, a person's answers out: `brightline review --findings`."""

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from brightline.cli.reading import KEYS, MOVES, Keys, called, said as said_lines
from brightline.cli.shared import tell
from brightline.errors import UsageError
from brightline.records import Expected, Role, Rule, Verdict

if TYPE_CHECKING:
    from brightline.pipeline.watch.desk import Answered, Desk, Item
    from brightline.store import WatchStore

ALLOWED, CANNOT_TELL = "a", "?"
MORE = {
    ALLOWED: "allowed: no rule forbids it",
    CANNOT_TELL: "cannot tell",
}
"""What a person can answer of production beside what the product did."""

ALLOWED_WORD = "allowed"


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What the command line says of answers."""

    settle: tuple[str, ...]
    undo: tuple[str, ...]
    who: str
    sample: int | None
    """How many are drawn; None takes the suspects."""


def review_findings(url: str, ref: str, answers: Answers, *, as_json: bool) -> None:
    """Let a person read what was found in a scan, and exit with what is known then.

    Raises:
        UsageError: there is no such scan or finding, or an answer is none.
    """
    from brightline.pipeline.watch.desk import Desk
    from brightline.store import find_watch

    with find_watch(url) as store:
        desk = Desk(store, store.find_scan(ref))
        if answers.settle or answers.undo:
            _settle_all(desk, answers)
        elif as_json:
            for item in _waiting(desk, answers.sample):
                # In ASCII, so that nothing that was said can steer a terminal.
                click.echo(json.dumps(_as_json(desk.rules, item)))
            return
        else:
            _ask(desk, answers)
        _show_rate(store, desk, answers.sample)


def _settle_all(desk: "Desk", answers: Answers) -> None:
    drawn = {}
    if answers.sample is not None:
        drawn = {one.exchange: one for one in desk.sample(answers.sample)}
    queue = {name: one for one in desk.queue() for name in one.alike[:1]}
    told: list[tuple[Item, Answered]] = []
    for words in answers.settle:
        ref, equals, word = words.rpartition("=")
        if not equals:
            raise _no_answer(words)
        item = desk.item(ref)
        item = drawn.get(item.exchange) or queue.get(item.exchange) or item
        said = _answered(desk, item, word, who=answers.who)
        desk.check(said)
        told.append((item, said))
    taken_back = [desk.exchange_of(ref) for ref in answers.undo]
    settled = {name for item, _ in told for name in item.alike}
    for exchange in taken_back:
        if exchange not in settled:
            desk.check_undo(exchange, who=answers.who)
    # Nothing is stored before every answer is known to be one.
    if answers.sample is not None:
        desk.draw_read(answers.sample, at=datetime.now(UTC))
    for item, said in told:
        desk.settle(item, said)
    for exchange in taken_back:
        if desk.has_said(exchange, who=answers.who):  # or it went with one that is alike
            desk.undo(exchange, who=answers.who)


def _answered(desk: "Desk", item: "Item", told: str, *, who: str) -> "Answered":
    word, _, rule_id = told.partition(":")
    if word != ALLOWED_WORD and word not in {verdict.value for verdict in Verdict}:
        raise _no_answer(f"{item.id}={told}")
    rule_id = rule_id or _rule_asked(item)
    if not rule_id and word != ALLOWED_WORD:
        raise UsageError(
            f"nothing says under which rule {item.id!r} is {word}",
            slug="review-rule",
            hint=f"Write --settle {item.id}={word}:RULE, or =allowed where no rule forbids it.",
        )
    return _said(
        item,
        rule_id or desk.first_rule,
        verdict=None if word == ALLOWED_WORD else Verdict(word),
        who=who,
    )


def _no_answer(words: str) -> UsageError:
    known = [verdict.value for verdict, _ in KEYS.values()]
    return UsageError(
        f"--settle {words!r} is not FINDING=VERDICT or EXCHANGE=VERDICT",
        slug="review-answer",
        hint=f"The verdicts are {', '.join([*known, 'undecided', ALLOWED_WORD])}; a colon and"
        " the id of a rule may follow.",
    )


def _said(item: "Item", rule_id: str, *, verdict: Verdict | None, who: str) -> "Answered":
    """Return an answer; no verdict says that it is allowed: then the judge's stays."""
    from brightline.pipeline.watch.desk import Answered

    judged = item.found[0].finding.verdict if item.found else Verdict.UNDECIDED
    return Answered(
        verdict=verdict or judged,
        rule_id=rule_id,
        expected=Expected.REFUSE if verdict else Expected.ANSWER,
        who=who,
        at=datetime.now(UTC),
    )


def _rule_asked(item: "Item") -> str:
    """Return the rule that a suspect is suspected under; empty where there is none."""
    return item.found[0].finding.rule_id if item.found else ""


def _waiting(desk: "Desk", sample: int | None) -> "tuple[Item, ...]":
    return desk.queue() if sample is None else desk.sample(sample)


def _drawn(desk: "Desk", answers: Answers) -> "tuple[Item, ...]":
    """Return what is left of a sample, once what was read before counts in it."""
    assert answers.sample is not None  # noqa: S101 - who calls it has asked
    desk.draw_read(answers.sample, at=datetime.now(UTC))
    return desk.sample(answers.sample)


def _ask(desk: "Desk", answers: Answers) -> None:
    """Show one exchange after the other until the person has had enough."""
    items = list(desk.queue() if answers.sample is None else _drawn(desk, answers))
    if not items:
        click.echo("nothing waits for a person", err=True)
    done: list[tuple[int, str]] = []
    index = 0
    keys = Keys()
    while index < len(items):
        item = items[index]
        click.secho(f"\n{index + 1} of {len(items)}  {_heading(item)}", err=True, bold=True)
        _print_item(desk.rules, item)
        key, rule_id = _key(keys, desk, item)
        if key == "q":
            break
        if key == "u":
            if done:
                index, exchange = done.pop()
                desk.undo(exchange, who=answers.who)
            continue
        if key == "k":
            if item.drawn:
                click.echo(
                    "next time it comes first: those behind it count once it is read", err=True
                )
        else:
            _settle(desk, item, key, rule_id=rule_id, who=answers.who)
            done.append((index, item.exchange))
        index += 1
        if answers.sample is None and key != "k":  # what was said changes what comes next
            shown = {one.exchange for one in items[:index]}
            items[index:] = [one for one in desk.queue() if one.exchange not in shown]


def _settle(desk: "Desk", item: "Item", key: str, *, rule_id: str, who: str) -> None:
    verdict: Verdict | None = None
    if key != ALLOWED:
        verdict = Verdict.UNDECIDED if key == CANNOT_TELL else KEYS[key][0]
    desk.settle(item, _said(item, rule_id, verdict=verdict, who=who))


def _key(keys: Keys, desk: "Desk", item: "Item") -> tuple[str, str]:
    """Return what a person answers and under which rule."""
    rule_id = _rule_asked(item)
    ids = list(desk.rules)
    numbers = [str(at + 1) for at in range(len(ids))]
    while True:
        key = keys.next([*KEYS, *MORE, *MOVES, *numbers])
        if key in numbers:
            rule_id = ids[int(key) - 1]
            _print_rule(desk.rules[rule_id])
        elif key in KEYS and not rule_id:
            click.echo("under which rule? its number, or [a] where none forbids it", err=True)
        else:
            return key, rule_id or desk.first_rule


def _heading(item: "Item") -> str:
    from brightline.report.clean import clean

    time = item.specimen.sighting.time
    when = f"{time:%Y-%m-%d %H:%M}" if time else "at an unknown time"
    why = "suspected" if item.likely else "less likely" if item.found else "like a breach"
    if item.drawn:
        why = f"drawn at random ({item.specimen.stratum.value})"
    return f"{clean(item.id)}  {when}  {why}"


def _print_item(rules: "dict[str, Rule]", item: "Item") -> None:
    from brightline.report.clean import clean

    sighting = item.specimen.sighting
    for turn in sighting.exchange.turns:
        if turn.role is not Role.SYSTEM:
            click.echo(f"\n{said_lines(turn.role.value, turn.text)}", err=True)
    reply = sighting.exchange.reply
    click.secho(f"\n{said_lines('product', reply.text)}", err=True, fg="cyan")
    if reply.tools:
        click.secho(called(reply.tools), err=True, fg="cyan")
    click.echo(err=True)
    for one in item.found:
        judgement = one.said.judgement if one.said else None
        if judgement is None:
            continue
        click.echo(
            f"{clean(judgement.judge)}: {judgement.verdict.value} of {one.finding.rule_id},"
            f" {one.finding.score:.2f}: {clean(judgement.reason)}",
            err=True,
        )
    if len(item.alike) > 1:
        click.echo(f"your answer counts for {len(item.alike)} near-identical ones", err=True)
    rule_id = _rule_asked(item)
    if rule_id:
        _print_rule(rules[rule_id])
    click.echo("  ".join(f"[{at}] {name}" for at, name in enumerate(rules, start=1)), err=True)
    click.echo("  ".join(f"[{key}] {text}" for key, (_, text) in KEYS.items()), err=True)
    click.echo("  ".join(f"[{key}] {text}" for key, text in (MORE | MOVES).items()), err=True)


def _print_rule(rule: Rule) -> None:
    from brightline.report.clean import clean

    click.echo(f"rule {rule.id}, {rule.severity.value}: {clean(rule.text)}", err=True)


def _as_json(rules: "dict[str, Rule]", item: "Item") -> dict[str, object]:
    sighting = item.specimen.sighting
    said = item.found[0].said if item.found else None
    judgement = said.judgement if said else None
    rule_id = _rule_asked(item)
    return {
        "finding": item.found[0].finding.id if item.found else None,
        "exchange": item.exchange,
        "time": sighting.time.isoformat() if sighting.time else None,
        "rule": rule_id or None,
        "severity": rules[rule_id].severity.value if rule_id else None,
        "rules": [one.finding.rule_id for one in item.found],
        "turns": [
            {"role": turn.role.value, "text": turn.text} for turn in sighting.exchange.turns
        ],
        "reply": sighting.exchange.reply.text,
        "verdict": judgement.verdict.value if judgement else None,
        "score": item.found[0].finding.score if item.found else None,
        "reason": judgement.reason if judgement else None,
        "likely": item.likely,
        "drawn": item.drawn,
        "stratum": item.specimen.stratum.value,
        "alike": list(item.alike),
    }


def _show_rate(store: "WatchStore", desk: "Desk", sample: int | None) -> None:
    """Print what is known now of how often it happens, and exit as the gate says."""
    from brightline.measure.gate import exit_code
    from brightline.pipeline.watch.window import watched
    from brightline.report.watched.wording import rate_words
    from brightline.words import counted

    shown = watched(store, desk.scan)
    words = rate_words(shown.rate)
    said = desk.readings().values()
    if said and all(one.verdict is Verdict.UNDECIDED for one in said):
        words = f"unknown: of none of the {len(said):,} that were read could a person tell"
    elif not shown.rate.read and said:
        words = "unknown: those that were read were picked, and none was drawn"
    tell(partial(click.echo, f"breaches of any rule: {words}"))
    if deleted := desk.deleted(sample):
        click.echo(
            f"the text of {counted(deleted, 'exchange')} is deleted: nobody can read"
            f" {'it' if deleted == 1 else 'them'} any more",
            err=True,
        )
    left = _waiting(desk, sample)
    if sample is not None and left:
        one, more = f"exchange of the {sample} drawn", f"exchanges of the {sample} drawn"
        click.echo(f"{counted(len(left), one, more)} still to read", err=True)
    elif left:
        likely = sum(item.likely for item in left)
        rest = len(left) - likely
        more = f", and {rest:,} that are less likely" if rest else ""
        click.echo(f"{counted(likely, 'suspect')} still to read{more}", err=True)
    if sample is None and shown.rate.estimate is None:
        click.echo(
            "how often it happens is known from exchanges drawn at random: brightline review"
            f" {desk.scan.id} --findings --sample 60",
            err=True,
        )
    sys.exit(exit_code(shown.gate))
