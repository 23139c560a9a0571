"""No verdict without evidence: every way to pass having tested nothing, by every way in."""

import shutil
from dataclasses import replace

import pytest
from entrances import ENTRANCES, Bench, Outcome
from products import Product
from ways import OF_WATCH, WAYS, Scene

pytest_plugins = ["pytester"]

TWINS = {way.twin.name: way.twin for way in WAYS}
"""What comes out green, each by a name of its own."""

FULLY_TRIED = "command line"
"""The entrance by which every form of a way is tried on every push; `make promises` tries the
others by all of them."""

ROWS = 35
"""Of the table of ways that the design lists."""


@pytest.fixture
def bench(
    product: Product, pytester: pytest.Pytester, capsys: pytest.CaptureFixture[str]
) -> Bench:
    return Bench(product, pytester, capsys)


def enter(entrance: str, scene: Scene, bench: Bench) -> Outcome:
    """Play a scene through one entrance, from its files to its verdict."""
    folder = bench.pytester.path
    for left in folder.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    if scene.policy is not None:
        (folder / "pals.policy.yaml").write_text(scene.policy)
    for name, text in scene.files.items():
        (folder / name).write_text(text.replace("URL", bench.product.url))
    if scene.url is not None:
        here = bench.product.url.removeprefix("http://")
        scene = replace(scene, url=scene.url.replace("HERE", here))
    with pytest.MonkeyPatch.context() as patch:
        if scene.first is not None:
            bench.product.behaviour = scene.first
            before = ENTRANCES[entrance](scene, bench)
            assert before.green, before.told
        bench.product.behaviour = scene.make() if scene.make else scene.behaviour
        if scene.patch is not None:
            scene.patch(patch)
        return ENTRANCES[entrance](scene, bench)


BY_NAME = {f"{way.number} {way.title}": way for way in WAYS}


@pytest.mark.parametrize("entrance", ENTRANCES)
@pytest.mark.parametrize("name", BY_NAME)
def test_no_way_to_test_nothing_comes_out_green(name: str, entrance: str, bench: Bench) -> None:
    scenes = BY_NAME[name].scenes
    for scene in scenes if entrance == FULLY_TRIED else scenes[:1]:
        outcome = enter(entrance, scene, bench)

        assert not outcome.green, f"{scene.name}: {outcome.told}"


@pytest.mark.promise
@pytest.mark.parametrize("entrance", sorted(ENTRANCES.keys() - {FULLY_TRIED}))
@pytest.mark.parametrize("name", BY_NAME)
def test_nor_does_any_other_form_of_it(name: str, entrance: str, bench: Bench) -> None:
    for scene in BY_NAME[name].scenes[1:]:
        outcome = enter(entrance, scene, bench)

        assert not outcome.green, f"{scene.name}: {outcome.told}"


@pytest.mark.parametrize("entrance", ENTRANCES)
@pytest.mark.parametrize("twin", TWINS.values(), ids=TWINS)
def test_the_same_without_its_fault_does(twin: Scene, entrance: str, bench: Bench) -> None:
    outcome = enter(entrance, twin, bench)

    assert outcome.green, outcome.told


def test_every_row_of_the_table_is_there() -> None:
    rows = [way.number for way in WAYS]

    assert sorted([*rows, *OF_WATCH]) == list(range(1, ROWS + 1))
    assert all(way.scenes for way in WAYS)
