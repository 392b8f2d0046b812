"""Deadlines: days by which something is due or can still be done.

The doctrine says which axes name such days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NoReturn, Protocol, SupportsIndex, TypeAlias, overload

from attrs import evolve, field, frozen

from mandate.counting.instants import BOUNDARY
from mandate.engine.firing import Stop
from mandate.engine.grammar import Axis
from mandate.plain_data import Row, fields
from mandate.text.agreement import Clause
from mandate.timeline.derivation import Derivation
from mandate.timeline.question import Question
from mandate.timeline.statuses import ClauseStatus, with_hour
from mandate.views.answer import Answer, Table
from mandate.views.ical import Entry, Standing, ical


def _latest_last(at: dt.datetime | None) -> tuple[bool, dt.timedelta]:
    if at is None:
        return True, dt.timedelta()
    # A length, as in UTC an hour of the first or the last day may lie outside the calendar.
    return False, at.replace(tzinfo=dt.UTC) - _START - (at.utcoffset() or dt.timedelta())


_START = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


class Moves(Protocol):
    """The history of the deadlines of one mandate: when the record set, moved and closed them."""

    def entries(
        self, listed: Iterable[Deadline], stretches: Iterable[tuple[int, int]]
    ) -> Iterator[Entry]:
        """Yield a calendar's entry for each deadline, and for those that left the stretches."""


#: The history of deadlines, and a first and a last day, both included.
_Stretch: TypeAlias = tuple[Moves, int, int]


@frozen(order=True)
class Deadline(Answer):
    """A last day, itself in time, and the state at its close, or just before its hour."""

    day: dt.date
    #: The hour until which the deadline is open; None: until the close of the day.
    at: dt.datetime | None = field(order=_latest_last)
    agreement: str
    clause: str
    #: The axis that names the day: ``due``, ``notice_deadline``, ``last_day``.
    axis: str
    says: str
    #: The parties that owe the act, or may do it.
    parties: tuple[str, ...]
    #: The state of the clause at the close of that day, or just before that hour.
    state: str
    #: Whether the deadline is open then: the act is still to be done, or still possible.
    open: bool
    cite: str
    #: The number of the term, where the clause has several in turn; otherwise 0.
    number: int = 0
    _to_come: bool = field(default=False, eq=False, order=False, repr=False)
    _moves: Moves | None = field(default=None, eq=False, order=False, repr=False)

    @property
    def uid(self) -> str:
        """The id in a calendar: it stays the same when the deadline is moved to another day."""
        number = f".{self.number}" if self.number else ""
        return f"{self.agreement}.{self.clause}.{self.axis}{number}@mandate"

    def as_dict(self) -> Row:
        """Return the deadline as plain values, with a real date."""
        return fields(self)

    def to_ical(self, stamp: dt.date | None = None) -> bytes:
        """Return the deadline as an iCalendar file, as that of several deadlines."""
        return calendar((self,), stamp)

    def __str__(self) -> str:
        who = f" ({', '.join(self.parties)})" if self.parties else ""
        day = with_hour(f"{self.day}", self.day, self.at)
        return f"{day}  {self.agreement}, {self.clause}: {self.says}{who} — {self.state}"


class Deadlines(Table[Deadline]):
    """Several deadlines in order: a table that can also be a calendar."""

    # The days that it is of, with the history of its deadlines; a part of the table has none. They
    # stand in its namespace, as a tuple can have no slots.
    _stretches: tuple[_Stretch, ...] = ()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        msg = f"{type(self).__name__} never change: {name!r} cannot be set"
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> NoReturn:
        msg = f"{type(self).__name__} never change: {name!r} cannot be deleted"
        raise AttributeError(msg)

    @overload
    def __getitem__(self, index: SupportsIndex, /) -> Deadline: ...
    @overload
    def __getitem__(self, index: slice, /) -> Deadlines: ...
    def __getitem__(self, index: SupportsIndex | slice, /) -> Deadline | Deadlines:
        part = super().__getitem__(index)
        return part if isinstance(part, Deadline) else Deadlines(part)

    def to_ical(self, stamp: dt.date | None = None) -> bytes:
        """Return the deadlines as an iCalendar file, for calendar programs.

        Each keeps its id when it is moved, and ``SEQUENCE`` counts the acts that moved it. The file
        also holds the deadlines that the record once set within these days and that were moved
        elsewhere or are gone. A deadline that is done or gone is cancelled,
        and one whose act can be done only later is tentative. (RFC 5545, STATUS.)

        Nothing reads the clock: the same deadlines give the same bytes.

        Args:
            stamp: the day that the file says it is of (default: the day of the first deadline).

        Raises:
            MissingDependencyError: the icalendar library is not installed.

        """
        return calendar(self, stamp, self._stretches)


def _table(entries: Iterable[Deadline], stretches: Iterable[_Stretch]) -> Deadlines:
    table = Deadlines(entries)
    vars(table)["_stretches"] = tuple(stretches)
    return table


def between(entries: Iterable[Deadline], moves: Moves, start: int, end: int) -> Deadlines:
    """Return deadlines with their history, and the days, both included, that they are of."""
    return _table((evolve(entry, moves=moves) for entry in entries), [(moves, start, end)])


