"""Replies and refusals in, the rate at which calls may go out: what a product sustains.

Between two moments at which a product refused something it gave all that it gives, or we asked
for less: what it took is the least that it sustains, and the rate at which it refused again the
most.  Calls go out evenly at a rate between the two, which grows until the next refusal.  Until
something was refused there is no rate, and of many calls the first are merely spread over a
moment, so that the first refusal stops the rest.
"""

import math

START = 20
"""Calls that go out at once ..."""

OPENING_S = 0.5
"""... and the time over which the others of the first round are spread; a reply counts as one
of them, so that a quick product is used at once."""

SHORTEST_S = 0.001
"""A shorter time says nothing of a rate."""

ENOUGH = 5
"""Calls taken that say something about the product's rate ..."""

PLENTY = 30
"""... and that say it whatever they say."""

LIMITED = 0.1
"""Share of refusals from which on it was the product's rate that counted, and not our own."""

JUST_BELOW = 0.98
"""Of the product's own rate, to begin with."""

MOST_LEFT = 0.95
"""What a refusal leaves of our rate at most."""

SOON_LEFT = 0.7
"""What it leaves when it follows the last too soon to learn from."""

LEAST_LEFT = 0.5
"""What it leaves at least while little was taken: a shut window says little of the rate."""

IN_VAIN = 0.3
"""Of the most that was taken in a span: a limit refuses nothing of so little, so that to go
lower is of no use where a product refuses still: it sheds load, whatever the rate."""

BEYOND = 1.5
"""Of the most that was taken: so much is asked for where some calls are refused at any rate."""

SPAN_S, SPAN_HEARD = 1.0, 20
"""A span lasts so long at least, and so many calls have ended in it."""

ALIKE = 0.4
"""Times a share that another is at least, where both are of a product that sheds load."""

OVERRUN = 0.6
"""Share of refusals from which on it is no shedding, and what was taken before says nothing."""

PAUSE_S, PAUSE_GAPS, PAUSE_GROWTH = 0.25, 5, 1.5
"""Pause after the second refusal in a row, in seconds and in calls that it holds at most, and
how it grows with each more: a window of a minute may be shut for most of it."""

NEAR = 0.9
"""Up to this share of the rate that was last too much, and as far beyond it, growth is fast."""

USED_GAPS = 2
"""A rate grows while calls go out no further apart than so many times what it allows."""

SEARCH, SEARCH_ROUNDS = 2, 1.5
"""Replies in which the rate doubles before anything was learned: so many, and so many for each
call in flight, since an answer comes late where many are."""

FAST, FAST_ROUNDS = 100, 3
"""The same far from what was too much."""

SLOW = 2000
"""The same near to it, for each call that the last time cost: a refused call is for nothing."""

SLOW_AT_FIRST, LEARNING = 200, 5
"""The same while little is known, and what each reply adds to it."""

DEAREST = 20
"""Refused calls that are counted so at most."""

WAITS = 400
"""The same in calls that the wait which the product last asked for would have held."""


