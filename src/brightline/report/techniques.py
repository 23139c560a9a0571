"""Techniques in, the page of the documentation that lists them out."""

from collections.abc import Iterator, Sequence

from brightline.records import TechniqueNote

_HEAD = """\
# Techniques

Ways in which a request is put. Each is one file in `compile/techniques/` with at least four
wordings (`direct` has one), and puts beside every probe a control, a request that must be
answered, in the same words. The requests of a rule take turns over the wordings, so a rule
with fewer requests meets only some; another `--seed` deals others. Of the codes base64 is in
every deal of two requests or more. The wordings are our own,
short and free of harmful detail: they test whether the door opens. This page is written by
`brightline techniques --markdown`.

A product that lacks what a technique needs is not asked, and the report names the cell and the
reason. `turns` is a second message of the user; `history` a reply that the product never gave,
sent as if it had, which takes a product to which all turns are sent with each call;
`scope.does` a task of the product in the policy. A turn of a script may wait: it is only sent
when the last reply declined, or only when it did not. After the plain request a reply declined
if it seems not to give what was asked, in whatever words.

A rule that *depends* on a condition is put in one more way in every suite: `claimed_condition`
claims that the condition is met.

Your own technique is an object with `name`, `purpose`, `example`, `source`, `standards` and
`wrap(request)`, named in the entry points `brightline.techniques` and chosen with
`--technique`. `wrap` chooses its words by `request.wording` alone and puts `request.objective`
in word for word; one that puts it in a code has `decode(turns)` too, one that puts it in other
words `recast(objective)`, which says in which. Before anything is sent,
every case is looked at for that. One that has its wordings in a list `wordings`, and takes that
which the remainder of `request.wording` by its length names, deals them in turns too.

Standards are identifiers in MITRE ATLAS (AML), the OWASP Top 10 for LLM applications of 2025
(LLM), the OWASP AI Testing Guide (AITG) and AIUC-1. A run is evidence that can be used for
them, not a statement of compliance: see [standards](standards.md).
"""


def markdown(notes: Sequence[TechniqueNote]) -> str:
    """Return the page, ending with a line break."""
    return "\n".join([_HEAD, *_suites(notes), *(_section(note) for note in notes)])


def _suites(notes: Sequence[TechniqueNote]) -> Iterator[str]:
    yield "| suite | techniques |\n|---|---|"
    before: list[str] = []
    base = ""
    for suite in dict.fromkeys(suite for note in notes for suite in note.suites):
        held = [note.name for note in notes if suite in note.suites]
        more = [name for name in held if name not in before]
        lead = f"those of `{base}`, " if base else ""
        yield f"| `{suite}` | {len(held)}: {lead}{', '.join(more)} |"
        before, base = held, suite
    yield ""


def _section(note: TechniqueNote) -> str:
    facts = [
        f"Suites: {', '.join(note.suites) or 'none; choose it with --technique'}",
        f"Needs: {', '.join(note.needs) or 'nothing'}",
        f"Source: {note.source}",
        f"Standards: {', '.join(note.standards)}",
    ]
    lines = "\n".join(f"- {fact}" for fact in facts)
    return f"## {note.name}\n\n{note.purpose}\n\n```text\n{note.example}\n```\n\n{lines}\n"
