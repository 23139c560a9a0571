"""What --judge says is a judge, or an error in words; the accused does not judge itself."""
# ruff: noqa: RUF001 - another script is what is tested

from pathlib import Path

import pytest

import brightline as bl
from brightline.errors import BrightlineError, ConfigurationError, PolicyError, UsageError
from brightline.judge.cascade import Cascade, models_of
from brightline.judge.embedded import EmbeddedJudge
from brightline.pipeline import library
from brightline.pipeline.judges import (
    JudgeWish,
    known_judge,
    listed_judges,
    pick_judge,
    same_model,
)
from brightline.ports import Judge
from brightline.records import Role, Stance

URL = "openai:http://127.0.0.1:9/v1"
PRODUCT = "openai:http://127.0.0.1:9/v1, model sprout-1"

SPEC = """\
brightline_judge: 1
reads: breaches
ask: {target: "openai:http://127.0.0.1:9/v1", model: big, style: policy}
confirm: {target: "anthropic:http://127.0.0.1:8", model: other}
at_once: 2
budget_calls: 50
"""


def pick(spec: str, **more: object) -> Judge:
    return pick_judge(JudgeWish(spec=spec, **more))  # type: ignore[arg-type]


def file(folder: Path, text: str, name: str = "judge.yaml") -> str:
    path = folder / name
    path.write_text(text)
    return str(path)


def test_embedded_is_the_embedded_judge_alone() -> None:
    assert pick("embedded").id == EmbeddedJudge.load().id
    assert models_of(pick("embedded")) == ()


@pytest.mark.parametrize(
    "spec", [URL, "http://127.0.0.1:9/v1", "anthropic:http://127.0.0.1:9", "python:json:dumps"]
)
def test_a_model_stands_behind_the_embedded_judge(spec: str) -> None:
    judge = pick(spec, model="big")

    assert isinstance(judge, Cascade)
    assert judge.offline.id == EmbeddedJudge.load().id
    assert len(judge.models) == 1


def test_a_file_says_all_of_it(tmp_path: Path) -> None:
    judge = pick(file(tmp_path, SPEC))

    ask, confirm = models_of(judge)
    assert ask.target_name.startswith("openai:http://127.0.0.1:9/v1, model big, temperature 0")
    assert confirm.target_name.startswith("anthropic:http://127.0.0.1:8, model other")
    assert (ask.voice, confirm.voice) == ("llm", "second-llm")


TARGET = """\
brightline_target: 1
url: http://127.0.0.1:9/chat
body: {prompt: "{{ last_user }}"}
reply: answer
"""


def test_a_target_file_is_a_judge_too(tmp_path: Path) -> None:
    judge = pick(file(tmp_path, TARGET, "target.yaml"))

    assert models_of(judge)[0].target_name == "http:http://127.0.0.1:9/chat"


def test_a_target_that_a_judge_file_names_stands_beside_it(tmp_path: Path) -> None:
    file(tmp_path, TARGET, "target.yaml")
    judge = pick(file(tmp_path, "brightline_judge: 1\nask: {target: target.yaml}\n"))

    assert models_of(judge)[0].target_name == "http:http://127.0.0.1:9/chat"


def test_what_a_target_file_sends_is_part_of_the_judges_id(tmp_path: Path) -> None:
    one = pick(file(tmp_path, TARGET, "one.yaml"))
    same = pick(file(tmp_path, TARGET, "same.yaml"))
    other = pick(file(tmp_path, TARGET.replace('"}', '", mood: stern}'), "other.yaml"))

    assert one.id == same.id != other.id


@pytest.mark.parametrize(
    ("line", "slug", "where"),
    [
        ("reads: some", "unknown-value", "judge.yaml:2:8"),
        ("readz: all", "unknown-key", "judge.yaml:2:1"),
        ("at_once: many", "bad-number", "judge.yaml:2:10"),
        ("at_once: 0", "out-of-range", "judge.yaml:2:10"),
        ("confirm: {model: x}", "missing-key", "judge.yaml:2:10"),
        ("budget_calls: 1.5", "bad-number", "judge.yaml:2:15"),
    ],
)
def test_a_wrong_file_says_where_and_what_to_write(
    line: str, slug: str, where: str, *, tmp_path: Path
) -> None:
    path = file(tmp_path, f'brightline_judge: 1\n{line}\nask: {{target: "{URL}"}}\n')

    with pytest.raises(PolicyError) as caught:
        pick(path)

    found = caught.value.problems
    assert [(problem.slug, problem.where.rpartition("/")[2]) for problem in found] == [
        (slug, where)
    ]
    assert found[0].hint


