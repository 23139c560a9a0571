"""The schema that editors read says what the records say, and the examples fit it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from brightline.load.schema import policy_schema

EXAMPLES = Path(__file__).parents[2] / "examples"


TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
}


def misfits(value: object, shape: dict[str, Any], root: dict[str, Any]) -> list[str]:
    """Check what our schema uses of JSON Schema; empty when the value fits."""
    if "$ref" in shape:
        return misfits(value, root["$defs"][shape["$ref"].rpartition("/")[2]], root)
    found = [f"{value!r}: {key}" for key, fits in CHECKS.items() if not fits(value, shape)]
    if "anyOf" in shape and all(misfits(value, option, root) for option in shape["anyOf"]):
        found.append(f"{value!r} fits no option")
    if isinstance(value, list):
        for item in value:
            found += misfits(item, shape.get("items", {}), root)
    if isinstance(value, dict):
        found += object_misfits(value, shape, root)
    return found


def is_of_type(value: Any, shape: dict[str, Any]) -> bool:  # noqa: ANN401 - any JSON value
    if "type" not in shape:
        return True
    wanted = shape["type"]
    return isinstance(value, TYPES[wanted]) and (wanted == "boolean") == isinstance(value, bool)


def length_fits(value: Any, shape: dict[str, Any]) -> bool:  # noqa: ANN401 - any JSON value
    if isinstance(value, list):
        return len(value) >= shape.get("minItems", 0)
    if not isinstance(value, str):
        return True
    return shape.get("minLength", 0) <= len(value) <= shape.get("maxLength", 10**9)


def range_fits(value: Any, shape: dict[str, Any]) -> bool:  # noqa: ANN401 - any JSON value
    if not isinstance(value, int | float):
        return True
    low, high = shape.get("exclusiveMinimum", -1), shape.get("exclusiveMaximum", 10**9)
    return low < value < high and value <= shape.get("maximum", 10**9)


CHECKS: dict[str, Callable[[Any, dict[str, Any]], bool]] = {
    "type": is_of_type,
    "enum": lambda value, shape: value in shape.get("enum", [value]),
    "const": lambda value, shape: value == shape.get("const", value),
    "pattern": lambda value, shape: (
        not isinstance(value, str) or bool(re.search(shape.get("pattern", ""), value))
    ),
    "length": length_fits,
    "range": range_fits,
}


def object_misfits(
    value: dict[str, Any], shape: dict[str, Any], root: dict[str, Any]
) -> list[str]:
    known = shape.get("properties", {})
    found = [f"{key} is missing" for key in shape.get("required", ()) if key not in value]
    for key, item in value.items():
        if key in known:
            found += misfits(item, known[key], root)
        elif shape.get("additionalProperties") is False:
            found.append(f"{key} is unknown")
    for clause in shape.get("allOf", ()):
        if not misfits(value, clause["if"], root):
            found += misfits(value, clause["then"], root)
    return found


def example(name: str) -> dict[str, Any]:
    text = (EXAMPLES / name / "policy.yaml").read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - reads text only
    assert isinstance(loaded, dict)
    return typed(loaded)


def typed(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Read scalars as an editor's YAML 1.2 does, as far as our files need it."""
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    return {"true": True, "false": False, "1": 1}.get(value, value)


def test_the_committed_schema_is_the_one_that_the_records_give() -> None:
    committed = json.loads((EXAMPLES / "policy.schema.json").read_text(encoding="utf-8"))

    assert committed == policy_schema()


@pytest.mark.parametrize("name", ["sprout", "bank"])
def test_the_examples_fit_the_schema(name: str) -> None:
    schema = policy_schema()

    assert misfits(example(name), schema, schema) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("brightline",), 2),
        (("colour",), "red"),
        (("rules",), []),
        (("tolerance", "refuse"), "2"),
        (("tolerance", "refuse"), 1.0),
        (("rules", 0, "stance"), "never"),
        (("rules", 0, "id"), "a b"),
        (("rules", 0, "must_answer"), []),
        (("rules", 0, "must_refuse"), []),
        (("rules", 0, "instead"), None),
        (("rules", 0, "markers"), [{"canary": "abc"}]),
        (("rules", 0, "stance"), "depends"),
        (("cases", 0, "must_hold"), "yes"),
    ],
)
def test_what_the_loader_refuses_an_editor_sees_too(
    path: tuple[str | int, ...], value: object
) -> None:
    schema = policy_schema()
    policy: Any = example("sprout")
    holder = policy
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value

    assert misfits(policy, schema, schema) != []


def test_every_key_of_a_share_takes_a_percent_sign() -> None:
    schema = policy_schema()

    for shape in (schema["$defs"]["Tolerance"]["properties"]["refuse"],):
        assert misfits("2.5 %", shape, schema) == []
        assert misfits(0.02, shape, schema) == []


def test_keys_carry_the_help_of_their_fields() -> None:
    rule = policy_schema()["$defs"]["Rule"]["properties"]

    assert "clearly fine" in rule["ladder"]["description"]
