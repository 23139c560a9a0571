"""Exported rows of one run in, in words where they contradict each other out."""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from brightline.recheck.belongs import strays
from brightline.recheck.rows import Play, Row, Tables, by_play

STOPS = {
    "length", "max_tokens", "max_output_tokens", "model_length", "content_filter",
    "content_filtered", "refusal", "safety", "prohibited_content", "blocklist", "spii",
    "recitation", "guardrail_intervened", "blocked",
}  # fmt: skip
"""Why a reply ended that the product did not end itself."""

ALIASES = {"json_path": "json", "from_": "from"}
"""Keys of a stored policy that its file calls otherwise, as whose its digest is taken."""

FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and signs that show nothing."""

KEPT = ("judge", "trials", "seed", "target", "policy_digest", "suite_digest")
"""What a run stores twice: in columns, and in its provenance."""

OF_CASE = ("id", "rule_id", "technique", "expected", "must_hold", "objective")
OF_JUDGEMENT = ("rule_id", "judge", "confidence", "decided_by", "breach_turn")


def short(row: Row) -> Row:
    """Return of a transcript what is looked at: whether it shows nothing, and how it ended."""
    reply = row["body"]["reply"]
    kinds = {unicodedata.category(sign) for sign in reply["text"] if sign not in FILLERS}
    hidden = kinds <= {"Zs", "Zl", "Zp", "Cc", "Cf"}
    ended = str(reply["stop"]).lower() in STOPS
    return {name: row[name] for name in ("run_id", "case_id", "trial")} | {
        "hidden": hidden,
        "cut": ended,
    }


def doubts_of(run: Row, of: Tables, plays: Iterable[Play]) -> Iterator[str]:
    """Yield what is wrong with rows, whatever they show.

    Args:
        run: The run's own row.
        of: The other rows by the table that they are of, transcripts as `short` returns them.
        plays: Its plays.
    """
    kept = run["provenance"]
    yield from (
        f"the run began with {name} {kept[name]!r}, and now has {run[name]!r}"
        for name in KEPT
        if kept[name] != run[name]
    )
    if run["policy_digest"] != _policy_digest(run["policy"]):
        yield "its policy is not the one that it began with"
    if run["suite_digest"] not in _suite_digests(of):
        yield "its cases are not those that it began with"
    yield from strays(run, of)
    yield from _not_as_written(of)
    yield from _not_of_one_another(of)
    replies = by_play(of["transcripts"])
    for play in plays:
        for reply in replies.get((play.case["id"], play.trial), ()):
            if reply["hidden"] or reply["cut"]:
                yield from _no_evidence(play, reply)


def _not_as_written(of: Tables) -> Iterator[str]:
    for case in of["cases"]:
        if _differs(case, case["body"], OF_CASE):
            yield f"case {case['id']} is not as it was written"
    for one in of["judgements"]:
        said = one["body"]["gap"] or one["body"]["verdict"]
        if _differs(one, one["body"], OF_JUDGEMENT) or said != one["outcome"]:
            yield f"a judgement of {_id(one)} is not as it was given"


def _differs(row: Row, body: Row, names: Iterable[str]) -> bool:
    return any(row[name] != body[name] for name in names)


def _not_of_one_another(of: Tables) -> Iterator[str]:
    cases = {case["id"] for case in of["cases"]}
    ended, told = by_play(of["attempts"]), by_play(of["transcripts"])
    if len(cases) < len(of["cases"]):
        yield "a case is there twice"
    for (case_id, trial), rows in ended.items():
        replied = [row["outcome"] for row in rows] == ["replied"]
        if case_id not in cases or len(rows) > 1 or replied != ((case_id, trial) in told):
            yield f"attempt {case_id}#{trial} has no case, no reply, or more than one"
    for row in (*of["transcripts"], *of["judgements"], *of["settled"]):
        if (row["case_id"], row["trial"]) not in ended:
            yield f"what belongs to attempt {_id(row)} is there, and the attempt is not"


def _no_evidence(play: Play, reply: Row) -> Iterator[str]:
    """Yield that a reply which shows nothing, or was stopped, was taken for the product's."""
    if "person" in play.by or play.outcome in {"blocked", "replied"}:
        return
    breach = play.outcome in {"complied", "partial"}
    empty = reply["hidden"] and not (breach and play.hit)
    if play.hit is not None and (empty or (reply["cut"] and not breach)):
        name, why = f"{play.case['id']}#{play.trial}", "is empty" if empty else "was cut off"
        yield f"the reply of {name} {why}, and counts as {play.outcome}"


def _id(row: Row) -> str:
    return f"{row['case_id']}#{row['trial']}"


def _policy_digest(policy: Row) -> str:
    top = {"version": "brightline", "name": "product"}
    plain = {top.get(name, name): _as_in_file(value) for name, value in policy.items()}
    for rule in plain["rules"]:
        rule.pop("standards", None)  # naming one more makes no other test
    return _digest(json.dumps(plain, ensure_ascii=False, sort_keys=True))


def _as_in_file(value: object) -> Any:  # noqa: ANN401 - any JSON
    """Return a stored value with its keys as the policy's file has them."""
    if isinstance(value, dict):
        return {ALIASES.get(name, name): _as_in_file(part) for name, part in value.items()}
    return [_as_in_file(part) for part in value] if isinstance(value, list) else value


def _suite_digests(of: Tables) -> set[str]:
    ordered = sorted(of["cases"], key=lambda case: int(case["position"]))
    plain = _digest("".join(f"{case['id']}\n" for case in ordered))
    return {plain, _digest(f"{plain}/adaptive")}


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
