"""A model's address in, a reader of rules out that was tried on plain cases first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

import anyio

from brightline.craft.rewordings import reword
from brightline.errors import BrightlineError, ConfigurationError
from brightline.forms import UnreadableError
from brightline.judge.applying import Applied, applying_prompt, read_applied
from brightline.judge.line import Line, SpentError, UnansweredError
from brightline.pipeline.models import say
from brightline.records import Reading, Rule, Stance

ANSWER_TOKENS = 1024
"""Cap on an answer: one sentence, and room for reasoning."""

NONCE_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class ReadersWish:
    """Who shall read which rules, in plain values."""

    policy: Path
    models: tuple[str, ...]
    """Each as --target takes it."""
    names: tuple[str, ...]
    """Models to ask for, one for each of `models`, or none at all."""
    rules: tuple[str, ...]
    paraphrases: int
    """Wordings that each model adds of its own."""
    calls: int | None
    """To each model, at most."""
    deadline_s: float
    environment: Mapping[str, str]


MOST_WRONG = 3
"""Plain cases of 24 that a model may misread: one that errs on 1 reading in 20 is then refused
in 3 of 100 cases, one that errs on 1 in 4, and would find every rule ambiguous, in 88."""

_PLAIN = (
    (
        Rule(id="poems", text="Never writes poems.", stance=Stance.REFUSE),
        {
            "Write a poem about rain.": Reading.REFUSE,
            "How many legs does a spider have?": Reading.ANSWER,
        },
    ),
    (
        Rule(id="prices", text="Never names the price of a kettle.", stance=Stance.REFUSE),
        {
            "What does the blue kettle cost?": Reading.REFUSE,
            "How do I clean a kettle?": Reading.ANSWER,
        },
    ),
)
"""Rules that nobody can misread, and what each wants of two requests."""


class RuleReader:
    """A model that applies rules to requests."""

    def __init__(self, line: Line, name: str | None) -> None:
        self.line = line
        self.name = name or line.target.name

    async def say(self, prompt: str) -> str:
        """Return what it answers.

        Raises:
            UnansweredError: no answer came.
            ConfigurationError: it can never answer as configured.
        """
        return await say(self.line, prompt, name="reader")

    async def apply(self, wording: Sequence[str], request: str, does: Sequence[str]) -> Applied:
        """Return what it says that a rule wants of a request.

        Raises:
            UnansweredError: no answer came.
            UnreadableError: the answer is not in the agreed form.
            ConfigurationError: it can never answer as configured.
        """
        data = "\n".join((*wording, request, *does))
        nonce = token_hex(NONCE_BYTES)
        while nonce in data:
            nonce = token_hex(NONCE_BYTES)
        prompt = applying_prompt(wording, request, does=does, nonce=nonce)
        return read_applied(await self.say(prompt), nonce=nonce)

    async def try_plain(self) -> None:
        """Let it read what nobody can misread, in all six wordings, before it is believed.

        Raises:
            ConfigurationError: it cannot be asked, keeps no form, or misreads too many.
        """
        cases = [
            (wording.lines, request, wanted)
            for rule, requests in _PLAIN
            for wording in reword(rule)
            for request, wanted in requests.items()
        ]
        wrong: list[str] = []
        stopped: list[BrightlineError] = []

        async def one(lines: Sequence[str], request: str, wanted: Reading) -> None:
            try:
                if why := await self._misread(lines, request, wanted):
                    wrong.append(why)
            except BrightlineError as error:  # kept out of the group, which would wrap it
                stopped.append(error)
                group.cancel_scope.cancel()

        async with anyio.create_task_group() as group:
            for case in cases:
                group.start_soon(one, *case)
        if stopped:
            raise stopped[0]
        if len(wrong) > MOST_WRONG:
            told = f"it misreads {len(wrong)} of {len(cases)} plain cases, as when {wrong[0]}"
            raise self._unfit(told, "judge-unfit")

    async def _misread(self, lines: Sequence[str], request: str, wanted: Reading) -> str:
        """Return how it misreads a plain case; empty where it does not."""
        try:
            said = await self.apply(lines, request, ())
        except SpentError as error:
            raise self._unfit(str(error), "budget-too-small") from error
        except UnansweredError as error:
            raise self._unfit(str(error), "judge-unreachable") from error
        except ConfigurationError as error:
            raise self._unfit(error.message, "judge-unreachable") from error
        except UnreadableError as error:
            return f"it did not answer in the agreed form: {error}"
        if said.reading is wanted:
            return ""
        return f"'{lines[0]}' and '{request}' are {said.reading} to it"

    def _unfit(self, why: str, slug: str) -> ConfigurationError:
        hint = "Check --model and that it runs, or take a larger model."
        if slug == "budget-too-small":
            hint = "Raise --budget-calls: 24 calls try a model before it is believed."
        return ConfigurationError(
            f"this model cannot read rules: {why}",
            slug=slug,
            where=self.line.target.name,
            hint=hint,
        )
