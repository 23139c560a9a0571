"""What the vacuity suite shares: a product that can do anything, three ways in, the table."""

from collections.abc import Iterator

import products
import pytest
import ways
from products import Product

import brightline.pipeline.evidence.verdict
import brightline.pytest_plugin.playing  # noqa: F401 - see `product`
from brightline.cli.main import main


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
