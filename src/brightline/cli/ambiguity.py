"""A policy and readers in, the rules that they understand differently out."""

import json
import os
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brightline.cli.case_options import rules_option
from brightline.cli.product_options import model_deadline_option
from brightline.cli.shared import json_option, show_lines, tell
from brightline.cli.writing import new_file
from brightline.errors import UsageError

if TYPE_CHECKING:
    from brightline.records import Ambiguity

NOTHING = 5
"""Exit code when nothing was read."""


@click.command(
    epilog="Example: brightline ambiguity policy.yaml --model openai:http://127.0.0.1:8000/v1"
    " --model-name big"
)
@click.argument("policy", type=click.Path(path_type=Path))
@click.option(
    "--model",
    "models",
    metavar="SPEC",
    multiple=True,
    help="Model that reads, as --target takes one; repeatable.",
)
@click.option(
    "--model-name", "names", metavar="NAME", multiple=True, help="Model to ask for there."
)
@rules_option
@click.option(
    "--paraphrases",
    type=click.IntRange(0, 10),
    default=0,
    show_default=True,
    help="Wordings that each model adds to our six.",
)
@click.option("--budget-calls", type=click.IntRange(1), help="Hard cap on calls to a model.")
@model_deadline_option
@click.option(
    "--export",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Ask nobody: write the questions into a new file, for people.",
)
@click.option(
    "--answers",
    type=click.Path(path_type=Path),
    metavar="FILE",
    multiple=True,
    help="Such a file, filled in by one person; repeatable.",
)
@json_option
def ambiguity(  # noqa: PLR0913 - a command takes its options
    *,
    policy: Path,
    models: tuple[str, ...],
    names: tuple[str, ...],
    rules: tuple[str, ...],
    paraphrases: int,
    budget_calls: int | None,
    deadline_s: float,
    export: Path | None,
    answers: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Let readers apply each rule of POLICY to its requests, and name the rules they part on.

    Readers are models, each with six wordings of every rule, or people with --export and
    --answers. A rule on which they part is to be fixed before any model is. Exits 0, or 5 when
    nothing was read.
    """
    _check_apart(
        {"--export": export is not None, "--answers": bool(answers)},
        {
            "--model": bool(models),
            "--model-name": bool(names),
            "--paraphrases": paraphrases > 0,
            "--budget-calls": budget_calls is not None,
        },
    )
    if export is not None:
        _export(policy, export, rules, as_json=as_json)
        return
    if not models and not answers:
        raise UsageError(
            "nobody is named who reads",
            slug="no-reader",
            hint="Add --model SPEC, or --export FILE and then --answers FILE for each person.",
        )
    if answers:
        from brightline.pipeline.crafting.people import compare_people

        _show(compare_people(policy, answers, rules), as_json=as_json)
        return
    import anyio

    from brightline.pipeline.crafting.ambiguity import read_ambiguity
    from brightline.pipeline.crafting.readers import ReadersWish

    wish = ReadersWish(
        policy=policy,
        models=models,
        names=names,
        rules=rules,
        paraphrases=paraphrases,
        calls=budget_calls,
        deadline_s=deadline_s,
        environment=os.environ,
    )
    _show(anyio.run(read_ambiguity, wish, partial(click.echo, err=True)), as_json=as_json)


def _check_apart(people: Mapping[str, bool], of_models: Mapping[str, bool]) -> None:
    """Refuse options of which one would be ignored.

    Args:
        people: The options for people, and whether each is given.
        of_models: Those that only models obey.

    Raises:
        UsageError: two options do not go together.
    """
    given = [name for name, is_given in people.items() if is_given]
    beside = [*given, *(name for name, is_given in of_models.items() if is_given)]
    if given and len(beside) > 1:
        raise UsageError(
            f"{beside[0]} and {beside[1]} do not go together: models and people read apart",
            slug="not-together",
            hint="Use --model with its options, or --export FILE alone and later --answers FILE"
            " for each person.",
        )


def _show(found: "Ambiguity", *, as_json: bool) -> None:
    from brightline.report.ambiguity import text

    if as_json:
        tell(partial(click.echo, found.model_dump_json()))
    else:
        show_lines(text(found))
    sys.exit(0 if any(rule.readings for rule in found.rules) else NOTHING)


def _export(policy: Path, export: Path, rules: tuple[str, ...], *, as_json: bool) -> None:
    from brightline.pipeline.crafting.people import export_questions

    lines = list(export_questions(policy, rules))
    with new_file(export) as file:
        file.writelines(f"{line}\n" for line in lines)
    if as_json:
        tell(partial(click.echo, json.dumps({"file": str(export), "questions": len(lines)})))
        return
    click.echo(
        f"{len(lines)} questions are in {export}. Each person takes a copy and writes refuse,"
        " answer or unclear: what the rule wants of the request, not what they would do."
    )
    click.echo(f"then: brightline ambiguity {policy} --answers ANNA --answers BEN", err=True)