class Rate:
    """Calls per second that a product sustains, learned."""

    def __init__(self, at_once: int) -> None:
        """Take how many calls may be in flight."""
        self.per_s: float | None = None
        """None while nothing was refused."""
        self._opening = max(0, at_once - START)
        self._opening_gap_s = OPENING_S / max(1, self._opening)
        self._sent = self._replies = 0
        self._sent_at = -math.inf
        self._keeps_up = False
        """Whether calls go out about as fast as they may: else the rate is not what limits."""
        self._began_at = -math.inf
        """Of the present lesson: since then calls taken and refused are counted."""
        self._taken = self._refused = 0
        self._taken_at = -math.inf
        """When the last of them that was taken had been sent."""
        self._in_a_row = 0
        self._refused_at = -math.inf
        self._searching = False
        self._most_taken = 0.0
        """Per second, in one span."""
        self._all_heard = self._all_refused = 0
        """Since the product was last overrun, spans that are over only."""
        self._sheds = False
        self._span_at = -math.inf
        self._span_taken = self._span_refused = 0
        self._floor = 0.0
        self._too_much = math.inf
        self._cost = 0
        self._asked_s = 0.0

    @property
    def sheds(self) -> bool:
        """Whether the product refuses some calls at any rate."""
        return self._sheds

    @property
    def gap_s(self) -> float:
        """Seconds between two calls."""
        if self.per_s is None:
            return self._opening_gap_s if self._opening > 0 and self._sent >= START else 0.0
        return max(1 / self.per_s, self._pause_s(self.per_s))

    def send(self, now: float) -> None:
        """Note a call that goes out now."""
        if not self._sent:
            self._began_at = self._span_at = now
        self._sent += 1
        self._opening -= self._sent > START
        self._keeps_up = now - self._sent_at < USED_GAPS * self.gap_s
        self._sent_at = now

    def taken(self, sent_at: float, in_flight: int) -> None:
        """Note a reply to a call that was sent then."""
        self._replies += 1
        self._opening -= 1
        self._span_taken += 1
        self._look_back(sent_at)
        if sent_at < self._began_at:
            return
        if sent_at >= self._refused_at:
            self._in_a_row = 0
        self._taken += 1
        self._taken_at = max(self._taken_at, sent_at)
        if self.per_s is not None and self._keeps_up:
            self.per_s += self.per_s / self._replies_to_double(self.per_s, in_flight)
            if self._sheds:
                self.per_s = min(self.per_s, BEYOND * self._most_taken)

    def refused(self, sent_at: float, asked_s: float | None) -> None:
        """Note a refusal of a call that was sent then, and the wait that came with it."""
        self._span_refused += 1
        self._look_back(sent_at)
        self._cost += 1
        self._refused += sent_at >= self._began_at
        self._asked_s = asked_s or 0.0

    def shrink(self, now: float) -> None:
        """Learn from the refusal of a call that was sent at the present rate."""
        if self._sheds:
            return
        length = self._taken_at - self._began_at
        told = self._taken >= ENOUGH and length > 0
        seen = self._taken / length if told else None
        old = self.per_s
        self.per_s = self._first(seen, now) if old is None else self._less(old, seen)
        if not self._in_a_row:
            self._too_much = self._too_much if old is None else old
            self._floor = LEAST_LEFT * (self.per_s if old is None else old)
        if old is not None and self.per_s <= self._vain_per_s:
            # So little cannot be too much: back to what was taken, and on from there.
            self._sheds = True
            self.per_s = self._most_taken
            self._in_a_row = 0
            return
        self._searching = not told and (self._searching or old is None)
        self._opening = 0
        self._in_a_row += 1
        self._refused_at = now
        if told or old is None:
            self._cost = 1
            self._began_at, self._taken, self._refused = now, 0, 0

    @property
    def _vain_per_s(self) -> float:
        """The rate from which on to ask for less is in vain; 0 where that is not known."""
        heard = max(SPAN_HEARD, self._span_taken + self._span_refused)
        burst = self._share <= ALIKE * self._span_refused / heard
        return 0.0 if burst else IN_VAIN * self._most_taken

    @property
    def _share(self) -> float:
        """Share of all calls that were refused."""
        return self._all_refused / max(1, self._all_heard)

    def _look_back(self, sent_at: float) -> None:
        """Note what a span has taken, once it is over."""
        length = sent_at - self._span_at
        heard = self._span_taken + self._span_refused
        if length < SPAN_S or heard < SPAN_HEARD:
            return
        per_s = self._span_taken / length
        share = self._span_refused / heard
        # Where as good as nothing was refused before, there was a burst, and no rate.
        overrun = share > OVERRUN or (share > LIMITED and self._share < ALIKE * share)
        self._most_taken = per_s if overrun else max(self._most_taken, per_s)
        self._all_heard = heard if overrun else self._all_heard + heard
        self._all_refused = (
            self._span_refused if overrun else self._all_refused + self._span_refused
        )
        self._sheds = self._sheds and not overrun
        self._span_at = sent_at
        self._span_taken = self._span_refused = 0

    def _first(self, seen: float | None, now: float) -> float:
        """Return the first rate; a guess between what was sent and what has come back."""
        if seen is not None:
            return JUST_BELOW * seen
        some = math.sqrt(max(1, self._taken) * max(1, self._sent))
        return some / max(now - self._began_at if self._sent else 0.0, SHORTEST_S)

    def _less(self, old: float, seen: float | None) -> float:
        """Return a rate between the one that was too much and the one that was taken."""
        if seen is None:
            return min(old, max(SOON_LEFT * old, self._floor, self._vain_per_s))
        limited = self._refused > LIMITED * (self._refused + self._taken)
        between = JUST_BELOW * seen if limited else math.sqrt(seen * old)
        least = 0.0 if self._taken >= PLENTY else LEAST_LEFT * old
        return max(min(old, self._vain_per_s), min(MOST_LEFT * old, max(least, between)))

    def _pause_s(self, per_s: float) -> float:
        """Return how long one call at a time waits while nothing is taken any more."""
        if self._in_a_row <= 1:
            return 0.0
        return min(PAUSE_S, PAUSE_GAPS / per_s) * PAUSE_GROWTH ** (self._in_a_row - 2)

    def _replies_to_double(self, per_s: float, in_flight: int) -> float:
        """Return in how many replies the rate would grow by its own size."""
        if self._searching:
            return max(SEARCH, SEARCH_ROUNDS * in_flight)
        if not self._sheds and NEAR * self._too_much < per_s < self._too_much / NEAR:
            slow = min(SLOW, SLOW_AT_FIRST + LEARNING * self._replies)
            return max(slow * min(self._cost, DEAREST), WAITS * self._asked_s * per_s)
        return max(FAST, FAST_ROUNDS * in_flight)
