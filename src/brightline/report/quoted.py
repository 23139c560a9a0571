"""Foreign text in, a YAML scalar on one line that reads back as the same text out."""

import json
import re

_RAW = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""What JSON leaves as it is and YAML does not take as it is."""


def quoted(text: str) -> str:
    """Return a text in double quotes, as JSON and YAML both read it."""
    plain = json.dumps(text, ensure_ascii=False)
    return _RAW.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)
