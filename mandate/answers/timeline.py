"""The timeline: the spans between the stops of the clock, and the look-up of a date in them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from mandate.counting.instants import NEVER
from mandate.engine.clock import BEGINNING, Clock
from mandate.engine.firing import Stop
from mandate.engine.state import State
from mandate.engine.tail import Tail
from mandate.errors import RunawayError

#: Stops of one timeline: a record with more is refused.
MOST_STOPS = 100_000


@frozen(eq=False)
class _Walked:
    """What has been walked so far. Published whole, so that threads see all of it or none."""

    stops: tuple[Stop, ...]
    starts: tuple[int, ...]
    days: tuple[int, ...]
    #: The position of the stop after the last one walked, or NEVER.
    upcoming: int


class Timeline:
    """Walks as far as it is asked and remembers; beyond the record it leaps where the future repeats."""

    def __init__(self, clock: Clock, text: State, clauses_of: Callable[[Stop], str]) -> None:
        self.clock = clock
        self._clauses_of = clauses_of
        first = Stop(BEGINNING, text)
        self._walked = self._published([first])
        self._tail: Tail | None = None
        self._leapt: dict[int, Stop] = {}

    def walk(self, until: int) -> None:
        """Walk up to and including the last stop at or before ``until``."""
        walked = self._walked
        if walked.upcoming > until:
            return
        stops = list(walked.stops)
        while True:
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
        return _Walked(
            tuple(stops),
            tuple(s.position for s in stops),
            tuple(self._first_day(s.position) for s in stops),
            self.clock.next_position(last.position, last.state),
        )

    def _first_day(self, position: int) -> int:
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
        """Return the stop that governs a bare day: after its events, before the boundary at its end."""
        walked = self._walked
        position = self.clock.zone.after(day)
        if position > walked.upcoming:
            return self._beyond(position)
        return walked.stops[bisect_right(walked.days, day) - 1]

    def at(self, position: int) -> Stop:
        """Return the stop that governs an instant: ``position`` is ``3·second + 2``."""
        walked = self._walked
        if position >= walked.upcoming:
            return self._beyond(position + 1)
        return walked.stops[bisect_right(walked.starts, position) - 1]

    def _beyond(self, position: int) -> Stop:
        # The governing stop is the last one strictly before `position`.
        self.walk(min(position - 1, self.clock.last_event))
        walked = self._walked
        if walked.upcoming < position:
            tail = self._tail or Tail.found(self.clock, walked.stops[-1])
            self._tail = tail
            if tail is None:
                self.walk(position - 1)
            else:
                found = tail.before(position)
                if found is not None:
                    return self._leapt.setdefault(found.position, found)
                self.walk(position - 1)
            walked = self._walked
        return walked.stops[bisect_left(walked.starts, position) - 1]

    def end_of(self, stop: Stop) -> int:
        """Return the position at which the span that begins with ``stop`` ends, or NEVER."""
        return self.clock.next_position(stop.position, stop.state)

    def between(self, start: int, end: int) -> Iterator[Stop]:
        """Every stop from ``start`` (included) to ``end`` (left out), walked one by one."""
        self.walk(end - 1)
        walked = self._walked
        for index in range(bisect_left(walked.starts, start), bisect_left(walked.starts, end)):
            yield walked.stops[index]

    def walked_before(self, position: int) -> Sequence[Stop]:
        """The stops walked that lie at or before a position."""
        return self._walked.stops[: bisect_right(self._walked.starts, position)]
