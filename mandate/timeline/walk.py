"""The walk: from stop to stop of the clock, and the look-up of a date among these stops."""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence

from attrs import frozen

from mandate.counting.instants import NEVER, NO_DAY
from mandate.engine.clock import BEGINNING, Clock, instant
from mandate.engine.firing import Stop
from mandate.errors import RunawayError
from mandate.once import cached_property
from mandate.timeline.tail import Tail, settled_after, swift_after, tail_after

#: Rules that may fire in one timeline at stops without an event; events have a limit of their own.
#: A record that needs more is refused, because the work grows with them: the limit is about four
#: seconds, or five thousand ends of terms of ten rules each. Stops that a leap passes over do not
#: count: decades of a daily renewal cost some seven hundred firings for each event of the record.
MOST_FIRINGS = 50_000


#: Stretches of days that a question may go through: half a minute of work.
MOST_STRETCHES = 30_000


@frozen(eq=False)
class _Gap:
    """A gap between two events that was leapt over: its tail, and the cycle at its end."""

    tail: Tail
    #: Stops of that cycle before the stop leapt to. Their states may lack the other facts.
    trail: Sequence[Stop]


@frozen(eq=False)
class _Walked:
    """The stops walked so far. Published whole, so that threads see all of it or none."""

    stops: tuple[Stop, ...]
    starts: tuple[int, ...]
    days: tuple[int, ...]
    #: The position of the first stop that was not walked, or NEVER.
    upcoming: int
    #: The first day whose close lies beyond the stops walked.
    covered: int
    #: The gaps that were leapt over, each by the number of the stop before it.
    gaps: Mapping[int, _Gap]


@frozen(eq=False)
class _Far:
    """Spans that were leapt to, by their start. Published whole, like the stops walked."""

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
#: Stops to walk without an event before the first try at a leap, and after a leap.
_MANY, _AGAIN = 64, 16


