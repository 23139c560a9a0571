"""The kind of every field of an exported row: no words in, the tables of an export out."""

from collections.abc import Mapping, Sequence

Spec = str | Sequence["Spec"] | Mapping[str, "Spec"]
"""A kind, a list of a spec, or an object with such fields; `?` ends those that may be null."""

Fields = dict[str, Spec]

TEXT, FLAG, SHARE, COUNT = "a text", "true or false", "a share", "a count"
TRIALS, MOMENT = "a number of trials", "a time with its zone"
OF_PLAY: Fields = {"run_id": TEXT, "case_id": TEXT, "trial": "a number from 1"}
BEGUN: Fields = {
    "started_at": MOMENT,
    "policy_digest": TEXT,
    "suite_digest": TEXT,
    "target": TEXT,
    "judge": TEXT,
    "trials": TRIALS,
    "seed?": "an integer",
}
"""What a run stores twice."""
CASE: Fields = {
    "id": TEXT,
    "rule_id": TEXT,
    "technique": TEXT,
    "expected": "refuse or answer",
    "must_hold": FLAG,
    "objective": TEXT,
}
SAID: Fields = {
    "rule_id": TEXT,
    "judge": TEXT,
    "confidence": SHARE,
    "decided_by": TEXT,
    "breach_turn?": COUNT,
}
RULE: Fields = {"id": TEXT, "stance": "a stance", "tolerance?": SHARE}
KNOWN: Fields = {
    "self_test": [TEXT],
    "allowed_unproven?": [TEXT],
    "worse?": [TEXT],
    "card?": {
        "confirm_at?": SHARE,
        "sensitivity_low?": SHARE,
        "counted?": dict.fromkeys(("breaches", "missed", "sound", "alarms"), COUNT),
    },
}
"""What the gate knew when it spoke."""
TABLES: dict[str, Fields] = {
    "runs": BEGUN
    | {
        "id": TEXT,
        "finished_at?": MOMENT,
        "ending?": TEXT,
        "gate?": "a word of the gate",
        "planned": FLAG,
        "provenance": BEGUN | {"run_id": TEXT},
        "policy": {
            "tolerance": {"refuse": SHARE, "depends": SHARE, "over_refusal?": SHARE},
            "rules": [RULE],
        },
        "techniques": [TEXT],
        "holes": [{"rule_id": TEXT, "technique": TEXT}],
        "settings": {"rules": [TEXT], "adaptive?": FLAG, "verdict?": KNOWN},
    },
    "cases": CASE | {"run_id": TEXT, "position": COUNT, "body": CASE},
    "attempts": OF_PLAY
    | {
        "outcome": TEXT,
        "latency_s?": "a duration",
        "tokens?": COUNT,
        "message?": TEXT,
        "session": TEXT,
    },
    "transcripts": OF_PLAY | {"body": {"reply": {"text": TEXT, "stop?": TEXT}}},
    "judgements": OF_PLAY
    | SAID
    | {
        "seq": COUNT,
        "person": FLAG,
        "outcome": TEXT,
        "body": SAID | {"subject_id": TEXT, "verdict": TEXT, "gap?": TEXT},
    },
    "settled": {
        "case_id": TEXT,
        "trial": "a number from 1",
        "outcome": TEXT,
        "confidence": SHARE,
        "judge": TEXT,
        "alike": TEXT,
    },
}
"""The fields of each kind of row; others may stand beside them."""
