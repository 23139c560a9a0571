"""Foreign text in, a YAML scalar on one line that reads back as the same text out."""

import json
import re

from brightline.report.clean import written_out

_RAW = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
"""What JSON leaves as it is and YAML does not take as it is."""


def quoted(text: str) -> str:
    """Return a text in double quotes, with what nobody would see in it spelled out."""
    plain = json.dumps(text, ensure_ascii=False)
    return _RAW.sub(lambda found: _spelled(found[0]), written_out(plain, _spelled))


def _spelled(sign: str) -> str:
    number = ord(sign)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
