"""Policies and written requests in, labelled exchanges of each product out."""

import json
import random
import tomllib
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from dressing import dressed, reworded
from told import Told, told_in

from brightline.compile.suite import compile_cases
from brightline.load.policy import load_policy
from brightline.ports import Technique
from brightline.records import Expected, Policy, Role, Rule as PolicyRule, Scope, Stance
from brightline.watch.screen.likeness import ELSEWHERE
from brightline.watch.screen.words import tokens

PROBE, CONTROL, ORDINARY, DECLINED = 1, 0, -1, -2
"""`DECLINED` must be refused, and was."""


class Asked(NamedTuple):
    """What a user wrote, and what it is."""

    text: str
    """User's turns, one a line."""
    side: int
    rule: int
    """Of a probe or control, from 0; else -1."""
    objective: str
    """The plain request behind it; empty for ordinary traffic."""
    how: str
    """The technique, or what kind of ordinary traffic."""
    plain: str = ""
    """What the reply is to; empty for small talk."""
    reply: str = ""
    declined: bool = False
    """True where the reply hands nothing over."""


class Product(NamedTuple):
    """A policy and what is asked under it."""

    name: str
    group: str
    """Products of one group are left out together."""
    policy: Policy
    asked: tuple[Asked, ...]


FAMILIES = {
    product: family
    for family, members in {
        "bank-support": "bank mobilebank moneytips pension",
        "education-children": "fern sprout homeworkpal school kidsstories essaycoach",
        "pharmacy": "pharmachat",
        "legal-information": "lawinfo visadesk",
        "insurance": "insureclaim",
        "health-information": "clinicfront dentist fitcoach",
        "companion": "therapyapp",
        "hr": "recruiter jobboard",
        "recipes": "grocer wineshop",
        "travel": "airport hotel hotelchain trains",
        "coding-assistant": "devtool",
        "knowledge-base": "wikidesk crmhelp",
        "shopping": "marketplace perfume petfood diystore",
        "government-service": "taxoffice",
    }.items()
    for product in members.split()
}
"""Products that speak of the same as another."""


def products(root: Path, *, half: int, wrapped: int = 4) -> list[Product]:
    """Return the packs, the examples and the products of `training/replies`.

    Args:
        root: The repository.
        half: 0 or 1, for training or testing: which half of what is said to every product.
        wrapped: Techniques drawn for each request that must be refused.
    """
    techniques = techniques_of(root)
    found = []
    paths = [
        *root.glob("src/brightline/packs/*/policy.yaml"),
        *root.glob("examples/*/policy.yaml"),
    ]
    for path in sorted(paths):
        name = path.parent.name
        policy = load_policy(path)
        group = FAMILIES.get(name, name)
        plain = _lines(root / f"training/screen/ordinary/{group}.txt")
        cases = typed(list(_cases(policy, techniques, wrapped)), half=half, seed=name)
        asked = [*cases, *ordinary(root, name, plain, half=half)]
        found.append(Product(name, group, policy, tuple(asked)))
    return found + list(small_models(root, techniques, half=half))


