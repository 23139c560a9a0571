"""Answers, a system prompt or a pack in, policy.yaml and target.yaml out: `brightline init`."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from brightline.cli.product_options import model_deadline_option
from brightline.cli.shared import json_option
from brightline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brightline.craft.draft import Left
    from brightline.pipeline.crafting.start import Answers, Started


@click.command(epilog="Example: brightline init --prompt prompt.md --out policy.yaml --yes")
@click.option("--prompt", type=click.Path(path_type=Path), help="System prompt to draft from.")
@click.option("--pack", metavar="NAME", help="Policy to start from; `brightline packs` lists.")
@click.option("--name", help="What the product is called.")
@click.option("--does", multiple=True, help="A task of the product, as a verb; repeatable.")
@click.option("--does-not", multiple=True, help="What it must leave alone; repeatable.")
@click.option("--audience", help="Who uses it.")
@click.option(
    "--model", metavar="SPEC", help="Model that drafts from --prompt, as --target takes one."
)
@click.option("--model-name", metavar="NAME", help="Model to ask for there.")
@click.option("--budget-calls", type=click.IntRange(1), help="Hard cap on calls.")
@model_deadline_option
@click.option(
    "--out", type=click.Path(path_type=Path), default="policy.yaml", show_default=True
)
@click.option("--yes", is_flag=True, help="Ask nothing; take what the options and prompt say.")
@json_option
def init(  # noqa: PLR0913 - a command takes its options
    *,
    prompt: Path | None,
    pack: str | None,
    name: str | None,
    does: tuple[str, ...],
    does_not: tuple[str, ...],
    audience: str | None,
    model: str | None,
    model_name: str | None,
    budget_calls: int | None,
    deadline_s: float,
    out: Path,
    yes: bool,
    as_json: bool,
) -> None:
    """Write a policy.yaml and a target.yaml to start from.

    With --prompt the rules are drafted from your system prompt: every limit becomes a rule, or
    is listed as one that still needs a rule, each with its line. With --pack a policy of ours
    is copied. Otherwise it asks for name, scope and audience and writes two worked rules.
    The policy must not be there yet; a target.yaml that is there is kept.
    """
    if model is None and (model_name is not None or budget_calls is not None):
        alone = "--model-name" if model_name is not None else "--budget-calls"
        raise UsageError(
            f"{alone} is of use only with --model",
            slug="no-model",
            hint="Add --model SPEC, the model that drafts, or leave it out.",
        )
    if model is not None and prompt is None:
        raise UsageError(
            "--model drafts from a system prompt, and none is given",
            slug="no-prompt",
            hint="Add --prompt FILE, or leave --model out.",
        )
    if pack is not None:
        given = (prompt, name, audience, *does, *does_not)
        _from_pack(pack, out, alone=not any(given), as_json=as_json)
        return
    from brightline.pipeline.crafting.start import Answers, read_prompt, start

    target = out.with_name("target.yaml")
    _check_free(out)
    schemas = [one for one in [out.with_name("policy.schema.json")] if not one.exists()]
    answers = Answers(
        name=name,
        does=does,
        does_not=does_not,
        audience=audience,
        prompt=read_prompt(prompt) if prompt else None,
    ).completed()
    if not yes and sys.stdin.isatty():
        answers = _asked(answers)
    if model is None:
        done = start(answers, policy=out, target=target)
        _show(done, out, prompt, schemas=schemas, as_json=as_json)
        return
    import anyio

    from brightline.pipeline.crafting.drafting import draft_with_model
    from brightline.pipeline.models import ModelWish

    wish = ModelWish(
        spec=model,
        name=model_name,
        calls=budget_calls,
        deadline_s=deadline_s,
        environment=os.environ,
    )
    made = anyio.run(draft_with_model, answers, wish)
    done = start(answers, policy=out, target=target, draft=made.draft, by=made.by)
    for line in made.told:
        click.echo(line, err=True)
    _show(done, out, prompt, schemas=schemas, as_json=as_json)


def _check_free(out: Path) -> None:
    if out.exists():
        raise UsageError(
            f"{out} is there already",
            slug="file-exists",
            hint="Move it away, or name another file with --out.",
        )


def _from_pack(pack: str, out: Path, *, alone: bool, as_json: bool) -> None:
    """Copy a pack: it brings its own prompt, scope and name."""
    if not alone:
        raise UsageError(
            "--pack brings its own product, scope and system prompt",
            slug="pack-and-prompt",
            hint=f"Use --pack alone and edit what it writes, or brightline packs {pack} --out"
            " FOLDER --product NAME; or leave it out, draft from your --prompt, and copy rules"
            " over from `brightline packs`.",
        )
    from brightline.load.policy import load_policy
    from brightline.pipeline.crafting.packing import write_pack
    from brightline.pipeline.crafting.start import write_target

    target = out.with_name("target.yaml")
    _check_free(out)
    written = write_pack(pack, out.parent, policy=out.name)
    kept = write_target(target)
    rules = len(load_policy(out).rules)
    if as_json:
        files = [str(path) for path in (*written, target) if path not in kept]
        click.echo(
            json.dumps(
                {
                    "policy": str(out),
                    "rules": rules,
                    "not_understood": [],
                    "pack": pack,
                    "files": files,
                    "kept": [str(path) for path in kept],
                }
            )
        )
        return
    others = " and ".join(
        path.name
        for path in (*written[1:], target)
        if path.suffix != ".json" and path not in kept
    )
    click.echo(f"wrote {out} ({rules} rules of the pack {pack}), {others}{_kept(kept)}")
    _of_schema([path for path in written if path.suffix == ".json"])
    click.echo(f"next: make them yours, then brightline lint {out}", err=True)


def _of_schema(written: "Sequence[Path]") -> None:
    """Say what the file is that nobody asked for."""
    for path in written:
        click.echo(
            f"{path} stands beside it: editors complete and check the policy by it", err=True
        )


def _kept(kept: "Sequence[Path]") -> str:
    return "".join(f", kept {path}" for path in kept)


def _show(
    done: "Started",
    out: Path,
    prompt: Path | None,
    *,
    schemas: "Sequence[Path]",
    as_json: bool,
) -> None:
    draft = done.draft
    if done.copied:
        click.echo(
            f"{out} holds a copy of {prompt}: later edits go to the copy (a prompt beside the"
            " policy, named in one word, is only named)",
            err=True,
        )
    if as_json:
        told: dict[str, object] = {
            "policy": str(out),
            "rules": done.rules,
            "not_understood": [],
            "kept": [str(path) for path in done.kept],
        }
        if draft is not None:
            told |= _told(done)
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    _of_files(done, out, schemas)
    if draft is not None:
        _tell_language(done, prompt)
        from brightline.craft.draft import counts_of
        from brightline.craft.draft.rules import UNPLACED
        from brightline.report.clean import clean

        more = f" (see the end of {out})" if draft.not_understood else ""
        click.echo(f"{counts_of(draft)}{more}")
        # Somebody in danger first, then limits: the rest may be none.
        listed = sorted(draft.not_understood, key=_urgency)
        shown = max(SHOWN, sum(one.in_need for one in listed))
        for left in listed[:shown]:
            words = clean(left.instruction.text)[:WIDTH]
            what = "may be a limit" if left.why == UNPLACED else "needs a rule"
            what = "somebody in danger" if left.in_need else what
            click.echo(f"{what}: {prompt}:{left.instruction.line}: {words}", err=True)
        if len(draft.not_understood) > shown:
            unnamed = len(draft.not_understood) - shown
            click.echo(f"and {unnamed} more, at the end of {out}", err=True)
    click.echo(
        f"next: edit {'it' if done.kept else 'both'}, then brightline lint {out}", err=True
    )


def _of_files(done: "Started", out: Path, schemas: "Sequence[Path]") -> None:
    rules = f"{done.rules} {'sample ' * done.samples}rule{'s' * (done.rules != 1)}"
    target = _kept(done.kept) or f" and {out.with_name('target.yaml')}"
    click.echo(f"wrote {out} ({rules}){target}")
    _of_schema(schemas)
    if done.samples:
        click.echo("no line of the prompt became a rule: replace the samples with your own")


def _tell_language(done: "Started", prompt: Path | None) -> None:
    if done.language is not None:
        click.echo(
            f"{prompt} is in {done.language}, and limits are read in English only: write the"
            " rules that it needs yourself, in its language if you like, draft from a"
            " translation, or let a language model draft (--model)",
            err=True,
        )


def _urgency(left: "Left") -> int:
    from brightline.craft.draft.rules import UNPLACED

    if left.in_need:
        return 0
    return 2 if left.why == UNPLACED else 1


def _told(done: "Started") -> dict[str, object]:
    """Return what became of each line of the prompt."""
    draft = done.draft
    assert draft is not None  # noqa: S101 - the caller has looked
    return {
        "not_understood": [
            {
                "line": one.instruction.line,
                "end_line": one.instruction.end_line,
                "text": one.instruction.text,
                "why": one.why,
            }
            for one in draft.not_understood
        ],
        "limits": draft.limits,
        "samples": done.samples,
        "language": done.language,
        "drafted": [
            {"id": rule.id, "stance": rule.stance, "lines": list(rule.lines)}
            for rule in draft.rules
        ],
        "no_rule": [
            {"line": one.line, "text": one.text, "kind": one.kind} for one in draft.others
        ],
    }


SHOWN = 10
"""Lines of a prompt that are named at most; --json and the policy have them all."""

WIDTH = 120


def _asked(answers: "Answers") -> "Answers":
    """Ask a person for what is missing, with what is known as the default."""
    from dataclasses import replace

    name = click.prompt("What is the product called", default=answers.name)
    audience = click.prompt("Who uses it", default=answers.audience)
    does = click.prompt("What does it do (separate with ;)", default="; ".join(answers.does))
    does_not = click.prompt("What must it leave alone", default="; ".join(answers.does_not))
    return replace(
        answers, name=name, audience=audience, does=_split(does), does_not=_split(does_not)
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
