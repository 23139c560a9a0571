"""A report in, one self-contained HTML page out: no script, nothing loaded from anywhere.

Two walls stand between hostile text and the reader's browser. Everything is escaped by the
template engine, and a content security policy forbids scripts, frames, forms and every
request, so that a hole in the first wall would still run nothing.
"""

import base64
import hashlib
from collections.abc import Mapping
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from brightline.records import Report
from brightline.report.page import page


def render(report: Report) -> str:
    """Return the run as one HTML page.

    Args:
        report: A measured run.

    Raises:
        InternalError: the outcomes do not sum to the plays planned.
    """
    return filled("page.html.j2", page(report))


def filled(template: str, view: Mapping[str, object], *, styles: tuple[str, ...] = ()) -> str:
    """Return one of our pages with everything in it escaped.

    Args:
        template: Its name.
        view: What it shows.
        styles: Names of stylesheets behind the one of all pages.
    """
    environment = Environment(
        loader=PackageLoader("brightline.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    folder = files("brightline.report").joinpath("templates")
    sheets = ("page.css", *styles)
    style = "".join(folder.joinpath(name).read_text("utf-8") for name in sheets)
    return environment.get_template(template).render(
        policy=content_policy(style), style=style, **view
    )


def content_policy(style: str) -> str:
    """Return the content security policy that allows this one stylesheet and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:;"
        " base-uri 'none'; form-action 'none'"
    )
