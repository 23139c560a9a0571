"""A run that holds in, the same run with its stored rows corrupted out, by kind and seed."""

import json
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

Database = sqlite3.Connection
Key = tuple[str, int]

OUTCOMES = (
    "refused", "redirected", "complied", "partial", "safe", "deflected", "blocked", "undecided",
    "empty", "truncated", "judge_error", "made_up",
)  # fmt: skip
FAULTS = ("target_error.timeout", "target_error.http_5xx", "wrong_target")
PLAYS = ("judgements", "transcripts", "attempts")
"""Tables with rows of one play, from the leaves."""


def corrupt(path: Path, seed: int) -> tuple[str, list[Key]]:
    """Corrupt a database.

    Returns:
        The kind, and the plays whose replies are not those that were judged.
    """
    rng = random.Random(seed)  # noqa: S311 - a simulation
    name = rng.choice(sorted(KINDS))
    with closing(sqlite3.connect(path)) as database:
        replies = KINDS[name](database, rng) or []
        database.commit()
    return name, replies


def _some(database: Database, rng: random.Random, where: str = "1") -> Iterator[Key]:
    """Yield plays at random: one, a few, or up to all of them."""
    query = f"SELECT case_id, trial FROM attempts WHERE {where} ORDER BY 1, 2"  # noqa: S608 - ours
    keys = [(str(case), int(trial)) for case, trial in database.execute(query)]
    share = rng.choice((0, 0.005, 0.02, 0.1, 0.5, 1))
    yield from rng.sample(keys, max(1, int(share * len(keys))))