class _Leap:
    """Looks for facts that repeat on a stretch without events, and leaps over it."""

    def __init__(self, clock: Clock, patience: int) -> None:
        #: A clock without the events to come.
        self._clock = clock
        self._look_at = patience
        #: The tail of the swift facts, and the position at which something else comes.
        self._tail: Tail | None = None
        self._until = BEGINNING

    def over(
        self, stops: Sequence[Stop], alone: int, limit: int
    ) -> tuple[Tail, Sequence[Stop]] | None:
        """Return the last stop before ``limit`` that a leap can reach, after those of its cycle.

        ``alone`` is the number of stops walked since the last event or leap.
        """
        here = stops[-1].position
        if here >= self._until:
            self._tail = None
        if self._tail is None and alone >= self._look_at:
            span = here - stops[-alone // 2].position
            self._look_at = 2 * alone
            if limit - here > span:
                self._tail, self._until = swift_after(self._clock, stops[-1], span)
        tail = self._tail
        if tail is None or here < tail.begins:
            return None
        trail = tail.before(min(limit, self._until))
        if not trail or trail[-1].position <= here:
            self._tail = None
            return None
        self._look_at = _AGAIN
        return tail, trail


class Timeline:
    """Walks as far as asked, and remembers; after the record it leaps where the future repeats."""

    def __init__(
        self,
        clock: Clock,
        first: Stop,
        clauses_of: Callable[[Stop], str],
        patience: int | None = None,
    ) -> None:
        self.clock = clock
        #: Stops to walk without an event before the first try at a leap.
        self._patience = _MANY if patience is None else patience
        self._clauses_of = clauses_of
        self._walked = self._published([first], {})
        self._tail: Tail | None = None
        #: The number of stops walked at which to look for a tail again.
        self._look_again_at = 0
        self._far = _Far()

    def branch(self, clock: Clock, position: int) -> Timeline:
        """Return the timeline of another clock, which is the same as this one before a position."""
        return Timeline(clock, self.before(position), self._clauses_of, self._patience)

    def reaches(self, position: int) -> bool:
        """Whether the timeline has a stop before a position: a branch has none before its start."""
        return self._walked.starts[0] < position

    def walk(self, until: int, most: int = sys.maxsize) -> None:
        """Walk to the last stop at or before ``until``, included, or to ``most`` stops in all.

        On a long way without an event whose stops repeat, the walk leaps. The leap ends at the last
        stop before the next event, or before the next boundary of a slower fact.
        """
        walked = self._walked
        if walked.upcoming > until:
            return
        stops, gaps = list(walked.stops), dict(walked.gaps)
        quiet = self._quiet_firings(stops)
        alone, leap = 0, _Leap(self._quiet, self._patience)
        while len(stops) < most:
            last = stops[-1]
            alone = 0 if last.events else alone + 1
            limit = min(self.clock.next_event(last.position), until + 1)
            if not alone:
                leap = _Leap(self._quiet, self._patience)
            elif leapt := leap.over(stops, alone, limit):
                tail, trail = leapt
                gaps[len(stops) - 1] = _Gap(tail, trail[:-1])
                alone, last = 0, trail[-1]
                stops.append(last)
            upcoming = self.clock.next_position(last.position, last.state)
            if upcoming > until or upcoming >= NEVER:
                break
            if quiet >= MOST_FIRINGS:
                clause = self._clauses_of(last)
                error = RunawayError(
                    f"rules fired more than {MOST_FIRINGS:,} times between the events, up to "
                    f"{instant(self.clock.zone, last.position)}; "
                    f"the last ones come from clause {clause!r}"
                )
                error.clause = clause
                raise self.clock.refusal(error)
            stops.append(self.clock.at(upcoming, last.state))
            quiet += 0 if stops[-1].events else len(stops[-1].firings)
        self._walked = self._published(stops, gaps)

    def look_ahead(self, firings: int) -> None:
        """Walk on until so many rules have fired, but stay well within the limit of firings."""
        stops = self._walked.stops
        left = min(firings, (MOST_FIRINGS - self._quiet_firings(stops)) // 2)
        while self._walked.upcoming < NEVER and left > 0:
            walked = len(self._walked.stops)
            self.walk(NEVER - 1, walked + _MANY)
            left -= sum(len(stop.firings) for stop in self._walked.stops[walked:])

    @staticmethod
    def _quiet_firings(stops: Sequence[Stop]) -> int:
        return sum(len(stop.firings) for stop in stops if not stop.events)

    @cached_property
    def _quiet(self) -> Clock:
        """The clock without the events to come. It is right until the next event."""
        return self.clock.without_events()

    def _published(self, stops: Sequence[Stop], gaps: Mapping[int, _Gap]) -> _Walked:
        last = stops[-1]
        upcoming = self.clock.next_position(last.position, last.state)
        return _Walked(
            tuple(stops),
            tuple(s.position for s in stops),
            tuple(self.first_day(s.position) for s in stops),
            upcoming,
            self.first_day(upcoming) if upcoming < NEVER else NO_DAY,
            gaps,
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
            index = bisect_right(walked.days, day) - 1
            if index not in walked.gaps:
                return walked.stops[index]
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
            leapt = self._remembered(position) or self._leap(position)
            if leapt:
                return leapt
            self.walk(position - 1)
            walked = self._walked
        index = bisect_left(walked.starts, position) - 1
        if index in walked.gaps and position > self.end_of(walked.stops[index]):
            return self._remembered(position) or self._between(walked, index, position)
        return walked.stops[index : index + 1]

    def _remembered(self, position: int) -> Sequence[Stop]:
        far = self._far
        index = bisect_left(far.starts, position) - 1
        return far.trails[index] if index >= 0 and position <= far.ends[index] else ()

    def _between(self, walked: _Walked, index: int, position: int) -> Sequence[Stop]:
        """Return the stops before a position that lies in a gap between two events."""
        trail = walked.gaps[index].tail.before(position)
        if not trail:  # the tail finds no cycle there: walk on from before the gap
            here = walked.stops[index]
            while (end := self.end_of(here)) < position:
                here = self.clock.at(end, here.state)
            trail = (here,)
        self._far = self._far.with_(trail[-1].position, self.end_of(trail[-1]), trail)
        return trail

    def _leap(self, position: int) -> Sequence[Stop]:
        clock = self.clock
        self.walk(min(position - 1, clock.last_event))
        settled = settled_after(clock, self._walked.stops[-1])
        self.walk(min(position - 1, settled))
        while self._walked.upcoming < position:
            stops, tail = self._walked.stops, self._tail
            if tail is None and len(stops) >= self._look_again_at:
                tail = self._tail = tail_after(clock, stops[-1])
                self._look_again_at = 2 * len(stops) + _FEW
            if tail is not None and position <= tail.begins:
                return ()
            trail = () if tail is None else tail.before(position)
            if trail:
                last = trail[-1]
                self._far = self._far.with_(last.position, self.end_of(last), trail)
                return trail
            # A future that does not repeat yet, or not as far as the position, may do so once some
            # term has ended that cannot be renewed.
            self._tail = None
            self.walk(position - 1, self._look_again_at)
        return ()

    def cycle(self, position: int) -> tuple[int, int] | None:
        """Return the positions at which the future begins to repeat and has come round once.

        None if everything up to the position given can be walked.
        """
        self.trail(position)
        tail = self._tail
        return None if tail is None or tail.turned >= position else (tail.begins, tail.turned)

    def end_of(self, stop: Stop) -> int:
        """Return the position at which the span that begins with ``stop`` ends, or NEVER."""
        return self.clock.next_position(stop.position, stop.state)

    def between(self, start: int, end: int) -> Iterator[Stop]:
        """Yield every stop from ``start`` (included) to ``end`` (left out)."""
        here: Stop | None = self.before(start)
        while here is not None:
            here = self._following(here)
            if here is None or here.position >= end:
                return
            yield here

    def course(self, start: int, end: int) -> Iterator[tuple[int, int, Stop]]:
        """Yield each stretch of days on which nothing changes: first day, last day and stop.

        Day ``end`` is included. The state at the close of a day stands for the whole day.

        Raises:
            RunawayError: there are more than MOST_STRETCHES.

        """
        return (row for row in self.course_by_stop(start, end) if row[0] <= row[1])

    def course_by_stop(self, start: int, end: int) -> Iterator[tuple[int, int, Stop]]:
        """Yield what :meth:`course` does, and also each stop that another follows on its day.

        Such a stop stands for no day: its last day lies before its first.

        Raises:
            RunawayError: there are more than MOST_STRETCHES.

        """
        zone = self.clock.zone
        day, here, count = start, self.before(zone.begin(start)), 0
        for stop in self.between(zone.begin(start), zone.after(end)):
            first = self.first_day(stop.position)
            if first > day:
                if count == MOST_STRETCHES:
                    clause = self._clauses_of(here)
                    msg = (
                        f"something changes on more than {MOST_STRETCHES:,} days, the last time "
                        f"in clause {clause!r}: ask for fewer years at a time"
                    )
                    raise RunawayError(msg)
                count += 1
            yield day, first - 1, here
            day, here = first, stop
        yield day, end, here

    def _following(self, stop: Stop) -> Stop | None:
        walked = self._walked
        index = bisect_right(walked.starts, stop.position)
        known = index < len(walked.starts) and walked.starts[index - 1] == stop.position
        if known and index - 1 not in walked.gaps:
            return walked.stops[index]
        return self.clock.advance(stop.position, stop.state)

    def walked_before(self, position: int) -> Sequence[Stop]:
        """Return the stops walked that lie before a position, with those of the cycles leapt to."""
        walked = self._walked
        stops: list[Stop] = []
        for number, stop in enumerate(walked.stops[: bisect_left(walked.starts, position)]):
            stops.append(stop)
            if number in walked.gaps:
                stops.extend(s for s in walked.gaps[number].trail if s.position < position)
        return stops
