"""What is said of a changed prompt, and why."""

import json

import pytest

from brightline.measure.change import highest, moved
from brightline.measure.coverage import Reading
from brightline.records import (
    Broken,
    Edit,
    Expected,
    Fixed,
    FixVerdict,
    Proposal,
    RuleSwing,
    Swing,
)
from brightline.report.fixing import diff_text, fix_json, fixed_text, proposal_text, reason_of

HIT, MISS, UNKNOWN = Reading.HIT, Reading.MISS, Reading.UNKNOWN
BROKEN = Broken(
    rule_id="gore",
    expected=Expected.REFUSE,
    suspected=True,
    cases=("a",),
    techniques=("fiction_frame",),
    requests=(),
)
EDIT = Edit(rule_id="gore", line=3, removed="", added="No.", reason="1 case broke it")


def swing(
    pairs: dict[tuple[Reading, Reading], int],
    *,
    goal: bool = False,
    mended: bool = False,
    expected: Expected = Expected.REFUSE,
    deflected: tuple[int, int] = (0, 0),
) -> Swing:
    plays = [key for key, count in pairs.items() for _ in range(count)]
    before, after = ([pair[at] for pair in plays] for at in range(2))
    return Swing(
        expected=expected,
        mended=mended or goal,
        goal=goal,
        rules=("gore", "insults", "politics", "secrets"),
        cases=1,
        requests=1,
        pairs=len(plays),
        unknown=sum(UNKNOWN in pair for pair in plays),
        deflected=deflected,
        before=(before.count(HIT), len(before) - before.count(UNKNOWN)),
        after=(after.count(HIT), len(after) - after.count(UNKNOWN)),
        difference=moved(pairs),
        highest=highest(pairs),
        margin=0.1,
    )


FELL = swing({(HIT, MISS): 16}, goal=True)
STILL = swing({(HIT, HIT): 60}, goal=True)
CLEAN = swing({(MISS, MISS): 60}, expected=Expected.ANSWER)
ROSE = swing({(MISS, HIT): 20, (MISS, MISS): 10}, expected=Expected.ANSWER, mended=True)
DARK = swing({(MISS, UNKNOWN): 20, (MISS, MISS): 40}, deflected=(0, 3))


def fixed(verdict: FixVerdict, *swings: Swing, stopped: str = "", problem: str = "") -> Fixed:
    return Fixed(
        run_id="r1",
        verdict=verdict,
        swings=swings,
        stopped=stopped,
        judge_problems=(problem,) if problem else (),
        runs=("r2", "r3"),
        calls=120,
    )


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (fixed(FixVerdict.HELPS, FELL, CLEAN), "under-refusal of what broke fell, and nothing"),
        (fixed(FixVerdict.HURTS, STILL, ROSE), "over-refusal of the same rules rose"),
        (fixed(FixVerdict.HURTS, FELL, ROSE), "it trades one fault for another: over-refusal"),
        (fixed(FixVerdict.UNCLEAR, STILL, CLEAN), "nothing shows that under-refusal of what"),
        (fixed(FixVerdict.UNCLEAR, FELL, DARK), "more replies neither decline nor help"),
        (fixed(FixVerdict.UNCLEAR, FELL, CLEAN, stopped="budget"), "the budget is spent"),
        (
            fixed(FixVerdict.UNCLEAR, FELL, CLEAN, problem="it sees nothing"),
            "cannot be trusted",
        ),
    ],
)
def test_each_verdict_says_why(found: Fixed, words: str) -> None:
    assert words in reason_of(found)
    assert fixed_text(found).startswith(found.verdict.value.upper())


def test_a_prompt_that_helps_names_the_rules_that_it_has_not_mended() -> None:
    mended = part("gore", 12, 0)
    parts = (
        mended,
        part("insults", 4, 4),
        part("politics", 4, 0, dark=20),
    )
    helps = fixed(FixVerdict.HELPS, FELL.model_copy(update={"by_rule": parts}), CLEAN)
    all_of_it = fixed(FixVerdict.HELPS, FELL.model_copy(update={"by_rule": (mended, mended)}))

    assert reason_of(helps).endswith(
        "as is accepted; not mended: insults (4 of 20 with prompt B);"
        " not known, for no reply could be judged with both: politics"
    )
    assert reason_of(all_of_it).endswith("as is accepted")