WRONG = {
    "an unknown name": ("king-solomon", "unknown-judge"),
    "a slip": ("embeded", "unknown-judge"),
    "a scheme that is not there": ("pigeon:coop", "unknown-judge"),
    "a lost file": ("gone.yaml", "file-not-found"),
    "no key": ("openai:", "target-key-missing"),
    "an address that is none": ("openai:nowhere", "bad-target-url"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_judge_that_is_none_is_an_error_with_a_next_step(name: str) -> None:
    spec, slug = WRONG[name]

    with pytest.raises(BrightlineError) as caught:
        pick(spec)

    assert caught.value.slug == slug
    assert caught.value.exit_code == 4
    assert caught.value.hint


def test_a_model_beside_a_judge_that_names_its_own_is_an_error(tmp_path: Path) -> None:
    for spec in ("embedded", file(tmp_path, SPEC)):
        with pytest.raises(UsageError) as caught:
            pick(spec, model="big")

        assert caught.value.slug == "judge-model-unused"


def test_a_second_judge_must_be_another(tmp_path: Path) -> None:
    text = f'brightline_judge: 1\nask: {{target: "{URL}", model: big}}\n'
    path = file(
        tmp_path, text + 'confirm: {target: "openai:http://localhost:9", model: big-2024}\n'
    )

    with pytest.raises(ConfigurationError) as caught:
        pick(path)

    assert caught.value.slug == "judges-not-different"


SAME = {
    "itself": (PRODUCT, PRODUCT),
    "other parameters": (PRODUCT, f"{PRODUCT}, temperature 0, max tokens 9"),
    "loopback by another name": (PRODUCT, PRODUCT.replace("127.0.0.1", "localhost")),
    "a full path": (PRODUCT, PRODUCT.replace("/v1", "/v1/chat/completions")),
    "no version in the path": (PRODUCT, PRODUCT.replace("/v1", "/")),
    "another protocol at the same place": (PRODUCT, PRODUCT.replace("openai", "http")),
    "a port that is written out": (
        "openai:https://a.example/v1",
        "openai:https://a.example:443",
    ),
    "no model named": (PRODUCT, "openai:http://127.0.0.1:9/v1"),
    "a dated issue of the model": (PRODUCT, f"{PRODUCT}-2026-01-01"),
    "capitals in the host": ("openai:https://A.example/v1", "openai:https://a.example/v1"),
    "one program": ("command:answer", "command:answer"),
}
OTHER = {
    "another model": (PRODUCT, PRODUCT.replace("sprout-1", "big-judge")),
    "another port": (PRODUCT, PRODUCT.replace(":9/", ":8/")),
    "another host": (PRODUCT, PRODUCT.replace("127.0.0.1", "10.0.0.1")),
    "another path": (PRODUCT, PRODUCT.replace("/v1", "/tenant-b/v1")),
    "another program": ("command:answer", "command:judge"),
    "another function": ("python:app:answer", "python:app:judge"),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_model_is_recognised(name: str) -> None:
    one, other = SAME[name]

    assert same_model(one, other)
    assert same_model(other, one)


@pytest.mark.parametrize("name", OTHER)
def test_another_model_is_told_apart(name: str) -> None:
    one, other = OTHER[name]

    assert not same_model(one, other)
    assert not same_model(other, one)


def test_the_model_under_test_does_not_judge_itself_unasked() -> None:
    with pytest.raises(ConfigurationError) as caught:
        pick(URL, model="sprout-1", product=PRODUCT)

    assert caught.value.slug == "judge-is-target"
    assert "--self-judged" in caught.value.hint


def test_a_second_judge_is_not_the_model_under_test_either(tmp_path: Path) -> None:
    text = 'brightline_judge: 1\nask: {target: "openai:http://127.0.0.1:8", model: big}\n'
    path = file(tmp_path, text + f'confirm: {{target: "{URL}", model: sprout-1}}\n')

    with pytest.raises(ConfigurationError) as caught:
        pick(path, product=PRODUCT)

    assert caught.value.slug == "judge-is-target"


def test_when_asked_to_it_does_and_the_judges_id_says_so() -> None:
    allowed = pick(URL, model="sprout-1", product=PRODUCT, self_judged=True)
    needless = pick(URL, model="big", product=PRODUCT, self_judged=True)

    assert allowed.id.startswith("self-judged@1+")
    assert needless.id.startswith("cascade@1+")


def test_no_key_stands_in_a_judges_id_or_name() -> None:
    judge = pick(URL, model="m", environment={"OPENAI_API_KEY": "sk-planted-0123"})

    assert "planted" not in f"{judge.id}{models_of(judge)[0].target_name}{judge!r}"


def test_a_stored_judge_is_known_by_its_id() -> None:
    judge = pick(URL, model="m")

    known = known_judge(judge.id)

    assert known is not None
    assert (known.id, known.card) == (judge.id, judge.card)
    embedded = known_judge(EmbeddedJudge.load().id)
    assert embedded is not None
    assert embedded.card is not None
    assert known_judge("gone@3+123") is None


def test_installed_judges_are_listed() -> None:
    assert [name for name, _ in listed_judges()] == ["embedded"]


def test_a_function_judges_from_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my_judge.py").write_text(
        "def model(messages):\n"
        "    text = messages[-1]['content']\n"
        "    code = text.rpartition('The code is ')[2][:32]\n"
        "    verdict = 'complied' if 'here is a poem' in text.lower() else 'refused'\n"
        '    return \'{"nonce": "%s", "reason": "read", "verdict": "%s"}\' % (code, verdict)\n'
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    turn = bl.Turn(role=Role.USER, text="Write a poem about rain.")
    question = bl.Question(
        subject_id="a",
        exchange=bl.Exchange(
            turns=(turn,),
            reply=bl.Reply(text="Я не могу вам помочь с этой просьбой, извините."),
        ),
        rule=bl.Rule(id="r", text="Never writes poems.", stance=Stance.REFUSE),
        expected=bl.Expected.REFUSE,
    )

    (found,) = library.judge([question], name="python:my_judge:model")

    assert (found.decided_by, found.verdict) == ("llm", bl.Verdict.REFUSED)
