"""A policy file and a product in, what is said of each rule out: played once for all of them.

What a test runner needs: words that can be written to a file, since several processes share
them.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TextIO

import anyio

from brightline.errors import UsageError
from brightline.measure.unproven import GO_ON, MORE_CALLS
from brightline.pipeline.check import Outcome
from brightline.pipeline.evidence.judging import asked_words
from brightline.pipeline.home import store_url
from brightline.pipeline.planning.order import Order, Wish, order_of
from brightline.pipeline.supervised import Say, supervised
from brightline.ports import Target
from brightline.records import Gate, Record, Report, RuleSummary, TargetOptions
from brightline.report.rule_text import rule_text
from brightline.report.wording import about, advice
from brightline.store import open_store
from brightline.targets.python import PythonTarget
from brightline.words import counted

STORE = "BRIGHTLINE_STORE"
"""Environment variable that names the database."""

HERE = {
    MORE_CALLS: "Raise --brightline-budget-calls",
    GO_ON: "Start the same command again",
}
"""What goes on with a run that pytest started."""


class RuleSaid(Record):
    """What a run says of one rule."""

    gate: Gate
    text: str
    """What a person reads of it; of a rule that holds the claim alone."""


class FileSaid(Record):
    """What a run says of a policy file."""

    line: str
    """The whole run in a line, with the command that shows it."""
    rules: dict[str, RuleSaid]
    """By rule id; of what is not here nothing was shown."""


def play_rules(
    wish: Wish,
    product: object,
    *,
    store: str | None,
    say: Say,
    stream: TextIO,
    baseline: str | None = None,
) -> FileSaid | None:
    """Play the rules that are wished for, all at once, and return what is said of each.

    Must be called outside an event loop. Started again after it was stopped or killed, it goes
    on with the same run.

    Args:
        wish: What to test and how; its rules are named one by one.
        product: A callable (messages in, text out, sync or async), or a specification.
        store: Database to keep the run in; None: BRIGHTLINE_STORE, or beside the policy.
        say: Told in a line what begins and what stops.
        stream: Where progress goes.
        baseline: A baseline file or another run to compare with.

    Returns:
        None when a person stopped it.

    Raises:
        BrightlineError: nothing could be played, or something that was asked for is unknown.
    """
    wish, target = _reached(wish, product)
    order = order_of(wish, target)
    place = store or os.environ.get(STORE)
    with open_store(store_url(place, beside=wish.policy)) as opened:
        _announce(order, say)
        play = partial(supervised, order, opened, say=say, stream=stream, baseline=baseline)
        outcome = anyio.run(play)
        if outcome is None or outcome.ending.reason == "interrupted":
            return None
        return FileSaid(line=_line(outcome.report), rules=dict(_said(wish, outcome)))


def _reached(wish: Wish, product: object) -> tuple[Wish, Target | None]:
    if isinstance(product, str):
        return replace(wish, target=product), None
    if callable(product):
        asked = TargetOptions(
            deadline_s=wish.options.deadline_s, sends_system=wish.options.sends_system
        )
        return wish, PythonTarget(product, options=asked)
    raise UsageError(
        f"the product is of type {type(product).__name__}, which cannot be asked",
        slug="no-product",
        hint="Return a function that takes messages and returns text, or a specification as"
        " --brightline-target has it.",
    )


def _announce(order: Order, say: Say) -> None:
    plan = order.plan
    rules = counted(len(plan.cases_of), "rule")
    say(f"{plan.plays:,} plays of {rules} against {order.target.name}")
    if words := asked_words(order.judge):
        say(words)


def _line(report: Report) -> str:
    return f"{report.summary.gate.value}, {report.summary.reason}; {about(report, 'report')}"


def _said(wish: Wish, outcome: Outcome) -> Iterator[tuple[str, RuleSaid]]:
    report = outcome.report
    for rule in report.summary.rules:
        text = rule.reason if rule.gate is Gate.HOLDS else _text(rule, outcome)
        yield rule.rule_id, RuleSaid(gate=rule.gate, text=text)
    known = {rule.rule_id for rule in report.summary.rules}
    for hole in report.summary.not_tested:
        if hole.rule_id in wish.rules and hole.rule_id not in known:
            yield hole.rule_id, RuleSaid(gate=Gate.UNPROVEN, text=f"not tested: {hole.why}")


def _text(rule: RuleSummary, outcome: Outcome) -> str:
    report = outcome.report
    here = rule.next
    for words, ours in HERE.items():
        here = here.replace(words, ours)
    told = rule.model_copy(update={"next": here})
    ended = [f"run: {outcome.ending.message}"] if outcome.ending.message else []
    return rule_text(
        report,
        told.model_copy(update={"next": advice(told, report)}),
        more=(*ended, f"all of it: {about(report, 'report')}"),
    )
