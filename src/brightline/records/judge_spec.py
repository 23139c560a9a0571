"""Which language model judges, and what of: what judge.yaml says."""

from typing import Literal

from pydantic import Field

from brightline.records.base import Record


class AskedModel(Record):
    """A language model that is asked for verdicts."""

    target: str = Field(min_length=1)
    """How it is reached, as --target has it: `openai:URL`, `anthropic:`, a target.yaml ..."""
    model: str | None = None
    """Model to ask for; None where the target names it, or needs none."""
    style: Literal["questions", "policy"] = "questions"
    """`policy`: for models that take a policy as their prompt, like gpt-oss-safeguard."""
    temperature: float = Field(default=0, ge=0)
    max_tokens: int = Field(default=1024, ge=1)
    """Cap on an answer; reasoning models need room for their reasoning."""
    deadline_s: float = Field(default=60, gt=0)
    """Seconds for one call, all of it."""


class JudgeSpec(Record):
    """The embedded judge with a language model behind it."""

    version: int = Field(alias="brightline_judge", ge=1, le=1)
    reads: Literal["undecided", "breaches", "all"] = "undecided"
    """What goes on to the model: what the embedded judge cannot tell; also the breaches that
    it is not sure enough of, which then both must see; or every reply."""
    ask: AskedModel
    confirm: AskedModel | None = None
    """A second, different model, asked of every breach that one judge alone may not confirm."""
    at_once: int = Field(default=4, ge=1, le=1000)
    """Calls to a model in flight at most."""
    budget_calls: int | None = Field(default=None, ge=1)
    """Calls to each model at most, tries included; None sets no cap."""
