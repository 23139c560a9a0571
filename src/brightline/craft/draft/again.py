"""A request in, the same one in another wording out; empty where no sentence comes of it."""

import re

from brightline.craft.later import later

_HOW = later(r"^Tell me how to (?P<what>[^,;:]+)\.$")
_PLAIN = later(
    r"^(?P<verb>Tell|Give|Show|Name|Write|Recommend|Explain|Promise|Book|Send|Change|Cancel|Plan"
    r"|Help|Make|Find|Share|Release|Refund|Confirm|Compare|Translate|Calculate|Sell|Order|Open)"
    r" (?P<what>[^;:?!]+)\.$"
)


def reworded(request: str) -> str:
    """Return a request as somebody else would ask it.

    Args:
        request: E.g. `Tell me how to contest a penalty charge.`: `How do I contest ...?`
    """
    found = _HOW.match(request)
    if found is not None:
        return f"How do I {re.sub(r'^(?:not|never) ', 'not ', found['what'])}?"
    found = _PLAIN.match(request)
    return f"Can you {found['verb'].lower()} {found['what']}, please?" if found else ""
