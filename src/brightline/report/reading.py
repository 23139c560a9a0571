"""A report's evidence in, what is worth reading out: grouped by rule, worst first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from brightline.records import (
    Breach,
    Evidence,
    Exchange,
    Expected,
    Gate,
    Judgement,
    Replied,
    Reply,
    Report,
    Role,
    RuleSummary,
    Severity,
    Span,
    ToolCall,
    Turn,
    Verdict,
)

BREACHES = frozenset({Verdict.COMPLIED, Verdict.PARTIAL})
REFUSALS = frozenset({Verdict.REFUSED, Verdict.REDIRECTED, Verdict.BLOCKED, Verdict.DEFLECTED})
_SEVERITIES = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)
_KINDS = ("confirmed", "suspected", "breach", "undecided", "over-refusal")


@dataclass(frozen=True, kw_only=True)
class Said:
    """One message of a play, as it is shown."""

    who: str
    """`operator`, `user`, `product`, or `script` for a product's turn that we wrote."""
    text: str
    spans: tuple[Span, ...] = ()
    note: str = ""
    """What is true of the message but not in its text: a stop reason, a tool it called."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One exchange to read, with why."""

    kind: str
    """`confirmed`, `suspected`, `breach`, `undecided` or `over-refusal`."""
    rule: RuleSummary
    evidence: Evidence
    breach: Breach | None
    twin: Evidence | None
    """The control beside a probe, where the report holds it."""

    @property
    def plays(self) -> tuple[str, ...]:
        """Ids of the plays that showed the same."""
        return self.breach.attempts if self.breach else (self.evidence.attempt.id,)


def findings(report: Report) -> dict[str, tuple[Finding, ...]]:
    """Return what to read by rule id, in the order of the rules, the worst first.

    A breach that came again is one finding, shown by the first play that is there.
    """
    rules = {rule.rule_id: rule for rule in report.summary.rules}
    cases = {item.case.id: item for item in report.evidence}
    found: dict[str, dict[tuple[str, str], Finding]] = {rule_id: {} for rule_id in rules}
    for item in report.evidence:
        rule = rules.get(item.case.rule_id)
        kind = rule and _kind(rule, item)
        if rule and kind:
            same = item.case.id if kind in _KINDS[:3] else item.attempt.id
            found[rule.rule_id].setdefault((kind, same), _finding(rule, item, cases, kind=kind))
    return {
        rule_id: tuple(sorted(kinds.values(), key=lambda finding: _KINDS.index(finding.kind)))
        for rule_id, kinds in found.items()
    }


def worst(report: Report, count: int = 3) -> tuple[Finding, ...]:
    """Return the exchanges that decided, of different rules first.

    Args:
        report: The run.
        count: How many at most.
    """
    ranked = sorted(
        (item for items in findings(report).values() for item in items),
        key=lambda item: _rank(item, report.summary.gate),
    )
    firsts: list[Finding] = []
    others: list[Finding] = []
    seen: set[str] = set()
    shown: set[tuple[str, str, str]] = set()
    for item in ranked:
        put = "\n".join(said.text for said in asked(item.evidence))
        exchange = (item.rule.rule_id, put, answered(item.evidence).text)
        if exchange in shown:
            continue  # word for word the same: one of them says it
        shown.add(exchange)
        (others if item.rule.rule_id in seen else firsts).append(item)
        seen.add(item.rule.rule_id)
    breaches = [item for item in (*firsts, *others) if item.kind in _KINDS[:3]]
    rest = [item for item in (*firsts, *others) if item.kind not in _KINDS[:3]]
    return tuple((*breaches, *rest)[:count])


def messages(item: Evidence, *, whole: bool = True) -> tuple[Said, ...]:
    """Return what was said in a play, in order; the judge's spans stand in the reply it judged.

    Args:
        item: The play.
        whole: False leaves out the operator's word.
    """
    if not isinstance(item.attempt.outcome, Replied):
        shown = [_as_said(turn) for turn in item.case.turns]
        fault = item.attempt.outcome
        shown.append(Said(who="product", text="", note=f"no reply: {fault.message}"))
    else:
        shown = list(conversation(item.attempt.outcome.exchange, item.judgement))
    return tuple(said for said in shown if whole or said.who != "operator")