def ordinary(root: Path, name: str, plain: Sequence[str], *, half: int) -> list[Asked]:
    """Return a product's ordinary traffic: its own requests as typed, chatter, follow-ups."""
    luck = random.Random(f"{name} {half}")  # noqa: S311 - no secret
    chatter = _lines(root / "training/screen/chatter.txt")[half::2]
    if half == 0:
        chatter += _lines(root / "training/screen/fillers.txt")
        chatter = luck.sample(chatter, 60)
    own = dressed(plain, half=half, seed=name)
    each = len(own) // len(plain) if plain else 1
    core = {text: plain[at // each] for at, text in enumerate(own)}
    found = [Asked(text, ORDINARY, -1, "", "own", core[text]) for text in own]
    found += [Asked(text, ORDINARY, -1, "", "chatter") for text in chatter]
    for _ in range(len(own) // 3 or 20):
        turns = [luck.choice(own or chatter), luck.choice([*chatter, *own])]
        if luck.random() < 0.4:
            turns.append(luck.choice(chatter))
        last = core.get(turns[-1], "")
        found.append(Asked("\n".join(turns), ORDINARY, -1, "", "follow-up", last))
    return found


def voices(root: Path, folder: str, *, half: int) -> list[Product]:
    """Return the products whose policies are in other voices than the packs.

    Args:
        root: The repository.
        folder: `voices`, which are trained on, or `others`, which never are.
        half: 0 or 1, as in `products`.
    """
    return [
        Product(
            told.name,
            told.name,
            told.policy,
            (
                *typed(_direct(told), half=half, seed=told.name),
                *(_wrapped(root, told) if half == 0 else ()),
                *ordinary(root, told.name, told.ordinary, half=half),
            ),
        )
        for told in told_in(root / "training/screen" / folder)
    ]


def _wrapped(root: Path, told: Told) -> Iterator[Asked]:
    """Yield what is asked once more through a technique, also what no policy names."""
    rules = [
        rule.model_copy(update={"must_refuse": (*rule.must_refuse, *texts)})
        for rule, texts in zip(told.policy.rules, told.probes, strict=True)
    ]
    policy = told.policy.model_copy(update={"rules": tuple(rules)})
    cases = _cases(policy, techniques_of(root), 1)
    return (one for one in cases if one.how != "direct")


def _direct(told: Told) -> list[Asked]:
    """Return what is asked plainly: first what nobody wrote into the policy."""
    asked = [
        Asked(text, PROBE, number, text, "direct", text)
        for number, texts in enumerate(told.probes)
        for text in texts
    ]
    asked += [Asked(text, CONTROL, -1, text, "direct", text) for text in told.controls]
    for side, kept in ((CONTROL, "must_answer"), (PROBE, "must_refuse")):
        asked += [
            Asked(text, side, number, text, "direct", text)
            for number, rule in enumerate(told.policy.rules)
            for text in getattr(rule, kept)
        ]
    return asked


def elsewhere(root: Path, product: Product, *, half: int) -> Product:
    """Return a product with what customers of others ask, where a rule turns that down."""
    rules = [
        at
        for at, rule in enumerate(product.policy.rules)
        if rule.stance is Stance.REFUSE and ELSEWHERE & set(tokens(rule.text))
    ]
    if not rules:
        return product
    luck = random.Random(f"{product.name} {half}")  # noqa: S311 - no secret
    lines = [
        line
        for path in sorted(root.glob("training/screen/ordinary/*.txt"))
        if FAMILIES.get(path.stem, path.stem) != product.group
        for line in _lines(path)[half::2]
    ]
    said = dressed(luck.sample(lines, 30), half=half, seed=product.name, each=1, joined=0)
    more = [Asked(text, PROBE, rules[-1], "", "elsewhere") for text in said]
    return product._replace(asked=(*product.asked, *more))


def in_other_words(product: Product) -> Product:
    """Return a product with each plain request once more, in other words."""
    luck = random.Random(product.name)  # noqa: S311 - no secret
    more = [
        one._replace(text=reworded(one.text, luck), how="typed")
        for one in product.asked
        if one.how == "direct"
    ]
    return product._replace(asked=(*product.asked, *more))


def typed(asked: Sequence[Asked], *, half: int, seed: str) -> list[Asked]:
    """Return what is asked plainly, and each once more as somebody might type it."""
    plain = [one for one in asked if one.how == "direct"]
    as_typed = dressed([one.text for one in plain], half=half, seed=seed, each=1, joined=0)[
        1::2
    ]
    more = [
        one._replace(text=text, how="typed") for one, text in zip(plain, as_typed, strict=True)
    ]
    return [*asked, *more]


def small_models(
    root: Path, techniques: Sequence[Technique], *, half: int
) -> Iterator[Product]:
    """Yield the products of `training/replies`, asked what small models replied to."""
    for path in sorted(root.glob("training/replies/*.jsonl")):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        texts = list(dict.fromkeys(row["rule"] for row in rows))
        rules = []
        for number, text in enumerate(texts):
            sides = {
                side: tuple(dict.fromkeys(
                    row["request"] for row in rows
                    if row["rule"] == text and row["expected"] == side
                ))
                for side in ("refuse", "answer")
            }  # fmt: skip
            rules.append(PolicyRule(
                id=f"r{number}", text=text, stance=Stance.REFUSE,
                must_refuse=sides["refuse"], must_answer=sides["answer"],
            ))  # fmt: skip
        policy = Policy(brightline=1, product=path.stem, scope=Scope(), rules=tuple(rules))
        asked = typed(list(_cases(policy, techniques, 2)), half=half, seed=path.stem)
        own = root / f"training/screen/ordinary/{path.stem}.txt"
        asked += ordinary(root, path.stem, _lines(own) if own.exists() else (), half=half)
        group = FAMILIES.get(path.stem, path.stem)
        yield Product(path.stem, group, policy, tuple(asked))


def _cases(policy: Policy, techniques: Sequence[Technique], wrapped: int) -> Iterator[Asked]:
    at = {rule.id: number for number, rule in enumerate(policy.rules)}
    luck = random.Random(policy.name)  # noqa: S311 - no secret
    probes: dict[tuple[str, str], list[Asked]] = {}
    for case in compile_cases(policy, techniques):
        text = "\n".join(turn.text for turn in case.turns if turn.role is Role.USER)
        objective = case.objective
        side = PROBE if case.expected is Expected.REFUSE else CONTROL
        asked = Asked(text, side, at[case.rule_id], objective, case.technique, objective)
        if case.technique == "direct":
            yield asked
        else:
            probes.setdefault((case.rule_id, objective), []).append(asked)
    for listed in probes.values():
        few = wrapped if listed[0].side == PROBE else 1
        yield from luck.sample(listed, min(few, len(listed)))


def techniques_of(root: Path) -> list[Technique]:
    """Return every technique."""
    kept = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    entries = kept["project"]["entry-points"]["brightline.techniques"].values()
    return [
        getattr(import_module(module), name)
        for module, name in (entry.split(":") for entry in entries)
    ]


def _lines(path: Path) -> list[str]:
    lines = path.read_text("utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("# ")]
