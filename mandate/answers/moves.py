"""The history of deadlines: what the record set, moved and closed as it became known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import field, frozen

from mandate.answers.changes import event_of, stops_of_events
from mandate.answers.deadlines import Deadline, deadline_axes, deadlines, standing, stands
from mandate.counting.instants import MAX_DAY, MIN_DAY, NEVER
from mandate.errors import MandateError
from mandate.record.record import Event
from mandate.timeline.derivation import Derivation
from mandate.views.ical import Entry, Standing

#: The day of a deadline, its hour if it has one, and whether it stands.
_Place = tuple[dt.date, dt.datetime | None, Standing]


@frozen
class _Course:
    """What became of one deadline: its latest form, and all that it was before."""

    deadline: Deadline
    place: _Place
    #: How often it was moved, closed or opened again.
    moved: int = 0
    days: tuple[int, ...] = field(default=())

    def next(self, deadline: Deadline | None, *, standing: Standing) -> _Course:
        """Return the course with what the next act made of the deadline; None: it is gone."""
        last = self.deadline if deadline is None else deadline
        place = (last.day, last.at, standing)
        days = self.days if deadline is None else (*self.days, deadline.day.toordinal())
        return _Course(last, place, self.moved + (place != self.place), tuple(dict.fromkeys(days)))


@frozen(eq=False)
class RecordMoves:
    """The moves of the deadlines of one derivation, in the order in which its acts became known."""

    _derivation: Derivation = field(repr=False)

    def entries(
        self, listed: Iterable[Deadline], stretches: Iterable[tuple[int, int]]
    ) -> Iterator[Entry]:
        """Yield a calendar's entry for each deadline, and for those that left the stretches.

        A deadline left a stretch of days, both included, if the record once set it there and then
        moved or closed it.
        """
        told, spans = {d.uid: d for d in listed}, list(stretches)
        last = max([*(d.day.toordinal() for d in told.values()), *(e for _, e in spans)], default=0)
        for uid, course in _courses(self._derivation, last).items():
            once = any(start <= day <= end for day in course.days for start, end in spans)
            if uid in told or (course.moved and once):
                deadline, (day, at, held) = course.deadline, course.place
                mine = told.pop(uid, deadline)
                same = (mine.day, mine.at) == (day, at)
                yield Entry(mine if same else deadline, course.moved, held)
        for deadline in told.values():
            yield Entry(deadline, 0, stands(deadline))


def _courses(derivation: Derivation, end: int) -> Mapping[str, _Course]:
    """Return by its id what became of each deadline that ever lay before the end of a day.

    The courses begin with the first day, so that the number of moves does not depend on the days
    that are asked about.
    """
    courses: dict[str, _Course] = {}
    late: set[str] = set()
    before: Derivation | None = None
    for moment, known in derivation.once(_known_by_and_by):
        day = min(max(known.zone.day_of(moment), MIN_DAY), MAX_DAY)
        now = {d.uid: d for d in deadlines(known, MIN_DAY, end)}
        for deadline in standing(known, end):
            if deadline.day.toordinal() > end:
                now[deadline.uid] = deadline
        if before is not None:
            # A deadline that was missed is open at its own close, whatever is done about it later.
            was, is_now = (_open(which, day) for which in (before, known))
            late |= was - is_now
            late -= is_now
        before = known
        for uid, deadline in now.items():
            standing_now = Standing.CANCELLED if uid in late else stands(deadline)
            if uid in courses:
                courses[uid] = courses[uid].next(deadline, standing=standing_now)
            else:
                place = (deadline.day, deadline.at, standing_now)
                courses[uid] = _Course(deadline, place, 0, (deadline.day.toordinal(),))
        for uid in courses.keys() - now.keys():
            courses[uid] = courses[uid].next(None, standing=Standing.CANCELLED)
    return courses


def _open(derivation: Derivation, day: int) -> set[str]:
    return {d.uid for d in standing(derivation, day) if d.open}


def _known_by_and_by(derivation: Derivation) -> Sequence[tuple[int, Derivation]]:
    """Return the derivation as it was known at first, and after each act that may move a deadline.

    Where what was known then had no one outcome, nothing stands for it.
    """
    record = derivation.record
    moments: set[int] = set()
    for event in _moving(derivation):
        moments.add(event.known_at)
        received = int(event.fields["received"]) if event.received is not None else NEVER
        if event.known_at < received < NEVER:
            moments.add(received)
    known: list[tuple[int, Derivation]] = []
    for moment in [min(moments, default=0) - 1, *sorted(moments)]:
        seen = [e.not_received_before(moment + 1) for e in record.events if e.known_at <= moment]
        try:
            known.append((moment, derivation.of(record.with_events(tuple(seen)))))
        except MandateError:
            continue
    known.append((max(moments, default=0), derivation))
    return tuple(known)


def _moving(derivation: Derivation) -> Iterator[Event]:
    """Yield the events that change what deadlines rest on, and those without any effect.

    The latter may have had one as long as another event was not known.
    """
    axes = derivation.doctrine.axes
    kinds: set[str] = set()
    for clause, axis in deadline_axes(derivation):
        for name in (axis.name, axis.deadline_hour, axis.deadline_while[0]):
            kinds |= axes[clause.kind][name].kinds if name else set()
    touched: dict[str, set[str]] = {}
    for stop in derivation.once(stops_of_events):
        for firing in stop.firings:
            changed = {effect.id[0] for effect in firing.effects if effect.verb != "signal"}
            touched.setdefault(event_of(firing, stop), set()).update(changed)
    for event in derivation.record.events:
        kind, changed = derivation.doctrine.events[event.kind], touched.get(event.id, set())
        if not kind.inert and (not changed or changed & kinds):
            yield event