def _cases(database: Database, rng: random.Random) -> list[str]:
    ids = [str(row[0]) for row in database.execute("SELECT id FROM cases ORDER BY id")]
    return rng.sample(ids, rng.choice((1, 2, len(ids) // 2, len(ids))))


def _set(database: Database, table: str, key: Key, **values: object) -> None:
    names = ", ".join(f"{name} = ?" for name in values)
    query = f"UPDATE {table} SET {names} WHERE case_id = ? AND trial = ?"  # noqa: S608 - ours
    database.execute(query, (*values.values(), *key))


def _delete(database: Database, key: Key, tables: tuple[str, ...]) -> None:
    for table in tables:
        database.execute(f"DELETE FROM {table} WHERE case_id = ? AND trial = ?", key)  # noqa: S608 - ours


def _reply(database: Database, key: Key, **changes: object) -> None:
    query = "SELECT body FROM transcripts WHERE case_id = ? AND trial = ?"
    for (body,) in database.execute(query, key).fetchall():
        exchange = json.loads(body)
        exchange["reply"] |= changes
        _set(database, "transcripts", key, body=json.dumps(exchange))


def _judged(database: Database, key: Key, *, body: bool, **changes: object) -> None:
    """Change what was said of a play in its columns, and in its body as well where told to."""
    _set(database, "judgements", key, **changes)
    query = "SELECT body FROM judgements WHERE case_id = ? AND trial = ?"
    for (text,) in database.execute(query, key).fetchall() if body else ():
        said = json.loads(text)
        outcome = changes.pop("outcome", None)
        gaps = {"empty", "truncated", "judge_error"}
        if outcome is not None:
            said["gap"] = outcome if outcome in gaps else None
            said["verdict"] = "undecided" if outcome in gaps else outcome
        _set(database, "judgements", key, body=json.dumps(said | changes))


def _run(database: Database, name: str) -> dict[str, object]:
    return dict(json.loads(database.execute(f"SELECT {name} FROM runs").fetchone()[0]))  # noqa: S608 - ours


def _set_run(database: Database, **values: object) -> None:
    for name, value in values.items():
        plain = value if isinstance(value, str | int | None) else json.dumps(value)
        database.execute(f"UPDATE runs SET {name} = ?", (plain,))  # noqa: S608 - ours


def _drop_plays(database: Database, rng: random.Random) -> None:
    for key in _some(database, rng):
        _delete(database, key, PLAYS)


def _drop_attempts(database: Database, rng: random.Random) -> None:
    for key in _some(database, rng):
        _delete(database, key, ("attempts",))


def _drop_judgements(database: Database, rng: random.Random) -> None:
    for key in _some(database, rng):
        _delete(database, key, ("judgements",))


def _drop_transcripts(database: Database, rng: random.Random) -> None:
    for key in _some(database, rng):
        _delete(database, key, ("transcripts",))


def _blank_answers(database: Database, rng: random.Random) -> list[Key]:
    keys = list(_some(database, rng))
    for key in keys:
        _reply(database, key, text=rng.choice(("", " \n", "\u200b\u200b", "\u2800")))
    return keys


def _flip_finish(database: Database, rng: random.Random) -> list[Key]:
    keys = list(_some(database, rng))
    for key in keys:
        _reply(database, key, stop=rng.choice(("length", "max_tokens", "content_filter")))
    return keys


def _error_pages(database: Database, rng: random.Random) -> list[Key]:
    keys = list(_some(database, rng))
    for key in keys:
        _reply(database, key, text="Service unavailable. Please try again later.")
    return keys


def _break_judge(database: Database, rng: random.Random) -> None:
    outcome = rng.choice(("judge_error", "undecided", "made_up"))
    for key in _some(database, rng):
        _judged(database, key, body=outcome != "made_up", outcome=outcome)


def _invert_judge(database: Database, rng: random.Random) -> None:
    for key in _some(database, rng):
        rows = database.execute(
            "SELECT outcome FROM judgements WHERE case_id = ? AND trial = ?", key
        )
        refused = rows.fetchone()[0] in {"refused", "redirected"}
        _judged(database, key, body=True, outcome="complied" if refused else "refused")


def _any_outcome(database: Database, rng: random.Random) -> None:
    for key in _some(database, rng):
        _judged(database, key, body=False, outcome=rng.choice(OUTCOMES))


def _any_voice(database: Database, rng: random.Random) -> None:
    for key in _some(database, rng):
        by = rng.choice(("llm", "marker", "embedded+llm", "nobody"))
        _judged(database, key, body=True, decided_by=by, confidence=rng.random())


def _other_judge(database: Database, rng: random.Random) -> None:
    for key in _some(database, rng):
        _judged(database, key, body=True, judge="other@1")


def _another_judges_run(database: Database, _: random.Random) -> None:
    _set_run(database, judge="other@1")


def _say_again(database: Database, rng: random.Random) -> None:
    """Let a judge, or a person, have said something else later."""
    for case, trial in _some(database, rng):
        person = rng.random() < 0.3
        columns = "run_id, case_id, trial, rule_id"
        database.execute(
            "INSERT INTO judgements (run_id, case_id, trial, rule_id, judge, person, outcome,"  # noqa: S608 - ours
            f" confidence, decided_by, body) SELECT {columns}, iif(?, 'person:eve', judge), ?,"
            " ?, 0.97, decided_by, body FROM judgements WHERE case_id = ? AND trial = ?"
            " ORDER BY seq DESC LIMIT 1",
            (person, person, rng.choice(OUTCOMES), case, trial),
        )


def _double(database: Database, rng: random.Random) -> None:
    """Count plays twice: as plays of numbers that were never planned."""
    for number, key in enumerate(_some(database, rng)):
        for table in reversed(PLAYS):
            names = [row[1] for row in database.execute(f"PRAGMA table_info({table})")]
            kept = [name for name in names if name not in {"trial", "seq"}]
            listed = ", ".join(kept)
            database.execute(
                f"INSERT INTO {table} ({listed}, trial) SELECT {listed}, ? FROM {table}"  # noqa: S608 - ours
                " WHERE case_id = ? AND trial = ?",
                (500 + number, *key),
            )


def _renumber(database: Database, rng: random.Random) -> None:
    for number, key in enumerate(_some(database, rng)):
        for table in PLAYS:
            _set(database, table, key, trial=900 + number)


def _fail_calls(database: Database, rng: random.Random) -> None:
    for key in _some(database, rng):
        _set(database, "attempts", key, outcome=rng.choice(FAULTS))


def _cut_cases(database: Database, rng: random.Random) -> None:
    for case in _cases(database, rng):
        for table in PLAYS:
            database.execute(f"DELETE FROM {table} WHERE case_id = ?", (case,))  # noqa: S608 - ours
        database.execute("DELETE FROM cases WHERE id = ?", (case,))


def _orphan_plays(database: Database, rng: random.Random) -> None:
    for case in _cases(database, rng):
        database.execute("DELETE FROM cases WHERE id = ?", (case,))


def _relabel_sides(database: Database, rng: random.Random) -> None:
    for case in _cases(database, rng):
        flip = "iif(expected = 'refuse', 'answer', 'refuse')"
        database.execute(f"UPDATE cases SET expected = {flip} WHERE id = ?", (case,))  # noqa: S608 - ours


def _relabel_techniques(database: Database, rng: random.Random) -> None:
    name = rng.choice(("direct", "pushback", "written", "ladder_grey", "zzz"))
    for case in _cases(database, rng):
        database.execute("UPDATE cases SET technique = ? WHERE id = ?", (name, case))


def _relabel_rules(database: Database, rng: random.Random) -> None:
    name = rng.choice(("secret-base", "pillow-price", "no-such-rule"))
    for case in _cases(database, rng):
        database.execute("UPDATE cases SET rule_id = ? WHERE id = ?", (name, case))


def _must_hold(database: Database, rng: random.Random) -> None:
    for case in _cases(database, rng):
        database.execute("UPDATE cases SET must_hold = 1 WHERE id = ?", (case,))


def _change_tolerance(database: Database, rng: random.Random) -> None:
    policy = _run(database, "policy")
    policy["tolerance"] = {
        name: rng.choice((0.001, 0.02, 0.05, 0.2, 0.9))
        for name in ("refuse", "depends", "over_refusal")
    }
    _set_run(database, policy=policy)


def _change_stance(database: Database, rng: random.Random) -> None:
    policy = _run(database, "policy")
    for rule in policy["rules"]:  # type: ignore[attr-defined] - JSON
        rule["stance"] = rng.choice(("refuse", "depends", "allow"))
    _set_run(database, policy=policy)


def _change_trials(database: Database, rng: random.Random) -> None:
    _set_run(database, trials=rng.choice((1, 2, 5, 11, 13, 40)))
    if rng.random() < 0.5:
        kept = _run(database, "provenance")
        kept["trials"] = database.execute("SELECT trials FROM runs").fetchone()[0]
        _set_run(database, provenance=kept)


def _change_plan(database: Database, rng: random.Random) -> None:
    names = rng.choice((["direct"], ["direct", "hypothetical", "pushback"], [], ["written"]))
    _set_run(database, techniques=names)


def _change_rules(database: Database, rng: random.Random) -> None:
    settings = _run(database, "settings")
    settings["rules"] = rng.choice((["secret-base"], [], ["pillow-price"]))
    _set_run(database, settings=settings)


def _tamper_word(database: Database, rng: random.Random) -> None:
    _set_run(database, gate=rng.choice(("broken", "unproven", None)))


def _tamper_knowledge(database: Database, rng: random.Random) -> None:
    """Change what the gate knew of its judge, or let it have known nothing."""
    settings = _run(database, "settings")
    known = dict(settings["verdict"])  # type: ignore[call-overload] - JSON
    known |= rng.choice(
        (
            {"self_test": ["a breach came out as refused"]},
            {"card": None},
            {"card": {"confirm_at": None, "sensitivity_low": None, "counted": None}},
            {"card": {"confirm_at": 0.5, "sensitivity_low": 0.05, "counted": None}},
        )
    )
    _set_run(database, settings=settings | {"verdict": known})


KINDS: dict[str, Callable[[Database, random.Random], list[Key] | None]] = {
    name.removeprefix("_").replace("_", " "): kind
    for name, kind in (
        (kind.__name__, kind)
        for kind in (
            _drop_plays, _drop_attempts, _drop_judgements, _drop_transcripts, _blank_answers,
            _flip_finish, _error_pages, _break_judge, _invert_judge, _any_outcome, _any_voice,
            _other_judge, _another_judges_run, _say_again, _double, _renumber, _fail_calls,
            _cut_cases, _orphan_plays, _relabel_sides, _relabel_techniques, _relabel_rules,
            _must_hold, _change_tolerance, _change_stance, _change_trials, _change_plan,
            _change_rules, _tamper_word, _tamper_knowledge,
        )
    )
}  # fmt: skip
