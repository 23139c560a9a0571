"""Nothing in, the JSON Schema of policy.yaml out: made from the records, for editors."""

import ast
import inspect
import textwrap
from itertools import pairwise
from typing import Any

from brightline import records
from brightline.records import STANDARDS, Policy, Record

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_ID = "urn:brightline:policy:1"

_SHARE: dict[str, Any] = {
    "anyOf": [
        {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
        {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?\s*%$"},
    ],
    "examples": ["2%", 0.02],
}
"""A share of 1, as a file may write it."""

_SYSTEM_PROMPT = "A file inside the folder of the policy, or the text itself under `|`."


def policy_schema() -> dict[str, Any]:
    """Return the JSON Schema of a policy file.

    It says what editors can check while one types. `load_policy` checks more: that ids are
    distinct, patterns compile, files exist.
    """
    found = Policy.model_json_schema(by_alias=True)
    shapes: dict[str, Any] = found.pop("$defs")
    shapes["Policy"] = found
    for name, shape in shapes.items():
        record = getattr(records, name)
        if issubclass(record, Record):
            _finish(shape, record)
    rule = shapes["Rule"]
    _without_canaries(rule, shapes)
    rule["allOf"] = [
        _when("depends", ["condition", "must_refuse"]),
        _when("refuse", ["must_refuse"]),
    ]
    rule["required"] = [*rule["required"], "must_answer"]
    rule["properties"]["must_answer"]["minItems"] = 1
    rule["properties"]["must_answer"].pop("default")
    rule["properties"]["standards"]["items"]["enum"] = list(STANDARDS)
    shapes["Policy"]["properties"]["system_prompt"]["description"] = _SYSTEM_PROMPT
    policy = shapes.pop("Policy")
    return {
        "$schema": SCHEMA_DIALECT,
        "$id": SCHEMA_ID,
        "title": "Refusal policy for brightline",
        **{key: value for key, value in policy.items() if key != "title"},
        "$defs": dict(sorted(shapes.items())),
    }


def _without_canaries(rule: dict[str, Any], shapes: dict[str, Any]) -> None:
    """Leave out what a file cannot hold: canaries are brightline's own."""
    markers = rule["properties"]["markers"]["items"]
    markers["anyOf"] = [
        option for option in markers["anyOf"] if option != {"$ref": "#/$defs/Planted"}
    ]
    for name in ("Planted", "Planting", "UserWish", "Form"):
        del shapes[name]


def _when(stance: str, required: list[str]) -> dict[str, Any]:
    return {
        "if": {"properties": {"stance": {"const": stance}}, "required": ["stance"]},
        "then": {"required": required, "properties": {"must_refuse": {"minItems": 1}}},
    }


def _finish(shape: dict[str, Any], record: type[Record]) -> None:
    """Give each key the docstring of its field, and write shares as a file may."""
    help_texts = _help(record)
    for name, info in record.model_fields.items():
        entry = shape["properties"][info.alias or name]
        entry.pop("title", None)
        # An absent key is written by leaving it out: null is a problem in a policy file.
        options = [option for option in entry.pop("anyOf", []) if option != {"type": "null"}]
        if len(options) == 1:
            entry.update(options[0])
        elif options:
            entry["anyOf"] = options
        if entry.get("default") is None or isinstance(entry["default"], dict):
            entry.pop("default", None)
        if any(getattr(rule, "lt", None) == 1 for rule in info.metadata):
            for key in ("type", "exclusiveMinimum", "exclusiveMaximum"):
                entry.pop(key, None)
            entry.update(_SHARE)
        if name in help_texts:
            entry["description"] = help_texts[name]


def _help(record: type[Record]) -> dict[str, str]:
    """Return the docstrings below the fields of a record, which Python itself throws away."""
    body = ast.parse(textwrap.dedent(inspect.getsource(record))).body[0]
    found: dict[str, str] = {}
    statements = body.body if isinstance(body, ast.ClassDef) else []
    for field, text in pairwise(statements):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
            and isinstance(text.value.value, str)
        ):
            found[field.target.id] = inspect.cleandoc(text.value.value)
    return found