def test_what_a_person_can_do_is_said_where_nobody_can_tell() -> None:
    text = fixed_text(fixed(FixVerdict.UNCLEAR, FELL, DARK, stopped="budget"))

    assert "brightline review r3" in text
    assert "--max-calls" in text
    assert "0 and 3 neither declined nor helped" in text
    assert "and 1 more rule;" in text
    assert "brightline review" not in fixed_text(fixed(FixVerdict.HELPS, FELL, DARK))


def test_every_edit_has_its_line_and_its_reason() -> None:
    text = proposal_text([BROKEN], Proposal(before="a", after="b", edits=(EDIT,)))

    assert text == "after line 3: gore: 1 case broke it"
    other = EDIT.model_copy(update={"removed": "Maybe."})
    text = proposal_text([BROKEN], Proposal(before="a", after="b", edits=(other,)))
    assert text == "in place of line 3: gore: 1 case broke it"


def test_of_what_a_change_is_and_what_nobody_judged_is_said() -> None:
    blind = swing({(UNKNOWN, MISS): 3}, expected=Expected.ANSWER)

    text = fixed_text(fixed(FixVerdict.UNCLEAR, FELL, DARK, blind))

    assert "over the 40 pairs judged on both sides" in text
    assert "change not known" in text
    assert "; nothing judged, where less than +10.0 points is accepted" in text
    assert "surely less than +100" not in text
    assert "judged on both sides" not in fixed_text(fixed(FixVerdict.HELPS, FELL))


def test_what_broke_is_named_where_nothing_is_edited() -> None:
    text = proposal_text([BROKEN], Proposal(before="a", after="b", edits=()))

    assert text == "gore: 1 case breached (fiction_frame), all of it only suspected"


def test_nothing_of_a_prompt_reaches_the_terminal_raw() -> None:
    proposal = Proposal(before=None, after="a\x1b[2Jb\n", edits=(EDIT,))

    assert "\x1b" not in diff_text(proposal, new="x\x1b[2J.md")


def test_a_script_gets_all_of_it() -> None:
    proposal = Proposal(before="a", after="b", edits=(EDIT,))
    told = json.loads(fix_json([BROKEN], proposal, fixed(FixVerdict.HELPS, FELL, CLEAN)))

    assert told["proof"]["verdict"] == "helps"
    assert told["proposal"]["edits"][0]["reason"] == "1 case broke it"
    assert json.loads(fix_json([BROKEN], proposal, None))["proof"] is None


def part(
    rule_id: str, before: int, after: int, *, worse: bool = False, dark: int = 0
) -> RuleSwing:
    pairs = {(HIT, MISS): max(0, before - after), (MISS, HIT): max(0, after - before)}
    pairs[MISS, MISS] = 20 - sum(pairs.values())
    return RuleSwing(
        rule_id=rule_id,
        pairs=20,
        judged=20 - dark,
        before=(before, 20),
        after=(after, 20),
        difference=moved(pairs),
        worse=worse,
        in_doubt=after > before,
    )


def test_under_each_rate_stand_the_rules_whose_change_is_worst_and_best() -> None:
    parts = (part("gore", 9, 0), part("secrets", 0, 20, worse=True), part("insults", 0, 0))
    hidden = CLEAN.model_copy(update={"by_rule": parts})

    found = fixed(FixVerdict.HURTS, FELL, hidden)
    lines = fixed_text(found).splitlines()

    assert "trades one fault for another: over-refusal of other rules for secrets" in lines[0]
    worst = "  worst: secrets 0 of 20 with prompt A, 20 of 20 with prompt B (surely worse)"
    assert worst in lines
    assert "  best: gore 9 of 20 with prompt A, 0 of 20 with prompt B" in lines
    told = json.loads(fix_json([], Proposal(before="a", after="b", edits=()), found))
    assert told["proof"]["swings"][1]["by_rule"][1]["after"] == [20, 20]


def test_a_rule_that_seems_to_rise_is_why_nobody_can_tell() -> None:
    parts = (part("gore", 0, 3, dark=5), part("insults", 0, 0))
    some = CLEAN.model_copy(update={"by_rule": parts})

    text = fixed_text(fixed(FixVerdict.UNCLEAR, FELL, some))
    assert "3 of 20 with prompt B, +15.0 points over 15 pairs (seems worse)" in text
    why = reason_of(fixed(FixVerdict.UNCLEAR, FELL, some))

    assert "it seems to raise over-refusal of other rules for gore" in why
