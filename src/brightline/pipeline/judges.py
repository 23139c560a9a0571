"""What --judge says in, a judge that is ready to be asked out, and never the accused itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from brightline.errors import BrightlineError, ConfigurationError, UsageError
from brightline.judge.calibrated import CalibratedJudge, calibrated_card, calibrated_id
from brightline.judge.cascade import Cascade, Models, StoredJudge, stored_judge
from brightline.judge.line import LineSettings
from brightline.judge.llm import LlmJudge, ModelSettings
from brightline.load.calibration import SUFFIX, load_calibration
from brightline.load.judge import SUFFIXES, load_judge
from brightline.load.source import read_bytes
from brightline.plugins import find_judge, find_target, names
from brightline.ports import Judge
from brightline.records import (
    LLM,
    SECOND_LLM,
    AskedModel,
    Calibration,
    JudgeSpec,
    TargetOptions,
)
from brightline.targets.identity import another_model

EMBEDDED = "embedded"
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 - compared, not bound
_PORTS = {"http": 80, "https": 443}
_ENDINGS = re.compile(r"(?:/(?:chat/completions|completions|messages|v\d+))*/*$")
_MODEL = re.compile(r", model (.+?)(?=, (?:temperature|max tokens|streamed|without) ?|$)")


@dataclass(frozen=True, kw_only=True)
class JudgeWish:
    """Who shall judge, in plain values."""

    spec: str = EMBEDDED
    """Name of an installed judge, a judge.yaml, a calibration.json, or a model as --target
    takes it."""
    model: str | None = None
    """Model to ask for, where `spec` is an address."""
    environment: Mapping[str, str] = field(default_factory=dict)
    budget_calls: int | None = None
    """Calls to a model at most, unless judge.yaml says so itself."""
    budget_tokens: int | None = None
    product: str | None = None
    """Name of the target under test; None where there is none."""
    self_judged: bool = False
    """Whether the model under test may judge itself."""


def pick_judge(wish: JudgeWish) -> Judge:
    """Return the judge that is wished for; nothing is sent yet.

    Raises:
        UsageError: the specification names no judge, or a calibration of another one.
        PolicyError: judge.yaml is wrong; carries all its problems.
        ConfigurationError: a model cannot be reached as configured, or is the one under test.
    """
    if wish.spec.endswith(SUFFIX) and wish.model is None:
        return _calibrated(wish)
    spec = _spec_of(wish)
    if spec is None:
        return find_judge(wish.spec)
    ask = _model(spec, spec.ask, wish)
    confirm = _model(spec, spec.confirm, wish, voice=SECOND_LLM) if spec.confirm else None
    if confirm is not None and same_model(ask.target_name, confirm.target_name):
        raise ConfigurationError(
            f"the model that confirms is the one that was asked: {confirm.target_name}",
            slug="judges-not-different",
            where=wish.spec,
            hint="Name another model under confirm:, or leave it out and use reads: breaches.",
        )
    return Cascade(
        find_judge(EMBEDDED),
        Models(
            ask=ask,
            reads=spec.reads,
            confirm=confirm,
            self_judged=any(_accused(model, wish) for model in (ask, confirm)),
        ),
    )


def known_judge(judge_id: str, calibration: Calibration | None = None) -> Judge | None:
    """Return what is known here of the judge of a stored run; None when nothing is.

    Args:
        judge_id: Its id.
        calibration: What it was corrected by, as the run says; None: it was not.
    """
    if calibration is not None:
        inner = known_judge(calibration.judge)
        if inner is not None and inner.id == calibration.judge:
            return CalibratedJudge(inner, calibration)
        return StoredJudge(calibrated_id(calibration), calibrated_card(None, calibration))
    stored = stored_judge(judge_id)
    if stored is not None:
        return stored
    name = judge_id.partition("@")[0]
    return find_judge(name) if name in names("judges") else None


def listed_judges() -> tuple[tuple[str, Judge | str], ...]:
    """Return every installed judge by name; one that does not load is the reason why."""
    found: list[tuple[str, Judge | str]] = []
    for name in names("judges"):
        try:
            found.append((name, find_judge(name)))
        except BrightlineError as error:
            found.append((name, error.message))
    return tuple(found)


def same_model(one: str, other: str) -> bool:
    """Tell whether two targets may be one model: the same address, no clearly other model.

    Where an address names no model, nobody can tell them apart: then they are the same.

    Args:
        one: A target's name, as `Target.name` has it.
        other: Another's.
    """
    if _address(one) != _address(other):
        return False
    models = [found[1] if (found := _MODEL.search(name)) else "" for name in (one, other)]
    return not another_model(*models)


def _calibrated(wish: JudgeWish) -> CalibratedJudge:
    file = Path(wish.spec)
    calibration = load_calibration(file)
    spec = calibration.spec
    beside = file.parent / spec
    if beside.is_file() and not Path(spec).is_file():
        spec = str(beside)
    inner = pick_judge(replace(wish, spec=spec, model=calibration.model))
    if inner.id != calibration.judge:
        raise UsageError(
            f"this calibration belongs to {calibration.judge}, and here is {inner.id}",
            slug="calibration-of-another-judge",
            where=wish.spec,
            hint="What is learned of one judge says nothing of another. Calibrate this one by"
            f" the same labels: brightline calibrate REVIEWED --out {wish.spec}",
        )
    return CalibratedJudge(inner, calibration)


def _spec_of(wish: JudgeWish) -> JudgeSpec | None:
    """Return what a specification says of models; None where it names an installed judge."""
    spec, known = wish.spec, names("judges")
    if spec in known or _is_file(spec):
        if wish.model is not None:
            raise UsageError(
                f"--judge-model is for an address, and {spec!r} says itself who is asked",
                slug="judge-model-unused",
                hint="Leave --judge-model out, or write model: into the file.",
            )
        return None if spec in known else load_judge(Path(spec))
    scheme = spec.partition(":")[0]
    if ":" in spec and scheme in {"http", "https", *names("targets")}:
        return JudgeSpec(version=1, ask=AskedModel(target=spec, model=wish.model))
    near = get_close_matches(spec, known, n=1)
    raise UsageError(
        f"there is no judge {spec!r}",
        slug="unknown-judge",
        hint=(f"Did you mean {near[0]!r}? " if near else "")
        + f"Known are {', '.join(known)}, a judge.yaml, a calibration.json, or a model as"
        " --target takes it: openai:http://127.0.0.1:8000/v1 with --judge-model NAME.",
    )


def _model(
    spec: JudgeSpec, asked: AskedModel, wish: JudgeWish, *, voice: str = LLM
) -> LlmJudge:
    # A file alone says what is sent, the temperature too.
    temperature = None if _is_file(asked.target) else asked.temperature
    options = TargetOptions(
        model=asked.model,
        deadline_s=asked.deadline_s,
        max_tokens=asked.max_tokens,
        temperature=temperature,
        environment=dict(wish.environment),
    )
    settings = ModelSettings(
        line=LineSettings(
            at_once=spec.at_once,
            budget_calls=spec.budget_calls or wish.budget_calls,
            budget_tokens=wish.budget_tokens,
            max_tokens=asked.max_tokens,
        ),
        style=asked.style,
        voice=voice,
    )
    if _is_file(asked.target):
        # What the file sends changes the answers, and the target's name does not tell it.
        text = read_bytes(Path(asked.target), what="target").decode("utf-8", "replace")
        settings = replace(settings, configuration=text)
    return LlmJudge(find_target(asked.target, options), settings)


def _accused(model: LlmJudge | None, wish: JudgeWish) -> bool:
    """Tell whether a judge's model is the one under test, which the user then has allowed."""
    if model is None or wish.product is None:
        return False
    if not same_model(model.target_name, wish.product):
        return False
    if not wish.self_judged:
        raise ConfigurationError(
            f"the model under test would judge itself: {model.target_name}",
            slug="judge-is-target",
            hint="Name another model with --judge. If you must, add --self-judged: the report"
            " then says so.",
        )
    return True


def _is_file(spec: str) -> bool:
    return spec.endswith(SUFFIXES) or Path(spec).is_file()


def _address(name: str) -> tuple[str, int | None, str]:
    """Return host, port and path of a target's name, or what stands in their place."""
    first = name.split(", ", maxsplit=1)[0]
    kind, _, rest = first.partition(":")
    url = first if kind in _PORTS and rest.startswith("//") else rest
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        return first, None, ""
    if not parts.hostname:
        return first, None, ""
    host = "loopback" if parts.hostname in _LOOPBACK else parts.hostname
    return host, port, _ENDINGS.sub("", parts.path)
