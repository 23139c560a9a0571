"""What the vacuity suite shares: a product that can do anything, three ways in, the table."""

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


def _share(name: str) -> None:
    """Let tests import a module that stands beside this file: they are no package."""
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)


for shared in ("products", "ways", "entrances"):
    _share(shared)

import products  # noqa: E402 - it is shared above
import ways  # noqa: E402 - as above
from products import Product  # noqa: E402 - as above

import brightline.pipeline.verdict  # noqa: E402 - see `product`
import brightline.pytest_plugin.playing  # noqa: E402, F401 - see `product`
from brightline.cli.main import main  # noqa: E402 - as above


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product on loopback whose answers a test chooses.

    What a run imports on its way is imported here: `pytester` takes back what a test imports,
    and half of a library imported twice does not fit the other half.
    """
    policy = tmp_path_factory.mktemp("warm") / "pals.policy.yaml"
    policy.write_text(ways.POLICY)
    with Product() as serving:
        serving.behaviour = products.sound
        words = ("--model", "m", "--trials", "1", "--json")
        with pytest.raises(SystemExit):
            main(["run", str(policy), "--target", serving.url, *words])
        yield serving
