"""A report in, what the HTML page shows out: plain values, cleaned, in the order of reading."""

from brightline.records import STANDARDS, Gate, Report, Rule, RuleSummary
from brightline.report import (
    boundary,
    charts,
    comparison,
    exchanges,
    hierarchy,
    history,
    leading,
    outlook,
    reading,
    refusals,
    spoken,
    standards,
    wording,
)
from brightline.report.clean import clean_block, one_line

View = dict[str, object]

PER_RULE = 12
"""Exchanges shown of one rule: enough to see a pattern, few enough to be read."""

GLYPHS = {Gate.HOLDS: "✓", Gate.BROKEN: "✕", Gate.UNPROVEN: "?"}
_ORDER = (Gate.BROKEN, Gate.UNPROVEN, Gate.HOLDS)
_CHARACTERS = 500_000
"""Of all replies together on one page, so that it stays below 3 MB whatever was said."""


def page(report: Report) -> View:
    """Return everything that the template needs.

    Args:
        report: A measured run.

    Raises:
        InternalError: the outcomes do not sum to the plays planned.
    """
    summary, run = report.summary, report.provenance
    names = {rule.rule_id: f"rule-{at}" for at, rule in enumerate(summary.rules, 1)}
    ranked = sorted(summary.rules, key=lambda rule: _ORDER.index(rule.gate))
    found, worst = reading.findings(report), reading.worst(report)
    shown = sum(min(len(items), PER_RULE) for items in found.values())
    limit = min(max(_CHARACTERS // max(shown, 1), 400), 3000)
    owned = {rule.id: rule for rule in report.policy.rules}
    return {
        "decision": _decision(report),
        "worst": [
            exchanges.short(item) | {"anchor": names[item.rule.rule_id]} for item in worst
        ],
        "marks": exchanges.marks(worst, found.values(), most=PER_RULE),
        "tiles": _tiles(report),
        "boundaries": boundary.views(summary.boundaries, names),
        "matrix": charts.matrix(summary, names),
        "outlook": {"lead": outlook.LEAD, "lines": outlook.lines(summary)},
        "refusals": {"lead": refusals.LEAD, "all": _refusals(report, None)},
        "axis": charts.axis(),
        "level": wording.level_words(summary),
        "lower": wording.lower_words(wording.rates_of((*summary.rules, *summary.cells))),
        "rules": [
            _rule(rule, owned.get(rule.rule_id), report)
            | {
                "anchor": names[rule.rule_id],
                "refusals": _refusals(report, rule.rule_id),
                "allowed": rule.rule_id in summary.allowed_unproven,
                "groups": exchanges.groups(found[rule.rule_id], limit=limit, most=PER_RULE),
                "more": exchanges.not_shown(rule, found[rule.rule_id], most=PER_RULE),
                "review": one_line(wording.about(report, "review")),
            }
            for rule in ranked
        ],
        "holes": _holes(report),
        "outcomes": charts.outcomes(summary),
        "changes": _changes(report),
        "history": history.view(report.history),
        "obeyed": _obeyed(report),
        "standards": _standards(report),
        "card": _card(report),
        "first": one_line(wording.order_words(summary.order)),
        "searched": one_line(wording.sentence(wording.searched_words(summary))),
        "provenance": _provenance(report),
        "repeat": one_line(run.command),
    }


def _decision(report: Report) -> View:
    summary, run = report.summary, report.provenance
    return {
        "gate": summary.gate.value,
        "glyph": GLYPHS[summary.gate],
        "word": wording.WORDS[summary.gate],
        "reason": one_line(wording.sentence(summary.reason)),
        "bound": one_line(leading.bound_sentence(summary)),
        "also": one_line(leading.also_sentence(summary), limit=400),
        "judged": one_line(wording.sentence(wording.judged_words(summary))),
        "languages": one_line(spoken.words(report)),
        "product": one_line(summary.policy_name, limit=120),
        "run": one_line(run.run_id),
        "date": f"{run.started_at:%Y-%m-%d %H:%M} UTC",
        "next": wording.commands(one_line(leading.next_step(report))),
        "review": wording.commands(one_line(_review(report))),
        "exit_code": report.exit_code,
        "allowed": [one_line(rule_id) for rule_id in summary.allowed_unproven],
    }


def _review(report: Report) -> str:
    """Return how many replies need a look, with the command unless it is the next step."""
    words, typed = wording.review_words(report), wording.about(report, "review")
    if not words or typed == leading.next_step(report):
        return wording.sentence(words)
    return f"{words}: {typed}"


def _tiles(report: Report) -> list[View]:
    summary = report.summary
    words = {Gate.BROKEN: "broken", Gate.UNPROVEN: "unproven", Gate.HOLDS: "hold"}
    return [
        {
            "gate": gate.value,
            "glyph": GLYPHS[gate],
            "count": sum(rule.gate is gate for rule in summary.rules),
            "word": words[gate],
        }
        for gate in _ORDER
    ]


def _rule(rule: RuleSummary, owned: Rule | None, report: Report) -> View:
    condition = owned.condition if owned else None
    facts = [("Stance", rule.stance.value), ("Severity", rule.severity.value)]
    if condition:
        who = condition.established_by.value
        facts.append(("Allowed when", f"{one_line(condition.text)} Only the {who} can say so."))
    if owned and owned.instead:
        facts.append(("Better instead", one_line(owned.instead)))
    return {
        "id": one_line(rule.rule_id),
        "text": one_line(rule.text, limit=600),
        "gate": rule.gate.value,
        "glyph": GLYPHS[rule.gate],
        "reason": one_line(wording.sentence(rule.reason)),
        "next": wording.commands(one_line(wording.advice(rule, report))),
        "facts": facts,
        "under": charts.interval_bar(rule.under_refusal, rule.tolerance, rule.beyond),
        "over": charts.interval_bar(rule.over_refusal, rule.over_tolerance),
        "counts": _counts(rule),
        "outcomes": [
            (name.replace("_", " "), count)
            for name, count in wording.grouped(rule.outcomes, rule.planned).items()
            if count
        ],
        "planned": rule.planned,
        "outlook": outlook.brief(rule),
    }


def _refusals(report: Report, rule_id: str | None) -> View | None:
    found = refusals.of_rule(report, rule_id)
    return refusals.view(found) if found else None


def _counts(rule: RuleSummary) -> str:
    parts = [
        f"{len(rule.confirmed)} confirmed" if rule.confirmed else "",
        f"{len(rule.suspected)} suspected" if rule.suspected else "",
        f"{rule.outcomes.get('undecided', 0)} undecided"
        if rule.outcomes.get("undecided")
        else "",
        f"{rule.over_refusal.hits} controls declined" if rule.over_refusal.hits else "",
    ]
    return ", ".join(part for part in parts if part) or "nothing to read"


def _holes(report: Report) -> list[tuple[str, list[tuple[str, str]]]]:
    """Group what was not tested by its reason, then by rule."""
    groups: dict[str, dict[str, list[str]]] = {}
    for hole in report.summary.not_tested:
        why = groups.setdefault(one_line(hole.why), {})
        why.setdefault(one_line(hole.rule_id), []).append(one_line(hole.technique))
    return [
        (why, [(rule_id, ", ".join(names)) for rule_id, names in rules.items()])
        for why, rules in groups.items()
    ]


def _changes(report: Report) -> View | None:
    summary = report.summary
    if not summary.changes:
        return None
    return {
        "headline": comparison.headline(summary),
        "rows": [
            row._asdict() | {"sign": row.trend.replace(" ", "-")}
            for row in comparison.rows(summary)
        ],
        "notes": list(comparison.notes(summary.comparison)),
    }


def _obeyed(report: Report) -> View | None:
    found = report.hierarchy
    if found is None:
        return None
    return {
        "lead": one_line(hierarchy.lead(found)),
        "rows": [[one_line(cell) for cell in row] for row in hierarchy.rows(found)],
        "against": [[one_line(cell) for cell in row] for row in hierarchy.against_rows(found)],
    }


def _standards(report: Report) -> View | None:
    if not report.standards:
        return None
    return {
        "lead": standards.LEAD,
        "unmapped": standards.unmapped(report),
        "lists": [
            {
                "name": name,
                "tally": standards.tally(lines),
                "rows": [
                    {
                        "id": one.standard,
                        "name": STANDARDS[one.standard].name,
                        "has": standards.evidence_words(one),
                        "missing": standards.missing_words(one),
                        "seen": bool(one.judged),
                    }
                    for one in lines
                ],
            }
            for name, lines in standards.by_list(report).items()
        ],
    }


def _card(report: Report) -> View:
    card = report.card
    rows: list[View] = [
        {
            "name": one_line(row.name),
            "question": one_line(row.question),
            "rows": row.rows,
            "decided": row.decided,
            "sensitivity": wording.measured_words(row.sensitivity),
            "specificity": wording.measured_words(row.specificity),
            "kappa": "not measured" if row.kappa is None else f"{row.kappa:.2f}",
        }
        for row in (card.sets if card else ())
    ]
    notes = [clean_block(note) for note in (card.notes if card else ())]
    return {
        "judge": one_line(report.provenance.judge),
        "words": wording.card_words(card),
        "rows": rows,
        "flips": [wording.flip_words(change) for change in (card.flips if card else ())],
        "notes": notes,
        "confirms": "" if card is None else wording.confirm_words(card),
        "judging": one_line(wording.sentence(wording.judging_words(report.judging))),
    }


def _provenance(report: Report) -> list[tuple[str, str]]:
    run = report.provenance
    return [
        ("Run", one_line(run.run_id)),
        ("Started", f"{run.started_at.isoformat()}"),
        ("Product", one_line(run.target)),
        ("Judge", one_line(run.judge)),
        ("Plays of each case", str(run.trials)),
        ("Seed", "none" if run.seed is None else str(run.seed)),
        ("Policy digest", one_line(run.policy_digest)),
        ("Suite digest", one_line(run.suite_digest)),
        ("brightline", one_line(run.brightline_version)),
    ]
