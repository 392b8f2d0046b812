"""Deadlines: days by which something is due or can still be done.

The doctrine says which axes name such days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import SupportsIndex, overload

from attrs import field, frozen

from mandate.counting.instants import BOUNDARY
from mandate.engine.grammar import Axis
from mandate.plain_data import Row, fields
from mandate.text.agreement import Clause
from mandate.timeline.derivation import Derivation
from mandate.timeline.question import Question
from mandate.timeline.statuses import ClauseStatus, with_hour
from mandate.views.answer import Answer, Table
from mandate.views.ical import ical


def _latest_last(at: dt.datetime | None) -> tuple[bool, dt.timedelta]:
    if at is None:
        return True, dt.timedelta()
    # A length, as in UTC an hour of the first or the last day may lie outside the calendar.
    return False, at.replace(tzinfo=dt.UTC) - _START - (at.utcoffset() or dt.timedelta())


_START = dt.datetime(1, 1, 1, tzinfo=dt.UTC)


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

    __slots__ = ()

    @overload
    def __getitem__(self, index: SupportsIndex, /) -> Deadline: ...
    @overload
    def __getitem__(self, index: slice, /) -> Deadlines: ...
    def __getitem__(self, index: SupportsIndex | slice, /) -> Deadline | Deadlines:
        part = super().__getitem__(index)
        return part if isinstance(part, Deadline) else Deadlines(part)

    def to_ical(self, stamp: dt.date | None = None) -> bytes:
        """Return the deadlines as an iCalendar file, for calendar programs.

        Nothing reads the clock: the same deadlines give the same bytes.

        Args:
            stamp: the day that the file says it is of (default: the day of the first deadline).

        Raises:
            MissingDependencyError: the icalendar library is not installed.

        """
        return calendar(self, stamp)


def calendar(deadlines: Iterable[Deadline], stamp: dt.date | None) -> bytes:
    """Return deadlines as an iCalendar file, stamped with a day, or with that of the first."""
    entries = sorted(deadlines)
    return ical(entries, stamp or (entries[0].day if entries else dt.date.min))


def deadlines(derivation: Derivation, start: int, end: int) -> list[Deadline]:
    """Return the deadlines from day ``start`` to day ``end``, both included, soonest first.

    A day is a deadline if the axis says so at the close of that same day. So a day that was moved
    before it came, or on the day itself, is not one. An hour is a deadline if the axis says so just
    before it.
    """
    entries: list[Deadline] = []
    hours: dict[tuple[str, str, dt.datetime], tuple[Clause, Axis]] = {}
    axes = list(_deadline_axes(derivation))
    for first, last, stop in derivation.timeline.course_by_stop(start, end):
        clauses = derivation.span(stop).clauses
        for clause, axis in axes:
            status = clauses[clause.id]
            day, at = status[axis.name], _hour(axis, status)
            if at is not None:
                hours[clause.id, axis.name, at] = clause, axis
            elif day is not None and first <= day.toordinal() <= last:
                entries.append(_deadline(derivation, clause, axis, status))
    for (name, _, at), (clause, axis) in hours.items():
        position = 3 * derivation.zone.second_of(at) + BOUNDARY
        status = derivation.span(derivation.timeline.before(position)).clauses[name]
        day = status[axis.name]
        if _hour(axis, status) == at and start <= day.toordinal() <= end:
            entries.append(_deadline(derivation, clause, axis, status))
    return sorted(entries)


def _hour(axis: Axis, status: ClauseStatus) -> dt.datetime | None:
    at: dt.datetime | None = status[axis.deadline_hour] if axis.deadline_hour else None
    return at


def open_deadlines(derivation: Derivation, on: int) -> list[Deadline]:
    """Return the deadlines that are open at the close of a day, with their days as of then."""
    entries: list[Deadline] = []
    clauses = derivation.span_at(Question(derivation.zone, "day", on)).clauses
    for clause, axis in _deadline_axes(derivation):
        status = clauses[clause.id]
        if status[axis.name] is not None:
            entries.append(_deadline(derivation, clause, axis, status))
    return sorted(d for d in entries if d.open)


def _deadline(derivation: Derivation, clause: Clause, axis: Axis, status: ClauseStatus) -> Deadline:
    watched, open_values = axis.deadline_while
    state = str(status[watched])
    who = clause.keys.get(axis.deadline_who, ())
    parties = tuple(who) if isinstance(who, list) else (str(who),) if who else ()
    return Deadline(
        status[axis.name], _hour(axis, status), derivation.agreement.id, clause.id, axis.name,
        axis.deadline, parties, state, state in open_values, clause.cite,
    )  # fmt: skip


def _deadline_axes(derivation: Derivation) -> Iterator[tuple[Clause, Axis]]:
    for clause in derivation.agreement.clauses.values():
        for axis in derivation.doctrine.axes.get(clause.kind, {}).values():
            if axis.deadline:
                yield clause, axis
