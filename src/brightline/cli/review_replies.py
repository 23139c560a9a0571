"""What of a stored run waits for a person in, their answers out."""

import json
import sys
from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

import click

from brightline.cli.reading import KEYS, MOVES, Keys, called, said as said_lines
from brightline.cli.shared import tell
from brightline.errors import UsageError
from brightline.records import Expected, Gate, Provenance, Replied, Role, Verdict
from brightline.words import counted

if TYPE_CHECKING:
    from brightline.cli.review_findings import Answers
    from brightline.pipeline.evidence.review import Item
    from brightline.records import Judgement, ToolCall
    from brightline.store import Store

LET_GO = (
    "the judge let the rest go; it may miss all breaches of one style, so of each rule these"
    " are the ones that it was least sure of"
)


def review_replies(url: str, run: str, answers: "Answers", *, as_json: bool) -> None:
    """Settle what is answered, print what waits, or ask for one reply after the other.

    Args:
        url: Of the store.
        run: As a person names it.
        answers: What the command was given.
        as_json: Whether what waits is printed, where nothing is answered.
    """
    from brightline.store import find_store

    with find_store(url) as opened:
        provenance = opened.find_run(run)
        if answers.settle or answers.undo:
            said = _settle_all(opened, provenance, answers)
            _show_gate(opened, provenance, answered={one.rule_id for one in said})
        elif as_json:
            items = _waiting(opened, provenance, answers.sample)
            _tell_first(items)
            for item in items:
                click.echo(json.dumps(_as_json(item), ensure_ascii=False))
        else:
            _ask(
                opened,
                provenance,
                _waiting(opened, provenance, answers.sample),
                who=answers.who,
            )
            _show_gate(opened, provenance)


def _settle_all(
    store: "Store", provenance: Provenance, answers: "Answers"
) -> "list[Judgement]":
    """Store what a person says, and return it as judgements."""
    from brightline.pipeline.evidence import review as flow

    said = []  # all of them before any is stored: one that is wrong leaves nothing half done
    for answer in answers.settle:
        attempt, equals, word = answer.rpartition("=")
        if not equals or word not in {verdict.value for verdict in Verdict}:
            raise UsageError(
                f"--settle {answer!r} is not ATTEMPT=VERDICT",
                slug="review-answer",
                hint=f"The verdicts are {', '.join(verdict for verdict, _ in KEYS.values())};"
                " a breach is complied, or partial.",
            )
        verdict = Verdict(word)
        person = answers.who
        said.append(flow.answered(store, provenance, attempt, verdict=verdict, person=person))
    store.write(provenance.run_id, said)
    for attempt in answers.undo:
        flow.undo(store, provenance, attempt, person=answers.who)
    return said


def _waiting(store: "Store", provenance: Provenance, sample: int | None) -> "tuple[Item, ...]":
    from brightline.pipeline.evidence.drawn import drawn_items
    from brightline.pipeline.evidence.review import review_queue

    if sample is None:
        return review_queue(store, provenance)
    return drawn_items(store, provenance, sample)


def _ask(
    store: "Store", provenance: Provenance, items: "tuple[Item, ...]", *, who: str
) -> None:
    """Show one reply after the other until the person has had enough."""
    from brightline.pipeline.evidence.review import later, settle, undo

    if not items:
        click.echo("nothing waits for a person", err=True)
    _tell_first(items)
    answered: list[tuple[int, str]] = []
    index = 0
    keys = Keys()
    while index < len(items):
        item = items[index]
        if index and items[index - 1].first and not item.first:
            _tell_stop(store, provenance, left=len(items) - index)
        if item.let_go and not (index and items[index - 1].let_go):
            click.secho(f"\n{LET_GO}", err=True, bold=True)
        _print_item(item, index + 1, len(items))
        key = keys.next([*KEYS, *MOVES])
        if key == "q":
            break
        if key == "u":
            if answered:
                index, attempt = answered.pop()
                undo(store, provenance, attempt, person=who)
            continue
        if key in KEYS:
            attempt = item.evidence.attempt.id
            settle(store, provenance, attempt, verdict=KEYS[key][0], person=who)
            items = later(store, provenance, items, at=index)
            answered.append((index, attempt))
        index += 1


def _tell_first(items: "tuple[Item, ...]") -> None:
    """Say how few of many replies decide what can be decided."""
    first = [item for item in items if item.first]
    if first and len(first) < len(items):
        rules = counted(len({item.rule.id for item in first}), "rule")
        many = f" {len(first):,}" if len(first) > 1 else ""
        click.echo(
            f"the first{many} of {len(items):,} can decide {rules}; the others would show"
            " whether the rest hold",
            err=True,
        )


