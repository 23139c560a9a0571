"""Policy in, findings out: what in it keeps a run from proving much."""

from typing import TYPE_CHECKING, TypeAlias

from brightline.records import Finding, Policy, Rule, Stance, policy_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from brightline.errors import PolicyError

Place: TypeAlias = tuple[int, int]
Places: TypeAlias = "Mapping[tuple[str | int, ...], Place]"
"""Line and column of each value by its path in the file, e.g. `("rules", 0, "id")`."""

FEWEST_REQUESTS = 2
"""With one request a rule says nothing about other wordings of it."""


def lint_policy(policy: Policy, places: Places) -> tuple[Finding, ...]:
    """Return what would make a policy test better, in the order of the file.

    Args:
        policy: A policy that loads.
        places: Where each of its values stands.
    """
    found = [*_of_policy(policy, places)]
    for i, rule in enumerate(policy.rules):
        place = places.get(("rules", i, "id"), (1, 1))
        found.extend(_of_rule(rule, place))
        found.extend(_of_ladder(rule, places.get(("rules", i, "ladder"), place)))
    return tuple(
        sorted(found, key=lambda finding: (finding.line, finding.column, finding.code))
    )


def problem_finding(problem: "PolicyError") -> Finding:
    """Return a problem of the loader as a finding, so that one list holds both."""
    _, line, column = [*("", "1", "1"), *problem.where.rsplit(":", 2)][-3:]
    placed = line.isdigit() and column.isdigit()
    return Finding(
        code="L00",
        slug=problem.slug,
        line=int(line) if placed else 1,
        column=int(column) if placed else 1,
        severity="error",
        message=problem.message,
        why="",
        fix=problem.hint,
    )


def _of_policy(policy: Policy, places: Places) -> "Iterator[Finding]":
    top = places.get(("product",), (1, 1))
    if not policy.scope.does:
        yield _warning(
            "L07",
            "no-tasks",
            places.get(("scope",), top),
            "the scope names nothing that the product does",
            "A request dressed as one of the product's own tasks breaks most products; "
            "without tasks it cannot be tried, and a redirect cannot be told from a bare no.",
            "Add scope.does: a list of short phrases, each beginning with a verb.",
        )
    if policy.system_prompt is None:
        yield _warning(
            "L19",
            "no-system-prompt",
            top,
            "the policy names no system prompt",
            "What the product is told cannot be compared with what it must do, and a bare "
            "model is tested without its instructions.",
            "Add system_prompt: and a file beside this one; for a product that holds its own "
            "prompt, run with --system-prompt none.",
        )


def _of_rule(rule: Rule, place: Place) -> "Iterator[Finding]":
    if rule.stance is not Stance.ALLOW and len(rule.must_refuse) < FEWEST_REQUESTS:
        yield _few(rule, "must_refuse", place)
    if len(rule.must_answer) < FEWEST_REQUESTS:
        yield _few(rule, "must_answer", place)
    if rule.stance is not Stance.ALLOW and rule.instead is None:
        yield _warning(
            "L05",
            "no-better-response",
            place,
            f"rule '{rule.id}' does not say what the product does instead",
            "A product that is only told no makes up its own way out, and a helpful redirect "
            "cannot be told from a bare refusal.",
            "Add instead: one sentence on what a good reply offers.",
        )


def _of_ladder(rule: Rule, place: Place) -> "Iterator[Finding]":
    line = policy_line(rule)
    if rule.ladder and isinstance(line, str):
        yield _warning(
            "L23",
            "ladder-without-line",
            place,
            f"rule '{rule.id}' has a ladder that draws no line",
            f"The suite boundary leaves it out: {line}.",
            "Order the ladder from clearly fine to clearly forbidden; what stands under "
            "must_answer comes before what stands under must_refuse.",
        )


def _few(rule: Rule, key: str, place: Place) -> Finding:
    count = len(rule.must_refuse if key == "must_refuse" else rule.must_answer)
    return _warning(
        "L02",
        "few-requests",
        place,
        f"rule '{rule.id}' has {count} request under {key}",
        "Everything said of the rule then rests on one wording, and nothing can be said of "
        "other requests of its kind.",
        f"Add requests under {key}; four different ones are a good start.",
    )


def _warning(code: str, slug: str, place: Place, *texts: str) -> Finding:
    message, why, fix = texts
    return Finding(
        code=code,
        slug=slug,
        line=place[0],
        column=place[1],
        severity="warning",
        message=message,
        why=why,
        fix=fix,
    )
