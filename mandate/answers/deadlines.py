"""Deadlines: days by which something is due or can still be done.

Which axes they are, the doctrine says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import frozen

from mandate.answers.derivation import Derivation
from mandate.answers.parts import ClauseStatus
from mandate.engine.grammar import Axis
from mandate.plain_data import Row, fields, flat
from mandate.text.agreement import Clause


@frozen(order=True)
class Deadline:
    """A last day, itself in time, and how things stand at its close."""

    day: dt.date
    agreement: str
    clause: str
    #: The axis that names the day: ``due``, ``notice_deadline``, ``last_day``.
    axis: str
    says: str
    #: Those who owe it, or who may do it.
    parties: tuple[str, ...]
    #: The state of the clause at the close of that day.
    state: str
    #: Whether it is open at the close of that day: still to be done, or still possible.
    open: bool
    cite: str

    def as_dict(self) -> Row:
        """Return the deadline as plain values, with a real date."""
        return fields(self)

    def row(self) -> Row:
        """Return the deadline as a flat row; several parties stand in one text."""
        return flat(self.as_dict())

    def __str__(self) -> str:
        who = f" ({', '.join(self.parties)})" if self.parties else ""
        return f"{self.day}  {self.agreement}, {self.clause}: {self.says}{who} — {self.state}"


def deadlines(derivation: Derivation, start: int, end: int) -> list[Deadline]:
    """Return the deadlines from day ``start`` to day ``end``, both included, soonest first.

    A day is a deadline if, at its own close, the axis says so: a day that was moved before it
    came, or on that day, is not one.
    """
    found: list[Deadline] = []
    axes = list(_deadline_axes(derivation))
    for first, last, stop in derivation.timeline.course(start, end):
        span = derivation.span(stop)
        for clause, axis in axes:
            status = span.clauses[clause.id]
            day = status[axis.name]
            if day is not None and first <= day.toordinal() <= last:
                found.append(_deadline(derivation.agreement.id, clause, axis, status))
    return sorted(found)


def open_deadlines(derivation: Derivation, on: int) -> list[Deadline]:
    """Return what is open at the close of a day, with the day that stands for it then."""
    found: list[Deadline] = []
    for clause, axis in _deadline_axes(derivation):
        status = derivation.status(("day", on)).clauses[clause.id]
        if status[axis.name] is not None:
            found.append(_deadline(derivation.agreement.id, clause, axis, status))
    return sorted(d for d in found if d.open)


def _deadline(agreement: str, clause: Clause, axis: Axis, status: ClauseStatus) -> Deadline:
    watched, open_values = axis.deadline_while
    state = str(status[watched])
    who = clause.keys.get(axis.deadline_who, ())
    parties = tuple(who) if isinstance(who, list) else (str(who),) if who else ()
    return Deadline(
        status[axis.name], agreement, clause.id, axis.name, axis.deadline,
        parties, state, state in open_values, clause.cite,
    )  # fmt: skip


def _deadline_axes(derivation: Derivation) -> Iterator[tuple[Clause, Axis]]:
    for clause in derivation.agreement.clauses.values():
        for axis in derivation.doctrine.axes.get(clause.kind, {}).values():
            if axis.deadline:
                yield clause, axis
