"""The timeline: the spans between the stops of the clock, and the look-up of a date in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from mandate.counting.instants import NEVER, NO_DAY
from mandate.engine.clock import BEGINNING, Clock
from mandate.engine.firing import Stop
from mandate.engine.state import State
from mandate.engine.tail import Tail, settled_after, tail_after
from mandate.errors import RunawayError

#: Stops of one timeline: a record with more is refused.
MOST_STOPS = 25_000


@frozen(eq=False)
class _Walked:
    """What has been walked so far. Published whole, so that threads see all of it or none."""

    stops: tuple[Stop, ...]
    starts: tuple[int, ...]
    days: tuple[int, ...]
    #: The position of the stop after the last one walked, or NEVER.
    upcoming: int
    #: The first day whose close lies beyond what has been walked.
    covered: int


@frozen(eq=False)
class _Far:
    """Spans that were leapt to, by their start. Published whole, like what was walked."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    trails: tuple[Sequence[Stop], ...] = ()

    def with_(self, start: int, end: int, trail: Sequence[Stop]) -> _Far:
        """Return these spans and one more; a full cache starts anew."""
        base = self if len(self.starts) < _MOST_REMEMBERED else _Far()
        index = bisect_left(base.starts, start)
        if index < len(base.starts) and base.starts[index] == start:
            return base
        return _Far(
            (*base.starts[:index], start, *base.starts[index:]),
            (*base.ends[:index], end, *base.ends[index:]),
            (*base.trails[:index], trail, *base.trails[index:]),
        )


_MOST_REMEMBERED = 512
#: Stops to walk before a tail is looked for a second time.
_FEW = 24


class Timeline:
    """Walks as far as asked and remembers; beyond the record it leaps where the future repeats."""

    def __init__(self, clock: Clock, text: State, clauses_of: Callable[[Stop], str]) -> None:
        self.clock = clock
        self._clauses_of = clauses_of
        first = Stop(BEGINNING, text)
        self._walked = self._published([first])
        self._tail: Tail | None = None
        #: With how many stops walked to look for a tail again.
        self._look_again_at = 0
        self._far = _Far()

    def walk(self, until: int, most: int = MOST_STOPS + 1) -> None:
        """Walk to the last stop at or before ``until``, included, or to ``most`` stops in all."""
        walked = self._walked
        if walked.upcoming > until:
            return
        stops = list(walked.stops)
        while len(stops) < most:
            last = stops[-1]
            upcoming = self.clock.next_position(last.position, last.state)
            if upcoming > until or upcoming >= NEVER:
                break
            if len(stops) >= MOST_STOPS:
                clause = self._clauses_of(last)
                msg = f"more than {MOST_STOPS:,} stops; the last ones come from clause {clause!r}"
                raise RunawayError(msg)
            stops.append(self.clock.at(upcoming, last.state))
        self._walked = self._published(stops)

    def _published(self, stops: Sequence[Stop]) -> _Walked:
        last = stops[-1]
        upcoming = self.clock.next_position(last.position, last.state)
        return _Walked(
            tuple(stops),
            tuple(s.position for s in stops),
            tuple(self.first_day(s.position) for s in stops),
            upcoming,
            self.first_day(upcoming) if upcoming < NEVER else NO_DAY,
        )

    def first_day(self, position: int) -> int:
        """Return the first day whose close lies at or after a stop."""
        if position == BEGINNING:
            return BEGINNING
        zone = self.clock.zone
        day = zone.day_of(position)
        while zone.after(day) <= position:
            day += 1
        while zone.after(day - 1) > position:
            day -= 1
        return day

    # -- look-up ---------------------------------------------------------------------------------

    def on_day(self, day: int) -> Stop:
        """Return the stop that governs a bare day, after its events and before its end boundary."""
        walked = self._walked
        if day < walked.covered:
            return walked.stops[bisect_right(walked.days, day) - 1]
        return self.before(self.clock.zone.after(day))

    def at(self, position: int) -> Stop:
        """Return the stop that governs an instant: ``position`` is ``3·second + 2``."""
        return self.before(position + 1)

    def before(self, position: int) -> Stop:
        """Return the last stop that lies before a position."""
        return self.trail(position)[-1]

    def trail(self, position: int) -> Sequence[Stop]:
        """Return the last stop before a position, after those of its cycle if it was leapt to."""
        walked = self._walked
        if position > walked.upcoming:
            far = self._far
            index = bisect_left(far.starts, position) - 1
            if index >= 0 and position <= far.ends[index]:
                return far.trails[index]
            leapt = self._leap(position)
            if leapt:
                return leapt
            self.walk(position - 1)
            walked = self._walked
        return walked.stops[bisect_left(walked.starts, position) - 1 :][:1]

    def _leap(self, position: int) -> Sequence[Stop]:
        clock = self.clock
        self.walk(min(position - 1, clock.last_event))
        settled = settled_after(clock, self._walked.stops[-1])
        self.walk(min(position - 1, settled))
        while self._tail is None and self._walked.upcoming < position:
            stops = self._walked.stops
            if len(stops) >= self._look_again_at:
                self._tail = tail_after(clock, stops[-1])
                self._look_again_at = 2 * len(stops) + _FEW
            if self._tail is None:
                # What does not repeat yet may do so once a term that cannot be renewed has ended.
                self.walk(position - 1, self._look_again_at)
        tail = self._tail
        if tail is None or self._walked.upcoming >= position or position <= tail.begins:
            return ()
        trail = tail.before(position)
        if trail:
            last = trail[-1]
            end = clock.next_position(last.position, last.state)
            self._far = self._far.with_(last.position, end, trail)
        return trail

    def end_of(self, stop: Stop) -> int:
        """Return the position at which the span that begins with ``stop`` ends, or NEVER."""
        return self.clock.next_position(stop.position, stop.state)

    def between(self, start: int, end: int) -> Iterator[Stop]:
        """Every stop from ``start`` (included) to ``end`` (left out)."""
        here: Stop | None = self.before(start)
        while here is not None:
            here = self._following(here)
            if here is None or here.position >= end:
                return
            yield here

    def _following(self, stop: Stop) -> Stop | None:
        walked = self._walked
        index = bisect_right(walked.starts, stop.position)
        if index < len(walked.starts) and walked.starts[index - 1] == stop.position:
            return walked.stops[index]
        return self.clock.advance(stop.position, stop.state)

    def walked_before(self, position: int) -> Sequence[Stop]:
        """The stops walked that lie before a position."""
        return self._walked.stops[: bisect_left(self._walked.starts, position)]
