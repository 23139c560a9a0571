"""Nouns: what flows between stages and what is stored; each loads when it is first used.

A command needs a few of them, and to make them all takes longer than many a command works.
"""

# ruff: noqa: F403 - the names are listed once, below; a test holds each to its module

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brightline.records.against import *
    from brightline.records.alert import *
    from brightline.records.ambiguity import *
    from brightline.records.answered import *
    from brightline.records.base import *
    from brightline.records.baseline import *
    from brightline.records.boundary import *
    from brightline.records.calibration import *
    from brightline.records.canary import *
    from brightline.records.exchange import *
    from brightline.records.finding import *
    from brightline.records.fixing import *
    from brightline.records.following import *
    from brightline.records.hierarchy import *
    from brightline.records.history import *
    from brightline.records.instruction import *
    from brightline.records.judge_spec import *
    from brightline.records.judgement import *
    from brightline.records.labelled import *
    from brightline.records.policy import *
    from brightline.records.provenance import *
    from brightline.records.quality import *
    from brightline.records.received import *
    from brightline.records.report import *
    from brightline.records.responses import *
    from brightline.records.said import *
    from brightline.records.search import *
    from brightline.records.sighting import *
    from brightline.records.standard_evidence import *
    from brightline.records.standards import *
    from brightline.records.suite import *
    from brightline.records.summary import *
    from brightline.records.target import *
    from brightline.records.technique import *
    from brightline.records.watched import *
    from brightline.records.window import *

_HOLDS = {
    "against": "Carried Clash Conflict HeldAgainst Lack LineHeld PromptLine RuleHeld",
    "alert": "Alert AlertKind",
    "ambiguity": "Agreement Ambiguity Clarity Read Reading RequestRead RuleRead",
    "answered": "Answer answer",
    "base": "DIGEST_LENGTH Record SCHEMA_VERSION digest",
    "baseline": "Baseline BaselineCase BaselineReview head_of whole_of",
    "boundary": "Boundary GREY LADDER Lean PolicyLine Rung Zone policy_line",
    "calibration": "Calibration Curve Sampled",
    "canary": "Form Planted Planting UserWish planted_in",
    "exchange": (
        "After Attempt Conversation Exchange Fault Faulted Intent Replied Reply Role "
        "ToolCall Turn Withdrawal product_texts product_tools product_words tool_line"
    ),
    "finding": "Finding",
    "fixing": "Broken Edit FixVerdict Fixed Proposal RuleSwing Swing",
    "following": "FollowUp Following Kept",
    "hierarchy": (
        "ALIGNED Against CanaryScore Hierarchy Place REFERENCE column_of kind_and_place"
    ),
    "history": "CaseCost History Missed RulePoint RunPoint Trail Yield",
    "instruction": "Instruction InstructionKind",
    "judge_spec": "AskedModel JudgeSpec",
    "judgement": (
        "CardRow Flips Gap JudgeCard Judgement Judging LLM Measured Question SECOND_LLM "
        "Span Spending UNMEASURED Verdict"
    ),
    "labelled": "Counted",
    "policy": (
        "Authority CanaryMarker CaseOrigin Condition Expected JsonMarker LiteralMarker "
        "Marker PatternMarker Policy Rule Scope Severity Stance Tolerance ToolMarker "
        "WrittenCase"
    ),
    "provenance": "Provenance",
    "quality": "Offer PointMark QualityPoint RefusalQuality RuleRefusals ShownRefusal",
    "received": "Received",
    "report": "Evidence FirstReads Languages PolicyFile Report",
    "responses": "ModelResponse OfferedFrom",
    "said": "rule_digest said_by",
    "search": "Draft Drafts Found FoundStatus Search Sent Shrunk Told Tried TryEnd",
    "sighting": "LogMapping LogShape Sighting Skip Skipped",
    "standard_evidence": "StandardEvidence",
    "standards": "MISUSE RED_TEAMING REFUSAL_CRITERIA STANDARDS Standard",
    "suite": "Case Hole Origin Request Suite",
    "summary": (
        "Beyond Breach Cell Change Comparison Difference Forecast Gate GateMoved Likely "
        "Moved Play RankedTechnique Rate Repeats Resilience RuleSummary Summary "
        "TechniqueOrder Trend"
    ),
    "target": "HttpSpec Session TargetOptions",
    "technique": "TechniqueNote",
    "watched": (
        "ANY_RULE Cluster DayCount DayWindow NO_DAY Packed RuleCount RuleWindow SILENCE Scan "
        "Specimen Stratification Suspicion WatchAlarm WatchFinding Watched"
    ),
    "window": "Stratum WindowRate",
}
"""What each module holds for others."""

_PLACES = {name: module for module, names in _HOLDS.items() for name in names.split()}


if not TYPE_CHECKING:  # a checker must see that a name is misspelled

    def __getattr__(name: str) -> object:
        if name not in _PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return sorted(_PLACES)