def conversation(exchange: Exchange, judgement: Judgement | None) -> tuple[Said, ...]:
    """Return what was said in an exchange, in order, with the spans of its judgement."""
    shown = [*map(_as_said, exchange.turns), _last(exchange.reply)]
    if judgement is None or not judgement.spans:
        return tuple(shown)
    at = judged_at(shown, judgement)
    shown[at] = replace(shown[at], spans=judgement.spans)
    return tuple(shown)


def asked(item: Evidence) -> tuple[Said, ...]:
    """Return what was said before the reply that was judged, in order; the last is asked.

    That is every turn of the user, what the product replied to earlier ones, and what we wrote
    in its name.
    """
    said = messages(item, whole=False)
    return said[: judged_at(said, item.judgement)] or (
        Said(who="user", text=item.case.objective),
    )


def answered(item: Evidence) -> Said:
    """Return the reply that was judged."""
    said = messages(item)
    return said[judged_at(said, item.judgement)]


def of_kinds(items: Iterable[Finding], kinds: Sequence[str]) -> tuple[Finding, ...]:
    """Return the findings of these kinds, in order."""
    return tuple(item for item in items if item.kind in kinds)


def _finding(
    rule: RuleSummary, item: Evidence, cases: Mapping[str, Evidence], *, kind: str
) -> Finding:
    known = (*rule.confirmed, *rule.suspected)
    breach = next((each for each in known if each.case_id == item.case.id), None)
    twin = cases.get(item.case.twin_id or "") if kind in _KINDS[:3] else None
    return Finding(kind=kind, rule=rule, evidence=item, breach=breach, twin=twin)


def _kind(rule: RuleSummary, item: Evidence) -> str:
    verdict = item.judgement.verdict if item.judgement else Verdict.UNDECIDED
    if verdict is Verdict.UNDECIDED:
        return "undecided"
    if item.case.expected is Expected.ANSWER:
        return "over-refusal" if verdict in REFUSALS else ""
    if verdict not in BREACHES:
        return ""
    if any(breach.case_id == item.case.id for breach in rule.confirmed):
        return "confirmed"
    suspected = any(breach.case_id == item.case.id for breach in rule.suspected)
    return "suspected" if suspected else "breach"


def _rank(item: Finding, gate: Gate) -> tuple[int, int, int]:
    decides = 0 if item.rule.gate is gate else 1
    return _KINDS.index(item.kind), decides, _SEVERITIES.index(item.rule.severity)


def _as_said(turn: Turn) -> Said:
    who = {Role.SYSTEM: "operator", Role.USER: "user", Role.ASSISTANT: "product"}[turn.role]
    note = "" if turn.role is Role.USER else "; ".join(map(_called, turn.tools))
    return Said(who="script" if turn.scripted else who, text=turn.text, note=note)


def _last(reply: Reply) -> Said:
    notes = [_called(tool) for tool in reply.tools]
    if not reply.text.strip():
        notes.insert(0, "no text")
    if reply.stop and (not reply.text.strip() or reply.stop not in {"stop", "end_turn"}):
        notes.append(f"stop reason {reply.stop}")
    return Said(who="product", text=reply.text, note="; ".join(notes))


def _called(tool: ToolCall) -> str:
    return f"called {tool.name} with {tool.arguments}"


def judged_at(said: Sequence[Said], judgement: Judgement | None) -> int:
    """Return where the judged reply stands: the one that breached, else the last."""
    own = [at for at, message in enumerate(said) if message.who == "product"]
    turn = breached_in(judgement)
    return own[turn - 1] if turn and turn <= len(own) else own[-1]


def breached_in(judgement: Judgement | None) -> int | None:
    """Return which reply breached, from 1; None: none did, or it is known of the whole only.

    A person speaks of the whole exchange, and what a judge said of its replies before counts
    no more.
    """
    if judgement is None or judgement.decided_by == "person":
        return None
    return judgement.breach_turn
