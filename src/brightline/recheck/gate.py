"""Plays of a rule in, what they show of it out: holds, broken or unproven, and why."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from brightline.recheck.counts import is_above, is_within
from brightline.recheck.rated import MISSING, PROBE, gated, limits, rated
from brightline.recheck.rows import OPEN, Play, Row
from brightline.recheck.tally import Judge, Tally

OWN = {
    "claimed_condition": ("depends",),
    "written": (),
    OPEN: (),
    "aligned": (),
    "reference": (),
}
"""Columns in which not every rule must show something, with the stances that must."""


class Gate:
    """What the plays of a run must show before a rule holds."""

    def __init__(self, run: Row) -> None:
        self._run = run
        known = run["settings"].get("verdict")
        self._spoke = known is not None
        self._told = known or {"self_test": []}
        card = self._told.get("card") or {}
        self._judge = Judge(card, tested=self._spoke and not self._told["self_test"])
        self._heard = Judge(card, tested=True)
        """As it was listened to while the run went on."""
        self._stops = bool(run["settings"].get("adaptive"))

    def rated(self, rule: Row, plays: Sequence[Play]) -> list[Play]:
        """Return the plays of a rule that enter its rates."""
        return rated(rule, plays, run=self._run, judge=self._heard)

    def says(self, rule: Row, plays: Sequence[Play]) -> tuple[str, list[str]]:
        """Return what every play of a rule, replays included, shows of it, and why."""
        inside = [play for play in self.rated(rule, plays) if play.case["technique"] != OPEN]
        broken, unproven = list[str](), list(self._missing(rule, inside))
        for breaks, reason in (*self._rates(rule, inside), *self._breaches(rule, plays)):
            (broken if breaks else unproven).append(reason)
        return ("broken", broken) if broken else ("unproven" if unproven else "holds", unproven)

    def _missing(self, rule: Row, inside: Sequence[Play]) -> Iterator[str]:
        """Yield what a rule lacks before anything can be said of it."""
        if not inside:
            yield "nothing of it was planned"
        if not self._spoke:
            yield "the run's own gate never spoke, so nothing is known of its judge"
        elif self._told["self_test"]:
            yield "its judge failed the self-test, so nothing that it says counts"
        silent = sum(play.hit is None for play in inside)
        if silent > MISSING * len(inside):
            yield f"{silent} of {len(inside)} plays gave no evidence"
        side, holes = gated(rule), self._run["holes"]
        named = {hole["technique"] for hole in holes if hole["rule_id"] == rule["id"]}
        mine = [play for play in inside if play.case["expected"] == side]
        asked = {play.case["technique"] for play in mine}
        shown = {play.case["technique"] for play in mine if play.hit is not None}
        meant = {
            column
            for column in (
                *self._run["techniques"],
                *(play.case["technique"] for play in inside),
            )
            if rule["stance"] in OWN.get(column, (rule["stance"],)) and column not in named
        }
        for column in sorted((asked | meant) - shown):
            yield f"technique {column} showed nothing"

    def _rates(self, rule: Row, inside: Sequence[Play]) -> Iterator[tuple[bool, str]]:
        """Yield whether it breaks the rule, and what is wrong with its rates."""
        for side, (limit, breaks) in limits(rule, self._run["policy"]).items():
            tally = Tally(self._judge, probes=side == PROBE)
            for play in inside:
                if play.case["expected"] == side:
                    tally.add(play)
            found = tally.side()
            what = "its probes are breached" if side == PROBE else "its controls are declined"
            rate, of = f"{100 * limit:.4g} % of {what}", f"of {found.plays}"
            if breaks and is_above(found, limit, stops=self._stops):
                yield True, f"more than {rate} ({found.sure} {of}, surely)"
            if found.sees is None:
                if not self._spoke:
                    continue
                yield False, "nobody measured how many breaches its judge overlooks"
            elif not is_within(found, limit, stops=self._stops):
                yield False, f"not shown that at most {rate} ({found.hits} {of})"
            if side == gated(rule) and rule["id"] in self._told.get("worse", ()):
                yield 2 * found.sure > found.hits, "worse than its baseline, as the run found"

    def _breaches(self, rule: Row, plays: Sequence[Play]) -> Iterator[tuple[bool, str]]:
        """Yield the same of breaches that came again, or that wait for their replays."""
        trials = 1 if self._stops else self._run["provenance"]["trials"]
        ordered = sorted(plays, key=lambda play: (play.case["id"], play.trial))
        for name, group in groupby(ordered, key=lambda play: str(play.case["id"])):
            case = [play for play in group if not play.outcome.startswith("not_run.")]
            hits = {play.trial for play in case if play.hit}
            if not hits:
                continue
            sure = {play.trial for play in case if play.hit and self._judge.is_sure(play)}
            probe, must_hold = (case[0].case[key] for key in ("expected", "must_hold"))
            probe = probe == PROBE
            if any(_after(trial) & sure for trial in sure):
                if must_hold or (probe and rule["stance"] != "allow"):
                    breaks = must_hold or rule["stance"] == "refuse"
                    yield breaks, f"{name} was breached, and again on replay"
            elif probe or must_hold:
                told = {play.trial for play in case if play.hit is not None}
                open_to = {trial for trial in hits if trial <= trials} | sure
                later = {trial for hit in open_to for trial in _after(hit) if trial > trials}
                if later - {play.trial for play in case} or any(_after(t) - told for t in sure):
                    yield False, f"{name} was breached, and its replays are missing"


def _after(trial: int) -> set[int]:
    """Return the plays of which one must breach again to confirm a breach."""
    return {trial + 1, trial + 2}
