"""What was watched in, one self-contained HTML page out: no script, nothing loaded."""

from datetime import datetime

from brightline.records import Watched
from brightline.report.html import filled
from brightline.report.watched.page import page


def watched_html(shown: Watched, *, now: datetime) -> str:
    """Return a window as one HTML page; see `report.html` for what guards it.

    Args:
        shown: A scan, or a window of it.
        now: The moment, for the age of the last exchange.
    """
    return filled("watched.html.j2", page(shown, now=now), styles=("watched.css",))
