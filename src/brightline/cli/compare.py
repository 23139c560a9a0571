"""Two stored runs in, what became worse or better out: `brightline compare`."""

import gc
import sys
from functools import partial

import click

from brightline.cli.shared import (
    json_option,
    run_argument,
    show_lines,
    store_option,
    store_url,
    tell,
)


@click.command(epilog="Example: brightline compare last --baseline baseline.json")
@run_argument
@click.option("--baseline", required=True, metavar="FILE|RUN", help="What to compare with.")
@store_option
@json_option
def compare(*, run: str, baseline: str, store: str | None, as_json: bool) -> None:
    """Hold RUN against a baseline: which rules got worse or better, and where nobody can tell.

    The same cases are compared with themselves. Exits as the gate does with this baseline: a
    rule that got worse is broken.
    """
    gc.disable()  # many small tuples, no cycle among them, and the process ends after it
    from brightline.pipeline.evidence.reporting import report_of
    from brightline.plugins import find_reporter
    from brightline.report.comparison import text
    from brightline.store import find_store

    with find_store(store_url(store)) as opened:
        provenance = opened.find_run(run)
        found = report_of(opened, provenance, baseline=baseline, shown_per_rule=0)
    told = find_reporter("json")(found) if as_json else text(found)
    if as_json:
        tell(partial(click.echo, told, nl=False))
    else:
        show_lines(told.rstrip("\n"))
    sys.exit(found.exit_code)
