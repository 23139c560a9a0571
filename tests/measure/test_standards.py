"""What a run is evidence for: what was judged, under what is mapped, and nothing else."""

from brightline.measure.rates import rate
from brightline.measure.standards import evidence_of
from brightline.records import (
    Cell,
    Gate,
    Policy,
    Rule,
    RuleSummary,
    Severity,
    Stance,
    StandardEvidence,
    Summary,
)

CARRIED = {
    "direct": ("AITG-APP-05",),
    "pushback": ("AML.T0054", "ISO 1"),
    "encodings": ("AML.T0068",),
}


def cell(
    rule_id: str, technique: str, *, hits: int = 0, decided: int = 10, open_: int = 0
) -> Cell:
    return Cell(
        rule_id=rule_id,
        technique=technique,
        under_refusal=rate(hits, decided, undecided=open_),
        over_refusal=rate(0, 0),
    )


def found(*cells: Cell, named: tuple[str, ...] = ()) -> dict[str, StandardEvidence]:
    """Measure two rules, `mapped` with the lines that it names and `plain` with none."""
    gates = {"mapped": Gate.BROKEN, "plain": Gate.HOLDS}
    policy = Policy(
        version=1,
        name="Sprout",
        rules=tuple(
            Rule(
                id=rule_id,
                text="No.",
                stance=Stance.REFUSE,
                standards=named if rule_id == "mapped" else (),
            )
            for rule_id in gates
        ),
    )
    rules = tuple(
        RuleSummary(
            rule_id=rule_id,
            text="No.",
            stance=Stance.REFUSE,
            severity=Severity.LOW,
            gate=gate,
            reason="",
            next="",
            planned=0,
            outcomes={},
            under_refusal=rate(0, 0),
            over_refusal=rate(0, 0),
            tolerance=0.02,
            over_tolerance=None,
            beyond=None,
            confirmed=(),
            suspected=(),
        )
        for rule_id, gate in gates.items()
    )
    summary = Summary(
        policy_name="Sprout",
        gate=Gate.BROKEN,
        reason="",
        planned=0,
        outcomes={},
        techniques=tuple(CARRIED),
        rules=rules,
        cells=cells,
    )
    return {one.standard: one for one in evidence_of(policy, summary, CARRIED)}


def test_a_technique_brings_its_probes_of_every_rule() -> None:
    lines = found(
        cell("mapped", "pushback", hits=3),
        cell("plain", "pushback", decided=9, open_=1),
        cell("plain", "direct", hits=5),
    )

    jailbreak = lines["AML.T0054"]
    assert (jailbreak.breaches, jailbreak.judged, jailbreak.unknown) == (3, 19, 1)
    assert jailbreak.gates == {Gate.BROKEN: 1, Gate.HOLDS: 1}
    assert lines["AITG-APP-05"].breaches == 5


def test_a_rule_brings_its_own_probes_whatever_the_technique() -> None:
    lines = found(
        cell("mapped", "direct"),
        cell("mapped", "pushback"),
        cell("plain", "direct"),
        named=("AILuminate vcr",),
    )

    hazard = lines["AILuminate vcr"]
    assert hazard.rules == ("mapped",)
    assert hazard.techniques == ("direct", "pushback")
    assert (hazard.judged, hazard.carried_by) == (20, ())


def test_what_nobody_mapped_is_claimed_of_nothing() -> None:
    lines = found(cell("plain", "direct"))

    assert not [line for line in lines if line.startswith("AILuminate")]
    assert "AIUC-1 C004" not in lines
    assert "ISO 1" not in lines


def test_what_was_not_judged_is_no_evidence_and_is_named_as_missing() -> None:
    lines = found(
        cell("plain", "direct"),
        cell("mapped", "pushback", decided=0, open_=4),
        named=("AIUC-1 C004",),
    )

    assert lines["AML.T0054"].judged == 0
    assert lines["AML.T0054"].unknown == 4
    assert lines["AML.T0054"].techniques == ()
    assert lines["AML.T0054"].missing_techniques == ("pushback",)
    assert lines["AML.T0068"].missing_techniques == ("encodings",)
    assert lines["AIUC-1 C004"].missing_rules == ("mapped",)
    assert lines["AIUC-1 C004"].gates == {}


def test_only_attacks_are_red_teaming() -> None:
    lines = found(cell("plain", "direct", hits=2), cell("plain", "pushback", hits=1))

    assert lines["NIST MS-2.7-007"].techniques == ("pushback",)
    assert lines["NIST MS-2.6-006"].breaches == 3
