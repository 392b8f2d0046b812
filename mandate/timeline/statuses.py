"""The parts of a status: a term, a clause, a party, a subject on the ground."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from attrs import field, frozen

from mandate.doctrine.vocabulary import OF_TERM, TERM
from mandate.fixed import FixedTable, fixed
from mandate.plain_data import Row, fields, flat, plain
from mandate.text.agreement import Clause
from mandate.timeline.question import iso
from mandate.views.answer import Answer
from mandate.words import PartyState


def day(value: dt.date | None) -> str:
    """Say a date: ``10 November 2025``."""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}" if value else "no day"


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August",
           "September", "October", "November", "December")  # fmt: skip


def with_hour(said: str, day: dt.date, at: dt.datetime | None) -> str:
    """Return a day in words, with the hour until which it is open, where it has one.

    Midnight belongs to the day that it ends: ``2031-11-12, 24:00 (+03:00)``.
    """
    if at is None:
        return said
    wall = at.replace(tzinfo=None)
    offset = at.isoformat().removeprefix(wall.isoformat())
    hour = iso(wall).partition("T")[2] if at.date() == day else "24:00"
    return f"{said}, {hour} ({offset})"


@frozen
class Term(Answer):
    """One term of a term clause. Both days are part of it.

    ``last_day`` is None where the term has no end, where the end is not known, or where it lies
    beyond 9999-12-31 (then the status lists ``last_day`` under ``beyond_calendar``).
    """

    number: int
    first_day: dt.date | None
    last_day: dt.date | None

    def as_dict(self) -> Row:
        """Return the term as plain values, with real dates."""
        return fields(self)

    def __str__(self) -> str:
        days = f"from {self.first_day or 'no day'} to {self.last_day or 'no day'}, both included"
        return f"term {self.number}, {days}"


#: The parts of a status that say how things stand; the rest follows from them and the record.
PARTS = ("clauses", "parties", "on_the_ground")


class ClauseStatus(Answer):
    """The status of one clause, of whatever kind; each kind that is known has a class of its own.

    Its attributes are the axes that the doctrine gives its kind, and ``status["due"]`` is the same
    as ``status.due``. All days are inclusive. An attribute that clauses of its kind do not have
    raises :class:`AttributeError`, which names those that they have.
    """

    __slots__ = ("_values", "beyond_calendar", "clause")

    clause: Clause
    _values: Mapping[str, Any]
    #: Names of the days that lie outside 0001-01-01 … 9999-12-31 and are shown as None.
    beyond_calendar: tuple[str, ...]

    def __init__(
        self, clause: Clause, values: Mapping[str, Any], beyond_calendar: tuple[str, ...]
    ) -> None:
        keep = super().__setattr__
        keep("clause", clause)
        keep("_values", fixed(values))
        keep("beyond_calendar", beyond_calendar)

    @property
    def id(self) -> str:
        """The id of the clause."""
        return self.clause.id

    @property
    def kind(self) -> str:
        """The kind of the clause."""
        return self.clause.kind

    @property
    def cite(self) -> str:
        """The place in the text."""
        return self.clause.cite

    if not TYPE_CHECKING:  # a type checker shall know only the axes that are declared

        def __getattr__(self, name: str) -> object:
            values = object.__getattribute__(self, "_values")
            try:
                return values[name]  # of a kind that was made after the library
            except KeyError:
                clause = object.__getattribute__(self, "clause")
                msg = (
                    f"clause {clause.id!r} is of kind {clause.kind!r} and has no {name!r}; "
                    f"it has {', '.join(values)}"
                )
                raise AttributeError(msg) from None

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self._values})

    def __setattr__(self, name: str, value: object) -> NoReturn:
        del value
        msg = f"{name!r} cannot be set: a status does not change"
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> NoReturn:
        msg = f"{name!r} cannot be deleted: a status does not change"
        raise AttributeError(msg)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401  # the doctrine decides
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def axes(self) -> Row:
        """Return the axes in the order of the doctrine, as plain values with real dates."""
        values: Row = plain(self._values)
        return values

    def as_dict(self) -> Row:
        """Return the kind, the axes in the order of the doctrine, and the days beyond the calendar.

        The values are plain, with real dates. Number and days of a term stand together under
        ``term``.
        """
        values = self.axes()
        if "number" in values:
            term = {n: values.pop(n) for n in OF_TERM}
            values = {**values, TERM: term, "last_day": term["last_day"]}
        return {"kind": self.kind, **values, "beyond_calendar": list(self.beyond_calendar)}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ClauseStatus):
            return NotImplemented
        return (self.id, self._values, self.beyond_calendar) == (
            other.id, other._values, other.beyond_calendar,
        )  # fmt: skip

    __hash__ = None  # type: ignore[assignment]  # holds tables

    def to_rows(self) -> list[Row]:
        """Return the status as one flat row, with the id of the clause."""
        return [{"id": self.id, **flat(self.as_dict())}]

    def __str__(self) -> str:
        told = {n: _plain(v) for n, v in self._values.items() if v not in (None, {}, 0)}
        return f"{self.id}: " + ", ".join(f"{n.replace('_', ' ')} {v}" for n, v in told.items())

    def __repr__(self) -> str:
        told = {n: _plain(v) for n, v in self._values.items() if v not in (None, {}, 0)}
        said = ", ".join(f"{name}={value}" for name, value in told.items())
        return f"<{type(self).__name__} {self.id}: {said}>"

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.clause, self._values, self.beyond_calendar)


Of = TypeVar("Of", bound=ClauseStatus)


def of_class(clauses: Mapping[str, ClauseStatus], kind: type[Of]) -> Mapping[str, Of]:
    """Return the statuses of one class, by the id of the clause."""
    return FixedTable({name: c for name, c in clauses.items() if isinstance(c, kind)})


@frozen
class PartyStatus(Answer):
    """The status of one party to the text."""

    id: str
    name: str
    role: str
    state: PartyState
    notice_running: bool = False
    leaves_on: dt.date | None = None
    #: Clause id → the party's exit from this clause: ``state`` (leaving or withdrawn) and
    #: ``last_day``, included.
    departures: Mapping[str, Mapping[str, Any]] = field(factory=dict, hash=False, converter=fixed)
    suspended: bool = False

    def axes(self) -> Row:
        """Return the values that can change, as plain values with real dates."""
        return _without(self.as_dict(), "id", "name", "role")

    def as_dict(self) -> Row:
        """Return the status of the party as plain values, with real dates."""
        return fields(self)

    def __str__(self) -> str:
        more = ["notice runs"] * self.notice_running
        more += [f"last day {self.leaves_on}"] * (self.leaves_on is not None)
        more += ["holds something suspended"] * self.suspended
        return ", ".join([f"{self.name}: {self.state}", *more])


@frozen
class GroundStatus(Answer):
    """The state last reported of a subject on the ground; no rule of the text reads it."""

    id: str
    name: str
    state: str
    since: dt.date | None
    #: Ids of the reports up to then, oldest first.
    events: tuple[str, ...] = ()

    def axes(self) -> Row:
        """Return the state and its first day as plain values, with a real date, without reports."""
        return _without(self.as_dict(), "id", "name", "events")

    def as_dict(self) -> Row:
        """Return the state, its first day and its reports as plain values, with real dates."""
        return fields(self)

    def __str__(self) -> str:
        return f"{self.name}: {self.state}" + (f" since {self.since}" if self.since else "")


def _without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in names}


def _plain(value: object) -> str:
    return str(value) if not isinstance(value, Mapping) else "{" + ", ".join(value) + "}"
