"""A share as a user writes it in, a number from 0 to 1 out: `10%` as in a policy, or 0.1."""

import re
from typing import cast

import click

_PERCENT = re.compile(r"\s*([0-9]{1,9}(?:\.[0-9]{1,12})?)\s*%\s*")


class Share(click.FloatRange):
    """A number in a range, which may be written in percent."""

    name = "share"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Return it; fails where it is none or out of its range."""
        if isinstance(value, str) and (percent := _PERCENT.fullmatch(value)):
            value = float(percent[1]) / 100
        return float(super().convert(cast("float", value), param, ctx))
