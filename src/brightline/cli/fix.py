"""A stored run in, a changed system prompt and the proof of it out: `brightline fix`."""

import shlex
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from brightline.cli.judge_options import (
    JudgeOptions,
    judge_options,
    judge_wish,
    self_judged_option,
)
from brightline.cli.product_options import AskingOptions, asking_options, target_options
from brightline.cli.share import Share
from brightline.cli.shared import (
    json_option,
    run_argument,
    show_lines,
    store_option,
    store_url,
    tell,
)
from brightline.cli.streams import only_results
from brightline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from brightline.load.new_prompt import Rewritten
    from brightline.pipeline.proving.fixing import Fix, FixWish
    from brightline.records import Fixed, Swing
    from brightline.store import Store

HURTS, INTERRUPTED, UNCLEAR = 1, 2, 5
"""Exit codes; 0 is said of a prompt that helps, and where nothing broke."""

OUT = "prompt.fixed.md"
"""File for prompt B, beside the policy."""

PROOF = frozenset(
    {"target_b", "model", "deadline_s", "max_tokens", "temperature", "stream"}
    | {"system_prompt", "max_calls", "margin", "judge", "judge_model", "self_judged"}
)
"""Options that say how the proof is made: without a product there is none."""


class Options(AskingOptions, JudgeOptions):
    """What click hands over."""

    run: str
    target: str | None
    target_b: str | None
    rules: tuple[str, ...]
    prompt: Path | None
    out: Path | None
    overwrite: bool
    write: bool
    policy: Path | None
    max_calls: int
    margin: float
    store: str | None
    as_json: bool


@click.command(
    epilog="Example: brightline fix last --target http://127.0.0.1:8123/v1 --model fern-1"
)
@run_argument
@click.option(
    "--target",
    metavar="SPEC",
    help="The product, as `run` takes it.  [default: none; the prompt is only proposed]",
)
@click.option(
    "--target-b",
    metavar="SPEC",
    help="The product with prompt B, where it holds its prompt itself.",
)
@asking_options
@click.option("--rule", "rules", multiple=True, help="Mend only this rule; repeatable.")
@click.option(
    "--prompt",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Prove this prompt B, and propose none.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=f"File for prompt B.  [default: {OUT} beside the policy]",
)
@click.option("--overwrite", is_flag=True, help="Let --out take the place of a file.")
@click.option(
    "--write",
    is_flag=True,
    help="Put prompt B into the policy where it helps; needs --target.",
)
@click.option(
    "--policy",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The policy.  [default: the one that the run played]",
)
@click.option(
    "--max-calls",
    type=click.IntRange(4),
    default=1500,
    show_default=True,
    help="Hard cap on calls to the product, both prompts together.",
)
@click.option(
    "--margin",
    type=Share(0.01, 0.5),
    default=0.1,
    show_default=True,
    help="Rise of a rate that is accepted, as a share; of over-refusal the policy may accept"
    " less.",
)
@judge_options
@self_judged_option
@store_option
@json_option
def fix(**options: Unpack[Options]) -> None:
    """Propose a system prompt that mends what broke in RUN, and prove it.

    Each rule that broke, or is suspected, is stated again at the end of the prompt, with the
    framings that broke it, the better response, and what must still be answered. Prompt A and
    prompt B are then played in pairs: what broke and other cases of these rules, their
    controls, and some cases of all other rules. No file of yours is changed but with --write.
    Exits 0 when prompt B helps or nothing broke, 1 when it hurts, 5 when nobody can tell.
    """
    from brightline.pipeline.home import store_words_of
    from brightline.pipeline.proving.fixing import find_fix
    from brightline.pipeline.proving.prompt_files import find_file
    from brightline.report.fixing import diff_text, proposal_text
    from brightline.store import find_store

    _check_options(options)
    wish = _wish(options)
    with find_store(store_url(options["store"])) as store:
        found = find_fix(store, wish)
        if not found.broken:
            tell(partial(_nothing, found, as_json=options["as_json"]))
            return
        changed = found.proposal.after != found.proposal.before
        # All that can go wrong with files goes wrong before anything is paid.
        lay = options["policy"] or Path(found.policy_file)
        target = find_file(found.proposal, lay) if options["write"] and changed else None
        out = _save(found, options) if changed else None
        if not options["as_json"]:
            show_lines(proposal_text(found.broken, found.proposal))
            if out is not None:
                tell(partial(click.echo, diff_text(found.proposal, new=str(out))))
        proof = _prove(store, found, wish) if changed and options["target"] else None
        _tell_result(found, proof, options, named=store_words_of(store))
    if target is not None:
        _write(target, proof, out)
    sys.exit(_exit_code(proof))


