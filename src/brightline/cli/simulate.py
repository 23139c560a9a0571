"""Options in, a product with known holes out: `brightline simulate`."""

import json
from collections.abc import Iterable
from pathlib import Path

import click

from brightline.cli.shared import json_option

PRODUCTS = ("sprout", "harbour", "fern", "sprout-1.1")

SUITES = ("smoke", "default", "nightly")
"""Named here too, so that help and completion load no part; a test holds them together."""


@click.command(
    epilog="Example: brightline simulate --port 8123, then --target http://127.0.0.1:8123/v1"
)
@click.option("--port", type=click.IntRange(0, 65535), default=8123, show_default=True)
@click.option(
    "--product",
    type=click.Choice(PRODUCTS),
    default="sprout",
    show_default=True,
    help="A homework helper, a bank's support assistant, or a helper that obeys its prompt;"
    " sprout-1.1 is the helper as it goes wrong in brightline watch demo.",
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Another seed, other replies."
)
@click.option(
    "--latency-ms", type=click.IntRange(0), default=0, show_default=True, help="Added to each."
)
@click.option(
    "--truth", type=click.Path(path_type=Path), metavar="POLICY", help="Print the true rates."
)
@click.option(
    "--suite",
    type=click.Choice(SUITES),
    default="default",
    show_default=True,
    help="Techniques that --truth is printed for.",
)
@json_option
def simulate(  # noqa: PLR0913 - one parameter per option
    *,
    port: int,
    product: str,
    seed: int,
    latency_ms: int,
    truth: Path | None,
    suite: str,
    as_json: bool,
) -> None:
    """Serve a product with known holes on loopback until Ctrl-C: Sprout, Harbour or Fern.

    Sprout is a homework helper, whose policy is examples/sprout/policy.yaml, Harbour a bank's
    support assistant with examples/bank/policy.yaml. Fern, with examples/fern/policy.yaml,
    obeys its system prompt to the letter and no further, so that a better prompt makes it
    better. They speak the OpenAI chat protocol; the model is called sprout-1, harbour-1,
    fern-1, or sprout-1.1 with --product sprout-1.1. With --truth nothing is served: it prints,
    per rule and technique, how often the product truly breaches, or refuses what it should
    answer.
    """
    if truth is not None:
        from brightline.pipeline.planning.truth import truth_of

        _print_truth(truth_of(truth, product=product, suite=suite), as_json=as_json)
        return
    from brightline.simulate.products import PRODUCTS as SERVED
    from brightline.simulate.server import serve

    serve(
        "127.0.0.1",
        port,
        product=SERVED[product],
        seed=seed,
        latency_s=latency_ms / 1000,
        ready=click.echo,
    )


def _print_truth(rates: Iterable[tuple[str, str, str, float]], *, as_json: bool) -> None:
    for rule, technique, expected, share in rates:
        if as_json:
            line = {"rule": rule, "technique": technique, "expected": expected, "rate": share}
            click.echo(json.dumps(line))
        else:
            what = "breaches" if expected == "refuse" else "refuses controls"
            click.echo(f"{rule:<24} {technique:<26} {what:<17} {share:7.2%}")