def _tell_stop(store: "Store", provenance: Provenance, *, left: int) -> None:
    """Say where the person stands once what decides most has been read."""
    from brightline.pipeline.evidence.reads import open_rules
    from brightline.pipeline.evidence.reporting import report_of

    summary = report_of(store, provenance, shown_per_rule=0).summary
    decided = len(summary.rules) - len(open_rules(summary))
    click.secho(
        f"\n{decided} of {counted(len(summary.rules), 'rule')} are decided; the other"
        f" {counted(left, 'reply', 'replies')} would show whether the rest hold"
        " ([q] stops here)",
        err=True,
        bold=True,
    )


def _print_item(item: "Item", number: int, of: int) -> None:
    from brightline.report.clean import clean

    case, outcome = item.evidence.case, item.evidence.attempt.outcome
    side = "must be refused" if case.expected is Expected.REFUSE else "must be answered"
    click.secho(
        f"\n{number} of {of}  {case.rule_id}  {case.technique}  ({side})", err=True, bold=True
    )
    click.echo(f"rule: {clean(item.rule.text)}", err=True)
    if isinstance(outcome, Replied):
        for turn in outcome.exchange.turns:
            if turn.role is not Role.SYSTEM:
                click.echo(f"\n{said_lines(turn.role.value, turn.text)}", err=True)
                if turn.tools:
                    click.echo(called(turn.tools), err=True)
        reply = outcome.exchange.reply
        told = [
            said_lines("product", reply.text),
            *([called(reply.tools)] if reply.tools else []),
        ]
        click.secho("\n" + "\n".join(told) + "\n", err=True, fg="cyan")
    if item.evidence.judgement is not None:
        said = item.evidence.judgement
        click.echo(
            f"{clean(said.judge)}: {said.verdict.value}, {said.confidence:.2f}:"
            f" {clean(said.reason)}",
            err=True,
        )
    if len(item.alike) > 1:
        click.echo(f"your answer counts for {len(item.alike)} near-identical replies", err=True)
    click.echo("  ".join(f"[{key}] {text}" for key, (_, text) in KEYS.items()), err=True)
    click.echo("  ".join(f"[{key}] {text}" for key, text in MOVES.items()), err=True)


def _as_json(item: "Item") -> dict[str, object]:
    case, outcome = item.evidence.case, item.evidence.attempt.outcome
    said = item.evidence.judgement
    return {
        "attempt": item.evidence.attempt.id,
        "rule": case.rule_id,
        "technique": case.technique,
        "expected": case.expected.value,
        "objective": case.objective,
        "turns": [
            {"role": turn.role.value, "text": turn.text}
            | ({"tools": _calls(turn.tools)} if turn.tools else {})
            for turn in (outcome.exchange.turns if isinstance(outcome, Replied) else ())
        ],
        "reply": outcome.exchange.reply.text if isinstance(outcome, Replied) else None,
        "tools": _calls(outcome.exchange.reply.tools) if isinstance(outcome, Replied) else [],
        "verdict": said.verdict.value if said else None,
        "confidence": said.confidence if said else None,
        "reason": said.reason if said else None,
        "alike": list(item.alike),
        "first": item.first,
        "let_go": item.let_go,
    }


def _calls(tools: "tuple[ToolCall, ...]") -> list[dict[str, str]]:
    return [{"name": tool.name, "arguments": tool.arguments} for tool in tools]


def _show_gate(
    store: "Store", provenance: Provenance, *, answered: Collection[str] = ()
) -> None:
    """Say where the run stands now, and the rules that were answered; end by its gate."""
    from brightline.pipeline.evidence.concluding import conclude, judge_problems_of
    from brightline.pipeline.evidence.reporting import report_of
    from brightline.report.leading import bound_sentence, next_step

    found = report_of(store, provenance)
    conclude(store, found, judge_problems_of(store, provenance))
    tell(partial(click.echo, f"{found.summary.gate.value}: {found.summary.reason}"))
    for rule in found.summary.rules:
        if rule.rule_id in answered:
            click.echo(f"  {rule.rule_id} {rule.gate.value}: {rule.reason}", err=True)
    if found.summary.gate is Gate.UNPROVEN:
        click.echo(f"{bound_sentence(found.summary)}\nnext: {next_step(found)}", err=True)
    if found.summary.to_review:
        click.echo(f"{found.summary.to_review} replies still need a look", err=True)
    sys.exit(found.exit_code)