def still_open(table: Deadlines) -> Deadlines:
    """Return the deadlines of a table that are open, with the days that all of them are of."""
    return _table((entry for entry in table if entry.open), table._stretches)  # noqa: SLF001  # of this module


def joined(tables: Iterable[Deadlines]) -> Deadlines:
    """Return the deadlines of several tables in order, with the days of each."""
    several = list(tables)
    stretches = (stretch for table in several for stretch in table._stretches)  # noqa: SLF001  # of this module
    return _table(sorted(entry for table in several for entry in table), stretches)


def stands(deadline: Deadline) -> Standing:
    """Say whether the act can be done, or only later; otherwise it is done, or can be no more."""
    if deadline.open:
        return Standing.CONFIRMED
    return Standing.TENTATIVE if deadline._to_come else Standing.CANCELLED  # noqa: SLF001  # of this module


def calendar(
    deadlines: Iterable[Deadline], stamp: dt.date | None, stretches: Iterable[_Stretch] = ()
) -> bytes:
    """Return deadlines as an iCalendar file, stamped with a day, or with that of the first."""
    listed = sorted(deadlines)
    days: dict[Moves | None, list[tuple[int, int]]] = {}
    for moves, start, end in stretches:
        days.setdefault(moves, []).append((start, end))
    told: dict[Moves | None, list[Deadline]] = {moves: [] for moves in days}
    for deadline in listed:
        told.setdefault(deadline._moves, []).append(deadline)  # noqa: SLF001  # of this module
    entries: list[Entry] = []
    for history, of_history in told.items():
        if history is None:
            entries.extend(Entry(deadline, 0, stands(deadline)) for deadline in of_history)
        else:
            entries.extend(history.entries(of_history, days.get(history, ())))
    entries.sort(key=lambda entry: (entry.deadline.day, entry.deadline.uid))
    return ical(entries, stamp or (listed[0].day if listed else dt.date.min))


def deadlines(derivation: Derivation, start: int, end: int) -> list[Deadline]:
    """Return the deadlines from day ``start`` to day ``end``, both included, soonest first.

    A day is a deadline if the axis says so at the close of that same day. So a day that was moved
    before it came, or on the day itself, is not one. An hour is a deadline if the axis says so just
    before it.
    """
    entries: list[Deadline] = []
    hours: dict[tuple[str, str, dt.datetime], tuple[Clause, Axis]] = {}
    axes = list(deadline_axes(derivation))
    for first, last, stop in derivation.timeline.course_by_stop(start, end):
        clauses = derivation.span(stop).clauses
        for clause, axis in axes:
            status = clauses[clause.id]
            day, at = status[axis.name], _hour(axis, status)
            if at is not None:
                hours[clause.id, axis.name, at] = clause, axis
            elif day is not None and first <= day.toordinal() <= last:
                entries.append(_deadline(derivation, clause, axis, status, stop))
    for (name, _, at), (clause, axis) in hours.items():
        position = 3 * derivation.zone.second_of(at) + BOUNDARY
        stop = derivation.timeline.before(position)
        status = derivation.span(stop).clauses[name]
        day = status[axis.name]
        if _hour(axis, status) == at and start <= day.toordinal() <= end:
            entries.append(_deadline(derivation, clause, axis, status, stop))
    return sorted(entries)


def _hour(axis: Axis, status: ClauseStatus) -> dt.datetime | None:
    at: dt.datetime | None = status[axis.deadline_hour] if axis.deadline_hour else None
    return at


def open_deadlines(derivation: Derivation, on: int) -> list[Deadline]:
    """Return the deadlines that are open at the close of a day, with their days as of then."""
    return sorted(d for d in standing(derivation, on) if d.open)


def standing(derivation: Derivation, on: int) -> Iterator[Deadline]:
    """Yield each deadline that there is at the close of a day, with its day as of then."""
    span = derivation.span_at(Question(derivation.zone, "day", on))
    for clause, axis in deadline_axes(derivation):
        status = span.clauses[clause.id]
        if status[axis.name] is not None:
            yield _deadline(derivation, clause, axis, status, span.stop)


def _number(derivation: Derivation, clause: Clause, stop: Stop) -> int:
    """Return the number of the cycle of a clause: of its term; 0 where it has none."""
    for kind in derivation.doctrine.program.facts.values():
        fact = stop.state.get(kind.name, (clause.id,)) if kind.counter else None
        if fact is not None:
            return int(fact[kind.counter])
    return 0


def _deadline(
    derivation: Derivation, clause: Clause, axis: Axis, status: ClauseStatus, stop: Stop
) -> Deadline:
    watched, open_values = axis.deadline_while
    state = str(status[watched])
    who = clause.keys.get(axis.deadline_who, ())
    parties = tuple(who) if isinstance(who, list) else (str(who),) if who else ()
    return Deadline(
        status[axis.name], _hour(axis, status), derivation.agreement.id, clause.id, axis.name,
        axis.deadline, parties, state, state in open_values, clause.cite,
        _number(derivation, clause, stop), state in axis.deadline_to_come,
    )  # fmt: skip


def deadline_axes(derivation: Derivation) -> Iterator[tuple[Clause, Axis]]:
    """Yield each clause with each of its axes that names a deadline."""
    for clause in derivation.agreement.clauses.values():
        for axis in derivation.doctrine.axes.get(clause.kind, {}).values():
            if axis.deadline:
                yield clause, axis