def _check_options(options: Options) -> None:
    """Refuse what would be passed over in silence.

    Raises:
        UsageError: an option has nothing to work on.
    """
    given = [
        parameter
        for parameter in click.get_current_context().command.params
        if _is_given(parameter.name or "")
    ]
    names = {parameter.name: parameter.opts[0] for parameter in given}
    if not options["target"]:
        if options["write"]:
            raise UsageError(
                "--write needs a proof that prompt B helps",
                slug="unproven",
                hint="Name the product with --target: prompt B is written when it helps."
                f" Without --write it goes to {OUT} beside the policy, or to --out, alone.",
            )
        idle = [names[name] for name in names if name in PROOF]
        if idle:
            raise UsageError(
                f"{' and '.join(idle)} would do nothing: without --target nothing is played",
                slug="no-target",
                hint="Name the product: --target SPEC.",
            )
    idle = [names[name] for name in names if name in {"out", "overwrite"}]
    if options["prompt"] is not None and idle:
        raise UsageError(
            f"{' and '.join(idle)} would do nothing: with --prompt no prompt is written",
            slug="nothing-written",
            hint="Leave out one of the two.",
        )
    if options["out"] is not None and options["out"].is_dir():
        raise UsageError(
            "--out names a folder; prompt B is one file",
            slug="folder",
            where=str(options["out"]),
            hint=f"Name the file: --out {options['out'] / OUT}.",
        )


def _is_given(name: str) -> bool:
    source = click.get_current_context().get_parameter_source(name)
    return source is click.core.ParameterSource.COMMANDLINE


def _wish(options: Options) -> "FixWish":
    from brightline.load.prompt import read_prompt_file
    from brightline.pipeline.proving.fixing import FixWish

    file = options["prompt"]
    return FixWish(
        run=options["run"],
        rules=options["rules"],
        prompt=None if file is None else read_prompt_file(file),
        target=options["target"] or "",
        target_b=options["target_b"],
        options=target_options(options),
        judge=judge_wish(options),
        calls=options["max_calls"],
        margin=options["margin"],
        command=shlex.join(["brightline", *sys.argv[1:]]),
    )


def _save(found: "Fix", options: Options) -> Path:
    """Write prompt B; a file that holds it already stays as it is."""
    from brightline.cli.outputs import write_whole
    from brightline.cli.writing import new_file

    if options["prompt"] is not None:
        return options["prompt"]
    lay = options["policy"] or Path(found.policy_file)
    path = options["out"] or (lay.parent if lay.parent.is_dir() else Path()) / OUT
    after = found.proposal.after
    if path.is_file() and path.read_bytes() == after.encode():
        return path
    if options["overwrite"] and path.exists():
        write_whole(path, after)
    else:
        try:
            with new_file(path) as file:
                file.write(after)
        except UsageError as error:
            if error.slug != "file-exists":
                raise
            raise UsageError(
                f"{path} is there already, and is another prompt",
                slug="file-exists",
                hint=f"To prove that one: --prompt {path}. To write a new one: --out FILE, or"
                " --overwrite.",
            ) from error
    click.echo(f"wrote prompt B to {path}", err=True)
    return path


def _prove(store: "Store", found: "Fix", wish: "FixWish") -> "Fixed":
    import anyio

    from brightline.cli.signals import stoppable
    from brightline.pipeline.proving.fixing import prove
    from brightline.report.fixing import progress_line

    def deliver(swings: "Sequence[Swing]", calls: int) -> None:
        click.echo(progress_line(swings, calls), err=True)

    click.echo(
        f"playing prompt A and prompt B, {wish.calls} calls at most; first one control is sent"
        " with each",
        err=True,
    )

    def work(stop: anyio.Event) -> "Awaitable[Fixed | None]":
        return prove(store, found, wish, deliver=deliver, stop=stop)

    with only_results():
        proof = anyio.run(stoppable, work)
    if proof is None:
        click.echo(f"\ninterrupted; go on with: {wish.command}", err=True)
        sys.exit(INTERRUPTED)
    return proof


def _nothing(found: "Fix", *, as_json: bool) -> None:
    from brightline.report.fixing import fix_json

    if as_json:
        click.echo(fix_json(found.broken, found.proposal, None))
    else:
        click.echo(
            f"nothing to fix: run {found.provenance.run_id} has no breach, confirmed or"
            " suspected, and no rule of it refuses too much"
        )


def _tell_result(found: "Fix", proof: "Fixed | None", options: Options, *, named: str) -> None:
    from brightline.report.fixing import fix_json, fixed_text

    if options["as_json"]:
        tell(partial(click.echo, fix_json(found.broken, found.proposal, proof)))
    elif proof is not None:
        show_lines("\n" + fixed_text(proof, named))
    elif found.proposal.after == found.proposal.before:
        click.echo(
            "CANNOT TELL: the prompt says all of this already; what broke needs something else,"
            " another model or a filter"
        )
    else:
        click.echo(
            "\nCANNOT TELL: nothing was played. To prove prompt B, name the product: --target"
        )


def _write(target: "Rewritten", proof: "Fixed | None", out: Path | None) -> None:
    """Put prompt B into its place where it is proven to help."""
    from brightline.pipeline.proving.prompt_files import write_prompt
    from brightline.records import FixVerdict

    if proof is None or proof.verdict is not FixVerdict.HELPS:
        hurts = proof is not None and proof.verdict is FixVerdict.HURTS
        why = "prompt B hurts" if hurts else f"nobody can tell whether prompt B helps ({out})"
        click.echo(f"{target.path} stays as it is: {why}", err=True)
        return
    write_prompt(target)
    click.echo(f"prompt B stands in {target.path} now", err=True)


def _exit_code(proof: "Fixed | None") -> int:
    from brightline.records import FixVerdict

    if proof is None:
        return UNCLEAR
    codes = {FixVerdict.HELPS: 0, FixVerdict.HURTS: HURTS, FixVerdict.UNCLEAR: UNCLEAR}
    return codes[proof.verdict]
