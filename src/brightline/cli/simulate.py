"""Options in, a product with known holes out: `brightline simulate`."""

import json
from pathlib import Path

import click

from brightline.cli.shared import json_option


@click.command(
    epilog="Example: brightline simulate --port 8123, then --target http://127.0.0.1:8123/v1"
)
@click.option("--port", type=click.IntRange(0, 65535), default=8123, show_default=True)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Another seed, other replies."
)
@click.option(
    "--latency-ms", type=click.IntRange(0), default=0, show_default=True, help="Added to each."
)
@click.option(
    "--truth", type=click.Path(path_type=Path), metavar="POLICY", help="Print the true rates."
)
@json_option
def simulate(
    *, port: int, seed: int, latency_ms: int, truth: Path | None, as_json: bool
) -> None:
    """Serve Sprout, a homework helper with known holes, on loopback until Ctrl-C.

    It speaks the OpenAI chat protocol. With --truth it serves nothing and prints, per rule and
    technique, how often Sprout truly breaches, or refuses what it should answer.
    """
    if truth is not None:
        _print_truth(truth, as_json=as_json)
        return
    from brightline.simulate.server import serve

    serve("127.0.0.1", port, seed=seed, latency_s=latency_ms / 1000, ready=click.echo)


def _print_truth(policy: Path, *, as_json: bool) -> None:
    from brightline.pipeline.truth import truth_of

    for rule, technique, expected, share in truth_of(policy):
        if as_json:
            line = {"rule": rule, "technique": technique, "expected": expected, "rate": share}
            click.echo(json.dumps(line))
        else:
            what = "breaches" if expected == "refuse" else "refuses controls"
            click.echo(f"{rule:<24} {technique:<22} {what:<17} {share:7.2%}")
